//! What names a nudge: its dues, its stage, its day, and a digest of what it says.
//!
//! `phone/3+rent/december/near/2026-12-02/1807453`: so the same nudge has the same key however often it is worked out, and
//! the record tells of which dues was spoken without keeping anything else.

use super::Stage;
use crate::calendar::CivilDate;

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
        let (rest, _) = cut_last(text)?;
        let (rest, day) = cut_last(rest)?;
        let (members, stage) = cut_last(rest)?;
        Some(Self {
            text,
            members,
            stage: Stage::of(stage)?,
            day: day.parse().ok()?,
        })
    }

    /// The dues that it names.
    #[inline(never)]
    pub(super) fn members(self) -> Vec<Member<'a>> {
        let mut members = Vec::new();
        let mut rest = Some(self.members);
        while let Some(text) = rest {
            let (text, after) =
                cut(text, |byte| byte == b'+').map_or((text, None), |(text, after)| (text, Some(after)));
            if let Some((account, due)) = cut(text, |byte| byte == b'/') {
                members.push(Member { account, due });
            }
            rest = after;
        }
        members
    }
}

/// A due as a key names it, in its escaped parts.
pub(super) struct Member<'a> {
    pub(super) account: &'a str,
    pub(super) due: &'a str,
}

/// What stands before and after the first of some bytes. The library's search is ten times the code.
#[inline(never)]
fn cut(text: &str, is_it: fn(u8) -> bool) -> Option<(&str, &str)> {
    let place = text.bytes().position(is_it)?;
    cut_at(text, place)
}

/// What stands before and after the last slash.
#[inline(never)]
fn cut_last(text: &str) -> Option<(&str, &str)> {
    let place = text.bytes().rposition(|byte| byte == b'/')?;
    cut_at(text, place)
}

fn cut_at(text: &str, place: usize) -> Option<(&str, &str)> {
    Some((text.get(..place)?, text.get(place.checked_add(1)?..)?))
}

/// A due as a key names it.
pub(super) fn member(account: &str, due: &str) -> String {
    [&*escaped(account), "/", &*escaped(due)].concat()
}

/// The due's part of a due as a key names it.
pub(super) fn due_of(member: &str) -> &str {
    cut(member, |byte| byte == b'/').map_or("", |(_, due)| due)
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

/// Ids may hold what keys put between them: such a character is written as in an address.
#[inline(never)]
pub(super) fn escaped(id: &str) -> String {
    let mut text = String::with_capacity(id.len());
    let mut rest = id;
    while let Some((before, after)) = cut(rest, |byte| matches!(byte, b'%' | b'/' | b'+')) {
        text.push_str(before);
        text.push_str(match rest.as_bytes().get(before.len()) {
            Some(b'%') => "%25",
            Some(b'/') => "%2F",
            _ => "%2B",
        });
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::{Key, member, write};
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
        let names: Vec<_> = key
            .members()
            .iter()
            .map(|member| (member.account, member.due))
            .collect();
        assert_eq!(names, [("a%2Fb", "1%2B1"), ("100%252F", "x")]);
        assert_eq!(super::due_of(&member("a/b", "1/+1")), "1%2F%2B1");
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
