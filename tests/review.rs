//! Holds the review of texts against messages written for it: every unlawful one is found as what it is, and no lawful one
//! is blocked.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use predue::language::{CODES, Finding};
use predue::market::{Lexicon, Pack, Severity};
use predue::{review, wire};
use serde_json::Value;
use std::fs::read_to_string;
use std::path::Path;
use std::rc::Rc;

fn file(path: &str) -> String {
    read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The floor, with the Chinese lexicon beside the English one.
fn floor() -> Pack {
    let mut floor = wire::markets().unwrap().resolve("none").unwrap();
    floor.lexicons.push(Rc::new(Lexicon {
        language: "zh".to_owned(),
        lines: file("pkg/lexicons/zh.txt"),
    }));
    floor
}

fn messages(kind: &str) -> Vec<Value> {
    let corpus: Value = serde_json::from_str(&file("tests/vectors/unlawful_messages.json")).unwrap();
    corpus[kind].as_array().unwrap().clone()
}

fn found(message: &Value, pack: &Pack) -> Vec<Finding> {
    review(
        message["text"].as_str().unwrap(),
        pack,
        message["locale"].as_str().unwrap(),
    )
    .unwrap()
}

#[test]
fn every_unlawful_message_is_found_as_what_it_is() {
    let floor = floor();
    let mut missed = Vec::new();
    for message in messages("unlawful") {
        let found = found(&message, &floor);
        for code in message["codes"].as_array().unwrap() {
            if !found
                .iter()
                .any(|finding| finding.code == code && finding.severity == Severity::Block)
            {
                let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
                missed.push(format!("{} {code} {}: {codes:?}", message["half"], message["text"]));
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn no_lawful_message_is_blocked() {
    let floor = floor();
    let mut blocked = Vec::new();
    for message in messages("lawful") {
        for finding in found(&message, &floor) {
            if finding.severity == Severity::Block {
                let (start, end) = (finding.start.try_into().unwrap(), finding.end.try_into().unwrap());
                let units: Vec<u16> = message["text"].as_str().unwrap().encode_utf16().collect();
                let words = String::from_utf16_lossy(&units[start..end]);
                blocked.push(format!("{} {words}: {}", finding.code, message["text"]));
            }
        }
    }
    assert!(blocked.is_empty(), "{} blocked:\n{}", blocked.len(), blocked.join("\n"));
}

#[test]
fn the_words_of_predue_itself_pass() {
    let floor = floor();
    for locale in ["en", "zh-CN"] {
        let catalogue: Value = serde_json::from_str(&file(&format!("pkg/locales/{locale}.json"))).unwrap();
        let words = catalogue.as_object().unwrap();
        assert!(words.len() > 100);
        for (key, text) in words {
            let found = review(text.as_str().unwrap(), &floor, locale).unwrap();
            assert!(found.is_empty(), "{key}: {found:?}");
        }
    }
}

#[test]
fn the_corpus_covers_every_code_in_both_languages() {
    for locale in ["en", "zh"] {
        for code in CODES {
            let has = |message: &Value| message["codes"].as_array().unwrap().iter().any(|known| known == code);
            let of_both = messages("unlawful")
                .into_iter()
                .filter(|message| message["locale"] == locale && has(message));
            assert!(of_both.count() >= 4, "{locale} {code}");
        }
    }
}

#[test]
fn the_floor_bans_every_code() {
    let floor = floor();
    for code in CODES {
        assert!(floor.rule(&format!("_floor.language.{code}")).is_some(), "{code}");
    }
}

/// Code, severity and words of what is found.
fn words(text: &str, pack: &Pack, locale: &str) -> Vec<(&'static str, Severity, String)> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let cut = |finding: &Finding| {
        let (start, end) = (finding.start.try_into().unwrap(), finding.end.try_into().unwrap());
        String::from_utf16(&units[start..end]).unwrap()
    };
    let found = review(text, pack, locale).unwrap();
    found
        .iter()
        .map(|finding| (finding.code, finding.severity, cut(finding)))
        .collect()
}

fn one(code: &'static str, severity: Severity, words: &str) -> Vec<(&'static str, Severity, String)> {
    vec![(code, severity, words.to_owned())]
}

#[test]
fn places_are_utf_16_code_units() {
    let floor = floor();
    let found = words("😀😀 You will be 𝐚𝐫𝐫𝐞𝐬𝐭𝐞𝐝 😀", &floor, "en");
    assert_eq!(found, one("criminal_threat", Severity::Block, "𝐚𝐫𝐫𝐞𝐬𝐭𝐞𝐝"));
    let found = words("😀，您会坐牢。", &floor, "zh-CN");
    assert_eq!(found, one("criminal_threat", Severity::Block, "坐牢"));
}

#[test]
fn disguises_do_not_help() {
    let floor = floor();
    for text in [
        "ＡＲＲＥＳＴＥＤ",
        "ar\u{200b}res\u{ad}ted",
        "аrrеstеd",
        "a r r e s t e d",
        "A.R.R.E.S.T.E.D",
        "àrrestéd",
    ] {
        assert!(
            words(text, &floor, "en")
                .iter()
                .any(|found| found.0 == "criminal_threat"),
            "{text}"
        );
    }
    for text in ["坐 牢", "坐*牢", "坐\u{200b}牢"] {
        assert_eq!(words(text, &floor, "zh")[0].0, "criminal_threat", "{text}");
    }
    assert_eq!(words("打斷你的腿", &floor, "zh-Hant")[0].0, "threat");
}

#[test]
fn words_are_whole() {
    assert_eq!(words("Clarrested, prejail, begin", &floor(), "en"), []);
}

#[test]
fn what_is_denied_is_for_a_person_to_read() {
    let floor = floor();
    for text in [
        "We will not tell your employer.",
        "Nobody will tell your employer.",
        "We never tell your employer.",
    ] {
        let found = one("third_party_exposure", Severity::Review, "tell your employer");
        assert_eq!(words(text, &floor, "en"), found, "{text}");
    }
    let blocked = words("If you do not pay we tell your employer.", &floor, "en");
    assert_eq!(
        blocked,
        one("third_party_exposure", Severity::Block, "tell your employer")
    );
    let denied = words("我们绝不会把您的事告诉您的家人", &floor, "zh");
    assert_eq!(denied, one("third_party_exposure", Severity::Review, "告诉您的家人"));
}

#[test]
fn capitals_and_exclamation_marks_are_to_be_read_again() {
    let floor = floor();
    let shout = words("Please READ THIS TODAY. Thank you", &floor, "en");
    assert_eq!(shout, one("false_urgency", Severity::Review, "READ THIS TODAY"));
    assert_eq!(
        words("谢谢！！", &floor, "zh"),
        one("false_urgency", Severity::Review, "！！")
    );
    assert_eq!(words("Thank you! Your IBAN is GB12 3456.", &floor, "en"), []);
}

#[test]
fn every_lexicon_is_read_where_the_locale_does_not_tell() {
    let floor = floor();
    for locale in ["en", "zh", "zh-Hans-CN", "ZH_cn", "xx", "fr-CA", ""] {
        assert_eq!(words("坐牢", &floor, locale)[0].0, "criminal_threat", "{locale}");
        assert_eq!(
            words("You will be arrested", &floor, locale)[0].0,
            "criminal_threat",
            "{locale}"
        );
    }
}

fn market(rules: &str) -> Pack {
    let head = r#"{"schema":1,"market":"XX","asOf":"2026-11-22","reviewBy":"2027-11-22","sources":[{"id":"S","title":"S"}],"rules":["#;
    let mut markets = wire::markets().unwrap();
    markets
        .add(wire::market(&[head, rules, "]}"].concat()).unwrap())
        .unwrap();
    markets.resolve("XX").unwrap()
}

#[test]
fn a_market_names_its_own_rule_and_may_be_stricter() {
    let text = "This is urgent.";
    let rule =
        r#"{"id":"XX.1","kind":"language","summary":"S.","src":["S"],"confidence":"primary","code":"false_urgency""#;
    for (more, severity) in [
        ("", Severity::Review),
        (r#","severity":"block""#, Severity::Block),
        (r#","severity":"review""#, Severity::Review),
    ] {
        let found = review(text, &market(&[rule, more, "}"].concat()), "en").unwrap();
        assert_eq!((found[0].rule.as_str(), found[0].severity), ("XX.1", severity));
    }
    let mild = market(&[rule, r#","severity":"review"}"#].concat());
    let blocked = words("Pay within 2 hours or else", &mild, "en");
    assert!(
        blocked
            .iter()
            .any(|found| (found.0, found.1) == ("false_urgency", Severity::Block))
    );
}

#[test]
fn a_market_may_have_phrases_of_its_own() {
    let rule = r#"{"id":"XX.1","kind":"language","summary":"S.","src":["S"],"confidence":"primary","code":"shame","items":["Mangangu* .. utang"]}"#;
    let found = words(
        "Ikaw ay mangungutang ng utang; MANGANGUTANG ka ng utang",
        &market(rule),
        "fil",
    );
    assert_eq!(found, one("shame", Severity::Block, "MANGANGUTANG ka ng utang"));
    for item in [".. utang", "a?", "a  b", "|"] {
        let text = rule.replace("Mangangu* .. utang", item);
        let head = r#"{"schema":1,"market":"XX","asOf":"2026-11-22","reviewBy":"2027-11-22","sources":[{"id":"S","title":"S"}],"rules":["#;
        let error = wire::market(&[head, &text, "]}"].concat()).unwrap_err();
        assert_eq!(
            (error.code(), error.path()),
            ("INPUT", Some("pack.rules[0].items")),
            "{item}"
        );
    }
}

#[test]
fn a_shipped_market_names_its_law() {
    let mut markets = wire::markets().unwrap();
    markets
        .add(wire::market(&file("pkg/markets/US.json")).unwrap())
        .unwrap();
    let found = review("You moron. Tell your boss.", &markets.resolve("US").unwrap(), "en-US").unwrap();
    assert_eq!(
        (found[0].code, found[0].rule.as_str()),
        ("obscene", "US.banned_language[2]")
    );
}

#[test]
fn lexicons_are_right_and_no_group_is_missing() {
    for language in ["en", "zh"] {
        let lines = file(&format!("pkg/lexicons/{language}.txt"));
        let json = serde_json::json!({ "language": language, "schema": 1, "lines": lines }).to_string();
        assert!(wire::lexicon(&json).is_ok(), "{language}");
        let groups: Vec<&str> = lines
            .lines()
            .filter_map(|line| line.strip_prefix('@')?.split(' ').next())
            .collect();
        for word in lines.split(['\n', ' ', '|']).filter_map(|word| word.strip_prefix('$')) {
            assert!(groups.contains(&word.trim_end_matches('?')), "{language} {word}");
        }
    }
}

#[test]
fn long_texts_are_read_in_full_and_longer_ones_refused() {
    let floor = floor();
    let long = ["a ".repeat(9_990).as_str(), "arrested"].concat();
    assert_eq!(review(&long, &floor, "en").unwrap()[0].start, 19_980);
    assert_eq!(
        review(&"还".repeat(20_001), &floor, "zh").unwrap_err().path(),
        Some("text")
    );
    for text in ["", " ", "!", ".", "a", "你", "\u{200b}", "a b c d e f g", "😀"] {
        assert_eq!(words(text, &floor, "en"), [], "{text}");
    }
}
