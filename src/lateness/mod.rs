//! How likely the next due is to be paid late. It decides lead, tone and help, never price or eligibility.

use crate::account::LatenessPrior;
use serde::Serialize;

/// The chance that the next due is paid late, with what it rests on.
///
/// Without any observation it is the prior exactly, and its level is `unknown`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lateness {
    /// Chance of more than 0 days.
    pub over0: f64,
    /// Chance of more than 3 days.
    pub over3: f64,
    /// Chance of more than 7 days.
    pub over7: f64,
    /// Observations it rests on.
    pub evidence: u32,
    /// In words, for a choice of tone.
    pub level: Level,
    /// Where the chance of more than 0 days lies.
    pub interval: [f64; 2],
    /// At most four, largest first.
    pub reasons: Vec<Reason>,
}

/// How likely, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Too few observations to say, or too wide an interval.
    Unknown,
    /// Likely to be paid in time.
    Low,
    /// Neither likely nor unlikely.
    Medium,
    /// Likely to be paid late.
    High,
}

/// Why it is more or less likely; the prior has no reasons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// What the catalogues have words for.
    pub code: &'static str,
    /// In log-odds: above zero it raises the chance.
    pub weight: f64,
}

/// Where the host gives no prior. A policy, not a measurement: one due in five is late, and half of those by days.
const BUILT_IN: (f64, f64, f64) = (0.2, 0.1, 0.06);

/// What is known of an account that has no payments yet: the prior, exactly.
#[must_use]
pub fn without_history(prior: Option<&LatenessPrior>) -> Lateness {
    let (over0, over3, over7) = prior.map_or(BUILT_IN, |prior| (prior.over0, prior.over3, prior.over7));
    Lateness {
        over0,
        over3,
        over7,
        evidence: 0,
        level: Level::Unknown,
        interval: [0.0, 1.0],
        reasons: Vec::new(),
    }
}
