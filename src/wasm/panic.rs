//! What happens after a panic: the next call gets a fresh instance, so that one defect does not end the page.

#![allow(unreachable_pub, reason = "what is exported to JavaScript is called by no Rust")]

use super::memory::keep;
use wasm_bindgen::handler::schedule_reinit;
use wasm_bindgen::prelude::wasm_bindgen;

/// Runs once, when the module is instantiated.
#[wasm_bindgen(start)]
pub fn recover_from_panics() {
    std::panic::set_hook(Box::new(|_| schedule_reinit()));
    keep();
}

/// Panics, so that a test can see the recovery.
#[cfg(feature = "test-hooks")]
#[wasm_bindgen]
#[expect(clippy::panic, reason = "this is what the function is for")]
pub fn panic_for_test() {
    panic!("a panic on demand");
}
