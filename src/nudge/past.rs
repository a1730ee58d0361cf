//! What the record tells of each due and each account: read once, then asked.

use super::key::{Key, due_of, escaped};
use super::{Held, Stage, clock, moved};
use crate::account::{Account, EventKind, Wallet};
use crate::calendar::{CivilDate, CivilTime};
use crate::history::{Channel, ContactEvent, ContactKind, Value};
use crate::market::{Contact, Set, channel};
use crate::order::{hash, places};

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
    /// Its id as keys write it.
    name: String,
    is_muted: bool,
    is_stopped: bool,
    is_disputed: bool,
    not_mine: Option<CivilDate>,
    promised: Option<CivilDate>,
    closed: Vec<Closed>,
    /// Its dues that were spoken of, as keys write them, each with the place of the telling.
    pub(super) told: Vec<(&'a str, usize)>,
    /// The last day on which something was seen of what was overdue.
    pub(super) arrears_seen: Option<CivilDate>,
    /// The last day before today on which help was offered: what is said today changes nothing of today's plan.
    pub(super) helped: Option<CivilDate>,
}

/// What the record tells.
pub(super) struct Past<'a> {
    pub(super) tellings: Vec<Telling<'a>>,
    accounts: Vec<AccountPast<'a>>,
    /// What counts against quotas, by day, and as it was recorded.
    pub(super) contacts: Vec<Contact<'static>>,
    /// The days of this module's own contacts.
    pub(super) own: Vec<CivilDate>,
    pub(super) too_often: u16,
    pub(super) cannot_pay: bool,
}

impl<'a> Past<'a> {
    pub(super) fn read(wallet: &'a Wallet, now: CivilTime) -> Self {
        let mut past = Self {
            tellings: Vec::new(),
            accounts: Vec::new(),
            contacts: Vec::new(),
            own: Vec::new(),
            too_often: 0,
            cannot_pay: false,
        };
        for account in &wallet.accounts {
            past.accounts.push(AccountPast {
                name: escaped(&account.id),
                ..AccountPast::default()
            });
        }
        for entry in &wallet.history.entries {
            past.hear(&entry.event, now.date());
        }
        let tellings = tellings(wallet);
        for (place, telling) in tellings.iter().enumerate() {
            past.count(place, telling, now);
        }
        past.tellings = tellings;
        past
    }

    /// The tellings that named a due of an account, in no order.
    pub(super) fn of_due(&self, account: usize, member: &str) -> impl Iterator<Item = &Telling<'a>> {
        let due = due_of(member);
        let told = self.accounts.get(account).map_or(&[][..], |past| &past.told);
        let told = told.iter().filter(move |(named, _)| *named == due);
        told.filter_map(|(_, place)| self.tellings.get(*place))
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
        if past.is_stopped {
            return Some(Held::Stopped);
        }
        if past.is_muted {
            return Some(Held::Muted);
        }
        if past.is_disputed {
            return Some(Held::Disputed);
        }
        if past.not_mine.is_some_and(|since| !is_changed(account, since)) {
            return Some(Held::NotMine);
        }
        let due = due_of(member);
        for closed in &past.closed {
            let is_meant = match &closed.due {
                Some(named) => due == named,
                None => closed.since.days_until(date) <= PAID_AHEAD_DAYS,
            };
            if is_meant && !is_changed(account, closed.since) {
                return Some(closed.why);
            }
        }
        if is_on_its_way(account, due, today) {
            return Some(Held::Paid);
        }
        past.promised.filter(|until| today <= *until).map(|_| Held::Promised)
    }

    /// What one event means beyond the nudge it names.
    fn hear(&mut self, event: &ContactEvent, today: CivilDate) {
        let day = event.at.date();
        let days_ago = day.days_until(today);
        let text = text_of(event);
        let is_on = event.action.as_deref() != Some("undo");
        let mut settled = None;
        match (event.kind, text) {
            (ContactKind::Stopped | ContactKind::Muted | ContactKind::Disputed | ContactKind::Promise, _)
            | (ContactKind::Feedback, Some("not mine")) => {}
            (ContactKind::Paid, _) | (ContactKind::Feedback, Some("already paid")) => settled = Some(Held::Paid),
            (ContactKind::Feedback, Some("wrong")) => settled = Some(Held::Disputed),
            (ContactKind::Feedback, Some("too often")) => {
                self.too_often = self.too_often.saturating_add(u16::from(days_ago <= HEEDED_DAYS));
                return;
            }
            (ContactKind::Acted, _) => {
                self.cannot_pay |= event.action.as_deref() == Some("cannot-pay") && days_ago <= HEEDED_DAYS;
                return;
            }
            (ContactKind::ContactedByCreditor, _) if days_ago <= CONTACT_DAYS => {
                return self.add(of_creditor(event, text));
            }
            _ => return,
        }
        for (place, due) in self.meant(event, settled.is_some()) {
            let Some(past) = self.accounts.get_mut(place) else {
                continue;
            };
            match (event.kind, settled) {
                (_, Some(why)) => past.closed.push(Closed { due, why, since: day }),
                (ContactKind::Stopped, _) => past.is_stopped = is_on,
                (ContactKind::Muted, _) => past.is_muted = is_on,
                (ContactKind::Disputed, _) => past.is_disputed = is_on,
                (ContactKind::Promise, _) => {
                    let until = text.and_then(|text| text.parse().ok());
                    past.promised = Some(until.unwrap_or_else(|| moved(day, PROMISE_DAYS)));
                }
                _ => past.not_mine = Some(day),
            }
        }
    }

    /// The accounts that an event is about, each with the due where one is named: the account it names, those of its key, or
    /// all. What is settled is that of the key first, and nothing where neither is named.
    fn meant(&self, event: &ContactEvent, is_settled: bool) -> Vec<(usize, Option<String>)> {
        let mut meant = Vec::new();
        let mut add = |place: Option<usize>, due: Option<String>| {
            if let Some(place) = place {
                meant.push((place, due));
            }
        };
        let key = event.key.as_deref().and_then(Key::read);
        match (key, &event.account) {
            (key, Some(account)) if key.is_none() || !is_settled => {
                let due = text_of(event).filter(|_| event.kind == ContactKind::Paid);
                add(self.place(&escaped(account)), due.map(escaped));
            }
            (Some(key), _) => {
                for member in key.members() {
                    add(self.place(member.account), Some(member.due.to_owned()));
                }
            }
            (None, _) if is_settled => {}
            (None, _) => {
                for place in 0..self.accounts.len() {
                    add(Some(place), None);
                }
            }
        }
        meant
    }

    /// The place of the account that keys name so.
    #[inline(never)]
    fn place(&self, name: &str) -> Option<usize> {
        self.accounts.iter().position(|past| past.name == name)
    }

    /// Counts what was shown, or may have been shown by the platform while nobody was awake to record it.
    fn count(&mut self, place: usize, telling: &Telling<'a>, now: CivilTime) {
        let today = now.date();
        if let Some(at) = telling.reached(now)
            && at.date().days_until(today) <= CONTACT_DAYS
        {
            let by = telling.channel.map_or(channel::IN_APP, channel_of);
            self.add(contact(at.date(), by));
            self.own.push(at.date());
        }
        for member in telling.key.members() {
            let known = self.place(member.account);
            let Some(past) = known.and_then(|known| self.accounts.get_mut(known)) else {
                continue;
            };
            past.told.push((member.due, place));
            let Some(shown) = telling.shown.map(CivilTime::date) else {
                continue;
            };
            if telling.key.stage >= Stage::Overdue && telling.is_seen {
                past.arrears_seen = past.arrears_seen.max(Some(shown));
            }
            if telling.key.stage == Stage::Help && shown < today {
                past.helped = past.helped.max(Some(shown));
            }
        }
    }

    #[inline(never)]
    fn add(&mut self, contact: Contact<'static>) {
        let place = self.contacts.partition_point(|known| known.day <= contact.day);
        self.contacts.insert(place, contact);
    }
}

/// The events of each key put together, in the order of the record.
fn tellings(wallet: &Wallet) -> Vec<Telling<'_>> {
    let entries = &wallet.history.entries;
    let mut hashes = entries.iter().map(|entry| entry.event.key.as_deref().map_or(0, hash));
    let mut tellings: Vec<Telling<'_>> = Vec::new();
    // Where those begin whose keys share a hash.
    let (mut first, mut shared) = (0, 0);
    for place in places(&mut hashes) {
        let Some(event) = entries.get(place).map(|entry| &entry.event) else {
            continue;
        };
        let Some(key) = event.key.as_deref().and_then(Key::read) else {
            continue;
        };
        let hash = hash(key.text);
        if hash != shared {
            (first, shared) = (tellings.len(), hash);
        }
        let alike = tellings.get(first..).unwrap_or_default();
        let known = alike.iter().position(|known| known.key.text == key.text);
        let place = known.map_or(tellings.len(), |known| known.saturating_add(first));
        if known.is_none() {
            tellings.push(Telling::new(key));
        }
        if let Some(telling) = tellings.get_mut(place) {
            telling.take(event, wallet.preferences.payday);
        }
    }
    tellings
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

    fn take(&mut self, event: &ContactEvent, payday: Option<u16>) {
        let at = CivilTime::of(&event.at);
        self.channel = event.channel.or(self.channel);
        match event.kind {
            ContactKind::Planned => {
                let told = text_of(event).and_then(|text| text.parse().ok());
                self.planned = told.or_else(|| Some(clock(self.key.day, 0)));
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
                self.snoozed = Some(until(event, at, payday));
            }
            ContactKind::Muted | ContactKind::Stopped => self.verdict = -1,
            ContactKind::Feedback => {
                self.is_seen = true;
                self.verdict = if text_of(event) == Some("useful") { 1 } else { -1 };
            }
            _ => {}
        }
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
fn until(event: &ContactEvent, at: CivilTime, payday: Option<u16>) -> CivilTime {
    let text = text_of(event);
    if let Some(time) = text.and_then(|text| text.parse().ok()) {
        return time;
    }
    let day = match payday.filter(|_| text == Some("payday")) {
        Some(payday) => next_payday(at.date(), payday),
        None => moved(at.date(), 1),
    };
    clock(day, at.minute())
}

/// The first payday after a day; a month that lacks the day has it on its last.
#[inline(never)]
pub(super) fn next_payday(after: CivilDate, payday: u16) -> CivilDate {
    let mut day = moved(after, 1);
    // A payday comes at least once in 31 days.
    for _ in 0..31 {
        if day.day() == u32::from(payday) || day.is_month_end() && day.day() < u32::from(payday) {
            break;
        }
        day = moved(day, 1);
    }
    day
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
fn is_on_its_way(account: &Account, named: &str, today: CivilDate) -> bool {
    account.events.iter().any(|event| {
        let EventKind::Credit { due, .. } = &event.kind else {
            return false;
        };
        let is_meant = |due: &String| escaped(due) == named;
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
