//! Late charges, as the terms of a contract make them.

use super::loan;
use super::read::{
    Money, Outcome, count, decimal, decimal_or, fraction_of, number, rate_text, rounding, rounding_of_cents,
};
use predue::calendar::CivilDate;
use predue::money::{Minor, Rate, RoundingMode};
use predue::wire;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// A share of what is overdue for each day: a fee that is charged again every day where each day is rounded, else interest.
pub(super) fn per_day(inputs: &Value) -> Outcome<Value> {
    let rate = rate_text(fraction_of(decimal(&inputs["rate_percent_per_day"])?)?);
    let terms = if is_of_each_day(&inputs["rounding"])? {
        let every = json!({ "n": 1, "unit": "day" });
        json!({ "fees": [{ "kind": "share", "share": rate, "of": "overdue", "afterDays": 0, "every": every }] })
    } else {
        json!({ "interest": { "dailyRate": rate, "of": "overdue" } })
    };
    let overdue = json!({ "principal": cents(&inputs["overdue"])? });
    charged(inputs, &overdue, &terms, count(&inputs["days"])?)
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
    let mut overdue = json!({ "principal": 0 });
    for part in inputs["base"].as_str().ok_or("no base")?.split('+').map(str::trim) {
        let (name, key) = match part {
            "principal" => ("principal", "overdue_principal"),
            "interest" => ("interest", "overdue_interest"),
            "fees" | "fee" => ("fees", "overdue_fees"),
            other => return Err(format!("the base {other}").into()),
        };
        overdue[name] = json!(cents(&inputs[key])?);
    }
    let share = rate_text(fraction_of(decimal(&inputs["percent"])?)?);
    let terms = json!({ "fees": [{ "kind": "share", "share": share, "of": "overdue", "afterDays": 0 }] });
    charged(inputs, &overdue, &terms, 1)
}

fn cents(amount: &Value) -> Outcome<i64> {
    Ok(Money::CENTS.minor(decimal_or(amount, Decimal::ZERO)?)?.get())
}

/// What waiting so many days from the due day on costs by these terms.
fn charged(inputs: &Value, overdue: &Value, terms: &Value, days: u16) -> Outcome<Value> {
    let mode = rounding_of_cents(&inputs["rounding"])?;
    if mode != RoundingMode::HalfEven {
        return otherwise_rounded(overdue, terms, days, mode);
    }
    let due_on = CivilDate::from_ymd(2026, 4, 15).ok_or("no day")?;
    let mut due = overdue.clone();
    due["id"] = json!("due");
    due["date"] = json!(due_on.to_string());
    let mut account = loan::account("late", "EUR", &json!({ "kind": "dues", "dues": [due] }));
    account["late"] = terms.clone();
    let wallet = wire::wallet(&loan::wallet(&[account], &[]).to_string())?;
    let projection = predue::projection(&wallet, "late", &loan::at(due_on).parse()?, Some(&[days]))?;
    let point = projection.points.first().ok_or("no point")?;
    number(Money::CENTS.amount(point.extra))
}

/// The same where it is not rounded to the nearest cent, which no terms of the contract say.
fn otherwise_rounded(overdue: &Value, terms: &Value, days: u16, mode: RoundingMode) -> Outcome<Value> {
    let parts = overdue
        .as_object()
        .into_iter()
        .flatten()
        .map(|(_, part)| part.as_i64().unwrap_or_default());
    let base = Minor::new(parts.sum())?;
    let rate = |text: &Value| -> Outcome<Rate> { Ok(text.as_str().ok_or("no rate")?.parse()?) };
    let charge = match &terms["fees"][0]["share"] {
        Value::Null => base.share(rate(&terms["interest"]["dailyRate"])?.times(days)?, mode)?,
        share => base.share(rate(share)?, mode)?.times(days.into())?,
    };
    number(Money::CENTS.amount(charge))
}
