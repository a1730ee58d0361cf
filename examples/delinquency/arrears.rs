//! A published case of arrears as an account with its pauses, and how delinquent it is as the case publishes it.

#![allow(clippy::indexing_slicing, reason = "a missing key of a JSON value reads as null")]

use crate::case::{self, Outcome, date};
use predue::calendar::CivilDate;
use predue::ledger::{AgeRange, Delinquency, Ledger, Pause};
use predue::money::Minor;
use serde_json::{Value, json};

/// The ranges of the tables, each with its name and the days it begins and ends with.
pub(crate) const RANGES: [(&str, u32, Option<u32>); 9] = [
    ("RANGE_1", 1, Some(3)),
    ("RANGE_3", 4, Some(30)),
    ("RANGE_30", 31, Some(60)),
    ("RANGE_60", 61, Some(90)),
    ("RANGE_90", 91, Some(120)),
    ("RANGE_120", 121, Some(150)),
    ("RANGE_150", 151, Some(180)),
    ("RANGE_180", 181, Some(240)),
    ("RANGE_240", 241, None),
];

/// What a case asks for: the standing of the account, or of its instalments by range.
///
/// Which of the two it asks for stands beside the answer in `expected`; nothing else there is read. Without it both are
/// told.
pub(crate) fn answer(case: &Value) -> Outcome<Value> {
    let found = delinquency(case)?;
    let ranges = RANGES.map(|(_, from_days, to_days)| AgeRange { from_days, to_days });
    let mut line = json!({ "id": case["id"] });
    let level = &case["expected"]["level"];
    if !level.is_null() {
        line["level"] = level.clone();
    }
    if level != "INSTALLMENT" {
        line["classification"] = json!(found.range(&ranges).map_or("NO_DELINQUENCY", name));
        line["delinquentAmount"] = json!(decimal(found.amount));
        line["delinquentDate"] = json!(found.since.map(|day| day.to_string()));
        line["delinquentDays"] = json!(found.days.to_string());
        line["pastDueDays"] = json!(found.days_past_due.to_string());
    }
    if level != "LOAN" {
        line["ranges"] = rows(&found.amounts(&ranges));
    }
    Ok(line)
}

/// How delinquent a case is on its day.
fn delinquency(case: &Value) -> Outcome<Delinquency> {
    let account = case::account(&as_replayed(case))?;
    let today = date(&case["as_of"])?;
    let mut ledger = Ledger::of(&account, &[], today)?;
    if events(case).all(|event| event["t"] != "disburse") {
        // What was never paid out is not owed, while a wallet takes a loan without events as paid out at its start.
        ledger.instalments.clear();
    }
    let grace_days = u16::try_from(case["grace_on_arrears_ageing"].as_u64().unwrap_or_default())?;
    Ok(ledger.delinquency(grace_days, &pauses(case)?)?)
}

/// The pauses, each ended by the first resumption that falls into it, whichever of the two was booked first.
fn pauses(case: &Value) -> Outcome<Vec<Pause>> {
    let resumed: Outcome<Vec<CivilDate>> = named(case, "delinquency_resume")
        .map(|event| date(&event["start"]))
        .collect();
    let resumed = resumed?;
    named(case, "delinquency_pause")
        .map(|event| {
            let (from, until) = (date(&event["start"])?, date(&event["end"])?);
            let end = resumed.iter().copied().find(|day| (from..=until).contains(day));
            let pause = Pause { from, until };
            Ok(end.map_or(pause, |day| pause.resumed_on(day)))
        })
        .collect()
}

fn events(case: &Value) -> impl Iterator<Item = &Value> {
    case["events"].as_array().into_iter().flatten()
}

fn named<'a>(case: &'a Value, name: &'a str) -> impl Iterator<Item = &'a Value> {
    events(case).filter(move |event| event["t"] == name)
}

/// The case in the shape that `replay` reads.
fn as_replayed(case: &Value) -> Value {
    let loan = &case["loan"];
    json!({
        "as_of": case["as_of"],
        "product_name": case["product_name"],
        "product": product(case),
        "principal": loan["principal"],
        "annual_rate": loan["annual_rate"],
        "interest_type": loan["interest_type"],
        "interest_calc_period": loan["interest_calc_period"],
        "amortization": loan["amortization"],
        "n_instalments": loan["n"],
        "frequency": { "every": loan["repay_every"], "unit": loan["repay_unit"] },
        "submitted_on": loan["submitted_on"],
        "grace": {
            "grace_principal": loan["grace_principal"],
            "grace_interest": loan["grace_interest"],
            "interest_free_period": loan["interest_free_period"],
        },
        "approved": named(case, "approve").last(),
        "day_count": { "year": "ACTUAL", "month": "ACTUAL" },
        "strategy": loan["strategy"],
        "events": dated(case),
    })
}

/// The product, with what its cases leave out: the rules for money that all products with a down payment have in
/// `fineract.json`, and the direction that some carry in their name.
fn product(case: &Value) -> Value {
    let mut product = case["product"].clone();
    if product["paymentAllocation"].is_null() {
        product["paymentAllocation"] = json!([
            { "transaction": "DEFAULT", "future": "NEXT_INSTALLMENT" },
            { "transaction": "GOODWILL_CREDIT", "future": "LAST_INSTALLMENT" },
            { "transaction": "MERCHANT_ISSUED_REFUND", "future": "REAMORTIZATION" },
            { "transaction": "PAYOUT_REFUND", "future": "NEXT_INSTALLMENT" },
        ]);
    }
    let is_vertical = case["product_name"]
        .as_str()
        .is_some_and(|name| name.contains("_VERTICAL"));
    if product["loanScheduleProcessingType"].is_null() && is_vertical {
        product["loanScheduleProcessingType"] = json!("VERTICAL");
    }
    product
}

/// The events, each with the business day it was booked on where it does not say so itself.
fn dated(case: &Value) -> Vec<Value> {
    let mut business_date = &case["loan"]["submitted_on"];
    let mut dated = Vec::new();
    for event in events(case) {
        if event["t"] == "business_date" {
            business_date = &event["date"];
        }
        let mut event = event.clone();
        if event["on"].is_null() {
            event["on"] = business_date.clone();
        }
        dated.push(event);
    }
    dated
}

/// The ranges in which something is past due.
fn rows(amounts: &[Minor]) -> Value {
    let rows = (1_u32..).zip(amounts).zip(RANGES);
    rows.filter(|((_, amount), _)| amount.is_positive())
        .map(|((id, amount), (name, ..))| json!({ "rangeId": id.to_string(), "Range": name, "Amount": decimal(*amount) }))
        .collect()
}

fn name(place: usize) -> &'static str {
    RANGES.get(place).map_or("", |(name, ..)| name)
}

/// An amount of two decimals.
fn decimal(amount: Minor) -> String {
    let digits = format!("{:03}", amount.get());
    let (whole, cents) = digits.split_at(digits.len().saturating_sub(2));
    format!("{whole}.{cents}")
}
