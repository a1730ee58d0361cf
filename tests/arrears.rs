//! What holds of arrears whatever is owed: they age by the day, a grace and pauses hold them back, and paying ends them.

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

use any_terms::{card_plan, fixed};
use predue::calendar::CivilDate;
use predue::ledger::{AgeRange, Delinquency, Ledger, Pause, RowId};
use predue::wire;
use proptest::prelude::*;
use serde_json::{Value, json};

/// All ages; 0 days are in none of them all the same.
const RANGES: [AgeRange; 3] = [
    AgeRange {
        from_days: 0,
        to_days: Some(3),
    },
    AgeRange {
        from_days: 4,
        to_days: Some(30),
    },
    AgeRange {
        from_days: 31,
        to_days: None,
    },
];

/// The day that others are counted from.
fn start() -> CivilDate {
    CivilDate::from_ymd(2026, 9, 1).expect("a day")
}

fn day(days: i32) -> CivilDate {
    start().plus_days(days).expect("a day in range")
}

fn account_on(account: &Value, today: CivilDate) -> predue::Result<Ledger> {
    let wallet = wire::wallet(&loan::wallet(std::slice::from_ref(account), &[]).to_string())?;
    Ledger::of(&wallet.accounts[0], &wallet.holidays, today)
}

/// Dues of one unit each, on these days after the start.
fn dues_on(days: &[i32], today: CivilDate) -> predue::Result<Ledger> {
    let due = |(place, days): (usize, &i32)| json!({ "id": place.to_string(), "date": day(*days).to_string(), "principal": 1 });
    let dues: Vec<Value> = days.iter().enumerate().map(due).collect();
    account_on(
        &loan::account("dues", "EUR", &json!({ "kind": "dues", "dues": dues })),
        today,
    )
}

/// Days after the start on which something is due.
fn due_days() -> impl Strategy<Value = Vec<i32>> {
    prop::collection::btree_set(0..60_i32, 1..6).prop_map(|days| days.into_iter().collect())
}

/// Pauses in any order, some of no day, some that share days.
fn pauses() -> impl Strategy<Value = Vec<Pause>> {
    let pause = (-20..100_i32, -3..40_i32).prop_map(|(from, days)| Pause {
        from: day(from),
        until: day(from + days),
    });
    prop::collection::vec(pause, 0..5)
}

fn is_paused(pauses: &[Pause], day: CivilDate) -> bool {
    pauses.iter().any(|pause| pause.from <= day && day < pause.until)
}

/// The days of the calendar from `from` to `today`, one after the other, but those in a pause.
fn counted(from: i32, today: i32, pauses: &[Pause]) -> u32 {
    (from..today).map(|days| u32::from(!is_paused(pauses, day(days)))).sum()
}

proptest! {
    #![proptest_config(fixed(256))]

    #[test]
    fn arrears_age_by_the_days_that_no_pause_holds(days in due_days(), today in 0..130_i32, grace in 0..10_u16, pauses in pauses()) {
        let found = dues_on(&days, day(today))?.delinquency(grace, &pauses)?;
        let past: Vec<i32> = days.iter().copied().filter(|due| *due < today).collect();
        let ages: Vec<u32> = past.iter().map(|due| counted(*due, today, &pauses)).collect();
        prop_assert_eq!(found.dues.iter().map(|due| due.days).collect::<Vec<_>>(), ages.clone());
        prop_assert_eq!(found.amount.get(), i64::try_from(past.len())?);
        let oldest = ages.first().copied().unwrap_or_default();
        prop_assert_eq!(found.days, oldest.saturating_sub(u32::from(grace)));
        prop_assert_eq!(found.since, past.first().map(|due| day(*due + i32::from(grace))));
        prop_assert_eq!(found.days_past_due, past.first().map_or(0, |due| today.abs_diff(*due)));
        let aged = ages.iter().filter(|age| **age > 0).count();
        let in_ranges: i64 = found.amounts(&RANGES).iter().map(|amount| amount.get()).sum();
        prop_assert_eq!(in_ranges, i64::try_from(aged)?);
        prop_assert_eq!(found.range(&RANGES).is_some(), found.days > 0);
    }

    /// Each day adds one, or none where it is paused or within the days of grace.
    #[test]
    fn days_never_fall_as_days_pass(days in due_days(), today in 0..130_i32, grace in 0..10_u16, pauses in pauses()) {
        let before = dues_on(&days, day(today))?.delinquency(grace, &pauses)?;
        let after = dues_on(&days, day(today + 1))?.delinquency(grace, &pauses)?;
        let grown = after.days.checked_sub(before.days);
        prop_assert!(matches!(grown, Some(0 | 1)), "{} days, then {}", before.days, after.days);
        if is_paused(&pauses, day(today)) {
            prop_assert_eq!(grown, Some(0));
        } else if before.days > 0 {
            prop_assert_eq!(grown, Some(1));
        }
        prop_assert!(before.since.is_none() || before.since == after.since);
        prop_assert!(before.amount <= after.amount);
    }

    #[test]
    fn grace_delays_the_start_by_its_days(due in 0..60_i32, grace in 0..100_u16, late in 1..300_i32) {
        let on = |days: i32, grace: u16| -> predue::Result<Delinquency> {
            dues_on(&[due], day(days))?.delinquency(grace, &[])
        };
        let (with, without) = (on(due + late, grace)?, on(due + late, 0)?);
        prop_assert_eq!(with.since, Some(day(due + i32::from(grace))));
        prop_assert_eq!(with.days, without.days.saturating_sub(u32::from(grace)));
        prop_assert_eq!((with.days_past_due, with.amount), (without.days_past_due, without.amount));
        prop_assert_eq!(with.amounts(&RANGES), without.amounts(&RANGES));
        prop_assert_eq!(on(due + i32::from(grace), grace)?.days, 0);
        prop_assert_eq!(on(due + i32::from(grace) + 1, grace)?.days, 1);
    }

    /// Under terms that payments are proven for; a cent less leaves the account in arrears.
    #[test]
    fn paying_what_is_past_due_ends_it(
        mut terms in any_terms::plain_loan(),
        is_flat in any::<bool>(),
        days in 1..700_i32,
        short in 0..=1_i64,
    ) {
        (terms.method, terms.balloon) = (if is_flat { "flat" } else { "equal-instalment" }, None);
        let today = terms.start.plus_days(days)?;
        let mut account = loan::account("loan", "EUR", &terms.plan());
        let amount = account_on(&account, today)?.delinquency(0, &[])?.amount.get();
        prop_assume!(amount > short);
        account["events"] = json!([{ "kind": "repayment", "date": today.to_string(), "amount": amount - short }]);
        let found = account_on(&account, today)?.delinquency(0, &[])?;
        prop_assert_eq!(found.amount.get(), short);
        prop_assert_eq!(found.since.is_some(), short > 0);
        prop_assert_eq!(found.days > 0, short > 0);
    }

    /// Only the minimum of the latest statement can be past due: what follows it is an estimate.
    #[test]
    fn statements_to_come_are_never_past_due(plan in card_plan(), days in 0..700_i32) {
        let ledger = account_on(&loan::account("card", "EUR", &plan), any_terms::today().plus_days(days)?)?;
        let found = ledger.delinquency(0, &[])?;
        let billed = ledger.instalments.iter().filter(|row| !matches!(row.id, RowId::Next(_)));
        let days: Vec<CivilDate> = billed.map(|row| row.due_on).collect();
        prop_assert!(found.dues.iter().all(|due| days.contains(&due.due_on)));
        prop_assert!(found.dues.len() <= 1);
    }
}
