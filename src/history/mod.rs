//! What was said to the customer, when and by whom: the customer's own record.

mod event;

pub use event::{Channel, ContactEvent, ContactKind, ENTRIES_MAX, Entry, History, Value};
