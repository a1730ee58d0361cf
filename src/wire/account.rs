//! Reads an account. What no function of this version uses is checked all the same, and left.

use super::node::{Fields, Node, read_text};
use super::{event, late, plan};
use crate::account::{
    Account, Across, Allocation, EVENTS_MAX, Event, EventKind, FuturePayment, InstalmentRate, LatenessPrior, Method,
    Part, Plan, Rest,
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
    fields.get("label").and_then(read_text)?;
    let lender = fields.get("creditor").and_then(creditor)?;
    fields.optional("hold", |node| {
        node.one_of(&["disputed", "hardship", "paused", "stopped"])
    })?;
    fields.optional("policy", policy)?;
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
        product,
        lender,
        currency: fields.get("currency")?.currency()?,
        plan,
        events,
        late: fields.optional("late", late::read)?.unwrap_or_default(),
        allocation,
        autopay: fields.optional("autopay", |node| node.flag())?.unwrap_or_default(),
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

/// What market rules call who lent.
fn creditor(node: Node<'_>) -> Result<&'static str> {
    let fields = node.fields(&["name", "kind", "contact", "complaints"])?;
    fields.get("name").and_then(read_text)?;
    fields.optional("contact", read_text)?;
    fields.optional("complaints", read_text)?;
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
    Ok(kind.unwrap_or_default())
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

fn policy(node: Node<'_>) -> Result<()> {
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
    fields.get("kinds")?.list(20, offer_kind)?;
    for key in ["maxCount", "maxDeferrals", "maxDeferDays", "expiresDays"] {
        fields.optional(key, |node| node.count(0, u16::MAX))?;
    }
    for key in ["minInstalment", "newPlanFee"] {
        fields.optional(key, |node| node.minor_or_more())?;
    }
    for key in ["rateCut", "feeWaiver", "settlement"] {
        fields.optional(key, share)?;
    }
    fields.optional("earlyPayment", |node| {
        let fields = node.fields(&["share", "beforeDays"])?;
        fields.get("share").and_then(share)?;
        fields.get("beforeDays")?.count(0, 3_660)
    })?;
    Ok(())
}

fn offer_kind(node: Node<'_>) -> Result<()> {
    node.one_of(&[
        "move-due-date",
        "defer",
        "interest-only",
        "extend-term",
        "lower-instalment",
        "re-age",
        "re-amortise",
        "rate-cut",
        "fee-waiver",
        "settlement",
        "early-payment-reward",
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
    fields.optional("unpaidOnTime", |node| node.list(100, |share| share.chance()))?;
    fields.optional("shift", |node| node.number())?;
    fields.optional("scale", |node| node.number())?;
    let over0 = fields.get("over0")?.chance()?;
    let over3 = at_most(&fields, "over3", over0)?;
    let over7 = at_most(&fields, "over7", over3)?;
    Ok(LatenessPrior { over0, over3, over7 })
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
