//! What a kind of way out answers: events to try out, or why it can do nothing.

use super::trial::Desk;
use crate::account::{Event, EventKind, OfferKind, Part, Parts};
use crate::calendar::CivilDate;
use crate::error::{Error, Result};
use crate::market::RuleNotice;
use crate::money::{Currency, Minor, Rate};
use crate::params::Params;
use std::mem::take;

/// An offer before it is tried out and compared.
pub(super) struct Draft {
    pub(super) with: Option<OfferKind>,
    /// What tells it from others of its kind: a number of instalments, or of periods.
    pub(super) number: Option<u16>,
    pub(super) events: Vec<Event>,
    /// What its words speak of beside its figures.
    pub(super) params: Params,
    /// The rule that held down what it costs.
    pub(super) rule: Option<Box<RuleNotice>>,
    today: CivilDate,
    currency: Currency,
}

impl Draft {
    #[inline(never)]
    pub(super) fn new(desk: &Desk<'_>) -> Self {
        Self {
            with: None,
            number: None,
            events: Vec::new(),
            params: Params::default(),
            rule: None,
            today: desk.today,
            currency: desk.account.currency,
        }
    }

    /// Something that happens on a day.
    #[inline(never)]
    pub(super) fn on(&mut self, date: CivilDate, kind: EventKind) {
        self.events.push(Event { date, id: None, kind });
    }

    /// Something that happens today.
    pub(super) fn agree(&mut self, kind: EventKind) {
        self.on(self.today, kind);
    }

    /// Books an amount that is owed beside the plan, where there is one.
    #[inline(never)]
    fn charge(&mut self, amount: Minor, penalty: bool, due_on: Option<CivilDate>) {
        if amount.is_positive() {
            self.agree(EventKind::Charge {
                amount,
                penalty,
                due_on,
            });
        }
    }

    /// Books late charges that have run up and that the creditor has not booked.
    pub(super) fn book_late_charges(&mut self, desk: &Desk<'_>) {
        self.charge(desk.unbooked, true, None);
    }

    /// Books what a new plan that puts off `deferred` costs.
    #[inline(never)]
    pub(super) fn book_fee(&mut self, desk: &Desk<'_>, deferred: Minor, due_on: Option<CivilDate>) -> Result<()> {
        let (fee, rule) = desk.limits.new_plan_fee(deferred)?;
        self.rule = rule;
        self.charge(fee, false, due_on);
        if !fee.is_zero() {
            self.amount("fee", fee);
        }
        Ok(())
    }

    /// Lets go of at most `amount` of what there is of the parts, in their order: late charges first, what was lent last.
    #[inline(never)]
    pub(super) fn let_go(&mut self, amount: Minor, there_is: &Parts) {
        let mut left = amount;
        for of in [Part::Penalty, Part::Fees, Part::Interest, Part::Principal] {
            let amount = there_is.get(of).min(left);
            if amount.is_positive() {
                self.agree(EventKind::Waiver { amount, of });
                left = left.minus(amount);
            }
        }
    }

    #[inline(never)]
    pub(super) fn amount(&mut self, name: &'static str, amount: Minor) {
        self.params = take(&mut self.params).with_amount(name, amount, self.currency);
    }

    #[inline(never)]
    pub(super) fn date(&mut self, name: &'static str, date: CivilDate) {
        self.params = take(&mut self.params).with_date(name, date);
    }

    #[inline(never)]
    pub(super) fn count(&mut self, name: &'static str, count: u16) {
        self.params = take(&mut self.params).with_count(name, count.into());
    }

    #[inline(never)]
    pub(super) fn rate(&mut self, name: &'static str, rate: Rate) {
        self.params = take(&mut self.params).with_text(name, &rate.to_string());
    }
}

/// Why a kind can do nothing. One pointer wide: its size is code on every `?`.
pub(super) struct No(pub(super) Box<Why>);

/// A code with its figures, or what went wrong.
pub(super) enum Why {
    Because(&'static str, Params),
    Failed(Error),
}

impl From<Error> for No {
    #[cold]
    #[inline(never)]
    fn from(error: Error) -> Self {
        Self(Box::new(Why::Failed(error)))
    }
}

pub(super) type Answer<T> = std::result::Result<T, No>;

#[inline(never)]
pub(super) fn because(code: &'static str) -> No {
    no(code, Params::default())
}

/// With the figures that help.
#[inline(never)]
pub(super) fn no(code: &'static str, params: Params) -> No {
    No(Box::new(Why::Because(code, params)))
}
