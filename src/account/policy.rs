//! What the creditor has approved beforehand for those who cannot pay in full, and why an account is left alone.

use crate::money::{Minor, Rate};
use serde::Serialize;

/// What the creditor has approved beforehand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferPolicy {
    /// These kinds and no others.
    pub kinds: Vec<OfferKind>,
    /// Instalments at most.
    pub count_max: Option<u16>,
    /// Deferrals at most over the account's life.
    pub deferrals_max: Option<u16>,
    /// Days that one deferral may take at most.
    pub defer_days_max: Option<u16>,
    /// The least an instalment may be.
    pub instalment_min: Option<Minor>,
    /// The share of the rate that may be let off, up to 1.
    pub rate_cut: Option<Rate>,
    /// The share of fees and penalties that may be waived, up to 1.
    pub fee_waiver: Option<Rate>,
    /// The share of what is owed that settles the account, up to 1.
    pub settlement: Option<Rate>,
    /// What paying early is rewarded with.
    pub early_payment: Option<EarlyPayment>,
    /// What a new plan costs.
    pub new_plan_fee: Minor,
    /// Days that an offer stands.
    pub expires_days: Option<u16>,
}

/// What paying early is rewarded with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlyPayment {
    /// The share of the due that is let off, up to 1.
    pub share: Rate,
    /// Days before the due that it must be paid.
    pub before_days: u16,
}

/// A way out for someone who cannot pay in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfferKind {
    /// Due days move to another day of the month.
    MoveDueDate,
    /// The next instalment moves to a later day.
    Defer,
    /// For some time only interest is paid.
    InterestOnly,
    /// The same debt in more instalments.
    ExtendTerm,
    /// Instalments of an amount that the customer names.
    LowerInstalment,
    /// What is past due is spread over instalments to come.
    ReAge,
    /// What is owed is spread anew over the instalments that are left.
    ReAmortise,
    /// A lower rate.
    RateCut,
    /// Fees and penalties are let off.
    FeeWaiver,
    /// Less than all that is owed settles the account.
    Settlement,
    /// Something is let off for paying before the due day.
    EarlyPaymentReward,
}

/// Why an account is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// The customer disputes it.
    Disputed,
    /// The creditor grants forbearance.
    Hardship,
    /// Paused for now.
    Paused,
    /// The customer wants to hear no more of it.
    Stopped,
}
