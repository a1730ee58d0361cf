//! A host app around predue: it asks in the morning and when the app is opened, hands what is planned to the phone, and records
//! what happens.

use crate::life::{GRACE_DAYS, LATE_FEE, Message, Policy, World, dues};
use crate::person::{Kind, Person, month_and_day};
use predue::account::{CreditSource, Event, EventKind, Wallet};
use predue::calendar::Instant;
use predue::history::{Channel, ContactEvent, ContactKind, Entry, Value};
use predue::money::Minor;
use predue::nudge::{Nudge, Stage};
use predue::{nudges, wire};
use serde_json::json;
use std::collections::BTreeMap;

/// A wallet, and what the phone's scheduler holds.
pub(crate) struct Host {
    wallet: Wallet,
    planned: BTreeMap<String, Nudge>,
    is_stopped: bool,
}

impl Host {
    pub(crate) fn new(person: &Person) -> Self {
        let wallet = wire::wallet(&wallet_json(person).to_string()).expect("a wallet of its own making is read");
        Self {
            wallet,
            planned: BTreeMap::new(),
            is_stopped: false,
        }
    }

    /// Asks predue, follows the plan, and returns what is to be rendered now.
    fn ask(&mut self, world: &World<'_>) -> Vec<Nudge> {
        if let Some(funds) = &mut self.wallet.funds {
            funds.balance = Minor::new(world.balance).expect("a balance is within the limits");
        }
        let plan = nudges(&self.wallet, &instant(world)).expect("every day can be planned");
        for key in plan.cancel {
            self.planned.remove(&key);
            self.record(world, ContactKind::Suppressed, Some(&key), None);
        }
        for nudge in plan.add {
            self.record_nudge(world, ContactKind::Planned, &nudge);
            self.planned.insert(nudge.key.clone(), nudge);
        }
        plan.show
    }

    fn record_nudge(&mut self, world: &World<'_>, kind: ContactKind, nudge: &Nudge) {
        let at = nudge.at;
        self.push(ContactEvent {
            value: Some(Value::Text(at.to_string())),
            account: nudge.accounts.first().cloned(),
            channel: Some(nudge.channel),
            ..event(world, kind, Some(&nudge.key))
        });
    }

    fn record(&mut self, world: &World<'_>, kind: ContactKind, key: Option<&str>, account: Option<String>) {
        self.push(ContactEvent {
            account,
            ..event(world, kind, key)
        });
    }

    fn push(&mut self, event: ContactEvent) {
        let number = self.wallet.history.entries.len() as u32 + 1;
        self.wallet.history.entries.push(Entry {
            number,
            event,
            hash: String::new(),
        });
    }
}

impl Policy for Host {
    fn messages(&mut self, world: &World<'_>, is_awake: bool) -> Vec<Message> {
        if self.is_stopped {
            return Vec::new();
        }
        if is_awake {
            self.ask(world);
        }
        let (month, day) = month_and_day(world.day);
        let today = format!("2026-{month:02}-{day:02}");
        // What is planned for the app waits until it is opened: a phone shows nothing of it by itself.
        let of_today = |nudge: &&Nudge| nudge.at.date().to_string() == today && nudge.channel != Channel::InApp;
        let planned = self.planned.values().filter(of_today);
        planned.map(|nudge| message(nudge, world, false)).collect()
    }

    fn opened(&mut self, world: &World<'_>) -> Vec<Message> {
        if self.is_stopped {
            return Vec::new();
        }
        let shown = self.ask(world);
        let messages = shown.iter().map(|nudge| message(nudge, world, true)).collect();
        for nudge in shown {
            self.planned.insert(nudge.key.clone(), nudge);
        }
        messages
    }

    fn stands(&self, message: &Message) -> bool {
        self.planned.contains_key(&message.key)
    }

    fn delivered(&mut self, world: &World<'_>, message: &Message, is_seen: bool) {
        let Some(nudge) = self.planned.remove(&message.key) else {
            return;
        };
        self.record_nudge(world, ContactKind::Shown, &nudge);
        if is_seen {
            self.record_nudge(world, ContactKind::Seen, &nudge);
        }
    }

    fn settled(&mut self, world: &World<'_>, due: usize) {
        let due = &world.dues[due];
        let account = &mut self.wallet.accounts[due.account];
        let kind = match due.moved_to.filter(|_| due.paid_on.is_none()) {
            Some(to) => {
                let predue::account::Plan::Dues(plan) = &mut account.plan else {
                    return;
                };
                let plan = std::rc::Rc::make_mut(plan);
                let id = due.month.to_string();
                for planned in plan.dues.iter_mut().filter(|planned| planned.id == id) {
                    planned.date = date(to);
                }
                plan.dues.sort_by_key(|planned| planned.date);
                return;
            }
            None => EventKind::Credit {
                source: CreditSource::Repayment,
                amount: Minor::new(due.amount).expect("a due is within the limits"),
                due: Some(due.month.to_string()),
            },
        };
        account.events.push(Event {
            date: date(world.day),
            id: None,
            kind,
        });
        let id = account.id.clone();
        self.record(world, ContactKind::Paid, None, Some(id));
        if !self.is_stopped {
            self.ask(world);
        }
    }

    fn stopped(&mut self, world: &World<'_>) {
        self.record(world, ContactKind::Stopped, None, None);
        self.is_stopped = true;
    }
}

fn message(nudge: &Nudge, world: &World<'_>, is_in_app: bool) -> Message {
    let is_meant = |account: &str, month: u32| {
        let month = month.to_string();
        nudge.dues.iter().any(|id| id.to_string() == month) && nudge.accounts.iter().any(|id| id == account)
    };
    Message {
        key: nudge.key.clone(),
        minute: if is_in_app { world.minute } else { nudge.at.minute() },
        dues: (0..world.dues.len())
            .filter(|place| is_meant(&account_id(world.dues[*place].account), world.dues[*place].month))
            .collect(),
        is_help: nudge.stage == Stage::Help,
        is_in_app: is_in_app || nudge.channel == Channel::InApp,
    }
}

fn event(world: &World<'_>, kind: ContactKind, key: Option<&str>) -> ContactEvent {
    ContactEvent {
        key: key.map(str::to_owned),
        ..ContactEvent::new(instant(world), kind)
    }
}

fn account_id(account: usize) -> String {
    format!("account-{account}")
}

fn date(day: usize) -> predue::calendar::CivilDate {
    let (month, day) = month_and_day(day);
    predue::calendar::CivilDate::from_ymd(2026, month, day).expect("a day of the year")
}

fn instant(world: &World<'_>) -> Instant {
    let (hour, minute) = (world.minute / 60, world.minute % 60);
    let text = format!("{}T{hour:02}:{minute:02}:00+00:00", date(world.day));
    text.parse().expect("a minute of the day")
}

fn wallet_json(person: &Person) -> serde_json::Value {
    let dues = dues(person);
    let accounts: Vec<_> = (0..person.bills.len())
        .map(|account| {
            let own = dues.iter().filter(|due| due.account == account);
            json!({
                "id": account_id(account), "label": "Bill", "creditor": { "name": "Sample" },
                "currency": "EUR", "product": "bill",
                "plan": { "kind": "dues", "dues": own.map(|due| json!({
                    "id": due.month.to_string(), "date": date(due.day).to_string(), "principal": due.amount,
                })).collect::<Vec<_>>() },
                "late": { "graceDays": GRACE_DAYS, "fees": [{ "kind": "flat", "amount": LATE_FEE, "afterDays": GRACE_DAYS }] },
                "autopay": person.kind == Kind::Autopay,
            })
        })
        .collect();
    let mut wallet =
        json!({ "market": "none", "locale": "en", "accounts": accounts, "preferences": preferences(person) });
    if person.is_money_known {
        wallet["funds"] = funds(person);
    }
    wallet
}

fn preferences(person: &Person) -> serde_json::Value {
    let mut preferences = json!({ "channels": ["push", "in-app"] });
    if let Some((lead_days, hour)) = person.choice {
        preferences["leadDays"] = json!(lead_days);
        preferences["hour"] = json!(hour);
    }
    if let Some(payday) = person.payday {
        preferences["payday"] = json!(payday);
    }
    preferences
}

/// What a wallet can know: the pay of those who are paid by the month, and living by the week.
fn funds(person: &Person) -> serde_json::Value {
    let living: i64 = person.living.iter().sum::<i64>() * 7 / person.living.len() as i64;
    let mut flows = vec![json!({
        "label": "Living", "amount": living, "date": "2026-01-07", "every": { "n": 1, "unit": "week" }, "kind": "out",
    })];
    if let Some(payday) = person.payday {
        flows.push(json!({
            "label": "Pay", "amount": person.monthly_income, "date": format!("2026-01-{payday:02}"),
            "every": { "n": 1, "unit": "month" }, "kind": "in",
        }));
    }
    json!({ "currency": "EUR", "balance": person.balance, "reserve": 0, "flows": flows })
}
