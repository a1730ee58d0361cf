//! Loans, days and rates drawn at random, over all that a contract can say.

#![allow(dead_code, reason = "each test takes what it needs of it")]

use super::loan::{self as host, Loan};
use predue::calendar::{CivilDate, Period, Unit};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use serde_json::{Value, json};

/// The same cases on every run; a failure is kept as a test of its own, not as a seed. `PROPTEST_CASES` and
/// `PROPTEST_RNG_SEED` ask for more and for others.
pub(crate) fn fixed(cases: u32) -> Config {
    let asked = Config::default();
    let is_asked = |name: &str| std::env::var_os(name).is_some();
    let cases = if is_asked("PROPTEST_CASES") { asked.cases } else { cases };
    Config {
        cases,
        max_global_rejects: cases.saturating_mul(10),
        rng_seed: if is_asked("PROPTEST_RNG_SEED") {
            asked.rng_seed
        } else {
            RngSeed::Fixed(2_026)
        },
        failure_persistence: None,
        ..asked
    }
}

/// A day between 2000 and 2059, often one at which months and years end.
pub(crate) fn day() -> impl Strategy<Value = CivilDate> {
    let edge = (2000..2060, 1_u32..=12, prop_oneof![Just(1_u32), 28_u32..=31]);
    prop_oneof![
        2 => (0..21_900).prop_map(|days| day_2000().plus_days(days).unwrap_or(day_2000())),
        1 => edge.prop_map(|(year, month, day)| last_valid(year, month, day)),
    ]
}

fn day_2000() -> CivilDate {
    last_valid(2000, 1, 1)
}

/// The day of this number in a month, or the month's last.
pub(crate) fn last_valid(year: i32, month: u32, day: u32) -> CivilDate {
    (1..=day)
        .rev()
        .find_map(|day| CivilDate::from_ymd(year, month, day))
        .expect("a month has a first day")
}

/// A rate as text, with up to ten decimals: mostly an everyday one.
pub(crate) fn rate() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => Just("0".to_owned()),
        4 => (1..40_u32).prop_map(|percent| format!("0.{percent:02}")),
        4 => (1..6_000_u32).prop_map(|points| format!("0.{points:04}")),
        2 => (1..9_999_999_999_u64).prop_map(|digits| format!("0.{digits:010}")),
    ]
}

/// An amount that people borrow, from a single unit to ten million.
pub(crate) fn principal() -> impl Strategy<Value = i64> {
    prop_oneof![
        1 => 1..200_i64,
        2 => 200..100_000_i64,
        4 => 100_000..10_000_000_i64,
        2 => (1..1_000_i64).prop_map(|hundreds| hundreds * 10_000),
        1 => 10_000_000..1_000_000_000_i64,
    ]
}

pub(crate) fn every() -> impl Strategy<Value = (u16, &'static str)> {
    prop_oneof![
        5 => Just((1, "month")),
        2 => (2_u16..=12).prop_map(|months| (months, "month")),
        2 => (1_u16..=8).prop_map(|weeks| (weeks, "week")),
        2 => (1_u16..=90).prop_map(|days| (days, "day")),
    ]
}

pub(crate) const METHODS: [&str; 5] = [
    "equal-instalment",
    "equal-principal",
    "interest-only",
    "balloon",
    "flat",
];
pub(crate) const DAY_COUNTS: [&str; 4] = ["30/360", "actual/360", "actual/365", "actual/actual"];
pub(crate) const ROUNDINGS: [&str; 4] = ["half-even", "half-up", "up", "down"];
pub(crate) const ROLLS: [&str; 4] = ["none", "following", "modified-following", "preceding"];

/// A period of the calendar as the contract writes it.
pub(crate) fn period((every, unit): (u16, &str)) -> Period {
    let unit = match unit {
        "day" => Unit::Day,
        "week" => Unit::Week,
        _ => Unit::Month,
    };
    Period::new(every, unit).expect("a period within the limits")
}

/// A loan without anything unusual: any method, day count, accrual, period and rounding mode.
pub(crate) fn plain_loan() -> impl Strategy<Value = Loan> {
    let terms = (
        principal(),
        rate(),
        prop::sample::select(&METHODS[..]),
        1_u16..=60,
        every(),
        day(),
    );
    let rules = (
        prop::sample::select(&DAY_COUNTS[..]),
        any::<bool>(),
        prop::sample::select(&ROUNDINGS[..]),
        0..=100_i64,
        any::<bool>(),
    );
    (terms, rules).prop_map(
        |((principal, rate, method, count, every, start), (day_count, daily, rounding, balloon, smoothing))| Loan {
            method,
            balloon: (method == "balloon").then_some(principal * balloon / 100),
            every,
            day_count,
            accrual: if daily { "daily" } else { "period" },
            rounding,
            conventions: json!({ "smoothing": smoothing }),
            ..Loan::level(principal, &rate, count, start)
        },
    )
}

/// A loan with all that a contract may add: a multiple, grace, a down payment, a first due date or a seed, rolls, holidays
/// and conventions.
pub(crate) fn loan() -> impl Strategy<Value = Loan> {
    let extras = (
        prop::option::weighted(0.3, prop::sample::select(&[1_i64, 5, 100, 500, 1_000][..])),
        prop::option::weighted(0.3, (0_u16..12, 0_u16..12)),
        prop::option::weighted(0.3, 0_u32..=100),
        prop::option::weighted(0.4, first_due()),
    );
    let calendar = (
        prop::sample::select(&ROLLS[..]),
        prop::sample::subsequence(vec![1_u8, 2, 3, 4, 5, 6, 7], 0..=3),
        prop::collection::vec(0_i32..1_500, 0..40),
    );
    (plain_loan(), extras, calendar, conventions()).prop_map(
        |(mut loan, (multiple, grace, down, first_due), (roll, weekend, holidays), mut conventions)| {
            loan.multiple = multiple;
            if let Some((principal, interest)) = grace
                && loan.method != "flat"
            {
                loan.grace_principal = principal.min(loan.count - 1);
                loan.grace_interest = interest.min(loan.count - 1);
            }
            loan.down_payment = down.map(|percent| format!("{}.{:02}", percent / 100, percent % 100));
            match first_due {
                Some(FirstDue::On(days)) => loan.first_due = loan.start.plus_days(days).ok(),
                Some(FirstDue::SeedBefore(days)) => {
                    // The first due date, one period after the seed, stays behind the start.
                    let reach = match loan.every.1 {
                        "month" => i32::from(loan.every.0) * 28,
                        "week" => i32::from(loan.every.0) * 7,
                        _ => i32::from(loan.every.0),
                    };
                    let seed = loan.start.plus_days(-(days % reach));
                    conventions["seed"] = json!(seed.expect("a day near 2000").to_string());
                }
                None => {}
            }
            loan.roll = roll;
            loan.weekend = weekend;
            loan.holidays = holidays
                .iter()
                .filter_map(|days| loan.start.plus_days(*days).ok())
                .collect();
            loan.holidays.sort_unstable();
            loan.holidays.dedup();
            loan.conventions = conventions;
            loan
        },
    )
}

#[derive(Clone, Debug)]
enum FirstDue {
    /// So many days after the start.
    On(i32),
    /// Counted from a day so many days before the start.
    SeedBefore(i32),
}

fn first_due() -> impl Strategy<Value = FirstDue> {
    prop_oneof![
        (1..150_i32).prop_map(FirstDue::On),
        (0..300_i32).prop_map(FirstDue::SeedBefore),
    ]
}

fn conventions() -> impl Strategy<Value = Value> {
    (
        prop::option::of(any::<bool>()),
        any::<bool>(),
        any::<bool>(),
        prop::sample::select(&["each-period", "first-period"][..]),
        prop::sample::select(&["31-december", "1-january", "none"][..]),
        prop::sample::select(&["calendar", "leap-day-period"][..]),
        prop::sample::select(&["day", "period-end"][..]),
    )
        .prop_map(|(recalculation, past_due, smoothing, rate, split, leap, until)| {
            let mut conventions = json!({
                "interestOnPastDue": past_due, "smoothing": smoothing, "instalmentRate": rate, "yearSplit": split,
                "leapYear": leap, "pastDueInterestUntil": until,
            });
            if let Some(recalculation) = recalculation {
                conventions["recalculation"] = json!(recalculation);
            }
            conventions
        })
}

/// The day around which the accounts of [`any_wallet`] lie.
pub(crate) fn today() -> CivilDate {
    last_valid(2026, 11, 22)
}

fn near_today(days: i32) -> String {
    today().plus_days(days).expect("a day in range").to_string()
}

/// A short loan that began within the last year or begins within the next.
fn loan_plan() -> impl Strategy<Value = Value> {
    (loan(), -400..200_i32).prop_map(|(mut loan, days)| {
        loan.count = loan.count.min(24);
        loan.grace_principal = loan.grace_principal.min(loan.count - 1);
        loan.grace_interest = 0;
        loan.every.0 = loan.every.0.min(3);
        let shift = loan.start.days_until(today()) + days;
        loan.first_due = loan.first_due.and_then(|first| first.plus_days(shift).ok());
        loan.start = loan.start.plus_days(shift).expect("a day in range");
        loan.conventions.as_object_mut().expect("an object").remove("seed");
        loan.plan()
    })
}

fn dues_plan() -> impl Strategy<Value = Value> {
    let due = (-100..400_i32, 0..50_000_i64, 0..3_000_i64, 0..500_i64, 0..500_i64);
    (prop::collection::vec(due, 0..12), prop::option::of(rate())).prop_map(|(dues, annual_rate)| {
        let dues = dues.iter().enumerate().map(|(index, (days, principal, interest, fees, penalty))| {
            json!({
                "id": format!("due {index}"), "date": near_today(*days), "principal": principal, "interest": interest,
                "fees": fees, "penalty": penalty,
            })
        });
        let mut plan = json!({ "kind": "dues", "dues": dues.collect::<Vec<_>>() });
        if let Some(rate) = annual_rate {
            plan["annualRate"] = json!(rate);
        }
        plan
    })
}

/// A card's last statements and its rule for minimums.
pub(crate) fn card_plan() -> impl Strategy<Value = Value> {
    let statement = (-90..0_i32, 0..40_i32, 0..800_000_i64, 0..=100_i64);
    let rule = (0..=30_u8, 0..20_000_i64, any::<bool>(), rate());
    (prop::collection::vec(statement, 0..4), rule).prop_map(|(statements, (share, floor, plus_interest, rate))| {
        let statements = statements.iter().enumerate().map(|(index, (closed, until_due, balance, percent))| {
            json!({
                "id": format!("statement {index}"), "closed": near_today(*closed), "due": near_today(closed + until_due),
                "balance": balance, "minimum": balance * percent / 100,
            })
        });
        json!({
            "kind": "card", "statements": statements.collect::<Vec<_>>(), "annualRate": rate,
            "minimum": { "share": format!("0.{share:02}"), "floor": floor, "plusInterest": plus_interest },
        })
    })
}

/// What a contract may attach to being late.
pub(crate) fn late_terms() -> impl Strategy<Value = Value> {
    let interest = prop::option::of((rate(), any::<bool>(), 0..3_usize, 0..3_usize, any::<bool>()));
    let milestone = (0..120_u16, prop::sample::select(&["credit-record", "legal"][..]));
    (
        0..10_u16,
        prop::collection::vec(late_fee(), 0..3),
        interest,
        prop::collection::vec(milestone, 0..3),
    )
        .prop_map(|(grace_days, fees, interest, milestones)| {
            let milestones = milestones.iter().map(|(days, code)| json!({ "afterDays": days, "code": code }));
            let mut late = json!({ "graceDays": grace_days, "fees": fees, "milestones": milestones.collect::<Vec<_>>() });
            if let Some((rate, is_daily, of, compound, from_due)) = interest {
                let mut interest = json!({
                    "of": (["overdue-principal", "overdue", "balance"][of]), "compound": (["none", "daily", "monthly"][compound]),
                    "from": if from_due { "due" } else { "grace-end" },
                });
                if is_daily {
                    interest["dailyRate"] = json!("0.0005");
                } else {
                    interest["annualRate"] = json!(rate);
                    interest["dayCount"] = json!(["30/360", "actual/360", "actual/actual"][of]);
                }
                late["interest"] = interest;
            }
            late
        })
}

fn late_fee() -> impl Strategy<Value = Value> {
    let base = ["instalment", "overdue", "overdue-principal", "minimum", "principal"];
    (
        prop::option::of(0..5_usize),
        0..5_000_i64,
        0..30_u16,
        prop::option::of((1..40_u16, 0..2_usize)),
        prop::option::of(0..20_000_i64),
        prop::option::of(0..5_u16),
        prop::option::of(0..100_u8),
    )
        .prop_map(
            move |(share_of, amount, after_days, every, max, max_times, max_share)| {
                let mut fee = match share_of {
                    Some(of) => json!({ "kind": "share", "share": format!("0.{amount:05}"), "of": base[of] }),
                    None => json!({ "kind": "flat", "amount": amount }),
                };
                fee["afterDays"] = json!(after_days);
                if let Some((n, unit)) = every {
                    fee["every"] = json!({ "n": n, "unit": (["day", "month"][unit]) });
                }
                if let Some(max) = max {
                    fee["max"] = json!(max);
                }
                if let Some(max_times) = max_times {
                    fee["maxTimes"] = json!(max_times);
                }
                if let Some(max_share) = max_share {
                    fee["maxShare"] = json!(format!("0.{max_share:02}"));
                }
                fee
            },
        )
}

/// A wallet of up to five accounts, near [`today`].
pub(crate) fn any_wallet() -> impl Strategy<Value = Value> {
    let plan = prop_oneof![2 => loan_plan(), 2 => dues_plan(), 1 => card_plan()];
    let account = (
        plan,
        prop::sample::select(&["CNY", "EUR", "JPY"][..]),
        late_terms(),
        any::<bool>(),
    );
    prop::collection::vec(account, 0..6).prop_map(|accounts| {
        let accounts = accounts
            .iter()
            .enumerate()
            .map(|(index, (plan, currency, late, autopay))| {
                let mut account = host::account(&format!("account {index}"), currency, plan);
                account["late"] = late.clone();
                account["autopay"] = json!(autopay);
                account
            });
        host::wallet(&accounts.collect::<Vec<_>>(), &[])
    })
}
