//! Who helps in a market: advice on debts, bodies that take complaints, somebody to talk to.

use super::rule::Confidence;
use serde::Serialize;

/// Somebody who helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// With what.
    pub kind: HelpKind,
    /// By what name the market knows it.
    pub name: String,
    /// Where it is found; begins with `https://`.
    pub href: String,
    /// As it is written; digits, spaces and hyphens, and a plus sign at most before them.
    pub phone: Option<String>,
    /// Whether the help costs nothing. A call may still cost what the telephone company asks.
    pub is_free: bool,
    /// Ids of its sources; at least one.
    pub src: Vec<String>,
    /// How far it can be trusted. What was not read in a source is never shown.
    pub confidence: Confidence,
}

/// What somebody helps with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HelpKind {
    /// Debts, and the law of them.
    DebtAdvice,
    /// Complaints about a creditor.
    Complaints,
    /// Worries: somebody listens.
    Support,
}
