//! What waiting costs, by hand and whatever the terms.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and its figures are far from the limits"
)]

#[path = "common/any.rs"]
mod any_terms;
#[path = "common/loan.rs"]
mod loan;

use any_terms::{any_wallet, fixed, today};
use loan::at;
use predue::account::{Account, Part, Wallet};
use predue::calendar::CivilDate;
use predue::money::Minor;
use predue::outlook::StandingKind;
use predue::penalty::Projection;
use predue::wire;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A wallet of dues of 1,000.00 and so many, monthly from a day, with these terms and events.
fn wallet(first_due: &str, late: &Value) -> Value {
    let first: CivilDate = first_due.parse().expect("a day");
    let monthly = predue::calendar::Period::new(1, predue::calendar::Unit::Month).expect("a period");
    let dues = (0..3).map(|number| {
        let date = first.plus(monthly, number).expect("a day in range").to_string();
        json!({ "id": format!("due-{number}"), "date": date, "principal": 90_000, "interest": 10_000 })
    });
    let plan = json!({ "kind": "dues", "dues": dues.collect::<Vec<_>>() });
    let mut account = json!({
        "id": "sofa", "label": "Sofa", "creditor": { "name": "Sample Shop" }, "currency": "EUR", "product": "bnpl",
        "plan": plan,
    });
    account["late"] = late.clone();
    json!({ "market": "none", "locale": "en", "accounts": [account] })
}

fn ask(wallet: &Value, now: &str, days: &[u16]) -> Projection {
    within(wallet, now, days, &json!([]))
}

/// The same in a market with these rules.
fn within(wallet: &Value, now: &str, days: &[u16], rules: &Value) -> Projection {
    let wallet = in_market(wallet, rules).expect("a wallet");
    let at = format!("{now}T09:30:00+01:00").parse().expect("an instant");
    predue::projection(&wallet, "sofa", &at, Some(days)).expect("a projection")
}

/// A wallet in a market with these rules; without any, in none.
fn in_market(wallet: &Value, rules: &Value) -> predue::Result<Wallet> {
    let mut wallet = wallet.clone();
    let mut markets = wire::markets()?;
    if rules.as_array().is_some_and(|rules| !rules.is_empty()) {
        let pack = json!({
            "schema": 1, "market": "JP", "asOf": "2026-11-22", "reviewBy": "2027-05-22", "currency": "EUR",
            "sources": [{ "id": "sample", "title": "Sample law", "section": "1" }], "rules": rules,
        });
        markets.add(wire::market(&pack.to_string())?)?;
        wallet["market"] = json!("JP");
    }
    wire::wallet_in(&wallet.to_string(), &markets)
}

/// A cap of the market, with what it is on and how much it allows.
fn cap(id: &str, kind: &str, on: &[&str], more: &Value) -> Value {
    let mut cap = json!({
        "id": id, "kind": "cap", "cap": kind, "summary": "Sample rule.", "src": ["sample"], "confidence": "primary",
    });
    if !on.is_empty() {
        cap["on"] = json!(on);
    }
    for (key, value) in more.as_object().into_iter().flatten() {
        cap[key] = value.clone();
    }
    cap
}

const FEES: &[&str] = &["late-fee"];
const INTEREST: &[&str] = &["penalty-interest", "surcharge"];
const LATE_CHARGES: &[&str] = &["late-fee", "penalty-interest", "surcharge"];

/// `extra` of each point.
fn extras(projection: &Projection) -> Vec<i64> {
    projection.points.iter().map(|point| point.extra.get()).collect()
}

fn trail(projection: &Projection) -> Vec<(String, i64)> {
    let entry = |charge: &predue::penalty::Charge| (charge.date.to_string(), charge.amount.get());
    projection.trail.iter().map(entry).collect()
}

#[test]
fn a_fee_comes_on_the_first_day_after_the_free_ones() {
    // Due 24 November: five days free, so the 29th is the last day, and the 30th the sixth day past due.
    let terms = json!({ "fees": [{ "kind": "flat", "amount": 1_240, "afterDays": 5 }] });
    let projection = ask(&wallet("2026-11-24", &terms), "2026-11-22", &[0, 2, 7, 8, 40]);
    assert_eq!(extras(&projection), [0, 0, 0, 1_240, 2_480]);
    let past_due: Vec<i32> = projection.points.iter().map(|point| point.days_past_due).collect();
    assert_eq!(past_due, [0, 0, 5, 6, 38]);
    let pay: Vec<i64> = projection.points.iter().map(|point| point.pay.total.get()).collect();
    assert_eq!(pay, [100_000, 100_000, 100_000, 101_240, 202_480]);
    let avoid = projection.avoid.expect("the fee can be avoided");
    assert_eq!(
        (avoid.pay_by.to_string().as_str(), avoid.amount.get(), avoid.saves.get()),
        ("2026-11-29", 100_000, 1_240)
    );
}

#[test]
fn grace_and_the_free_days_of_a_fee_are_not_added() {
    // The later of the two decides: nobody waits eight days, and nobody pays after three.
    for (grace_days, after_days) in [(5, 3), (3, 5), (5, 0), (0, 5)] {
        let terms =
            json!({ "graceDays": grace_days, "fees": [{ "kind": "flat", "amount": 700, "afterDays": after_days }] });
        let projection = ask(&wallet("2026-11-24", &terms), "2026-11-24", &[5, 6]);
        assert_eq!(extras(&projection), [0, 700]);
    }
}

#[test]
fn a_share_is_taken_of_each_of_its_bases() {
    // Of 100,000 asked for, 30,000 are paid on the 26th: 70,000 are unpaid, all of it principal beyond the 10,000 interest.
    let expected = [
        ("instalment", 5_000),
        ("overdue", 3_500),
        ("overdue-principal", 3_500),
        ("minimum", 5_000),
        ("principal", 13_500),
    ];
    for (of, fee) in expected {
        let terms = json!({ "fees": [{ "kind": "share", "share": "0.05", "of": of, "afterDays": 5 }] });
        let mut wallet = wallet("2026-11-24", &terms);
        wallet["accounts"][0]["events"] = json!([{ "kind": "repayment", "date": "2026-11-26", "amount": 30_000 }]);
        assert_eq!(extras(&ask(&wallet, "2026-11-27", &[2, 3])), [0, fee], "{of}");
    }
}

#[test]
fn a_fee_repeats_until_one_of_its_caps() {
    let fee = |more: Value| {
        let mut fee = json!({ "kind": "flat", "amount": 1_000, "afterDays": 0, "every": { "n": 1, "unit": "month" } });
        for (key, value) in more.as_object().into_iter().flatten() {
            fee[key] = value.clone();
        }
        let mut wallet = wallet("2026-10-31", &json!({ "fees": [fee] }));
        wallet["accounts"][0]["plan"]["dues"]
            .as_array_mut()
            .expect("dues")
            .truncate(1);
        trail(&ask(&wallet, "2026-11-01", &[0, 120]))
    };
    let dates = |amounts: &[i64]| {
        let dates = ["2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01"];
        dates
            .iter()
            .map(ToString::to_string)
            .zip(amounts.iter().copied())
            .collect::<Vec<_>>()
    };
    assert_eq!(fee(json!({})), dates(&[1_000; 5]));
    assert_eq!(fee(json!({ "maxTimes": 2 })), dates(&[1_000; 2]));
    assert_eq!(fee(json!({ "max": 2_300 })), dates(&[1_000, 1_000, 300]));
    assert_eq!(fee(json!({ "maxShare": "0.015" })), dates(&[1_000, 500]));
    assert_eq!(fee(json!({ "maxTimes": 0 })), dates(&[]));
}

#[test]
fn late_interest_runs_by_the_day_after_the_grace() {
    // 0.05 % a day of 90,000 principal is 45; the third day of grace is the 27th.
    let terms = |from| json!({ "graceDays": 3, "interest": { "dailyRate": "0.0005", "of": "overdue-principal", "from": from } });
    let days = [2, 5, 6, 16];
    let free = ask(&wallet("2026-11-24", &terms("grace-end")), "2026-11-22", &days);
    assert_eq!(extras(&free), [0, 0, 45, 495]);
    let counted = ask(&wallet("2026-11-24", &terms("due")), "2026-11-22", &days);
    assert_eq!(extras(&counted), [0, 0, 180, 630]);
    let step = counted.steps.first().expect("it begins");
    assert_eq!((step.date.to_string().as_str(), step.extra.get()), ("2026-11-28", 180));
}

#[test]
fn yearly_rates_count_days_as_they_say_across_the_new_year() {
    // 12 % of 100,000 for 31 + 28 days: 59/360 and 59/365; by thirties 58/360; by actual years 31/365 + 28/365 here.
    for (day_count, interest) in [
        ("actual/360", 1_967),
        ("actual/365", 1_940),
        ("30/360", 1_933),
        ("actual/actual", 1_940),
    ] {
        let terms = json!({ "interest": { "annualRate": "0.12", "of": "overdue", "dayCount": day_count } });
        let mut wallet = wallet("2026-12-01", &terms);
        wallet["accounts"][0]["plan"]["dues"]
            .as_array_mut()
            .expect("dues")
            .truncate(1);
        assert_eq!(extras(&ask(&wallet, "2026-12-01", &[59])), [interest], "{day_count}");
    }
    // From 1 December 2027 on: 30 nights of 2027 and 30 of 2028, which has 366: 986.30 + 983.61.
    let terms = json!({ "interest": { "annualRate": "0.12", "of": "overdue", "dayCount": "actual/actual" } });
    let mut wallet = wallet("2027-12-01", &terms);
    wallet["accounts"][0]["plan"]["dues"]
        .as_array_mut()
        .expect("dues")
        .truncate(1);
    assert_eq!(extras(&ask(&wallet, "2027-12-01", &[60])), [1_970]);
}

#[test]
fn late_interest_earns_interest_only_where_the_contract_says_so() {
    // 1 % a day of 100,000: ten days 10,000; by the day each day's rounded cents earn from the next
    // on; by the month 30 days on 100,000, then 31 on 130,000.
    for (compound, after_10, after_61) in [
        ("none", 10_000, 61_000),
        ("daily", 10_463, 83_487),
        ("monthly", 10_000, 70_300),
    ] {
        let terms = json!({ "interest": { "dailyRate": "0.01", "of": "overdue", "compound": compound } });
        let mut wallet = wallet("2026-11-01", &terms);
        wallet["accounts"][0]["plan"]["dues"]
            .as_array_mut()
            .expect("dues")
            .truncate(1);
        assert_eq!(
            extras(&ask(&wallet, "2026-11-01", &[10, 61])),
            [after_10, after_61],
            "{compound}"
        );
    }
}

#[test]
fn what_the_terms_have_run_up_is_owed_today_and_explained() {
    // Due on the 1st, 21 days ago: one fee, and 21 x 45 of interest.
    let terms = json!({
        "fees": [{ "kind": "flat", "amount": 2_000, "afterDays": 9 }],
        "interest": { "dailyRate": "0.0005", "of": "overdue-principal" },
    });
    let wallet = wallet("2026-11-01", &terms);
    let projection = ask(&wallet, "2026-11-22", &[0, 1]);
    assert_eq!(
        trail(&projection),
        [
            ("2026-11-11".into(), 2_000),
            ("2026-11-22".into(), 945),
            ("2026-11-23".into(), 45)
        ]
    );
    assert_eq!(projection.points[0].pay.penalty.get(), 2_945);
    assert_eq!(extras(&projection), [0, 45]);
    let outlook = loan::outlook(&wallet, "2026-11-22T09:30:00+01:00", None).expect("an outlook");
    assert_eq!(outlook.accounts[0].overdue.penalty.get(), 2_945);
    assert_eq!(outlook.accounts[0].payoff.penalty.get(), 2_945);
    assert_eq!(outlook.dues[0].amount.total.get(), 102_945);
}

#[test]
fn what_the_creditor_booked_is_not_counted_again() {
    let terms =
        json!({ "fees": [{ "kind": "flat", "amount": 2_000, "afterDays": 9, "every": { "n": 10, "unit": "day" } }] });
    let mut wallet = wallet("2026-11-01", &terms);
    let booked = |amount: i64| json!([{ "kind": "charge", "date": "2026-11-11", "amount": amount, "penalty": true }]);
    // Two fees by the 22nd; one of them, or more, is booked.
    for (amount, penalty) in [(2_000, 4_000), (1_500, 4_000), (5_000, 5_000)] {
        wallet["accounts"][0]["events"] = booked(amount);
        let outlook = loan::outlook(&wallet, "2026-11-22T09:30:00+01:00", Some(400)).expect("an outlook");
        let all: i64 = outlook.dues.iter().map(|due| due.amount.penalty.get()).sum();
        assert_eq!(all, penalty);
        assert_eq!(extras(&ask(&wallet, "2026-11-22", &[8, 9])), [0, 2_000]);
    }
}

#[test]
fn a_late_charge_that_was_booked_as_due_on_the_late_day_is_not_counted_again() {
    let loan = loan::Loan::level(120_000, "0", 12, "2026-09-20".parse().expect("a day"));
    let mut wallet = loan.wallet();
    wallet["accounts"][0]["late"] = json!({ "fees": [{ "kind": "flat", "amount": 800, "afterDays": 5 }] });
    wallet["accounts"][0]["events"] =
        json!([{ "kind": "charge", "date": "2026-10-26", "amount": 800, "penalty": true, "dueOn": "2026-10-20" }]);
    let outlook = loan::outlook(&wallet, "2026-11-01T09:30:00+01:00", None).expect("an outlook");
    assert_eq!(outlook.accounts[0].overdue.penalty.get(), 800);
}

#[test]
fn a_card_says_since_when_interest_is_charged_that_was_free() {
    let plan = json!({
        "kind": "card", "annualRate": "0.365", "minimum": { "share": "0.05", "floor": 1_000 },
        "statements": [{ "id": "november", "closed": "2026-11-01", "due": "2026-11-21", "balance": 100_000, "minimum": 5_000 }],
    });
    let mut account = loan::account("sofa", "EUR", &plan);
    account["late"] = json!({ "fees": [{ "kind": "flat", "amount": 900, "afterDays": 0 }] });
    let projection = ask(&loan::wallet(&[account], &[]), "2026-11-20", &[1, 2, 3]);
    // 100 a day since the closing day, and the fee.
    assert_eq!(extras(&projection), [0, 2_100 + 900, 2_200 + 900]);
    let days: Vec<_> = projection.trail.iter().filter_map(|charge| charge.days).collect();
    assert_eq!(days, [21, 1]);
    let avoid = projection.avoid.expect("it can be avoided");
    assert_eq!(
        (avoid.amount.get(), avoid.minimum.map(Minor::get), avoid.saves.get()),
        (100_000, Some(5_000), 3_000)
    );
}

#[test]
fn a_back_dated_payment_takes_late_charges_back() {
    let terms = json!({ "interest": { "dailyRate": "0.001", "of": "overdue" } });
    let mut wallet = wallet("2026-11-01", &terms);
    let owed = |wallet: &Value| ask(wallet, "2026-11-22", &[0]).points[0].pay.penalty.get();
    assert_eq!(owed(&wallet), 2_100);
    // Half of it on the 11th: ten days on all of it, eleven on half.
    wallet["accounts"][0]["events"] = json!([{ "kind": "repayment", "date": "2026-11-11", "amount": 50_000 }]);
    assert_eq!(owed(&wallet), 1_550);
    // All of it on the due day: nothing at all.
    wallet["accounts"][0]["events"] = json!([{ "kind": "repayment", "date": "2026-11-01", "amount": 100_000 }]);
    assert_eq!(owed(&wallet), 0);
}

#[test]
fn principal_that_is_past_due_goes_on_earning_where_the_contract_says_so() {
    // 90,000 at 36.5 % are 90 a day; the second due joins on 24 December, a day before the last point.
    let mut wallet = wallet("2026-11-24", &json!({}));
    wallet["accounts"][0]["plan"]["annualRate"] = json!("0.365");
    let projection = ask(&wallet, "2026-11-22", &[2, 3, 12, 32, 33]);
    assert_eq!(extras(&projection), [0, 90, 900, 2_700, 2_880]);
    assert_eq!(projection.points[4].pay.interest.get(), 20_000 + 2_880);
}

#[test]
fn milestones_are_told_with_the_last_day_to_avoid_them() {
    let terms = json!({ "milestones": [{ "afterDays": 30, "code": "credit-record" }] });
    let projection = ask(&wallet("2026-11-01", &terms), "2026-11-22", &[90]);
    let step = projection.steps.first().expect("one step");
    assert_eq!(
        (step.date.to_string().as_str(), step.extra.get(), projection.steps.len()),
        ("2026-12-02", 0, 1)
    );
    let avoid = projection.avoid.expect("it can be avoided");
    // By the 1st the second due is due as well.
    assert_eq!(
        (avoid.pay_by.to_string().as_str(), avoid.amount.get()),
        ("2026-12-01", 200_000)
    );
}

#[test]
fn nothing_is_due_and_nothing_is_added_once_all_is_paid() {
    let terms = json!({ "fees": [{ "kind": "flat", "amount": 1_000, "afterDays": 0 }] });
    let mut wallet = wallet("2026-09-24", &terms);
    wallet["accounts"][0]["events"] = json!([{ "kind": "repayment", "date": "2026-09-24", "amount": 300_000 }]);
    let projection = ask(&wallet, "2026-11-22", &[0, 90]);
    assert!(projection.trail.is_empty() && projection.steps.is_empty() && projection.avoid.is_none());
    assert!(
        projection
            .points
            .iter()
            .all(|point| point.pay.total.is_zero() && point.days_past_due == 0)
    );
}

#[test]
fn rules_cut_charges_and_say_so() {
    let terms = json!({
        "fees": [{ "kind": "flat", "amount": 2_000, "afterDays": 0 }],
        "interest": { "dailyRate": "0.001", "of": "overdue" },
    });
    let mut wallet = wallet("2026-11-22", &terms);
    wallet["accounts"][0]["plan"]["dues"]
        .as_array_mut()
        .expect("dues")
        .truncate(1);
    let days = [1, 11, 21];
    let cut = |rules: Value| extras(&within(&wallet, "2026-11-22", &days, &rules));
    assert_eq!(cut(json!([])), [2_100, 3_100, 4_100]);
    assert_eq!(
        cut(json!([cap("fee", "amount", FEES, &json!({ "minor": 1_500 }))])),
        [1_600, 2_600, 3_600]
    );
    // 3.65 % of 100,000 is 10 a day.
    let yearly = cap(
        "rate",
        "rate",
        INTEREST,
        &json!({ "base": "overdue", "ppm": 36_500, "per": "year" }),
    );
    assert_eq!(cut(json!([yearly])), [2_010, 2_110, 2_210]);
    // 2.5 % of the overdue for fees and interest together.
    let share = cap(
        "share",
        "share",
        LATE_CHARGES,
        &json!({ "base": "overdue", "ppm": 25_000 }),
    );
    assert_eq!(cut(json!([share])), [2_100, 2_500, 2_500]);
    // 10,000 of interest is in the plan already: 14.4 % of the 90,000 lent are 12,960 in all, which leaves 2,960.
    let total = cap(
        "total",
        "total-cost",
        &[],
        &json!({ "base": "principal", "ppm": 144_000 }),
    );
    assert_eq!(cut(json!([total])), [2_100, 2_960, 2_960]);
    let projection = within(&wallet, "2026-11-22", &days, &json!([share]));
    let cuts = projection
        .trail
        .iter()
        .filter_map(|charge| charge.cut.as_ref())
        .collect::<Vec<_>>();
    assert_eq!(
        (cuts.len(), cuts[0].by.as_str(), cuts[0].from.get()),
        (2, "share", 1_000)
    );
    let notice = projection.rules.first().expect("a rule that mattered");
    assert_eq!((notice.id.as_str(), notice.source.as_str()), ("share", "Sample law, 1"));
}

#[test]
fn a_limit_on_the_total_cost_leaves_late_charges_what_interest_leaves_of_it() {
    let terms = json!({ "fees": [{ "kind": "flat", "amount": 2_000, "afterDays": 5 }] });
    let mut wallet = wallet("2026-11-22", &terms);
    wallet["accounts"][0]["plan"]["annualRate"] = json!("0.365");
    wallet["accounts"][0]["plan"]["dues"]
        .as_array_mut()
        .expect("dues")
        .truncate(1);
    // 10,000 of 12,500 are in the plan, and 90 a day are added: 540 by the day of the fee, so that 1,960 are left for it, and
    // nothing for interest after it.
    let total = cap(
        "total",
        "total-cost",
        &[],
        &json!({ "base": "principal", "ppm": 138_889 }),
    );
    let projection = within(&wallet, "2026-11-22", &[5, 6, 21], &json!([total]));
    assert_eq!(extras(&projection), [450, 2_500, 2_500]);
    assert_eq!(projection.points[2].pay.penalty.get(), 1_960);
}

#[test]
fn a_disputed_rule_makes_a_range() {
    let terms = json!({ "fees": [{ "kind": "flat", "amount": 2_000, "afterDays": 0 }] });
    let disputed = cap("fee", "amount", FEES, &json!({ "minor": 1_000, "disputed": [1_200] }));
    let projection = within(&wallet("2026-11-22", &terms), "2026-11-22", &[0, 1], &json!([disputed]));
    let ranges: Vec<_> = projection
        .points
        .iter()
        .map(|point| point.range.map(|range| range.map(Minor::get)))
        .collect();
    assert_eq!(ranges, [None, Some([1_000, 1_200])]);
    assert_eq!(extras(&projection), [0, 1_000]);
}

#[test]
fn an_amount_of_a_law_in_another_currency_says_nothing() {
    let terms = json!({ "fees": [{ "kind": "flat", "amount": 2_000, "afterDays": 0 }] });
    let rules = json!([
        cap("fee", "amount", FEES, &json!({ "minor": 700 })),
        cap("share", "share", FEES, &json!({ "base": "overdue", "ppm": 15_000 })),
    ]);
    let mut wallet = wallet("2026-11-22", &terms);
    assert_eq!(extras(&within(&wallet, "2026-11-22", &[1], &rules)), [700]);
    wallet["accounts"][0]["currency"] = json!("CHF");
    assert_eq!(extras(&within(&wallet, "2026-11-22", &[1], &rules)), [1_500]);
}

#[test]
fn a_rule_that_refers_to_a_published_rate_needs_it() {
    let terms = json!({ "interest": { "annualRate": "0.12", "of": "overdue", "dayCount": "actual/365" } });
    let mut wallet = wallet("2026-08-24", &terms);
    wallet["accounts"][0]["plan"]["dues"]
        .as_array_mut()
        .expect("dues")
        .truncate(1);
    let pack = include_str!("../pkg/markets/DE.json");
    let owed = |wallet: &Value| {
        let mut markets = wire::markets().expect("the floor");
        markets
            .add(wire::market(include_str!("../pkg/markets/EU.json")).expect("a pack"))
            .expect("a market");
        markets.add(wire::market(pack).expect("a pack")).expect("a market");
        let wallet = wire::wallet_in(&wallet.to_string(), &markets).expect("a wallet");
        let at = "2026-11-22T09:30:00+01:00".parse().expect("an instant");
        predue::projection(&wallet, "sofa", &at, Some(&[0]))
            .expect("a projection")
            .points[0]
            .pay
            .penalty
            .get()
    };
    wallet["market"] = json!("DE");
    // Ninety days at 12 %, or at 6.27 %: five points above the base rate.
    assert_eq!(owed(&wallet), 2_959);
    wallet["referenceRates"] = json!([{ "id": "DE_BASISZINS", "annualRate": "0.0127" }]);
    assert_eq!(owed(&wallet), 1_546);
}

#[test]
fn rules_that_should_have_been_read_again_say_so() {
    let terms = json!({ "fees": [{ "kind": "flat", "amount": 2_000, "afterDays": 0 }] });
    let rules = json!([cap("fee", "amount", FEES, &json!({ "minor": 1_000 }))]);
    let told = |now: &str| {
        let projection = within(&wallet("2026-11-22", &terms), now, &[30], &rules);
        projection.rules.iter().map(|rule| rule.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(told("2026-11-22"), ["fee"]);
    assert_eq!(told("2027-05-23"), ["JP.stale", "fee"]);
}

#[test]
fn what_the_terms_have_run_up_is_cut_in_the_outlook_too() {
    let terms = json!({ "fees": [{ "kind": "flat", "amount": 2_000, "afterDays": 0 }] });
    let rules = json!([cap("fee", "amount", FEES, &json!({ "minor": 700 }))]);
    let wallet = in_market(&wallet("2026-11-01", &terms), &rules).expect("a wallet");
    let outlook = predue::outlook(&wallet, &"2026-11-22T09:30:00+01:00".parse().expect("an instant"), None);
    assert_eq!(outlook.expect("an outlook").accounts[0].overdue.penalty.get(), 700);
}

#[test]
fn interest_on_late_interest_is_taken_only_where_the_market_allows_it_too() {
    let terms = json!({ "interest": { "dailyRate": "0.01", "of": "overdue", "compound": "daily" } });
    let mut wallet = wallet("2026-11-01", &terms);
    wallet["accounts"][0]["plan"]["dues"]
        .as_array_mut()
        .expect("dues")
        .truncate(1);
    let forbid = json!([{
        "id": "simple", "kind": "forbid", "actions": ["compound-late-interest"], "summary": "Late interest is simple.",
        "src": ["sample"], "confidence": "primary",
    }]);
    assert_eq!(extras(&within(&wallet, "2026-11-01", &[10], &forbid)), [10_000]);
}

/// Rules of every kind that holds down a charge, for property tests.
fn rules() -> impl Strategy<Value = Value> {
    let bases = [
        "overdue",
        "overdue-principal",
        "overdue-interest",
        "balance",
        "principal",
        "instalment",
    ];
    let base = prop::sample::select(bases.to_vec());
    let kind = prop::sample::select(&["amount", "share", "rate", "total-cost"][..]);
    let on = prop::sample::select(vec![FEES, INTEREST, LATE_CHARGES, &["contract-interest"][..]]);
    let rule = (kind, on, base, 0..500_000_i64).prop_map(|(kind, on, base, much)| match kind {
        "amount" => (kind, on, json!({ "minor": much / 100 })),
        "rate" => (kind, on, json!({ "base": base, "ppm": much, "per": "year" })),
        "total-cost" => (kind, &[][..], json!({ "base": "principal", "ppm": much })),
        _ => (kind, on, json!({ "base": base, "ppm": much })),
    });
    prop::collection::vec(rule, 0..4).prop_map(|rules| {
        let rules = rules.iter().enumerate();
        rules
            .map(|(place, (kind, on, more))| cap(&format!("rule-{place}"), kind, on, more))
            .collect()
    })
}

fn accounts(wallet: &Value, rules: &Value) -> Option<(Wallet, Vec<Account>)> {
    let wallet = in_market(wallet, rules).ok()?;
    let accounts = wallet.accounts.clone();
    Some((wallet, accounts))
}

proptest! {
    #![proptest_config(fixed(256))]

    #[test]
    fn a_longer_wait_never_costs_less_and_each_cent_of_it_is_in_the_trail(
        wallet in any_wallet(), rules in rules(), mut days in prop::collection::vec(0..400_u16, 1..12),
    ) {
        days.sort_unstable();
        let Some((wallet, accounts)) = accounts(&wallet, &rules) else { return Ok(()) };
        let moment = at(today()).parse()?;
        for account in accounts {
            let Ok(projection) = predue::projection(&wallet, &account.id, &moment, Some(&days)) else { continue };
            let mut before = Minor::ZERO;
            for point in &projection.points {
                prop_assert!(point.extra >= before, "{} after {before}", point.extra);
                before = point.extra;
                let waited = projection.trail.iter().filter(|charge| charge.date > today() && charge.date <= point.date);
                prop_assert_eq!(Minor::sum(waited.map(|charge| charge.amount))?, point.extra);
            }
            prop_assert!(projection.steps.windows(2).all(|pair| pair[0].date <= pair[1].date));
            prop_assert!(projection.steps.iter().all(|step| step.date > today()));
        }
    }

    #[test]
    fn what_is_asked_does_not_depend_on_the_other_days_asked_for(wallet in any_wallet(), rules in rules(), days in 1..300_u16) {
        let Some((wallet, accounts)) = accounts(&wallet, &rules) else { return Ok(()) };
        let moment = at(today()).parse()?;
        for account in accounts {
            let alone = predue::projection(&wallet, &account.id, &moment, Some(&[days, 300]));
            let among = predue::projection(&wallet, &account.id, &moment, Some(&[days, 300, 17, 3, 40, 41, 99]));
            if let (Ok(alone), Ok(among)) = (alone, among) {
                // How interest and late charges share the room that a limit on the total cost leaves may differ by a minor
                // unit; what there is to pay does not.
                let told = |projection: &Projection| {
                    let points = projection.points.iter().take(2);
                    points.map(|point| (point.date, point.pay.total, point.extra)).collect::<Vec<_>>()
                };
                prop_assert_eq!(told(&alone), told(&among));
                prop_assert_eq!(alone.avoid, among.avoid);
                prop_assert_eq!(alone.steps, among.steps);
            }
        }
    }

    #[test]
    fn days_of_grace_cost_nothing(wallet in any_wallet(), days in 0..400_u16) {
        let Some((wallet, accounts)) = accounts(&wallet, &json!([])) else { return Ok(()) };
        let moment = at(today()).parse()?;
        for account in accounts {
            let Ok(projection) = predue::projection(&wallet, &account.id, &moment, Some(&[days])) else { continue };
            let point = projection.points[0];
            let was_late = projection.trail.iter().any(|charge| charge.date <= today());
            if !was_late && point.days_past_due <= i32::from(account.late.grace_days) {
                prop_assert!(projection.trail.iter().all(|charge| charge.part != Part::Penalty));
            }
        }
    }

    #[test]
    fn caps_are_never_exceeded(mut wallet in any_wallet(), most in 0..20_000_i64, days in 0..400_u16) {
        // The law's amounts are in euros.
        for account in wallet["accounts"].as_array_mut().into_iter().flatten() {
            account["currency"] = json!("EUR");
        }
        let rules = json!([cap("most", "amount", LATE_CHARGES, &json!({ "minor": most }))]);
        let Some((wallet, accounts)) = accounts(&wallet, &rules) else { return Ok(()) };
        let moment = at(today()).parse()?;
        for account in accounts {
            let Ok(projection) = predue::projection(&wallet, &account.id, &moment, Some(&[days])) else { continue };
            for due in projection.trail.iter().map(|charge| charge.due.clone()) {
                let own = projection.trail.iter().filter(|charge| charge.due == due && charge.part == Part::Penalty);
                prop_assert!(Minor::sum(own.map(|charge| charge.amount))?.get() <= most);
            }
        }
    }

    #[test]
    fn the_first_day_of_a_projection_is_the_outlook(wallet in any_wallet()) {
        let outlook = loan::outlook(&wallet, &at(today()), Some(3_660))?;
        let Some((wallet, _)) = accounts(&wallet, &json!([])) else { return Ok(()) };
        let moment = at(today()).parse()?;
        for standing in &outlook.accounts {
            let Ok(projection) = predue::projection(&wallet, &standing.account, &moment, Some(&[0])) else { continue };
            prop_assert_eq!(projection.points[0].days_past_due, standing.days_past_due);
            if standing.standing == StandingKind::Overdue && standing.overdue.total == standing.outstanding.total {
                prop_assert_eq!(projection.points[0].pay.total, standing.overdue.total);
            }
        }
    }

    #[test]
    fn late_charges_that_are_paid_last_never_make_more_overdue(
        mut wallet in any_wallet(), events in prop::collection::vec((-99..0_i32, 1..20_000_i64, any::<bool>()), 1..6),
    ) {
        let day = |days: i32| today().plus_days(days).map(|day| day.to_string());
        let first = day(-100)?;
        for account in wallet["accounts"].as_array_mut().into_iter().flatten() {
            // What runs up unbooked is told of dues that are unpaid, and the order changes which those are.
            account["late"] = json!({});
            let events = events.iter().map(|(days, amount, is_charge)| {
                let kind = if *is_charge { "charge" } else { "repayment" };
                let mut event = json!({ "kind": kind, "date": day(*days)?, "amount": amount });
                if *is_charge {
                    event["penalty"] = json!(true);
                }
                Ok(event)
            });
            if account["plan"]["kind"] == "dues" || account["plan"]["start"].as_str().is_some_and(|start| *start < *first) {
                account["events"] = Value::Array(events.collect::<predue::Result<_>>()?);
            }
        }
        let last = json!([{
            "id": "last", "kind": "allocation", "order": ["owed", "penalty"], "summary": "Sample rule.", "src": ["sample"],
            "confidence": "primary",
        }]);
        let moment = at(today()).parse()?;
        let (Ok(contract), Ok(law)) = (in_market(&wallet, &json!([])), in_market(&wallet, &last)) else { return Ok(()) };
        let (Ok(contract), Ok(law)) =
            (predue::outlook(&contract, &moment, None), predue::outlook(&law, &moment, None)) else { return Ok(()) };
        for (contract, law) in contract.accounts.iter().zip(&law.accounts) {
            prop_assert!(law.overdue.total <= contract.overdue.total, "{:?} {:?}", contract.overdue, law.overdue);
            prop_assert!(law.overdue.penalty >= contract.overdue.penalty);
        }
    }
}
