//! A loan made from its terms: money paid out, and interest on what is past due.

use super::{Instalment, Ledger};
use crate::account::{Event, EventKind, LoanPlan, Method, Parts};
use crate::calendar::CivilDate;
use crate::error::{Error, Result};
use crate::money::Minor;
use crate::schedule::model::{Model, Row};
use crate::schedule::span::{Span, spans};
use crate::schedule::{bears_interest, down_payment, flat_rows};

/// A loan as it stands at the end of `today`.
pub(super) fn ledger(plan: &LoanPlan, events: &[Event], holidays: &[CivilDate], today: CivilDate) -> Result<Ledger> {
    let disbursed = disbursement(plan, events)?;
    let spans = spans(plan, holidays).map_err(|error| error.at("plan"))?;
    let down = plan
        .down_payment
        .map(|share| down_payment(disbursed, share, plan.rounding))
        .transpose()?;
    let lent = disbursed.minus(down.unwrap_or_default())?;
    if plan.method == Method::Flat {
        return Ledger::settled_in_full(instalments(
            plan,
            disbursed,
            down,
            &spans,
            flat_rows(plan, &spans, lent)?,
        )?);
    }
    let model = serviced(plan, &spans, lent, today)?;
    let instalments = instalments(plan, disbursed, down, &spans, model.rows()?)?;
    if !plan.conventions.recalculation {
        return Ledger::settled_in_full(instalments);
    }
    let payoff = Parts {
        principal: disbursed,
        interest: model.interest_until(today)?,
        ..Parts::ZERO
    };
    Ok(Ledger { instalments, payoff })
}

fn instalments(
    plan: &LoanPlan,
    disbursed: Minor,
    down: Option<Minor>,
    spans: &[Span],
    rows: Vec<Row>,
) -> Result<Vec<Instalment>> {
    let down = down.map(|down| {
        (
            plan.start,
            Parts {
                principal: down,
                ..Parts::ZERO
            },
        )
    });
    let regular = spans.iter().zip(rows).map(|(span, row)| {
        (
            span.due,
            Parts {
                principal: row.principal,
                interest: row.interest,
                ..Parts::ZERO
            },
        )
    });
    let mut left = disbursed;
    let mut instalments = Vec::with_capacity(spans.len().saturating_add(1));
    for (number, (due_on, due)) in (1_u32..).zip(down.into_iter().chain(regular)) {
        left = left.minus(due.principal)?;
        instalments.push(Instalment::new(number.to_string(), due_on, due, left));
    }
    Ok(instalments)
}

/// What was paid out: the plan's principal at its start, unless an event says otherwise.
fn disbursement(plan: &LoanPlan, events: &[Event]) -> Result<Minor> {
    match events {
        [] => Ok(plan.principal),
        [
            Event {
                date,
                kind: EventKind::Disbursement(amount),
                ..
            },
        ] if *date == plan.start => Ok(*amount),
        _ => Err(Error::unsupported("events other than the disbursement at the start").at("events")),
    }
}

fn serviced(plan: &LoanPlan, spans: &[Span], lent: Minor, today: CivilDate) -> Result<Model> {
    let mut model = Model::new(plan, spans)?;
    model.disburse(plan.start, lent)?;
    let conventions = plan.conventions;
    if conventions.recalculation && conventions.interest_on_past_due && bears_interest(plan) {
        keep_past_due_earning(plan, &mut model, today)?;
    }
    Ok(model)
}

/// Puts principal that is past due back into the base of interest, from its due day to `today`.
fn keep_past_due_earning(plan: &LoanPlan, model: &mut Model, today: CivilDate) -> Result<()> {
    let past = model.slots.iter().filter(|slot| today > slot.span.due).count();
    let mut overdue = Minor::ZERO;
    for index in 1..=past {
        let before = model
            .rows()?
            .get(index.saturating_sub(1))
            .map_or(Minor::ZERO, |row| row.principal);
        overdue = overdue.plus(before)?;
        let Some(span) = model.slots.get(index).map(|slot| slot.span) else {
            return Ok(());
        };
        model.correct(span.from, before)?;
        if today <= span.due {
            let until = if plan.conventions.rest.past_due_to_period_end {
                span.due
            } else {
                today
            };
            model.correct(until, Minor::ZERO.minus(overdue)?)?;
        }
    }
    Ok(())
}
