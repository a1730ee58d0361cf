//! From a contract's terms to its instalments.

mod card;
mod cycle;
mod flat;
mod growth;
pub(crate) mod model;
pub(crate) mod span;
mod year;

pub(crate) use card::{StatementRow, ToCome, to_come};
pub(crate) use cycle::{Cycle, Pace};
pub(crate) use flat::flat_rows;
pub(crate) use year::{same_year_until, year_share};

use crate::account::Rounding;
use crate::error::Result;
use crate::money::{Minor, Rate};

/// The part of a disbursement that is paid at once.
pub(crate) fn down_payment(disbursed: Minor, share: Rate, rounding: Rounding) -> Result<Minor> {
    let exact = disbursed.share(share, rounding.mode)?;
    to_multiple(exact, rounding).map(|rounded| rounded.min(disbursed))
}

/// `amount` as the plan rounds instalments.
pub(crate) fn to_multiple(amount: Minor, rounding: Rounding) -> Result<Minor> {
    rounding
        .multiple
        .map_or(Ok(amount), |multiple| rounding.mode.to_multiple(amount, multiple))
}
