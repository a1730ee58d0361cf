//! What was said to the customer, when and by whom: the customer's own record, in which each entry is chained to the one
//! before.

mod canonical;
mod chain;
mod event;
mod number;

pub use canonical::canonical;
pub(crate) use canonical::push_escaped;
pub use chain::{Audit, End, Last, audit, ends, follows, next, record};
pub use event::{Channel, ContactEvent, ContactKind, ENTRIES_MAX, Entry, History, TEXT_CHARS_MAX, Value};
pub use number::Number;
