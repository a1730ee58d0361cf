//! What the rules of a market leave of late charges, by hand, with the packs as they are shipped.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and its figures are far from the limits"
)]

#[path = "common/loan.rs"]
mod loan;

use loan::Loan;
use predue::penalty::Projection;
use predue::wire;
use serde_json::{Value, json};
use std::fs::read_to_string;
use std::path::Path;

/// What waiting costs on the first account of a wallet in a market, with the pack of this text on top of those that are shipped.
fn ask_with(pack: Option<&Value>, wallet: &Value, now: &str, days: &[u16]) -> Projection {
    let mut markets = wire::markets().expect("the floor");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/markets");
    for code in ["EU", "AU", "CA", "DE", "PH", "VN"] {
        let text = read_to_string(folder.join(format!("{code}.json"))).expect("a pack");
        markets.add(wire::market(&text).expect("a pack")).expect("a market");
    }
    if let Some(pack) = pack {
        let pack = wire::market(&pack.to_string()).expect("a pack");
        markets.add(pack).expect("a market");
    }
    let wallet = wire::wallet_in(&wallet.to_string(), &markets).expect("a wallet");
    let at = format!("{now}T09:30:00+01:00").parse().expect("an instant");
    predue::projection(&wallet, &wallet.accounts[0].id, &at, Some(days)).expect("a projection")
}

fn ask(wallet: &Value, now: &str, days: &[u16]) -> Projection {
    ask_with(None, wallet, now, days)
}

/// A market of its own with these rules.
fn sample(rules: &Value) -> Value {
    json!({
        "schema": 1, "market": "JP", "asOf": "2026-11-22", "reviewBy": "2027-05-22", "currency": "EUR",
        "sources": [{ "id": "sample", "title": "Sample law", "section": "1" }], "rules": rules,
    })
}

fn wallet(market: &str, account: &Value) -> Value {
    let mut wallet = loan::wallet(std::slice::from_ref(account), &[]);
    wallet["market"] = json!(market);
    wallet
}

fn extras(projection: &Projection) -> Vec<i64> {
    projection.points.iter().map(|point| point.extra.get()).collect()
}

/// Which rules were told of.
fn rules(projection: &Projection) -> Vec<&str> {
    projection.rules.iter().map(|rule| rule.id.as_str()).collect()
}

/// Of each charge that was cut: on what it is, what is left, by which rule, and from what.
fn cuts(projection: &Projection) -> Vec<(i64, i64, &str, i64)> {
    let cut = projection.trail.iter().filter_map(|charge| {
        let cut = charge.cut.as_ref()?;
        Some((charge.base.get(), charge.amount.get(), cut.by.as_str(), cut.from.get()))
    });
    cut.collect()
}

/// One due of 9 parts principal and 1 part interest in a market, at 20 % a year, with late interest on all of it.
fn one_due(market: &str, currency: &str, due: &str, tenth: i64, late_rate: &Value) -> Value {
    let dues = json!([{ "id": "due", "date": due, "principal": 9 * tenth, "interest": tenth }]);
    let plan = json!({ "kind": "dues", "dues": dues });
    let mut account = loan::account("dues", currency, &plan);
    account["late"] = json!({ "interest": { "of": "overdue", "dayCount": "actual/365" } });
    for (key, value) in late_rate.as_object().into_iter().flatten() {
        account["late"]["interest"][key] = value.clone();
    }
    wallet(market, &account)
}

/// A loan without interest from 20 July 2026, in so many monthly instalments, with a fee of 500.00 on the sixth day past due.
fn small_loan(count: u16) -> Value {
    let plan = Loan::level(1_000_000, "0", count, "2026-07-20".parse().expect("a day")).plan();
    let mut account = loan::account("small", "PHP", &plan);
    account["product"] = json!("loan");
    account["creditor"] = json!({ "name": "Sample Finance", "kind": "finance-company" });
    account["late"] = json!({ "fees": [{ "kind": "flat", "amount": 50_000, "afterDays": 5 }] });
    wallet("PH", &account)
}

#[test]
fn a_rule_for_short_loans_holds_to_the_last_day_of_its_term() {
    // Four months end after 123 days, the longest term that the circular names: six days of 5 % a month on the 2,500.00 that
    // are due are 2,500.00 x 0.05 x 6 x 12 / 365 = 24.65.
    assert_eq!(extras(&ask(&small_loan(4), "2026-08-20", &[5, 6])), [0, 2_465]);
    // Five months are 153 days, and the contract's own fee stays.
    assert_eq!(extras(&ask(&small_loan(5), "2026-08-20", &[5, 6])), [0, 50_000]);
}

#[test]
fn a_loan_tells_its_running_year_and_its_balance() {
    // 2,400.00 from 20 July 2025 in 24 parts, of which ten are paid: 1,400.00 are owed when the next two are late, the first of
    // them in the first twelve months, the second in the second.
    let plan = Loan::level(240_000, "0", 24, "2025-07-20".parse().expect("a day")).plan();
    let mut account = loan::account("loan", "EUR", &plan);
    account["events"] = json!([{ "kind": "repayment", "date": "2026-05-20", "amount": 100_000 }]);
    account["late"] = json!({ "fees": [{ "kind": "flat", "amount": 2_000, "afterDays": 0 }] });
    let wallet = wallet("JP", &account);
    let waited = |when: Value| {
        let rules = json!([{
            "id": "fee", "kind": "cap", "cap": "amount", "on": ["late-fee"], "minor": 700, "when": when,
            "summary": "Sample rule.", "src": ["sample"], "confidence": "primary",
        }]);
        extras(&ask_with(Some(&sample(&rules)), &wallet, "2026-06-20", &[1, 31]))
    };
    assert_eq!(waited(json!({ "feePeriod": [1, 1] })), [700, 2_700]);
    assert_eq!(waited(json!({ "feePeriod": [2, null] })), [2_000, 2_700]);
    assert_eq!(waited(json!({ "balance": [null, 140_000] })), [700, 1_400]);
    assert_eq!(waited(json!({ "balance": [null, 139_999] })), [2_000, 4_000]);
    // Nobody knows of the fees that it has elsewhere.
    assert_eq!(waited(json!({ "otherFees": true })), [700, 1_400]);
    assert_eq!(waited(json!({ "otherFees": false })), [700, 1_400]);
}

#[test]
fn a_limit_on_all_costs_together_is_for_the_loan_from_its_start() {
    // 1,200.00 without interest from 20 January 2026, of which nothing is paid. When the first fee is charged, 32 days were lent:
    // 1,200.00 x 0.35 x 32 / 365 = 36.82. When the second is, 60 days were: 69.04 for both.
    let plan = Loan::level(120_000, "0", 12, "2026-01-20".parse().expect("a day")).plan();
    let late = |fee: i64| {
        let mut account = loan::account("loan", "CAD", &plan);
        account["late"] = json!({ "fees": [{ "kind": "flat", "amount": fee, "afterDays": 0 }] });
        ask(&wallet("CA", &account), "2026-02-20", &[1, 29])
    };
    assert_eq!(extras(&late(4_000)), [3_682, 6_904]);
    assert_eq!(cuts(&late(4_000))[0], (4_000, 3_682, "ca-35", 4_000));
    assert_eq!(extras(&late(2_000)), [2_000, 4_000]);
    // At 30 % a year its own interest takes most of the room: the 30.00 that fell due, and 0.08 for the day that
    // principal was late. What is not due yet takes none.
    let plan = Loan::level(120_000, "0.30", 12, "2026-01-20".parse().expect("a day")).plan();
    let mut account = loan::account("loan", "CAD", &plan);
    account["late"] = json!({ "fees": [{ "kind": "flat", "amount": 4_000, "afterDays": 0 }] });
    let first = &ask(&wallet("CA", &account), "2026-02-20", &[1]).trail;
    let fee = first.iter().find(|charge| charge.cut.is_some()).expect("a cut");
    assert_eq!(fee.amount.get(), 3_682 - 3_000 - 8);
}

#[test]
fn nothing_is_said_of_all_costs_where_nobody_knows_when_they_began() {
    let dues = json!([{ "id": "due", "date": "2026-02-20", "principal": 9_000, "interest": 1_000 }]);
    let mut account = loan::account("dues", "CAD", &json!({ "kind": "dues", "dues": dues }));
    account["late"] = json!({ "fees": [{ "kind": "flat", "amount": 2_000, "afterDays": 0 }] });
    assert_eq!(extras(&ask(&wallet("CA", &account), "2026-02-20", &[1])), [2_000]);
}

#[test]
fn vietnam_limits_late_interest_on_principal_and_on_interest_apart() {
    // 9,000,000 dong of principal and 1,000,000 of interest. The contract takes 36.5 % on all of it, 10,000 a day; the law
    // leaves 30 %, one and a half times the contract's 20 %, on the principal, 7,397.26 a day, and 10 % on the interest,
    // 273.97 a day: after thirty days 221,917 and 8,219.
    let mut wallet = one_due("VN", "VND", "2026-11-22", 1_000_000, &json!({ "annualRate": "0.365" }));
    wallet["accounts"][0]["plan"]["annualRate"] = json!("0.20");
    let projection = ask(&wallet, "2026-11-22", &[1, 30]);
    let penalties: Vec<i64> = projection.points.iter().map(|point| point.pay.penalty.get()).collect();
    assert_eq!(penalties, [7_397 + 273, 221_917 + 8_219]);
    assert_eq!(
        cuts(&projection),
        [
            (9_000_000, 7_397, "vn-late", 9_000),
            (1_000_000, 273, "vn-late-int", 1_000),
            (9_000_000, 214_520, "vn-late", 261_000),
            (1_000_000, 7_946, "vn-late-int", 29_000),
        ]
    );
    assert_eq!(rules(&projection), ["vn-late", "vn-late-int"]);
    // A rate of 9 % is within both: 2,219.18 and 246.57 a day, and nothing is cut.
    wallet["accounts"][0]["late"]["interest"]["annualRate"] = json!("0.09");
    let within = ask(&wallet, "2026-11-22", &[30]);
    assert_eq!(
        (within.points[0].pay.penalty.get(), cuts(&within).len()),
        (66_575 + 7_397, 0)
    );
    // Late interest on the principal alone has nothing to do with the second limit.
    wallet["accounts"][0]["late"]["interest"]["annualRate"] = json!("0.365");
    wallet["accounts"][0]["late"]["interest"]["of"] = json!("overdue-principal");
    let alone = ask(&wallet, "2026-11-22", &[30]);
    assert_eq!(
        (alone.points[0].pay.penalty.get(), rules(&alone)),
        (221_917, vec!["vn-late"])
    );
}

#[test]
fn a_limit_on_the_interest_in_a_due_ends_with_that_interest() {
    // The default order pays the interest first: from the tenth day on there is none, and the principal goes on alone.
    let mut wallet = one_due("VN", "VND", "2026-11-22", 1_000_000, &json!({ "annualRate": "0.365" }));
    wallet["accounts"][0]["plan"]["annualRate"] = json!("0.40");
    wallet["accounts"][0]["events"] = json!([{ "kind": "repayment", "date": "2026-12-02", "amount": 1_000_000 }]);
    // 9,000 a day are within 60 %; on the interest ten days of 273.97.
    let owed = ask(&wallet, "2026-12-22", &[0, 10]);
    let penalties: Vec<i64> = owed.points.iter().map(|point| point.pay.penalty.get()).collect();
    assert_eq!(penalties, [30 * 9_000 + 2_739, 40 * 9_000 + 2_739]);
}

#[test]
fn germany_takes_late_interest_on_all_that_is_owed_and_none_on_late_interest() {
    // 900.00 of principal and 100.00 of interest, ninety days late. The law limits interest on late interest to 4 %, and
    // not interest on what fell due: 1,000.00 x 12 % x 90 / 365 are 29.59 by the contract, 15.46 at 6.27 %.
    let terms = json!({ "annualRate": "0.12", "compound": "monthly" });
    let mut wallet = one_due("DE", "EUR", "2026-08-24", 10_000, &terms);
    let owed = |wallet: &Value| {
        let projection = ask(wallet, "2026-11-22", &[0]);
        let told: Vec<String> = rules(&projection).iter().map(ToString::to_string).collect();
        (projection.points[0].pay.penalty.get(), told)
    };
    let (penalty, told) = owed(&wallet);
    assert_eq!(penalty, 2_959);
    assert!(told.contains(&"DE.penalty.compounding".to_owned()), "{told:?}");
    wallet["referenceRates"] = json!([{ "id": "DE_BASISZINS", "annualRate": "0.0127" }]);
    let (penalty, told) = owed(&wallet);
    assert_eq!(penalty, 1_546);
    assert!(told.contains(&"de-497".to_owned()), "{told:?}");
    // Where the contract compounds nothing, there is nothing to say of it.
    wallet["accounts"][0]["late"]["interest"]["compound"] = json!("none");
    let (penalty, told) = owed(&wallet);
    assert_eq!(penalty, 1_546);
    assert!(!told.contains(&"DE.penalty.compounding".to_owned()), "{told:?}");
}

/// Two dues of 1,000.00, of which 100.00 are interest, both past due on 16 November, and a late charge of 20.00 booked to the
/// first; with this payment on that day.
fn two_dues(market: &str, payment: &Value) -> Value {
    let dues = json!([
        { "id": "october", "date": "2026-10-01", "principal": 90_000, "interest": 10_000 },
        { "id": "november", "date": "2026-11-01", "principal": 90_000, "interest": 10_000 },
    ]);
    let mut account = loan::account("dues", "EUR", &json!({ "kind": "dues", "dues": dues }));
    let mut paid = json!({ "kind": "repayment", "date": "2026-11-16" });
    for (key, value) in payment.as_object().into_iter().flatten() {
        paid[key] = value.clone();
    }
    account["events"] = json!([
        { "kind": "charge", "date": "2026-10-11", "amount": 2_000, "penalty": true, "dueOn": "2026-10-01" }, paid,
    ]);
    wallet(market, &account)
}

/// What is left to pay today: principal, interest, late charges.
fn left(projection: &Projection) -> [i64; 3] {
    let pay = projection.points[0].pay;
    [pay.principal.get(), pay.interest.get(), pay.penalty.get()]
}

const GERMAN_ORDER: &str = "DE.penalty.allocation";

#[test]
fn germany_has_late_payments_pay_what_is_owed_before_late_charges() {
    let after = |market: &str, amount: i64| {
        let projection = ask(&two_dues(market, &json!({ "amount": amount })), "2026-11-22", &[0]);
        (left(&projection), rules(&projection).contains(&GERMAN_ORDER))
    };
    // The contract takes 20.00 for the late charge, 100.00 for interest and 380.00 for principal; the law leaves the late
    // charge where it is, so that 400.00 go to principal.
    assert_eq!(after("none", 50_000), ([142_000, 10_000, 0], false));
    assert_eq!(after("DE", 50_000), ([140_000, 10_000, 2_000], true));
    // 1,020.00 are the first due with its charge by the contract. By the law they are the first due, and 20.00 of the second.
    assert_eq!(after("none", 102_000), ([90_000, 10_000, 0], false));
    assert_eq!(after("DE", 102_000), ([90_000, 8_000, 2_000], true));
    // When all that is owed is paid, late charges are.
    assert_eq!(after("DE", 201_500), ([0, 0, 500], true));
    assert_eq!(after("DE", 202_000), ([0, 0, 0], true));
}

#[test]
fn a_payment_that_the_server_booked_to_a_due_stays_there() {
    let payment = json!({ "amount": 100_000, "due": "november" });
    assert_eq!(
        left(&ask(&two_dues("DE", &payment), "2026-11-22", &[0])),
        [90_000, 10_000, 2_000]
    );
    // By the order alone it would have been the first.
    let projection = ask(&two_dues("DE", &payment), "2026-11-22", &[0]);
    assert_eq!(projection.points[0].days_past_due, 52);
}

#[test]
fn what_the_lawful_order_leaves_goes_on_earning_less() {
    // 0.1 % a day of what is overdue without late charges: 1,520.00 by the contract, 1,500.00 by the law.
    let waited = |market: &str| {
        let mut wallet = two_dues(market, &json!({ "amount": 50_000 }));
        wallet["accounts"][0]["late"] = json!({ "interest": { "dailyRate": "0.001", "of": "overdue" } });
        extras(&ask(&wallet, "2026-11-22", &[10]))
    };
    assert_eq!(waited("none"), [1_520]);
    assert_eq!(waited("DE"), [1_500]);
}

#[test]
fn a_loan_of_which_interest_is_recalculated_pays_by_the_lawful_order_too() {
    // 1,200.00 at 12 % in twelve equal parts of principal: 100.00 and 12.00 are due on 20 October, paid with a late charge of
    // 5.00 booked. 112.00 on 30 October are the due by the law; by the contract 5.00 less of its principal.
    let after = |market: &str| {
        let plan = Loan {
            method: "equal-principal",
            conventions: json!({ "interestOnPastDue": false }),
            ..Loan::level(120_000, "0.12", 12, "2026-09-20".parse().expect("a day"))
        };
        let mut account = loan::account("loan", "EUR", &plan.plan());
        account["events"] = json!([
            { "kind": "charge", "date": "2026-10-26", "amount": 500, "penalty": true, "dueOn": "2026-10-20" },
            { "kind": "repayment", "date": "2026-10-30", "amount": 11_200 },
        ]);
        left(&ask(&wallet(market, &account), "2026-11-01", &[0]))
    };
    assert_eq!(after("none"), [500, 0, 0]);
    assert_eq!(after("DE"), [0, 0, 500]);
}

#[test]
fn the_german_order_is_for_credit_that_is_no_card() {
    for product in ["loan", "bnpl", "bill"] {
        let mut wallet = two_dues("DE", &json!({ "amount": 50_000 }));
        wallet["accounts"][0]["product"] = json!(product);
        let penalty = if product == "bill" { 0 } else { 2_000 };
        assert_eq!(left(&ask(&wallet, "2026-11-22", &[0]))[2], penalty, "{product}");
    }
}

#[test]
fn an_order_holds_while_it_is_in_force_and_only_where_the_law_was_read() {
    let after = |more: Value| {
        let mut rule = json!({
            "id": "order", "kind": "allocation", "order": ["principal", "interest", "fees", "penalty"],
            "summary": "Sample rule.", "src": ["sample"], "confidence": "primary",
        });
        for (key, value) in more.as_object().into_iter().flatten() {
            rule[key] = value.clone();
        }
        let wallet = two_dues("JP", &json!({ "amount": 50_000 }));
        left(&ask_with(Some(&sample(&json!([rule]))), &wallet, "2026-11-22", &[0]))
    };
    let (by_law, by_contract) = ([140_000, 10_000, 2_000], [142_000, 10_000, 0]);
    assert_eq!(after(json!({})), by_law);
    assert_eq!(after(json!({ "since": "2026-11-16" })), by_law);
    assert_eq!(after(json!({ "since": "2026-11-17" })), by_contract);
    assert_eq!(after(json!({ "until": "2026-11-16" })), by_law);
    assert_eq!(after(json!({ "until": "2026-11-15" })), by_contract);
    assert_eq!(after(json!({ "confidence": "unverified" })), by_contract);
    // Within what comes before late charges the contract's order stays, so that an order of that alone says nothing.
    assert_eq!(after(json!({ "order": ["principal", "interest"] })), by_contract);
}
