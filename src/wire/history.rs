//! Reads the record of what was said.

use super::node::Node;
use crate::error::Result;
use crate::history::{Channel, ContactEvent, ContactKind, ENTRIES_MAX, Entry, History, Value};

pub(super) fn read(node: Node<'_>) -> Result<History> {
    let fields = node.fields(&["schema", "entries", "head"])?;
    fields.get("schema")?.count(1, 1)?;
    Ok(History {
        entries: fields.get("entries")?.list(ENTRIES_MAX, entry)?,
        head: fields.get("head")?.text()?.to_owned(),
    })
}

fn entry(node: Node<'_>) -> Result<Entry> {
    let fields = node.fields(&["n", "event", "hash"])?;
    Ok(Entry {
        number: u32::from(fields.get("n")?.count(1, u16::MAX)?),
        event: event(fields.get("event")?)?,
        hash: fields.get("hash")?.id()?,
    })
}

fn event(node: Node<'_>) -> Result<ContactEvent> {
    let fields = node.fields(&[
        "at",
        "kind",
        "key",
        "account",
        "channel",
        "action",
        "text",
        "catalogue",
        "value",
    ])?;
    let text = |key| fields.optional(key, |node| node.text().map(str::to_owned));
    let at = fields.get("at")?;
    Ok(ContactEvent {
        at: at.text()?.parse().map_err(|error| at.error(error))?,
        kind: fields.get("kind")?.word(&KINDS)?,
        key: text("key")?,
        account: text("account")?,
        channel: fields.optional("channel", channel)?,
        action: text("action")?,
        text: text("text")?,
        catalogue: text("catalogue")?,
        value: fields.optional("value", value)?,
    })
}

const KINDS: [(&str, ContactKind); 17] = [
    ("planned", ContactKind::Planned),
    ("shown", ContactKind::Shown),
    ("seen", ContactKind::Seen),
    ("opened", ContactKind::Opened),
    ("acted", ContactKind::Acted),
    ("dismissed", ContactKind::Dismissed),
    ("snoozed", ContactKind::Snoozed),
    ("muted", ContactKind::Muted),
    ("stopped", ContactKind::Stopped),
    ("suppressed", ContactKind::Suppressed),
    ("feedback", ContactKind::Feedback),
    ("promise", ContactKind::Promise),
    ("paid", ContactKind::Paid),
    ("disputed", ContactKind::Disputed),
    ("contacted-by-creditor", ContactKind::ContactedByCreditor),
    ("note", ContactKind::Note),
    ("erased", ContactKind::Erased),
];

pub(super) fn channel(node: Node<'_>) -> Result<Channel> {
    node.word(&[
        ("in-app", Channel::InApp),
        ("push", Channel::Push),
        ("sms", Channel::Sms),
        ("email", Channel::Email),
        ("calendar", Channel::Calendar),
    ])
}

fn value(node: Node<'_>) -> Result<Value> {
    node.text_or_number()
}
