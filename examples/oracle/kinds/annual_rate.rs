//! Annual percentage rates by the laws of the United States and the European Union, and the rebate of the United Kingdom.

use super::read::{
    Length, Money, Outcome, count, day, decimal, decimal_or, every, fraction_of, given, number, only, product,
    rate_text, ratio, sum, unit,
};
use predue::apr::{AnnualRate, Flow, Periods, actuarial, effective, rebate};
use predue::calendar::{CivilDate, Period, Unit};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

/// Parts of a period that a decimal fraction is taken in.
const BILLION: u32 = 1_000_000_000;

/// Money at a time; what is received is below zero.
type Timed = (Decimal, Periods);

pub(super) fn regulation_z(inputs: &Value) -> Outcome<Value> {
    let mut timed: Vec<Timed> = at_start(&inputs["amount_financed"])?;
    for advance in list(&inputs["advances"]) {
        unit_periods(advance, -Decimal::ONE, &mut timed)?;
    }
    for payment in list(&inputs["payments"]) {
        unit_periods(payment, Decimal::ONE, &mut timed)?;
    }
    let (periods, years) = ratio(&inputs["unit_periods_per_year"])?;
    percent(actuarial(&flows(&timed)?, quotient(periods, years)?)?)
}

/// What is advanced at once, where the oracle names it apart.
fn at_start(advance: &Value) -> Outcome<Vec<Timed>> {
    let advance = given(advance, decimal)?.map(|amount| (-amount, Periods::ZERO));
    Ok(advance.into_iter().collect())
}

/// A run of equal amounts, one unit-period after the other.
fn unit_periods(run: &Value, sign: Decimal, timed: &mut Vec<Timed>) -> Outcome<()> {
    only(run, &["amount", "count", "first_unit_period", "fraction"])?;
    let amount = product(decimal(&run["amount"])?, sign)?;
    let (part, of) = given(&run["fraction"], ratio)?.unwrap_or((Decimal::ZERO, Decimal::ONE));
    let first = decimal_or(&run["first_unit_period"], Decimal::ZERO)?;
    for number in 0..times(run)? {
        let whole = product(sum(first, number.into())?, of)?;
        timed.push((amount, quotient(sum(whole, part)?, of)?));
    }
    Ok(())
}

pub(super) fn european(inputs: &Value) -> Outcome<Value> {
    let clock = Clock {
        start: given(&inputs["date"], day)?,
        year_days: given(&inputs["year_days"], decimal)?,
    };
    let mut timed: Vec<Timed> = at_start(&inputs["advance"])?;
    for advance in list(&inputs["advances"]) {
        clock.run(advance, -Decimal::ONE, &mut timed)?;
    }
    for repayment in list(&inputs["repayments"]) {
        clock.run(repayment, Decimal::ONE, &mut timed)?;
    }
    percent(effective(&flows(&timed)?)?)
}

/// How times become years.
struct Clock {
    /// The day of the first advance.
    start: Option<CivilDate>,
    /// The days of every year, where the oracle counts all by the day.
    year_days: Option<Decimal>,
}

impl Clock {
    /// A run of equal amounts, from the time that is named, else after one period.
    fn run(&self, run: &Value, sign: Decimal, timed: &mut Vec<Timed>) -> Outcome<()> {
        let amount = product(decimal(&run["amount"])?, sign)?;
        let step = given(&run["every"], every)?;
        let named = named_length(run)?;
        if sign.is_sign_positive() && run["date"].is_null() && named.or(step).is_none() {
            return Err("a repayment without a time".into());
        }
        for number in 0..u32::from(times(run)?) {
            let later = step.unwrap_or_default().times(number)?;
            let at = match (&run["date"], named) {
                (Value::String(_), None) => self.of_date(after(day(&run["date"])?, later)?)?,
                (Value::Null, named) => self.of_length(named.or(step).unwrap_or_default().plus(later)?)?,
                _ => return Err("a repayment with a date and a time".into()),
            };
            timed.push((amount, at));
        }
        Ok(())
    }

    fn of_date(&self, date: CivilDate) -> Outcome<Periods> {
        let start = self
            .start
            .ok_or("a repayment with a date, after an advance without one")?;
        if self.year_days.is_none() {
            return Ok(Periods::years(start, date, Unit::Month)?);
        }
        let days = u32::try_from(start.days_until(date)).map_err(|_| "a repayment before the advance")?;
        self.of_length(Length {
            days,
            ..Length::default()
        })
    }

    /// A week is a fifty-second of a year, a month a twelfth, a day a part of 365 days unless the oracle says otherwise.
    fn of_length(&self, length: Length) -> Outcome<Periods> {
        let year_days = self.year_days.unwrap_or(Decimal::from(365)).normalize();
        let scale = 10_u64.checked_pow(year_days.scale()).ok_or("the days of a year")?;
        let days_a_year = u64::try_from(year_days.mantissa())?;
        // 156 is a multiple of twelve and fifty-two.
        let whole = u64::from(length.months)
            .checked_mul(13)
            .zip(u64::from(length.weeks).checked_mul(3));
        let whole = whole.and_then(|(months, weeks)| months.checked_add(weeks)?.checked_mul(days_a_year));
        let days = u64::from(length.days)
            .checked_mul(156)
            .and_then(|days| days.checked_mul(scale));
        let parts = whole.zip(days).and_then(|(whole, days)| whole.checked_add(days));
        let of = days_a_year.checked_mul(156).and_then(|of| u32::try_from(of).ok());
        Ok(Periods::new(parts.ok_or("a time")?, of.ok_or("the days of a year")?)?)
    }
}

/// The time that a run names by its units, such as `days` or `month`.
fn named_length(run: &Value) -> Outcome<Option<Length>> {
    let mut length = None;
    for (key, value) in run.as_object().ok_or("no repayment")? {
        if ["amount", "count", "every", "date"].contains(&key.as_str()) {
            continue;
        }
        let one = unit(key).ok_or_else(|| format!("the input {key}"))?;
        length = Some(
            length
                .unwrap_or(Length::default())
                .plus(one.times(count(value)?.into())?)?,
        );
    }
    Ok(length)
}

/// A day by the calendar.
fn after(day: CivilDate, length: Length) -> Outcome<CivilDate> {
    let moved = day.plus(Period::new(1, Unit::Month)?, length.months)?;
    let moved = moved.plus(Period::new(1, Unit::Week)?, length.weeks)?;
    Ok(moved.plus(Period::new(1, Unit::Day)?, length.days)?)
}

pub(super) fn xirr(inputs: &Value) -> Outcome<Value> {
    let mut dated = Vec::new();
    for flow in list(&inputs["flows"]) {
        let (amount, date) = if flow.is_array() {
            (&flow[0], &flow[1])
        } else {
            (&flow["amount"], &flow["date"])
        };
        dated.push((day(date)?, decimal(amount)?));
    }
    let first = dated.iter().map(|(date, _)| *date).min().ok_or("no flows")?;
    let mut timed = Vec::new();
    for (date, amount) in &dated {
        timed.push((
            *amount,
            Periods::new(first.days_until(*date).unsigned_abs().into(), 365)?,
        ));
    }
    // The rate is the same from either side: a spreadsheet's money may come in first.
    let mut at_first = dated.iter().filter(|flow| flow.0 == first);
    if at_first
        .try_fold(Decimal::ZERO, |total, flow| sum(total, flow.1))?
        .is_sign_positive()
    {
        for flow in &mut timed {
            flow.0 = -flow.0;
        }
    }
    number(digits(effective(&flows(&timed)?)?))
}

pub(super) fn early_settlement_rebate(inputs: &Value) -> Outcome<Value> {
    let mut timed = vec![(-decimal(&inputs["principal"])?, Periods::ZERO)];
    let instalment = decimal(&inputs["instalment"])?;
    timed.extend((1..=count(&inputs["n"])?).map(|period| (instalment, Periods::whole(period.into()))));
    let whole = decimal(&inputs["settle_after_periods"])?;
    let part = decimal_or(&inputs["part_period"], Decimal::ZERO)?;
    let settled_at = quotient(sum(whole, part)?, Decimal::ONE)?;
    let rate = rate_text(period_rate(inputs)?).parse()?;
    let rebate = rebate(&of_money(&timed, Money::CENTS)?, rate, settled_at)?;
    number(Money::CENTS.amount(rebate))
}

/// The rate of a period that comes to the annual rate in a year, to as many decimals as are asked for.
fn period_rate(inputs: &Value) -> Outcome<Decimal> {
    let year = decimal_or(&inputs["periods_per_year"], Decimal::from(12))?;
    let grown = sum(fraction_of(decimal(&inputs["apr"])?)?, Decimal::ONE)?;
    let of_a_year = [(-Decimal::ONE, Periods::ZERO), (grown, quotient(year, Decimal::ONE)?)];
    let decimals = decimal_or(&inputs["period_rate_decimals"], Decimal::TEN)?;
    let rate = digits(effective(&flows(&of_a_year)?)?);
    Ok(rate.round_dp_with_strategy(u32::try_from(decimals)?, RoundingStrategy::MidpointAwayFromZero))
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// How many equal amounts a run has.
fn times(run: &Value) -> Outcome<u16> {
    Ok(given(&run["count"], count)?.unwrap_or(1))
}

/// Exactly, or to a billionth of a period.
fn quotient(above: Decimal, below: Decimal) -> Outcome<Periods> {
    if above.is_integer() && below.is_integer() {
        return Ok(Periods::new(u64::try_from(above)?, u32::try_from(below)?)?);
    }
    let parts = above
        .checked_mul(BILLION.into())
        .and_then(|parts| parts.checked_div(below));
    Ok(Periods::new(u64::try_from(parts.ok_or("a time")?.round())?, BILLION)?)
}

fn flows(timed: &[Timed]) -> Outcome<Vec<Flow>> {
    let total = timed
        .iter()
        .try_fold(Decimal::ZERO, |total, (amount, _)| sum(total, amount.abs()))?;
    of_money(timed, Money::finest(total))
}

fn of_money(timed: &[Timed], money: Money) -> Outcome<Vec<Flow>> {
    let flow = |(amount, at): &Timed| {
        Ok(Flow {
            amount: money.minor(*amount)?,
            at: *at,
        })
    };
    timed.iter().map(flow).collect()
}

fn digits(rate: AnnualRate) -> Decimal {
    Decimal::new(rate.ten_billionths(), 10)
}

fn percent(rate: AnnualRate) -> Outcome<Value> {
    number(Decimal::new(rate.ten_billionths(), 8))
}
