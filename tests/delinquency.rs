//! Every published case of arrears, in every field: what the example `delinquency` prints.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a missing key of a JSON value reads as null, and a test fails by panicking"
)]

#[path = "../examples/delinquency/arrears.rs"]
mod arrears;
#[path = "../examples/replay/case.rs"]
#[expect(dead_code, reason = "the published rows are for the other test")]
mod case;

use serde_json::{Value, json};
use std::fs::read_to_string;
use std::path::Path;

/// How many cases the file holds at least.
const CASES_MIN: usize = 56;

fn file() -> case::Outcome<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/delinquency.json");
    Ok(serde_json::from_str(&read_to_string(path)?)?)
}

#[test]
fn published_arrears_agree_in_every_field() -> case::Outcome<()> {
    let file = file()?;
    let cases = file["cases"].as_array().ok_or("no cases")?;
    assert!(cases.len() >= CASES_MIN, "{} cases", cases.len());
    let report: Vec<String> = cases.iter().filter_map(difference).collect();
    let (differ, all) = (report.len(), cases.len());
    assert!(
        report.is_empty(),
        "{differ} of {all} cases differ\n{}",
        report.join("\n")
    );
    Ok(())
}

#[test]
fn ranges_are_the_published_ones() -> case::Outcome<()> {
    let ranges = arrears::RANGES.map(|(name, min, max)| json!({ "name": name, "min": min, "max": max }));
    assert_eq!(file()?["ranges"], json!(ranges));
    Ok(())
}

/// Which level a case asks for is no part of what is computed: asked for neither, both are told, and they are the same.
#[test]
fn nothing_of_what_is_expected_is_read_but_the_level() -> case::Outcome<()> {
    for case in file()?["cases"].as_array().ok_or("no cases")? {
        let mut bare = case.clone();
        bare["expected"] = Value::Null;
        let (asked, both) = (arrears::answer(case)?, arrears::answer(&bare)?);
        for (key, value) in asked.as_object().ok_or("no object")? {
            let expected = if key == "level" { &Value::Null } else { value };
            assert_eq!(&both[key], expected, "{key} of {}", case["id"]);
        }
    }
    Ok(())
}

/// In which fields a case differs from what was published.
fn difference(case: &Value) -> Option<String> {
    let id = &case["id"];
    let answer = match arrears::answer(case) {
        Ok(answer) => answer,
        Err(error) => return Some(format!("  {id}: {error}")),
    };
    let Some(expected) = case["expected"].as_object().filter(|expected| expected.len() > 1) else {
        return Some(format!("  {id}: nothing is published"));
    };
    let fields: Vec<String> = expected
        .iter()
        .filter(|(key, published)| !agrees(answer.get(key), key, published))
        .map(|(key, published)| format!("{key} {} for {published}", answer[key]))
        .collect();
    (!fields.is_empty()).then(|| format!("  {id}: {}", fields.join(", ")))
}

/// Amounts agree in cents; a day that there is none of is published as null or as the text of it.
fn agrees(computed: Option<&Value>, key: &str, published: &Value) -> bool {
    let Some(computed) = computed else { return false };
    match (computed, published) {
        (Value::Null, published) => published.is_null() || published == "null",
        (Value::Array(rows), Value::Array(published)) => {
            rows.len() == published.len()
                && rows
                    .iter()
                    .zip(published)
                    .all(|(row, published)| row_agrees(row, published))
        }
        _ if key.to_lowercase().ends_with("amount") => cents(computed).is_some() && cents(computed) == cents(published),
        _ => computed == published,
    }
}

fn row_agrees(row: &Value, published: &Value) -> bool {
    let keys = published.as_object().into_iter().flatten();
    let mut agree = keys.map(|(key, value)| agrees(row.get(key), key, value)).peekable();
    agree.peek().is_some() && agree.all(|agrees| agrees)
}

/// A published amount of at most two decimals in cents. Read anew: what reads the inputs is under test.
fn cents(amount: &Value) -> Option<i64> {
    let text = amount.as_str()?;
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 2 {
        return None;
    }
    format!("{whole}{decimals:0<2}").parse().ok()
}
