//! Packs put together: a child only tightens what its parent says, and the floor holds under all of them.

use super::rule::Lexicon;
use super::rule::{Pack, Rule};
use crate::calendar::CivilDate;
use crate::error::{Error, Result};
use std::cell::RefCell;
use std::rc::Rc;

/// Lexicons that may be loaded.
pub const LEXICONS_MAX: usize = 40;

/// The rules of two packs together, those of `over` on top of `under`.
///
/// Every rule holds: windows intersect, the least cap counts, every quota counts, what is to be told or left unsaid unites.
/// A rule of either side that the other one [overrides](Rule::overrides) goes, unless it is of the floor. Of those who help
/// the ones of `under` stay only for a kind that `over` has none of. So the order in
/// which packs are put together changes nothing but the order of the rules, and neither does putting one in twice.
#[must_use]
pub fn merge(under: &Pack, over: &Pack) -> Pack {
    let mut merged = over.clone();
    merged.parent = None;
    merged.as_of = under.as_of.min(over.as_of);
    merged.review_by = under.review_by.min(over.review_by);
    merged.currency = over.currency.or(under.currency);
    for id in &under.overridden {
        if !merged.overridden.contains(id) {
            merged.overridden.push(id.clone());
        }
    }
    for rule in &under.rules {
        if !merged.rules.iter().any(|known| is_same(known, rule)) {
            merged.rules.push(rule.clone());
        }
    }
    for source in &under.sources {
        if !merged.sources.iter().any(|known| known.id == source.id) {
            merged.sources.push(source.clone());
        }
    }
    // Who helps in the child is nearer than who helps in all of the parent.
    for help in &under.help {
        if !over.help.iter().any(|known| known.kind == help.kind) && !merged.help.contains(help) {
            merged.help.push(help.clone());
        }
    }
    for lexicon in &under.lexicons {
        if !merged.lexicons.iter().any(|known| known.language == lexicon.language) {
            merged.lexicons.push(lexicon.clone());
        }
    }
    let overridden = &merged.overridden;
    merged
        .rules
        .retain(|rule| rule.is_floor || !overridden.contains(&rule.id));
    merged
}

fn is_same(one: &Rule, other: &Rule) -> bool {
    one.id == other.id && one.is_floor == other.is_floor
}

/// The packs that are loaded; the floor is always there.
#[derive(Clone, Debug)]
pub struct Markets {
    floor: Pack,
    packs: Vec<Pack>,
    /// What was put together so far, so that no call does it again.
    resolved: RefCell<Vec<(String, Rc<Pack>)>>,
}

/// How far a pack can still be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staleness {
    /// It was read, and is not yet to be read again.
    Fresh,
    /// It should have been read again by this day: its answers carry a warning.
    Stale(CivilDate),
    /// The day asked for is before it was read: what it says of that day was not checked.
    Early(CivilDate),
}

impl Markets {
    /// The floor alone; [`wire::markets`](crate::wire::markets) brings the one of this crate.
    #[must_use]
    pub const fn new(floor: Pack) -> Self {
        Self {
            floor,
            packs: Vec::new(),
            resolved: RefCell::new(Vec::new()),
        }
    }

    /// Adds a pack; one of the same market is replaced.
    ///
    /// # Errors
    ///
    /// `INPUT` at `market` for a pack that calls itself the floor, or a rule of its own policy.
    pub fn add(&mut self, pack: Pack) -> Result<()> {
        if pack.market == self.floor.market || pack.rules.iter().any(|rule| rule.is_floor) {
            return Err(Error::input("the floor is always there, and nothing replaces it").at("market"));
        }
        self.resolved.take();
        self.packs.retain(|known| known.market != pack.market);
        self.packs.push(pack);
        Ok(())
    }

    /// Adds the phrases of a language, for all markets; those of the same language are replaced.
    ///
    /// # Errors
    ///
    /// `RANGE` for more than [`LEXICONS_MAX`] languages.
    ///
    /// # Example
    ///
    /// ```
    /// use predue::wire;
    ///
    /// let mut markets = wire::markets()?;
    /// markets.add_lexicon(wire::lexicon(r#"{ "language": "de", "schema": 1, "lines": ":shame block\nschäm* dich" }"#)?)?;
    /// let found = predue::review("Schämen Sie sich? Schäm dich!", &markets.resolve("none")?, "de")?;
    /// assert_eq!(found[0].start, 18);
    /// # Ok::<(), predue::Error>(())
    /// ```
    ///
    /// # Example: more languages than there may be
    ///
    /// ```
    /// use predue::wire;
    ///
    /// let mut markets = wire::markets()?;
    /// let mut add = |language| {
    ///     let json = format!(r#"{{ "language": "x{language}", "schema": 1, "lines": "" }}"#);
    ///     markets.add_lexicon(wire::lexicon(&json)?)
    /// };
    /// assert!((1..40).all(|language| add(language).is_ok()), "with English, forty");
    /// assert_eq!(add(40).unwrap_err().code(), "RANGE");
    /// # Ok::<(), predue::Error>(())
    /// ```
    pub fn add_lexicon(&mut self, lexicon: Rc<Lexicon>) -> Result<()> {
        self.resolved.take();
        let lexicons = &mut self.floor.lexicons;
        lexicons.retain(|known| known.language != lexicon.language);
        if lexicons.len() >= LEXICONS_MAX {
            return Err(Error::range("at most 40 lexicons"));
        }
        lexicons.push(lexicon);
        Ok(())
    }

    /// The rules of a market with those of its parents and the floor; `"none"` is the floor alone.
    ///
    /// # Errors
    ///
    /// `MARKET_UNKNOWN` when no pack of it, or of a parent, is loaded.
    ///
    /// # Example
    ///
    /// ```
    /// use predue::wire::markets;
    ///
    /// let floor = markets()?.resolve("none")?;
    /// assert!(floor.rules.iter().all(|rule| rule.is_floor));
    /// # Ok::<(), predue::Error>(())
    /// ```
    ///
    /// # Example: a market that is not loaded
    ///
    /// ```
    /// use predue::wire::markets;
    ///
    /// assert_eq!(markets()?.resolve("CN").unwrap_err().code(), "MARKET_UNKNOWN");
    /// # Ok::<(), predue::Error>(())
    /// ```
    pub fn resolve(&self, market: &str) -> Result<Pack> {
        if market == "none" {
            return Ok(self.floor.clone());
        }
        let mut pack = self.pack(market)?.clone();
        // More generations than there are packs would be a circle.
        for _ in 0..self.packs.len() {
            let Some(parent) = pack.parent.take() else { break };
            let parent = self.pack(&parent)?;
            pack = Pack {
                parent: parent.parent.clone(),
                ..merge(parent, &pack)
            };
        }
        Ok(Pack {
            // The floor is policy and does not age with the law.
            as_of: pack.as_of,
            review_by: pack.review_by,
            ..merge(&self.floor, &pack)
        })
    }

    /// The same, put together once and shared.
    pub(crate) fn shared(&self, market: &str) -> Result<Rc<Pack>> {
        let mut resolved = self.resolved.borrow_mut();
        if let Some((_, pack)) = resolved.iter().find(|(known, _)| known == market) {
            return Ok(Rc::clone(pack));
        }
        let pack = Rc::new(self.resolve(market)?);
        resolved.push((market.to_owned(), Rc::clone(&pack)));
        Ok(pack)
    }

    /// How many were put together so far.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn count_resolved(&self) -> usize {
        self.resolved.borrow().len()
    }

    fn pack(&self, market: &str) -> Result<&Pack> {
        let found = self.packs.iter().find(|pack| pack.market == market);
        found.ok_or_else(|| Error::market_unknown(market))
    }
}

impl Pack {
    /// Whether the pack is to be read again, on a day.
    ///
    /// # Example
    ///
    /// ```
    /// use predue::market::Staleness;
    /// use predue::wire::markets;
    ///
    /// let floor = markets()?.resolve("none")?;
    /// assert_eq!(floor.staleness(floor.as_of), Staleness::Fresh);
    /// # Ok::<(), predue::Error>(())
    /// ```
    ///
    /// # Example: past the day of review
    ///
    /// ```
    /// use predue::market::Staleness;
    /// use predue::wire::markets;
    ///
    /// let floor = markets()?.resolve("none")?;
    /// assert!(matches!(floor.staleness("2299-12-31".parse()?), Staleness::Stale(_)));
    /// # Ok::<(), predue::Error>(())
    /// ```
    #[must_use]
    pub fn staleness(&self, day: CivilDate) -> Staleness {
        if day > self.review_by {
            Staleness::Stale(self.review_by)
        } else if day < self.as_of {
            Staleness::Early(self.as_of)
        } else {
            Staleness::Fresh
        }
    }
}
