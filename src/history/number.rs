//! A number of an event in the one form that it is hashed in.

use crate::error::{Error, Result};
use crate::parts::cut;
use std::str::FromStr;

/// A number in canonical form: what JavaScript writes for it, so that a record that was stored and read again has the same
/// hashes.
///
/// It is a whole number within ±(2⁵³ − 1), or a decimal of at most 15 digits that is no closer to zero than 0.000001: all of
/// these JavaScript writes without an exponent and digit by digit as they were given. There are no zeros at the end of
/// decimals, and zero has no sign.
///
/// # Errors
///
/// Reading fails with `INPUT` where the text is no such number, and with `RANGE` beyond its bounds.
///
/// # Example
///
/// ```
/// use predue::history::Number;
///
/// let number: Number = "-12.50".parse()?;
/// assert_eq!(number.as_str(), "-12.5");
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: more digits than a float keeps
///
/// ```
/// use predue::history::Number;
///
/// assert_eq!("0.30000000000000004".parse::<Number>().unwrap_err().code(), "RANGE");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

/// The largest whole number up to which JavaScript holds each one: 2⁵³ − 1.
const WHOLE_MAX: u64 = 9_007_199_254_740_991;
/// Digits that a float keeps whichever they are.
const DIGITS_MAX: usize = 15;
/// Zeros after the point with which JavaScript still writes a number without an exponent.
const ZEROS_MAX: usize = 5;

impl Number {
    /// The number as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Number {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
        let (whole, decimals) = cut(digits, '.').unwrap_or((digits, "0"));
        if !is_whole(whole) || decimals.is_empty() || !is_digits(decimals) {
            return Err(Error::input("expected a number without an exponent"));
        }
        let decimals = decimals.trim_end_matches('0');
        if !is_within(whole, decimals) {
            return Err(Error::range(
                "a whole number within the safe integers, or a decimal from 0.000001 of at most 15 digits",
            ));
        }
        Ok(Self(match (whole, decimals) {
            ("0", "") => "0".to_owned(),
            (_, "") => [sign, whole].concat(),
            _ => [sign, whole, ".", decimals].concat(),
        }))
    }
}

fn is_whole(text: &str) -> bool {
    text == "0" || !text.starts_with('0') && !text.is_empty() && is_digits(text)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_within(whole: &str, decimals: &str) -> bool {
    if decimals.is_empty() {
        return whole.parse().is_ok_and(|whole: u64| whole <= WHOLE_MAX);
    }
    if whole != "0" {
        return whole.len().saturating_add(decimals.len()) <= DIGITS_MAX;
    }
    let zeros = decimals.bytes().take_while(|digit| *digit == b'0').count();
    let digits = decimals.len().saturating_sub(zeros);
    digits <= DIGITS_MAX && zeros <= ZEROS_MAX
}
