//! The nouns: a wallet, its accounts, what was agreed and what has happened.

mod event;
mod funds;
mod parts;
mod plan;
mod policy;
mod terms;
mod wishes;

pub(crate) use event::reversed;
pub use event::{CreditSource, Event, EventKind, Part, ReAge};
pub use funds::{FLOWS_MAX, Flow, Funds};
pub use parts::{Breakdown, Parts};
pub use plan::{
    Accrual, CardPlan, Conventions, DayCount, Due, DuesPlan, Grace, InstalmentRate, LeapYear, LoanPlan, Method,
    MinimumRule, MonthDays, Plan, Rest, Rounding, Statement, YearDays, YearSplit,
};
pub use policy::{EarlyPayment, Hold, OfferKind, OfferPolicy};
pub use terms::{
    Across, Allocation, AllocationRule, Compound, FeeAmount, FeeBase, FuturePayment, InForce, InterestBase, LateFee,
    LateFrom, LateInterest, LateRate, LateTerms, LatenessPrior, Milestone, MilestoneCode, UNPAID_DAYS_MAX,
};
pub use wishes::{Preferences, Quiet, Tone};

use crate::calendar::CivilDate;
use crate::digits::whole;
use crate::error::{Error, Result};
use crate::history::History;
use crate::market::Pack;
use crate::money::{Currency, Rate};
use std::rc::Rc;

/// Accounts a wallet may hold.
pub const ACCOUNTS_MAX: usize = 200;
/// Instalments, dues or statements an account may have.
pub const ROWS_MAX: u16 = 1_200;
/// Events an account may have.
pub const EVENTS_MAX: usize = 10_000;
/// Published rates a wallet may list.
pub const REFERENCE_RATES_MAX: usize = 100;
/// Holidays a wallet may list.
pub const HOLIDAYS_MAX: usize = 2_000;

/// What the host knows: the customer's market, language and accounts.
#[derive(Clone, Debug, PartialEq)]
pub struct Wallet {
    /// ISO 3166 code of a loaded rule pack, or `none` for the floor pack alone.
    pub market: String,
    /// BCP 47 tag.
    pub locale: String,
    /// At most [`ACCOUNTS_MAX`], each with an id of its own.
    pub accounts: Vec<Account>,
    /// Days that are not business days, sorted; at most [`HOLIDAYS_MAX`].
    pub holidays: Vec<CivilDate>,
    /// The market's rules with those of its parents and the floor, which is always among them.
    pub rules: Rc<Pack>,
    /// Published rates a year that market rules refer to, by the names they have there.
    pub reference_rates: Vec<(String, Rate)>,
    /// What the customer has and expects, where the host knows.
    pub funds: Option<Funds>,
    /// What the customer has chosen.
    pub preferences: Preferences,
    /// What was said so far.
    pub history: History,
}

impl Wallet {
    /// The account of this id.
    ///
    /// # Errors
    ///
    /// `ACCOUNT_UNKNOWN` when the wallet has none of that id.
    pub fn account(&self, id: &str) -> Result<(usize, &Account)> {
        let found = self.accounts.iter().enumerate().find(|(_, account)| account.id == id);
        found.ok_or_else(|| Error::account_unknown(id))
    }
}

/// Where an account stands in its wallet, as paths name it.
pub(crate) fn account_path(index: usize) -> String {
    ["wallet.accounts[", &whole(index), "]"].concat()
}

/// One agreement with one creditor, in one currency. A copy shares what was agreed, and has events of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// The host's own id.
    pub id: String,
    /// In the customer's words.
    pub label: String,
    /// Who is owed.
    pub creditor: Rc<Creditor>,
    /// What it is, by the name that market rules have for it, such as `credit_card`; nothing where they have none.
    pub product: &'static str,
    /// Who lent, by the name that market rules have for it, such as `bank`; nothing where it is not known.
    pub lender: &'static str,
    /// ISO 4217; every amount of the account is in its minor unit.
    pub currency: Currency,
    /// What was agreed.
    pub plan: Plan,
    /// What has happened, in any order; events of one day keep the order given. At most [`EVENTS_MAX`].
    pub events: Vec<Event>,
    /// What being late costs.
    pub late: Rc<LateTerms>,
    /// Which part of what is owed a payment pays first.
    pub allocation: Allocation,
    /// Whether the creditor collects by itself.
    pub autopay: bool,
    /// Why it is left alone: its figures are computed, and nothing is said of it.
    pub hold: Option<Hold>,
    /// What the creditor has approved beforehand.
    pub policy: Option<Rc<OfferPolicy>>,
    /// The host's own figures of how many pay late.
    pub prior: Option<LatenessPrior>,
}

/// Who is owed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Creditor {
    /// As the customer knows it.
    pub name: String,
    /// Where to ask for other terms.
    pub contact: Option<String>,
    /// Where to complain.
    pub complaints: Option<String>,
}
