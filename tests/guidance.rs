//! Which card is shown when, and which is not; and what is known of who helps in each market.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use predue::guidance::{CARDS_MAX, Card};
use predue::market::{Confidence, HelpKind, Markets};
use predue::{guidance, wire};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs::{read_dir, read_to_string};
use std::path::Path;
use std::rc::Rc;

const AT: &str = "2026-11-22T09:30:00+08:00";

fn markets() -> Markets {
    let mut markets = wire::markets().unwrap();
    for path in read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/markets")).unwrap() {
        let path = path.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        if name.len() == 2 {
            markets
                .add(wire::market(&read_to_string(&path).unwrap()).unwrap())
                .unwrap();
        }
    }
    markets
}

/// A bill of 50.00 that is due on a day.
fn bill(id: &str, date: &str) -> Value {
    json!({
        "id": id, "label": "Sofa", "creditor": { "name": "Sample Store" }, "currency": "EUR", "product": "loan",
        "plan": { "kind": "dues", "dues": [{ "id": id, "date": date, "principal": 5_000 }] },
    })
}

/// The same, with what is said of it besides.
fn with(mut account: Value, more: Value) -> Value {
    let Value::Object(more) = more else {
        panic!("more is an object")
    };
    account.as_object_mut().unwrap().extend(more);
    account
}

fn wallet(market: &str, accounts: &[Value]) -> Value {
    json!({ "market": market, "locale": "en", "accounts": accounts })
}

fn cards(wallet: &Value) -> Vec<Card> {
    let wallet = wire::wallet_in(&wallet.to_string(), &markets()).unwrap();
    guidance(&wallet, &AT.parse().unwrap()).unwrap()
}

fn shown(wallet: &Value) -> Vec<(&'static str, &'static str)> {
    cards(wallet).iter().map(|card| (card.id, card.why.code)).collect()
}

fn ids(wallet: &Value) -> Vec<&'static str> {
    cards(wallet).iter().map(|card| card.id).collect()
}

fn card(wallet: &Value, id: &str) -> Card {
    let found = cards(wallet).into_iter().find(|card| card.id == id);
    found.unwrap_or_else(|| panic!("there is no card {id}"))
}

#[test]
fn who_has_nothing_to_worry_about_gets_the_quiet_basics_or_none() {
    assert_eq!(ids(&wallet("GB", &[])), [""; 0]);
    assert_eq!(ids(&wallet("GB", &[bill("sofa", "2026-12-10")])), [""; 0]);
    let fees = json!({ "late": { "fees": [{ "kind": "flat", "amount": 500, "afterDays": 0 }] } });
    let costly = wallet("GB", &[with(bill("sofa", "2026-12-10"), fees)]);
    assert_eq!(shown(&costly), [("late-costs", "basics")]);
}

#[test]
fn who_is_behind_is_led_to_people_first() {
    let behind = wallet("GB", &[bill("sofa", "2026-11-10")]);
    assert_eq!(
        shown(&behind),
        [
            ("debt-advice", "overdue"),
            ("ways-out", "overdue"),
            ("rights-offer", "market"),
            ("complaints", "arrears"),
        ]
    );
    let link = &card(&behind, "debt-advice").links[0];
    assert_eq!(link.name, "StepChange");
    assert_eq!(link.href.as_deref(), Some("https://www.stepchange.org/"));
    assert_eq!(link.phone.as_deref(), Some("0800 138 1111"));
    assert!(link.free);
    let rules = card(&behind, "rights-offer").rules;
    assert!(
        !rules.is_empty()
            && rules
                .iter()
                .all(|rule| rule.confidence.is_law() && !rule.source.is_empty())
    );
}

#[test]
fn somebody_to_talk_to_is_named_when_arrears_are_long_or_many_and_not_before() {
    let of = |dates: &[&str]| {
        let accounts: Vec<Value> = dates
            .iter()
            .enumerate()
            .map(|(n, date)| bill(&n.to_string(), date))
            .collect();
        shown(&wallet("GB", &accounts))
    };
    let support = |cards: &[(&str, &str)]| {
        cards
            .iter()
            .find(|card| card.0 == "support")
            .map(|card| card.1.to_owned())
    };
    assert_eq!(support(&of(&["2026-10-23"])), None);
    assert_eq!(support(&of(&["2026-10-22"])).as_deref(), Some("long"));
    assert_eq!(support(&of(&["2026-11-20", "2026-11-20"])), None);
    assert_eq!(
        support(&of(&["2026-11-20", "2026-11-20", "2026-11-20"])).as_deref(),
        Some("many")
    );
    assert_eq!(of(&["2026-10-01"])[0].0, "debt-advice");
}

#[test]
fn within_grace_nobody_is_sent_for_advice() {
    let late = json!({ "late": { "graceDays": 20, "fees": [{ "kind": "flat", "amount": 500, "afterDays": 20 }] } });
    assert_eq!(
        ids(&wallet("GB", &[with(bill("sofa", "2026-11-10"), late)])),
        ["late-costs"]
    );
}

#[test]
fn a_cost_that_begins_in_a_few_days_is_told_with_how_it_is_avoided() {
    let late = json!({ "late": { "graceDays": 5, "fees": [{ "kind": "flat", "amount": 500, "afterDays": 5 }] } });
    let near = wallet("none", &[with(bill("sofa", "2026-11-19"), late.clone())]);
    assert_eq!(shown(&near)[0], ("late-fee", "fee-ahead"));
    let params = serde_json::to_value(card(&near, "late-fee").params).unwrap();
    assert_eq!((&params["date"], &params["saves"]), (&json!("2026-11-24"), &json!(500)));
    assert!(!ids(&wallet("none", &[with(bill("sofa", "2026-11-22"), late)])).contains(&"late-fee"));
}

#[test]
fn who_will_be_short_is_led_to_advice_and_ways_out_before_the_day() {
    let mut short = wallet("AU", &[bill("sofa", "2026-11-25")]);
    short["funds"] = json!({ "currency": "EUR", "balance": 1_000 });
    assert_eq!(
        shown(&short),
        [
            ("debt-advice", "money-short"),
            ("ways-out", "money-short"),
            ("rights-ask", "market")
        ]
    );
    short["funds"] = json!({ "currency": "EUR", "balance": 100_000 });
    assert_eq!(ids(&short), [""; 0]);
}

#[test]
fn a_dispute_leads_to_who_takes_complaints_and_to_nothing_about_paying() {
    let contact = json!({ "name": "Sample Store", "complaints": "mailto:help@store.example" });
    let disputed = with(
        bill("sofa", "2026-11-10"),
        json!({ "hold": "disputed", "creditor": contact }),
    );
    let disputed = wallet("GB", &[disputed]);
    assert_eq!(shown(&disputed), [("dispute", "disputed")]);
    let links = card(&disputed, "dispute").links;
    assert_eq!(links[0].href.as_deref(), Some("mailto:help@store.example"));
    assert_eq!(links[1].name, "Financial Ombudsman Service");
}

#[test]
fn of_what_the_customer_stopped_paused_or_muted_nothing_is_said() {
    for hold in ["paused", "stopped"] {
        let held = with(bill("sofa", "2026-11-10"), json!({ "hold": hold }));
        assert_eq!(ids(&wallet("GB", &[held])), [""; 0]);
    }
    let mut muted = wallet("GB", &[bill("sofa", "2026-11-10")]);
    muted["preferences"] = json!({ "mutedAccounts": ["sofa"] });
    assert_eq!(ids(&muted), [""; 0]);
}

#[test]
fn who_is_in_hardship_is_led_to_advice_whatever_the_day() {
    let held = with(bill("sofa", "2026-12-10"), json!({ "hold": "hardship" }));
    assert_eq!(shown(&wallet("GB", &[held]))[0], ("debt-advice", "hardship"));
}

#[test]
fn a_credit_record_is_told_of_with_its_day_and_after_it_with_what_can_be_done() {
    let late = json!({ "late": { "milestones": [{ "afterDays": 30, "code": "credit-record" }] } });
    let of = |date: &str| {
        let wallet = wallet("none", &[with(bill("sofa", date), late.clone())]);
        let card = cards(&wallet)
            .into_iter()
            .find(|card| card.id.starts_with("credit-record"))
            .unwrap();
        (card.id, serde_json::to_value(card.params).unwrap()["date"].clone())
    };
    assert_eq!(of("2026-11-10"), ("credit-record", json!("2026-12-11")));
    assert_eq!(of("2026-10-23"), ("credit-record", json!("2026-11-23")));
    assert_eq!(of("2026-10-22"), ("credit-record-reached", json!("2026-11-22")));
    let china = wallet("CN", &[bill("sofa", "2026-11-10")]);
    assert_eq!(card(&china, "credit-record-rules").rules.len(), 2);
}

#[test]
fn a_contact_that_is_a_sentence_leads_nowhere() {
    let of = |contact: &str| {
        let creditor = json!({ "name": "Sample Store", "contact": contact });
        let wallet = wallet(
            "none",
            &[with(bill("sofa", "2026-11-10"), json!({ "creditor": creditor }))],
        );
        card(&wallet, "ways-out")
            .links
            .pop()
            .map(|link| (link.href, link.phone))
    };
    assert_eq!(
        of("https://store.example/help"),
        Some((Some("https://store.example/help".to_owned()), None))
    );
    assert_eq!(
        of("+44 20 7946 0000"),
        Some((None, Some("+44 20 7946 0000".to_owned())))
    );
    for nowhere in [
        "Ask at the counter.",
        "javascript:alert(1)",
        "http://store.example",
        "-",
        "",
    ] {
        assert_eq!(of(nowhere), None, "{nowhere}");
    }
}

#[test]
fn what_a_market_says_of_credit_is_not_said_of_a_bill() {
    let power = with(bill("power", "2026-11-10"), json!({ "product": "bill" }));
    assert_eq!(
        shown(&wallet("GB", std::slice::from_ref(&power))),
        [("debt-advice", "overdue"), ("ways-out", "overdue")]
    );
    let both = wallet("GB", &[power, bill("sofa", "2026-11-10")]);
    assert_eq!(card(&both, "rights-offer").account.as_deref(), Some("sofa"));
    assert_eq!(card(&both, "complaints").account.as_deref(), Some("sofa"));
}

#[test]
fn every_market_with_help_leads_to_it() {
    let all = markets();
    for path in read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/markets")).unwrap() {
        let name = path.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
        if name.len() != 2 {
            continue;
        }
        let pack = all.resolve(&name).unwrap();
        assert!(pack.help.iter().any(|help| help.kind == HelpKind::Complaints), "{name}");
        let shown = cards(&wallet(&name, &[bill("sofa", "2026-09-10")]));
        for (kind, id) in [(HelpKind::DebtAdvice, "debt-advice"), (HelpKind::Support, "support")] {
            let known: Vec<&str> = pack
                .help
                .iter()
                .filter(|help| help.kind == kind)
                .map(|help| &*help.name)
                .collect();
            let card = shown.iter().find(|card| card.id == id);
            let linked: Vec<&str> = card
                .iter()
                .flat_map(|card| &card.links)
                .map(|link| &*link.name)
                .collect();
            assert_eq!(linked, known, "{name} {id}");
        }
    }
}

#[test]
fn a_child_names_its_own_help_and_takes_its_parents_where_it_has_none() {
    let all = markets();
    let names = |market: &str| -> Vec<String> {
        let pack = all.resolve(market).unwrap();
        let help = pack.help.iter().filter(|help| help.kind == HelpKind::Complaints);
        help.map(|help| help.name.clone()).collect()
    };
    assert_eq!(names("DE"), ["BaFin, Verbrauchertelefon"]);
    assert_eq!(names("EU"), ["FIN-NET (a provider in another country)"]);
}

#[test]
fn what_nobody_has_read_is_never_shown() {
    let read = |confidence: Confidence| {
        let all = markets();
        let mut wallet = wire::wallet_in(&wallet("GB", &[bill("sofa", "2026-11-10")]).to_string(), &all).unwrap();
        let mut pack = all.resolve("GB").unwrap();
        for help in &mut pack.help {
            Rc::make_mut(help).confidence = confidence;
        }
        for rule in &mut pack.rules {
            Rc::make_mut(rule).confidence = confidence;
        }
        wallet.rules = Rc::new(pack);
        guidance(&wallet, &AT.parse().unwrap()).unwrap()
    };
    assert!(
        read(Confidence::Secondary)
            .iter()
            .any(|card| !card.links.is_empty() && card.id == "debt-advice")
    );
    for confidence in [Confidence::Unverified, Confidence::Draft] {
        let cards = read(confidence);
        assert!(cards.iter().all(|card| card.links.is_empty() && card.rules.is_empty()));
        assert_eq!(cards[0].id, "ways-out");
    }
}

#[test]
fn help_that_would_mislead_is_refused_with_its_path() {
    let pack = |change: &dyn Fn(&mut Value)| {
        let mut pack: Value = serde_json::from_str(include_str!("../pkg/markets/GB.json")).unwrap();
        change(&mut pack["help"][0]);
        let error = wire::market(&pack.to_string()).unwrap_err();
        (error.code(), error.path().unwrap().to_owned())
    };
    let wrong = |path: &str| ("INPUT", format!("pack.help[0].{path}"));
    for href in [
        "http://www.stepchange.org/",
        "javascript:alert(1)",
        "https://",
        "https://a b",
    ] {
        assert_eq!(pack(&|help| help["href"] = json!(href)), wrong("href"), "{href}");
    }
    for phone in ["", "1", "ask", "0800 138 1111 x2", "tel:0800", "1234567890123456"] {
        assert_eq!(pack(&|help| help["phone"] = json!(phone)), wrong("phone"), "{phone}");
    }
    assert_eq!(pack(&|help| help["src"] = json!([])), wrong("src"));
    assert_eq!(pack(&|help| help["src"] = json!(["GB-H99"])), wrong("src"));
    assert_eq!(pack(&|help| help["kind"] = json!("loans")), wrong("kind"));
    assert_eq!(pack(&|help| help["confidence"] = json!("policy")), wrong("confidence"));
    assert_eq!(pack(&|help| help["hours"] = json!("9-5")), wrong("hours"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn there_are_few_cards_and_each_once(
        days in prop::collection::vec(1_u32..=28, 0..6), holds in prop::collection::vec(0_usize..5, 6),
    ) {
        let accounts: Vec<Value> = days.iter().zip(&holds).enumerate().map(|(n, (day, hold))| {
            let account = bill(&n.to_string(), &format!("2026-11-{day:02}"));
            let holds = ["disputed", "hardship", "paused", "stopped"];
            holds.get(*hold).map_or_else(|| account.clone(), |hold| with(account.clone(), json!({ "hold": hold })))
        }).collect();
        let ids = ids(&wallet("CN", &accounts));
        prop_assert!(ids.len() <= CARDS_MAX);
        for (place, id) in ids.iter().enumerate() {
            prop_assert!(!ids[..place].contains(id));
        }
    }
}
