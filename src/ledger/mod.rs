//! From what was agreed and what has happened to what is owed on a day, instalment by instalment.

mod allocation;
mod book;
mod booking;
mod card;
mod delinquency;
mod dues;
mod entry;
mod instalment;
mod loan;
mod renewal;
mod waiting;

pub use booking::{Booking, BookingKind};
pub use card::MinimumOnly;
pub use delinquency::{AgeRange, Delinquency, PastDue, Pause};
pub use instalment::{Instalment, RowId};

use crate::account::{Account, Allocation, Part, Parts, Plan};
use crate::calendar::CivilDate;
use crate::error::{Error, Result};
use crate::money::Minor;
use crate::schedule::model::Model;

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
    /// Late charges that have run up by the contract's terms and that the creditor has not booked.
    late_charges: Minor,
    running: Running,
    today: CivilDate,
}

/// How interest runs from day to day.
#[derive(Clone, Debug)]
enum Running {
    /// The rows hold all of it, whenever they are paid.
    Fixed,
    /// It follows what is really owed on a loan.
    Loan {
        model: Box<Model>,
        /// What the model does not know of; it comes on top.
        beside: Minor,
        /// It may run to the end of a period, whenever that is paid.
        to_period_end: bool,
    },
    /// It follows what is really owed on a card.
    Card(Box<card::Card>),
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
        Self::allocated(account, &account.allocation, holidays, today)
    }

    /// As [`Ledger::of`], with another allocation than the contract's.
    pub(crate) fn allocated(
        account: &Account,
        allocation: &Allocation,
        holidays: &[CivilDate],
        today: CivilDate,
    ) -> Result<Self> {
        match &account.plan {
            Plan::Loan(plan) => book::of_loan(plan, &account.events, allocation, holidays, today),
            Plan::Dues(plan) => book::of_dues(plan, &account.events, allocation, today),
            Plan::Card(plan) => card::ledger(plan, &account.events, allocation, today),
        }
    }

    /// What settles the account at the end of the day: all that is unpaid, but of interest only what has run, and on a card
    /// what of that is charged.
    ///
    /// # Errors
    ///
    /// `RANGE` when a part is beyond [`Minor::MAX`]; `UNSUPPORTED` as [`Ledger::interest_until`].
    pub fn payoff(&self) -> Result<Parts> {
        if let Running::Card(card) = &self.running {
            return Ok(self.with_late_charges(card.payoff(self.today)?));
        }
        let mut payoff = Parts::ZERO;
        for instalment in &self.instalments {
            payoff = payoff.plus(instalment.payable());
        }
        if let Some(interest) = self.interest_until(self.today)? {
            payoff.interest = interest;
        }
        Ok(payoff)
    }

    /// Interest that has run by the end of `day` and is not paid, if nothing more is paid; none where it is fixed.
    ///
    /// On a card it is what has run since the latest closing day and will be charged. A statement that can still be paid in
    /// full in time costs none until its due day; the day after that, all since the closing day is charged. A day before
    /// the ledger's own counts as that one.
    ///
    /// # Errors
    ///
    /// `RANGE` when the interest is beyond [`Minor::MAX`]; `UNSUPPORTED` for a loan that was paid on and whose interest runs to
    /// the end of a period.
    ///
    /// # Example
    ///
    /// ```
    /// use predue::ledger::Ledger;
    ///
    /// let wallet = predue::wire::wallet(r#"{
    ///   "market": "none", "locale": "en",
    ///   "accounts": [{
    ///     "id": "card", "label": "Card", "creditor": { "name": "Sample Bank" }, "currency": "EUR", "product": "card",
    ///     "plan": { "kind": "card", "annualRate": "0.365", "minimum": { "share": "0.05", "floor": 1000 }, "statements": [
    ///       { "id": "april", "closed": "2026-04-01", "due": "2026-04-21", "balance": 100000, "minimum": 5000 }
    ///     ] }
    ///   }]
    /// }"#)?;
    /// let ledger = Ledger::of(&wallet.accounts[0], &[], "2026-04-11".parse()?)?;
    /// assert_eq!(ledger.interest_until("2026-04-21".parse()?)?.map(|interest| interest.get()), Some(0));
    /// // 0.1 % of 1,000.00 for each of the 21 days since the closing day.
    /// assert_eq!(ledger.interest_until("2026-04-22".parse()?)?.map(|interest| interest.get()), Some(2_100));
    /// # Ok::<(), predue::Error>(())
    /// ```
    ///
    /// # Example: interest that does not run
    ///
    /// ```
    /// # let wallet = predue::wire::wallet(r#"{
    /// #   "market": "none", "locale": "en",
    /// #   "accounts": [{
    /// #     "id": "power", "label": "Power", "creditor": { "name": "Sample Power" }, "currency": "EUR", "product": "bill",
    /// #     "plan": { "kind": "dues", "dues": [{ "id": "may", "date": "2026-05-20", "principal": 4150 }] }
    /// #   }]
    /// # }"#)?;
    /// let bill = predue::ledger::Ledger::of(&wallet.accounts[0], &[], "2026-05-11".parse()?)?;
    /// assert_eq!(bill.interest_until("2026-06-11".parse()?)?, None);
    /// # Ok::<(), predue::Error>(())
    /// ```
    pub fn interest_until(&self, day: CivilDate) -> Result<Option<Minor>> {
        match &self.running {
            Running::Fixed => Ok(None),
            Running::Card(card) => card.interest_until(day.max(self.today)).map(Some),
            // What of a period is left to run once some of it was paid is not proven to the cent.
            Running::Loan {
                to_period_end: true, ..
            } if self.bookings.iter().any(|booking| booking.kind == BookingKind::Paid) => Err(Error::unsupported(
                "what settles a loan that was paid on, with interest to the end of a period",
            )),
            Running::Loan { model, beside, .. } => Ok(Some(model.interest_until(day)?.plus(*beside).or_zero())),
        }
    }

    /// A card's statement is no sum of its rows, so that what was added to a row is missing there.
    fn with_late_charges(&self, owed: Parts) -> Parts {
        Parts {
            penalty: owed.penalty.plus(self.late_charges),
            ..owed
        }
    }

    /// Late charges that have run up and that the creditor has not booked.
    pub(crate) fn late_charges(&self) -> Minor {
        self.late_charges
    }

    /// Adds a late charge that has run up and that the creditor has not booked to an instalment.
    pub(crate) fn add_late_charge(&mut self, place: usize, amount: Minor) {
        self.late_charges = self.late_charges.plus(amount);
        let Some(instalment) = self.instalments.get_mut(place) else {
            return;
        };
        instalment.due.penalty = instalment.due.penalty.plus(amount);
        if let Some(statement) = &mut instalment.statement {
            *statement = statement.plus(amount);
        }
    }

    /// All that is owed: what is unpaid of the instalments; on a card the latest statement and what came after it, without
    /// the interest that is not on a statement yet.
    ///
    /// # Errors
    ///
    /// `RANGE` when a part is beyond [`Minor::MAX`].
    pub fn outstanding(&self) -> Result<Parts> {
        if let Running::Card(card) = &self.running {
            return Ok(self.with_late_charges(card.owed()));
        }
        let mut sum = Parts::ZERO;
        for instalment in &self.instalments {
            sum = sum.plus(instalment.outstanding());
        }
        Ok(sum)
    }

    /// What a card comes to when only the minimum is paid from now on; nothing for another account, or when nothing is
    /// asked for.
    ///
    /// # Example
    ///
    /// ```
    /// use predue::ledger::Ledger;
    ///
    /// let wallet = predue::wire::wallet(r#"{
    ///   "market": "none", "locale": "en",
    ///   "accounts": [{
    ///     "id": "card", "label": "Card", "creditor": { "name": "Sample Bank" }, "currency": "EUR", "product": "card",
    ///     "plan": { "kind": "card", "annualRate": "0.365", "minimum": { "share": "0.05", "floor": 1000 }, "statements": [
    ///       { "id": "april", "closed": "2026-04-01", "due": "2026-04-21", "balance": 1500, "minimum": 1000 }
    ///     ] }
    ///   }]
    /// }"#)?;
    /// let ledger = Ledger::of(&wallet.accounts[0], &[], "2026-04-11".parse()?)?;
    /// let only = ledger.minimum_only().ok_or("a card has minimums")?;
    /// // 10.00 in April; in May the other 5.00 with 0.35 interest; in June the 0.11 that ran from 1 to 21 May.
    /// assert_eq!((only.payments, only.interest.get(), only.total.get()), (3, 46, 1_546));
    /// assert!(only.ends);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Example: a minimum that never ends
    ///
    /// ```
    /// # let wallet = predue::wire::wallet(r#"{
    /// #   "market": "none", "locale": "en",
    /// #   "accounts": [{
    /// #     "id": "card", "label": "Card", "creditor": { "name": "Sample Bank" }, "currency": "EUR", "product": "card",
    /// #     "plan": { "kind": "card", "annualRate": "0.365", "minimum": { "share": "0.01", "floor": 0 }, "statements": [
    /// #       { "id": "april", "closed": "2026-04-01", "due": "2026-04-21", "balance": 100000, "minimum": 1000 }
    /// #     ] }
    /// #   }]
    /// # }"#)?;
    /// // A hundredth of the balance is asked for, and three hundredths are added to it each month.
    /// let ledger = predue::ledger::Ledger::of(&wallet.accounts[0], &[], "2026-04-11".parse()?)?;
    /// assert_eq!(ledger.minimum_only().map(|only| only.ends), Some(false));
    /// # Ok::<(), predue::Error>(())
    /// ```
    #[must_use]
    pub fn minimum_only(&self) -> Option<MinimumOnly> {
        match &self.running {
            Running::Card(card) => card.minimum_only,
            Running::Fixed | Running::Loan { .. } => None,
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
                owed = owed.minus(booking.amount);
            }
        }
        Ok(owed)
    }
}
