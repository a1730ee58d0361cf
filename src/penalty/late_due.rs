//! A due that is late or will be, and what was unpaid of it on each day.

use crate::account::Parts;
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::ledger::{BookingKind, Instalment, Ledger};
use crate::money::Minor;

/// A due that is late, or will be if nothing more is paid.
#[derive(Clone, Copy)]
pub(super) struct LateDue<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) instalment: &'a Instalment,
    pub(super) place: usize,
    /// Days past due that cost nothing.
    pub(super) grace_days: u16,
    /// Whether it is the oldest of the account that is unpaid.
    pub(super) is_oldest: bool,
}

impl LateDue<'_> {
    /// The last day on which paying it costs nothing more.
    pub(super) fn last_free_day(&self) -> Result<CivilDate> {
        self.instalment.due_on.plus_days(i32::from(self.grace_days))
    }

    /// What was unpaid of it at the end of `day`, late charges left out: no penalty is taken on a penalty.
    pub(super) fn unpaid(&self, day: CivilDate) -> Parts {
        let mut unpaid = self.instalment.outstanding();
        for booking in &self.ledger.bookings {
            if booking.place != self.place || booking.on <= day {
                continue;
            }
            let part = unpaid.get_mut(booking.part);
            *part = match booking.kind {
                BookingKind::Charged => part.minus(booking.amount),
                BookingKind::Paid | BookingKind::Waived => part.plus(booking.amount),
            };
        }
        unpaid.penalty = Minor::ZERO;
        unpaid
    }

    /// What it asked for when it fell due; a card's statement asks for its minimum.
    pub(super) fn asked(&self) -> Minor {
        let due = self.instalment.due;
        due.total().minus(due.penalty)
    }

    /// What was lent on the account; a card's statement counts as lent.
    pub(super) fn lent(&self) -> Result<Minor> {
        if let Some(statement) = self.instalment.statement {
            return Ok(statement);
        }
        Minor::sum(
            self.ledger
                .instalments
                .iter()
                .map(|instalment| instalment.due.principal),
        )
    }

    /// All principal of the account that was owed at the end of `day`; of a card what is left of its statement.
    pub(super) fn balance(&self, day: CivilDate) -> Result<Minor> {
        match self.instalment.statement {
            Some(_) => Ok(self.instalment.payable().principal),
            None => self.ledger.principal_owed(day),
        }
    }

    /// The days after its due day on which what was unpaid of it, or of the account, changed.
    pub(super) fn changes(&self) -> impl Iterator<Item = CivilDate> {
        self.ledger.bookings.iter().map(|booking| booking.on)
    }
}
