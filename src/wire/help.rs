//! Reads who helps in a market, strictly: a wrong address or number is worse than none.

use super::node::Node;
use crate::error::Result;
use crate::market::{Confidence, Help, HelpKind};
use std::rc::Rc;

/// Helpers that a pack may have.
const HELP_MAX: usize = 20;
/// Sources that one may have.
const SOURCES_MAX: usize = 10;
/// Digits of a telephone number: an emergency's have two, and E.164 allows fifteen.
const DIGITS: std::ops::RangeInclusive<usize> = 2..=15;

const KINDS: [(&str, HelpKind); 3] = [
    ("debt-advice", HelpKind::DebtAdvice),
    ("complaints", HelpKind::Complaints),
    ("support", HelpKind::Support),
];
/// The floor helps nobody, so its policy is no word here.
const CONFIDENCES: [(&str, Confidence); 4] = [
    ("primary", Confidence::Primary),
    ("secondary", Confidence::Secondary),
    ("unverified", Confidence::Unverified),
    ("draft", Confidence::Draft),
];

pub(super) fn read(node: Node<'_>) -> Result<Vec<Rc<Help>>> {
    node.list(HELP_MAX, help)
}

fn help(node: Node<'_>) -> Result<Rc<Help>> {
    let fields = node.fields(&["kind", "name", "href", "phone", "free", "src", "confidence"])?;
    let href = fields.get("href")?.text()?;
    if !is_address(href) {
        return Err(fields.wrong("href", "expected an address that begins with https://"));
    }
    let phone = fields.optional("phone", |node| node.text().map(str::to_owned))?;
    if phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
        return Err(fields.wrong("phone", "expected digits, with spaces or hyphens between them"));
    }
    Ok(Rc::new(Help {
        kind: fields.get("kind")?.word(&KINDS)?,
        name: fields.get("name")?.text()?.to_owned(),
        href: href.to_owned(),
        phone,
        is_free: fields.optional("free", |node| node.flag())?.unwrap_or_default(),
        src: fields.get("src")?.list(SOURCES_MAX, |node| node.id())?,
        confidence: fields.get("confidence")?.word(&CONFIDENCES)?,
    }))
}

fn is_address(text: &str) -> bool {
    text.strip_prefix("https://").is_some_and(|rest| !rest.is_empty())
        && !text.contains(|character: char| character.is_whitespace() || character.is_control())
}

fn is_phone(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let is_plain = digits
        .chars()
        .all(|character| character.is_ascii_digit() || matches!(character, ' ' | '-'));
    is_plain && DIGITS.contains(&digits.chars().filter(char::is_ascii_digit).count())
}
