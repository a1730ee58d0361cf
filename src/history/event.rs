//! The shapes of the record: entries in the order they were made, each with what happened.

use crate::calendar::Instant;

/// Entries that a record may have.
pub const ENTRIES_MAX: usize = 20_000;

/// The record: every contact, shown or held back, by this module or by the creditor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// In the order they were recorded; at most [`ENTRIES_MAX`].
    pub entries: Vec<Entry>,
    /// The hash of the last entry, in hexadecimal digits.
    pub head: String,
}

/// One entry of the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its number, from 1.
    pub number: u32,
    /// What happened.
    pub event: ContactEvent,
    /// Its hash over what it holds and the hash of the entry before, in hexadecimal digits.
    pub hash: String,
}

/// What happened around one contact.
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

/// A value of an event, of which only the event's kind says what it means.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number, as it was written.
    Number(String),
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
    /// The account was muted.
    Muted,
    /// All nudges were stopped.
    Stopped,
    /// Held back.
    Suppressed,
    /// What the customer said of it.
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
    /// Entries before this one were erased at the customer's wish.
    Erased,
}

/// A way in which this module's words reach the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
