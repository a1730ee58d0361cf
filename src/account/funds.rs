//! What the customer has and expects.

use crate::calendar::{CivilDate, Period};
use crate::money::{Currency, Minor};

/// Money flows that a wallet may list.
pub const FLOWS_MAX: usize = 1_000;

/// What the customer has and expects, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funds {
    /// ISO 4217.
    pub currency: Currency,
    /// What there is now; below zero when overdrawn.
    pub balance: Minor,
    /// What is expected to come and go; at most [`FLOWS_MAX`].
    pub flows: Vec<Flow>,
    /// What must be left for living; zero or more.
    pub reserve: Minor,
}

/// Money that comes or goes, once or again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// In the customer's words.
    pub label: String,
    /// Zero or more.
    pub amount: Minor,
    /// The first time.
    pub date: CivilDate,
    /// How often after that; once where there is none.
    pub every: Option<Period>,
    /// Whether it comes in; otherwise it goes out.
    pub is_income: bool,
    /// The last day on which it came in, where the host knows; money that goes out has none.
    pub received: Option<CivilDate>,
}
