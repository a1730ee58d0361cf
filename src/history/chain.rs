//! The chain: the hash of an entry covers the entry and the hash before it, so that none can be changed by itself.

use super::canonical::{canonical, push_hex, push_text};
use super::{ContactEvent, ENTRIES_MAX, Entry, History};
use crate::digits::whole;
use crate::error::{Error, Result};
use crate::parts::add;
use sha2::{Digest, Sha256};

/// The end of a record: all that the next entry depends on, however long the record is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct End {
    /// The hash that the record says is its last; empty in an empty record.
    pub head: String,
    /// The last entry; none in an empty record.
    pub last: Option<Last>,
}

/// The last entry of a record, as far as the next one depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// Where it stands, counted from 1: how many entries there are.
    pub place: u32,
    /// The number it has.
    pub number: u32,
    /// The hash it has.
    pub hash: String,
}

/// What an audit found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Entries that were looked at.
    pub entries: usize,
    /// The place, counted from 1, of the first entry that does not follow from those before it; one more than there are
    /// entries where only the head does not fit.
    pub broken_at: Option<usize>,
}

impl History {
    /// Its end.
    pub fn end(&self) -> End {
        End {
            head: self.head.clone(),
            last: self.entries.last().map(|last| Last {
                place: u32::try_from(self.entries.len()).unwrap_or(u32::MAX),
                number: last.number,
                hash: last.hash.clone(),
            }),
        }
    }
}

/// The record with one more entry. Events are kept in the order of recording, whatever their moments say.
///
/// # Errors
///
/// As [`next`].
///
/// # Example
///
/// ```
/// use predue::history::{self, ContactEvent, ContactKind, History};
///
/// let at = "2026-11-22T09:30:00+08:00".parse()?;
/// let history = history::record(History::default(), ContactEvent::new(at, ContactKind::Shown))?;
/// assert_eq!((history.entries.len(), &history.head), (1, &history.entries[0].hash));
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: a record whose last entry was taken away
///
/// ```
/// use predue::history::{self, ContactEvent, ContactKind, History};
///
/// let event = ContactEvent::new("2026-11-22T09:30:00+08:00".parse()?, ContactKind::Shown);
/// let mut history = history::record(History::default(), event.clone())?;
/// history.entries.clear();
/// let error = history::record(history, event).unwrap_err();
/// assert_eq!((error.code(), error.path()), ("HISTORY_BROKEN", Some("history.head")));
/// # Ok::<(), predue::Error>(())
/// ```
pub fn record(mut history: History, event: ContactEvent) -> Result<History> {
    let entry = next(&history.end(), event)?;
    history.head.clone_from(&entry.hash);
    history.entries.push(entry);
    Ok(history)
}

/// The entry that follows a record's end.
///
/// # Errors
///
/// `HISTORY_BROKEN` where the last entry has not the number of its place, or the head is not its hash; `RANGE` after
/// [`ENTRIES_MAX`] entries.
///
/// # Example
///
/// ```
/// use predue::history::{self, ContactEvent, ContactKind, End};
///
/// let event = ContactEvent::new("2026-11-22T09:30:00+08:00".parse()?, ContactKind::Planned);
/// let entry = history::next(&End::default(), event)?;
/// assert_eq!(entry.number, 1);
/// assert_eq!(entry.hash, "3eb96c072c265cf058263b30343d15f869fa65b60cbdb0dd20225c114be1f2ef");
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: a head that is not the last entry's hash
///
/// ```
/// use predue::history::{self, ContactEvent, ContactKind, End};
///
/// let event = ContactEvent::new("2026-11-22T09:30:00+08:00".parse()?, ContactKind::Planned);
/// let end = End { head: "3eb96c07".to_owned(), last: None };
/// assert_eq!(history::next(&end, event).unwrap_err().code(), "HISTORY_BROKEN");
/// # Ok::<(), predue::Error>(())
/// ```
pub fn next(end: &End, event: ContactEvent) -> Result<Entry> {
    let place = end.last.as_ref().map_or(0, |last| last.place);
    if end.last.as_ref().is_some_and(|last| last.number != place) {
        let index = whole(place.saturating_sub(1));
        return Err(Error::history_broken(&["history.entries[", &index, "].n"].concat()));
    }
    if !ends(end) {
        return Err(Error::history_broken("history.head"));
    }
    let number = place.saturating_add(1);
    if usize::try_from(number).is_ok_and(|number| number > ENTRIES_MAX) {
        return Err(Error::range("at most 20,000 entries").at("history.entries"));
    }
    Ok(Entry {
        number,
        hash: hash(&end.head, number, &event),
        event,
    })
}

/// Whether the head is the hash of the last entry.
pub fn ends(end: &End) -> bool {
    end.head == end.last.as_ref().map_or("", |last| &last.hash)
}

/// Checks every entry and the head: whether anything was changed, left out, put in or moved since it was recorded.
///
/// Who can write the whole record can also make a new chain from the first entry on. That is only seen by who kept the head
/// elsewhere.
///
/// # Example
///
/// ```
/// use predue::history::{self, ContactEvent, ContactKind, History};
///
/// let event = ContactEvent::new("2026-11-22T09:30:00+08:00".parse()?, ContactKind::Shown);
/// let history = history::record(History::default(), event)?;
/// assert_eq!(history::audit(&history).broken_at, None);
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: a word that was changed
///
/// ```
/// use predue::history::{self, ContactEvent, ContactKind, History};
///
/// let event = ContactEvent::new("2026-11-22T09:30:00+08:00".parse()?, ContactKind::Shown);
/// let mut history = history::record(History::default(), event)?;
/// history.entries[0].event.text = Some("Pay today.".to_owned());
/// assert_eq!(history::audit(&history).broken_at, Some(1));
/// # Ok::<(), predue::Error>(())
/// ```
pub fn audit(history: &History) -> Audit {
    let entries = history.entries.len();
    let mut previous = "";
    for (place, entry) in (1..).zip(&history.entries) {
        if !follows(previous, place, entry) {
            return Audit {
                entries,
                broken_at: usize::try_from(place).ok(),
            };
        }
        previous = &entry.hash;
    }
    Audit {
        entries,
        broken_at: (!ends(&history.end())).then_some(entries.saturating_add(1)),
    }
}

/// Whether an entry stands at its place, counted from 1, after the one with the hash `previous`, as it was recorded.
pub fn follows(previous: &str, place: u32, entry: &Entry) -> bool {
    entry.number == place && entry.hash == hash(previous, place, &entry.event)
}

/// The hash of an entry: of the canonical JSON of its event, its number and the hash before it, together.
fn hash(previous: &str, number: u32, event: &ContactEvent) -> String {
    let mut json = [
        "{\"event\":",
        &canonical(event),
        ",\"n\":",
        &whole(number),
        ",\"previous\":",
    ]
    .concat();
    push_text(&mut json, previous);
    add(&mut json, "}");
    let mut hash = String::new();
    for byte in Sha256::digest(json) {
        push_hex(&mut hash, byte);
    }
    hash
}
