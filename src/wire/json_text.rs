//! Results as JSON text: the same bytes natively and in a page, where they become objects in one step.
//!
//! A writer of our own because of what the boundary needs: whole numbers, texts and chances, and no formatting of floats.

use crate::digits::{decimal, push_whole};
use crate::history::push_escaped;
use crate::money::Minor;
use crate::parts::add;
use serde::ser::{
    Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, SerializeTupleStruct,
    Serializer,
};
use std::fmt;

/// The JSON text of a result.
///
/// A float is written to fifteen decimals, without trailing zeros, so it must lie within ±1,000; amounts are whole numbers.
///
/// # Example
///
/// ```
/// let floor = predue::wire::markets()?.resolve("none")?;
/// let finding = predue::review("Pay now or face jail.", &floor, "en")?;
/// let text = predue::wire::json_text(&finding)?;
/// assert!(text.starts_with(r#"[{"code":"#));
/// assert_eq!(predue::wire::json_text(&[0.05, 1.0, -1.0 / 3.0])?, "[0.05,1,-0.333333333333333]");
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Errors
///
/// `RANGE` for a whole number beyond the safe integers of JavaScript, which only sums of very large amounts are; `INTERNAL` for
/// what no result is made of: a variant with values.
pub fn json_text<T: Serialize + ?Sized>(value: &T) -> crate::error::Result<String> {
    let mut text = Text(String::new());
    match value.serialize(&mut text) {
        Ok(()) => Ok(text.0),
        Err(Unwritable::Number) => Err(Minor::beyond()),
        Err(Unwritable::Shape) => Err(crate::error::Error::internal("every result can be written")),
    }
}

/// JSON text as far as it is written. A bracket that is open is its last character, or a comma is due.
struct Text(String);

type Written = Result<(), Unwritable>;

/// What cannot be written.
#[derive(Debug)]
enum Unwritable {
    /// A whole number that JavaScript would not tell from its neighbours.
    Number,
    /// What no result is made of.
    Shape,
}

impl fmt::Display for Unwritable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

impl std::error::Error for Unwritable {}

impl serde::ser::Error for Unwritable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Shape
    }
}

impl Text {
    fn raw(&mut self, text: &str) {
        add(&mut self.0, text);
    }

    #[inline(never)]
    fn mark(&mut self, mark: u8) {
        self.0.push(char::from(mark));
    }

    #[inline(never)]
    fn null(&mut self) {
        self.raw("null");
    }

    #[inline(never)]
    fn flag(&mut self, flag: bool) {
        self.raw(if flag { "true" } else { "false" });
    }

    /// What stands between two entries.
    #[inline(never)]
    fn comma(&mut self) {
        if !matches!(self.0.as_bytes().last(), Some(b'{' | b'[')) {
            self.mark(b',');
        }
    }

    #[inline(never)]
    fn key(&mut self, key: &str) {
        self.comma();
        self.mark(b'"');
        self.raw(key);
        self.raw("\":");
    }

    #[inline(never)]
    fn quoted(&mut self, text: &str) {
        self.mark(b'"');
        push_escaped(&mut self.0, text, |_| None);
        self.mark(b'"');
    }

    /// A number that is no money, by its whole quadrillionths: printing a float to the last bit would be a fifth as much
    /// code as all the rest of the boundary.
    #[inline(never)]
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::float_arithmetic,
        reason = "a chance is no money, and what is beyond the limits is cut off at them"
    )]
    fn float(&mut self, number: f64) {
        const ONE: u64 = 1_000_000_000_000_000;
        let parts = ((number.abs() * 1e15 + 0.5) as i64).unsigned_abs();
        if number < 0.0 && parts > 0 {
            self.mark(b'-');
        }
        self.raw(&decimal(parts, ONE));
    }
}

impl Serializer for &mut Text {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Impossible<(), Unwritable>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), Unwritable>;

    fn serialize_bool(self, flag: bool) -> Written {
        self.flag(flag);
        Ok(())
    }
    fn serialize_i8(self, number: i8) -> Written {
        self.serialize_i64(number.into())
    }
    fn serialize_i16(self, number: i16) -> Written {
        self.serialize_i64(number.into())
    }
    fn serialize_i32(self, number: i32) -> Written {
        self.serialize_i64(number.into())
    }
    fn serialize_i64(self, number: i64) -> Written {
        if number.unsigned_abs() > Minor::MAX.get().unsigned_abs() {
            return Err(Unwritable::Number);
        }
        push_whole(&mut self.0, number);
        Ok(())
    }
    fn serialize_u8(self, number: u8) -> Written {
        self.serialize_i64(number.into())
    }
    fn serialize_u16(self, number: u16) -> Written {
        self.serialize_i64(number.into())
    }
    fn serialize_u32(self, number: u32) -> Written {
        self.serialize_i64(number.into())
    }
    fn serialize_u64(self, number: u64) -> Written {
        self.serialize_i64(i64::try_from(number).map_err(|_| Unwritable::Number)?)
    }
    fn serialize_f32(self, number: f32) -> Written {
        self.serialize_f64(number.into())
    }
    fn serialize_f64(self, number: f64) -> Written {
        self.float(number);
        Ok(())
    }
    fn serialize_char(self, character: char) -> Written {
        self.serialize_str(character.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, text: &str) -> Written {
        self.quoted(text);
        Ok(())
    }
    fn serialize_bytes(self, bytes: &[u8]) -> Written {
        bytes.serialize(self)
    }
    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Written {
        self.null();
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Written {
        Err(Unwritable::Shape)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Unwritable> {
        self.mark(b'[');
        Ok(self)
    }
    fn serialize_tuple(self, _: usize) -> Result<Self, Unwritable> {
        self.serialize_seq(None)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Unwritable> {
        self.serialize_seq(None)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritable> {
        Err(Unwritable::Shape)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self, Unwritable> {
        self.mark(b'{');
        Ok(self)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Unwritable> {
        self.serialize_map(None)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unwritable> {
        Err(Unwritable::Shape)
    }
}

impl SerializeSeq for &mut Text {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.comma();
        value.serialize(&mut **self)
    }
    fn end(self) -> Written {
        self.mark(b']');
        Ok(())
    }
}

impl SerializeTuple for &mut Text {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        SerializeSeq::serialize_element(self, value)
    }
    fn end(self) -> Written {
        SerializeSeq::end(self)
    }
}

impl SerializeTupleStruct for &mut Text {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        SerializeSeq::serialize_element(self, value)
    }
    fn end(self) -> Written {
        SerializeSeq::end(self)
    }
}

impl SerializeStruct for &mut Text {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
        self.key(key);
        value.serialize(&mut **self)
    }
    fn end(self) -> Written {
        self.mark(b'}');
        Ok(())
    }
}

impl SerializeMap for &mut Text {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        self.comma();
        key.serialize(&mut **self)
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.mark(b':');
        value.serialize(&mut **self)
    }
    fn end(self) -> Written {
        SerializeStruct::end(self)
    }
}

#[cfg(test)]
#[expect(
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::unwrap_used,
    reason = "a test that fails panics"
)]
mod tests {
    use super::json_text;
    use proptest::prelude::*;
    use serde::Serialize;
    use std::collections::BTreeMap;

    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    enum Word {
        TwoWords,
    }

    #[derive(Serialize)]
    struct Everything {
        none: Option<u8>,
        some: Option<i32>,
        pair: (bool, Word),
        map: BTreeMap<String, Vec<u64>>,
        text: String,
        nothing: Vec<i64>,
        empty: BTreeMap<String, i64>,
    }

    const SAFE: i64 = (1 << 53) - 1;

    fn everything(text: String, number: i64, counts: Vec<u64>) -> Everything {
        Everything {
            none: None,
            some: i32::try_from(number).ok(),
            pair: (number > 0, Word::TwoWords),
            map: BTreeMap::from([(text.clone(), counts)]),
            text,
            nothing: vec![number, -SAFE, SAFE],
            empty: BTreeMap::new(),
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_as_it_was(text in ".*", number in -SAFE..=SAFE, counts in prop::collection::vec(0..1_u64 << 53, 0..4)) {
            let value = everything(text, number, counts);
            let written = json_text(&value).expect("nothing in it cannot be written");
            let read: serde_json::Value = serde_json::from_str(&written).expect("what is written is JSON");
            prop_assert_eq!(read, serde_json::to_value(&value).expect("nothing in it cannot be written"));
        }

        #[test]
        fn a_float_is_within_its_last_decimal(number in -1_000.0..1_000.0_f64) {
            let read: f64 = json_text(&number).expect("a float can be written").parse().expect("a number is written");
            prop_assert!((read - number).abs() <= 1e-15 + number.abs() * f64::EPSILON, "{read} for {number}");
        }
    }

    #[test]
    fn a_float_has_no_needless_digits() {
        let floats = [
            0.0,
            -0.0,
            1.0,
            -1.0,
            0.05,
            0.1 + 0.2,
            100.0,
            -1.0 / 3.0,
            1e-15,
            -1e-16,
            0.999_999_999_999_999_9,
        ];
        let written = json_text(&floats).expect("floats can be written");
        assert_eq!(
            written,
            "[0,0,1,-1,0.05,0.3,100,-0.333333333333333,0.000000000000001,0,1]"
        );
    }

    #[test]
    fn controls_and_quotes_are_escaped() {
        assert_eq!(
            json_text("a\"b\\c\n\u{1f}é").expect("a text can be written"),
            "\"a\\\"b\\\\c\\u000a\\u001fé\""
        );
    }

    #[test]
    fn what_no_result_is_made_of_is_refused() {
        for number in [SAFE + 1, -SAFE - 1, i64::MIN, i64::MAX] {
            assert_eq!(json_text(&number).unwrap_err().code(), "RANGE");
        }
        assert_eq!(json_text(&u64::MAX).unwrap_err().code(), "RANGE");
        assert_eq!(json_text(&Err::<u8, u8>(1)).unwrap_err().code(), "INTERNAL");
    }
}
