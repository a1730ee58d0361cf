//! The rule packs and lexicons that were loaded: the one thing that outlives a call. A panic loses them, and the loader
//! brings them back.

use super::memory::keep;
use crate::account::Wallet;
use crate::error::Result;
use crate::market::{Markets, Pack};
use crate::wire;
use std::cell::RefCell;
use std::rc::Rc;

thread_local! {
    static MARKETS: RefCell<Option<Markets>> = const { RefCell::new(None) };
}

/// Reads a pack and keeps it; one of the same market is replaced.
pub(super) fn add(json: &str) -> Result<()> {
    let pack = wire::market(json)?;
    with_markets(|markets| markets.add(pack))?;
    keep();
    Ok(())
}

/// Reads the phrases of a language and keeps them; those of the same language are replaced.
pub(super) fn add_lexicon(json: &str) -> Result<()> {
    let lexicon = wire::lexicon(json)?;
    with_markets(|markets| markets.add_lexicon(lexicon))?;
    keep();
    Ok(())
}

/// Reads a wallet of one of the markets that are kept, or of none.
pub(super) fn wallet(json: &str) -> Result<Wallet> {
    with_markets(|markets| wire::wallet_in(json, markets))
}

/// The floor is read once, for the first who asks, and the rules of a market are put together once: what was made is kept.
fn with_markets<T>(ask: impl FnOnce(&mut Markets) -> Result<T>) -> Result<T> {
    MARKETS.with_borrow_mut(|kept| {
        let known = kept.as_ref().map(Markets::count_resolved);
        let mut markets = kept.take().map_or_else(wire::markets, Ok)?;
        let answer = ask(&mut markets);
        if known != Some(markets.count_resolved()) {
            keep();
        }
        *kept = Some(markets);
        answer
    })
}

/// The rules of a market that is kept, with the lexicons.
pub(super) fn rules(market: &str) -> Result<Rc<Pack>> {
    with_markets(|markets| markets.shared(market))
}
