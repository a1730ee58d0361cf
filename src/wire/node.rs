//! A value of the host's on its way in: where it stands, and the one strict way to read it as each type.

use super::json::Json;
use crate::calendar::CivilDate;
use crate::error::{Error, Result};
use crate::money::{Currency, Minor, Rate};
use crate::order::duplicate;
use std::borrow::Cow;
use std::str::FromStr;

/// A value and what it stands in. Two words wide: it is handed from function to function for every value of the host's.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    value: &'a Json<'a>,
    parent: Option<&'a Node<'a>>,
}

impl<'a> Node<'a> {
    /// The argument itself.
    pub(super) const fn root(value: &'a Json<'a>) -> Self {
        Self { value, parent: None }
    }

    /// Where the value stands below the argument; looked for only when something is wrong with it.
    fn write_path(self, path: &mut String) {
        let Some(parent) = self.parent else { return };
        parent.write_path(path);
        let is_this = |value: &Json<'_>| std::ptr::eq(value, self.value);
        match parent.value {
            Json::Object(values) => {
                let key = values.iter().find(|(_, value)| is_this(value));
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(key.map_or("", |(key, _)| key));
            }
            Json::List(values) => {
                let index = values.iter().position(is_this).unwrap_or_default();
                path.push_str(&["[", &index.to_string(), "]"].concat());
            }
            _ => {}
        }
    }

    /// An error about this value.
    #[cold]
    #[inline(never)]
    pub(super) fn error(self, error: Error) -> Error {
        let mut path = String::new();
        self.write_path(&mut path);
        error.at(&path)
    }

    /// An `INPUT` error about this value.
    #[cold]
    #[inline(never)]
    pub(super) fn wrong(self, problem: &'static str) -> Error {
        self.error(Error::input(problem))
    }

    #[cold]
    #[inline(never)]
    fn expected(self, expected: &str) -> Error {
        let got = match self.value {
            Json::Null => "null (or a number that is none)",
            Json::Flag(_) => "true or false",
            Json::Number(number) => number,
            Json::Text(text) if text.len() <= 40 => &["\"", text, "\""].concat(),
            Json::Text(_) => "a long text",
            Json::List(_) => "a list",
            Json::Object(_) => "an object",
        };
        self.error(Error::input_text(&["expected ", expected, ", got ", got]))
    }

    /// An object with no other keys than these.
    #[inline(never)]
    pub(super) fn fields(self, keys: &[&str]) -> Result<Fields<'a>> {
        let fields = self.any_fields()?;
        let values = fields.values();
        for (index, (key, _)) in values.iter().enumerate() {
            if !keys.contains(&&**key) {
                return Err(fields.unknown(key, keys));
            }
            if values.iter().take(index).any(|(before, _)| before == key) {
                return Err(fields.wrong(key, "given twice"));
            }
        }
        Ok(fields)
    }

    /// A list of at most `count_max` values, each read by `read`.
    pub(super) fn list<T>(self, count_max: usize, read: fn(Node<'_>) -> Result<T>) -> Result<Vec<T>> {
        let values = self.values(count_max)?;
        let mut list = Vec::with_capacity(values.len());
        for value in values {
            let parent = Some(&self);
            list.push(read(Node { value, parent })?);
        }
        Ok(list)
    }

    /// Shows each of at most `count_max` values to `read`.
    #[inline(never)]
    pub(super) fn each(self, count_max: usize, read: &mut dyn FnMut(Node<'_>) -> Result<()>) -> Result<()> {
        for value in self.values(count_max)? {
            let parent = Some(&self);
            read(Node { value, parent })?;
        }
        Ok(())
    }

    /// Whether it is `null`.
    pub(super) fn is_null(self) -> bool {
        *self.value == Json::Null
    }

    /// The fields of an object whatever its keys, to find out which ones it may have.
    pub(super) fn any_fields(self) -> Result<Fields<'a>> {
        if matches!(self.value, Json::Object(_)) {
            Ok(Fields(self))
        } else {
            Err(self.expected("an object"))
        }
    }

    #[inline(never)]
    fn values(self, count_max: usize) -> Result<&'a [Json<'a>]> {
        let Json::List(values) = self.value else {
            return Err(self.expected("a list"));
        };
        if values.len() > count_max {
            return Err(self.error(Error::range_text(&["at most ", &count_max.to_string(), " entries"])));
        }
        Ok(values)
    }

    #[inline(never)]
    pub(super) fn text(self) -> Result<&'a str> {
        self.written("a text")
    }

    fn written(self, expected: &str) -> Result<&'a str> {
        if let Json::Text(text) = self.value {
            Ok(text)
        } else {
            Err(self.expected(expected))
        }
    }

    /// A text of at most so many characters.
    #[inline(never)]
    pub(super) fn text_within(self, chars_max: usize) -> Result<String> {
        let text = self.text()?;
        if text.chars().nth(chars_max).is_some() {
            return Err(self.error(Error::range_text(&["at most ", &chars_max.to_string(), " characters"])));
        }
        Ok(text.to_owned())
    }

    /// The digits of a number, as they are written; none where it is no number.
    pub(super) fn digits(self) -> Option<&'a str> {
        match self.value {
            Json::Number(digits) => Some(digits),
            _ => None,
        }
    }

    /// The place of an entry in a long row, from 1.
    pub(super) fn place_from_one(self) -> Result<u32> {
        let expected = "a whole number above zero";
        let place = u32::try_from(self.whole_number(expected)?).ok();
        place.filter(|place| *place > 0).ok_or_else(|| self.expected(expected))
    }

    fn whole_number(self, expected: &str) -> Result<i64> {
        let Json::Number(number) = self.value else {
            return Err(self.expected(expected));
        };
        number.parse().map_err(|_| self.expected(expected))
    }

    /// A text without control characters, of at least one character and at most [`ID_CHARS_MAX`](super::ID_CHARS_MAX).
    #[inline(never)]
    pub(super) fn id(self) -> Result<String> {
        let id = self.text()?;
        if id.is_empty() {
            return Err(self.wrong("an id has at least one character"));
        }
        if id.bytes().any(|byte| byte.is_ascii_control()) {
            return Err(self.wrong("an id has no control characters"));
        }
        if id.chars().nth(super::ID_CHARS_MAX).is_some() {
            return Err(self.error(Error::range("an id has at most 200 characters")));
        }
        Ok(id.to_owned())
    }

    #[inline(never)]
    pub(super) fn flag(self) -> Result<bool> {
        if let Json::Flag(flag) = self.value {
            Ok(*flag)
        } else {
            Err(self.expected("true or false"))
        }
    }

    /// A whole number within bounds.
    #[inline(never)]
    pub(super) fn count(self, min: u16, max: u16) -> Result<u16> {
        let number = self.whole_number("a whole number")?;
        let count = u16::try_from(number).ok().filter(|count| (min..=max).contains(count));
        count.ok_or_else(|| {
            self.error(Error::range_text(&[
                "from ",
                &min.to_string(),
                " to ",
                &max.to_string(),
            ]))
        })
    }

    /// A share of customers, the one kind of figure that is no exact decimal.
    #[inline(never)]
    pub(super) fn chance(self) -> Result<f64> {
        let chance = self.number()?;
        if (0.0..=1.0).contains(&chance) {
            Ok(chance)
        } else {
            Err(self.error(Error::range("from 0 to 1")))
        }
    }

    /// A number that need not be exact, read to fifteen digits.
    #[inline(never)]
    pub(super) fn number(self) -> Result<f64> {
        let Json::Number(number) = self.value else {
            return Err(self.expected("a number"));
        };
        decimal(number).ok_or_else(|| self.expected("a number of at most 18 digits"))
    }

    /// An amount, which may be below zero.
    #[inline(never)]
    pub(super) fn minor(self) -> Result<Minor> {
        let minor = self.whole_number("a whole number of minor units")?;
        Minor::new(minor).map_err(|error| self.error(error))
    }

    #[inline(never)]
    pub(super) fn minor_or_more(self) -> Result<Minor> {
        let minor = self.minor()?;
        if minor < Minor::ZERO {
            Err(self.wrong("an amount is zero or more here"))
        } else {
            Ok(minor)
        }
    }

    #[inline(never)]
    pub(super) fn positive_minor(self) -> Result<Minor> {
        let minor = self.minor()?;
        if minor.is_positive() {
            Ok(minor)
        } else {
            Err(self.wrong("an amount is above zero here"))
        }
    }

    #[inline(never)]
    pub(super) fn date(self) -> Result<CivilDate> {
        self.parsed("a date such as \"2026-12-05\"")
    }

    #[inline(never)]
    pub(super) fn rate(self) -> Result<Rate> {
        self.parsed("a decimal in a string, such as \"0.1825\"")
    }

    #[inline(never)]
    pub(super) fn currency(self) -> Result<Currency> {
        self.parsed("a currency code of ISO 4217, such as \"CNY\"")
    }

    fn parsed<T: FromStr<Err = Error>>(self, expected: &str) -> Result<T> {
        self.written(expected)?.parse().map_err(|error| self.error(error))
    }

    /// One of the words, by its place among them.
    pub(super) fn place_of(self, words: &[&str]) -> Result<usize> {
        self.place_in(&|place| words.get(place).copied())
    }

    /// One of the words, by which the value is chosen.
    pub(super) fn word<T: Copy>(self, words: &[(&str, T)]) -> Result<T> {
        let place = self.place_in(&|place| words.get(place).map(|(word, _)| *word))?;
        words
            .get(place)
            .map(|(_, value)| *value)
            .ok_or_else(|| Error::internal("a word found is in its list"))
    }

    #[inline(never)]
    fn place_in<'w>(self, word_at: &dyn Fn(usize) -> Option<&'w str>) -> Result<usize> {
        let text = if let Json::Text(text) = self.value { text } else { "" };
        let mut known = String::new();
        for (place, word) in (0..).map_while(word_at).enumerate() {
            if word == text {
                return Ok(place);
            }
            known.push_str(if known.is_empty() { "one of " } else { ", " });
            known.push_str(word);
        }
        Err(self.expected(&known))
    }
}

/// The fields of an object.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(Node<'a>);

impl<'a> Fields<'a> {
    fn values(self) -> &'a [(Cow<'a, str>, Json<'a>)] {
        if let Json::Object(values) = self.0.value {
            values
        } else {
            &[]
        }
    }

    /// A field that must be there.
    #[inline(never)]
    pub(super) fn get<'b>(&'b self, key: &str) -> Result<Node<'b>> {
        self.maybe(key).ok_or_else(|| self.wrong(key, "missing"))
    }

    /// A field that may be left out.
    #[inline(never)]
    pub(super) fn maybe<'b>(&'b self, key: &str) -> Option<Node<'b>> {
        let (_, value) = self.values().iter().find(|(name, _)| name == key)?;
        let parent = Some(&self.0);
        Some(Node { value, parent })
    }

    /// A field that may be left out, read by `read`.
    pub(super) fn optional<T>(&self, key: &str, read: fn(Node<'_>) -> Result<T>) -> Result<Option<T>> {
        self.maybe(key).map(read).transpose()
    }

    /// An `INPUT` error about a field, whether or not it is there.
    #[cold]
    #[inline(never)]
    pub(super) fn wrong(&self, key: &str, problem: &'static str) -> Error {
        self.0.error(Error::input(problem).at(key))
    }

    /// Fails on an entry of a list whose id another one has.
    #[inline(never)]
    pub(super) fn check_unique(&self, list: &str, ids: &[&str]) -> Result<()> {
        let Some(place) = duplicate(ids) else { return Ok(()) };
        let entry = [list, "[", &place.to_string(), "].id"].concat();
        Err(self.wrong(&entry, "another one has this id"))
    }

    #[cold]
    #[inline(never)]
    fn unknown(&self, key: &str, keys: &[&str]) -> Error {
        let known = keys.join(", ");
        let error = Error::input_text(&["unknown key, expected one of ", &known]);
        self.0.error(error.at(key))
    }
}

/// The value of a JSON number: its digits divided by a power of ten, which is exact to fifteen digits.
fn decimal(number: &str) -> Option<f64> {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: i64 = [whole, decimals].concat().parse().ok()?;
    let shift = exponent
        .parse::<i32>()
        .ok()?
        .checked_sub(i32::try_from(decimals.len()).ok()?)?;
    scaled(digits, shift)
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::float_arithmetic,
    reason = "a chance is no money"
)]
fn scaled(digits: i64, shift: i32) -> Option<f64> {
    let power = 10_u64.checked_pow(shift.unsigned_abs())? as f64;
    let digits = digits as f64;
    Some(if shift < 0 { digits / power } else { digits * power })
}
