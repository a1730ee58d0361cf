//! What waiting costs: what there is to pay on days to come, where it jumps, and what can still be avoided.

use super::charge::{Charge, Rule};
use super::late_due::LateDue;
use super::law::Law;
use super::run_up::{charges, fees, late_dues};
use crate::account::{Account, Breakdown, Milestone, MilestoneCode, Part, Parts, Plan, Wallet, account_path};
use crate::calendar::{CivilDate, Instant};
use crate::error::{Error, Result};
use crate::ledger::{Instalment, Ledger, RowId};
use crate::market::RuleNotice;
use crate::money::{Currency, Minor};
use crate::order::by_day;
use serde::Serialize;

/// Days from now that a projection tells of unless asked otherwise.
pub const POINT_DAYS: [u16; 8] = [0, 1, 3, 7, 14, 30, 60, 90];
/// Points that a projection has at most.
pub const POINTS_MAX: usize = 400;
/// Days from now that a point may lie ahead: ten years.
pub const POINT_DAYS_MAX: u16 = 3_660;

/// What waiting costs on one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Projection {
    /// The account's id.
    pub account: String,
    /// ISO 4217.
    pub currency: Currency,
    /// One for each day asked for, in the order asked.
    pub points: Vec<Point>,
    /// Where the cost jumps or something else happens, up to the last day asked for, in order.
    pub steps: Vec<Step>,
    /// The first step that can still be avoided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avoid: Option<Avoidable>,
    /// Each charge by its day: what the terms have run up to now and is not booked, and what waiting adds.
    pub trail: Vec<Charge>,
    /// Market rules that had something to say of a charge, or of the order in which payments count.
    pub rules: Vec<RuleNotice>,
}

/// What there is to pay on one day if nothing is paid before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Point {
    /// The day.
    pub date: CivilDate,
    /// Days from now.
    pub days: u16,
    /// Days since the oldest unpaid due.
    pub days_past_due: i32,
    /// What brings the account up to date: all that is due by then, or the next due where nothing is yet, with late
    /// charges.
    pub pay: Breakdown,
    /// What waiting from today until then has added to the debt, also where it is due later.
    pub extra: Minor,
    /// The same by the stricter and by the looser reading of the market's rules, where they are disputed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<[Minor; 2]>,
}

/// A day on which waiting costs at once, or something else happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The first day on which it is so; paying the day before avoids it.
    pub date: CivilDate,
    /// What it adds that day.
    pub extra: Minor,
    /// What else happens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub milestone: Option<MilestoneCode>,
    /// Which rule, or which milestone.
    pub why: Why,
}

/// Why there is a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Why {
    /// A charge.
    Rule(Rule),
    /// A milestone of the contract.
    Milestone(MilestoneCode),
}

/// What can still be avoided, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Avoidable {
    /// The last day on which paying avoids it.
    pub pay_by: CivilDate,
    /// What brings the account up to date on that day.
    pub amount: Minor,
    /// For a card, the least that avoids being late: the minimum, with late charges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Minor>,
    /// What is not charged then, on the day after.
    pub saves: Minor,
}

/// What waiting costs on an account, if nothing more is paid than was told: on each of `days` days from the customer's day,
/// [`POINT_DAYS`] unless said otherwise.
///
/// A longer wait never costs less: `extra` does not fall from a day to a later one, and the charges of the trail that are
/// dated after today and up to a point's day come to its `extra`.
///
/// # Errors
///
/// `ACCOUNT_UNKNOWN` when the wallet has no such account; `INPUT` when its terms contradict each other; `RANGE` for more than
/// [`POINTS_MAX`] points, a point beyond [`POINT_DAYS_MAX`] days, or a result beyond the limits; `UNSUPPORTED` for what this
/// version does not compute.
///
/// # Example
///
/// ```
/// let wallet = predue::wire::wallet(r#"{
///   "market": "none", "locale": "en",
///   "accounts": [{
///     "id": "sofa", "label": "Sofa", "creditor": { "name": "Sample Shop" }, "currency": "EUR", "product": "bnpl",
///     "plan": { "kind": "dues", "dues": [{ "id": "november", "date": "2026-11-24", "principal": 50000 }] },
///     "late": { "graceDays": 3, "fees": [{ "kind": "flat", "amount": 1240, "afterDays": 0 }] }
///   }]
/// }"#)?;
/// let projection = predue::projection(&wallet, "sofa", &"2026-11-22T09:30:00+01:00".parse()?, None)?;
/// let avoid = projection.avoid.unwrap();
/// assert_eq!(avoid.pay_by.to_string(), "2026-11-27");
/// assert_eq!((avoid.amount.get(), avoid.saves.get()), (50_000, 1_240));
/// assert_eq!(projection.points[3].pay.total.get(), 51_240);
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: an account that does not exist
///
/// ```
/// let wallet = predue::wire::wallet(r#"{ "market": "none", "locale": "en", "accounts": [] }"#)?;
/// let error = predue::projection(&wallet, "sofa", &"2026-11-22T09:30:00+01:00".parse()?, None).unwrap_err();
/// assert_eq!(error.code(), "ACCOUNT_UNKNOWN");
/// # Ok::<(), predue::Error>(())
/// ```
pub fn projection(wallet: &Wallet, account: &str, at: &Instant, days: Option<&[u16]>) -> Result<Projection> {
    let (index, account) = wallet.account(account)?;
    let days = days.unwrap_or(&POINT_DAYS);
    if days.len() > POINTS_MAX || days.iter().any(|days| *days > POINT_DAYS_MAX) {
        return Err(Error::range("at most 400 days, each at most 3,660 ahead").at("options.days"));
    }
    let project = || Waiting::new(wallet, account, at.date(), days)?.projection(days);
    project().map_err(|error| error.at(&account_path(index)))
}

/// The first day, at most `days` from today, on which a due that is past costs more by waiting: how to avoid it, and which due.
///
/// # Errors
///
/// As [`projection`].
pub(crate) fn next_charge(
    wallet: &Wallet,
    account: &Account,
    today: CivilDate,
    days: u16,
) -> Result<Option<(Avoidable, RowId)>> {
    let waiting = Waiting::new(wallet, account, today, &[days])?;
    let mut steps = waiting.steps()?;
    steps.retain(|step| step.extra.is_positive() && waiting.due_of(step).is_some());
    let due = steps.first().and_then(|step| waiting.due_of(step)).cloned();
    Ok(waiting.avoidable(&steps)?.zip(due))
}

/// An account on which nothing more is paid.
struct Waiting<'a> {
    account: &'a Account,
    law: Law<'a>,
    ledger: Ledger,
    today: CivilDate,
    until: CivilDate,
    /// Late fees before any rule.
    fees: Vec<Charge>,
    trail: Vec<Charge>,
    rules: Vec<RuleNotice>,
}

impl<'a> Waiting<'a> {
    fn new(wallet: &'a Wallet, account: &'a Account, today: CivilDate, days: &[u16]) -> Result<Self> {
        let until = today.plus_days(i32::from(days.iter().copied().max().unwrap_or_default()))?;
        let law = Law::new(wallet, account, today);
        let ledger = Ledger::waiting(account, &law.allocation, &wallet.holidays, today, until)?;
        let fees = fees(account, &ledger, until)?;
        let mut stops = vec![today];
        for days in days {
            stops.push(today.plus_days(i32::from(*days))?);
        }
        let (trail, mut rules) = charges(&law, &ledger, fees.clone(), today, &law.stops(&fees, stops)?)?;
        law.note_order(&ledger, &mut rules);
        Ok(Self {
            account,
            law,
            ledger,
            today,
            until,
            fees,
            trail,
            rules,
        })
    }

    fn projection(self, days: &[u16]) -> Result<Projection> {
        let mut points = Vec::with_capacity(days.len());
        for days in days {
            points.push(self.point(*days)?);
        }
        let steps = self.steps()?;
        Ok(Projection {
            account: self.account.id.clone(),
            currency: self.account.currency,
            points,
            avoid: self.avoidable(&steps)?,
            steps,
            trail: self.trail,
            rules: self.rules,
        })
    }

    fn point(&self, days: u16) -> Result<Point> {
        let date = self.today.plus_days(i32::from(days))?;
        let waited = self
            .trail
            .iter()
            .filter(|charge| charge.date > self.today && charge.date <= date);
        let oldest = self.unpaid().next().map_or(date, |instalment| instalment.due_on);
        let (mut extra, mut loose) = (Minor::ZERO, Minor::ZERO);
        for charge in waited {
            extra = extra.plus(charge.amount);
            loose = loose.plus(charge.amount).plus(charge.disputed);
        }
        Ok(Point {
            date,
            days,
            days_past_due: oldest.days_until(date).max(0),
            pay: self.pay(date, &self.trail).breakdown(),
            extra,
            range: Some([extra, loose]).filter(|_| loose > extra),
        })
    }

    /// What is to be paid, oldest first; what a card's statement is thought to ask for later is not.
    fn unpaid(&self) -> impl Iterator<Item = &Instalment> {
        self.ledger
            .instalments
            .iter()
            .filter(|instalment| !instalment.is_estimate() && instalment.outstanding().total().is_positive())
    }

    /// What brings the account up to date on a day.
    fn pay(&self, date: CivilDate, trail: &[Charge]) -> Parts {
        let mut pay = Parts::ZERO;
        let mut until = date;
        for (index, instalment) in self.unpaid().enumerate() {
            if index == 0 {
                until = until.max(instalment.due_on);
            }
            if instalment.due_on <= until {
                pay = pay.plus(instalment.payable());
            }
        }
        let is_owed_at_once =
            |charge: &&Charge| charge.part == Part::Penalty || matches!(self.account.plan, Plan::Dues(_));
        let due = trail.iter().filter(|charge| charge.date <= date);
        for charge in due.filter(is_owed_at_once) {
            let part = pay.get_mut(charge.part);
            *part = part.plus(charge.amount);
        }
        pay
    }

    fn steps(&self) -> Result<Vec<Step>> {
        let mut steps = Vec::new();
        for charge in self
            .trail
            .iter()
            .filter(|charge| charge.rule == Rule::LateFee && charge.date > self.today)
        {
            steps.push(Step {
                date: charge.date,
                extra: charge.amount,
                milestone: None,
                why: Why::Rule(Rule::LateFee),
            });
        }
        for due in late_dues(self.account, &self.ledger, self.until) {
            self.push_start(Rule::LateInterest, &due, due.last_free_day()?, &mut steps)?;
            if due.is_oldest {
                self.push_start(Rule::PastDueInterest, &due, due.instalment.due_on, &mut steps)?;
                self.push_start(Rule::RevolvingInterest, &due, due.instalment.due_on, &mut steps)?;
                self.push_milestones(&due, &mut steps)?;
            }
        }
        steps.retain(|step| step.extra.is_positive() || step.milestone.is_some());
        Ok(by_day(steps, |step| step.date))
    }

    /// The due that is past and that a step's charge is for.
    fn due_of(&self, step: &Step) -> Option<&RowId> {
        let past = |charge: &&Charge| {
            let due = self.ledger.instalments.get(charge.place);
            due.is_some_and(|due| due.due_on < self.today)
        };
        let charges = self.trail.iter().filter(past);
        let mut charges = charges.filter(|charge| charge.date == step.date && step.why == Why::Rule(charge.rule));
        charges.next().map(|charge| &charge.due)
    }

    /// The first day of what runs by the day, where it is still to come.
    fn push_start(&self, rule: Rule, due: &LateDue<'_>, last_free_day: CivilDate, steps: &mut Vec<Step>) -> Result<()> {
        let date = last_free_day.plus_days(1)?;
        if date <= self.today {
            return Ok(());
        }
        let first = self
            .trail
            .iter()
            .filter(|charge| charge.rule == rule && charge.place == due.place && charge.date == date);
        steps.push(Step {
            date,
            extra: Minor::sum(first.map(|charge| charge.amount))?,
            milestone: None,
            why: Why::Rule(rule),
        });
        Ok(())
    }

    fn push_milestones(&self, due: &LateDue<'_>, steps: &mut Vec<Step>) -> Result<()> {
        if !due.instalment.outstanding().total().is_positive() {
            return Ok(());
        }
        for Milestone { after_days, code } in &self.account.late.milestones {
            let date = due
                .instalment
                .due_on
                .plus_days(i32::from(*after_days).saturating_add(1))?;
            if date > self.today && date <= self.until {
                steps.push(Step {
                    date,
                    extra: Minor::ZERO,
                    milestone: Some(*code),
                    why: Why::Milestone(*code),
                });
            }
        }
        Ok(())
    }

    fn avoidable(&self, steps: &[Step]) -> Result<Option<Avoidable>> {
        let Some(first) = steps.first() else { return Ok(None) };
        let pay_by = first.date.plus_days(-1)?;
        let same_day = steps.iter().filter(|step| step.date == first.date);
        let fees: Vec<Charge> = self.fees.iter().filter(|fee| fee.date <= pay_by).cloned().collect();
        let days = self.law.stops(&fees, vec![self.today, pay_by])?;
        let (until_then, _) = charges(&self.law, &self.ledger, fees, self.today, &days)?;
        let pay = self.pay(pay_by, &until_then);
        let minimum = self.unpaid().find(|instalment| instalment.statement.is_some());
        let minimum = minimum.map(|statement| statement.outstanding().total().plus(pay.penalty));
        Ok(Some(Avoidable {
            pay_by,
            amount: pay.total(),
            minimum,
            saves: Minor::sum(same_day.map(|step| step.extra))?,
        }))
    }
}
