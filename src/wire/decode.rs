//! One way in: JSON text to a shape, and the first thing that is wrong with it as an error with its path.

use crate::error::{Error, Result};
use serde::{Deserialize, Deserializer};

/// Reads a shape from JSON; the path of an error starts inside the document.
pub(super) fn decode<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let shape = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        problem(&path, &error.into_inner().to_string())
    })?;
    deserializer.end().map_err(|error| problem(".", &error.to_string()))?;
    Ok(shape)
}

/// Reads the sentence of the decoder back into an error of ours.
fn problem(path: &str, sentence: &str) -> Error {
    let sentence = sentence.rsplit_once(" at line ").map_or(sentence, |(sentence, _)| sentence);
    let error = match sentence.strip_prefix(LIMIT) {
        Some(limit) => Error::range(limit.to_owned()),
        None => Error::input(sentence.to_owned()),
    };
    if path == "." { error } else { error.at(path) }
}

/// How a limit is told from any other problem in the decoder's sentence, which is all that crosses it.
const LIMIT: &str = "beyond the limit: ";

/// Reads an optional value that is there: `null` is not a way to leave it out.
pub(super) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> std::result::Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
