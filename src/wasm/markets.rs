//! The rule packs and lexicons that were loaded: the one thing that outlives a call. A panic loses them, and the loader
//! brings them back.

use crate::account::Wallet;
use crate::error::Result;
use crate::market::{Markets, Pack};
use crate::wire;
use std::cell::RefCell;

thread_local! {
    static MARKETS: RefCell<Option<Markets>> = const { RefCell::new(None) };
}

/// Reads a pack and keeps it; one of the same market is replaced.
pub(super) fn add(json: &str) -> Result<()> {
    let pack = wire::market(json)?;
    change(|markets| markets.add(pack))
}

/// Reads the phrases of a language and keeps them; those of the same language are replaced.
pub(super) fn add_lexicon(json: &str) -> Result<()> {
    let lexicon = wire::lexicon(json)?;
    change(|markets| markets.add_lexicon(lexicon))
}

fn change(change: impl FnOnce(&mut Markets) -> Result<()>) -> Result<()> {
    MARKETS.with_borrow_mut(|kept| {
        let mut markets = kept.take().map_or_else(wire::markets, Ok)?;
        let changed = change(&mut markets);
        *kept = Some(markets);
        changed
    })
}

/// Reads a wallet of one of the markets that are kept, or of none.
pub(super) fn wallet(json: &str) -> Result<Wallet> {
    MARKETS.with_borrow(|kept| match kept {
        Some(markets) => wire::wallet_in(json, markets),
        None => wire::wallet(json),
    })
}

/// The rules of a market that is kept, with the lexicons.
pub(super) fn rules(market: &str) -> Result<Pack> {
    MARKETS.with_borrow(|kept| match kept {
        Some(markets) => markets.resolve(market),
        None => wire::markets()?.resolve(market),
    })
}
