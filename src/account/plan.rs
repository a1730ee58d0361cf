//! What was agreed: a loan's terms, a list of dues from the host's server, or a card's statements and minimum rule.

use super::{Event, EventKind};
use crate::calendar::{BusinessDays, CivilDate, Period};
use crate::money::{Minor, Rate, RoundingMode};
use std::rc::Rc;

/// What was agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// The engine makes the schedule from the contract's terms.
    Loan(Rc<LoanPlan>),
    /// The host's server is the source of truth; its rows are taken as they are.
    Dues(Rc<DuesPlan>),
    /// A revolving account.
    Card(Rc<CardPlan>),
}

/// A loan's terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanPlan {
    /// What is lent, above zero.
    pub principal: Minor,
    /// Per year; 18 % is 0.18.
    pub annual_rate: Rate,
    /// How principal and interest are spread over the instalments.
    pub method: Method,
    /// Instalments, from 1 to [`ROWS_MAX`](super::ROWS_MAX), a down payment not counted.
    pub count: u16,
    /// From one due date to the next.
    pub every: Period,
    /// The day the money is paid out, and interest starts.
    pub start: CivilDate,
    /// The first due date, when it is not one period after the start.
    pub first_due: Option<CivilDate>,
    /// How days become a share of a year.
    pub day_count: DayCount,
    /// Whether interest runs by the day or by the period.
    pub accrual: Accrual,
    /// How amounts become whole.
    pub rounding: Rounding,
    /// Instalments at the start without principal or without interest.
    pub grace: Grace,
    /// The share of each disbursement that is paid at once.
    pub down_payment: Option<Rate>,
    /// Which days are not business days, and where a due date moves.
    pub business_days: BusinessDays,
    /// Servicing conventions beyond the usual.
    pub conventions: Conventions,
}

impl LoanPlan {
    /// Whether principal and interest of the instalments depend on how the balance moves: not where the interest is flat, nor
    /// where there is none and principal is paid in equal parts.
    pub(crate) fn follows_balance(&self, events: &[Event]) -> bool {
        let bears_interest = |event: &Event| matches!(event.kind, EventKind::RateChange(rate) if !rate.is_zero());
        let is_level = matches!(self.method, Method::EqualInstalment | Method::EqualPrincipal);
        self.method != Method::Flat
            && (!self.annual_rate.is_zero()
                || !is_level
                || self.grace.principal > 0
                || events.iter().any(bears_interest))
    }
}

/// How principal and interest are spread over the instalments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The same amount each time; its interest part falls as the debt does.
    EqualInstalment,
    /// The same principal each time, and the interest on what is left.
    EqualPrincipal,
    /// Interest only, and the whole principal with the last instalment.
    InterestOnly,
    /// Equal instalments that leave this much principal for the last one.
    Balloon(Minor),
    /// Interest on the first balance throughout, in equal parts.
    Flat,
}

/// How days become a share of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// How long a month is.
    pub month: MonthDays,
    /// How long a year is.
    pub year: YearDays,
}

/// How long a month is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthDays {
    /// Every month has 30 days.
    Thirty,
    /// Every month has its own days.
    Actual,
}

/// How long a year is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearDays {
    /// Every year has this many days: 360, 364 or 365.
    Fixed(u16),
    /// Every year has its own days, and a period across a year's end is split there.
    Actual,
}

impl DayCount {
    /// `30/360`.
    pub const THIRTY_360: Self = Self {
        month: MonthDays::Thirty,
        year: YearDays::Fixed(360),
    };
    /// `actual/360`.
    pub const ACTUAL_360: Self = Self {
        month: MonthDays::Actual,
        year: YearDays::Fixed(360),
    };
    /// `actual/365`.
    pub const ACTUAL_365: Self = Self {
        month: MonthDays::Actual,
        year: YearDays::Fixed(365),
    };
    /// `actual/actual`.
    pub const ACTUAL_ACTUAL: Self = Self {
        month: MonthDays::Actual,
        year: YearDays::Actual,
    };
}

/// Whether interest runs by the day or by the period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accrual {
    /// By the day, on what is really owed.
    #[default]
    Daily,
    /// By the period: each month is a twelfth of a year, each week a fifty-second, however many days it has.
    Period,
}

/// How amounts become whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rounding {
    /// How a fraction of a minor unit becomes a whole one.
    pub mode: RoundingMode,
    /// Instalments are rounded to a multiple of this; the last one takes the rest.
    pub multiple: Option<Minor>,
}

/// Instalments at the start without principal or without interest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grace {
    /// The first so many instalments pay no principal.
    pub principal: u16,
    /// The first so many instalments pay no interest; it is due with the next one, without interest on it.
    pub interest: u16,
}

/// Servicing conventions beyond the usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own, named in the contract"
)]
pub struct Conventions {
    /// Whether interest follows what is really owed and when it is really paid; otherwise the plan's interest is fixed.
    pub recalculation: bool,
    /// Whether past-due principal keeps earning interest while interest is recalculated.
    pub interest_on_past_due: bool,
    /// Whether the instalment is shifted so that the last one differs as little as possible.
    pub smoothing: bool,
    /// Which rate the level instalment is computed from.
    pub instalment_rate: InstalmentRate,
    /// Where an actual year ends for a period that runs across it.
    pub year_split: YearSplit,
    /// When an actual year has 366 days.
    pub leap_year: LeapYear,
    /// Whether the down payment is collected together with the disbursement.
    pub down_payment_collected: bool,
    /// Due dates are counted from this day instead of the start.
    pub seed: Option<CivilDate>,
    /// Until when interest runs on a past-due instalment while a payment is awaited, and to when a payment in advance
    /// pays interest: to the day itself, or to the end of the period.
    pub rest: Rest,
}

impl Conventions {
    /// What is usual for this method and accrual: interest is recalculated when it runs by the day on a falling
    /// balance.
    #[must_use]
    pub fn usual(method: Method, accrual: Accrual) -> Self {
        Self {
            recalculation: accrual == Accrual::Daily && method != Method::Flat,
            interest_on_past_due: true,
            smoothing: true,
            instalment_rate: InstalmentRate::EachPeriod,
            year_split: YearSplit::DecemberEnd,
            leap_year: LeapYear::Calendar,
            down_payment_collected: false,
            seed: None,
            rest: Rest::default(),
        }
    }
}

/// Until when interest runs in a period that has not ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rest {
    /// Interest on past-due principal runs to the end of the current period, not to the day.
    pub past_due_to_period_end: bool,
    /// A payment in advance pays interest to the end of the current period, not to the day.
    pub advance_to_period_end: bool,
}

/// Which rate the level instalment is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstalmentRate {
    /// Each period's own.
    EachPeriod,
    /// The first period's, as if all were alike.
    FirstPeriod,
    /// Each period's own for the time it really takes, also where the first one is shorter or longer: so are instalments
    /// that are agreed anew.
    RealPeriods,
}

/// Where an actual year ends for a period that runs across it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearSplit {
    /// At 31 December: the night to 1 January belongs to the new year.
    DecemberEnd,
    /// At 1 January: that night belongs to the old year.
    JanuaryStart,
    /// Nowhere: the year of the period's first day serves for all of it.
    None,
}

/// When an actual year has 366 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeapYear {
    /// In every leap year.
    Calendar,
    /// Only for a period that contains 29 February.
    LeapDayPeriod,
}

/// Dues as the host's server booked them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuesPlan {
    /// Sorted by date, then as given; at most [`ROWS_MAX`](super::ROWS_MAX), each with an id of its own.
    pub dues: Vec<Due>,
    /// What principal that is past due earns, per year.
    pub annual_rate: Option<Rate>,
    /// How days become a share of a year; `actual/365` unless said otherwise.
    pub day_count: DayCount,
}

/// One due as the host's server booked it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The host's own id.
    pub id: String,
    /// When it is due.
    pub date: CivilDate,
    /// Its parts, none below zero.
    pub principal: Minor,
    /// Interest due.
    pub interest: Minor,
    /// Fees due.
    pub fees: Minor,
    /// Late charges due.
    pub penalty: Minor,
}

/// A revolving account: its statements so far, and the rules for the next ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardPlan {
    /// The most that may be owed, where the host tells it.
    pub limit: Option<Minor>,
    /// Sorted by closing day; at most [`ROWS_MAX`](super::ROWS_MAX), each with an id of its own.
    pub statements: Vec<Statement>,
    /// Per year.
    pub annual_rate: Rate,
    /// How days become a share of a year; `actual/365` unless said otherwise.
    pub day_count: DayCount,
    /// The least that must be paid of a statement.
    pub minimum: MinimumRule,
}

/// One statement of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The host's own id.
    pub id: String,
    /// The day it was closed.
    pub closed: CivilDate,
    /// The day it is due, not before the closing day.
    pub due: CivilDate,
    /// What was owed when it was closed; below zero when the card was in credit.
    pub balance: Minor,
    /// The least that must be paid by the due day, at most the balance.
    pub minimum: Minor,
    /// Whether the statement before it was not paid in full in time, so that interest runs from the closing day whatever
    /// is paid. Left out, the events on the statement before tell it; where there are none, it was paid.
    pub revolving: Option<bool>,
}

/// The least that must be paid of a statement: a share of the balance, with interest and fees on top where they are, at least
/// the floor, at most the balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinimumRule {
    /// Of the balance.
    pub share: Rate,
    /// At least this much.
    pub floor: Minor,
    /// Whether the interest of the period is paid on top of the share.
    pub plus_interest: bool,
    /// Whether the fees and late charges of the period are paid on top of the share.
    pub plus_fees: bool,
}
