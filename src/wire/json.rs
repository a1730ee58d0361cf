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
    let mut reader = Reader {
        text,
        at: 0,
        fault: None,
    };
    let value = reader.value(0);
    reader.skip_space();
    if reader.peek().is_some() {
        reader.fail();
    }
    reader.fault.map_or(Ok(value), Err)
}

/// After a fault it stands at the end of the text, so that everything comes to its end, and the value is refused.
struct Reader<'a> {
    text: &'a str,
    /// A byte offset at a character's start.
    at: usize,
    fault: Option<Error>,
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

    #[inline(never)]
    fn require(&mut self, byte: u8) {
        if !self.take(byte) {
            self.fail();
        }
    }

    #[cold]
    #[inline(never)]
    fn fail(&mut self) {
        self.refuse(Error::input_text(&["not JSON at byte ", &self.at.to_string()]));
    }

    #[cold]
    fn refuse(&mut self, error: Error) {
        self.fault.get_or_insert(error);
        self.text = "";
    }

    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn value(&mut self, depth: u8) -> Json<'a> {
        self.skip_space();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => Json::Text(self.string()),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Json::Flag(true)),
            Some(b'f') => self.word("false", Json::Flag(false)),
            Some(b'n') => self.word("null", Json::Null),
            _ => {
                self.fail();
                Json::Null
            }
        }
    }

    fn word(&mut self, word: &str, value: Json<'a>) -> Json<'a> {
        for byte in word.bytes() {
            self.require(byte);
        }
        value
    }

    /// Goes into a list or an object, unless it lies too deep.
    fn deeper(&mut self, depth: u8) -> u8 {
        self.advance();
        if depth >= DEPTH_MAX {
            self.refuse(Error::range("at most sixteen lists and objects inside each other"));
        }
        self.skip_space();
        depth.saturating_add(1)
    }

    fn list(&mut self, depth: u8) -> Json<'a> {
        let depth = self.deeper(depth);
        let mut values = Vec::new();
        if !self.take(b']') {
            loop {
                values.push(self.value(depth));
                self.skip_space();
                if !self.take(b',') {
                    break;
                }
            }
            self.require(b']');
        }
        Json::List(values)
    }

    fn object(&mut self, depth: u8) -> Json<'a> {
        let depth = self.deeper(depth);
        let mut fields = Vec::new();
        if !self.take(b'}') {
            loop {
                self.skip_space();
                let key = self.string();
                self.skip_space();
                self.require(b':');
                fields.push((key, self.value(depth)));
                self.skip_space();
                if !self.take(b',') {
                    break;
                }
            }
            self.require(b'}');
        }
        Json::Object(fields)
    }

    fn number(&mut self) -> Json<'a> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits();
        }
        if self.take(b'.') {
            self.digits();
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits();
        }
        Json::Number(self.since(start))
    }

    #[inline(never)]
    fn digits(&mut self) {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.advance();
        }
        if self.at == start {
            self.fail();
        }
    }

    /// Text without escapes is borrowed, which is nearly all of it.
    #[inline(never)]
    fn string(&mut self) -> Cow<'a, str> {
        self.require(b'"');
        let start = self.at;
        let mut unescaped = String::new();
        let mut plain_from = start;
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    unescaped.push_str(self.since(plain_from));
                    self.advance();
                    unescaped.push(self.escape());
                    plain_from = self.at;
                }
                None | Some(0..=0x1F) => {
                    self.fail();
                    break;
                }
                Some(_) => self.skip_plain(),
            }
        }
        let plain = self.since(plain_from);
        self.advance();
        if plain_from == start {
            return Cow::Borrowed(plain);
        }
        unescaped.push_str(plain);
        Cow::Owned(unescaped)
    }

    fn skip_plain(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let plain = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F));
        self.at = self.at.saturating_add(plain.unwrap_or(rest.len()));
    }

    fn escape(&mut self) -> char {
        let escaped = match self.peek() {
            Some(escaped @ (b'"' | b'\\' | b'/')) => char::from(escaped),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => {
                self.fail();
                '\0'
            }
        };
        self.advance();
        escaped
    }

    /// A code point by its number, or by two halves of one: half a one is no text.
    fn unicode(&mut self) -> char {
        let mut point = self.code_unit();
        if (0xD800..0xDC00).contains(&point) {
            self.require(b'\\');
            let high = point.wrapping_sub(0xD800) << 10;
            let low = self.code_unit().wrapping_sub(0xDC00);
            // Half a code point followed by no other half stays what it is, and that is none.
            if low < 0x400 {
                point = 0x1_0000_u32.wrapping_add(high | low);
            }
        }
        char::from_u32(point).unwrap_or_else(|| {
            self.fail();
            '\0'
        })
    }

    #[inline(never)]
    fn code_unit(&mut self) -> u32 {
        self.require(b'u');
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            if digit.is_none() {
                self.fail();
            }
            unit = unit << 4 | digit.unwrap_or_default();
            self.advance();
        }
        unit
    }
}
