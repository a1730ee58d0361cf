//! Due days that move: behind the day on which money comes, or by whole periods.

use super::draft::{Answer, Draft, No, because, no};
use super::trial::Desk;
use crate::account::{Event, EventKind, Plan};
use crate::calendar::{CivilDate, Unit};
use crate::error::Result;
use crate::params::Params;

/// The first unpaid due day from today on, where due days can be moved: only while nothing is past due.
pub(super) fn first_movable(desk: &Desk<'_>) -> Answer<CivilDate> {
    if desk.is_card() {
        return Err(because("not-for-product"));
    }
    if !desk.kept.is_current {
        return Err(because("before-due-only"));
    }
    let first = desk.kept.figures.first;
    first.ok_or_else(|| because("nothing-to-come"))
}

/// Where a due day moves to.
#[derive(Clone, Copy)]
enum To {
    /// The first day on which the money of a payday is there.
    BehindPayday(u32),
    /// So many periods later.
    Later(u16),
}

impl To {
    #[inline(never)]
    fn from(self, desk: &Desk<'_>, day: CivilDate) -> Result<CivilDate> {
        match self {
            Self::BehindPayday(payday) => day_after_payday(day, payday),
            Self::Later(periods) => day.plus(desk.every, periods.into()),
        }
    }
}

/// Each due day moves; a loan's later ones follow the first. The last goes first, so that none takes along another's due.
#[inline(never)]
fn put_off(desk: &Desk<'_>, draft: &mut Draft, first: CivilDate, to: To) -> Result<()> {
    draft.date("from", first);
    draft.date("to", to.from(desk, first)?);
    let is_loan = matches!(desk.account.plan, Plan::Loan(_));
    for payment in desk.kept.payments.iter().rev() {
        if !is_loan || payment.on == first {
            draft.on(payment.on, EventKind::Reschedule(to.from(desk, payment.on)?));
        }
    }
    Ok(())
}

pub(super) fn move_due_date(desk: &Desk<'_>, drafts: &mut Vec<Draft>) -> Answer<()> {
    let first = first_movable(desk)?;
    let payday = desk.situation.payday.or(desk.wallet.preferences.payday);
    let payday = u32::from(payday.ok_or_else(|| because("no-payday"))?);
    if desk.every.unit() != Unit::Month {
        return Err(because("not-for-product"));
    }
    if desk.account.events.iter().any(is_move) {
        return Err(because("once-per-plan"));
    }
    if is_payday(first.plus_days(-1)?, payday) {
        return Err(because("nothing-changes"));
    }
    let days = first.days_until(day_after_payday(first, payday)?);
    let days = u16::try_from(days).unwrap_or(u16::MAX);
    if days > desk.limits.defer_days_max() {
        return Err(too_long(desk));
    }
    let mut draft = Draft::new(desk);
    put_off(desk, &mut draft, first, To::BehindPayday(payday))?;
    draft.count("days", days);
    drafts.push(draft);
    Ok(())
}

#[inline(never)]
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
#[inline(never)]
fn day_after_payday(from: CivilDate, payday: u32) -> Result<CivilDate> {
    let mut before = from;
    while !is_payday(before, payday) {
        before = before.plus_days(1)?;
    }
    before.plus_days(1)
}

pub(super) fn defer(desk: &Desk<'_>, drafts: &mut Vec<Draft>) -> Answer<()> {
    let first = first_movable(desk)?;
    if let Some(most) = desk.limits.policy.deferrals_max
        && deferrals(&desk.account.events) >= most
    {
        let params = Params::default().with_count("max", most.into());
        return Err(no("deferrals-used", params));
    }
    let Some(periods) = desk.limits.periods_put_off(first, desk.every, desk.situation)? else {
        return Err(too_long(desk));
    };
    let to = To::Later(periods);
    let mut draft = Draft::new(desk);
    draft.number = Some(periods);
    put_off(desk, &mut draft, first, to)?;
    draft.count("periods", periods);
    if let Some(payment) = desk.kept.payments.first() {
        let deferred = payment.amount.times(periods.into())?.min(desk.payoff.total());
        draft.book_fee(desk, deferred, Some(to.from(desk, first)?))?;
    }
    drafts.push(draft);
    Ok(())
}

/// How often due days were moved so far: each move begins anew at a due day that is not before the one moved last.
fn deferrals(events: &[Event]) -> u16 {
    let mut last: Option<CivilDate> = None;
    let mut count = 0_u16;
    for event in events {
        if is_move(event) {
            if last.is_none_or(|last| event.date >= last) {
                count = count.saturating_add(1);
            }
            last = Some(event.date);
        }
    }
    count
}
