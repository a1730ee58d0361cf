//! Lexicons: the phrases of a language, by what they are and how sure it is.
//!
//! A line that begins with `:` says what the phrases below it are: `:threat block`, or `:not` for what denies. A line that
//! begins with `@` names a group of words that phrases mention, one with `=` pairs of characters of which the first is read as
//! the second, and one with `#` is for those who read.

use super::phrase::is_phrase;
use crate::market::{Lexicon, Pack, Severity};
use crate::parts::{add, parts};
use std::hint::black_box;

/// What words can be, as the rules of kind `language` name it.
pub const CODES: [&str; 15] = [
    "threat",
    "unlawful_action",
    "criminal_threat",
    "impersonate_authority",
    "court_lookalike",
    "shame",
    "obscene",
    "false_urgency",
    "false_amount",
    "third_party_exposure",
    "borrow_to_repay",
    "sell_or_lump_sum_pressure",
    "time_barred_suit",
    "hidden_identity",
    "misleading_consequence",
];

/// Reads a language's phrases: hands over each group, and each phrase with its heading.
#[inline(never)]
pub(super) fn read<'a>(lexicon: &'a Lexicon, visit: &mut dyn FnMut(Heading, &'a str)) {
    let mut heading = Heading::Not;
    for line in parts(&lexicon.lines, '\n') {
        if let Some(title) = line.strip_prefix(':') {
            heading = Heading::of(title);
        } else if let Some(group) = line.strip_prefix('@') {
            visit(Heading::Group, group);
        } else if !is_aside(line) {
            visit(heading, line);
        }
    }
}

/// Whether every line is one that can be read.
pub(crate) fn is_lexicon(lexicon: &Lexicon) -> bool {
    parts(&lexicon.lines, '\n').all(|line| match line.strip_prefix(':') {
        Some(title) => title == "not" || Heading::of(title) != Heading::Not,
        None => is_aside(line) || line.starts_with('@') || is_phrase(line),
    })
}

/// Whether it is no phrase: pairs of characters, a word for those who read, or nothing at all.
fn is_aside(line: &str) -> bool {
    matches!(line.as_bytes().first(), None | Some(b'=' | b'#'))
}

/// The lexicons that a text is to be read with; see [`review`](crate::review).
pub(super) fn chosen<'a>(pack: &'a Pack, locale: &str, has_signs: bool) -> Vec<&'a Lexicon> {
    let is_own = |lexicon: &Lexicon| is_of(lexicon, locale);
    let is_unsure = has_signs || !pack.lexicons.iter().any(|lexicon| is_own(lexicon));
    let mut chosen = Vec::new();
    for lexicon in &pack.lexicons {
        if is_unsure || lexicon.language == "en" || is_own(lexicon) {
            chosen.push(&**lexicon);
        }
    }
    chosen
}

/// Whether there is a lexicon that a text of this locale can be held against.
pub(super) fn reads(pack: &Pack, locale: &str) -> bool {
    let mut lexicons = pack.lexicons.iter();
    lexicons.any(|lexicon| lexicon.language == "en" || is_of(lexicon, locale))
}

#[inline(never)]
fn is_of(lexicon: &Lexicon, locale: &str) -> bool {
    language(locale).eq_ignore_ascii_case(&lexicon.language)
}

/// The language of a tag, which all its parents share: `zh` of `zh-Hant-HK`.
fn language(locale: &str) -> &str {
    let part = parts(locale, '-').next().unwrap_or_default();
    parts(part, '_').next().unwrap_or_default()
}

/// All pairs of characters that are read alike.
pub(super) fn alike(pack: &Pack) -> String {
    let mut alike = String::new();
    for lexicon in &pack.lexicons {
        for line in parts(&lexicon.lines, '\n') {
            add(&mut alike, line.strip_prefix("= ").unwrap_or_default());
        }
    }
    alike
}

/// What the phrases below a heading are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    /// A name with the words that it stands for.
    Group,
    /// What denies.
    Not,
    /// Banned words, by code.
    Banned(&'static str, Severity),
}

impl Heading {
    fn of(title: &str) -> Self {
        let mut words = parts(title, ' ');
        let code = words.next().unwrap_or_default();
        let severity = if words.next() == Some("block") {
            Severity::Block
        } else {
            Severity::Review
        };
        known(code).map_or(Self::Not, |code| Self::Banned(code, severity))
    }
}

/// The code of this name.
#[inline(never)]
pub(super) fn known(code: &str) -> Option<&'static str> {
    // Of a list that it knows, the compiler would write out all fifteen comparisons.
    let codes = black_box(CODES.as_slice());
    codes.iter().copied().find(|known| *known == code)
}
