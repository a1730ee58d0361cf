//! The rule packs that were loaded: the one thing that outlives a call. A panic loses them, and the loader brings them back.

use crate::account::Wallet;
use crate::error::Result;
use crate::market::Markets;
use crate::wire;
use std::cell::RefCell;

thread_local! {
    static MARKETS: RefCell<Option<Markets>> = const { RefCell::new(None) };
}

/// Reads a pack and keeps it; one of the same market is replaced.
pub(super) fn add(json: &str) -> Result<()> {
    let pack = wire::market(json)?;
    with_markets(|markets| markets.add(pack))
}

/// Reads a wallet of one of the markets that are kept, or of none.
pub(super) fn wallet(json: &str) -> Result<Wallet> {
    with_markets(|markets| wire::wallet_in(json, markets))
}

/// The floor is read once, for the first who asks.
fn with_markets<T>(ask: impl FnOnce(&mut Markets) -> Result<T>) -> Result<T> {
    MARKETS.with_borrow_mut(|kept| {
        let mut markets = kept.take().map_or_else(wire::markets, Ok)?;
        let answer = ask(&mut markets);
        *kept = Some(markets);
        answer
    })
}
