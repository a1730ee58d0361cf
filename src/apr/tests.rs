//! Rates whose answer is known beforehand.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "the figures of a test are far from the limits"
)]

use super::*;
use std::result::Result as StdResult;

fn minor(amount: i64) -> Minor {
    Minor::new(amount).unwrap_or_default()
}

fn flow(amount: i64, at: Periods) -> Flow {
    Flow {
        amount: minor(amount),
        at,
    }
}

/// An advance at the start, and payments at the end of each period.
fn level(advance: i64, payment: i64, count: u32) -> Vec<Flow> {
    let payments = (1..=count).map(|period| flow(payment, Periods::whole(period)));
    std::iter::once(flow(-advance, Periods::ZERO)).chain(payments).collect()
}

fn code<T>(result: Result<T>) -> StdResult<T, &'static str> {
    result.map_err(|error| error.code())
}

#[test]
fn what_is_paid_back_as_it_was_costs_nothing() -> Result<()> {
    assert_eq!(effective(&level(1_200, 100, 12))?, AnnualRate(0));
    assert_eq!(actuarial(&level(1_200, 100, 12), Periods::whole(12))?, AnnualRate(0));
    Ok(())
}

#[test]
fn a_single_payment_is_its_interest() -> Result<()> {
    for (back, rate) in [
        (1_000_001, "0.000001"),
        (1_182_500, "0.1825"),
        (50_359_000, "49.359"),
        (999_999, "-0.000001"),
        (1, "-0.999999"),
    ] {
        let flows = [flow(-1_000_000, Periods::ZERO), flow(back, Periods::whole(1))];
        assert_eq!(effective(&flows)?.to_string(), rate);
    }
    let of_largest = |back| effective(&[flow(-10_000, Periods::ZERO), flow(back, Periods::whole(1))]);
    let largest = of_largest(9_223_372_036_000)?.to_string();
    assert!(largest.starts_with("92233720"), "{largest}");
    assert_eq!(code(of_largest(10_000_000_000_000)), Err("RANGE"));
    Ok(())
}

#[test]
fn a_part_of_a_period_is_compounded_or_simple() -> Result<()> {
    // 21 % for two years is 10 % for one, compounded; at simple interest half a period of 20 % is 10 %.
    let halfway = [flow(-100, Periods::ZERO), flow(110, Periods::new(1, 2)?)];
    assert_eq!(effective(&halfway)?.to_string(), "0.21");
    assert_eq!(actuarial(&halfway, Periods::whole(1))?.to_string(), "0.2");
    assert_eq!(actuarial(&halfway, Periods::new(5, 2)?)?.to_string(), "0.5");
    Ok(())
}

#[test]
fn less_paid_than_received_is_a_rate_below_zero() -> Result<()> {
    let flows = [
        flow(-100, Periods::ZERO),
        flow(50, Periods::whole(1)),
        flow(25, Periods::whole(2)),
    ];
    // 100 = 50 v + 25 v² for v = √5 − 1, so that the rate is 1 ÷ v − 1.
    assert_eq!(effective(&flows)?.to_string(), "-0.1909830056");
    assert_eq!(code(effective(&flows[..1])), Err("RANGE"));
    Ok(())
}

#[test]
fn rates_run_over_thousands_of_flows() -> Result<()> {
    // Interest alone, and the principal at the end.
    let mut flows = level(1_000_000_000, 10_000_000, 9_998);
    flows.push(flow(1_000_000_000, Periods::whole(9_998)));
    assert_eq!(effective(&flows)?.to_string(), "0.01");
    assert_eq!(actuarial(&flows, Periods::whole(12))?.to_string(), "0.12");
    flows.push(flow(0, Periods::ZERO));
    assert_eq!(code(effective(&flows)), Err("RANGE"));
    Ok(())
}

#[test]
fn years_are_counted_backwards_from_the_flow() -> Result<()> {
    for (from, to, unit, parts, of) in [
        // A month, and the five days from the 15th to the 20th, of the 365 days up to that 20 January.
        ("2026-01-15", "2026-02-20", Unit::Month, 365 + 12 * 5, 12 * 365),
        ("2026-01-31", "2026-02-28", Unit::Month, 1, 12),
        ("2026-01-31", "2026-02-27", Unit::Month, 27, 365),
        ("2026-02-28", "2026-03-31", Unit::Month, 1, 12),
        ("2026-01-15", "2026-01-29", Unit::Week, 2, 52),
        ("2026-01-15", "2026-01-30", Unit::Week, 2 * 365 + 52, 52 * 365),
        ("2024-02-01", "2026-03-01", Unit::Day, 2 * 366 + 29, 366),
        ("2026-01-15", "2026-01-15", Unit::Day, 0, 1),
    ] {
        assert_eq!(
            Periods::years(from.parse()?, to.parse()?, unit)?,
            Periods::new(parts, of)?,
            "{from} to {to}"
        );
    }
    Ok(())
}

#[test]
fn a_rebate_is_never_below_zero() -> Result<()> {
    // The contract's own rate is lower than the one that the law asks to use.
    let flows = level(1_200, 100, 12);
    assert_eq!(rebate(&flows, "0.05".parse()?, Periods::whole(6))?, Minor::ZERO);
    assert_eq!(rebate(&flows, Rate::ZERO, Periods::whole(6))?, Minor::ZERO);
    assert_eq!(rebate(&level(1_000, 100, 12), Rate::ZERO, Periods::ZERO)?, minor(200));
    Ok(())
}
