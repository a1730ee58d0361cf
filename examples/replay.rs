//! Computes published repayment schedules from their inputs alone: reads cases on standard input, prints a line of JSON a case.
//!
//! `cargo run --release --example replay < tests/vectors/fineract.json`

#![allow(clippy::indexing_slicing, reason = "a missing key of a JSON value reads as null")]

use predue::account::{
    Account, Accrual, Allocation, Conventions, DayCount, Event, EventKind, Grace, InstalmentRate, LeapYear, LoanPlan,
    Method, MonthDays, Plan, Rest, Rounding, YearDays, YearSplit,
};
use predue::calendar::{BusinessDays, CivilDate, Period, Unit};
use predue::ledger::Ledger;
use predue::money::{Minor, Rate, RoundingMode};
use serde_json::{Value, json};
use std::error::Error;
use std::io::Read;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let file: Value = serde_json::from_str(&text)?;
    for case in file["cases"].as_array().into_iter().flatten() {
        let rows = rows(case).map_or_else(
            |error| json!({ "id": case["id"], "unsupported": error.to_string() }),
            |rows| json!({ "id": case["id"], "rows": rows }),
        );
        println!("{rows}");
    }
    Ok(())
}

fn rows(case: &Value) -> Outcome<Vec<Value>> {
    let account = account(case)?;
    let today = date(&case["as_of"])?;
    let ledger = Ledger::of(&account, &[], today)?;
    let mut rows = Vec::new();
    for (number, row) in (1..).zip(&ledger.instalments) {
        rows.push(json!({
            "number": number,
            "date": row.due_on.to_string(),
            "principal": row.due.principal.get(),
            "interest": row.due.interest.get(),
            "fees": row.due.fees.get(),
            "penalties": row.due.penalty.get(),
            "total": row.due.total()?.get(),
            "paid": row.paid.total()?.get(),
            "inAdvance": row.in_advance.get(),
            "late": row.late.get(),
            "outstanding": row.outstanding()?.total()?.get(),
            "balance": row.balance.get(),
        }));
    }
    Ok(rows)
}

fn account(case: &Value) -> Outcome<Account> {
    let product = &case["product"];
    let paid_out = disbursements(case)?;
    let approved = &case["approved"];
    let (start, principal) = match paid_out.first() {
        Some((date, amount)) => (*date, *amount),
        None if approved.is_null() => (date(&case["submitted_on"])?, amount(&case["principal"])?),
        None => (date(&approved["expected"])?, amount(&approved["amount"])?),
    };
    let events = paid_out
        .into_iter()
        .map(|(date, amount)| Event {
            date,
            id: None,
            kind: EventKind::Disbursement(amount),
        })
        .chain(other_events(case)?)
        .collect();
    let plan = LoanPlan {
        principal,
        annual_rate: annual_rate(case)?,
        method: method(case)?,
        count: number(&case["n_instalments"])?,
        every: Period::new(number(&case["frequency"]["every"])?, unit(&case["frequency"]["unit"])?)?,
        start,
        first_due: None,
        day_count: day_count(&case["day_count"])?,
        accrual: accrual(case),
        rounding: Rounding {
            mode: rounding_mode(&case["rounding"]["mode"])?,
            multiple: multiple(product)?,
        },
        grace: grace(case)?,
        down_payment: down_payment(product)?,
        business_days: BusinessDays::default(),
        conventions: conventions(case)?,
    };
    Ok(Account {
        id: "replay".to_owned(),
        currency: "USD".parse()?,
        plan: Plan::Loan(Box::new(plan)),
        events,
        grace_days: 0,
        allocation: Allocation::default(),
        autopay: false,
        prior: None,
    })
}

fn is_progressive(case: &Value) -> bool {
    case["product"]["loanScheduleType"] == "PROGRESSIVE"
}

fn disbursements(case: &Value) -> Outcome<Vec<(CivilDate, Minor)>> {
    let events = case["events"].as_array().into_iter().flatten();
    events
        .filter(|event| event["t"] == "disburse")
        .map(|event| Ok((date(&event["date"])?, amount(&event["amount"])?)))
        .collect()
}

/// Events that change no figure of a schedule are left out; the rest is not computed yet.
fn other_events(case: &Value) -> Outcome<Vec<Event>> {
    for event in case["events"].as_array().into_iter().flatten() {
        let kind = event["t"].as_str().unwrap_or_default();
        match kind {
            "disburse"
            | "cob"
            | "job"
            | "config"
            | "approve"
            | "business_date"
            | "set_future_rule"
            | "set_repayment_start"
            | "delinquency_pause"
            | "delinquency_resume" => {}
            _ => return Err(format!("events of the kind {kind}").into()),
        }
    }
    Ok(Vec::new())
}

fn annual_rate(case: &Value) -> Outcome<Rate> {
    let percent = case["annual_rate"].as_str().ok_or("no rate")?;
    let (whole, decimals) = percent.split_once('.').unwrap_or((percent, ""));
    let padded = format!("{whole:0>3}");
    let (units, cents) = padded.split_at(padded.len() - 2);
    let rate: Rate = format!("{units}.{cents}{decimals}").parse()?;
    match case["product"]["interestRateFrequencyType"].as_str() {
        Some("MONTH") => Ok(rate.times(12)?),
        Some("WHOLE_TERM") => Err("a rate for the whole term".into()),
        _ => Ok(rate),
    }
}

fn method(case: &Value) -> Outcome<Method> {
    match (case["amortization"].as_str(), case["interest_type"].as_str()) {
        (Some("EQUAL_INSTALLMENTS"), Some("FLAT")) if !is_progressive(case) => Ok(Method::Flat),
        (Some("EQUAL_INSTALLMENTS"), _) => Ok(Method::EqualInstalment),
        (Some("EQUAL_PRINCIPAL"), _) => Ok(Method::EqualPrincipal),
        (other, _) => Err(format!("the amortisation {other:?}").into()),
    }
}

fn accrual(case: &Value) -> Accrual {
    let by_period = case["interest_calc_period"] == "SAME_AS_REPAYMENT_PERIOD";
    if by_period && !is_progressive(case) {
        Accrual::Period
    } else {
        Accrual::Daily
    }
}

fn conventions(case: &Value) -> Outcome<Conventions> {
    let product = &case["product"];
    let progressive = is_progressive(case);
    let counted_from_submission = product["repaymentStartDateType"] == 2;
    let recalculates = product["isInterestRecalculationEnabled"] == true;
    let january = product["interestRecognitionOnDisbursementDate"] == true;
    let rest = &product["recalculationRestFrequencyType"];
    let pre_closure = &product["preClosureInterestCalculationStrategy"];
    Ok(Conventions {
        recalculation: progressive && recalculates,
        interest_on_past_due: product["disallowInterestCalculationOnPastDue"] != true,
        smoothing: progressive,
        instalment_rate: if progressive {
            InstalmentRate::EachPeriod
        } else {
            InstalmentRate::FirstPeriod
        },
        year_split: match (progressive, january) {
            (false, _) => YearSplit::None,
            (true, true) => YearSplit::JanuaryStart,
            (true, false) => YearSplit::DecemberEnd,
        },
        leap_year: if product["daysInYearCustomStrategy"] == "FEB_29_PERIOD_ONLY" {
            LeapYear::LeapDayPeriod
        } else {
            LeapYear::Calendar
        },
        seed: if counted_from_submission {
            Some(date(&case["submitted_on"])?)
        } else {
            None
        },
        rest: Rest {
            past_due_to_period_end: *rest == 1 || *rest == "SAME_AS_REPAYMENT",
            advance_to_period_end: *pre_closure == 2 || *pre_closure == "TILL_REST_FREQUENCY_DATE",
        },
    })
}

fn day_count(value: &Value) -> Outcome<DayCount> {
    let year = match value["year"].as_str() {
        Some("ACTUAL") => YearDays::Actual,
        Some("DAYS360") => YearDays::Fixed(360),
        Some("DAYS364") => YearDays::Fixed(364),
        Some("DAYS365") => YearDays::Fixed(365),
        other => return Err(format!("a year of {other:?}").into()),
    };
    let month = match value["month"].as_str() {
        Some("ACTUAL") => MonthDays::Actual,
        Some("DAYS30") => MonthDays::Thirty,
        other => return Err(format!("a month of {other:?}").into()),
    };
    Ok(DayCount { month, year })
}

fn rounding_mode(value: &Value) -> Outcome<RoundingMode> {
    match value.as_str() {
        None | Some("HALF_EVEN") => Ok(RoundingMode::HalfEven),
        Some("HALF_UP") => Ok(RoundingMode::HalfUp),
        Some("UP" | "CEILING") => Ok(RoundingMode::Up),
        Some("DOWN" | "FLOOR") => Ok(RoundingMode::Down),
        other => Err(format!("the rounding {other:?}").into()),
    }
}

fn multiple(product: &Value) -> Outcome<Option<Minor>> {
    match &product["installmentAmountInMultiplesOf"] {
        Value::Null => Ok(None),
        value => Ok(Some(amount(value)?)),
    }
}

fn down_payment(product: &Value) -> Outcome<Option<Rate>> {
    if product["enableDownPayment"] != true {
        return Ok(None);
    }
    let percent = product["disbursedAmountPercentageForDownPayment"]
        .as_f64()
        .ok_or("no share of the down payment")?;
    Ok(Some(format!("{:.6}", percent / 100.0).parse()?))
}

fn grace(case: &Value) -> Outcome<Grace> {
    let grace = &case["grace"];
    let of = |key: &str| {
        if grace[key].is_null() {
            Ok(0)
        } else {
            number(&grace[key])
        }
    };
    if of("interest_free_period")? != 0 {
        return Err("an interest-free period".into());
    }
    Ok(Grace {
        principal: of("grace_principal")?,
        interest: of("grace_interest")?,
    })
}

fn unit(value: &Value) -> Outcome<Unit> {
    match value.as_str() {
        Some("DAYS") => Ok(Unit::Day),
        Some("WEEKS") => Ok(Unit::Week),
        Some("MONTHS") => Ok(Unit::Month),
        other => Err(format!("a frequency in {other:?}").into()),
    }
}

fn date(value: &Value) -> Outcome<CivilDate> {
    Ok(value.as_str().ok_or("no date")?.parse()?)
}

fn number(value: &Value) -> Outcome<u16> {
    let number = value
        .as_u64()
        .or_else(|| value.as_str()?.parse().ok())
        .ok_or("no number")?;
    Ok(u16::try_from(number)?)
}

/// A decimal amount of two digits in minor units.
fn amount(value: &Value) -> Outcome<Minor> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let cents = format!("{decimals:0<2}");
    let (cents, rest) = cents.split_at(2);
    if rest.bytes().any(|digit| digit != b'0') {
        return Err(format!("the amount {text} has more than two decimals").into());
    }
    Ok(Minor::new(format!("{whole}{cents}").parse()?)?)
}
