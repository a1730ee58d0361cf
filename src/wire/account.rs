//! Reads an account.

use super::node::{Fields, Node};
use super::{event, late, plan};
use crate::account::{
    Account, Across, Allocation, Creditor, EVENTS_MAX, EarlyPayment, Event, EventKind, FuturePayment, Hold,
    InstalmentRate, LatenessPrior, Method, OfferKind, OfferPolicy, Part, Plan, Rest, UNPAID_DAYS_MAX,
};
use crate::error::{Error, Result};
use crate::money::Rate;
use crate::order::duplicate;

pub(super) fn read(node: Node<'_>) -> Result<Account> {
    let fields = node.fields(&[
        "id",
        "label",
        "creditor",
        "currency",
        "product",
        "plan",
        "events",
        "late",
        "allocation",
        "autopay",
        "hold",
        "policy",
        "prior",
    ])?;
    let (creditor, lender) = fields.get("creditor").and_then(creditor)?;
    let plan = fields.get("plan").and_then(plan::read)?;
    let product = fields.get("product")?.word(&PRODUCTS)?;
    let is_card = product == CREDIT_CARD;
    if is_card != matches!(plan, Plan::Card(_)) {
        return Err(fields.wrong(
            "product",
            "a card has a plan of the kind \"card\", and nothing else has",
        ));
    }
    let allocation = fields.optional("allocation", allocation)?.unwrap_or_default();
    let events = events(&fields)?;
    if !is_proven(&plan, &events, &allocation) {
        return Err(fields
            .get("events")?
            .error(Error::unsupported("payments under these terms")));
    }
    Ok(Account {
        id: fields.get("id")?.id()?,
        label: fields.get("label")?.text()?.to_owned(),
        creditor: creditor.into(),
        product,
        lender,
        currency: fields.get("currency")?.currency()?,
        plan,
        events,
        late: fields.optional("late", late::read)?.unwrap_or_default().into(),
        allocation,
        autopay: fields.optional("autopay", |node| node.flag())?.unwrap_or_default(),
        hold: fields.optional("hold", hold)?,
        policy: fields.optional("policy", policy)?.map(Into::into),
        prior: fields.optional("prior", prior)?,
    })
}

/// Whether payments on the account come out right to the cent under all that is tested. Where interest is recalculated, these
/// do not: interest that is put off or runs to the end of a period would have to be paid before it has run; principal that is
/// paid before its interest, and equal shares, let interest go that has run; instalments before a balloon, or at the
/// first period's rate, may be less than their interest, and paid from the end they leave it behind.
fn is_proven(plan: &Plan, events: &[Event], allocation: &Allocation) -> bool {
    let Plan::Loan(plan) = plan else { return true };
    let is_paid = events
        .iter()
        .any(|event| matches!(event.kind, EventKind::Credit { .. }));
    let rule = &allocation.repayment;
    let place = |part| rule.in_advance.iter().position(|named| *named == part);
    let is_plain = plan.grace.interest == 0
        && plan.conventions.rest == Rest::default()
        && place(Part::Interest) < place(Part::Principal)
        && match rule.future {
            FuturePayment::Next => true,
            FuturePayment::Last | FuturePayment::CurrentThenLast => {
                !matches!(plan.method, Method::Balloon(_))
                    && plan.conventions.instalment_rate == InstalmentRate::EachPeriod
            }
            FuturePayment::Spread => false,
        };
    !is_paid || !plan.conventions.recalculation || !plan.follows_balance(events) || is_plain
}

/// The events, whose ids are their own and whose reversals name one of them.
fn events(fields: &Fields<'_>) -> Result<Vec<Event>> {
    let events = fields
        .optional("events", |node| node.list(EVENTS_MAX, event::read))?
        .unwrap_or_default();
    let ids: Vec<&str> = events.iter().filter_map(|event| event.id.as_deref()).collect();
    if duplicate(&ids).is_some() {
        return Err(fields.wrong("events", "each id is given to one event"));
    }
    for event in &events {
        if let EventKind::Reversal(of) = &event.kind
            && !ids.contains(&of.as_str())
        {
            return Err(fields.wrong("events", "a reversal names the id of another event"));
        }
    }
    Ok(events)
}

/// What market rules call an account's product.
const PRODUCTS: [(&str, &str); 4] = [
    ("loan", "personal_loan"),
    ("card", CREDIT_CARD),
    ("bnpl", "bnpl"),
    ("bill", "bill"),
];
const CREDIT_CARD: &str = "credit_card";

/// Who is owed, and what market rules call who lent.
fn creditor(node: Node<'_>) -> Result<(Creditor, &'static str)> {
    let fields = node.fields(&["name", "kind", "contact", "complaints"])?;
    let text = |key| fields.optional(key, |node| node.text().map(str::to_owned));
    let kind = fields.optional("kind", |node| {
        node.word(&[
            ("bank", "bank"),
            ("card-issuer", "bank"),
            ("finance-company", "consumer_finance_company"),
            ("microlender", "microlender"),
            ("merchant", "merchant"),
            ("private", "non_financial_institution"),
        ])
    })?;
    let creditor = Creditor {
        name: fields.get("name")?.text()?.to_owned(),
        contact: text("contact")?,
        complaints: text("complaints")?,
    };
    Ok((creditor, kind.unwrap_or_default()))
}

fn hold(node: Node<'_>) -> Result<Hold> {
    node.word(&[
        ("disputed", Hold::Disputed),
        ("hardship", Hold::Hardship),
        ("paused", Hold::Paused),
        ("stopped", Hold::Stopped),
    ])
}

fn allocation(node: Node<'_>) -> Result<Allocation> {
    let fields = node.fields(&["order", "across", "future"])?;
    let order = fields.get("order")?.list(4, part)?;
    let names_each = [Part::Principal, Part::Interest, Part::Fees, Part::Penalty]
        .iter()
        .all(|part| order.contains(part));
    let order = <[Part; 4]>::try_from(order).ok().filter(|_| names_each);
    let future = fields.optional("future", |node| {
        node.word(&[
            ("next", FuturePayment::Next),
            ("last", FuturePayment::Last),
            ("spread", FuturePayment::Spread),
        ])
    })?;
    Ok(Allocation::uniform(
        order.ok_or_else(|| fields.wrong("order", "the order names each of the four parts once"))?,
        fields
            .get("across")?
            .word(&[("instalment", Across::Instalment), ("part", Across::Part)])?,
        future.unwrap_or(FuturePayment::Next),
    ))
}

pub(super) fn part(node: Node<'_>) -> Result<Part> {
    node.word(&[
        ("principal", Part::Principal),
        ("interest", Part::Interest),
        ("fees", Part::Fees),
        ("penalty", Part::Penalty),
    ])
}

fn policy(node: Node<'_>) -> Result<OfferPolicy> {
    let fields = node.fields(&[
        "kinds",
        "earlyPayment",
        "maxCount",
        "maxDeferrals",
        "maxDeferDays",
        "expiresDays",
        "minInstalment",
        "newPlanFee",
        "rateCut",
        "feeWaiver",
        "settlement",
    ])?;
    let count = |key| fields.optional(key, |node| node.count(0, u16::MAX));
    let amount = |key| fields.optional(key, |node| node.minor_or_more());
    let part = |key| fields.optional(key, share);
    Ok(OfferPolicy {
        kinds: fields.get("kinds")?.list(20, offer_kind)?,
        count_max: count("maxCount")?,
        deferrals_max: count("maxDeferrals")?,
        defer_days_max: count("maxDeferDays")?,
        instalment_min: amount("minInstalment")?,
        rate_cut: part("rateCut")?,
        fee_waiver: part("feeWaiver")?,
        settlement: part("settlement")?,
        early_payment: fields.optional("earlyPayment", early_payment)?,
        new_plan_fee: amount("newPlanFee")?.unwrap_or_default(),
        expires_days: count("expiresDays")?,
    })
}

fn early_payment(node: Node<'_>) -> Result<EarlyPayment> {
    let fields = node.fields(&["share", "beforeDays"])?;
    Ok(EarlyPayment {
        share: fields.get("share").and_then(share)?,
        before_days: fields.get("beforeDays")?.count(0, 3_660)?,
    })
}

fn offer_kind(node: Node<'_>) -> Result<OfferKind> {
    node.word(&[
        ("move-due-date", OfferKind::MoveDueDate),
        ("defer", OfferKind::Defer),
        ("interest-only", OfferKind::InterestOnly),
        ("extend-term", OfferKind::ExtendTerm),
        ("lower-instalment", OfferKind::LowerInstalment),
        ("re-age", OfferKind::ReAge),
        ("re-amortise", OfferKind::ReAmortise),
        ("rate-cut", OfferKind::RateCut),
        ("fee-waiver", OfferKind::FeeWaiver),
        ("settlement", OfferKind::Settlement),
        ("early-payment-reward", OfferKind::EarlyPaymentReward),
    ])
}

/// A share of the whole, at most all of it.
pub(super) fn share(node: Node<'_>) -> Result<Rate> {
    let share = node.rate()?;
    if share > Rate::ONE {
        Err(node.wrong("a share is at most 1"))
    } else {
        Ok(share)
    }
}

fn prior(node: Node<'_>) -> Result<LatenessPrior> {
    let fields = node.fields(&["over0", "over3", "over7", "unpaidOnTime", "shift", "scale"])?;
    let number = |key| fields.optional(key, |node| node.number());
    let over0 = fields.get("over0")?.chance()?;
    let over3 = at_most(&fields, "over3", over0)?;
    let over7 = at_most(&fields, "over7", over3)?;
    let scale = number("scale")?.unwrap_or(1.0);
    if scale <= 0.0 {
        return Err(fields.wrong("scale", "a scale is above zero"));
    }
    Ok(LatenessPrior {
        over0,
        over3,
        over7,
        unpaid_on_time: fields
            .optional("unpaidOnTime", |node| {
                node.list(UNPAID_DAYS_MAX, |share| share.chance())
            })?
            .unwrap_or_default(),
        shift: number("shift")?.unwrap_or(0.0),
        scale,
    })
}

/// The share who pay later still: not more than those before, and as many when it is left out.
fn at_most(fields: &Fields<'_>, key: &str, before: f64) -> Result<f64> {
    let share = fields.optional(key, |node| node.chance())?.unwrap_or(before);
    if share > before {
        Err(fields.wrong(key, "who pays later still is not more"))
    } else {
        Ok(share)
    }
}
