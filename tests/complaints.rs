//! What users of other lending software complain of, each shown not to happen here.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and its figures are far from the limits"
)]

#[path = "common/loan.rs"]
mod loan;

use loan::{Loan, at};
use predue::calendar::CivilDate;
use predue::outlook::{DueStatus, Outlook, Schedule, StandingKind};
use predue::penalty::{Projection, Rule};
use predue::wire;
use serde_json::{Value, json};

fn day(text: &str) -> CivilDate {
    text.parse().expect("a day")
}

fn schedule(wallet: &Value, today: &str) -> Schedule {
    loan::schedule(wallet, "loan", &at(day(today))).expect("a schedule")
}

fn outlook(wallet: &Value, at: &str) -> Outlook {
    loan::outlook(wallet, at, Some(400)).expect("an outlook")
}

fn projection(wallet: &Value, today: &str, days: &[u16]) -> Projection {
    let wallet = wire::wallet(&wallet.to_string()).expect("a wallet");
    predue::projection(
        &wallet,
        "loan",
        &at(day(today)).parse().expect("an instant"),
        Some(days),
    )
    .expect("a projection")
}

/// A loan with late terms and events.
fn wallet(loan: &Loan, late: &Value, events: &Value) -> Value {
    let mut wallet = loan.wallet();
    wallet["accounts"][0]["late"] = late.clone();
    wallet["accounts"][0]["events"] = events.clone();
    wallet
}

fn dates(schedule: &Schedule) -> Vec<String> {
    schedule.rows.iter().map(|row| row.date.to_string()).collect()
}

#[test]
fn an_instalment_is_not_rounded_up_to_a_whole_unit() {
    // 3,226.25 shown as 3,227, with a smaller last one.
    let loan = Loan::level(10_000_000, "0.10", 36, day("2026-01-15"));
    let schedule = schedule(&loan.wallet(), "2026-01-15");
    assert!(schedule.rows[..35].iter().all(|row| row.due.total.get() == 322_672));
    assert!(
        (schedule.rows[35].due.total.get() - 322_672).abs() < 36,
        "every instalment alike to within half a unit each"
    );
}

#[test]
fn a_whole_unit_that_was_agreed_keeps_the_number_of_instalments() {
    // 12.04 rounded to 13 paid off in eleven instead of twelve: the twelfth is smaller here, and it is there.
    let mut loan = Loan::level(14_400, "0.006", 12, day("2026-01-15"));
    loan.multiple = Some(100);
    loan.rounding = "up";
    let schedule = schedule(&loan.wallet(), "2026-01-15");
    assert_eq!(schedule.rows.len(), 12);
    assert_eq!(schedule.rows[0].due.total.get(), 1_300);
    let principal: i64 = schedule.rows.iter().map(|row| row.due.principal.get()).sum();
    assert_eq!(principal, 14_400);
}

#[test]
fn a_moved_due_date_does_not_change_the_number_of_instalments_of_a_loan_with_grace() {
    let mut loan = Loan::level(120_000, "0.12", 12, day("2026-01-15"));
    loan.grace_principal = 3;
    let events = json!([{ "kind": "reschedule", "from": "2026-03-15", "to": "2026-04-01" }]);
    let moved = schedule(&wallet(&loan, &json!({}), &events), "2026-01-15");
    let kept = schedule(&loan.wallet(), "2026-01-15");
    assert_eq!((moved.rows.len(), kept.rows.len()), (12, 12));
    assert_eq!(
        dates(&moved)[..4],
        ["2026-02-15", "2026-04-01", "2026-05-01", "2026-06-01"]
    );
    assert!(moved.rows[..3].iter().all(|row| row.due.principal.is_zero()));
    assert_eq!(moved.totals.due.principal, kept.totals.due.principal);
}

#[test]
fn late_charges_follow_a_back_dated_payment() {
    let loan = Loan::level(120_000, "0", 12, day("2026-01-15"));
    let late = json!({ "fees": [{ "kind": "share", "share": "0.05", "of": "overdue", "afterDays": 3 }], "interest": { "dailyRate": "0.001", "of": "overdue" } });
    let owed = |events: &Value| {
        outlook(&wallet(&loan, &late, events), &at(day("2026-02-25"))).accounts[0]
            .overdue
            .penalty
            .get()
    };
    // Ten days late: 500 once, and 10 a day.
    assert_eq!(owed(&json!([])), 600);
    // A payment of half of it on the second day is told later: the fee is on half, and so is the interest after it.
    assert_eq!(
        owed(&json!([{ "kind": "repayment", "date": "2026-02-17", "amount": 5_000 }])),
        250 + 20 + 40
    );
    assert_eq!(
        owed(&json!([{ "kind": "repayment", "date": "2026-02-15", "amount": 10_000 }])),
        0
    );
}

#[test]
fn charges_after_the_last_instalment_make_one_row_and_the_totals_hold() {
    let loan = Loan::level(30_000, "0", 3, day("2026-01-15"));
    let events = json!([
        { "kind": "charge", "date": "2026-05-20", "amount": 700, "penalty": true },
        { "kind": "charge", "date": "2026-06-20", "amount": 300, "penalty": true },
    ]);
    let schedule = schedule(&wallet(&loan, &json!({}), &events), "2026-07-01");
    assert_eq!(
        dates(&schedule),
        ["2026-02-15", "2026-03-15", "2026-04-15", "2026-06-20"]
    );
    assert_eq!(
        (schedule.totals.due.penalty.get(), schedule.totals.due.total.get()),
        (1_000, 31_000)
    );
}

#[test]
fn days_before_a_fee_and_days_of_grace_do_not_add_up() {
    let loan = Loan::level(120_000, "0", 12, day("2026-01-15"));
    let late = json!({ "graceDays": 5, "fees": [{ "kind": "flat", "amount": 500, "afterDays": 5 }] });
    let projection = projection(&wallet(&loan, &late, &json!([])), "2026-02-15", &[5, 6]);
    let extra: Vec<i64> = projection.points.iter().map(|point| point.extra.get()).collect();
    assert_eq!(extra, [0, 500]);
}

#[test]
fn a_fee_is_a_share_of_the_principal_of_the_late_instalment_where_the_contract_says_so() {
    // "Late fee as a share of this month's principal: tried every option."
    let loan = Loan::level(120_000, "0.12", 12, day("2026-01-15"));
    let late = json!({ "fees": [{ "kind": "share", "share": "0.10", "of": "overdue-principal", "afterDays": 0 }] });
    let wallet = wallet(&loan, &late, &json!([]));
    let principal = schedule(&wallet, "2026-01-15").rows[0].due.principal.get();
    let projection = projection(&wallet, "2026-02-15", &[1]);
    let charge = projection
        .trail
        .iter()
        .find(|charge| charge.rule == Rule::LateFee)
        .expect("a fee");
    assert_eq!(
        (charge.base.get(), charge.amount.get()),
        (principal, (principal + 5) / 10)
    );
}

#[test]
fn a_due_is_late_on_the_customers_own_day() {
    // Due on the 15th: in Shanghai the 16th has begun while it is still the 15th in UTC; in Honolulu it is the other way round.
    let wallet = Loan::level(120_000, "0", 12, day("2026-01-15")).wallet();
    let ahead = outlook(&wallet, "2026-02-16T00:30:00+08:00");
    assert_eq!(
        (ahead.dues[0].status, ahead.accounts[0].days_past_due),
        (DueStatus::Overdue, 1)
    );
    let behind = outlook(&wallet, "2026-02-15T20:00:00-10:00");
    assert_eq!(
        (behind.dues[0].status, behind.accounts[0].standing),
        (DueStatus::DueToday, StandingKind::Current)
    );
}

#[test]
fn two_instalments_never_fall_on_the_same_business_day() {
    // Weekly dues of Saturday and daily ones over a weekend: each moves to a day of its own.
    let mut loan = Loan::level(70_000, "0", 7, day("2026-01-01"));
    loan.every = (1, "day");
    loan.roll = "following";
    let dates = dates(&schedule(&loan.wallet(), "2026-01-01"));
    assert!(dates.windows(2).all(|pair| pair[0] < pair[1]), "{dates:?}");
    assert!(dates.iter().all(|date| day(date).weekday() < 6));
}

#[test]
fn a_season_without_principal_is_a_plan_that_can_be_made() {
    // "Seasonal payment holiday: interest only in the winter months."
    let mut loan = Loan::level(120_000, "0.12", 12, day("2025-11-15"));
    loan.grace_principal = 3;
    let schedule = schedule(&loan.wallet(), "2025-11-15");
    let first: Vec<i64> = schedule.rows[..4].iter().map(|row| row.due.principal.get()).collect();
    assert_eq!((first[0], first[1], first[2]), (0, 0, 0));
    assert!(first[3] > 0 && schedule.rows[0].due.interest.get() == 1_200);
}

#[test]
fn interest_does_not_grow_with_the_number_of_payments_after_the_last_due_day() {
    let loan = Loan::level(100_000, "0.12", 3, day("2026-01-15"));
    let payoff = |dates: &[&str]| {
        let events: Vec<Value> = dates
            .iter()
            .map(|date| json!({ "kind": "repayment", "date": date, "amount": 100 }))
            .collect();
        let outlook = outlook(&wallet(&loan, &json!({}), &json!(events)), &at(day("2026-06-01")));
        outlook.accounts[0].payoff.total.get() + 100 * i64::try_from(dates.len()).expect("few")
    };
    let unpaid = payoff(&[]);
    assert_eq!(payoff(&["2026-05-01"]), unpaid);
    assert_eq!(payoff(&["2026-05-01", "2026-05-10", "2026-05-20"]), unpaid);
}
