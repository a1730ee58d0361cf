//! Due days that move: behind the day on which money comes, or by whole periods.

use super::change::{charge, on};
use super::draft::{Answer, Draft, No, because, is_card, no, with_fee};
use super::trial::Desk;
use crate::account::{Event, EventKind, Plan};
use crate::calendar::{CivilDate, Unit};
use crate::error::Result;
use crate::money::Minor;
use crate::params::Params;

/// Unpaid due days from today on that can be moved, and only while nothing is past due.
pub(super) fn movable(desk: &Desk<'_>) -> Answer<Vec<CivilDate>> {
    if is_card(desk) {
        return Err(because("not-for-product"));
    }
    if !desk.kept.is_current {
        return Err(because("before-due-only"));
    }
    let mut days: Vec<CivilDate> = desk.kept.payments.iter().map(|payment| payment.on).collect();
    days.dedup();
    if days.is_empty() {
        return Err(because("nothing-to-come"));
    }
    Ok(days)
}

/// Each due day moves; a loan's later ones follow the first. The last goes first, so that none takes along another's due.
fn moves(desk: &Desk<'_>, days: &[CivilDate], to: &dyn Fn(CivilDate) -> Result<CivilDate>) -> Result<Vec<Event>> {
    let is_loan = matches!(desk.account.plan, Plan::Loan(_));
    let moved = if is_loan {
        days.get(..1).unwrap_or_default()
    } else {
        days
    };
    let mut events = Vec::with_capacity(moved.len());
    for day in moved.iter().rev() {
        events.push(on(*day, EventKind::Reschedule(to(*day)?)));
    }
    Ok(events)
}

pub(super) fn move_due_date(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let days = movable(desk)?;
    let payday = desk.situation.payday.or(desk.wallet.preferences.payday);
    let Some(payday) = payday.map(u32::from) else {
        return Err(because("no-payday"));
    };
    if desk.every.unit() != Unit::Month {
        return Err(because("not-for-product"));
    }
    if desk.account.events.iter().any(is_move) {
        return Err(because("once-per-plan"));
    }
    let first = days.first().copied().unwrap_or(desk.today);
    if is_payday(first.plus_days(-1)?, payday) {
        return Err(because("nothing-changes"));
    }
    let to = |day: CivilDate| day_after_payday(day, payday);
    let put_off = first.days_until(to(first)?);
    if put_off > i32::from(desk.limits.defer_days_max()) {
        return Err(too_long(desk));
    }
    let params = Params::default()
        .with_date("from", first)
        .with_date("to", to(first)?)
        .with_count("days", put_off.into());
    let events = moves(desk, &days, &to)?;
    Ok(vec![Draft::new(events, params)])
}

fn too_long(desk: &Desk<'_>) -> No {
    let days = i64::from(desk.limits.defer_days_max());
    no("defer-maximum", Params::default().with_count("days", days))
}

fn is_move(event: &Event) -> bool {
    matches!(event.kind, EventKind::Reschedule(_))
}

/// A shorter month's last day stands for the days it lacks.
fn is_payday(day: CivilDate, payday: u32) -> bool {
    day.day() == payday || (day.is_month_end() && day.day() < payday)
}

/// The first day after `from` on which the money of a payday is there: what comes may come in the evening.
fn day_after_payday(from: CivilDate, payday: u32) -> Result<CivilDate> {
    let mut before = from;
    while !is_payday(before, payday) {
        before = before.plus_days(1)?;
    }
    before.plus_days(1)
}

pub(super) fn defer(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let days = movable(desk)?;
    let policy = desk.account.policy.as_ref();
    if let Some(most) = policy.and_then(|policy| policy.deferrals_max)
        && deferrals(&desk.account.events) >= most
    {
        let params = Params::default().with_count("max", most.into());
        return Err(no("deferrals-used", params));
    }
    let first = days.first().copied().unwrap_or(desk.today);
    let Some(periods) = desk.limits.periods_put_off(first, desk.every, desk.situation)? else {
        return Err(too_long(desk));
    };
    let to = |day: CivilDate| day.plus(desk.every, periods.into());
    let put_off = desk.kept.payments.first().map_or(Minor::ZERO, |payment| payment.amount);
    let deferred = put_off.times(periods.into())?.min(desk.payoff.total());
    let (fee, rule) = desk.limits.new_plan_fee(deferred)?;
    let mut events = moves(desk, &days, &to)?;
    events.extend(charge(desk.today, fee, false, Some(to(first)?)));
    let params = Params::default()
        .with_date("from", first)
        .with_date("to", to(first)?)
        .with_count("periods", periods.into());
    let draft = Draft {
        number: Some(periods),
        rule,
        ..Draft::new(events, with_fee(desk, params, fee))
    };
    Ok(vec![draft])
}

/// How often due days were moved so far: each move begins anew at a due day that is not before the one moved last.
fn deferrals(events: &[Event]) -> u16 {
    let mut last: Option<CivilDate> = None;
    let mut count = 0_u16;
    for event in events.iter().filter(|event| is_move(event)) {
        if last.is_none_or(|last| event.date >= last) {
            count = count.saturating_add(1);
        }
        last = Some(event.date);
    }
    count
}
