//! One charge that waiting adds, with all that explains it.

use crate::account::{Part, Parts};
use crate::calendar::CivilDate;
use crate::ledger::RowId;
use crate::money::{Minor, Rate};
use serde::Serialize;

/// One charge of a projection's trail: which rule charged how much, and on what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Charge {
    /// The first day on which it is owed; what runs by the day is told up to this day.
    pub date: CivilDate,
    /// The part it adds to.
    pub part: Part,
    /// Which rule charged it.
    pub rule: Rule,
    /// The due that is late.
    pub due: RowId,
    /// What it was taken on.
    pub base: Minor,
    /// The rate, as the contract writes it; a flat fee has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// For how many days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i32>,
    /// What is charged. Below zero where a cap on the whole account takes back what it allowed before.
    pub amount: Minor,
    /// The market rule that cut it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<Cut>,
    /// How much more it is by the looser reading of a disputed rule.
    #[serde(skip)]
    pub(super) disputed: Minor,
    /// Which portion of the due it runs on.
    #[serde(skip)]
    pub(super) portion: Portion,
    /// The due's place in its account.
    #[serde(skip)]
    pub(super) place: usize,
}

/// On which portion of a due late interest runs, where a market limits it on the interest in it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Portion {
    /// All of it.
    Whole,
    /// All but the interest in it.
    Rest,
    /// The interest in it.
    Interest,
}

impl Portion {
    /// What of a due it is.
    pub(super) fn of(self, unpaid: Parts) -> Parts {
        match self {
            Self::Whole => unpaid,
            Self::Rest => Parts {
                interest: Minor::ZERO,
                ..unpaid
            },
            Self::Interest => Parts {
                interest: unpaid.interest,
                ..Parts::ZERO
            },
        }
    }
}

/// Which rule charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// A fee for being late.
    LateFee,
    /// Interest for being late.
    LateInterest,
    /// The contract's own interest on principal that was not paid when it was due.
    PastDueInterest,
    /// A card's interest.
    RevolvingInterest,
}

/// What a cap took off a charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cut {
    /// The market rule.
    pub by: String,
    /// What it would have been.
    pub from: Minor,
}
