//! How an error crosses: as a real JavaScript `Error` with a name, a code and a path.

use crate::error::Error;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// The error as what a caller in JavaScript catches.
pub(super) fn thrown(error: &Error) -> JsValue {
    let thrown = JsValue::from(js_sys::Error::new(&error.text()));
    set(&thrown, "name", "DueError");
    set(&thrown, "code", error.code());
    if let Some(path) = error.path() {
        set(&thrown, "path", path);
    }
    thrown
}

/// Setting a property of a fresh `Error` cannot fail.
fn set(target: &JsValue, key: &str, value: &str) {
    let _ = Reflect::set(target, &JsValue::from_str(key), &JsValue::from_str(value));
}
