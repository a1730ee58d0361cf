//! Whether contact may be made, and if not, from which minute on it may: put off, never dropped.

use super::rule::{Body, Cooldown, Counts, Quota, QuotaPer, QuotaWindow, Rule, Stop, StopScope, ThirdParty, Window};
use super::set::{Set, channel, except, trigger};
use super::when::Who;
use crate::calendar::{CivilDate, CivilTime, MINUTES_PER_DAY};
use crate::error::Result;
use std::rc::Rc;

/// Days ahead in which the earliest allowed minute is looked for.
pub const EARLIEST_DAYS_MAX: u16 = 400;

/// What is known of a contact that somebody wants to make.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that a rule asks")]
pub struct ContactFacts<'a> {
    /// Of the account; its day is that of the contact.
    pub who: Who<'a>,
    /// How, one of [`channel`](super::channel).
    pub channel: Set,
    /// For which account; empty where there is but one.
    pub account: &'a str,
    /// To which number or address; empty where there is but one.
    pub number: &'a str,
    /// To whom.
    pub recipient: Recipient,
    /// Whether the borrower can be reached.
    pub reachable: Option<bool>,
    /// Whether it is only to learn where the borrower is.
    pub locating: bool,
    /// Whether it would tell somebody else of the debt.
    pub tells_debt: bool,
    /// Whether a law demands it, or it answers the customer.
    pub required: bool,
    /// Whether it reaches the customer elsewhere than at home or on a mobile.
    pub elsewhere: bool,
    /// Whether the customer agreed to this channel, or to these hours.
    pub consented: Option<bool>,
    /// Whether the customer named these hours.
    pub at_named_time: bool,
    /// Channels that the customer does not want.
    pub opted_out: Set,
    /// What holds now, of [`trigger`](super::trigger), and since when where that is known.
    pub open: &'a [(Set, Option<CivilDate>)],
    /// Holidays where the customer is, in order.
    pub holidays: &'a [CivilDate],
}

/// To whom a contact would go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// Who owes.
    Borrower,
    /// Who owes too, or guarantees.
    Guarantor,
    /// Who acts for a borrower who has died or lacks capacity.
    Representative,
    /// Anybody else.
    Other,
}

impl<'a> ContactFacts<'a> {
    /// A contact with the borrower of which nothing else is known.
    #[must_use]
    pub const fn new(who: Who<'a>, channel: Set) -> Self {
        Self {
            who,
            channel,
            account: "",
            number: "",
            recipient: Recipient::Borrower,
            reachable: None,
            locating: false,
            tells_debt: false,
            required: false,
            elsewhere: false,
            consented: None,
            at_named_time: false,
            opted_out: Set::NONE,
            open: &[],
            holidays: &[],
        }
    }
}

/// A contact that was made, or tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact<'a> {
    /// On which of the customer's days.
    pub day: CivilDate,
    /// How.
    pub channel: Set,
    /// Whether it reached somebody.
    pub connected: bool,
    /// For which account; empty where it is not known.
    pub account: &'a str,
    /// To which number or address; empty where it is not known.
    pub number: &'a str,
    /// Whether a law demanded it, or it answered the customer.
    pub required: bool,
    /// Whether it went elsewhere than home or to a mobile.
    pub elsewhere: bool,
}

impl Contact<'_> {
    fn is_conversation(&self) -> bool {
        let spoken = channel::CALL.with(channel::VISIT).with(channel::WORKPLACE);
        self.connected && self.channel.meets(spoken)
    }
}

/// The rules that apply to one kind of contact, chosen once and asked often.
#[derive(Clone, Debug)]
pub struct ContactRules<'r, 'f> {
    facts: ContactFacts<'f>,
    /// What forbids it whenever it is.
    never: Option<&'r Rule>,
    windows: Vec<(&'r Rule, Window)>,
    quotas: Vec<(&'r Rule, Quota)>,
    cooldowns: Vec<(&'r Rule, Cooldown)>,
    stops: Vec<(&'r Rule, Stop)>,
}

impl<'r, 'f> ContactRules<'r, 'f> {
    /// Those of `rules` that apply to a contact.
    #[must_use]
    pub fn new(rules: &'r [Rc<Rule>], facts: ContactFacts<'f>) -> Self {
        let mut chosen = Self {
            never: None,
            windows: Vec::new(),
            quotas: Vec::new(),
            cooldowns: Vec::new(),
            stops: Vec::new(),
            facts,
        };
        for rule in rules {
            if rule.applies(&chosen.facts.who) {
                chosen.add(rule);
            }
        }
        chosen
    }

    fn add(&mut self, rule: &'r Rule) {
        let facts = &self.facts;
        let concerns = |channels: Set| channels.meets(facts.channel);
        match &rule.body {
            Body::Window(window)
                if concerns(window.channels) && !(window.consent_waives && facts.consented == Some(true)) =>
            {
                self.windows.push((rule, *window));
            }
            Body::Quota(quota)
                if concerns(quota.channels)
                    && quota.elsewhere.is_none_or(|elsewhere| elsewhere == facts.elsewhere)
                    && !(quota.required_free && facts.required) =>
            {
                self.quotas.push((rule, *quota));
            }
            Body::Cooldown(cooldown) if concerns(cooldown.channels) => self.cooldowns.push((rule, *cooldown)),
            Body::Stop(stop) if is_stopped(*stop, facts) => self.stops.push((rule, *stop)),
            Body::Consent(channels) if concerns(*channels) && facts.consented != Some(true) => self.never = Some(rule),
            Body::ThirdParty(others) if !is_recipient_allowed(*others, facts) => self.never = Some(rule),
            _ => {}
        }
    }

    /// The rule that forbids the contact at a time, if any does, when `log` is what was made before.
    ///
    /// # Example
    ///
    /// ```
    /// use predue::market::{ContactFacts, ContactRules, Who, channel};
    /// use predue::wire::markets;
    ///
    /// let floor = markets()?.resolve("none")?;
    /// let who = Who::unknown("2026-11-23".parse()?);
    /// let push = ContactRules::new(&floor.rules, ContactFacts::new(who, channel::PUSH));
    /// assert!(push.forbidding("2026-11-23T09:00".parse()?, &[])?.is_none());
    /// # Ok::<(), predue::Error>(())
    /// ```
    ///
    /// # Example: the end of a window does not belong to it
    ///
    /// ```
    /// use predue::market::{ContactFacts, ContactRules, Who, channel};
    /// use predue::wire::markets;
    ///
    /// let floor = markets()?.resolve("none")?;
    /// let who = Who::unknown("2026-11-23".parse()?);
    /// let push = ContactRules::new(&floor.rules, ContactFacts::new(who, channel::PUSH));
    /// let by = push.forbidding("2026-11-23T19:00".parse()?, &[])?.unwrap();
    /// assert_eq!(by.id, "_floor.contact.windows[0]");
    /// # Ok::<(), predue::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `RANGE` at the ends of the calendar.
    pub fn forbidding(&self, at: CivilTime, log: &[Contact<'_>]) -> Result<Option<&'r Rule>> {
        if let Some(rule) = self.never {
            return Ok(Some(rule));
        }
        let minute = at.minute();
        for (rule, window) in &self.windows {
            if self
                .opening(*window, at.date())
                .is_none_or(|(from, to)| minute < from || minute >= to)
            {
                return Ok(Some(rule));
            }
        }
        self.forbidding_day(at.date(), log)
    }

    /// The first minute from `from` on at which the contact would be allowed if nothing else happens; `None` where no time
    /// helps, or none within [`EARLIEST_DAYS_MAX`] days.
    ///
    /// # Example
    ///
    /// ```
    /// use predue::market::{ContactFacts, ContactRules, Who, channel};
    /// use predue::wire::markets;
    ///
    /// let floor = markets()?.resolve("none")?;
    /// let who = Who::unknown("2026-11-21".parse()?);
    /// let push = ContactRules::new(&floor.rules, ContactFacts::new(who, channel::PUSH));
    /// // Saturday evening: Sunday is closed.
    /// let earliest = push.earliest("2026-11-21T20:00".parse()?, &[])?.unwrap();
    /// assert_eq!(earliest.to_string(), "2026-11-23T09:00");
    /// # Ok::<(), predue::Error>(())
    /// ```
    ///
    /// # Example: no time helps
    ///
    /// ```
    /// use predue::market::{ContactFacts, ContactRules, Who, channel, trigger};
    /// use predue::wire::markets;
    ///
    /// let floor = markets()?.resolve("none")?;
    /// let mut facts = ContactFacts::new(Who::unknown("2026-11-23".parse()?), channel::PUSH);
    /// facts.open = &[(trigger::DISPUTE, None)];
    /// let push = ContactRules::new(&floor.rules, facts);
    /// assert!(push.earliest("2026-11-23T10:00".parse()?, &[])?.is_none());
    /// # Ok::<(), predue::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `RANGE` at the ends of the calendar.
    pub fn earliest(&self, from: CivilTime, log: &[Contact<'_>]) -> Result<Option<CivilTime>> {
        if self.never.is_some() {
            return Ok(None);
        }
        let (mut day, mut minute) = (from.date(), from.minute());
        for _ in 0..=EARLIEST_DAYS_MAX {
            if let Some((opens, closes)) = self.day_opening(day) {
                let first = opens.max(minute);
                if first < closes && self.forbidding_day(day, log)?.is_none() {
                    return CivilTime::new(day, first).map(Some);
                }
            }
            (day, minute) = (day.plus_days(1)?, 0);
        }
        Ok(None)
    }

    /// The rule that forbids it whenever it is.
    pub(crate) fn forbidding_ever(&self) -> Option<&'r Rule> {
        self.never
    }

    /// From when until when every window is open on a day.
    pub(crate) fn day_opening(&self, day: CivilDate) -> Option<(u16, u16)> {
        let mut open = (0, MINUTES_PER_DAY);
        for (_, window) in &self.windows {
            let (from, to) = self.opening(*window, day)?;
            open = (open.0.max(from), open.1.min(to));
        }
        Some(open).filter(|(from, to)| from < to)
    }

    /// From when until when a window is open on a day; a day that it does not name is not its matter.
    fn opening(&self, window: Window, day: CivilDate) -> Option<(u16, u16)> {
        let weekday = Set(1_u16.checked_shl(u32::from(day.weekday())).unwrap_or_default());
        let is_closed = window.closed.meets(weekday)
            || window.closed_on_holidays
                && window.days.meets(weekday)
                && self.facts.holidays.binary_search(&day).is_ok();
        if is_closed {
            None
        } else if window.days.meets(weekday) {
            Some((window.from, window.to))
        } else {
            Some((0, MINUTES_PER_DAY))
        }
    }

    /// The rule that forbids the contact on the whole of a day.
    pub(crate) fn forbidding_day(&self, day: CivilDate, log: &[Contact<'_>]) -> Result<Option<&'r Rule>> {
        for (rule, stop) in &self.stops {
            if self.is_stopped_on(*stop, day) {
                return Ok(Some(rule));
            }
        }
        for (rule, cooldown) in &self.cooldowns {
            if self.is_cooling(*cooldown, day, log) {
                return Ok(Some(rule));
            }
        }
        for (rule, quota) in &self.quotas {
            if self.is_used_up(quota, day, log)? {
                return Ok(Some(rule));
            }
        }
        Ok(None)
    }

    fn is_stopped_on(&self, stop: Stop, day: CivilDate) -> bool {
        let Some(days) = stop.days else { return true };
        let mut open = self.facts.open.iter().filter(|(what, _)| stop.on.meets(*what));
        open.any(|(_, since)| since.is_none_or(|since| is_within(since, day, days)))
    }

    fn is_cooling(&self, cooldown: Cooldown, day: CivilDate, log: &[Contact<'_>]) -> bool {
        let mut open = self.facts.open.iter().filter(|(what, _)| cooldown.after.meets(*what));
        let mut talks = log.iter().filter(|contact| contact.is_conversation());
        open.any(|(_, since)| since.is_none_or(|since| is_within(since, day, cooldown.days)))
            || cooldown.after.meets(trigger::CONVERSATION)
                && talks.any(|contact| is_within(contact.day, day, cooldown.days))
    }

    /// Whether one more contact on a day would be one too many, in the time that ends with it or in one that a later
    /// contact of the log ends.
    fn is_used_up(&self, quota: &Quota, day: CivilDate, log: &[Contact<'_>]) -> Result<bool> {
        if self.count(quota, day, log)? >= usize::from(quota.max) {
            return Ok(true);
        }
        let QuotaWindow::Days(days) = quota.within else {
            return Ok(false);
        };
        for later in log.iter().map(|contact| contact.day).filter(|later| *later > day) {
            if is_within(day, later, days) && self.count(quota, later, log)? >= usize::from(quota.max) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn count(&self, quota: &Quota, day: CivilDate, log: &[Contact<'_>]) -> Result<usize> {
        let (first, last) = match quota.within {
            QuotaWindow::Week => {
                let monday = day.plus_days(1_i32.saturating_sub(i32::from(day.weekday())))?;
                (monday, monday.plus_days(6)?)
            }
            QuotaWindow::Month => {
                let first = day.plus_days(1_i32.saturating_sub(i32::try_from(day.day()).unwrap_or(1)))?;
                (first, first.plus_days(30)?)
            }
            QuotaWindow::Days(days) => (day.plus_days(1_i32.saturating_sub(i32::from(days)))?, day),
        };
        let is_inside = |contact: &Contact<'_>| {
            (first..=last).contains(&contact.day)
                && (quota.within != QuotaWindow::Month || contact.day.month_number() == day.month_number())
        };
        let talk = log.iter().position(Contact::is_conversation);
        if quota.after_conversation && talk.is_none() {
            return Ok(0);
        }
        let skipped = if quota.after_conversation {
            talk.map_or(0, |talk| talk.saturating_add(1))
        } else {
            0
        };
        let counted = log
            .iter()
            .skip(skipped)
            .filter(|contact| is_inside(contact) && self.counts(quota, contact));
        Ok(counted.count())
    }

    fn counts(&self, quota: &Quota, contact: &Contact<'_>) -> bool {
        let is_same = match quota.per {
            QuotaPer::Person => true,
            QuotaPer::Account => may_be(self.facts.account, contact.account),
            QuotaPer::Number => may_be(self.facts.number, contact.number),
        };
        is_same
            && quota.channels.meets(contact.channel)
            && !(quota.required_free && contact.required)
            && quota.elsewhere.is_none_or(|elsewhere| elsewhere == contact.elsewhere)
            && match quota.counts {
                Counts::Any => true,
                Counts::Connected => contact.connected,
                Counts::Unanswered => !contact.connected,
            }
    }
}

/// Whether two names may be one; a name that is not known may be any.
fn may_be(name: &str, other: &str) -> bool {
    name.is_empty() || other.is_empty() || name == other
}

/// Whether `day` is one of the `days` days that begin with `first`.
fn is_within(first: CivilDate, day: CivilDate, days: u16) -> bool {
    (0..i32::from(days)).contains(&first.days_until(day))
}

fn is_stopped(stop: Stop, facts: &ContactFacts<'_>) -> bool {
    let holds = facts.open.iter().any(|(what, _)| stop.on.meets(*what));
    match stop.scope {
        StopScope::All => holds || stop.on.meets(trigger::OPT_OUT) && facts.opted_out.meets(facts.channel),
        StopScope::AllButRequired => holds && !facts.required,
        StopScope::Channel => facts.opted_out.meets(facts.channel),
        StopScope::OtherHours => holds && !facts.at_named_time,
    }
}

fn is_recipient_allowed(others: ThirdParty, facts: &ContactFacts<'_>) -> bool {
    let exceptions = others.except;
    let is_at_work = facts.elsewhere || facts.channel.meets(channel::WORKPLACE);
    match facts.recipient {
        Recipient::Borrower => !(others.not_at_work && is_at_work) || facts.consented == Some(true),
        Recipient::Guarantor => exceptions.meets(except::GUARANTOR),
        Recipient::Representative => exceptions.meets(except::INCAPABLE),
        Recipient::Other => {
            !facts.tells_debt
                && (exceptions.meets(except::UNREACHABLE) && facts.reachable == Some(false)
                    || exceptions.meets(except::LOCATE) && facts.locating)
        }
    }
}
