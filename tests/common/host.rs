//! A host that does as it is told: it renders, schedules, takes back, and records all of it.

#![allow(dead_code, reason = "each test takes what it needs of it")]

use predue::account::Wallet;
use predue::calendar::{CivilDate, CivilTime, Instant};
use predue::history::{Channel, ContactEvent, ContactKind, Entry, Value};
use predue::nudge::{Nudge, NudgePlan};

pub(crate) struct Host {
    pub(crate) wallet: Wallet,
    /// What the platform will show by itself.
    pub(crate) scheduled: Vec<Nudge>,
    /// All that was shown, with the moment.
    pub(crate) shown: Vec<(CivilTime, Nudge)>,
    pub(crate) offset: &'static str,
}

pub(crate) fn instant(at: CivilTime, offset: &str) -> Instant {
    format!("{at}:00{offset}").parse().expect("a moment")
}

pub(crate) fn time(text: &str) -> CivilTime {
    text.parse().expect("a time")
}

pub(crate) fn day(text: &str) -> CivilDate {
    text.parse().expect("a day")
}

impl Host {
    pub(crate) fn new(wallet: Wallet) -> Self {
        Self {
            wallet,
            scheduled: Vec::new(),
            shown: Vec::new(),
            offset: "+08:00",
        }
    }

    pub(crate) fn plan(&self, at: CivilTime) -> NudgePlan {
        predue::nudges(&self.wallet, &instant(at, self.offset)).expect("a plan")
    }

    /// Asks, and does and records all that the answer says.
    pub(crate) fn wake(&mut self, at: CivilTime) -> NudgePlan {
        let plan = self.plan(at);
        for key in &plan.cancel {
            self.scheduled.retain(|nudge| nudge.key != *key);
            self.record(at, ContactKind::Suppressed, Some(key), None, None);
        }
        for nudge in &plan.add {
            self.scheduled.push(nudge.clone());
            let (channel, planned) = (Some(nudge.channel), nudge.at.to_string());
            self.record(at, ContactKind::Planned, Some(&nudge.key), channel, Some(&planned));
        }
        for nudge in &plan.show {
            self.show(at, nudge.clone());
        }
        plan
    }

    pub(crate) fn show(&mut self, at: CivilTime, nudge: Nudge) {
        self.scheduled.retain(|known| known.key != nudge.key);
        self.record(at, ContactKind::Shown, Some(&nudge.key), Some(nudge.channel), None);
        self.shown.push((at, nudge));
    }

    /// The platform shows by itself what it was handed, up to a moment.
    pub(crate) fn fire(&mut self, until: CivilTime) {
        while let Some(place) = self.scheduled.iter().position(|nudge| nudge.at <= until) {
            let nudge = self.scheduled.remove(place);
            self.show(nudge.at, nudge);
        }
    }

    pub(crate) fn record(
        &mut self,
        at: CivilTime,
        kind: ContactKind,
        key: Option<&str>,
        channel: Option<Channel>,
        value: Option<&str>,
    ) {
        let event = ContactEvent {
            at: instant(at, self.offset),
            kind,
            key: key.map(str::to_owned),
            account: None,
            channel,
            action: None,
            text: None,
            catalogue: None,
            value: value.map(|value| Value::Text(value.to_owned())),
        };
        self.push(event);
    }

    /// Something that is said of an account.
    pub(crate) fn say_of(&mut self, at: CivilTime, kind: ContactKind, account: &str, value: Option<&str>) {
        self.record(at, kind, None, None, value);
        if let Some(entry) = self.wallet.history.entries.last_mut() {
            entry.event.account = Some(account.to_owned());
        }
    }

    /// The last thing that was said is undone.
    pub(crate) fn undo(&mut self, at: CivilTime) {
        if let Some(last) = self.wallet.history.entries.last() {
            let event = ContactEvent {
                at: instant(at, self.offset),
                action: Some("undo".to_owned()),
                ..last.event.clone()
            };
            self.push(event);
        }
    }

    fn push(&mut self, event: ContactEvent) {
        let number = u32::try_from(self.wallet.history.entries.len()).unwrap_or_default() + 1;
        self.wallet.history.entries.push(Entry {
            number,
            event,
            hash: String::new(),
        });
    }
}
