//! What the core answers natively, for comparison with what it answers in a page: reads published cases on standard input
//! and wallets from the files named, draws some more at random, prints a line of JSON an answer.
//!
//! `cargo run --example parity -- www/src/sample-wallet.json < tests/vectors/fineract.json`

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a missing key of a JSON value reads as null, and what is drawn at random is far from the limits"
)]

#[path = "../../tests/common/any.rs"]
mod any_terms;
#[path = "../replay/case.rs"]
#[expect(dead_code, reason = "the published rows are for the other example")]
mod case;
mod contract;
#[path = "../../tests/common/loan.rs"]
mod loan;

use case::Outcome;
use predue::wire;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::io::Read;

/// What is said of every account.
const SITUATION: &str = r#"{"reason":"illness","payPerMonth":20000,"payday":25,"until":"2027-02-01"}"#;
/// Wallets drawn at random, the same on every run.
const DRAWN: u32 = 200;

fn main() -> Outcome<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let file: Value = serde_json::from_str(&text)?;
    for case in file["cases"].as_array().into_iter().flatten() {
        let wallet = contract::wallet(&case::account(case)?)?;
        let at = format!("{}T09:30:00+08:00", case::date(&case["as_of"])?);
        answer(&case["id"], &wallet, &at)?;
    }
    for path in std::env::args().skip(1) {
        let wallet = serde_json::from_str(&std::fs::read_to_string(&path)?)?;
        answer(&json!(path), &wallet, "2026-11-22T09:30:00+08:00")?;
    }
    let mut runner = TestRunner::new(any_terms::fixed(DRAWN));
    for number in 0..DRAWN {
        let drawn = any_terms::any_wallet().new_tree(&mut runner);
        let wallet = drawn.map_err(|reason| reason.to_string())?.current();
        answer(&json!(number), &wallet, &loan::at(any_terms::today()))?;
    }
    Ok(())
}

/// Prints a wallet with all that can be asked of it: an outlook, the nudges, and the schedule, the projection and the offers of each
/// account.
fn answer(id: &Value, wallet: &Value, at: &str) -> Outcome<()> {
    let moment = wire::instant(at)?;
    let read = wire::wallet(&wallet.to_string());
    let outlook = text(read.clone().and_then(|read| predue::outlook(&read, &moment, Some(400))))?;
    let (mut schedules, mut projections, mut books) = (Vec::new(), Vec::new(), Vec::new());
    let nudges = text(read.clone().and_then(|read| predue::nudges(&read, &moment)))?;
    for account in read.iter().flat_map(|read| &read.accounts) {
        let schedule = read
            .clone()
            .and_then(|read| predue::schedule(&read, &account.id, &moment));
        schedules.push(json!([account.id, text(schedule)?]));
        let projection = read
            .clone()
            .and_then(|read| predue::projection(&read, &account.id, &moment, None));
        projections.push(json!([account.id, text(projection)?]));
        let book = read.clone().and_then(|read| {
            let situation = wire::situation(SITUATION)?;
            predue::offers(&read, &account.id, &moment, &situation)
        });
        let rows: predue::Result<Vec<String>> = book
            .iter()
            .flat_map(|book| &book.offers)
            .map(|offer| wire::json_text(&offer.rows))
            .collect();
        books.push(json!([account.id, text(book)?, rows?]));
    }
    println!(
        "{}",
        json!({
            "id": id, "wallet": wallet, "at": at, "outlook": outlook, "nudges": nudges,
            "schedules": schedules, "projections": projections,
            "situation": SITUATION, "offers": books,
        })
    );
    Ok(())
}

/// The very bytes of an answer, as a text; where it is refused, the code.
fn text<T: serde::Serialize>(answer: predue::Result<T>) -> Outcome<Value> {
    match answer {
        Ok(answer) => Ok(Value::String(wire::json_text(&answer)?)),
        Err(error) => Ok(json!(error.code())),
    }
}
