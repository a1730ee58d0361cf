//! Fees for being late: flat or a share, once or again and again, after the grace, up to their caps.

use super::charge::{Charge, Portion, Rule};
use super::late_due::LateDue;
use crate::account::{FeeAmount, FeeBase, LateFee, Part, Parts};
use crate::calendar::CivilDate;
use crate::error::{Error, Result};
use crate::money::{Minor, Rate, RoundingMode};

/// Charges that one account's lateness may come to.
const CHARGES_MAX: usize = 20_000;

/// Adds what `fee` charges for a due by the end of `until` if nothing more is paid.
pub(super) fn charge(fee: &LateFee, late: &LateDue<'_>, until: CivilDate, charges: &mut Vec<Charge>) -> Result<()> {
    let free_days = fee.after_days.max(late.grace_days);
    let first = late
        .instalment
        .due_on
        .plus_days(i32::from(free_days).saturating_add(1))?;
    let mut left = most(fee, late)?;
    for time in 0..times(fee) {
        let date = fee.every.map_or(Ok(first), |every| first.plus(every, time))?;
        if date > until || left.is_zero() {
            break;
        }
        let unpaid = late.unpaid(date.plus_days(-1)?);
        if !unpaid.total().is_positive() {
            break;
        }
        let (base, rate) = match fee.amount {
            FeeAmount::Flat(amount) => (amount, None),
            FeeAmount::Share(share, of) => (base(of, late, unpaid)?, Some(share)),
        };
        let amount = rate.map_or(Ok(base), |share: Rate| base.share(share, RoundingMode::HalfEven))?;
        let amount = amount.min(left);
        left = left.minus(amount);
        if charges.len() >= CHARGES_MAX {
            return Err(Error::range("late charges of one account are at most 20,000"));
        }
        charges.push(Charge {
            date,
            part: Part::Penalty,
            rule: Rule::LateFee,
            due: late.instalment.id.clone(),
            base,
            rate,
            days: None,
            amount,
            cut: None,
            disputed: Minor::ZERO,
            portion: Portion::Whole,
            place: late.place,
        });
    }
    Ok(())
}

fn times(fee: &LateFee) -> u32 {
    let most = fee.max_times.map_or(u32::MAX, u32::from);
    if fee.every.is_some() { most } else { most.min(1) }
}

/// The most that the contract lets a fee come to for one due.
fn most(fee: &LateFee, late: &LateDue<'_>) -> Result<Minor> {
    let most = fee.max.unwrap_or(Minor::MAX);
    let Some(share) = fee.max_share else { return Ok(most) };
    Ok(most.min(late.asked().share(share, RoundingMode::Down)?))
}

/// What a fee is a share of, when `unpaid` was left of the due before it.
fn base(of: FeeBase, late: &LateDue<'_>, unpaid: Parts) -> Result<Minor> {
    match of {
        FeeBase::Instalment | FeeBase::Minimum => Ok(late.asked()),
        FeeBase::Overdue => Ok(unpaid.total()),
        FeeBase::OverduePrincipal => Ok(unpaid.principal),
        FeeBase::Principal => late.lent(),
    }
}
