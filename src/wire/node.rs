//! A value of the host's on its way in: where it stands, and the one strict way to read it as each type.
//!
//! Reading goes straight on: what is wrong is kept in the one [`Fault`] of the argument, the first of all, and a value that
//! could not be read stands for itself as something harmless until the whole is refused. So a field is one call, where a
//! `?` for each of some four hundred would be branches all over the module.

use super::json::Json;
use crate::calendar::{CivilDate, Instant, minute_of};
use crate::error::{Error, Result};
use crate::money::{Currency, Minor, Rate};
use crate::order::duplicate;
use std::borrow::Cow;
use std::cell::OnceCell;

/// What is wrong with an argument: the first fault that was met.
#[derive(Default)]
pub(super) struct Fault(OnceCell<Error>);

impl Fault {
    /// What was read, if nothing was wrong.
    pub(super) fn into_result<T>(self, value: T) -> Result<T> {
        self.0.into_inner().map_or(Ok(value), Err)
    }

    fn is_met(&self) -> bool {
        self.0.get().is_some()
    }
}

/// Words, and what each stands for: `words!("in" => true, "out" => false)`.
pub(super) struct Words<T: 'static> {
    /// With a space between them.
    pub(super) names: &'static str,
    /// What the first one stands for, and a text that is none of them.
    pub(super) first: T,
    /// What each of them stands for, in their order.
    pub(super) values: &'static [T],
}

macro_rules! words {
    ($first:literal => $first_value:expr $(, $word:literal => $value:expr)* $(,)?) => {
        &$crate::wire::node::Words {
            names: concat!($first $(, " ", $word)*),
            first: $first_value,
            values: &[$first_value $(, $value)*],
        }
    };
}
pub(super) use words;

/// The place of a name in a list with a space between them, and the list after it.
#[inline(never)]
fn find<'n>(names: &'n str, name: &str) -> Option<(usize, &'n str)> {
    let mut place: usize = 0;
    let mut rest = names;
    while !rest.is_empty() {
        let end = rest.bytes().position(|byte| byte == b' ').unwrap_or(rest.len());
        let known = rest.get(..end).unwrap_or_default();
        let after = rest.get(end.saturating_add(1)..).unwrap_or_default();
        if known == name {
            return Some((place, after));
        }
        rest = after;
        place = place.saturating_add(1);
    }
    None
}

/// Instead of a field that is missing.
static NOTHING: Json<'static> = Json::Null;

/// A value and what it stands in.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    value: &'a Json<'a>,
    parent: Option<&'a Node<'a>>,
    fault: &'a Fault,
}

impl<'a> Node<'a> {
    /// The argument itself.
    pub(super) const fn root(value: &'a Json<'a>, fault: &'a Fault) -> Self {
        Self {
            value,
            parent: None,
            fault,
        }
    }

    const fn below(&'a self, value: &'a Json<'a>) -> Self {
        Self {
            value,
            parent: Some(self),
            fault: self.fault,
        }
    }

    /// Where the value stands below the argument; looked for only when something is wrong with it.
    fn write_path(&self, path: &mut String) {
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

    /// Keeps an error about this value, if it is the first.
    #[cold]
    #[inline(never)]
    pub(super) fn refuse(&self, error: Error) {
        self.fault.0.get_or_init(|| {
            let mut path = String::new();
            self.write_path(&mut path);
            error.at(&path)
        });
    }

    /// Keeps an `INPUT` error about this value.
    #[cold]
    #[inline(never)]
    pub(super) fn wrong(&self, problem: &'static str) {
        self.refuse(Error::input(problem));
    }

    /// Keeps an `INPUT` error about this value unless the condition holds.
    #[inline(never)]
    pub(super) fn check(&self, holds: bool, problem: &'static str) {
        if !holds {
            self.wrong(problem);
        }
    }

    /// What was made of this value, if it could be.
    pub(super) fn made<T>(&self, made: Result<T>) -> Option<T> {
        made.map_err(|error| self.refuse(error)).ok()
    }

    #[cold]
    #[inline(never)]
    fn expected(&self, expected: &str) {
        if self.fault.is_met() {
            return;
        }
        let got = match self.value {
            Json::Null => "null (or a number that is none)",
            Json::Flag(_) => "true or false",
            Json::Number(number) => number,
            Json::Text(text) if text.len() <= 40 => &["\"", text, "\""].concat(),
            Json::Text(_) => "a long text",
            Json::List(_) => "a list",
            Json::Object(_) => "an object",
        };
        self.refuse(Error::input_text(&["expected ", expected, ", got ", got]));
    }

    #[cold]
    #[inline(never)]
    fn expected_one_of(&self, words: &mut dyn Iterator<Item = &str>) {
        self.expected(&["one of ", &with_commas(words)].concat());
    }

    /// An object with no other keys than these, which have a space between them.
    #[inline(never)]
    pub(super) fn fields(&'a self, keys: &str) -> Fields<'a> {
        let fields = self.any_fields();
        let values = values_of(self.value);
        let mut rest = keys;
        for (index, (key, _)) in values.iter().enumerate() {
            // Mostly the keys come in the order of the list.
            let Some((_, after)) = find(rest, key).or_else(|| find(keys, key)) else {
                fields.unknown(key, keys);
                break;
            };
            rest = after;
            if values.iter().take(index).any(|(before, _)| before == key) {
                fields.wrong(key, "given twice");
                break;
            }
        }
        fields
    }

    /// The fields of an object whatever its keys, to find out which ones it may have.
    pub(super) fn any_fields(&'a self) -> Fields<'a> {
        if !matches!(self.value, Json::Object(_)) {
            self.expected("an object");
        }
        Fields(self)
    }

    /// A list of at most `count_max` values, each read by `read`.
    pub(super) fn list<T>(&self, count_max: usize, read: fn(&Node<'_>) -> T) -> Vec<T> {
        let values = self.values(count_max);
        let mut list = Vec::new();
        list.extend(values.iter().map(|value| read(&self.below(value))));
        list
    }

    /// Shows each of at most `count_max` values to `read`.
    #[inline(never)]
    pub(super) fn each(&self, count_max: usize, read: &mut dyn FnMut(&Node<'_>)) {
        for value in self.values(count_max) {
            read(&self.below(value));
        }
    }

    /// Whether it is `null`.
    pub(super) fn is_null(&self) -> bool {
        *self.value == Json::Null
    }

    #[inline(never)]
    fn values(&self, count_max: usize) -> &'a [Json<'a>] {
        let Json::List(values) = self.value else {
            self.expected("a list");
            return &[];
        };
        if values.len() > count_max {
            self.refuse(Error::range_text(&["at most ", &count_max.to_string(), " entries"]));
        }
        // What is refused in any case is not read to its end.
        if self.fault.is_met() { &[] } else { values }
    }

    #[inline(never)]
    pub(super) fn text(&self) -> &'a str {
        self.written("a text")
    }

    fn written(&self, expected: &str) -> &'a str {
        if let Json::Text(text) = self.value {
            text
        } else {
            self.expected(expected);
            ""
        }
    }

    #[inline(never)]
    pub(super) fn owned_text(&self) -> String {
        self.text().to_owned()
    }

    /// A text of at most so many characters.
    #[inline(never)]
    pub(super) fn text_within(&self, chars_max: usize) -> String {
        let text = self.text();
        if text.chars().nth(chars_max).is_some() {
            self.refuse(Error::range_text(&["at most ", &chars_max.to_string(), " characters"]));
        }
        text.to_owned()
    }

    /// The digits of a number, as they are written; none where it is no number.
    pub(super) fn digits(&self) -> Option<&'a str> {
        match self.value {
            Json::Number(digits) => Some(digits),
            _ => None,
        }
    }

    /// The place of an entry in a long row, from 1.
    pub(super) fn place_from_one(&self) -> u32 {
        let expected = "a whole number above zero";
        let place = u32::try_from(self.whole_number(expected)).unwrap_or_default();
        if place == 0 {
            self.expected(expected);
        }
        place
    }

    #[inline(never)]
    fn whole_number(&self, expected: &str) -> i64 {
        let number = self.digits().and_then(|digits| digits.parse().ok());
        number.unwrap_or_else(|| {
            self.expected(expected);
            0
        })
    }

    /// A text without control characters, of at least one character and at most [`ID_CHARS_MAX`](super::ID_CHARS_MAX).
    #[inline(never)]
    pub(super) fn id(&self) -> String {
        let id = self.text();
        if id.is_empty() {
            self.wrong("an id has at least one character");
        }
        if id.bytes().any(|byte| byte.is_ascii_control()) {
            self.wrong("an id has no control characters");
        }
        if id.chars().nth(super::ID_CHARS_MAX).is_some() {
            self.refuse(Error::range("an id has at most 200 characters"));
        }
        id.to_owned()
    }

    #[inline(never)]
    pub(super) fn flag(&self) -> bool {
        if let Json::Flag(flag) = self.value {
            *flag
        } else {
            self.expected("true or false");
            false
        }
    }

    /// A whole number within bounds.
    #[inline(never)]
    pub(super) fn count(&self, min: u16, max: u16) -> u16 {
        let number = self.whole_number("a whole number");
        let count = u16::try_from(number).ok().filter(|count| (min..=max).contains(count));
        count.unwrap_or_else(|| {
            self.refuse(Error::range_text(&[
                "from ",
                &min.to_string(),
                " to ",
                &max.to_string(),
            ]));
            min
        })
    }

    /// A share of customers, the one kind of figure that is no exact decimal.
    #[inline(never)]
    pub(super) fn chance(&self) -> f64 {
        let chance = self.number();
        if !(0.0..=1.0).contains(&chance) {
            self.refuse(Error::range("from 0 to 1"));
        }
        chance
    }

    /// A number that need not be exact, read to fifteen digits.
    #[inline(never)]
    pub(super) fn number(&self) -> f64 {
        let Some(digits) = self.digits() else {
            self.expected("a number");
            return 0.0;
        };
        decimal(digits).unwrap_or_else(|| {
            self.expected("a number of at most 18 digits");
            0.0
        })
    }

    /// An amount, which may be below zero.
    #[inline(never)]
    pub(super) fn minor(&self) -> Minor {
        let minor = self.whole_number("a whole number of minor units");
        self.made(Minor::new(minor)).unwrap_or_default()
    }

    #[inline(never)]
    pub(super) fn minor_or_more(&self) -> Minor {
        let minor = self.minor();
        self.check(minor >= Minor::ZERO, "an amount is zero or more here");
        minor
    }

    #[inline(never)]
    pub(super) fn positive_minor(&self) -> Minor {
        let minor = self.minor();
        self.check(minor.is_positive(), "an amount is above zero here");
        minor
    }

    #[inline(never)]
    pub(super) fn date(&self) -> CivilDate {
        let date = self.written("a date such as \"2026-12-05\"").parse();
        self.made(date).unwrap_or(CivilDate::EPOCH)
    }

    pub(super) fn instant(&self) -> Instant {
        let instant = self.text().parse();
        self.made(instant).unwrap_or(Instant::EPOCH)
    }

    /// A time of the day, in minutes from midnight.
    #[inline(never)]
    pub(super) fn minute(&self, expected: &'static str) -> u16 {
        let minute = minute_of(self.text());
        self.check(minute.is_some(), expected);
        minute.unwrap_or_default()
    }

    #[inline(never)]
    pub(super) fn rate(&self) -> Rate {
        let rate = self.written("a decimal in a string, such as \"0.1825\"").parse();
        self.made(rate).unwrap_or(Rate::ZERO)
    }

    /// A share of the whole, at most all of it.
    #[inline(never)]
    pub(super) fn share(&self) -> Rate {
        let share = self.rate();
        self.check(share <= Rate::ONE, "a share is at most 1");
        share
    }

    #[inline(never)]
    pub(super) fn currency(&self) -> Currency {
        let currency = self.written("a currency code of ISO 4217, such as \"CNY\"").parse();
        self.made(currency).unwrap_or(Currency::NONE)
    }

    /// One of the words, by which the value is chosen.
    pub(super) fn word<T: Copy>(&self, words: &Words<T>) -> T {
        let place = self.place(words.names);
        words.values.get(place).copied().unwrap_or(words.first)
    }

    /// One of the words, by its place among them.
    #[inline(never)]
    pub(super) fn place(&self, names: &str) -> usize {
        let found = find(names, self.as_word());
        if found.is_none() {
            self.expected_one_of(&mut names.split(' '));
        }
        found.map_or(0, |(place, _)| place)
    }

    /// One of the words of a list with their values.
    pub(super) fn listed<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let text = self.as_word();
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            self.expected_one_of(&mut words.iter().map(|(word, _)| *word));
        }
        found.map(|(_, value)| *value)
    }

    /// No list of words has an empty one.
    fn as_word(&self) -> &'a str {
        if let Json::Text(text) = self.value { text } else { "" }
    }
}

fn with_commas(words: &mut dyn Iterator<Item = &str>) -> String {
    let mut list = String::new();
    for word in words {
        list.push_str(if list.is_empty() { "" } else { ", " });
        list.push_str(word);
    }
    list
}

/// The values of an object by their keys; none where it is none.
fn values_of<'a>(value: &'a Json<'a>) -> &'a [(Cow<'a, str>, Json<'a>)] {
    if let Json::Object(values) = value { values } else { &[] }
}

#[inline(never)]
fn field<'a>(object: &'a Json<'a>, key: &str) -> Option<&'a Json<'a>> {
    let (_, value) = values_of(object).iter().find(|(name, _)| name == key)?;
    Some(value)
}

/// The fields of an object: those that must be there by the name of their type, and others with `optional`.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(&'a Node<'a>);

impl<'a> Fields<'a> {
    fn value(self, key: &str) -> Option<&'a Json<'a>> {
        field(self.0.value, key)
    }

    /// A field that must be there.
    #[inline(never)]
    pub(super) fn get(self, key: &str) -> Node<'a> {
        let value = self.value(key).unwrap_or_else(|| {
            self.wrong(key, "missing");
            &NOTHING
        });
        self.0.below(value)
    }

    /// A field that may be left out.
    pub(super) fn maybe(self, key: &str) -> Option<Node<'a>> {
        self.value(key).map(|value| self.0.below(value))
    }

    /// Whether a field is there.
    pub(super) fn has(self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// A field that may be left out, read by `read`.
    #[inline(never)]
    pub(super) fn optional<T>(self, key: &str, read: fn(&Node<'a>) -> T) -> Option<T> {
        self.maybe(key).map(|node| read(&node))
    }

    /// A list of at most `count_max` values, which may be left out as an empty one.
    pub(super) fn list_if_any<T>(self, key: &str, count_max: usize, read: fn(&Node<'_>) -> T) -> Vec<T> {
        self.maybe(key).map_or_else(Vec::new, |node| node.list(count_max, read))
    }

    /// One of the words, by which the value is chosen.
    pub(super) fn word<T: Copy>(self, key: &str, words: &Words<T>) -> T {
        let place = self.place(key, words.names);
        words.values.get(place).copied().unwrap_or(words.first)
    }

    /// The same of a field that may be left out.
    pub(super) fn optional_word<T: Copy>(self, key: &str, words: &Words<T>) -> Option<T> {
        words.values.get(self.optional_place(key, words.names)).copied()
    }

    #[inline(never)]
    fn place(self, key: &str, names: &str) -> usize {
        self.get(key).place(names)
    }

    /// Beyond the last one for a field that is not there.
    #[inline(never)]
    fn optional_place(self, key: &str, names: &str) -> usize {
        self.maybe(key).map_or(usize::MAX, |node| node.place(names))
    }

    #[inline(never)]
    pub(super) fn text(self, key: &str) -> &'a str {
        self.get(key).text()
    }

    #[inline(never)]
    pub(super) fn owned_text(self, key: &str) -> String {
        self.get(key).owned_text()
    }

    #[inline(never)]
    pub(super) fn id(self, key: &str) -> String {
        self.get(key).id()
    }

    #[inline(never)]
    pub(super) fn count(self, key: &str, min: u16, max: u16) -> u16 {
        self.get(key).count(min, max)
    }

    #[inline(never)]
    pub(super) fn optional_count(self, key: &str, min: u16, max: u16) -> Option<u16> {
        self.maybe(key).map(|node| node.count(min, max))
    }

    /// A flag that is as usual when it is left out.
    #[inline(never)]
    pub(super) fn flag_or(self, key: &str, usual: bool) -> bool {
        self.maybe(key).map_or(usual, |node| node.flag())
    }

    #[inline(never)]
    pub(super) fn minor_or_more(self, key: &str) -> Minor {
        self.get(key).minor_or_more()
    }

    /// An amount of zero or more, and of zero when it is left out.
    #[inline(never)]
    pub(super) fn minor_or_zero(self, key: &str) -> Minor {
        self.maybe(key).map_or(Minor::ZERO, |node| node.minor_or_more())
    }

    #[inline(never)]
    pub(super) fn positive_minor(self, key: &str) -> Minor {
        self.get(key).positive_minor()
    }

    #[inline(never)]
    pub(super) fn date(self, key: &str) -> CivilDate {
        self.get(key).date()
    }

    #[inline(never)]
    pub(super) fn rate(self, key: &str) -> Rate {
        self.get(key).rate()
    }

    #[inline(never)]
    pub(super) fn share(self, key: &str) -> Rate {
        self.get(key).share()
    }

    /// Keeps an `INPUT` error about a field, whether or not it is there.
    #[cold]
    #[inline(never)]
    pub(super) fn wrong(self, key: &str, problem: &'static str) {
        self.0.refuse(Error::input(problem).at(key));
    }

    /// Keeps an `INPUT` error about a field unless the condition holds.
    #[inline(never)]
    pub(super) fn check(self, holds: bool, key: &str, problem: &'static str) {
        if !holds {
            self.wrong(key, problem);
        }
    }

    /// The ids of a list's entries, of those that have one.
    #[inline(never)]
    pub(super) fn ids(self, list: &str) -> Vec<&'a str> {
        let mut ids = Vec::new();
        if let Some(Json::List(values)) = self.value(list) {
            for value in values {
                if let Some(Json::Text(id)) = field(value, "id") {
                    ids.push(&**id);
                }
            }
        }
        ids
    }

    /// Refuses an entry of a list whose id another one has. Each entry was read, and has one.
    #[inline(never)]
    pub(super) fn check_unique(self, list: &str) {
        if let Some(place) = duplicate(&self.ids(list)) {
            let entry = [list, "[", &place.to_string(), "].id"].concat();
            self.wrong(&entry, "another one has this id");
        }
    }

    #[cold]
    #[inline(never)]
    fn unknown(self, key: &str, keys: &str) {
        let known = with_commas(&mut keys.split(' '));
        let error = Error::input_text(&["unknown key, expected one of ", &known]);
        self.0.refuse(error.at(key));
    }
}

/// The value of a JSON number: its digits divided by a power of ten, which is exact to fifteen digits.
fn decimal(number: &str) -> Option<f64> {
    let (mantissa, exponent) = parts(number, |byte| matches!(byte, b'e' | b'E'), "0");
    let (whole, decimals) = parts(mantissa, |byte| byte == b'.', "");
    let digits: i64 = [whole, decimals].concat().parse().ok()?;
    let shift: i32 = exponent.parse().ok()?;
    scaled(digits, shift.checked_sub(i32::try_from(decimals.len()).ok()?)?)
}

/// What comes before a mark and what comes after it.
#[inline(never)]
fn parts<'t>(text: &'t str, is_mark: fn(u8) -> bool, without: &'t str) -> (&'t str, &'t str) {
    let Some(mark) = text.bytes().position(is_mark) else {
        return (text, without);
    };
    let after = text.get(mark.saturating_add(1)..);
    (text.get(..mark).unwrap_or_default(), after.unwrap_or_default())
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
