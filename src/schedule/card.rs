//! A card's statements as they were closed, and the ones that follow when only the minimum is paid.

use crate::account::{CardPlan, DayCount, MinimumRule, MonthDays, Statement, YearDays};
use crate::calendar::{CivilDate, Period, Unit};
use crate::error::Result;
use crate::money::{Accrued, Fraction, Minor, RoundingMode};

/// One statement, closed or to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StatementRow {
    /// The id of a statement that was closed; the others are estimates.
    pub(crate) closed_id: Option<String>,
    pub(crate) due: CivilDate,
    /// What is owed on it, of which interest since the one before.
    pub(crate) balance: Minor,
    pub(crate) interest: Minor,
    pub(crate) minimum: Minor,
}

/// Statements that are projected at most: fifty years.
const PROJECTED_MAX: u32 = 600;

/// The latest closed statement (each one restates those before it) and those to come, until nothing is owed, or until the
/// minimum no longer brings the balance down: paying it would never end.
///
/// The projection assumes that each minimum is paid on its due day and that nothing is bought; its dates are counted in
/// months from the latest statement.
pub(crate) fn statements(plan: &CardPlan) -> Result<Vec<StatementRow>> {
    let Some(latest) = plan.statements.last() else {
        return Ok(Vec::new());
    };
    let mut rows = vec![StatementRow {
        closed_id: Some(latest.id.clone()),
        due: latest.due,
        balance: latest.balance,
        interest: Minor::ZERO,
        minimum: latest.minimum,
    }];
    let mut before = Open {
        closed: latest.closed,
        due: latest.due,
        balance: latest.balance,
        minimum: latest.minimum,
    };
    for number in 1..=PROJECTED_MAX {
        let left = before.balance.minus(before.minimum)?;
        if !left.is_positive() {
            break;
        }
        let (open, interest) = next(plan, latest, &before, number)?;
        let falls = open.balance < before.balance;
        let Open {
            due, balance, minimum, ..
        } = open;
        rows.push(StatementRow {
            closed_id: None,
            due,
            balance,
            interest,
            minimum,
        });
        before = open;
        if !falls {
            break;
        }
    }
    Ok(rows)
}

struct Open {
    closed: CivilDate,
    due: CivilDate,
    balance: Minor,
    minimum: Minor,
}

fn next(plan: &CardPlan, latest: &Statement, before: &Open, number: u32) -> Result<(Open, Minor)> {
    let monthly = Period::new(1, Unit::Month)?;
    let closed = latest.closed.plus(monthly, number)?;
    let due = closed.plus_days(latest.closed.days_until(latest.due))?;
    let left = before.balance.minus(before.minimum)?;
    let paid_on = before.due.min(closed);
    let until_paid = accrue(plan, before.balance, before.closed, paid_on)?;
    let interest = until_paid
        .plus(accrue(plan, left, paid_on, closed)?)?
        .round(RoundingMode::HalfEven)?;
    let balance = left.plus(interest)?;
    let minimum = minimum_of(plan.minimum, balance, interest)?;
    Ok((
        Open {
            closed,
            due,
            balance,
            minimum,
        },
        interest,
    ))
}

fn accrue(plan: &CardPlan, balance: Minor, from: CivilDate, to: CivilDate) -> Result<Accrued> {
    Accrued::new(balance, plan.annual_rate, year_share(plan.day_count, from, to)?)
}

/// The share of a year between two days of a revolving account, which has no periods of its own: months of thirty days are
/// counted by the day of the month, other days one by one.
fn year_share(day_count: DayCount, from: CivilDate, to: CivilDate) -> Result<Fraction> {
    let days = match day_count.month {
        MonthDays::Actual => from.days_until(to),
        MonthDays::Thirty => from.days_until_thirty(to),
    };
    let year = match day_count.year {
        YearDays::Fixed(days) => days,
        YearDays::Actual => from.days_in_year(),
    };
    Fraction::new(u64::try_from(days).unwrap_or_default(), u64::from(year))
}

/// The least that must be paid of a statement by `rule`.
fn minimum_of(rule: MinimumRule, balance: Minor, interest: Minor) -> Result<Minor> {
    let share = balance.share(rule.share, RoundingMode::HalfEven)?;
    let share = if rule.plus_interest {
        share.plus(interest)?
    } else {
        share
    };
    Ok(share.max(rule.floor).min(balance))
}
