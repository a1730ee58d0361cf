//! The right nudge at the right moment, or none: told as stories.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and its figures are far from the limits"
)]

#[path = "common/host.rs"]
mod host;

use host::{Host, day, time};
use predue::account::{Event, EventKind, Hold, Quiet, Wallet};
use predue::calendar::CivilTime;
use predue::history::{Channel, ContactKind};
use predue::lateness::Level;
use predue::market::Set;
use predue::money::Minor;
use predue::nudge::{ActionKind, Held, Nudge, NudgePlan, Stage};
use predue::wire;
use serde_json::{Value, json};

/// An account of dues, each a day and an amount.
fn account(id: &str, dues: &[(&str, i64)]) -> Value {
    let rows = dues
        .iter()
        .enumerate()
        .map(|(place, (date, amount))| json!({ "id": (place + 1).to_string(), "date": date, "principal": amount }));
    json!({
        "id": id, "label": id, "creditor": { "name": "Sample Shop" }, "currency": "EUR", "product": "bnpl",
        "plan": { "kind": "dues", "dues": rows.collect::<Vec<_>>() },
    })
}

fn wallet(accounts: &[Value]) -> Wallet {
    wallet_of(&json!({ "market": "none", "locale": "en", "accounts": accounts }))
}

fn wallet_of(wallet: &Value) -> Wallet {
    wire::wallet(&wallet.to_string()).expect("a wallet")
}

fn pay(host: &mut Host, account: usize, date: &str, amount: i64) {
    host.wallet.accounts[account].events.push(Event {
        date: day(date),
        id: None,
        kind: EventKind::Credit {
            source: predue::account::CreditSource::Repayment,
            amount: Minor::new(amount).expect("an amount"),
            due: None,
        },
    });
}

fn held(plan: &NudgePlan) -> Vec<Held> {
    plan.suppressed.iter().map(|suppressed| suppressed.reason).collect()
}

/// Message and time of each nudge that a plan adds.
fn added(plan: &NudgePlan) -> Vec<(&'static str, String)> {
    plan.add
        .iter()
        .map(|nudge| (nudge.message.id, nudge.at.to_string()))
        .collect()
}

fn shown(plan: &NudgePlan) -> Vec<&'static str> {
    plan.show.iter().map(|nudge| nudge.message.id).collect()
}

/// The Friday of most of these stories.
fn phone() -> Wallet {
    wallet(&[account("phone", &[("2026-12-04", 10_000)])])
}

#[test]
fn a_due_is_told_of_three_days_ahead() {
    let plan = Host::new(phone()).plan(time("2026-11-22T09:30"));
    assert_eq!(added(&plan), [("near.one", "2026-12-01T10:00".to_owned())]);
    assert!(plan.show.is_empty() && plan.cancel.is_empty());
    assert_eq!(plan.next_at, Some(time("2026-11-29T10:00")));
    let near = &plan.add[0];
    let params = serde_json::to_value(&near.message.params).expect("figures");
    assert_eq!(
        params,
        json!({ "label": "phone", "creditor": "Sample Shop", "amount": 10_000, "currency": "EUR", "days": 3, "count": 1,
                "date": "2026-12-04" })
    );
    assert!(near.key.starts_with("phone/1/near/2026-12-01/"), "{}", near.key);
}

/// The phone's host at noon of the day after its word was shown.
fn told_of_phone(is_seen: bool) -> (Host, NudgePlan) {
    let mut host = Host::new(phone());
    host.wake(time("2026-11-22T09:30"));
    host.fire(time("2026-12-01T10:00"));
    if is_seen {
        let key = host.shown[0].1.key.clone();
        host.record(time("2026-12-01T10:01"), ContactKind::Seen, Some(&key), None, None);
    }
    let plan = host.wake(time("2026-12-02T12:00"));
    (host, plan)
}

#[test]
fn the_due_day_is_told_of_only_where_nothing_was_seen() {
    let (_, plan) = told_of_phone(false);
    assert_eq!(added(&plan), [("due.one", "2026-12-04T10:00".to_owned())]);
    let (mut host, plan) = told_of_phone(true);
    assert!(plan.add.is_empty());
    assert_eq!(held(&plan), [Held::ToldAlready]);
    assert!(host.wake(time("2026-12-04T10:30")).show.is_empty());
}

#[test]
fn the_host_asks_again_when_a_word_counts_as_missed() {
    let mut host = Host::new(phone());
    host.wake(time("2026-11-22T09:30"));
    host.fire(time("2026-12-01T10:00"));
    let plan = host.wake(time("2026-12-01T10:05"));
    assert_eq!(plan.next_at, Some(time("2026-12-02T10:00")));
    assert_eq!(shown(&host.wake(time("2026-12-02T10:00"))), [""; 0]);
    assert_eq!(host.scheduled[0].message.id, "due.one");
}

#[test]
fn grace_is_not_told_to_those_who_know_of_it_and_are_not_often_late() {
    for is_seen in [true, false] {
        let mut wallet = wallet(&[account("phone", &[("2026-11-30", 10_000)])]);
        std::rc::Rc::make_mut(&mut wallet.accounts[0].late).grace_days = 5;
        let mut host = Host::new(wallet);
        let plan = host.wake(time("2026-11-28T10:30"));
        assert_eq!(shown(&plan), ["near.one"]);
        if is_seen {
            let key = plan.show[0].key.clone();
            host.record(time("2026-11-28T10:31"), ContactKind::Seen, Some(&key), None, None);
        }
        // What was paid on the day is booked by the second day after it.
        assert!(host.wake(time("2026-12-01T18:30")).show.is_empty());
        let plan = host.wake(time("2026-12-03T10:30"));
        assert_eq!(shown(&plan), if is_seen { &[][..] } else { &["grace.one"][..] });
    }
}

#[test]
fn what_is_recorded_is_not_said_again() {
    let mut host = Host::new(phone());
    host.wake(time("2026-11-22T09:30"));
    assert_eq!(host.wake(time("2026-11-22T09:30")).add, []);
    host.fire(time("2026-12-01T10:00"));
    let plan = host.wake(time("2026-12-01T10:00"));
    assert!(
        plan.show.is_empty() && plan.add.is_empty() && plan.cancel.is_empty(),
        "{plan:?}"
    );
}

#[test]
fn who_pays_hears_no_more() {
    let mut host = Host::new(phone());
    host.wake(time("2026-11-22T09:30"));
    pay(&mut host, 0, "2026-11-23", 10_000);
    let plan = host.wake(time("2026-11-23T09:30"));
    assert_eq!(plan.cancel.len(), 1);
    assert!(host.scheduled.is_empty());
    assert_eq!(plan.next_at, None);
}

#[test]
fn who_pays_after_a_word_hears_no_more() {
    let (mut host, _) = told_of_phone(false);
    assert_eq!(host.scheduled.len(), 1);
    pay(&mut host, 0, "2026-12-03", 10_000);
    let plan = host.wake(time("2026-12-03T09:30"));
    assert_eq!((plan.cancel.len(), plan.next_at), (1, None));
    assert!(host.scheduled.is_empty());
    assert!(host.wake(time("2026-12-04T10:30")).show.is_empty());
}

#[test]
fn a_payment_that_only_the_host_knows_of_counts() {
    let mut host = Host::new(phone());
    host.wake(time("2026-11-22T09:30"));
    host.say_of(time("2026-11-23T09:00"), ContactKind::Paid, "phone", Some("1"));
    let plan = host.wake(time("2026-11-23T09:30"));
    assert_eq!((plan.cancel.len(), held(&plan)), (1, vec![Held::Paid]));
    assert!(host.scheduled.is_empty() && plan.add.is_empty());
}

#[test]
fn a_partial_payment_replaces_what_was_planned_with_its_new_amount() {
    let mut host = Host::new(phone());
    host.wake(time("2026-11-22T09:30"));
    pay(&mut host, 0, "2026-11-23", 4_000);
    let plan = host.wake(time("2026-11-23T09:30"));
    assert_eq!((plan.cancel.len(), plan.add.len()), (1, 1));
    assert_eq!(host.scheduled.len(), 1);
    assert_eq!(plan.add[0].actions[0].amount, Minor::new(6_000).ok());
}

#[test]
fn dues_on_nearby_days_share_a_nudge() {
    let accounts = [
        account("phone", &[("2026-12-03", 10_000)]),
        account("rent", &[("2026-12-05", 70_000)]),
        account("gym", &[("2026-12-16", 3_000)]),
    ];
    let plan = Host::new(wallet(&accounts)).plan(time("2026-11-22T09:30"));
    let many = &plan.add[0];
    assert_eq!((many.message.id, many.accounts.len()), ("near.many", 2));
    let params = serde_json::to_value(&many.message.params).expect("figures");
    assert_eq!(
        (&params["amount"], &params["count"], &params["date"]),
        (&json!(80_000), &json!(2), &json!("2026-12-03"))
    );
    assert!(held(&plan).contains(&Held::Batched));
}

#[test]
fn amounts_of_two_currencies_are_not_added() {
    let mut yen = account("rail", &[("2026-12-04", 900)]);
    yen["currency"] = json!("JPY");
    let plan = Host::new(wallet(&[account("phone", &[("2026-12-04", 10_000)]), yen])).plan(time("2026-11-22T09:30"));
    assert!(plan.add.iter().all(|nudge| nudge.accounts.len() == 1));
}

#[test]
fn a_sunday_is_told_of_before_it() {
    // 6 December 2026 is a Sunday, on which the floor closes.
    let wallet = wallet_of(
        &json!({ "market": "none", "locale": "en", "preferences": { "leadDays": 0 },
        "accounts": [account("phone", &[("2026-12-06", 10_000)])] }),
    );
    let plan = Host::new(wallet).plan(time("2026-11-22T09:30"));
    assert_eq!(added(&plan), [("near.one", "2026-12-05T10:00".to_owned())]);
    let window = plan
        .suppressed
        .iter()
        .find(|held| held.reason == Held::Window)
        .expect("a window");
    assert_eq!(window.rule.as_deref(), Some("_floor.contact.windows[0]"));
}

#[test]
fn quiet_hours_put_it_off_to_their_end() {
    let mut wallet = phone();
    wallet.preferences.quiet = vec![Quiet {
        from_minute: 9 * 60,
        to_minute: 11 * 60 + 30,
        days: Set::ALL,
    }];
    let plan = Host::new(wallet).plan(time("2026-11-22T09:30"));
    assert_eq!(plan.add[0].at, time("2026-12-01T11:30"));
    assert!(held(&plan).contains(&Held::QuietHours));
}

#[test]
fn the_customers_lead_hour_and_channel_win() {
    let wallet = wallet_of(&json!({ "market": "none", "locale": "en",
        "preferences": { "leadDays": 6, "hour": 18, "channels": ["email", "push"], "tone": "warm" },
        "accounts": [account("phone", &[("2026-12-04", 10_000)])] }));
    let plan = Host::new(wallet).plan(time("2026-11-22T09:30"));
    let nudge = &plan.add[0];
    assert_eq!(
        (nudge.at, nudge.stage, nudge.channel),
        (time("2026-11-28T18:00"), Stage::Early, Channel::Email)
    );
    assert_eq!(plan.add.len(), 1, "one word is enough for who chose when");
    assert!(nudge.reasons.iter().any(|reason| reason.code == "your-choice"));
}

#[test]
fn what_was_not_seen_goes_one_channel_further_and_what_was_seen_does_not() {
    let wallet = wallet_of(&json!({ "market": "none", "locale": "en",
        "preferences": { "channels": ["in-app", "push"] },
        "accounts": [account("phone", &[("2026-12-04", 10_000)])] }));
    for (is_seen, channel) in [(false, Channel::Push), (true, Channel::InApp)] {
        let mut host = Host::new(wallet.clone());
        let plan = host.wake(time("2026-12-01T10:00"));
        assert_eq!((shown(&plan), plan.show[0].channel), (vec!["near.one"], Channel::InApp));
        if is_seen {
            let key = plan.show[0].key.clone();
            host.record(time("2026-12-01T10:01"), ContactKind::Seen, Some(&key), None, None);
        }
        host.wake(time("2026-12-03T10:00"));
        let scheduled: Vec<_> = host.scheduled.iter().map(|nudge| nudge.channel).collect();
        assert_eq!(scheduled.len(), usize::from(!is_seen), "seen: {is_seen}");
        assert!(scheduled.iter().all(|scheduled| *scheduled == channel));
        if is_seen {
            // The next word is in the same place.
            let plan = host.wake(time("2026-12-07T10:30"));
            assert_eq!((shown(&plan), plan.show[0].channel), (vec!["overdue.one"], channel));
        }
    }
}

#[test]
fn what_passed_while_the_app_slept_is_said_once() {
    let mut host = Host::new(phone());
    host.wake(time("2026-11-22T09:30"));
    // Nothing fires: the app has no scheduler, and sleeps.
    let plan = host.wake(time("2026-12-02T15:00"));
    assert_eq!(shown(&plan), ["near.one"]);
    assert!(
        plan.show[0].key.starts_with("phone/1/near/2026-12-01/"),
        "the key that was planned"
    );
    assert!(plan.show[0].reasons.iter().any(|reason| reason.code == "catch-up"));
    assert!(host.wake(time("2026-12-02T16:00")).show.is_empty());
}

#[test]
fn what_nobody_was_told_is_told_once() {
    let mut host = Host::new(wallet(&[account("phone", &[("2026-11-16", 10_000)])]));
    // Sunday, then Monday: it waits for an allowed hour.
    assert!(host.wake(time("2026-11-22T09:30")).show.is_empty());
    let plan = host.wake(time("2026-11-23T09:30"));
    assert_eq!(shown(&plan), ["overdue.untold"]);
    for date in [
        "2026-11-23T17:00",
        "2026-11-24T10:00",
        "2026-11-29T10:00",
        "2026-12-01T10:00",
        "2026-12-20T10:00",
    ] {
        assert!(!shown(&host.wake(time(date))).contains(&"overdue.untold"), "{date}");
    }
}

#[test]
fn nothing_that_supposes_a_missed_day_is_handed_to_the_platform() {
    let plan = Host::new(phone()).plan(time("2026-12-03T09:30"));
    assert!(plan.add.iter().all(|nudge| nudge.at <= time("2026-12-04T23:59")));
    assert_eq!(
        Host::new(phone()).plan(time("2026-12-04T20:00")).next_at,
        Some(time("2026-12-05T10:00"))
    );
}

#[test]
fn grace_is_told_as_the_time_that_is_still_free() {
    let mut phone = account("phone", &[("2026-11-30", 10_000)]);
    phone["late"] = json!({ "graceDays": 5, "fees": [{ "kind": "flat", "amount": 1_200, "afterDays": 0 }] });
    let plan = Host::new(wallet(&[phone])).plan(time("2026-12-02T10:30"));
    let grace = &plan.show[0];
    let params = serde_json::to_value(&grace.message.params).expect("figures");
    assert_eq!(grace.message.id, "grace.one");
    assert_eq!(
        (&params["freeUntil"], &params["fee"], &params["payBy"]),
        (&json!("2026-12-05"), &json!(1_200), &json!("2026-12-05"))
    );
    assert!(grace.reasons.iter().any(|reason| reason.code == "fee-ahead"));
}

fn is_untold(nudge: &Nudge) -> bool {
    nudge.reasons.iter().any(|reason| reason.code == "untold")
}

#[test]
fn who_cannot_pay_is_offered_help_and_hears_less() {
    let dues = [
        ("2026-09-15", 10_000),
        ("2026-10-15", 10_000),
        ("2026-11-13", 10_000),
        ("2026-12-15", 10_000),
    ];
    let mut host = Host::new(wallet(&[account("phone", &dues)]));
    let first = host.wake(time("2026-11-23T10:30"));
    assert_eq!(shown(&first), ["help.overdue"]);
    assert!(is_untold(&first.show[0]), "nobody told them, and the message says so");
    assert_eq!(first.show[0].dues.len(), 3);
    let kinds: Vec<_> = first.show[0].actions.iter().map(|action| action.kind).collect();
    assert_eq!(
        kinds[..3],
        [ActionKind::SeeOffers, ActionKind::CannotPay, ActionKind::Pay]
    );
    let mut said = 0;
    for days in 1..30 {
        let now = CivilTime::new(day("2026-11-23").plus_days(days).expect("a day"), 630).expect("a time");
        said += host.wake(now).show.len();
        host.fire(now);
    }
    assert!(said <= 1, "{said} more in a month");
    assert!(host.shown.iter().all(|(_, nudge)| nudge.stage == Stage::Help));
    let untold = host.shown.iter().filter(|(_, nudge)| is_untold(nudge));
    let mut members: Vec<_> = untold.map(|(_, nudge)| nudge.key.split("/help/").next()).collect();
    let count = members.len();
    members.dedup();
    assert_eq!(members.len(), count, "that nobody told them is told once of each due");
}

/// A bill in a currency of its own.
fn bill(currency: &str, dues: &[(&str, i64)]) -> Value {
    let mut bill = account(currency, dues);
    bill["currency"] = json!(currency);
    bill
}

#[test]
fn one_nudge_offers_help_with_all_that_is_past_due_and_adds_no_two_currencies() {
    let bills = [
        bill("EUR", &[("2026-10-15", 10_000), ("2026-11-13", 10_000)]),
        bill("JPY", &[("2026-10-12", 900)]),
    ];
    let mut host = Host::new(wallet(&bills));
    let plan = host.wake(time("2026-11-23T10:30"));
    assert_eq!(shown(&plan), ["help.many"]);
    let help = &plan.show[0];
    assert_eq!(
        (&help.accounts[..], help.dues.len()),
        (&["JPY", "EUR"].map(str::to_owned)[..], 3)
    );
    let params = serde_json::to_value(&help.message.params).expect("figures");
    assert_eq!(
        (&params["count"], &params["date"], &params["days"]),
        (&json!(3), &json!("2026-10-12"), &json!(42))
    );
    assert!(
        params.get("amount").is_none() && params.get("currency").is_none(),
        "{params}"
    );
    let pay = help.actions.iter().find(|action| action.kind == ActionKind::Pay);
    assert_eq!(
        pay.map(|pay| pay.amount),
        Some(None),
        "what there is to pay is no one figure"
    );
    // Both were told: neither waits until the next time that help is offered.
    let plan = host.plan(time("2026-11-24T10:30"));
    assert_eq!(held(&plan), [Held::ToldAlready; 2]);
}

#[test]
fn help_with_several_accounts_is_of_no_one_creditor() {
    let accounts = [
        account("phone", &[("2026-10-15", 10_000)]),
        account("rent", &[("2026-11-02", 70_000)]),
    ];
    let plan = Host::new(wallet(&accounts)).plan(time("2026-11-23T10:30"));
    assert_eq!(shown(&plan), ["help.many"]);
    let pay = plan.show[0]
        .actions
        .iter()
        .find(|action| action.kind == ActionKind::Pay);
    assert_eq!(pay.and_then(|pay| pay.amount), Minor::new(80_000).ok());
}

#[test]
fn help_names_every_account_and_the_first_day_however_many_dues_there_are() {
    let start = day("2026-10-01");
    let dates: Vec<String> = (0..25)
        .map(|days| start.plus_days(days).expect("a day").to_string())
        .collect();
    let many: Vec<(&str, i64)> = dates.iter().map(|date| (date.as_str(), 1_000)).collect();
    let wallet = wallet(&[
        account("daily", &many),
        account("phone", &[("2026-09-28", 10_000), ("2026-10-28", 10_000)]),
    ]);
    let plan = Host::new(wallet).plan(time("2026-11-23T10:30"));
    let help = &plan.show[0];
    assert_eq!((help.accounts.len(), help.dues.len()), (2, predue::nudge::DUES_MAX));
    let params = serde_json::to_value(&help.message.params).expect("figures");
    assert_eq!((&params["count"], &params["date"]), (&json!(27), &json!("2026-09-28")));
}

/// A wallet of which something is past due, in October and in November, and something is to come.
fn behind() -> Wallet {
    let dues = |id: &str| {
        account(
            id,
            &[("2026-10-15", 10_000), ("2026-11-13", 10_000), ("2026-12-02", 10_000)],
        )
    };
    wallet(&[dues("phone"), dues("rent"), account("gym", &[("2026-11-25", 3_000)])])
}

#[test]
fn what_is_held_back_is_listed_once() {
    let mut host = Host::new(behind());
    for days in 0..60 {
        let date = day("2026-11-20").plus_days(days).expect("a day");
        for minute in [480, 630, 1_290] {
            let now = CivilTime::new(date, minute).expect("a time");
            host.fire(now);
            let plan = host.wake(now);
            let members: Vec<Vec<&str>> = plan
                .suppressed
                .iter()
                .map(|held| held.key.split('/').take(2).collect())
                .collect();
            let mut once = members.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), members.len(), "{now}: {:?}", plan.suppressed);
        }
    }
}

#[test]
fn what_holds_it_back_for_longest_is_the_reason() {
    let mut host = Host::new(behind());
    host.wallet.preferences.quiet = vec![Quiet {
        from_minute: 20 * 60,
        to_minute: 22 * 60,
        days: Set::ALL,
    }];
    assert_eq!(shown(&host.wake(time("2026-11-23T10:30"))), ["help.many"]);
    // The same day, and in quiet hours: not that, but the four weeks between two nudges keep the gym's quiet.
    for now in ["2026-11-23T10:30", "2026-11-23T21:00"] {
        let plan = host.plan(time(now));
        let gym = plan
            .suppressed
            .iter()
            .find(|held| held.account == "gym")
            .expect("it is held back");
        assert_eq!(gym.reason, Held::CannotPay, "{now}");
    }
}

#[test]
fn holds_choices_and_words_of_the_customer_keep_it_quiet() {
    let at = time("2026-11-22T09:30");
    let quiet = |change: &dyn Fn(&mut Host), reason: Held| {
        let mut host = Host::new(phone());
        change(&mut host);
        let plan = host.plan(at);
        assert!(plan.add.is_empty() && plan.show.is_empty(), "{reason:?}");
        assert_eq!(held(&plan), [reason]);
    };
    quiet(
        &|host| host.wallet.accounts[0].hold = Some(Hold::Disputed),
        Held::HoldDisputed,
    );
    quiet(
        &|host| host.wallet.accounts[0].hold = Some(Hold::Hardship),
        Held::HoldHardship,
    );
    quiet(&|host| host.wallet.accounts[0].autopay = true, Held::Autopay);
    quiet(
        &|host| host.wallet.preferences.muted_accounts.push("phone".to_owned()),
        Held::Muted,
    );
    quiet(
        &|host| host.wallet.preferences.channels = Some(Vec::new()),
        Held::OptedOut,
    );
    quiet(
        &|host| host.record(at, ContactKind::Stopped, None, None, None),
        Held::Stopped,
    );
    quiet(&|host| host.say_of(at, ContactKind::Muted, "phone", None), Held::Muted);
    quiet(
        &|host| host.say_of(at, ContactKind::Disputed, "phone", None),
        Held::Disputed,
    );
    quiet(
        &|host| host.say_of(at, ContactKind::Feedback, "phone", Some("not mine")),
        Held::NotMine,
    );
    quiet(
        &|host| host.say_of(at, ContactKind::Feedback, "phone", Some("already paid")),
        Held::Paid,
    );
    quiet(
        &|host| host.say_of(at, ContactKind::Promise, "phone", Some("2026-12-04")),
        Held::Promised,
    );
}

#[test]
fn what_was_stopped_can_be_undone() {
    let mut host = Host::new(phone());
    host.record(time("2026-11-20T09:00"), ContactKind::Stopped, None, None, None);
    assert_eq!(held(&host.plan(time("2026-11-21T08:00"))), [Held::Stopped]);
    host.record(time("2026-11-21T09:00"), ContactKind::Stopped, None, None, None);
    let undoing = host.wallet.history.entries.last_mut().expect("an entry");
    undoing.event.action = Some("undo".to_owned());
    assert_eq!(
        host.plan(time("2026-11-22T09:30")),
        Host::new(phone()).plan(time("2026-11-22T09:30"))
    );
    assert_eq!(host.plan(time("2026-11-22T09:30")).add.len(), 1);
}

#[test]
fn a_promise_that_was_not_kept_ends_the_silence() {
    let mut host = Host::new(phone());
    host.say_of(
        time("2026-12-01T09:00"),
        ContactKind::Promise,
        "phone",
        Some("2026-12-09"),
    );
    assert!(host.wake(time("2026-12-09T10:30")).show.is_empty());
    assert_eq!(shown(&host.wake(time("2026-12-10T10:30"))), ["overdue.untold"]);
}

#[test]
fn what_was_put_off_to_payday_comes_back_then() {
    let mut wallet = wallet(&[account("phone", &[("2026-12-10", 10_000)])]);
    wallet.preferences.payday = Some(9);
    let mut host = Host::new(wallet);
    let plan = host.wake(time("2026-12-07T10:00"));
    let key = plan.show[0].key.clone();
    host.record(
        time("2026-12-07T10:05"),
        ContactKind::Snoozed,
        Some(&key),
        None,
        Some("payday"),
    );
    host.wake(time("2026-12-07T10:05"));
    assert_eq!(host.scheduled[0].at, time("2026-12-09T10:05"));
    assert!(host.wake(time("2026-12-08T10:30")).show.is_empty());
    host.fire(time("2026-12-09T10:05"));
    assert_eq!(host.shown.len(), 2);
}

#[test]
fn too_often_means_less() {
    // Three currencies, which are not told together.
    let dues: Vec<Value> = ["EUR", "JPY", "USD"]
        .iter()
        .map(|currency| {
            let mut bill = account(currency, &[("2026-12-04", 1_007)]);
            bill["currency"] = json!(currency);
            bill
        })
        .collect();
    let count = |is_too_often: bool| {
        let mut host = Host::new(wallet(&dues));
        if is_too_often {
            host.record(
                time("2026-11-22T09:00"),
                ContactKind::Feedback,
                None,
                None,
                Some("too often"),
            );
        }
        host.plan(time("2026-11-22T09:30")).add.len()
    };
    assert!(count(true) < count(false), "{} and {}", count(true), count(false));
}

#[test]
fn what_the_creditor_sent_counts_too() {
    let mut host = Host::new(phone());
    host.record(
        time("2026-12-01T08:00"),
        ContactKind::ContactedByCreditor,
        None,
        Some(Channel::Sms),
        Some("unanswered"),
    );
    let plan = host.plan(time("2026-12-01T10:00"));
    assert!(plan.show.is_empty());
    assert!(held(&plan).contains(&Held::DailyCap));
}

#[test]
fn the_clock_set_back_repeats_nothing() {
    let mut host = Host::new(phone());
    assert_eq!(shown(&host.wake(time("2026-12-01T10:00"))), ["near.one"]);
    host.offset = "-08:00";
    for now in [
        "2026-11-30T18:00",
        "2026-11-25T10:00",
        "2026-12-01T10:00",
        "2026-12-02T10:00",
    ] {
        let plan = host.wake(time(now));
        assert!(plan.show.is_empty(), "{now}: {:?}", shown(&plan));
    }
}

#[test]
fn a_card_offers_its_minimum() {
    let card = json!({
        "id": "card", "label": "Card", "creditor": { "name": "Sample Bank", "kind": "bank" }, "currency": "EUR", "product": "card",
        "plan": { "kind": "card", "annualRate": "0.18", "minimum": { "share": "0.05", "floor": 1000 },
                  "statements": [{ "id": "november", "closed": "2026-11-10", "due": "2026-12-04", "balance": 80_000, "minimum": 4_000 }] },
    });
    let plan = Host::new(wallet(&[card])).plan(time("2026-11-22T09:30"));
    let pays: Vec<_> = plan.add[0]
        .actions
        .iter()
        .map(|action| (action.kind, action.amount))
        .take(2)
        .collect();
    let amount = |minor| Minor::new(minor).ok();
    assert_eq!(
        pays,
        [
            (ActionKind::Pay, amount(80_000)),
            (ActionKind::PayMinimum, amount(4_000))
        ]
    );
}

/// A wallet whose owner has so much, and one due of 100.00.
fn with_balance(balance: i64, autopay: bool) -> Wallet {
    let mut phone = account("phone", &[("2026-12-04", 10_000)]);
    phone["autopay"] = json!(autopay);
    wallet_of(&json!({ "market": "none", "locale": "en", "accounts": [phone],
        "funds": { "currency": "EUR", "balance": balance } }))
}

#[test]
fn a_collection_that_will_fail_is_told_and_one_that_will_not_is_not() {
    let at = time("2026-11-22T09:30");
    let plan = Host::new(with_balance(50_000, true)).plan(at);
    assert_eq!((plan.add.len(), held(&plan)), (0, vec![Held::Autopay]));
    let plan = Host::new(with_balance(4_000, true)).plan(at);
    assert_eq!(plan.add[0].message.id, "near.autopay");
    let params = serde_json::to_value(&plan.add[0].message.params).expect("figures");
    assert_eq!(params["short"], json!(6_000));
}

/// A word that names a creditor never gives it what is owed to another.
#[test]
fn what_is_owed_to_two_creditors_is_said_to_be_owed_to_neither() {
    for (autopay, kind) in [(true, ActionKind::Pay), (false, ActionKind::SeeOffers)] {
        let bills = ["phone", "rail"].map(|id| {
            let mut bill = account(id, &[("2026-12-04", 10_000)]);
            bill["autopay"] = json!(autopay);
            bill
        });
        let wallet = wallet_of(&json!({ "market": "none", "locale": "en", "accounts": bills,
            "funds": { "currency": "EUR", "balance": 4_000 } }));
        let plan = Host::new(wallet).plan(time("2026-11-22T09:30"));
        let [nudge] = &plan.add[..] else {
            panic!("one word: {:?}", plan.add)
        };
        assert_eq!((nudge.message.id, nudge.accounts.len()), ("near.many", 2));
        assert!(
            nudge.actions.iter().any(|action| action.kind == kind),
            "{:?}",
            nudge.actions
        );
        let params = serde_json::to_value(&nudge.message.params).expect("figures");
        assert_eq!((&params["count"], &params["amount"]), (&json!(2), &json!(20_000)));
    }
}

#[test]
fn help_comes_before_a_due_that_the_money_does_not_cover() {
    let mut host = Host::new(with_balance(4_000, false));
    let plan = host.wake(time("2026-11-22T09:30"));
    // One word, five days ahead on a Saturday before a closed Sunday, and none on the day, seen or not.
    assert_eq!(added(&plan).len(), 1);
    let help = &plan.add[0];
    assert_eq!((help.message.id, help.stage), ("help.short", Stage::Help));
    assert_eq!(help.actions[0].kind, ActionKind::SeeOffers);
    host.fire(time("2026-11-30T23:59"));
    assert_eq!(host.shown.len(), 1);
    let plan = host.wake(time("2026-12-02T10:30"));
    assert!(held(&plan).contains(&Held::CannotPay));
    assert!(plan.show.is_empty() && host.scheduled.is_empty());
    assert!(host.wake(time("2026-12-04T10:30")).show.is_empty());
}

#[test]
fn who_is_often_late_hears_earlier() {
    let dues: Vec<(&str, i64)> = [
        "2026-04-08",
        "2026-05-08",
        "2026-06-08",
        "2026-07-08",
        "2026-08-07",
        "2026-09-08",
        "2026-10-08",
        "2026-11-06",
        "2026-12-08",
    ]
    .map(|date| (date, 10_000))
    .to_vec();
    let mut host = Host::new(wallet(&[account("lease", &dues)]));
    for (date, _) in dues.iter().take(8) {
        let paid_on = day(date).plus_days(9).expect("a day").to_string();
        pay(&mut host, 0, &paid_on, 10_000);
    }
    let now = time("2026-11-22T09:30");
    let outlook = predue::outlook(&host.wallet, &host::instant(now, "+08:00"), None).expect("an outlook");
    assert_eq!(outlook.accounts[0].lateness.level, Level::High);
    let plan = host.wake(now);
    let stages: Vec<_> = plan.add.iter().map(|nudge| nudge.stage).collect();
    assert_eq!(stages, [Stage::Early]);
    assert!(plan.add[0].at <= time("2026-12-04T23:59"));
    // What they did not see is said again on the day, and no oftener than to others.
    host.fire(time("2026-12-04T23:59"));
    host.wake(time("2026-12-06T10:30"));
    let stages: Vec<_> = host.scheduled.iter().map(|nudge| nudge.stage).collect();
    assert_eq!((host.shown.len(), stages), (1, vec![Stage::Due]));
}

#[test]
fn little_is_said_where_nothing_is_known() {
    // The built-in prior knows nothing: the gentlest default.
    let outlook =
        predue::outlook(&phone(), &host::instant(time("2026-11-22T09:30"), "+08:00"), None).expect("an outlook");
    assert_eq!(outlook.accounts[0].lateness.level, Level::Unknown);
    assert!(
        Host::new(phone())
            .plan(time("2026-11-22T09:30"))
            .add
            .iter()
            .all(|nudge| nudge.stage != Stage::Early)
    );
}

#[test]
fn what_worked_is_done_again() {
    // Seven months paid in time, each after a word in the early evening.
    let dues: Vec<(&str, i64)> = [
        "2026-05-08",
        "2026-06-08",
        "2026-07-08",
        "2026-08-07",
        "2026-09-08",
        "2026-10-08",
        "2026-11-06",
        "2026-12-08",
    ]
    .map(|date| (date, 10_000))
    .to_vec();
    let mut host = Host::new(wallet(&[account("lease", &dues)]));
    for (place, (date, _)) in dues.iter().enumerate().take(7) {
        let due_on = day(date);
        let told_on = due_on.plus_days(-3).expect("a day");
        let key = format!("lease/{}/near/{told_on}/1", place + 1);
        let at = CivilTime::new(told_on, 17 * 60 + 30).expect("a time");
        host.record(at, ContactKind::Shown, Some(&key), Some(Channel::Push), None);
        host.record(at, ContactKind::Seen, Some(&key), None, None);
        pay(&mut host, 0, date, 10_000);
    }
    let plan = host.plan(time("2026-11-22T09:30"));
    // Who pays in time is told the day before, and at the time of the day that worked.
    assert_eq!(plan.add[0].at, time("2026-12-07T17:30"));
    assert!(plan.add[0].reasons.iter().any(|reason| reason.code == "habit-time"));
}

#[test]
fn a_plan_crosses_in_the_shape_of_the_contract() {
    let plan = Host::new(phone()).plan(time("2026-11-22T09:30"));
    let plan = serde_json::to_value(&plan).expect("a shape");
    let keys: Vec<&String> = plan.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["add", "cancel", "nextAt", "show", "suppressed"]);
    let nudge = &plan["add"][0];
    assert_eq!(
        (&nudge["channel"], &nudge["stage"], &nudge["level"]),
        (&json!("push"), &json!("near"), &json!("passive"))
    );
    assert_eq!(
        nudge["reasons"][0],
        json!({ "code": "due-near", "params": { "days": 3 } })
    );
}
