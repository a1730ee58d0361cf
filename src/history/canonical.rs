//! The one text of an event, by the JSON Canonicalization Scheme (RFC 8785): what is hashed must not depend on who wrote it.

use super::{Channel, ContactEvent, Value};
use crate::parts::add;

/// The canonical JSON of an event: keys in order, no spaces, texts escaped only where they must be.
///
/// # Example
///
/// ```
/// use predue::history::{self, ContactEvent, ContactKind, Value};
///
/// let mut event = ContactEvent::new("2026-11-22T09:30:00+08:00".parse()?, ContactKind::Promise);
/// event.value = Some(Value::Number("599900.00".parse()?));
/// event.account = Some("phone".to_owned());
/// let json = r#"{"account":"phone","at":"2026-11-22T09:30:00+08:00","kind":"promise","value":599900}"#;
/// assert_eq!(history::canonical(&event), json);
/// # Ok::<(), predue::Error>(())
/// ```
pub fn canonical(event: &ContactEvent) -> String {
    let (text, number) = match &event.value {
        Some(Value::Text(text)) => (Some(text.as_str()), None),
        Some(Value::Number(number)) => (None, Some(number.as_str())),
        None => (None, None),
    };
    let mut json = String::new();
    push_field(&mut json, "account", event.account.as_deref());
    push_field(&mut json, "action", event.action.as_deref());
    push_field(&mut json, "at", Some(event.at.as_str()));
    push_field(&mut json, "catalogue", event.catalogue.as_deref());
    push_field(&mut json, "channel", event.channel.map(Channel::word));
    push_field(&mut json, "key", event.key.as_deref());
    push_field(&mut json, "kind", Some(event.kind.word()));
    push_field(&mut json, "text", event.text.as_deref());
    push_field(&mut json, "value", text);
    if let Some(number) = number {
        push_key(&mut json, "value");
        add(&mut json, number);
    }
    add(&mut json, "}");
    json
}

#[inline(never)]
fn push_field(json: &mut String, key: &str, text: Option<&str>) {
    if let Some(text) = text {
        push_key(json, key);
        push_text(json, text);
    }
}

fn push_key(json: &mut String, key: &str) {
    add(json, if json.is_empty() { "{\"" } else { ",\"" });
    add(json, key);
    add(json, "\":");
}

/// A text in quotes. No letter is changed into another, not even one that looks the same.
pub(super) fn push_text(json: &mut String, text: &str) {
    add(json, "\"");
    push_escaped(json, text, |control| {
        Some(match control {
            8 => 'b',
            b'\t' => 't',
            b'\n' => 'n',
            12 => 'f',
            b'\r' => 'r',
            _ => return None,
        })
    });
    add(json, "\"");
}

/// A text with quotes, backslashes and controls escaped: a control by its letter where it has one, else by its number.
#[inline(never)]
pub(crate) fn push_escaped(json: &mut String, text: &str, letter: fn(u8) -> Option<char>) {
    let mut rest = text;
    while let Some((plain, special, after)) = next_special(rest) {
        add(json, plain);
        add(json, "\\");
        let is_control = special < b' ';
        if let Some(letter) = if is_control {
            letter(special)
        } else {
            Some(char::from(special))
        } {
            json.push(letter);
        } else {
            add(json, "u00");
            push_hex(json, special);
        }
        rest = after;
    }
    add(json, rest);
}

/// The first character that may not stand as it is, with what is before it and after it.
fn next_special(text: &str) -> Option<(&str, u8, &str)> {
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1F);
    let place = text.as_bytes().iter().position(is_special)?;
    let (plain, rest) = text.split_at_checked(place)?;
    Some((plain, *rest.as_bytes().first()?, rest.get(1..)?))
}

/// A byte in two hexadecimal digits.
#[inline(never)]
pub(super) fn push_hex(text: &mut String, byte: u8) {
    for half in [byte >> 4, byte & 15] {
        if let Some(digit) = char::from_digit(half.into(), 16) {
            text.push(digit);
        }
    }
}
