//! What a month leaves for instalments.

use crate::account::{Flow, Funds};
use crate::calendar::{CivilDate, Unit};
use crate::error::Result;
use crate::money::{Accrued, Fraction, Minor, RoundingMode};

/// Days in 400 years of the Gregorian calendar, and months: a month has 30.436875 days.
const CALENDAR_DAYS: u64 = 146_097;
const CALENDAR_MONTHS: u64 = 4_800;

/// What a typical month leaves for the instalments of all accounts together: the income that recurs, less what goes out again
/// and again, less the reserve, which a month uses up for living and must fill again. Never below zero.
///
/// Each flow counts by the month: days and weeks by an average month of 30.436875 days, an income rounded down and what goes
/// out rounded up. What comes or goes once is in no typical month, and neither is an income whose first day is more than its
/// own period away.
///
/// # Errors
///
/// `RANGE` when a sum is beyond [`Minor::MAX`].
///
/// # Example
///
/// ```
/// let wallet = predue::wire::wallet(r#"{
///   "market": "none", "locale": "en", "accounts": [],
///   "funds": { "currency": "EUR", "balance": 0, "reserve": 60000, "flows": [
///     { "label": "Salary", "amount": 210000, "date": "2026-11-25", "every": { "n": 1, "unit": "month" }, "kind": "in" },
///     { "label": "Rent", "amount": 70000, "date": "2026-12-01", "every": { "n": 1, "unit": "month" }, "kind": "out" },
///     { "label": "Bus", "amount": 1000, "date": "2026-11-23", "every": { "n": 1, "unit": "week" }, "kind": "out" }
///   ] }
/// }"#)?;
/// let funds = wallet.funds.ok_or("funds")?;
/// // 4.348125 weeks of 10.00 are 43.49.
/// assert_eq!(predue::funds::affordable_per_month(&funds, "2026-11-22".parse()?)?.get(), 75_651);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Example: a sum that no number holds
///
/// ```
/// let wallet = predue::wire::wallet(r#"{
///   "market": "none", "locale": "en", "accounts": [],
///   "funds": { "currency": "EUR", "balance": 0, "flows": [
///     { "label": "x", "amount": 9007199254740991, "date": "2026-11-22", "every": { "n": 1, "unit": "day" }, "kind": "in" }
///   ] }
/// }"#)?;
/// let funds = wallet.funds.ok_or("funds")?;
/// let error = predue::funds::affordable_per_month(&funds, "2026-11-22".parse()?).unwrap_err();
/// assert_eq!(error.code(), "RANGE");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn affordable_per_month(funds: &Funds, today: CivilDate) -> Result<Minor> {
    Ok(left_of_a_month(funds, funds.reserve, today)?.or_zero())
}

/// The same with a reserve of another amount, also below zero.
pub(crate) fn left_of_a_month(funds: &Funds, reserve: Minor, today: CivilDate) -> Result<Minor> {
    let mut left = Minor::ZERO.minus(reserve);
    for flow in &funds.flows {
        if !flow.is_income {
            left = left.minus(per_month(flow, RoundingMode::Up)?);
        } else if has_begun(flow, today) {
            left = left.plus(per_month(flow, RoundingMode::Down)?);
        }
    }
    Ok(left)
}

/// A host may name the next day instead of the first, so that a flow a period away may well have been running.
fn has_begun(flow: &Flow, today: CivilDate) -> bool {
    flow.every
        .is_none_or(|every| today.plus(every, 1).is_ok_and(|within| flow.date <= within))
}

fn per_month(flow: &Flow, rounding: RoundingMode) -> Result<Minor> {
    let Some(every) = flow.every else {
        return Ok(Minor::ZERO);
    };
    let count = u64::from(every.every());
    let months = |days: u64| {
        Fraction::new(
            CALENDAR_DAYS,
            CALENDAR_MONTHS.saturating_mul(days).saturating_mul(count),
        )
    };
    let times = match every.unit() {
        Unit::Day => months(1),
        Unit::Week => months(7),
        Unit::Month => Fraction::new(1, count),
    };
    Accrued::of(flow.amount, times?)?.round(rounding)
}
