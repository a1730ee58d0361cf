//! Numbers as text: the library's formatting would be more code than all that is formatted.

use crate::parts::add;

/// Adds a number in at least so many digits, at most twenty.
#[inline(never)]
pub(crate) fn push_digits(text: &mut String, number: u64, least: usize) {
    let (mut digits, mut first, mut rest) = ([b'0'; 20], 20_usize, number);
    while rest > 0 || first > 20_usize.saturating_sub(least) {
        first = first.saturating_sub(1);
        if let Some(digit) = digits.get_mut(first) {
            *digit = b'0'.saturating_add(u8::try_from(rest % 10).unwrap_or_default());
        }
        rest /= 10;
    }
    add(
        text,
        str::from_utf8(digits.get(first..).unwrap_or_default()).unwrap_or_default(),
    );
}

/// Adds a whole number.
#[inline(never)]
pub(crate) fn push_whole(text: &mut String, number: i64) {
    if number < 0 {
        add(text, "-");
    }
    push_digits(text, number.unsigned_abs(), 1);
}

/// A whole number as text.
pub(crate) fn whole(number: impl TryInto<i64>) -> String {
    let mut text = String::new();
    push_whole(&mut text, number.try_into().unwrap_or(i64::MAX));
    text
}

/// A number of so many parts of `scale`, a power of ten, without zeros at the end of its decimals.
#[inline(never)]
pub(crate) fn decimal(parts: u64, scale: u64) -> String {
    let mut text = String::new();
    push_digits(&mut text, parts.checked_div(scale).unwrap_or_default(), 1);
    let rest = parts.checked_rem(scale).unwrap_or_default();
    if rest > 0 {
        add(&mut text, ".");
        push_digits(
            &mut text,
            rest,
            usize::try_from(scale.checked_ilog10().unwrap_or_default()).unwrap_or_default(),
        );
        text.truncate(text.trim_end_matches('0').len());
    }
    text
}
