//! An account's full schedule: what each instalment asks for, what was paid, what is left.

use super::DueStatus;
use crate::account::{Account, Breakdown, Parts, Wallet, account_path};
use crate::calendar::{CivilDate, Instant};
use crate::error::Result;
use crate::ledger::{Ledger, RowId};
use crate::money::{Currency, Minor};
use crate::penalty;
use serde::Serialize;

/// An account's full schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Schedule {
    /// The account's id.
    pub account: String,
    /// ISO 4217.
    pub currency: Currency,
    /// By due date.
    pub rows: Vec<Row>,
    /// Sums over all rows.
    pub totals: ScheduleTotals,
}

/// One instalment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The host's id, or the instalment's number.
    pub id: RowId,
    /// From 1; a down payment counts.
    pub number: u32,
    /// When it is due.
    pub date: CivilDate,
    /// What it asks for.
    pub due: Breakdown,
    /// What has been paid of it.
    pub paid: Breakdown,
    /// What is left to pay of it.
    pub outstanding: Breakdown,
    /// Principal left after this row.
    pub balance: Minor,
    /// Where it stands on the customer's day.
    pub status: DueStatus,
}

/// Sums over all rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ScheduleTotals {
    /// Asked for.
    pub due: Breakdown,
    /// Paid.
    pub paid: Breakdown,
    /// Left to pay.
    pub outstanding: Breakdown,
}

/// The full schedule of one account on the customer's day.
///
/// A card's rows are its latest statement and those that follow when only the minimum is paid, until nothing is owed.
///
/// # Errors
///
/// `ACCOUNT_UNKNOWN` when the wallet has no such account; `INPUT` when its terms contradict each other; `RANGE` when a
/// result is beyond the limits; `UNSUPPORTED` for what this version does not compute.
///
/// # Example
///
/// ```
/// let wallet = predue::wire::wallet(r#"{
///   "market": "none", "locale": "en",
///   "accounts": [{
///     "id": "phone", "label": "Phone", "creditor": { "name": "Sample Shop" }, "currency": "CNY", "product": "bnpl",
///     "plan": { "kind": "loan", "principal": 120000, "annualRate": "0", "method": "equal-instalment", "count": 12,
///               "every": { "n": 1, "unit": "month" }, "start": "2026-11-05", "dayCount": "30/360" }
///   }]
/// }"#)?;
/// let schedule = predue::schedule(&wallet, "phone", &"2026-11-22T09:30:00+08:00".parse()?)?;
/// assert_eq!(schedule.rows[0].date.to_string(), "2026-12-05");
/// assert_eq!(schedule.rows[0].due.total.get(), 10_000);
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: an account that does not exist
///
/// ```
/// let wallet = predue::wire::wallet(r#"{ "market": "none", "locale": "en", "accounts": [] }"#)?;
/// let error = predue::schedule(&wallet, "phone", &"2026-11-22T09:30:00+08:00".parse()?).unwrap_err();
/// assert_eq!(error.code(), "ACCOUNT_UNKNOWN");
/// # Ok::<(), predue::Error>(())
/// ```
pub fn schedule(wallet: &Wallet, account: &str, at: &Instant) -> Result<Schedule> {
    let (index, account) = wallet.account(account)?;
    let today = at.date();
    let ledger = penalty::ledger(wallet, account, today).map_err(|error| error.at(&account_path(index)))?;
    Ok(schedule_of(account, ledger, today))
}

/// The schedule that a ledger of the account comes to.
pub(crate) fn schedule_of(account: &Account, ledger: Ledger, today: CivilDate) -> Schedule {
    let (mut due, mut paid, mut outstanding) = (Parts::ZERO, Parts::ZERO, Parts::ZERO);
    let mut rows = Vec::with_capacity(ledger.instalments.len());
    for (number, instalment) in (1_u32..).zip(ledger.instalments) {
        due = due.plus(instalment.due);
        paid = paid.plus(instalment.paid);
        let left = instalment.outstanding();
        outstanding = outstanding.plus(left);
        let left = left.breakdown();
        rows.push(Row {
            number,
            date: instalment.due_on,
            due: instalment.due.breakdown(),
            paid: instalment.paid.breakdown(),
            outstanding: left,
            balance: instalment.balance,
            status: DueStatus::of(instalment.due_on, left.total.is_zero(), today, account.late.grace_days),
            id: instalment.id,
        });
    }
    let totals = ScheduleTotals {
        due: due.breakdown(),
        paid: paid.breakdown(),
        outstanding: outstanding.breakdown(),
    };
    Schedule {
        account: account.id.clone(),
        currency: account.currency,
        rows,
        totals,
    }
}
