//! Tells from the facts of cases what markets' rules allow: reads cases on standard input, prints a line of JSON a case.
//!
//! `cargo run --release --example rules < tests/vectors/rules.json`

#![allow(clippy::indexing_slicing, reason = "a missing key of a JSON value reads as null")]

mod case;

use case::Outcome;
use serde_json::{Value, json};
use std::io::Read;

fn main() -> Outcome<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let file: Value = serde_json::from_str(&text)?;
    let packs = case::packs()?;
    for case in file["cases"].as_array().into_iter().flatten() {
        let line = case::answer(&packs, case)
            .unwrap_or_else(|error| json!({ "id": case["id"], "unsupported": error.to_string() }));
        println!("{line}");
    }
    Ok(())
}
