//! The shapes of a rule pack: rules with their sources, each with what it holds down.

use super::cap::Cap;
use super::help::Help;
use super::set::Set;
use super::when::{When, Who};
use crate::calendar::CivilDate;
use crate::money::{Currency, Minor};
use serde::Serialize;
use std::rc::Rc;

/// The rules of a market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// ISO 3166 code, `EU`, or `floor`.
    pub market: String,
    /// The market whose rules hold here too.
    pub parent: Option<String>,
    /// When its rules were read.
    pub as_of: CivilDate,
    /// When they are to be read again.
    pub review_by: CivilDate,
    /// The currency of its amounts; the floor has none.
    pub currency: Option<Currency>,
    /// Its rules, shared by every pack that was put together from this one.
    pub rules: Vec<Rc<Rule>>,
    /// Who helps there; of a kind that a child names, its own alone.
    pub help: Vec<Rc<Help>>,
    /// Rules of a parent that its own rules replace, by id.
    pub overridden: Vec<String>,
    /// Where the rules come from.
    pub sources: Vec<Rc<Source>>,
    /// What its language rules are read with.
    pub lexicons: Vec<Rc<Lexicon>>,
}

/// Phrases that language rules ban, in one language; [`language`](crate::language) reads them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lexicon {
    /// The language, as BCP 47 begins: `zh`.
    pub language: String,
    /// One phrase a line.
    pub lines: String,
}

/// Where a rule can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name within the pack.
    pub id: String,
    /// What a person would look for: the title, and the section.
    pub title: String,
}

/// How far a rule can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Read in the law itself.
    Primary,
    /// Read in somebody else's account of it.
    Secondary,
    /// Remembered, not read: it tightens, and is never shown as law.
    Unverified,
    /// Proposed, not in force: it tightens, and is never shown as law.
    Draft,
    /// This project's own floor, and no law.
    Policy,
}

impl Confidence {
    /// Whether a customer may be told that this is the law.
    #[must_use]
    pub const fn is_law(self) -> bool {
        matches!(self, Self::Primary | Self::Secondary)
    }
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name, unique in its pack.
    pub id: String,
    /// What it says, in one plain sentence.
    pub summary: String,
    /// Ids of its sources; at least one.
    pub src: Vec<String>,
    /// How far it can be trusted.
    pub confidence: Confidence,
    /// To what it applies.
    pub when: When,
    /// From when and until when.
    pub dates: Dates,
    /// The rule of the parent that it replaces.
    pub overrides: Option<String>,
    /// Whether it is policy, as the floor's rules and no others are; nothing replaces it.
    pub is_floor: bool,
    /// What it holds down.
    pub body: Body,
}

impl Rule {
    /// Whether it is in force and applies.
    #[must_use]
    pub fn applies(&self, who: &Who<'_>) -> bool {
        self.dates.hold(who) && self.when.holds(who)
    }
}

/// When a rule is in force; both days belong to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// The first day.
    pub from: Option<CivilDate>,
    /// The last day.
    pub to: Option<CivilDate>,
    /// Whether the day of the contract counts; otherwise the day of the charge or the contact does.
    pub by_contract: bool,
}

impl Dates {
    fn hold(self, who: &Who<'_>) -> bool {
        let known = if self.by_contract {
            who.contract_date
        } else {
            Some(who.on)
        };
        // A contract of an unknown day was made by today at the latest, and may be as old as it likes.
        self.from.is_none_or(|from| known.unwrap_or(who.on) >= from)
            && self.to.is_none_or(|to| known.is_none_or(|day| day <= to))
    }
}

/// What a rule holds down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// When contact may be made.
    Window(Window),
    /// How often.
    Quota(Quota),
    /// How long not after something.
    Cooldown(Cooldown),
    /// Not at all while something holds.
    Stop(Stop),
    /// Only if the customer agreed to these channels.
    Consent(Set),
    /// Who else may be contacted.
    ThirdParty(ThirdParty),
    /// How much may be charged.
    Cap(Box<Cap>),
    /// What may not be done.
    Forbid(Set),
    /// How long nothing may be charged.
    Grace(Grace),
    /// Which part a payment goes to first.
    Allocation(Vec<String>),
    /// What is to be told, done, kept or left unsaid.
    Told(Told),
}

/// Hours in which contact may be made, by the customer's own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// For which channels.
    pub channels: Set,
    /// On these weekdays.
    pub days: Set,
    /// From this minute of the day on.
    pub from: u16,
    /// Before this minute of the day.
    pub to: u16,
    /// Weekdays without any contact.
    pub closed: Set,
    /// Whether holidays are without any contact.
    pub closed_on_holidays: bool,
    /// Whether the customer can agree to other hours.
    pub consent_waives: bool,
}

/// How often contact may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Contacts by these channels, together.
    pub channels: Set,
    /// Which of them count.
    pub counts: Counts,
    /// At most so many.
    pub max: u16,
    /// Within this time.
    pub within: QuotaWindow,
    /// What has a count of its own.
    pub per: QuotaPer,
    /// Whether notices that a law demands, and answers to the customer, do not count.
    pub required_free: bool,
    /// Whether only contacts after the first conversation count.
    pub after_conversation: bool,
    /// Whether it is for contacts elsewhere than at home or on a mobile (`Some(true)`), or there (`Some(false)`).
    pub elsewhere: Option<bool>,
}

/// What has a count of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaPer {
    /// The person, over all accounts.
    Person,
    /// Each account.
    Account,
    /// Each number or address.
    Number,
}

/// Which contacts count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// Every try.
    Any,
    /// Those that reached somebody.
    Connected,
    /// Those that did not.
    Unanswered,
}

/// The time that a quota counts in, by the customer's own days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaWindow {
    /// From Monday.
    Week,
    /// A calendar month.
    Month,
    /// So many days on end, the day of the contact being the last; one is the calendar day.
    Days(u16),
}

/// How long not after something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cooldown {
    /// After what.
    pub after: Set,
    /// For so many days, the day it happened being the first.
    pub days: u16,
    /// By which channels.
    pub channels: Set,
}

/// What ends contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Any of these.
    pub on: Set,
    /// How far.
    pub scope: StopScope,
    /// For at most so many days from the day it began.
    pub days: Option<u16>,
}

/// How far a stop goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopScope {
    /// All contact.
    All,
    /// All but what a law demands to be sent.
    AllButRequired,
    /// The channel that the customer does not want.
    Channel,
    /// All but the hours that the customer named.
    OtherHours,
}

/// Who else than the borrower may be contacted: nobody, but in these cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThirdParty {
    /// In these cases somebody may be.
    pub except: Set,
    /// Whether the borrower is left alone at work too, unless that was agreed.
    pub not_at_work: bool,
}

/// How long nothing may be charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grace {
    /// Days after the due date that are free; or that the statement is sent before it; or after a notice.
    pub days: u16,
    /// From what they are counted.
    pub from: GraceFrom,
    /// Whether business days count; otherwise every day does.
    pub business: bool,
    /// Whether the free days stay free when they are over.
    pub accrues_from_end: bool,
    /// Which charges it keeps away.
    pub charges: Set,
}

/// From what the days of a grace are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraceFrom {
    /// After the due date.
    Due,
    /// Before the due date, from the day the statement was sent.
    Statement,
    /// After the notice of the sum on which interest is charged.
    Notice,
}

/// A duty or a limit without arithmetic: what is to be told, done or kept, and which words are banned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it is about.
    pub topic: Topic,
    /// Its short name, such as an event, or a kind of banned words.
    pub code: String,
    /// What belongs to it: items to tell, options to offer; for banned words, phrases of the market's own.
    pub items: Vec<String>,
    /// How banned words are taken; without it as a lexicon says, and phrases of its own as [`Severity::Block`].
    pub severity: Option<Severity>,
    /// Days that it names.
    pub days: Option<u16>,
    /// Months that it names.
    pub months: Option<u16>,
    /// An amount that it names.
    pub amount: Option<Minor>,
}

/// How words are taken that a rule bans, the milder before the stricter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A person is to read them again.
    Review,
    /// They must not be sent.
    Block,
}

/// What a [`Told`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// What is to be told, and when.
    Disclosure,
    /// Words that may not be used.
    Language,
    /// Help that is to be given.
    Forbearance,
    /// What may be kept and used of what is known.
    Privacy,
    /// How far other rules reach.
    Note,
}

/// A rule that mattered, as it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleNotice {
    /// The rule.
    pub id: String,
    /// What it says, in plain words.
    pub effect: String,
    /// Where it can be read.
    pub source: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

impl Pack {
    /// A rule of the pack as it is told to the customer, with its sources.
    #[must_use]
    pub fn notice(&self, rule: &Rule) -> RuleNotice {
        let mut source = String::new();
        for title in rule.src.iter().filter_map(|id| self.source(id)) {
            if !source.is_empty() {
                source.push_str("; ");
            }
            source.push_str(title);
        }
        RuleNotice {
            id: rule.id.clone(),
            effect: rule.summary.clone(),
            source,
            confidence: rule.confidence,
        }
    }

    fn source(&self, id: &str) -> Option<&str> {
        let source = self.sources.iter().find(|source| source.id == id)?;
        Some(&source.title)
    }

    /// The rule of this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id).map(|rule| &**rule)
    }

    /// What the market says of a topic to whom it applies: disclosures, banned words, duties.
    pub fn told<'a>(&'a self, topic: Topic, who: &'a Who<'_>) -> impl Iterator<Item = (&'a Rule, &'a Told)> {
        self.rules.iter().filter_map(move |rule| match &rule.body {
            Body::Told(told) if told.topic == topic && rule.applies(who) => Some((&**rule, told)),
            _ => None,
        })
    }
}
