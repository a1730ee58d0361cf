//! Flat interest: on the first balance throughout, in equal parts, whatever has been paid back.

use super::model::Row;
use super::span::{Span, YearShare};
use super::to_multiple;
use crate::account::LoanPlan;
use crate::error::Result;
use crate::money::{Accrued, Minor};

/// The instalments of `principal` over the `agreed` spans; the last one takes what rounding left. Where due dates were moved
/// since, interest for the longer time is due with the instalment that was moved.
pub(crate) fn flat_rows(plan: &LoanPlan, agreed: &[Span], moved: &[Span], principal: Minor) -> Result<Vec<Row>> {
    let mut rows = equal_rows(plan, agreed, principal)?;
    for ((row, agreed), moved) in rows.iter_mut().zip(agreed).zip(moved) {
        if agreed != moved {
            let before = total_interest(plan, &[*agreed], principal)?;
            let after = total_interest(plan, &[*moved], principal)?;
            row.interest = row.interest.plus(after).minus(before).or_zero();
        }
    }
    Ok(rows)
}

fn equal_rows(plan: &LoanPlan, spans: &[Span], principal: Minor) -> Result<Vec<Row>> {
    let total = total_interest(plan, spans, principal)?;
    let count = u32::try_from(spans.len()).unwrap_or(u32::MAX);
    let mode = plan.rounding.mode;
    let part = total.part(count, mode)?;
    let instalment = to_multiple(principal.plus(total).part(count, mode)?, plan.rounding)?;
    let (mut owed, mut unpaid_interest) = (principal, total);
    let mut rows = Vec::with_capacity(spans.len());
    for left in (0..spans.len()).rev() {
        let is_last = left == 0;
        let interest = if is_last {
            unpaid_interest
        } else {
            part.min(unpaid_interest)
        };
        let paid = if is_last {
            owed
        } else {
            instalment.minus(interest).or_zero().min(owed)
        };
        unpaid_interest = unpaid_interest.minus(interest);
        owed = owed.minus(paid);
        rows.push(Row {
            interest,
            principal: paid,
            closing: owed,
        });
    }
    Ok(rows)
}

fn total_interest(plan: &LoanPlan, spans: &[Span], principal: Minor) -> Result<Minor> {
    let year_share = YearShare::new(plan);
    let mut total = Accrued::ZERO;
    for span in spans {
        let share = year_share.of_interest(span, span.from, span.due)?;
        total = total.plus(Accrued::new(principal, plan.annual_rate, share)?)?;
    }
    total.round(plan.rounding.mode)
}
