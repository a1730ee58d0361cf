//! What else was agreed: which part a payment pays first, and how many the host knows to pay late.

use super::Part;

/// How a payment is spread over what is owed: past due first, then due, then in advance; within these by part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// Which part is paid first; each part once.
    pub order: [Part; 4],
    /// Whether a whole instalment is cleared before the next.
    pub across: Across,
    /// Where money ahead of time goes.
    pub future: FuturePayment,
}

impl Default for Allocation {
    /// Penalty, fees, interest, principal; instalment by instalment; ahead of time to the next one.
    fn default() -> Self {
        Self {
            order: [Part::Penalty, Part::Fees, Part::Interest, Part::Principal],
            across: Across::Instalment,
            future: FuturePayment::Next,
        }
    }
}

/// Whether a payment clears instalments or parts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Across {
    /// All parts of one instalment before the next instalment.
    Instalment,
    /// One part of all instalments before the next part.
    Part,
}

/// Where money ahead of time goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FuturePayment {
    /// To the next instalment.
    Next,
    /// To the last instalment.
    Last,
    /// To all instalments to come, in equal parts.
    Spread,
}

/// The host's own share of customers who pay more than 0, 3 and 7 days late.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LatenessPrior {
    /// More than 0 days.
    pub over0: f64,
    /// More than 3 days.
    pub over3: f64,
    /// More than 7 days.
    pub over7: f64,
}

impl Default for LatenessPrior {
    /// Where the host gives none. A policy, not a measurement: one due in five is late, and half of those by days.
    fn default() -> Self {
        Self {
            over0: 0.2,
            over3: 0.1,
            over7: 0.06,
        }
    }
}
