//! Something that is let off: interest, charges, a part of what is owed, or a share for paying early.

use super::change::{charge, lower, on, waivers};
use super::draft::{Answer, Draft, because, is_card, no};
use super::put_off::movable;
use super::trial::Desk;
use crate::account::{Event, EventKind, Parts, ReAge};
use crate::money::{Minor, Rate, RoundingMode};
use crate::params::Params;

pub(super) fn rate_cut(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let (event, rate) = cut(desk)?;
    if desk.to_come().is_empty() && !is_card(desk) {
        return Err(because("nothing-to-come"));
    }
    let params = with_rates(Params::default(), desk, rate);
    Ok(vec![Draft::new(vec![event], params)])
}

/// The rate less the share of it that is let off.
pub(super) fn cut(desk: &Desk<'_>) -> Answer<(Event, Rate)> {
    let share = desk.limits.rate_cut().ok_or_else(|| because("not-approved"))?;
    let rate = desk.rate().ok_or_else(|| because("no-interest"))?;
    let lower = lower(rate, share)?;
    Ok((on(desk.today, EventKind::RateChange(lower)), lower))
}

pub(super) fn with_rates(params: Params, desk: &Desk<'_>, lower: Rate) -> Params {
    let rate = desk.rate().unwrap_or_default().text();
    params.with_text("rateFrom", &rate).with_text("rateTo", &lower.text())
}

pub(super) fn fee_waiver(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let (events, waived) = waiver_of_fees(desk)?;
    let params = Params::default().with_amount("waived", waived, desk.account.currency);
    Ok(vec![Draft::new(events, params)])
}

/// Lets go of a share of the late charges and of the fees that are past due, and tells how much that is.
pub(super) fn waiver_of_fees(desk: &Desk<'_>) -> Answer<(Vec<Event>, Minor)> {
    let share = desk.limits.fee_waiver().ok_or_else(|| because("not-approved"))?;
    let late = Parts {
        fees: desk.past_due().fees.share(share, RoundingMode::Down)?,
        penalty: desk.payoff.penalty.share(share, RoundingMode::Down)?,
        ..Parts::ZERO
    };
    let waived = late.total();
    if waived.is_zero() {
        return Err(because("nothing-to-waive"));
    }
    let mut events: Vec<Event> = charge(desk.today, desk.unbooked, true, None).into_iter().collect();
    events.extend(waivers(desk.today, waived, &late));
    Ok((events, waived))
}

pub(super) fn settlement(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let policy = desk.account.policy.as_ref();
    let share = policy
        .and_then(|policy| policy.settlement)
        .ok_or_else(|| because("not-approved"))?;
    let owed = desk.payoff.total();
    let settles = owed.share(share, RoundingMode::Down)?;
    let until = desk.today.plus_days(i32::from(desk.limits.settlement_days()))?;
    let mut events: Vec<Event> = charge(desk.today, desk.unbooked, true, None).into_iter().collect();
    // Nothing runs until it is to be paid; at a rate that is not known nothing runs anyway.
    if desk.rate().is_some() {
        events.push(on(desk.today, EventKind::InterestPause(until)));
    }
    let last = ReAge {
        first_due: until,
        count: 1,
        every: desk.every,
        interest_only: 0,
    };
    events.push(on(desk.today, EventKind::ReAge(last)));
    let left = desk.try_events(&events)?.ledger.outstanding()?;
    let let_off = left.total().minus(settles).or_zero();
    events.extend(waivers(desk.today, let_off, &left));
    let params = Params::default()
        .with_amount("settles", settles, desk.account.currency)
        .with_amount("letOff", owed.minus(settles), desk.account.currency)
        .with_date("payBy", until);
    Ok(vec![Draft::new(events, params)])
}

pub(super) fn early_payment_reward(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let policy = desk.account.policy.as_ref();
    let reward = policy
        .and_then(|policy| policy.early_payment)
        .ok_or_else(|| because("not-approved"))?;
    let first = movable(desk)?.first().copied().unwrap_or(desk.today);
    let pay_by = first.plus_days(i32::from(reward.before_days).saturating_neg())?;
    if pay_by < desk.today {
        return Err(no("too-late", Params::default().with_date("payBy", pay_by)));
    }
    let mut due = Parts::ZERO;
    for row in desk.kept.ledger.instalments.iter().filter(|row| row.due_on == first) {
        due = due.plus(row.outstanding());
    }
    let saved = due.total().share(reward.share, RoundingMode::Down)?;
    if saved.is_zero() {
        return Err(because("nothing-to-waive"));
    }
    let let_off = Parts {
        penalty: Minor::ZERO,
        fees: Minor::ZERO,
        ..due
    };
    let events = waivers(desk.today, saved.min(let_off.total()), &let_off);
    let params = Params::default()
        .with_amount("saved", saved, desk.account.currency)
        .with_amount("pay", due.total().minus(saved), desk.account.currency)
        .with_date("payBy", pay_by)
        .with_date("due", first);
    Ok(vec![Draft::new(events, params)])
}
