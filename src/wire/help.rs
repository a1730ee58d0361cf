//! Reads who helps in a market, strictly: a wrong address or number is worse than none.

use super::node::{Node, words};
use crate::market::{Confidence, Help, HelpKind};
use std::rc::Rc;

/// Sources that one may have.
const SOURCES_MAX: usize = 10;
/// Digits of a telephone number: an emergency's have two, and E.164 allows fifteen.
const DIGITS: std::ops::RangeInclusive<usize> = 2..=15;

pub(super) fn read(node: &Node<'_>) -> Rc<Help> {
    let fields = node.fields("kind name href phone free src confidence");
    let kind = fields.word(
        "kind",
        words!(
            "debt-advice" => HelpKind::DebtAdvice,
            "complaints" => HelpKind::Complaints,
            "support" => HelpKind::Support,
        ),
    );
    // The floor helps nobody, so its policy is no word here.
    let confidence = fields.word(
        "confidence",
        words!(
            "primary" => Confidence::Primary,
            "secondary" => Confidence::Secondary,
            "unverified" => Confidence::Unverified,
            "draft" => Confidence::Draft,
        ),
    );
    let href = fields.owned_text("href");
    fields.check(
        is_address(&href),
        "href",
        "expected an address that begins with https://",
    );
    let phone = fields.optional("phone", Node::owned_text);
    fields.check(
        phone.as_deref().is_none_or(is_phone),
        "phone",
        "expected digits, with spaces or hyphens between them",
    );
    Rc::new(Help {
        kind,
        name: fields.owned_text("name"),
        href,
        phone,
        is_free: fields.flag_or("free", false),
        src: fields.get("src").list(SOURCES_MAX, |node| node.id()),
        confidence,
    })
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
