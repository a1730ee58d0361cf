//! The due list over all accounts: what is overdue, what is due today, and what is to come.

use super::DueStatus;
use super::cash::{cash_path, cash_until};
use super::signals::{Seen, Signal, Signals};
use crate::account::{Account, Breakdown, Parts, Wallet, account_path};
use crate::calendar::{CivilDate, Instant};
use crate::error::{Error, Result};
use crate::funds::FundsOutlook;
use crate::lateness::{self, Lateness};
use crate::ledger::{Ledger, MinimumOnly, RowId};
use crate::money::{Currency, Minor};
use crate::order::by_day;
use crate::penalty;
use serde::Serialize;

/// Days ahead that an outlook shows unless asked otherwise.
pub const HORIZON_DAYS: u16 = 30;
/// Days ahead that an outlook shows at most: ten years.
pub const HORIZON_DAYS_MAX: u16 = 3_660;

/// What is due over all accounts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outlook {
    /// The customer's moment it was made for.
    pub at: Instant,
    /// The last day whose dues are listed.
    pub until: CivilDate,
    /// Unpaid, oldest first, then by account in the wallet's order.
    pub dues: Vec<Due>,
    /// How each account stands, in the wallet's order.
    pub accounts: Vec<Standing>,
    /// By currency, in the order the wallet first names them.
    pub totals: Vec<Totals>,
    /// What the customer's money does, where the host knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub funds: Option<FundsOutlook>,
    /// Something the customer would want to know: by account in the wallet's order, then by code; those of no account last.
    pub signals: Vec<Signal>,
}

/// One unpaid due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Due {
    /// The schedule row's id.
    pub id: RowId,
    /// The account's id.
    pub account: String,
    /// When it is due.
    pub date: CivilDate,
    /// Calendar days from today; below zero when past.
    pub days_until: i32,
    /// Where it stands on the customer's day.
    pub status: DueStatus,
    /// ISO 4217.
    pub currency: Currency,
    /// What is left to pay of it; for a card what is left of the statement's whole balance.
    pub amount: Breakdown,
    /// For a card, what is left of the least that must be paid. Zero when that is done: paying the rest by the due day
    /// avoids interest, and after that day the statement is no due any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Minor>,
    /// Whether the creditor collects by itself.
    pub autopay: bool,
    /// The account's place in the wallet.
    #[serde(skip)]
    pub account_index: usize,
}

/// How an account stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// The account's id.
    pub account: String,
    /// In one word.
    pub standing: StandingKind,
    /// Calendar days since the oldest unpaid due; 0 on the due day and before it. Days of grace count too.
    pub days_past_due: i32,
    /// Past its due day and its grace; for a card what is missing of the minimum.
    pub overdue: Breakdown,
    /// All that is left to pay by the plan; for a card all that is owed, without interest that is not on a statement yet.
    pub outstanding: Breakdown,
    /// The next due day from today on with something to pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_due: Option<CivilDate>,
    /// What settles the account today.
    pub payoff: Breakdown,
    /// What was paid beyond what is owed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<Minor>,
    /// For a card, what it comes to when only the minimum is paid from now on and nothing new is bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_only: Option<MinimumOnly>,
    /// How likely the next due is to be late.
    pub lateness: Lateness,
}

/// How an account stands, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StandingKind {
    /// Nothing is past due.
    Current,
    /// Something is past due, within the days of grace.
    InGrace,
    /// Something is past due and its grace.
    Overdue,
    /// Nothing is left to pay.
    Settled,
}

/// What is unpaid in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// ISO 4217.
    pub currency: Currency,
    /// Past its due day and its grace.
    pub overdue: Minor,
    /// Due today, or past due within the days of grace.
    pub today: Minor,
    /// `today`, and what is due in the seven days after it.
    pub within7: Minor,
    /// `today`, and what is due in the thirty days after it.
    pub within30: Minor,
    /// Everything unpaid, also beyond the horizon.
    pub all: Minor,
}

/// What is due over all accounts, from the oldest unpaid due to `days` days after the customer's day.
///
/// # Errors
///
/// `INPUT` when an account's terms contradict each other; `RANGE` when `days` is more than [`HORIZON_DAYS_MAX`] or a result
/// is beyond the limits; `UNSUPPORTED` for what this version does not compute.
///
/// # Example
///
/// ```
/// let wallet = predue::wire::wallet(r#"{
///   "market": "none", "locale": "en",
///   "accounts": [{
///     "id": "power", "label": "Power", "creditor": { "name": "Sample Power" }, "currency": "EUR", "product": "bill",
///     "plan": { "kind": "dues", "dues": [
///       { "id": "october", "date": "2026-11-20", "principal": 4150 }, { "id": "november", "date": "2026-12-20", "principal": 3900 }
///     ] },
///     "late": { "graceDays": 5 }
///   }]
/// }"#)?;
/// let outlook = predue::outlook(&wallet, &"2026-11-22T09:30:00+01:00".parse()?, None)?;
/// assert_eq!(outlook.dues.len(), 2);
/// assert_eq!(outlook.dues[0].status, predue::outlook::DueStatus::InGrace);
/// assert_eq!(outlook.totals[0].within30.get(), 8_050);
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: a horizon too far
///
/// ```
/// let wallet = predue::wire::wallet(r#"{ "market": "none", "locale": "en", "accounts": [] }"#)?;
/// let error = predue::outlook(&wallet, &"2026-11-22T09:30:00+01:00".parse()?, Some(40_000)).unwrap_err();
/// assert_eq!((error.code(), error.path()), ("RANGE", Some("options.days")));
/// # Ok::<(), predue::Error>(())
/// ```
pub fn outlook(wallet: &Wallet, at: &Instant, days: Option<u16>) -> Result<Outlook> {
    outlook_with(wallet, at, days, &mut |_, _| Ok(()))
}

/// The same, with a look at each account's ledger: making it twice would cost as much as all the rest.
pub(crate) fn outlook_with(
    wallet: &Wallet,
    at: &Instant,
    days: Option<u16>,
    look: &mut dyn FnMut(usize, &Ledger) -> Result<()>,
) -> Result<Outlook> {
    let days = days.unwrap_or(HORIZON_DAYS);
    if days > HORIZON_DAYS_MAX {
        return Err(Error::range("an outlook is for at most 3,660 days").at("options.days"));
    }
    let today = at.date();
    let until = today.plus_days(i32::from(days))?;
    let cash_until = cash_until(wallet, today, until);
    let (mut dues, mut totals, mut signals) = (Vec::new(), Vec::new(), Signals::default());
    let mut accounts = Vec::with_capacity(wallet.accounts.len());
    for (index, account) in wallet.accounts.iter().enumerate() {
        let mut add = || {
            let view = View::new(index, wallet, account, today)?;
            look(index, &view.ledger)?;
            add_totals(&mut totals, account.currency, &view);
            signals.add_of_account(&Seen {
                wallet,
                account,
                index,
                ledger: &view.ledger,
                dues: &view.dues,
                today,
                until,
            })?;
            accounts.push(view.standing);
            dues.extend(view.dues.into_iter().filter(|due| due.date <= cash_until));
            Ok(())
        };
        add().map_err(|error: Error| error.at(&account_path(index)))?;
    }
    let mut dues = by_day(dues, |due| due.date);
    let funds = cash_path(wallet, &dues, today, cash_until, &mut signals)?;
    dues.retain(|due| due.date <= until);
    Ok(Outlook {
        at: at.clone(),
        until,
        dues,
        accounts,
        totals,
        funds,
        signals: signals.into_list(),
    })
}

fn add_totals(totals: &mut Vec<Totals>, currency: Currency, view: &View) {
    if !totals.iter().any(|total| total.currency == currency) {
        let none = Minor::ZERO;
        totals.push(Totals {
            currency,
            overdue: none,
            today: none,
            within7: none,
            within30: none,
            all: none,
        });
    }
    let Some(total) = totals.iter_mut().find(|total| total.currency == currency) else {
        return;
    };
    total.all = total.all.plus(view.standing.outstanding.total);
    total.overdue = total.overdue.plus(view.standing.overdue.total);
    for due in view.dues.iter().filter(|due| due.status != DueStatus::Overdue) {
        let amount = due.asked().total();
        for (days, within) in [
            (0, &mut total.today),
            (7, &mut total.within7),
            (30, &mut total.within30),
        ] {
            if due.days_until <= days {
                *within = within.plus(amount);
            }
        }
    }
}

/// One account's part of the outlook.
struct View {
    ledger: Ledger,
    dues: Vec<Due>,
    standing: Standing,
}

impl View {
    fn new(account_index: usize, wallet: &Wallet, account: &Account, today: CivilDate) -> Result<Self> {
        let ledger = penalty::ledger(wallet, account, today)?;
        let mut dues = Vec::with_capacity(ledger.instalments.len());
        for instalment in &ledger.instalments {
            if instalment.is_estimate() {
                continue;
            }
            let amount = instalment.payable().breakdown();
            if !amount.total.is_positive() {
                continue;
            }
            let date = instalment.due_on;
            let minimum = instalment.statement.map(|_| instalment.outstanding().total());
            // What is left of a statement is on the next one; only its minimum can be late.
            if date < today && minimum == Some(Minor::ZERO) {
                continue;
            }
            dues.push(Due {
                id: instalment.id.clone(),
                account: account.id.clone(),
                date,
                days_until: today.days_until(date),
                status: DueStatus::of(date, false, today, account.late.grace_days),
                currency: account.currency,
                amount,
                minimum,
                autopay: account.autopay,
                account_index,
            });
        }
        let standing = standing(account, &dues, &ledger, today)?;
        Ok(Self { ledger, dues, standing })
    }
}

impl Due {
    /// What is asked for by its day; of a card's statement that is past it, what is missing of the minimum.
    pub(super) fn asked(&self) -> Parts {
        match self.minimum {
            Some(minimum) if self.days_until < 0 => {
                let penalty = self.amount.penalty.min(minimum);
                Parts {
                    principal: minimum.minus(penalty),
                    penalty,
                    ..Parts::ZERO
                }
            }
            _ => self.amount.parts(),
        }
    }
}

fn standing(account: &Account, dues: &[Due], ledger: &Ledger, today: CivilDate) -> Result<Standing> {
    let oldest = dues.iter().map(|due| due.days_until).min().unwrap_or_default();
    let payoff = ledger.payoff()?.breakdown();
    let standing = match dues.first().map(|due| due.status) {
        None if payoff.total.is_zero() => StandingKind::Settled,
        Some(DueStatus::Overdue) => StandingKind::Overdue,
        Some(DueStatus::InGrace) => StandingKind::InGrace,
        _ => StandingKind::Current,
    };
    let mut overdue = Parts::ZERO;
    for due in dues.iter().filter(|due| due.status == DueStatus::Overdue) {
        overdue = overdue.plus(due.asked());
    }
    Ok(Standing {
        account: account.id.clone(),
        standing,
        days_past_due: oldest.min(0).saturating_neg(),
        overdue: overdue.breakdown(),
        outstanding: ledger.outstanding()?.breakdown(),
        next_due: dues.iter().find(|due| due.days_until >= 0).map(|due| due.date),
        payoff,
        credit: Some(ledger.credit).filter(|credit| credit.is_positive()),
        minimum_only: ledger.minimum_only(),
        lateness: lateness::of(account, ledger, today)?,
    })
}
