//! Tells from their inputs alone how delinquent published cases are: reads cases on standard input, prints a line of JSON a
//! case.
//!
//! `cargo run --release --example delinquency < tests/vectors/delinquency.json`

#![allow(clippy::indexing_slicing, reason = "a missing key of a JSON value reads as null")]

mod arrears;
#[path = "../replay/case.rs"]
#[expect(dead_code, reason = "the published rows are for the other example")]
mod case;

use case::Outcome;
use serde_json::{Value, json};
use std::io::Read;

fn main() -> Outcome<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let file: Value = serde_json::from_str(&text)?;
    for case in file["cases"].as_array().into_iter().flatten() {
        let line =
            arrears::answer(case).unwrap_or_else(|error| json!({ "id": case["id"], "unsupported": error.to_string() }));
        println!("{line}");
    }
    Ok(())
}
