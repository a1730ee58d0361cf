//! Cards: what is asked for and what is owed after purchases and payments, with the interest computed by hand.
//!
//! Most cards here bear 0.1 % a day, so that 1,000.00 owed for a day costs 1.00: the April statement of 1,000.00 is closed
//! on 1 April, due on 21 April, and asks for 50.00.

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
use predue::Result;
use predue::calendar::CivilDate;
use predue::ledger::Ledger;
use predue::money::Minor;
use predue::outlook::{DueStatus, Outlook, StandingKind};
use proptest::prelude::*;
use serde_json::{Value, json};

fn day(text: &str) -> CivilDate {
    text.parse().expect("a day")
}

/// The card of the April statement, with what has happened on it.
fn card(events: Value) -> Value {
    let mut account = loan::account(
        "card",
        "EUR",
        &json!({
            "kind": "card", "annualRate": "0.365", "minimum": { "share": "0.05", "floor": 1_000 },
            "statements": [
                { "id": "april", "closed": "2026-04-01", "due": "2026-04-21", "balance": 100_000, "minimum": 5_000 },
            ],
        }),
    );
    account["events"] = events;
    account
}

/// The same with one key of its plan or statement set otherwise.
fn with(mut account: Value, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    account.pointer_mut(parent).expect("a parent")[key] = value;
    account
}

fn revolving(events: Value) -> Value {
    with(card(events), "/plan/statements/0/revolving", json!(true))
}

fn money(kind: &str, date: &str, amount: i64) -> Value {
    json!({ "kind": kind, "date": date, "amount": amount })
}

fn paid(date: &str, amount: i64) -> Value {
    money("repayment", date, amount)
}

fn bought(date: &str, amount: i64) -> Value {
    money("disbursement", date, amount)
}

fn charged(date: &str, amount: i64, penalty: bool) -> Value {
    json!({ "kind": "charge", "date": date, "amount": amount, "penalty": penalty })
}

fn waived(date: &str, amount: i64, of: &str) -> Value {
    json!({ "kind": "waiver", "date": date, "amount": amount, "of": of })
}

fn try_ledger(account: &Value, on: CivilDate) -> Result<Ledger> {
    let wallet = predue::wire::wallet(&loan::wallet(std::slice::from_ref(account), &[]).to_string())?;
    Ledger::of(&wallet.accounts[0], &[], on)
}

fn ledger(account: &Value, on: &str) -> Ledger {
    try_ledger(account, day(on)).expect("a ledger")
}

fn outlook(account: &Value, on: &str) -> Outlook {
    loan::outlook(
        &loan::wallet(std::slice::from_ref(account), &[]),
        &loan::at(day(on)),
        Some(60),
    )
    .expect("an outlook")
}

/// What settles the card at the end of a day.
fn payoff(account: &Value, on: &str) -> i64 {
    total(&ledger(account, on))
}

fn total(ledger: &Ledger) -> i64 {
    ledger.payoff().expect("a payoff").total().get()
}

fn interest(account: &Value, on: &str, until: &str) -> i64 {
    let interest = ledger(account, on).interest_until(day(until)).expect("interest");
    interest.expect("a card's interest runs").get()
}

#[test]
fn a_statement_paid_in_full_by_its_due_day_costs_no_interest() {
    let account = card(json!([bought("2026-04-10", 20_000), paid("2026-04-21", 100_000)]));
    assert_eq!(payoff(&account, "2026-04-20"), 120_000);
    // What was bought since is on no statement yet, and free of interest as well.
    assert_eq!(payoff(&account, "2026-04-21"), 20_000);
    assert_eq!(interest(&account, "2026-04-21", "2026-05-01"), 0);
}

#[test]
fn a_statement_not_paid_in_full_bears_interest_from_its_closing_day() {
    let account = card(json!([paid("2026-04-11", 60_000)]));
    assert_eq!(payoff(&account, "2026-04-21"), 40_000);
    assert_eq!(interest(&account, "2026-04-21", "2026-04-21"), 0);
    // 10 days of 1,000.00 are 10.00, 11 days of 400.00 are 4.40.
    assert_eq!(interest(&account, "2026-04-21", "2026-04-22"), 1_440);
    assert_eq!(payoff(&account, "2026-04-22"), 41_440);
    // Six days of a purchase of 200.00 are 1.20.
    let account = card(json!([bought("2026-04-16", 20_000), paid("2026-04-11", 60_000)]));
    assert_eq!(payoff(&account, "2026-04-22"), 60_000 + 1_560);
    // Paid in full a day late: the 21 days since the closing day are owed, and nothing runs any more.
    let account = card(json!([paid("2026-04-22", 100_000)]));
    assert_eq!(payoff(&account, "2026-04-22"), 2_100);
    assert_eq!(payoff(&account, "2026-06-22"), 2_100);
}

#[test]
fn interest_runs_until_the_payment_where_the_account_revolves_already() {
    // 10 days of 1,000.00.
    let account = revolving(json!([paid("2026-04-11", 100_000)]));
    assert_eq!(payoff(&account, "2026-04-10"), 100_900);
    assert_eq!(payoff(&account, "2026-04-11"), 1_000);
    assert_eq!(payoff(&account, "2026-05-11"), 1_000);
    let outlook = outlook(&account, "2026-04-12");
    assert_eq!(outlook.dues, []);
    assert_eq!(outlook.accounts[0].standing, StandingKind::Current);
    assert_eq!(outlook.accounts[0].outstanding.total.get(), 0);
    assert_eq!(outlook.accounts[0].payoff.interest.get(), 1_000);
}

#[test]
fn whether_it_revolves_is_told_by_the_statement_before() {
    let with_march = |events: Value, revolving: Option<bool>| {
        let mut april = card(json!([]))["plan"]["statements"][0].clone();
        if let Some(revolving) = revolving {
            april["revolving"] = json!(revolving);
        }
        let march =
            json!({ "id": "march", "closed": "2026-03-01", "due": "2026-03-21", "balance": 80_000, "minimum": 4_000 });
        let account = with(card(events), "/plan/statements", json!([march, april]));
        interest(&account, "2026-04-11", "2026-04-11")
    };
    let part = || json!([paid("2026-03-20", 50_000)]);
    let whole = || json!([paid("2026-03-20", 50_000), paid("2026-03-21", 30_000)]);
    assert_eq!(with_march(part(), None), 1_000);
    assert_eq!(with_march(whole(), None), 0);
    assert_eq!(with_march(json!([]), None), 0, "nothing is told, nothing is charged");
    assert_eq!(
        with_march(json!([paid("2026-03-25", 80_000)]), None),
        0,
        "nothing is told between closing and due"
    );
    assert_eq!(with_march(part(), Some(false)), 0);
    assert_eq!(with_march(whole(), Some(true)), 1_000);
    // A payment that bounced was none, and tells that there was no other.
    let bounced = json!([
        { "kind": "repayment", "date": "2026-03-20", "amount": 80_000, "id": "cheque" },
        { "kind": "reversal", "date": "2026-03-24", "of": "cheque" },
    ]);
    assert_eq!(with_march(bounced, None), 1_000);
}

#[test]
fn what_was_before_the_closing_day_is_in_the_statement() {
    let account = card(json!([bought("2026-03-31", 7_000), paid("2026-04-01", 3_000)]));
    assert_eq!(payoff(&account, "2026-04-11"), 100_000);
    // Until it is taken back: a payment that bounces on 6 April is owed from then on, 5 days of 30.00.
    let bounced = revolving(json!([
        { "kind": "repayment", "date": "2026-03-31", "amount": 3_000, "id": "cheque" },
        { "kind": "reversal", "date": "2026-04-06", "of": "cheque" },
    ]));
    assert_eq!(payoff(&bounced, "2026-04-05"), 100_000 + 400);
    assert_eq!(payoff(&bounced, "2026-04-11"), 103_000 + 1_000 + 15);
    // A purchase that is taken back is money back.
    let returned = revolving(json!([
        { "kind": "disbursement", "date": "2026-03-31", "amount": 3_000, "id": "shoes" },
        { "kind": "reversal", "date": "2026-04-06", "of": "shoes" },
    ]));
    assert_eq!(payoff(&returned, "2026-04-11"), 97_000 + 500 + 485);
}

#[test]
fn a_reversed_payment_never_was_and_a_late_booking_counts_from_its_own_day() {
    let reversed = card(json!([
        { "kind": "repayment", "date": "2026-04-11", "amount": 100_000, "id": "cheque" },
        { "kind": "reversal", "date": "2026-04-14", "of": "cheque" },
    ]));
    assert_eq!(payoff(&reversed, "2026-04-22"), 102_100);
    // Told on 30 April, paid on the due day: no interest, whatever was said before.
    let late = card(json!([bought("2026-04-28", 500), paid("2026-04-21", 100_000)]));
    assert_eq!(payoff(&late, "2026-04-30"), 500);
}

#[test]
fn what_is_paid_too_much_is_kept() {
    let account = card(json!([paid("2026-04-11", 110_000), bought("2026-04-12", 4_000)]));
    assert_eq!(ledger(&account, "2026-04-11").credit.get(), 10_000);
    assert_eq!(ledger(&account, "2026-04-12").credit.get(), 6_000);
    assert_eq!(payoff(&account, "2026-04-12"), 0);
    assert_eq!(
        outlook(&account, "2026-04-12").accounts[0].standing,
        StandingKind::Settled
    );
    let refunded = card(json!([
        paid("2026-04-11", 110_000),
        money("credit-refund", "2026-04-13", 12_000)
    ]));
    assert_eq!(
        (
            ledger(&refunded, "2026-04-13").credit.get(),
            payoff(&refunded, "2026-04-13")
        ),
        (0, 2_000)
    );
    // A statement in credit asks for nothing.
    let in_credit = with(
        card(json!([bought("2026-04-10", 3_000)])),
        "/plan/statements/0/balance",
        json!(-2_500),
    );
    let in_credit = with(in_credit, "/plan/statements/0/minimum", json!(0));
    assert_eq!(ledger(&in_credit, "2026-04-09").credit.get(), 2_500);
    assert_eq!(payoff(&in_credit, "2026-04-10"), 500);
    assert_eq!(outlook(&in_credit, "2026-04-10").dues, []);
    let error = try_ledger(
        &with(in_credit, "/plan/statements/0/minimum", json!(1)),
        day("2026-04-10"),
    )
    .expect_err("refused");
    assert_eq!(error.path(), Some("wallet.accounts[0].plan.statements[0].minimum"));
}

#[test]
fn a_card_is_late_by_what_is_missing_of_its_minimum() {
    let account = |amount: i64| {
        let account = card(json!([paid("2026-04-11", amount)]));
        with(account, "/late", json!({ "graceDays": 5 }))
    };
    // Paid: listed until its day, as paying the rest avoids interest; then owed, and neither listed nor late.
    let paid = account(5_000);
    let before = outlook(&paid, "2026-04-15");
    let due = &before.dues[0];
    assert_eq!((due.amount.total.get(), due.minimum.map(Minor::get)), (95_000, Some(0)));
    assert_eq!(due.status, DueStatus::Upcoming);
    assert_eq!(before.totals[0].within7.get(), 95_000);
    let after = outlook(&paid, "2026-04-25");
    let standing = &after.accounts[0];
    assert_eq!(after.dues, []);
    assert_eq!((standing.standing, standing.days_past_due), (StandingKind::Current, 0));
    assert_eq!(
        (standing.overdue.total.get(), standing.outstanding.total.get()),
        (0, 95_000)
    );
    // 10 days of 1,000.00 and 14 days of 950.00.
    assert_eq!(standing.payoff.total.get(), 95_000 + 1_000 + 1_330);
    assert_eq!((after.totals[0].within30.get(), after.totals[0].all.get()), (0, 95_000));
    // Not paid: in grace, then overdue, by the 30.00 that are missing.
    let missing = account(2_000);
    let in_grace = outlook(&missing, "2026-04-25");
    let due = &in_grace.dues[0];
    assert_eq!(
        (due.amount.total.get(), due.minimum.map(Minor::get)),
        (98_000, Some(3_000))
    );
    assert_eq!(
        (due.status, in_grace.accounts[0].standing),
        (DueStatus::InGrace, StandingKind::InGrace)
    );
    assert_eq!(
        (in_grace.totals[0].today.get(), in_grace.totals[0].overdue.get()),
        (3_000, 0)
    );
    let late = outlook(&missing, "2026-04-27");
    let standing = &late.accounts[0];
    assert_eq!((standing.standing, standing.days_past_due), (StandingKind::Overdue, 6));
    assert_eq!(
        (standing.overdue.total.get(), standing.outstanding.total.get()),
        (3_000, 98_000)
    );
    assert_eq!(
        (late.totals[0].overdue.get(), late.totals[0].all.get()),
        (3_000, 98_000)
    );
}

#[test]
fn what_comes_in_pays_the_statement_first_or_part_by_part() {
    let events = || {
        json!([
            charged("2026-04-05", 1_000, false),
            charged("2026-04-06", 500, true),
            paid("2026-04-11", 5_700)
        ])
    };
    let owed = |account: &Value| ledger(account, "2026-04-12").outstanding().expect("an amount");
    let statement_first = owed(&card(events()));
    assert_eq!(
        (statement_first.principal.get(), statement_first.fees.get()),
        (94_300, 1_000)
    );
    let allocation = json!({ "order": ["penalty", "fees", "interest", "principal"], "across": "part" });
    let by_part = with(card(events()), "/allocation", allocation);
    let left = owed(&by_part);
    assert_eq!(
        (left.principal.get(), left.fees.get(), left.penalty.get()),
        (95_800, 0, 0)
    );
    // Whatever it pays, it counts towards the minimum.
    let minimum = &ledger(&by_part, "2026-04-12").instalments[0];
    assert_eq!((minimum.paid.principal.get(), minimum.in_advance.get()), (5_000, 5_000));
    assert_eq!(minimum.outstanding().principal.get(), 0);
}

#[test]
fn a_waiver_lets_go_of_its_part_then_of_the_statement() {
    let account = revolving(json!([
        charged("2026-04-05", 1_000, true),
        waived("2026-04-11", 1_400, "penalty")
    ]));
    let left = ledger(&account, "2026-04-11").outstanding().expect("an amount");
    assert_eq!((left.principal.get(), left.penalty.get()), (99_600, 0));
    // Of the 10.00 that have run, 6.00 are let go of; then another day runs.
    let account = revolving(json!([waived("2026-04-11", 600, "interest")]));
    assert_eq!(interest(&account, "2026-04-11", "2026-04-12"), 500);
    // What is let go of the principal cannot be asked for any more.
    let account = card(json!([waived("2026-04-11", 97_000, "principal")]));
    let minimum = &ledger(&account, "2026-04-11").instalments[0];
    assert_eq!(
        (minimum.due.principal.get(), minimum.waived.principal.get()),
        (5_000, 2_000)
    );
    assert_eq!(minimum.payable().principal.get(), 3_000);
}

#[test]
fn interest_follows_rate_changes_pauses_and_the_length_of_the_year() {
    let rate_change = json!({ "kind": "rate-change", "date": "2026-04-11", "annualRate": "0.73" });
    // 10 days at 1.00, 10 days at 2.00.
    assert_eq!(
        interest(&revolving(json!([rate_change])), "2026-04-02", "2026-04-21"),
        3_000
    );
    // 20 days less the five from 11 to 15 April.
    let pause = json!({ "kind": "interest-pause", "date": "2026-04-11", "until": "2026-04-15" });
    assert_eq!(
        interest(&revolving(json!([pause.clone()])), "2026-04-21", "2026-04-21"),
        1_500
    );
    assert_eq!(interest(&revolving(json!([pause])), "2026-04-13", "2026-04-13"), 900);
    // 10 nights of 2027 at 73,000 / 365 = 200, and 10 of 2028 at 73,000 / 366 = 199.45: 3,994.54.
    let account = with(revolving(json!([])), "/plan/dayCount", json!("actual/actual"));
    let account = with(account, "/plan/annualRate", json!("0.73"));
    let account = with(account, "/plan/statements/0/closed", json!("2027-12-21"));
    let account = with(account, "/plan/statements/0/due", json!("2028-01-10"));
    assert_eq!(interest(&account, "2028-01-10", "2028-01-10"), 3_995);
}

#[test]
fn the_minimum_is_a_share_with_what_has_run_on_top_within_its_bounds() {
    // The minimum of 50.00 is paid on 21 April: 20 days of 1,000.00 and 10 of 950.00 are 29.50. The next statement holds
    // 950.00, 15.00 of charges and the interest: 994.50, of which a twentieth is 49.725, to the even cent 49.72.
    let events = || json!([charged("2026-04-10", 1_000, false), charged("2026-04-10", 500, true)]);
    let next = |rule: Value| {
        let account = with(revolving(events()), "/plan/minimum", rule);
        let row = ledger(&account, "2026-04-11").instalments[1].clone();
        assert_eq!(row.id.to_string(), "next-1");
        assert_eq!(row.due_on, day("2026-05-21"));
        assert_eq!(row.balance.get() + row.due.total().get(), 99_450);
        row.due
    };
    let minimum = |rule: Value| next(rule).total().get();
    assert_eq!(minimum(json!({ "share": "0.05", "floor": 0 })), 4_972);
    assert_eq!(minimum(json!({ "share": "0.05", "floor": 20_000 })), 20_000);
    assert_eq!(
        minimum(json!({ "share": "0.05", "floor": 0, "plusInterest": true })),
        4_972 + 2_950
    );
    assert_eq!(
        minimum(json!({ "share": "0.05", "floor": 0, "plusFees": true })),
        4_972 + 1_500
    );
    assert_eq!(
        minimum(json!({ "share": "1", "floor": 0, "plusInterest": true, "plusFees": true })),
        99_450
    );
    let parts = next(json!({ "share": "0.05", "floor": 0, "plusInterest": true, "plusFees": true }));
    let parts = [parts.principal, parts.interest, parts.fees, parts.penalty].map(Minor::get);
    assert_eq!(parts, [4_972, 2_950, 1_000, 500]);
}

#[test]
fn statements_to_come_follow_what_has_happened() {
    let to_come = |account: &Value, on: &str| -> Vec<(String, i64)> {
        let rows = ledger(account, on).instalments;
        let balance = |row: &predue::ledger::Instalment| row.balance.get() + row.due.total().get();
        rows.iter()
            .skip(1)
            .map(|row| (row.due_on.to_string(), balance(row)))
            .collect()
    };
    // Paid in full in time: the next statement holds the purchase alone, and costs nothing until it is due.
    let account = card(json!([paid("2026-04-11", 100_000), bought("2026-04-12", 900)]));
    assert_eq!(to_come(&account, "2026-04-12"), [("2026-05-21".to_owned(), 900)]);
    // On 10 June nobody has told of the statements of May and June: the next one is that of 1 July, 91 days of 1,000.00
    // later, of which the last 21 without the minimum, which is paid at once.
    let first = to_come(&card(json!([])), "2026-06-10")[0].clone();
    assert_eq!(first, ("2026-07-21".to_owned(), 95_000 + 70 * 100 + 21 * 95));
}

#[test]
fn minimums_alone_come_to_what_the_statements_to_come_say() {
    // A tenth of 10.00 at a time and no interest: ten payments, the last one nine months after 21 April.
    let account = with(card(json!([])), "/plan/annualRate", json!("0"));
    let account = with(account, "/plan/minimum", json!({ "share": "0", "floor": 100 }));
    let account = with(account, "/plan/statements/0/balance", json!(1_000));
    let account = with(account, "/plan/statements/0/minimum", json!(100));
    let standing = &outlook(&account, "2026-04-11").accounts[0];
    let only = serde_json::to_value(standing.minimum_only).expect("JSON");
    assert_eq!(
        only,
        json!({ "payments": 10, "last": "2027-01-21", "interest": 0, "total": 1_000, "ends": true })
    );
    // A minimum that is paid is not paid again.
    let account = with(account, "/events", json!([paid("2026-04-11", 100)]));
    let only = ledger(&account, "2026-04-11").minimum_only().expect("nine more");
    assert_eq!((only.payments, only.total.get()), (9, 900));
    // Nothing is owed, nothing is asked for.
    let account = with(account, "/events", json!([paid("2026-04-11", 1_000)]));
    assert_eq!(ledger(&account, "2026-04-11").minimum_only(), None);
}

#[test]
fn a_card_without_a_statement_owes_what_was_bought() {
    let account = with(
        card(json!([bought("2026-04-02", 3_000), paid("2026-04-03", 1_000)])),
        "/plan/statements",
        json!([]),
    );
    assert_eq!(payoff(&account, "2026-04-02"), 3_000);
    assert_eq!(payoff(&account, "2026-09-02"), 2_000);
    assert_eq!(
        outlook(&account, "2026-04-03").accounts[0].standing,
        StandingKind::Current
    );
}

#[test]
fn what_a_card_cannot_be_asked_is_refused_with_its_path() {
    let code = |event: Value| {
        let wallet = loan::wallet(&[card(json!([event]))], &[]);
        let error = loan::outlook(&wallet, &loan::at(day("2026-04-11")), None).expect_err("refused");
        assert_eq!(error.path(), Some("wallet.accounts[0].events"));
        error.code()
    };
    assert_eq!(
        code(json!({ "kind": "re-amortise", "date": "2026-04-05" })),
        "UNSUPPORTED"
    );
    assert_eq!(
        code(json!({ "kind": "reschedule", "from": "2026-04-21", "to": "2026-04-28" })),
        "UNSUPPORTED"
    );
    assert_eq!(
        code(json!({ "kind": "repayment", "date": "2026-04-05", "amount": 1, "due": "may" })),
        "INPUT"
    );
    let directed = card(json!([{ "kind": "repayment", "date": "2026-04-05", "amount": 1, "due": "april" }]));
    assert_eq!(payoff(&directed, "2026-04-05"), 99_999);
}

#[test]
fn a_card_and_its_instalments_stand_in_one_outlook() -> Result<()> {
    let wallet = predue::wire::wallet(
        r#"{
          "market": "none", "locale": "en",
          "accounts": [
            { "id": "card", "label": "Card", "creditor": { "name": "Sample Bank" }, "currency": "EUR", "product": "card",
              "plan": { "kind": "card", "limit": 300000, "annualRate": "0.365", "minimum": { "share": "0.05", "floor": 1000 },
                "statements": [
                  { "id": "april", "closed": "2026-04-01", "due": "2026-04-21", "balance": 100000, "minimum": 5000, "revolving": true }
                ] },
              "events": [
                { "kind": "disbursement", "date": "2026-04-06", "amount": 20000 },
                { "kind": "repayment", "date": "2026-04-11", "amount": 3000, "id": "first", "due": "april" }
              ] },
            { "id": "phone", "label": "Phone in instalments", "creditor": { "name": "Sample Bank" }, "currency": "EUR",
              "product": "bnpl",
              "plan": { "kind": "loan", "principal": 60000, "annualRate": "0", "method": "equal-instalment", "count": 6,
                "every": { "n": 1, "unit": "month" }, "start": "2026-03-20", "dayCount": "30/360" },
              "events": [{ "kind": "disbursement", "date": "2026-03-20", "amount": 60000 }] }
          ]
        }"#,
    )?;
    let outlook = predue::outlook(&wallet, &"2026-04-11T09:30:00+02:00".parse()?, None)?;
    let listed: Vec<(String, i64, Option<i64>)> = outlook
        .dues
        .iter()
        .map(|due| (due.id.to_string(), due.amount.total.get(), due.minimum.map(Minor::get)))
        .collect();
    assert_eq!(
        listed,
        [
            ("1".to_owned(), 10_000, None),
            ("april".to_owned(), 97_000, Some(2_000))
        ]
    );
    // 10 days of 1,000.00 and 5 days of 200.00.
    assert_eq!(outlook.accounts[0].payoff.total.get(), 97_000 + 20_000 + 1_000 + 100);
    assert_eq!(outlook.totals[0].all.get(), 97_000 + 20_000 + 60_000);
    assert_eq!(outlook.totals[0].within30.get(), 97_000 + 10_000);
    Ok(())
}

/// A card near the April statement: whether it revolves, its balance, and events by days after the closing day.
fn any_card() -> impl Strategy<Value = Value> {
    let event = (0..40_i32, 0..7_u8, 1..60_000_i64).prop_map(|(days, kind, amount)| {
        let date = day("2026-04-02").plus_days(days).expect("a day").to_string();
        match kind {
            0..=2 => paid(&date, amount),
            3 | 4 => bought(&date, amount),
            5 => charged(&date, amount / 10 + 1, amount % 2 == 0),
            _ => money("refund", &date, amount),
        }
    });
    let day_count = prop::sample::select(&any_terms::DAY_COUNTS[..]);
    let terms = (any::<bool>(), 0..200_000_i64, 0..=100_i64, any_terms::rate(), day_count);
    (terms, prop::collection::vec(event, 0..8)).prop_map(|((revolves, balance, percent, rate, day_count), events)| {
        let mut account = revolving(json!(events));
        let statement = &mut account["plan"]["statements"][0];
        statement["revolving"] = json!(revolves);
        statement["balance"] = json!(balance);
        statement["minimum"] = json!(balance * percent / 100);
        account["plan"]["annualRate"] = json!(rate);
        account["plan"]["dayCount"] = json!(day_count);
        account
    })
}

/// A day after everything in [`any_card`] has happened, and days to wait.
fn later() -> impl Strategy<Value = (CivilDate, i32)> {
    (42..100_i32, 1..400_i32).prop_map(|(days, wait)| (day("2026-04-01").plus_days(days).expect("a day"), wait))
}

fn sum_of(account: &Value, kinds: &[&str]) -> i64 {
    let events = account["events"].as_array().into_iter().flatten();
    events
        .filter(|event| kinds.iter().any(|kind| event["kind"] == *kind))
        .filter_map(|event| event["amount"].as_i64())
        .sum()
}

proptest! {
    #![proptest_config(fixed(256))]

    #[test]
    fn paying_the_payoff_settles_it((day, wait) in later(), account in any_card()) {
        let owed = total(&try_ledger(&account, day)?);
        let mut account = account;
        if owed > 0 {
            account["events"].as_array_mut().expect("events").push(paid(&day.to_string(), owed));
        }
        for on in [day, day.plus_days(wait)?] {
            let ledger = try_ledger(&account, on)?;
            prop_assert_eq!(total(&ledger), 0);
            prop_assert!(owed == 0 || ledger.credit.is_zero());
        }
    }

    /// Within the interest-free period too: on the last day of it, and on the day after.
    #[test]
    fn waiting_never_costs_less(account in any_card(), days in 0..60_i32, wait in 1..40_i32) {
        let from = day("2026-04-01").plus_days(days)?;
        let ledger = try_ledger(&account, from)?;
        let mut before = ledger.interest_until(from)?;
        for later in 1..=wait {
            let next = ledger.interest_until(from.plus_days(later)?)?;
            prop_assert!(next >= before);
            before = next;
        }
    }

    #[test]
    fn no_money_is_lost((day, _) in later(), account in any_card()) {
        let ledger = try_ledger(&account, day)?;
        let balance = account["plan"]["statements"][0]["balance"].as_i64().unwrap_or_default();
        let added = sum_of(&account, &["disbursement", "charge"]);
        let came_in = sum_of(&account, &["repayment", "refund"]);
        let interest = ledger.interest_until(day)?.map_or(0, Minor::get);
        prop_assert_eq!(total(&ledger) - ledger.credit.get(), balance + added - came_in + interest);
    }

    /// What is bought and paid on one day comes to the same in any order, as it does on different days in any order told.
    #[test]
    fn the_order_within_a_day_does_not_matter(account in any_card(), (day, _) in later()) {
        let mut account = account;
        let events = account["events"].as_array_mut().expect("events");
        events.retain(|event| event["kind"] != "charge");
        let told = try_ledger(&account, day)?;
        account["events"].as_array_mut().expect("events").reverse();
        let other = try_ledger(&account, day)?;
        prop_assert_eq!(told.payoff()?, other.payoff()?);
        prop_assert_eq!((told.credit, told.instalments), (other.credit, other.instalments));
    }

    #[test]
    fn a_minimum_is_never_above_what_is_owed((day, _) in later(), account in any_card()) {
        let ledger = try_ledger(&account, day)?;
        let statement = &ledger.instalments[0];
        prop_assert!(statement.outstanding().total() <= statement.statement.unwrap_or_default());
        for row in &ledger.instalments {
            prop_assert!(row.balance.get() >= 0, "{:?}", row);
            let parts = row.outstanding();
            prop_assert!([parts.principal, parts.interest, parts.fees, parts.penalty].iter().all(|part| part.get() >= 0));
        }
        if let Some(only) = ledger.minimum_only() {
            let mut asked = 0;
            for row in &ledger.instalments {
                asked += row.outstanding().total().get();
            }
            prop_assert_eq!(only.total.get(), asked);
        }
    }
}
