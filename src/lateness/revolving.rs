//! What a card's past months say of the next one: months behind, what was paid, and how much of the limit is used.
//!
//! Slopes were measured on credit cards in Taiwan, one month ahead; later months count more.

use super::odds::{count, ln, log_odds};
use super::{Evidence, Reasons, built_in};

/// Months that are looked at, at most.
pub const MONTHS_MAX: usize = 6;

/// A month of a card, up to a statement. Amounts are in any one unit, the limit's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Month {
    /// Months past due when the statement was closed; 0 or less when nothing is.
    pub months_past_due: i32,
    /// What the statement says is owed.
    pub bill: f64,
    /// What was paid in the month.
    pub paid: f64,
}

/// What is known of a card's limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// Nothing: what depends on it is taken as it is on average.
    Unknown,
    /// What is owed and paid counts in proportion to it.
    Share(f64),
    /// Its size counts too: in new Taiwan dollars, in which it was measured.
    Size(f64),
}

/// What each term is multiplied by.
struct Slopes {
    constant: f64,
    late: f64,
    two_behind: f64,
    three_behind: f64,
    furthest_behind: f64,
    paid: f64,
    used: f64,
    nothing_paid: f64,
    hardly_used: f64,
    size: f64,
}

const BY_SHARE: Slopes = Slopes {
    constant: -1.549,
    late: 0.406,
    two_behind: 1.324,
    three_behind: 0.681,
    furthest_behind: 0.272,
    paid: -0.103,
    used: 0.608,
    nothing_paid: 0.762,
    hardly_used: 0.722,
    size: 0.0,
};
const BY_SIZE: Slopes = Slopes {
    constant: -1.378,
    late: 0.393,
    two_behind: 1.364,
    three_behind: 0.702,
    furthest_behind: 0.247,
    paid: -0.197,
    used: 0.402,
    nothing_paid: 0.478,
    hardly_used: 0.687,
    size: -0.66,
};

/// What a month counts beside the one after it.
const DECAY: f64 = 0.724;
/// Before any month is known so many count as late, and so many as paid in time.
const PRIOR: (f64, f64) = (0.608, 1.376);
/// The usual limit, in new Taiwan dollars.
const LIMIT_USUAL: f64 = 140_000.0;

/// What a card's months, the latest first, say beside the built-in prior; at most [`MONTHS_MAX`] of them count.
///
/// With the built-in prior the chance is as measured, with a host's own as much higher or lower as that one is. The measured
/// slopes make three months behind count for less than two.
///
/// # Example
///
/// ```
/// use predue::lateness::{Limit, Month, built_in, revolving, weigh};
///
/// let paid = Month { months_past_due: 0, bill: 20_000.0, paid: 4_000.0 };
/// let missed = Month { months_past_due: 1, bill: 20_000.0, paid: 0.0 };
/// let chance = |months: &[Month]| weigh(&built_in(), &revolving(months, Limit::Share(50_000.0)), 0.0).over0;
/// assert!(chance(&[paid; 6]) < chance(&[missed, paid, paid, paid, paid, paid]));
/// assert_eq!(chance(&[]), built_in().over0);
/// ```
#[must_use]
pub fn revolving(months: &[Month], limit: Limit) -> Evidence {
    let months = months.get(..MONTHS_MAX).unwrap_or(months);
    let (slopes, limit, size) = match limit {
        Limit::Unknown => (&BY_SHARE, None, LIMIT_USUAL),
        Limit::Share(limit) => (&BY_SHARE, Some(limit.max(1.0)), LIMIT_USUAL),
        Limit::Size(limit) => (&BY_SIZE, Some(limit.max(1.0)), limit.max(1.0)),
    };
    let (mut weights, mut late, mut weight) = (0.0, PRIOR.0, 1.0);
    let mut worst = 0;
    for month in months {
        weights += weight;
        if month.months_past_due >= 1 {
            late += weight;
        }
        weight *= DECAY;
        worst = month.months_past_due.clamp(worst, 3);
    }
    let strength = PRIOR.0 + PRIOR.1 + weights;
    let usual = log_odds(PRIOR.0 / (PRIOR.0 + PRIOR.1));
    let mut reasons = Reasons::default();
    let Some(latest) = months.first() else {
        return Evidence::new(0, strength, 0.0, reasons);
    };
    let of_late = log_odds(late / strength) - usual;
    reasons.add(("paid-late", "paid-on-time"), slopes.late * of_late);
    let behind = match latest.months_past_due {
        2 => slopes.two_behind,
        3.. => slopes.three_behind,
        _ => 0.0,
    };
    reasons.add(("past-due-now", "past-due-now"), behind);
    reasons.add(
        ("months-behind", "months-behind"),
        slopes.furthest_behind * f64::from(worst),
    );
    reasons.add(
        ("nothing-paid", "nothing-paid"),
        slopes.nothing_paid * nothing_paid(months),
    );
    let mut constant = slopes.constant + slopes.late * usual - log_odds(built_in().over0);
    match limit {
        Some(limit) => of_limit(&mut reasons, slopes, months, limit),
        None => constant += AVERAGE_OF_LIMIT,
    }
    let of_size = ln(size / LIMIT_USUAL) / std::f64::consts::LN_10;
    reasons.add(("small-limit", "large-limit"), slopes.size * of_size);
    Evidence::new(months.len(), strength, constant, reasons)
}

/// What the terms that depend on the limit come to on average, over the accounts that the slopes were measured on.
const AVERAGE_OF_LIMIT: f64 = 0.306;

/// How much of the limit is paid back in a month, and how much of it is used.
fn of_limit(reasons: &mut Reasons, slopes: &Slopes, months: &[Month], limit: f64) {
    let (mut paid, mut owed) = (0.0, f64::MIN);
    for month in months {
        paid += month.paid;
        owed = month.bill.max(owed);
    }
    let paid = (paid / count(months.len()) / limit).clamp(0.0, 1.0);
    let used = (owed / limit).clamp(0.0, 1.2);
    reasons.add(("paid-back", "paid-back"), slopes.paid * ln(1.0 + 100.0 * paid));
    reasons.add(("limit-used", "limit-used"), slopes.used * used);
    reasons.add(
        ("hardly-used", "hardly-used"),
        slopes.hardly_used * (0.1 - used).max(0.0) * 10.0,
    );
}

/// The share of months in which nothing was paid although something was owed.
fn nothing_paid(months: &[Month]) -> f64 {
    let pairs = months.iter().zip(months.iter().skip(1));
    let missed = pairs.filter(|(month, before)| month.paid <= 0.0 && before.bill > 0.0);
    count(missed.count()) / count(months.len().saturating_sub(1).max(1))
}
