//! Whether to say something of what is due, when, where and in which tone: the right nudge at the right moment, or none.
//!
//! `past` reads the record, `stage` asks what each due calls for, `arm` and `learn` choose the moment, `gate` says when
//! anything may be said at all, `plan` puts it together, and `message` says what is said. docs/DESIGN.md has the policy.

mod arm;
mod gate;
mod key;
mod learn;
mod message;
mod past;
mod plan;
mod stage;

use crate::account::{Tone, Wallet};
use crate::calendar::{CivilDate, CivilTime, Instant};
use crate::error::Result;
use crate::history::Channel;
use crate::ledger::RowId;
use crate::money::Minor;
use crate::params::Params;
use serde::Serialize;

/// Days ahead that a plan covers.
pub const PLAN_DAYS: u16 = 35;
/// Dues that one nudge names at most.
pub const DUES_MAX: usize = 20;
/// Suppressions that a plan lists at most.
pub const SUPPRESSED_MAX: usize = 200;

/// What to say now, what to hand to the platform's scheduler, and what was held back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NudgePlan {
    /// To render now, and to record as `shown`.
    pub show: Vec<Nudge>,
    /// To hand to the platform's own scheduler, and to record as `planned`; by time.
    pub add: Vec<Nudge>,
    /// Keys to take back from the scheduler, and to record as `suppressed`.
    pub cancel: Vec<String>,
    /// What was held back or put off, each due once and by what first; at most [`SUPPRESSED_MAX`].
    pub suppressed: Vec<Suppressed>,
    /// When to ask again, at the latest; nothing where nothing is owed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_at: Option<CivilTime>,
}

/// Something that is said once, in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Nudge {
    /// The same dues, stage, day and content give the same key.
    pub key: String,
    /// When, on the customer's own clock.
    pub at: CivilTime,
    /// The last minute in which it is worth saying.
    pub expires: CivilTime,
    /// The accounts it is about.
    pub accounts: Vec<String>,
    /// The dues it is about, at most [`DUES_MAX`].
    pub dues: Vec<RowId>,
    /// How far the dues are.
    pub stage: Stage,
    /// Where.
    pub channel: Channel,
    /// How.
    pub tone: Tone,
    /// How much it asks for attention.
    pub level: Alert,
    /// What is said: the catalogues have the words.
    pub message: Message,
    /// What the customer can do, the most helpful first.
    pub actions: Vec<Action>,
    /// What the market wants told with it, in plain words.
    pub disclosures: Vec<String>,
    /// Why it is said, and why now.
    pub reasons: Vec<Reason>,
    /// How likely this moment and place were to be chosen, in parts per million: what an evaluation of the choices needs.
    pub propensity: u32,
}

/// How far a due is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// More than three days before the due day.
    Early,
    /// In the days before the due day.
    Near,
    /// On the due day.
    Due,
    /// Past the due day, and still free.
    Grace,
    /// Past the due day and its grace.
    Overdue,
    /// Ways out first.
    Help,
}

impl Stage {
    const ALL: [Self; 6] = [
        Self::Early,
        Self::Near,
        Self::Due,
        Self::Grace,
        Self::Overdue,
        Self::Help,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::Near => "near",
            Self::Due => "due",
            Self::Grace => "grace",
            Self::Overdue => "overdue",
            Self::Help => "help",
        }
    }

    fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }
}

/// How much a nudge asks for attention. There is no third level: nothing here is an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alert {
    /// It waits to be found.
    Passive,
    /// It is pointed out.
    Active,
}

/// What is said, for the catalogues to put into words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Such as `near.one`.
    pub id: &'static str,
    /// What the words speak of.
    pub params: Params,
}

/// Something that the customer can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Action {
    /// What.
    pub kind: ActionKind,
    /// How much, where it is a payment in one currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Minor>,
    /// Until when, where it puts off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<CivilTime>,
}

/// What the customer can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionKind {
    /// Pay what is asked.
    Pay,
    /// Pay a card's minimum.
    PayMinimum,
    /// See what waiting costs.
    SeeCost,
    /// See the ways out.
    SeeOffers,
    /// Say that paying is not possible.
    CannotPay,
    /// Be told later.
    Snooze,
    /// See why this was said.
    Why,
    /// Be told no more.
    Stop,
    /// Say that it is not right.
    Dispute,
}

/// Why a nudge is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// What the catalogues have words for.
    pub code: &'static str,
    /// What the words speak of.
    #[serde(skip_serializing_if = "Params::is_empty")]
    pub params: Params,
}

/// What was held back or put off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suppressed {
    /// The key that it would have had.
    pub key: String,
    /// The account's id.
    pub account: String,
    /// What held it back first; of what holds at one moment, what lasts longest.
    pub reason: Held,
    /// The rule, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// What holds a nudge back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Held {
    /// The host or the customer says that it is paid.
    Paid,
    /// The creditor collects it, and nothing says that this will fail.
    Autopay,
    /// The account is disputed.
    HoldDisputed,
    /// The creditor grants forbearance.
    HoldHardship,
    /// The account is paused.
    HoldPaused,
    /// The account is stopped.
    HoldStopped,
    /// The customer muted the account.
    Muted,
    /// The customer stopped all nudges.
    Stopped,
    /// No channel is left.
    OptedOut,
    /// The customer put it off.
    Snoozed,
    /// The customer promised to pay by a day that has not passed.
    Promised,
    /// The customer's quiet hours.
    QuietHours,
    /// The hours in which a rule allows contact.
    Window,
    /// A rule counts contacts.
    Quota,
    /// One nudge a day, over all accounts.
    DailyCap,
    /// As many a week as the customer wants.
    WeeklyChoice,
    /// A rule keeps quiet after something.
    Cooldown,
    /// Fewer for someone who cannot pay.
    CannotPay,
    /// Another nudge speaks of it too.
    Batched,
    /// It was said.
    ToldAlready,
    /// The customer disputes it, or says that it is wrong.
    Disputed,
    /// The customer says that it is somebody else's.
    NotMine,
    /// No allowed moment is left before it is too late.
    TooLate,
}

/// What to say now and later of everything that is due in the next [`PLAN_DAYS`] days, over all accounts.
///
/// The plan depends on the wallet and the moment alone. Asked again at the same moment, with nothing recorded, it is the
/// same; with what it showed and added recorded as `shown` and `planned`, it shows and adds nothing.
///
/// # Errors
///
/// As [`outlook`](crate::outlook()).
///
/// # Example
///
/// ```
/// let wallet = predue::wire::wallet(r#"{
///   "market": "none", "locale": "en",
///   "accounts": [{
///     "id": "phone", "label": "Phone", "creditor": { "name": "Sample Shop" }, "currency": "EUR", "product": "bnpl",
///     "plan": { "kind": "dues", "dues": [{ "id": "3", "date": "2026-12-04", "principal": 10000 }] }
///   }]
/// }"#)?;
/// let plan = predue::nudges(&wallet, &"2026-11-22T09:30:00+08:00".parse()?)?;
/// let first = &plan.add[0];
/// assert_eq!((first.message.id, first.at.to_string().as_str()), ("near.one", "2026-12-01T10:00"));
/// assert!(plan.show.is_empty());
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: a moment without an offset
///
/// ```
/// let wallet = predue::wire::wallet(r#"{ "market": "none", "locale": "en", "accounts": [] }"#)?;
/// let error = "2026-11-22T09:30:00".parse().and_then(|at| predue::nudges(&wallet, &at)).unwrap_err();
/// assert_eq!(error.code(), "INPUT");
/// # Ok::<(), predue::Error>(())
/// ```
pub fn nudges(wallet: &Wallet, at: &Instant) -> Result<NudgePlan> {
    plan::plan(wallet, at)
}

/// The day so many days after another, or before it; at the ends of the calendar that day itself, as nothing lies beyond.
#[inline(never)]
fn moved(day: CivilDate, days: i32) -> CivilDate {
    day.plus_days(days).unwrap_or(day)
}

/// A minute of a day, or its last where it has no such minute.
#[inline(never)]
fn clock(day: CivilDate, minute: u16) -> CivilTime {
    CivilTime::new(day, minute).unwrap_or(CivilTime::end_of(day))
}
