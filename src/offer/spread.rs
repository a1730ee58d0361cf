//! New instalments for what is owed: more of them, smaller ones, or as many as were left.

use super::change::{charge, on};
use super::draft::{Answer, Draft, No, because, is_card, no, with_fee};
use super::let_off::{cut, waiver_of_fees, with_rates};
use super::trial::{Desk, Trial};
use crate::account::{Event, EventKind, Method, OfferKind, Plan, ReAge};
use crate::calendar::CivilDate;
use crate::money::Minor;
use crate::params::Params;

/// Instalments that a card's balance is spread over unless the customer says what a month can bear.
const CARD_COUNT: u16 = 12;
/// Instalments for what is past due once the plan has ended.
const ENDED_COUNT: u16 = 3;
/// Instalments of interest only unless the customer says until when.
const INTEREST_ONLY_COUNT: u16 = 3;
const INTEREST_ONLY_MAX: usize = 12;

pub(super) fn interest_only(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let is_flat = matches!(&desk.account.plan, Plan::Loan(plan) if plan.method == Method::Flat);
    if is_card(desk) || is_flat {
        return Err(because("not-for-product"));
    }
    if desk.rate().is_none() {
        return Err(because("no-interest"));
    }
    let to_come = desk.to_come();
    let first = to_come.first().copied().ok_or_else(|| because("nothing-to-come"))?;
    let left = u16::try_from(to_come.len()).unwrap_or(u16::MAX);
    let is_before = |until: CivilDate| {
        to_come
            .iter()
            .filter(|day| **day < until)
            .count()
            .clamp(1, INTEREST_ONLY_MAX)
    };
    let asked = desk.situation.until.map(is_before);
    let interest_only = asked
        .and_then(|count| u16::try_from(count).ok())
        .unwrap_or(INTEREST_ONLY_COUNT);
    let count = left.saturating_add(interest_only).min(desk.limits.count_max);
    if count < left || count <= interest_only {
        return Err(too_many(desk));
    }
    let plan = NewPlan {
        interest_only,
        ..NewPlan::of(first, count)
    };
    Ok(vec![plan.draft(desk)?])
}

fn too_many(desk: &Desk<'_>) -> No {
    let params = Params::default().with_count("max", desk.limits.count_max.into());
    no("term-maximum", params)
}

/// New instalments for all that is unpaid.
#[derive(Clone, Copy)]
struct NewPlan {
    with: Option<OfferKind>,
    first_due: CivilDate,
    count: u16,
    interest_only: u16,
}

impl NewPlan {
    fn of(first_due: CivilDate, count: u16) -> Self {
        Self {
            with: None,
            first_due,
            count,
            interest_only: 0,
        }
    }

    /// The plan with its fee; what has run up for lateness comes along unless it is waived.
    fn draft(self, desk: &Desk<'_>) -> Answer<Draft> {
        let (mut events, mut params) = (Vec::new(), Params::default());
        if self.with == Some(OfferKind::FeeWaiver) {
            let (waivers, waived) = waiver_of_fees(desk)?;
            events = waivers;
            params = params.with_amount("waived", waived, desk.account.currency);
        } else {
            events.extend(charge(desk.today, desk.unbooked, true, None));
        }
        if self.with == Some(OfferKind::RateCut) {
            let (event, rate) = cut(desk)?;
            events.push(event);
            params = with_rates(params, desk, rate);
        }
        let (fee, rule) = desk.limits.new_plan_fee(desk.payoff.principal)?;
        events.extend(charge(desk.today, fee, false, None));
        let asked = ReAge {
            first_due: self.first_due,
            count: self.count,
            every: desk.every,
            interest_only: self.interest_only,
        };
        events.push(on(desk.today, EventKind::ReAge(asked)));
        let params = params
            .with_count("newCount", self.count.into())
            .with_count("interestOnly", self.interest_only.into());
        Ok(Draft {
            with: self.with,
            number: Some(self.count),
            rule,
            ..Draft::new(events, with_fee(desk, params, fee))
        })
    }

    fn try_out(self, desk: &Desk<'_>) -> Answer<Trial> {
        Ok(desk.try_events(&self.draft(desk)?.events)?)
    }
}

/// What keeps a new plan from being offered: an instalment but the last that is too small, or a cost that a rule forbids.
pub(super) fn breach(desk: &Desk<'_>, trial: &Trial) -> Answer<Option<No>> {
    let least = desk.limits.instalment_min();
    let is_small = match trial.payments.split_last() {
        Some((_, before)) => before.iter().any(|payment| payment.amount < least),
        None => false,
    };
    if is_small {
        let params = Params::default().with_amount("least", least, desk.account.currency);
        return Ok(Some(no("below-minimum", params)));
    }
    let broken = desk.limits.broken_by(&trial.ledger, &trial.payments)?;
    Ok(broken.map(|rule| no("cost-cap", Params::default().with_text("rule", &rule))))
}

/// The first due day of a new plan, and how many instalments there would be without a change of the term.
fn new_terms(desk: &Desk<'_>) -> Answer<(CivilDate, u16)> {
    let next = desk.today.plus(desk.every, 1)?;
    if is_card(desk) {
        return Ok((next, CARD_COUNT));
    }
    let to_come = desk.to_come();
    let left = u16::try_from(to_come.len()).unwrap_or(u16::MAX);
    Ok((to_come.first().copied().unwrap_or(next), left))
}

/// The most instalments that keep to the limits, if any more than `from` do.
fn longest(desk: &Desk<'_>, plan: NewPlan, from: u16) -> Answer<u16> {
    let most = desk.limits.count_max;
    if most <= from {
        return Err(too_many(desk));
    }
    let keeps = |count: u16| -> Answer<bool> {
        let trial = NewPlan { count, ..plan }.try_out(desk)?;
        Ok(breach(desk, &trial)?.is_none())
    };
    if keeps(most)? {
        return Ok(most);
    }
    let first_breach = least(from.saturating_add(1), most, &|count| Ok(!keeps(count)?))?;
    let longest = first_breach.saturating_sub(1);
    if longest > from {
        return Ok(longest);
    }
    let trial = NewPlan {
        count: first_breach,
        ..plan
    }
    .try_out(desk)?;
    Err(breach(desk, &trial)?.unwrap_or_else(|| too_many(desk)))
}

/// The least count for which something holds that holds for `high`, halving what is left each time.
fn least(low: u16, high: u16, holds: &dyn Fn(u16) -> Answer<bool>) -> Answer<u16> {
    let (mut low, mut high) = (low, high);
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle)? {
            high = middle;
        } else {
            low = middle.saturating_add(1);
        }
    }
    Ok(high)
}

/// Half as long again, and twice as long; where it is known what a month can bear, also as long as that takes.
pub(super) fn extend_term(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let (first, left) = new_terms(desk)?;
    let plan = NewPlan::of(first, left.max(1));
    let most = longest(desk, plan, left.max(1))?;
    let half_more = left.saturating_add(left.div_ceil(2)).clamp(1, most);
    let mut counts = vec![half_more, left.saturating_mul(2).clamp(1, most)];
    let bears = |count: u16| -> Answer<bool> {
        let trial = NewPlan { count, ..plan }.try_out(desk)?;
        Ok(desk
            .purse
            .per_month
            .is_some_and(|per_month| trial.figures.per_month <= per_month))
    };
    if desk.situation.pay_per_month.is_none() && desk.purse.per_month.is_some() && bears(most)? {
        counts.insert(0, least(left.saturating_add(1).min(most), most, &bears)?);
    }
    let pair = counts.first().copied().unwrap_or(most);
    counts.dedup();
    let mut drafts = Vec::new();
    for count in counts {
        drafts.push(NewPlan { count, ..plan }.draft(desk)?);
    }
    if desk.limits.allows(OfferKind::RateCut) && cut(desk).is_ok() {
        let with = Some(OfferKind::RateCut);
        let pair = NewPlan {
            count: pair,
            with,
            ..plan
        };
        drafts.push(pair.draft(desk)?);
    }
    Ok(drafts)
}

pub(super) fn lower_instalment(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let Some(named) = desk.situation.pay_per_month else {
        return Err(because("no-amount"));
    };
    if desk.kept.figures.per_month <= named {
        return Err(because("nothing-changes"));
    }
    let (first, left) = new_terms(desk)?;
    let plan = NewPlan::of(first, left.max(1));
    let most = longest(desk, plan, left.max(1))?;
    let per_month = |count: u16| -> Answer<Minor> { Ok(NewPlan { count, ..plan }.try_out(desk)?.figures.per_month) };
    let smallest = per_month(most)?;
    if smallest > named {
        let params = Params::default()
            .with_amount("least", smallest, desk.account.currency)
            .with_count("count", most.into());
        return Err(no("too-small", params));
    }
    let count = least(left.max(1), most, &|count| Ok(per_month(count)? <= named))?;
    Ok(vec![NewPlan { count, ..plan }.draft(desk)?])
}

pub(super) fn re_age(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    if desk.kept.is_current {
        return Err(because("no-arrears"));
    }
    let (first, left) = new_terms(desk)?;
    let count = if left == 0 {
        ENDED_COUNT.min(desk.limits.count_max)
    } else {
        left
    };
    if count > desk.limits.count_max {
        return Err(too_many(desk));
    }
    let plan = NewPlan::of(first, count);
    let mut drafts = vec![plan.draft(desk)?];
    let with = Some(OfferKind::FeeWaiver);
    if desk.limits.allows(OfferKind::FeeWaiver) && waiver_of_fees(desk).is_ok() {
        drafts.push(NewPlan { with, ..plan }.draft(desk)?);
    }
    Ok(drafts)
}

pub(super) fn re_amortise(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    if is_card(desk) {
        return Err(because("not-for-product"));
    }
    if desk.to_come().is_empty() {
        return Err(because("nothing-to-come"));
    }
    let (fee, rule) = desk.limits.new_plan_fee(desk.past_due().principal)?;
    let mut events: Vec<Event> = charge(desk.today, desk.unbooked, true, None).into_iter().collect();
    events.push(on(desk.today, EventKind::ReAmortise));
    // With nothing past due it only helps after something was paid ahead of time.
    let per_month = desk.try_events(&events)?.figures.per_month;
    if desk.kept.is_current && per_month >= desk.kept.figures.per_month {
        return Err(because("nothing-changes"));
    }
    let next = desk.to_come().first().copied();
    events.extend(charge(desk.today, fee, false, next));
    let params = with_fee(desk, Params::default(), fee);
    Ok(vec![Draft {
        rule,
        ..Draft::new(events, params)
    }])
}
