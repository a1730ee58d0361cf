//! What else was agreed: which part a payment pays first, and how many the host knows to pay late.

use super::{CreditSource, Part};

/// How money that comes in is spread over what is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// Whether a whole instalment is cleared before the next.
    pub across: Across,
    /// For what the customer pays.
    pub repayment: AllocationRule,
    /// For what a merchant gives back.
    pub refund: AllocationRule,
    /// For refunds paid out to the account.
    pub payout: AllocationRule,
    /// For what the creditor lets go.
    pub goodwill: AllocationRule,
}

/// Which part is paid first, each part once: of what is past due, then of what is due, then of what is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllocationRule {
    /// Of instalments past their due day.
    pub past_due: [Part; 4],
    /// Of instalments due on the day.
    pub due: [Part; 4],
    /// Of instalments to come.
    pub in_advance: [Part; 4],
    /// Where money ahead of time goes.
    pub future: FuturePayment,
}

impl Allocation {
    /// The same rule for all money, with one order of parts.
    #[must_use]
    pub fn uniform(order: [Part; 4], across: Across, future: FuturePayment) -> Self {
        let rule = AllocationRule {
            past_due: order,
            due: order,
            in_advance: order,
            future,
        };
        Self {
            across,
            repayment: rule,
            refund: rule,
            payout: rule,
            goodwill: rule,
        }
    }

    /// The rule for money from `source`.
    #[must_use]
    pub fn rule(&self, source: CreditSource) -> &AllocationRule {
        match source {
            CreditSource::Repayment => &self.repayment,
            CreditSource::Refund => &self.refund,
            CreditSource::Payout => &self.payout,
            CreditSource::Goodwill => &self.goodwill,
        }
    }
}

impl Default for Allocation {
    /// Penalty, fees, interest, principal; instalment by instalment; ahead of time to the next one.
    fn default() -> Self {
        let order = [Part::Penalty, Part::Fees, Part::Interest, Part::Principal];
        Self::uniform(order, Across::Instalment, FuturePayment::Next)
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
    /// To the instalment whose period has begun, then to the last one.
    CurrentThenLast,
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
