//! Holds the review of texts against messages written for it: every unlawful one is found as what it is, and no lawful one
//! is blocked.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use predue::language::{CODES, Finding};
use predue::market::{Lexicon, Pack, Severity};
use predue::{review, wire};
use serde_json::Value;
use std::fs::read_to_string;
use std::path::Path;
use std::rc::Rc;

fn file(path: &str) -> String {
    read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The floor, with the Chinese lexicon beside the English one.
fn floor() -> Pack {
    let mut floor = wire::markets().unwrap().resolve("none").unwrap();
    floor.lexicons.push(Rc::new(Lexicon {
        language: "zh".to_owned(),
        lines: file("pkg/lexicons/zh.txt"),
    }));
    floor
}

fn messages(kind: &str) -> Vec<Value> {
    let corpus: Value = serde_json::from_str(&file("tests/vectors/unlawful_messages.json")).unwrap();
    corpus[kind].as_array().unwrap().clone()
}

fn found(message: &Value, pack: &Pack) -> Vec<Finding> {
    review(message["text"].as_str().unwrap(), pack, message["locale"].as_str().unwrap()).unwrap()
}

#[test]
fn every_unlawful_message_is_found_as_what_it_is() {
    let floor = floor();
    let mut missed = Vec::new();
    for message in messages("unlawful") {
        let found = found(&message, &floor);
        for code in message["codes"].as_array().unwrap() {
            if !found.iter().any(|finding| finding.code == code && finding.severity == Severity::Block) {
                let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
                missed.push(format!("{} {code} {}: {codes:?}", message["half"], message["text"]));
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn no_lawful_message_is_blocked() {
    let floor = floor();
    let mut blocked = Vec::new();
    for message in messages("lawful") {
        for finding in found(&message, &floor) {
            if finding.severity == Severity::Block {
                let (start, end) = (finding.start.try_into().unwrap(), finding.end.try_into().unwrap());
                let units: Vec<u16> = message["text"].as_str().unwrap().encode_utf16().collect();
                let words = String::from_utf16_lossy(&units[start..end]);
                blocked.push(format!("{} {words}: {}", finding.code, message["text"]));
            }
        }
    }
    assert!(blocked.is_empty(), "{} blocked:\n{}", blocked.len(), blocked.join("\n"));
}
