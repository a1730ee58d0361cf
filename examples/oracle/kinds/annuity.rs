//! What spreadsheets compute of level payments, with their signs: what comes in is above zero, what goes out below.
//!
//! A payment at the end of each period that leaves nothing is a loan's instalment, and the core's. What no contract says
//! (payments at the start, a value that is left, a count with a fraction) is computed as spreadsheets do, in floats.

#![allow(
    clippy::float_arithmetic,
    reason = "spreadsheets and their published figures are floats as well"
)]

use super::loan::Loan;
use super::read::{Money, Outcome, count, decimal, decimal_or, number, ratio};
use predue::calendar::CivilDate;
use predue::outlook::Row;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

pub(super) fn pmt(inputs: &Value) -> Outcome<Value> {
    if let Some(loan) = Contract::of(inputs)? {
        return loan.cell(1, |row| row.due.total.get());
    }
    figure(Terms::of(inputs)?.payment())
}

pub(super) fn ipmt(inputs: &Value) -> Outcome<Value> {
    let period = period(inputs)?;
    if let Some(loan) = Contract::of(inputs)? {
        return loan.cell(period, |row| row.due.interest.get());
    }
    figure(Terms::of(inputs)?.interest(period))
}

pub(super) fn ppmt(inputs: &Value) -> Outcome<Value> {
    let period = period(inputs)?;
    if let Some(loan) = Contract::of(inputs)? {
        return loan.cell(period, |row| row.due.principal.get());
    }
    let terms = Terms::of(inputs)?;
    figure(terms.payment() - terms.interest(period))
}

pub(super) fn fv(inputs: &Value) -> Outcome<Value> {
    let terms = Terms::of(inputs)?;
    figure(terms.future_after(terms.count, float(&inputs["pmt"])?))
}

pub(super) fn nper(inputs: &Value) -> Outcome<Value> {
    figure(Terms::of(inputs)?.periods(float(&inputs["pmt"])?))
}

/// Every row to the cent, as published: payments below zero, what is left above.
pub(super) fn schedule(inputs: &Value) -> Outcome<Value> {
    let as_spreadsheet = json!({ "rate": inputs["rate"], "nper": inputs["n"], "pv": inputs["principal"] });
    let loan = Contract::of(&as_spreadsheet)?.ok_or("a rate that no contract has")?;
    let columns = inputs["columns"].as_array().ok_or("no columns")?;
    let row = |row: &Row| {
        let cells: Outcome<Vec<Value>> = columns.iter().map(|column| loan.of_column(row, column)).collect();
        Ok(Value::from(cells?))
    };
    let rows: Outcome<Vec<Value>> = loan.rows.iter().map(row).collect();
    Ok(Value::from(rows?))
}

/// The payment that is asked for, from 1.
fn period(inputs: &Value) -> Outcome<u16> {
    let (period, last) = (count(&inputs["per"])?, decimal(&inputs["nper"])?);
    if period == 0 || Decimal::from(period) > last {
        return Err(format!("the period {period} of {last}").into());
    }
    Ok(period)
}

/// Whether payments are made at the start of each period.
fn at_start(inputs: &Value) -> Outcome<bool> {
    match inputs.get("type").or(inputs.get("when")) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(begin)) => Ok(*begin),
        Some(Value::String(word)) if ["begin", "start", "b", "beginning", "1"].contains(&word.as_str()) => Ok(true),
        Some(Value::String(word)) if ["end", "finish", "e", "0"].contains(&word.as_str()) => Ok(false),
        Some(Value::Number(number)) if number.as_f64() == Some(0.0) => Ok(false),
        Some(Value::Number(number)) if number.as_f64() == Some(1.0) => Ok(true),
        Some(other) => Err(format!("payments at {other}").into()),
    }
}

/// A rounding of the core's rows grows with the loan; what grows more than twentyfold is left to floats.
const LEAST_DISCOUNT: f64 = 0.05;

/// The loan of the core behind a spreadsheet's terms.
struct Contract {
    rows: Vec<Row>,
    money: Money,
    /// Whether the present value goes out instead of in, so that payments come in.
    is_lent: bool,
}

impl Contract {
    /// None where no contract says it.
    fn of(inputs: &Value) -> Outcome<Option<Self>> {
        let present = decimal(&inputs["pv"])?;
        let (rate, periods) = ratio(&inputs["rate"])?;
        let Ok(count) = count(&inputs["nper"]) else {
            return Ok(None);
        };
        let leaves = decimal_or(&inputs["fv"], Decimal::ZERO)?;
        if at_start(inputs)? || !leaves.is_zero() || present.is_zero() || rate.is_sign_negative() || count > 1_200 {
            return Ok(None);
        }
        if Terms::of(inputs)?.discount() < LEAST_DISCOUNT {
            return Ok(None);
        }
        let start = CivilDate::from_ymd(2026, 1, 1).ok_or("no start")?;
        let money = Money::finest(present);
        let level = Loan::level(money.minor(present.abs())?.get(), "0", count, start);
        let level = Loan {
            conventions: json!({ "smoothing": false }),
            ..level
        };
        let Some(loan) = at_rate(level, rate, periods) else {
            return Ok(None);
        };
        // What grows beyond the core's amounts is left to floats.
        let rows = loan.schedule(start).map(|schedule| schedule.rows);
        Ok(rows.ok().map(|rows| Self {
            rows,
            money,
            is_lent: present.is_sign_negative(),
        }))
    }

    fn cell(&self, period: u16, minor: fn(&Row) -> i64) -> Outcome<Value> {
        let row = self.rows.iter().find(|row| row.number == u32::from(period));
        let paid = self.amount(minor(row.ok_or("no such period")?))?;
        number(if self.is_lent { paid } else { -paid })
    }

    fn of_column(&self, row: &Row, column: &Value) -> Outcome<Value> {
        let minor = match column.as_str() {
            Some("period" | "per" | "number") => return Ok(Value::from(row.number)),
            Some("balance") => return number(self.amount(row.balance.get())?.round_dp(2)),
            Some("principal") => row.due.principal,
            Some("interest") => row.due.interest,
            Some("payment" | "total" | "instalment" | "installment") => row.due.total,
            _ => return Err(format!("the column {column}").into()),
        };
        number(-self.amount(minor.get())?.round_dp(2))
    }

    fn amount(&self, minor: i64) -> Outcome<Decimal> {
        Ok(self.money.amount(predue::money::Minor::new(minor)?))
    }
}

/// The loan whose periods bear `rate` ÷ `periods`: weeks where there are fifty-two, days where there are 365, else months.
/// None where a contract's annual rate cannot say it.
fn at_rate(loan: Loan, rate: Decimal, periods: Decimal) -> Option<Loan> {
    let (annual_rate, unit) = match periods.to_u32() {
        Some(52) => (rate, "week"),
        Some(365) => (rate, "day"),
        _ => {
            let of_year = rate.checked_mul(Decimal::from(12))?;
            let annual = of_year.checked_div(periods)?;
            (annual.checked_mul(periods)? == of_year).then_some((annual, "month"))?
        }
    };
    let annual_rate = annual_rate.normalize();
    (annual_rate.scale() <= 10).then(|| Loan {
        annual_rate: annual_rate.to_string(),
        every: (1, unit),
        accrual: "period",
        day_count: "actual/365",
        ..loan
    })
}

/// Level payments as spreadsheets see them.
struct Terms {
    rate: f64,
    count: f64,
    present: f64,
    future: f64,
    at_start: bool,
}

impl Terms {
    fn of(inputs: &Value) -> Outcome<Self> {
        let (above, below) = ratio(&inputs["rate"])?;
        let optional = |key: &str| {
            if inputs[key].is_null() {
                Ok(0.0)
            } else {
                float(&inputs[key])
            }
        };
        Ok(Self {
            rate: of_decimal(above)? / of_decimal(below)?,
            count: optional("nper")?,
            present: optional("pv")?,
            future: optional("fv")?,
            at_start: at_start(inputs)?,
        })
    }

    /// What one at each payment comes to after so many periods.
    fn annuity(&self, count: f64) -> f64 {
        if self.rate == 0.0 {
            return count;
        }
        self.due() * ((1.0 + self.rate).powf(count) - 1.0) / self.rate
    }

    /// What a payment has grown to at the end of its own period.
    fn due(&self) -> f64 {
        if self.at_start { 1.0 + self.rate } else { 1.0 }
    }

    /// What one at the last payment's time is worth at the start.
    fn discount(&self) -> f64 {
        (1.0 + self.rate).powf(-self.count)
    }

    fn payment(&self) -> f64 {
        if self.rate == 0.0 {
            return -(self.future + self.present) / self.count;
        }
        let discount = self.discount();
        -(self.future * discount + self.present) * self.rate / (1.0 - discount) / self.due()
    }

    fn future_after(&self, count: f64, payment: f64) -> f64 {
        -(self.present * (1.0 + self.rate).powf(count) + payment * self.annuity(count))
    }

    /// The principal in a payment at the end of a period, which grows at the rate, is what is left of it.
    fn interest(&self, period: u16) -> f64 {
        if self.rate == 0.0 || (self.at_start && period == 1) {
            return 0.0;
        }
        let from_end = (1.0 + self.rate).powf(f64::from(period) - 1.0 - self.count);
        let principal = -(self.future + self.present) * self.rate * from_end / (1.0 - self.discount());
        self.payment() - principal / self.due()
    }

    fn periods(&self, payment: f64) -> f64 {
        if self.rate == 0.0 {
            return -(self.future + self.present) / payment;
        }
        let perpetual = payment * self.due() / self.rate;
        ((perpetual - self.future) / (perpetual + self.present)).ln() / self.rate.ln_1p()
    }
}

fn float(value: &Value) -> Outcome<f64> {
    of_decimal(decimal(value)?)
}

fn of_decimal(value: Decimal) -> Outcome<f64> {
    Ok(value.to_f64().ok_or("a number too long")?)
}

fn figure(figure: f64) -> Outcome<Value> {
    if figure.is_finite() {
        Ok(json!(figure))
    } else {
        Err("there is no such figure".into())
    }
}
