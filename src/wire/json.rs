//! JSON text as a tree that borrows from it: numbers stay text, so that no amount ever passes through a float.
//!
//! A reader of our own because of what the boundary needs: a fifth of a general one's code, and no copy of what is not kept.

use crate::error::{Error, Result};
use std::borrow::Cow;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Json<'a> {
    Null,
    Flag(bool),
    /// As it is written.
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    /// In the order given.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

/// Lists and objects inside each other; the deepest that the contract has is seven.
const DEPTH_MAX: u8 = 16;

/// Reads one JSON value and nothing after it (RFC 8259).
pub(super) fn parse(text: &str) -> Result<Json<'_>> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.skip_space();
    if reader.peek().is_some() {
        Err(reader.wrong())
    } else {
        Ok(value)
    }
}

struct Reader<'a> {
    text: &'a str,
    /// A byte offset at a character's start.
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn advance(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.advance();
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.advance();
        }
        found
    }

    fn require(&mut self, byte: u8) -> Result<()> {
        if self.take(byte) { Ok(()) } else { Err(self.wrong()) }
    }

    #[cold]
    #[inline(never)]
    fn wrong(&self) -> Error {
        Error::input_text(&["not JSON at byte ", &self.at.to_string()])
    }

    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn value(&mut self, depth: u8) -> Result<Json<'a>> {
        self.skip_space();
        match self.peek() {
            Some(b'{') => self.object(deeper(depth)?),
            Some(b'[') => self.list(deeper(depth)?),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Json::Flag(true)),
            Some(b'f') => self.word("false", Json::Flag(false)),
            Some(b'n') => self.word("null", Json::Null),
            _ => Err(self.wrong()),
        }
    }

    fn word(&mut self, word: &str, value: Json<'a>) -> Result<Json<'a>> {
        word.bytes().try_for_each(|byte| self.require(byte))?;
        Ok(value)
    }

    fn list(&mut self, depth: u8) -> Result<Json<'a>> {
        self.advance();
        let mut values = Vec::new();
        self.skip_space();
        if self.take(b']') {
            return Ok(Json::List(values));
        }
        loop {
            values.push(self.value(depth)?);
            self.skip_space();
            if self.take(b']') {
                return Ok(Json::List(values));
            }
            self.require(b',')?;
        }
    }

    fn object(&mut self, depth: u8) -> Result<Json<'a>> {
        self.advance();
        let mut fields = Vec::new();
        self.skip_space();
        if self.take(b'}') {
            return Ok(Json::Object(fields));
        }
        loop {
            self.skip_space();
            let key = self.string()?;
            self.skip_space();
            self.require(b':')?;
            fields.push((key, self.value(depth)?));
            self.skip_space();
            if self.take(b'}') {
                return Ok(Json::Object(fields));
            }
            self.require(b',')?;
        }
    }

    fn number(&mut self) -> Result<Json<'a>> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Ok(Json::Number(self.since(start)))
    }

    fn digits(&mut self) -> Result<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.advance();
        }
        if self.at == start { Err(self.wrong()) } else { Ok(()) }
    }

    /// Text without escapes is borrowed, which is nearly all of it.
    fn string(&mut self) -> Result<Cow<'a, str>> {
        self.require(b'"')?;
        let start = self.at;
        let mut unescaped = String::new();
        let mut plain_from = start;
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    unescaped.push_str(self.since(plain_from));
                    self.advance();
                    unescaped.push(self.escape()?);
                    plain_from = self.at;
                }
                None | Some(0..=0x1F) => return Err(self.wrong()),
                Some(_) => self.skip_plain(),
            }
        }
        let plain = self.since(plain_from);
        self.advance();
        if plain_from == start {
            return Ok(Cow::Borrowed(plain));
        }
        unescaped.push_str(plain);
        Ok(Cow::Owned(unescaped))
    }

    fn skip_plain(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let plain = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F));
        self.at = self.at.saturating_add(plain.unwrap_or(rest.len()));
    }

    fn escape(&mut self) -> Result<char> {
        let escaped = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(self.wrong()),
        };
        self.advance();
        Ok(escaped)
    }

    /// A code point by its number, or by two halves of one: half a one is no text.
    fn unicode(&mut self) -> Result<char> {
        let first = self.code_unit()?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first).ok_or_else(|| self.wrong());
        }
        self.require(b'\\')?;
        let second = self.code_unit()?;
        let low = second
            .checked_sub(0xDC00)
            .filter(|low| *low < 0x400)
            .ok_or_else(|| self.wrong())?;
        let high = first.wrapping_sub(0xD800) << 10;
        char::from_u32(0x1_0000_u32.wrapping_add(high | low)).ok_or_else(|| self.wrong())
    }

    fn code_unit(&mut self) -> Result<u32> {
        self.require(b'u')?;
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self
                .peek()
                .and_then(|byte| char::from(byte).to_digit(16))
                .ok_or_else(|| self.wrong())?;
            unit = unit << 4 | digit;
            self.advance();
        }
        Ok(unit)
    }
}

fn deeper(depth: u8) -> Result<u8> {
    let depth = depth.saturating_add(1);
    if depth > DEPTH_MAX {
        Err(Error::range("at most sixteen lists and objects inside each other"))
    } else {
        Ok(depth)
    }
}
