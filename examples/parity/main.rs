//! What the core answers natively, for comparison with what it answers in a page: reads published cases on standard input
//! and wallets from the files named, prints a line of JSON an answer.
//!
//! `cargo run --example parity -- www/src/sample-wallet.json < tests/vectors/fineract.json`

#![allow(clippy::indexing_slicing, reason = "a missing key of a JSON value reads as null")]

#[path = "../replay/case.rs"]
#[expect(dead_code, reason = "the published rows are for the other example")]
mod case;
mod contract;

use case::Outcome;
use predue::wire;
use serde_json::{Value, json};
use std::io::Read;

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
    Ok(())
}

/// Prints a wallet with all that can be asked of it: an outlook, and the schedule of each account.
fn answer(id: &Value, wallet: &Value, at: &str) -> Outcome<()> {
    let read = wire::wallet(&wallet.to_string())?;
    let moment = wire::instant(at)?;
    let outlook = predue::outlook(&read, &moment, Some(400));
    let outlook = outlook.map_or_else(|error| Ok(json!(error.code())), |outlook| text(&outlook))?;
    let mut schedules = Vec::new();
    for account in &read.accounts {
        schedules.push(json!([
            account.id,
            text(&predue::schedule(&read, &account.id, &moment)?)?
        ]));
    }
    println!(
        "{}",
        json!({ "id": id, "wallet": wallet, "at": at, "outlook": outlook, "schedules": schedules })
    );
    Ok(())
}

/// The very bytes of an answer, as a text.
fn text<T: serde::Serialize>(answer: &T) -> Outcome<Value> {
    Ok(Value::String(serde_json::to_string(answer)?))
}
