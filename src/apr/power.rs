//! Powers of two in binary fixed point: whole-number arithmetic alone, so that a rate has the same digits on every machine.

use crate::error::{Error, Result};

/// Fractional bits of every fixed-point number here: eighteen digits, with room for an amount above them.
pub(super) const BITS: u32 = 60;
/// One.
pub(super) const ONE: i128 = 1 << BITS;
/// 2 to the power of no sixteenth, of one, of two, and so on.
const POWERS: [u64; 16] = [
    1_152_921_504_606_846_976,
    1_203_965_700_457_697_123,
    1_257_269_815_929_830_109,
    1_312_933_906_212_862_055,
    1_371_062_456_318_104_878,
    1_431_764_577_203_528_246,
    1_495_154_210_581_915_421,
    1_561_350_342_796_650_841,
    1_630_477_228_166_597_777,
    1_702_664_622_219_298_520,
    1_778_048_025_250_290_524,
    1_856_768_936_665_714_716,
    1_938_975_120_585_633_119,
    2_024_820_883_206_609_954,
    2_114_467_362_444_183_334,
    2_208_082_830_398_904_710,
];
/// (ln 2)ⁿ ÷ n! from n = 9 down to 0: of 2ˣ below a sixteenth, what is left after these is smaller than the last bit.
const SERIES: [u64; 10] = [
    117_345_342_358,
    1_523_641_891_421,
    17_585_204_806_744,
    177_590_614_373_948,
    1_537_254_591_994_316,
    11_088_947_882_269_934,
    63_991_880_473_708_028,
    276_962_305_849_733_589,
    799_144_290_325_165_979,
    1_152_921_504_606_846_976,
];
/// Fractional bits below a sixteenth.
const SIXTEENTH_BITS: u32 = BITS - 4;
/// Whole binary digits of a power at most.
const WHOLE_MAX: u32 = 60;

/// 2 to the power of `exponent`; what is smaller than the last bit is nothing.
///
/// # Errors
///
/// `RANGE` beyond 2⁶⁰.
pub(super) fn exp2(exponent: i128) -> Result<i128> {
    let fraction = u64::try_from(exponent & ONE.wrapping_sub(1)).unwrap_or_default();
    let sixteenths = usize::try_from(fraction >> SIXTEENTH_BITS).unwrap_or_default();
    let rest = fraction & (1_u64 << SIXTEENTH_BITS).wrapping_sub(1);
    let series = SERIES
        .iter()
        .fold(0, |sum, factor| times(sum, rest).wrapping_add(*factor));
    let power = POWERS.get(sixteenths).copied().unwrap_or_default();
    let mantissa = i128::from(times(power, series));
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

/// The product of two numbers below two, by their halves: WebAssembly has no product of 128 bits, and what stands in for it is
/// slower.
#[inline(never)]
fn times(one: u64, other: u64) -> u64 {
    const HALF: u32 = BITS / 2;
    const LOW: u64 = (1 << HALF) - 1;
    let (one_high, one_low) = (one >> HALF, one & LOW);
    let (other_high, other_low) = (other >> HALF, other & LOW);
    let low = one_low.wrapping_mul(other_low) >> HALF;
    let middle = one_high
        .wrapping_mul(other_low)
        .wrapping_add(one_low.wrapping_mul(other_high));
    one_high
        .wrapping_mul(other_high)
        .wrapping_add(middle.wrapping_add(low) >> HALF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_product_by_halves_is_the_product(one in 0..1_u64 << 61, other in 0..1_u64 << 61) {
            let product = u128::from(one).wrapping_mul(other.into()) >> BITS;
            prop_assert_eq!(u128::from(times(one, other)), product);
        }
    }

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
