//! Reads a plan by its kind.

use super::node::{Fields, Node, Words, words};
use crate::account::{
    Accrual, CardPlan, Conventions, DayCount, Due, DuesPlan, Grace, InstalmentRate, LeapYear, LoanPlan, Method,
    MinimumRule, Plan, ROWS_MAX, Rest, Rounding, Statement, YearSplit,
};
use crate::calendar::{BusinessDays, Period, Roll, Unit};
use crate::error::Error;
use crate::money::{Minor, Rate, RoundingMode};
use crate::order::by_day;
use std::rc::Rc;

const LOAN_KEYS: &str = "kind principal annualRate method count every start firstDue dayCount accrual rounding balloon \
                         grace downPayment businessDays conventions";
const DUES_KEYS: &str = "kind dues annualRate dayCount";
const CARD_KEYS: &str = "kind limit statements annualRate dayCount minimum";

const KINDS: &Words<fn(&Node<'_>) -> Plan> = words!("loan" => loan, "dues" => dues, "card" => card);

pub(super) fn read(node: &Node<'_>) -> Plan {
    let keys = [LOAN_KEYS, DUES_KEYS, CARD_KEYS].join(" ");
    let read = node.fields(&keys).word("kind", KINDS);
    read(node)
}

fn loan(node: &Node<'_>) -> Plan {
    let fields = node.fields(LOAN_KEYS);
    let principal = fields.positive_minor("principal");
    let count = fields.count("count", 1, ROWS_MAX);
    let method = method(fields, principal);
    let start = fields.date("start");
    let first_due = fields.optional("firstDue", Node::date);
    fields.check(
        first_due.is_none_or(|first| first > start),
        "firstDue",
        "the first due date is after the start",
    );
    let accrual = fields.optional_word(
        "accrual",
        words!("daily" => Accrual::Daily, "period" => Accrual::Period),
    );
    let accrual = accrual.unwrap_or_default();
    Plan::Loan(Rc::new(LoanPlan {
        principal,
        annual_rate: fields.rate("annualRate"),
        method,
        count,
        every: period(&fields.get("every")),
        start,
        first_due,
        day_count: fields.word("dayCount", DAY_COUNTS),
        accrual,
        rounding: fields.optional("rounding", rounding).unwrap_or_default(),
        grace: grace(fields, count, method),
        down_payment: fields.optional("downPayment", down_payment),
        business_days: fields.optional("businessDays", business_days).unwrap_or_default(),
        conventions: conventions(fields, Conventions::usual(method, accrual)),
    }))
}

fn method(fields: Fields<'_>, principal: Minor) -> Method {
    let method = fields.word(
        "method",
        words!(
            "equal-instalment" => Method::EqualInstalment,
            "equal-principal" => Method::EqualPrincipal,
            "interest-only" => Method::InterestOnly,
            "balloon" => Method::Balloon(Minor::ZERO),
            "flat" => Method::Flat,
        ),
    );
    if method != Method::Balloon(Minor::ZERO) {
        fields.check(
            !fields.has("balloon"),
            "balloon",
            "only the method \"balloon\" has a balloon",
        );
        return method;
    }
    let balloon = fields.minor_or_more("balloon");
    fields.check(balloon <= principal, "balloon", "a balloon is at most the principal");
    Method::Balloon(balloon)
}

fn grace(fields: Fields<'_>, count: u16, method: Method) -> Grace {
    let Some(node) = fields.maybe("grace") else {
        return Grace::default();
    };
    let fields = node.fields("principal interest");
    let of = |key| {
        fields
            .optional_count(key, 0, count.saturating_sub(1))
            .unwrap_or_default()
    };
    let grace = Grace {
        principal: of("principal"),
        interest: of("interest"),
    };
    if method == Method::Flat && grace != Grace::default() {
        node.refuse(Error::unsupported("grace on flat interest"));
    }
    grace
}

fn rounding(node: &Node<'_>) -> Rounding {
    let fields = node.fields("mode multiple");
    let mode = fields.optional_word(
        "mode",
        words!(
            "half-even" => RoundingMode::HalfEven,
            "half-up" => RoundingMode::HalfUp,
            "up" => RoundingMode::Up,
            "down" => RoundingMode::Down,
        ),
    );
    Rounding {
        mode: mode.unwrap_or_default(),
        multiple: fields.optional("multiple", Node::positive_minor),
    }
}

fn down_payment(node: &Node<'_>) -> Rate {
    node.fields("share").share("share")
}

fn business_days(node: &Node<'_>) -> BusinessDays {
    let fields = node.fields("roll weekend");
    let roll = fields.word(
        "roll",
        words!(
            "none" => Roll::None,
            "following" => Roll::Following,
            "modified-following" => Roll::ModifiedFollowing,
            "preceding" => Roll::Preceding,
        ),
    );
    let weekend = fields.optional("weekend", weekdays);
    let days = BusinessDays::new(roll, weekend.as_deref().unwrap_or(&[6, 7]));
    node.made(days).unwrap_or_default()
}

/// ISO weekdays.
pub(super) fn weekdays(node: &Node<'_>) -> Vec<u16> {
    node.list(7, |day| day.count(1, 7))
}

fn conventions(fields: Fields<'_>, usual: Conventions) -> Conventions {
    let Some(node) = fields.maybe("conventions") else {
        return usual;
    };
    let fields = node.fields(
        "recalculation interestOnPastDue smoothing instalmentRate yearSplit leapYear downPaymentCollected seed \
         pastDueInterestUntil advanceInterestUntil",
    );
    let instalment_rate = fields.optional_word(
        "instalmentRate",
        words!(
            "each-period" => InstalmentRate::EachPeriod,
            "first-period" => InstalmentRate::FirstPeriod,
        ),
    );
    let year_split = fields.optional_word(
        "yearSplit",
        words!(
            "31-december" => YearSplit::DecemberEnd,
            "1-january" => YearSplit::JanuaryStart,
            "none" => YearSplit::None,
        ),
    );
    let leap_year = fields.optional_word(
        "leapYear",
        words!(
            "calendar" => LeapYear::Calendar,
            "leap-day-period" => LeapYear::LeapDayPeriod,
        ),
    );
    let to_period_end = |key| {
        let until = fields.optional_word(key, words!("day" => false, "period-end" => true));
        until.unwrap_or_default()
    };
    Conventions {
        recalculation: fields.flag_or("recalculation", usual.recalculation),
        interest_on_past_due: fields.flag_or("interestOnPastDue", usual.interest_on_past_due),
        smoothing: fields.flag_or("smoothing", usual.smoothing),
        instalment_rate: instalment_rate.unwrap_or(usual.instalment_rate),
        year_split: year_split.unwrap_or(usual.year_split),
        leap_year: leap_year.unwrap_or(usual.leap_year),
        down_payment_collected: fields.flag_or("downPaymentCollected", usual.down_payment_collected),
        seed: fields.optional("seed", Node::date),
        rest: Rest {
            past_due_to_period_end: to_period_end("pastDueInterestUntil"),
            advance_to_period_end: to_period_end("advanceInterestUntil"),
        },
    }
}

fn dues(node: &Node<'_>) -> Plan {
    let fields = node.fields(DUES_KEYS);
    let dues = fields.get("dues").list(usize::from(ROWS_MAX), due);
    fields.check_unique("dues");
    Plan::Dues(Rc::new(DuesPlan {
        dues: by_day(dues, |due| due.date),
        annual_rate: fields.optional("annualRate", Node::rate),
        day_count: day_count(fields),
    }))
}

fn due(node: &Node<'_>) -> Due {
    let fields = node.fields("id date principal interest fees penalty");
    Due {
        id: fields.id("id"),
        date: fields.date("date"),
        principal: fields.minor_or_more("principal"),
        interest: fields.minor_or_zero("interest"),
        fees: fields.minor_or_zero("fees"),
        penalty: fields.minor_or_zero("penalty"),
    }
}

fn card(node: &Node<'_>) -> Plan {
    let fields = node.fields(CARD_KEYS);
    let limit = fields.optional("limit", Node::minor_or_more);
    let statements = fields.get("statements").list(usize::from(ROWS_MAX), statement);
    fields.check_unique("statements");
    Plan::Card(Rc::new(CardPlan {
        limit,
        statements: by_day(statements, |statement| statement.closed),
        annual_rate: fields.rate("annualRate"),
        day_count: day_count(fields),
        minimum: minimum(&fields.get("minimum")),
    }))
}

fn statement(node: &Node<'_>) -> Statement {
    let fields = node.fields("id closed due balance minimum revolving");
    let closed = fields.date("closed");
    let due = fields.date("due");
    fields.check(
        due >= closed,
        "due",
        "a statement is due on or after the day it is closed",
    );
    let balance = fields.get("balance").minor();
    let minimum = fields.minor_or_more("minimum");
    fields.check(
        minimum <= balance.or_zero(),
        "minimum",
        "a minimum is at most the balance",
    );
    Statement {
        id: fields.id("id"),
        closed,
        due,
        balance,
        minimum,
        revolving: fields.optional("revolving", Node::flag),
    }
}

fn minimum(node: &Node<'_>) -> MinimumRule {
    let fields = node.fields("share floor plusInterest plusFees");
    MinimumRule {
        share: fields.share("share"),
        floor: fields.minor_or_more("floor"),
        plus_interest: fields.flag_or("plusInterest", false),
        plus_fees: fields.flag_or("plusFees", false),
    }
}

pub(super) fn period(node: &Node<'_>) -> Period {
    let fields = node.fields("n unit");
    let unit = fields.word(
        "unit",
        words!("day" => Unit::Day, "week" => Unit::Week, "month" => Unit::Month),
    );
    let period = Period::new(fields.count("n", 1, 1_200), unit);
    node.made(period).unwrap_or(Period::DAILY)
}

pub(super) const DAY_COUNTS: &Words<DayCount> = words!(
    "30/360" => DayCount::THIRTY_360,
    "actual/360" => DayCount::ACTUAL_360,
    "actual/365" => DayCount::ACTUAL_365,
    "actual/actual" => DayCount::ACTUAL_ACTUAL,
);

/// How days become a share of a year, for interest that says so only where it differs.
fn day_count(fields: Fields<'_>) -> DayCount {
    let day_count = fields.optional_word("dayCount", DAY_COUNTS);
    day_count.unwrap_or(DayCount::ACTUAL_365)
}
