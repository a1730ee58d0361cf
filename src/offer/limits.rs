//! How far a way out may go: by what the creditor approved beforehand, by the market's rules, and where neither says, by what
//! can decently be asked for.

use super::Situation;
use super::trial::Trial;
use crate::account::{Account, LoanPlan, OfferKind, OfferPolicy, Plan, ROWS_MAX, Wallet};
use crate::calendar::{CivilDate, Period, Unit};
use crate::error::Result;
use crate::market::{
    Body, CapKind, ChargeFacts, Quantity, Rule, RuleNotice, Set, Topic, Who, allowed_charge, charge_kind,
};
use crate::money::{Minor, Rate};
use std::rc::Rc;

/// Months that a new plan takes at most where nobody says: five years, the longest that a market's rules name.
const TERM_MONTHS_MAX: u32 = 60;
/// Days that one deferral takes at most where nobody says: a quarter.
const DEFER_DAYS_MAX: u16 = 92;
/// Days until a settlement is to be paid where nobody says.
const SETTLEMENT_DAYS: u16 = 30;
/// Periods that are put off at most.
const PUT_OFF_MAX: u16 = 12;
/// What rules call a new plan whose months they count.
const TERM_ITEMS: [&str; 3] = ["repayment_plan", "personal_instalments", "term_extension"];

/// What can decently be asked for, of any kind, where the creditor approved of nothing.
static ASKED_FOR: OfferPolicy = OfferPolicy {
    kinds: Vec::new(),
    count_max: None,
    deferrals_max: None,
    defer_days_max: None,
    instalment_min: None,
    rate_cut: Some(Rate::QUARTER),
    fee_waiver: Some(Rate::ONE),
    settlement: None,
    early_payment: None,
    new_plan_fee: Minor::ZERO,
    expires_days: None,
};

/// How far a way out may go.
pub(super) struct Limits<'a> {
    wallet: &'a Wallet,
    account: &'a Account,
    today: CivilDate,
    /// What the creditor approved, or what can be asked for.
    pub(super) policy: &'a OfferPolicy,
    /// Rules on help that apply here.
    pub(super) rules: Vec<RuleNotice>,
    /// Instalments of a new plan at most.
    pub(super) count_max: u16,
    /// Of a month, what is to be left to live on by a rule, in the currency of the account.
    pub(super) living_minimum: Minor,
    laws: Vec<Rc<Rule>>,
    /// Those on what all of a loan costs.
    laws_on_cost: Vec<Rc<Rule>>,
}

impl<'a> Limits<'a> {
    #[inline(never)]
    pub(super) fn new(wallet: &'a Wallet, account: &'a Account, today: CivilDate, every: Period) -> Self {
        let who = who(account, today);
        let pack = &*wallet.rules;
        let is_own = pack.currency.is_none_or(|own| own == account.currency);
        let mut limits = Self {
            wallet,
            account,
            today,
            rules: Vec::new(),
            count_max: 0,
            living_minimum: Minor::ZERO,
            laws: Vec::new(),
            laws_on_cost: Vec::new(),
            policy: account.policy.as_deref().unwrap_or(&ASKED_FOR),
        };
        let mut months_max = TERM_MONTHS_MAX;
        for rule in &pack.rules {
            if rule.is_floor {
                continue;
            }
            match &rule.body {
                Body::Cap(cap) if is_own => {
                    limits.laws.push(Rc::clone(rule));
                    if matches!(cap.kind, CapKind::TotalCost | CapKind::AllInRate) {
                        limits.laws_on_cost.push(Rc::clone(rule));
                    }
                }
                Body::Told(told) if told.topic == Topic::Forbearance && rule.applies(&who) => {
                    limits.rules.push(pack.notice(rule));
                    let is_term = |item: &String| TERM_ITEMS.contains(&item.as_str());
                    if let Some(months) = told.months
                        && told.items.iter().any(is_term)
                    {
                        months_max = months_max.min(months.into());
                    }
                    if let Some(amount) = told.amount
                        && is_own
                        && told.code == "living_minimum"
                    {
                        limits.living_minimum = limits.living_minimum.max(amount);
                    }
                }
                _ => {}
            }
        }
        let own = limits.policy.count_max.unwrap_or(ROWS_MAX);
        limits.count_max = own.min(periods_in(months_max, every));
        limits
    }

    /// Whether the creditor approves the kind, or nobody was asked.
    pub(super) fn allows(&self, kind: OfferKind) -> bool {
        self.account.policy.is_none() || self.policy.kinds.contains(&kind)
    }

    pub(super) fn defer_days_max(&self) -> u16 {
        self.policy.defer_days_max.unwrap_or(DEFER_DAYS_MAX)
    }

    pub(super) fn settlement_days(&self) -> u16 {
        self.policy.expires_days.unwrap_or(SETTLEMENT_DAYS).max(1)
    }

    /// What a new plan that puts off `deferred` costs, and the rule that cut it.
    #[inline(never)]
    pub(super) fn new_plan_fee(&self, deferred: Minor) -> Result<(Minor, Option<Box<RuleNotice>>)> {
        let fee = self.policy.new_plan_fee;
        if fee.is_zero() {
            return Ok((fee, None));
        }
        let mut facts = self.facts(fee, charge_kind::DEFERRAL);
        facts.amounts.deferred = Some(deferred);
        let allowed = allowed_charge(&self.laws, &facts)?;
        let cut = allowed.cut_by.map(|rule| Box::new(self.wallet.rules.notice(rule)));
        Ok((fee.min(allowed.amount), cut))
    }

    /// The rule that a plan's cost would break.
    #[inline(never)]
    pub(super) fn broken_by(&self, trial: &Trial) -> Result<Option<String>> {
        let Some(last) = trial.figures.last.filter(|_| !self.laws_on_cost.is_empty()) else {
            return Ok(None);
        };
        let (mut lent, mut asked) = (Minor::ZERO, Minor::ZERO);
        for row in &trial.ledger.instalments {
            lent = lent.plus(row.due.principal);
            let cost = row.due.minus(row.waived);
            asked = asked.plus(cost.total()).minus(cost.principal);
        }
        let mut facts = self.facts(asked, charge_kind::CONTRACT_INTEREST);
        facts.amounts.principal = Some(lent.checked()?);
        facts.amounts.balance = facts.amounts.principal;
        let since = loan(self.account).map_or(self.today, |plan| plan.start);
        facts.days = Some(since.days_until(last).unsigned_abs());
        let allowed = allowed_charge(&self.laws_on_cost, &facts)?;
        let is_broken = allowed.amount < asked;
        Ok(allowed.cut_by.filter(|_| is_broken).map(|rule| rule.id.clone()))
    }

    #[inline(never)]
    fn facts(&self, raw: Minor, charge: Set) -> ChargeFacts<'a> {
        let mut facts = ChargeFacts::new(who(self.account, self.today), raw);
        facts.charge = charge;
        facts
    }

    /// The day on which offers made today end.
    pub(super) fn expires(&self) -> Result<Option<CivilDate>> {
        let days = self.policy.expires_days;
        days.map(|days| self.today.plus_days(i32::from(days))).transpose()
    }

    /// How many periods from `from` on a deferral takes until things are better, one unless said otherwise; nothing where even one
    /// is too long.
    pub(super) fn periods_put_off(&self, from: CivilDate, every: Period, situation: &Situation) -> Result<Option<u16>> {
        let latest = from.plus_days(i32::from(self.defer_days_max()))?;
        let mut put_off = None;
        for periods in 1..=PUT_OFF_MAX {
            let to = from.plus(every, periods.into())?;
            if to > latest {
                break;
            }
            put_off = Some(periods);
            if situation.until.is_none_or(|until| to >= until) {
                break;
            }
        }
        Ok(put_off)
    }
}

#[inline(never)]
fn who(account: &Account, today: CivilDate) -> Who<'_> {
    let mut who = Who::unknown(today);
    (who.product, who.lender) = (account.product, account.lender);
    if let Some(plan) = loan(account) {
        who.contract_date = Some(plan.start);
        who.set(Quantity::Principal, Some(plan.principal.get()));
    }
    who
}

fn loan(account: &Account) -> Option<&LoanPlan> {
    match &account.plan {
        Plan::Loan(plan) => Some(plan),
        Plan::Dues(_) | Plan::Card(_) => None,
    }
}

/// How many periods there are in so many months, at least one.
fn periods_in(months: u32, every: Period) -> u16 {
    // A year has 52 weeks and 365 days: the fewest, so that no plan takes longer.
    let units = match every.unit() {
        Unit::Month => Some(months),
        Unit::Week => months.saturating_mul(52).checked_div(12),
        Unit::Day => months.saturating_mul(365).checked_div(12),
    };
    let periods = units.and_then(|units| units.checked_div(every.every().into()));
    u16::try_from(periods.unwrap_or(1))
        .unwrap_or(ROWS_MAX)
        .clamp(1, ROWS_MAX)
}
