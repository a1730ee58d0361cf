//! Published figures of spreadsheets, libraries and lenders, each computed through the public functions.
//!
//! The figures, their sources and their tolerances stand in `vectors/oracles.json`; a failure names the source.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and its figures are far from the limits"
)]

#[path = "common/loan.rs"]
mod loan;

use loan::Loan;
use predue::calendar::CivilDate;
use predue::outlook::Row;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::error::Error;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Published figures are rounded at the end, ours at every instalment: a minor unit this small makes no difference.
const UNITS: i64 = 1_000_000;

/// One test for each oracle, by the function that computes it.
macro_rules! oracles {
    ($($id:ident: $compute:ident,)*) => {
        const MET: &[&str] = &[$(stringify!($id)),*];
        $(
            #[test]
            fn $id() -> Outcome<()> {
                agree(stringify!($id), $compute)
            }
        )*
    };
}

oracles! {
    xl_days360_20110130_0201: days_of_thirty,
    xl_days360_20110101_1231: days_of_thirty,
    xl_days360_20110101_0201: days_of_thirty,
    actact_isda_20031101: year_fraction_isda,
    actact_isda_19990201: year_fraction_isda,
    actact_isda_19990701: year_fraction_isda,
    xl_yearfrac_b0: year_fraction,
    xl_yearfrac_b1: year_fraction,
    xl_yearfrac_b3: year_fraction,
    curo_ex2_pmt: instalment,
    npf_pmt: payment,
    xl_pmt: payment,
    xl_ipmt: interest_part,
    xl_ppmt10: principal_part,
    npf_amort_2500: unrounded_schedule,
    frappe_emi: instalment_of_whole_units,
    frappe_total_interest: total_interest,
    frappe_fixed_amount_int: total_interest_of_a_fixed_instalment,
    frappe_row_3: row_of_whole_units,
    frappe_row_19: row_of_whole_units,
    mit_min_1: card_after_twelve_minimums,
    mit_min_2: card_after_twelve_minimums,
    avant_card_1: card_after_a_month,
    avant_card_2: card_after_a_month,
}

/// What no function computes yet, by kind, and the one payment that the contract cannot say: at the start of each period.
const LEFT: [&str; 11] = [
    "apr_regz_actuarial",
    "apr_eu",
    "early_settlement_rebate",
    "fv",
    "nper",
    "xirr",
    "first_period_interest",
    "penalty_percent_per_day_of_overdue",
    "late_fee_percent_once",
    "cost_of_settling_on_day",
    "pmt",
];

fn all() -> Outcome<Vec<Value>> {
    let file: Value = serde_json::from_str(include_str!("vectors/oracles.json"))?;
    Ok(file["oracles"].as_array().ok_or("no oracles")?.clone())
}

fn agree(id: &str, compute: fn(&Value) -> Outcome<Vec<Decimal>>) -> Outcome<()> {
    let oracle = all()?
        .into_iter()
        .find(|oracle| oracle["id"] == id)
        .ok_or("no such oracle")?;
    let source = &oracle["source"];
    let mut published = Vec::new();
    flatten(&oracle["expected"], &mut published)?;
    let tolerance = decimal(&oracle["tolerance"]).unwrap_or_default();
    let computed = compute(&oracle["inputs"]).map_err(|error| format!("{error} ({source})"))?;
    assert_eq!(computed.len(), published.len(), "{source}");
    for (computed, published) in computed.iter().zip(published) {
        // Payments are below zero in spreadsheets.
        let off = (computed.abs() - published.abs()).abs();
        assert!(off <= tolerance, "{computed} for {published}, published by {source}");
    }
    Ok(())
}

fn flatten(value: &Value, into: &mut Vec<Decimal>) -> Outcome<()> {
    match value {
        Value::Array(values) => values.iter().try_for_each(|value| flatten(value, into)),
        value => {
            into.push(decimal(value)?);
            Ok(())
        }
    }
}

fn decimal(value: &Value) -> Outcome<Decimal> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Ok(Decimal::from_scientific(&text).or_else(|_| text.parse())?)
}

fn day(value: &Value) -> Outcome<CivilDate> {
    Ok(value.as_str().ok_or("no date")?.parse()?)
}

fn count(value: &Value) -> Outcome<u16> {
    Ok(u16::try_from(value.as_u64().ok_or("no count")?)?)
}

/// An amount of the oracle in minor units.
fn minor(value: &Value) -> Outcome<i64> {
    Ok(i64::try_from(decimal(value)? * Decimal::from(UNITS))?)
}

/// Minor units as an amount of the oracle.
fn amount(minor: impl Into<Decimal>) -> Decimal {
    minor.into() / Decimal::from(UNITS)
}

/// A percentage as a rate.
fn percent(value: &Value) -> Outcome<String> {
    Ok((decimal(value)? / Decimal::ONE_HUNDRED).normalize().to_string())
}

fn start() -> CivilDate {
    CivilDate::from_ymd(2026, 1, 1).expect("a day")
}

fn level(principal: i64, annual_rate: &str, count: u16) -> Loan {
    Loan {
        conventions: json!({ "smoothing": false }),
        ..Loan::level(principal, annual_rate, count, start())
    }
}

fn rows(loan: &Loan) -> Outcome<Vec<Row>> {
    Ok(loan.schedule(loan.start)?.rows)
}

fn days_of_thirty(inputs: &Value) -> Outcome<Vec<Decimal>> {
    let days = day(&inputs["start"])?.days_until_thirty(day(&inputs["end"])?);
    Ok(vec![days.into()])
}

/// The share of a year is what one instalment of a trillion owes at a rate of one.
fn share_of_year(inputs: &Value, day_count: &'static str, conventions: Value) -> Outcome<Decimal> {
    const TRILLION: i64 = 1_000_000_000_000;
    let loan = Loan {
        first_due: Some(day(&inputs["end"])?),
        day_count,
        conventions,
        ..Loan::level(TRILLION, "1", 1, day(&inputs["start"])?)
    };
    let interest = rows(&loan)?[0].due.interest.get();
    Ok(Decimal::from(interest) / Decimal::from(TRILLION))
}

fn year_fraction_isda(inputs: &Value) -> Outcome<Vec<Decimal>> {
    Ok(vec![share_of_year(
        inputs,
        "actual/actual",
        json!({ "yearSplit": "1-january" }),
    )?])
}

fn year_fraction(inputs: &Value) -> Outcome<Vec<Decimal>> {
    let share = match inputs["basis"].as_u64() {
        Some(0) => days_of_thirty(inputs)?[0] / Decimal::from(360),
        Some(1) => share_of_year(inputs, "actual/actual", json!({}))?,
        Some(3) => share_of_year(inputs, "actual/365", json!({}))?,
        other => return Err(format!("the basis {other:?}").into()),
    };
    Ok(vec![share])
}

fn instalment(inputs: &Value) -> Outcome<Vec<Decimal>> {
    let rate = percent(&inputs["annual_rate"])?;
    let loan = level(minor(&inputs["principal"])?, &rate, count(&inputs["n"])?);
    Ok(vec![amount(rows(&loan)?[0].due.total.get())])
}

/// The loan behind a spreadsheet's `rate`, `nper` and `pv`: a rate over twelve is one of months, else one of years.
fn of_spreadsheet(rate: &Value, count: u16, principal: i64) -> Outcome<Loan> {
    let text = rate.as_str().ok_or("no rate")?;
    let (annual, months) = text.strip_suffix("/12").map_or((text, 12), |annual| (annual, 1));
    let annual = match annual.strip_suffix('%') {
        Some(percentage) => percent(&json!(percentage))?,
        None => annual.to_owned(),
    };
    Ok(Loan {
        every: (months, "month"),
        ..level(principal, &annual, count)
    })
}

fn spreadsheet_rows(inputs: &Value) -> Outcome<Vec<Row>> {
    rows(&of_spreadsheet(
        &inputs["rate"],
        count(&inputs["nper"])?,
        minor(&inputs["pv"])?,
    )?)
}

fn payment(inputs: &Value) -> Outcome<Vec<Decimal>> {
    Ok(vec![amount(spreadsheet_rows(inputs)?[0].due.total.get())])
}

fn period(inputs: &Value) -> Outcome<usize> {
    Ok(usize::from(count(&inputs["per"])?) - 1)
}

fn interest_part(inputs: &Value) -> Outcome<Vec<Decimal>> {
    Ok(vec![amount(
        spreadsheet_rows(inputs)?[period(inputs)?].due.interest.get(),
    )])
}

fn principal_part(inputs: &Value) -> Outcome<Vec<Decimal>> {
    Ok(vec![amount(
        spreadsheet_rows(inputs)?[period(inputs)?].due.principal.get(),
    )])
}

fn unrounded_schedule(inputs: &Value) -> Outcome<Vec<Decimal>> {
    let loan = of_spreadsheet(&inputs["rate"], count(&inputs["n"])?, minor(&inputs["principal"])?)?;
    let mut cells = Vec::new();
    for row in rows(&loan)? {
        cells.push(row.number.into());
        cells.extend([row.due.principal, row.due.interest, row.balance].map(|cell| amount(cell.get()).round_dp(2)));
    }
    Ok(cells)
}

/// The same amount of whole units each time, the last one taking the rest.
fn of_whole_units(inputs: &Value, count: u16, multiple: i64) -> Outcome<Loan> {
    let mut loan = level(minor(&inputs["principal"])?, &percent(&inputs["annual_rate"])?, count);
    (loan.rounding, loan.multiple) = ("up", Some(multiple * UNITS));
    Ok(loan)
}

fn instalment_of_whole_units(inputs: &Value) -> Outcome<Vec<Decimal>> {
    let loan = of_whole_units(inputs, count(&inputs["n"])?, 1)?;
    Ok(vec![amount(rows(&loan)?[0].due.total.get())])
}

fn row_of_whole_units(inputs: &Value) -> Outcome<Vec<Decimal>> {
    let loan = of_whole_units(inputs, count(&inputs["n"])?, 1)?;
    let row = &rows(&loan)?[usize::from(count(&inputs["row_index"])?)];
    Ok([row.due.principal, row.due.interest, row.balance]
        .map(|cell| amount(cell.get()).round())
        .to_vec())
}

fn total_interest(inputs: &Value) -> Outcome<Vec<Decimal>> {
    let loan = of_whole_units(inputs, count(&inputs["n"])?, 1)?;
    Ok(vec![amount(loan.schedule(loan.start)?.totals.due.interest.get())])
}

/// With as many instalments as the fixed amount needs, it is their level rounded up.
fn total_interest_of_a_fixed_instalment(inputs: &Value) -> Outcome<Vec<Decimal>> {
    let fixed = inputs["fixed_instalment"].as_i64().ok_or("no instalment")?;
    for count in 1..100 {
        let loan = of_whole_units(inputs, count, fixed)?;
        let schedule = loan.schedule(loan.start)?;
        if schedule.rows[0].due.total.get() == fixed * UNITS {
            return Ok(vec![amount(schedule.totals.due.interest.get())]);
        }
    }
    Err("no count has this instalment".into())
}

/// What a card's statements come to when each minimum is paid on its due day, which is the closing day here.
fn card(balance: i64, minimum: i64, annual_rate: &str, share: &str, day_count: &str) -> Outcome<Vec<Row>> {
    let plan = json!({
        "kind": "card", "annualRate": annual_rate, "dayCount": day_count, "minimum": { "share": share, "floor": 0 },
        "statements": [{ "id": "now", "closed": "2026-04-15", "due": "2026-04-15", "balance": balance, "minimum": minimum }],
    });
    let wallet = loan::wallet(&[loan::account("card", "EUR", &plan)], &[]);
    Ok(loan::schedule(&wallet, "card", &loan::at(start()))?.rows)
}

/// The balance that a statement was closed with.
fn closed_with(row: &Row) -> Decimal {
    amount(row.balance.get() + row.due.total.get())
}

fn card_after_twelve_minimums(inputs: &Value) -> Outcome<Vec<Decimal>> {
    let (balance, share) = (minor(&inputs["balance"])?, decimal(&inputs["min_rate"])?);
    let minimum = i64::try_from((Decimal::from(balance) * share).round())?;
    let rate = decimal(&inputs["annual_rate"])?.to_string();
    let rows = card(balance, minimum, &rate, &share.to_string(), "30/360")?;
    Ok(vec![closed_with(&rows[12])])
}

/// What is owed with the interest of a month, on a card that revolves; its first charge is the statement.
fn card_after_a_month(inputs: &Value) -> Outcome<Vec<Decimal>> {
    let events = inputs["events"].as_array().ok_or("no events")?;
    let on = |day: &Value| start().plus_days(i32::try_from(day.as_i64().unwrap_or_default()).unwrap_or_default());
    let mut booked = Vec::new();
    for event in events.iter().skip(1) {
        let (kind, amount) = match &event["charge"] {
            Value::Null => ("repayment", minor(&event["payment"])?),
            charge => ("disbursement", minor(charge)?),
        };
        booked.push(json!({ "kind": kind, "date": on(&event["day"])?.to_string(), "amount": amount }));
    }
    let day = start().to_string();
    let balance = minor(&events[0]["charge"])?;
    let mut account = loan::account(
        "card",
        "EUR",
        &json!({
            "kind": "card", "annualRate": percent(&inputs["apr"])?, "minimum": { "share": "1", "floor": 0 },
            "statements": [{ "id": "now", "closed": day, "due": day, "balance": balance, "minimum": 0, "revolving": true }],
        }),
    );
    account["events"] = json!(booked);
    let outlook = loan::outlook(&loan::wallet(&[account], &[]), &loan::at(on(&inputs["days"])?), None)?;
    Ok(vec![amount(outlook.accounts[0].payoff.total.get())])
}

#[test]
fn every_oracle_is_met_or_named_as_left() -> Outcome<()> {
    for oracle in all()? {
        let (id, kind) = (
            oracle["id"].as_str().unwrap_or_default(),
            oracle["kind"].as_str().unwrap_or_default(),
        );
        assert!(
            MET.contains(&id) || LEFT.contains(&kind),
            "{id} of the kind {kind} is neither"
        );
    }
    Ok(())
}
