//! The contract's own interest while a due stays unpaid: what is not paid back goes on earning.

use super::accrual::yearly;
use super::charge::{Charge, Portion, Rule};
use super::late_due::LateDue;
use crate::account::{Account, LoanPlan, Part, Plan};
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::ledger::Ledger;
use crate::money::{Accrued, Minor, Rate, RoundingMode};
use crate::order::distinct;

/// Adds the contract's own interest that waiting adds after `today`, told up to each of `stops` (days in order), to the days on
/// which more falls due, and on the first day that is still to come.
///
/// On a loan it is due with the instalments that follow; on dues and on a card it is owed from the day on.
pub(super) fn charge(
    account: &Account,
    ledger: &Ledger,
    late: &[LateDue<'_>],
    today: CivilDate,
    stops: &[CivilDate],
    charges: &mut Vec<Charge>,
) -> Result<()> {
    let stops = &with_due_days(late, today, stops)?;
    match &account.plan {
        Plan::Loan(plan) if plan.conventions.interest_on_past_due && ledger.interest_follows_balance() => {
            let rate = plan.annual_rate;
            let earn = |base, from, to| {
                let (from, to) = (paid_until(plan, ledger, from), paid_until(plan, ledger, to));
                ledger.earned(base, from, to)
            };
            past_due(late, today, stops, plan.rounding.mode, &earn, rate, charges)
        }
        Plan::Dues(plan) => {
            let Some(rate) = plan.annual_rate else { return Ok(()) };
            let earn = |base, from, to| yearly(base, rate, plan.day_count, from, to);
            past_due(late, today, stops, RoundingMode::HalfEven, &earn, rate, charges)
        }
        Plan::Card(plan) => revolving(ledger, late, plan.annual_rate, today, stops, charges),
        Plan::Loan(_) => Ok(()),
    }
}

fn with_due_days(late: &[LateDue<'_>], today: CivilDate, stops: &[CivilDate]) -> Result<Vec<CivilDate>> {
    let Some(end) = stops.last().copied() else {
        return Ok(Vec::new());
    };
    let mut days = stops.to_vec();
    for due in late {
        days.push(due.instalment.due_on);
        if due.is_oldest {
            days.push(due.instalment.due_on.plus_days(1)?);
        }
    }
    days.retain(|day| *day > today && *day <= end);
    Ok(distinct(days))
}

/// Until when interest is charged for a day: some contracts charge whole periods.
fn paid_until(plan: &LoanPlan, ledger: &Ledger, day: CivilDate) -> CivilDate {
    if plan.conventions.rest.past_due_to_period_end {
        ledger.period_end(day)
    } else {
        day
    }
}

type Earn<'a> = &'a dyn Fn(Minor, CivilDate, CivilDate) -> Result<Accrued>;

fn past_due(
    late: &[LateDue<'_>],
    today: CivilDate,
    stops: &[CivilDate],
    rounding: RoundingMode,
    earn: Earn<'_>,
    rate: Rate,
    charges: &mut Vec<Charge>,
) -> Result<()> {
    let (mut base, mut base_since, mut until_base) = (unpaid(late, today), today, Accrued::ZERO);
    let (mut since, mut told) = (today, Minor::ZERO);
    for stop in stops.iter().copied() {
        let exact = until_base.plus(earn(base, base_since, stop)?)?;
        let rounded = exact.round(rounding)?.max(told);
        if let Some(oldest) = late.first().filter(|_| rounded > told) {
            charges.push(Charge {
                date: stop,
                part: Part::Interest,
                rule: Rule::PastDueInterest,
                due: oldest.instalment.id.clone(),
                base,
                rate: Some(rate),
                days: Some(since.days_until(stop)),
                amount: rounded.minus(told),
                cut: None,
                disputed: Minor::ZERO,
                portion: Portion::Whole,
                place: oldest.place,
            });
        }
        (since, told) = (stop, rounded);
        let now = unpaid(late, stop);
        if now != base {
            (base, base_since, until_base) = (now, stop, exact);
        }
    }
    Ok(())
}

/// The principal that is past due at the end of a day.
fn unpaid(late: &[LateDue<'_>], day: CivilDate) -> Minor {
    let mut unpaid = Minor::ZERO;
    for due in late.iter().filter(|due| due.instalment.due_on <= day) {
        unpaid = unpaid.plus(due.unpaid(day).principal);
    }
    unpaid
}

fn revolving(
    ledger: &Ledger,
    late: &[LateDue<'_>],
    rate: Rate,
    today: CivilDate,
    stops: &[CivilDate],
    charges: &mut Vec<Charge>,
) -> Result<()> {
    let Some(due) = late.first() else { return Ok(()) };
    let base = due.instalment.payable().principal;
    let (mut since, mut told) = (today, ledger.interest_until(today)?.unwrap_or_default());
    for stop in stops.iter().copied() {
        let run = ledger.interest_until(stop)?.unwrap_or_default().max(told);
        if run > told {
            // Interest that was free until now is charged from the closing day on.
            let from = if told.is_zero() {
                ledger.statement_closed_on()
            } else {
                None
            };
            charges.push(Charge {
                date: stop,
                part: Part::Interest,
                rule: Rule::RevolvingInterest,
                due: due.instalment.id.clone(),
                base,
                rate: Some(rate),
                days: Some(from.unwrap_or(since).days_until(stop)),
                amount: run.minus(told),
                cut: None,
                disputed: Minor::ZERO,
                portion: Portion::Whole,
                place: due.place,
            });
        }
        (since, told) = (stop, run);
    }
    Ok(())
}
