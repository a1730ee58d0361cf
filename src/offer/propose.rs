//! Asks each kind of way out what it can do for an account, or why it can do nothing.

use super::Refusal;
use super::draft::{Answer, Draft, No, Why, because};
use super::let_off::{early_payment_reward, fee_waiver, rate_cut, settlement};
use super::put_off::{defer, move_due_date};
use super::spread::{breach, extend_term, interest_only, lower_instalment, re_age, re_amortise};
use super::trial::{Desk, Trial};
use crate::account::{Event, EventKind, Hold, OfferKind, Parts, Plan};
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
    pub(super) draft: Draft,
    pub(super) trial: Trial,
    pub(super) affordable: Option<bool>,
}

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

/// Asks every kind. Where one offer of a kind keeps to the limits, those that do not are no refusal of it.
#[inline(never)]
pub(super) fn all(desk: &Desk<'_>) -> Result<Proposals> {
    let mut all = Proposals::default();
    for (kind, ask) in KINDS {
        let (drafts, mut refused) = match gate(desk, kind).map_or_else(|| ask(desk), |code| Err(because(code))) {
            Ok(drafts) => (drafts, None),
            Err(no) => (Vec::new(), Some(no)),
        };
        let before = all.tried.len();
        for draft in drafts {
            match try_out(desk, kind, draft) {
                Ok(tried) => all.tried.push(tried),
                Err(no) => refused = refused.or(Some(no)),
            }
        }
        if let Some(No(why)) = refused.filter(|_| all.tried.len() == before) {
            let (code, params) = match *why {
                Why::Failed(error) if error.kind() == ErrorKind::Internal => return Err(error),
                Why::Failed(_) => ("not-computed", Params::default()),
                Why::Because(code, params) => (code, params),
            };
            all.refused.push(Refusal { kind, code, params });
        }
    }
    Ok(all)
}

/// What an offer's events come to, if that keeps to the limits.
#[inline(never)]
fn try_out(desk: &Desk<'_>, kind: OfferKind, draft: Draft) -> Answer<Tried> {
    let trial = desk.try_events(&draft.events)?;
    let no = if is_new_plan(kind) { breach(desk, &trial)? } else { None };
    match no {
        Some(no) => Err(no),
        None => Ok(Tried {
            kind,
            affordable: desk.purse.affords(&trial)?,
            draft,
            trial,
        }),
    }
}

/// What keeps a kind from being asked.
#[inline(never)]
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
