//! What a kind of way out answers: events to try out, or why it can do nothing.

use super::trial::Desk;
use crate::account::{Event, OfferKind, Plan};
use crate::error::Error;
use crate::market::RuleNotice;
use crate::money::Minor;
use crate::params::Params;

/// An offer before it is tried out and compared.
pub(super) struct Draft {
    pub(super) with: Option<OfferKind>,
    /// What tells it from others of its kind: a number of instalments, or of periods.
    pub(super) number: Option<u16>,
    pub(super) events: Vec<Event>,
    /// What its words speak of beside its figures.
    pub(super) params: Params,
    /// The rule that held down what it costs.
    pub(super) rule: Option<RuleNotice>,
}

impl Draft {
    pub(super) fn new(events: Vec<Event>, params: Params) -> Self {
        Self {
            with: None,
            number: None,
            events,
            params,
            rule: None,
        }
    }
}

/// Why a kind can do nothing. One pointer wide: its size is code on every `?`.
pub(super) struct No(pub(super) Box<Why>);

/// A code with its figures, or what went wrong.
pub(super) enum Why {
    Because(&'static str, Params),
    Failed(Error),
}

impl From<Error> for No {
    #[cold]
    #[inline(never)]
    fn from(error: Error) -> Self {
        Self(Box::new(Why::Failed(error)))
    }
}

pub(super) type Answer<T> = std::result::Result<T, No>;

pub(super) fn because(code: &'static str) -> No {
    no(code, Params::default())
}

/// With the figures that help.
#[inline(never)]
pub(super) fn no(code: &'static str, params: Params) -> No {
    No(Box::new(Why::Because(code, params)))
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
