//! When something may be said at all: quiet hours, the market's rules and the floor's, and how many nudges a week.

use super::past::{Past, channel_of, contact};
use super::{Held, clock, moved};
use crate::account::{Account, Quiet, Wallet};
use crate::calendar::{CivilDate, CivilTime, MINUTES_PER_DAY};
use crate::error::Result;
use crate::history::Channel;
use crate::market::{Body, Contact, ContactFacts, ContactRules, Pack, QuotaWindow, Rule, Set, Who};
use std::rc::Rc;

/// Nudges in seven days unless the customer chose a number: the floor's own count.
const WEEKLY_MAX: u16 = 3;
/// Days that "too often" adds between two nudges, each time it is said.
const GAP_STEP_DAYS: u16 = 2;
/// Days between two nudges at most, however often it was said.
const GAP_DAYS_MAX: u16 = 7;
/// Days between two nudges to someone who cannot pay: another one brings no money.
const STRAINED_GAP_DAYS: usize = 28;
/// Days before and after a plan in which nudges count: longer than every gap.
const COUNTED_DAYS: i32 = 30;

/// Days that something is said ahead of its time, at most, where it cannot be said in time: the longest run of holidays.
pub(super) const AHEAD_DAYS_MAX: i32 = 10;

/// What was held back by, and the rule where one did.
pub(super) type Holding<'r> = (Held, Option<&'r str>);

/// To which rules a contact is subject: computed once for all accounts alike.
struct Group<'r> {
    product: &'static str,
    lender: &'static str,
    stage: &'static str,
    channel: Channel,
    rules: Vec<ContactRules<'r, 'r>>,
}

/// The rules of all contacts, and what was and will be said.
pub(super) struct Gate<'r> {
    rules: &'r [Rc<Rule>],
    wallet: &'r Wallet,
    /// The days by which rules are chosen: today, and the plan's last where a rule begins or ends before it.
    days: Vec<CivilDate>,
    groups: Vec<Group<'r>>,
    contacts: Vec<Contact<'static>>,
    own: Days,
    weekly_max: u16,
    gap_days: usize,
    is_strained: bool,
}

/// The rules of a pack that are about contact.
pub(super) fn contact_rules(pack: &Pack) -> Vec<Rc<Rule>> {
    let mut rules = Vec::new();
    for rule in &pack.rules {
        if let Body::Window(_) | Body::Quota(_) | Body::Cooldown(_) | Body::Stop(_) | Body::Consent(_) = rule.body {
            rules.push(Rc::clone(rule));
        }
    }
    rules
}

impl<'r> Gate<'r> {
    pub(super) fn new(
        wallet: &'r Wallet,
        rules: &'r [Rc<Rule>],
        past: &Past<'_>,
        is_strained: bool,
        today: CivilDate,
        until: CivilDate,
    ) -> Self {
        let asked = wallet.preferences.max_per_week.unwrap_or(WEEKLY_MAX);
        let halved = asked.checked_shr(u32::from(past.too_often)).unwrap_or_default();
        let weekly_max = halved.max(asked.min(1));
        let gap_days = usize::from(
            past.too_often
                .saturating_mul(GAP_STEP_DAYS)
                .saturating_add(1)
                .min(GAP_DAYS_MAX),
        );
        let changes = |day: Option<CivilDate>| day.is_some_and(|day| today < day && day <= until);
        let is_changing = rules
            .iter()
            .any(|rule| changes(rule.dates.from) || changes(rule.dates.to));
        Self {
            rules,
            wallet,
            days: if is_changing { vec![today, until] } else { vec![today] },
            groups: Vec::new(),
            contacts: past.contacts.clone(),
            own: Days::new(&past.own, today, until),
            weekly_max,
            gap_days,
            is_strained,
        }
    }

    /// The rules for contacts about an account by a channel.
    pub(super) fn group(&mut self, account: &Account, stage: &'static str, channel: Channel) -> usize {
        let known = self.groups.iter().position(|group| {
            group.product == account.product
                && group.lender == account.lender
                && group.stage == stage
                && group.channel == channel
        });
        if let Some(known) = known {
            return known;
        }
        let chosen = self.wallet.preferences.channels.as_ref();
        let mut rules = Vec::with_capacity(self.days.len());
        for on in &self.days {
            let mut who = Who::unknown(*on);
            (who.product, who.lender, who.stage) = (account.product, account.lender, stage);
            let facts = ContactFacts {
                consented: chosen.map(|chosen| chosen.contains(&channel)),
                holidays: &self.wallet.holidays,
                ..ContactFacts::new(who, channel_of(channel))
            };
            rules.push(ContactRules::new(self.rules, facts));
        }
        self.groups.push(Group {
            product: account.product,
            lender: account.lender,
            stage,
            channel,
            rules,
        });
        self.groups.len().saturating_sub(1)
    }

    /// Whether no time would allow it: a consent that was not given, or an account that rules keep quiet about.
    pub(super) fn is_never(&self, group: usize) -> bool {
        self.rules_of(&[group]).any(|rules| rules.forbidding_ever().is_some())
    }

    fn rules_of<'a>(&'a self, groups: &'a [usize]) -> impl Iterator<Item = &'a ContactRules<'r, 'r>> {
        groups
            .iter()
            .filter_map(|group| self.groups.get(*group))
            .flat_map(|group| &group.rules)
    }

    /// What holds back a contact at a time: what holds for days before what holds for hours.
    pub(super) fn holding(&self, at: CivilTime, groups: &[usize]) -> Result<Option<Holding<'r>>> {
        if let Some(held) = self.holding_own(at.date()) {
            return Ok(Some((held, None)));
        }
        if quiet_until(&self.wallet.preferences.quiet, at).is_some() {
            return Ok(Some((Held::QuietHours, None)));
        }
        for rules in self.rules_of(groups) {
            if let Some(rule) = rules.forbidding(at, &self.contacts)? {
                return Ok(Some((held_by(rule), Some(&rule.id))));
            }
        }
        Ok(None)
    }

    /// What the customer's own counts hold back on a day, the longest first.
    fn holding_own(&self, day: CivilDate) -> Option<Held> {
        if self.is_strained && self.own.are_crowded(day, STRAINED_GAP_DAYS, 1) {
            return Some(Held::CannotPay);
        }
        if self.own.are_crowded(day, 7, self.weekly_max) {
            return Some(Held::WeeklyChoice);
        }
        let is_crowded = self.own.are_crowded(day, self.gap_days, 1);
        is_crowded.then_some(Held::DailyCap)
    }

    fn is_day_open(&self, day: CivilDate, groups: &[usize]) -> Result<bool> {
        if self.holding_own(day).is_some() {
            return Ok(false);
        }
        for rules in self.rules_of(groups) {
            if rules.forbidding_day(day, &self.contacts)?.is_some() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The first minute of a day from one on that hours leave open.
    fn first_of_hours(&self, from: CivilTime, groups: &[usize]) -> Option<CivilTime> {
        let day = from.date();
        let (mut opens, mut closes) = (from.minute(), MINUTES_PER_DAY);
        for rules in self.rules_of(groups) {
            let (first, last) = rules.day_opening(day)?;
            (opens, closes) = (opens.max(first), closes.min(last));
        }
        // Each step leaves one of the quiet hours behind.
        for _ in 0..=self.wallet.preferences.quiet.len() {
            if opens >= closes {
                return None;
            }
            let at = clock(day, opens);
            match quiet_until(&self.wallet.preferences.quiet, at) {
                None => return Some(at),
                Some(minute) => opens = minute,
            }
        }
        None
    }

    /// The open minute nearest to one: the first from it on up to the end of `last`; failing that the nearest day before it,
    /// from `now` on and no more than [`AHEAD_DAYS_MAX`] days ahead.
    pub(super) fn nearest(
        &self,
        wanted: CivilTime,
        last: CivilDate,
        now: CivilTime,
        groups: &[usize],
    ) -> Result<Option<CivilTime>> {
        let mut from = wanted;
        while from.date() <= last {
            let open = self.first_of_hours(from, groups);
            if open.is_some() && self.is_day_open(from.date(), groups)? {
                return Ok(open);
            }
            from = clock(from.date().plus_days(1)?, 0);
        }
        let mut day = wanted.date();
        let earliest = now.date().max(moved(day, -AHEAD_DAYS_MAX));
        while day > earliest {
            day = day.plus_days(-1)?;
            let at_hour = self.first_of_hours(clock(day, wanted.minute()).max(now), groups);
            let open = at_hour.or_else(|| self.first_of_hours(clock(day, 0).max(now), groups));
            if open.is_some() && self.is_day_open(day, groups)? {
                return Ok(open);
            }
        }
        Ok(None)
    }

    /// Something is said: it counts from here on.
    pub(super) fn book(&mut self, day: CivilDate, channel: Channel) {
        self.contacts.push(contact(day, channel_of(channel)));
        self.own.add(day, 1);
    }

    /// What may have been said and is about to be said under the same key counts once.
    pub(super) fn unbook(&mut self, day: CivilDate, channel: Channel) {
        self.own.add(day, -1);
        let own = contact(day, channel_of(channel));
        if let Some(place) = self.contacts.iter().position(|contact| *contact == own) {
            self.contacts.remove(place);
        }
    }
}

/// How many nudges of this module there are on each day, from a day on.
struct Days {
    first: CivilDate,
    counts: Vec<u16>,
}

impl Days {
    /// Of the days that a plan, or a count of days that ends or begins with it, can reach.
    fn new(own: &[CivilDate], today: CivilDate, until: CivilDate) -> Self {
        let ahead = usize::try_from(today.days_until(until)).unwrap_or_default();
        let mut days = Self {
            first: moved(today, -COUNTED_DAYS),
            counts: vec![0; ahead.saturating_add(70)],
        };
        for day in own {
            days.add(*day, 1);
        }
        days
    }

    fn place(&self, day: CivilDate) -> Option<usize> {
        usize::try_from(self.first.days_until(day)).ok()
    }

    fn add(&mut self, day: CivilDate, count: i16) {
        if let Some(known) = self.place(day).and_then(|place| self.counts.get_mut(place)) {
            *known = known.saturating_add_signed(count);
        }
    }

    /// Whether one more on a day would be more than `max` in some `span` days on end that hold it.
    fn are_crowded(&self, day: CivilDate, span: usize, max: u16) -> bool {
        let Some(place) = self.place(day) else { return false };
        let first = place.saturating_sub(span.saturating_sub(1));
        let near = self.counts.get(first..).unwrap_or_default();
        let near = near.get(..span.saturating_mul(2).saturating_sub(1)).unwrap_or(near);
        near.windows(span)
            .any(|days| days.iter().fold(0_u16, |sum, count| sum.saturating_add(*count)) >= max)
    }
}

/// The minute of the day at which quiet hours end that hold at a time.
fn quiet_until(quiet: &[Quiet], at: CivilTime) -> Option<u16> {
    let today = weekday(at.date());
    let minute = at.minute();
    for hours in quiet {
        let (from, to) = (hours.from_minute, hours.to_minute);
        if from < to {
            if hours.days.meets(today) && (from..to).contains(&minute) {
                return Some(to);
            }
            continue;
        }
        if hours.days.meets(today) && minute >= from {
            return Some(MINUTES_PER_DAY);
        }
        if minute < to && hours.days.meets(weekday(moved(at.date(), -1))) {
            return Some(to);
        }
    }
    None
}

fn weekday(day: CivilDate) -> Set {
    Set(1_u16.checked_shl(u32::from(day.weekday())).unwrap_or_default())
}

fn held_by(rule: &Rule) -> Held {
    match &rule.body {
        Body::Window(_) => Held::Window,
        Body::Quota(quota) if quota.within == QuotaWindow::Days(1) => Held::DailyCap,
        Body::Quota(_) => Held::Quota,
        Body::Cooldown(_) => Held::Cooldown,
        Body::Consent(_) => Held::OptedOut,
        _ => Held::Stopped,
    }
}
