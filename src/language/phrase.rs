//! Phrases with alternatives and gaps, and where a text has them.
//!
//! A phrase is a row of elements with spaces between them, which stand one after the other in the text:
//!
//! | Element | Stands for |
//! | --- | --- |
//! | `word` | That word; in Chinese, those characters. |
//! | `one\|other` | Either. |
//! | `arrest*` | A word that begins so. |
//! | `next_of_kin` | Words that belong to one alternative. |
//! | `the\|your?` | One of these, or nothing. |
//! | `$kin` | Any of a group that a lexicon names. |
//! | `..` | A gap of at most six words, or twelve characters, without a negation and within one sentence. |

use super::text::{BLANK, Text, is_mark, is_sign};
use crate::parts::parts;

/// What a gap may be long: a word counts 2 and a character of a script without spaces 1.
const GAP_MAX: u8 = 12;

/// From where to before where a phrase stands, in units of the folded text.
pub(super) type Place = (usize, usize);

/// A text with the places of its negations.
pub(super) struct Reader<'a> {
    text: &'a Text,
    /// Where a phrase can begin, and with which character: nearly all that a phrase is held against is told apart by it.
    starts: Vec<(char, usize)>,
    groups: Vec<(&'a str, &'a str)>,
    negations: Vec<Place>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a Text) -> Self {
        let mut starts = Vec::new();
        for (place, unit) in text.units.iter().enumerate() {
            if !text.is_inside_word(place) {
                starts.push((unit.char, place));
            }
        }
        Self {
            text,
            starts,
            groups: Vec::new(),
            negations: Vec::new(),
        }
    }

    /// Takes a group of alternatives: its name, and the words after it.
    pub(super) fn learn_group(&mut self, group: &'a str) {
        let mut parts = parts(group, ' ');
        if let (Some(name), Some(words)) = (parts.next(), parts.next()) {
            self.groups.push((name, words));
        }
    }

    /// Takes the places of a phrase for negations.
    pub(super) fn learn_negation(&mut self, phrase: &str) {
        let mut negations = Vec::new();
        self.each_place(phrase, &mut |from, ends| {
            for end in ends {
                negations.push((from, *end));
            }
        });
        self.negations.append(&mut negations);
    }

    /// Whether a negation stands right before. In a script without spaces two characters may come between, because a word may
    /// begin before what was found.
    pub(super) fn is_negated(&self, from: usize) -> bool {
        let near = |place: usize| {
            let between = self.text.units.get(place..from);
            between.is_some_and(|units| units.len() < 3 && units.iter().all(|unit| is_sign(unit.char)))
        };
        self.negations.iter().any(|(_, end)| near(self.text.after_blank(*end)))
    }

    /// Where the phrase stands, at its longest for each place where it begins.
    #[inline(never)]
    pub(super) fn places(&self, phrase: &str) -> Vec<Place> {
        let mut places = Vec::new();
        self.each_place(phrase, &mut |from, ends| {
            let longest = ends.iter().fold(from, |longest, end| longest.max(*end));
            places.push((from, longest));
        });
        places
    }

    /// Hands over where the phrase begins, with all places where it can end.
    #[inline(never)]
    fn each_place(&self, phrase: &str, visit: &mut dyn FnMut(usize, &[usize])) {
        let first = parts(phrase, ' ').next().unwrap_or_default();
        self.alternatives(first, &mut |alternative| {
            let initial = alternative.chars().next();
            let starts = self.starts.iter().filter(|(char, _)| Some(*char) == initial);
            for (_, from) in starts.filter(|(_, from)| self.spelt(alternative, *from).is_some()) {
                let ends = self.ends(phrase, *from);
                if !ends.is_empty() {
                    visit(*from, &ends);
                }
            }
        });
    }

    /// Hands over each alternative of an element, those of groups too.
    #[inline(never)]
    fn alternatives(&self, element: &str, visit: &mut dyn FnMut(&str)) {
        for alternative in parts(element, '|') {
            let Some(name) = alternative.strip_prefix('$') else {
                visit(alternative);
                continue;
            };
            for (_, words) in self.groups.iter().filter(|(known, _)| *known == name) {
                parts(words, '|').for_each(&mut *visit);
            }
        }
    }

    /// Where a phrase can end that begins there; nowhere if it does not stand there.
    #[inline(never)]
    fn ends(&self, phrase: &str, from: usize) -> Vec<usize> {
        let mut ends = vec![from];
        for element in parts(phrase, ' ') {
            ends = self.after(element, &ends);
        }
        ends
    }

    /// All places after an element that follows one of these places.
    #[inline(never)]
    fn after(&self, element: &str, before: &[usize]) -> Vec<usize> {
        let mut after = Vec::new();
        if element == ".." {
            for at in before {
                self.pass(*at, &mut after);
            }
            return after;
        }
        let needed = element.strip_suffix('?');
        for at in before {
            self.alternatives(needed.unwrap_or(element), &mut |alternative| {
                if let Some(end) = self.spelt(alternative, *at)
                    && !after.contains(&end)
                {
                    after.push(end);
                }
            });
        }
        if needed.is_some() {
            after.extend(before);
        }
        after
    }

    /// Every place that a gap from there can end at.
    #[inline(never)]
    fn pass(&self, from: usize, ends: &mut Vec<usize>) {
        let (mut at, mut room) = (from, GAP_MAX);
        loop {
            if !ends.contains(&at) {
                ends.push(at);
            }
            let next = self.text.after_blank(at);
            let is_end = self.text.char(next).is_none_or(is_mark);
            if is_end || self.negations.iter().any(|(start, _)| *start == next) {
                return;
            }
            let is_word = self.text.is_letter(next);
            let Some(less) = room.checked_sub(if is_word { 2 } else { 1 }) else {
                return;
            };
            room = less;
            at = if is_word {
                self.text.after_word(next)
            } else {
                next.saturating_add(1)
            };
        }
    }

    /// The place after an alternative, if it stands there, whole words only.
    #[inline(never)]
    fn spelt(&self, alternative: &str, from: usize) -> Option<usize> {
        let mut at = self.text.after_blank(from);
        if self.text.is_inside_word(at) {
            return None;
        }
        for char in alternative.chars() {
            at = match char {
                '*' => self.text.after_word(at),
                '_' => Some(self.text.after_blank(at)).filter(|after| *after > at)?,
                _ => {
                    let place = if is_sign(char) { self.after_space(at) } else { at };
                    if self.text.char(place) != Some(char) {
                        return None;
                    }
                    place.saturating_add(1)
                }
            };
        }
        (!self.text.is_inside_word(at)).then_some(at)
    }

    /// Between characters that stand close, a blank is no more than a disguise.
    fn after_space(&self, at: usize) -> usize {
        let is_blank = self.text.char(at) == Some(BLANK);
        at.saturating_add(usize::from(is_blank))
    }
}

/// Whether it is a phrase at all: it begins with something, and there is no empty element.
pub(crate) fn is_phrase(phrase: &str) -> bool {
    let is_sign = |byte| matches!(byte, b'|' | b'?' | b'*' | b'_');
    let is_whole = |element: &str| element == ".." || !element.bytes().all(is_sign);
    let begins = |element: &str| element != ".." && !element.ends_with('?');
    parts(phrase, ' ').all(is_whole) && parts(phrase, ' ').next().is_some_and(begins)
}
