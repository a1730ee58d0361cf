//! What holds for every loan, whatever its terms: nothing is lost, nothing is negative, everything is in order.

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
use loan::Loan;
use predue::calendar::CivilDate;
use predue::outlook::{DueStatus, Row, Schedule};
use proptest::prelude::*;

type Checked = std::result::Result<(), TestCaseError>;

/// What holds of every schedule of a loan that nothing was paid on.
fn check(loan: &Loan, schedule: &Schedule, today: CivilDate) -> Checked {
    let rows = &schedule.rows;
    prop_assert_eq!(
        rows.len(),
        usize::from(loan.count) + usize::from(loan.down_payment.is_some())
    );
    let mut left = loan.principal;
    for (number, row) in (1_u32..).zip(rows) {
        prop_assert_eq!(row.number, number);
        prop_assert_eq!(row.id.to_string(), number.to_string());
        let due = row.due;
        for part in [due.principal, due.interest, due.fees, due.penalty] {
            prop_assert!(part.get() >= 0, "row {} asks for {:?}", number, due);
        }
        prop_assert_eq!(due.total, due.parts().total());
        prop_assert_eq!(row.paid.total.get(), 0);
        prop_assert_eq!(row.outstanding, due);
        left -= due.principal.get();
        prop_assert_eq!(row.balance.get(), left, "balance of row {}", number);
        prop_assert_eq!(row.status, status(row, today), "status of row {}", number);
    }
    prop_assert_eq!(left, 0, "principal that no instalment asks for");
    prop_assert!(
        rows.windows(2).all(|pair| pair[0].date < pair[1].date),
        "due dates in order"
    );
    let first = rows.iter().find(|row| loan.down_payment.is_none() || row.number > 1);
    prop_assert!(first.is_some_and(|row| row.date > loan.start), "due after the start");
    let total = rows
        .iter()
        .fold(predue::account::Parts::ZERO, |sum, row| sum.plus(row.due.parts()));
    prop_assert_eq!(schedule.totals.due, total.breakdown());
    prop_assert_eq!(schedule.totals.outstanding, total.breakdown());
    prop_assert_eq!(schedule.totals.paid.total.get(), 0);
    Ok(())
}

fn status(row: &Row, today: CivilDate) -> DueStatus {
    match row.date.days_until(today) {
        _ if row.due.total.is_zero() => DueStatus::Paid,
        ..0 => DueStatus::Upcoming,
        0 => DueStatus::DueToday,
        _ => DueStatus::Overdue,
    }
}

proptest! {
    #![proptest_config(fixed(256))]

    #[test]
    fn every_schedule_adds_up(loan in any_terms::loan(), days in -40_i32..2_000) {
        let today = loan.start.plus_days(days)?;
        let schedule = loan.schedule(today)?;
        check(&loan, &schedule, today)?;
    }

    /// Also far beyond what anybody borrows there is a schedule that adds up or a clear `RANGE`.
    #[test]
    fn extreme_loans_add_up_or_are_refused(
        mut loan in any_terms::loan(),
        principal in prop_oneof![1..10_i64, 1_000_000_000_000..9_007_199_254_740_991_i64],
        rate in prop_oneof![Just("100"), Just("99.9999999999"), Just("0.0000000001"), Just("12.3456789012")],
        count in prop_oneof![1_u16..4, 1_000_u16..=1_200],
        every in 1_u16..=1_200,
    ) {
        (loan.principal, loan.annual_rate, loan.count) = (principal, rate.to_owned(), count);
        loan.balloon = loan.balloon.map(|balloon| balloon.min(principal));
        loan.every.0 = every;
        loan.conventions.as_object_mut().expect("an object").remove("seed");
        loan.grace_principal = loan.grace_principal.min(count - 1);
        loan.grace_interest = loan.grace_interest.min(count - 1);
        match loan.schedule(loan.start) {
            Ok(schedule) => check(&loan, &schedule, loan.start)?,
            Err(error) => prop_assert_eq!(error.code(), "RANGE", "{}", error),
        }
    }

    /// Without a multiple or grace, and as long as rounding does not pay the loan off early.
    #[test]
    fn level_instalments_are_equal_but_the_last(mut loan in any_terms::plain_loan()) {
        prop_assume!(loan.count > 1 && is_modest(&loan));
        (loan.method, loan.balloon) = ("equal-instalment", None);
        let rows = loan.schedule(loan.start)?.rows;
        let level = rows[0].due.total;
        prop_assert!(rows[..rows.len() - 1].iter().all(|row| row.due.total == level), "{:?}", totals(&rows));
    }

    /// Smoothing brings the last instalment closer to the others, or leaves it where it is.
    #[test]
    fn smoothing_never_makes_the_last_instalment_stand_out_more(mut loan in any_terms::plain_loan()) {
        prop_assume!(loan.count > 1 && is_modest(&loan));
        (loan.method, loan.balloon) = ("equal-instalment", None);
        let misfit = |smoothing: bool| -> predue::Result<i64> {
            let loan = Loan { conventions: serde_json::json!({ "smoothing": smoothing }), ..loan.clone() };
            let rows = loan.schedule(loan.start)?.rows;
            Ok((rows[rows.len() - 1].due.total.get() - rows[rows.len() - 2].due.total.get()).abs())
        };
        let (with, without) = (misfit(true)?, misfit(false)?);
        prop_assert!(with <= without, "{} with smoothing, {} without", with, without);
    }

    #[test]
    fn equal_principal_parts_are_equal_but_the_last(mut loan in any_terms::plain_loan()) {
        prop_assume!(loan.principal >= i64::from(loan.count) * i64::from(loan.count));
        (loan.method, loan.balloon) = ("equal-principal", None);
        let rows = loan.schedule(loan.start)?.rows;
        let part = rows[0].due.principal;
        prop_assert!(rows[..rows.len() - 1].iter().all(|row| row.due.principal == part));
    }

    #[test]
    fn a_balloon_is_what_the_last_instalment_adds(mut loan in any_terms::plain_loan(), percent in 0..=50_i64) {
        prop_assume!(loan.count > 1 && is_modest(&loan));
        (loan.method, loan.balloon) = ("balloon", Some(loan.principal * percent / 100));
        let rows = loan.schedule(loan.start)?.rows;
        let (last, before) = (&rows[rows.len() - 1], &rows[rows.len() - 2]);
        prop_assert!(rows[..rows.len() - 1].iter().all(|row| row.due.total == rows[0].due.total));
        let beyond = (last.due.total.get() - before.due.total.get() - loan.principal * percent / 100).abs();
        prop_assert!(beyond <= 10 * i64::from(loan.count), "{} beyond the balloon", beyond);
    }

    #[test]
    fn multiples_round_all_instalments_but_the_last(
        mut loan in any_terms::plain_loan(),
        multiple in prop::sample::select(&[2_i64, 5, 50, 100, 1_000][..]),
    ) {
        prop_assume!(loan.method != "interest-only" && loan.principal > 10 * multiple * i64::from(loan.count));
        loan.multiple = Some(multiple);
        let rows = loan.schedule(loan.start)?.rows;
        // The last instalment with principal in it takes the rest: rounding up may pay a loan off before its end.
        let open = rows.iter().rposition(|row| !row.due.principal.is_zero()).unwrap_or_default();
        for row in &rows[..open] {
            let amount = if loan.method == "equal-principal" { row.due.principal } else { row.due.total };
            prop_assert_eq!(amount.get() % multiple, 0, "row {}", row.number);
        }
    }

    #[test]
    fn grace_leaves_out_principal_and_defers_interest(loan in any_terms::loan()) {
        let schedule = loan.schedule(loan.start)?;
        let down = usize::from(loan.down_payment.is_some());
        for (index, row) in schedule.rows[down..].iter().enumerate() {
            if index < usize::from(loan.grace_principal) {
                prop_assert_eq!(row.due.principal.get(), 0, "principal of row {}", row.number);
            }
            if index < usize::from(loan.grace_interest) {
                prop_assert_eq!(row.due.interest.get(), 0, "interest of row {}", row.number);
            }
        }
    }

    /// Every due date is open where the plan rolls, and moved no further than to the next open day on its side.
    #[test]
    fn due_dates_roll_to_open_days(mut loan in any_terms::loan(), roll in prop::sample::select(&any_terms::ROLLS[1..])) {
        loan.roll = roll;
        loan.every = (loan.every.0 % 12 + 1, "month");
        loan.first_due = None;
        loan.conventions.as_object_mut().expect("an object").remove("seed");
        let is_open = |day: CivilDate| !loan.weekend.contains(&day.weekday()) && !loan.holidays.contains(&day);
        let down = usize::from(loan.down_payment.is_some());
        for (number, row) in (1..).zip(&loan.schedule(loan.start)?.rows[down..]) {
            let nominal = loan.start.plus(any_terms::period(loan.every), number)?;
            prop_assert!(is_open(row.date), "{} is closed", row.date);
            let (first, last) = if row.date < nominal { (row.date, nominal) } else { (nominal, row.date) };
            let moved = first.days_until(last);
            let between = (1..moved).filter_map(|days| first.plus_days(days).ok()).all(|day| !is_open(day));
            prop_assert!(between && (moved == 0 || !is_open(nominal)), "{} for {}", row.date, nominal);
            let same_month = row.date.to_string()[..7] == nominal.to_string()[..7];
            match roll {
                "following" => prop_assert!(row.date >= nominal),
                "preceding" => prop_assert!(row.date <= nominal),
                _ => prop_assert!(same_month || row.date < nominal, "{} for {}", row.date, nominal),
            }
        }
    }

    /// Only the customer's own date decides: not the hour, not the offset, not the day in UTC.
    #[test]
    fn the_customers_day_decides(
        loan in any_terms::loan(),
        number in 0_usize..3,
        days in -2..3_i32,
        minutes in 0..1_440_i32,
        offsets in (-14 * 60..=14 * 60_i32, -14 * 60..=14 * 60_i32),
    ) {
        let due = loan.schedule(loan.start)?.rows;
        let due = due[number.min(due.len() - 1)].date;
        let wallet = loan.wallet();
        for offset in [offsets.0, offsets.1] {
            // The same instant on two customers' clocks.
            let local = minutes + offset;
            let day = due.plus_days(days + local.div_euclid(1_440))?;
            let clock = local.rem_euclid(1_440);
            let sign = if offset < 0 { '-' } else { '+' };
            let (hours, rest) = (offset.abs() / 60, offset.abs() % 60);
            let at = format!("{day}T{:02}:{:02}:07{sign}{hours:02}:{rest:02}", clock / 60, clock % 60);
            let seen = loan::schedule(&wallet, "loan", &at)?;
            for row in &seen.rows {
                prop_assert_eq!(row.status, status(row, day), "row {} at {}", row.number, &at);
            }
            prop_assert_eq!(&seen, &loan.schedule(day)?, "at {}", &at);
            let outlook = loan::outlook(&wallet, &at, None)?;
            prop_assert_eq!(outlook.until, day.plus_days(30)?);
            for due in &outlook.dues {
                prop_assert_eq!(due.days_until, day.days_until(due.date));
            }
        }
    }
}

/// What random loans once found: terms by which principal was lost, or asked for twice.
#[test]
fn loans_that_once_did_not_add_up() -> Checked {
    let start = CivilDate::from_ymd(2026, 1, 1).expect("a day");
    let level = |principal: i64, rate: &str, count: u16| Loan::level(principal, rate, count, start);
    let deferred = |principal: i64, rate: &str, count: u16, grace_interest: u16| Loan {
        grace_interest,
        ..level(principal, rate, count)
    };
    let unsmoothed = |loan: Loan| Loan {
        conventions: serde_json::json!({ "smoothing": false }),
        accrual: "period",
        ..loan
    };
    let loans = [
        // A level instalment that rounds to nothing.
        Loan {
            multiple: Some(5),
            ..level(1, "0", 1)
        },
        Loan {
            multiple: Some(500),
            ..level(10_000, "0", 60)
        },
        Loan {
            rounding: "down",
            ..level(1, "0", 2)
        },
        unsmoothed(Loan {
            multiple: Some(5),
            every: (2, "month"),
            ..level(25, "0.1698", 15)
        }),
        // A balloon that is all there is to pay back, or more than is left after the down payment.
        Loan {
            method: "balloon",
            balloon: Some(100_000),
            ..level(100_000, "0", 3)
        },
        Loan {
            method: "balloon",
            balloon: Some(60_000),
            down_payment: Some("0.5".to_owned()),
            ..level(100_000, "0.12", 3)
        },
        // Interest that was deferred to the last instalments.
        deferred(100_000, "0.24", 12, 11),
        deferred(100_000, "0.12", 36, 35),
        deferred(100_000, "0.07", 36, 33),
        deferred(100_000, "0.9", 24, 18),
        unsmoothed(deferred(1, "100", 2, 1)),
        unsmoothed(Loan {
            every: (7, "month"),
            ..deferred(8, "0.13", 7, 6)
        }),
        Loan {
            method: "balloon",
            balloon: Some(0),
            rounding: "up",
            ..deferred(1, "0.01", 5, 2)
        },
    ];
    for loan in loans {
        let schedule = loan.schedule(start)?;
        check(&loan, &schedule, start).map_err(|error| TestCaseError::fail(format!("{error}: {loan:?}")))?;
    }
    Ok(())
}

/// Far from where a rounded instalment, repeated, pays the loan off before its end.
fn is_modest(loan: &Loan) -> bool {
    let periods_a_year = match loan.every.1 {
        "month" => 12,
        "week" => 52,
        _ => 365,
    };
    let years = i64::from(loan.count) * i64::from(loan.every.0) / periods_a_year;
    loan.principal >= 1_000 * i64::from(loan.count) && loan.annual_rate.as_str() < "0.40" && years < 6
}

fn totals(rows: &[Row]) -> Vec<i64> {
    rows.iter().map(|row| row.due.total.get()).collect()
}
