//! What names a nudge: its dues, its stage, its day, and a digest of what it says.
//!
//! `phone/3+rent/december/near/2026-12-02/1807453`: so the same nudge has the same key however often it is worked out, and
//! the record tells of which dues was spoken without keeping anything else.

use super::Stage;
use crate::calendar::CivilDate;
use std::borrow::Cow;

/// A key of the record, taken apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key<'a> {
    pub(super) text: &'a str,
    pub(super) members: &'a str,
    pub(super) stage: Stage,
    pub(super) day: CivilDate,
}

impl<'a> Key<'a> {
    /// `None` for a key that this room did not write.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let (rest, _) = text.rsplit_once('/')?;
        let (rest, day) = rest.rsplit_once('/')?;
        let (members, stage) = rest.rsplit_once('/')?;
        Some(Self {
            text,
            members,
            stage: Stage::of(stage)?,
            day: day.parse().ok()?,
        })
    }

    /// The dues that it names, as [`member`] writes them.
    pub(super) fn members(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.members.split('+')
    }
}

/// A due as a key names it.
pub(super) fn member(account: &str, due: &str) -> String {
    [&*escaped(account), "/", &*escaped(due)].concat()
}

/// The account and the due of a member.
pub(super) fn parts(member: &str) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    let (account, due) = member.split_once('/')?;
    Some((plain(account), plain(due)))
}

pub(super) fn write(members: &str, stage: Stage, day: CivilDate, revision: u32) -> String {
    [
        members,
        "/",
        stage.word(),
        "/",
        &day.to_string(),
        "/",
        &revision.to_string(),
    ]
    .concat()
}

/// Ids may hold what keys put between them. The library's `replace` would be a hundredth of the module.
const ESCAPES: [(char, &str); 3] = [('%', "25"), ('/', "2F"), ('+', "2B")];

fn escaped(id: &str) -> Cow<'_, str> {
    if !id.contains(['%', '/', '+']) {
        return Cow::Borrowed(id);
    }
    let mut text = String::with_capacity(id.len());
    for char in id.chars() {
        match ESCAPES.iter().find(|(plain, _)| *plain == char) {
            Some((_, escape)) => text.extend(["%", escape]),
            None => text.push(char),
        }
    }
    Cow::Owned(text)
}

fn plain(part: &str) -> Cow<'_, str> {
    let Some((before, escapes)) = part.split_once('%') else {
        return Cow::Borrowed(part);
    };
    let mut text = before.to_owned();
    for piece in escapes.split('%') {
        let known = ESCAPES
            .iter()
            .find_map(|(plain, escape)| Some((*plain, piece.strip_prefix(escape)?)));
        let (char, rest) = known.unwrap_or(('%', piece));
        text.push(char);
        text.push_str(rest);
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::{Key, member, parts, write};
    use crate::error::Result;
    use crate::nudge::Stage;

    #[test]
    fn a_key_names_its_dues_whatever_their_ids() -> Result<()> {
        let members = [member("a/b", "1+1"), member("100%2F", "x")].join("+");
        let text = write(&members, Stage::Near, "2026-12-02".parse()?, 7);
        let Some(key) = Key::read(&text) else {
            return Err(crate::Error::internal("a key that was written can be read"));
        };
        assert_eq!((key.stage, key.day), (Stage::Near, "2026-12-02".parse()?));
        let names: Vec<_> = key.members().filter_map(parts).collect();
        assert_eq!(names, [("a/b".into(), "1+1".into()), ("100%2F".into(), "x".into())]);
        Ok(())
    }

    #[test]
    fn a_key_of_somebody_else_is_none() {
        for text in [
            "",
            "campaign-7",
            "phone/3/soon/2026-12-02/0",
            "phone/3/near/2026-12-32/0",
        ] {
            assert!(Key::read(text).is_none(), "{text}");
        }
    }
}
