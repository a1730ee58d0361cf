//! Asks each kind of way out what it can do for an account, or why it can do nothing.

use super::Refusal;
use super::draft::{Answer, Draft, No, because};
use super::let_off::{early_payment_reward, fee_waiver, rate_cut, settlement};
use super::put_off::{defer, move_due_date};
use super::spread::{extend_term, interest_only, lower_instalment, re_age, re_amortise};
use super::trial::Desk;
use crate::account::{Event, EventKind, Hold, OfferKind, Parts, Plan};
use crate::error::{ErrorKind, Result};
use crate::params::Params;

/// What all kinds answered.
#[derive(Default)]
pub(super) struct Proposals {
    pub(super) drafts: Vec<Draft>,
    pub(super) refused: Vec<Refusal>,
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

fn refusal(kind: OfferKind, code: &'static str, params: Params) -> Refusal {
    Refusal { kind, code, params }
}
