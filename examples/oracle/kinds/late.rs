//! Late charges that are a share of what is overdue.

use super::read::{
    Money, Outcome, count, decimal, decimal_or, fraction_of, number, rate_text, rounding, rounding_of_cents,
};
use predue::money::{Minor, Rate};
use rust_decimal::Decimal;
use serde_json::Value;

/// A share of what is overdue for each day, rounded every day where the oracle says so, else once.
pub(super) fn per_day(inputs: &Value) -> Outcome<Value> {
    let overdue = Money::CENTS.minor(decimal(&inputs["overdue"])?)?;
    let rate = rate(&inputs["rate_percent_per_day"])?;
    let days = count(&inputs["days"])?;
    let mode = rounding_of_cents(&inputs["rounding"])?;
    let is_daily = is_of_each_day(&inputs["rounding"])?;
    let charge = if is_daily {
        overdue.share(rate, mode)?.times(days.into())?
    } else {
        overdue.share(rate.times(days)?, mode)?
    };
    number(Money::CENTS.amount(charge))
}

fn is_of_each_day(words: &Value) -> Outcome<bool> {
    let says_so = |text: &str| {
        ["each day", "every day", "daily", "per day"]
            .iter()
            .any(|word| text.contains(word))
    };
    Ok(rounding(words)?.is_some() && words.as_str().is_some_and(says_so))
}

/// A share of the overdue parts that the base names, once.
pub(super) fn once(inputs: &Value) -> Outcome<Value> {
    let mut base = Minor::ZERO;
    for part in inputs["base"].as_str().ok_or("no base")?.split('+') {
        base = base.plus(overdue_part(inputs, part.trim())?)?;
    }
    let charge = base.share(rate(&inputs["percent"])?, rounding_of_cents(&inputs["rounding"])?)?;
    number(Money::CENTS.amount(charge))
}

fn overdue_part(inputs: &Value, part: &str) -> Outcome<Minor> {
    let key = match part {
        "principal" => "overdue_principal",
        "interest" => "overdue_interest",
        "fees" | "fee" => "overdue_fees",
        "penalty" | "penalties" => "overdue_penalty",
        other => return Err(format!("the base {other}").into()),
    };
    Money::CENTS.minor(decimal_or(&inputs[key], Decimal::ZERO)?)
}

fn rate(percentage: &Value) -> Outcome<Rate> {
    Ok(rate_text(fraction_of(decimal(percentage)?)?).parse()?)
}
