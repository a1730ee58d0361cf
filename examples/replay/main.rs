//! Computes published repayment schedules from their inputs alone: reads cases on standard input, prints a line of JSON a case.
//!
//! `cargo run --release --example replay < tests/vectors/fineract.json`

#![allow(clippy::indexing_slicing, reason = "a missing key of a JSON value reads as null")]

mod case;

use case::Outcome;
use serde_json::{Value, json};
use std::io::Read;

fn main() -> Outcome<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let file: Value = serde_json::from_str(&text)?;
    for case in file["cases"].as_array().into_iter().flatten() {
        let line = case::rows(case).map_or_else(
            |error| json!({ "id": case["id"], "unsupported": error.to_string() }),
            |rows| json!({ "id": case["id"], "rows": rows }),
        );
        println!("{line}");
    }
    Ok(())
}
