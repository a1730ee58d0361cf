//! The one text of an event, by the JSON Canonicalization Scheme (RFC 8785): what is hashed must not depend on who wrote it.

use super::{Channel, ContactEvent, Value};

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
        json.push_str(number);
    }
    json.push('}');
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
    json.push_str(if json.is_empty() { "{\"" } else { ",\"" });
    json.push_str(key);
    json.push_str("\":");
}

/// A text in quotes. No letter is changed into another, not even one that looks the same.
#[inline(never)]
pub(super) fn push_text(json: &mut String, text: &str) {
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\u{8}' => json.push_str("\\b"),
            '\t' => json.push_str("\\t"),
            '\n' => json.push_str("\\n"),
            '\u{C}' => json.push_str("\\f"),
            '\r' => json.push_str("\\r"),
            '\0'..='\u{1F}' => {
                json.push_str(if letter < '\u{10}' { "\\u000" } else { "\\u001" });
                json.extend(char::from_digit(u32::from(letter) & 15, 16));
            }
            _ => json.push(letter),
        }
    }
    json.push('"');
}
