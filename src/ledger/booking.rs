//! TEMPORARY
use crate::account::Part;
use crate::calendar::CivilDate;
use crate::money::Minor;
/// x
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Booking {
    /// x
    pub on: CivilDate,
    /// x
    pub place: usize,
    /// x
    pub part: Part,
    /// x
    pub amount: Minor,
    /// x
    pub kind: BookingKind,
}
/// x
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookingKind {
    /// x
    Charged,
    /// x
    Paid,
    /// x
    Waived,
}
