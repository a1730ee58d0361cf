//! A card's statements to come when only the minimum is paid and nothing is bought.

use super::cycle::{Cycle, Pace};
use crate::account::{Across, CardPlan, MinimumRule, Part, Statement};
use crate::calendar::{CivilDate, Period, Unit};
use crate::error::Result;
use crate::money::{Minor, RoundingMode};

/// One statement to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StatementRow {
    pub(crate) due: CivilDate,
    /// What is owed on it.
    pub(crate) balance: Minor,
    /// Of which interest, fees and late charges since the one before.
    pub(crate) interest: Minor,
    pub(crate) fees: Minor,
    pub(crate) penalty: Minor,
    pub(crate) minimum: Minor,
}

/// Statements to come, and whether nothing is owed after them.
#[derive(Clone, Debug)]
pub(crate) struct ToCome {
    pub(crate) rows: Vec<StatementRow>,
    pub(crate) ends: bool,
}

/// Statements that are projected at most: fifty years.
const PROJECTED_MAX: u32 = 600;

/// The statements after the latest one as it stands at the end of `today`, with `minimum` of it left to pay: until nothing is
/// owed, or until the minimum no longer brings the balance down, as paying it would never end.
///
/// Each minimum is paid on its due day, or today when that has passed. Closing days are counted in months from the latest
/// one, and due days stay as far behind.
pub(crate) fn to_come(
    plan: &CardPlan,
    pace: &Pace,
    latest: &Statement,
    (mut cycle, mut minimum): (Cycle, Minor),
    today: CivilDate,
) -> Result<ToCome> {
    let monthly = Period::new(1, Unit::Month)?;
    let due_after = latest.closed.days_until(latest.due);
    let first = first_to_come(latest.closed, monthly, today)?;
    let order = (
        Across::Instalment,
        [Part::Penalty, Part::Fees, Part::Interest, Part::Principal],
    );
    let mut rows: Vec<StatementRow> = Vec::new();
    for number in (first..).take(usize::try_from(PROJECTED_MAX).unwrap_or_default()) {
        let closed = latest.closed.plus(monthly, number)?;
        let paid_on = cycle.due.max(today).min(closed);
        cycle.pay(pace, paid_on, minimum, order)?;
        let interest = cycle.interest_when_closed(pace, closed)?;
        let balance = cycle.owed().total().plus(interest).minus(cycle.credit);
        if !balance.is_positive() {
            return Ok(ToCome { rows, ends: true });
        }
        let charged = cycle.since;
        minimum = minimum_of(plan.minimum, balance, interest, charged.fees.plus(charged.penalty))?;
        let falls = rows.last().is_none_or(|before| balance < before.balance);
        let due = closed.plus_days(due_after)?;
        rows.push(StatementRow {
            due,
            balance,
            interest,
            fees: charged.fees,
            penalty: charged.penalty,
            minimum,
        });
        if !falls {
            break;
        }
        cycle = Cycle::open(closed, due, balance, !cycle.was_cleared_in_time());
    }
    Ok(ToCome { rows, ends: false })
}

/// The number of the first closing day after the latest one that is not before today: those that have passed are told by the
/// host, or not known.
fn first_to_come(latest: CivilDate, monthly: Period, today: CivilDate) -> Result<u32> {
    let months = today.month_number().saturating_sub(latest.month_number());
    let has_passed = latest.plus(monthly, months)? < today;
    Ok(months.saturating_add(u32::from(has_passed)).max(1))
}

/// The least that must be paid of a statement by `rule`; late charges count as fees.
fn minimum_of(rule: MinimumRule, balance: Minor, interest: Minor, fees: Minor) -> Result<Minor> {
    let mut minimum = balance.share(rule.share, RoundingMode::HalfEven)?;
    if rule.plus_interest {
        minimum = minimum.plus(interest);
    }
    if rule.plus_fees {
        minimum = minimum.plus(fees);
    }
    Ok(minimum.max(rule.floor).min(balance))
}
