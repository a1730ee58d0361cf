//! Money in whole minor units, exact rates, and the one place where a fraction of a cent becomes a cent.

use crate::digits::decimal;
use crate::error::{Error, Result};
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// An amount in the minor unit of its account's currency (fen, cent, yen): a whole number within ±(2⁵³ − 1).
///
/// The bound is that of a JavaScript safe integer, so every amount crosses the boundary unharmed. An amount is held to it
/// where it comes in, where it is multiplied, where many are added up, and where it leaves: beyond it is a `RANGE` error,
/// never a wrapped or clipped figure. Between, sums of two are exact, since 64 bits hold a thousand of the largest.
///
/// # Example
///
/// ```
/// use predue::money::Minor;
///
/// let due = Minor::new(12_050)?;
/// assert_eq!(due.plus(Minor::new(950)?).get(), 13_000);
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: beyond the safe integers
///
/// ```
/// use predue::money::Minor;
///
/// assert_eq!(Minor::MAX.plus(Minor::new(1)?).checked().unwrap_err().code(), "RANGE");
/// # Ok::<(), predue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minor(i64);

impl Minor {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount, 2⁵³ − 1.
    pub const MAX: Self = Self(9_007_199_254_740_991);

    /// An amount of `minor` units.
    ///
    /// # Errors
    ///
    /// `RANGE` outside ±(2⁵³ − 1).
    pub fn new(minor: i64) -> Result<Self> {
        if minor.unsigned_abs() > Self::MAX.0.unsigned_abs() {
            return Err(Self::beyond());
        }
        Ok(Self(minor))
    }

    /// What is said of an amount that is too large.
    #[cold]
    pub(crate) fn beyond() -> Error {
        Error::range("an amount is within 9,007,199,254,740,991 minor units")
    }

    /// The number of minor units.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum: exact, since 64 bits hold a thousand times [`Minor::MAX`]. What is beyond it is refused where it leaves.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0))
    }

    /// The difference: exact, as a sum is.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.wrapping_sub(other.0))
    }

    /// The amount, where it is one that may leave.
    ///
    /// # Errors
    ///
    /// `RANGE` when it is beyond [`Minor::MAX`].
    pub fn checked(self) -> Result<Self> {
        Self::new(self.0)
    }

    /// This amount `times` over.
    ///
    /// # Errors
    ///
    /// `RANGE` when the result is beyond [`Minor::MAX`].
    pub fn times(self, times: u32) -> Result<Self> {
        self.0
            .checked_mul(i64::from(times))
            .map_or_else(|| Err(Self::beyond()), Self::new)
    }

    /// This amount, or nothing when it is below zero.
    #[must_use]
    pub fn or_zero(self) -> Self {
        self.max(Self::ZERO)
    }

    /// Whether this is exactly nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether this is more than nothing.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The sum of many amounts.
    ///
    /// # Errors
    ///
    /// `RANGE` when a partial sum is beyond [`Minor::MAX`].
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self> {
        amounts
            .into_iter()
            .try_fold(Self::ZERO, |sum, amount| sum.plus(amount).checked())
    }

    /// This amount times `share`, rounded once.
    ///
    /// # Errors
    ///
    /// `RANGE` when the result is beyond [`Minor::MAX`], `INTERNAL` when this amount is negative.
    pub fn share(self, share: Rate, rounding: RoundingMode) -> Result<Self> {
        Accrued::new(self, share, Fraction::ONE)?.round(rounding)
    }

    /// This amount divided into `parts` equal ones, rounded once.
    ///
    /// # Errors
    ///
    /// `INTERNAL` when this amount is negative or there are no parts.
    pub fn part(self, parts: u32, rounding: RoundingMode) -> Result<Self> {
        Accrued::new(self, Rate::ONE, Fraction::new(1, u64::from(parts))?)?.round(rounding)
    }
}

impl fmt::Display for Minor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// An active currency of ISO 4217.
///
/// # Example
///
/// ```
/// use predue::money::Currency;
///
/// assert_eq!("JPY".parse::<Currency>()?.digits(), 0);
/// assert_eq!("KWD".parse::<Currency>()?.digits(), 3);
/// assert!("EURO".parse::<Currency>().is_err());
/// # Ok::<(), predue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// Active codes of ISO 4217 by the digits of their minor unit. Source: ISO 4217 list one, funds and metals left out.
const CURRENCIES: [(u8, &str); 4] = [
    (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    (
        2,
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY \
         COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS \
         INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR \
         MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD \
         SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG",
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
];

impl Currency {
    /// What ISO 4217 has for no currency.
    pub(crate) const NONE: Self = Self(*b"XXX");

    /// Decimal digits of the minor unit: 0 for JPY, 2 for CNY, 3 for KWD.
    #[must_use]
    pub fn digits(self) -> u8 {
        CURRENCIES
            .iter()
            .find(|(_, codes)| lists(codes, self.as_str()))
            .map_or(2, |(digits, _)| *digits)
    }

    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Each code takes four bytes of the list, with the space after it.
fn lists(codes: &str, code: &str) -> bool {
    codes
        .as_bytes()
        .chunks(4)
        .any(|known| known.starts_with(code.as_bytes()))
}

impl FromStr for Currency {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match <[u8; 3]>::try_from(text.as_bytes()) {
            Ok(code) if CURRENCIES.iter().any(|(_, codes)| lists(codes, text)) => Ok(Self(code)),
            _ => Err(Error::input_text(&[
                "expected a currency code of ISO 4217, got \"",
                text,
                "\"",
            ])),
        }
    }
}

/// An exact rate or share: 18.25 % is `0.1825`. From 0 to 100 (10,000 %), with at most ten decimals.
///
/// # Errors
///
/// Parsing fails with `INPUT` on anything but plain decimal digits, with `RANGE` beyond the bounds.
///
/// # Example
///
/// ```
/// use predue::money::Rate;
///
/// assert_eq!("0.18250".parse::<Rate>()?, "0.1825".parse()?);
/// assert_eq!("01.050".parse::<Rate>()?.to_string(), "1.05");
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: a percentage is not a rate
///
/// ```
/// use predue::money::Rate;
///
/// assert!("18.25%".parse::<Rate>().is_err());
/// assert!("1e-3".parse::<Rate>().is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// The rate without its decimal point, trailing zeros removed.
    digits: u64,
    /// Ten to the number of decimals.
    scale: u64,
}

const RATE_DECIMALS_MAX: usize = 10;
const RATE_MAX: u64 = 100;
/// Ten to the number of decimals that a rate has at most.
pub(crate) const TEN_BILLION: u64 = 10_000_000_000;

impl Rate {
    /// Nothing.
    pub const ZERO: Self = Self { digits: 0, scale: 1 };
    /// The whole.
    pub const ONE: Self = Self { digits: 1, scale: 1 };
    pub(crate) const QUARTER: Self = Self { digits: 25, scale: 100 };

    /// Whether this is exactly nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// This rate as a fraction.
    pub(crate) const fn fraction(self) -> Fraction {
        Fraction {
            numerator: self.digits,
            denominator: self.scale,
        }
    }

    /// This rate `times` over: a monthly rate as an annual one.
    ///
    /// # Errors
    ///
    /// `RANGE` when the result is beyond 100.
    pub fn times(self, times: u16) -> Result<Self> {
        let digits = self.digits.checked_mul(u64::from(times)).ok_or_else(rate_range)?;
        Self::reduced(digits, self.scale)
    }

    /// A rate of so many ten-billionths.
    pub(crate) fn of_ten_billionths(digits: u64) -> Result<Self> {
        Self::reduced(digits, TEN_BILLION)
    }

    fn reduced(mut digits: u64, mut scale: u64) -> Result<Self> {
        while scale > 1 && digits.is_multiple_of(10) {
            digits = digits.checked_div(10).unwrap_or_default();
            scale = scale.checked_div(10).unwrap_or(1);
        }
        if u128::from(digits) > u128::from(scale).saturating_mul(u128::from(RATE_MAX)) {
            return Err(rate_range());
        }
        Ok(Self { digits, scale })
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text())
    }
}

impl Rate {
    /// As it is written: `0.1825`.
    pub(crate) fn text(self) -> String {
        decimal(self.digits, self.scale)
    }
}

impl Ord for Rate {
    fn cmp(&self, other: &Self) -> Ordering {
        let product = |digits: u64, scale: u64| u128::from(digits).wrapping_mul(u128::from(scale));
        product(self.digits, other.scale).cmp(&product(other.digits, self.scale))
    }
}

impl PartialOrd for Rate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn rate_range() -> Error {
    Error::range("a rate is from 0 to 100 (10,000 %)")
}

impl FromStr for Rate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let plain = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(decimals) || text.ends_with('.') {
            return Err(Error::input_text(&[
                "expected a decimal such as \"0.1825\", got \"",
                text,
                "\"",
            ]));
        }
        let decimals = decimals.trim_end_matches('0');
        if decimals.len() > RATE_DECIMALS_MAX {
            return Err(Error::range("a rate has at most ten decimals"));
        }
        let scale = decimals.bytes().fold(1_u64, |scale, _| scale.saturating_mul(10));
        let digits = whole.bytes().chain(decimals.bytes()).try_fold(0_u64, |sum, digit| {
            sum.checked_mul(10)?.checked_add(u64::from(digit.wrapping_sub(b'0')))
        });
        Self::reduced(digits.ok_or_else(rate_range)?, scale)
    }
}

/// How a fraction of a minor unit becomes a whole one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoundingMode {
    /// To the nearest, and from the middle to the even neighbour: the default, as published tables use it.
    #[default]
    HalfEven,
    /// To the nearest, and from the middle away from zero.
    HalfUp,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
}

impl RoundingMode {
    /// Whether `whole`, with a rest that compares to the middle as given, moves away from zero.
    pub(crate) fn rounds_up(self, whole_is_odd: bool, rest_is_zero: bool, rest_to_half: Ordering) -> bool {
        match self {
            Self::HalfEven => rest_to_half.is_gt() || (rest_to_half.is_eq() && whole_is_odd),
            Self::HalfUp => rest_to_half.is_ge(),
            Self::Up => !rest_is_zero,
            Self::Down => false,
        }
    }

    /// `amount` to the nearest multiple of `multiple` by this mode.
    ///
    /// # Errors
    ///
    /// `RANGE` when the result is beyond [`Minor::MAX`].
    pub fn to_multiple(self, amount: Minor, multiple: Minor) -> Result<Minor> {
        let (size, step) = (amount.0.unsigned_abs(), multiple.0.unsigned_abs());
        let (Some(count), Some(rest)) = (size.checked_div(step), size.checked_rem(step)) else {
            return Ok(amount);
        };
        let up = self.rounds_up(count % 2 == 1, rest == 0, rest.cmp(&step.wrapping_sub(rest)));
        let rounded = count
            .checked_add(u64::from(up))
            .and_then(|count| count.checked_mul(step));
        let rounded = rounded
            .and_then(|size| i64::try_from(size).ok())
            .ok_or_else(|| Error::range("a safe integer"))?;
        Minor::new(if amount.0 < 0 { rounded.wrapping_neg() } else { rounded })
    }
}

/// A ratio of two whole numbers, kept as they are so that one division at the end is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fraction {
    pub(crate) numerator: u64,
    pub(crate) denominator: u64,
}

/// A product, if it has no more than 64 bits. WebAssembly has no product that tells, but counts zeros at once.
fn product(one: u64, other: u64) -> Option<u64> {
    if one.leading_zeros().saturating_add(other.leading_zeros()) >= u64::BITS {
        return Some(one.wrapping_mul(other));
    }
    checked_product(one, other)
}

#[cold]
#[inline(never)]
fn checked_product(one: u64, other: u64) -> Option<u64> {
    one.checked_mul(other)
}

impl Fraction {
    pub(crate) const ONE: Self = Self {
        numerator: 1,
        denominator: 1,
    };

    pub(crate) fn new(numerator: u64, denominator: u64) -> Result<Self> {
        if denominator == 0 {
            return Err(Error::internal("a fraction has a denominator"));
        }
        Ok(Self { numerator, denominator })
    }

    pub(crate) fn times(self, other: Self) -> Result<Self> {
        let numerator = product(self.numerator, other.numerator);
        let denominator = product(self.denominator, other.denominator);
        match (numerator, denominator) {
            (Some(numerator), Some(denominator)) => Ok(Self { numerator, denominator }),
            _ => Err(Error::range("a period is at most some centuries of days")),
        }
    }
}

/// Interest not rounded yet: whole minor units and an exact rest, so that the cent is decided once.
///
/// Sums stay exact while the denominators agree; where they do not (a rate that changes across a year's end) the rest
/// is kept to 10⁻¹⁸ of a minor unit, and a rest that close to the middle counts as the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Accrued {
    whole: u64,
    rest: u64,
    denominator: u64,
}

const ATTO: u64 = 1_000_000_000_000_000_000;
/// Twice the distance from the middle within which a rest in 10⁻¹⁸ is taken for the middle.
const ATTO_TOLERANCE: u64 = 2_000;

impl Accrued {
    pub(crate) const ZERO: Self = Self {
        whole: 0,
        rest: 0,
        denominator: 1,
    };

    /// `balance` × `rate` × `weight`, exactly.
    pub(crate) fn new(balance: Minor, rate: Rate, weight: Fraction) -> Result<Self> {
        Self::of(balance, rate.fraction().times(weight)?)
    }

    /// `balance` × `factor`, exactly.
    pub(crate) fn of(balance: Minor, factor: Fraction) -> Result<Self> {
        let Ok(balance) = u64::try_from(balance.0) else {
            return Err(Error::internal("interest is charged on a balance of zero or more"));
        };
        let denominator = factor.denominator;
        let Some(product) = product(balance, factor.numerator) else {
            return Self::wide(balance, factor);
        };
        let Some(whole) = product.checked_div(denominator) else {
            return Err(Error::internal("a fraction has a denominator"));
        };
        // A second division would take as long as all the rest.
        let rest = product.wrapping_sub(whole.wrapping_mul(denominator));
        Ok(Self {
            whole,
            rest,
            denominator,
        })
    }

    /// The same where the product does not fit 64 bits: 128-bit division is slow in WebAssembly.
    #[cold]
    fn wide(balance: u64, factor: Fraction) -> Result<Self> {
        let denominator = u128::from(factor.denominator);
        let product = u128::from(balance).checked_mul(u128::from(factor.numerator));
        let parts = product.and_then(|product| {
            let whole = u64::try_from(product.checked_div(denominator)?).ok()?;
            let rest = u64::try_from(product.checked_rem(denominator)?).ok()?;
            Some(Self {
                whole,
                rest,
                denominator: factor.denominator,
            })
        });
        parts.ok_or_else(|| Error::range("interest of a period is a safe integer"))
    }

    /// An amount without a rest.
    pub(crate) fn whole(amount: Minor) -> Result<Self> {
        Self::of(amount, Fraction::ONE)
    }

    pub(crate) fn plus(self, other: Self) -> Result<Self> {
        if self.rest == 0 {
            return other.plus_whole(self.whole);
        }
        if other.rest == 0 {
            return self.plus_whole(other.whole);
        }
        if self.denominator != other.denominator {
            return self.in_atto().plus_alike(other.in_atto());
        }
        self.plus_alike(other)
    }

    fn plus_whole(self, whole: u64) -> Result<Self> {
        let whole = self
            .whole
            .checked_add(whole)
            .ok_or_else(|| Error::range("interest is a safe integer"))?;
        Ok(Self { whole, ..self })
    }

    fn plus_alike(self, other: Self) -> Result<Self> {
        let room = self.denominator.wrapping_sub(self.rest);
        let carries = other.rest >= room;
        let rest = if carries {
            other.rest.wrapping_sub(room)
        } else {
            self.rest.wrapping_add(other.rest)
        };
        Self { rest, ..self }
            .plus_whole(other.whole)?
            .plus_whole(u64::from(carries))
    }

    fn in_atto(self) -> Self {
        if self.denominator == ATTO {
            return self;
        }
        let scaled = u128::from(self.rest)
            .saturating_mul(u128::from(ATTO))
            .checked_div(u128::from(self.denominator));
        let rest = scaled.and_then(|scaled| u64::try_from(scaled).ok()).unwrap_or_default();
        Self {
            rest,
            denominator: ATTO,
            ..self
        }
    }

    pub(crate) fn round(self, mode: RoundingMode) -> Result<Minor> {
        let above = self.rest;
        let below = self.denominator.wrapping_sub(self.rest);
        let tolerance = if self.denominator == ATTO { ATTO_TOLERANCE } else { 0 };
        if below < tolerance {
            return Self { rest: 0, ..self }.plus_whole(1)?.round(mode);
        }
        let to_half = if above.abs_diff(below) < tolerance {
            Ordering::Equal
        } else {
            above.cmp(&below)
        };
        let up = mode.rounds_up(self.whole % 2 == 1, self.rest <= tolerance, to_half);
        let whole = self
            .whole
            .checked_add(u64::from(up))
            .and_then(|whole| i64::try_from(whole).ok());
        Minor::new(whole.ok_or_else(|| Error::range("interest is a safe integer"))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODES: [RoundingMode; 4] = [
        RoundingMode::HalfEven,
        RoundingMode::HalfUp,
        RoundingMode::Up,
        RoundingMode::Down,
    ];

    #[test]
    fn a_sum_over_leap_years_and_others_still_sees_the_half() -> Result<()> {
        let part =
            |numerator, denominator| Accrued::new(Minor::new(1)?, Rate::ONE, Fraction::new(numerator, denominator)?);
        let rounded = |first: Accrued, second: Accrued| -> Result<[i64; 4]> {
            let sum = first.plus(second)?;
            let mut amounts = [0; 4];
            for (amount, mode) in amounts.iter_mut().zip(MODES) {
                *amount = sum.round(mode)?.get();
            }
            Ok(amounts)
        };
        // 1/3 + 1/6 is a half, 1/3 + 2/3 a whole, and 1/365 + 1/366 neither.
        assert_eq!(rounded(part(1, 3)?, part(1, 6)?)?, [0, 1, 1, 0]);
        assert_eq!(rounded(part(4, 3)?, part(1, 6)?)?, [2, 2, 2, 1]);
        assert_eq!(rounded(part(1, 3)?, part(4, 6)?)?, [1, 1, 1, 1]);
        assert_eq!(rounded(part(1, 365)?, part(1, 366)?)?, [0, 0, 1, 0]);
        Ok(())
    }

    #[test]
    fn interest_is_exact_where_the_product_needs_more_than_64_bits() -> Result<()> {
        let rate = "99.9999999999".parse()?;
        let interest = Accrued::new(Minor::new(90_071_992_547_409)?, rate, Fraction::ONE)?;
        // 90,071,992,547,409 × 99.9999999999 = 9,007,199,254,731,892.8007452591
        assert_eq!(interest.round(RoundingMode::Down)?.get(), 9_007_199_254_731_892);
        assert_eq!(interest.round(RoundingMode::HalfEven)?.get(), 9_007_199_254_731_893);
        Ok(())
    }

    #[test]
    fn a_multiple_is_rounded_to_on_both_sides_of_zero() -> Result<()> {
        for (amount, expected) in [
            (15, [20, 20, 20, 10]),
            (25, [20, 30, 30, 20]),
            (-25, [-20, -30, -30, -20]),
            (30, [30; 4]),
        ] {
            for (expected, mode) in expected.into_iter().zip(MODES) {
                let rounded = mode.to_multiple(Minor::new(amount)?, Minor::new(10)?)?;
                assert_eq!(rounded.get(), expected, "{amount} {mode:?}");
            }
        }
        Ok(())
    }

    #[test]
    fn every_currency_is_listed_once_with_its_digits() -> Result<()> {
        let codes: Vec<&str> = CURRENCIES.iter().flat_map(|(_, codes)| codes.split(' ')).collect();
        for (place, code) in codes.iter().enumerate() {
            assert_eq!(code.parse::<Currency>()?.as_str(), *code);
            assert!(!codes.iter().take(place).any(|before| before == code), "{code} twice");
        }
        for (code, digits) in [("JPY", 0), ("CNY", 2), ("EUR", 2), ("KWD", 3), ("CLF", 4)] {
            assert_eq!(code.parse::<Currency>()?.digits(), digits);
        }
        Ok(())
    }
}
