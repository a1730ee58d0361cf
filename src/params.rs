//! What a message speaks of, by name: the core chooses figures, the catalogues have the words.

use crate::calendar::CivilDate;
use crate::money::{Currency, Minor};
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// The named figures of one message, in the order they were given.
///
/// # Example
///
/// ```
/// use predue::params::Params;
///
/// let params = Params::default().with_count("days", 3).with_text("label", "Phone");
/// assert_eq!(serde_json::to_string(&params).unwrap(), r#"{"days":3,"label":"Phone"}"#);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(Vec<(&'static str, Param)>);

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param {
    /// A whole number: a count, or an amount in minor units.
    Number(i64),
    /// A text of the host's own, a day, a currency.
    Text(String),
}

impl Params {
    /// With a count, such as a number of days.
    #[must_use]
    #[inline(never)]
    pub fn with_count(self, name: &'static str, count: i64) -> Self {
        self.with(name, Param::Number(count))
    }

    /// With an amount in minor units, and its currency by the name of `currency`.
    #[must_use]
    #[inline(never)]
    pub fn with_amount(self, name: &'static str, amount: Minor, currency: Currency) -> Self {
        self.with(name, Param::Number(amount.get()))
            .with_text("currency", currency.as_str())
    }

    /// With a day.
    #[must_use]
    #[inline(never)]
    pub fn with_date(self, name: &'static str, date: CivilDate) -> Self {
        self.with(name, Param::Text(date.text()))
    }

    /// With a text.
    #[must_use]
    #[inline(never)]
    pub fn with_text(self, name: &'static str, text: &str) -> Self {
        self.with(name, Param::Text(text.to_owned()))
    }

    /// Whether nothing is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a name stands for.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Param> {
        self.0.iter().find(|(named, _)| *named == name).map(|(_, param)| param)
    }

    /// A name that was given before is given anew.
    #[inline(never)]
    fn with(mut self, name: &'static str, param: Param) -> Self {
        self.0.retain(|(named, _)| *named != name);
        self.0.push((name, param));
        self
    }
}

impl Serialize for Params {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Params", self.0.len())?;
        for (name, param) in &self.0 {
            match param {
                Param::Number(number) => map.serialize_field(name, number)?,
                Param::Text(text) => map.serialize_field(name, text)?,
            }
        }
        map.end()
    }
}
