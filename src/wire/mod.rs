//! What crosses the boundary: strict decoding of what the host hands in, and the shapes of what it gets back.
//!
//! Input crosses as JSON text, so that the decoder that the native tests prove is the very one that runs in the page.

#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the methods of a node belong to its one lifetime, so they are no functions for every one"
)]

mod account;
mod cells;
mod event;
mod help;
mod history;
mod json;
mod json_text;
mod late;
mod market;
mod node;
mod plan;
mod scalar;
mod wallet;

pub use cells::{OutlookRest, due_cells, due_ids, offer_cells, offer_row_ids, row_ids, schedule_cells};
pub use history::{contact_event, history_end, history_entry, history_entry_json};
pub use json_text::json_text;

use crate::account::Wallet;
use crate::calendar::Instant;
use crate::error::{Error, Result};
use crate::language::{is_lexicon, plain};
use crate::market::{Lexicon, Markets, Pack};
use crate::offer::{Hardship, Situation};
use crate::outlook::HORIZON_DAYS_MAX;
use crate::penalty::{POINT_DAYS_MAX, POINTS_MAX};
use json::Json;
use node::{Fault, Node, words};
use std::rc::Rc;

/// Bytes of JSON that an argument may have: 4 MiB.
pub const JSON_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Characters that an id may have.
pub const ID_CHARS_MAX: usize = 200;

/// Reads a wallet from JSON, strictly: an unknown key, a float where money belongs or an impossible date is an error that
/// names its path, below `wallet`.
///
/// # Errors
///
/// `INPUT` where the shape is wrong, `RANGE` beyond a limit, `UNSUPPORTED` for what this version does not read,
/// `MARKET_UNKNOWN` when no pack of the market is loaded.
///
/// # Example
///
/// ```
/// let wallet = predue::wire::wallet(r#"{ "market": "none", "locale": "en", "accounts": [] }"#)?;
/// assert!(wallet.accounts.is_empty());
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: an unknown key
///
/// ```
/// let error = predue::wire::wallet(r#"{ "market": "none", "locale": "en", "acounts": [] }"#).unwrap_err();
/// assert_eq!((error.code(), error.path()), ("INPUT", Some("wallet.acounts")));
/// ```
pub fn wallet(json: &str) -> Result<Wallet> {
    wallet_in(json, &markets()?)
}

/// Reads a wallet of one of the markets that are loaded, or of none.
///
/// # Errors
///
/// As [`wallet`].
///
/// # Example
///
/// ```
/// use predue::wire;
///
/// let mut markets = wire::markets()?;
/// markets.add(wire::market(include_str!("../../pkg/markets/JP.json"))?)?;
/// let wallet = wire::wallet_in(r#"{ "market": "JP", "locale": "ja", "accounts": [] }"#, &markets)?;
/// assert_eq!(wallet.rules.market, "JP");
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: a market that is not loaded
///
/// ```
/// use predue::wire;
///
/// let error = wire::wallet_in(r#"{ "market": "JP", "locale": "ja", "accounts": [] }"#, &wire::markets()?).unwrap_err();
/// assert_eq!((error.code(), error.path()), ("MARKET_UNKNOWN", Some("wallet.market")));
/// # Ok::<(), predue::Error>(())
/// ```
pub fn wallet_in(json: &str, markets: &Markets) -> Result<Wallet> {
    let wallet = read(json, "wallet", |node| wallet::read(node, markets))?;
    wallet.ok_or_else(|| Error::internal("a wallet has the rules of its market"))
}

/// Reads the moment that the host asks for.
///
/// # Errors
///
/// `INPUT` with the path `at` when it is not RFC 3339 with an offset.
pub fn instant(text: &str) -> Result<Instant> {
    text.parse::<Instant>().map_err(|error| error.at("at"))
}

/// Options of an outlook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutlookOptions {
    /// Days ahead.
    pub days: Option<u16>,
}

/// Reads the options of an outlook from JSON.
///
/// # Errors
///
/// `INPUT` with a path below `options` when the shape is wrong.
pub fn outlook_options(json: &str) -> Result<OutlookOptions> {
    read(json, "options", |options| {
        let fields = options.fields("days");
        OutlookOptions {
            days: fields.optional_count("days", 0, HORIZON_DAYS_MAX),
        }
    })
}

/// Options of a projection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectionOptions {
    /// Days from now to tell of.
    pub days: Option<Vec<u16>>,
}

/// Reads the options of a projection from JSON.
///
/// # Errors
///
/// `INPUT` with a path below `options` when the shape is wrong; `RANGE` for more than [`POINTS_MAX`] days, or one beyond
/// [`POINT_DAYS_MAX`].
pub fn projection_options(json: &str) -> Result<ProjectionOptions> {
    read(json, "options", |options| {
        let fields = options.fields("days");
        ProjectionOptions {
            days: fields.optional("days", |node| {
                node.list(POINTS_MAX, |days| days.count(0, POINT_DAYS_MAX))
            }),
        }
    })
}

/// Reads what the customer says of the situation from JSON.
///
/// # Errors
///
/// `INPUT` with a path below `situation` when the shape is wrong.
///
/// # Example
///
/// ```
/// let situation = predue::wire::situation(r#"{ "reason": "income-late", "payday": 25 }"#)?;
/// assert_eq!(situation.payday, Some(25));
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: an amount below zero
///
/// ```
/// let error = predue::wire::situation(r#"{ "payNow": -1 }"#).unwrap_err();
/// assert_eq!(error.path(), Some("situation.payNow"));
/// ```
pub fn situation(json: &str) -> Result<Situation> {
    read(json, "situation", |node| {
        let fields = node.fields("reason payNow payPerMonth payday until");
        Situation {
            reason: fields.optional_word(
                "reason",
                words!(
                    "income-loss" => Hardship::IncomeLoss,
                    "income-late" => Hardship::IncomeLate,
                    "illness" => Hardship::Illness,
                    "emergency" => Hardship::Emergency,
                    "too-many-debts" => Hardship::TooManyDebts,
                    "other" => Hardship::Other,
                ),
            ),
            pay_now: fields.optional("payNow", Node::minor_or_more),
            pay_per_month: fields.optional("payPerMonth", Node::minor_or_more),
            payday: fields.optional_count("payday", 1, 31),
            until: fields.optional("until", Node::date),
        }
    })
}

/// Options of a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewOptions {
    /// The market whose rules hold.
    pub market: String,
    /// What the text is written in.
    pub locale: String,
}

/// Reads the options of a review from JSON.
///
/// # Errors
///
/// `INPUT` with a path below `options` when the shape is wrong.
pub fn review_options(json: &str) -> Result<ReviewOptions> {
    read(json, "options", |options| {
        let fields = options.fields("market locale");
        ReviewOptions {
            market: fields.id("market"),
            locale: fields.id("locale"),
        }
    })
}

/// Reads a lexicon from JSON: it has the `language`, the `schema` 1 and the `lines` of a file in `pkg/lexicons`.
///
/// # Errors
///
/// `INPUT` with a path below `lexicon` when the shape is wrong, or a line is no phrase.
///
/// # Example
///
/// ```
/// let lexicon = predue::wire::lexicon(r#"{ "language": "de", "schema": 1, "lines": ":shame block\nschäm* dich" }"#)?;
/// assert_eq!(lexicon.language, "de");
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: a phrase that begins with a gap
///
/// ```
/// let error = predue::wire::lexicon(r#"{ "language": "de", "schema": 1, "lines": ".. dich" }"#).unwrap_err();
/// assert_eq!((error.code(), error.path()), ("INPUT", Some("lexicon.lines")));
/// ```
pub fn lexicon(json: &str) -> Result<Rc<Lexicon>> {
    read(json, "lexicon", lexicon_of)
}

fn lexicon_of(node: &Node<'_>) -> Rc<Lexicon> {
    let fields = node.fields("language schema lines");
    fields.count("schema", 1, 1);
    let lexicon = Lexicon {
        language: fields.id("language"),
        lines: plain(fields.text("lines"), ""),
    };
    fields.check(
        is_lexicon(&lexicon),
        "lines",
        "a line is a heading, a group or a phrase",
    );
    Rc::new(lexicon)
}

/// The floor pack: what holds in every market, and alone where none is known.
const FLOOR: &str = include_str!("../../pkg/markets/floor.json");

/// The words that are banned in English. A page brings them, as those of every other language: a wallet
/// that reviews no text does not pay for them.
#[cfg(not(target_arch = "wasm32"))]
const ENGLISH: &str = include_str!("../../pkg/lexicons/en.txt");

/// The markets, with nothing but the floor.
///
/// # Errors
///
/// `INTERNAL` when the floor pack that this module carries is wrong.
///
/// # Example
///
/// ```
/// assert_eq!(predue::wire::markets()?.resolve("none")?.market, "floor");
/// # Ok::<(), predue::Error>(())
/// ```
pub fn markets() -> Result<Markets> {
    let floor = market(FLOOR).map_err(|_| Error::internal("the floor pack is right"))?;
    #[cfg(not(target_arch = "wasm32"))]
    let floor = Pack {
        lexicons: vec![Rc::new(Lexicon {
            language: "en".to_owned(),
            lines: ENGLISH.to_owned(),
        })],
        ..floor
    };
    Ok(Markets::new(floor))
}

/// Reads a rule pack from JSON, strictly: an unknown key or kind, a rule without a source or with a window that contradicts
/// itself is an error that names its path, below `pack`.
///
/// # Errors
///
/// `INPUT` where the shape is wrong, `RANGE` beyond a limit.
///
/// # Example
///
/// ```
/// let pack = predue::wire::market(r#"{
///   "schema": 1, "market": "JP", "asOf": "2026-11-22", "reviewBy": "2027-05-22", "currency": "JPY",
///   "sources": [{ "id": "JP-1", "title": "Money Lending Business Act", "section": "Art. 21(1)" }],
///   "rules": [{ "id": "JP.contact.windows[0]", "kind": "window", "from": "08:00", "to": "21:00",
///     "summary": "No calls between 21:00 and 08:00.", "src": ["JP-1"], "confidence": "secondary" }]
/// }"#)?;
/// assert_eq!(pack.notice(&pack.rules[0]).source, "Money Lending Business Act, Art. 21(1)");
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: a rule without a source
///
/// ```
/// let error = predue::wire::market(r#"{
///   "schema": 1, "market": "JP", "asOf": "2026-11-22", "reviewBy": "2027-05-22", "sources": [],
///   "rules": [{ "id": "x", "kind": "note", "code": "x", "summary": "Heard somewhere.", "src": [], "confidence": "secondary" }]
/// }"#).unwrap_err();
/// assert_eq!((error.code(), error.path()), ("INPUT", Some("pack.rules[0].src")));
/// ```
pub fn market(json: &str) -> Result<Pack> {
    read(json, "pack", market::read)
}

/// Reads an argument of the host's, whose name begins the path of every error.
fn read<T>(json: &str, name: &str, read: impl FnOnce(&Node<'_>) -> T) -> Result<T> {
    let value = parsed(json).map_err(|error| error.at(name))?;
    let fault = Fault::default();
    let read = read(&Node::root(&value, &fault));
    fault.into_result(read).map_err(|error| error.at(name))
}

fn parsed(json: &str) -> Result<Json<'_>> {
    if json.len() > JSON_BYTES_MAX {
        return Err(Error::range("at most 4 MiB of JSON"));
    }
    json::parse(json)
}
