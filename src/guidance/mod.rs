//! What helps now: a few cards, chosen by what the customer faces, the most helpful first.
//!
//! `facing` reads the outlook, `cards` has each card with when it is shown, `reach` finds whom it leads to.

mod cards;
mod facing;
mod reach;

use crate::account::Wallet;
use crate::calendar::Instant;
use crate::error::Result;
use crate::market::RuleNotice;
use crate::outlook::outlook;
use crate::params::Params;
use facing::Facing;
use serde::Serialize;

/// Cards that are shown at most: more than a few help nobody.
pub const CARDS_MAX: usize = 5;

/// Something that helps now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Card {
    /// What the catalogues have words for.
    pub id: &'static str,
    /// The id of the account that it is about, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// What the words speak of, by name.
    pub params: Params,
    /// Whom it leads to, the most helpful first.
    pub links: Vec<Link>,
    /// Why it is shown.
    pub why: Why,
    /// The market's rules that it rests on; each may be shown as law.
    pub rules: Vec<RuleNotice>,
}

/// Why a card is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Why {
    /// What the catalogues have words for.
    pub code: &'static str,
    /// What the words speak of, by name.
    pub params: Params,
}

/// Somebody to turn to; there is an address or a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// By what name they are known.
    pub name: String,
    /// Begins with `https://` or `mailto:`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// As it is written; digits, spaces and hyphens, and a plus sign at most before them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether they are known to cost nothing.
    pub free: bool,
}

/// What helps now: at most [`CARDS_MAX`] cards, the most helpful first, each with why it is shown.
///
/// Who is behind or short of money is led to people who advise on debts before anything else; who has nothing to worry about
/// gets a card on what lateness costs, or none. Of accounts that are paused, stopped or muted nothing is said. Of helpers only
/// those are named that were read in a source, and of rules only those that may be shown as law.
///
/// # Errors
///
/// As [`outlook`].
///
/// # Example
///
/// ```
/// use predue::wire;
///
/// let mut markets = wire::markets()?;
/// markets.add(wire::market(include_str!("../../pkg/markets/GB.json"))?)?;
/// let wallet = wire::wallet_in(r#"{
///   "market": "GB", "locale": "en-GB",
///   "accounts": [{
///     "id": "sofa", "label": "Sofa", "creditor": { "name": "Sample Store" }, "currency": "GBP", "product": "loan",
///     "plan": { "kind": "dues", "dues": [{ "id": "1", "date": "2026-11-10", "principal": 5000 }] }
///   }]
/// }"#, &markets)?;
/// let cards = predue::guidance(&wallet, &"2026-11-22T09:30:00+00:00".parse()?)?;
/// assert_eq!((cards[0].id, cards[0].why.code), ("debt-advice", "overdue"));
/// assert_eq!(cards[0].links[0].name, "StepChange");
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: more than can be added up
///
/// ```
/// let wallet = predue::wire::wallet(r#"{
///   "market": "none", "locale": "en",
///   "accounts": [{
///     "id": "sofa", "label": "Sofa", "creditor": { "name": "Sample Store" }, "currency": "EUR", "product": "loan",
///     "plan": { "kind": "dues", "dues": [
///       { "id": "1", "date": "2026-11-10", "principal": 9007199254740991 }, { "id": "2", "date": "2026-11-11", "principal": 1 }
///     ] }
///   }]
/// }"#)?;
/// let error = predue::guidance(&wallet, &"2026-11-22T09:30:00+01:00".parse()?).unwrap_err();
/// assert_eq!(error.code(), "RANGE");
/// # Ok::<(), predue::Error>(())
/// ```
pub fn guidance(wallet: &Wallet, at: &Instant) -> Result<Vec<Card>> {
    let outlook = outlook(wallet, at, None)?;
    let facing = Facing::new(wallet, &outlook, at.date());
    Ok(cards::cards(&facing))
}
