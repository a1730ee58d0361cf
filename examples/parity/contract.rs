//! An account made in Rust, as a host would write it in a wallet.

use crate::case::Outcome;
use predue::account::{
    Account, Accrual, Across, AllocationRule, CreditSource, DayCount, Event, EventKind, FuturePayment, InstalmentRate,
    LeapYear, LoanPlan, Method, Part, Plan, ReAge, YearSplit,
};
use predue::calendar::{Period, Unit};
use serde_json::{Map, Value, json};

/// A wallet with this account alone. Orders of parts for single kinds of money are not part of a wallet: that for repayments
/// serves.
pub(crate) fn wallet(account: &Account) -> Outcome<Value> {
    let Plan::Loan(plan) = &account.plan else {
        return Err("a loan".into());
    };
    let rule = account.allocation.repayment;
    let account = json!({
        "id": account.id,
        "label": "Loan",
        "creditor": { "name": "Sample Bank" },
        "currency": account.currency.as_str(),
        "product": "loan",
        "plan": loan(plan),
        "events": account.events.iter().map(event).collect::<Vec<_>>(),
        "allocation": {
            "order": rule.past_due.map(part),
            "across": if account.allocation.across == Across::Part { "part" } else { "instalment" },
            "future": future(rule),
            "futureOf": {
                "refund": future(account.allocation.refund),
                "payout": future(account.allocation.payout),
                "goodwill": future(account.allocation.goodwill),
            },
        },
    });
    Ok(json!({ "market": "none", "locale": "en", "accounts": [account] }))
}

fn future(rule: AllocationRule) -> &'static str {
    match rule.future {
        FuturePayment::Next => "next",
        FuturePayment::Last | FuturePayment::CurrentThenLast => "last",
        FuturePayment::Spread => "spread",
    }
}

fn loan(plan: &LoanPlan) -> Value {
    let conventions = plan.conventions;
    let until = |period_end: bool| if period_end { "period-end" } else { "day" };
    let mut shape = json!({
        "kind": "loan",
        "principal": plan.principal.get(),
        "annualRate": plan.annual_rate.to_string(),
        "method": match plan.method {
            Method::EqualInstalment => "equal-instalment",
            Method::EqualPrincipal => "equal-principal",
            Method::InterestOnly => "interest-only",
            Method::Balloon(_) => "balloon",
            Method::Flat => "flat",
        },
        "count": plan.count,
        "every": period(plan.every),
        "start": plan.start.to_string(),
        "dayCount": day_count(plan.day_count),
        "accrual": if plan.accrual == Accrual::Period { "period" } else { "daily" },
        "conventions": {
            "recalculation": conventions.recalculation,
            "interestOnPastDue": conventions.interest_on_past_due,
            "smoothing": conventions.smoothing,
            "instalmentRate": match conventions.instalment_rate {
                InstalmentRate::EachPeriod | InstalmentRate::RealPeriods => "each-period",
                InstalmentRate::FirstPeriod => "first-period",
            },
            "yearSplit": match conventions.year_split {
                YearSplit::DecemberEnd => "31-december",
                YearSplit::JanuaryStart => "1-january",
                YearSplit::None => "none",
            },
            "leapYear": match conventions.leap_year {
                LeapYear::Calendar => "calendar",
                LeapYear::LeapDayPeriod => "leap-day-period",
            },
            "downPaymentCollected": conventions.down_payment_collected,
            "pastDueInterestUntil": until(conventions.rest.past_due_to_period_end),
            "advanceInterestUntil": until(conventions.rest.advance_to_period_end),
        },
    });
    if let Some(multiple) = plan.rounding.multiple {
        shape["rounding"] = json!({ "multiple": multiple.get() });
    }
    if let Some(share) = plan.down_payment {
        shape["downPayment"] = json!({ "share": share.to_string() });
    }
    if let Some(seed) = conventions.seed {
        shape["conventions"]["seed"] = json!(seed.to_string());
    }
    shape
}

fn day_count(day_count: DayCount) -> &'static str {
    match day_count {
        DayCount::THIRTY_360 => "30/360",
        DayCount::ACTUAL_360 => "actual/360",
        DayCount::ACTUAL_365 => "actual/365",
        _ => "actual/actual",
    }
}

fn period(period: Period) -> Value {
    let unit = match period.unit() {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
    };
    json!({ "n": period.every(), "unit": unit })
}

fn event(event: &Event) -> Value {
    let (kind, rest) = match &event.kind {
        EventKind::Disbursement(amount) => ("disbursement", json!({ "amount": amount.get() })),
        EventKind::Credit { source, amount, .. } => (credit(*source), json!({ "amount": amount.get() })),
        EventKind::CreditRefund(amount) => ("credit-refund", json!({ "amount": amount.get() })),
        EventKind::Charge {
            amount,
            penalty,
            due_on,
        } => {
            let due_on = due_on.unwrap_or(event.date).to_string();
            (
                "charge",
                json!({ "amount": amount.get(), "penalty": penalty, "dueOn": due_on }),
            )
        }
        EventKind::Waiver { amount, of } => ("waiver", json!({ "amount": amount.get(), "of": part(*of) })),
        EventKind::Reversal(of) => ("reversal", json!({ "of": of })),
        EventKind::RateChange(rate) => ("rate-change", json!({ "annualRate": rate.to_string() })),
        EventKind::InterestPause(until) => ("interest-pause", json!({ "until": until.to_string() })),
        EventKind::Reschedule(to) => ("reschedule", json!({ "to": to.to_string() })),
        EventKind::ReAge(ReAge {
            first_due,
            count,
            every,
            interest_only,
        }) => (
            "re-age",
            json!({
                "firstDue": first_due.to_string(), "count": count, "every": period(*every), "interestOnly": interest_only,
            }),
        ),
        EventKind::ReAmortise => ("re-amortise", json!({})),
    };
    let day = if kind == "reschedule" { "from" } else { "date" };
    let mut shape = Map::from_iter([
        ("kind".to_owned(), json!(kind)),
        (day.to_owned(), json!(event.date.to_string())),
    ]);
    shape.extend(rest.as_object().cloned().unwrap_or_default());
    Value::Object(shape)
}

fn credit(source: CreditSource) -> &'static str {
    match source {
        CreditSource::Repayment => "repayment",
        CreditSource::Refund => "refund",
        CreditSource::Payout => "payout",
        CreditSource::Goodwill => "goodwill",
    }
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Principal => "principal",
        Part::Interest => "interest",
        Part::Fees => "fees",
        Part::Penalty => "penalty",
    }
}
