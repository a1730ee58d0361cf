//! From what was agreed and what has happened to what is owed on a day, instalment by instalment.

mod allocation;
mod book;
mod booking;
mod dues;
mod entry;
mod instalment;
mod loan;

pub use booking::{Booking, BookingKind};
pub use instalment::{Instalment, RowId};

use crate::account::{Account, CardPlan, Part, Parts, Plan};
use crate::calendar::CivilDate;
use crate::error::{Error, Result};
use crate::money::Minor;
use crate::schedule::model::Model;
use crate::schedule::statements;

/// An account on a day: its instalments, by due date.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// By due date.
    pub instalments: Vec<Instalment>,
    /// What was charged, paid and waived, in the order booked.
    pub bookings: Vec<Booking>,
    /// What was paid beyond what is owed.
    pub credit: Minor,
    /// What a loan paid out and when; none where the rows hold all there is to know.
    lent: Option<Vec<(CivilDate, Minor)>>,
    running: Running,
    today: CivilDate,
}

/// How interest runs from day to day.
#[derive(Clone, Debug)]
enum Running {
    /// The rows hold all of it, whenever they are paid.
    Fixed,
    /// It follows what is really owed on a loan.
    Loan(Box<Model>),
}

impl Ledger {
    /// The account as it stands at the end of `today`.
    ///
    /// `holidays` are sorted. Interest on past-due principal runs until `today`.
    ///
    /// # Errors
    ///
    /// `INPUT` when the terms contradict each other, `RANGE` when a result is beyond the limits, `UNSUPPORTED` for
    /// events that this version does not compute with.
    pub fn of(account: &Account, holidays: &[CivilDate], today: CivilDate) -> Result<Self> {
        match &account.plan {
            Plan::Loan(plan) => book::of_loan(plan, &account.events, &account.allocation, holidays, today),
            Plan::Dues(plan) => book::of_dues(plan, &account.events, &account.allocation, today),
            Plan::Card(_) if !account.events.is_empty() => Err(Error::unsupported("events on a card").at("events")),
            Plan::Card(plan) => Ok(Self::planned(of_card(plan)?, today)),
        }
    }

    fn planned(instalments: Vec<Instalment>, today: CivilDate) -> Self {
        Self {
            instalments,
            bookings: Vec::new(),
            credit: Minor::ZERO,
            lent: None,
            running: Running::Fixed,
            today,
        }
    }

    /// What settles the account at the end of the day: all that is unpaid, but of interest only what has run; a card's
    /// statement holds all of its own.
    ///
    /// # Errors
    ///
    /// `RANGE` when a part is beyond [`Minor::MAX`].
    pub fn payoff(&self) -> Result<Parts> {
        let has_statement = self.instalments.iter().any(|instalment| instalment.statement.is_some());
        let mut payoff = Parts::ZERO;
        for instalment in self
            .instalments
            .iter()
            .filter(|instalment| instalment.statement.is_some() == has_statement)
        {
            payoff = payoff.plus(instalment.payable()?)?;
        }
        if let Running::Loan(model) = &self.running {
            let waived = Minor::sum(self.instalments.iter().map(|instalment| instalment.waived.interest))?;
            payoff.interest = model.interest_until(self.today)?.minus(waived)?.or_zero();
        }
        Ok(payoff)
    }

    /// Interest that has run from the start to the end of `day`, paid or not, where it follows what is really owed; none where
    /// the rows fix it.
    ///
    /// It holds for every day up to the ledger's own: whether past-due principal goes on earning is not known beyond it.
    ///
    /// # Errors
    ///
    /// `RANGE` when a result is beyond the limits.
    pub fn interest_until(&self, day: CivilDate) -> Result<Option<Minor>> {
        match &self.running {
            Running::Fixed => Ok(None),
            Running::Loan(model) => model.interest_run(day).map(Some),
        }
    }

    /// Principal that is owed at the end of `day`: what was paid out by then (of a server's dues and of a card, all that they
    /// ask for), less what was paid and waived of it.
    ///
    /// # Errors
    ///
    /// `RANGE` when a sum is beyond [`Minor::MAX`].
    pub fn principal_owed(&self, day: CivilDate) -> Result<Minor> {
        let mut owed = match &self.lent {
            Some(lent) => Minor::sum(lent.iter().filter(|(on, _)| *on <= day).map(|(_, amount)| *amount))?,
            None => Minor::sum(self.instalments.iter().map(|instalment| instalment.due.principal))?,
        };
        for booking in &self.bookings {
            if booking.part == Part::Principal && booking.on <= day {
                owed = owed.minus(booking.amount)?;
            }
        }
        Ok(owed)
    }
}

/// A card's instalments are its minimum payments; what may be paid at most is the statement's balance.
fn of_card(plan: &CardPlan) -> Result<Vec<Instalment>> {
    let mut instalments = Vec::new();
    for (number, row) in (0_u32..).zip(statements(plan)?) {
        let interest = row.interest.min(row.minimum);
        let owed = Parts {
            principal: row.minimum.minus(interest)?,
            interest,
            ..Parts::ZERO
        };
        let left = row.balance.minus(row.minimum)?;
        let statement = row.closed_id.as_ref().map(|_| row.balance);
        let id = row.closed_id.map_or(RowId::Next(number), RowId::Given);
        instalments.push(Instalment {
            statement,
            ..Instalment::new(id, row.due, owed, left)
        });
    }
    Ok(instalments)
}
