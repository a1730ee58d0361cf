//! Whom a card leads to: those who help in the market, and the creditor.

use super::Link;
use super::facing::Facing;
use crate::market::HelpKind;

impl Facing<'_> {
    /// Those who help in the market with something, in the order of its pack. What was not read in a source is left out.
    #[inline(never)]
    pub(super) fn helpers(&self, kind: HelpKind) -> Vec<Link> {
        let mut helpers = Vec::new();
        for help in &self.wallet.rules.help {
            if help.kind == kind && help.confidence.is_law() {
                helpers.push(Link {
                    name: help.name.clone(),
                    href: Some(help.href.clone()),
                    phone: help.phone.clone(),
                    free: help.is_free,
                });
            }
        }
        helpers
    }
}

/// What a host says of how to reach a creditor, where it is an address or a number; a sentence leads nowhere.
pub(super) fn creditor(name: &str, contact: Option<&str>) -> Option<Link> {
    let contact = contact?;
    let is_address = ["https://", "mailto:"].iter().any(|scheme| contact.starts_with(scheme));
    let is_phone = contact.bytes().filter(u8::is_ascii_digit).count() > 1
        && contact
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b' ' | b'-' | b'+'));
    (is_address || is_phone).then(|| Link {
        name: name.to_owned(),
        href: is_address.then(|| contact.to_owned()),
        phone: is_phone.then(|| contact.to_owned()),
        free: false,
    })
}
