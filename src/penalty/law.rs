//! What a market's rules leave of late charges, and which of them mattered.

use super::charge::{Charge, Cut, Portion, Rule as Charging};
use super::late_due::LateDue;
use super::payment_order;
use crate::account::{
    Account, Allocation, Compound, DayCount, InterestBase, LateInterest, LateRate, Part, Parts, Plan, Wallet, YearDays,
};
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::ledger::Ledger;
use crate::market::{
    Allowed, Base, Body, CapKind, ChargeFacts, Confidence, Life, Pack, Quantity, Range, Rule, RuleNotice, Set,
    Staleness, When, Who, action, allowed_charge, charge_kind, forbidden_action,
};
use crate::money::{Minor, Rate};
use crate::order::distinct;
use crate::schedule::span::spans;
use std::rc::Rc;

/// The rules of a market, for one account.
///
/// The floor is this project's policy and no law: a creditor does not follow it, so it cuts no charge here. A customer would
/// be told of a lower cost than there is.
pub(super) struct Law<'a> {
    pack: Option<&'a Pack>,
    rules: Vec<Rc<Rule>>,
    /// Those for late interest on the interest in a due; empty where the market has no limit for it.
    on_interest: Vec<Rc<Rule>>,
    /// Those that hold down fees and interest for lateness together.
    joint: Vec<Rc<Rule>>,
    references: Vec<(&'a str, Rate)>,
    pub(super) account: &'a Account,
    /// The contract's, with the market's word on late charges.
    pub(super) allocation: Allocation,
    /// The rule that puts late charges last.
    order: Option<&'a Rule>,
    holidays: &'a [CivilDate],
    /// From the day a loan is paid out to its last due day by the contract.
    term_days: Option<i64>,
}

/// What one due has come to so far.
#[derive(Clone, Copy, Default)]
struct Sums {
    fees: Minor,
    interest: Interest,
    on_interest: Interest,
    /// Fees and interest, as rules leave them that hold down both together.
    all: Minor,
}

/// Late interest before any rule, what is left of it, and how much more a looser reading leaves.
#[derive(Clone, Copy, Default)]
struct Interest {
    asked: Minor,
    kept: Minor,
    disputed: Minor,
}

impl<'a> Law<'a> {
    pub(super) fn new(wallet: &'a Wallet, account: &'a Account, today: CivilDate) -> Self {
        let pack = wallet.rules.as_deref();
        // A law's amounts are in its own currency, and say nothing of another.
        let is_own = pack.is_none_or(|pack| pack.currency.is_none_or(|own| own == account.currency));
        // When a server's first due or a card began to cost is not known, so nothing can be said of all its costs by the year.
        let is_loan = matches!(account.plan, Plan::Loan(_));
        let rules = pack.into_iter().flat_map(|pack| &pack.rules);
        let all: Vec<&Rc<Rule>> = rules
            .filter(|rule| is_law_of_charges(rule) && (is_own || !names_amounts(rule)) && (is_loan || !is_all_in(rule)))
            .collect();
        let is_split = all.iter().any(|rule| is_on(rule, Base::OverdueInterest));
        let those = |holds: &dyn Fn(&Rule) -> bool| -> Vec<Rc<Rule>> {
            let chosen = all.iter().filter(|rule| holds(rule));
            chosen.map(|rule| Rc::clone(rule)).collect()
        };
        let mut law = Self {
            pack,
            joint: those(&|rule| is_joint(rule) && !is_on(rule, Base::OverdueInterest)),
            on_interest: those(&|rule| is_split && !is_on(rule, Base::OverduePrincipal)),
            rules: those(&|rule| !is_on(rule, Base::OverdueInterest)),
            references: wallet
                .reference_rates
                .iter()
                .map(|(id, rate)| (id.as_str(), *rate))
                .collect(),
            account,
            allocation: account.allocation,
            order: None,
            holidays: &wallet.holidays,
            term_days: pack.and_then(|_| term_days(&account.plan, &wallet.holidays)),
        };
        law.set_order(today);
        law
    }

    /// Takes over that the market has late payments go to late charges last. A card's statement is not told apart in parts.
    fn set_order(&mut self, today: CivilDate) {
        let Some(pack) = self.pack.filter(|_| !matches!(self.account.plan, Plan::Card(_))) else {
            return;
        };
        if let Some((rule, days)) = payment_order::late_charges_last(pack, &self.who(today, None)) {
            self.order = Some(rule);
            self.allocation.late_charges_last = Some(days);
        }
    }

    /// Tells of the order of payments where one that came late went by it.
    pub(super) fn note_order(&self, ledger: &Ledger, notices: &mut Vec<RuleNotice>) {
        let days = self.allocation.late_charges_last;
        if days.is_some_and(|days| payment_order::was_used(days, ledger)) {
            self.note(self.order.as_slice(), notices);
        }
    }

    /// The days up to which what runs by the day is told, in order: what a rule leaves of a fee depends on what had run by then.
    pub(super) fn stops(&self, fees: &[Charge], mut days: Vec<CivilDate>) -> Result<Vec<CivilDate>> {
        if !self.is_silent() {
            for fee in fees {
                days.extend([fee.date.plus_days(-1)?, fee.date]);
            }
        }
        Ok(distinct(days))
    }

    /// The account's late interest, without the interest on it that the market forbids.
    pub(super) fn interest(&self, on: CivilDate) -> Option<LateInterest> {
        let mut interest = self.account.late.interest?;
        if self.ban_on_compounding(on).is_some() {
            interest.compound = Compound::None;
        }
        Some(interest)
    }

    /// The rule by which the account's late interest earns none itself, although the contract says so.
    fn ban_on_compounding(&self, on: CivilDate) -> Option<&'a Rule> {
        self.account
            .late
            .interest
            .filter(|terms| terms.compound != Compound::None)?;
        let on_itself = action::COMPOUND_LATE_INTEREST.with(action::INTEREST_ON_PENALTY);
        // The floor's rules come last in a pack.
        let rule = forbidden_action(&self.pack?.rules, &self.who(on, None), on_itself)?;
        (!rule.is_floor).then_some(rule)
    }

    /// Whether no rule says anything of a charge.
    fn is_silent(&self) -> bool {
        self.rules.is_empty() && self.on_interest.is_empty()
    }

    /// The portions of a due on which late interest runs on its own.
    pub(super) fn portions(&self, terms: &LateInterest, on: CivilDate) -> &'static [Portion] {
        let who = self.who(on, None);
        let is_limited = |rule: &Rc<Rule>| is_on(rule, Base::OverdueInterest) && rule.applies(&who);
        if terms.of == InterestBase::Overdue && self.on_interest.iter().any(is_limited) {
            &[Portion::Rest, Portion::Interest]
        } else {
            &[Portion::Whole]
        }
    }

    /// Cuts charges, which are in order, to what the rules leave, and tells which mattered.
    pub(super) fn cut(
        &self,
        charges: &mut [Charge],
        late: &[LateDue<'_>],
        today: CivilDate,
    ) -> Result<Vec<RuleNotice>> {
        let mut notices = Vec::new();
        if charges.iter().any(|charge| charge.rule == Charging::LateInterest) {
            self.note(self.ban_on_compounding(today).as_slice(), &mut notices);
        }
        if self.is_silent() {
            return Ok(notices);
        }
        notices.extend(self.stale(today));
        let mut sums = vec![Sums::default(); late.len()];
        let (mut so_far, mut own_interest) = (
            late.first().map_or(Ok(Minor::ZERO), |due| cost_of(due.ledger))?,
            Minor::ZERO,
        );
        for charge in charges {
            let Some((place, due)) = late.iter().enumerate().find(|(_, due)| due.place == charge.place) else {
                continue;
            };
            let Some(sums) = sums.get_mut(place) else { continue };
            let allowed = match charge.rule {
                Charging::LateFee => self.fee(charge, due, sums, so_far)?,
                Charging::LateInterest => self.late_interest(charge, due, sums, so_far)?,
                Charging::PastDueInterest | Charging::RevolvingInterest => {
                    let own = (charge_kind::CONTRACT_INTEREST, &*self.rules);
                    self.cut_run(charge, due, own, &mut own_interest, so_far)?
                }
            };
            self.note(&allowed.rules, &mut notices);
            if charge.part == Part::Penalty {
                let together = (LATE_CHARGES, &*self.joint);
                let allowed = self.cut_run(charge, due, together, &mut sums.all, so_far)?;
                self.note(&allowed.rules, &mut notices);
            }
            so_far = so_far.plus(charge.amount)?;
        }
        Ok(notices)
    }

    /// That the rules should have been read again, if they should.
    fn stale(&self, today: CivilDate) -> Option<RuleNotice> {
        let pack = self.pack?;
        let Staleness::Stale(review_by) = pack.staleness(today) else {
            return None;
        };
        let effect = ["These rules were to be read again by ", &review_by.to_string(), "."].concat();
        Some(RuleNotice {
            id: [&pack.market, ".stale"].concat(),
            effect,
            source: String::new(),
            confidence: Confidence::Policy,
        })
    }

    /// Cuts a charge by what `rules` leave of a kind of charges, of which `run` is left so far.
    fn cut_run<'r>(
        &self,
        charge: &mut Charge,
        due: &LateDue<'_>,
        (kind, rules): (Set, &'r [Rc<Rule>]),
        run: &mut Minor,
        so_far: Minor,
    ) -> Result<Allowed<'r>> {
        let mut facts = self.facts(charge, Portion::Whole, due, so_far.minus(*run)?)?;
        facts.charge = kind;
        facts.raw = run.plus(charge.amount)?;
        let allowed = allowed_charge(rules, &facts)?;
        cut_sum(charge, &allowed, facts.raw, run)?;
        Ok(allowed)
    }

    fn fee(&self, charge: &mut Charge, due: &LateDue<'_>, sums: &mut Sums, so_far: Minor) -> Result<Allowed<'_>> {
        let mut facts = self.facts(charge, Portion::Whole, due, so_far)?;
        facts.charge = charge_kind::LATE_FEE;
        facts.fee_rate = charge.rate;
        facts.amounts.fees_so_far = Some(sums.fees);
        if !sums.fees.is_zero() {
            facts.actions = action::SECOND_FEE;
        }
        if self.account.late.interest.is_some() {
            facts.actions = facts.actions.with(action::FEE_BESIDE_INTEREST);
        }
        let allowed = allowed_charge(&self.rules, &facts)?;
        let asked = charge.amount;
        charge.amount = asked.min(allowed.amount);
        let loose = allowed.range.map_or(charge.amount, |(_, loose)| asked.min(loose));
        charge.disputed = loose.minus(charge.amount)?.or_zero();
        charge.cut = cut_by(&allowed, asked, charge.amount);
        sums.fees = sums.fees.plus(charge.amount)?;
        Ok(allowed)
    }

    fn late_interest(
        &self,
        charge: &mut Charge,
        due: &LateDue<'_>,
        sums: &mut Sums,
        so_far: Minor,
    ) -> Result<Allowed<'_>> {
        let (rules, sum) = match charge.portion {
            Portion::Interest => (&self.on_interest, &mut sums.on_interest),
            Portion::Whole | Portion::Rest => (&self.rules, &mut sums.interest),
        };
        sum.asked = sum.asked.plus(charge.amount)?;
        let mut facts = self.facts(charge, charge.portion, due, so_far.minus(sum.kept)?)?;
        facts.charge = LATE_INTEREST;
        facts.raw = sum.asked;
        if let Some(terms) = &self.account.late.interest {
            (facts.surcharge_rate, facts.year_days) = yearly(terms.rate);
        }
        let allowed = allowed_charge(rules, &facts)?;
        cut_sum(charge, &allowed, facts.raw, &mut sum.kept)?;
        let loose = allowed.range.map_or(allowed.amount, |(_, loose)| loose);
        let disputed = facts.raw.min(loose).minus(sum.kept)?.or_zero();
        charge.disputed = disputed.minus(sum.disputed)?;
        sum.disputed = disputed;
        Ok(allowed)
    }

    fn facts(&self, charge: &Charge, portion: Portion, due: &LateDue<'_>, so_far: Minor) -> Result<ChargeFacts<'_>> {
        let before = charge.date.plus_days(-1)?;
        let unpaid = portion.of(due.unpaid(before)?);
        let mut facts = ChargeFacts::new(self.who(charge.date, Some(due)), charge.amount);
        let days = due.instalment.due_on.days_until(charge.date).max(0).unsigned_abs();
        facts.days = Some(days);
        facts.due = Some(due.instalment.due_on);
        facts.holidays = self.holidays;
        facts.references = &self.references;
        facts.contract_rate = contract_rate(&self.account.plan);
        let amounts = &mut facts.amounts;
        amounts.overdue = Some(unpaid.total()?);
        amounts.overdue_principal = Some(unpaid.principal);
        amounts.overdue_interest = Some(unpaid.interest);
        amounts.instalment = Some(due.asked()?);
        amounts.principal = Some(due.lent()?);
        let balance = due.balance(before)?;
        amounts.balance = Some(balance);
        amounts.charged_on = Some(charge.base);
        amounts.charges_so_far = Some(so_far);
        amounts.life = self.life(due.ledger, charge.date, so_far)?;
        amounts.statement = due.instalment.statement;
        if due.instalment.statement.is_some() {
            amounts.minimum_due = Some(due.asked()?);
        }
        facts.who.set(Quantity::Balance, Some(balance.get()));
        Ok(facts)
    }

    /// A loan from its start to a day. What was paid counts as owed until its due day, and interest from its due day on: so a
    /// limit on all costs together cuts nothing that it might leave.
    fn life(&self, ledger: &Ledger, on: CivilDate, so_far: Minor) -> Result<Option<Life>> {
        let is_asked = self.rules.iter().chain(&self.on_interest).any(|rule| is_all_in(rule));
        let Plan::Loan(plan) = &self.account.plan else {
            return Ok(None);
        };
        if !is_asked {
            return Ok(None);
        }
        let (mut principal_days, mut charges) = (0_u128, so_far);
        for row in &ledger.instalments {
            let is_owed = row.outstanding()?.principal.is_positive();
            let until = if is_owed { on } else { row.due_on.min(on) };
            let days = plan.start.days_until(until).max(0).unsigned_abs();
            let principal = u128::try_from(row.due.principal.get()).unwrap_or_default();
            principal_days = principal_days.saturating_add(principal.saturating_mul(u128::from(days)));
            if row.due_on > on {
                charges = charges.minus(cost_in(row.due)?)?;
            }
        }
        Ok(Some(Life {
            principal_days,
            charges: charges.or_zero(),
        }))
    }

    fn who(&self, on: CivilDate, due: Option<&LateDue<'_>>) -> Who<'_> {
        let mut who = Who::unknown(on);
        (who.product, who.lender) = (self.account.product, self.account.lender);
        if let Plan::Loan(plan) = &self.account.plan {
            who.contract_date = Some(plan.start);
            who.set(Quantity::Principal, Some(plan.principal.get()));
            who.set(Quantity::TermDays, self.term_days);
            who.set(Quantity::FeePeriod, Some(whole_years(plan.start, on).saturating_add(1)));
        }
        if let Some(due) = due {
            who.set(
                Quantity::DaysPastDue,
                Some(i64::from(due.instalment.due_on.days_until(on))),
            );
        }
        who
    }

    fn note(&self, rules: &[&Rule], notices: &mut Vec<RuleNotice>) {
        for rule in rules {
            if let Some(pack) = self.pack.filter(|_| notices.iter().all(|known| known.id != rule.id)) {
                notices.push(pack.notice(rule));
            }
        }
    }
}

/// Interest for lateness, whether a rule thinks of it as in place of the contract's own or on top of it.
const LATE_INTEREST: Set = charge_kind::PENALTY_INTEREST.with(charge_kind::SURCHARGE);
const LATE_CHARGES: Set = charge_kind::LATE_FEE.with(LATE_INTEREST);

/// What a cap allows on late interest says nothing of a charge on anything else, and here no charge is on late interest alone.
fn is_law_of_charges(rule: &Rule) -> bool {
    let speaks = matches!(rule.body, Body::Cap(_) | Body::Forbid(_) | Body::Grace(_));
    speaks && !rule.is_floor && !is_on(rule, Base::LateInterest)
}

fn is_on(rule: &Rule, base: Base) -> bool {
    matches!(&rule.body, Body::Cap(cap) if cap.base == base)
}

/// Whether a rule holds by an amount of money.
fn names_amounts(rule: &Rule) -> bool {
    let by_money = |when: &When| {
        let is_money = |range: &Range| matches!(range.of, Quantity::Principal | Quantity::Balance);
        when.ranges.iter().any(is_money)
    };
    let in_cap = match &rule.body {
        Body::Cap(cap) => cap.kind == CapKind::Amount || cap.tiers.iter().any(|tier| by_money(&tier.when)),
        _ => false,
    };
    in_cap || by_money(&rule.when)
}

fn is_all_in(rule: &Rule) -> bool {
    matches!(&rule.body, Body::Cap(cap) if cap.kind == CapKind::AllInRate)
}

fn is_joint(rule: &Rule) -> bool {
    matches!(&rule.body, Body::Cap(cap) if cap.on.meets(charge_kind::LATE_FEE) && cap.on.meets(LATE_INTEREST))
}

/// Cuts a charge so that a sum of which `kept` is left so far, and which would be `asked` with it, stays within what is allowed.
fn cut_sum(charge: &mut Charge, allowed: &Allowed<'_>, asked: Minor, kept: &mut Minor) -> Result<()> {
    let sum = asked.min(allowed.amount).max(*kept);
    let left = sum.minus(*kept)?;
    if left < charge.amount {
        let from = charge.cut.as_ref().map_or(charge.amount, |cut| cut.from);
        charge.cut = cut_by(allowed, from, left);
    }
    charge.amount = left;
    *kept = sum;
    Ok(())
}

fn cut_by(allowed: &Allowed<'_>, from: Minor, amount: Minor) -> Option<Cut> {
    let by = allowed.cut_by.filter(|_| amount < from)?;
    Some(Cut {
        by: by.id.clone(),
        from,
    })
}

/// Interest, fees and late charges of the whole plan: what a limit on the total cost begins with.
fn cost_of(ledger: &Ledger) -> Result<Minor> {
    let mut due = Parts::ZERO;
    for row in &ledger.instalments {
        due = due.plus(row.due)?;
    }
    cost_in(due)
}

/// All but the principal.
fn cost_in(due: Parts) -> Result<Minor> {
    due.total()?.minus(due.get(Part::Principal))
}

fn contract_rate(plan: &Plan) -> Option<Rate> {
    match plan {
        Plan::Loan(plan) => Some(plan.annual_rate),
        Plan::Dues(plan) => plan.annual_rate,
        Plan::Card(plan) => Some(plan.annual_rate),
    }
}

/// The term of a loan; dues begin before the first of those that are known, and a card has no end.
fn term_days(plan: &Plan, holidays: &[CivilDate]) -> Option<i64> {
    let Plan::Loan(plan) = plan else { return None };
    let last = spans(plan, holidays).ok()?.last()?.due;
    Some(i64::from(plan.start.days_until(last)))
}

/// Whole years from one day to a later one.
fn whole_years(from: CivilDate, to: CivilDate) -> i64 {
    let months = to.month_number().saturating_sub(from.month_number());
    let whole = months.saturating_sub(u32::from(to.day() < from.day()));
    i64::from(whole.checked_div(12).unwrap_or_default())
}

/// A rate by the year, and the days of its year.
fn yearly(rate: LateRate) -> (Option<Rate>, u16) {
    match rate {
        LateRate::Yearly(rate, DayCount { year, .. }) => {
            let days = if let YearDays::Fixed(days) = year { days } else { 365 };
            (Some(rate), days)
        }
        LateRate::Daily(rate) => (rate.times(365).ok(), 365),
    }
}
