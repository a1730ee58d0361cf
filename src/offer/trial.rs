//! The account with events that have not happened: what it would come to, by the very code that computes what it is.

use super::figures::{Payment, figures, payments};
use super::limits::Limits;
use super::purse::Purse;
use super::{PlanFigures, Situation};
use crate::account::{Account, Event, EventKind, Parts, Plan, Wallet};
use crate::apr::{AnnualRate, effective_on};
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
    pub(super) kept: Trial,
    /// From one instalment to the next.
    pub(super) every: Period,
    /// What settles the account today.
    pub(super) payoff: Parts,
    /// Late charges that have run up and that the creditor has not booked.
    pub(super) unbooked: Minor,
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
        let purse = Purse::new(wallet, account, today, situation, limits.living_minimum)?;
        let (payoff, unbooked) = (ledger.payoff()?, ledger.late_charges());
        Ok(Self {
            wallet,
            account,
            at,
            today,
            situation,
            limits,
            purse,
            kept: Trial::new(ledger, today, None)?,
            every,
            payoff,
            unbooked,
        })
    }

    /// The account with more events.
    pub(super) fn try_events(&self, events: &[Event]) -> Result<Trial> {
        let mut account = self.account.clone();
        account.events.extend_from_slice(events);
        let ledger = penalty::ledger(self.wallet, &account, self.today)?;
        Trial::new(ledger, self.today, Some(self.kept.figures.to_pay.total))
    }

    /// The rows as `schedule` tells them.
    pub(super) fn rows(&self, trial: Trial) -> Vec<Row> {
        schedule_of(self.account, trial.ledger, self.today).rows
    }

    /// What payments cost in a year, set against what settles the account today.
    pub(super) fn apr(&self, payments: &[Payment]) -> Option<AnnualRate> {
        let mut flows = vec![(self.today, Minor::ZERO.minus(self.payoff.total()))];
        flows.extend(payments.iter().map(|payment| (payment.on, payment.amount)));
        let unit = match self.every.unit() {
            Unit::Day => Unit::Month,
            unit => unit,
        };
        effective_on(&flows, unit).ok()
    }

    /// Instalments that are to come, by day.
    pub(super) fn to_come(&self) -> Vec<CivilDate> {
        let mut days = Vec::new();
        for row in &self.kept.ledger.instalments {
            let is_unpaid = row.outstanding().total().is_positive();
            if row.due_on > self.today && !row.is_estimate() && is_unpaid {
                days.push(row.due_on);
            }
        }
        days
    }

    /// What is past due.
    pub(super) fn past_due(&self) -> Parts {
        let mut sum = Parts::ZERO;
        for row in &self.kept.ledger.instalments {
            if row.due_on < self.today && !row.is_estimate() {
                sum = sum.plus(row.outstanding());
            }
        }
        sum
    }

    /// The rate as it is today; nothing where it is not known, or is none.
    pub(super) fn rate(&self) -> Option<Rate> {
        let mut rate = match &self.account.plan {
            Plan::Loan(plan) => plan.annual_rate,
            Plan::Dues(plan) => plan.annual_rate?,
            Plan::Card(plan) => plan.annual_rate,
        };
        let mut since = None;
        for event in self.account.events.iter().filter(|event| event.date <= self.today) {
            if let EventKind::RateChange(changed) = event.kind
                && Some(event.date) >= since
            {
                (rate, since) = (changed, Some(event.date));
            }
        }
        Some(rate).filter(|rate| !rate.is_zero())
    }
}

impl Trial {
    fn new(ledger: Ledger, today: CivilDate, kept: Option<Minor>) -> Result<Self> {
        let (payments, to_pay) = payments(&ledger, today);
        Ok(Self {
            figures: figures(&payments, to_pay, kept, today)?,
            is_current: ledger.delinquency(0, &[])?.dues.is_empty(),
            payments,
            ledger,
        })
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
    let mut days: Vec<CivilDate> = ledger.instalments.iter().map(|row| row.due_on).collect();
    days.dedup();
    let next = days
        .partition_point(|day| *day < today)
        .min(days.len().saturating_sub(2));
    let Some([one, other]) = days.get(next..next.saturating_add(2)) else {
        return Ok(month);
    };
    match one.days_until(*other) {
        28..=31 => Ok(month),
        days => Ok(u16::try_from(days)
            .ok()
            .and_then(|days| Period::new(days, Unit::Day).ok())
            .unwrap_or(month)),
    }
}
