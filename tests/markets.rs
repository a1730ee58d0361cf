//! What holds of rule packs whatever is in them: more rules allow no more, putting packs together is a matter of which
//! ones and not of how, the floor holds, and a pack that is wrong is refused with the path of what is wrong.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use predue::calendar::{CivilDate, CivilTime};
use predue::market::{
    Base, Body, Cap, CapKind, ChargeFacts, Confidence, Contact, ContactFacts, ContactRules, Cooldown, Counts, Dates,
    Markets, Pack, Per, Quota, QuotaPer, QuotaWindow, Rule, Set, Staleness, When, Who, Window, allowed_charge, channel,
    merge, trigger,
};
use predue::money::Minor;
use predue::wire;
use proptest::prelude::*;
use std::fs::{read_dir, read_to_string};
use std::path::Path;
use std::rc::Rc;

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/markets")
}

fn shipped() -> Vec<Pack> {
    let files = read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "json") && !path.ends_with("schema.json"))
        .map(|path| wire::market(&read_to_string(path).unwrap()).unwrap())
        .collect()
}

fn all_markets() -> Markets {
    let mut markets = wire::markets().unwrap();
    for pack in shipped().into_iter().filter(|pack| pack.market != "floor") {
        markets.add(pack).unwrap();
    }
    markets
}

fn rule(id: usize, body: Body) -> Rule {
    Rule {
        id: format!("rule-{id}"),
        summary: "A rule.".to_owned(),
        src: vec!["S".to_owned()],
        confidence: Confidence::Primary,
        when: When::default(),
        dates: Dates::default(),
        overrides: None,
        is_floor: false,
        body,
    }
}

fn any_cap() -> impl Strategy<Value = Body> {
    let kinds = prop_oneof![
        Just(CapKind::Amount),
        Just(CapKind::Share),
        Just(CapKind::Rate),
        Just(CapKind::RelRate),
        Just(CapKind::LeField),
        Just(CapKind::AllInRate),
        Just(CapKind::TotalCost),
        Just(CapKind::BaseLimit),
        Just(CapKind::Review),
    ];
    let pers = prop_oneof![
        Just(Per::Event),
        Just(Per::Contract),
        Just(Per::Day),
        Just(Per::Month),
        Just(Per::Year)
    ];
    let bases = prop_oneof![Just(Base::Overdue), Just(Base::Principal), Just(Base::Instalment)];
    (
        kinds,
        pers,
        bases,
        0_i64..2_000_000,
        proptest::collection::vec(0_i64..2_000_000, 0..3),
    )
        .prop_map(|(kind, per, base, value, disputed)| {
            Body::Cap(Box::new(Cap {
                kind,
                on: Set::ALL,
                base,
                value,
                add_ppm: 0,
                before_ppm: 0,
                spread_max_ppm: None,
                per,
                field: predue::market::Field::MinimumDue,
                reference: String::new(),
                tiers: Vec::new(),
                voids: false,
                forbids: Set::NONE,
                disputed,
                disputes: Vec::new(),
            }))
        })
}

fn any_contact_body() -> impl Strategy<Value = Body> {
    let window = (any::<u8>(), 0_u16..1440, 1_u16..600, any::<bool>()).prop_map(|(days, from, length, closed)| {
        Body::Window(Window {
            channels: Set::ALL,
            days: Set(u16::from(days) & 0xFE),
            from,
            to: (from + length).min(1440),
            closed: Set(!u16::from(days) & 0x02),
            closed_on_holidays: closed,
            consent_waives: false,
        })
    });
    let within = prop_oneof![
        Just(QuotaWindow::Week),
        Just(QuotaWindow::Month),
        (1_u16..40).prop_map(QuotaWindow::Days)
    ];
    let counts = prop_oneof![Just(Counts::Any), Just(Counts::Connected), Just(Counts::Unanswered)];
    let quota = (within, counts, 0_u16..5).prop_map(|(within, counts, max)| {
        Body::Quota(Quota {
            channels: Set::ALL,
            counts,
            max,
            within,
            per: QuotaPer::Person,
            required_free: false,
            after_conversation: false,
            elsewhere: None,
        })
    });
    let cooldown = (1_u16..20).prop_map(|days| {
        Body::Cooldown(Cooldown {
            after: trigger::CONVERSATION,
            days,
            channels: Set::ALL,
        })
    });
    prop_oneof![window, quota, cooldown]
}

fn any_rules(ids: usize) -> impl Strategy<Value = Vec<Rule>> {
    let body = prop_oneof![any_cap(), any_contact_body()];
    proptest::collection::vec((0..ids, body, proptest::option::weighted(0.2, 0..ids)), 0..8).prop_map(|bodies| {
        let mut rules: Vec<Rule> = Vec::new();
        for (id, body, overrides) in bodies {
            let mut made = rule(id, body);
            made.overrides = overrides.map(|id| format!("rule-{id}"));
            if rules.iter().all(|known| known.id != made.id) {
                rules.push(made);
            }
        }
        rules
    })
}

/// Packs whose rules of one name are one rule, as ids are unique over all markets.
fn any_packs() -> impl Strategy<Value = [Pack; 3]> {
    (any_rules(12), any::<[u16; 3]>()).prop_map(|(rules, choices)| {
        choices.map(|choice| {
            let mut at = 0;
            let chosen = rules.iter().filter(|_| {
                at += 1;
                choice >> at & 1 == 1
            });
            pack(chosen.cloned().collect())
        })
    })
}

fn pack(rules: Vec<Rule>) -> Pack {
    Pack {
        market: "XX".to_owned(),
        parent: None,
        as_of: day("2026-11-22"),
        review_by: day("2027-11-22"),
        currency: None,
        overridden: rules.iter().filter_map(|rule| rule.overrides.clone()).collect(),
        rules: rules.into_iter().map(Rc::new).collect(),
        sources: Vec::new(),
        help: Vec::new(),
        lexicons: Vec::new(),
    }
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn any_time() -> impl Strategy<Value = CivilTime> {
    (0_i32..400, 0_u16..1440)
        .prop_map(|(days, minute)| CivilTime::new(day("2026-06-01").plus_days(days).unwrap(), minute).unwrap())
}

fn any_log() -> impl Strategy<Value = Vec<Contact<'static>>> {
    let entry = (0_i32..400, any::<bool>(), any::<bool>()).prop_map(|(days, connected, by_call)| Contact {
        day: day("2026-06-01").plus_days(days).unwrap(),
        channel: if by_call { channel::CALL } else { channel::SMS },
        connected,
        account: "",
        number: "",
        required: false,
        elsewhere: false,
    });
    proptest::collection::vec(entry, 0..12)
}

fn facts(amounts: &[Option<i64>; 5], raw: i64, days: Option<u32>) -> ChargeFacts<'static> {
    let minor = |amount: Option<i64>| amount.map(|amount| Minor::new(amount).unwrap());
    let mut facts = ChargeFacts::new(Who::unknown(day("2026-11-22")), Minor::new(raw).unwrap());
    facts.amounts.overdue = minor(amounts[0]);
    facts.amounts.principal = minor(amounts[1]);
    facts.amounts.instalment = minor(amounts[2]);
    facts.amounts.minimum_due = minor(amounts[3]);
    facts.amounts.charges_so_far = minor(amounts[4]);
    facts.contract_rate = Some("0.18".parse().unwrap());
    facts.days = days;
    facts
}

fn refs(rules: &[Rule]) -> Vec<Rc<Rule>> {
    rules.iter().cloned().map(Rc::new).collect()
}

fn ids(pack: &Pack) -> Vec<String> {
    let mut ids: Vec<String> = pack.rules.iter().map(|rule| rule.id.clone()).collect();
    ids.sort_unstable();
    ids
}

fn is_open(rules: &[Rc<Rule>], at: CivilTime, log: &[Contact<'_>], holidays: &[CivilDate]) -> bool {
    let mut facts = ContactFacts::new(Who::unknown(at.date()), channel::CALL);
    facts.holidays = holidays;
    ContactRules::new(rules, facts).forbidding(at, log).unwrap().is_none()
}

proptest! {
    #[test]
    fn one_more_rule_allows_no_more(
        rules in any_rules(20),
        amounts in any::<[Option<u32>; 5]>(),
        raw in 0_i64..1_000_000_000,
        days in proptest::option::of(0_u32..4_000),
    ) {
        let facts = facts(&amounts.map(|amount| amount.map(i64::from)), raw, days);
        let all = refs(&rules);
        let mut before = (Minor::new(raw).unwrap(), Minor::new(raw).unwrap());
        for count in 0..=all.len() {
            let allowed = allowed_charge(&all[..count], &facts).unwrap();
            let range = allowed.range.unwrap_or((allowed.amount, allowed.amount));
            prop_assert!(range.0 <= before.0 && range.1 <= before.1 && range.0 <= range.1);
            prop_assert_eq!(range.0, allowed.amount);
            prop_assert!(allowed.amount >= Minor::ZERO);
            prop_assert_eq!(allowed.cut_by.is_some(), allowed.amount.get() < raw);
            before = range;
        }
    }

    #[test]
    fn one_more_rule_opens_no_minute(
        rules in any_rules(20),
        at in any_time(),
        log in any_log(),
    ) {
        let all = refs(&rules);
        let holidays = [at.date()];
        for count in 1..=all.len() {
            let after = is_open(&all[..count], at, &log, &holidays);
            prop_assert!(!after || is_open(&all[..count - 1], at, &log, &holidays));
        }
    }

    #[test]
    fn the_earliest_minute_is_allowed_and_none_before_it_is(
        rules in any_rules(20),
        at in any_time(),
        log in any_log(),
        skip in 0_u16..1440,
    ) {
        let all = refs(&rules);
        let chosen = ContactRules::new(&all, ContactFacts::new(Who::unknown(at.date()), channel::CALL));
        let Some(earliest) = chosen.earliest(at, &log).unwrap() else { return Ok(()) };
        prop_assert!(earliest >= at);
        prop_assert!(chosen.forbidding(earliest, &log).unwrap().is_none());
        // Every day on the way at some minute, and the minute before.
        let mut before = at.date();
        while before <= earliest.date() {
            for minute in [skip, earliest.minute().saturating_sub(1)] {
                let earlier = CivilTime::new(before, minute).unwrap();
                if at <= earlier && earlier < earliest {
                    prop_assert!(chosen.forbidding(earlier, &log).unwrap().is_some());
                }
            }
            before = before.plus_days(1).unwrap();
        }
    }

    #[test]
    fn putting_packs_together_is_associative_and_idempotent([a, b, c] in any_packs()) {
        let (left, right) = (merge(&merge(&a, &b), &c), merge(&a, &merge(&b, &c)));
        prop_assert_eq!(ids(&left), ids(&right));
        let once = merge(&a, &b);
        prop_assert_eq!(ids(&merge(&a, &once)), ids(&once));
        prop_assert_eq!(ids(&merge(&once, &b)), ids(&once));
        let other_way = merge(&b, &a);
        prop_assert_eq!(ids(&other_way), ids(&once));
    }

    #[test]
    fn the_floor_holds_whatever_a_pack_says(rules in any_rules(20), at in any_time(), log in any_log()) {
        let mut markets = wire::markets().unwrap();
        let floor = markets.resolve("none").unwrap();
        let mut own = pack(rules);
        // A pack that tries to replace every rule of the floor, by name and by taking its names.
        for of_floor in &floor.rules {
            own.overridden.push(of_floor.id.clone());
            own.rules.push(Rc::new(Rule { body: Body::Consent(Set::NONE), is_floor: false, ..Rule::clone(of_floor) }));
        }
        markets.add(own).unwrap();
        let merged = markets.resolve("XX").unwrap();
        for of_floor in &floor.rules {
            prop_assert!(merged.rules.contains(of_floor));
        }
        let holidays = [at.date()];
        let (floor, merged) = (floor.rules, merged.rules);
        prop_assert!(!is_open(&merged, at, &log, &[]) || is_open(&floor, at, &log, &[]));
        prop_assert!(!is_open(&merged, at, &log, &holidays));
    }
}

#[test]
fn every_shipped_pack_is_read_and_resolves_with_its_parents() {
    let markets = all_markets();
    for pack in shipped() {
        let market = if pack.market == "floor" { "none" } else { &pack.market };
        let resolved = markets.resolve(market).unwrap();
        assert!(resolved.rules.len() >= pack.rules.len());
        assert!(pack.parent.is_none() || resolved.rule("eu-default-cost").is_some());
        for rule in &resolved.rules {
            let notice = resolved.notice(rule);
            assert!(!notice.effect.is_empty() && !notice.source.is_empty(), "{}", rule.id);
        }
        assert_eq!(resolved.staleness(day("2026-11-22")), Staleness::Fresh);
        assert!(matches!(resolved.staleness(day("2028-01-01")), Staleness::Stale(_)));
        assert!(matches!(resolved.staleness(day("2026-01-01")), Staleness::Early(_)));
    }
}

#[test]
fn ids_are_unique_over_all_markets() {
    let packs = shipped();
    let mut all: Vec<&str> = packs
        .iter()
        .flat_map(|pack| &pack.rules)
        .map(|rule| rule.id.as_str())
        .collect();
    all.sort_unstable();
    let count = all.len();
    all.dedup();
    assert_eq!(all.len(), count);
}

#[test]
fn what_was_only_remembered_or_proposed_is_not_shown_as_law() {
    let markets = all_markets();
    for (market, id) in [
        ("CN", "cn-interval-7d"),
        ("US", "ny-bnpl-8"),
        ("KE", "ke-induplum"),
        ("JP", "JP.contact.stops[1]"),
    ] {
        let pack = markets.resolve(market).unwrap();
        assert!(!pack.rule(id).unwrap().confidence.is_law(), "{id}");
    }
}

#[test]
fn a_market_or_a_parent_that_is_not_loaded_is_unknown() {
    let mut markets = wire::markets().unwrap();
    assert_eq!(markets.resolve("DE").unwrap_err().code(), "MARKET_UNKNOWN");
    let german = read_to_string(folder().join("DE.json")).unwrap();
    markets.add(wire::market(&german).unwrap()).unwrap();
    assert_eq!(markets.resolve("DE").unwrap_err().code(), "MARKET_UNKNOWN");
    let floor = read_to_string(folder().join("floor.json")).unwrap();
    assert_eq!(markets.add(wire::market(&floor).unwrap()).unwrap_err().code(), "INPUT");
    let disguised = floor.replace("\"floor\"", "\"XX\"");
    assert_eq!(
        markets.add(wire::market(&disguised).unwrap()).unwrap_err().code(),
        "INPUT"
    );
}

#[test]
fn packs_that_are_their_own_parents_end() {
    let mut markets = wire::markets().unwrap();
    for (name, parent) in [("XA", "XB"), ("XB", "XA")] {
        let pack = Pack {
            market: name.to_owned(),
            parent: Some(parent.to_owned()),
            ..pack(vec![rule(0, Body::Consent(channel::SMS))])
        };
        markets.add(pack).unwrap();
    }
    assert!(markets.resolve("XA").is_ok());
}

#[test]
fn a_child_replaces_the_rule_that_it_names() {
    let parent = pack(vec![
        rule(0, Body::Consent(channel::SMS)),
        rule(1, Body::Consent(channel::CALL)),
    ]);
    let mut child = pack(vec![Rule {
        overrides: Some("rule-0".to_owned()),
        ..rule(2, Body::Consent(channel::PUSH))
    }]);
    child.overridden = vec!["rule-0".to_owned()];
    assert_eq!(ids(&merge(&parent, &child)), ["rule-1", "rule-2"]);
}

/// A pack with one rule, and what is wrong with it.
#[test]
fn a_wrong_pack_is_refused_with_its_path() {
    let cases = [
        (r#""kind": "windw""#, "pack.rules[0].kind"),
        (
            r#""kind": "window", "from": "22:00", "to": "08:00""#,
            "pack.rules[0].to",
        ),
        (
            r#""kind": "window", "from": "08:00", "to": "08:00""#,
            "pack.rules[0].to",
        ),
        (
            r#""kind": "window", "from": "8:00", "to": "20:00""#,
            "pack.rules[0].from",
        ),
        (
            r#""kind": "window", "from": "08:00", "to": "24:01""#,
            "pack.rules[0].to",
        ),
        (
            r#""kind": "window", "from": "08:00", "to": "20:00", "days": ["sun"], "closed": ["sun"]"#,
            "pack.rules[0].closed",
        ),
        (
            r#""kind": "window", "from": "08:00", "to": "20:00", "days": []"#,
            "pack.rules[0].days",
        ),
        (
            r#""kind": "window", "from": "08:00", "to": "20:00", "max": 3"#,
            "pack.rules[0].max",
        ),
        (
            r#""kind": "quota", "counts": "any", "max": 3, "window": "rolling", "per": "person""#,
            "pack.rules[0].rollingDays",
        ),
        (
            r#""kind": "quota", "counts": "any", "max": -1, "window": "day", "per": "person""#,
            "pack.rules[0].max",
        ),
        (r#""kind": "cap", "cap": "amount""#, "pack.rules[0].minor"),
        (
            r#""kind": "cap", "cap": "amount", "minor": 30.5"#,
            "pack.rules[0].minor",
        ),
        (
            r#""kind": "cap", "cap": "rate", "base": "overdue", "ppm": 100000001, "per": "day""#,
            "pack.rules[0].ppm",
        ),
        (r#""kind": "cap", "cap": "tiers", "of": "rate""#, "pack.rules[0].tiers"),
        (
            r#""kind": "cap", "cap": "tiers", "of": "rate", "tiers": [{}]"#,
            "pack.rules[0].tiers[0].ppm",
        ),
        (r#""kind": "forbid""#, "pack.rules[0].actions"),
        (r#""kind": "forbid", "actions": ["sing"]"#, "pack.rules[0].actions[0]"),
        (
            r#""kind": "note", "code": "x", "when": { "principal": [2, 1] }"#,
            "pack.rules[0].when.principal",
        ),
        (
            r#""kind": "note", "code": "x", "when": { "colour": ["red"] }"#,
            "pack.rules[0].when.colour",
        ),
        (
            r#""kind": "note", "code": "x", "since": "2027-01-02", "until": "2027-01-01""#,
            "pack.rules[0].until",
        ),
    ];
    for (body, path) in cases {
        let error = one_rule(body, r#"["S"]"#).unwrap_err();
        assert_eq!(error.path(), Some(path), "{body}: {error}");
        assert!(["INPUT", "RANGE"].contains(&error.code()));
    }
    let unnamed = one_rule(r#""kind": "note", "code": "x""#, r#"["T"]"#).unwrap_err();
    assert_eq!((unnamed.code(), unnamed.path()), ("INPUT", Some("pack.rules[0].src")));
    assert!(one_rule(r#""kind": "note", "code": "x""#, r#"["S"]"#).is_ok());
}

fn one_rule(body: &str, src: &str) -> predue::Result<Pack> {
    wire::market(&format!(
        r#"{{ "schema": 1, "market": "XX", "asOf": "2026-11-22", "reviewBy": "2027-11-22",
            "sources": [{{ "id": "S", "title": "A source" }}],
            "rules": [{{ "id": "r", "summary": "A rule.", "src": {src}, "confidence": "primary", {body} }}] }}"#
    ))
}
