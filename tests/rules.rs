//! Every case of what markets' rules allow, in every key: what the example `rules` prints.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a missing key of a JSON value reads as null, and a test fails by panicking"
)]

#[path = "../examples/rules/case.rs"]
mod case;

use predue::market::Pack;
use serde_json::Value;
use std::collections::HashMap;
use std::fs::read_to_string;
use std::path::Path;

fn file(name: &str) -> case::Outcome<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(name);
    Ok(serde_json::from_str(&read_to_string(path)?)?)
}

fn all_agree(name: &str, cases_min: usize) -> case::Outcome<()> {
    let (file, packs) = (file(name)?, case::packs()?);
    let cases = file["cases"].as_array().ok_or("no cases")?;
    assert!(cases.len() >= cases_min, "{} cases", cases.len());
    let report: Vec<String> = cases.iter().filter_map(|case| difference(&packs, case)).collect();
    let (differ, all) = (report.len(), cases.len());
    assert!(
        report.is_empty(),
        "{differ} of {all} cases differ\n{}",
        report.join("\n")
    );
    Ok(())
}

fn difference(packs: &HashMap<String, Pack>, case: &Value) -> Option<String> {
    let mut expected = case["expect"].clone();
    expected["id"] = case["id"].clone();
    match case::answer(packs, case) {
        Ok(answer) if answer == expected => None,
        Ok(answer) => Some(format!("{answer}, not {expected}: {}", case["why"])),
        Err(error) => Some(format!("{}: {error}", case["id"])),
    }
}

#[test]
fn the_cases_built_from_the_sources_agree() -> case::Outcome<()> {
    all_agree("rules.json", 73)
}

#[test]
fn our_own_cases_for_the_other_rules_agree() -> case::Outcome<()> {
    all_agree("rules_more.json", 140)
}

/// The reason a case gives is for people; a case is computed alike without it, and without what it expects.
#[test]
fn an_answer_does_not_look_at_what_is_expected() -> case::Outcome<()> {
    let (file, packs) = (file("rules.json")?, case::packs()?);
    for case in file["cases"].as_array().into_iter().flatten() {
        let mut bare = case.clone();
        for key in ["expect", "why", "calc", "weakest_source"] {
            bare[key] = Value::Null;
        }
        assert_eq!(case::answer(&packs, &bare)?, case::answer(&packs, case)?);
    }
    Ok(())
}
