//! Chances and their log-odds, with the same bits on every machine.
//!
//! The standard library's `exp` and `ln` are the platform's own, which differ in the last digit; the crate `libm` is plain
//! arithmetic, the same natively and in WebAssembly.

/// The log-odds of a chance; infinite for none and for certainty.
#[inline(never)]
pub(super) fn log_odds(chance: f64) -> f64 {
    ln(chance / (1.0 - chance))
}

/// The chance of log-odds.
#[inline(never)]
pub(super) fn chance(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

#[inline(never)]
pub(super) fn ln(number: f64) -> f64 {
    libm::log(number)
}

/// A count as a number.
pub(super) fn count(items: usize) -> f64 {
    u32::try_from(items).map_or(f64::MAX, f64::from)
}

/// A sum in which each item counts `decay` of the one before it.
#[inline(never)]
pub(super) fn fading(decay: f64, items: &mut dyn Iterator<Item = f64>) -> f64 {
    let (mut sum, mut weight) = (0.0, 1.0);
    for item in items {
        sum += weight * item;
        weight *= decay;
    }
    sum
}

/// One for what holds, nothing for what does not.
pub(super) fn one_if(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}
