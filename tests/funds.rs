//! The cash path and the signals: stories of customers' money, with the figures computed by hand, and what holds for all.
//!
//! Today is Sunday, 22 November 2026, unless a story says otherwise.

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

use any_terms::fixed;
use predue::calendar::CivilDate;
use predue::funds::FundsOutlook;
use predue::outlook::Outlook;
use proptest::prelude::*;
use serde_json::{Value, json};

const TODAY: &str = "2026-11-22";

fn day(text: &str) -> CivilDate {
    text.parse().expect("a day")
}

fn monthly(kind: &str, label: &str, amount: i64, date: &str) -> Value {
    json!({ "label": label, "amount": amount, "date": date, "every": { "n": 1, "unit": "month" }, "kind": kind })
}

fn once(kind: &str, amount: i64, date: &str) -> Value {
    json!({ "label": kind, "amount": amount, "date": date, "kind": kind })
}

fn funds(balance: i64, reserve: i64, flows: &[Value]) -> Value {
    json!({ "currency": "EUR", "balance": balance, "reserve": reserve, "flows": flows })
}

/// A bill of dues: each an id, a day and an amount.
fn bill(id: &str, dues: &[(&str, &str, i64)]) -> Value {
    let dues: Vec<Value> = dues
        .iter()
        .map(|(id, date, principal)| json!({ "id": id, "date": date, "principal": principal }))
        .collect();
    loan::account(id, "EUR", &json!({ "kind": "dues", "dues": dues }))
}

fn with(mut account: Value, key: &str, value: Value) -> Value {
    account[key] = value;
    account
}

fn paid(date: &str, amount: i64) -> Value {
    json!({ "kind": "repayment", "date": date, "amount": amount })
}

fn outlook_on(today: &str, accounts: &[Value], funds: Option<Value>, days: Option<u16>) -> Outlook {
    let mut wallet = loan::wallet(accounts, &[]);
    if let Some(funds) = funds {
        wallet["funds"] = funds;
    }
    loan::outlook(&wallet, &loan::at(day(today)), days).expect("an outlook")
}

fn money(accounts: &[Value], funds: Value) -> FundsOutlook {
    outlook_on(TODAY, accounts, Some(funds), None).funds.expect("funds")
}

fn path(funds: &FundsOutlook) -> Vec<(String, i64)> {
    let days = funds.path.iter();
    days.map(|day| (day.date.to_string(), day.balance.get())).collect()
}

fn days(expected: &[(&str, i64)]) -> Vec<(String, i64)> {
    expected
        .iter()
        .map(|(date, balance)| ((*date).to_owned(), *balance))
        .collect()
}

/// Missing on a day for a due.
fn shortfall(funds: &FundsOutlook) -> Option<(String, i64, String)> {
    let short = funds.shortfall.as_ref()?;
    Some((short.date.to_string(), short.amount.get(), short.due.to_string()))
}

/// The signals as they cross.
fn signals(outlook: &Outlook) -> Vec<Value> {
    let signals = serde_json::to_value(&outlook.signals).expect("JSON");
    signals.as_array().expect("a list").clone()
}

fn codes(outlook: &Outlook) -> Vec<&str> {
    outlook.signals.iter().map(|signal| signal.code).collect()
}

// ---- the cash path --------------------------------------------------------------------------------------------------------

#[test]
fn a_month_from_salary_to_salary() {
    let flows = [
        monthly("in", "Salary", 210_000, "2026-01-25"),
        monthly("out", "Rent", 80_000, "2026-01-01"),
        once("out", 12_000, "2026-12-10"),
    ];
    let phone = bill(
        "phone",
        &[("december", "2026-12-05", 10_000), ("january", "2027-01-05", 10_000)],
    );
    let funds = money(&[phone], funds(30_000, 5_000, &flows));
    assert_eq!(
        path(&funds),
        days(&[
            ("2026-11-22", 30_000),
            ("2026-11-25", 240_000),
            ("2026-12-01", 160_000),
            ("2026-12-05", 150_000),
            ("2026-12-10", 138_000),
        ])
    );
    assert_eq!((shortfall(&funds), funds.until), (None, day("2026-12-22")));
    // Nothing goes before the salary comes, so all but the reserve is free now.
    assert_eq!(funds.safe_to_spend.get(), 25_000);
    // 2,100.00 less the rent and a month's reserve; the repair is no habit.
    assert_eq!(funds.affordable_per_month.get(), 125_000);
}

#[test]
fn month_ends_come_back() {
    let flows = [monthly("in", "Salary", 100, "2026-01-31")];
    let outlook = outlook_on("2026-02-01", &[], Some(funds(0, 0, &flows)), Some(90));
    assert_eq!(
        path(&outlook.funds.expect("funds")),
        days(&[
            ("2026-02-01", 0),
            ("2026-02-28", 100),
            ("2026-03-31", 200),
            ("2026-04-30", 300)
        ])
    );
}

#[test]
fn money_goes_before_it_comes_on_one_day() {
    let phone = bill("phone", &[("december", "2026-12-01", 10_000)]);
    let payday = money(
        std::slice::from_ref(&phone),
        funds(6_000, 0, &[once("in", 50_000, "2026-12-01")]),
    );
    assert_eq!(
        shortfall(&payday),
        Some(("2026-12-01".to_owned(), 4_000, "december".to_owned()))
    );
    assert_eq!(path(&payday), days(&[("2026-11-22", 6_000), ("2026-12-01", 46_000)]));
    assert_eq!(payday.safe_to_spend.get(), 0);
    let day_before = money(&[phone], funds(6_000, 0, &[once("in", 50_000, "2026-11-30")]));
    assert_eq!(shortfall(&day_before), None);
    assert_eq!(day_before.safe_to_spend.get(), 6_000);
}

#[test]
fn what_goes_out_anyhow_goes_before_the_dues_of_its_day() {
    let phone = bill("phone", &[("december", "2026-12-01", 10_000)]);
    let funds = money(&[phone], funds(15_000, 1_000, &[once("out", 8_000, "2026-12-01")]));
    assert_eq!(
        shortfall(&funds),
        Some(("2026-12-01".to_owned(), 4_000, "december".to_owned()))
    );
}

#[test]
fn flows_of_today_go_and_do_not_come_again() {
    let flows = [
        once("in", 9_000, TODAY),
        once("out", 2_000, TODAY),
        // The past is in the balance.
        once("in", 70_000, "2026-11-21"),
        once("out", 70_000, "2026-11-21"),
    ];
    let funds = money(&[], funds(10_000, 0, &flows));
    assert_eq!(path(&funds), days(&[(TODAY, 8_000)]));
    assert_eq!(funds.safe_to_spend.get(), 8_000);
}

#[test]
fn an_income_of_today_is_awaited_where_the_host_knows_that_it_has_not_come() {
    let salary = |received: &str| {
        let salary = monthly("in", "Salary", 9_000, "2026-10-22");
        path(&money(
            &[],
            funds(1_000, 0, &[with(salary, "received", json!(received))]),
        ))
    };
    assert_eq!(salary("2026-10-22"), days(&[(TODAY, 10_000), ("2026-12-22", 19_000)]));
    assert_eq!(salary("2026-11-22"), days(&[(TODAY, 1_000), ("2026-12-22", 10_000)]));
    // It came on Friday, as Sunday is no banking day.
    assert_eq!(salary("2026-11-20"), days(&[(TODAY, 1_000), ("2026-12-22", 10_000)]));
    // A day to come tells nothing yet.
    assert_eq!(salary("2026-11-23"), days(&[(TODAY, 1_000), ("2026-12-22", 10_000)]));
}

#[test]
fn what_is_overdue_is_paid_today_and_oldest_first() {
    let power = bill(
        "power",
        &[("september", "2026-09-20", 3_000), ("october", "2026-10-20", 4_000)],
    );
    let funds = money(&[power], funds(5_000, 500, &[]));
    assert_eq!(path(&funds), days(&[(TODAY, -2_000)]));
    assert_eq!(shortfall(&funds), Some((TODAY.to_owned(), 2_500, "october".to_owned())));
    assert_eq!(funds.safe_to_spend.get(), 0);
}

#[test]
fn a_shortfall_is_what_must_be_found_and_the_reserve_is_not_touched() {
    let phone = bill("phone", &[("december", "2026-12-05", 10_000)]);
    let short =
        |balance: i64, reserve: i64| shortfall(&money(std::slice::from_ref(&phone), funds(balance, reserve, &[])));
    assert_eq!(short(15_000, 5_000), None);
    assert_eq!(
        short(14_999, 5_000),
        Some(("2026-12-05".to_owned(), 1, "december".to_owned()))
    );
    // Less than nothing and less than the reserve already: both are missing.
    assert_eq!(
        short(-2_000, 5_000),
        Some(("2026-12-05".to_owned(), 17_000, "december".to_owned()))
    );
}

#[test]
fn a_card_must_be_paid_its_minimum_and_is_kept_whole() {
    let card = loan::account(
        "card",
        "EUR",
        &json!({
            "kind": "card", "annualRate": "0.365", "minimum": { "share": "0.05", "floor": 1_000 },
            "statements": [
                { "id": "november", "closed": "2026-11-10", "due": "2026-12-01", "balance": 100_000, "minimum": 5_000 },
            ],
        }),
    );
    let rich = money(std::slice::from_ref(&card), funds(120_000, 0, &[]));
    assert_eq!((rich.safe_to_spend.get(), shortfall(&rich)), (20_000, None));
    assert_eq!(path(&rich), days(&[(TODAY, 120_000), ("2026-12-01", 20_000)]));
    let tight = money(std::slice::from_ref(&card), funds(6_000, 0, &[]));
    assert_eq!((tight.safe_to_spend.get(), shortfall(&tight)), (0, None));
    let short = money(std::slice::from_ref(&card), funds(4_000, 0, &[]));
    assert_eq!(
        shortfall(&short),
        Some(("2026-12-01".to_owned(), 1_000, "november".to_owned()))
    );
    // Past its day only the minimum is asked for: the rest is on the next statement.
    let late = outlook_on("2026-12-03", &[card], Some(funds(6_000, 0, &[])), None);
    assert_eq!(path(&late.funds.expect("funds")), days(&[("2026-12-03", 1_000)]));
}

#[test]
fn dues_in_another_currency_are_left_out() {
    let mut phone = bill("phone", &[("december", "2026-12-05", 10_000)]);
    phone["currency"] = json!("USD");
    let outlook = outlook_on(
        TODAY,
        &[with(phone, "autopay", json!(true))],
        Some(funds(1_000, 0, &[])),
        None,
    );
    assert_eq!(path(outlook.funds.as_ref().expect("funds")), days(&[(TODAY, 1_000)]));
    assert_eq!(codes(&outlook), Vec::<&str>::new());
}

#[test]
fn the_path_goes_on_to_the_next_income() {
    let phone = bill(
        "phone",
        &[("december", "2026-12-05", 10_000), ("january", "2027-01-05", 10_000)],
    );
    let accounts = std::slice::from_ref(&phone);
    let look = |flows: &[Value], days: u16| outlook_on(TODAY, accounts, Some(funds(30_000, 0, flows)), Some(days));
    let week = look(&[monthly("in", "Salary", 50_000, "2026-01-20")], 7);
    let money = week.funds.as_ref().expect("funds");
    assert_eq!(money.until, day("2026-12-20"));
    assert_eq!(money.safe_to_spend.get(), 20_000);
    // The dues are those of the week all the same.
    assert_eq!((week.dues.len(), week.until), (0, day("2026-11-29")));
    // Nothing to wait for, or too far away: as far as the outlook looks.
    for flows in [vec![], vec![once("in", 50_000, "2027-11-30")]] {
        let money = look(&flows, 7).funds.expect("funds");
        assert_eq!((money.until, money.safe_to_spend.get()), (day("2026-11-29"), 30_000));
    }
}

#[test]
fn affordable_counts_each_flow_by_the_month_and_rounds_against_itself() {
    let every = |kind: &str, amount: i64, date: &str, n: u16, unit: &str| json!({ "label": "x", "amount": amount, "date": date, "every": { "n": n, "unit": unit }, "kind": kind });
    let affordable = |flows: &[Value], reserve: i64| money(&[], funds(0, reserve, flows)).affordable_per_month.get();
    assert_eq!(
        affordable(&[every("in", 120_000, "2026-12-01", 12, "month")], 0),
        10_000
    );
    // 100.00 a week: 30.436875 / 7 of it a month, 434.8125.
    assert_eq!(affordable(&[every("in", 10_000, "2026-11-23", 1, "week")], 0), 43_481);
    assert_eq!(
        affordable(
            &[
                every("in", 100_000, "2026-12-01", 1, "month"),
                every("out", 10_000, "2026-11-23", 1, "week")
            ],
            0
        ),
        56_518
    );
    // One a day: 30.436875 a month.
    assert_eq!(affordable(&[every("in", 1_000_000, TODAY, 1, "day")], 0), 30_436_875);
    assert_eq!(
        affordable(&[every("in", 100_000, "2026-12-01", 1, "month")], 30_000),
        70_000
    );
    assert_eq!(
        affordable(&[every("in", 100_000, "2026-12-01", 1, "month")], 130_000),
        0
    );
    // A job that begins in spring pays nothing this winter; a bonus a year may be next in autumn.
    assert_eq!(affordable(&[every("in", 100_000, "2027-03-01", 1, "month")], 0), 0);
    assert_eq!(
        affordable(&[every("in", 120_000, "2027-10-01", 12, "month")], 0),
        10_000
    );
    assert_eq!(affordable(&[once("in", 100_000, "2026-12-01")], 0), 0);
}

#[test]
fn wrong_funds_are_refused_with_their_path() {
    let mut wallet = loan::wallet(&[], &[]);
    wallet["funds"] = funds(0, 0, &[with(once("out", 1, TODAY), "received", json!(TODAY))]);
    let error = loan::outlook(&wallet, &loan::at(day(TODAY)), None).expect_err("no income");
    assert_eq!(
        (error.code(), error.path()),
        ("INPUT", Some("wallet.funds.flows[0].received"))
    );
    wallet["funds"] = funds(9_007_199_254_740_991, 0, &[once("in", 1, "2026-11-30")]);
    let error = loan::outlook(&wallet, &loan::at(day(TODAY)), None).expect_err("too much");
    assert_eq!((error.code(), error.path()), ("RANGE", Some("wallet.funds")));
}

// ---- signals --------------------------------------------------------------------------------------------------------------

#[test]
fn a_collection_that_the_money_does_not_cover_is_told() {
    let phone = bill(
        "phone",
        &[("december", "2026-12-05", 10_000), ("soon", "2026-12-12", 10_000)],
    );
    let collected = with(phone.clone(), "autopay", json!(true));
    let short = outlook_on(
        TODAY,
        std::slice::from_ref(&collected),
        Some(funds(7_000, 0, &[])),
        None,
    );
    assert_eq!(
        signals(&short)[0],
        json!({ "code": "autopay-will-fail", "account": "phone", "due": "december",
                "params": { "amount": 10_000, "missing": 3_000, "currency": "EUR", "date": "2026-12-05", "days": 13 } })
    );
    assert_eq!(codes(&short), ["autopay-will-fail", "money-short"]);
    // The collection goes through on the reserve, which is not advised all the same.
    let reserve = outlook_on(
        TODAY,
        std::slice::from_ref(&collected),
        Some(funds(20_000, 5_000, &[])),
        None,
    );
    assert_eq!(codes(&reserve), ["money-short"]);
    // Nobody collects; nobody knows of the money; nothing is said of an account on hold.
    assert_eq!(
        codes(&outlook_on(TODAY, &[phone], Some(funds(7_000, 0, &[])), None)),
        ["money-short"]
    );
    assert!(signals(&outlook_on(TODAY, std::slice::from_ref(&collected), None, None)).is_empty());
    let held = with(collected, "hold", json!("disputed"));
    let held = outlook_on(TODAY, &[held], Some(funds(7_000, 0, &[])), None);
    assert!(signals(&held).is_empty() && held.funds.is_some_and(|funds| funds.shortfall.is_some()));
}

#[test]
fn a_shortfall_is_told_with_what_is_missing() {
    let phone = bill("phone", &[("december", "2026-12-05", 10_000)]);
    let short = outlook_on(
        TODAY,
        std::slice::from_ref(&phone),
        Some(funds(12_000, 5_000, &[])),
        None,
    );
    assert_eq!(
        signals(&short),
        [json!({ "code": "money-short", "account": "phone", "due": "december",
                 "params": { "amount": 3_000, "currency": "EUR", "date": "2026-12-05", "days": 13 } })]
    );
    let enough = outlook_on(TODAY, &[phone], Some(funds(15_000, 5_000, &[])), None);
    assert!(signals(&enough).is_empty());
}

/// Six statements of 1,000.00 with a minimum of 50.00, each due on the 1st; what was paid of each of the first ones, in the
/// order of the months from June on.
fn card(paid_of: &[i64]) -> Value {
    let statements: Vec<Value> = (5..=10)
        .map(|month| {
            let (closed, due) = (format!("2026-{month:02}-10"), format!("2026-{:02}-01", month + 1));
            json!({ "id": format!("s{month}"), "closed": closed, "due": due, "balance": 100_000, "minimum": 5_000 })
        })
        .collect();
    let events: Vec<Value> = paid_of
        .iter()
        .zip(5..)
        .filter(|(amount, _)| **amount > 0)
        .map(|(amount, month)| paid(&format!("2026-{month:02}-28"), *amount))
        .collect();
    let plan = json!({
        "kind": "card", "annualRate": "0.24", "minimum": { "share": "0.05", "floor": 1_000 }, "statements": statements,
    });
    with(loan::account("card", "EUR", &plan), "events", json!(events))
}

#[test]
fn minimums_in_a_row_are_told_and_more_than_them_is_not() {
    let told = |paid_of: &[i64]| signals(&outlook_on("2026-11-05", &[card(paid_of)], None, None));
    let streak = |statements: i64, amount: i64| {
        json!({ "code": "minimum-only-streak", "account": "card",
                "params": { "statements": statements, "amount": amount, "currency": "EUR" } })
    };
    assert_eq!(told(&[0, 0, 90_000, 5_000, 5_500, 4_500]), [streak(3, 15_000)]);
    assert_eq!(told(&[5_000; 6]), [streak(6, 30_000)]);
    // Two are a habit of nobody; a little more than a tenth beyond the minimum is an effort; a statement that is unpaid ends it.
    for other in [
        [0, 0, 0, 90_000, 5_000, 5_000],
        [5_000, 5_000, 5_000, 5_000, 5_501, 5_000],
        [5_000, 5_000, 5_000, 5_000, 5_000, 100_000],
        [5_000, 5_000, 5_000, 5_000, 5_000, 0],
    ] {
        assert!(told(&other).is_empty(), "{other:?}");
    }
    // The statement that is still open may be paid in full yet: the ones before it count.
    let open = outlook_on("2026-10-30", &[card(&[0, 0, 5_000, 5_000, 5_000, 5_000])], None, None);
    assert_eq!(signals(&open), [streak(3, 15_000)]);
}

#[test]
fn a_payment_made_twice_is_told() {
    let dues = [
        ("october", "2026-10-20", 4_000),
        ("november", "2026-11-20", 4_000),
        ("december", "2026-12-20", 4_000),
    ];
    let told = |events: Value| {
        signals(&outlook_on(
            TODAY,
            &[with(bill("power", &dues), "events", events)],
            None,
            None,
        ))
    };
    let twice = json!({ "code": "paid-twice", "account": "power",
                        "params": { "amount": 4_000, "currency": "EUR", "date": "2026-11-20", "days": 2 } });
    let october = paid("2026-10-20", 4_000);
    // The second one went to December.
    assert_eq!(
        told(json!([october, paid("2026-11-18", 4_000), paid("2026-11-20", 4_000)])),
        [twice]
    );
    for other in [
        // Two months were due.
        json!([paid("2026-11-20", 4_000), paid("2026-11-20", 4_000)]),
        // Two halves of one.
        json!([october, paid("2026-11-19", 2_000), paid("2026-11-20", 2_000)]),
        // Another amount; four days between; long ago.
        json!([october, paid("2026-11-19", 4_000), paid("2026-11-20", 3_999)]),
        json!([october, paid("2026-11-16", 4_000), paid("2026-11-20", 4_000)]),
        json!([paid("2026-10-19", 4_000), paid("2026-10-20", 4_000)]),
        // The server says which is which.
        json!([
            october,
            with(paid("2026-11-19", 4_000), "due", json!("november")),
            with(paid("2026-11-19", 4_000), "due", json!("december"))
        ]),
        // It went back already.
        json!([october, paid("2026-11-19", 4_000), with(paid("2026-11-20", 4_000), "id", json!("again")),
               { "kind": "reversal", "date": "2026-11-21", "of": "again" }]),
    ] {
        assert!(told(other.clone()).is_empty(), "{other}");
    }
}

#[test]
fn a_loan_paid_twice_is_told_as_a_bill_is() {
    let terms = loan::Loan::level(120_000, "0", 12, day("2026-10-15"));
    let account = loan::account("loan", "EUR", &terms.plan());
    let events = json!([paid("2026-11-15", 10_000), paid("2026-11-15", 10_000)]);
    let told = signals(&outlook_on(
        TODAY,
        &[with(account.clone(), "events", events)],
        None,
        None,
    ));
    assert_eq!((told.len(), &told[0]["code"]), (1, &json!("paid-twice")));
    let events = json!([paid("2026-11-15", 10_000)]);
    assert!(signals(&outlook_on(TODAY, &[with(account, "events", events)], None, None)).is_empty());
}

#[test]
fn a_payment_that_leaves_credit_is_told() {
    let power = |events: Value| with(bill("power", &[("november", "2026-11-20", 4_000)]), "events", events);
    let told = |events: Value| signals(&outlook_on(TODAY, &[power(events)], None, None));
    let beyond = |amount: i64| {
        json!({ "code": "paid-twice", "account": "power",
                "params": { "amount": amount, "currency": "EUR", "date": "2026-11-19", "days": 3 } })
    };
    assert_eq!(told(json!([paid("2026-11-19", 4_500)])), [beyond(500)]);
    assert_eq!(
        told(json!([paid("2026-11-18", 4_000), paid("2026-11-19", 4_000)])),
        [beyond(4_000)]
    );
    for other in [
        // A trifle; what was owed; a merchant's refund.
        json!([paid("2026-11-19", 4_009)]),
        json!([paid("2026-11-19", 4_000)]),
        json!([paid("2026-11-18", 4_000), { "kind": "refund", "date": "2026-11-19", "amount": 4_000 }]),
        // It was given back.
        json!([paid("2026-11-19", 4_500), { "kind": "credit-refund", "date": "2026-11-20", "amount": 500 }]),
    ] {
        assert!(told(other.clone()).is_empty(), "{other}");
    }
}

#[test]
fn a_due_far_beyond_the_usual_is_told() {
    let power = |amounts: &[i64]| {
        let dues: Vec<Value> = amounts
            .iter()
            .rev()
            .zip(0_i32..)
            .map(|(amount, months)| {
                let date = any_terms::last_valid(2026, u32::try_from(12 - months).expect("a month"), 15);
                json!({ "id": format!("d{months}"), "date": date.to_string(), "principal": amount })
            })
            .collect();
        // All but the last are paid.
        let owed: i64 = amounts.iter().rev().skip(1).sum();
        let account = loan::account("power", "EUR", &json!({ "kind": "dues", "dues": dues }));
        let events = if owed > 0 {
            json!([paid("2026-11-15", owed)])
        } else {
            json!([])
        };
        signals(&outlook_on(TODAY, &[with(account, "events", events)], None, None))
    };
    let jumped = |amount: i64, usual: i64| {
        json!({ "code": "due-jumped", "account": "power", "due": "d0",
                "params": { "amount": amount, "usual": usual, "currency": "EUR", "date": "2026-12-15", "days": 23 } })
    };
    assert_eq!(power(&[4_000, 4_000, 4_000, 5_200]), [jumped(5_200, 4_000)]);
    // One winter's peak before is not usual, and of two in the middle the higher one is.
    assert_eq!(power(&[4_000, 9_000, 4_000, 4_100, 5_500]), [jumped(5_500, 4_100)]);
    // Only the latest six count.
    assert_eq!(
        power(&[
            9_000, 9_000, 9_000, 9_000, 1_000, 1_000, 1_000, 1_000, 1_000, 9_000, 2_000
        ]),
        [jumped(2_000, 1_000)]
    );
    for other in [
        &[4_000, 4_000, 4_000, 5_199][..],
        // Too few to say what is usual; a trifle.
        &[4_000, 4_000, 9_000],
        &[20, 20, 20, 29],
    ] {
        assert!(power(other).is_empty(), "{other:?}");
    }
}

#[test]
fn an_income_that_has_not_come_is_told() {
    let told = |today: &str, received: Option<&str>| {
        let mut salary = monthly("in", "Salary", 210_000, "2026-01-25");
        if let Some(received) = received {
            salary["received"] = json!(received);
        }
        signals(&outlook_on(today, &[], Some(funds(1_000, 0, &[salary])), None))
    };
    let missed = |days: i64| {
        json!({ "code": "income-missed",
                "params": { "label": "Salary", "amount": 210_000, "currency": "EUR", "date": "2026-11-25", "days": days } })
    };
    assert_eq!(told("2026-11-27", Some("2026-10-25")), [missed(2)]);
    assert_eq!(told("2026-12-02", Some("2026-10-25")), [missed(7)]);
    for (today, received) in [
        // A day late is not missed; after a week it is no news; without the last day nobody knows; it came, or came early.
        ("2026-11-26", Some("2026-10-25")),
        ("2026-12-03", Some("2026-10-25")),
        ("2026-11-27", None),
        ("2026-11-27", Some("2026-11-25")),
        ("2026-11-27", Some("2026-11-23")),
    ] {
        assert!(told(today, received).is_empty(), "{today} {received:?}");
    }
}

#[test]
fn a_late_charge_that_is_about_to_start_is_told() {
    let late =
        |grace: i64| json!({ "graceDays": grace, "fees": [{ "kind": "flat", "amount": 1_240, "afterDays": 0 }] });
    let sofa = |date: &str, grace: i64| {
        let sofa = with(bill("sofa", &[("november", date, 50_000)]), "late", late(grace));
        signals(&outlook_on(TODAY, &[sofa], None, None))
    };
    let starts = |date: &str, days: i64| {
        json!({ "code": "fee-about-to-start", "account": "sofa", "due": "november",
                "params": { "amount": 50_000, "saves": 1_240, "currency": "EUR", "date": date, "days": days } })
    };
    assert_eq!(sofa("2026-11-20", 3), [starts("2026-11-23", 1)]);
    assert_eq!(sofa("2026-11-20", 2), [starts("2026-11-22", 0)]);
    assert_eq!(sofa("2026-11-20", 4), [starts("2026-11-24", 2)]);
    // In four days; charged already; not past yet.
    for (date, grace) in [
        ("2026-11-20", 5),
        ("2026-11-20", 1),
        ("2026-11-22", 0),
        ("2026-11-25", 0),
    ] {
        assert!(sofa(date, grace).is_empty(), "{date} {grace}");
    }
    // A past due whose fee was charged, and another that will cost only once it is past.
    let two = bill(
        "sofa",
        &[("november", "2026-11-10", 50_000), ("next", "2026-11-23", 50_000)],
    );
    assert!(signals(&outlook_on(TODAY, &[with(two, "late", late(0))], None, None)).is_empty());
    // Interest that begins to run is a late charge too.
    let interest = json!({ "graceDays": 3, "interest": { "dailyRate": "0.001", "of": "overdue" } });
    let rent = with(bill("rent", &[("november", "2026-11-20", 50_000)]), "late", interest);
    let told = signals(&outlook_on(TODAY, &[rent], None, None));
    assert_eq!((told.len(), &told[0]["params"]["saves"]), (1, &json!(50)));
}

#[test]
fn signals_come_by_account_then_by_code_and_those_of_no_account_last() {
    let phone = with(
        bill("phone", &[("december", "2026-12-05", 10_000)]),
        "autopay",
        json!(true),
    );
    let power = bill(
        "power",
        &[("november", "2026-11-20", 4_000), ("december", "2026-12-20", 1)],
    );
    let power = with(power, "events", json!([paid("2026-11-19", 4_500)]));
    let salary = with(
        monthly("in", "Salary", 1, "2026-01-19"),
        "received",
        json!("2026-10-19"),
    );
    let outlook = outlook_on(TODAY, &[power, phone], Some(funds(5_000, 0, &[salary])), None);
    let told: Vec<_> = outlook
        .signals
        .iter()
        .map(|signal| (signal.account.as_deref(), signal.code))
        .collect();
    assert_eq!(
        told,
        [
            (Some("power"), "paid-twice"),
            (Some("phone"), "autopay-will-fail"),
            (Some("phone"), "money-short"),
            (None, "income-missed"),
        ]
    );
}

// ---- what holds for all ---------------------------------------------------------------------------------------------------

/// A flow of up to 500.00 that began or begins within two years.
fn any_flow() -> impl Strategy<Value = Value> {
    let every = prop_oneof![
        Just(None),
        (1..40_u16, prop::sample::select(&["day", "week", "month"][..])).prop_map(Some),
    ];
    (1..50_000_i64, -700..400_i32, every, any::<bool>()).prop_map(|(amount, days, every, is_income)| {
        let date = day(TODAY).plus_days(days).expect("a day");
        let mut flow = once(if is_income { "in" } else { "out" }, amount, &date.to_string());
        if let Some((n, unit)) = every {
            flow["every"] = json!({ "n": n, "unit": unit });
        }
        flow
    })
}

fn any_bill() -> impl Strategy<Value = Value> {
    prop::collection::vec((-40..80_i32, 1..60_000_i64), 0..6).prop_map(|dues| {
        let dues: Vec<Value> = dues
            .iter()
            .enumerate()
            .map(|(number, (days, amount))| {
                let date = day(TODAY).plus_days(*days).expect("a day");
                json!({ "id": number.to_string(), "date": date.to_string(), "principal": amount })
            })
            .collect();
        loan::account("bill", "EUR", &json!({ "kind": "dues", "dues": dues }))
    })
}

/// The balance at the end of a day, counted the plain way.
fn balance_on(funds: &Value, bill: &Value, until: CivilDate) -> i64 {
    let today = day(TODAY);
    let text = |value: &Value| day(value.as_str().unwrap_or_default());
    let amount = |value: &Value| value.as_i64().expect("an amount");
    let mut balance = amount(&funds["balance"]);
    for flow in funds["flows"].as_array().into_iter().flatten() {
        let is_income = flow["kind"] == "in";
        let sign = if is_income { 1 } else { -1 };
        let mut time = text(&flow["date"]);
        let mut number = 0_i32;
        while time <= until {
            if time > today || (time == today && !is_income) {
                balance += sign * amount(&flow["amount"]);
            }
            let Some(n) = flow["every"]["n"].as_i64() else { break };
            let n = i32::try_from(n).expect("a count");
            number += 1;
            let first = text(&flow["date"]);
            time = match flow["every"]["unit"].as_str() {
                Some("day") => first.plus_days(n * number).expect("a day"),
                Some("week") => first.plus_days(7 * n * number).expect("a day"),
                _ => months_later(first, n * number),
            };
        }
    }
    let dues = bill["plan"]["dues"].as_array().into_iter().flatten();
    balance
        - dues
            .filter(|due| text(&due["date"]) <= until)
            .map(|due| amount(&due["principal"]))
            .sum::<i64>()
}

fn months_later(day: CivilDate, months: i32) -> CivilDate {
    let text = day.to_string();
    let month: i32 = text
        .split('-')
        .nth(1)
        .and_then(|month| month.parse().ok())
        .expect("a month");
    let months = day.year() * 12 + month - 1 + months;
    any_terms::last_valid(
        months.div_euclid(12),
        u32::try_from(months.rem_euclid(12) + 1).expect("a month"),
        day.day(),
    )
}

fn ask(bill: &Value, funds: &Value) -> FundsOutlook {
    money(std::slice::from_ref(bill), funds.clone())
}

fn changed(funds: &Value, key: &str, by: i64) -> Value {
    let value = funds[key].as_i64().expect("an amount") + by;
    with(funds.clone(), key, json!(value))
}

proptest! {
    #![proptest_config(fixed(256))]

    #[test]
    fn the_path_is_the_balance_counted_day_by_day(
        balance in -20_000..200_000_i64, flows in prop::collection::vec(any_flow(), 0..6), bill in any_bill(),
    ) {
        let funds = funds(balance, 0, &flows);
        let answer = ask(&bill, &funds);
        let mut known = answer.path.iter().peekable();
        let mut before = None;
        for days in 0..=day(TODAY).days_until(answer.until) {
            let date = day(TODAY).plus_days(days)?;
            let expected = balance_on(&funds, &bill, date);
            if before != Some(expected) {
                let entry = known.next().expect("a day on which it changes");
                prop_assert_eq!((entry.date, entry.balance.get()), (date, expected));
            }
            before = Some(expected);
        }
        prop_assert!(known.next().is_none());
    }

    #[test]
    fn what_is_safe_can_be_spent_and_one_unit_more_cannot(
        balance in 0..300_000_i64, reserve in 0..40_000_i64, flows in prop::collection::vec(any_flow(), 0..5), bill in any_bill(),
    ) {
        let funds = funds(balance, reserve, &flows);
        let answer = ask(&bill, &funds);
        let safe = answer.safe_to_spend.get();
        prop_assert!(safe >= 0);
        let spent = ask(&bill, &changed(&funds, "balance", -safe));
        prop_assert_eq!(spent.safe_to_spend.get(), 0);
        if safe > 0 {
            prop_assert_eq!(&spent.shortfall, &None);
            prop_assert!(spent.path.iter().all(|day| day.balance.get() >= reserve));
            // A unit more and the path goes below the reserve within some day; one unit less of it, and it would not.
            let more = changed(&funds, "balance", -safe - 1);
            prop_assert_eq!(ask(&bill, &more).safe_to_spend.get(), 0);
            if reserve > 0 {
                prop_assert_eq!(ask(&bill, &changed(&more, "reserve", -2)).safe_to_spend.get(), 1);
            }
        }
        // Where only dues take money, the unit is missing for one of them.
        let alone = with(funds.clone(), "flows", json!([]));
        let safe = ask(&bill, &alone).safe_to_spend.get();
        let has_dues = ask(&bill, &alone).path.last().map(|day| day.balance.get()) != Some(balance);
        if safe > 0 && has_dues {
            let short = ask(&bill, &changed(&alone, "balance", -safe - 1)).shortfall;
            prop_assert_eq!(short.map(|short| short.amount.get()), Some(1));
        }
    }

    #[test]
    fn a_shortfall_is_gone_when_it_is_found(
        balance in -20_000..100_000_i64, reserve in 0..40_000_i64, flows in prop::collection::vec(any_flow(), 0..5), bill in any_bill(),
    ) {
        let funds = funds(balance, reserve, &flows);
        let Some(short) = ask(&bill, &funds).shortfall else { return Ok(()) };
        prop_assert!(short.amount.is_positive());
        let found = changed(&funds, "balance", short.amount.get());
        let next = ask(&bill, &found).shortfall;
        prop_assert!(next.is_none_or(|next| next.due != short.due && next.date >= short.date));
        let nearly = ask(&bill, &changed(&found, "balance", -1)).shortfall.expect("a unit is missing");
        prop_assert_eq!((nearly.due, nearly.amount.get()), (short.due, 1));
    }

    #[test]
    fn more_income_never_leaves_less(
        balance in -20_000..200_000_i64, reserve in 0..40_000_i64, flows in prop::collection::vec(any_flow(), 0..5),
        bill in any_bill(), more in any_flow(), raise in 1..20_000_i64,
    ) {
        let funds = funds(balance, reserve, &flows);
        let before = ask(&bill, &funds);
        let check = |after: &FundsOutlook| {
            prop_assert!(after.affordable_per_month >= before.affordable_per_month);
            // Where there was no income to wait for, the first one makes the path look further.
            if after.until <= before.until {
                prop_assert!(after.safe_to_spend >= before.safe_to_spend);
            }
            Ok(())
        };
        let mut added = flows.clone();
        added.push(with(more, "kind", json!("in")));
        check(&ask(&bill, &with(funds.clone(), "flows", json!(added))))?;
        let raised: Vec<Value> = flows
            .iter()
            .map(|flow| if flow["kind"] == "in" { changed(flow, "amount", raise) } else { flow.clone() })
            .collect();
        check(&ask(&bill, &with(funds.clone(), "flows", json!(raised))))?;
    }

    #[test]
    fn funds_change_nothing_else_and_signals_are_in_order(wallet in any_terms::any_wallet(), balance in 0..500_000_i64) {
        let at = loan::at(any_terms::today());
        let without = loan::outlook(&wallet, &at, Some(60))?;
        let mut wallet = wallet;
        wallet["funds"] = funds(balance, 1_000, &[monthly("in", "Salary", 1_000, "2000-01-31")]);
        let with = loan::outlook(&wallet, &at, Some(60))?;
        prop_assert_eq!(&with.dues, &without.dues);
        prop_assert_eq!(&with.accounts, &without.accounts);
        prop_assert_eq!(&with.totals, &without.totals);
        let place = |id: &Option<String>| with.accounts.iter().position(|standing| Some(&standing.account) == id.as_ref()).unwrap_or(usize::MAX);
        let keys: Vec<_> = with.signals.iter().map(|signal| (place(&signal.account), signal.code)).collect();
        prop_assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", keys);
        prop_assert!(without.signals.iter().all(|signal| with.signals.contains(signal)));
    }
}
