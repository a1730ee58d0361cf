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

const KINDS: [HelpKind; 3] = [HelpKind::DebtAdvice, HelpKind::Complaints, HelpKind::Support];
/// The floor helps nobody, so its policy is no word here.
const CONFIDENCES: [Confidence; 4] = [
    Confidence::Primary,
    Confidence::Secondary,
    Confidence::Unverified,
    Confidence::Draft,
];

pub(super) fn read(node: Node<'_>) -> Result<Vec<Rc<Help>>> {
    node.list(HELP_MAX, help)
}

fn help(node: Node<'_>) -> Result<Rc<Help>> {
    let fields = node.fields(&["kind", "name", "href", "phone", "free", "src", "confidence"])?;
    let kind = fields
        .get("kind")?
        .place_of(&["debt-advice", "complaints", "support"])?;
    let confidence = fields.get("confidence")?;
    let confidence = confidence.place_of(&["primary", "secondary", "unverified", "draft"])?;
    let href = fields.get("href")?.text()?;
    if !is_address(href) {
        return Err(fields.wrong("href", "expected an address that begins with https://"));
    }
    let phone = fields.maybe("phone").map(|node| node.text()).transpose()?;
    if phone.is_some_and(|phone| !is_phone(phone)) {
        return Err(fields.wrong("phone", "expected digits, with spaces or hyphens between them"));
    }
    Ok(Rc::new(Help {
        kind: KINDS.get(kind).copied().unwrap_or(HelpKind::Support),
        name: fields.get("name")?.text()?.to_owned(),
        href: href.to_owned(),
        phone: phone.map(str::to_owned),
        is_free: fields.optional("free", |node| node.flag())?.unwrap_or_default(),
        src: fields.get("src")?.list(SOURCES_MAX, |node| node.id())?,
        confidence: CONFIDENCES.get(confidence).copied().unwrap_or(Confidence::Unverified),
    }))
}

fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").unwrap_or_default();
    !rest.is_empty() && rest.bytes().all(|byte| byte > b' ')
}

fn is_phone(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let is_plain = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b' ' | b'-'));
    is_plain && DIGITS.contains(&digits.bytes().filter(u8::is_ascii_digit).count())
}
