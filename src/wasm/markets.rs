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
    MARKETS.with_borrow_mut(|kept| {
        let mut markets = kept.take().map_or_else(wire::markets, Ok)?;
        let added = markets.add(pack);
        *kept = Some(markets);
        added
    })
}

/// Reads a wallet of one of the markets that are kept, or of none.
pub(super) fn wallet(json: &str) -> Result<Wallet> {
    MARKETS.with_borrow(|kept| match kept {
        Some(markets) => wire::wallet_in(json, markets),
        None => wire::wallet(json),
    })
}
