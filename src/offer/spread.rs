//! New instalments for what is owed: more of them, smaller ones, or as many as were left.

use super::draft::{Answer, Draft, No, Why, because, no};
use super::let_off::{cut_rate, waive_fees};
use super::trial::{Desk, Trial};
use crate::account::{EventKind, Method, OfferKind, Plan, ReAge};
use crate::calendar::CivilDate;
use crate::money::Minor;
use crate::params::Params;

/// Instalments that a card's balance is spread over unless the customer says what a month can bear.
const CARD_COUNT: u16 = 12;
/// Instalments for what is past due once the plan has ended.
const ENDED_COUNT: u16 = 3;
/// Instalments of interest only unless the customer says until when.
const INTEREST_ONLY_COUNT: u16 = 3;
const INTEREST_ONLY_MAX: u16 = 12;

pub(super) fn interest_only(desk: &Desk<'_>, drafts: &mut Vec<Draft>) -> Answer<()> {
    let is_flat = matches!(&desk.account.plan, Plan::Loan(plan) if plan.method == Method::Flat);
    if desk.is_card() || is_flat {
        return Err(because("not-for-product"));
    }
    if desk.rate.is_none() {
        return Err(because("no-interest"));
    }
    if desk.to_come.is_empty() {
        return Err(because("nothing-to-come"));
    }
    let mut plan = NewPlan::like_the_old(desk)?;
    plan.interest_only = INTEREST_ONLY_COUNT;
    if let Some(until) = desk.situation.until {
        let before = desk.to_come.partition_point(|day| *day < until);
        plan.interest_only = u16::try_from(before).unwrap_or(u16::MAX).clamp(1, INTEREST_ONLY_MAX);
    }
    let left = plan.count;
    plan.count = left.saturating_add(plan.interest_only).min(desk.limits.count_max);
    if plan.count < left || plan.count <= plan.interest_only {
        return Err(too_many(desk));
    }
    plan.propose(desk, drafts)
}

#[inline(never)]
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

/// What is asked of a number of instalments.
#[derive(Clone, Copy)]
enum Test {
    /// It breaks a limit.
    Breaks,
    /// No month asks for more than this.
    Within(Minor),
}

impl NewPlan {
    /// As many instalments as are left, from the first of them on.
    #[inline(never)]
    fn like_the_old(desk: &Desk<'_>) -> Answer<Self> {
        let mut plan = Self {
            with: None,
            first_due: desk.today.plus(desk.every, 1)?,
            count: CARD_COUNT,
            interest_only: 0,
        };
        if !desk.is_card() {
            plan.count = u16::try_from(desk.to_come.len()).unwrap_or(u16::MAX);
            plan.first_due = desk.to_come.first().copied().unwrap_or(plan.first_due);
        }
        Ok(plan)
    }

    fn over(self, count: u16) -> Self {
        Self { count, ..self }
    }

    /// The plan with its fee; what has run up for lateness comes along unless it is waived.
    #[inline(never)]
    fn draft(self, desk: &Desk<'_>) -> Answer<Draft> {
        let mut draft = Draft::new(desk);
        draft.with = self.with;
        draft.number = Some(self.count);
        if self.with == Some(OfferKind::FeeWaiver) {
            waive_fees(desk, &mut draft)?;
        } else {
            draft.book_late_charges(desk);
        }
        if self.with == Some(OfferKind::RateCut) {
            cut_rate(desk, &mut draft)?;
        }
        draft.count("newCount", self.count);
        draft.count("interestOnly", self.interest_only);
        draft.book_fee(desk, desk.payoff.principal, None)?;
        draft.agree(EventKind::ReAge(ReAge {
            first_due: self.first_due,
            count: self.count,
            every: desk.every,
            interest_only: self.interest_only,
        }));
        Ok(draft)
    }

    #[inline(never)]
    fn propose(self, desk: &Desk<'_>, drafts: &mut Vec<Draft>) -> Answer<()> {
        drafts.push(self.draft(desk)?);
        Ok(())
    }

    /// Also with something let off, where that may be and there is something.
    #[inline(never)]
    fn propose_with(mut self, with: OfferKind, desk: &Desk<'_>, drafts: &mut Vec<Draft>) {
        self.with = Some(with);
        if desk.limits.allows(with) {
            drafts.extend(self.draft(desk).ok());
        }
    }

    #[inline(never)]
    fn try_out(self, desk: &Desk<'_>) -> Answer<Box<Trial>> {
        Ok(desk.try_events(&self.draft(desk)?.events)?)
    }

    #[inline(never)]
    fn meets(self, desk: &Desk<'_>, test: Test) -> Answer<bool> {
        let trial = self.try_out(desk)?;
        match test {
            Test::Within(per_month) => Ok(trial.figures.per_month <= per_month),
            Test::Breaks => is_breach(breach(desk, &trial)),
        }
    }

    /// The least count that meets a test that `high` meets, halving what is left each time.
    #[inline(never)]
    fn least(self, desk: &Desk<'_>, low: u16, high: u16, test: Test) -> Answer<u16> {
        let (mut low, mut high) = (low, high);
        while low < high {
            let middle = low.midpoint(high);
            if self.over(middle).meets(desk, test)? {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        Ok(high)
    }

    /// The most instalments that keep to the limits, if any more than there are now do, and the most that a month then asks for.
    #[inline(never)]
    fn longest(self, desk: &Desk<'_>) -> Answer<(u16, Minor)> {
        let (from, most) = (self.count.max(1), desk.limits.count_max);
        if most <= from {
            return Err(too_many(desk));
        }
        let mut longest = most;
        let mut trial = self.over(most).try_out(desk)?;
        if is_breach(breach(desk, &trial))? {
            let first_breach = self.least(desk, from.saturating_add(1), most, Test::Breaks)?;
            longest = first_breach.saturating_sub(1);
            if longest <= from {
                breach(desk, &*self.over(first_breach).try_out(desk)?)?;
                return Err(too_many(desk));
            }
            trial = self.over(longest).try_out(desk)?;
        }
        Ok((longest, trial.figures.per_month))
    }
}

/// Whether a limit is broken, unless that could not be told.
fn is_breach(answer: Answer<()>) -> Answer<bool> {
    match answer {
        Err(No(why)) if matches!(*why, Why::Because(..)) => Ok(true),
        kept => kept.map(|()| false),
    }
}

/// What keeps a new plan from being offered: an instalment but the last that is too small, or a cost that a rule forbids.
#[inline(never)]
pub(super) fn breach(desk: &Desk<'_>, trial: &Trial) -> Answer<()> {
    let least = desk.limits.policy.instalment_min.unwrap_or_default();
    if let [before @ .., _] = &*trial.payments
        && before.iter().any(|payment| payment.amount < least)
    {
        let params = Params::default().with_amount("least", least, desk.account.currency);
        return Err(no("below-minimum", params));
    }
    match desk.limits.broken_by(trial)? {
        Some(rule) => Err(no("cost-cap", Params::default().with_text("rule", &rule))),
        None => Ok(()),
    }
}

/// Half as long again, and twice as long; where it is known what a month can bear, also as long as that takes.
pub(super) fn extend_term(desk: &Desk<'_>, drafts: &mut Vec<Draft>) -> Answer<()> {
    let plan = NewPlan::like_the_old(desk)?;
    let left = plan.count;
    let (most, smallest) = plan.longest(desk)?;
    let mut shortest = None;
    if desk.situation.pay_per_month.is_none()
        && let Some(per_month) = desk.purse.per_month
        && smallest <= per_month
    {
        let low = left.saturating_add(1).min(most);
        shortest = Some(plan.least(desk, low, most, Test::Within(per_month))?);
    }
    let half_more = left.saturating_add(left.div_ceil(2)).min(most);
    let twice = left.saturating_mul(2).min(most);
    let shortest = shortest.unwrap_or(half_more);
    // Of a plan that has ended no more than that is known: half as long again is nothing.
    if shortest == 0 {
        return Err(because("nothing-to-come"));
    }
    let mut before = 0;
    for count in [shortest, half_more, twice] {
        if count != before && count > 0 {
            plan.over(count).propose(desk, drafts)?;
        }
        before = count;
    }
    plan.over(shortest).propose_with(OfferKind::RateCut, desk, drafts);
    Ok(())
}

pub(super) fn lower_instalment(desk: &Desk<'_>, drafts: &mut Vec<Draft>) -> Answer<()> {
    let named = desk.situation.pay_per_month.ok_or_else(|| because("no-amount"))?;
    if desk.kept.figures.per_month <= named {
        return Err(because("nothing-changes"));
    }
    let plan = NewPlan::like_the_old(desk)?;
    let (most, smallest) = plan.longest(desk)?;
    if smallest > named {
        let params = Params::default()
            .with_amount("least", smallest, desk.account.currency)
            .with_count("count", most.into());
        return Err(no("too-small", params));
    }
    let count = plan.least(desk, plan.count.max(1), most, Test::Within(named))?;
    plan.over(count).propose(desk, drafts)
}

pub(super) fn re_age(desk: &Desk<'_>, drafts: &mut Vec<Draft>) -> Answer<()> {
    if desk.kept.is_current {
        return Err(because("no-arrears"));
    }
    let mut plan = NewPlan::like_the_old(desk)?;
    if plan.count == 0 {
        plan.count = ENDED_COUNT.min(desk.limits.count_max);
    }
    if plan.count > desk.limits.count_max {
        return Err(too_many(desk));
    }
    plan.propose(desk, drafts)?;
    plan.propose_with(OfferKind::FeeWaiver, desk, drafts);
    Ok(())
}

pub(super) fn re_amortise(desk: &Desk<'_>, drafts: &mut Vec<Draft>) -> Answer<()> {
    if desk.is_card() {
        return Err(because("not-for-product"));
    }
    let next = desk.to_come.first().copied();
    if next.is_none() {
        return Err(because("nothing-to-come"));
    }
    let mut draft = Draft::new(desk);
    draft.book_late_charges(desk);
    draft.agree(EventKind::ReAmortise);
    // With nothing past due it only helps after something was paid ahead of time.
    let per_month = desk.try_events(&draft.events)?.figures.per_month;
    if desk.kept.is_current && per_month >= desk.kept.figures.per_month {
        return Err(because("nothing-changes"));
    }
    draft.book_fee(desk, desk.past_due.principal, next)?;
    drafts.push(draft);
    Ok(())
}
