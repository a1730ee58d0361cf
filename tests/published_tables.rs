//! Every published table, in every column: what the example `replay` prints.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a missing key of a JSON value reads as null, and a test fails by panicking"
)]

#[path = "../examples/replay/case.rs"]
mod case;

use serde_json::Value;
use std::fs::read_to_string;
use std::path::Path;

/// The classes, each with how many cases the file holds at least.
const CLASSES: [(&str, usize); 17] = [
    ("plain", 80),
    ("plain_aged", 33),
    ("approved_only", 15),
    ("repayments", 141),
    ("repayments_charges", 41),
    ("charges", 31),
    ("transactions", 30),
    ("interest_pause", 19),
    ("undo", 14),
    ("reschedule", 10),
    ("multi_disburse", 10),
    ("reamortize", 8),
    ("reage", 7),
    ("multi_disburse_aged", 6),
    ("refund", 6),
    ("repayments_multi_disburse", 3),
    ("waive", 2),
];

/// The columns, as `replay` names them and as the file does.
const COLUMNS: [(&str, &str); 11] = [
    ("date", "date"),
    ("principal", "principal_due"),
    ("interest", "interest_due"),
    ("fees", "fees"),
    ("penalties", "penalties"),
    ("total", "total_due"),
    ("paid", "paid"),
    ("inAdvance", "in_advance"),
    ("late", "late"),
    ("outstanding", "outstanding"),
    ("balance", "balance"),
];

#[test]
fn published_tables_agree_in_every_column() -> case::Outcome<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/fineract.json");
    let file: Value = serde_json::from_str(&read_to_string(path)?)?;
    let cases = file["cases"].as_array().ok_or("no cases")?;
    let mut report = Vec::new();
    for (class, count_min) in CLASSES {
        let of_class: Vec<&Value> = cases.iter().filter(|case| case["class"] == class).collect();
        assert!(
            of_class.len() >= count_min,
            "{} cases of the class {class}, expected {count_min}",
            of_class.len()
        );
        let failed: Vec<String> = of_class.iter().filter_map(|case| difference(case)).collect();
        if !failed.is_empty() {
            report.push(format!("{class}: {} of {} cases differ", failed.len(), of_class.len()));
            report.extend(failed);
        }
    }
    assert!(report.is_empty(), "\n{}", report.join("\n"));
    Ok(())
}

/// In which rows and columns a case differs from what was published.
fn difference(case: &Value) -> Option<String> {
    let id = &case["id"];
    let rows = match case::rows(case) {
        Ok(rows) => rows,
        Err(error) => return Some(format!("  {id}: {error}")),
    };
    let published: Vec<&Value> = case["expected"]
        .as_array()?
        .iter()
        .filter(|row| !row["nr"].is_null())
        .collect();
    if rows.len() != published.len() {
        return Some(format!(
            "  {id}: {} rows, published are {}",
            rows.len(),
            published.len()
        ));
    }
    let cells: Vec<String> = rows
        .iter()
        .zip(published)
        .flat_map(|(row, published)| cells(row, published))
        .collect();
    (!cells.is_empty()).then(|| format!("  {id}: {}", cells.join(", ")))
}

/// The cells of a row that differ.
fn cells(row: &Value, published: &Value) -> Vec<String> {
    let number = &published["nr"];
    let mut cells = Vec::new();
    if row["number"] != *number {
        cells.push(format!("row {number} is numbered {}", row["number"]));
    }
    for (ours, theirs) in COLUMNS {
        let (computed, expected) = (&row[ours], published[theirs].as_str().unwrap_or("nothing"));
        let agrees = match computed {
            Value::String(text) => text == expected,
            amount => cents(expected).is_some_and(|cents| *amount == cents),
        };
        if !agrees {
            cells.push(format!("row {number} {ours} {computed} for {expected}"));
        }
    }
    cells
}

/// A published amount of at most two decimals in cents. Read anew: what reads the inputs is under test.
fn cents(text: &str) -> Option<i64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 2 {
        return None;
    }
    format!("{whole}{decimals:0<2}").parse().ok()
}
