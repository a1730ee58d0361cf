//! What a host hands in is read strictly: it is understood or refused with its path, and never a panic.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by panicking, and its figures are far from the limits"
)]

#[path = "common/any.rs"]
mod any_terms;
#[path = "common/loan.rs"]
mod loan;

use any_terms::fixed;
use predue::calendar::{CivilDate, Instant};
use predue::money::{Minor, Rate, RoundingMode};
use predue::{Error, wire};
use proptest::prelude::*;
use proptest::sample::Index;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// A wallet with every key of the contract.
const EVERYTHING: &str = include_str!("wallets/everything.json");

const NOW: &str = "2026-11-22T09:30:00+08:00";

fn everything() -> Value {
    serde_json::from_str(EVERYTHING).expect("the wallet is JSON")
}

/// Where each value of a document stands, as JSON pointer and as the contract writes paths; the document itself first.
fn places(value: &Value, pointer: &str, path: &str, places: &mut Vec<(String, String)>) {
    places.push((pointer.to_owned(), path.to_owned()));
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                self::places(value, &format!("{pointer}/{key}"), &format!("{path}.{key}"), places);
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                self::places(
                    value,
                    &format!("{pointer}/{index}"),
                    &format!("{path}[{index}]"),
                    places,
                );
            }
        }
        _ => {}
    }
}

fn all_places(wallet: &Value) -> Vec<(String, String)> {
    let mut all = Vec::new();
    places(wallet, "", "wallet", &mut all);
    all
}

/// Refused as the contract allows, with a path inside the wallet.
fn check_refusal(error: &Error) -> Result<(), TestCaseError> {
    let codes = ["INPUT", "RANGE", "UNSUPPORTED", "MARKET_UNKNOWN"];
    prop_assert!(codes.contains(&error.code()), "{:?}", error);
    let path = error.path().unwrap_or_default();
    prop_assert!(path.starts_with("wallet"), "{:?} at \"{}\"", error, path);
    prop_assert!(!error.to_string().is_empty());
    Ok(())
}

/// Reads a wallet and asks for all there is to know about it.
fn ask(json: &str) -> Result<(), TestCaseError> {
    let wallet = match wire::wallet(json) {
        Ok(wallet) => wallet,
        Err(error) => return check_refusal(&error),
    };
    let now = wire::instant(NOW)?;
    if let Err(error) = predue::outlook(&wallet, &now, None) {
        check_refusal(&error)?;
    }
    for account in &wallet.accounts {
        if let Err(error) = predue::schedule(&wallet, &account.id, &now) {
            check_refusal(&error)?;
        }
    }
    Ok(())
}

/// Any JSON, often such that it nearly fits somewhere.
fn any_json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-3..400_i64).prop_map(Value::from),
        prop::sample::select(
            &[
                "",
                "0",
                "1",
                "-0.5",
                "0.1",
                "100",
                "1e3",
                "2026-02-29",
                "2028-02-29",
                "2299-12-31",
                "9999-12-31",
                "CNY",
                "XXX",
                "loan",
                "card",
                "dues",
                "day",
                "month",
                "24:00",
                "actual/360",
                "equal-principal",
                "flat",
                "interest",
                "none",
            ][..]
        )
        .prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    scalar.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..3).prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(fixed(256))]

    #[test]
    fn a_mutated_wallet_is_read_or_refused(mutations in prop::collection::vec((any::<Index>(), any_json(), 0..4_u8), 1..4)) {
        let mut wallet = everything();
        for (place, value, how) in mutations {
            let all = all_places(&wallet);
            let (pointer, _) = &all[place.index(all.len())];
            let (parent, key) = pointer.rsplit_once('/').unwrap_or_default();
            match (how, wallet.pointer_mut(parent)) {
                (0, Some(Value::Object(fields))) => { fields.remove(key); }
                (1, Some(Value::Object(fields))) => { fields.insert(value.to_string(), value); }
                (1, Some(Value::Array(values))) => { values.push(value); }
                // A key of an earlier mutation may be none that a pointer can name.
                _ => {
                    if let Some(place) = wallet.pointer_mut(pointer) {
                        *place = value;
                    }
                }
            }
        }
        ask(&wallet.to_string())?;
    }

    /// Also what is no JSON any more.
    #[test]
    fn a_garbled_text_is_read_or_refused(cuts in prop::collection::vec((any::<Index>(), 0..30_usize, "\\PC{0,3}"), 1..4)) {
        let mut text: Vec<char> = EVERYTHING.chars().collect();
        for (place, length, instead) in cuts {
            let from = place.index(text.len());
            let to = text.len().min(from + length);
            text.splice(from..to, instead.chars());
        }
        ask(&text.into_iter().collect::<String>())?;
    }

    #[test]
    fn any_text_is_read_or_refused(text in prop_oneof![any::<String>(), "[\\[{\"\\\\u0-9a-f:,eE.+ \\]}-]{0,40}"]) {
        ask(&text)?;
        for read in [wire::outlook_options(&text).err(), wire::instant(&text).err()].into_iter().flatten() {
            prop_assert!(["INPUT", "RANGE"].contains(&read.code()), "{:?}", read);
            prop_assert!(read.path().is_some_and(|path| path.starts_with("options") || path == "at"), "{:?}", read);
        }
    }

    #[test]
    fn an_unknown_key_is_named_by_its_path(place in any::<Index>(), value in any_json(), key in "[a-z]{3,8}X") {
        let mut wallet = everything();
        let all = all_places(&wallet);
        let objects: Vec<&(String, String)> =
            all.iter().filter(|(pointer, _)| wallet.pointer(pointer).is_some_and(Value::is_object)).collect();
        let (pointer, path) = objects[place.index(objects.len())];
        wallet.pointer_mut(pointer).expect("a place")[&key] = value;
        let error = wire::wallet(&wallet.to_string()).expect_err("an unknown key");
        let path = format!("{path}.{key}");
        prop_assert_eq!((error.code(), error.path()), ("INPUT", Some(path.as_str())));
    }

    #[test]
    fn a_value_of_another_type_is_named_by_its_path(place in any::<Index>(), by_list in any::<bool>()) {
        let mut wallet = everything();
        let all = all_places(&wallet);
        let (pointer, path) = &all[place.index(all.len())];
        let value = wallet.pointer_mut(pointer).expect("a place");
        let other = if by_list && !value.is_array() || value.is_object() { json!([[]]) } else { json!({}) };
        *value = other;
        let error = wire::wallet(&wallet.to_string()).expect_err("another type");
        prop_assert_eq!((error.code(), error.path()), ("INPUT", Some(path.as_str())), "{}", error);
    }

    #[test]
    fn a_number_that_is_not_whole_is_no_money(
        place in any::<Index>(),
        number in prop_oneof![Just("1.0"), Just("0.5"), Just("1e3"), Just("1E2"), Just("-0.0"), Just("9007199254740992"), Just("1e400")],
    ) {
        let wallet = everything();
        let mut all = all_places(&wallet);
        all.retain(|(pointer, _)| {
            let key = pointer.rsplit('/').next().unwrap_or_default();
            ["principal", "balloon", "multiple", "amount", "balance", "minimum", "floor", "limit", "max"].contains(&key)
                && wallet.pointer(pointer).is_some_and(Value::is_number)
        });
        let (pointer, path) = &all[place.index(all.len())];
        let mut wallet = wallet.clone();
        *wallet.pointer_mut(pointer).expect("a place") = json!("the number");
        let error = wire::wallet(&wallet.to_string().replace("\"the number\"", number)).expect_err("no amount");
        let code = if number.starts_with('9') { "RANGE" } else { "INPUT" };
        prop_assert_eq!((error.code(), error.path()), (code, Some(path.as_str())), "{}", error);
    }

    #[test]
    fn dates_are_read_as_they_are_written(day in any_terms::day(), days in -30_000..30_000_i32) {
        prop_assert_eq!(day.to_string().parse::<CivilDate>()?, day);
        let other = day.plus_days(days)?;
        prop_assert_eq!(day.days_until(other), days);
        prop_assert_eq!(other.plus_days(-days)?, day);
        prop_assert_eq!(other.day_number() - day.day_number(), days);
        prop_assert_eq!(other.to_string().cmp(&day.to_string()), other.cmp(&day));
        prop_assert_eq!(i32::from(other.weekday()), (i32::from(day.weekday()) - 1 + days).rem_euclid(7) + 1);
    }

    #[test]
    fn only_days_that_exist_are_read(year in 1_890_u32..2_310, month in 0_u32..15, day in 0_u32..34) {
        let text = format!("{year:04}-{month:02}-{day:02}");
        let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 => 28 + u32::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        match text.parse::<CivilDate>() {
            Ok(date) => {
                prop_assert!((1..=days).contains(&day) && (1900..2300).contains(&year));
                prop_assert_eq!(date.to_string(), text);
            }
            Err(error) if (1..=days).contains(&day) => prop_assert_eq!((error.code(), (1900..2300).contains(&year)), ("RANGE", false)),
            Err(error) => prop_assert_eq!(error.code(), "INPUT"),
        }
    }

    #[test]
    fn instants_are_read_as_they_are_written(
        day in any_terms::day(),
        second in 0_u32..86_400,
        offset in -14 * 60..=14 * 60_i32,
        fraction in prop_oneof![Just(String::new()), "\\.[0-9]{1,9}"],
    ) {
        let sign = if offset < 0 { '-' } else { '+' };
        let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
        let clock = format!("{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60);
        let text = format!("{day}T{clock}{fraction}{sign}{hours:02}:{minutes:02}");
        let instant: Instant = text.parse()?;
        prop_assert_eq!((instant.date(), instant.second_of_day(), i32::from(instant.offset_minutes())), (day, second, offset));
        prop_assert_eq!(instant.to_string(), text);
    }

    #[test]
    fn an_instant_is_nothing_else(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}[T t][0-9:]{5,8}(Z|z|[+-][0-9:]{4,6})?") {
        if let Ok(instant) = text.parse::<Instant>() {
            prop_assert_eq!(instant.to_string(), text.clone());
            prop_assert_eq!(instant.date().to_string(), &text[..10]);
        }
    }

    #[test]
    fn rates_are_read_as_they_are_written(digits in 0_u64..=1_000_000_000_000, decimals in 0_usize..=10, zeros in 0_usize..4) {
        let text = written(digits, decimals);
        let exact: Decimal = text.parse().expect("a decimal");
        let padded = if decimals == 0 { text.clone() } else { text.clone() + &"0".repeat(zeros) };
        match padded.parse::<Rate>() {
            Ok(rate) => {
                prop_assert!(exact <= Decimal::from(100));
                prop_assert_eq!(printed(rate)?, exact.normalize().to_string());
                prop_assert_eq!(rate, text.parse::<Rate>()?);
            }
            Err(error) => prop_assert!(error.code() == "RANGE" && exact > Decimal::from(100), "{} {}", error, text),
        }
    }

    #[test]
    fn rates_compare_as_decimals_do(one in (0_u64..20_000_000, 0_usize..=7), other in (0_u64..20_000_000, 0_usize..=7)) {
        let (one, other) = (written(one.0, one.1), written(other.0, other.1));
        prop_assume!(one.len() < 9 && other.len() < 9);
        if let (Ok(a), Ok(b)) = (one.parse::<Rate>(), other.parse::<Rate>()) {
            let (x, y): (Decimal, Decimal) = (one.parse().expect("a decimal"), other.parse().expect("a decimal"));
            prop_assert_eq!(a.cmp(&b), x.cmp(&y));
        }
    }

    #[test]
    fn a_rate_is_nothing_else(text in prop_oneof!["[0-9.+-]{0,6}", "[0-9]{1,3}[.,eE%][0-9]{0,12}", any::<String>()]) {
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_decimal = text.split_once('.').map_or(plain(&text), |(whole, decimals)| plain(whole) && plain(decimals));
        prop_assert_eq!(text.parse::<Rate>().is_err_and(|error| error.code() == "INPUT"), !is_decimal, "{}", text);
    }
}

/// A whole number with its point moved.
fn written(digits: u64, decimals: usize) -> String {
    let padded = format!("{digits:0>width$}", width = decimals + 1);
    let (whole, fraction) = padded.split_at(padded.len() - decimals);
    if decimals == 0 {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    }
}

/// A rate as the shortest decimal: its share of ten billion units is whole.
fn printed(rate: Rate) -> predue::Result<String> {
    let units = Minor::new(10_000_000_000)?.share(rate, RoundingMode::Down)?.get();
    Ok(Decimal::new(units, 10).normalize().to_string())
}

#[test]
fn the_wallet_with_everything_is_read() {
    let wallet = wire::wallet(EVERYTHING).expect("the wallet is valid");
    assert_eq!(wallet.accounts.len(), 3);
    ask(EVERYTHING).expect("its figures are computed or refused");
}

/// A wallet with one loan and these late terms.
fn with_late(late: &Value) -> Value {
    let mut account = loan::account("loan", "EUR", &json!({ "kind": "dues", "dues": [] }));
    account["late"] = late.clone();
    loan::wallet(&[account], &[])
}

#[test]
fn late_terms_that_contradict_themselves_are_refused_with_their_path() {
    let refused = [
        (
            json!({ "fees": [{ "kind": "flat", "afterDays": 3 }] }),
            "INPUT",
            "late.fees[0].amount",
        ),
        (
            json!({ "fees": [{ "kind": "flat", "amount": 1, "share": "0.1", "afterDays": 3 }] }),
            "INPUT",
            "late.fees[0].share",
        ),
        (
            json!({ "fees": [{ "kind": "flat", "amount": 1, "of": "overdue", "afterDays": 3 }] }),
            "INPUT",
            "late.fees[0].of",
        ),
        (
            json!({ "fees": [{ "kind": "share", "share": "0.1", "afterDays": 3 }] }),
            "INPUT",
            "late.fees[0].of",
        ),
        (
            json!({ "fees": [{ "kind": "share", "share": "1.1", "of": "overdue", "afterDays": 3 }] }),
            "INPUT",
            "late.fees[0].share",
        ),
        (
            json!({ "fees": [{ "kind": "share", "amount": 1, "share": "0.1", "of": "overdue", "afterDays": 3 }] }),
            "INPUT",
            "late.fees[0].amount",
        ),
        (
            json!({ "fees": [{ "kind": "flat", "amount": -1, "afterDays": 3 }] }),
            "INPUT",
            "late.fees[0].amount",
        ),
        (
            json!({ "fees": [{ "kind": "flat", "amount": 1 }] }),
            "INPUT",
            "late.fees[0].afterDays",
        ),
        (json!({ "interest": { "of": "overdue" } }), "INPUT", "late.interest"),
        (
            json!({ "interest": { "annualRate": "0.1", "dailyRate": "0.1", "of": "overdue" } }),
            "INPUT",
            "late.interest",
        ),
        (
            json!({ "interest": { "dailyRate": "0.1", "of": "overdue", "dayCount": "30/360" } }),
            "INPUT",
            "late.interest.dayCount",
        ),
        (
            json!({ "interest": { "dailyRate": "0.1", "of": "principal" } }),
            "INPUT",
            "late.interest.of",
        ),
        (
            json!({ "milestones": [{ "afterDays": 3, "code": "shame" }] }),
            "INPUT",
            "late.milestones[0].code",
        ),
        (json!({ "graceDays": 367 }), "RANGE", "late.graceDays"),
        (json!({ "graceDays": 1.5 }), "INPUT", "late.graceDays"),
    ];
    for (late, code, path) in refused {
        let error = wire::wallet(&with_late(&late).to_string()).expect_err("refused");
        assert_eq!(
            (error.code(), error.path()),
            (code, Some(format!("wallet.accounts[0].{path}").as_str())),
            "{late}"
        );
    }
}

#[test]
fn the_days_of_a_projection_are_read_strictly() {
    assert_eq!(
        wire::projection_options(r#"{ "days": [0, 90] }"#).expect("days").days,
        Some(vec![0, 90])
    );
    assert_eq!(wire::projection_options("{}").expect("none").days, None);
    for (options, code, path) in [
        (r#"{ "days": [1.5] }"#, "INPUT", "options.days[0]"),
        (r#"{ "days": [-1] }"#, "RANGE", "options.days[0]"),
        (r#"{ "days": [3661] }"#, "RANGE", "options.days[0]"),
        (r#"{ "days": 30 }"#, "INPUT", "options.days"),
        (r#"{ "day": [30] }"#, "INPUT", "options.day"),
    ] {
        let error = wire::projection_options(options).expect_err("refused");
        assert_eq!((error.code(), error.path()), (code, Some(path)));
    }
    let many = format!(r#"{{ "days": {:?} }}"#, vec![1; 401]);
    assert_eq!(wire::projection_options(&many).expect_err("refused").code(), "RANGE");
}
