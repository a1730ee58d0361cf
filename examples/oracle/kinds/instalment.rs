//! Level instalments, and what their loans cost.

use super::loan::Loan;
use super::read::{
    Money, Outcome, RoundingWords, count, day, decimal, decimal_or, fraction_of, given, number, rate_text, rounding,
};
use predue::calendar::CivilDate;
use predue::money::{Minor, RoundingMode};
use predue::outlook::{Row, Schedule};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

/// Instalments that a contract may have.
const COUNT_MAX: u16 = 1_200;

pub(super) fn level(inputs: &Value) -> Outcome<Value> {
    let mut loan = level_loan(inputs)?;
    loan.day_count = day_count(&inputs["day_count"])?;
    match given(&inputs["start"], day)?.or(given(&inputs["date"], day)?) {
        Some(start) => loan.start = start,
        // Without a start there are no days to count, and a month is a twelfth of a year.
        None => loan.accrual = "period",
    }
    let money = money(inputs)?;
    if let Some(words) = rounding(&inputs["rounding"])? {
        round(&mut loan, &words, Decimal::new(1, 2), money)?;
    }
    first_total(&loan, money)
}

pub(super) fn of_whole_units(inputs: &Value) -> Outcome<Value> {
    first_total(&whole_units(inputs)?, money(inputs)?)
}

pub(super) fn total_interest(inputs: &Value) -> Outcome<Value> {
    let schedule = if inputs["fixed_instalment"].is_null() || !inputs["n"].is_null() {
        schedule_of_whole_units(inputs)?
    } else {
        of_fixed_instalment(inputs)?
    };
    number(money(inputs)?.amount(schedule.totals.due.interest))
}

/// One row, each cell to a whole unit; the first row is number nought.
pub(super) fn row(inputs: &Value) -> Outcome<Value> {
    let rows = schedule_of_whole_units(inputs)?.rows;
    let row = rows
        .get(usize::from(count(&inputs["row_index"])?))
        .ok_or("no such row")?;
    let columns = inputs["columns"].as_array().ok_or("no columns")?;
    let money = money(inputs)?;
    let cells: Outcome<Vec<Value>> = columns.iter().map(|column| cell(row, column, money)).collect();
    Ok(Value::from(cells?))
}

fn cell(row: &Row, column: &Value, money: Money) -> Outcome<Value> {
    let minor = match column.as_str() {
        Some("period" | "number") => return Ok(Value::from(row.number)),
        Some("principal") => row.due.principal,
        Some("interest") => row.due.interest,
        Some("total" | "payment" | "emi" | "instalment") => row.due.total,
        Some("balance") => row.balance,
        _ => return Err(format!("the column {column}").into()),
    };
    let whole = money
        .amount(minor)
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    number(whole)
}

/// Interest of the first days, with its part of the interest that was broken off before them.
pub(super) fn first_interest(inputs: &Value) -> Outcome<Value> {
    let days = i32::from(count(&inputs["days"])?);
    let money = money(inputs)?;
    let mut loan = Loan {
        first_due: Some(start()?.plus_days(days)?),
        ..Loan::level(
            money.minor(decimal(&inputs["principal"])?)?.get(),
            &rate(inputs)?,
            1,
            start()?,
        )
    };
    loan.day_count = match count_or(&inputs["year_days"], 365)? {
        365 => "actual/365",
        360 => "actual/360",
        other => return Err(format!("a year of {other} days").into()),
    };
    let interest = loan.schedule(loan.start)?.totals.due.interest;
    let broken = money.minor(decimal_or(&inputs["bpi"], Decimal::ZERO)?)?;
    let spread = broken.part(count_or(&inputs["spread_over"], 1)?.into(), RoundingMode::HalfEven)?;
    number(money.amount(interest.plus(spread)).round_dp(2))
}

fn count_or(value: &Value, usual: u16) -> Outcome<u16> {
    Ok(given(value, count)?.unwrap_or(usual))
}

fn start() -> Outcome<CivilDate> {
    Ok(CivilDate::from_ymd(2026, 1, 1).ok_or("no start")?)
}

fn money(inputs: &Value) -> Outcome<Money> {
    Ok(Money::finest(decimal(&inputs["principal"])?))
}

fn rate(inputs: &Value) -> Outcome<String> {
    Ok(rate_text(fraction_of(decimal(&inputs["annual_rate"])?)?))
}

fn level_loan(inputs: &Value) -> Outcome<Loan> {
    let principal = money(inputs)?.minor(decimal(&inputs["principal"])?)?;
    Ok(Loan {
        conventions: json!({ "smoothing": false }),
        ..Loan::level(principal.get(), &rate(inputs)?, count_or(&inputs["n"], 1)?, start()?)
    })
}

/// The day count in the contract's words.
fn day_count(words: &Value) -> Outcome<&'static str> {
    let words = words.as_str().unwrap_or("30/360").to_lowercase();
    let words = words.replace("actual", "act");
    Ok(match () {
        () if words.contains("30") && words.contains("/360") => "30/360",
        () if words.contains("act/act") => "actual/actual",
        () if words.contains("act/360") => "actual/360",
        () if words.contains("act/365") => "actual/365",
        () => return Err(format!("the day count {words}").into()),
    })
}

fn round(loan: &mut Loan, words: &RoundingWords, usual: Decimal, money: Money) -> Outcome<()> {
    loan.rounding = words.mode;
    loan.multiple = Some(money.minor(words.multiple.unwrap_or(usual))?.get());
    Ok(())
}

fn first_total(loan: &Loan, money: Money) -> Outcome<Value> {
    let rows = loan.schedule(loan.start)?.rows;
    number(money.amount(rows.first().ok_or("no instalment")?.due.total))
}

/// The same amount of whole units each time, rounded up unless the oracle says otherwise; the last one takes the rest.
fn whole_units(inputs: &Value) -> Outcome<Loan> {
    let mut loan = level_loan(inputs)?;
    let up = RoundingWords {
        mode: "up",
        multiple: None,
    };
    let words = if inputs["rounding"].is_null() {
        Some(up)
    } else {
        rounding(&inputs["rounding"])?
    };
    if let Some(words) = words {
        round(&mut loan, &words, Decimal::ONE, money(inputs)?)?;
    }
    Ok(loan)
}

fn schedule_of_whole_units(inputs: &Value) -> Outcome<Schedule> {
    let loan = whole_units(inputs)?;
    let emi = given(&inputs["emi"], decimal)?.or(given(&inputs["fixed_instalment"], decimal)?);
    let Some(emi) = emi else {
        return Ok(loan.schedule(loan.start)?);
    };
    let emi = money(inputs)?.minor(emi)?;
    for mode in ["up", "down"] {
        if let Some(schedule) = of_multiple(&loan, emi, mode)? {
            return Ok(schedule);
        }
    }
    Err("an instalment far from the level one".into())
}

/// The schedule whose instalment is the amount given: a level instalment rounded to a multiple of it, where that is once
/// the amount.
fn of_multiple(loan: &Loan, amount: Minor, mode: &'static str) -> Outcome<Option<Schedule>> {
    let loan = Loan {
        rounding: mode,
        multiple: Some(amount.get()),
        ..loan.clone()
    };
    let schedule = loan.schedule(loan.start)?;
    let is_met = schedule.rows.first().is_some_and(|row| row.due.total == amount);
    Ok(is_met.then_some(schedule))
}

/// With as many instalments as the fixed amount needs: the first count whose level instalment is not above it.
fn of_fixed_instalment(inputs: &Value) -> Outcome<Schedule> {
    let loan = level_loan(inputs)?;
    let fixed = money(inputs)?.minor(decimal(&inputs["fixed_instalment"])?)?;
    let of_count = |count: u16| of_multiple(&Loan { count, ..loan.clone() }, fixed, "up");
    let (mut too_few, mut enough) = (0, 1);
    let mut schedule = of_count(enough)?;
    while schedule.is_none() && enough < COUNT_MAX {
        (too_few, enough) = (enough, COUNT_MAX.min(enough * 2));
        schedule = of_count(enough)?;
    }
    while enough - too_few > 1 {
        let middle = too_few.midpoint(enough);
        match of_count(middle)? {
            None => too_few = middle,
            fewer => (enough, schedule) = (middle, fewer),
        }
    }
    Ok(schedule.ok_or("no count of instalments has this amount")?)
}
