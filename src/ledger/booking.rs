//! What was booked to an instalment, and on which day: what a row's sums do not tell.

use crate::account::Part;
use crate::calendar::CivilDate;
use crate::money::Minor;

/// An amount that was booked to one part of one instalment.
///
/// What was unpaid of a part at the end of a day is what the row asks for, less what was charged after the day, less what was
/// paid and waived by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Booking {
    /// The day it counts from: of a payment or a waiver its own; of a charge the day it is due.
    pub on: CivilDate,
    /// The day it was booked, the event's own.
    pub booked_on: CivilDate,
    /// The place of the instalment among those of the ledger.
    pub place: usize,
    /// To which part.
    pub part: Part,
    /// How much, above zero.
    pub amount: Minor,
    /// What was done.
    pub kind: BookingKind,
}

/// What a booking did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookingKind {
    /// A fee or a late charge was added to what the row asks for.
    Charged,
    /// Money was paid.
    Paid,
    /// Something was forgiven.
    Waived,
}
