//! Asks each kind of way out what it can do for an account, or why it can do nothing.

use super::Refusal;
use super::draft::{Answer, Draft, No, Why, because};
use super::let_off::{early_payment_reward, fee_waiver, rate_cut, settlement};
use super::put_off::{defer, move_due_date};
use super::spread::{breach, extend_term, interest_only, lower_instalment, re_age, re_amortise};
use super::trial::{Desk, Trial};
use crate::account::{Event, EventKind, Hold, OfferKind, Parts, Plan};
use crate::calendar::CivilDate;
use crate::error::{ErrorKind, Result};
use crate::params::Params;

/// What all kinds answered.
#[derive(Default)]
pub(super) struct Proposals {
    pub(super) tried: Vec<Tried>,
    pub(super) refused: Vec<Refusal>,
}

/// An offer, and what its events come to.
pub(super) struct Tried {
    pub(super) kind: OfferKind,
    pub(super) affordable: Option<bool>,
    pub(super) draft: Draft,
    pub(super) trial: Box<Trial>,
    pub(super) measures: Measures,
    /// Whether another is as good on every measure and better on one.
    pub(super) is_beaten: bool,
}

/// Per month, in all, until when, from when, in the next months, arrears, whether it can be paid: of each the less the better.
pub(super) type Measures = [i64; 7];

type Ask = fn(&Desk<'_>, &mut Vec<Draft>) -> Answer<()>;

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

/// Asks every kind.
#[inline(never)]
pub(super) fn all(desk: &Desk<'_>) -> Result<Proposals> {
    let mut all = Proposals::default();
    for (kind, ask) in KINDS {
        let Err(No(why)) = try_kind(desk, kind, ask, &mut all.tried) else {
            continue;
        };
        let (code, params) = match *why {
            Why::Failed(error) if error.kind() == ErrorKind::Internal => return Err(error),
            Why::Failed(_) => ("not-computed", Params::default()),
            Why::Because(code, params) => (code, params),
        };
        all.refused.push(Refusal { kind, code, params });
    }
    Ok(all)
}

/// Tries out what a kind proposes. Where one offer keeps to the limits, those that do not are no refusal of the kind.
#[inline(never)]
fn try_kind(desk: &Desk<'_>, kind: OfferKind, ask: Ask, tried: &mut Vec<Tried>) -> Answer<()> {
    gate(desk, kind)?;
    let mut drafts = Vec::new();
    ask(desk, &mut drafts)?;
    let before = tried.len();
    let mut answer = Ok(());
    for draft in drafts {
        answer = answer.and(try_out(desk, kind, draft, tried));
    }
    if tried.len() > before { Ok(()) } else { answer }
}

/// What an offer's events come to, if that keeps to the limits.
#[inline(never)]
fn try_out(desk: &Desk<'_>, kind: OfferKind, draft: Draft, tried: &mut Vec<Tried>) -> Answer<()> {
    let trial = desk.try_events(&draft.events)?;
    if is_new_plan(kind) {
        breach(desk, &trial)?;
    }
    let affordable = desk.purse.affords(&trial)?;
    tried.push(Tried {
        kind,
        affordable,
        measures: measures(&trial, affordable),
        draft,
        trial,
        is_beaten: false,
    });
    Ok(())
}

fn measures(trial: &Trial, affordable: Option<bool>) -> Measures {
    let figures = &trial.figures;
    let last = figures.last.map_or(i32::MIN, CivilDate::day_number);
    let first = figures.first.map_or(i32::MAX, CivilDate::day_number);
    let shortness = match affordable {
        Some(true) => 0,
        None => 1,
        Some(false) => 2,
    };
    [
        figures.per_month.get(),
        figures.to_pay.total.get(),
        last.into(),
        i64::from(first).saturating_neg(),
        figures.soon.get(),
        i64::from(!trial.is_current),
        shortness,
    ]
}

/// What keeps a kind from being asked.
#[inline(never)]
fn gate(desk: &Desk<'_>, kind: OfferKind) -> Answer<()> {
    let code = if matches!(&desk.account.plan, Plan::Loan(plan) if plan.start > desk.today) {
        "not-started"
    } else if desk.payoff == Parts::ZERO {
        "nothing-owed"
    } else if !desk.limits.allows(kind) {
        "not-in-policy"
    } else if is_new_plan(kind) && is_in_arrangement(desk) {
        "in-arrangement"
    } else {
        return Ok(());
    };
    Err(because(code))
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
