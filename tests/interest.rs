//! Interest and rounding against exact arithmetic of another make: `rust_decimal`, multiplied first, divided last.

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
use loan::Loan;
use predue::calendar::CivilDate;
use predue::outlook::Row;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::json;

/// `product` ÷ `divisor`, rounded once: both are exact, and so is the rest.
fn rounded(product: Decimal, divisor: u64, mode: &str) -> i64 {
    let divisor = Decimal::from(divisor);
    let whole = (product / divisor).floor();
    let twice_rest = (product - whole * divisor) * Decimal::TWO;
    let is_odd = whole % Decimal::TWO == Decimal::ONE;
    let up = match mode {
        "up" => !twice_rest.is_zero(),
        "down" => false,
        "half-up" => twice_rest >= divisor,
        _ => twice_rest > divisor || (twice_rest == divisor && is_odd),
    };
    i64::try_from(whole + Decimal::from(u8::from(up))).expect("an amount")
}

/// Whether `product` ÷ `divisor` lies exactly between two whole numbers.
fn is_tie(product: Decimal, divisor: u64) -> bool {
    let divisor = Decimal::from(divisor);
    (product - (product / divisor).floor() * divisor) * Decimal::TWO == divisor
}

/// The share of a year between two due dates in step with the start, as two whole numbers.
fn year_share(loan: &Loan, from: CivilDate, due: CivilDate) -> (u64, u64) {
    let (every, unit) = (u64::from(loan.every.0), loan.every.1);
    let days = u64::try_from(from.days_until(due)).expect("in order");
    match (loan.accrual, unit, loan.day_count) {
        ("period", "month", _) => (every, 12),
        ("period", "week", _) => (every, 52),
        ("daily", "month", "30/360") => (every * 30, 360),
        ("daily", "week", "30/360") => (every * 7, 360),
        ("daily", _, "30/360") => (every, 360),
        (_, _, "actual/365") => (days, 365),
        ("daily", _, "actual/actual") => nights(from, due),
        ("period", _, "actual/actual") => (days, u64::from(from.days_in_year())),
        _ => (days, 360),
    }
}

/// Each night belongs to the year of its morning.
fn nights(from: CivilDate, due: CivilDate) -> (u64, u64) {
    let mornings = (1..=from.days_until(due)).map(|days| from.plus_days(days).expect("a day in range"));
    let parts = mornings.map(|morning| if morning.days_in_year() == 366 { 365 } else { 366 });
    (parts.sum(), 365 * 366)
}

fn exact_interest(loan: &Loan, balance: i64, from: CivilDate, due: CivilDate) -> (Decimal, u64) {
    let (numerator, denominator) = year_share(loan, from, due);
    let rate: Decimal = loan.annual_rate.parse().expect("a decimal");
    (Decimal::from(balance) * rate * Decimal::from(numerator), denominator)
}

/// Each row's interest is the exact interest on the balance before it, rounded once; what a level instalment cannot hold
/// is due with the next. Returns how many rows were exactly between two units.
fn check_rows(loan: &Loan, rows: &[Row]) -> Result<usize, TestCaseError> {
    let (mut balance, mut from, mut carried, mut ties) = (loan.principal, loan.start, 0, 0);
    for row in rows {
        let (product, divisor) = exact_interest(loan, balance, from, row.date);
        let owed = rounded(product, divisor, loan.rounding) + carried;
        let interest = row.due.interest.get();
        if interest < owed {
            prop_assert_eq!(
                row.due.principal.get(),
                0,
                "row {} pays interest in part: {} of {}",
                row.number,
                interest,
                owed
            );
        }
        prop_assert!(
            interest <= owed,
            "interest of row {} is {}, owed is {}",
            row.number,
            interest,
            owed
        );
        ties += usize::from(is_tie(product, divisor));
        (balance, from, carried) = (row.balance.get(), row.date, owed - interest);
    }
    prop_assert_eq!(carried, 0, "interest that no instalment asks for");
    Ok(ties)
}

proptest! {
    #![proptest_config(fixed(256))]

    #[test]
    fn a_single_instalment_owes_exact_interest(
        principal in any_terms::principal(),
        rate in any_terms::rate(),
        start in any_terms::day(),
        days in 1_i32..4_000,
        mode in prop::sample::select(&any_terms::ROUNDINGS[..]),
    ) {
        let loan = Loan {
            day_count: "actual/365",
            rounding: mode,
            first_due: Some(start.plus_days(days)?),
            ..Loan::level(principal, &rate, 1, start)
        };
        let due = loan.schedule(start)?.rows[0].due;
        let rate: Decimal = rate.parse().expect("a decimal");
        let interest = rounded(Decimal::from(principal) * rate * Decimal::from(days), 365, mode);
        prop_assert_eq!((due.principal.get(), due.interest.get()), (principal, interest));
    }

    #[test]
    fn interest_is_exact_on_each_balance(mut loan in any_terms::plain_loan(), other in any_terms::loan()) {
        prop_assume!(loan.method != "flat");
        (loan.roll, loan.weekend, loan.holidays) = (other.roll, other.weekend, other.holidays);
        let rows = loan.schedule(loan.start)?.rows;
        check_rows(&loan, &rows)?;
    }

    /// The interest of all rows together is the exact interest of all periods, rounded once.
    #[test]
    fn flat_interest_is_exact_on_the_principal(mut loan in any_terms::plain_loan()) {
        loan.method = "flat";
        loan.balloon = None;
        let schedule = loan.schedule(loan.start)?;
        let (mut product, mut divisor, mut from) = (Decimal::ZERO, 1, loan.start);
        let mut is_exact = true;
        for row in &schedule.rows {
            let (part, by) = exact_interest(&loan, loan.principal, from, row.date);
            // Periods of leap years and of others have no common divisor that is this small.
            is_exact &= divisor == 1 || divisor == by;
            (product, divisor, from) = (product + part, by, row.date);
        }
        prop_assume!(is_exact);
        prop_assert_eq!(schedule.totals.due.interest.get(), rounded(product, divisor, loan.rounding));
    }
}

/// A thousand round-figure loans: where the period's rate is divided out first, exact halves are missed at any precision.
#[test]
fn exact_halves_of_round_figure_loans_go_to_even() -> Result<(), TestCaseError> {
    let start = CivilDate::from_ymd(2026, 1, 1).expect("a day");
    let (mut loans, mut ties) = (0, 0);
    for hundreds in 1..=50 {
        for quarters in 1..=20 {
            let rate = format!("0.{:04}", quarters * 75);
            for method in ["equal-instalment", "equal-principal", "interest-only"] {
                let loan = Loan {
                    method,
                    ..Loan::level(hundreds * 10_000, &rate, 12, start)
                };
                ties += check_rows(&loan, &loan.schedule(start)?.rows)?;
            }
            loans += 1;
        }
    }
    assert!(loans == 1_000 && ties > 1_000, "{ties} exact halves in {loans} loans");
    Ok(())
}

/// The level instalment P × ∏(1 + r) ÷ fn, computed with 28 digits; smoothing is left out.
#[test]
fn level_instalments_agree_with_a_decimal_computation() -> Result<(), TestCaseError> {
    let start = CivilDate::from_ymd(2026, 1, 1).expect("a day");
    let mut compared = 0;
    for principal in [1_000, 99_999, 123_456, 1_000_000, 25_000_000, 987_654_321] {
        for percent in [1, 7, 12, 18, 24, 36, 60, 99] {
            for count in [1, 2, 3, 6, 12, 24, 36, 60, 120, 360] {
                let rate = format!("0.{percent:02}");
                let mut loan = Loan::level(principal, &rate, count, start);
                loan.conventions = json!({ "smoothing": false });
                let level = loan.schedule(start)?.rows[0].due.total.get();
                let growth = Decimal::ONE + Decimal::from(percent) / Decimal::from(1_200);
                let (mut product, mut annuity) = (Decimal::ONE, Decimal::ZERO);
                for _ in 0..count {
                    product *= growth;
                    annuity = annuity * growth + Decimal::ONE;
                }
                let exact = Decimal::from(principal) * (product / annuity);
                let off = (Decimal::from(level) - exact).abs();
                let half = Decimal::new(5, 1);
                assert!(
                    off <= half + Decimal::new(1, 9),
                    "{principal} at {percent} % over {count}: {level}, not {exact}"
                );
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 480);
    Ok(())
}
