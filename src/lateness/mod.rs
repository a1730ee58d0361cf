//! How likely the next due is to be paid late. It decides lead, tone and help, never price or eligibility.
//!
//! Only how the account itself was paid is looked at: nothing of who somebody is, where or with whom they live, or whom they
//! know.

#![expect(
    clippy::float_arithmetic,
    reason = "a chance is no money, and no amount is made of one"
)]

mod instalments;
mod odds;
mod record;
mod revolving;

pub use instalments::{INSTALMENTS_MAX, PastInstalment, instalments, still_unpaid};
pub use revolving::{Limit, MONTHS_MAX, Month, revolving};

use crate::account::{Account, LatenessPrior, Plan, Wallet, account_path};
use crate::calendar::{CivilDate, Instant};
use crate::error::Result;
use crate::ledger::Ledger;
use odds::{chance, log_odds};
use record::{card_limit, card_months, is_open, past_instalments};
use serde::Serialize;

/// The chance that the next due is paid late, with what it rests on.
///
/// Without any observation it is the prior exactly, and its level is `unknown`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lateness {
    /// Chance of more than 0 days.
    pub over0: f64,
    /// Chance of more than 3 days.
    pub over3: f64,
    /// Chance of more than 7 days.
    pub over7: f64,
    /// Observations it rests on.
    pub evidence: u32,
    /// In words, for a choice of tone.
    pub level: Level,
    /// Where the chance of more than 0 days lies in four cases of five, as far as so few observations can tell.
    pub interval: [f64; 2],
    /// At most four, largest first.
    pub reasons: Vec<Reason>,
}

/// How likely, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Too few observations to say, or too wide an interval.
    Unknown,
    /// Likely to be paid in time.
    Low,
    /// Neither likely nor unlikely.
    Medium,
    /// Likely to be paid late.
    High,
}

/// Why it is more or less likely; the prior has no reasons.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// What the catalogues have words for.
    pub code: &'static str,
    /// In log-odds: above zero it raises the chance.
    pub weight: f64,
}

/// What an account's own record says, to be weighed with a prior.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Instalments or months that it rests on.
    pub observations: u32,
    /// How many observations it weighs as: old ones count less, and the prior counts for some.
    pub strength: f64,
    /// What is added to the prior's log-odds whatever was observed.
    pub constant: f64,
    /// What else is added, reason by reason, the largest first.
    pub reasons: Vec<Reason>,
}

impl Evidence {
    fn new(observations: usize, strength: f64, constant: f64, reasons: Reasons) -> Self {
        Self {
            observations: u32::try_from(observations).unwrap_or(u32::MAX),
            strength,
            constant,
            reasons: reasons.0,
        }
    }
}

/// Reasons, the largest first; what weighs nothing is none.
#[derive(Default)]
struct Reasons(Vec<Reason>);

impl Reasons {
    /// With a code for what raises the chance and one for what lowers it; after those that weigh as much.
    #[inline(never)]
    fn add(&mut self, (raises, lowers): (&'static str, &'static str), weight: f64) {
        if weight == 0.0 {
            return;
        }
        let code = if weight > 0.0 { raises } else { lowers };
        let is_less = |reason: &Reason| reason.weight.abs() < weight.abs();
        let place = self.0.iter().position(is_less).unwrap_or(self.0.len());
        self.0.insert(place, Reason { code, weight });
    }
}

const REASONS_MAX: usize = 4;
/// With fewer observations the level is not told.
const OBSERVATIONS_MIN: u32 = 3;
/// With a wider interval the level is not told. At even odds it takes five instalments.
const WIDTH_MAX: f64 = 0.52;
/// Standard deviations on either side, between which four of five cases lie.
const DEVIATIONS: f64 = 1.28;
/// Below it the level is low.
const LOW_BELOW: f64 = 0.2;
/// From here on the level is high: late is as likely as not.
const HIGH_FROM: f64 = 0.5;
/// Of those who pay in time and have not paid so many days before the due day, the share who have not a day later: as
/// early payments are on average, if each day takes the same share.
const UNPAID_EACH_DAY: f64 = 0.852_5;

/// Of the accounts on which cards were measured so many missed a month.
const BUILT_IN_OVER0: f64 = 0.22;

/// Where the host gives no prior. Of the accounts on which cards were measured 22 % missed a month; that half of those who are
/// late are so by days is a policy, not a measurement.
///
/// Until fifteen days before the due day it knows how many of those who pay in time have not paid yet.
///
/// # Example
///
/// ```
/// let prior = predue::lateness::built_in();
/// assert!(prior.over0 > prior.over3 && prior.over3 > prior.over7);
/// assert!(prior.unpaid_on_time.is_sorted());
/// ```
#[must_use]
pub fn built_in() -> LatenessPrior {
    let mut paid_before = 1.0;
    let mut unpaid_on_time = Vec::with_capacity(16);
    for _ in 0..16 {
        paid_before *= UNPAID_EACH_DAY;
        unpaid_on_time.push(1.0 - paid_before);
    }
    LatenessPrior {
        over0: BUILT_IN_OVER0,
        over3: 0.11,
        over7: 0.07,
        unpaid_on_time,
        shift: 0.0,
        scale: 1.0,
    }
}

/// Weighs what was observed with a prior; `still_unpaid` is what [`still_unpaid`] says of the due itself.
///
/// Without an observation it is the prior exactly, whatever the prior's recalibration. The interval takes the chance for the
/// mean of a beta distribution that is as strong as the evidence: 1.28 of its standard deviations on either side, within 0
/// and 1. The level is told from three observations on, and while the interval is at most 0.52 wide: low below 0.2, high
/// from 0.5 on.
///
/// # Example
///
/// ```
/// use predue::account::LatenessPrior;
/// use predue::lateness::{Level, PastInstalment, built_in, instalments, weigh};
///
/// let prior = LatenessPrior { over0: 0.1, over3: 0.05, over7: 0.02, ..built_in() };
/// let new = weigh(&prior, &instalments(&prior, &[]), 0.0);
/// assert_eq!((new.over0, new.over7, new.level), (0.1, 0.02, Level::Unknown));
///
/// let early = PastInstalment { late_days: -7.0, is_open: false };
/// let known = weigh(&prior, &instalments(&prior, &[early; 5]), 0.0);
/// assert_eq!((known.evidence, known.level), (5, Level::Low));
/// assert_eq!(known.reasons[0].code, "paid-on-time");
/// ```
#[must_use]
pub fn weigh(prior: &LatenessPrior, evidence: &Evidence, still_unpaid: f64) -> Lateness {
    let over0 = over(prior, evidence, still_unpaid, prior.over0);
    let over3 = over(prior, evidence, still_unpaid, prior.over3).min(over0);
    let over7 = over(prior, evidence, still_unpaid, prior.over7).min(over3);
    let mut reasons = Reasons(evidence.reasons.clone());
    for reason in &mut reasons.0 {
        reason.weight *= prior.scale;
    }
    reasons.add(("still-unpaid", "still-unpaid"), still_unpaid);
    reasons.0.truncate(REASONS_MAX);
    let interval = interval(over0, evidence.strength);
    Lateness {
        over0,
        over3,
        over7,
        evidence: evidence.observations,
        level: level(over0, interval, evidence.observations),
        interval,
        reasons: reasons.0,
    }
}

/// What a share of the prior becomes.
#[inline(never)]
fn over(prior: &LatenessPrior, evidence: &Evidence, still_unpaid: f64, share: f64) -> f64 {
    if evidence.observations > 0 {
        let weights = evidence.reasons.iter().map(|reason| reason.weight);
        let told = weights.fold(evidence.constant + log_odds(share), |sum, weight| sum + weight);
        chance(prior.shift + prior.scale * told + still_unpaid)
    } else if still_unpaid > 0.0 {
        chance(log_odds(share) + still_unpaid)
    } else {
        share
    }
}

fn interval(mean: f64, strength: f64) -> [f64; 2] {
    let deviation = (mean * (1.0 - mean) / (strength + 1.0)).sqrt();
    let half = DEVIATIONS * deviation;
    [
        if mean > half { mean - half } else { 0.0 },
        if mean + half < 1.0 { mean + half } else { 1.0 },
    ]
}

fn level(over0: f64, [from, to]: [f64; 2], observations: u32) -> Level {
    match over0 {
        _ if observations < OBSERVATIONS_MIN || to - from > WIDTH_MAX => Level::Unknown,
        ..LOW_BELOW => Level::Low,
        HIGH_FROM.. => Level::High,
        _ => Level::Medium,
    }
}

/// How likely the next due of an account is to be paid late: the first that is not paid, from the customer's day on.
///
/// How instalments were paid comes from the ledger, for a card from its statements and the events since the first one told.
/// Late charges follow from lateness and are none themselves.
///
/// # Errors
///
/// `ACCOUNT_UNKNOWN` when the wallet has no such account; otherwise as [`schedule`](crate::schedule()).
///
/// # Example
///
/// ```
/// let wallet = predue::wire::wallet(r#"{
///   "market": "none", "locale": "en",
///   "accounts": [{
///     "id": "power", "label": "Power", "creditor": { "name": "Sample Power" }, "currency": "EUR", "product": "bill",
///     "prior": { "over0": 0.125 },
///     "plan": { "kind": "dues", "dues": [
///       { "id": "october", "date": "2026-10-20", "principal": 4150 }, { "id": "november", "date": "2026-11-20", "principal": 3900 }
///     ] },
///     "events": [{ "kind": "repayment", "date": "2026-10-25", "amount": 4150 }]
///   }]
/// }"#)?;
/// let before = predue::lateness(&wallet, "power", &"2026-10-01T09:30:00+01:00".parse()?)?;
/// assert_eq!((before.over0, before.evidence), (0.125, 0));
/// let after = predue::lateness(&wallet, "power", &"2026-11-01T09:30:00+01:00".parse()?)?;
/// assert!(after.over0 > before.over0);
/// assert_eq!(after.reasons[0].code, "paid-late");
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: an account that does not exist
///
/// ```
/// let wallet = predue::wire::wallet(r#"{ "market": "none", "locale": "en", "accounts": [] }"#)?;
/// let error = predue::lateness(&wallet, "phone", &"2026-11-22T09:30:00+08:00".parse()?).unwrap_err();
/// assert_eq!(error.code(), "ACCOUNT_UNKNOWN");
/// # Ok::<(), predue::Error>(())
/// ```
pub fn lateness(wallet: &Wallet, account: &str, at: &Instant) -> Result<Lateness> {
    let (index, account) = wallet.account(account)?;
    let today = at.date();
    let ledger = Ledger::of(account, &wallet.holidays, today);
    let lateness = ledger.and_then(|ledger| of(account, &ledger, today));
    lateness.map_err(|error| error.at(&account_path(index)))
}

/// The same for an account whose ledger is made already.
pub(crate) fn of(account: &Account, ledger: &Ledger, today: CivilDate) -> Result<Lateness> {
    let built_in = built_in();
    let prior = account.prior.as_ref().unwrap_or(&built_in);
    let mut past = Vec::new();
    let evidence = if let Plan::Card(plan) = &account.plan {
        revolving(
            &card_months(plan, &account.events, today)?,
            card_limit(plan, account.currency),
        )
    } else {
        past = past_instalments(ledger, today);
        instalments(prior, &past)
    };
    Ok(weigh(
        prior,
        &evidence,
        of_next_due(account, prior, ledger, today, &past),
    ))
}

/// What it says that the next due is still unpaid. Nothing where the creditor collects it on its day, nor so long before
/// the day that the prior's figures do not reach there.
fn of_next_due(
    account: &Account,
    prior: &LatenessPrior,
    ledger: &Ledger,
    today: CivilDate,
    past: &[PastInstalment],
) -> f64 {
    if account.autopay {
        return 0.0;
    }
    for instalment in &ledger.instalments {
        if instalment.due_on < today || instalment.is_estimate() || !is_open(instalment) {
            continue;
        }
        let days = u16::try_from(today.days_until(instalment.due_on)).unwrap_or(u16::MAX);
        let share = prior.unpaid_on_time.get(usize::from(days));
        // On the due day itself the day is not over: who always pays on it is in time.
        return share.map_or(0.0, |share| still_unpaid(*share, days.max(1), past));
    }
    0.0
}
