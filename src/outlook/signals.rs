//! What the customer would want to know beyond the figures: that a collection will fail, that a fee is about to start.
//!
//! Each is raised only where the wallet tells it: when unsure, nothing is said.

use super::Due;
use crate::account::{Account, CreditSource, Event, EventKind, Funds, Plan, Statement, Wallet, reversed};
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::funds::{Shortfall, missed};
use crate::ledger::{BookingKind, Ledger, RowId};
use crate::money::{Currency, Minor};
use crate::params::Params;
use crate::penalty;
use serde::Serialize;

/// Days ahead in which a late charge is told before it starts.
const CHARGE_DAYS: u16 = 3;
/// Statements in a row, at least, of which only the minimum was paid.
const STREAK_MIN: u32 = 3;
/// Minor units that are too little to speak of.
const TRIFLE: i64 = 10;
/// Dues that say what is usual, at least and at most.
const USUAL_DUES_MIN: usize = 3;
const USUAL_DUES_MAX: usize = 6;
/// Days for which a payment that went too far is news.
const PAID_DAYS: i32 = 30;
/// Days within which a second payment of the same amount may be the first one again.
const TWICE_DAYS: i32 = 3;
/// Days ahead of a due in which it is not paid by mistake.
const AHEAD_DAYS: i32 = 7;
/// Payments that are looked at, the latest.
const PAYMENTS_MAX: usize = 100;

/// Something the customer would want to know, such as that a collection will fail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// What the catalogues have words for.
    pub code: &'static str,
    /// The account's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The due's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<RowId>,
    /// What the words speak of, by name.
    pub params: Params,
}

/// Signals by account in the wallet's order, then by code; those of no account last.
#[derive(Default)]
pub(super) struct Signals {
    list: Vec<Signal>,
    /// Of each, its account's place in the wallet.
    places: Vec<usize>,
}

/// An account as it stands.
pub(super) struct Seen<'a> {
    pub(super) wallet: &'a Wallet,
    pub(super) account: &'a Account,
    pub(super) index: usize,
    pub(super) ledger: &'a Ledger,
    /// By day.
    pub(super) dues: &'a [Due],
    pub(super) today: CivilDate,
    /// The last day whose dues are listed.
    pub(super) until: CivilDate,
}

impl Signals {
    pub(super) fn into_list(self) -> Vec<Signal> {
        self.list
    }

    /// Adds what an account tells by itself. Of an account on hold nothing is said.
    pub(super) fn add_of_account(&mut self, seen: &Seen<'_>) -> Result<()> {
        if seen.account.hold.is_some() {
            return Ok(());
        }
        seen.due_jumped(self);
        seen.charge_about_to_start(self)?;
        seen.minimum_only_streak(self);
        seen.paid_twice(self);
        Ok(())
    }

    /// Adds that a collection will fail, `left` being what is there after its `amount`; of an account the first one.
    pub(super) fn add_collection(&mut self, wallet: &Wallet, due: &Due, amount: Minor, left: Minor) {
        let missing = Minor::ZERO.minus(left).min(amount);
        if !due.autopay || due.days_until < 0 || !missing.is_positive() {
            return;
        }
        let code = "autopay-will-fail";
        let is_known = |signal: &Signal| signal.code == code && signal.account.as_ref() == Some(&due.account);
        if !self.list.iter().any(is_known) {
            let params = figures(due.currency, &[("amount", amount), ("missing", missing)]);
            let params = on(params, due.date, due.days_until);
            self.add_of_due(wallet, code, (&due.account, &due.id), params);
        }
    }

    /// Adds that the money runs short.
    pub(super) fn add_shortfall(&mut self, wallet: &Wallet, funds: &Funds, shortfall: &Shortfall, today: CivilDate) {
        let params = figures(funds.currency, &[("amount", shortfall.amount)]);
        let params = on(params, shortfall.date, today.days_until(shortfall.date));
        self.add_of_due(wallet, "money-short", (&shortfall.account, &shortfall.due), params);
    }

    /// Adds the incomes that were awaited in the last few days and have not come.
    pub(super) fn add_missed(&mut self, wallet: &Wallet, funds: &Funds, today: CivilDate) {
        for flow in &funds.flows {
            let Some(day) = missed(flow, today) else { continue };
            let params = figures(funds.currency, &[("amount", flow.amount)]).with_text("label", &flow.label);
            let params = on(params, day, day.days_until(today));
            self.add(wallet.accounts.len(), "income-missed", None, None, params);
        }
    }

    fn add_of_due(&mut self, wallet: &Wallet, code: &'static str, (account, due): (&str, &RowId), params: Params) {
        let Ok((index, found)) = wallet.account(account) else {
            return;
        };
        if found.hold.is_none() {
            self.add(index, code, Some(account), Some(due.clone()), params);
        }
    }

    #[inline(never)]
    fn add(&mut self, index: usize, code: &'static str, account: Option<&str>, due: Option<RowId>, params: Params) {
        let signal = Signal {
            code,
            account: account.map(str::to_owned),
            due,
            params,
        };
        let known = self.places.iter().zip(&self.list);
        let is_before = |(before, known): &(&usize, &Signal)| (**before, known.code) <= (index, code);
        let place = known.take_while(is_before).count();
        self.list.insert(place, signal);
        self.places.insert(place, index);
    }
}

/// Amounts with their currency.
#[inline(never)]
fn figures(currency: Currency, amounts: &[(&'static str, Minor)]) -> Params {
    let mut params = Params::default();
    for (name, amount) in amounts {
        params = params.with_amount(name, *amount, currency);
    }
    params
}

/// The day that it is about, and how far it is from today.
#[inline(never)]
fn on(params: Params, date: CivilDate, days: i32) -> Params {
    params.with_date("date", date).with_count("days", days.into())
}

impl Seen<'_> {
    fn tell(&self, signals: &mut Signals, code: &'static str, due: Option<RowId>, params: Params) {
        signals.add(self.index, code, Some(&self.account.id), due, params);
    }

    /// The next due asks for 1.3 times what is usual, or more.
    fn due_jumped(&self, signals: &mut Signals) {
        let is_next = |due: &&Due| due.days_until >= 0 && due.date <= self.until;
        let Some(due) = self.dues.iter().find(is_next) else {
            return;
        };
        let asked = self.asked_until(&due.id);
        let Some((next, before)) = asked.split_last() else {
            return;
        };
        let Some(usual) = median(before) else { return };
        let limit = usual.get().saturating_mul(13);
        if next.get().saturating_mul(10) < limit || next.minus(usual).get() < TRIFLE {
            return;
        }
        let params = figures(due.currency, &[("amount", *next), ("usual", usual)]);
        let params = on(params, due.date, due.days_until);
        self.tell(signals, "due-jumped", Some(due.id.clone()), params);
    }

    /// What the latest dues asked for, without late charges, up to one of them; of a card the balances of its statements.
    fn asked_until(&self, id: &RowId) -> Vec<Minor> {
        let mut asked = Vec::new();
        if let Plan::Card(plan) = &self.account.plan {
            let first = plan.statements.len().saturating_sub(USUAL_DUES_MAX.saturating_add(1));
            for statement in plan.statements.iter().skip(first) {
                asked.push(statement.balance);
            }
            return asked;
        }
        let instalments = &self.ledger.instalments;
        let place = instalments.iter().position(|instalment| instalment.id == *id);
        let place = place.unwrap_or_default();
        let latest = instalments.get(place.saturating_sub(USUAL_DUES_MAX)..=place);
        for instalment in latest.unwrap_or_default() {
            asked.push(instalment.due.total().minus(instalment.due.penalty));
        }
        asked
    }

    /// A due is past, and waiting begins to cost in a few days.
    fn charge_about_to_start(&self, signals: &mut Signals) -> Result<()> {
        let late = &self.account.late;
        let is_late = self.dues.first().is_some_and(|due| due.days_until < 0);
        if !is_late || (late.fees.is_empty() && late.interest.is_none()) {
            return Ok(());
        }
        let next = penalty::next_charge(self.wallet, self.account, self.today, CHARGE_DAYS)?;
        if let Some((avoid, due)) = next {
            let amount = avoid.minimum.unwrap_or(avoid.amount);
            let params = figures(self.account.currency, &[("amount", amount), ("saves", avoid.saves)]);
            let params = on(params, avoid.pay_by, self.today.days_until(avoid.pay_by));
            self.tell(signals, "fee-about-to-start", Some(due), params);
        }
        Ok(())
    }

    /// Only the minimum of a card's latest statements was paid.
    fn minimum_only_streak(&self, signals: &mut Signals) {
        let Plan::Card(plan) = &self.account.plan else {
            return;
        };
        let payments = self.repayments(i32::MAX);
        let (mut streak, mut sum) = (0_u32, Minor::ZERO);
        let mut until = self.today;
        for statement in plan.statements.iter().rev() {
            let since = statement.closed;
            let mut paid = Minor::ZERO;
            for payment in &payments {
                if payment.date > since && payment.date <= until {
                    paid = paid.plus(payment.amount);
                }
            }
            until = since;
            // What is not due yet may still be paid in full.
            if statement.due >= self.today {
                continue;
            }
            if !is_minimum(statement, paid) {
                break;
            }
            streak = streak.saturating_add(1);
            sum = sum.plus(paid);
        }
        if streak >= STREAK_MIN {
            let params = figures(self.account.currency, &[("amount", sum)]).with_count("statements", streak.into());
            self.tell(signals, "minimum-only-streak", None, params);
        }
    }

    /// The same amount was paid twice within days, and the second time not for what was due; or a payment left credit.
    fn paid_twice(&self, signals: &mut Signals) {
        let payments = self.repayments(PAID_DAYS);
        let payments = payments
            .get(payments.len().saturating_sub(PAYMENTS_MAX)..)
            .unwrap_or_default();
        let credit = self.credit_of_payments();
        let last = payments.iter().max_by_key(|payment| payment.date);
        let last = last.filter(|last| credit.get() >= TRIFLE && last.amount >= credit);
        let again = twice(payments)
            .filter(|(first, second)| credit >= second.amount || self.went_ahead(first.date, second.date));
        let (date, amount) = match (again, last) {
            (Some((_, second)), _) => (second.date, second.amount),
            (None, Some(last)) => (last.date, credit),
            (None, None) => return,
        };
        let params = figures(self.account.currency, &[("amount", amount)]);
        let params = on(params, date, date.days_until(self.today));
        self.tell(signals, "paid-twice", None, params);
    }

    /// What was paid beyond what is owed; nothing where it may be from elsewhere.
    fn credit_of_payments(&self) -> Minor {
        let is_from_elsewhere = |event: &Event| match &event.kind {
            EventKind::Credit { source, .. } => {
                *source != CreditSource::Repayment && event.date.days_until(self.today) <= PAID_DAYS
            }
            _ => false,
        };
        if self.account.events.iter().any(is_from_elsewhere) {
            Minor::ZERO
        } else {
            self.ledger.credit
        }
    }

    /// Whether what was paid on these days went to more than one due, and to one that was not near yet.
    fn went_ahead(&self, from: CivilDate, to: CivilDate) -> bool {
        let paid = || {
            let bookings = self.ledger.bookings.iter();
            bookings.filter(|booking| booking.kind == BookingKind::Paid && booking.on >= from && booking.on <= to)
        };
        let ahead = paid().find(|booking| {
            let due = self.ledger.instalments.get(booking.place);
            due.is_some_and(|due| to.days_until(due.due_on) > AHEAD_DAYS)
        });
        ahead.is_some_and(|ahead| paid().any(|booking| booking.place < ahead.place))
    }

    /// What the customer paid in the last days and was not reversed, in the order told.
    fn repayments(&self, days: i32) -> Vec<Repayment<'_>> {
        let events = &self.account.events;
        let reversed = reversed(events);
        let mut repayments = Vec::new();
        for event in events {
            let EventKind::Credit {
                source: CreditSource::Repayment,
                amount,
                due,
            } = &event.kind
            else {
                continue;
            };
            if !event.is_among(&reversed) && (0..=days).contains(&event.date.days_until(self.today)) {
                repayments.push(Repayment {
                    date: event.date,
                    amount: *amount,
                    due: due.as_deref(),
                });
            }
        }
        repayments
    }
}

/// What the customer paid.
#[derive(Clone, Copy)]
struct Repayment<'a> {
    date: CivilDate,
    amount: Minor,
    /// The due that the server booked it to.
    due: Option<&'a str>,
}

/// The latest two payments of one amount, for no different dues, within a few days; the earlier one first.
fn twice<'a>(payments: &'a [Repayment<'a>]) -> Option<(&'a Repayment<'a>, &'a Repayment<'a>)> {
    let mut latest: Option<(&Repayment<'_>, &Repayment<'_>)> = None;
    for (count, one) in payments.iter().enumerate() {
        for other in payments.iter().take(count) {
            let (first, second) = if one.date < other.date {
                (one, other)
            } else {
                (other, one)
            };
            let is_twice = first.amount == second.amount
                && first.due == second.due
                && first.date.days_until(second.date) <= TWICE_DAYS;
            if is_twice && latest.is_none_or(|(_, known)| known.date <= second.date) {
                latest = Some((first, second));
            }
        }
    }
    latest
}

/// Whether about the minimum was paid of a statement, and not all of it.
fn is_minimum(statement: &Statement, paid: Minor) -> bool {
    let (minimum, paid) = (statement.minimum.get(), paid.get());
    minimum > 0 && paid < statement.balance.get() && paid.abs_diff(minimum).saturating_mul(10) <= minimum.unsigned_abs()
}

/// The middle of amounts that are not zero, the higher one where there are two; none for too few.
fn median(amounts: &[Minor]) -> Option<Minor> {
    let asked = || amounts.iter().filter(|amount| amount.is_positive());
    let count = asked().count();
    if count < USUAL_DUES_MIN {
        return None;
    }
    let is_above_half = |amount: &&Minor| asked().filter(|other| other <= amount).count() > count / 2;
    asked().filter(is_above_half).min().copied()
}
