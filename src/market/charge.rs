//! What rules leave of a charge: the least that any of them allows, which one that is, and a range where one is disputed.

use super::cap::{Base, Cap, CapKind, Field};
use super::rule::{Body, Grace, GraceFrom, Rule};
use super::set::{Set, charge};
use super::when::{Quantity, Who};
use crate::calendar::{BusinessDays, CivilDate, Roll};
use crate::error::Result;
use crate::money::{Accrued, Fraction, Minor, Rate, RoundingMode};
use std::rc::Rc;

/// A charge that somebody wants to make, and what is known of it.
///
/// What is not known stays `None`: a rule that needs it then leaves the charge as it is and asks for a
/// [review](Allowed::review).
#[derive(Clone, Debug)]
pub struct ChargeFacts<'a> {
    /// Of the account.
    pub who: Who<'a>,
    /// Which kind of charge, one of [`charge_kind`](super::charge_kind); every kind where it is not known.
    pub charge: Set,
    /// What it is by the contract alone.
    pub raw: Minor,
    /// The amounts around it.
    pub amounts: Amounts,
    /// The contract's rate a year.
    pub contract_rate: Option<Rate>,
    /// The contract's rate a year when late, in place of its own.
    pub default_rate: Option<Rate>,
    /// The contract's surcharge a year when late, on top of its own rate.
    pub surcharge_rate: Option<Rate>,
    /// The contract's fee as a share of its base.
    pub fee_rate: Option<Rate>,
    /// Published rates a year, by their names in the packs.
    pub references: &'a [(&'a str, Rate)],
    /// Days that the charge is for.
    pub days: Option<u32>,
    /// Whole months that the charge is for.
    pub months: Option<u32>,
    /// Days of a year by the contract's day count.
    pub year_days: u16,
    /// What is done beside charging, of [`action`](super::action).
    pub actions: Set,
    /// When it was due.
    pub due: Option<CivilDate>,
    /// When the statement was sent.
    pub statement_sent: Option<CivilDate>,
    /// Days since the customer was told of the sum on which interest is charged.
    pub days_since_notice: Option<u32>,
    /// Days that are no business days, in order.
    pub holidays: &'a [CivilDate],
}

/// Amounts around a charge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// What is overdue.
    pub overdue: Option<Minor>,
    /// The principal in it.
    pub overdue_principal: Option<Minor>,
    /// The interest in it.
    pub overdue_interest: Option<Minor>,
    /// Interest for lateness that is unpaid.
    pub late_interest: Option<Minor>,
    /// The instalment.
    pub instalment: Option<Minor>,
    /// What was lent.
    pub principal: Option<Minor>,
    /// What of it is owed.
    pub balance: Option<Minor>,
    /// Instalments put off by agreement.
    pub deferred: Option<Minor>,
    /// The unpaid statement, as it first was.
    pub statement: Option<Minor>,
    /// The minimum due.
    pub minimum_due: Option<Minor>,
    /// On what the contract takes the charge.
    pub charged_on: Option<Minor>,
    /// Fees of this kind so far.
    pub fees_so_far: Option<Minor>,
    /// Interest, fees and penalties so far.
    pub charges_so_far: Option<Minor>,
    /// The contract so far, which a limit on all its costs together is measured by. Without it the base and the days of the
    /// charge stand in.
    pub life: Option<Life>,
    /// The fee registered with the supervisor.
    pub registered_fee: Option<Minor>,
    /// What borrowers who are no persons are charged.
    pub peer_charge: Option<Minor>,
}

/// A contract from its start to the day of a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// What was owed of the principal on each day, added up.
    pub principal_days: u128,
    /// Interest, fees and penalties that have fallen due, without the charge.
    pub charges: Minor,
}

impl<'a> ChargeFacts<'a> {
    /// A charge of which nothing else is known.
    #[must_use]
    pub const fn new(who: Who<'a>, raw: Minor) -> Self {
        Self {
            who,
            charge: Set::ALL,
            raw,
            amounts: Amounts {
                overdue: None,
                overdue_principal: None,
                overdue_interest: None,
                late_interest: None,
                instalment: None,
                principal: None,
                balance: None,
                deferred: None,
                statement: None,
                minimum_due: None,
                charged_on: None,
                fees_so_far: None,
                charges_so_far: None,
                life: None,
                registered_fee: None,
                peer_charge: None,
            },
            contract_rate: None,
            default_rate: None,
            surcharge_rate: None,
            fee_rate: None,
            references: &[],
            days: None,
            months: None,
            year_days: 365,
            actions: Set::NONE,
            due: None,
            statement_sent: None,
            days_since_notice: None,
            holidays: &[],
        }
    }

    pub(super) fn base(&self, base: Base) -> Option<Minor> {
        let known = &self.amounts;
        match base {
            Base::Overdue => known.overdue.or(known.instalment).or(known.balance).or(known.principal),
            Base::OverduePrincipal => known
                .overdue_principal
                .or(known.overdue)
                .or(known.balance)
                .or(known.principal),
            Base::OverdueInterest => known.overdue_interest,
            Base::LateInterest => known.late_interest,
            Base::Instalment => known.instalment.or(known.overdue),
            Base::Principal => known.principal.or(known.balance),
            Base::Balance => known.balance.or(known.overdue).or(known.principal),
            Base::Deferred => known.deferred,
            Base::Statement => known.statement.or(known.principal),
        }
    }

    pub(super) fn field(&self, field: Field) -> Option<Minor> {
        match field {
            Field::MinimumDue => self.amounts.minimum_due,
            Field::RegisteredFee => self.amounts.registered_fee,
            Field::PeerCharge => self.amounts.peer_charge,
        }
    }

    pub(super) fn reference(&self, name: &str) -> Option<Rate> {
        let known = self.references.iter().find(|(known, _)| *known == name)?;
        Some(known.1)
    }

    fn days_past_due(&self) -> Option<u32> {
        let counted = || Some(self.due?.days_until(self.who.on).max(0).unsigned_abs());
        let told = self.who.get(Quantity::DaysPastDue);
        told.and_then(|days| u32::try_from(days).ok()).or_else(counted)
    }
}

/// What is left of a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed<'r> {
    /// At most so much, by the stricter reading of every rule.
    pub amount: Minor,
    /// By the stricter and by the looser reading, where they differ.
    pub range: Option<(Minor, Minor)>,
    /// The rule that left the least, if any cut it.
    pub cut_by: Option<&'r Rule>,
    /// Every rule that had something to say.
    pub rules: Vec<&'r Rule>,
    /// Whether a rule applies that no number stands for, or one that needs what is not known.
    pub review: bool,
}

impl<'r> Allowed<'r> {
    fn lower(&mut self, rule: &'r Rule, tight: Minor, loose: Minor) {
        self.rules.push(rule);
        if tight < self.amount {
            (self.amount, self.cut_by) = (tight, Some(rule));
        }
        let before = self.range.map_or(Minor::MAX, |range| range.1);
        self.range = Some((self.amount, before.min(loose)));
    }
}

/// What `rules` leave of a charge: all that apply hold together, so the least counts, rounded down.
///
/// # Errors
///
/// `RANGE` when what a cap allows is beyond [`Minor::MAX`].
///
/// # Example
///
/// ```
/// use predue::market::{ChargeFacts, Who, allowed_charge, charge_kind};
/// use predue::money::Minor;
///
/// let pack = predue::wire::market(r#"{
///   "schema": 1, "market": "BR", "asOf": "2026-11-22", "reviewBy": "2027-05-22", "currency": "BRL",
///   "sources": [{ "id": "BR-4", "title": "CDC art. 52 § 1", "url": "https://www.planalto.gov.br" }],
///   "rules": [{ "id": "br-multa", "kind": "cap", "cap": "share", "on": ["late-fee"], "base": "instalment", "ppm": 20000,
///     "summary": "A late fine is at most 2 % of the instalment.", "src": ["BR-4"], "confidence": "primary" }]
/// }"#)?;
/// let mut facts = ChargeFacts::new(Who::unknown("2026-11-22".parse()?), Minor::new(1_000)?);
/// facts.charge = charge_kind::LATE_FEE;
/// facts.amounts.instalment = Some(Minor::new(25_000)?);
/// assert_eq!(allowed_charge(&pack.rules, &facts)?.amount.get(), 500);
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: a rule that needs what is not known cuts nothing and asks for a review
///
/// ```
/// use predue::market::{ChargeFacts, Who, allowed_charge};
/// use predue::money::Minor;
///
/// let pack = predue::wire::market(r#"{
///   "schema": 1, "market": "BR", "asOf": "2026-11-22", "reviewBy": "2027-05-22", "currency": "BRL",
///   "sources": [{ "id": "BR-4", "title": "CDC art. 52 § 1", "url": "https://www.planalto.gov.br" }],
///   "rules": [{ "id": "br-multa", "kind": "cap", "cap": "share", "base": "instalment", "ppm": 20000,
///     "summary": "A late fine is at most 2 % of the instalment.", "src": ["BR-4"], "confidence": "primary" }]
/// }"#)?;
/// let facts = ChargeFacts::new(Who::unknown("2026-11-22".parse()?), Minor::new(1_000)?);
/// let allowed = allowed_charge(&pack.rules, &facts)?;
/// assert_eq!((allowed.amount.get(), allowed.review), (1_000, true));
/// # Ok::<(), predue::Error>(())
/// ```
pub fn allowed_charge<'r>(rules: &'r [Rc<Rule>], facts: &ChargeFacts<'_>) -> Result<Allowed<'r>> {
    let mut allowed = Allowed {
        amount: facts.raw,
        range: Some((facts.raw, facts.raw)),
        cut_by: None,
        rules: Vec::new(),
        review: false,
    };
    let mut facts = facts.clone();
    let applying: Vec<&Rule> = rules
        .iter()
        .map(|rule| &**rule)
        .filter(|rule| rule.applies(&facts.who))
        .collect();
    // First the days that cost nothing: what caps allow by the day runs on the others alone.
    for rule in &applying {
        if let Body::Grace(grace) = rule.body
            && let Some(most) = within_grace(grace, &mut facts)?
        {
            allowed.lower(rule, most, most);
        }
    }
    for rule in &applying {
        if forbidden(rule).meets(facts.actions) {
            allowed.lower(rule, Minor::ZERO, Minor::ZERO);
        } else if let Body::Cap(cap) = &rule.body
            && holds_down(cap, facts.charge)
        {
            match readings(rule, cap, &applying, &facts)? {
                Some((tight, loose)) => allowed.lower(rule, tight, loose),
                // A charge that is on its base already needs no other figure.
                None => allowed.review |= cap.kind != CapKind::BaseLimit && cap.value_for(&facts).is_some(),
            }
        }
    }
    allowed.range = allowed.range.filter(|(tight, loose)| tight < loose);
    Ok(allowed)
}

/// Whether a cap is about a charge. A charge of an unknown kind is held down by every cap, but it is not forbidden: that
/// would be to say that no kind is allowed.
fn holds_down(cap: &Cap, charge: Set) -> bool {
    cap.disputes.is_empty() && cap.on.meets(charge) && (cap.kind != CapKind::Forbid || charge != Set::ALL)
}

/// What a cap leaves by its strictest and by its loosest reading; `None` where it cannot be told.
fn readings(rule: &Rule, cap: &Cap, applying: &[&Rule], facts: &ChargeFacts<'_>) -> Result<Option<(Minor, Minor)>> {
    let mut range: Option<(Minor, Minor)> = None;
    let mut read = |cap: &Cap, value: i64| -> Result<()> {
        if let Some(most) = cap.most(value, facts)? {
            range = Some(range.map_or((most, most), |(tight, loose)| (tight.min(most), loose.max(most))));
        }
        Ok(())
    };
    let Some(value) = cap.value_for(facts) else {
        return Ok(None);
    };
    read(cap, value)?;
    for other in &cap.disputed {
        read(cap, *other)?;
    }
    for other in applying {
        if let Body::Cap(other) = &other.body
            && other.disputes.contains(&rule.id)
            && let Some(value) = other.value_for(facts)
        {
            read(other, value)?;
        }
    }
    Ok(range)
}

/// What a grace leaves, if it takes something away; the days it keeps free are taken out of those charged for.
fn within_grace(grace: Grace, facts: &mut ChargeFacts<'_>) -> Result<Option<Minor>> {
    if !grace.charges.meets(facts.charge) {
        return Ok(None);
    }
    let free = u32::from(grace.days);
    let passed = match grace.from {
        GraceFrom::Due if grace.business => business_days_past_due(facts)?,
        GraceFrom::Due => facts.days_past_due(),
        GraceFrom::Notice => facts.days_since_notice,
        GraceFrom::Statement => {
            let (Some(sent), Some(due)) = (facts.statement_sent, facts.due) else {
                return Ok(None);
            };
            let is_early_enough = i64::from(sent.days_until(due)) >= i64::from(grace.days);
            return Ok((!is_early_enough).then_some(Minor::ZERO));
        }
    };
    let Some(passed) = passed else { return Ok(None) };
    if passed <= free {
        return Ok(Some(Minor::ZERO));
    }
    if !grace.accrues_from_end || facts.charge == charge::LATE_FEE {
        return Ok(None);
    }
    let charged = passed.saturating_sub(free);
    facts.days = Some(facts.days.map_or(charged, |days| days.min(charged)));
    let share = Fraction::new(u64::from(charged), u64::from(passed))?;
    let rest = Accrued::of(facts.raw.or_zero(), share)?;
    rest.round(RoundingMode::Down).map(Some)
}

/// Longer than any grace in business days lasts.
const BUSINESS_DAYS_MAX: u32 = 400;

fn business_days_past_due(facts: &ChargeFacts<'_>) -> Result<Option<u32>> {
    let Some(due) = facts.due else { return Ok(None) };
    let open = BusinessDays::new(Roll::Following, &[6, 7])?;
    let (mut day, mut count) = (due, 0_u32);
    while count < BUSINESS_DAYS_MAX {
        day = open.next_open(day.plus_days(1)?, facts.holidays)?;
        if day > facts.who.on {
            break;
        }
        count = count.saturating_add(1);
    }
    Ok(Some(count))
}

/// The rule by which something may not be done, beside what it would cost.
///
/// # Example
///
/// ```
/// use predue::market::{Who, action, forbidden_action};
/// use predue::wire::markets;
///
/// let floor = markets()?.resolve("none")?;
/// let who = Who::unknown("2026-11-22".parse()?);
/// assert!(forbidden_action(&floor.rules, &who, action::PENALTY_ON_PENALTY).is_some());
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: what no rule forbids
///
/// ```
/// use predue::market::{Who, action, forbidden_action};
/// use predue::wire::markets;
///
/// let floor = markets()?.resolve("none")?;
/// let who = Who::unknown("2026-11-22".parse()?);
/// assert!(forbidden_action(&floor.rules, &who, action::COMPOUND_CONTRACT_INTEREST).is_none());
/// # Ok::<(), predue::Error>(())
/// ```
#[must_use]
pub fn forbidden_action<'r>(rules: &'r [Rc<Rule>], who: &Who<'_>, actions: Set) -> Option<&'r Rule> {
    rules
        .iter()
        .map(|rule| &**rule)
        .find(|rule| forbidden(rule).meets(actions) && rule.applies(who))
}

fn forbidden(rule: &Rule) -> Set {
    match &rule.body {
        Body::Forbid(actions) => *actions,
        Body::Cap(cap) => cap.forbids,
        _ => Set::NONE,
    }
}
