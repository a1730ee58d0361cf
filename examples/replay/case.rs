//! A published case as an account, from its inputs alone, and its schedule as the rows that the case publishes.

#![allow(clippy::indexing_slicing, reason = "a missing key of a JSON value reads as null")]

use predue::account::{
    Account, Accrual, Across, Allocation, AllocationRule, Conventions, CreditSource, Creditor, DayCount, Event,
    EventKind, FuturePayment, Grace, InstalmentRate, LateTerms, LeapYear, LoanPlan, Method, MonthDays, Part, Plan,
    ReAge, Rest, Rounding, YearDays, YearSplit,
};
use predue::calendar::{BusinessDays, CivilDate, Period, Unit};
use predue::ledger::Ledger;
use predue::money::{Minor, Rate, RoundingMode};
use serde_json::{Value, json};
use std::error::Error;

/// What reading a case comes to.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// The schedule of a case on the day it was published, amounts in minor units.
pub(crate) fn rows(case: &Value) -> Outcome<Vec<Value>> {
    let account = account(case)?;
    let today = date(&case["as_of"])?;
    let ledger = Ledger::of(&account, &[], today)?;
    let mut rows = Vec::new();
    for (number, row) in (1..).zip(&ledger.instalments) {
        rows.push(json!({
            "number": number,
            "date": row.due_on.to_string(),
            "principal": row.due.principal.get(),
            "interest": row.due.interest.get(),
            "fees": row.due.fees.get(),
            "penalties": row.due.penalty.get(),
            "total": row.due.total().get(),
            "paid": row.paid.total().get(),
            "inAdvance": row.in_advance.get(),
            "late": row.late.get(),
            "outstanding": row.outstanding().total().get(),
            "balance": row.balance.get(),
        }));
    }
    Ok(rows)
}

/// The account that a case tells of.
pub(crate) fn account(case: &Value) -> Outcome<Account> {
    let product = &case["product"];
    let paid_out = disbursements(case)?;
    let approved = &case["approved"];
    let (start, principal) = match paid_out.iter().min_by_key(|(date, _)| *date) {
        Some((date, amount)) => (*date, *amount),
        None if approved.is_null() => (date(&case["submitted_on"])?, amount(&case["principal"])?),
        None => (date(&approved["expected"])?, amount(&approved["amount"])?),
    };
    let events = events(case)?;
    let plan = LoanPlan {
        principal,
        annual_rate: annual_rate(case)?,
        method: method(case)?,
        count: number(&case["n_instalments"])?,
        every: Period::new(number(&case["frequency"]["every"])?, unit(&case["frequency"]["unit"])?)?,
        start,
        first_due: None,
        day_count: day_count(&case["day_count"])?,
        accrual: accrual(case),
        rounding: Rounding {
            mode: rounding_mode(&case["rounding"]["mode"])?,
            multiple: multiple(product)?,
        },
        grace: grace(case)?,
        down_payment: down_payment(product)?,
        business_days: BusinessDays::default(),
        conventions: conventions(case)?,
    };
    Ok(Account {
        id: "replay".to_owned(),
        label: String::new(),
        creditor: Creditor::default().into(),
        product: "",
        lender: "",
        currency: "USD".parse()?,
        plan: Plan::Loan(plan.into()),
        events,
        late: LateTerms::default().into(),
        allocation: allocation(case)?,
        autopay: false,
        hold: None,
        policy: None,
        prior: None,
    })
}

fn is_progressive(case: &Value) -> bool {
    case["product"]["loanScheduleType"] == "PROGRESSIVE"
}

fn disbursements(case: &Value) -> Outcome<Vec<(CivilDate, Minor)>> {
    let events = case["events"].as_array().into_iter().flatten();
    events
        .filter(|event| event["t"] == "disburse")
        .map(|event| Ok((date(&event["date"])?, amount(&event["amount"])?)))
        .collect()
}

/// What happened, in the order published. Events that change no figure of a schedule are left out.
fn events(case: &Value) -> Outcome<Vec<Event>> {
    let mut events: Vec<Event> = Vec::new();
    for event in case["events"].as_array().into_iter().flatten() {
        let named = event["t"].as_str().unwrap_or_default();
        match named {
            "cob"
            | "job"
            | "config"
            | "approve"
            | "business_date"
            | "set_future_rule"
            | "set_repayment_start"
            | "delinquency_pause"
            | "delinquency_resume" => {}
            "undo_transaction" => undo_credit(&mut events, date(&event["date"])?, &event["nth"])?,
            "undo_reage" => events.retain(|event| !matches!(event.kind, EventKind::ReAge(_))),
            "undo_reamortize" => events.retain(|event| event.kind != EventKind::ReAmortise),
            "waive_last_charge" => {
                let waiver = waiver_of_last_charge(&events)?;
                events.push(at(date(&event["on"])?, waiver));
            }
            "charge" => {
                // A charge counts from the day it is booked, or from its due day when that is earlier; outside
                // progressive schedules every charge is there before any payment.
                let since = if is_progressive(case) {
                    date(&event["on"])?.min(date(&event["due"])?)
                } else {
                    date(&case["submitted_on"])?
                };
                events.push(at(since, charge(event)?));
            }
            "reschedule" => events.extend(rescheduling(event)?),
            _ => {
                let (day, kind) = other_event(named, event)?;
                events.push(at(date(&event[day])?, kind));
            }
        }
    }
    Ok(events)
}

fn at(date: CivilDate, kind: EventKind) -> Event {
    Event { date, id: None, kind }
}

/// The key of the event's day, and what happened.
fn other_event(named: &str, event: &Value) -> Outcome<(&'static str, EventKind)> {
    Ok(match named {
        "disburse" => ("date", EventKind::Disbursement(amount(&event["amount"])?)),
        "repayment" | "transaction" => ("date", credit(event)?),
        "credit_balance_refund" => ("date", EventKind::CreditRefund(amount(&event["amount"])?)),
        "interest_pause" => ("start", EventKind::InterestPause(date(&event["end"])?)),
        "reamortize" => ("on", EventKind::ReAmortise),
        "reage" => {
            let every = Period::new(number(&event["every"])?, unit(&event["unit"])?)?;
            let (first_due, count) = (date(&event["start"])?, number(&event["n"])?);
            let new = ReAge {
                first_due,
                count,
                every,
                interest_only: 0,
            };
            ("on", EventKind::ReAge(new))
        }
        other => return Err(format!("events of the kind {other}").into()),
    })
}

fn credit(event: &Value) -> Outcome<EventKind> {
    let source = match event["kind"].as_str() {
        Some("MERCHANT_ISSUED_REFUND") => CreditSource::Refund,
        Some("PAYOUT_REFUND") => CreditSource::Payout,
        Some("GOODWILL_CREDIT") => CreditSource::Goodwill,
        Some("AUTOPAY" | "REPAYMENT" | "INTEREST_PAYMENT_WAIVER") | None => CreditSource::Repayment,
        Some(other) => return Err(format!("transactions of the kind {other}").into()),
    };
    Ok(EventKind::Credit {
        source,
        amount: amount(&event["amount"])?,
        due: None,
    })
}

fn charge(event: &Value) -> Outcome<EventKind> {
    let penalty = event["penalty"] == true;
    Ok(EventKind::Charge {
        amount: amount(&event["amount"])?,
        penalty,
        due_on: Some(date(&event["due"])?),
    })
}

fn undo_credit(events: &mut Vec<Event>, day: CivilDate, nth: &Value) -> Outcome<()> {
    let is_credit = |event: &&mut Event| event.date == day && matches!(event.kind, EventKind::Credit { .. });
    let nth = usize::from(number(nth)?);
    let place = nth.checked_sub(1).and_then(|skip| {
        let mut credits = events.iter_mut().enumerate().filter(|(_, event)| is_credit(event));
        credits.nth(skip).map(|(place, _)| place)
    });
    events.remove(place.ok_or("no such payment to undo")?);
    Ok(())
}

fn waiver_of_last_charge(events: &[Event]) -> Outcome<EventKind> {
    let charges = events.iter().rev().find_map(|event| match event.kind {
        EventKind::Charge { amount, penalty, .. } => Some((amount, penalty)),
        _ => None,
    });
    let (amount, penalty) = charges.ok_or("no charge to waive")?;
    Ok(EventKind::Waiver {
        amount,
        of: if penalty { Part::Penalty } else { Part::Fees },
    })
}

fn rescheduling(event: &Value) -> Outcome<Vec<Event>> {
    let given = |key: &str| event[key].as_str().filter(|text| !text.is_empty());
    if given("grace_principal")
        .or(given("grace_interest"))
        .or(given("extra_terms"))
        .is_some()
    {
        return Err("a reschedule with grace or more instalments".into());
    }
    let mut events = Vec::new();
    let from = date(&event["from"])?;
    if let Some(percent) = given("new_rate") {
        events.push(at(from, EventKind::RateChange(rate_of_percent(percent)?)));
    }
    if given("adjusted_due").is_some() {
        events.push(at(from, EventKind::Reschedule(date(&event["adjusted_due"])?)));
    }
    Ok(events)
}

fn allocation(case: &Value) -> Outcome<Allocation> {
    let by_interest_first = [Part::Penalty, Part::Fees, Part::Interest, Part::Principal];
    if case["strategy"] != "ADVANCED_PAYMENT_ALLOCATION" {
        return Ok(Allocation::uniform(
            by_interest_first,
            Across::Instalment,
            FuturePayment::Next,
        ));
    }
    let is_by_part = case["product"]["loanScheduleProcessingType"] == "VERTICAL";
    let repayment = rule(case, "DEFAULT")?.ok_or("no rule for repayments")?;
    Ok(Allocation {
        across: if is_by_part { Across::Part } else { Across::Instalment },
        repayment,
        refund: rule(case, "MERCHANT_ISSUED_REFUND")?.unwrap_or(repayment),
        payout: rule(case, "PAYOUT_REFUND")?.unwrap_or(repayment),
        goodwill: rule(case, "GOODWILL_CREDIT")?.unwrap_or(repayment),
        late_charges_last: None,
    })
}

fn rule(case: &Value, transaction: &str) -> Outcome<Option<AllocationRule>> {
    let rules = case["product"]["paymentAllocation"].as_array();
    let Some(rule) = rules
        .into_iter()
        .flatten()
        .find(|rule| rule["transaction"] == transaction)
    else {
        return Ok(None);
    };
    let changed = case["events"].as_array().into_iter().flatten().rfind(|event| {
        event["t"] == "set_future_rule"
            && event["product"] == case["product_name"]
            && event["transaction"] == transaction
    });
    let future = match changed.map_or(&rule["future"], |event| &event["rule"]).as_str() {
        Some("NEXT_INSTALLMENT") => FuturePayment::Next,
        Some("LAST_INSTALLMENT") => FuturePayment::Last,
        Some("NEXT_LAST_INSTALLMENT") => FuturePayment::CurrentThenLast,
        Some("REAMORTIZATION") => FuturePayment::Spread,
        other => return Err(format!("the rule {other:?} for money ahead of time").into()),
    };
    Ok(Some(AllocationRule {
        past_due: parts_of(&rule["order"], "PAST_DUE_")?,
        due: parts_of(&rule["order"], "DUE_")?,
        in_advance: parts_of(&rule["order"], "IN_ADVANCE_")?,
        future,
    }))
}

fn parts_of(order: &Value, timing: &str) -> Outcome<[Part; 4]> {
    let Some(order) = order.as_array() else {
        return Ok([Part::Penalty, Part::Fees, Part::Principal, Part::Interest]);
    };
    let named = order.iter().filter_map(|name| name.as_str()?.strip_prefix(timing));
    let parts: Result<Vec<Part>, _> = named
        .map(|name| match name {
            "PENALTY" => Ok(Part::Penalty),
            "FEE" => Ok(Part::Fees),
            "PRINCIPAL" => Ok(Part::Principal),
            "INTEREST" => Ok(Part::Interest),
            other => Err(format!("the part {other}")),
        })
        .collect();
    parts?
        .try_into()
        .map_err(|_| "an order that does not name each part once".into())
}

fn annual_rate(case: &Value) -> Outcome<Rate> {
    let rate = rate_of_percent(case["annual_rate"].as_str().ok_or("no rate")?)?;
    match case["product"]["interestRateFrequencyType"].as_str() {
        Some("MONTH") => Ok(rate.times(12)?),
        Some("WHOLE_TERM") => Err("a rate for the whole term".into()),
        _ => Ok(rate),
    }
}

fn rate_of_percent(percent: &str) -> Outcome<Rate> {
    let (whole, decimals) = percent.split_once('.').unwrap_or((percent, ""));
    let padded = format!("{whole:0>3}");
    let place = padded.len().checked_sub(2).ok_or("no digits")?;
    let (units, cents) = padded.split_at(place);
    Ok(format!("{units}.{cents}{decimals}").parse()?)
}

fn method(case: &Value) -> Outcome<Method> {
    match (case["amortization"].as_str(), case["interest_type"].as_str()) {
        (Some("EQUAL_INSTALLMENTS"), Some("FLAT")) if !is_progressive(case) => Ok(Method::Flat),
        (Some("EQUAL_INSTALLMENTS"), _) => Ok(Method::EqualInstalment),
        (Some("EQUAL_PRINCIPAL"), _) => Ok(Method::EqualPrincipal),
        (other, _) => Err(format!("the amortisation {other:?}").into()),
    }
}

fn accrual(case: &Value) -> Accrual {
    let by_period = case["interest_calc_period"] == "SAME_AS_REPAYMENT_PERIOD";
    if by_period && !is_progressive(case) {
        Accrual::Period
    } else {
        Accrual::Daily
    }
}

fn conventions(case: &Value) -> Outcome<Conventions> {
    let product = &case["product"];
    let progressive = is_progressive(case);
    let counted_from_submission = product["repaymentStartDateType"] == 2;
    let recalculates = product["isInterestRecalculationEnabled"] == true;
    let january = product["interestRecognitionOnDisbursementDate"] == true;
    let rest = &product["recalculationRestFrequencyType"];
    let pre_closure = &product["preClosureInterestCalculationStrategy"];
    Ok(Conventions {
        // What was never paid out is never past due.
        recalculation: progressive && recalculates && !disbursements(case)?.is_empty(),
        interest_on_past_due: product["disallowInterestCalculationOnPastDue"] != true,
        smoothing: progressive,
        instalment_rate: if progressive {
            InstalmentRate::EachPeriod
        } else {
            InstalmentRate::FirstPeriod
        },
        year_split: match (progressive, january) {
            (false, _) => YearSplit::None,
            (true, true) => YearSplit::JanuaryStart,
            (true, false) => YearSplit::DecemberEnd,
        },
        leap_year: if product["daysInYearCustomStrategy"] == "FEB_29_PERIOD_ONLY" {
            LeapYear::LeapDayPeriod
        } else {
            LeapYear::Calendar
        },
        down_payment_collected: product["enableAutoRepaymentForDownPayment"] == true
            && !disbursements(case)?.is_empty(),
        seed: if counted_from_submission {
            Some(date(&case["submitted_on"])?)
        } else {
            None
        },
        rest: Rest {
            past_due_to_period_end: *rest == 1 || *rest == "SAME_AS_REPAYMENT",
            advance_to_period_end: *pre_closure == 2 || *pre_closure == "TILL_REST_FREQUENCY_DATE",
        },
    })
}

fn day_count(value: &Value) -> Outcome<DayCount> {
    let year = match value["year"].as_str() {
        Some("ACTUAL") => YearDays::Actual,
        Some("DAYS360") => YearDays::Fixed(360),
        Some("DAYS364") => YearDays::Fixed(364),
        Some("DAYS365") => YearDays::Fixed(365),
        other => return Err(format!("a year of {other:?}").into()),
    };
    let month = match value["month"].as_str() {
        Some("ACTUAL") => MonthDays::Actual,
        Some("DAYS30") => MonthDays::Thirty,
        other => return Err(format!("a month of {other:?}").into()),
    };
    Ok(DayCount { month, year })
}

fn rounding_mode(value: &Value) -> Outcome<RoundingMode> {
    match value.as_str() {
        None | Some("HALF_EVEN") => Ok(RoundingMode::HalfEven),
        Some("HALF_UP") => Ok(RoundingMode::HalfUp),
        Some("UP" | "CEILING") => Ok(RoundingMode::Up),
        Some("DOWN" | "FLOOR") => Ok(RoundingMode::Down),
        other => Err(format!("the rounding {other:?}").into()),
    }
}

fn multiple(product: &Value) -> Outcome<Option<Minor>> {
    match &product["installmentAmountInMultiplesOf"] {
        Value::Null => Ok(None),
        value => Ok(Some(amount(value)?)),
    }
}

fn down_payment(product: &Value) -> Outcome<Option<Rate>> {
    if product["enableDownPayment"] != true {
        return Ok(None);
    }
    let percent = product["disbursedAmountPercentageForDownPayment"].to_string();
    Ok(Some(rate_of_percent(&percent)?))
}

fn grace(case: &Value) -> Outcome<Grace> {
    let grace = &case["grace"];
    let of = |key: &str| {
        if grace[key].is_null() {
            Ok(0)
        } else {
            number(&grace[key])
        }
    };
    if of("interest_free_period")? != 0 {
        return Err("an interest-free period".into());
    }
    Ok(Grace {
        principal: of("grace_principal")?,
        interest: of("grace_interest")?,
    })
}

fn unit(value: &Value) -> Outcome<Unit> {
    match value.as_str() {
        Some("DAYS") => Ok(Unit::Day),
        Some("WEEKS") => Ok(Unit::Week),
        Some("MONTHS") => Ok(Unit::Month),
        other => Err(format!("a frequency in {other:?}").into()),
    }
}

/// A civil date.
pub(crate) fn date(value: &Value) -> Outcome<CivilDate> {
    Ok(value.as_str().ok_or("no date")?.parse()?)
}

fn number(value: &Value) -> Outcome<u16> {
    let number = value
        .as_u64()
        .or_else(|| value.as_str()?.parse().ok())
        .ok_or("no number")?;
    Ok(u16::try_from(number)?)
}

/// A decimal amount of two digits in minor units.
fn amount(value: &Value) -> Outcome<Minor> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let cents = format!("{decimals:0<2}");
    let (cents, rest) = cents.split_at(2);
    if rest.bytes().any(|digit| digit != b'0') {
        return Err(format!("the amount {text} has more than two decimals").into());
    }
    Ok(Minor::new(format!("{whole}{cents}").parse()?)?)
}
