//! The exported functions. They decode, call and encode; no figure is made here. Objects cross as JSON text, both ways.

#![allow(
    unsafe_code,
    unreachable_pub,
    reason = "the glue that wasm_bindgen writes is unsafe by nature, and exports what no Rust calls"
)]

mod error;
mod markets;
mod memory;
mod panic;

use crate::error::{Error, Result};
use crate::{guidance, history, lateness, nudges, offers, outlook, projection, review, schedule, wire};
use error::thrown;
use js_sys::{Float64Array, Function};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// The version of the shapes that cross.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Versions {
    predue: &'static str,
    commit: &'static str,
    schema: u32,
}

/// Which predue this is, as JSON.
///
/// # Errors
///
/// Never, in practice: three constants are encoded.
#[wasm_bindgen]
pub fn versions() -> std::result::Result<String, JsValue> {
    let versions = Versions {
        predue: env!("CARGO_PKG_VERSION"),
        commit: option_env!("PREDUE_COMMIT").unwrap_or("unknown"),
        schema: SCHEMA,
    };
    wire::json_text(&versions).map_err(|error| thrown(&error))
}

/// Keeps the rules of a market, as `predue/markets` ships them.
///
/// # Errors
///
/// Throws a `DueError` as `predue::wire::market` returns one.
#[wasm_bindgen(js_name = addMarket)]
pub fn add_market(pack: &str) -> std::result::Result<(), JsValue> {
    markets::add(pack).map_err(|error| thrown(&error))
}

/// Keeps the phrases of a language, as `predue/lexicons` ships them.
///
/// # Errors
///
/// Throws a `DueError` as `predue::wire::lexicon` returns one.
#[wasm_bindgen(js_name = addLexicon)]
pub fn add_lexicon(lexicon: &str) -> std::result::Result<(), JsValue> {
    markets::add_lexicon(lexicon).map_err(|error| thrown(&error))
}

/// The full schedule of one account, as `unpack` makes it of the ids in one text, the rows as numbers and the currency.
///
/// # Errors
///
/// Throws a `DueError` as `predue::schedule` and `predue::wire::wallet` return one.
#[wasm_bindgen(js_name = schedule)]
pub fn schedule_raw(wallet: &str, account: &str, at: &str, unpack: &Function) -> std::result::Result<JsValue, JsValue> {
    raw_schedule(wallet, account, at, unpack).map_err(|error| thrown(&error))
}

fn raw_schedule(wallet: &str, account: &str, at: &str, unpack: &Function) -> Result<JsValue> {
    let wallet = markets::wallet(wallet)?;
    let schedule = schedule(&wallet, account, &wire::instant(at)?)?;
    let ids = wire::row_ids(&schedule).into();
    hand_over(
        unpack,
        &ids,
        &wire::schedule_cells(&schedule)?,
        &schedule.currency.as_str().into(),
    )
}

/// What is due over all accounts, as `unpack` makes it of the dues' ids in one text, the dues as numbers and
/// the rest as JSON.
///
/// # Errors
///
/// Throws a `DueError` as `predue::outlook` and `predue::wire::wallet` return one.
#[wasm_bindgen(js_name = outlook)]
pub fn outlook_raw(wallet: &str, at: &str, options: &str, unpack: &Function) -> std::result::Result<JsValue, JsValue> {
    raw_outlook(wallet, at, options, unpack).map_err(|error| thrown(&error))
}

fn raw_outlook(wallet: &str, at: &str, options: &str, unpack: &Function) -> Result<JsValue> {
    let wallet = markets::wallet(wallet)?;
    let options = wire::outlook_options(options)?;
    let outlook = outlook(&wallet, &wire::instant(at)?, options.days)?;
    let ids = wire::due_ids(&outlook.dues).into();
    let rest = wire::json_text(&wire::OutlookRest::from(&outlook))?.into();
    hand_over(unpack, &ids, &wire::due_cells(&outlook.dues)?, &rest)
}

/// What waiting costs on one account, as JSON.
///
/// # Errors
///
/// Throws a `DueError` as `predue::projection` and `predue::wire::wallet` return one.
#[wasm_bindgen(js_name = projection)]
pub fn projection_raw(wallet: &str, account: &str, at: &str, options: &str) -> std::result::Result<String, JsValue> {
    raw_projection(wallet, account, at, options).map_err(|error| thrown(&error))
}

fn raw_projection(wallet: &str, account: &str, at: &str, options: &str) -> Result<String> {
    let wallet = markets::wallet(wallet)?;
    let options = wire::projection_options(options)?;
    let projection = projection(&wallet, account, &wire::instant(at)?, options.days.as_deref())?;
    wire::json_text(&projection)
}

/// Which words of a text the rules of a market ban, as JSON.
///
/// # Errors
///
/// Throws a `DueError` as `predue::review` and `predue::wire::review_options` return one.
#[wasm_bindgen(js_name = review)]
pub fn review_raw(text: &str, options: &str) -> std::result::Result<String, JsValue> {
    raw_review(text, options).map_err(|error| thrown(&error))
}

fn raw_review(text: &str, options: &str) -> Result<String> {
    let options = wire::review_options(options)?;
    let rules = markets::rules(&options.market).map_err(|error| error.at("options.market"))?;
    wire::json_text(&review(text, &rules, &options.locale)?)
}

/// How likely the next due of one account is to be paid late, as JSON.
///
/// # Errors
///
/// Throws a `DueError` as `predue::lateness` and `predue::wire::wallet` return one.
#[wasm_bindgen(js_name = lateness)]
pub fn lateness_raw(wallet: &str, account: &str, at: &str) -> std::result::Result<String, JsValue> {
    raw_lateness(wallet, account, at).map_err(|error| thrown(&error))
}

fn raw_lateness(wallet: &str, account: &str, at: &str) -> Result<String> {
    let wallet = markets::wallet(wallet)?;
    wire::json_text(&lateness(&wallet, account, &wire::instant(at)?)?)
}

/// What to say now and later of everything that is due, as JSON.
///
/// # Errors
///
/// Throws a `DueError` as `predue::nudges` and `predue::wire::wallet` return one.
#[wasm_bindgen(js_name = nudges)]
pub fn nudges_raw(wallet: &str, at: &str) -> std::result::Result<String, JsValue> {
    raw_nudges(wallet, at).map_err(|error| thrown(&error))
}

fn raw_nudges(wallet: &str, at: &str) -> Result<String> {
    wire::json_text(&nudges(&markets::wallet(wallet)?, &wire::instant(at)?)?)
}

/// The ways out of one account, side by side, as `unpack` makes them of the ids of their rows in one text, the rows as
/// numbers and the rest as JSON.
///
/// # Errors
///
/// Throws a `DueError` as `predue::offers`, `predue::wire::wallet` and `predue::wire::situation` return one.
#[wasm_bindgen(js_name = offers)]
pub fn offers_raw(
    wallet: &str,
    account: &str,
    at: &str,
    situation: &str,
    unpack: &Function,
) -> std::result::Result<JsValue, JsValue> {
    raw_offers(wallet, account, at, situation, unpack).map_err(|error| thrown(&error))
}

fn raw_offers(wallet: &str, account: &str, at: &str, situation: &str, unpack: &Function) -> Result<JsValue> {
    let wallet = markets::wallet(wallet)?;
    let situation = wire::situation(situation)?;
    let book = offers(&wallet, account, &wire::instant(at)?, &situation)?;
    let ids = wire::offer_row_ids(&book).into();
    let rest = wire::json_text(&book)?.into();
    hand_over(unpack, &ids, &wire::offer_cells(&book)?, &rest)
}

/// What helps now, as JSON.
///
/// # Errors
///
/// Throws a `DueError` as `predue::guidance` and `predue::wire::wallet` return one.
#[wasm_bindgen(js_name = guidance)]
pub fn guidance_raw(wallet: &str, at: &str) -> std::result::Result<String, JsValue> {
    raw_guidance(wallet, at).map_err(|error| thrown(&error))
}

fn raw_guidance(wallet: &str, at: &str) -> Result<String> {
    wire::json_text(&guidance(&markets::wallet(wallet)?, &wire::instant(at)?)?)
}

/// The entry that records an event after the end of a record, as JSON text.
///
/// # Errors
///
/// Throws a `DueError` as `predue::history::next`, `predue::wire::history_end` and `predue::wire::contact_event` return one.
#[wasm_bindgen(js_name = record)]
pub fn record_raw(frame: &str, entries: u32, last: &str, event: &str) -> std::result::Result<String, JsValue> {
    raw_record(frame, entries, last, event).map_err(|error| thrown(&error))
}

fn raw_record(frame: &str, entries: u32, last: &str, event: &str) -> Result<String> {
    let end = wire::history_end(frame, entries, last)?;
    let entry = history::next(&end, wire::contact_event(event)?)?;
    Ok(wire::history_entry_json(&entry))
}

/// Whether an entry follows the hash before it at its place.
///
/// # Errors
///
/// Throws a `DueError` as `predue::wire::history_entry` returns one.
#[wasm_bindgen(js_name = follows)]
pub fn follows_raw(previous: &str, place: u32, entry: &str) -> std::result::Result<bool, JsValue> {
    let entry = wire::history_entry(entry, place).map_err(|error| thrown(&error))?;
    Ok(history::follows(previous, place, &entry))
}

/// Whether a record's head is the hash of its last entry.
///
/// # Errors
///
/// Throws a `DueError` as `predue::wire::history_end` returns one.
#[wasm_bindgen(js_name = ends)]
pub fn ends_raw(frame: &str, entries: u32, last: &str) -> std::result::Result<bool, JsValue> {
    let end = wire::history_end(frame, entries, last).map_err(|error| thrown(&error))?;
    Ok(history::ends(&end))
}

/// Lets `unpack` read the numbers where they are: an array of its own for each call would cost more than the rows.
fn hand_over(unpack: &Function, ids: &JsValue, cells: &[f64], rest: &JsValue) -> Result<JsValue> {
    // SAFETY: the view is read while `cells` is borrowed, and nothing grows the memory in between: all that crosses was
    // made before, and `unpack` copies numbers without calling back.
    let view = unsafe { Float64Array::view(cells) };
    unpack
        .call3(&JsValue::NULL, ids, &view, rest)
        .map_err(|_| Error::internal("every result can be unpacked"))
}
