//! The account with events that have not happened: what it would come to, by the very code that computes what it is.

use super::figures::{Payment, figures, payments};
use super::limits::Limits;
use super::purse::Purse;
use super::{PlanFigures, Situation};
use crate::account::{Account, Event, EventKind, Parts, Plan, Wallet};
use crate::apr::effective_on;
use crate::calendar::{CivilDate, Instant, Period, Unit};
use crate::error::Result;
use crate::ledger::Ledger;
use crate::money::{Minor, Rate};
use crate::outlook::{Row, schedule_of};
use crate::penalty;

/// The account as it is, and all that ways out are measured against.
pub(super) struct Desk<'a> {
    pub(super) wallet: &'a Wallet,
    pub(super) account: &'a Account,
    pub(super) at: &'a Instant,
    pub(super) today: CivilDate,
    pub(super) situation: &'a Situation,
    pub(super) limits: Limits<'a>,
    pub(super) purse: Purse,
    /// The plan as agreed.
    pub(super) kept: Box<Trial>,
    /// From one instalment to the next.
    pub(super) every: Period,
    /// What settles the account today.
    pub(super) payoff: Parts,
    /// Late charges that have run up and that the creditor has not booked.
    pub(super) unbooked: Minor,
    /// Instalments that are to come, by day.
    pub(super) to_come: Vec<CivilDate>,
    /// What is past due.
    pub(super) past_due: Parts,
    /// The rate as it is today; nothing where it is not known, or is none.
    pub(super) rate: Option<Rate>,
}

/// What the account comes to with more events.
pub(super) struct Trial {
    pub(super) ledger: Ledger,
    pub(super) payments: Vec<Payment>,
    pub(super) figures: PlanFigures,
    /// Whether nothing is past due.
    pub(super) is_current: bool,
}

impl<'a> Desk<'a> {
    #[inline(never)]
    pub(super) fn new(
        wallet: &'a Wallet,
        account: &'a Account,
        at: &'a Instant,
        situation: &'a Situation,
    ) -> Result<Self> {
        let today = at.date();
        let ledger = penalty::ledger(wallet, account, today)?;
        let every = every(account, &ledger, today)?;
        let limits = Limits::new(wallet, account, today, every);
        let (mut to_come, mut past_due) = (Vec::new(), Parts::ZERO);
        for row in &ledger.instalments {
            let left = row.outstanding();
            if row.is_estimate() {
                continue;
            }
            if row.due_on < today {
                past_due = past_due.plus(left);
            }
            if row.due_on > today && left.total().is_positive() {
                to_come.push(row.due_on);
            }
        }
        Ok(Self {
            wallet,
            account,
            at,
            today,
            situation,
            purse: Purse::new(wallet, account, today, situation, limits.living_minimum)?,
            limits,
            every,
            payoff: ledger.payoff()?,
            unbooked: ledger.late_charges(),
            kept: Trial::new(ledger, today, None)?,
            to_come,
            past_due,
            rate: rate(account, today),
        })
    }

    pub(super) fn is_card(&self) -> bool {
        matches!(self.account.plan, Plan::Card(_))
    }

    /// The account with more events.
    #[inline(never)]
    pub(super) fn try_events(&self, events: &[Event]) -> Result<Box<Trial>> {
        let mut account = self.account.clone();
        account.events.extend_from_slice(events);
        let ledger = penalty::ledger(self.wallet, &account, self.today)?;
        Trial::new(ledger, self.today, Some(self.kept.figures.to_pay.total))
    }

    /// The rows as `schedule` tells them.
    pub(super) fn rows(&self, trial: Trial) -> Vec<Row> {
        schedule_of(self.account, trial.ledger, self.today).rows
    }

    /// The figures of payments with what they cost in a year, set against what settles the account today.
    #[inline(never)]
    pub(super) fn priced(&self, payments: &[Payment], figures: &PlanFigures) -> PlanFigures {
        let mut flows = vec![(self.today, Minor::ZERO.minus(self.payoff.total()))];
        for payment in payments {
            flows.push((payment.on, payment.amount));
        }
        let unit = match self.every.unit() {
            Unit::Day => Unit::Month,
            unit => unit,
        };
        PlanFigures {
            apr: effective_on(&flows, unit).ok(),
            ..*figures
        }
    }
}

fn rate(account: &Account, today: CivilDate) -> Option<Rate> {
    let mut rate = match &account.plan {
        Plan::Loan(plan) => plan.annual_rate,
        Plan::Dues(plan) => plan.annual_rate?,
        Plan::Card(plan) => plan.annual_rate,
    };
    let mut since = None;
    for event in &account.events {
        if let EventKind::RateChange(changed) = event.kind
            && event.date <= today
            && Some(event.date) >= since
        {
            (rate, since) = (changed, Some(event.date));
        }
    }
    Some(rate).filter(|rate| !rate.is_zero())
}

impl Trial {
    #[inline(never)]
    fn new(ledger: Ledger, today: CivilDate, kept: Option<Minor>) -> Result<Box<Self>> {
        let (payments, to_pay) = payments(&ledger, today);
        Ok(Box::new(Self {
            figures: figures(&payments, to_pay, kept, today)?,
            is_current: ledger.delinquency(0, &[])?.dues.is_empty(),
            payments,
            ledger,
        }))
    }
}

/// From one instalment to the next: by the contract, of dues by the days they lie apart, and otherwise a month.
fn every(account: &Account, ledger: &Ledger, today: CivilDate) -> Result<Period> {
    let month = Period::new(1, Unit::Month)?;
    match &account.plan {
        Plan::Loan(plan) => return Ok(plan.every),
        Plan::Card(_) => return Ok(month),
        Plan::Dues(_) => {}
    }
    // The next due day and the one after it, or the last two.
    let (mut one, mut other) = (None, None);
    for row in &ledger.instalments {
        if other == Some(row.due_on) {
            continue;
        }
        if one.is_some_and(|one| one >= today) {
            break;
        }
        (one, other) = (other, Some(row.due_on));
    }
    let days = one.zip(other).map_or(0, |(one, other)| one.days_until(other));
    if (28..=31).contains(&days) {
        return Ok(month);
    }
    let days = u16::try_from(days).unwrap_or_default();
    Ok(Period::new(days, Unit::Day).unwrap_or(month))
}
