//! A plan as it crosses the boundary: one flat shape, read by its kind, so that the path of an error stays exact.

use super::account_shape::check_id;
use super::decode::given;
use crate::account::{
    Accrual, CardPlan, Conventions, DayCount, Due, DuesPlan, Grace, InstalmentRate, LeapYear, LoanPlan, Method,
    MinimumRule, Plan, ROWS_MAX, Rest, Rounding, Statement, YearSplit,
};
use crate::calendar::{BusinessDays, CivilDate, Period, Roll, Unit};
use crate::error::{Error, Result};
use crate::money::{Minor, Rate, RoundingMode};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct PlanShape {
    kind: KindName,
    #[serde(default, deserialize_with = "given")]
    principal: Option<Minor>,
    #[serde(default, deserialize_with = "given")]
    annual_rate: Option<Rate>,
    #[serde(default, deserialize_with = "given")]
    method: Option<MethodName>,
    #[serde(default, deserialize_with = "given")]
    count: Option<u16>,
    #[serde(default, deserialize_with = "given")]
    every: Option<PeriodShape>,
    #[serde(default, deserialize_with = "given")]
    start: Option<CivilDate>,
    #[serde(default, deserialize_with = "given")]
    first_due: Option<CivilDate>,
    #[serde(default, deserialize_with = "given")]
    day_count: Option<DayCountName>,
    #[serde(default, deserialize_with = "given")]
    accrual: Option<AccrualName>,
    #[serde(default, deserialize_with = "given")]
    rounding: Option<RoundingShape>,
    #[serde(default, deserialize_with = "given")]
    balloon: Option<Minor>,
    #[serde(default, deserialize_with = "given")]
    grace: Option<GraceShape>,
    #[serde(default, deserialize_with = "given")]
    down_payment: Option<DownPaymentShape>,
    #[serde(default, deserialize_with = "given")]
    business_days: Option<BusinessDaysShape>,
    #[serde(default, deserialize_with = "given")]
    conventions: Option<ConventionsShape>,
    #[serde(default, deserialize_with = "given")]
    dues: Option<Vec<DueShape>>,
    #[serde(default, deserialize_with = "given")]
    limit: Option<Minor>,
    #[serde(default, deserialize_with = "given")]
    statements: Option<Vec<StatementShape>>,
    #[serde(default, deserialize_with = "given")]
    minimum: Option<MinimumShape>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum KindName {
    Loan,
    Dues,
    Card,
}

impl KindName {
    /// The keys that a plan of this kind has besides its kind.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Loan => &[
                "principal", "annualRate", "method", "count", "every", "start", "firstDue", "dayCount", "accrual",
                "rounding", "balloon", "grace", "downPayment", "businessDays", "conventions",
            ],
            Self::Dues => &["dues", "annualRate", "dayCount"],
            Self::Card => &["limit", "statements", "annualRate", "dayCount", "minimum"],
        }
    }
}

impl PlanShape {
    pub(super) fn read(self) -> Result<Plan> {
        foreign(&self.given(), self.kind.keys())?;
        match self.kind {
            KindName::Loan => self.loan().map(|plan| Plan::Loan(Box::new(plan))),
            KindName::Dues => dues(required(self.dues, "dues")?).map(Plan::Dues),
            KindName::Card => self.card().map(Plan::Card),
        }
    }

    fn given(&self) -> [(&'static str, bool); 19] {
        [
            ("principal", self.principal.is_some()),
            ("annualRate", self.annual_rate.is_some()),
            ("method", self.method.is_some()),
            ("count", self.count.is_some()),
            ("every", self.every.is_some()),
            ("start", self.start.is_some()),
            ("firstDue", self.first_due.is_some()),
            ("dayCount", self.day_count.is_some()),
            ("accrual", self.accrual.is_some()),
            ("rounding", self.rounding.is_some()),
            ("balloon", self.balloon.is_some()),
            ("grace", self.grace.is_some()),
            ("downPayment", self.down_payment.is_some()),
            ("businessDays", self.business_days.is_some()),
            ("conventions", self.conventions.is_some()),
            ("dues", self.dues.is_some()),
            ("limit", self.limit.is_some()),
            ("statements", self.statements.is_some()),
            ("minimum", self.minimum.is_some()),
        ]
    }

    fn loan(self) -> Result<LoanPlan> {
        let principal = required(self.principal, "principal")?;
        if !principal.is_positive() {
            return Err(Error::input("a principal is above zero").at("principal"));
        }
        let count = required(self.count, "count")?;
        if !(1..=ROWS_MAX).contains(&count) {
            return Err(Error::range("a plan has from 1 to 1,200 instalments").at("count"));
        }
        let method = method(required(self.method, "method")?, self.balloon, principal)?;
        let grace = self.grace.map(|grace| Grace { principal: grace.principal, interest: grace.interest }).unwrap_or_default();
        if grace.principal >= count || grace.interest >= count {
            return Err(Error::input("at least one instalment is without grace").at("grace"));
        }
        if method == Method::Flat && grace != Grace::default() {
            return Err(Error::unsupported("grace on flat interest").at("grace"));
        }
        let start = required(self.start, "start")?;
        if self.first_due.is_some_and(|first| first <= start) {
            return Err(Error::input("the first due date is after the start").at("firstDue"));
        }
        let accrual = self.accrual.map(AccrualName::read).unwrap_or_default();
        let conventions = self.conventions.unwrap_or_default().read(Conventions::usual(method, accrual));
        Ok(LoanPlan {
            principal,
            annual_rate: required(self.annual_rate, "annualRate")?,
            method,
            count,
            every: required(self.every, "every")?.read().map_err(|error| error.at("every"))?,
            start,
            first_due: self.first_due,
            day_count: required(self.day_count, "dayCount")?.read(),
            accrual,
            rounding: self.rounding.map_or_else(|| Ok(Rounding::default()), RoundingShape::read)?,
            grace,
            down_payment: self.down_payment.map(DownPaymentShape::read).transpose()?,
            business_days: self.business_days.map_or_else(|| Ok(BusinessDays::default()), BusinessDaysShape::read)?,
            conventions: conventions.map_err(|error| error.at("conventions"))?,
        })
    }

    fn card(self) -> Result<CardPlan> {
        let minimum = required(self.minimum, "minimum")?;
        if minimum.share > Rate::ONE {
            return Err(Error::range("a share is at most 1").at("minimum.share"));
        }
        if minimum.floor < Minor::ZERO {
            return Err(Error::input("a floor is zero or more").at("minimum.floor"));
        }
        if self.limit.is_some_and(|limit| limit < Minor::ZERO) {
            return Err(Error::input("a limit is zero or more").at("limit"));
        }
        Ok(CardPlan {
            statements: statements(required(self.statements, "statements")?)?,
            annual_rate: required(self.annual_rate, "annualRate")?,
            day_count: self.day_count.map_or(DayCount::ACTUAL_365, DayCountName::read),
            minimum: MinimumRule {
                share: minimum.share,
                floor: minimum.floor,
                plus_interest: minimum.plus_interest,
                plus_fees: minimum.plus_fees,
            },
        })
    }
}

fn method(name: MethodName, balloon: Option<Minor>, principal: Minor) -> Result<Method> {
    match (name, balloon) {
        (MethodName::Balloon, None) => Err(missing("balloon")),
        (MethodName::Balloon, Some(balloon)) if balloon < Minor::ZERO || balloon > principal => {
            Err(Error::input("a balloon is from zero to the principal").at("balloon"))
        }
        (MethodName::Balloon, Some(balloon)) => Ok(Method::Balloon(balloon)),
        (_, Some(_)) => Err(Error::input("only the method \"balloon\" has a balloon").at("balloon")),
        (MethodName::EqualInstalment, None) => Ok(Method::EqualInstalment),
        (MethodName::EqualPrincipal, None) => Ok(Method::EqualPrincipal),
        (MethodName::InterestOnly, None) => Ok(Method::InterestOnly),
        (MethodName::Flat, None) => Ok(Method::Flat),
    }
}

fn dues(shapes: Vec<DueShape>) -> Result<DuesPlan> {
    if shapes.len() > usize::from(ROWS_MAX) {
        return Err(Error::range("a plan has at most 1,200 dues").at("dues"));
    }
    let mut ids = BTreeSet::new();
    let mut dues = Vec::with_capacity(shapes.len());
    for (index, shape) in shapes.into_iter().enumerate() {
        let due = shape.read().and_then(|due| unique(&mut ids, &due.id).map(|()| due));
        dues.push(due.map_err(|error| error.at(&format!("dues[{index}]")))?);
    }
    dues.sort_by_key(|due| due.date);
    Ok(DuesPlan { dues })
}

fn statements(shapes: Vec<StatementShape>) -> Result<Vec<Statement>> {
    if shapes.len() > usize::from(ROWS_MAX) {
        return Err(Error::range("a card has at most 1,200 statements").at("statements"));
    }
    let mut ids = BTreeSet::new();
    let mut statements = Vec::with_capacity(shapes.len());
    for (index, shape) in shapes.into_iter().enumerate() {
        let statement = shape.read().and_then(|statement| unique(&mut ids, &statement.id).map(|()| statement));
        statements.push(statement.map_err(|error| error.at(&format!("statements[{index}]")))?);
    }
    statements.sort_by_key(|statement| statement.closed);
    Ok(statements)
}

fn unique(ids: &mut BTreeSet<String>, id: &str) -> Result<()> {
    check_id(id).map_err(|error| error.at("id"))?;
    if !ids.insert(id.to_owned()) {
        return Err(Error::input(format!("another one has the id {id:?}")).at("id"));
    }
    Ok(())
}

/// The first key that is given and does not belong to the kind.
pub(super) fn foreign(given: &[(&'static str, bool)], keys: &[&str]) -> Result<()> {
    match given.iter().find(|(key, is_given)| *is_given && !keys.contains(key)) {
        Some((key, _)) => Err(Error::input(format!("unknown key for this kind, expected one of {}", keys.join(", "))).at(key)),
        None => Ok(()),
    }
}

/// A value that the kind needs.
pub(super) fn required<T>(value: Option<T>, key: &str) -> Result<T> {
    value.ok_or_else(|| missing(key))
}

fn missing(key: &str) -> Error {
    Error::input("missing").at(key)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PeriodShape {
    n: u16,
    unit: UnitName,
}

impl PeriodShape {
    pub(super) fn read(&self) -> Result<Period> {
        let unit = match self.unit {
            UnitName::Day => Unit::Day,
            UnitName::Week => Unit::Week,
            UnitName::Month => Unit::Month,
        };
        Period::new(self.n, unit).map_err(|error| error.at("n"))
    }
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum UnitName {
    Day,
    Week,
    Month,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum MethodName {
    EqualInstalment,
    EqualPrincipal,
    InterestOnly,
    Balloon,
    Flat,
}

#[derive(Clone, Copy, Deserialize)]
pub(super) enum DayCountName {
    #[serde(rename = "30/360")]
    Thirty360,
    #[serde(rename = "actual/360")]
    Actual360,
    #[serde(rename = "actual/365")]
    Actual365,
    #[serde(rename = "actual/actual")]
    ActualActual,
}

impl DayCountName {
    fn read(self) -> DayCount {
        match self {
            Self::Thirty360 => DayCount::THIRTY_360,
            Self::Actual360 => DayCount::ACTUAL_360,
            Self::Actual365 => DayCount::ACTUAL_365,
            Self::ActualActual => DayCount::ACTUAL_ACTUAL,
        }
    }
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AccrualName {
    Daily,
    Period,
}

impl AccrualName {
    fn read(self) -> Accrual {
        match self {
            Self::Daily => Accrual::Daily,
            Self::Period => Accrual::Period,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoundingShape {
    #[serde(default, deserialize_with = "given")]
    mode: Option<RoundingName>,
    #[serde(default, deserialize_with = "given")]
    multiple: Option<Minor>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RoundingName {
    HalfEven,
    HalfUp,
    Up,
    Down,
}

impl RoundingShape {
    fn read(self) -> Result<Rounding> {
        if self.multiple.is_some_and(|multiple| !multiple.is_positive()) {
            return Err(Error::input("a multiple is above zero").at("rounding.multiple"));
        }
        let mode = match self.mode {
            None | Some(RoundingName::HalfEven) => RoundingMode::HalfEven,
            Some(RoundingName::HalfUp) => RoundingMode::HalfUp,
            Some(RoundingName::Up) => RoundingMode::Up,
            Some(RoundingName::Down) => RoundingMode::Down,
        };
        Ok(Rounding { mode, multiple: self.multiple })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GraceShape {
    #[serde(default)]
    principal: u16,
    #[serde(default)]
    interest: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DownPaymentShape {
    share: Rate,
}

impl DownPaymentShape {
    fn read(self) -> Result<Rate> {
        if self.share >= Rate::ONE {
            return Err(Error::input("a down payment is less than the whole").at("downPayment.share"));
        }
        Ok(self.share)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BusinessDaysShape {
    roll: RollName,
    #[serde(default, deserialize_with = "given")]
    weekend: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RollName {
    None,
    Following,
    ModifiedFollowing,
    Preceding,
}

impl BusinessDaysShape {
    fn read(self) -> Result<BusinessDays> {
        let roll = match self.roll {
            RollName::None => Roll::None,
            RollName::Following => Roll::Following,
            RollName::ModifiedFollowing => Roll::ModifiedFollowing,
            RollName::Preceding => Roll::Preceding,
        };
        BusinessDays::new(roll, self.weekend.as_deref().unwrap_or(&[6, 7])).map_err(|error| error.at("businessDays.weekend"))
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ConventionsShape {
    #[serde(default, deserialize_with = "given")]
    recalculation: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    interest_on_past_due: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    smoothing: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    instalment_rate: Option<InstalmentRateName>,
    #[serde(default, deserialize_with = "given")]
    year_split: Option<YearSplitName>,
    #[serde(default, deserialize_with = "given")]
    leap_year: Option<LeapYearName>,
    #[serde(default, deserialize_with = "given")]
    seed: Option<CivilDate>,
    #[serde(default, deserialize_with = "given")]
    past_due_interest_until: Option<UntilName>,
    #[serde(default, deserialize_with = "given")]
    advance_interest_until: Option<UntilName>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum InstalmentRateName {
    EachPeriod,
    FirstPeriod,
}

#[derive(Clone, Copy, Deserialize)]
enum YearSplitName {
    #[serde(rename = "31-december")]
    DecemberEnd,
    #[serde(rename = "1-january")]
    JanuaryStart,
    #[serde(rename = "none")]
    None,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum LeapYearName {
    Calendar,
    LeapDayPeriod,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum UntilName {
    Day,
    PeriodEnd,
}

impl ConventionsShape {
    fn read(self, usual: Conventions) -> Result<Conventions> {
        let to_period_end = |name: Option<UntilName>| matches!(name, Some(UntilName::PeriodEnd));
        Ok(Conventions {
            recalculation: self.recalculation.unwrap_or(usual.recalculation),
            interest_on_past_due: self.interest_on_past_due.unwrap_or(usual.interest_on_past_due),
            smoothing: self.smoothing.unwrap_or(usual.smoothing),
            instalment_rate: self.instalment_rate.map_or(usual.instalment_rate, |name| match name {
                InstalmentRateName::EachPeriod => InstalmentRate::EachPeriod,
                InstalmentRateName::FirstPeriod => InstalmentRate::FirstPeriod,
            }),
            year_split: self.year_split.map_or(usual.year_split, |name| match name {
                YearSplitName::DecemberEnd => YearSplit::DecemberEnd,
                YearSplitName::JanuaryStart => YearSplit::JanuaryStart,
                YearSplitName::None => YearSplit::None,
            }),
            leap_year: self.leap_year.map_or(usual.leap_year, |name| match name {
                LeapYearName::Calendar => LeapYear::Calendar,
                LeapYearName::LeapDayPeriod => LeapYear::LeapDayPeriod,
            }),
            seed: self.seed,
            rest: Rest {
                past_due_to_period_end: to_period_end(self.past_due_interest_until),
                advance_to_period_end: to_period_end(self.advance_interest_until),
            },
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DueShape {
    id: String,
    date: CivilDate,
    principal: Minor,
    #[serde(default)]
    interest: Minor,
    #[serde(default)]
    fees: Minor,
    #[serde(default)]
    penalty: Minor,
}

impl DueShape {
    fn read(self) -> Result<Due> {
        let parts = [("principal", self.principal), ("interest", self.interest), ("fees", self.fees), ("penalty", self.penalty)];
        if let Some((key, _)) = parts.iter().find(|(_, part)| *part < Minor::ZERO) {
            return Err(Error::input("an amount is zero or more").at(key));
        }
        let Self { id, date, principal, interest, fees, penalty } = self;
        Ok(Due { id, date, principal, interest, fees, penalty })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatementShape {
    id: String,
    closed: CivilDate,
    due: CivilDate,
    balance: Minor,
    minimum: Minor,
}

impl StatementShape {
    fn read(self) -> Result<Statement> {
        let Self { id, closed, due, balance, minimum } = self;
        if due < closed {
            return Err(Error::input("a statement is due on or after the day it is closed").at("due"));
        }
        if balance < Minor::ZERO {
            return Err(Error::unsupported("a card in credit").at("balance"));
        }
        if minimum < Minor::ZERO || minimum > balance {
            return Err(Error::input("a minimum is from zero to the balance").at("minimum"));
        }
        Ok(Statement { id, closed, due, balance, minimum })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct MinimumShape {
    share: Rate,
    floor: Minor,
    #[serde(default)]
    plus_interest: bool,
    #[serde(default)]
    plus_fees: bool,
}
