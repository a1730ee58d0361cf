//! The exported functions. They decode, call and encode; no figure is made here. Objects come in as JSON text.

#![allow(
    unsafe_code,
    unreachable_pub,
    reason = "the glue that wasm_bindgen writes is unsafe by nature, and exports what no Rust calls"
)]

mod error;
mod panic;

use crate::error::{Error, Result};
use crate::{outlook, schedule, wire};
use error::thrown;
use js_sys::{Array, Float64Array};
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

/// Which predue this is.
///
/// # Errors
///
/// Never, in practice: three constants are encoded.
#[wasm_bindgen]
pub fn versions() -> std::result::Result<JsValue, JsValue> {
    let versions = Versions {
        predue: env!("CARGO_PKG_VERSION"),
        commit: option_env!("PREDUE_COMMIT").unwrap_or("unknown"),
        schema: SCHEMA,
    };
    encode(&versions).map_err(|error| thrown(&error))
}

/// The full schedule of one account: its ids in one text, its rows as numbers, its currency.
///
/// # Errors
///
/// Throws a `DueError` as `predue::schedule` and `predue::wire::wallet` return one.
#[wasm_bindgen(js_name = schedule)]
pub fn schedule_raw(wallet: &str, account: &str, at: &str) -> std::result::Result<Array, JsValue> {
    raw_schedule(wallet, account, at).map_err(|error| thrown(&error))
}

fn raw_schedule(wallet: &str, account: &str, at: &str) -> Result<Array> {
    let wallet = wire::wallet(wallet)?;
    let schedule = schedule(&wallet, account, &wire::instant(at)?)?;
    Ok(Array::of3(
        &wire::row_ids(&schedule).into(),
        &Float64Array::from(wire::schedule_cells(&schedule).as_slice()),
        &schedule.currency.as_str().into(),
    ))
}

/// What is due over all accounts: the dues' ids in one text, the dues as numbers, and the rest as it is.
///
/// # Errors
///
/// Throws a `DueError` as `predue::outlook` and `predue::wire::wallet` return one.
#[wasm_bindgen(js_name = outlook)]
pub fn outlook_raw(wallet: &str, at: &str, options: &str) -> std::result::Result<Array, JsValue> {
    raw_outlook(wallet, at, options).map_err(|error| thrown(&error))
}

fn raw_outlook(wallet: &str, at: &str, options: &str) -> Result<Array> {
    let wallet = wire::wallet(wallet)?;
    let options = wire::outlook_options(options)?;
    let outlook = outlook(&wallet, &wire::instant(at)?, options.days)?;
    Ok(Array::of3(
        &wire::due_ids(&outlook.dues).into(),
        &Float64Array::from(wire::due_cells(&outlook.dues).as_slice()),
        &encode(&wire::OutlookRest::from(&outlook))?,
    ))
}

fn encode<T: Serialize>(value: &T) -> Result<JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value
        .serialize(&serializer)
        .map_err(|_| Error::internal("every result can be encoded"))
}
