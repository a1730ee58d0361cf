//! What the record tells of each due and each account: read once, then asked.

use super::Held;
use super::key::{Key, escaped};
use crate::account::{Account, EventKind, Wallet};
use crate::calendar::{CivilDate, CivilTime};
use crate::error::Result;
use crate::history::{Channel, ContactEvent, ContactKind, Value};
use crate::market::{Contact, Set, channel};
use crate::order::{Index, hash, places, rank};

/// Days back in which contacts count; no rule counts further.
const CONTACT_DAYS: i32 = 100;
/// Days in which "too often" and "I cannot pay" are heeded: long enough to be felt, short enough to be outgrown.
const HEEDED_DAYS: i32 = 90;
/// A payment that names no due settles what is due so many days ahead of it: nudges begin no earlier.
const PAID_AHEAD_DAYS: i32 = 14;
/// Days of silence for a promise that names no day.
const PROMISE_DAYS: i32 = 7;

/// One nudge of the record, with all that became of it.
pub(super) struct Telling<'a> {
    pub(super) key: Key<'a>,
    /// When it is to be shown, unless it was taken back.
    pub(super) planned: Option<CivilTime>,
    /// When it was to be shown, where it was taken back too late to be sure that it was not.
    passed: Option<CivilTime>,
    pub(super) shown: Option<CivilTime>,
    pub(super) is_seen: bool,
    pub(super) channel: Option<Channel>,
    /// Until when it was put off.
    pub(super) snoozed: Option<CivilTime>,
    /// What the customer thought of it: above zero when it was useful.
    pub(super) verdict: i8,
}

/// Something that the customer or the host said is settled.
struct Closed {
    /// The due's id as keys write it; without one all that was due by then.
    due: Option<String>,
    why: Held,
    since: CivilDate,
}

/// What was said of one account.
#[derive(Default)]
pub(super) struct AccountPast<'a> {
    is_muted: bool,
    is_stopped: bool,
    is_disputed: bool,
    not_mine: Option<CivilDate>,
    promised: Option<CivilDate>,
    closed: Vec<Closed>,
    /// Its dues that were spoken of before their day, as keys write them, each with the place of the telling.
    pub(super) told: Vec<(&'a str, usize)>,
    /// The last day on which something was seen of what was overdue.
    pub(super) arrears_seen: Option<CivilDate>,
    /// The last day before today on which help was offered: what is said today changes nothing of today's plan.
    pub(super) helped: Option<CivilDate>,
}

/// What the record tells.
pub(super) struct Past<'a> {
    pub(super) tellings: Vec<Telling<'a>>,
    /// The tellings of each due, by the hash of its member text.
    members: Index,
    member_of: Vec<usize>,
    accounts: Vec<AccountPast<'a>>,
    /// What counts against quotas, as it was recorded.
    pub(super) contacts: Vec<Contact<'static>>,
    /// The days of this module's own contacts.
    pub(super) own: Vec<CivilDate>,
    pub(super) too_often: u16,
    pub(super) cannot_pay: bool,
}

impl<'a> Past<'a> {
    pub(super) fn read(wallet: &'a Wallet, now: CivilTime) -> Result<Self> {
        let mut past = Self {
            tellings: tellings(wallet)?,
            members: Index::new(&mut std::iter::empty()),
            member_of: Vec::new(),
            accounts: wallet.accounts.iter().map(|_| AccountPast::default()).collect(),
            contacts: Vec::new(),
            own: Vec::new(),
            too_often: 0,
            cannot_pay: false,
        };
        let names: Vec<String> = wallet.accounts.iter().map(|account| escaped(&account.id)).collect();
        let reader = Reader {
            index: Index::new(&mut names.iter().map(|name| hash(name))),
            names,
            today: now.date(),
        };
        for entry in &wallet.history.entries {
            past.hear(&entry.event, &reader)?;
        }
        past.count(now, &reader);
        let mut hashes = Vec::new();
        for (place, telling) in past.tellings.iter().enumerate() {
            for member in telling.key.members() {
                hashes.push(hash(member.text));
                past.member_of.push(place);
            }
        }
        past.members = Index::new(&mut hashes.into_iter());
        Ok(past)
    }

    /// The tellings that named a due, in no order.
    pub(super) fn of_due(&self, member: &str) -> impl Iterator<Item = &Telling<'a>> {
        let tellings = self.members.alike(member);
        tellings
            .filter_map(|place| self.tellings.get(*self.member_of.get(place)?))
            .filter(move |telling| telling.key.names(member))
    }

    pub(super) fn account(&self, index: usize) -> Option<&AccountPast<'a>> {
        self.accounts.get(index)
    }

    /// What holds back everything about a due of an account, by what was said.
    pub(super) fn held(
        &self,
        index: usize,
        account: &Account,
        member: &str,
        date: CivilDate,
        today: CivilDate,
    ) -> Option<Held> {
        let past = self.accounts.get(index)?;
        let holds_since = |since: CivilDate| !is_changed(account, since);
        if past.is_stopped {
            return Some(Held::Stopped);
        }
        if past.is_muted {
            return Some(Held::Muted);
        }
        if past.is_disputed {
            return Some(Held::Disputed);
        }
        if past.not_mine.is_some_and(holds_since) {
            return Some(Held::NotMine);
        }
        let closed = past.closed.iter().find(|closed| {
            let is_meant = match &closed.due {
                Some(named) => member.split_once('/').is_some_and(|(_, due)| due == named),
                None => closed.since.days_until(date) <= PAID_AHEAD_DAYS,
            };
            is_meant && holds_since(closed.since)
        });
        if let Some(closed) = closed {
            return Some(closed.why);
        }
        if is_on_its_way(account, member, today) {
            return Some(Held::Paid);
        }
        past.promised.filter(|until| today <= *until).map(|_| Held::Promised)
    }

    /// What one event means beyond the nudge it names.
    fn hear(&mut self, event: &'a ContactEvent, reader: &Reader) -> Result<()> {
        let day = event.at.date();
        let text = text_of(event);
        let is_on = event.action.as_deref() != Some("undo");
        match event.kind {
            ContactKind::Stopped => self.each(event, reader, &mut |past| past.is_stopped = is_on),
            ContactKind::Muted => self.each(event, reader, &mut |past| past.is_muted = is_on),
            ContactKind::Disputed => self.each(event, reader, &mut |past| past.is_disputed = is_on),
            ContactKind::Promise => {
                let until = text.and_then(|text| text.parse().ok());
                let until = until.map_or_else(|| day.plus_days(PROMISE_DAYS), Ok)?;
                self.each(event, reader, &mut |past| past.promised = Some(until));
            }
            ContactKind::Paid => self.close(event, reader, Held::Paid),
            ContactKind::Feedback => match text {
                Some("too often") if day.days_until(reader.today) <= HEEDED_DAYS => {
                    self.too_often = self.too_often.saturating_add(1);
                }
                Some("already paid") => self.close(event, reader, Held::Paid),
                Some("wrong") => self.close(event, reader, Held::Disputed),
                Some("not mine") => self.each(event, reader, &mut |past| past.not_mine = Some(day)),
                _ => {}
            },
            ContactKind::Acted if event.action.as_deref() == Some("cannot-pay") => {
                self.cannot_pay |= day.days_until(reader.today) <= HEEDED_DAYS;
            }
            ContactKind::ContactedByCreditor if day.days_until(reader.today) <= CONTACT_DAYS => {
                self.contacts.push(of_creditor(event, text));
            }
            _ => {}
        }
        Ok(())
    }

    /// The accounts that an event is about: the one it names, those of its key, or all.
    fn each(&mut self, event: &ContactEvent, reader: &Reader, change: &mut dyn FnMut(&mut AccountPast<'a>)) {
        let key = event.key.as_deref().and_then(Key::read);
        let places: Vec<usize> = match (&event.account, key) {
            (Some(account), _) => reader.place(&escaped(account)).into_iter().collect(),
            (None, Some(key)) => reader.dues(key).into_iter().map(|(place, _)| place).collect(),
            (None, None) => (0..self.accounts.len()).collect(),
        };
        for place in places {
            if let Some(past) = self.accounts.get_mut(place) {
                change(past);
            }
        }
    }

    /// Dues that are settled: those of the event's key, the one it names by its value, or all that was due by then.
    fn close(&mut self, event: &ContactEvent, reader: &Reader, why: Held) {
        let since = event.at.date();
        let key = event.key.as_deref().and_then(Key::read);
        let mut settled: Vec<(usize, Option<String>)> = Vec::new();
        if let Some(key) = key {
            let dues = reader.dues(key).into_iter();
            settled.extend(dues.map(|(place, due)| (place, Some(due.to_owned()))));
        } else if let Some(account) = &event.account {
            let due = text_of(event).filter(|_| event.kind == ContactKind::Paid);
            let place = reader.place(&escaped(account));
            settled.extend(place.map(|place| (place, due.map(escaped))));
        }
        for (place, due) in settled {
            if let Some(past) = self.accounts.get_mut(place) {
                past.closed.push(Closed { due, why, since });
            }
        }
    }

    /// Counts what was shown, or may have been shown by the platform while nobody was awake to record it.
    fn count(&mut self, now: CivilTime, reader: &Reader) {
        for (place, telling) in self.tellings.iter().enumerate() {
            if let Some(at) = telling
                .reached(now)
                .filter(|at| at.date().days_until(reader.today) <= CONTACT_DAYS)
            {
                let by = telling.channel.map_or(channel::IN_APP, channel_of);
                self.contacts.push(contact(at.date(), by));
                self.own.push(at.date());
            }
            let Some(shown) = telling.shown else { continue };
            for (account, due) in reader.dues(telling.key) {
                let Some(past) = self.accounts.get_mut(account) else {
                    continue;
                };
                if telling.key.stage <= super::Stage::Due && shown.date() < reader.today {
                    past.told.push((due, place));
                }
                if telling.key.stage >= super::Stage::Overdue && telling.is_seen {
                    past.arrears_seen = past.arrears_seen.max(Some(shown.date()));
                }
                if telling.key.stage == super::Stage::Help && shown.date() < reader.today {
                    past.helped = past.helped.max(Some(shown.date()));
                }
            }
        }
        let in_order = places(&mut self.contacts.iter().map(|contact| rank(contact.day)));
        let contacts = in_order
            .into_iter()
            .filter_map(|place| self.contacts.get(place).copied());
        self.contacts = contacts.collect();
    }
}

/// Which account is meant.
struct Reader {
    /// The accounts' ids as keys write them.
    names: Vec<String>,
    index: Index,
    today: CivilDate,
}

impl Reader {
    fn place(&self, name: &str) -> Option<usize> {
        let mut places = self.index.alike(name);
        places.find(|place| self.names.get(*place).is_some_and(|known| known == name))
    }

    /// The dues that a key names, each with its account's place.
    fn dues<'a>(&self, key: Key<'a>) -> Vec<(usize, &'a str)> {
        let members = key.members().into_iter();
        members
            .filter_map(|member| Some((self.place(member.account)?, member.due)))
            .collect()
    }
}

/// The events of each key put together, in the order of the record.
fn tellings(wallet: &Wallet) -> Result<Vec<Telling<'_>>> {
    let keyed: Vec<(&ContactEvent, Key<'_>)> = wallet
        .history
        .entries
        .iter()
        .filter_map(|entry| Some((&entry.event, Key::read(entry.event.key.as_deref()?)?)))
        .collect();
    let index = Index::new(&mut keyed.iter().map(|(_, key)| hash(key.text)));
    let mut tellings: Vec<Telling<'_>> = Vec::new();
    for group in index.groups() {
        let first = tellings.len();
        for (event, key) in group.filter_map(|place| keyed.get(place)) {
            let known = tellings.iter().skip(first).position(|known| known.key.text == key.text);
            let place = known.map_or(tellings.len(), |known| known.saturating_add(first));
            if known.is_none() {
                tellings.push(Telling::new(*key));
            }
            if let Some(telling) = tellings.get_mut(place) {
                telling.take(event, wallet.preferences.payday)?;
            }
        }
    }
    Ok(tellings)
}

impl<'a> Telling<'a> {
    fn new(key: Key<'a>) -> Self {
        Self {
            key,
            planned: None,
            passed: None,
            shown: None,
            is_seen: false,
            channel: None,
            snoozed: None,
            verdict: 0,
        }
    }

    fn take(&mut self, event: &ContactEvent, payday: Option<u16>) -> Result<()> {
        let at = CivilTime::of(&event.at);
        self.channel = event.channel.or(self.channel);
        match event.kind {
            ContactKind::Planned => {
                let told = text_of(event).and_then(|text| text.parse().ok());
                self.planned = Some(told.map_or_else(|| CivilTime::new(self.key.day, 0), Ok)?);
            }
            ContactKind::Suppressed => {
                self.passed = self.planned.take().filter(|planned| *planned < at).or(self.passed);
            }
            ContactKind::Shown => self.shown = self.shown.or(Some(at)),
            ContactKind::Seen | ContactKind::Opened | ContactKind::Acted | ContactKind::Dismissed => {
                self.shown = self.shown.or(Some(at));
                self.is_seen = true;
            }
            ContactKind::Snoozed => {
                self.shown = self.shown.or(Some(at));
                self.is_seen = true;
                self.snoozed = Some(until(event, at, payday)?);
            }
            ContactKind::Muted | ContactKind::Stopped => self.verdict = -1,
            ContactKind::Feedback => {
                self.is_seen = true;
                self.verdict = if text_of(event) == Some("useful") { 1 } else { -1 };
            }
            _ => {}
        }
        Ok(())
    }

    /// When it reached the customer, or may have while nobody was awake to record it.
    pub(super) fn reached(&self, now: CivilTime) -> Option<CivilTime> {
        let planned = self.planned.filter(|at| *at < now);
        self.shown.or(self.passed).or(planned)
    }

    /// Whether it was handed to the platform and neither shown nor taken back.
    pub(super) fn is_pending(&self) -> bool {
        self.planned.is_some() && self.shown.is_none()
    }
}

/// Until when something was put off: the time it names, the next payday, or the same time tomorrow.
fn until(event: &ContactEvent, at: CivilTime, payday: Option<u16>) -> Result<CivilTime> {
    let text = text_of(event);
    if let Some(time) = text.and_then(|text| text.parse().ok()) {
        return Ok(time);
    }
    let day = match payday.filter(|_| text == Some("payday")) {
        Some(payday) => next_payday(at.date(), payday)?,
        None => at.date().plus_days(1)?,
    };
    CivilTime::new(day, at.minute())
}

/// The first payday after a day; a month that lacks the day has it on its last.
pub(super) fn next_payday(after: CivilDate, payday: u16) -> Result<CivilDate> {
    let mut day = after.plus_days(1)?;
    // A payday comes at least once in 31 days.
    for _ in 0..31 {
        let is_it = day.day() == u32::from(payday) || day.is_month_end() && day.day() < u32::from(payday);
        if is_it {
            break;
        }
        day = day.plus_days(1)?;
    }
    Ok(day)
}

fn text_of(event: &ContactEvent) -> Option<&str> {
    match &event.value {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

/// Whether the account was agreed anew since a day: then what was said of it is of another time.
fn is_changed(account: &Account, since: CivilDate) -> bool {
    account.events.iter().any(|event| {
        let is_new = event.kind.is_agreed_ahead() && !matches!(event.kind, EventKind::Disbursement(_));
        is_new && event.date > since
    })
}

/// Whether a payment is known of that is dated ahead, or was made before the clock was set back: for a due that it names, or
/// else for all.
fn is_on_its_way(account: &Account, member: &str, today: CivilDate) -> bool {
    account.events.iter().any(|event| {
        let EventKind::Credit { due, .. } = &event.kind else {
            return false;
        };
        let is_meant = |due: &String| member.split_once('/').is_some_and(|(_, named)| named == escaped(due));
        event.date > today && today.days_until(event.date) <= PAID_AHEAD_DAYS && due.as_ref().is_none_or(is_meant)
    })
}

pub(super) fn channel_of(channel: Channel) -> Set {
    match channel {
        Channel::InApp => channel::IN_APP,
        Channel::Push => channel::PUSH,
        Channel::Sms => channel::SMS,
        Channel::Email => channel::EMAIL,
        Channel::Calendar => channel::CALENDAR,
    }
}

pub(super) fn contact(day: CivilDate, channel: Set) -> Contact<'static> {
    Contact {
        day,
        channel,
        connected: false,
        account: "",
        number: "",
        required: false,
        elsewhere: false,
    }
}

/// A channel as packs name it.
#[inline(never)]
fn word(word: &str) -> Option<Set> {
    let mut words = channel::WORDS.iter();
    words.find(|(known, _)| *known == word).map(|(_, set)| *set)
}

/// A contact of the creditor's own: `action` is a channel as packs name it, such as `call`, which reached the customer
/// unless `value` says `unanswered`.
fn of_creditor(event: &ContactEvent, value: Option<&str>) -> Contact<'static> {
    let named = event.action.as_deref();
    let by = named.and_then(word).or(event.channel.map(channel_of));
    Contact {
        connected: value != Some("unanswered"),
        ..contact(event.at.date(), by.unwrap_or(channel::OTHER))
    }
}
