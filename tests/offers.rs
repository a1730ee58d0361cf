//! Ways out: each is what its events make of the account, keeps to its limits, and none is beaten by another.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and its figures are far from the limits"
)]

#[path = "common/any.rs"]
mod any_terms;
#[path = "../examples/replay/case.rs"]
mod case;
#[path = "../examples/parity/contract.rs"]
mod contract;
#[path = "common/loan.rs"]
mod loan;

use any_terms::fixed;
use loan::Loan;
use predue::account::{Event, EventKind, OfferKind, Wallet};
use predue::calendar::{CivilDate, Period};
use predue::market::Markets;
use predue::offer::{Offer, OfferBook, Situation, measure};
use predue::params::Param;
use predue::{Result, wire};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs::read_to_string;
use std::path::Path;

type Checked = std::result::Result<(), TestCaseError>;

fn day(text: &str) -> CivilDate {
    text.parse().expect("a day")
}

fn month() -> Value {
    json!({ "n": 1, "unit": "month" })
}

const PACKS: [&str; 6] = ["none", "CN", "FR", "BR", "GB", "KR"];

thread_local! {
    static MARKETS: Markets = markets().expect("packs");
}

fn markets() -> Result<Markets> {
    let mut markets = wire::markets()?;
    for pack in ["EU", "CN", "FR", "BR", "GB", "KR"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("pkg/markets/{pack}.json"));
        markets.add(wire::market(&read_to_string(path).expect("a pack"))?)?;
    }
    Ok(markets)
}

fn read(wallet: &Value) -> Result<Wallet> {
    MARKETS.with(|markets| wire::wallet_in(&wallet.to_string(), markets))
}

fn book(wallet: &Value, account: &str, today: CivilDate, situation: &Value) -> Result<OfferBook> {
    let situation = wire::situation(&situation.to_string())?;
    predue::offers(&read(wallet)?, account, &wire::instant(&loan::at(today))?, &situation)
}

fn find(book: &OfferBook, kind: OfferKind) -> &Offer {
    let found = book.offers.iter().find(|offer| offer.kind == kind);
    found.unwrap_or_else(|| panic!("no {kind:?} in {book:#?}"))
}

fn refusal(book: &OfferBook, kind: OfferKind) -> Option<&'static str> {
    book.refused.iter().find(|told| told.kind == kind).map(|told| told.code)
}

fn amount(params: &predue::params::Params, name: &str) -> i64 {
    match params.get(name) {
        Some(Param::Number(number)) => *number,
        other => panic!("{name} is {other:?}"),
    }
}

/// 1,200.00 at 12 % in twelve months from January: 106.62 each.
fn level() -> Loan {
    Loan::level(120_000, "0.12", 12, day("2026-01-01"))
}

fn with(plan: &Value, more: &Value) -> Value {
    let mut account = loan::account("loan", "EUR", plan);
    for (key, value) in more.as_object().expect("an object") {
        account[key] = value.clone();
    }
    loan::wallet(&[account], &[])
}

const ALL: [&str; 11] = [
    "move-due-date",
    "defer",
    "interest-only",
    "extend-term",
    "lower-instalment",
    "re-age",
    "re-amortise",
    "rate-cut",
    "fee-waiver",
    "settlement",
    "early-payment-reward",
];

/// Each published case with a way out that stands, its events from there on handed over as those of an offer: measured, it has the
/// published rows.
#[test]
fn published_ways_out_are_measured_as_published() -> case::Outcome<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/fineract.json");
    let file: Value = serde_json::from_str(&read_to_string(path)?)?;
    let mut met = 0;
    for case in file["cases"].as_array().into_iter().flatten() {
        let account = case::account(case)?;
        let is_way_out = |event: &Event| {
            matches!(
                event.kind,
                EventKind::ReAge(_)
                    | EventKind::ReAmortise
                    | EventKind::Reschedule(_)
                    | EventKind::InterestPause(_)
                    | EventKind::RateChange(_)
                    | EventKind::Waiver { .. }
            )
        };
        let Some(place) = account.events.iter().position(is_way_out) else {
            continue;
        };
        let mut before = read(&contract::wallet(&account)?)?;
        let events = before.accounts[0].events.split_off(place);
        let at = wire::instant(&loan::at(case::date(&case["as_of"])?))?;
        let measured = measure(&before, "replay", &at, &Situation::default(), &events)?;
        met += 1;
        let published = case::rows(case)?;
        assert_eq!(measured.rows.len(), published.len(), "{}", case["id"]);
        let mut to_pay = 0;
        for (row, published) in measured.rows.iter().zip(&published) {
            let ours = json!({
                "date": row.date.to_string(), "principal": row.due.principal.get(), "interest": row.due.interest.get(),
                "fees": row.due.fees.get(), "penalties": row.due.penalty.get(), "total": row.due.total.get(),
                "paid": row.paid.total.get(), "outstanding": row.outstanding.total.get(), "balance": row.balance.get(),
            });
            for (key, value) in ours.as_object().into_iter().flatten() {
                assert_eq!(value, &published[key], "{key} of row {} of {}", row.number, case["id"]);
            }
            to_pay += published["outstanding"].as_i64().unwrap_or_default();
        }
        assert_eq!(measured.figures.to_pay.total.get(), to_pay, "{}", case["id"]);
    }
    assert_eq!(met, 44);
    Ok(())
}

/// Where an offer is what a published case agreed on, its rows are the published ones.
#[test]
fn a_re_age_over_the_instalments_left_is_the_event_of_that_name() -> Result<()> {
    let today = day("2026-03-15");
    let wallet = with(&level().plan(), &json!({}));
    let book = book(&wallet, "loan", today, &json!({ "reason": "emergency" }))?;
    let offer = find(&book, OfferKind::ReAge);
    let expected = json!([{
        "kind": "re-age", "date": "2026-03-15", "firstDue": "2026-04-01", "count": 10, "every": month(),
    }]);
    let events: Value = serde_json::from_str(&wire::json_text(&offer.events)?).expect("JSON");
    assert_eq!(events, expected);
    assert!(offer.cures_arrears && !offer.binding && offer.expires.is_none());
    assert_eq!(offer.figures.first, Some(day("2026-04-01")));
    assert_eq!(offer.figures.last, book.keep.last);
    assert_eq!(refusal(&book, OfferKind::MoveDueDate), Some("before-due-only"));
    assert_eq!(refusal(&book, OfferKind::Defer), Some("before-due-only"));
    Ok(())
}

#[test]
fn keeping_and_waiting_are_measured_alike() -> Result<()> {
    let late = json!({ "late": { "fees": [{ "kind": "flat", "amount": 500, "afterDays": 5 }] } });
    let book = book(&with(&level().plan(), &late), "loan", day("2026-01-15"), &json!({}))?;
    let keep = &book.keep;
    assert_eq!((keep.count, keep.first), (12, Some(day("2026-02-01"))));
    assert_eq!((keep.per_month.get(), keep.cost_more.get()), (10_662, 0));
    let rate = keep.apr.expect("a rate").to_string();
    assert!(rate.starts_with("0.12"), "{rate}");
    // February's is paid on 3 March with March's, five hundred and a month's interest on February's principal later.
    let wait = &book.wait;
    assert_eq!(wait.first, Some(day("2026-03-03")));
    assert_eq!(wait.to_pay.penalty.get(), 500);
    assert!(
        wait.cost_more.get() > 500 && wait.cost_more < wait.to_pay.interest,
        "{wait:?}"
    );
    Ok(())
}

#[test]
fn due_days_move_behind_the_payday() -> Result<()> {
    let wallet = with(&level().plan(), &json!({}));
    let situation = json!({ "reason": "income-late", "payday": 25 });
    let book = book(&wallet, "loan", day("2026-01-15"), &situation)?;
    let offer = &book.offers[0];
    assert_eq!(
        (offer.kind, offer.figures.first),
        (OfferKind::MoveDueDate, Some(day("2026-02-26")))
    );
    let dues = json!({ "kind": "dues", "dues": [
        { "id": "a", "date": "2026-02-01", "principal": 100 }, { "id": "b", "date": "2026-02-26", "principal": 200 },
        { "id": "c", "date": "2026-03-28", "principal": 300 },
    ] });
    let book = self::book(&with(&dues, &json!({})), "loan", day("2026-01-15"), &situation)?;
    assert_eq!(
        refusal(&book, OfferKind::MoveDueDate),
        Some("not-for-product"),
        "25 days apart"
    );
    Ok(())
}

/// What is too small is refused with the least that will do, and that does.
#[test]
fn an_instalment_that_is_too_small_is_told_the_least_that_will_do() -> Result<()> {
    let wallet = with(&level().plan(), &json!({}));
    let asked = |named: i64| book(&wallet, "loan", day("2026-01-15"), &json!({ "payPerMonth": named }));
    let refused = asked(1_000)?;
    let told = refused
        .refused
        .iter()
        .find(|told| told.kind == OfferKind::LowerInstalment)
        .expect("a refusal");
    assert_eq!(told.code, "too-small");
    let least = amount(&told.params, "least");
    assert_eq!(
        refusal(&asked(least - 1)?, OfferKind::LowerInstalment),
        Some("too-small")
    );
    let book = asked(least)?;
    assert_eq!(find(&book, OfferKind::LowerInstalment).figures.per_month.get(), least);
    assert_eq!(find(&book, OfferKind::LowerInstalment).figures.count, 60);
    assert_eq!(find(&book, OfferKind::LowerInstalment).affordable, Some(true));
    Ok(())
}

#[test]
fn a_policy_bounds_and_binds() -> Result<()> {
    let policy = json!({ "policy": {
        "kinds": ["defer", "settlement", "rate-cut", "extend-term"], "maxCount": 15, "maxDeferDays": 20, "expiresDays": 14,
        "rateCut": "0.5", "settlement": "0.6", "newPlanFee": 300,
    } });
    let book = book(&with(&level().plan(), &policy), "loan", day("2026-01-15"), &json!({}))?;
    assert!(
        book.offers
            .iter()
            .all(|offer| offer.binding && offer.expires == Some(day("2026-01-29")))
    );
    assert_eq!(refusal(&book, OfferKind::Defer), Some("defer-maximum"));
    assert_eq!(refusal(&book, OfferKind::InterestOnly), Some("not-in-policy"));
    let extended: Vec<u32> = book
        .offers
        .iter()
        .filter(|offer| offer.kind == OfferKind::ExtendTerm)
        .map(|offer| offer.figures.count)
        .collect();
    assert!(extended.iter().all(|count| *count == 15), "{extended:?}");
    let settled = find(&book, OfferKind::Settlement);
    assert_eq!(settled.figures.count, 1);
    let (settles, let_off) = (
        amount(&settled.message.params, "settles"),
        amount(&settled.message.params, "letOff"),
    );
    assert_eq!(settled.figures.to_pay.total.get(), settles);
    // A fortnight of January's interest has run: 1,200 × 14 ÷ 31 = 542.
    assert_eq!(settles + let_off, 120_542);
    assert_eq!(settles, 72_325);
    Ok(())
}

#[test]
fn what_paying_early_saves_is_a_fact_with_a_day() -> Result<()> {
    let policy = json!({ "policy": { "kinds": ["early-payment-reward"], "earlyPayment": { "share": "0.05", "beforeDays": 7 } } });
    let wallet = with(&level().plan(), &policy);
    let offers = book(&wallet, "loan", day("2026-01-15"), &json!({}))?;
    let offer = find(&offers, OfferKind::EarlyPaymentReward);
    assert_eq!(amount(&offer.message.params, "saved"), 533);
    assert_eq!(
        offer.message.params.get("payBy"),
        Some(&Param::Text("2026-01-25".to_owned()))
    );
    assert_eq!(offer.figures.cost_more.get(), -533);
    let late = book(&wallet, "loan", day("2026-01-26"), &json!({}))?;
    assert_eq!(refusal(&late, OfferKind::EarlyPaymentReward), Some("too-late"));
    Ok(())
}

#[test]
fn every_kind_says_why_it_does_nothing() -> Result<()> {
    let paid = json!({ "events": [{ "kind": "repayment", "date": "2026-01-02", "amount": 200_000 }] });
    let book_of = |more: &Value| book(&with(&level().plan(), more), "loan", day("2026-01-15"), &json!({}));
    let settled = book_of(&paid)?;
    assert!(settled.offers.is_empty());
    assert!(settled.refused.len() == 11 && settled.refused.iter().all(|told| told.code == "nothing-owed"));
    let arranged = book_of(&json!({ "hold": "hardship" }))?;
    assert_eq!(refusal(&arranged, OfferKind::ExtendTerm), Some("in-arrangement"));
    let plain = book_of(&json!({}))?;
    for (kind, code) in [
        (OfferKind::MoveDueDate, "no-payday"),
        (OfferKind::LowerInstalment, "no-amount"),
        (OfferKind::ReAge, "no-arrears"),
        (OfferKind::ReAmortise, "nothing-changes"),
        (OfferKind::FeeWaiver, "nothing-to-waive"),
        (OfferKind::Settlement, "not-approved"),
        (OfferKind::EarlyPaymentReward, "not-approved"),
    ] {
        assert_eq!(refusal(&plain, kind), Some(code), "{kind:?}");
    }
    Ok(())
}

/// Half as long again as nothing is nothing: only what a month can bear says how many instalments help.
#[test]
fn a_plan_that_has_ended_is_extended_by_what_a_month_can_bear() -> Result<()> {
    let mut wallet = with(&level().plan(), &json!({}));
    let ended = day("2027-03-10");
    let plain = book(&wallet, "loan", ended, &json!({}))?;
    assert_eq!(refusal(&plain, OfferKind::ExtendTerm), Some("nothing-to-come"));
    wallet["funds"] = json!({ "currency": "EUR", "balance": 0, "flows": [
        { "label": "Salary", "amount": 20_000, "date": "2027-03-25", "every": month(), "kind": "in" },
    ] });
    let bearable = book(&wallet, "loan", ended, &json!({}))?;
    let offer = find(&bearable, OfferKind::ExtendTerm);
    assert!(
        offer.figures.count > 3 && offer.figures.per_month.get() <= 20_000,
        "{offer:?}"
    );
    Ok(())
}

#[test]
fn how_much_less_a_month_asks_for_is_told_where_it_is_less() -> Result<()> {
    let wallet = with(&level().plan(), &json!({}));
    let book = book(&wallet, "loan", day("2026-01-15"), &json!({ "reason": "income-loss" }))?;
    for offer in &book.offers {
        let less = book.keep.per_month.get() - offer.figures.per_month.get();
        let told = offer.message.params.get("less");
        assert_eq!(told, Some(&Param::Number(less)).filter(|_| less > 0), "{}", offer.id);
    }
    assert!(amount(&find(&book, OfferKind::ExtendTerm).message.params, "less") > 0);
    Ok(())
}

/// With funds an offer is put on the cash path in place of the account's own dues.
#[test]
fn what_would_take_the_reserve_is_not_affordable() -> Result<()> {
    let mut wallet = with(&level().plan(), &json!({}));
    wallet["funds"] = json!({ "currency": "EUR", "balance": 15_000, "reserve": 10_000, "flows": [
        { "label": "Salary", "amount": 20_000, "date": "2026-01-25", "every": month(), "kind": "in" },
        { "label": "Rent", "amount": 3_000, "date": "2026-01-28", "every": month(), "kind": "out" },
    ] });
    let book = book(&wallet, "loan", day("2026-01-15"), &json!({}))?;
    for offer in &book.offers {
        let is_small = offer.figures.per_month.get() <= 7_000;
        assert_eq!(
            offer.affordable,
            Some(is_small),
            "{} at {}",
            offer.id,
            offer.figures.per_month
        );
    }
    assert!(book.offers[0].affordable == Some(true), "{:?}", book.offers[0]);
    Ok(())
}

/// Two kinds at once: their events one after the other.
#[test]
fn some_kinds_come_with_another() -> Result<()> {
    let late = json!({ "late": { "fees": [{ "kind": "flat", "amount": 500, "afterDays": 0 }] } });
    let situation = json!({ "reason": "too-many-debts" });
    let cheaper = book(
        &with(&level().plan(), &json!({})),
        "loan",
        day("2026-01-15"),
        &situation,
    )?;
    let both = cheaper
        .offers
        .iter()
        .find(|offer| offer.with == Some(OfferKind::RateCut))
        .expect("a pair");
    assert_eq!(
        (both.id.as_str(), both.kind),
        ("extend-term+rate-cut-18", OfferKind::ExtendTerm)
    );
    let events: Value = serde_json::from_str(&wire::json_text(&both.events)?).expect("JSON");
    assert_eq!(
        events,
        json!([
            { "kind": "rate-change", "date": "2026-01-15", "annualRate": "0.09" },
            { "kind": "re-age", "date": "2026-01-15", "firstDue": "2026-02-01", "count": 18, "every": month() },
        ])
    );
    // Two dues are past, 500 each; what was not booked is booked, and let off.
    let waived = book(&with(&level().plan(), &late), "loan", day("2026-03-15"), &situation)?;
    let both = waived
        .offers
        .iter()
        .find(|offer| offer.with == Some(OfferKind::FeeWaiver))
        .expect("a pair");
    let events: Value = serde_json::from_str(&wire::json_text(&both.events)?).expect("JSON");
    assert_eq!(
        events,
        json!([
            { "kind": "charge", "date": "2026-03-15", "amount": 1_000, "penalty": true },
            { "kind": "waiver", "date": "2026-03-15", "amount": 1_000, "of": "penalty" },
            { "kind": "re-age", "date": "2026-03-15", "firstDue": "2026-04-01", "count": 10, "every": month() },
        ])
    );
    assert_eq!(
        (
            both.figures.to_pay.penalty.get(),
            amount(&both.message.params, "waived")
        ),
        (0, 1_000)
    );
    Ok(())
}

#[test]
fn a_market_holds_down_the_fee_of_a_deferral() -> Result<()> {
    let policy = json!({ "policy": { "kinds": ["defer"], "newPlanFee": 5_000 } });
    let mut wallet = with(&level().plan(), &policy);
    wallet["market"] = json!("FR");
    let book = book(&wallet, "loan", day("2026-01-15"), &json!({}))?;
    let offer = find(&book, OfferKind::Defer);
    // 4 % of the 106.62 that are put off.
    assert_eq!(amount(&offer.message.params, "fee"), 426);
    assert!(
        book.rules.iter().any(|rule| rule.id == "fr-4-deferred"),
        "{:?}",
        book.rules
    );
    Ok(())
}

/// A wallet with policies, funds, a market and a situation.
fn any_case() -> impl Strategy<Value = (Value, Value)> {
    let share = || {
        prop::option::weighted(
            0.7,
            (0..=100_u8).prop_map(|percent| format!("{}.{:02}", percent / 100, percent % 100)),
        )
    };
    let policy = (
        prop::sample::subsequence(ALL.to_vec(), 3..=11),
        prop::option::of(1..80_u16),
        prop::option::of(0..120_u16),
        prop::option::weighted(0.3, 0..20_000_i64),
        (share(), share(), share()),
        prop::option::of((share(), 0..20_u16)),
        prop::option::weighted(0.4, 0..3_000_i64),
    )
        .prop_map(|(kinds, count, days, least, (rate, waiver, settlement), early, fee)| {
            let mut policy = json!({ "kinds": kinds, "expiresDays": 14 });
            let mut set = |key: &str, value: Option<Value>| {
                if let Some(value) = value {
                    policy[key] = value;
                }
            };
            set("maxCount", count.map(|count| json!(count)));
            set("maxDeferDays", days.map(|days| json!(days)));
            set("minInstalment", least.map(|least| json!(least)));
            set("rateCut", rate.map(|rate| json!(rate)));
            set("feeWaiver", waiver.map(|share| json!(share)));
            set("settlement", settlement.map(|share| json!(share)));
            set("newPlanFee", fee.map(|fee| json!(fee)));
            if let Some((Some(share), days)) = early {
                set("earlyPayment", Some(json!({ "share": share, "beforeDays": days })));
            }
            policy
        });
    let funds = prop::option::of((-5_000..500_000_i64, 0..50_000_i64, 0..800_000_i64, 0..28_i32)).prop_map(|funds| {
        funds.map(|(balance, reserve, salary, days)| {
            let date = any_terms::today().plus_days(days).expect("a day").to_string();
            json!({ "currency": "EUR", "balance": balance, "reserve": reserve, "flows": [
                { "label": "Salary", "amount": salary, "date": date, "every": month(), "kind": "in" },
                { "label": "Rent", "amount": salary / 3, "date": date, "every": month(), "kind": "out" },
            ] })
        })
    });
    let situation = (
        prop::option::of(prop::sample::select(
            &[
                "income-loss",
                "income-late",
                "illness",
                "emergency",
                "too-many-debts",
                "other",
            ][..],
        )),
        prop::option::of(0..300_000_i64),
        prop::option::weighted(0.3, 0..100_000_i64),
        prop::option::of(1..=31_u8),
        prop::option::of(1..200_i32),
    )
        .prop_map(|(reason, per_month, now, payday, until)| {
            let mut situation = json!({});
            for (key, value) in [
                ("reason", reason.map(|reason| json!(reason))),
                ("payPerMonth", per_month.map(|amount| json!(amount))),
                ("payNow", now.map(|amount| json!(amount))),
                ("payday", payday.map(|day| json!(day))),
                (
                    "until",
                    until.map(|days| json!(any_terms::today().plus_days(days).expect("a day").to_string())),
                ),
            ] {
                if let Some(value) = value {
                    situation[key] = value;
                }
            }
            situation
        });
    (
        any_terms::any_wallet(),
        prop::collection::vec(prop::option::of(policy), 6),
        funds,
        prop::sample::select(&PACKS[..]),
        situation,
    )
        .prop_map(|(mut wallet, policies, funds, market, situation)| {
            for (account, policy) in wallet["accounts"].as_array_mut().into_iter().flatten().zip(policies) {
                account["currency"] = json!("EUR");
                if let Some(policy) = policy {
                    account["policy"] = policy;
                }
            }
            if let Some(funds) = funds {
                wallet["funds"] = funds;
            }
            wallet["market"] = json!(market);
            (wallet, situation)
        })
}

/// The book of each account of a case that has one.
fn books(wallet: &Value, situation: &Value) -> std::result::Result<Vec<(usize, OfferBook)>, TestCaseError> {
    let mut books = Vec::new();
    for (index, account) in wallet["accounts"].as_array().into_iter().flatten().enumerate() {
        let id = account["id"].as_str().expect("an id");
        match book(wallet, id, any_terms::today(), situation) {
            Ok(book) => books.push((index, book)),
            Err(error) if error.code() == "UNSUPPORTED" => {}
            Err(error) => return Err(TestCaseError::fail(format!("{error}: {wallet}"))),
        }
    }
    Ok(books)
}

fn measures(offer: &Offer) -> [i64; 7] {
    let day = |date: Option<CivilDate>, none: i64| date.map_or(none, |date| date.day_number().into());
    [
        offer.figures.per_month.get(),
        offer.figures.to_pay.total.get(),
        day(offer.figures.last, i64::MIN),
        -day(offer.figures.first, i64::MAX),
        offer.figures.soon.get(),
        i64::from(!offer.cures_arrears),
        offer.affordable.map_or(1, |affordable| if affordable { 0 } else { 2 }),
    ]
}

fn check_offer(wallet: &Value, index: usize, book: &OfferBook, offer: &Offer) -> Checked {
    let today = any_terms::today();
    let mut after = wallet.clone();
    let events: Value = serde_json::from_str(&wire::json_text(&offer.events)?).expect("JSON");
    let account = &mut after["accounts"][index];
    let known = account["events"].as_array().cloned().unwrap_or_default();
    account["events"] = json!([known, events.as_array().cloned().unwrap_or_default()].concat());
    let policy = account["policy"].clone();
    let after = read(&after)?;
    let schedule = predue::schedule(&after, &format!("account {index}"), &wire::instant(&loan::at(today))?)?;
    prop_assert_eq!(&schedule.rows, &offer.rows, "{}", offer.id);
    let figures = &offer.figures;
    let left: i64 = offer.rows.iter().map(|row| row.outstanding.total.get()).sum();
    if wallet["accounts"][index]["plan"]["kind"] != "card" {
        prop_assert_eq!(left, figures.to_pay.total.get(), "{}", offer.id);
    }
    prop_assert_eq!(figures.to_pay.total, figures.to_pay.parts().total());
    prop_assert_eq!(
        figures.cost_more.get(),
        figures.to_pay.total.get() - book.keep.to_pay.total.get()
    );
    prop_assert!(figures.largest <= figures.per_month && figures.per_month <= figures.to_pay.total);
    if offer.cures_arrears {
        let past = offer
            .rows
            .iter()
            .filter(|row| row.date < today && !row.id.to_string().starts_with("next"));
        prop_assert!(
            past.map(|row| row.outstanding.total.get()).sum::<i64>() == 0,
            "{}",
            offer.id
        );
    }
    if wallet["market"] == "FR" {
        let fees = offer.events.iter().filter_map(|event| match event.kind {
            EventKind::Charge {
                amount, penalty: false, ..
            } => Some(amount.get()),
            _ => None,
        });
        // Four per cent of what is put off, and nobody puts off more than is owed.
        prop_assert!(fees.sum::<i64>() * 25 <= book.keep.to_pay.total.get(), "{}", offer.id);
    }
    check_policy(&policy, offer)
}

fn check_policy(policy: &Value, offer: &Offer) -> Checked {
    prop_assert_eq!(offer.binding, !policy.is_null());
    let re_age = offer.events.iter().find_map(|event| match event.kind {
        EventKind::ReAge(asked) => Some(asked),
        _ => None,
    });
    if let Some(asked) = re_age {
        let most = policy["maxCount"].as_u64().unwrap_or(1_200);
        prop_assert!(u64::from(asked.count) <= most, "{} of {most}", asked.count);
        let last = asked.first_due.plus(asked.every, u32::from(asked.count) - 1)?;
        let five_years = asked
            .first_due
            .plus(Period::new(60, predue::calendar::Unit::Month)?, 1)?;
        prop_assert!(last <= five_years, "{} until {last}", offer.id);
    }
    if policy.is_null() {
        return Ok(());
    }
    let word = |kind: OfferKind| serde_json::to_value(kind).expect("a word");
    let kinds = policy["kinds"].as_array().cloned().unwrap_or_default();
    prop_assert!(kinds.contains(&word(offer.kind)) && offer.with.is_none_or(|with| kinds.contains(&word(with))));
    if offer.kind == OfferKind::Defer
        && let (Some(most), Some(event)) = (
            policy["maxDeferDays"].as_i64(),
            offer.events.iter().find_map(|event| match event.kind {
                EventKind::Reschedule(to) => Some(event.date.days_until(to)),
                _ => None,
            }),
        )
    {
        // Of dues, the month that is longest may be another than the first's.
        prop_assert!(i64::from(event) <= most + 3, "{event} days of {most}");
    }
    if let (Some(least), Some(_), false) = (
        policy["minInstalment"].as_i64(),
        re_age,
        offer.kind == OfferKind::Settlement,
    ) {
        let left: Vec<i64> = offer
            .rows
            .iter()
            .map(|row| row.outstanding.total.get())
            .filter(|left| *left > 0)
            .collect();
        prop_assert!(
            left.split_last()
                .is_none_or(|(_, before)| before.iter().all(|left| *left >= least)),
            "{}",
            offer.id
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(fixed(96))]

    #[test]
    fn every_offer_is_what_its_events_make_of_the_account((wallet, situation) in any_case()) {
        for (index, book) in books(&wallet, &situation)? {
            prop_assert!(book.offers.len() <= 5);
            let mut ids: Vec<&str> = book.offers.iter().map(|offer| offer.id.as_str()).collect();
            ids.sort_unstable();
            ids.dedup();
            prop_assert_eq!(ids.len(), book.offers.len());
            for offer in &book.offers {
                check_offer(&wallet, index, &book, offer)?;
                let beaten = book.offers.iter().any(|other| {
                    let (other, own) = (measures(other), measures(offer));
                    other != own && other.iter().zip(own).all(|(other, own)| *other <= own)
                });
                prop_assert!(!beaten, "{} is beaten in {:?}", offer.id, book);
            }
            let told = |kind: &str| {
                let is_kind = |kind_of: OfferKind| serde_json::to_value(kind_of).expect("a word") == kind;
                book.offers.iter().any(|offer| is_kind(offer.kind)) || book.refused.iter().any(|told| is_kind(told.kind))
            };
            prop_assert!(ALL.iter().all(|kind| told(kind)), "{:?}", book.refused);
        }
    }

    /// What can be paid leaves the reserve alone: a host that puts it on the outlook sees no shortfall of it.
    #[test]
    fn what_is_affordable_takes_no_reserve((mut wallet, situation) in any_case()) {
        if let Some(accounts) = wallet["accounts"].as_array_mut() {
            accounts.retain(|account| account["plan"]["kind"] != "card");
        }
        for (index, book) in books(&wallet, &situation)? {
            if wallet["funds"].is_null() {
                continue;
            }
            for offer in book.offers.iter().filter(|offer| offer.affordable == Some(true)) {
                let mut after = wallet.clone();
                let events: Value = serde_json::from_str(&wire::json_text(&offer.events)?).expect("JSON");
                after["accounts"][index]["events"] = events;
                let outlook = predue::outlook(&read(&after)?, &wire::instant(&loan::at(any_terms::today()))?, Some(366))?;
                let funds = outlook.funds.expect("funds");
                prop_assert_eq!(&funds.shortfall, &None, "{}", offer.id);
                let reserve = wallet["funds"]["reserve"].as_i64().unwrap_or_default();
                let first = offer.figures.first;
                let low = funds.path.iter().filter(|day| Some(day.date) >= first).map(|day| day.balance.get()).min();
                prop_assert!(low.is_none_or(|low| low >= reserve), "{} leaves {low:?} of {reserve}", offer.id);
                prop_assert!(offer.figures.per_month <= funds.affordable_per_month);
            }
        }
    }

    /// A longer term asks for less in a month and costs no less in all.
    #[test]
    fn a_longer_term_never_costs_less(principal in 10_000..5_000_000_i64, percent in 0..36_u8, count in 3..36_u16, days in 0..300_i32) {
        let plan = Loan::level(principal, &format!("0.{percent:02}"), count, day("2026-01-01"));
        let wallet = read(&with(&plan.plan(), &json!({})))?;
        let today = plan.start.plus_days(days)?;
        let at = wire::instant(&loan::at(today))?;
        let mut before: Option<(i64, i64)> = None;
        for count in [count, count + 1, count * 2, count * 2 + 5, count * 3 + 5] {
            let event = json!({ "kind": "re-age", "date": today.to_string(), "firstDue": today.plus_days(30)?.to_string(), "count": count, "every": month() });
            let mut asked = with(&plan.plan(), &json!({ "events": [event] }));
            asked["market"] = json!("none");
            let events = read(&asked)?.accounts[0].events.clone();
            let figures = measure(&wallet, "loan", &at, &Situation::default(), &events)?.figures;
            let (per_month, cost) = (figures.per_month.get(), figures.to_pay.total.get());
            // Each instalment is rounded to the cent, and the last takes what that leaves.
            let rounding = i64::from(count);
            if let Some((more, less)) = before {
                prop_assert!(per_month <= more + rounding && cost >= less - rounding, "{count}: {per_month} of {more}, {cost} of {less}");
            }
            before = Some((per_month, cost));
        }
    }

    /// Whatever a month can bear: it is met, or the least that is told will do.
    #[test]
    fn the_least_that_is_told_will_do((mut wallet, _) in any_case(), named in 0..50_000_i64) {
        if let Some(wallet) = wallet.as_object_mut() {
            wallet.remove("funds");
        }
        for (index, book) in books(&wallet, &json!({ "payPerMonth": named }))? {
            let Some(told) = book.refused.iter().find(|told| told.kind == OfferKind::LowerInstalment && told.code == "too-small") else {
                for offer in book.offers.iter().filter(|offer| offer.kind == OfferKind::LowerInstalment) {
                    prop_assert!(offer.figures.per_month.get() <= named);
                }
                continue;
            };
            let least = amount(&told.params, "least");
            prop_assert!(least > named);
            let again = self::book(&wallet, &format!("account {index}"), any_terms::today(), &json!({ "payPerMonth": least }))?;
            let code = refusal(&again, OfferKind::LowerInstalment);
            prop_assert!(matches!(code, None | Some("beaten" | "not-among-best" | "nothing-changes")), "{:?} for {}", code, least);
        }
    }
}
