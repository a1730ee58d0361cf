//! The exported functions. They decode, call and encode; no figure is made here.

#![allow(
    unsafe_code,
    reason = "the glue that wasm_bindgen's macro writes is unsafe by nature"
)]

mod error;
mod panic;

use crate::error::{Error, Result};
use crate::{outlook, schedule, wire};
use error::thrown;
use js_sys::{Array, Float64Array, JSON, Object, Reflect};
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

/// The full schedule of one account, its rows as numbers.
///
/// # Errors
///
/// Throws a `DueError` as `predue::schedule` and `predue::wire::wallet` return one.
#[wasm_bindgen(js_name = schedule)]
pub fn schedule_raw(wallet: &JsValue, account: &str, at: &str) -> std::result::Result<Object, JsValue> {
    raw_schedule(wallet, account, at).map_err(|error| thrown(&error))
}

fn raw_schedule(wallet: &JsValue, account: &str, at: &str) -> Result<Object> {
    let wallet = wire::wallet(&json(wallet, "wallet")?)?;
    let schedule = schedule(&wallet, account, &wire::instant(at)?)?;
    let raw = Object::new();
    set(&raw, "account", &schedule.account.as_str().into());
    set(&raw, "currency", &schedule.currency.as_str().into());
    set(&raw, "ids", &ids(schedule.rows.iter().map(|row| row.id.as_str())));
    set(
        &raw,
        "cells",
        &Float64Array::from(wire::schedule_cells(&schedule).as_slice()),
    );
    Ok(raw)
}

/// What is due over all accounts, the dues as numbers.
///
/// # Errors
///
/// Throws a `DueError` as `predue::outlook` and `predue::wire::wallet` return one.
#[wasm_bindgen(js_name = outlook)]
pub fn outlook_raw(wallet: &JsValue, at: &str, options: &JsValue) -> std::result::Result<Object, JsValue> {
    raw_outlook(wallet, at, options).map_err(|error| thrown(&error))
}

fn raw_outlook(wallet: &JsValue, at: &str, options: &JsValue) -> Result<Object> {
    let wallet = wire::wallet(&json(wallet, "wallet")?)?;
    let options = match options {
        absent if absent.is_undefined() => wire::OutlookOptions::default(),
        given => wire::outlook_options(&json(given, "options")?)?,
    };
    let outlook = outlook(&wallet, &wire::instant(at)?, options.days)?;
    let raw = Object::new();
    set(&raw, "rest", &encode(&wire::OutlookRest::from(&outlook))?);
    set(&raw, "ids", &ids(outlook.dues.iter().map(|due| due.id.as_str())));
    set(
        &raw,
        "cells",
        &Float64Array::from(wire::due_cells(&outlook.dues).as_slice()),
    );
    Ok(raw)
}

/// A value of the host's as JSON text. What JSON cannot hold is left out (`undefined`) or refused by the decoder (`NaN`
/// becomes `null`, which no key takes).
fn json(value: &JsValue, name: &str) -> Result<String> {
    let text = JSON::stringify(value)
        .ok()
        .and_then(|text| JsValue::from(text).as_string());
    text.ok_or_else(|| Error::input("expected a plain object that JSON can hold").at(name))
}

fn encode<T: Serialize>(value: &T) -> Result<JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value
        .serialize(&serializer)
        .map_err(|_| Error::internal("every result can be encoded"))
}

fn ids<'a>(ids: impl Iterator<Item = &'a str>) -> JsValue {
    ids.map(JsValue::from_str).collect::<Array>().into()
}

/// Setting a property of a fresh object cannot fail.
fn set(target: &Object, key: &str, value: &JsValue) {
    let _ = Reflect::set(target, &JsValue::from_str(key), value);
}
