//! Reads the record of what was said, whole in a wallet and by the entry where it is written or audited; writes an entry.

use super::node::{Fields, Node};
use crate::digits::whole;
use crate::error::{Error, Result};
use crate::history::{
    self, Channel, ContactEvent, ContactKind, ENTRIES_MAX, End, Entry, History, Last, TEXT_CHARS_MAX, Value,
};

/// Characters of a hash as it is kept, more than it has: whether it is right is for an audit to tell.
const HASH_CHARS_MAX: usize = 200;

pub(super) fn read(node: &Node<'_>) -> History {
    let fields = node.fields("schema entries head");
    let head = head(fields);
    History {
        entries: fields.get("entries").list(ENTRIES_MAX, entry),
        head,
    }
}

fn head(fields: Fields<'_>) -> String {
    fields.count("schema", 1, 1);
    fields.get("head").text_within(HASH_CHARS_MAX)
}

fn entry(node: &Node<'_>) -> Entry {
    let fields = node.fields("n event hash");
    Entry {
        number: fields.get("n").place_from_one(),
        event: event(&fields.get("event")),
        hash: fields.get("hash").text_within(HASH_CHARS_MAX),
    }
}

fn event(node: &Node<'_>) -> ContactEvent {
    let fields = node.fields("at kind key account channel action text catalogue value");
    ContactEvent {
        at: fields.get("at").instant(),
        kind: fields
            .get("kind")
            .listed(&ContactKind::WORDS)
            .unwrap_or(ContactKind::Note),
        key: fields.optional("key", text),
        account: fields.optional("account", text),
        channel: fields.optional("channel", channel),
        action: fields.optional("action", text),
        text: fields.optional("text", text),
        catalogue: fields.optional("catalogue", text),
        value: fields.optional("value", event_value),
    }
}

fn text(node: &Node<'_>) -> String {
    node.text_within(TEXT_CHARS_MAX)
}

pub(super) fn channel(node: &Node<'_>) -> Channel {
    node.listed(&Channel::WORDS).unwrap_or(Channel::InApp)
}

fn event_value(node: &Node<'_>) -> Value {
    let number = node.digits().and_then(|digits| node.made(digits.parse()));
    number.map_or_else(|| Value::Text(text(node)), Value::Number)
}

/// Reads what is to be recorded.
///
/// # Errors
///
/// `INPUT` with a path below `event` where the shape is wrong, `RANGE` for a text of more than [`TEXT_CHARS_MAX`] characters
/// or a number beyond the bounds of [`Number`](crate::history::Number).
///
/// # Example
///
/// ```
/// let event = predue::wire::contact_event(r#"{ "at": "2026-11-22T09:30:00+08:00", "kind": "note", "text": "Called." }"#)?;
/// assert_eq!(event.text.as_deref(), Some("Called."));
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: a kind that there is not
///
/// ```
/// let error = predue::wire::contact_event(r#"{ "at": "2026-11-22T09:30:00+08:00", "kind": "heard" }"#).unwrap_err();
/// assert_eq!((error.code(), error.path()), ("INPUT", Some("event.kind")));
/// ```
pub fn contact_event(json: &str) -> Result<ContactEvent> {
    super::read(json, "event", event)
}

/// Reads the end of a record: what it holds beside its entries, how many these are, and the last one's number and hash.
///
/// # Errors
///
/// `INPUT` with a path below `history` where the shape is wrong; `RANGE` for more than [`ENTRIES_MAX`] entries.
///
/// # Example
///
/// ```
/// let end = predue::wire::history_end(r#"{ "schema": 1, "head": "3e" }"#, 7, r#"{ "n": 7, "hash": "3e" }"#)?;
/// assert_eq!(end.last.map(|last| last.number), Some(7));
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: an entry without a hash
///
/// ```
/// let error = predue::wire::history_end(r#"{ "schema": 1, "head": "3e" }"#, 7, r#"{ "n": 7 }"#).unwrap_err();
/// assert_eq!((error.code(), error.path()), ("INPUT", Some("history.entries[6].hash")));
/// ```
pub fn history_end(frame: &str, entries: u32, last: &str) -> Result<End> {
    let head = super::read(frame, "history", |node| head(node.fields("schema head")))?;
    if entries == 0 {
        return Ok(End { head, last: None });
    }
    let last = super::read(last, &path_of(entries)?, |node| {
        let fields = node.fields("n hash");
        Last {
            place: entries,
            number: fields.get("n").place_from_one(),
            hash: fields.get("hash").text_within(HASH_CHARS_MAX),
        }
    })?;
    Ok(End { head, last: Some(last) })
}

/// Reads the entry at a place of a record, counted from 1.
///
/// # Errors
///
/// `INPUT` with a path below `history.entries` where the shape is wrong; `RANGE` for a place after [`ENTRIES_MAX`].
///
/// # Example: no entry
///
/// ```
/// let error = predue::wire::history_entry("[]", 7).unwrap_err();
/// assert_eq!((error.code(), error.path()), ("INPUT", Some("history.entries[6]")));
/// ```
pub fn history_entry(json: &str, place: u32) -> Result<Entry> {
    let path = path_of(place)?;
    super::read(json, &path, entry)
}

fn path_of(place: u32) -> Result<String> {
    if usize::try_from(place).is_ok_and(|place| place > ENTRIES_MAX) {
        return Err(Error::range("at most 20,000 entries").at("history.entries"));
    }
    Ok(["history.entries[", &whole(place.saturating_sub(1)), "]"].concat())
}

/// An entry as JSON, its event in canonical form.
pub fn history_entry_json(entry: &Entry) -> String {
    let event = history::canonical(&entry.event);
    let number = whole(entry.number);
    [
        "{\"n\":",
        &number,
        ",\"event\":",
        &event,
        ",\"hash\":\"",
        &entry.hash,
        "\"}",
    ]
    .concat()
}
