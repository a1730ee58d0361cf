//! Reads an account.

use super::node::{Fields, Node, words};
use super::{event, late, plan};
use crate::account::{
    Account, Across, Allocation, Creditor, EVENTS_MAX, EarlyPayment, Event, EventKind, FuturePayment, Hold,
    InstalmentRate, LatenessPrior, Method, OfferKind, OfferPolicy, Part, Plan, Rest, UNPAID_DAYS_MAX,
};
use crate::error::Error;
use crate::order::duplicate;

pub(super) fn read(node: &Node<'_>) -> Account {
    let fields =
        node.fields("id label creditor currency product plan events late allocation autopay hold policy prior");
    let (creditor, lender) = creditor(&fields.get("creditor"));
    let plan = plan::read(&fields.get("plan"));
    // What market rules call the account's product.
    let product = fields.word(
        "product",
        words!("loan" => "personal_loan", "card" => CREDIT_CARD, "bnpl" => "bnpl", "bill" => "bill"),
    );
    let is_card = product == CREDIT_CARD;
    fields.check(
        is_card == matches!(plan, Plan::Card(_)),
        "product",
        "a card has a plan of the kind \"card\", and nothing else has",
    );
    let allocation = fields.optional("allocation", allocation).unwrap_or_default();
    let events = events(fields);
    if !is_proven(&plan, &events, &allocation) {
        let events = fields.get("events");
        events.refuse(Error::unsupported("payments under these terms"));
    }
    Account {
        id: fields.id("id"),
        label: fields.owned_text("label"),
        creditor: creditor.into(),
        product,
        lender,
        currency: fields.get("currency").currency(),
        plan,
        events,
        late: fields.optional("late", late::read).unwrap_or_default().into(),
        allocation,
        autopay: fields.flag_or("autopay", false),
        hold: fields.optional_word(
            "hold",
            words!(
                "disputed" => Hold::Disputed,
                "hardship" => Hold::Hardship,
                "paused" => Hold::Paused,
                "stopped" => Hold::Stopped,
            ),
        ),
        policy: fields.optional("policy", |node| policy(node).into()),
        prior: fields.optional("prior", prior),
    }
}

/// Whether payments on the account come out right to the cent under all that is tested. Where interest is recalculated, these
/// do not: interest that is put off, or runs to the end of a period while a new plan takes it over, would have to be paid before
/// it has run; principal of several instalments to come that is paid before any interest lets interest go that has run;
/// instalments before a balloon, or at the first period's rate, may be less than their interest, and paid from the end they
/// leave it behind.
fn is_proven(plan: &Plan, events: &[Event], allocation: &Allocation) -> bool {
    let Plan::Loan(plan) = plan else { return true };
    let is_new_plan = |event: &Event| matches!(event.kind, EventKind::ReAge(_) | EventKind::ReAmortise);
    let is_kept_simple =
        plan.grace.interest == 0 && (plan.conventions.rest == Rest::default() || !events.iter().any(is_new_plan));
    let is_plain = |event: &Event| {
        let EventKind::Credit { source, .. } = event.kind else {
            return true;
        };
        let rule = allocation.rule(source);
        let place = |part| rule.in_advance.iter().position(|named| *named == part);
        let interest_first = place(Part::Interest) < place(Part::Principal);
        is_kept_simple
            && match rule.future {
                FuturePayment::Next => interest_first || allocation.across == Across::Instalment,
                FuturePayment::Spread => interest_first,
                FuturePayment::Last | FuturePayment::CurrentThenLast => {
                    !matches!(plan.method, Method::Balloon(_))
                        && plan.conventions.instalment_rate == InstalmentRate::EachPeriod
                }
            }
    };
    !plan.conventions.recalculation || !plan.follows_balance(events) || events.iter().all(is_plain)
}

/// The events, whose ids are their own and whose reversals name one of them.
fn events(fields: Fields<'_>) -> Vec<Event> {
    let events = fields.list_if_any("events", EVENTS_MAX, event::read);
    let ids = fields.ids("events");
    fields.check(duplicate(&ids).is_none(), "events", "each id is given to one event");
    let is_known = |event: &Event| match &event.kind {
        EventKind::Reversal(of) => ids.contains(&of.as_str()),
        _ => true,
    };
    fields.check(
        events.iter().all(is_known),
        "events",
        "a reversal names the id of another event",
    );
    events
}

const CREDIT_CARD: &str = "credit_card";

/// Who is owed, and what market rules call who lent.
fn creditor(node: &Node<'_>) -> (Creditor, &'static str) {
    let fields = node.fields("name kind contact complaints");
    let lender = fields.optional_word(
        "kind",
        words!(
            "bank" => "bank",
            "card-issuer" => "bank",
            "finance-company" => "consumer_finance_company",
            "microlender" => "microlender",
            "merchant" => "merchant",
            "private" => "non_financial_institution",
        ),
    );
    let creditor = Creditor {
        name: fields.owned_text("name"),
        contact: fields.optional("contact", Node::owned_text),
        complaints: fields.optional("complaints", Node::owned_text),
    };
    (creditor, lender.unwrap_or_default())
}

fn allocation(node: &Node<'_>) -> Allocation {
    let fields = node.fields("order across future futureOf");
    let order = fields.get("order").list(4, part);
    let names_each = PARTS.iter().all(|part| order.contains(part));
    let usual = future(fields, "future").unwrap_or(FuturePayment::Next);
    fields.check(names_each, "order", "the order names each of the four parts once");
    let across = fields.word(
        "across",
        words!("instalment" => Across::Instalment, "part" => Across::Part),
    );
    let mut allocation = Allocation::uniform(<[Part; 4]>::try_from(order).unwrap_or(PARTS), across, usual);
    let of_source = fields.optional("futureOf", |node| {
        let fields = node.fields("refund payout goodwill");
        ["refund", "payout", "goodwill"].map(|key| future(fields, key))
    });
    let rules = [&mut allocation.refund, &mut allocation.payout, &mut allocation.goodwill];
    for (rule, future) in rules.into_iter().zip(of_source.unwrap_or_default()) {
        rule.future = future.unwrap_or(usual);
    }
    allocation
}

fn future(fields: Fields<'_>, key: &'static str) -> Option<FuturePayment> {
    fields.optional_word(
        key,
        words!(
            "next" => FuturePayment::Next,
            "last" => FuturePayment::Last,
            "spread" => FuturePayment::Spread,
        ),
    )
}

const PARTS: [Part; 4] = [Part::Principal, Part::Interest, Part::Fees, Part::Penalty];

pub(super) fn part(node: &Node<'_>) -> Part {
    node.word(words!(
        "principal" => Part::Principal,
        "interest" => Part::Interest,
        "fees" => Part::Fees,
        "penalty" => Part::Penalty,
    ))
}

fn policy(node: &Node<'_>) -> OfferPolicy {
    let fields = node.fields(
        "kinds earlyPayment maxCount maxDeferrals maxDeferDays expiresDays minInstalment newPlanFee rateCut feeWaiver \
         settlement",
    );
    let count = |key| fields.optional_count(key, 0, u16::MAX);
    OfferPolicy {
        kinds: fields.get("kinds").list(20, offer_kind),
        count_max: count("maxCount"),
        deferrals_max: count("maxDeferrals"),
        defer_days_max: count("maxDeferDays"),
        instalment_min: fields.optional("minInstalment", Node::minor_or_more),
        rate_cut: fields.optional("rateCut", Node::share),
        fee_waiver: fields.optional("feeWaiver", Node::share),
        settlement: fields.optional("settlement", Node::share),
        early_payment: fields.optional("earlyPayment", early_payment),
        new_plan_fee: fields.minor_or_zero("newPlanFee"),
        expires_days: count("expiresDays"),
    }
}

fn early_payment(node: &Node<'_>) -> EarlyPayment {
    let fields = node.fields("share beforeDays");
    EarlyPayment {
        share: fields.share("share"),
        before_days: fields.count("beforeDays", 0, 3_660),
    }
}

fn offer_kind(node: &Node<'_>) -> OfferKind {
    node.word(words!(
        "move-due-date" => OfferKind::MoveDueDate,
        "defer" => OfferKind::Defer,
        "interest-only" => OfferKind::InterestOnly,
        "extend-term" => OfferKind::ExtendTerm,
        "lower-instalment" => OfferKind::LowerInstalment,
        "re-age" => OfferKind::ReAge,
        "re-amortise" => OfferKind::ReAmortise,
        "rate-cut" => OfferKind::RateCut,
        "fee-waiver" => OfferKind::FeeWaiver,
        "settlement" => OfferKind::Settlement,
        "early-payment-reward" => OfferKind::EarlyPaymentReward,
    ))
}

fn prior(node: &Node<'_>) -> LatenessPrior {
    let fields = node.fields("over0 over3 over7 unpaidOnTime shift scale");
    let over0 = fields.get("over0").chance();
    let over3 = at_most(fields, "over3", over0);
    let over7 = at_most(fields, "over7", over3);
    let scale = fields.optional("scale", Node::number).unwrap_or(1.0);
    fields.check(scale > 0.0, "scale", "a scale is above zero");
    LatenessPrior {
        over0,
        over3,
        over7,
        unpaid_on_time: fields.list_if_any("unpaidOnTime", UNPAID_DAYS_MAX, |node| node.chance()),
        shift: fields.optional("shift", Node::number).unwrap_or(0.0),
        scale,
    }
}

/// The share who pay later still: not more than those before, and as many when it is left out.
fn at_most(fields: Fields<'_>, key: &str, before: f64) -> f64 {
    let share = fields.optional(key, Node::chance).unwrap_or(before);
    fields.check(share <= before, key, "who pays later still is not more");
    share
}
