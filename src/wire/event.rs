//! Reads an event by its kind, and writes it with the same keys.

use super::account::part;
use super::node::{Fields, Node, Words, words};
use super::plan::period;
use crate::account::{CreditSource, Event, EventKind, ROWS_MAX, ReAge};
use crate::calendar::{CivilDate, Period, Unit};
use crate::money::Minor;
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// Which keys an event of a kind has, and how what happened is read from them.
type Reader = (&'static str, fn(Fields<'_>, CivilDate) -> EventKind);

const PAID_OUT: &str = "kind date amount id";
const PAID_IN: &str = "kind date amount id due";
const MOVED: &str = "kind from to";

pub(super) fn read(node: &Node<'_>) -> Event {
    let all = node
        .fields("kind date amount id due penalty dueOn of annualRate until from to firstDue count every interestOnly");
    let (keys, happened) = all.word("kind", KINDS);
    let fields = node.fields(keys);
    let date = fields.date(if keys == MOVED { "from" } else { "date" });
    Event {
        date,
        id: fields.optional("id", Node::id),
        kind: happened(fields, date),
    }
}

const KINDS: &Words<Reader> = words!(
    "disbursement" => (PAID_OUT, |fields, _| EventKind::Disbursement(amount(fields))),
    "repayment" => (PAID_IN, |fields, _| credit(fields, CreditSource::Repayment)),
    "refund" => (PAID_IN, |fields, _| credit(fields, CreditSource::Refund)),
    "payout" => (PAID_IN, |fields, _| credit(fields, CreditSource::Payout)),
    "goodwill" => (PAID_IN, |fields, _| credit(fields, CreditSource::Goodwill)),
    "credit-refund" => (PAID_OUT, |fields, _| EventKind::CreditRefund(amount(fields))),
    "charge" => ("kind date amount penalty id dueOn", charge),
    "waiver" => ("kind date amount of id", waiver),
    "reversal" => ("kind date of", |fields, _| EventKind::Reversal(fields.id("of"))),
    "rate-change" => (
        "kind date annualRate",
        |fields, _| EventKind::RateChange(fields.rate("annualRate")),
    ),
    "interest-pause" => ("kind date until", interest_pause),
    "reschedule" => (MOVED, |fields, _| EventKind::Reschedule(fields.date("to"))),
    "re-age" => ("kind date firstDue count every interestOnly", re_age),
    "re-amortise" => ("kind date", |_, _| EventKind::ReAmortise),
);

fn amount(fields: Fields<'_>) -> Minor {
    fields.positive_minor("amount")
}

fn credit(fields: Fields<'_>, source: CreditSource) -> EventKind {
    EventKind::Credit {
        source,
        amount: amount(fields),
        due: fields.optional("due", Node::id),
    }
}

fn charge(fields: Fields<'_>, _: CivilDate) -> EventKind {
    EventKind::Charge {
        amount: amount(fields),
        penalty: fields.get("penalty").flag(),
        due_on: fields.optional("dueOn", Node::date),
    }
}

fn waiver(fields: Fields<'_>, _: CivilDate) -> EventKind {
    EventKind::Waiver {
        amount: amount(fields),
        of: part(&fields.get("of")),
    }
}

fn interest_pause(fields: Fields<'_>, date: CivilDate) -> EventKind {
    let until = fields.date("until");
    fields.check(until >= date, "until", "not before the event's own day");
    EventKind::InterestPause(until)
}

fn re_age(fields: Fields<'_>, date: CivilDate) -> EventKind {
    let count = fields.count("count", 1, ROWS_MAX);
    let first_due = fields.date("firstDue");
    fields.check(first_due > date, "firstDue", "after the event's own day");
    let interest_only = fields.optional_count("interestOnly", 0, count.saturating_sub(1));
    EventKind::ReAge(ReAge {
        first_due,
        count,
        every: period(&fields.get("every")),
        interest_only: interest_only.unwrap_or_default(),
    })
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Event", 0)?;
        map.serialize_field("kind", word(&self.kind))?;
        let is_move = matches!(self.kind, EventKind::Reschedule(_));
        map.serialize_field(if is_move { "from" } else { "date" }, &self.date)?;
        match &self.kind {
            EventKind::Disbursement(amount) | EventKind::CreditRefund(amount) => {
                map.serialize_field("amount", amount)?;
            }
            EventKind::Credit { amount, due, .. } => {
                map.serialize_field("amount", amount)?;
                if let Some(due) = due {
                    map.serialize_field("due", due)?;
                }
            }
            EventKind::Charge {
                amount,
                penalty,
                due_on,
            } => {
                map.serialize_field("amount", amount)?;
                map.serialize_field("penalty", penalty)?;
                if let Some(due_on) = due_on {
                    map.serialize_field("dueOn", due_on)?;
                }
            }
            EventKind::Waiver { amount, of } => {
                map.serialize_field("amount", amount)?;
                map.serialize_field("of", of)?;
            }
            EventKind::Reversal(of) => map.serialize_field("of", of)?,
            EventKind::RateChange(rate) => map.serialize_field("annualRate", rate)?,
            EventKind::InterestPause(until) => map.serialize_field("until", until)?,
            EventKind::Reschedule(to) => map.serialize_field("to", to)?,
            EventKind::ReAge(asked) => {
                map.serialize_field("firstDue", &asked.first_due)?;
                map.serialize_field("count", &asked.count)?;
                map.serialize_field("every", &asked.every)?;
                if asked.interest_only > 0 {
                    map.serialize_field("interestOnly", &asked.interest_only)?;
                }
            }
            EventKind::ReAmortise => {}
        }
        if let Some(id) = &self.id {
            map.serialize_field("id", id)?;
        }
        map.end()
    }
}

fn word(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::Disbursement(_) => "disbursement",
        EventKind::Credit { source, .. } => match source {
            CreditSource::Repayment => "repayment",
            CreditSource::Refund => "refund",
            CreditSource::Payout => "payout",
            CreditSource::Goodwill => "goodwill",
        },
        EventKind::CreditRefund(_) => "credit-refund",
        EventKind::Charge { .. } => "charge",
        EventKind::Waiver { .. } => "waiver",
        EventKind::Reversal(_) => "reversal",
        EventKind::RateChange(_) => "rate-change",
        EventKind::InterestPause(_) => "interest-pause",
        EventKind::Reschedule(_) => "reschedule",
        EventKind::ReAge(_) => "re-age",
        EventKind::ReAmortise => "re-amortise",
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let unit = match self.unit() {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
        };
        let mut map = serializer.serialize_struct("Period", 2)?;
        map.serialize_field("n", &self.every())?;
        map.serialize_field("unit", unit)?;
        map.end()
    }
}
