//! Ways out for someone who cannot pay as agreed: other terms as ledger events, all measured alike, for a person to compare.
//!
//! `propose` asks each kind (`put_off`, `spread`, `let_off`) what it can do within `limits`; `trial` replays what it proposes,
//! `figures` measures it and `purse` says whether it can be paid; `choose` keeps what is beaten by nothing. docs/DESIGN.md has
//! the policy.

mod choose;
mod draft;
mod figures;
mod let_off;
mod limits;
mod propose;
mod purse;
mod put_off;
mod spread;
mod trial;

use crate::account::{Breakdown, Event, OfferKind, Wallet, account_path};
use crate::apr::AnnualRate;
use crate::calendar::{CivilDate, Instant};
use crate::error::Result;
use crate::market::RuleNotice;
use crate::money::{Currency, Minor};
use crate::outlook::Row;
use crate::params::Params;
use serde::{Serialize, Serializer};
use trial::Desk;

/// Offers that a book shows at most.
pub const OFFERS_MAX: usize = 5;
/// Days in which relief counts that does not last.
pub const SOON_DAYS: u16 = 92;

/// What the customer says of the situation; what is left open bounds nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// Why paying as agreed is not possible.
    pub reason: Option<Hardship>,
    /// What can be paid today.
    pub pay_now: Option<Minor>,
    /// What can be paid in a month.
    pub pay_per_month: Option<Minor>,
    /// The day of the month on which money comes in, from 1 to 31; a shorter month's last day stands for those it lacks.
    pub payday: Option<u16>,
    /// The day by which things are better.
    pub until: Option<CivilDate>,
}

/// Why paying as agreed is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hardship {
    /// There is less income than before.
    IncomeLoss,
    /// Income comes later than the due.
    IncomeLate,
    /// Illness.
    Illness,
    /// Something unforeseen took the money.
    Emergency,
    /// Too much is owed to too many.
    TooManyDebts,
    /// Something else.
    Other,
}

/// The plan as agreed, the same plan paid late, and the ways out beside them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfferBook {
    /// The account's id.
    pub account: String,
    /// ISO 4217.
    pub currency: Currency,
    /// The plan as agreed.
    pub keep: PlanFigures,
    /// The same plan with the next payment, and all that is due until then, made thirty days late.
    pub wait: PlanFigures,
    /// None is beaten by another on every measure; the best for the situation first, at most [`OFFERS_MAX`].
    pub offers: Vec<Offer>,
    /// The kinds of which there is no offer.
    pub refused: Vec<Refusal>,
    /// Market rules on help, and those that held down a charge.
    pub rules: Vec<RuleNotice>,
}

/// What a plan asks for from today on. What is past due is counted as paid today, and all that falls on one day as one
/// payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanFigures {
    /// The day of the first payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<CivilDate>,
    /// The day of the last payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<CivilDate>,
    /// How many payments.
    pub count: u32,
    /// The largest payment.
    pub largest: Minor,
    /// The most that falls into one calendar month.
    pub per_month: Minor,
    /// What is to be paid in the next three months: today and the [`SOON_DAYS`] days after it.
    pub soon: Minor,
    /// All payments together.
    pub to_pay: Breakdown,
    /// What they come to above keeping the plan; below zero where something is let off.
    pub cost_more: Minor,
    /// What the plan costs in a year, set against what settles the account today; nothing where no rate says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apr: Option<AnnualRate>,
}

/// A way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// Unique in its book: the kind, the number it turns on, and what comes with it.
    pub id: String,
    /// What it is.
    pub kind: OfferKind,
    /// What comes with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<OfferKind>,
    /// Whether the creditor has approved it beforehand; otherwise it shows what to ask for.
    pub binding: bool,
    /// The last day on which it can be taken up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<CivilDate>,
    /// The schedule of the account with the events. In JSON only how many there are: they cross as numbers.
    #[serde(serialize_with = "number_of")]
    pub rows: Vec<Row>,
    /// Measured like keeping the plan.
    pub figures: PlanFigures,
    /// Whether nothing is past due any more once it is agreed.
    pub cures_arrears: bool,
    /// Whether it can be paid without going short; nothing where it is not known what there is.
    pub affordable: Option<bool>,
    /// What is said of it.
    pub message: Message,
    /// Why it stands where it stands.
    pub reasons: Vec<Reason>,
    /// What turns today's account into this plan.
    pub events: Vec<Event>,
}

fn number_of<S: Serializer>(rows: &[Row], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    rows.len().serialize(serializer)
}

/// What is said of an offer, for the catalogues to put into words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Such as `extend-term`.
    pub id: &'static str,
    /// What the words speak of.
    pub params: Params,
}

/// Why an offer stands where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// What the catalogues have words for.
    pub code: &'static str,
    /// What the words speak of.
    #[serde(skip_serializing_if = "Params::is_empty")]
    pub params: Params,
}

/// Why there is no offer of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Which kind.
    pub kind: OfferKind,
    /// What the catalogues have words for.
    pub code: &'static str,
    /// What the words speak of.
    #[serde(skip_serializing_if = "Params::is_empty")]
    pub params: Params,
}

/// What an account comes to with more events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The schedule of the account with the events.
    pub rows: Vec<Row>,
    /// Measured like keeping the plan.
    pub figures: PlanFigures,
    /// Whether nothing is past due any more.
    pub cures_arrears: bool,
    /// Whether it can be paid without going short; nothing where it is not known what there is.
    pub affordable: Option<bool>,
}

/// The ways out of an account on the customer's day, each as events that turn it into another plan, beside keeping the plan
/// and paying it late.
///
/// They stay within what the creditor approved beforehand, or show what to ask for where nothing was, and within what the
/// market's rules leave. An offer that is no better than another on any measure is left out.
///
/// # Errors
///
/// `ACCOUNT_UNKNOWN` when the wallet has no such account; otherwise as [`projection`](crate::projection()). What cannot be
/// computed for one kind refuses that kind alone.
///
/// # Example
///
/// ```
/// use predue::account::OfferKind;
/// use predue::offer::Situation;
///
/// let wallet = predue::wire::wallet(r#"{
///   "market": "none", "locale": "en",
///   "accounts": [{
///     "id": "phone", "label": "Phone", "creditor": { "name": "Sample Shop" }, "currency": "EUR", "product": "loan",
///     "plan": { "kind": "loan", "principal": 120000, "annualRate": "0.12", "method": "equal-instalment", "count": 12,
///               "every": { "n": 1, "unit": "month" }, "start": "2026-11-05", "dayCount": "30/360" }
///   }]
/// }"#)?;
/// let situation = Situation { pay_per_month: Some(predue::money::Minor::new(6_000)?), ..Situation::default() };
/// let book = predue::offers(&wallet, "phone", &"2026-11-22T09:30:00+01:00".parse()?, &situation)?;
/// let lower = book.offers.iter().find(|offer| offer.kind == OfferKind::LowerInstalment).ok_or("an offer")?;
/// assert_eq!((lower.figures.count, lower.figures.per_month.get()), (23, 5_875));
/// assert!(lower.figures.cost_more.is_positive() && !lower.binding);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Example: an account that does not exist
///
/// ```
/// use predue::offer::Situation;
///
/// let wallet = predue::wire::wallet(r#"{ "market": "none", "locale": "en", "accounts": [] }"#)?;
/// let at = "2026-11-22T09:30:00+01:00".parse()?;
/// let error = predue::offers(&wallet, "phone", &at, &Situation::default()).unwrap_err();
/// assert_eq!(error.code(), "ACCOUNT_UNKNOWN");
/// # Ok::<(), predue::Error>(())
/// ```
pub fn offers(wallet: &Wallet, account: &str, at: &Instant, situation: &Situation) -> Result<OfferBook> {
    let (index, account) = wallet.account(account)?;
    let book = || {
        let desk = Desk::new(wallet, account, at, situation)?;
        let proposals = propose::all(&desk)?;
        choose::book(desk, proposals)
    };
    book().map_err(|error| error.at(&account_path(index)))
}

/// What an account comes to with more events, measured like the offers: for terms that a creditor proposes on its own.
///
/// # Errors
///
/// As [`offers`], and `INPUT` or `UNSUPPORTED` for events that the account cannot have.
///
/// # Example
///
/// ```
/// use predue::account::{Event, EventKind};
/// use predue::offer::{Situation, measure};
///
/// let wallet = predue::wire::wallet(r#"{
///   "market": "none", "locale": "en",
///   "accounts": [{
///     "id": "power", "label": "Power", "creditor": { "name": "Sample Power" }, "currency": "EUR", "product": "bill",
///     "plan": { "kind": "dues", "dues": [{ "id": "may", "date": "2026-05-20", "principal": 4150 }] }
///   }]
/// }"#)?;
/// let at = "2026-05-11T09:30:00+02:00".parse()?;
/// let moved = Event { date: "2026-05-20".parse()?, id: None, kind: EventKind::Reschedule("2026-06-20".parse()?) };
/// let measured = measure(&wallet, "power", &at, &Situation::default(), &[moved])?;
/// assert_eq!(measured.figures.first, Some("2026-06-20".parse()?));
/// assert_eq!(measured.figures.cost_more.get(), 0);
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: a due date that the plan does not have
///
/// ```
/// use predue::account::{Event, EventKind};
/// use predue::offer::{Situation, measure};
///
/// # let wallet = predue::wire::wallet(r#"{
/// #   "market": "none", "locale": "en",
/// #   "accounts": [{
/// #     "id": "power", "label": "Power", "creditor": { "name": "Sample Power" }, "currency": "EUR", "product": "bill",
/// #     "plan": { "kind": "dues", "dues": [{ "id": "may", "date": "2026-05-20", "principal": 4150 }] }
/// #   }]
/// # }"#)?;
/// let at = "2026-05-11T09:30:00+02:00".parse()?;
/// let moved = Event { date: "2026-05-21".parse()?, id: None, kind: EventKind::Reschedule("2026-06-20".parse()?) };
/// let error = measure(&wallet, "power", &at, &Situation::default(), &[moved]).unwrap_err();
/// assert_eq!(error.code(), "INPUT");
/// # Ok::<(), predue::Error>(())
/// ```
pub fn measure(
    wallet: &Wallet,
    account: &str,
    at: &Instant,
    situation: &Situation,
    events: &[Event],
) -> Result<Measured> {
    let (index, account) = wallet.account(account)?;
    let measured = || {
        let desk = Desk::new(wallet, account, at, situation)?;
        let trial = desk.try_events(events)?;
        Ok(Measured {
            figures: desk.priced(&trial.payments, &trial.figures),
            cures_arrears: trial.is_current,
            affordable: desk.purse.affords(&trial)?,
            rows: desk.rows(*trial),
        })
    };
    measured().map_err(|error: crate::Error| error.at(&account_path(index)))
}
