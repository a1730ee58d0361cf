//! What holds for the rate of any flows, and for what the engine makes of a contract.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, its figures are far from the limits, and floats are another way to the same"
)]

#[path = "common/any.rs"]
mod any;
#[path = "common/loan.rs"]
mod loan;

use any::fixed;
use loan::Loan;
use predue::Result;
use predue::apr::{Flow, Periods, actuarial, effective, effective_on, rebate};
use predue::calendar::{CivilDate, Unit};
use predue::money::{Minor, Rate};
use proptest::prelude::*;

fn minor(amount: i64) -> Minor {
    Minor::new(amount).expect("an amount within the limits")
}

fn flow(amount: i64, days: u32) -> Flow {
    Flow {
        amount: minor(amount),
        at: Periods::new(days.into(), 365).expect("a time within the limits"),
    }
}

/// The rate by either method, in ten-billionths.
fn rates(flows: &[Flow]) -> Result<[i64; 2]> {
    Ok([
        effective(flows)?.ten_billionths(),
        actuarial(flows, Periods::whole(1))?.ten_billionths(),
    ])
}

/// Payments of an advance of a million: what each is and after how many days; together at least half of it, so that no
/// rate is at its limit.
fn payments() -> impl Strategy<Value = Vec<(i64, u32)>> {
    let payment = (1_000..400_000_i64, 30..3_000_u32);
    prop::collection::vec(payment, 1..40).prop_map(|mut payments| {
        payments.push((500_000, 700));
        payments
    })
}

fn with_advance(payments: &[(i64, u32)]) -> Vec<Flow> {
    let payments = payments.iter().map(|(amount, days)| flow(*amount, *days));
    std::iter::once(flow(-1_000_000, 0)).chain(payments).collect()
}

proptest! {
    #![proptest_config(fixed(300))]

    #[test]
    fn the_rate_has_the_sign_of_what_the_credit_costs(payments in payments()) {
        let paid: i64 = payments.iter().map(|(amount, _)| amount).sum();
        for rate in rates(&with_advance(&payments))? {
            prop_assert_eq!(rate.signum(), (paid - 1_000_000).signum());
        }
    }

    #[test]
    fn what_is_paid_back_exactly_costs_nothing(payments in payments()) {
        let paid: i64 = payments.iter().map(|(amount, _)| amount).sum();
        let mut flows = with_advance(&payments);
        flows[0] = flow(-paid, 0);
        prop_assert_eq!(rates(&flows)?, [0, 0]);
    }

    #[test]
    fn the_rate_does_not_depend_on_the_unit_of_money(payments in payments(), times in 2..1_000_i64) {
        let scaled: Vec<Flow> = with_advance(&payments)
            .iter()
            .map(|flow| Flow { amount: minor(flow.amount.get() * times), ..*flow })
            .collect();
        let (once, often) = (rates(&with_advance(&payments))?, rates(&scaled)?);
        // What stands at the tenth decimal may be at the middle.
        prop_assert!(once.iter().zip(often).all(|(once, often)| once.abs_diff(often) <= 1));
    }

    #[test]
    fn the_rate_does_not_depend_on_the_order_of_the_flows(payments in payments()) {
        let mut flows = with_advance(&payments);
        let before = rates(&flows)?;
        flows.reverse();
        prop_assert_eq!(rates(&flows)?, before);
    }

    #[test]
    fn to_pay_later_costs_less_and_to_pay_more_costs_more(payments in payments(), days in 1..400_u32, more in 1_i64..100_000) {
        let paid: i64 = payments.iter().map(|(amount, _)| amount).sum();
        prop_assume!(paid > 1_001_000);
        let [rate, simple] = rates(&with_advance(&payments))?;
        let mut later = payments.clone();
        later[0].1 += days;
        prop_assert!(effective(&with_advance(&later))?.ten_billionths() < rate);
        let mut dearer = payments.clone();
        dearer[0].0 += more;
        let [rate_dearer, simple_dearer] = rates(&with_advance(&dearer))?;
        prop_assert!(rate_dearer > rate && simple_dearer > simple);
    }

    #[test]
    fn the_rate_brings_the_payments_to_the_advance(payments in payments()) {
        let flows = with_advance(&payments);
        let [rate, _] = rates(&flows)?;
        let growth = 1.0 + f64_of(rate) / 1e10;
        let value: f64 = payments.iter().map(|(amount, days)| f64_of(*amount) * growth.powf(-f64::from(*days) / 365.0)).sum();
        prop_assert!((value - 1e6).abs() < 0.01, "{} at {}", value, growth);
    }

    /// The engine's own loans: months of a twelfth of a year at the contract's rate.
    #[test]
    fn a_level_loan_has_its_nominal_rate(percent in 1..60_u32, count in 2..120_u16, start in any::day()) {
        let nominal = format!("0.{percent:02}");
        let loan = Loan::level(100_000_000_000, &nominal, count, start);
        let rows = loan.schedule(start)?.rows;
        let mut flows = vec![Flow { amount: minor(-loan.principal), at: Periods::ZERO }];
        flows.extend(rows.iter().map(|row| Flow { amount: row.due.total, at: Periods::whole(row.number) }));
        let rate = actuarial(&flows, Periods::whole(12))?.ten_billionths();
        prop_assert!(rate.abs_diff(i64::from(percent) * 100_000_000) <= 20, "{} for {}", rate, nominal);
    }

    /// The law's rebate at the credit's own rate leaves what the credit still owes.
    #[test]
    fn a_rebate_at_the_loans_own_rate_leaves_its_balance(percent in 1..40_u32, count in 2..60_u16, settled in 1..60_u16) {
        let start = CivilDate::from_ymd(2026, 1, 31).expect("a day");
        let rows = Loan::level(10_000_000, &format!("0.{percent:02}"), count, start).schedule(start)?.rows;
        let settled = settled.min(count);
        let mut flows = vec![Flow { amount: minor(-10_000_000), at: Periods::ZERO }];
        flows.extend(rows.iter().map(|row| Flow { amount: row.due.total, at: Periods::whole(row.number) }));
        let left: i64 = rows[usize::from(settled)..].iter().map(|row| row.due.total.get()).sum();
        let monthly: Rate = format!("{:.10}", f64::from(percent) / 1200.0).parse()?;
        let rebate = rebate(&flows, monthly, Periods::whole(settled.into()))?.get();
        let balance = rows[usize::from(settled) - 1].balance.get();
        prop_assert!((left - rebate).abs_diff(balance) <= 40, "{} for {}", left - rebate, balance);
    }
}

fn f64_of(value: i64) -> f64 {
    f64::from(i32::try_from(value / 1_000_000).expect("small")) * 1e6
        + f64::from(i32::try_from(value % 1_000_000).expect("small"))
}

#[test]
fn months_that_end_early_are_months_all_the_same() -> Result<()> {
    let start: CivilDate = "2026-01-31".parse()?;
    let loan = Loan::level(100_000_000, "0.12", 24, start);
    let mut flows = vec![(start, minor(-loan.principal))];
    flows.extend(loan.schedule(start)?.rows.iter().map(|row| (row.date, row.due.total)));
    // 1 % a month for a year is 12.6825 %.
    let rate = effective_on(&flows, Unit::Month)?.to_string();
    assert!(rate.starts_with("0.126825"), "{rate}");
    Ok(())
}
