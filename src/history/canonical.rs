//! The one text of an event, by the JSON Canonicalization Scheme (RFC 8785): what is hashed must not depend on who wrote it.

use super::{ContactEvent, Value};

/// The canonical JSON of an event: keys in order, no spaces, texts escaped only where they must be.
pub fn canonical(event: &ContactEvent) -> String {
    let mut json = String::new();
    let mut text = |key: &str, text: Option<&str>| {
        if let Some(text) = text {
            push_key(&mut json, key);
            push_text(&mut json, text);
        }
    };
    text("account", event.account.as_deref());
    text("action", event.action.as_deref());
    text("at", Some(event.at.as_str()));
    text("catalogue", event.catalogue.as_deref());
    text("channel", event.channel.map(|channel| channel.word()));
    text("key", event.key.as_deref());
    text("kind", Some(event.kind.word()));
    text("text", event.text.as_deref());
    if let Some(Value::Text(value)) = &event.value {
        text("value", Some(value));
    }
    if let Some(Value::Number(value)) = &event.value {
        push_key(&mut json, "value");
        json.push_str(value.as_str());
    }
    json.push('}');
    json
}

fn push_key(json: &mut String, key: &str) {
    json.push(if json.is_empty() { '{' } else { ',' });
    push_text(json, key);
    json.push(':');
}

/// A text in quotes. No letter is changed into another, not even one that looks the same.
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
