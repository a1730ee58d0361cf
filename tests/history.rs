//! The record of what was said: whatever is changed in it afterwards is found, and what cannot be found is known.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and its figures are far from the limits"
)]

#[path = "common/any.rs"]
mod any_terms;
#[path = "common/loan.rs"]
mod loan;

use any_terms::fixed;
use predue::history::{self, ContactEvent, ContactKind, ENTRIES_MAX, End, Entry, History, Last};
use predue::wire;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};

fn event(json: &Value) -> ContactEvent {
    wire::contact_event(&json.to_string()).expect("an event")
}

fn recorded(events: impl IntoIterator<Item = ContactEvent>) -> History {
    events
        .into_iter()
        .try_fold(History::default(), history::record)
        .expect("a record")
}

fn broken_at(history: &History) -> Option<usize> {
    history::audit(history).broken_at
}

/// Gives every entry from an index on the number of its place and a hash that fits, as somebody would who can write the
/// whole record; the head stays.
fn chain_anew(history: &mut History, from: usize) {
    let events = history.entries.split_off(from);
    let head = std::mem::replace(
        &mut history.head,
        history
            .entries
            .last()
            .map(|entry| entry.hash.clone())
            .unwrap_or_default(),
    );
    let mut again = events.into_iter().map(|entry| entry.event);
    *history = again.try_fold(history.clone(), history::record).expect("a chain");
    history.head = head;
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z ]{0,20}",
        2 => any::<String>(),
        1 => proptest::collection::vec(0..0x20_u32, 0..8)
            .prop_map(|codes| codes.into_iter().filter_map(char::from_u32).collect()),
        1 => Just("\"\\/\u{7F}\u{2028}\u{FEFF}é\u{301}\u{1F600}\u{10FFFF}".to_owned()),
    ]
}

fn any_number() -> impl Strategy<Value = Value> {
    prop_oneof![
        (-9_007_199_254_740_991..=9_007_199_254_740_991_i64).prop_map(|number| json!(number)),
        (-999_999..=999_999_i32).prop_map(|thousandths| json!(f64::from(thousandths) / 1_000.0)),
    ]
}

fn any_event() -> impl Strategy<Value = ContactEvent> {
    let kind = proptest::sample::select(ContactKind::WORDS.map(|(word, _)| word).to_vec());
    let at = (any_terms::day(), 0..86_400_u32).prop_map(|(day, second)| {
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        format!("{day}T{hour:02}:{minute:02}:{second:02}+08:00")
    });
    let keys = ["key", "account", "action", "text", "catalogue"];
    let texts = proptest::collection::vec(proptest::option::of(any_text()), keys.len());
    let value = proptest::option::of(prop_oneof![any_text().prop_map(Value::String), any_number()]);
    (at, kind, texts, any::<bool>(), value).prop_map(move |(at, kind, texts, push, value)| {
        let mut fields = Map::from_iter([("at".to_owned(), json!(at)), ("kind".to_owned(), json!(kind))]);
        for (key, text) in keys.iter().zip(texts) {
            fields.extend(text.map(|text| ((*key).to_owned(), json!(text))));
        }
        fields.extend(push.then(|| ("channel".to_owned(), json!("push"))));
        fields.extend(value.map(|value| ("value".to_owned(), value)));
        event(&Value::Object(fields))
    })
}

fn any_events() -> impl Strategy<Value = Vec<ContactEvent>> {
    proptest::collection::vec(any_event(), 1..12)
}

/// What somebody may do to a record who does not make the chain anew; an index is taken modulo what there is.
#[derive(Clone, Debug)]
enum Tampering {
    Event(Index, ContactEvent),
    Remove(Index),
    Repeat(Index, Index),
    Swap(Index, Index),
    Insert(Index, ContactEvent),
    Number(Index, u32),
    Hash(Index, String),
    Head(String),
}

fn any_tampering() -> impl Strategy<Value = Tampering> {
    let index = any::<Index>;
    let hash = || prop_oneof![Just(String::new()), "[0-9a-f]{64}", any_text()];
    prop_oneof![
        (index(), any_event()).prop_map(|(at, event)| Tampering::Event(at, event)),
        index().prop_map(Tampering::Remove),
        (index(), index()).prop_map(|(from, to)| Tampering::Repeat(from, to)),
        (index(), index()).prop_map(|(one, other)| Tampering::Swap(one, other)),
        (index(), any_event()).prop_map(|(at, event)| Tampering::Insert(at, event)),
        (index(), 0..30_u32).prop_map(|(at, number)| Tampering::Number(at, number)),
        (index(), hash()).prop_map(|(at, hash)| Tampering::Hash(at, hash)),
        hash().prop_map(Tampering::Head),
    ]
}

fn tampered(mut history: History, tampering: Tampering) -> History {
    let entries = &mut history.entries;
    let count = entries.len();
    match tampering {
        Tampering::Event(at, event) => entries[at.index(count)].event = event,
        Tampering::Remove(at) => drop(entries.remove(at.index(count))),
        Tampering::Repeat(from, to) => entries.insert(to.index(count + 1), entries[from.index(count)].clone()),
        Tampering::Swap(one, other) => entries.swap(one.index(count), other.index(count)),
        Tampering::Insert(at, event) => {
            let at = at.index(count + 1);
            let previous = at
                .checked_sub(1)
                .map(|before| entries[before].hash.clone())
                .unwrap_or_default();
            let end = End {
                head: previous.clone(),
                last: (at > 0).then(|| Last {
                    place: u32::try_from(at).expect("a place"),
                    number: u32::try_from(at).expect("a place"),
                    hash: previous,
                }),
            };
            entries.insert(at, history::next(&end, event).expect("an entry"));
        }
        Tampering::Number(at, number) => entries[at.index(count)].number = number,
        Tampering::Hash(at, hash) => entries[at.index(count)].hash = hash,
        Tampering::Head(head) => history.head = head,
    }
    history
}

/// The place of the first entry that differs; after the last where only the head does or entries are missing at the end.
fn first_difference(before: &History, after: &History) -> usize {
    let same = before
        .entries
        .iter()
        .zip(&after.entries)
        .take_while(|(one, other)| one == other);
    same.count() + 1
}

proptest! {
    #![proptest_config(fixed(150))]

    #[test]
    fn what_was_recorded_is_there_and_in_order(events in any_events()) {
        let history = recorded(events.clone());
        prop_assert_eq!(broken_at(&history), None);
        prop_assert_eq!(history.entries.iter().map(|entry| entry.event.clone()).collect::<Vec<_>>(), events);
        prop_assert!(history.entries.iter().zip(1..).all(|(entry, place)| entry.number == place));
    }

    #[test]
    fn whatever_is_changed_is_found_where_it_begins(events in any_events(), tampering in any_tampering()) {
        let before = recorded(events);
        let after = tampered(before.clone(), tampering);
        prop_assume!(after != before);
        let found = broken_at(&after);
        // An entry put in with the right hash only shows by the one that follows it, or by the head.
        let place = first_difference(&before, &after);
        prop_assert!(found == Some(place) || found == Some(place + 1), "{:?} instead of {}", found, place);
    }

    #[test]
    fn a_chain_made_anew_from_an_entry_on_is_found_by_the_head_alone(
        events in any_events(), at in any::<Index>(), other in any_event(), remove in any::<bool>(),
    ) {
        let before = recorded(events);
        let mut after = before.clone();
        let at = at.index(after.entries.len());
        prop_assume!(after.entries[at].event != other);
        if remove { after.entries.remove(at); } else { after.entries[at].event = other; }
        chain_anew(&mut after, at);
        prop_assert_eq!(broken_at(&after), Some(after.entries.len() + 1));
        // Without a secret no more can be had: a head made anew as well is only found by who kept the one before.
        after.head = after.entries.last().map(|entry| entry.hash.clone()).unwrap_or_default();
        prop_assert_eq!(broken_at(&after), None);
        prop_assert_ne!(after.head, before.head);
    }

    #[test]
    fn nothing_is_recorded_after_an_end_that_does_not_hold_together(
        events in any_events(), next in any_event(), tampering in 0..3_u8,
    ) {
        let mut history = recorded(events);
        let index = history.entries.len() - 1;
        let path = match tampering {
            0 => { history.entries.pop(); "history.head".to_owned() }
            1 => { history.entries[index].hash.push('0'); "history.head".to_owned() }
            _ => { history.entries[index].number += 1; format!("history.entries[{index}].n") }
        };
        let error = history::record(history, next).expect_err("a broken end");
        prop_assert_eq!((error.code(), error.path()), ("HISTORY_BROKEN", Some(path.as_str())));
    }

    #[test]
    fn an_entry_that_crosses_is_the_same_on_the_other_side(events in any_events()) {
        let history = recorded(events);
        for (entry, place) in history.entries.iter().zip(1..) {
            let json = wire::history_entry_json(entry);
            prop_assert_eq!(&wire::history_entry(&json, place)?, entry);
            let value: Value = serde_json::from_str(&json).expect("JSON");
            prop_assert_eq!(&value["hash"], &json!(entry.hash));
        }
    }
}

/// Events with their canonical form and hashes, made without predue: `node tests/vectors/make_history.mjs`.
const VECTORS: &str = include_str!("vectors/history.json");

#[test]
fn hashes_are_those_made_without_predue() {
    let vectors: Value = serde_json::from_str(VECTORS).expect("JSON");
    let entries = vectors["entries"].as_array().expect("a list");
    let mut history = History::default();
    for vector in entries {
        let event = wire::contact_event(vector["event"].as_str().unwrap_or_default()).expect("an event");
        assert_eq!(
            history::canonical(&event),
            vector["canonical"].as_str().unwrap_or_default()
        );
        history = history::record(history, event).expect("an entry");
        assert_eq!(history.head, vector["hash"].as_str().unwrap_or_default());
    }
    assert_eq!(history.entries.len(), entries.len());
}

const AT: &str = "2026-11-22T09:30:00+08:00";

#[test]
fn a_number_has_one_form() {
    let written = [
        ("0", "0"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("1.0", "1"),
        ("1.50", "1.5"),
        ("-0.000001", "-0.000001"),
        ("123456789.012345", "123456789.012345"),
        ("0.00000123456789012345", "0.00000123456789012345"),
        ("9007199254740991", "9007199254740991"),
        ("-9007199254740991.00", "-9007199254740991"),
    ];
    for (number, form) in written {
        let json = format!(r#"{{ "at": "{AT}", "kind": "note", "value": {number} }}"#);
        let event = wire::contact_event(&json).expect(number);
        assert_eq!(
            history::canonical(&event),
            format!(r#"{{"at":"{AT}","kind":"note","value":{form}}}"#)
        );
    }
    let refused = [
        ("1e3", "INPUT"),
        ("1E-7", "INPUT"),
        ("0.0000001", "RANGE"),
        ("0.30000000000000004", "RANGE"),
        ("9007199254740992", "RANGE"),
        ("900719925474099.1", "RANGE"),
        ("99999999999999999999999999", "RANGE"),
    ];
    for (number, code) in refused {
        let json = format!(r#"{{ "at": "{AT}", "kind": "note", "value": {number} }}"#);
        let error = wire::contact_event(&json).expect_err(number);
        assert_eq!((error.code(), error.path()), (code, Some("event.value")), "{number}");
    }
    for text in ["", "-", ".5", "5.", "01", "+1", "1_0", "--1", "1.-5", "NaN", "١"] {
        assert!(text.parse::<history::Number>().is_err(), "{text}");
    }
}

#[test]
fn an_event_is_read_strictly() {
    let long = "語".repeat(4_001);
    let refused = [
        (json!({ "at": AT, "kind": "shouted" }), "INPUT", "event.kind"),
        (json!({ "at": AT, "kind": "note", "txt": "" }), "INPUT", "event.txt"),
        (
            json!({ "at": "2026-11-22T09:30:00", "kind": "note" }),
            "INPUT",
            "event.at",
        ),
        (json!({ "kind": "note" }), "INPUT", "event.at"),
        (
            json!({ "at": AT, "kind": "note", "channel": "fax" }),
            "INPUT",
            "event.channel",
        ),
        (
            json!({ "at": AT, "kind": "note", "value": null }),
            "INPUT",
            "event.value",
        ),
        (json!({ "at": AT, "kind": "note", "text": long }), "RANGE", "event.text"),
        (
            json!({ "at": AT, "kind": "note", "value": long }),
            "RANGE",
            "event.value",
        ),
    ];
    for (event, code, path) in refused {
        let error = wire::contact_event(&event.to_string()).expect_err(path);
        assert_eq!((error.code(), error.path()), (code, Some(path)), "{error}");
    }
    assert!(wire::contact_event(&json!({ "at": AT, "kind": "note", "text": "語".repeat(4_000) }).to_string()).is_ok());
    let half = format!(r#"{{ "at": "{AT}", "kind": "note", "text": "\ud800" }}"#);
    assert_eq!(
        wire::contact_event(&half).expect_err("half a character").code(),
        "INPUT"
    );
}

#[test]
fn a_clock_that_was_set_back_changes_nothing() {
    let at = |text: &str| event(&json!({ "at": text, "kind": "shown" }));
    let history = recorded([
        at("2026-11-22T09:30:00+08:00"),
        at("2020-01-01T00:00:00Z"),
        at("2026-11-22T09:31:00+08:00"),
    ]);
    assert_eq!(broken_at(&history), None);
    assert_eq!(history.entries[1].event.at.to_string(), "2020-01-01T00:00:00Z");
}

#[test]
fn a_record_ends_at_its_limit() {
    let hash = "a".repeat(64);
    let end = |place: usize| {
        let frame = json!({ "schema": 1, "head": hash }).to_string();
        let last = json!({ "n": place, "hash": hash }).to_string();
        wire::history_end(&frame, u32::try_from(place).expect("a place"), &last)
    };
    let event = event(&json!({ "at": AT, "kind": "note" }));
    let last = history::next(&end(ENTRIES_MAX - 1).expect("an end"), event.clone()).expect("the last one");
    assert_eq!(usize::try_from(last.number), Ok(ENTRIES_MAX));
    let error = history::next(&end(ENTRIES_MAX).expect("an end"), event).expect_err("one too many");
    assert_eq!((error.code(), error.path()), ("RANGE", Some("history.entries")));
    let error = end(ENTRIES_MAX + 1).expect_err("a record too long");
    assert_eq!((error.code(), error.path()), ("RANGE", Some("history.entries")));
}

#[test]
fn an_end_is_read_strictly() {
    let entry = |n: Value, hash: Value| json!({ "n": n, "hash": hash }).to_string();
    let frame = json!({ "schema": 1, "head": "" }).to_string();
    let refused = [
        (
            json!({ "schema": 2, "head": "" }).to_string(),
            0,
            entry(json!(1), json!("")),
            "RANGE",
            "history.schema",
        ),
        (
            json!({ "schema": 1, "head": "", "tail": "" }).to_string(),
            0,
            String::new(),
            "INPUT",
            "history.tail",
        ),
        (
            frame.clone(),
            7,
            entry(json!(0), json!("")),
            "INPUT",
            "history.entries[6].n",
        ),
        (
            frame.clone(),
            7,
            entry(json!(1.5), json!("")),
            "INPUT",
            "history.entries[6].n",
        ),
        (
            frame.clone(),
            7,
            entry(json!(4_294_967_296_u64), json!("")),
            "INPUT",
            "history.entries[6].n",
        ),
        (frame, 7, entry(json!(1), json!(7)), "INPUT", "history.entries[6].hash"),
    ];
    for (frame, entries, last, code, path) in refused {
        let error = wire::history_end(&frame, entries, &last).expect_err(path);
        assert_eq!((error.code(), error.path()), (code, Some(path)), "{error}");
    }
}

#[test]
fn an_empty_record_holds_together_and_has_no_head() {
    assert_eq!(broken_at(&History::default()), None);
    let headed = History {
        head: "a".repeat(64),
        ..History::default()
    };
    assert_eq!(broken_at(&headed), Some(1));
}

#[test]
fn a_wallet_takes_numbers_beyond_two_bytes() {
    let entry = json!({ "n": 70_000, "event": { "at": AT, "kind": "note" }, "hash": "" });
    let history = json!({ "schema": 1, "entries": [entry], "head": "" });
    let wallet = json!({ "market": "none", "locale": "en", "accounts": [], "history": history });
    let wallet = wire::wallet(&wallet.to_string()).expect("a wallet");
    let Entry { number, .. } = wallet.history.entries[0];
    assert_eq!(number, 70_000);
}
