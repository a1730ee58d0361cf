//! Computes published figures from their kind and inputs alone: reads oracles on standard input, prints a line of JSON each.
//!
//! `cargo run --release --example oracle < tests/vectors/oracles.json`

#![allow(clippy::indexing_slicing, reason = "a missing key of a JSON value reads as null")]

mod kinds;

use kinds::Outcome;
use serde_json::{Value, json};
use std::io::Read;

fn main() -> Outcome<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let file: Value = serde_json::from_str(&text)?;
    for oracle in file["oracles"].as_array().into_iter().flatten() {
        let kind = oracle["kind"].as_str().unwrap_or_default();
        let line = kinds::value(kind, &oracle["inputs"]).map_or_else(
            |error| json!({ "id": oracle["id"], "unsupported": error.to_string() }),
            |value| json!({ "id": oracle["id"], "value": value }),
        );
        println!("{line}");
    }
    Ok(())
}
