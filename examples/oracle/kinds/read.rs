//! How inputs are written: amounts, rates and periods as numbers or texts, roundings and lengths of time in words.

use predue::calendar::CivilDate;
use predue::money::{Minor, RoundingMode};
use rust_decimal::Decimal;
use serde_json::Value;
use std::error::Error;

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// Refuses an object with a key that nobody reads: what it means might change the figure.
pub(super) fn only(object: &Value, keys: &[&str]) -> Outcome<()> {
    let given = object.as_object().ok_or("no object")?;
    let unknown = given.keys().find(|key| !keys.contains(&key.as_str()));
    unknown.map_or(Ok(()), |key| Err(format!("the input {key}").into()))
}

/// What `read` makes of an input, where there is one.
pub(super) fn given<T>(input: &Value, read: fn(&Value) -> Outcome<T>) -> Outcome<Option<T>> {
    if input.is_null() {
        Ok(None)
    } else {
        read(input).map(Some)
    }
}

/// A number, or a text that writes one.
pub(super) fn decimal(value: &Value) -> Outcome<Decimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        other => return Err(format!("{other} is no number").into()),
    };
    Ok(Decimal::from_scientific(&text).or_else(|_| text.parse())?)
}

/// The same, or `usual` where nothing is given.
pub(super) fn decimal_or(value: &Value, usual: Decimal) -> Outcome<Decimal> {
    Ok(given(value, decimal)?.unwrap_or(usual))
}

pub(super) fn count(value: &Value) -> Outcome<u16> {
    let number = decimal(value)?;
    if !number.is_integer() {
        return Err(format!("{number} is no whole number").into());
    }
    Ok(u16::try_from(number).map_err(|_| format!("{number} is too many"))?)
}

pub(super) fn day(value: &Value) -> Outcome<CivilDate> {
    Ok(value.as_str().ok_or("no date")?.parse()?)
}

/// A ratio such as `0.075/12`, `8%/12` or `8%`, as what stands above and below the line.
pub(super) fn ratio(value: &Value) -> Outcome<(Decimal, Decimal)> {
    let Some(text) = value.as_str() else {
        return Ok((decimal(value)?, Decimal::ONE));
    };
    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
    let part = |text: &str| -> Outcome<Decimal> {
        let text = text.trim();
        let Some(percentage) = text.strip_suffix('%') else {
            return decimal(&Value::from(text));
        };
        fraction_of(decimal(&Value::from(percentage))?)
    };
    let (above, below) = (part(above)?, part(below)?);
    if below.is_zero() {
        return Err(format!("{text} divides by nothing").into());
    }
    Ok((above, below))
}

/// A percentage as a fraction.
pub(super) fn fraction_of(percentage: Decimal) -> Outcome<Decimal> {
    Ok(percentage.checked_div(Decimal::ONE_HUNDRED).ok_or("a percentage")?)
}

/// A rate as the contract writes it, to its tenth decimal.
pub(super) fn rate_text(rate: Decimal) -> String {
    rate.round_dp(10).normalize().to_string()
}

/// A figure as JSON writes it.
pub(super) fn number(figure: Decimal) -> Outcome<Value> {
    let text = figure.normalize().to_string();
    let whole = text.parse::<i64>().ok().map(Value::from);
    Ok(whole.map_or_else(|| text.parse::<f64>().map(Value::from), Ok)?)
}

pub(super) fn sum(left: Decimal, right: Decimal) -> Outcome<Decimal> {
    Ok(left.checked_add(right).ok_or("an amount too large")?)
}

pub(super) fn product(left: Decimal, right: Decimal) -> Outcome<Decimal> {
    Ok(left.checked_mul(right).ok_or("an amount too large")?)
}

/// How many decimals an amount of an oracle has in minor units.
#[derive(Clone, Copy)]
pub(super) struct Money(u32);

impl Money {
    /// The usual hundredths.
    pub(super) const CENTS: Self = Self(2);

    /// As many decimals as leave room for what `amount` grows to: published figures are rounded at the end, the core's at
    /// every instalment, and a minor unit this small makes no difference.
    pub(super) fn finest(amount: Decimal) -> Self {
        let room = Decimal::from(100_000_000_000_000_i64);
        let fits = |decimals: &u32| {
            let scaled = Decimal::from(10_u64.pow(*decimals)).checked_mul(amount.abs());
            scaled.is_some_and(|scaled| scaled <= room)
        };
        Self((0..=8).rev().find(fits).unwrap_or(0))
    }

    pub(super) fn minor(self, amount: Decimal) -> Outcome<Minor> {
        let scaled = amount.checked_mul(Decimal::from(10_u64.pow(self.0)));
        Ok(Minor::new(i64::try_from(scaled.ok_or("an amount")?.round())?)?)
    }

    pub(super) fn amount(self, minor: Minor) -> Decimal {
        Decimal::new(minor.get(), self.0)
    }
}

/// How an amount is rounded, and to a multiple of what.
pub(super) struct RoundingWords {
    pub(super) mode: &'static str,
    pub(super) multiple: Option<Decimal>,
}

/// Reads words such as `EMI rounded UP to whole unit`, `HALF_UP`, `truncated to cents`, `rounded to 0.05` or `2 decimals, half up`.
pub(super) fn rounding(value: &Value) -> Outcome<Option<RoundingWords>> {
    let Some(text) = value.as_str() else {
        return if value.is_null() {
            Ok(None)
        } else {
            Err("a rounding in words".into())
        };
    };
    let text = text.to_lowercase().replace(['_', '-'], " ");
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["unrounded", "not rounded", "no rounding", "none"]) {
        return Ok(None);
    }
    let mode = match () {
        () if has(&["half down", "half odd"]) => return Err(format!("the rounding {text}").into()),
        () if has(&["half even", "banker"]) => "half-even",
        () if has(&["half up", "half away"]) => "half-up",
        () if has(&[" up", "ceil"]) || text.starts_with("up") => "up",
        () if has(&["down", "trunc", "floor"]) => "down",
        () if has(&["round", "nearest"]) => "half-even",
        () => return Err(format!("the rounding {text}").into()),
    };
    let written = text
        .split_whitespace()
        .find_map(|word| word.trim_end_matches("dp").parse::<Decimal>().ok());
    let multiple = match written {
        Some(decimals) if has(&["dp", "decimal", "place"]) => Some(tenths(decimals)?),
        Some(multiple) if multiple > Decimal::ZERO => Some(multiple),
        _ if has(&["cent", "penn", "hundredth"]) => Some(Decimal::new(1, 2)),
        _ if has(&["unit", "whole", "integer"]) => Some(Decimal::ONE),
        _ => None,
    };
    Ok(Some(RoundingWords { mode, multiple }))
}

/// The last of so many decimals.
fn tenths(decimals: Decimal) -> Outcome<Decimal> {
    Ok(Decimal::try_new(1, u32::try_from(decimals)?)?)
}

/// The core's own mode for words about cents; to the nearest, where nothing is said.
pub(super) fn rounding_of_cents(words: &Value) -> Outcome<RoundingMode> {
    let Some(words) = rounding(words)? else {
        return Ok(RoundingMode::HalfEven);
    };
    if words.multiple.is_some_and(|multiple| multiple != Decimal::new(1, 2)) {
        return Err("a rounding to other than cents".into());
    }
    Ok(match words.mode {
        "half-up" => RoundingMode::HalfUp,
        "up" => RoundingMode::Up,
        "down" => RoundingMode::Down,
        _ => RoundingMode::HalfEven,
    })
}

/// A length of time that a repayment comes after.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Length {
    pub(super) days: u32,
    pub(super) weeks: u32,
    pub(super) months: u32,
}

impl Length {
    pub(super) fn times(self, count: u32) -> Outcome<Self> {
        let times = |units: u32| units.checked_mul(count).ok_or("a time too long");
        Ok(Self {
            days: times(self.days)?,
            weeks: times(self.weeks)?,
            months: times(self.months)?,
        })
    }

    pub(super) fn plus(self, other: Self) -> Outcome<Self> {
        let plus = |units: u32, more: u32| units.checked_add(more).ok_or("a time too long");
        Ok(Self {
            days: plus(self.days, other.days)?,
            weeks: plus(self.weeks, other.weeks)?,
            months: plus(self.months, other.months)?,
        })
    }
}

/// Reads words such as `month`, `weekly`, `2 weeks` or `3-monthly`.
pub(super) fn every(value: &Value) -> Outcome<Length> {
    let text = value
        .as_str()
        .ok_or("no period")?
        .to_lowercase()
        .replace(['-', '_'], " ");
    let text = text.trim().trim_start_matches("every ");
    let (count, word) = match text.split_once(' ') {
        Some((count, word)) => (count.parse::<u32>().map_err(|_| format!("every {text}"))?, word),
        None => (1, text),
    };
    unit(word).ok_or_else(|| format!("every {text}"))?.times(count)
}

/// One of a unit in words.
pub(super) fn unit(word: &str) -> Option<Length> {
    let (days, weeks, months) = match word.trim_end_matches('s') {
        "day" | "daily" => (1, 0, 0),
        "week" | "weekly" => (0, 1, 0),
        "fortnight" | "fortnightly" | "biweekly" => (0, 2, 0),
        "month" | "monthly" => (0, 0, 1),
        "quarter" | "quarterly" => (0, 0, 3),
        "half year" | "half yearly" | "semester" | "semiannual" => (0, 0, 6),
        "year" | "yearly" | "annual" | "annually" => (0, 0, 12),
        _ => return None,
    };
    Some(Length { days, weeks, months })
}
