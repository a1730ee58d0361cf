//! Reads a plan by its kind.

use super::account::share;
use super::node::{Fields, Node};
use crate::account::{
    Accrual, CardPlan, Conventions, DayCount, Due, DuesPlan, Grace, InstalmentRate, LeapYear, LoanPlan, Method,
    MinimumRule, Plan, ROWS_MAX, Rest, Rounding, Statement, YearSplit,
};
use crate::calendar::{BusinessDays, Period, Roll, Unit};
use crate::error::{Error, Result};
use crate::money::{Minor, RoundingMode};
use crate::order::by_day;
use std::rc::Rc;

const LOAN_KEYS: [&str; 16] = [
    "kind",
    "principal",
    "annualRate",
    "method",
    "count",
    "every",
    "start",
    "firstDue",
    "dayCount",
    "accrual",
    "rounding",
    "balloon",
    "grace",
    "downPayment",
    "businessDays",
    "conventions",
];
const DUES_KEYS: [&str; 4] = ["kind", "dues", "annualRate", "dayCount"];
const CARD_KEYS: [&str; 6] = ["kind", "limit", "statements", "annualRate", "dayCount", "minimum"];

type Reader = fn(Node<'_>) -> Result<Plan>;

pub(super) fn read(node: Node<'_>) -> Result<Plan> {
    let kinds: [(&str, Reader); 3] = [("loan", loan), ("dues", dues), ("card", card)];
    let keys = [&LOAN_KEYS[..], &DUES_KEYS, &CARD_KEYS].concat();
    let read = node.fields(&keys)?.get("kind")?.word(&kinds)?;
    read(node)
}

fn loan(node: Node<'_>) -> Result<Plan> {
    let fields = node.fields(&LOAN_KEYS)?;
    let principal = fields.get("principal")?.positive_minor()?;
    let count = fields.get("count")?.count(1, ROWS_MAX)?;
    let method = method(&fields, principal)?;
    let start = fields.get("start")?.date()?;
    let first_due = fields.optional("firstDue", |node| node.date())?;
    if first_due.is_some_and(|first| first <= start) {
        return Err(fields.wrong("firstDue", "the first due date is after the start"));
    }
    let accrual = fields.optional("accrual", |node| {
        node.word(&[("daily", Accrual::Daily), ("period", Accrual::Period)])
    })?;
    let accrual = accrual.unwrap_or_default();
    Ok(Plan::Loan(Rc::new(LoanPlan {
        principal,
        annual_rate: fields.get("annualRate")?.rate()?,
        method,
        count,
        every: fields.get("every").and_then(period)?,
        start,
        first_due,
        day_count: fields.get("dayCount").and_then(day_count)?,
        accrual,
        rounding: fields.optional("rounding", rounding)?.unwrap_or_default(),
        grace: grace(&fields, count, method)?,
        down_payment: fields.optional("downPayment", |node| {
            node.fields(&["share"])?.get("share").and_then(share)
        })?,
        business_days: fields.optional("businessDays", business_days)?.unwrap_or_default(),
        conventions: conventions(fields.maybe("conventions"), Conventions::usual(method, accrual))?,
    })))
}

fn method(fields: &Fields<'_>, principal: Minor) -> Result<Method> {
    let method = fields.get("method")?.word(&[
        ("equal-instalment", Method::EqualInstalment),
        ("equal-principal", Method::EqualPrincipal),
        ("interest-only", Method::InterestOnly),
        ("balloon", Method::Balloon(Minor::ZERO)),
        ("flat", Method::Flat),
    ])?;
    if method != Method::Balloon(Minor::ZERO) {
        return match fields.maybe("balloon") {
            None => Ok(method),
            Some(balloon) => Err(balloon.wrong("only the method \"balloon\" has a balloon")),
        };
    }
    let balloon = fields.get("balloon")?;
    let amount = balloon.minor_or_more()?;
    if amount > principal {
        Err(balloon.wrong("a balloon is at most the principal"))
    } else {
        Ok(Method::Balloon(amount))
    }
}

fn grace(fields: &Fields<'_>, count: u16, method: Method) -> Result<Grace> {
    let Some(node) = fields.maybe("grace") else {
        return Ok(Grace::default());
    };
    let fields = node.fields(&["principal", "interest"])?;
    let of = |key| {
        fields
            .maybe(key)
            .map_or(Ok(0), |node| node.count(0, count.saturating_sub(1)))
    };
    let grace = Grace {
        principal: of("principal")?,
        interest: of("interest")?,
    };
    if method == Method::Flat && grace != Grace::default() {
        return Err(node.error(Error::unsupported("grace on flat interest")));
    }
    Ok(grace)
}

fn rounding(node: Node<'_>) -> Result<Rounding> {
    let fields = node.fields(&["mode", "multiple"])?;
    let mode = fields.optional("mode", |node| {
        node.word(&[
            ("half-even", RoundingMode::HalfEven),
            ("half-up", RoundingMode::HalfUp),
            ("up", RoundingMode::Up),
            ("down", RoundingMode::Down),
        ])
    })?;
    let multiple = fields.optional("multiple", |node| node.positive_minor())?;
    Ok(Rounding {
        mode: mode.unwrap_or_default(),
        multiple,
    })
}

fn business_days(node: Node<'_>) -> Result<BusinessDays> {
    let fields = node.fields(&["roll", "weekend"])?;
    let roll = fields.get("roll")?.word(&[
        ("none", Roll::None),
        ("following", Roll::Following),
        ("modified-following", Roll::ModifiedFollowing),
        ("preceding", Roll::Preceding),
    ])?;
    let weekend = fields.optional("weekend", |node| node.list(7, |day| day.count(1, 7)))?;
    BusinessDays::new(roll, weekend.as_deref().unwrap_or(&[6, 7])).map_err(|error| node.error(error))
}

fn conventions(node: Option<Node<'_>>, usual: Conventions) -> Result<Conventions> {
    let Some(node) = node else { return Ok(usual) };
    let fields = node.fields(&[
        "recalculation",
        "interestOnPastDue",
        "smoothing",
        "instalmentRate",
        "yearSplit",
        "leapYear",
        "downPaymentCollected",
        "seed",
        "pastDueInterestUntil",
        "advanceInterestUntil",
    ])?;
    let flag = |key, usual| fields.maybe(key).map_or(Ok(usual), |node| node.flag());
    let until = |node: Node<'_>| node.word(&[("day", false), ("period-end", true)]);
    let instalment_rate = fields.optional("instalmentRate", |node| {
        node.word(&[
            ("each-period", InstalmentRate::EachPeriod),
            ("first-period", InstalmentRate::FirstPeriod),
        ])
    })?;
    let year_split = fields.optional("yearSplit", |node| {
        node.word(&[
            ("31-december", YearSplit::DecemberEnd),
            ("1-january", YearSplit::JanuaryStart),
            ("none", YearSplit::None),
        ])
    })?;
    let leap_year = fields.optional("leapYear", |node| {
        node.word(&[
            ("calendar", LeapYear::Calendar),
            ("leap-day-period", LeapYear::LeapDayPeriod),
        ])
    })?;
    Ok(Conventions {
        recalculation: flag("recalculation", usual.recalculation)?,
        interest_on_past_due: flag("interestOnPastDue", usual.interest_on_past_due)?,
        smoothing: flag("smoothing", usual.smoothing)?,
        instalment_rate: instalment_rate.unwrap_or(usual.instalment_rate),
        year_split: year_split.unwrap_or(usual.year_split),
        leap_year: leap_year.unwrap_or(usual.leap_year),
        down_payment_collected: flag("downPaymentCollected", usual.down_payment_collected)?,
        seed: fields.optional("seed", |node| node.date())?,
        rest: Rest {
            past_due_to_period_end: fields.optional("pastDueInterestUntil", until)?.unwrap_or_default(),
            advance_to_period_end: fields.optional("advanceInterestUntil", until)?.unwrap_or_default(),
        },
    })
}

fn dues(node: Node<'_>) -> Result<Plan> {
    let fields = node.fields(&DUES_KEYS)?;
    let dues = fields.get("dues")?.list(usize::from(ROWS_MAX), due)?;
    fields.check_unique("dues", &dues.iter().map(|due| due.id.as_str()).collect::<Vec<_>>())?;
    Ok(Plan::Dues(Rc::new(DuesPlan {
        dues: by_day(dues, |due| due.date),
        annual_rate: fields.optional("annualRate", |node| node.rate())?,
        day_count: fields.optional("dayCount", day_count)?.unwrap_or(DayCount::ACTUAL_365),
    })))
}

fn due(node: Node<'_>) -> Result<Due> {
    let fields = node.fields(&["id", "date", "principal", "interest", "fees", "penalty"])?;
    let part = |key| fields.maybe(key).map_or(Ok(Minor::ZERO), |node| node.minor_or_more());
    Ok(Due {
        id: fields.get("id")?.id()?,
        date: fields.get("date")?.date()?,
        principal: fields.get("principal")?.minor_or_more()?,
        interest: part("interest")?,
        fees: part("fees")?,
        penalty: part("penalty")?,
    })
}

fn card(node: Node<'_>) -> Result<Plan> {
    let fields = node.fields(&CARD_KEYS)?;
    let limit = fields.optional("limit", |node| node.minor_or_more())?;
    let statements = fields.get("statements")?.list(usize::from(ROWS_MAX), statement)?;
    fields.check_unique(
        "statements",
        &statements
            .iter()
            .map(|statement| statement.id.as_str())
            .collect::<Vec<_>>(),
    )?;
    Ok(Plan::Card(Rc::new(CardPlan {
        limit,
        statements: by_day(statements, |statement| statement.closed),
        annual_rate: fields.get("annualRate")?.rate()?,
        day_count: fields.optional("dayCount", day_count)?.unwrap_or(DayCount::ACTUAL_365),
        minimum: fields.get("minimum").and_then(minimum)?,
    })))
}

fn statement(node: Node<'_>) -> Result<Statement> {
    let fields = node.fields(&["id", "closed", "due", "balance", "minimum", "revolving"])?;
    let closed = fields.get("closed")?.date()?;
    let due = fields.get("due")?.date()?;
    if due < closed {
        return Err(fields.wrong("due", "a statement is due on or after the day it is closed"));
    }
    let balance = fields.get("balance")?.minor()?;
    let minimum = fields.get("minimum")?.minor_or_more()?;
    if minimum > balance.or_zero() {
        return Err(fields.wrong("minimum", "a minimum is at most the balance"));
    }
    Ok(Statement {
        id: fields.get("id")?.id()?,
        closed,
        due,
        balance,
        minimum,
        revolving: fields.optional("revolving", |node| node.flag())?,
    })
}

fn minimum(node: Node<'_>) -> Result<MinimumRule> {
    let fields = node.fields(&["share", "floor", "plusInterest", "plusFees"])?;
    Ok(MinimumRule {
        share: fields.get("share").and_then(share)?,
        floor: fields.get("floor")?.minor_or_more()?,
        plus_interest: fields.optional("plusInterest", |node| node.flag())?.unwrap_or_default(),
        plus_fees: fields.optional("plusFees", |node| node.flag())?.unwrap_or_default(),
    })
}

pub(super) fn period(node: Node<'_>) -> Result<Period> {
    let fields = node.fields(&["n", "unit"])?;
    let unit = fields
        .get("unit")?
        .word(&[("day", Unit::Day), ("week", Unit::Week), ("month", Unit::Month)])?;
    Period::new(fields.get("n")?.count(1, 1_200)?, unit)
}

pub(super) fn day_count(node: Node<'_>) -> Result<DayCount> {
    node.word(&[
        ("30/360", DayCount::THIRTY_360),
        ("actual/360", DayCount::ACTUAL_360),
        ("actual/365", DayCount::ACTUAL_365),
        ("actual/actual", DayCount::ACTUAL_ACTUAL),
    ])
}
