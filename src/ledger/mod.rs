//! From what was agreed and what has happened to what is owed on a day, instalment by instalment.

mod allocation;
mod delinquency;
mod entry;
mod instalment;
mod loan;

pub use delinquency::{AgeRange, Delinquency, PastDue, Pause};
pub use instalment::{Instalment, RowId};

use crate::account::{Account, CardPlan, Due, DuesPlan, Parts, Plan};
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
    /// What was paid beyond what is owed.
    pub credit: Minor,
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
            Plan::Loan(plan) => loan::ledger(plan, &account.events, &account.allocation, holidays, today),
            Plan::Dues(_) | Plan::Card(_) if !account.events.is_empty() => {
                Err(Error::unsupported("events on dues or on a card").at("events"))
            }
            Plan::Dues(plan) => Ok(Self::planned(of_dues(plan)?, today)),
            Plan::Card(plan) => Ok(Self::planned(of_card(plan)?, today)),
        }
    }

    fn planned(instalments: Vec<Instalment>, today: CivilDate) -> Self {
        Self {
            instalments,
            credit: Minor::ZERO,
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
}

fn of_dues(plan: &DuesPlan) -> Result<Vec<Instalment>> {
    let mut left = Minor::sum(plan.dues.iter().map(|due| due.principal))?;
    let mut instalments = Vec::with_capacity(plan.dues.len());
    for Due {
        id,
        date,
        principal,
        interest,
        fees,
        penalty,
    } in &plan.dues
    {
        left = left.minus(*principal)?;
        let owed = Parts {
            principal: *principal,
            interest: *interest,
            fees: *fees,
            penalty: *penalty,
        };
        instalments.push(Instalment::new(RowId::Given(id.clone()), *date, owed, left));
    }
    Ok(instalments)
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
