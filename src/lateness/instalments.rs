//! What past instalments say of the next one: how often they were late, how early they were paid, whether one is open.
//!
//! Slopes, decay and the prior's strength were measured on instalments; later ones count more.

use super::odds::{fading, ln, log_odds, one_if};
use super::{Evidence, Reasons};
use crate::account::LatenessPrior;

/// Past instalments that are looked at, at most.
pub const INSTALMENTS_MAX: usize = 12;

/// How an instalment whose day has passed was paid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PastInstalment {
    /// Days from its due day until it was paid, below zero when it was paid early; of one that is open, days until today.
    pub late_days: f64,
    /// Whether something of it is still unpaid.
    pub is_open: bool,
}

/// What an instalment counts beside the one after it.
const DECAY: f64 = 0.7;
/// So many instalments the prior counts for.
const PRIOR_STRENGTH: f64 = 2.5;
/// So many payments in time the population's days of paying count for.
const CURVE_STRENGTH: f64 = 4.0;
/// Days before the due day beyond which earlier is no better.
const EARLY_DAYS_MAX: f64 = 15.0;
/// How early people pay on average, as a share of those days.
const EARLY_USUAL: f64 = 0.35;
/// The chance is kept this far from none and from certainty where the instalments are set beside it.
const CHANCE_MIN: f64 = 1e-6;
/// Of the on-time payers at least so many have not paid yet, whoever they are.
const UNPAID_MIN: f64 = 0.005;

/// What past instalments, the latest due first, say beside the prior; at most [`INSTALMENTS_MAX`] of them count.
///
/// A later payment never lowers the chance.
///
/// # Example
///
/// ```
/// use predue::lateness::{PastInstalment, built_in, instalments, weigh};
///
/// let on_time = PastInstalment { late_days: -6.0, is_open: false };
/// let late = PastInstalment { late_days: 4.0, is_open: false };
/// let chance = |past: &[PastInstalment]| weigh(&built_in(), &instalments(&built_in(), past), 0.0).over0;
/// assert!(chance(&[on_time; 3]) < chance(&[on_time, on_time, late]));
/// assert!(chance(&[on_time, on_time, late]) < chance(&[late, on_time, on_time]));
/// assert_eq!(chance(&[]), built_in().over0);
/// ```
#[must_use]
pub fn instalments(prior: &LatenessPrior, past: &[PastInstalment]) -> Evidence {
    let past = past.get(..INSTALMENTS_MAX).unwrap_or(past);
    let weights = of_each(past, &|_| 1.0);
    let late = of_each(past, &|instalment| one_if(instalment.late_days > 0.0));
    let early = of_each(past, &|instalment| {
        (-instalment.late_days).clamp(0.0, EARLY_DAYS_MAX) / EARLY_DAYS_MAX - EARLY_USUAL
    });
    let strength = PRIOR_STRENGTH + weights;
    let usual = prior.over0.clamp(CHANCE_MIN, 1.0 - CHANCE_MIN);
    let own = (PRIOR_STRENGTH * usual + late) / strength;
    let mut reasons = Reasons::default();
    if !past.is_empty() {
        reasons.add(("paid-late", "paid-on-time"), 0.84 * (log_odds(own) - log_odds(usual)));
        reasons.add(("seldom-early", "often-early"), -2.7 * early / strength);
    }
    if past.iter().any(|instalment| instalment.is_open) {
        reasons.add(("past-due-now", "past-due-now"), 0.82);
    }
    Evidence::new(past.len(), strength, 0.0, reasons)
}

/// What it says that a due is still unpaid so many days before its day, in log-odds: nothing or more, never less.
///
/// `unpaid_on_time` is the share of on-time payers who have not paid yet by then. The customer's own past payments in time
/// count beside it: who always pays on the last day is not late yet.
///
/// # Example
///
/// ```
/// use predue::lateness::{PastInstalment, still_unpaid};
///
/// let last_day = PastInstalment { late_days: 0.0, is_open: false };
/// let early = PastInstalment { late_days: -9.0, is_open: false };
/// assert!(still_unpaid(0.4, 3, &[last_day; 6]) < still_unpaid(0.4, 3, &[early; 6]));
/// assert_eq!(still_unpaid(1.0, 30, &[]), 0.0);
/// ```
#[must_use]
pub fn still_unpaid(unpaid_on_time: f64, days: u16, past: &[PastInstalment]) -> f64 {
    let past = past.get(..INSTALMENTS_MAX).unwrap_or(past);
    let on_time = of_each(past, &|instalment| one_if(instalment.late_days <= 0.0));
    let not_yet = of_each(past, &|instalment| {
        one_if(instalment.late_days <= 0.0 && instalment.late_days > -f64::from(days))
    });
    let share = (CURVE_STRENGTH * unpaid_on_time + not_yet) / (CURVE_STRENGTH + on_time);
    (-ln(share.max(UNPAID_MIN))).max(0.0)
}

/// A sum over instalments, the latest first, in which each counts less than the one after it.
fn of_each(past: &[PastInstalment], item: &dyn Fn(&PastInstalment) -> f64) -> f64 {
    fading(DECAY, &mut past.iter().map(item))
}
