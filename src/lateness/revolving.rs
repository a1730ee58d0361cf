//! What a card's past months say of the next one: months behind, what was paid, and how much of the limit is used.
//!
//! Slopes were measured on credit cards in Taiwan, one month ahead; later months count more.

use super::odds::{count, fading, ln, log_odds, one_if};
use super::{BUILT_IN_OVER0, Evidence, Reasons};

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

/// What the terms are multiplied by, in the order of [`CODES`].
struct Slopes {
    constant: f64,
    terms: [f64; 9],
}

const BY_SHARE: Slopes = Slopes {
    constant: -1.549,
    terms: [0.406, 1.324, 0.681, 0.272, 0.762, 0.608, 0.722, -0.103, 0.0],
};
const BY_SIZE: Slopes = Slopes {
    constant: -1.378,
    terms: [0.393, 1.364, 0.702, 0.247, 0.478, 0.402, 0.687, -0.197, -0.66],
};

/// What raises the chance, and what lowers it: how often late; two months behind now, and three or more; months behind at
/// most; months without a payment; then what depends on the limit: how much of it is used, whether hardly any, how much
/// is paid back in a month, and its size.
const CODES: [(&str, &str); 9] = [
    ("paid-late", "paid-on-time"),
    ("past-due-now", ""),
    ("past-due-now", ""),
    ("months-behind", ""),
    ("nothing-paid", ""),
    ("limit-used", ""),
    ("hardly-used", ""),
    ("", "paid-back"),
    ("small-limit", "large-limit"),
];

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
    let weights = fading(DECAY, &mut months.iter().map(|_| 1.0));
    let is_late = |month: &Month| one_if(month.months_past_due >= 1);
    let late = PRIOR.0 + fading(DECAY, &mut months.iter().map(is_late));
    let furthest = months.iter().fold(0, |most, month| month.months_past_due.max(most));
    let strength = PRIOR.0 + PRIOR.1 + weights;
    let mut reasons = Reasons::default();
    let Some(latest) = months.first() else {
        return Evidence::new(0, strength, 0.0, reasons);
    };
    let (slopes, limit) = match limit {
        Limit::Unknown => (&BY_SHARE, None),
        Limit::Share(limit) => (&BY_SHARE, Some(limit.max(1.0))),
        Limit::Size(limit) => (&BY_SIZE, Some(limit.max(1.0))),
    };
    let ([used, hardly_used, paid_back, size], missing) = match limit {
        Some(limit) => (of_limit(months, limit), 0.0),
        None => ([0.0; 4], AVERAGE_OF_LIMIT),
    };
    let usual = log_odds(PRIOR.0 / (PRIOR.0 + PRIOR.1));
    let observed = [
        log_odds(late / strength) - usual,
        one_if(latest.months_past_due == 2),
        one_if(latest.months_past_due >= 3),
        f64::from(furthest.min(3)),
        nothing_paid(months),
        used,
        hardly_used,
        paid_back,
        size,
    ];
    add_all(&mut reasons, &slopes.terms, &observed);
    let constant = slopes.constant + slopes.terms[0] * usual + missing - log_odds(BUILT_IN_OVER0);
    Evidence::new(months.len(), strength, constant, reasons)
}

#[inline(never)]
fn add_all(reasons: &mut Reasons, slopes: &[f64], observed: &[f64]) {
    for (codes, (slope, observed)) in CODES.iter().zip(slopes.iter().zip(observed)) {
        reasons.add(*codes, slope * observed);
    }
}

/// What the terms that depend on the limit come to on average, over the accounts that the slopes were measured on.
const AVERAGE_OF_LIMIT: f64 = 0.306;

/// How much of the limit is used, how far from being used at all, how much of it is paid back in a month, and its size.
#[inline(never)]
fn of_limit(months: &[Month], limit: f64) -> [f64; 4] {
    let (mut paid, mut owed) = (0.0, f64::MIN);
    for month in months {
        paid += month.paid;
        owed = month.bill.max(owed);
    }
    let paid = (paid / count(months.len()) / limit).clamp(0.0, 1.0);
    let used = (owed / limit).clamp(0.0, 1.2);
    [
        used,
        (0.1 - used).max(0.0) * 10.0,
        ln(1.0 + 100.0 * paid),
        ln(limit / LIMIT_USUAL) / std::f64::consts::LN_10,
    ]
}

/// The share of months in which nothing was paid although something was owed.
#[inline(never)]
fn nothing_paid(months: &[Month]) -> f64 {
    let pairs = months.iter().zip(months.iter().skip(1));
    let missed = pairs.filter(|(month, before)| month.paid <= 0.0 && before.bill > 0.0);
    count(missed.count()) / count(months.len().saturating_sub(1).max(1))
}
