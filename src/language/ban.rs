//! Which rules of a market ban which words.

use super::lexicon::known;
use super::text::plain;
use crate::market::{Pack, Rule, Severity, Told, Topic, Who};

/// The rules of a pack that ban words, in force when it was read.
pub(super) struct Bans<'a>(Vec<(&'static str, &'a Rule, &'a Told)>);

impl<'a> Bans<'a> {
    pub(super) fn of(pack: &'a Pack, who: &'a Who<'_>) -> Self {
        let mut bans = Vec::new();
        for (rule, told) in pack.told(Topic::Language, who) {
            if let Some(code) = known(&told.code) {
                bans.push((code, rule, told));
            }
        }
        Self(bans)
    }

    /// The rule that bans a code, the market's own before the floor's, and the severity that it comes to: a rule may be
    /// stricter than a lexicon, and never milder.
    pub(super) fn rule(&self, code: &str, severity: Severity) -> Option<(&'a Rule, Severity)> {
        let of_code = || self.0.iter().filter(|(known, ..)| *known == code);
        let (_, rule, _) = of_code()
            .find(|(_, rule, _)| !rule.is_floor)
            .or_else(|| of_code().next())?;
        let is_raised = of_code().any(|(.., told)| told.severity == Some(Severity::Block));
        Some((rule, if is_raised { Severity::Block } else { severity }))
    }

    /// The phrases that rules name themselves.
    pub(super) fn phrases(&self, alike: &str, visit: &mut dyn FnMut(&'static str, Severity, &str)) {
        for (code, _, told) in &self.0 {
            for item in &told.items {
                let phrase = plain(item, alike);
                visit(code, told.severity.unwrap_or(Severity::Block), &phrase);
            }
        }
    }
}
