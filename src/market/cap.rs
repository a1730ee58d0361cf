//! How much a cap leaves of a charge: one function for each kind, whole numbers throughout, rounded down.

use super::charge::ChargeFacts;
use super::set::{Set, charge};
use super::when::When;
use crate::error::{Error, Result};
use crate::money::{Minor, Rate};

/// A limit on what may be charged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cap {
    /// How it is measured.
    pub kind: CapKind,
    /// Which charges it holds down.
    pub on: Set,
    /// What it is measured on.
    pub base: Base,
    /// The amount in minor units, or the rate or share in parts per million; where there are tiers, theirs count.
    pub value: i64,
    /// Points added to a rate, in parts per million.
    pub add_ppm: i64,
    /// Points added to the reference before it is multiplied, in parts per million.
    pub before_ppm: i64,
    /// How far a rate may be above its reference, in parts per million.
    pub spread_max_ppm: Option<i64>,
    /// For what time, or for what event.
    pub per: Per,
    /// Which figure is not to be passed.
    pub field: Field,
    /// The published rate it follows.
    pub reference: String,
    /// Values for particular cases: the first that holds counts, and without one the cap does not apply.
    pub tiers: Vec<Tier>,
    /// Whether a rate beyond it leaves only the contract's own.
    pub voids: bool,
    /// What may not be done beside it.
    pub forbids: Set,
    /// Other readings of its value.
    pub disputed: Vec<i64>,
    /// Caps of which this one is another reading, by id; by itself it holds nothing down.
    pub disputes: Vec<String>,
}

/// A value for a particular case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// The case.
    pub when: When,
    /// As [`Cap::value`].
    pub value: i64,
}

/// How a cap is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapKind {
    /// An amount.
    Amount,
    /// A share of the base.
    Share,
    /// A rate on the base.
    Rate,
    /// The contract's rate, multiplied and added to.
    RelRate,
    /// A published rate, multiplied and added to.
    RefRate,
    /// Another figure.
    LeField,
    /// A rate that all costs together keep to.
    AllInRate,
    /// A multiple of the base that all costs together keep to.
    TotalCost,
    /// The same charge on the base alone.
    BaseLimit,
    /// Nothing.
    Forbid,
    /// A judgement that no number stands for.
    Review,
}

/// What a cap is measured on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Base {
    /// What is overdue.
    #[default]
    Overdue,
    /// The principal in it.
    OverduePrincipal,
    /// The interest in it.
    OverdueInterest,
    /// Interest for lateness that is unpaid: interest on it is interest on late interest.
    LateInterest,
    /// The instalment.
    Instalment,
    /// What was lent.
    Principal,
    /// What of it is owed.
    Balance,
    /// Instalments put off by agreement.
    Deferred,
    /// The unpaid statement, as it first was.
    Statement,
}

/// For what time a rate or an amount is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Per {
    /// One event.
    #[default]
    Event,
    /// The contract's whole life, or its twelve months that run: what was charged so far is taken off.
    Contract,
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// A figure that a charge may not pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Field {
    /// The minimum due.
    #[default]
    MinimumDue,
    /// The fee registered with the supervisor.
    RegisteredFee,
    /// What borrowers who are no persons are charged.
    PeerCharge,
}

/// Parts in a whole of a rate as it is calculated with: the ten decimals of a rate times the six of a factor.
const RATE_PARTS: u128 = 10_000_000_000_000_000;
const MILLION: u128 = 1_000_000;

impl Cap {
    /// Its value for this case, if it has one.
    pub(super) fn value_for(&self, facts: &ChargeFacts<'_>) -> Option<i64> {
        if self.tiers.is_empty() {
            return Some(self.value);
        }
        let tier = self.tiers.iter().find(|tier| tier.when.holds(&facts.who))?;
        Some(tier.value)
    }

    /// What it leaves of the charge when its value is `value`; `None` where the facts do not say enough.
    pub(super) fn most(&self, value: i64, facts: &ChargeFacts<'_>) -> Result<Option<Minor>> {
        let base = facts.base(self.base);
        let most = match self.kind {
            CapKind::Amount => self.amount(Minor::new(value)?, facts)?,
            CapKind::Share => base.map(|base| part(base, parts(value), MILLION)).transpose()?,
            CapKind::TotalCost => less(
                base.map(|base| part(base, parts(value), MILLION)).transpose()?,
                facts.amounts.charges_so_far,
            )?,
            CapKind::Rate => over_time(base, yearly_ppm(value), self.per, facts)?,
            CapKind::AllInRate => self.all_in(yearly_ppm(value), base, facts)?,
            CapKind::RelRate => self.following(facts.contract_rate, value, base, facts)?,
            CapKind::RefRate => self.following(facts.reference(&self.reference), value, base, facts)?,
            CapKind::LeField => facts.field(self.field),
            CapKind::BaseLimit => on_base_alone(base, facts)?,
            CapKind::Forbid => Some(Minor::ZERO),
            CapKind::Review => None,
        };
        Ok(most.map(Minor::or_zero))
    }

    /// What a rate leaves for one more charge, all costs of the contract together.
    fn all_in(&self, rate: u128, base: Option<Minor>, facts: &ChargeFacts<'_>) -> Result<Option<Minor>> {
        let Some(life) = facts.amounts.life else {
            let most = over_time(base, rate, self.per, facts)?;
            return less(most, facts.amounts.charges_so_far);
        };
        let Some((count, of)) = time(self.per, Some(1), facts) else {
            return Ok(None);
        };
        let numerator = product(product(life.principal_days, rate), u128::from(count));
        let most = numerator.checked_div(product(RATE_PARTS, u128::from(of)));
        let most = most.and_then(|most| i64::try_from(most).ok()).ok_or_else(too_much)?;
        less(Some(Minor::new(most)?), Some(life.charges))
    }

    fn amount(&self, amount: Minor, facts: &ChargeFacts<'_>) -> Result<Option<Minor>> {
        match self.per {
            Per::Contract => less(Some(amount), facts.amounts.fees_so_far),
            Per::Month => {
                let days = facts.days.unwrap_or_default().saturating_mul(12).checked_div(365);
                let months = facts.months.or(days).unwrap_or_default().max(1);
                amount.times(months).map(Some)
            }
            Per::Event | Per::Day | Per::Year => Ok(Some(amount)),
        }
    }

    /// A rate that follows another one: what it leaves, and nothing above that one where the whole clause falls.
    fn following(
        &self,
        rate: Option<Rate>,
        mult_ppm: i64,
        base: Option<Minor>,
        facts: &ChargeFacts<'_>,
    ) -> Result<Option<Minor>> {
        let Some(rate) = rate.map(ten_decimals) else {
            return Ok(None);
        };
        let own = product(rate, MILLION);
        let limit = self.limit(own, mult_ppm);
        let contract = facts.contract_rate.map(|rate| product(ten_decimals(rate), MILLION));
        let on_top = if facts.charge == charge::SURCHARGE {
            contract
        } else {
            None
        };
        let above = |limit: u128| limit.saturating_sub(on_top.unwrap_or_default());
        let most = over_time(base, above(limit), self.per, facts)?;
        if !self.voids {
            return Ok(most);
        }
        let is_beyond = match facts.default_rate {
            Some(rate) => product(ten_decimals(rate), MILLION) > limit,
            None => most.is_some_and(|most| facts.raw > most),
        };
        if is_beyond {
            return over_time(base, above(own), self.per, facts);
        }
        Ok(most)
    }

    fn limit(&self, own: u128, mult_ppm: i64) -> u128 {
        let raised = product(own.saturating_add(yearly_ppm(self.before_ppm)), parts(mult_ppm));
        let limit = raised.checked_div(MILLION).unwrap_or_default();
        let limit = limit.saturating_add(yearly_ppm(self.add_ppm));
        let spread = self.spread_max_ppm.map(|spread| own.saturating_add(yearly_ppm(spread)));
        spread.map_or(limit, |most| limit.min(most))
    }
}

/// What a rate in [`RATE_PARTS`] comes to on a base over the time of the charge.
#[inline(never)]
fn over_time(base: Option<Minor>, rate: u128, per: Per, facts: &ChargeFacts<'_>) -> Result<Option<Minor>> {
    let (Some(base), Some((count, of))) = (base, time(per, facts.days, facts)) else {
        return Ok(None);
    };
    let numerator = product(rate, u128::from(count));
    part(base, numerator, product(RATE_PARTS, u128::from(of))).map(Some)
}

/// So many days, or the months of the charge where it names some, in units of a rate, as a fraction. A part of a month is a part of the year's twelve.
fn time(per: Per, days: Option<u32>, facts: &ChargeFacts<'_>) -> Option<(u32, u32)> {
    let days_of_year = days.map(|days| (days, u32::from(facts.year_days.max(1))));
    match per {
        Per::Day => days.map(|days| (days, 1)),
        Per::Month => {
            let whole = facts.months.map(|months| (months, 1));
            whole.or(days.map(|days| (days.saturating_mul(12), 365)))
        }
        Per::Year => days_of_year.or(facts.months.map(|months| (months, 12))),
        Per::Event | Per::Contract => Some((1, 1)),
    }
}

/// The charge as it would be on the base alone: at the contract's own rate where it is known, else in proportion.
fn on_base_alone(base: Option<Minor>, facts: &ChargeFacts<'_>) -> Result<Option<Minor>> {
    let Some(base) = base else { return Ok(None) };
    if let Some(rate) = facts.fee_rate {
        return part(base, ten_decimals(rate), RATE_PARTS / MILLION).map(Some);
    }
    if let Some(rate) = facts.surcharge_rate {
        return over_time(Some(base), product(ten_decimals(rate), MILLION), Per::Year, facts);
    }
    let Some(charged_on) = facts.amounts.charged_on.filter(|charged_on| *charged_on > base) else {
        return Ok(None);
    };
    part(facts.raw, amount_parts(base), amount_parts(charged_on)).map(Some)
}

/// Parts per million as parts of [`RATE_PARTS`].
fn yearly_ppm(ppm: i64) -> u128 {
    product(parts(ppm), RATE_PARTS / MILLION)
}

/// Too large a product stays too large to be an amount.
#[inline(never)]
fn product(one: u128, other: u128) -> u128 {
    one.saturating_mul(other)
}

fn parts(value: i64) -> u128 {
    u128::try_from(value).unwrap_or_default()
}

fn amount_parts(amount: Minor) -> u128 {
    parts(amount.get())
}

/// A rate in ten-thousand-millionths, which it always is a whole number of.
fn ten_decimals(rate: Rate) -> u128 {
    let rate = rate.fraction();
    let scale = 10_000_000_000_u64.checked_div(rate.denominator).unwrap_or_default();
    product(u128::from(rate.numerator), u128::from(scale))
}

/// `numerator / denominator` of an amount, rounded down: a charge is never rounded up.
#[inline(never)]
fn part(amount: Minor, numerator: u128, denominator: u128) -> Result<Minor> {
    let part = product(amount_parts(amount), numerator)
        .checked_div(denominator)
        .and_then(|part| i64::try_from(part).ok());
    Minor::new(part.ok_or_else(too_much)?)
}

fn less(most: Option<Minor>, so_far: Option<Minor>) -> Result<Option<Minor>> {
    let rest = |most: Minor| most.minus(so_far.unwrap_or(Minor::ZERO));
    most.map(rest).transpose()
}

#[cold]
#[inline(never)]
fn too_much() -> Error {
    Error::range("what a cap allows is a safe integer")
}
