//! What a market's law, its supervisors and good manners allow: rule packs as data, merged so that a child only tightens,
//! and evaluated on plain facts, for charges and for contacts.

mod cap;
mod charge;
mod contact;
mod help;
mod packs;
mod rule;
mod set;
mod when;

pub use cap::{Base, Cap, CapKind, Field, Per, Tier};
pub use charge::{Allowed, Amounts, ChargeFacts, Life, allowed_charge, forbidden_action};
pub use contact::{Contact, ContactFacts, ContactRules, EARLIEST_DAYS_MAX, Recipient};
pub use help::{Help, HelpKind};
pub use packs::{LEXICONS_MAX, Markets, Staleness, merge};
pub use rule::{
    Body, Confidence, Cooldown, Counts, Dates, Grace, GraceFrom, Lexicon, Pack, Quota, QuotaPer, QuotaWindow, Rule,
    RuleNotice, Severity, Source, Stop, StopScope, ThirdParty, Told, Topic, Window,
};
pub use set::{Set, action, channel, charge as charge_kind, day, except, trigger};
pub use when::{Quantity, Range, Trait, When, Who};
