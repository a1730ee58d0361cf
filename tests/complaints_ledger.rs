//! What people complain of elsewhere, about payments and plans that change: none of it may happen here.

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
use predue::calendar::CivilDate;
use predue::ledger::Ledger;
use predue::{Result, wire};
use serde_json::{Value, json};

fn start() -> CivilDate {
    CivilDate::from_ymd(2026, 1, 1).expect("a day")
}

fn on(days: i32) -> CivilDate {
    start().plus_days(days).expect("a day")
}

fn repayment(days: i32, amount: i64) -> Value {
    json!({ "kind": "repayment", "date": on(days).to_string(), "amount": amount })
}

fn ledger(loan: &Loan, events: &[Value], future: &str, days: i32) -> Result<Ledger> {
    allocated(
        loan,
        events,
        &allocation(["interest", "principal"], "instalment", future),
        days,
    )
}

fn allocation([first, second]: [&str; 2], across: &str, future: &str) -> Value {
    json!({ "order": ["penalty", "fees", first, second], "across": across, "future": future })
}

fn allocated(loan: &Loan, events: &[Value], allocation: &Value, days: i32) -> Result<Ledger> {
    let mut account = loan::account("loan", "EUR", &loan.plan());
    (account["events"], account["allocation"]) = (json!(events), allocation.clone());
    let wallet = wire::wallet(&loan::wallet(&[account], &[]).to_string())?;
    Ledger::of(&wallet.accounts[0], &wallet.holidays, on(days))
}

fn principal(ledger: &Ledger) -> i64 {
    ledger.instalments.iter().map(|row| row.due.principal.get()).sum()
}

fn left(ledger: &Ledger) -> Result<i64> {
    ledger
        .instalments
        .iter()
        .try_fold(0, |sum, row| Ok(sum + row.outstanding().total().get()))
}

#[test]
fn two_prepayments_on_one_day_never_give_negative_interest() -> Result<()> {
    let loan = Loan::level(500_000, "0.12", 12, start());
    for days in [0, 10, 31, 45, 80] {
        let events = [repayment(days, 120_000), repayment(days, 130_000)];
        let together = ledger(&loan, &[repayment(days, 250_000)], "next", days)?;
        let apart = ledger(&loan, &events, "next", days)?;
        assert!(apart.instalments.iter().all(|row| row.due.interest.get() >= 0));
        assert_eq!((principal(&apart), apart.payoff()?), (500_000, together.payoff()?));
    }
    Ok(())
}

#[test]
fn a_part_prepayment_leaves_no_stale_table() -> Result<()> {
    let loan = Loan::level(500_000, "0.12", 12, start());
    let (before, after) = (
        ledger(&loan, &[], "last", 40)?,
        ledger(&loan, &[repayment(40, 200_000)], "last", 40)?,
    );
    let interest = |ledger: &Ledger| -> i64 { ledger.instalments.iter().map(|row| row.due.interest.get()).sum() };
    assert!(
        interest(&after) < interest(&before),
        "the interest to come follows the balance"
    );
    assert_eq!(principal(&after), 500_000);
    assert_eq!(left(&after)?, 500_000 + interest(&after) - 200_000);
    Ok(())
}

#[test]
fn what_settles_never_holds_interest_that_has_not_run() -> Result<()> {
    let loan = Loan::level(600_000, "0.18", 12, start());
    assert_eq!(ledger(&loan, &[], "next", 0)?.payoff()?.interest.get(), 0);
    // Fifteen days of thirty-one of a month's interest: 9,000 in the first month.
    assert_eq!(ledger(&loan, &[], "next", 15)?.payoff()?.interest.get(), 4_355);
    Ok(())
}

#[test]
fn a_charge_to_come_is_paid_in_its_turn() -> Result<()> {
    let loan = Loan::level(300_000, "0", 3, start());
    let due_on = on(80).to_string();
    let charge =
        json!({ "kind": "charge", "date": on(5).to_string(), "amount": 5_000, "penalty": true, "dueOn": due_on });
    let ledger = ledger(&loan, &[charge, repayment(32, 100_000)], "next", 32)?;
    assert_eq!(
        (
            ledger.instalments[0].paid.total().get(),
            ledger.instalments[2].paid.penalty.get()
        ),
        (100_000, 0)
    );
    assert_eq!(ledger.instalments[2].due.penalty.get(), 5_000);
    Ok(())
}

#[test]
fn a_rate_that_rises_from_zero_is_charged_and_nothing_is_overpaid() -> Result<()> {
    let loan = Loan::level(120_000, "0", 12, start());
    let change = json!({ "kind": "rate-change", "date": on(60).to_string(), "annualRate": "0.12" });
    let events = [repayment(31, 10_000), repayment(59, 10_000), change];
    let ledger = ledger(&loan, &events, "next", 60)?;
    assert_eq!((ledger.credit.get(), principal(&ledger)), (0, 120_000));
    assert!(ledger.instalments[3].due.interest.is_positive() && ledger.instalments[0].due.interest.is_zero());
    Ok(())
}

#[test]
fn a_plan_of_twelve_new_instalments_has_twelve() -> Result<()> {
    let loan = Loan {
        multiple: Some(100),
        ..Loan::level(14_448, "0", 3, start())
    };
    let month = json!({ "n": 1, "unit": "month" });
    let re_age = json!({ "kind": "re-age", "date": on(40).to_string(), "firstDue": on(100).to_string(), "count": 12, "every": month });
    let ledger = ledger(&loan, &[re_age], "next", 40)?;
    let new: Vec<i64> = ledger
        .instalments
        .iter()
        .filter(|row| row.since.is_some())
        .map(|row| row.due.principal.get())
        .collect();
    assert_eq!((new.len(), new.iter().sum::<i64>()), (12, 14_448));
    assert!(new.iter().all(|part| *part > 0), "{new:?}");
    Ok(())
}

/// Terms under which what settles an account once was a unit off, or left a credit.
#[test]
fn what_settles_settles_under_terms_that_once_did_not() -> Result<()> {
    let equal_principal = Loan {
        method: "equal-principal",
        every: (2, "month"),
        ..Loan::level(101, "0.19", 9, start())
    };
    let unsmoothed = Loan {
        conventions: json!({ "smoothing": false }),
        ..Loan::level(167, "0.5033", 16, start())
    };
    for (loan, future, days) in [
        (&equal_principal, "next", 0),
        (&unsmoothed, "next", 183),
        (&unsmoothed, "last", 183),
        (&equal_principal, "last", 70),
    ] {
        let payoff = ledger(loan, &[], future, days)?.payoff()?.total().get();
        let after = ledger(loan, &[repayment(days, payoff)], future, days)?;
        assert_eq!((left(&after)?, after.credit.get()), (0, 0), "{future} on day {days}");
    }
    Ok(())
}

#[test]
fn principal_always_sums_when_paid_from_the_end() -> Result<()> {
    let loan = Loan {
        every: (1, "month"),
        ..Loan::level(6_710, "0.07", 2, start())
    };
    let ledger = ledger(&loan, &[repayment(0, 3_355)], "last", 32)?;
    assert_eq!(principal(&ledger), 6_710);
    Ok(())
}

#[test]
fn payments_that_would_not_come_out_right_are_refused() -> Result<()> {
    let loan = Loan::level(167, "0.5033", 16, start());
    for (across, future) in [("instalment", "spread"), ("part", "next")] {
        let allocation = allocation(["principal", "interest"], across, future);
        let error = allocated(&loan, &[repayment(183, 10)], &allocation, 183).expect_err("refused");
        assert_eq!(
            (error.code(), error.path()),
            ("UNSUPPORTED", Some("wallet.accounts[0].events"))
        );
    }
    let mut directed = repayment(183, 10);
    directed["due"] = json!("1");
    let error = ledger(&loan, &[directed], "next", 183).expect_err("refused");
    assert_eq!((error.code(), error.path()), ("UNSUPPORTED", Some("events[0].due")));
    let to_period_end = Loan {
        conventions: json!({ "pastDueInterestUntil": "period-end" }),
        ..loan
    };
    ledger(&to_period_end, &[], "next", 183)?.payoff()?;
    let paid = ledger(&to_period_end, &[repayment(183, 10)], "next", 183)?;
    assert_eq!(paid.payoff().expect_err("refused").code(), "UNSUPPORTED");
    Ok(())
}

#[test]
fn a_directed_payment_of_a_loan_names_the_number_of_its_row() -> Result<()> {
    let loan = Loan::level(300, "0", 3, start());
    let mut directed = repayment(1, 150);
    directed["due"] = json!("3");
    let ledger = ledger(&loan, &[directed], "next", 1)?;
    let paid: Vec<i64> = ledger.instalments.iter().map(|row| row.paid.principal.get()).collect();
    assert_eq!(paid, [50, 0, 100]);
    Ok(())
}
