//! Days and shares of a year between two days.

use super::loan::Loan;
use super::read::{Outcome, day, decimal_or, number};
use predue::calendar::{CivilDate, Period, Unit};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

pub(super) fn thirty(inputs: &Value) -> Outcome<Value> {
    let (start, end) = (day(&inputs["start"])?, day(&inputs["end"])?);
    Ok(Value::from(start.days_until_thirty(end)))
}

pub(super) fn isda(inputs: &Value) -> Outcome<Value> {
    let (start, end) = (day(&inputs["start"])?, day(&inputs["end"])?);
    let of_loan = |from, to| share_of_loan(from, to, "actual/actual", "1-january");
    number(if end < start {
        -of_loan(end, start)?
    } else {
        of_loan(start, end)?
    })
}

/// The YEARFRAC function of spreadsheets, in which the order of the days does not count.
pub(super) fn year_fraction(inputs: &Value) -> Outcome<Value> {
    let (start, end) = (day(&inputs["start"])?, day(&inputs["end"])?);
    let (start, end) = (start.min(end), start.max(end));
    number(match decimal_or(&inputs["basis"], Decimal::ZERO)?.to_u8() {
        Some(0) => share(thirty_of_year_fraction(start, end).into(), 360.into())?,
        Some(1) => share(start.days_until(end).into(), average_year(start, end)?)?,
        Some(2) => share_of_loan(start, end, "actual/360", "none")?,
        Some(3) => share_of_loan(start, end, "actual/365", "none")?,
        Some(4) => share(thirty_of_europe(start, end)?.into(), 360.into())?,
        _ => return Err(format!("the basis {}", inputs["basis"]).into()),
    })
}

fn share(days: Decimal, of: Decimal) -> Outcome<Decimal> {
    Ok(days.checked_div(of).ok_or("a year without days")?)
}

/// What one instalment of a trillion owes at a rate of one, as a share of the trillion.
fn share_of_loan(start: CivilDate, end: CivilDate, day_count: &'static str, split: &str) -> Outcome<Decimal> {
    if start == end {
        return Ok(Decimal::ZERO);
    }
    let loan = Loan {
        first_due: Some(end),
        day_count,
        conventions: json!({ "yearSplit": split }),
        ..Loan::level(1_000_000_000_000, "1", 1, start)
    };
    let schedule = loan.schedule(start)?;
    Ok(Decimal::new(schedule.totals.due.interest.get(), 12))
}

/// Days of months of thirty as YEARFRAC counts them, which differs from DAYS360 at the end of February: two such ends are
/// whole years apart, and from there the 31st stays a day after the thirtieth. Source: `OpenFormula` 1.2, basis 0.
fn thirty_of_year_fraction(start: CivilDate, end: CivilDate) -> i32 {
    let days = start.days_until_thirty(end);
    if !is_february_end(start) {
        return days;
    }
    let missing = match end.day() {
        31 => 1,
        28 | 29 if is_february_end(end) => days_to_thirty(end),
        _ => 0,
    };
    days.saturating_add(missing)
}

fn is_february_end(day: CivilDate) -> bool {
    day.is_month_end() && day.day() < 30
}

/// The 31st counts as the thirtieth, and the end of February as it is. Source: 30E/360.
fn thirty_of_europe(start: CivilDate, end: CivilDate) -> Outcome<i32> {
    let at_most_thirty = |day: CivilDate| if day.day() == 31 { day.plus_days(-1) } else { Ok(day) };
    let days = at_most_thirty(start)?.days_until_thirty(at_most_thirty(end)?);
    let missing = if is_february_end(start) {
        days_to_thirty(start)
    } else {
        0
    };
    Ok(days.saturating_add(missing))
}

fn days_to_thirty(day: CivilDate) -> i32 {
    i32::try_from(30_u32.saturating_sub(day.day())).unwrap_or_default()
}

/// The days of a year for basis 1: of the one that both days are in or that lies between them, else the average of the
/// calendar years that they touch. Source: `OpenFormula` 1.2, YEARFRAC, basis 1.
fn average_year(start: CivilDate, end: CivilDate) -> Outcome<Decimal> {
    if end <= start.plus(Period::new(12, Unit::Month)?, 1)? {
        let leap_days = [start.leap_day(), end.leap_day()];
        let has_leap_day = leap_days.iter().flatten().any(|day| start <= *day && *day <= end);
        let in_leap_year = start.year() == end.year() && start.days_in_year() == 366;
        return Ok(if has_leap_day || in_leap_year {
            366.into()
        } else {
            365.into()
        });
    }
    let years = start.year()..=end.year();
    let days = years
        .clone()
        .filter_map(|year| Some(Decimal::from(CivilDate::from_ymd(year, 1, 1)?.days_in_year())));
    share(days.sum(), Decimal::from(years.count()))
}
