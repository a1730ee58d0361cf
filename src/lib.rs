//! What is due, what waiting would cost, and which ways out there are.

pub mod account;
pub mod apr;
pub mod calendar;
mod digits;
mod error;
pub mod funds;
pub mod guidance;
pub mod history;
pub mod language;
pub mod lateness;
pub mod ledger;
pub mod market;
pub mod money;
pub mod nudge;
pub mod offer;
mod order;
pub mod outlook;
pub mod params;
mod parts;
pub mod penalty;
mod schedule;
pub mod wire;

#[cfg(target_arch = "wasm32")]
mod wasm;

pub use error::{Error, ErrorKind, Result};
pub use guidance::guidance;
pub use language::review;
pub use lateness::lateness;
pub use nudge::nudges;
pub use offer::offers;
pub use outlook::{outlook, schedule};
pub use penalty::projection;
