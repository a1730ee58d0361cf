//! What each kind of way out can do for an account, or why it can do nothing.

use super::Refusal;
use super::change::{charge, lower, on, waivers};
use super::trial::{Desk, Trial};
use crate::account::{Event, EventKind, Hold, Method, OfferKind, Parts, Plan, ReAge};
use crate::calendar::{CivilDate, Unit};
use crate::error::{Error, ErrorKind, Result};
use crate::market::RuleNotice;
use crate::money::{Minor, Rate, RoundingMode};
use crate::params::Params;

/// An offer before it is compared.
pub(super) struct Draft {
    pub(super) kind: OfferKind,
    pub(super) with: Option<OfferKind>,
    /// What tells it from others of its kind: a number of instalments, or of periods.
    pub(super) number: Option<u16>,
    pub(super) events: Vec<Event>,
    pub(super) trial: Trial,
    /// What its words speak of beside its figures.
    pub(super) params: Params,
    /// The rule that held down what it costs.
    pub(super) rule: Option<RuleNotice>,
}

/// What all kinds answered.
#[derive(Default)]
pub(super) struct Proposals {
    pub(super) drafts: Vec<Draft>,
    pub(super) refused: Vec<Refusal>,
}

/// Why a kind can do nothing.
enum No {
    Because(&'static str, Params),
    Failed(Error),
}

impl From<Error> for No {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

type Answer<T> = std::result::Result<T, No>;
type Ask = fn(&Desk<'_>) -> Answer<Vec<Draft>>;

const KINDS: [(OfferKind, Ask); 11] = [
    (OfferKind::MoveDueDate, move_due_date),
    (OfferKind::Defer, defer),
    (OfferKind::InterestOnly, interest_only),
    (OfferKind::ExtendTerm, extend_term),
    (OfferKind::LowerInstalment, lower_instalment),
    (OfferKind::ReAge, re_age),
    (OfferKind::ReAmortise, re_amortise),
    (OfferKind::RateCut, rate_cut),
    (OfferKind::FeeWaiver, fee_waiver),
    (OfferKind::Settlement, settlement),
    (OfferKind::EarlyPaymentReward, early_payment_reward),
];

/// Instalments that a card's balance is spread over unless the customer says what a month can bear.
const CARD_COUNT: u16 = 12;
/// Instalments for what is past due once the plan has ended.
const ENDED_COUNT: u16 = 3;
/// Instalments of interest only unless the customer says until when.
const INTEREST_ONLY_COUNT: u16 = 3;
const INTEREST_ONLY_MAX: usize = 12;

/// Asks every kind.
pub(super) fn all(desk: &Desk<'_>) -> Result<Proposals> {
    let mut all = Proposals::default();
    for (kind, ask) in KINDS {
        let answer = match gate(desk, kind) {
            Some(code) => Err(because(code)),
            None => ask(desk),
        };
        match answer {
            Ok(drafts) => all.drafts.extend(drafts),
            Err(No::Failed(error)) if error.kind() == ErrorKind::Internal => return Err(error),
            Err(No::Failed(_)) => all.refused.push(refusal(kind, "not-computed", Params::default())),
            Err(No::Because(code, params)) => all.refused.push(refusal(kind, code, params)),
        }
    }
    Ok(all)
}

/// What keeps a kind from being asked.
fn gate(desk: &Desk<'_>, kind: OfferKind) -> Option<&'static str> {
    if matches!(&desk.account.plan, Plan::Loan(plan) if plan.start > desk.today) {
        return Some("not-started");
    }
    if desk.payoff == Parts::ZERO {
        return Some("nothing-owed");
    }
    if !desk.limits.allows(kind) {
        return Some("not-in-policy");
    }
    (is_new_plan(kind) && is_in_arrangement(desk)).then_some("in-arrangement")
}

fn is_new_plan(kind: OfferKind) -> bool {
    matches!(
        kind,
        OfferKind::InterestOnly
            | OfferKind::ExtendTerm
            | OfferKind::LowerInstalment
            | OfferKind::ReAge
            | OfferKind::ReAmortise
    )
}

/// One new plan at a time.
fn is_in_arrangement(desk: &Desk<'_>) -> bool {
    let is_agreed =
        |event: &Event| event.date <= desk.today && matches!(event.kind, EventKind::ReAge(_) | EventKind::ReAmortise);
    desk.account.hold == Some(Hold::Hardship) || desk.account.events.iter().any(is_agreed)
}

fn because(code: &'static str) -> No {
    No::Because(code, Params::default())
}

fn refusal(kind: OfferKind, code: &'static str, params: Params) -> Refusal {
    Refusal { kind, code, params }
}

fn is_card(desk: &Desk<'_>) -> bool {
    matches!(desk.account.plan, Plan::Card(_))
}

/// Unpaid due days from today on that can be moved, and only while nothing is past due.
fn movable(desk: &Desk<'_>) -> Answer<Vec<CivilDate>> {
    if is_card(desk) {
        return Err(because("not-for-product"));
    }
    if !desk.kept.cures_arrears {
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

fn move_due_date(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
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
    Ok(vec![draft(desk, OfferKind::MoveDueDate, events, params)?])
}

fn too_long(desk: &Desk<'_>) -> No {
    let days = i64::from(desk.limits.defer_days_max());
    No::Because("defer-maximum", Params::default().with_count("days", days))
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

fn defer(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let days = movable(desk)?;
    let policy = desk.account.policy.as_ref();
    if let Some(most) = policy.and_then(|policy| policy.deferrals_max)
        && deferrals(&desk.account.events) >= most
    {
        let params = Params::default().with_count("max", most.into());
        return Err(No::Because("deferrals-used", params));
    }
    let first = days.first().copied().unwrap_or(desk.today);
    let Some(periods) = desk.limits.periods_put_off(first, desk.every, desk.situation)? else {
        return Err(too_long(desk));
    };
    let to = |day: CivilDate| day.plus(desk.every, periods.into());
    let put_off = desk.kept.payments.first().map_or(Minor::ZERO, |payment| payment.amount);
    let (fee, rule) = desk.limits.new_plan_fee(put_off.times(periods.into())?)?;
    let mut events = moves(desk, &days, &to)?;
    events.extend(charge(desk.today, fee, false, Some(to(first)?)));
    let params = Params::default()
        .with_date("from", first)
        .with_date("to", to(first)?)
        .with_count("periods", periods.into());
    let draft = Draft {
        number: Some(periods),
        rule,
        ..draft(desk, OfferKind::Defer, events, with_fee(desk, params, fee))?
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

fn interest_only(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
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
        ..NewPlan::of(OfferKind::InterestOnly, first, count)
    };
    Ok(vec![plan.draft(desk)?])
}

fn too_many(desk: &Desk<'_>) -> No {
    let params = Params::default().with_count("max", desk.limits.count_max.into());
    No::Because("term-maximum", params)
}

/// New instalments for all that is unpaid.
#[derive(Clone, Copy)]
struct NewPlan {
    kind: OfferKind,
    with: Option<OfferKind>,
    first_due: CivilDate,
    count: u16,
    interest_only: u16,
}

impl NewPlan {
    fn of(kind: OfferKind, first_due: CivilDate, count: u16) -> Self {
        Self {
            kind,
            with: None,
            first_due,
            count,
            interest_only: 0,
        }
    }

    /// The plan with its fee; what has run up for lateness comes along unless it is waived.
    fn events(self, desk: &Desk<'_>) -> Answer<(Vec<Event>, Minor, Option<RuleNotice>)> {
        let mut events: Vec<Event> = Vec::new();
        if self.with == Some(OfferKind::FeeWaiver) {
            events.extend(waiver_of_fees(desk)?.0);
        } else {
            events.extend(charge(desk.today, desk.unbooked, true, None));
        }
        if self.with == Some(OfferKind::RateCut) {
            events.push(cut(desk)?.0);
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
        Ok((events, fee, rule))
    }

    fn try_out(self, desk: &Desk<'_>) -> Answer<Trial> {
        Ok(desk.try_events(&self.events(desk)?.0)?)
    }

    /// The plan as an offer, if it keeps to the limits.
    fn draft(self, desk: &Desk<'_>) -> Answer<Draft> {
        let (events, fee, rule) = self.events(desk)?;
        let trial = desk.try_events(&events)?;
        if let Some(no) = breach(desk, &trial)? {
            return Err(no);
        }
        let mut params = Params::default().with_count("newCount", self.count.into());
        if self.interest_only > 0 {
            params = params.with_count("interestOnly", self.interest_only.into());
        }
        if self.with == Some(OfferKind::RateCut) {
            params = with_rates(params, desk, cut(desk)?.1);
        }
        if self.with == Some(OfferKind::FeeWaiver) {
            params = params.with_amount("waived", waiver_of_fees(desk)?.1, desk.account.currency);
        }
        Ok(Draft {
            kind: self.kind,
            with: self.with,
            number: Some(self.count),
            events,
            trial,
            params: with_fee(desk, params, fee),
            rule,
        })
    }
}

fn with_fee(desk: &Desk<'_>, params: Params, fee: Minor) -> Params {
    if fee.is_zero() {
        return params;
    }
    params.with_amount("fee", fee, desk.account.currency)
}

/// What keeps a new plan from being offered: an instalment but the last that is too small, or a cost that a rule forbids.
fn breach(desk: &Desk<'_>, trial: &Trial) -> Answer<Option<No>> {
    let least = desk.limits.instalment_min();
    let is_small = match trial.payments.split_last() {
        Some((_, before)) => before.iter().any(|payment| payment.amount < least),
        None => false,
    };
    if is_small {
        let params = Params::default().with_amount("least", least, desk.account.currency);
        return Ok(Some(No::Because("below-minimum", params)));
    }
    let broken = desk.limits.broken_by(&trial.ledger, &trial.payments)?;
    Ok(broken.map(|rule| No::Because("cost-cap", Params::default().with_text("rule", &rule.id))))
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
fn extend_term(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let (first, left) = new_terms(desk)?;
    let plan = NewPlan::of(OfferKind::ExtendTerm, first, left.max(1));
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
        drafts.extend(
            NewPlan {
                count: pair,
                with,
                ..plan
            }
            .draft(desk)
            .ok(),
        );
    }
    Ok(drafts)
}

fn lower_instalment(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let Some(named) = desk.situation.pay_per_month else {
        return Err(because("no-amount"));
    };
    if desk.kept.figures.per_month <= named {
        return Err(because("nothing-changes"));
    }
    let (first, left) = new_terms(desk)?;
    let plan = NewPlan::of(OfferKind::LowerInstalment, first, left.max(1));
    let most = longest(desk, plan, left.max(1))?;
    let per_month = |count: u16| -> Answer<Minor> { Ok(NewPlan { count, ..plan }.try_out(desk)?.figures.per_month) };
    let smallest = per_month(most)?;
    if smallest > named {
        let params = Params::default()
            .with_amount("least", smallest, desk.account.currency)
            .with_count("count", most.into());
        return Err(No::Because("too-small", params));
    }
    let count = least(left.max(1), most, &|count| Ok(per_month(count)? <= named))?;
    Ok(vec![NewPlan { count, ..plan }.draft(desk)?])
}

fn re_age(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    if desk.kept.cures_arrears {
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
    let plan = NewPlan::of(OfferKind::ReAge, first, count);
    let mut drafts = vec![plan.draft(desk)?];
    let with = Some(OfferKind::FeeWaiver);
    if desk.limits.allows(OfferKind::FeeWaiver) && waiver_of_fees(desk).is_ok() {
        drafts.extend(NewPlan { with, ..plan }.draft(desk).ok());
    }
    Ok(drafts)
}

fn re_amortise(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    if is_card(desk) {
        return Err(because("not-for-product"));
    }
    if desk.to_come().is_empty() {
        return Err(because("nothing-to-come"));
    }
    let (fee, rule) = desk.limits.new_plan_fee(desk.past_due()?.principal)?;
    let mut events: Vec<Event> = charge(desk.today, desk.unbooked, true, None).into_iter().collect();
    events.push(on(desk.today, EventKind::ReAmortise));
    // With nothing past due it only helps after something was paid ahead of time.
    let per_month = desk.try_events(&events)?.figures.per_month;
    if desk.kept.cures_arrears && per_month >= desk.kept.figures.per_month {
        return Err(because("nothing-changes"));
    }
    let next = desk.to_come().first().copied();
    events.extend(charge(desk.today, fee, false, next));
    let params = with_fee(desk, Params::default(), fee);
    let draft = draft(desk, OfferKind::ReAmortise, events, params)?;
    if let Some(no) = breach(desk, &draft.trial)? {
        return Err(no);
    }
    Ok(vec![Draft { rule, ..draft }])
}

fn rate_cut(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let (event, rate) = cut(desk)?;
    if desk.to_come().is_empty() && !is_card(desk) {
        return Err(because("nothing-to-come"));
    }
    let params = with_rates(Params::default(), desk, rate);
    Ok(vec![draft(desk, OfferKind::RateCut, vec![event], params)?])
}

/// The rate less the share of it that is let off.
fn cut(desk: &Desk<'_>) -> Answer<(Event, Rate)> {
    let share = desk.limits.rate_cut().ok_or_else(|| because("not-approved"))?;
    let rate = desk.rate().ok_or_else(|| because("no-interest"))?;
    let lower = lower(rate, share)?;
    Ok((on(desk.today, EventKind::RateChange(lower)), lower))
}

fn with_rates(params: Params, desk: &Desk<'_>, lower: Rate) -> Params {
    let rate = desk.rate().unwrap_or_default().to_string();
    params
        .with_text("rateFrom", &rate)
        .with_text("rateTo", &lower.to_string())
}

fn fee_waiver(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let (events, waived) = waiver_of_fees(desk)?;
    let params = Params::default().with_amount("waived", waived, desk.account.currency);
    Ok(vec![draft(desk, OfferKind::FeeWaiver, events, params)?])
}

/// Lets go of a share of the late charges and of the fees that are past due, and tells how much that is.
fn waiver_of_fees(desk: &Desk<'_>) -> Answer<(Vec<Event>, Minor)> {
    let share = desk.limits.fee_waiver().ok_or_else(|| because("not-approved"))?;
    let late = Parts {
        fees: desk.past_due()?.fees.share(share, RoundingMode::Down)?,
        penalty: desk.payoff.penalty.share(share, RoundingMode::Down)?,
        ..Parts::ZERO
    };
    let waived = late.total()?;
    if waived.is_zero() {
        return Err(because("nothing-to-waive"));
    }
    let mut events: Vec<Event> = charge(desk.today, desk.unbooked, true, None).into_iter().collect();
    events.extend(waivers(desk.today, waived, &late)?);
    Ok((events, waived))
}

fn settlement(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let policy = desk.account.policy.as_ref();
    let share = policy
        .and_then(|policy| policy.settlement)
        .ok_or_else(|| because("not-approved"))?;
    let owed = desk.payoff.total()?;
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
    let let_off = left.total()?.minus(settles)?.or_zero();
    events.extend(waivers(desk.today, let_off, &left)?);
    let params = Params::default()
        .with_amount("settles", settles, desk.account.currency)
        .with_amount("letOff", owed.minus(settles)?, desk.account.currency)
        .with_date("payBy", until);
    Ok(vec![draft(desk, OfferKind::Settlement, events, params)?])
}

fn early_payment_reward(desk: &Desk<'_>) -> Answer<Vec<Draft>> {
    let policy = desk.account.policy.as_ref();
    let reward = policy
        .and_then(|policy| policy.early_payment)
        .ok_or_else(|| because("not-approved"))?;
    let first = movable(desk)?.first().copied().unwrap_or(desk.today);
    let pay_by = first.plus_days(i32::from(reward.before_days).saturating_neg())?;
    if pay_by < desk.today {
        return Err(No::Because("too-late", Params::default().with_date("payBy", pay_by)));
    }
    let mut due = Parts::ZERO;
    for row in desk.kept.ledger.instalments.iter().filter(|row| row.due_on == first) {
        due = due.plus(row.outstanding()?)?;
    }
    let saved = due.total()?.share(reward.share, RoundingMode::Down)?;
    if saved.is_zero() {
        return Err(because("nothing-to-waive"));
    }
    let let_off = Parts {
        penalty: Minor::ZERO,
        fees: Minor::ZERO,
        ..due
    };
    let events = waivers(desk.today, saved.min(let_off.total()?), &let_off)?;
    let params = Params::default()
        .with_amount("saved", saved, desk.account.currency)
        .with_amount("pay", due.total()?.minus(saved)?, desk.account.currency)
        .with_date("payBy", pay_by)
        .with_date("due", first);
    Ok(vec![draft(desk, OfferKind::EarlyPaymentReward, events, params)?])
}

fn draft(desk: &Desk<'_>, kind: OfferKind, events: Vec<Event>, params: Params) -> Answer<Draft> {
    Ok(Draft {
        kind,
        with: None,
        number: None,
        trial: desk.try_events(&events)?,
        events,
        params,
        rule: None,
    })
}
