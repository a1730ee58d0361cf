//! A year of days with hosts and customers drawn at random: nothing is said that may not be said, whatever happens.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and its figures are far from the limits"
)]

#[path = "common/any.rs"]
mod any_terms;
#[path = "common/host.rs"]
mod host;
#[path = "common/loan.rs"]
mod loan;

use any_terms::fixed;
use host::{Host, day};
use predue::account::{CreditSource, Event, EventKind, Hold, Preferences, Quiet, Wallet};
use predue::calendar::{CivilDate, CivilTime};
use predue::history::{Channel, ContactKind};
use predue::market::Set;
use predue::nudge::{Held, Nudge, Stage};
use predue::wire;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// Markets with their packs, as they are shipped.
const PACKS: [(&str, &str); 7] = [
    ("none", include_str!("../pkg/markets/floor.json")),
    ("CN", include_str!("../pkg/markets/CN.json")),
    ("US", include_str!("../pkg/markets/US.json")),
    ("IN", include_str!("../pkg/markets/IN.json")),
    ("GB", include_str!("../pkg/markets/GB.json")),
    ("AU", include_str!("../pkg/markets/AU.json")),
    ("ID", include_str!("../pkg/markets/ID.json")),
];

/// Draws that are the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }
}

fn account(dice: &mut Dice, place: usize) -> Value {
    let first = day("2026-11-10").plus_days(dice.roll(60) as i32).expect("a day");
    let monthly = predue::calendar::Period::new(1, predue::calendar::Unit::Month).expect("a period");
    let rows: Vec<Value> = (0..12_u32)
        .map(|number| {
            let date = first.plus(monthly, number).expect("a day").to_string();
            json!({ "id": format!("due-{number}"), "date": date, "principal": 10_000 + number })
        })
        .collect();
    let currency = if dice.one_in(8) { "JPY" } else { "EUR" };
    let kind = ["bank", "finance-company", "merchant"][dice.roll(3) as usize];
    json!({
        "id": format!("account/{place}"), "label": "Sample", "creditor": { "name": "Sample", "kind": kind }, "currency": currency,
        "product": (["loan", "bnpl", "bill"][dice.roll(3) as usize]), "plan": { "kind": "dues", "dues": rows },
        "late": { "graceDays": dice.roll(4) * 3, "fees": [{ "kind": "flat", "amount": 500, "afterDays": 0 }] },
        "autopay": dice.one_in(6),
    })
}

fn preferences(dice: &mut Dice) -> Preferences {
    let lists = [
        vec![Channel::InApp, Channel::Push, Channel::Sms],
        vec![Channel::Email],
        vec![Channel::Push],
    ];
    let mut preferences = Preferences::default();
    if dice.one_in(3) {
        preferences.channels = Some(lists[dice.roll(3) as usize].clone());
    }
    for _ in 0..dice.roll(3) {
        preferences.quiet.push(Quiet {
            from_minute: dice.roll(1_440) as u16,
            to_minute: dice.roll(1_440) as u16,
            days: if dice.one_in(2) { Set::ALL } else { Set(0b10_1010) },
        });
    }
    if dice.one_in(3) {
        preferences.lead_days = Some(dice.roll(10) as u16);
    }
    if dice.one_in(3) {
        preferences.hour = Some(dice.roll(24) as u16);
    }
    if dice.one_in(3) {
        preferences.max_per_week = Some(dice.roll(3) as u16);
    }
    preferences.payday = dice.one_in(2).then_some(15);
    preferences
}

fn wallet(dice: &mut Dice, market: &str, pack: &str) -> Wallet {
    let accounts: Vec<Value> = (0..=dice.roll(4) as usize).map(|place| account(dice, place)).collect();
    let holidays = json!(["2026-12-25", "2027-01-01", "2027-03-26", "2027-05-03"]);
    let wallet = json!({ "market": market, "locale": "en", "accounts": accounts, "holidays": holidays });
    let mut markets = wire::markets().expect("the floor");
    if market != "none" {
        markets.add(wire::market(pack).expect("a pack")).expect("a market");
    }
    let mut wallet = wire::wallet_in(&wallet.to_string(), &markets).expect("a wallet");
    wallet.preferences = preferences(dice);
    wallet
}

/// What the customer and the host have done, kept apart from the record that the code under test reads.
#[derive(Default)]
struct Truth {
    is_stopped: bool,
    quiet_accounts: HashSet<String>,
    paid: HashSet<(String, String)>,
    /// Days on which the creditor made contact by itself.
    creditor: Vec<CivilDate>,
    snoozes: usize,
}

fn act(host: &mut Host, truth: &mut Truth, dice: &mut Dice, now: CivilTime) {
    let accounts = host.wallet.accounts.len() as u64;
    let place = dice.roll(accounts) as usize;
    let id = host.wallet.accounts[place].id.clone();
    let last = host.shown.last().map(|(_, nudge)| nudge.clone());
    match (dice.roll(60), last) {
        (0..=9, _) => pay_oldest(host, truth, place, now),
        (10..=19, Some(nudge)) => host.record(now, ContactKind::Seen, Some(&nudge.key), None, None),
        (20..=21, Some(nudge)) => {
            let value = ["payday", "", "2027-02-02T20:30"][dice.roll(3) as usize];
            host.record(now, ContactKind::Snoozed, Some(&nudge.key), None, Some(value));
            truth.snoozes += 1;
        }
        (22, _) => host.record(now, ContactKind::Feedback, None, None, Some("too often")),
        (23..=24, Some(nudge)) => host.record(now, ContactKind::Dismissed, Some(&nudge.key), None, None),
        (25, Some(nudge)) => host.record(now, ContactKind::Feedback, Some(&nudge.key), None, Some("useful")),
        (26..=27, _) => {
            host.record(
                now,
                ContactKind::ContactedByCreditor,
                None,
                Some(Channel::Sms),
                Some("unanswered"),
            );
            truth.creditor.push(now.date());
        }
        (28, _) if dice.one_in(4) => {
            host.say_of(now, ContactKind::Disputed, &id, None);
            truth.quiet_accounts.insert(id);
        }
        (29, _) if dice.one_in(4) => {
            host.wallet.accounts[place].hold = Some(Hold::Paused);
            truth.quiet_accounts.insert(id);
        }
        (30, _) if dice.one_in(10) => {
            host.record(now, ContactKind::Stopped, None, None, None);
            truth.is_stopped = true;
        }
        (31, _) => {
            let due = format!("due-{}", dice.roll(12));
            host.say_of(now, ContactKind::Paid, &id, Some(&due));
            truth.paid.insert((id, due));
        }
        _ => {}
    }
}

fn pay_oldest(host: &mut Host, truth: &mut Truth, place: usize, now: CivilTime) {
    let at = host::instant(now, host.offset);
    let id = host.wallet.accounts[place].id.clone();
    let schedule = predue::schedule(&host.wallet, &id, &at).expect("a schedule");
    let unpaid = schedule.rows.iter().find(|row| row.outstanding.total.is_positive());
    let Some(row) = unpaid else { return };
    let credit = EventKind::Credit {
        source: CreditSource::Repayment,
        amount: row.outstanding.total,
        due: Some(row.id.to_string()),
    };
    host.wallet.accounts[place].events.push(Event {
        date: now.date(),
        id: None,
        kind: credit,
    });
    truth.paid.insert((id, row.id.to_string()));
}

/// What may be said at all, worked out from the packs' own text and by counting.
struct Referee {
    rules: Vec<Value>,
    market: &'static str,
}

impl Referee {
    fn new(market: &'static str, pack: &str) -> Self {
        let mut rules = Vec::new();
        for pack in [pack, PACKS[0].1] {
            let pack: Value = serde_json::from_str(pack).expect("a pack");
            rules.extend(pack["rules"].as_array().expect("rules").clone());
        }
        Self { rules, market }
    }

    /// Whether a rule holds for every contact of a stage by a channel.
    fn binds(rule: &Value, nudge: &Nudge) -> bool {
        let is_past =
            matches!(nudge.stage, Stage::Overdue) || ["help.overdue", "help.many"].contains(&nudge.message.id);
        let when = rule["when"].as_object();
        let is_for_all = when.is_none_or(|when| {
            when.len() == 1
                && when
                    .get("stage")
                    .is_some_and(|stage| is_past && stage[0] == json!("arrears"))
        });
        let is_in_force = ["since", "until"].iter().all(|key| rule.get(*key).is_none());
        is_for_all && is_in_force && by_channel(rule, nudge.channel)
    }

    fn check(&self, host: &Host, truth: &Truth, at: CivilTime, nudge: &Nudge) {
        let word = self.market;
        assert!(!is_quiet(&host.wallet.preferences.quiet, at), "{word}: quiet at {at}");
        for rule in self.rules.iter().filter(|rule| Self::binds(rule, nudge)) {
            match rule["kind"].as_str() {
                Some("window") => assert!(is_open(rule, host, at), "{word}: {} at {at}", rule["id"]),
                Some("quota") if rule.get("afterConversation").is_none() && rule["counts"] == json!("any") => {
                    let count = count(rule, host, truth, at.date());
                    assert!(
                        count <= rule["max"].as_u64().unwrap_or(0),
                        "{word}: {} at {at}: {count}",
                        rule["id"]
                    );
                }
                _ => {}
            }
        }
        if let Some(max) = host.wallet.preferences.max_per_week {
            let count = host
                .shown
                .iter()
                .filter(|(other, _)| (0..7).contains(&other.date().days_until(at.date())));
            assert!(
                count.count() <= usize::from(max),
                "{word}: more than the customer wants at {at}"
            );
        }
    }
}

fn by_channel(rule: &Value, channel: Channel) -> bool {
    let word = serde_json::to_value(channel).expect("a word");
    rule["channels"]
        .as_array()
        .is_none_or(|channels| channels.contains(&word))
}

fn is_quiet(quiet: &[Quiet], at: CivilTime) -> bool {
    let bit = |day: CivilDate| Set(1 << day.weekday());
    let yesterday = at.date().plus_days(-1).expect("a day");
    quiet.iter().any(|hours| {
        let (from, to, minute) = (hours.from_minute, hours.to_minute, at.minute());
        if from < to {
            hours.days.meets(bit(at.date())) && from <= minute && minute < to
        } else {
            hours.days.meets(bit(at.date())) && from <= minute || hours.days.meets(bit(yesterday)) && minute < to
        }
    })
}

fn is_open(rule: &Value, host: &Host, at: CivilTime) -> bool {
    let names = ["", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let today = json!(names[usize::from(at.date().weekday())]);
    let has = |key: &str| rule[key].as_array().map(|days| days.contains(&today));
    let minute = |key: &str| {
        let (hours, minutes) = rule[key].as_str().expect("a clock").split_once(':').expect("a clock");
        hours.parse::<u16>().expect("hours") * 60 + minutes.parse::<u16>().expect("minutes")
    };
    if has("closed") == Some(true) {
        return false;
    }
    if has("days") == Some(false) {
        return true;
    }
    let is_holiday = rule["holidays"] == json!("closed") && host.wallet.holidays.contains(&at.date());
    !is_holiday && minute("from") <= at.minute() && at.minute() < minute("to")
}

fn first_of_month(day: CivilDate) -> CivilDate {
    day.plus_days(1 - day.day().cast_signed()).expect("a day")
}

/// Contacts in the time of a quota that ends on a day, the one of that day among them.
fn count(rule: &Value, host: &Host, truth: &Truth, last: CivilDate) -> u64 {
    let is_inside = |day: CivilDate| {
        let ago = day.days_until(last);
        match rule["window"].as_str() {
            Some("day") => ago == 0,
            Some("week") => (0..7).contains(&ago) && day.weekday() <= last.weekday(),
            Some("month") => ago >= 0 && first_of_month(day) == first_of_month(last),
            _ => (0..rule["rollingDays"].as_i64().unwrap_or(1) as i32).contains(&ago),
        }
    };
    let own = host
        .shown
        .iter()
        .filter(|(at, nudge)| is_inside(at.date()) && by_channel(rule, nudge.channel))
        .count();
    let creditor = truth
        .creditor
        .iter()
        .filter(|day| is_inside(**day) && by_channel(rule, Channel::Sms))
        .count();
    // What the creditor does is not this module's to hold back: it is answered for what it adds itself.
    (own + creditor.min(rule["max"].as_u64().unwrap_or(0) as usize - usize::from(own > 0))) as u64
}

/// One year, or as much of it as there are days, with all that must hold at every step.
fn live(seed: u64, days: i32) {
    let mut dice = Dice(seed);
    let (market, pack) = PACKS[dice.roll(PACKS.len() as u64) as usize];
    let referee = Referee::new(market, pack);
    let mut host = Host::new(wallet(&mut dice, market, pack));
    let mut truth = Truth::default();
    let mut said = 0;
    let has_scheduler = !dice.one_in(3);
    let (mut date, mut checked) = (day("2026-11-22"), 0);
    for _ in 0..days {
        date = date.plus_days(1).expect("a day");
        if dice.one_in(3) {
            continue;
        }
        let shift = if dice.one_in(40) { -(dice.roll(5) as i32) } else { 0 };
        host.offset = if dice.one_in(30) { "-08:00" } else { "+08:00" };
        let now = CivilTime::new(date.plus_days(shift).expect("a day"), dice.roll(1_440) as u16).expect("a time");
        if has_scheduler && shift == 0 {
            host.fire(now);
        }
        host.wake(now);
        for _ in 0..dice.roll(3) {
            check_new(&host, &truth, &referee, &mut checked);
            act(&mut host, &mut truth, &mut dice, now);
            // Whatever happens is told at once, so that the platform holds nothing that is out of date.
            host.wake(now);
        }
        check_new(&host, &truth, &referee, &mut checked);
        let (again, once_more) = (host.plan(now), host.plan(now));
        assert_eq!(again, once_more);
        assert!(
            again.show.is_empty() && again.add.is_empty(),
            "{market}: a second call at {now}: {again:?}"
        );
        said += 1;
    }
    assert!(said > 0);
    check_all(&host, &truth);
}

/// What was shown since the last look, by what was true at that time.
fn check_new(host: &Host, truth: &Truth, referee: &Referee, checked: &mut usize) {
    for (at, nudge) in host.shown.iter().skip(*checked) {
        referee.check(host, truth, *at, nudge);
        assert!(!truth.is_stopped, "said after all was stopped");
        check_currencies(&host.wallet, nudge);
        for account in &nudge.accounts {
            assert!(
                !truth.quiet_accounts.contains(account),
                "said of {account} after it was held"
            );
            let settled = nudge
                .dues
                .iter()
                .find(|due| truth.paid.contains(&(account.clone(), due.to_string())));
            assert!(
                nudge.accounts.len() > 1 || settled.is_none(),
                "said of {account} after {settled:?} was paid"
            );
        }
    }
    *checked = host.shown.len();
}

/// Amounts of two currencies are never added up.
fn check_currencies(wallet: &Wallet, nudge: &Nudge) {
    let named = wallet
        .accounts
        .iter()
        .filter(|account| nudge.accounts.contains(&account.id));
    let currencies: HashSet<&str> = named.map(|account| account.currency.as_str()).collect();
    if currencies.len() > 1 {
        let figure = ["amount", "currency"]
            .into_iter()
            .find(|name| nudge.message.params.get(name).is_some());
        assert_eq!((nudge.message.id, figure), ("help.many", None), "{nudge:?}");
        assert!(nudge.actions.iter().all(|action| action.amount.is_none()), "{nudge:?}");
    }
}

/// What must hold of a whole year.
fn check_all(host: &Host, truth: &Truth) {
    let keys: HashSet<&str> = host.shown.iter().map(|(_, nudge)| nudge.key.as_str()).collect();
    assert_eq!(keys.len(), host.shown.len(), "every key is shown once");
    let mut told: HashMap<(String, String), usize> = HashMap::new();
    for (_, nudge) in &host.shown {
        let members = nudge.key.split('/').rev().skip(3).collect::<Vec<_>>();
        let members = members.into_iter().rev().collect::<Vec<_>>().join("/");
        for member in members.split('+') {
            *told
                .entry((member.to_owned(), format!("{:?}", nudge.stage)))
                .or_default() += 1;
            if nudge.message.id == "overdue.untold" && !members.contains('+') {
                *told.entry((member.to_owned(), "untold".to_owned())).or_default() += 1;
            }
        }
    }
    for ((member, stage), times) in told {
        // What was put off is said again, but what nobody was told is told once whatever happens.
        let most = match stage.as_str() {
            "untold" => 1,
            "Help" => 4 + truth.snoozes,
            "Overdue" => 2 + truth.snoozes,
            _ => 1 + truth.snoozes,
        };
        assert!(times <= most, "{member}: {stage} {times} times");
    }
}

proptest! {
    #![proptest_config(fixed(32))]

    #[test]
    fn nothing_is_said_that_may_not_be_said(seed in any::<u64>()) {
        live(seed, 200);
    }

    #[test]
    fn asking_more_often_never_says_more_in_a_day(seed in any::<u64>(), minutes in prop::collection::vec(0..1_440_u16, 1..5)) {
        let mut dice = Dice(seed);
        let (market, pack) = PACKS[dice.roll(PACKS.len() as u64) as usize];
        let wallet = wallet(&mut dice, market, pack);
        let today = day("2026-12-01").plus_days(dice.roll(40) as i32).expect("a day");
        let mut often = Host::new(wallet);
        let mut minutes = minutes;
        minutes.sort_unstable();
        for minute in minutes {
            often.wake(CivilTime::new(today, minute).expect("a time"));
        }
        prop_assert!(often.shown.len() <= 1, "{:?}", often.shown);
    }

    #[test]
    fn every_suppression_says_why(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let (market, pack) = PACKS[dice.roll(PACKS.len() as u64) as usize];
        let host = Host::new(wallet(&mut dice, market, pack));
        let now = CivilTime::new(day("2026-12-01").plus_days(dice.roll(100) as i32).expect("a day"), dice.roll(1_440) as u16);
        let plan = host.plan(now.expect("a time"));
        for held in &plan.suppressed {
            let is_of_rule = matches!(held.reason, Held::Window | Held::Quota | Held::Cooldown);
            prop_assert_eq!(is_of_rule, held.rule.is_some() && held.reason != Held::DailyCap, "{:?}", held);
        }
        let dues: Vec<Vec<&str>> = plan.suppressed.iter().map(|held| held.key.split('/').take(2).collect()).collect();
        let once: HashSet<&Vec<&str>> = dues.iter().collect();
        prop_assert_eq!(once.len(), dues.len(), "{:?}", plan.suppressed);
        prop_assert!(plan.next_at.is_some());
    }
}
