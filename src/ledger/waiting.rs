//! An account on which nothing more is paid: how it stands later, and what goes on earning.

use super::{Ledger, Running};
use crate::account::{Account, Allocation, Plan};
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::money::{Accrued, Minor};

impl Ledger {
    /// The account as it would stand at the end of `until` if nothing more happened after `today` than was agreed. Only a
    /// loan's rows change by waiting; a card tells of days to come by [`Ledger::interest_until`].
    ///
    /// # Errors
    ///
    /// As [`Ledger::of`].
    pub(crate) fn waiting(
        account: &Account,
        allocation: &Allocation,
        holidays: &[CivilDate],
        today: CivilDate,
        until: CivilDate,
    ) -> Result<Self> {
        if !matches!(account.plan, Plan::Loan(_)) {
            return Self::allocated(account, allocation, holidays, today);
        }
        let mut known = account.clone();
        known
            .events
            .retain(|event| event.date <= today || event.kind.is_agreed_ahead());
        Self::allocated(&known, allocation, holidays, until)
    }

    /// Whether interest follows what is really owed from day to day.
    pub(crate) fn interest_follows_balance(&self) -> bool {
        matches!(self.running, Running::Loan { .. })
    }

    /// What `amount` more of balance would earn from one day to another by the plan; nothing where the rows fix it, and
    /// after the last due day.
    pub(crate) fn earned(&self, amount: Minor, from: CivilDate, to: CivilDate) -> Result<Accrued> {
        match &self.running {
            Running::Loan { model, .. } => model.earned(amount, from, to),
            Running::Fixed | Running::Card(_) => Ok(Accrued::ZERO),
        }
    }

    /// Since when a card's interest runs that is on no statement yet.
    pub(crate) fn statement_closed_on(&self) -> Option<CivilDate> {
        match &self.running {
            Running::Card(card) => Some(card.closed_on()),
            Running::Fixed | Running::Loan { .. } => None,
        }
    }

    /// The end of the instalment's time that `day` falls into.
    pub(crate) fn period_end(&self, day: CivilDate) -> CivilDate {
        let next = self
            .instalments
            .iter()
            .map(|instalment| instalment.due_on)
            .find(|due_on| *due_on >= day);
        next.unwrap_or(day)
    }
}
