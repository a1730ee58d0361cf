//! The shapes of the record: entries in the order they were made, each with what happened.

use super::Number;
use crate::calendar::Instant;
use serde::Serialize;

/// Entries that a record may have.
pub const ENTRIES_MAX: usize = 20_000;
/// Characters that a text of an event may have.
pub const TEXT_CHARS_MAX: usize = 4_000;

/// The record: every contact, shown or held back, by this module or by the creditor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// In the order they were recorded; at most [`ENTRIES_MAX`].
    pub entries: Vec<Entry>,
    /// The hash of the last entry; empty where there is none.
    pub head: String,
}

/// One entry of the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its number, from 1.
    pub number: u32,
    /// What happened.
    pub event: ContactEvent,
    /// Its hash over what it holds and the hash of the entry before, in 64 hexadecimal digits. It is kept as it is given:
    /// [`audit`](super::audit) tells whether it is right.
    pub hash: String,
}

/// What happened around one contact. A text has at most [`TEXT_CHARS_MAX`] characters.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactEvent {
    /// When, on the customer's own clock.
    pub at: Instant,
    /// What.
    pub kind: ContactKind,
    /// The nudge's key.
    pub key: Option<String>,
    /// The account's id.
    pub account: Option<String>,
    /// By which channel.
    pub channel: Option<Channel>,
    /// What the customer chose to do.
    pub action: Option<String>,
    /// The words as they were shown.
    pub text: Option<String>,
    /// The catalogue that the words came from, with its version.
    pub catalogue: Option<String>,
    /// Such as until when it was snoozed, or what was promised.
    pub value: Option<Value>,
}

impl ContactEvent {
    /// An event of which nothing more is known.
    #[must_use]
    pub fn new(at: Instant, kind: ContactKind) -> Self {
        Self {
            at,
            kind,
            key: None,
            account: None,
            channel: None,
            action: None,
            text: None,
            catalogue: None,
            value: None,
        }
    }
}

/// A value of an event, of which only the event's kind says what it means.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number.
    Number(Number),
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactKind {
    /// Handed to the platform's scheduler.
    Planned,
    /// On the screen.
    Shown,
    /// Long enough on the screen to be read.
    Seen,
    /// Opened by the customer.
    Opened,
    /// The customer did what it offered.
    Acted,
    /// Put away.
    Dismissed,
    /// Put off by the customer.
    Snoozed,
    /// The account was muted; with the action `undo` it no longer is.
    Muted,
    /// All nudges were stopped; with the action `undo` they no longer are.
    Stopped,
    /// Held back.
    Suppressed,
    /// What the customer said of it: the values `useful`, `too often`, `wrong`, `already paid` and `not mine` are known, any
    /// other is kept.
    Feedback,
    /// The customer promised to pay.
    Promise,
    /// A due was paid.
    Paid,
    /// The customer disputes the debt.
    Disputed,
    /// The creditor made contact by itself.
    ContactedByCreditor,
    /// Anything else worth keeping.
    Note,
    /// Entries before this one were erased at the customer's wish; the value says how many.
    Erased,
}

impl ContactKind {
    /// Every kind with its word in the contract.
    pub const WORDS: [(&str, Self); 17] = [
        ("planned", Self::Planned),
        ("shown", Self::Shown),
        ("seen", Self::Seen),
        ("opened", Self::Opened),
        ("acted", Self::Acted),
        ("dismissed", Self::Dismissed),
        ("snoozed", Self::Snoozed),
        ("muted", Self::Muted),
        ("stopped", Self::Stopped),
        ("suppressed", Self::Suppressed),
        ("feedback", Self::Feedback),
        ("promise", Self::Promise),
        ("paid", Self::Paid),
        ("disputed", Self::Disputed),
        ("contacted-by-creditor", Self::ContactedByCreditor),
        ("note", Self::Note),
        ("erased", Self::Erased),
    ];

    /// Its word in the contract.
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, self)
    }
}

/// A way in which this module's words reach the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// A notice inside the app.
    InApp,
    /// A push notification.
    Push,
    /// A text message.
    Sms,
    /// E-mail.
    Email,
    /// An entry in the customer's own calendar.
    Calendar,
}

impl Channel {
    /// Every channel with its word in the contract.
    pub const WORDS: [(&str, Self); 5] = [
        ("in-app", Self::InApp),
        ("push", Self::Push),
        ("sms", Self::Sms),
        ("email", Self::Email),
        ("calendar", Self::Calendar),
    ];

    /// Its word in the contract.
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, self)
    }
}

fn word_of<T: Copy + PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    words
        .iter()
        .find(|(_, other)| *other == value)
        .map_or("", |(word, _)| word)
}
