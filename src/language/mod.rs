//! Which words of a text the rules of a market ban: threats, shame, false urgency and their like, found by phrases.
//!
//! Phrases come from lexicons, one for each language, and from the rules of a market themselves. They find what is usually
//! said; a text in which nothing is found is no text that is lawful.

mod ban;
mod lexicon;
mod phrase;
mod text;

pub use lexicon::CODES;
pub(crate) use lexicon::is_lexicon;
pub(crate) use phrase::is_phrase;
pub(crate) use text::plain;

use crate::error::{Error, Result};
use crate::market::{Pack, Severity, Who};
use ban::Bans;
use lexicon::Heading;
use phrase::Reader;
use serde::Serialize;
use text::{Span, Text};

/// Characters that a text may have.
pub const TEXT_CHARS_MAX: usize = 20_000;

/// Words that a rule bans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What they are, one of [`CODES`].
    pub code: &'static str,
    /// Where they begin, in UTF-16 code units, as JavaScript counts.
    pub start: u32,
    /// Where what follows them begins.
    pub end: u32,
    /// Whether they must not be sent, or a person is to read them again.
    pub severity: Severity,
    /// The rule that bans them: the market's own where it has one, else the floor's.
    pub rule: String,
}

/// Checks a text against the language rules of a market.
///
/// `locale` is a BCP 47 tag and says what the text is written in. The lexicon of its language is read, and the English one
/// always, because English is mixed into everything. All are read when there is none of its language, and when the text has
/// characters of a script without spaces. What is found comes in the order of the text; words of one code that overlap are one
/// finding. Words that are denied ("we will not tell your employer") are for a person to read. Capitals and exclamation marks
/// one after the other are `false_urgency`, to be read again.
///
/// The pack is one that [`Markets::resolve`](crate::market::Markets::resolve) put together with the floor, which bans every
/// code; of a pack without the floor, only what its own rules ban is found.
///
/// # Errors
///
/// `RANGE` at `text` for more than [`TEXT_CHARS_MAX`] characters; `NOT_LOADED` at `options.locale` when the pack has a lexicon
/// neither of the text's language nor of English.
///
/// # Example
///
/// ```
/// use predue::market::Severity;
///
/// let floor = predue::wire::markets()?.resolve("none")?;
/// let found = predue::review("If this stays unpaid, we will tell your boss.", &floor, "en")?;
/// assert_eq!((found[0].code, found[0].severity), ("third_party_exposure", Severity::Block));
/// assert_eq!((found[0].start, found[0].end), (30, 44));
/// assert_eq!(found[0].rule, "_floor.language.third_party_exposure");
///
/// assert!(predue::review("55.00 is due on Friday. You can also ask for more time.", &floor, "en")?.is_empty());
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: too long
///
/// ```
/// let floor = predue::wire::markets()?.resolve("none")?;
/// let error = predue::review(&"a".repeat(20_001), &floor, "en").unwrap_err();
/// assert_eq!((error.code(), error.path()), ("RANGE", Some("text")));
/// # Ok::<(), predue::Error>(())
/// ```
pub fn review(text: &str, pack: &Pack, locale: &str) -> Result<Vec<Finding>> {
    if text.chars().count() > TEXT_CHARS_MAX {
        return Err(Error::range("at most 20,000 characters").at("text"));
    }
    if !lexicon::reads(pack, locale) {
        return Err(Error::not_loaded(
            "there is no lexicon of this language, and no English one; load one from \"predue/lexicons\"",
        )
        .at("options.locale"));
    }
    let who = Who::unknown(pack.as_of);
    let bans = Bans::of(pack, &who);
    let alike = lexicon::alike(pack);
    let folded = Text::new(text, &alike);
    let mut reader = Reader::new(&folded);
    let lexicons = lexicon::chosen(pack, locale, folded.has_signs());
    for words in &lexicons {
        lexicon::read(words, &mut |heading, line| match heading {
            Heading::Group => reader.learn_group(line),
            Heading::Not => reader.learn_negation(line),
            Heading::Banned(..) => {}
        });
    }
    let mut findings = Findings {
        bans: &bans,
        list: Vec::new(),
    };
    let mut look = |code, severity, phrase: &str| {
        for (from, to) in reader.places(phrase) {
            let is_denied = reader.is_negated(from);
            if let Some(span) = folded.span(from, to) {
                findings.add(code, severity, is_denied, span);
            }
        }
    };
    for words in &lexicons {
        lexicon::read(words, &mut |heading, phrase| {
            if let Heading::Banned(code, severity) = heading {
                look(code, severity, phrase);
            }
        });
    }
    bans.phrases(&alike, &mut look);
    for spans in [folded.shouts(), text::exclamations(text)] {
        for span in spans {
            findings.add("false_urgency", Severity::Review, false, span);
        }
    }
    Ok(findings.list)
}

/// What was found so far, in the order of the text.
struct Findings<'a> {
    bans: &'a Bans<'a>,
    list: Vec<Finding>,
}

impl Findings<'_> {
    /// Adds what was found; with what it overlaps of the same code it becomes one.
    #[inline(never)]
    fn add(&mut self, code: &'static str, severity: Severity, is_denied: bool, (start, end): Span) {
        let Some((rule, severity)) = self.bans.rule(code, severity) else {
            return;
        };
        let mut found = Finding {
            code,
            start,
            end,
            severity: if is_denied { Severity::Review } else { severity },
            rule: rule.id.clone(),
        };
        self.list.retain(|known| {
            let is_apart = known.code != code || known.end <= found.start || found.end <= known.start;
            if !is_apart {
                found.start = found.start.min(known.start);
                found.end = found.end.max(known.end);
                found.severity = found.severity.max(known.severity);
            }
            is_apart
        });
        let place = self.list.partition_point(|known| known.start <= found.start);
        self.list.insert(place, found);
    }
}
