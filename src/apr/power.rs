//! Powers of two in binary fixed point: whole-number arithmetic alone, so that a rate has the same digits on every machine.

use crate::error::{Error, Result};

/// Fractional bits of every fixed-point number here: eighteen digits, with room for an amount above them.
pub(super) const BITS: u32 = 60;
/// One.
pub(super) const ONE: i128 = 1 << BITS;
/// The natural logarithm of two.
const LN_2: i128 = 799_144_290_325_165_979;
/// Terms of the series of eˣ: below ln 2, what is left after so many is smaller than the last bit.
const TERMS: u64 = 20;
/// Whole binary digits of a power at most.
const WHOLE_MAX: u32 = 60;

/// 2 to the power of `exponent`; what is smaller than the last bit is nothing.
///
/// # Errors
///
/// `RANGE` beyond 2⁶⁰.
pub(super) fn exp2(exponent: i128) -> Result<i128> {
    let fraction = exponent & ONE.wrapping_sub(1);
    let mantissa = i128::from(exp(low_bits(fraction.wrapping_mul(LN_2) >> BITS)));
    let whole = exponent >> BITS;
    let shift = u32::try_from(whole.unsigned_abs()).unwrap_or(u32::MAX);
    if whole < 0 {
        return Ok(mantissa.checked_shr(shift).unwrap_or(0));
    }
    if shift > WHOLE_MAX {
        return Err(Error::range("what an amount grows to is a safe integer"));
    }
    Ok(mantissa.wrapping_shl(shift))
}

/// e to the power of `x`, which is below ln 2: 1 + x ÷ 1 × (1 + x ÷ 2 × (1 + …)).
fn exp(x: u64) -> u64 {
    let one = low_bits(ONE);
    (1..=TERMS).rev().fold(one, |sum, term| {
        let product = u128::from(x).wrapping_mul(u128::from(sum)) >> BITS;
        let quotient = u64::try_from(product).unwrap_or_default().checked_div(term);
        one.wrapping_add(quotient.unwrap_or_default())
    })
}

fn low_bits(value: i128) -> u64 {
    u64::try_from(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_two_are_right_to_seventeen_digits() -> Result<()> {
        // √2, 2^(1/3) and 2^(-1/3) to forty digits, times 2⁶⁰.
        for (exponent, power) in [
            (0, ONE),
            (ONE, 2 * ONE),
            (-ONE, ONE / 2),
            (3 * ONE, 8 * ONE),
            (ONE / 2, 1_630_477_228_166_597_777),
            (ONE / 3, 1_452_590_072_530_635_490),
            (-ONE / 3, 915_074_404_624_834_113),
        ] {
            let off = exp2(exponent)?.abs_diff(power);
            assert!(off <= 8, "2^{exponent} is off by {off}");
        }
        Ok(())
    }

    #[test]
    fn what_is_too_small_is_nothing_and_what_is_too_large_is_refused() -> Result<()> {
        assert_eq!(exp2(-200 * ONE)?, 0);
        assert_eq!(exp2(i128::MIN)?, 0);
        assert_eq!(exp2(60 * ONE)?, ONE << 60);
        assert!(exp2(61 * ONE).is_err_and(|error| error.code() == "RANGE"));
        assert!(exp2(i128::MAX).is_err());
        Ok(())
    }
}
