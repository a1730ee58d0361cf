//! For how long an account has been in arrears, and how much of it for how long.

use super::{Instalment, Ledger, RowId};
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::money::Minor;

/// For how long an account has been in arrears on a day, and what of it is past due.
///
/// Arrears age by calendar days from the oldest unpaid due. A grace on arrears belongs to the account; each due that is
/// past due ages on its own and has none. A pause stops the count of both.
///
/// Source: the arrears tables that Apache Fineract publishes with its tests (`tests/vectors/delinquency.json`).
///
/// # Example
///
/// ```
/// use predue::ledger::{AgeRange, Ledger, Pause};
///
/// let wallet = predue::wire::wallet(r#"{
///   "market": "none", "locale": "en",
///   "accounts": [{
///     "id": "power", "label": "Power", "creditor": { "name": "Sample Power" }, "currency": "EUR", "product": "bill",
///     "plan": { "kind": "dues", "dues": [
///       { "id": "october", "date": "2026-10-20", "principal": 4150 }, { "id": "november", "date": "2026-11-20", "principal": 3900 }
///     ] }
///   }]
/// }"#)?;
/// let ledger = Ledger::of(&wallet.accounts[0], &wallet.holidays, "2026-11-22".parse()?)?;
/// let pause = Pause { from: "2026-11-01".parse()?, until: "2026-11-11".parse()? };
///
/// let delinquency = ledger.delinquency(3, &[pause])?;
/// assert_eq!(delinquency.since, Some("2026-10-23".parse()?));
/// assert_eq!((delinquency.days_past_due, delinquency.days), (33, 20));
/// assert_eq!(delinquency.amount.get(), 8_050);
///
/// let ranges = [AgeRange { from_days: 1, to_days: Some(14) }, AgeRange { from_days: 15, to_days: None }];
/// assert_eq!(delinquency.range(&ranges), Some(1));
/// let amounts: Vec<i64> = delinquency.amounts(&ranges).into_iter().map(|amount| amount.get()).collect();
/// assert_eq!(amounts, [3_900, 4_150]);
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: a grace that ends when dates do
///
/// ```
/// use predue::ledger::Ledger;
///
/// let wallet = predue::wire::wallet(r#"{
///   "market": "none", "locale": "en",
///   "accounts": [{
///     "id": "power", "label": "Power", "creditor": { "name": "Sample Power" }, "currency": "EUR", "product": "bill",
///     "plan": { "kind": "dues", "dues": [{ "id": "last", "date": "2299-12-30", "principal": 4150 }] }
///   }]
/// }"#)?;
/// let ledger = Ledger::of(&wallet.accounts[0], &wallet.holidays, "2299-12-31".parse()?)?;
/// assert_eq!(ledger.delinquency(3, &[]).unwrap_err().code(), "RANGE");
/// # Ok::<(), predue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delinquency {
    /// The day from which its days count: the oldest unpaid due's, later by the days of grace. It is told while grace
    /// still runs, no pause moves it, and there is none when nothing is past due.
    pub since: Option<CivilDate>,
    /// Days since the oldest unpaid due, less the days of grace and those that were paused; at least 0.
    pub days: u32,
    /// Calendar days since the oldest unpaid due, with those of grace and of pauses.
    pub days_past_due: u32,
    /// All that is past due, within the days of grace too.
    pub amount: Minor,
    /// What is past due, oldest first.
    pub dues: Vec<PastDue>,
}

/// An unpaid due whose day has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastDue {
    /// The day it was due.
    pub due_on: CivilDate,
    /// Days since then that were not paused.
    pub days: u32,
    /// What is left to pay of it.
    pub amount: Minor,
}

/// A time in which arrears do not age; pauses may come in any order, and a day that two of them share stands still once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// The day on which the count stops; it is the last one that counted.
    pub from: CivilDate,
    /// The last day of the same count: the one after it counts again. On a day that is not after `from` nothing was paused.
    pub until: CivilDate,
}

impl Pause {
    /// The same pause, ended on `day` if it still ran then.
    ///
    /// # Example
    ///
    /// ```
    /// use predue::ledger::Pause;
    ///
    /// let pause = Pause { from: "2026-11-01".parse()?, until: "2026-11-30".parse()? };
    /// assert_eq!(pause.resumed_on("2026-11-11".parse()?).until, "2026-11-11".parse()?);
    /// # Ok::<(), predue::Error>(())
    /// ```
    ///
    /// # Example: a day on which it no longer ran
    ///
    /// ```
    /// use predue::ledger::Pause;
    ///
    /// let pause = Pause { from: "2026-11-01".parse()?, until: "2026-11-30".parse()? };
    /// assert_eq!(pause.resumed_on("2026-12-01".parse()?), pause);
    /// # Ok::<(), predue::Error>(())
    /// ```
    #[must_use]
    pub fn resumed_on(self, day: CivilDate) -> Self {
        let until = if self.holds(day) { day } else { self.until };
        Self { until, ..self }
    }

    fn holds(self, day: CivilDate) -> bool {
        self.from <= day && day < self.until
    }
}

/// Ages of arrears that a creditor treats alike, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeRange {
    /// The least days; 0 days are in no range.
    pub from_days: u32,
    /// The most days; without them the range has no end.
    pub to_days: Option<u32>,
}

impl AgeRange {
    fn holds(&self, days: u32) -> bool {
        days > 0 && days >= self.from_days && self.to_days.is_none_or(|most| days <= most)
    }
}

impl Ledger {
    /// For how long the account has been in arrears, with so many days of grace and these pauses of the count.
    ///
    /// A due on the ledger's day is not past due yet. Of a card the latest statement's minimum counts.
    ///
    /// # Errors
    ///
    /// `RANGE` when an amount is beyond [`Minor::MAX`], or grace ends after the last day that a date may be.
    pub fn delinquency(&self, grace_days: u16, pauses: &[Pause]) -> Result<Delinquency> {
        let mut dues = Vec::new();
        for instalment in self.instalments.iter().filter(|instalment| self.is_past(instalment)) {
            let amount = instalment.outstanding().total();
            if amount.is_positive() {
                dues.push(PastDue {
                    due_on: instalment.due_on,
                    days: days_counted(instalment.due_on, self.today, pauses),
                    amount,
                });
            }
        }
        let oldest = dues.first();
        let grace_end = |due: &PastDue| due.due_on.plus_days(i32::from(grace_days));
        Ok(Delinquency {
            since: oldest.map(grace_end).transpose()?,
            days: oldest.map_or(0, |due| due.days.saturating_sub(u32::from(grace_days))),
            days_past_due: oldest.map_or(0, |due| days_between(due.due_on, self.today)),
            amount: Minor::sum(dues.iter().map(|due| due.amount))?,
            dues,
        })
    }

    /// Statements to come are estimates, and nobody owes an estimate.
    fn is_past(&self, instalment: &Instalment) -> bool {
        instalment.due_on < self.today && !matches!(instalment.id, RowId::Next(_))
    }
}

impl Delinquency {
    /// The place of the range that the account is in; none when it is not delinquent, or of an age that no range holds.
    ///
    /// Where ranges overlap, the first one holds.
    #[must_use]
    pub fn range(&self, ranges: &[AgeRange]) -> Option<usize> {
        place(ranges, self.days)
    }

    /// What is past due in each of the ranges, every due by its own age; the account's grace delays none of them.
    pub fn amounts(&self, ranges: &[AgeRange]) -> Vec<Minor> {
        let mut amounts = vec![Minor::ZERO; ranges.len()];
        for due in &self.dues {
            let amount = place(ranges, due.days).and_then(|place| amounts.get_mut(place));
            if let Some(amount) = amount {
                *amount = amount.plus(due.amount);
            }
        }
        amounts
    }
}

fn place(ranges: &[AgeRange], days: u32) -> Option<usize> {
    ranges.iter().position(|range| range.holds(days))
}

/// Days from `from` to `today` but those in a pause; goes from pause to pause, so that a shared day counts once.
fn days_counted(from: CivilDate, today: CivilDate, pauses: &[Pause]) -> u32 {
    let (mut day, mut days) = (from, 0_u32);
    while day < today {
        if let Some(pause) = pauses.iter().find(|pause| pause.holds(day)) {
            day = pause.until;
            continue;
        }
        let starts = pauses.iter().map(|pause| pause.from).filter(|start| *start > day);
        let next = starts.fold(today, CivilDate::min);
        days = days.saturating_add(days_between(day, next));
        day = next;
    }
    days
}

fn days_between(from: CivilDate, to: CivilDate) -> u32 {
    from.days_until(to).unsigned_abs()
}
