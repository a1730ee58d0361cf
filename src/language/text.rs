//! A text as it is compared with phrases: small letters without accents, one blank for whatever stands between words, and
//! where each of them stood.

use std::str::Chars;

/// What stands between words, the weaker before the stronger: nothing but a blank, a pause, the end of a sentence.
pub(super) const BLANK: char = ' ';
pub(super) const PAUSE: char = ',';
pub(super) const STOP: char = '.';
/// What no character is folded to: a blank that is taken out.
const GONE: char = '\0';

/// A character of the folded text, with the UTF-16 code units that it came from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub(super) char: char,
    pub(super) start: u32,
    pub(super) end: u32,
    is_capital: bool,
}

/// A folded text.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) units: Vec<Unit>,
}

/// From where to where something stands, in UTF-16 code units.
pub(super) type Span = (u32, u32);

/// Words in capitals, one after the other, that make a shout, and the letters they have together.
const SHOUT_WORDS_MIN: usize = 2;
const SHOUT_LETTERS_MIN: usize = 8;
/// Single letters with blanks between them that make a word that was spelt out.
const SPELT_LETTERS_MIN: usize = 4;

impl Text {
    /// Folds a text; `alike` names pairs of characters of which the first is read as the second.
    pub(super) fn new(text: &str, alike: &str) -> Self {
        let mut folded = Self::default();
        let mut start = 0_u32;
        let mut chars = text.chars();
        while let Some(char) = next(&mut chars) {
            let end = start.saturating_add(if char > '\u{ffff}' { 2 } else { 1 });
            // A mark within a number or a name ends nothing.
            let is_within = chars
                .as_str()
                .bytes()
                .next()
                .is_some_and(|byte| byte.is_ascii_alphanumeric());
            let char_folded = match fold(char, alike) {
                Some(PAUSE | STOP) if is_within && char.is_ascii() => Some(BLANK),
                folded => folded,
            };
            if let Some(char_folded) = char_folded {
                folded.push(Unit {
                    char: char_folded,
                    start,
                    end,
                    is_capital: char.is_ascii_uppercase(),
                });
            }
            start = end;
        }
        folded.join_spelt();
        folded
    }

    /// Adds a character; of several marks in a row the strongest stays.
    fn push(&mut self, unit: Unit) {
        match self.units.last_mut() {
            Some(last) if is_mark(last.char) && is_mark(unit.char) => {
                // In the order of their code points: ' ' < ',' < '.'.
                last.char = last.char.max(unit.char);
                last.end = unit.end;
            }
            _ => self.units.push(unit),
        }
    }

    pub(super) fn char(&self, at: usize) -> Option<char> {
        self.units.get(at).map(|unit| unit.char)
    }

    /// Whether a letter of a script with spaces stands there.
    pub(super) fn is_letter(&self, at: usize) -> bool {
        self.char(at).is_some_and(is_letter)
    }

    /// Whether a character before this one belongs to the same word.
    #[inline(never)]
    pub(super) fn is_inside_word(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| self.is_letter(before)) && self.is_letter(at)
    }

    /// The place after the word that goes on there.
    #[inline(never)]
    pub(super) fn after_word(&self, at: usize) -> usize {
        let mut after = at;
        while self.is_letter(after) {
            after = after.saturating_add(1);
        }
        after
    }

    /// The place after a blank or a pause, if one stands there.
    #[inline(never)]
    pub(super) fn after_blank(&self, at: usize) -> usize {
        match self.char(at) {
            Some(BLANK | PAUSE) => at.saturating_add(1),
            _ => at,
        }
    }

    /// Whether any of it is in a script without spaces between words.
    pub(super) fn has_signs(&self) -> bool {
        self.units.iter().any(|unit| is_sign(unit.char))
    }

    /// Where the places from one to before another stand in the text that was given.
    #[inline(never)]
    pub(super) fn span(&self, from: usize, to: usize) -> Option<Span> {
        let last = self.units.get(to.checked_sub(1)?)?;
        Some((self.units.get(from)?.start, last.end))
    }

    /// Takes the blanks out of words that were spelt out, such as "c o u r t".
    fn join_spelt(&mut self) {
        let mut run: Vec<usize> = Vec::new();
        let mut at = 0;
        while at <= self.units.len() {
            let after = self.after_word(at);
            if after == at.saturating_add(1) {
                run.push(after);
                // What stands between two letters is looked at with the second of them.
                at = after.saturating_add(usize::from(self.char(after) == Some(BLANK)));
                continue;
            }
            if run.len() >= SPELT_LETTERS_MIN {
                run.pop();
                for blank in &run {
                    if let Some(unit) = self.units.get_mut(*blank) {
                        unit.char = GONE;
                    }
                }
            }
            run.clear();
            at = after.max(at.saturating_add(1));
        }
        self.units.retain(|unit| unit.char != GONE);
    }

    /// Runs of words in capitals.
    pub(super) fn shouts(&self) -> Vec<Span> {
        let mut shouts = Vec::new();
        let (mut from, mut to, mut words, mut letters) = (0, 0, 0_usize, 0_usize);
        let mut at = 0;
        while at <= self.units.len() {
            let after = self.after_word(at);
            let word = self.units.get(at..after).unwrap_or_default();
            if !word.is_empty() && word.iter().all(|unit| unit.is_capital) {
                if words == 0 {
                    from = at;
                }
                to = after;
                words = words.saturating_add(1);
                letters = letters.saturating_add(word.len());
            } else if !self.char(at).is_some_and(is_mark) {
                if words >= SHOUT_WORDS_MIN && letters >= SHOUT_LETTERS_MIN {
                    let Some(span) = self.span(from, to) else { break };
                    shouts.push(span);
                }
                (words, letters) = (0, 0);
            }
            at = after.max(at.saturating_add(1));
        }
        shouts
    }
}

/// Exclamation marks, two or more in a row.
pub(super) fn exclamations(text: &str) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    let mut start = 0_u32;
    let mut chars = text.chars();
    while let Some(char) = next(&mut chars) {
        let end = start.saturating_add(if char > '\u{ffff}' { 2 } else { 1 });
        if matches!(char, '!' | '！') {
            match runs.last_mut() {
                Some(run) if run.1 == start => run.1 = end,
                _ => runs.push((start, end)),
            }
        }
        start = end;
    }
    runs.retain(|(start, end)| end.saturating_sub(*start) > 1);
    runs
}

pub(super) const fn is_mark(char: char) -> bool {
    matches!(char, BLANK | PAUSE | STOP)
}

#[inline(never)]
fn is_letter(char: char) -> bool {
    !is_mark(char) && !is_sign(char)
}

/// Whether it belongs to a script without spaces between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer.
#[inline(never)]
pub(super) const fn is_sign(char: char) -> bool {
    matches!(char, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A character as it is compared: nothing for what cannot be seen, and for apostrophes, which some leave out.
fn fold(char: char, alike: &str) -> Option<char> {
    Some(match char {
        '\''
        | '’'
        | '‘'
        | 'ʼ'
        | '`'
        | '´'
        | '\u{ad}'
        | '\u{300}'..='\u{36f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => return None,
        '.' | '!' | '?' | '…' | '。' | '｡' => STOP,
        ',' | ';' | ':' | '、' | '–' | '—' => PAUSE,
        '\0'..='/'
        | '<'..='@'
        | '['..='_'
        | '{'..='¿'
        | '×'
        | '÷'
        | '\u{2000}'..='\u{2bff}'
        | '\u{3000}'..='\u{303f}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{1f000}'..='\u{1faff}' => BLANK,
        // Full width.
        '\u{ff01}'..='\u{ff5e}' => return fold(moved(char, 0xff01, u32::MAX, '!'), alike),
        _ => letter(char, alike),
    })
}

/// The letters `à` to `ÿ` without their accents.
const LATIN: &[u8; 32] = b"aaaaaaaceeeeiiiidnooooo ouuuuyty";

/// A letter without its case, its accent and its disguise; anything else as it is.
#[inline(never)]
fn letter(char: char, alike: &str) -> char {
    let small = match char {
        'A'..='Z' => return char.to_ascii_lowercase(),
        '\0'..='\u{bf}' => return char,
        'ß' => 's',
        'À'..='ÿ' => {
            let place = u32::from(char).wrapping_sub(0xc0) & 31;
            let place = usize::try_from(place).unwrap_or_default();
            LATIN.get(place).map_or(char, |letter| char::from(*letter))
        }
        'Α'..='Ω' | 'А'..='Я' => moved(char, 0, u32::MAX, ' '),
        // Thirteen styles of letters for mathematics.
        '\u{1d400}'..='\u{1d6a3}' => moved(char, 0x1d400, 26, 'a'),
        _ => char,
    };
    let mut pairs = alike.chars();
    while let Some(disguise) = pairs.next() {
        let plain = pairs.next();
        if disguise == small {
            return plain.unwrap_or(small);
        }
    }
    small
}

/// A phrase as it is compared with a text.
#[inline(never)]
pub(crate) fn plain(phrase: &str, alike: &str) -> String {
    let mut plain = String::with_capacity(phrase.len());
    let mut chars = phrase.chars();
    while let Some(char) = next(&mut chars) {
        if !matches!(char, '\'' | '’') {
            plain.push(letter(char, alike));
        }
    }
    plain
}

/// The library's would be inlined wherever a text is read.
#[inline(never)]
fn next(chars: &mut Chars<'_>) -> Option<char> {
    chars.next()
}

/// The character as far from `to` as this one is from `from`, counted in a circle of so many.
fn moved(char: char, from: u32, circle: u32, to: char) -> char {
    let far = u32::from(char)
        .wrapping_sub(from)
        .checked_rem(circle)
        .unwrap_or_default();
    char::from_u32(u32::from(to).saturating_add(far)).unwrap_or(char)
}

#[cfg(test)]
mod tests {
    use super::{Text, exclamations};

    fn folded(text: &str) -> String {
        Text::new(text, "門门еe").units.iter().map(|unit| unit.char).collect()
    }

    #[test]
    fn case_width_accents_and_disguises_do_not_matter() {
        for text in [
            "Court",
            "ＣＯＵＲＴ",
            "co\u{200b}u\u{ad}rt",
            "cöùrt",
            "𝐂𝐨𝐮𝐫𝐭",
            "C O U R T",
            "c.o.u-r*t",
        ] {
            assert_eq!(folded(text), "court", "{text}");
        }
        assert_eq!(folded("Р Еarl 門"), "р earl 门");
    }

    #[test]
    fn marks_become_blanks_pauses_and_ends() {
        assert_eq!(
            folded("You're late, pay 5,000.50 -- or else...  Now"),
            "youre late,pay 5 000 50 or else.now"
        );
    }

    #[test]
    fn shouts_are_runs_of_capitals() {
        let text = "Please PAY YOUR BILL. An IBAN, an ATM";
        let place = |spans: Vec<(u32, u32)>| -> Vec<String> {
            let units: Vec<u16> = text.encode_utf16().collect();
            let cut = |(from, to): (u32, u32)| units.get(usize::try_from(from).ok()?..usize::try_from(to).ok()?);
            spans
                .into_iter()
                .filter_map(cut)
                .map(String::from_utf16_lossy)
                .collect()
        };
        assert_eq!(place(Text::new(text, "").shouts()), ["PAY YOUR BILL"]);
        assert_eq!(exclamations("A! 😀!! Now！!"), [(5, 7), (11, 13)]);
    }
}
