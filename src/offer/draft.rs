//! What a kind of way out answers: an offer before it is compared, or why it can do nothing.

use super::trial::{Desk, Trial};
use crate::account::{Event, OfferKind, Plan};
use crate::error::Error;
use crate::market::RuleNotice;
use crate::money::Minor;
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

pub(super) fn draft(desk: &Desk<'_>, kind: OfferKind, events: Vec<Event>, params: Params) -> Answer<Draft> {
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

/// Why a kind can do nothing.
pub(super) enum No {
    Because(&'static str, Params),
    Failed(Error),
}

impl From<Error> for No {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

pub(super) type Answer<T> = std::result::Result<T, No>;

pub(super) fn because(code: &'static str) -> No {
    No::Because(code, Params::default())
}

pub(super) fn with_fee(desk: &Desk<'_>, params: Params, fee: Minor) -> Params {
    if fee.is_zero() {
        return params;
    }
    params.with_amount("fee", fee, desk.account.currency)
}

pub(super) fn is_card(desk: &Desk<'_>) -> bool {
    matches!(desk.account.plan, Plan::Card(_))
}
