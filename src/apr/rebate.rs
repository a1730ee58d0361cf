//! What is taken off when credit is settled early, by the law of the United Kingdom.

use super::power::{BITS, ONE, exp2};
use super::{Flow, Periods, Within, log_growth};
use crate::error::{Error, Result};
use crate::money::{Minor, Rate};

/// The rebate on settling early: what is still to be paid, less what is owed at the settlement date when all that was received
/// and paid until then grows at `rate`.
///
/// `rate` is that of one period, and the times are counted in such periods: years with an annual rate, months with a monthly
/// one. Payments at `settled_at` or before count as made. The result is rounded to the nearest minor unit, and is never below
/// zero.
///
/// Source: the Consumer Credit (Early Settlement) Regulations 2004 (SI 2004/1483), regulation 4. Which day the settlement date
/// is (regulations 5 and 6) is for the caller to say.
///
/// # Errors
///
/// `RANGE` when what is owed is beyond [`Minor::MAX`].
///
/// # Example
///
/// ```
/// use predue::apr::{Flow, Periods, rebate};
/// use predue::money::Minor;
///
/// // 5,000.00 over 48 months by 134.57 each, settled 28 days of 30 after the twelfth.
/// let mut flows = vec![Flow { amount: Minor::new(-500_000)?, at: Periods::ZERO }];
/// for month in 1..=48 {
///     flows.push(Flow { amount: Minor::new(13_457)?, at: Periods::whole(month) });
/// }
/// let settled_at = Periods::new(12 * 30 + 28, 30)?;
/// assert_eq!(rebate(&flows, "0.010979".parse()?, settled_at)?.get(), 81_971);
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: owed beyond all amounts
///
/// ```
/// use predue::apr::{Flow, Periods, rebate};
/// use predue::money::Minor;
///
/// let flows = [Flow { amount: Minor::new(-500_000)?, at: Periods::ZERO }];
/// assert_eq!(rebate(&flows, "1".parse()?, Periods::whole(100)).unwrap_err().code(), "RANGE");
/// # Ok::<(), predue::Error>(())
/// ```
pub fn rebate(flows: &[Flow], rate: Rate, settled_at: Periods) -> Result<Minor> {
    let log = log_growth(&one_period_at(rate)?, Within::Compound)?;
    let (mut owed, mut to_pay) = (0_i128, Minor::ZERO);
    for flow in flows {
        if flow.at > settled_at {
            to_pay = to_pay.plus(flow.amount);
            continue;
        }
        let growth = exp2(settled_at.times(log).wrapping_sub(flow.at.times(log)))?;
        let grown = i128::from(flow.amount.get()).checked_mul(growth);
        owed = grown
            .and_then(|grown| owed.checked_sub(grown))
            .ok_or_else(too_much_owed)?;
    }
    let nearest = owed.checked_add(ONE >> 1).ok_or_else(too_much_owed)? >> BITS;
    let owed = Minor::new(i64::try_from(nearest).map_err(|_| too_much_owed())?)?;
    Ok(to_pay.minus(owed).or_zero())
}

/// A unit lent and paid back after one period at `rate`.
fn one_period_at(rate: Rate) -> Result<[Flow; 2]> {
    let rate = rate.fraction();
    let minor = |amount: u64| Minor::new(i64::try_from(amount).unwrap_or(i64::MAX));
    Ok([
        Flow {
            amount: Minor::ZERO.minus(minor(rate.denominator)?),
            at: Periods::ZERO,
        },
        Flow {
            amount: minor(rate.denominator.saturating_add(rate.numerator))?,
            at: Periods::whole(1),
        },
    ])
}

#[cold]
fn too_much_owed() -> Error {
    Error::range("what credit grows to is a safe integer")
}
