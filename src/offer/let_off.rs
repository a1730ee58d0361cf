//! Something that is let off: interest, charges, a part of what is owed, or a share for paying early.

use super::draft::{Answer, Draft, because, no};
use super::put_off::first_movable;
use super::trial::Desk;
use crate::account::{EventKind, Parts, ReAge};
use crate::error::Result;
use crate::money::{Minor, Rate, RoundingMode, TEN_BILLION};
use crate::params::Params;

pub(super) fn rate_cut(desk: &Desk<'_>, drafts: &mut Vec<Draft>) -> Answer<()> {
    let mut draft = Draft::new(desk);
    cut_rate(desk, &mut draft)?;
    if desk.to_come.is_empty() && !desk.is_card() {
        return Err(because("nothing-to-come"));
    }
    drafts.push(draft);
    Ok(())
}

/// The rate less the share of it that is let off.
#[inline(never)]
pub(super) fn cut_rate(desk: &Desk<'_>, draft: &mut Draft) -> Answer<()> {
    let share = desk.limits.policy.rate_cut.ok_or_else(|| because("not-approved"))?;
    let rate = desk.rate.ok_or_else(|| because("no-interest"))?;
    let lower = lower(rate, share)?;
    draft.agree(EventKind::RateChange(lower));
    draft.rate("rateFrom", rate);
    draft.rate("rateTo", lower);
    Ok(())
}

/// A rate less a share of itself, rounded down in ten-billionths.
fn lower(rate: Rate, share: Rate) -> Result<Rate> {
    let rate = rate.fraction();
    let scale = TEN_BILLION.checked_div(rate.denominator).unwrap_or_default();
    let whole = i64::try_from(rate.numerator.saturating_mul(scale)).unwrap_or(i64::MAX);
    let whole = Minor::new(whole)?;
    let off = whole.share(share, RoundingMode::Up)?;
    Rate::of_ten_billionths(whole.minus(off).get().unsigned_abs())
}

pub(super) fn fee_waiver(desk: &Desk<'_>, drafts: &mut Vec<Draft>) -> Answer<()> {
    let mut draft = Draft::new(desk);
    waive_fees(desk, &mut draft)?;
    drafts.push(draft);
    Ok(())
}

/// Lets go of a share of the late charges and of the fees that are past due.
#[inline(never)]
pub(super) fn waive_fees(desk: &Desk<'_>, draft: &mut Draft) -> Answer<()> {
    let share = desk.limits.policy.fee_waiver.ok_or_else(|| because("not-approved"))?;
    let late = Parts {
        fees: desk.past_due.fees.share(share, RoundingMode::Down)?,
        penalty: desk.payoff.penalty.share(share, RoundingMode::Down)?,
        ..Parts::ZERO
    };
    let waived = late.total();
    if waived.is_zero() {
        return Err(because("nothing-to-waive"));
    }
    draft.book_late_charges(desk);
    draft.let_go(waived, &late);
    draft.amount("waived", waived);
    Ok(())
}

pub(super) fn settlement(desk: &Desk<'_>, drafts: &mut Vec<Draft>) -> Answer<()> {
    let share = desk.limits.policy.settlement.ok_or_else(|| because("not-approved"))?;
    let owed = desk.payoff.total();
    let settles = owed.share(share, RoundingMode::Down)?;
    let until = desk.today.plus_days(i32::from(desk.limits.settlement_days()))?;
    let mut draft = Draft::new(desk);
    draft.book_late_charges(desk);
    // Nothing runs until it is to be paid; at a rate that is not known nothing runs anyway.
    if desk.rate.is_some() {
        draft.agree(EventKind::InterestPause(until));
    }
    draft.agree(EventKind::ReAge(ReAge {
        first_due: until,
        count: 1,
        every: desk.every,
        interest_only: 0,
    }));
    let left = desk.try_events(&draft.events)?.ledger.outstanding()?;
    draft.let_go(left.total().minus(settles).or_zero(), &left);
    draft.amount("settles", settles);
    draft.amount("letOff", owed.minus(settles));
    draft.date("payBy", until);
    drafts.push(draft);
    Ok(())
}

pub(super) fn early_payment_reward(desk: &Desk<'_>, drafts: &mut Vec<Draft>) -> Answer<()> {
    let reward = desk.limits.policy.early_payment;
    let reward = reward.ok_or_else(|| because("not-approved"))?;
    let first = first_movable(desk)?;
    let pay_by = first.plus_days(i32::from(reward.before_days).saturating_neg())?;
    if pay_by < desk.today {
        return Err(no("too-late", Params::default().with_date("payBy", pay_by)));
    }
    let mut due = Parts::ZERO;
    for row in &desk.kept.ledger.instalments {
        if row.due_on == first {
            due = due.plus(row.outstanding());
        }
    }
    let all = due.total();
    let saved = all.share(reward.share, RoundingMode::Down)?;
    if saved.is_zero() {
        return Err(because("nothing-to-waive"));
    }
    let mut draft = Draft::new(desk);
    (due.penalty, due.fees) = (Minor::ZERO, Minor::ZERO);
    draft.let_go(saved, &due);
    draft.amount("saved", saved);
    draft.amount("pay", all.minus(saved));
    draft.date("payBy", pay_by);
    draft.date("due", first);
    drafts.push(draft);
    Ok(())
}
