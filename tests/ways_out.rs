//! What a way out is made of: new instalments, moved due dates, pauses, new rates and waivers, each through the wallet.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and its figures are far from the limits"
)]

#[path = "common/any.rs"]
mod any_terms;
#[path = "../examples/replay/case.rs"]
mod case;
#[path = "../examples/parity/contract.rs"]
mod contract;
#[path = "common/loan.rs"]
mod loan;

use any_terms::fixed;
use loan::Loan;
use predue::account::{Part, Parts};
use predue::calendar::CivilDate;
use predue::ledger::Ledger;
use predue::{Result, wire};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs::read_to_string;
use std::path::Path;

const PARTS: [Part; 4] = [Part::Principal, Part::Interest, Part::Fees, Part::Penalty];

fn day(text: &str) -> CivilDate {
    text.parse().expect("a day")
}

fn month() -> Value {
    json!({ "n": 1, "unit": "month" })
}

fn with_events(plan: &Value, events: &[Value]) -> Value {
    let mut account = loan::account("loan", "EUR", plan);
    account["events"] = json!(events);
    loan::wallet(&[account], &[])
}

fn ledger(plan: &Value, events: &[Value], today: CivilDate) -> Result<Ledger> {
    let wallet = wire::wallet(&with_events(plan, events).to_string())?;
    Ledger::of(&wallet.accounts[0], &wallet.holidays, today)
}

/// Principal, interest, fees, penalty and day of each row that asks for something.
fn rows(plan: &Value, events: &[Value], today: &str) -> Result<Vec<(String, [i64; 4])>> {
    let schedule = loan::schedule(&with_events(plan, events), "loan", &loan::at(day(today)))?;
    let rows = schedule.rows.iter().filter(|row| row.due.total.is_positive());
    Ok(rows
        .map(|row| {
            let due = row.due.parts();
            (row.date.to_string(), PARTS.map(|part| due.get(part).get()))
        })
        .collect())
}

fn sum(rows: &[(String, [i64; 4])], part: usize) -> i64 {
    rows.iter().map(|(_, parts)| parts[part]).sum()
}

/// 1,200.00 at 12 % in twelve months from January: 106.62 each, of which 12.00 interest at first.
fn level() -> Loan {
    Loan::level(120_000, "0.12", 12, day("2026-01-01"))
}

/// Every published case with one of these events gives the published rows when its account crosses as a wallet.
#[test]
fn published_ways_out_come_out_of_a_wallet() -> case::Outcome<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/fineract.json");
    let file: Value = serde_json::from_str(&read_to_string(path)?)?;
    let named = [
        "reage",
        "reamortize",
        "reschedule",
        "interest_pause",
        "waive_last_charge",
    ];
    let is_named = |event: &Value| event["t"].as_str().is_some_and(|kind| named.contains(&kind));
    let (mut met, mut refused) = (0, Vec::new());
    for case in file["cases"].as_array().into_iter().flatten() {
        if !case["events"]
            .as_array()
            .is_some_and(|events| events.iter().any(is_named))
        {
            continue;
        }
        met += 1;
        let wallet = contract::wallet(&case::account(case)?)?;
        let schedule = match loan::schedule(&wallet, "replay", &loan::at(case::date(&case["as_of"])?)) {
            Ok(schedule) => schedule,
            Err(error) if error.code() == "UNSUPPORTED" => {
                refused.push(case["id"].clone());
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let published = case::rows(case)?;
        assert_eq!(schedule.rows.len(), published.len(), "{}", case["id"]);
        for (row, published) in schedule.rows.iter().zip(&published) {
            let ours = json!({
                "date": row.date.to_string(), "principal": row.due.principal.get(), "interest": row.due.interest.get(),
                "fees": row.due.fees.get(), "penalties": row.due.penalty.get(), "total": row.due.total.get(),
                "paid": row.paid.total.get(), "outstanding": row.outstanding.total.get(), "balance": row.balance.get(),
            });
            for (key, value) in ours.as_object().into_iter().flatten() {
                assert_eq!(value, &published[key], "{key} of row {} of {}", row.number, case["id"]);
            }
        }
    }
    assert_eq!((met, refused.len()), (46, 13));
    Ok(())
}

#[test]
fn show() -> Result<()> {
    let pay = |date: &str, amount: i64| json!({ "kind": "repayment", "date": date, "amount": amount });
    let reage =
        json!({ "kind": "re-age", "date": "2026-05-15", "firstDue": "2026-06-01", "count": 6, "every": month() });
    let fee = json!({ "kind": "charge", "date": "2026-04-10", "amount": 1000, "penalty": true });
    for method in any_terms::METHODS {
        for daily in ["daily", "period"] {
            let mut l = level();
            l.method = method;
            l.accrual = daily;
            if method == "balloon" {
                l.balloon = Some(30_000);
            }
            let base = vec![pay("2026-02-01", 10_662), pay("2026-03-01", 5_000), fee.clone()];
            println!("== {method} {daily}");
            for (name, event) in [
                ("none", None),
                ("re-age", Some(reage.clone())),
                ("re-amortise", Some(json!({"kind":"re-amortise","date":"2026-05-15"}))),
                (
                    "resched",
                    Some(json!({"kind":"reschedule","from":"2026-06-01","to":"2026-07-01"})),
                ),
                (
                    "pause",
                    Some(json!({"kind":"interest-pause","date":"2026-05-15","until":"2026-07-14"})),
                ),
                (
                    "rate",
                    Some(json!({"kind":"rate-change","date":"2026-05-15","annualRate":"0.06"})),
                ),
                (
                    "waive",
                    Some(json!({"kind":"waiver","date":"2026-05-15","amount":30000,"of":"principal"})),
                ),
            ] {
                let mut e = base.clone();
                e.extend(event);
                match ledger(&l.plan(), &e, day("2026-05-15")) {
                    Ok(ledger) => {
                        println!(
                            "  {name}: payoff {:?} owed {}",
                            ledger.payoff()?.breakdown()?,
                            ledger.principal_owed(day("2026-05-15"))?.get()
                        );
                        for row in &ledger.instalments {
                            println!(
                                "     {} {} p{} i{} f{} n{} paid {} left {} bal {}",
                                row.id,
                                row.due_on,
                                row.due.principal.get(),
                                row.due.interest.get(),
                                row.due.fees.get(),
                                row.due.penalty.get(),
                                row.paid.total()?.get(),
                                row.outstanding()?.total()?.get(),
                                row.balance.get()
                            );
                        }
                    }
                    Err(error) => println!("  {name}: {error}"),
                }
            }
        }
    }
    Ok(())
}
