//! A card from its statements and what has happened: what is asked for, what is owed, and the interest that runs.
//!
//! A statement restates all before it. So events count from the day after the latest closing day; those before it only tell
//! whether the statement before was paid in full in time.

use super::book::of_dues;
use super::entry::{Entry, Origin};
use super::{Booking, BookingKind, Instalment, Ledger, RowId, Running};
use crate::account::{Allocation, CardPlan, CreditSource, Due, DuesPlan, Event, EventKind, Part, Parts, Statement};
use crate::calendar::CivilDate;
use crate::error::{Error, Result};
use crate::money::Minor;
use crate::order::by_day;
use crate::schedule::{Cycle, Pace, StatementRow, ToCome, to_come};
use serde::Serialize;
use std::cmp::Ordering;

/// What a card comes to when only the minimum is paid each time, on its due day, and nothing new is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MinimumOnly {
    /// How many payments are left.
    pub payments: u32,
    /// The day of the last one.
    pub last: CivilDate,
    /// The interest of all statements to come.
    pub interest: Minor,
    /// All payments together.
    pub total: Minor,
    /// Whether nothing is owed in the end. Otherwise the minimum stops bringing the balance down, or six hundred statements
    /// are not enough, and the figures are those until then.
    pub ends: bool,
}

/// A card at the end of a day.
#[derive(Clone, Debug)]
pub(super) struct Card {
    cycle: Cycle,
    pace: Pace,
    closed_on: CivilDate,
    pub(super) minimum_only: Option<MinimumOnly>,
}

impl Card {
    /// Since when interest runs that is on no statement yet.
    pub(super) fn closed_on(&self) -> CivilDate {
        self.closed_on
    }

    /// What is owed without the interest since the closing day.
    pub(super) fn owed(&self) -> Parts {
        self.cycle.owed()
    }

    pub(super) fn interest_until(&self, day: CivilDate) -> Result<Minor> {
        self.cycle.interest_until(&self.pace, day)
    }

    /// What settles it at the end of the day: what was paid too much pays the interest that has run.
    pub(super) fn payoff(&self, day: CivilDate) -> Result<Parts> {
        Ok(Parts {
            interest: self.interest_until(day)?.minus(self.cycle.credit).or_zero(),
            ..self.cycle.owed()
        })
    }
}

/// A card as it stands at the end of `today`.
pub(super) fn ledger(plan: &CardPlan, events: &[Event], allocation: &Allocation, today: CivilDate) -> Result<Ledger> {
    let latest = plan.statements.last();
    // A statement restates what was agreed before it was closed.
    let is_in_force = |event: &Event| {
        let is_new_plan = matches!(event.kind, EventKind::ReAge(_));
        is_new_plan && event.date <= today && latest.is_none_or(|latest| latest.closed < event.date)
    };
    let in_force = events.iter().enumerate().filter(|(_, event)| is_in_force(event));
    if let Some((place, re_age)) = in_force.min_by_key(|(_, event)| event.date) {
        return re_aged(plan, events, allocation, (place, re_age.date), today);
    }
    let happened = happened(events, latest)?;
    let pace = Pace::of(plan.annual_rate, plan.day_count, &happened, true)?;
    let terms = Terms {
        plan,
        events,
        allocation,
        pace: &pace,
    };
    let Book {
        cycle,
        minimum,
        bookings,
        ..
    } = terms.replay(latest, &happened, today)?;
    let (mut instalments, mut minimum_only) = (Vec::new(), None);
    if let Some(latest) = latest {
        let left = minimum.outstanding();
        let to_come = to_come(plan, &pace, latest, (cycle.clone(), left), today)?;
        minimum_only = sum_up(minimum.due_on.max(today), left, &to_come);
        instalments = rows(latest, &minimum, &cycle, &to_come.rows)?;
    }
    let card = Card {
        cycle,
        pace,
        closed_on: latest.map_or(today, |latest| latest.closed),
        minimum_only,
    };
    Ok(Ledger {
        instalments,
        credit: card.cycle.credit.minus(card.interest_until(today)?).or_zero(),
        bookings,
        lent: None,
        late_charges: Minor::ZERO,
        running: Running::Card(Box::new(card)),
        today,
    })
}

/// A card whose balance was spread over new instalments: what settled it on that day is a due, and takes no purchases any more.
fn re_aged(
    plan: &CardPlan,
    events: &[Event],
    allocation: &Allocation,
    (place, on): (usize, CivilDate),
    today: CivilDate,
) -> Result<Ledger> {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let (mut annual_rate, mut since) = (plan.annual_rate, None);
    for (index, event) in events.iter().enumerate() {
        let is_after = event.date > on || (event.date == on && index >= place);
        let is_of_both = matches!(event.kind, EventKind::InterestPause(_) | EventKind::Reversal(_));
        if is_after || is_of_both {
            after.push(event.clone());
        }
        if is_after && !is_of_both {
            continue;
        }
        before.push(event.clone());
        if let EventKind::RateChange(rate) = event.kind
            && Some(event.date) >= since
        {
            (annual_rate, since) = (rate, Some(event.date));
        }
    }
    let Parts {
        principal,
        interest,
        fees,
        penalty,
    } = ledger(plan, &before, allocation, on)?.payoff()?;
    let latest = plan.statements.last();
    let due = Due {
        id: latest.map(|latest| latest.id.clone()).unwrap_or_default(),
        date: latest.map_or(on, |latest| latest.due.min(on)),
        principal,
        interest,
        fees,
        penalty,
    };
    let dues = DuesPlan {
        dues: vec![due],
        annual_rate: Some(annual_rate),
        day_count: plan.day_count,
    };
    of_dues(&dues, &after, allocation, today)
}

/// What has happened and was not reversed, by day; events of one day keep the order given. What the latest statement holds and
/// was reversed after it is undone on the day of the reversal.
fn happened(events: &[Event], latest: Option<&Statement>) -> Result<Vec<Event>> {
    let mut reversals: Vec<(&str, CivilDate)> = Vec::new();
    for event in events {
        match &event.kind {
            EventKind::Reversal(of) => reversals.push((of, event.date)),
            EventKind::Reschedule(_) | EventKind::ReAmortise => {
                return Err(Error::unsupported("a new plan for a card").at("events"));
            }
            _ => {}
        }
    }
    let is_closed = |day: CivilDate| latest.is_some_and(|latest| day <= latest.closed);
    let mut happened = Vec::with_capacity(events.len());
    for event in events {
        let reversed_on = event.id.as_deref().and_then(|id| {
            let reversal = reversals.iter().find(|(of, _)| *of == id);
            reversal.map(|(_, on)| *on)
        });
        match reversed_on {
            None => happened.push(event.clone()),
            Some(on) if is_closed(event.date) && !is_closed(on) => happened.extend(undoing(&event.kind, on)),
            Some(_) => {}
        }
    }
    Ok(by_day(happened, |event| event.date))
}

/// What takes back something that a statement holds already.
fn undoing(kind: &EventKind, on: CivilDate) -> Option<Event> {
    let kind = match kind {
        EventKind::Credit { amount, .. } | EventKind::Waiver { amount, .. } => EventKind::Disbursement(*amount),
        EventKind::Disbursement(amount) | EventKind::CreditRefund(amount) | EventKind::Charge { amount, .. } => {
            EventKind::Credit {
                source: CreditSource::Refund,
                amount: *amount,
                due: None,
            }
        }
        _ => return None,
    };
    Some(Event {
        date: on,
        id: None,
        kind,
    })
}

/// What decides how an event changes a card.
#[derive(Clone, Copy)]
struct Terms<'a> {
    plan: &'a CardPlan,
    /// As they were told, with those that were reversed.
    events: &'a [Event],
    allocation: &'a Allocation,
    pace: &'a Pace,
}

impl<'a> Terms<'a> {
    /// The latest statement with all that has happened since; before the first one there is none, and nothing is due.
    fn replay(self, latest: Option<&Statement>, happened: &[Event], today: CivilDate) -> Result<Book<'a>> {
        let Some(latest) = latest else {
            let first = happened.first().map_or(today, |event| event.date);
            let mut book = self.open(first, first, (Minor::ZERO, Minor::ZERO), false);
            book.book_all(happened.iter().filter(|event| event.date <= today))?;
            return Ok(book);
        };
        let mut book = self.open(
            latest.closed,
            latest.due,
            (latest.balance, latest.minimum),
            self.revolves(latest, happened)?,
        );
        book.book_all(between(happened, latest.closed, today))?;
        Ok(book)
    }

    /// Whether the statement before was not paid in full in time, as far as it is told.
    fn revolves(self, latest: &Statement, happened: &[Event]) -> Result<bool> {
        if let Some(revolving) = latest.revolving {
            return Ok(revolving);
        }
        let [.., before, _] = self.plan.statements.as_slice() else {
            return Ok(false);
        };
        let of_money = |event: &Event| !matches!(event.kind, EventKind::RateChange(_) | EventKind::InterestPause(_));
        if !between(self.events, before.closed, before.due).any(of_money) {
            return Ok(false);
        }
        let mut book = self.open(before.closed, before.due, (before.balance, before.minimum), false);
        book.book_all(between(happened, before.closed, before.due))?;
        Ok(!book.cycle.was_cleared_in_time())
    }

    fn open(self, closed: CivilDate, due: CivilDate, (balance, minimum): (Minor, Minor), revolves: bool) -> Book<'a> {
        let asked = Parts {
            principal: minimum,
            ..Parts::ZERO
        };
        Book {
            terms: self,
            cycle: Cycle::open(closed, due, balance, revolves),
            minimum: Entry::new(Origin::Planned(0), closed, due, asked),
            bookings: Vec::new(),
        }
    }
}

/// What has happened after `after`, and on `until` at the latest.
fn between(happened: &[Event], after: CivilDate, until: CivilDate) -> impl Iterator<Item = &Event> {
    happened
        .iter()
        .filter(move |event| event.date > after && event.date <= until)
}

/// A statement while events are booked to it.
struct Book<'a> {
    terms: Terms<'a>,
    cycle: Cycle,
    /// All money that comes in counts towards it, whichever part it pays.
    minimum: Entry,
    /// What was paid and waived of the minimum, and what was charged since the closing day.
    bookings: Vec<Booking>,
}

impl Book<'_> {
    fn note(&mut self, on: CivilDate, part: Part, amount: Minor, kind: BookingKind) {
        self.bookings.push(Booking {
            on,
            booked_on: on,
            place: 0,
            part,
            amount,
            kind,
        });
    }

    fn book_all<'e>(&mut self, mut events: impl Iterator<Item = &'e Event>) -> Result<()> {
        events.try_for_each(|event| self.book(event))
    }

    fn book(&mut self, event: &Event) -> Result<()> {
        let (on, pace) = (event.date, self.terms.pace);
        match &event.kind {
            EventKind::Disbursement(amount) | EventKind::CreditRefund(amount) => {
                self.cycle.add(pace, on, Part::Principal, *amount)
            }
            EventKind::Charge { amount, penalty, .. } => {
                let part = if *penalty { Part::Penalty } else { Part::Fees };
                self.note(on, part, *amount, BookingKind::Charged);
                self.cycle.add(pace, on, part, *amount)
            }
            EventKind::Credit { source, amount, due } => self.credit(on, *amount, *source, due.as_deref()),
            EventKind::Waiver { amount, of } => {
                self.cycle.waive(pace, on, *of, *amount)?;
                let beyond = self.minimum.outstanding().minus(self.cycle.statement).or_zero();
                let waived = self.minimum.waive(Part::Principal, beyond);
                self.note(on, Part::Principal, waived, BookingKind::Waived);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Money goes to the statement first, so one that is directed to a statement of the card goes where it would anyway.
    fn credit(&mut self, on: CivilDate, amount: Minor, source: CreditSource, due: Option<&str>) -> Result<()> {
        let statements = &self.terms.plan.statements;
        if due.is_some_and(|due| !statements.iter().any(|statement| statement.id == due)) {
            return Err(Error::input("a payment is directed to a statement of the card").at("events"));
        }
        let rule = self.terms.allocation.rule(source);
        let order = match on.cmp(&self.cycle.due) {
            Ordering::Greater => rule.past_due,
            Ordering::Equal => rule.due,
            Ordering::Less => rule.in_advance,
        };
        let paid = self.minimum.pay(Part::Principal, amount, on);
        self.note(on, Part::Principal, paid, BookingKind::Paid);
        let across = self.terms.allocation.across;
        self.cycle.pay(self.terms.pace, on, amount, (across, order))
    }
}

/// The minimum of the latest statement, and those of the statements to come.
fn rows(latest: &Statement, minimum: &Entry, cycle: &Cycle, to_come: &[StatementRow]) -> Result<Vec<Instalment>> {
    let mut rows = Vec::with_capacity(to_come.len().saturating_add(1));
    let balance = cycle.owed().principal.minus(minimum.outstanding());
    rows.push(Instalment {
        paid: minimum.paid,
        waived: minimum.waived,
        in_advance: minimum.in_advance,
        late: minimum.late,
        statement: Some(cycle.statement),
        ..Instalment::new(
            RowId::Given(latest.id.as_str().into()),
            minimum.due_on,
            minimum.due,
            balance,
        )
    });
    for (number, row) in (1_u32..).zip(to_come) {
        let balance = row.balance.minus(row.minimum);
        rows.push(Instalment::new(RowId::Next(number), row.due, asked(row)?, balance));
    }
    Ok(rows)
}

/// What the minimum of a statement to come consists of: what has run since the one before, and the rest of it principal.
fn asked(row: &StatementRow) -> Result<Parts> {
    let mut left = row.minimum;
    let mut take = |part: Minor| {
        let taken = part.min(left);
        left = left.minus(taken);
        Ok(taken)
    };
    Ok(Parts {
        interest: take(row.interest)?,
        fees: take(row.fees)?,
        penalty: take(row.penalty)?,
        principal: take(row.minimum)?,
    })
}

/// `left` is paid on `first`, then each minimum to come on its due day.
fn sum_up(first: CivilDate, left: Minor, to_come: &ToCome) -> Option<MinimumOnly> {
    let mut sum = MinimumOnly {
        payments: u32::from(left.is_positive()),
        last: first,
        interest: Minor::ZERO,
        total: left,
        ends: to_come.ends,
    };
    for row in &to_come.rows {
        sum.interest = sum.interest.plus(row.interest);
        if row.minimum.is_positive() {
            sum.payments = sum.payments.saturating_add(1);
            sum.last = row.due;
            sum.total = sum.total.plus(row.minimum);
        }
    }
    (sum.payments > 0).then_some(sum)
}
