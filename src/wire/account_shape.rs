//! An account as it crosses the boundary.

use super::ID_CHARS_MAX;
use super::decode::given;
use super::event_shape::EventShape;
use super::plan_shape::{DayCountName, PeriodShape, PlanShape};
use crate::account::{Across, Account, Allocation, EVENTS_MAX, FuturePayment, LatenessPrior, Part};
use crate::error::{Error, Result};
use crate::money::{Currency, Minor, Rate};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountShape {
    id: String,
    #[serde(rename = "label")]
    _label: String,
    #[serde(rename = "creditor")]
    _creditor: CreditorShape,
    currency: Currency,
    product: Product,
    plan: PlanShape,
    #[serde(default)]
    events: Vec<EventShape>,
    #[serde(default, deserialize_with = "given")]
    late: Option<LateShape>,
    #[serde(default, deserialize_with = "given")]
    allocation: Option<AllocationShape>,
    #[serde(default)]
    autopay: bool,
    #[serde(default, deserialize_with = "given", rename = "hold")]
    _hold: Option<Hold>,
    #[serde(default, deserialize_with = "given", rename = "policy")]
    _policy: Option<PolicyShape>,
    #[serde(default, deserialize_with = "given")]
    prior: Option<PriorShape>,
}

impl AccountShape {
    pub(super) fn read(self) -> Result<Account> {
        check_id(&self.id).map_err(|error| error.at("id"))?;
        if self.events.len() > EVENTS_MAX {
            return Err(Error::range("an account has at most 10,000 events").at("events"));
        }
        let plan = self.plan.read().map_err(|error| error.at("plan"))?;
        if matches!(self.product, Product::Card) != matches!(plan, crate::account::Plan::Card(_)) {
            return Err(Error::input("a card has a plan of the kind \"card\", and nothing else has").at("product"));
        }
        let mut events = Vec::with_capacity(self.events.len());
        for (index, shape) in self.events.into_iter().enumerate() {
            events.push(shape.read().map_err(|error| error.at(&format!("events[{index}]")))?);
        }
        if let Some(late) = &self.late {
            late.check().map_err(|error| error.at("late"))?;
        }
        let allocation = self.allocation.map(AllocationShape::read).transpose().map_err(|error| error.at("allocation"))?;
        let prior = self.prior.map(PriorShape::read).transpose().map_err(|error| error.at("prior"))?;
        Ok(Account {
            id: self.id,
            currency: self.currency,
            plan,
            events,
            grace_days: self.late.and_then(|late| late.grace_days).unwrap_or(0),
            allocation: allocation.unwrap_or_default(),
            autopay: self.autopay,
            prior,
        })
    }
}

/// An id has at least one character and at most [`ID_CHARS_MAX`].
pub(super) fn check_id(id: &str) -> Result<()> {
    if id.is_empty() {
        return Err(Error::input("an id has at least one character"));
    }
    if id.chars().nth(ID_CHARS_MAX).is_some() {
        return Err(Error::range("an id has at most 200 characters"));
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Product {
    Loan,
    Card,
    Bnpl,
    Bill,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreditorShape {
    #[serde(rename = "name")]
    _name: String,
    #[serde(default, deserialize_with = "given", rename = "kind")]
    _kind: Option<CreditorKind>,
    #[serde(default, deserialize_with = "given", rename = "contact")]
    _contact: Option<String>,
    #[serde(default, deserialize_with = "given", rename = "complaints")]
    _complaints: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum CreditorKind {
    Bank,
    CardIssuer,
    FinanceCompany,
    Microlender,
    Merchant,
    Private,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Hold {
    Disputed,
    Hardship,
    Paused,
    Stopped,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct LateShape {
    #[serde(default, deserialize_with = "given")]
    grace_days: Option<u16>,
    #[serde(default)]
    fees: Vec<LateFeeShape>,
    #[serde(default, deserialize_with = "given")]
    interest: Option<LateInterestShape>,
    #[serde(default, rename = "milestones")]
    _milestones: Vec<MilestoneShape>,
}

impl LateShape {
    fn check(&self) -> Result<()> {
        if self.grace_days.is_some_and(|days| days > 366) {
            return Err(Error::range("at most 366 days of grace").at("graceDays"));
        }
        for (index, fee) in self.fees.iter().enumerate() {
            fee.check().map_err(|error| error.at(&format!("fees[{index}]")))?;
        }
        self.interest.as_ref().map_or(Ok(()), |interest| interest.check().map_err(|error| error.at("interest")))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct LateFeeShape {
    kind: LateFeeKind,
    #[serde(default, deserialize_with = "given")]
    amount: Option<Minor>,
    #[serde(default, deserialize_with = "given")]
    share: Option<Rate>,
    #[serde(default, deserialize_with = "given")]
    of: Option<LateFeeBase>,
    #[serde(rename = "afterDays")]
    _after_days: u16,
    #[serde(default, deserialize_with = "given")]
    every: Option<PeriodShape>,
    #[serde(default, deserialize_with = "given")]
    max: Option<Minor>,
    #[serde(default, deserialize_with = "given", rename = "maxTimes")]
    _max_times: Option<u16>,
}

impl LateFeeShape {
    fn check(&self) -> Result<()> {
        let of_share = self.share.is_some() && self.of.is_some() && self.amount.is_none();
        let flat = self.amount.is_some() && self.share.is_none() && self.of.is_none();
        match self.kind {
            LateFeeKind::Flat if !flat => return Err(Error::input("a flat fee has an amount, and no share")),
            LateFeeKind::Share if !of_share => return Err(Error::input("a share has a share and what it is of, and no amount")),
            LateFeeKind::Flat | LateFeeKind::Share => {}
        }
        for (key, amount) in [("amount", self.amount), ("max", self.max)] {
            if amount.is_some_and(|amount| amount < Minor::ZERO) {
                return Err(Error::input("an amount is zero or more").at(key));
            }
        }
        self.every.as_ref().map_or(Ok(()), |every| every.read().map(|_| ()).map_err(|error| error.at("every")))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum LateFeeKind {
    Flat,
    Share,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum LateFeeBase {
    Instalment,
    Overdue,
    OverduePrincipal,
    Minimum,
    Principal,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct LateInterestShape {
    #[serde(default, deserialize_with = "given")]
    annual_rate: Option<Rate>,
    #[serde(default, deserialize_with = "given")]
    daily_rate: Option<Rate>,
    #[serde(rename = "of")]
    _of: LateInterestBase,
    #[serde(default, deserialize_with = "given", rename = "compound")]
    _compound: Option<Compound>,
    #[serde(default, deserialize_with = "given", rename = "dayCount")]
    _day_count: Option<DayCountName>,
}

impl LateInterestShape {
    fn check(&self) -> Result<()> {
        if self.annual_rate.is_some() == self.daily_rate.is_some() {
            return Err(Error::input("penalty interest has either an annual or a daily rate"));
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum LateInterestBase {
    OverduePrincipal,
    Overdue,
    Balance,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Compound {
    None,
    Daily,
    Monthly,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct MilestoneShape {
    #[serde(rename = "afterDays")]
    _after_days: u16,
    #[serde(rename = "code")]
    _code: MilestoneCode,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum MilestoneCode {
    CreditRecord,
    AccountLimited,
    HandedOver,
    Accelerated,
    Legal,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AllocationShape {
    order: Vec<PartName>,
    across: AcrossName,
    #[serde(default, deserialize_with = "given")]
    future: Option<FutureName>,
}

impl AllocationShape {
    fn read(self) -> Result<Allocation> {
        let order: Vec<Part> = self.order.into_iter().map(PartName::read).collect();
        let each_once = order.iter().enumerate().all(|(index, part)| order.iter().skip(index.saturating_add(1)).all(|other| other != part));
        let order = <[Part; 4]>::try_from(order).ok().filter(|_| each_once);
        let Some(order) = order else {
            return Err(Error::input("the order names each of the four parts once").at("order"));
        };
        let across = match self.across {
            AcrossName::Instalment => Across::Instalment,
            AcrossName::Part => Across::Part,
        };
        let future = match self.future {
            None | Some(FutureName::Next) => FuturePayment::Next,
            Some(FutureName::Last) => FuturePayment::Last,
            Some(FutureName::Spread) => FuturePayment::Spread,
        };
        Ok(Allocation { order, across, future })
    }
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum PartName {
    Principal,
    Interest,
    Fees,
    Penalty,
}

impl PartName {
    pub(super) fn read(self) -> Part {
        match self {
            Self::Principal => Part::Principal,
            Self::Interest => Part::Interest,
            Self::Fees => Part::Fees,
            Self::Penalty => Part::Penalty,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AcrossName {
    Instalment,
    Part,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FutureName {
    Next,
    Last,
    Spread,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct PolicyShape {
    #[serde(rename = "kinds")]
    _kinds: Vec<OfferKind>,
    #[serde(default, deserialize_with = "given", rename = "maxCount")]
    _max_count: Option<u16>,
    #[serde(default, deserialize_with = "given", rename = "maxDeferrals")]
    _max_deferrals: Option<u16>,
    #[serde(default, deserialize_with = "given", rename = "maxDeferDays")]
    _max_defer_days: Option<u16>,
    #[serde(default, deserialize_with = "given", rename = "minInstalment")]
    _min_instalment: Option<Minor>,
    #[serde(default, deserialize_with = "given", rename = "rateCut")]
    _rate_cut: Option<Rate>,
    #[serde(default, deserialize_with = "given", rename = "feeWaiver")]
    _fee_waiver: Option<Rate>,
    #[serde(default, deserialize_with = "given", rename = "settlement")]
    _settlement: Option<Rate>,
    #[serde(default, deserialize_with = "given", rename = "earlyPayment")]
    _early_payment: Option<EarlyPaymentShape>,
    #[serde(default, deserialize_with = "given", rename = "newPlanFee")]
    _new_plan_fee: Option<Minor>,
    #[serde(default, deserialize_with = "given", rename = "expiresDays")]
    _expires_days: Option<u16>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum OfferKind {
    MoveDueDate,
    Defer,
    InterestOnly,
    ExtendTerm,
    LowerInstalment,
    ReAge,
    ReAmortise,
    RateCut,
    FeeWaiver,
    Settlement,
    EarlyPaymentReward,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EarlyPaymentShape {
    #[serde(rename = "share")]
    _share: Rate,
    #[serde(rename = "beforeDays")]
    _before_days: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct PriorShape {
    over0: f64,
    #[serde(default, deserialize_with = "given")]
    over3: Option<f64>,
    #[serde(default, deserialize_with = "given")]
    over7: Option<f64>,
    #[serde(default)]
    unpaid_on_time: Vec<f64>,
    #[serde(default, deserialize_with = "given", rename = "shift")]
    _shift: Option<f64>,
    #[serde(default, deserialize_with = "given", rename = "scale")]
    _scale: Option<f64>,
}

impl PriorShape {
    /// The shares that are left out are the nearest one given, which is never too low.
    fn read(self) -> Result<LatenessPrior> {
        let over3 = self.over3.unwrap_or(self.over0);
        let over7 = self.over7.unwrap_or(over3);
        let is_chance = |chance: &f64| (0.0..=1.0).contains(chance);
        if ![self.over0, over3, over7].iter().chain(&self.unpaid_on_time).all(is_chance) {
            return Err(Error::range("a share of customers is from 0 to 1"));
        }
        if over3 > self.over0 || over7 > over3 {
            return Err(Error::input("who pays later than seven days late also pays later than three"));
        }
        Ok(LatenessPrior { over0: self.over0, over3, over7 })
    }
}

