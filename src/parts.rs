//! Texts taken apart at a mark, and put together: the library's ways would be inlined wherever they are used.

/// The parts of a text between marks, which are ASCII.
pub(crate) struct Parts<'a> {
    rest: Option<&'a str>,
    mark: char,
}

pub(crate) const fn parts(text: &str, mark: char) -> Parts<'_> {
    Parts { rest: Some(text), mark }
}

/// Adds to a text.
#[inline(never)]
pub(crate) fn add(text: &mut String, more: &str) {
    text.push_str(more);
}

/// What is before the first mark, and after it.
pub(crate) fn cut(text: &str, mark: char) -> Option<(&str, &str)> {
    let mut parts = parts(text, mark);
    Some((parts.next()?, parts.rest?))
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let text = self.rest.take()?;
        let place = text.bytes().position(|byte| u32::from(byte) == u32::from(self.mark));
        let Some((part, rest)) = place.and_then(|place| text.split_at_checked(place)) else {
            return Some(text);
        };
        self.rest = rest.get(1..);
        Some(part)
    }
}
