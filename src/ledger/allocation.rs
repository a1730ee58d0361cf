//! Which instalments a payment reaches next.

use super::entry::Entry;
use crate::account::{Across, Allocation, CreditSource, FuturePayment, Part};
use crate::calendar::CivilDate;
use crate::money::Minor;

/// Where an instalment stands on the day of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timing {
    PastDue,
    Due,
    InAdvance,
}

/// Which parts a payment goes to before any others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Round {
    All,
    AllButLateCharges,
    LateCharges,
}

impl Round {
    /// The rounds of a payment from `source` towards what is past due on a day.
    pub(super) fn past_due(allocation: &Allocation, source: CreditSource, on: CivilDate) -> &'static [Self] {
        let last = allocation.late_charges_last;
        if source == CreditSource::Repayment && last.is_some_and(|days| days.holds(on)) {
            &[Self::AllButLateCharges, Self::LateCharges]
        } else {
            &[Self::All]
        }
    }

    pub(super) fn has(self, part: Part) -> bool {
        match self {
            Self::All => true,
            Self::AllButLateCharges => part != Part::Penalty,
            Self::LateCharges => part == Part::Penalty,
        }
    }
}

/// What decides which instalments a payment reaches.
pub(super) struct Candidates {
    pub(super) timing: Timing,
    pub(super) round: Round,
    pub(super) future: FuturePayment,
    pub(super) across: Across,
    pub(super) on: CivilDate,
    pub(super) recalculates: bool,
}

impl Candidates {
    /// Whether one part of all instalments is paid before the next part.
    pub(super) fn is_by_part(&self) -> bool {
        self.across == Across::Part
    }

    fn is_timely(&self, entry: &Entry) -> bool {
        match self.timing {
            Timing::PastDue => self.on > entry.due_on,
            Timing::Due => self.on == entry.due_on,
            Timing::InAdvance => self.on < entry.due_on,
        }
    }

    fn is_payable(&self, entry: &Entry) -> bool {
        let late_charges = entry.left(Part::Penalty);
        let outstanding = entry.outstanding();
        match self.round {
            Round::All => outstanding.is_positive(),
            Round::AllButLateCharges => outstanding > late_charges,
            Round::LateCharges => late_charges.is_positive(),
        }
    }
}

/// The places of instalments to come of which nothing is left that can be paid on the day: interest that has not run yet
/// cannot.
#[derive(Debug, Default)]
pub(super) struct Exhausted {
    marks: Vec<bool>,
    pub(super) count: usize,
}

impl Exhausted {
    pub(super) fn add(&mut self, place: usize) {
        if self.marks.len() <= place {
            self.marks.resize(place.saturating_add(1), false);
        }
        if let Some(mark) = self.marks.get_mut(place).filter(|mark| !**mark) {
            *mark = true;
            self.count = self.count.saturating_add(1);
        }
    }

    fn has(&self, place: usize) -> bool {
        self.marks.get(place).is_some_and(|mark| *mark)
    }
}

/// The places of the instalments that a payment reaches, in the order it reaches them.
pub(super) fn candidates(choice: &Candidates, entries: &[Entry], exhausted: &Exhausted) -> Vec<usize> {
    let from_last = choice.timing == Timing::InAdvance && choice.future == FuturePayment::Last;
    let mut places = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        // An instalment emptied by payments from the end of the plan may fill again when interest is recalculated.
        let may_fill = from_last && choice.recalculates && entry.due.total() == Minor::ZERO;
        if choice.is_timely(entry) && !exhausted.has(place) && (choice.is_payable(entry) || may_fill) {
            places.push(place);
        }
    }
    if from_last {
        places.reverse();
    }
    if choice.timing == Timing::InAdvance && choice.future == FuturePayment::CurrentThenLast {
        let has_begun = |place: &usize| entries.get(*place).is_some_and(|entry| entry.has_begun(choice.on));
        let current = places.iter().copied().find(has_begun);
        return current.or(places.last().copied()).into_iter().collect();
    }
    let all = choice.is_by_part() || (choice.timing == Timing::InAdvance && choice.future == FuturePayment::Spread);
    if !all {
        places.truncate(1);
    }
    places
}
