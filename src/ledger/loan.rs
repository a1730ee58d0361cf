//! What principal and interest of a loan's instalments follow: its terms, and what was paid out and paid back when.

use super::allocation::{Exhausted, Timing};
use super::book::Payment;
use super::entry::{Entry, Origin};
use crate::account::{Event, LoanPlan, Method, Part, Parts};
use crate::calendar::CivilDate;
use crate::error::{Error, Result};
use crate::money::Minor;
use crate::schedule::model::Model;
use crate::schedule::span::{Span, spans};
use crate::schedule::{Pace, flat_rows};

/// A loan's terms at work.
pub(super) struct Loan {
    pub(super) plan: LoanPlan,
    /// As agreed, before any due date was moved.
    agreed: Vec<Span>,
    spans: Vec<Span>,
    /// How principal and interest move; a flat or interest-free loan has none, its instalments stay as they are.
    pub(super) model: Option<Box<Model>>,
    pub(super) disbursed: Vec<(CivilDate, Minor)>,
    /// Until when past-due principal is known to the model.
    past_due_until: Option<CivilDate>,
}

impl Loan {
    /// The loan before any money is paid out, with its instalments; `moves` say which due dates move where. One that only
    /// the plan `before` had says nothing of this one.
    pub(super) fn open(
        plan: LoanPlan,
        events: &[Event],
        holidays: &[CivilDate],
        moves: &[(CivilDate, CivilDate)],
        before: &[CivilDate],
    ) -> Result<(Self, Vec<Entry>)> {
        let agreed = spans(&plan, holidays).map_err(|error| error.at("plan"))?;
        let mut spans = agreed.clone();
        for (from, to) in moves {
            let is_of_this = spans.iter().any(|span| span.due == *from);
            if is_of_this || !before.contains(from) {
                reschedule(&plan, &mut spans, *from, *to)?;
            }
        }
        let entries = spans
            .iter()
            .enumerate()
            .map(|(place, span)| Entry::new(Origin::Planned(place), span.from, span.due, Parts::ZERO))
            .collect();
        Ok((Self::over(plan, agreed, spans, events)?, entries))
    }

    /// The terms over these spans, before any money is paid out.
    pub(super) fn over(plan: LoanPlan, agreed: Vec<Span>, spans: Vec<Span>, events: &[Event]) -> Result<Self> {
        let model = if plan.follows_balance(events) {
            Some(Box::new(Model::new(&plan, &spans, agreed != spans)?))
        } else {
            None
        };
        Ok(Self {
            plan,
            agreed,
            spans,
            model,
            disbursed: Vec::new(),
            past_due_until: None,
        })
    }

    /// The spans of the instalments that are due after a day, the first from that day on.
    pub(super) fn spans_after(&self, day: CivilDate) -> Result<Vec<Span>> {
        let mut after: Vec<Span> = self.spans.iter().copied().filter(|span| span.due > day).collect();
        if let Some(first) = after.first_mut().filter(|first| first.from != day) {
            *first = Span::between(&self.plan, day, first.due)?;
        }
        Ok(after)
    }

    /// Whether interest follows what is really owed, and when it is paid.
    pub(super) fn recalculates(&self) -> bool {
        self.plan.conventions.recalculation && self.model.is_some()
    }

    /// Changes the model, and takes principal and interest of the planned instalments from it.
    pub(super) fn with_model(
        &mut self,
        entries: &mut [Entry],
        change: &dyn Fn(&mut Model) -> Result<()>,
    ) -> Result<()> {
        let Some(model) = &mut self.model else { return Ok(()) };
        change(model)?;
        follow(model, entries)
    }

    /// Asks the instalments for money that was paid out; whether they follow the terms by themselves.
    pub(super) fn lend(&mut self, entries: &mut [Entry], on: CivilDate, lent: Minor, events: &[Event]) -> Result<bool> {
        let plan = &self.plan;
        if plan.method == Method::Flat {
            let pace = Pace::of(plan.annual_rate, plan.day_count, events, false)?;
            let rows = flat_rows(plan, &self.agreed, &self.spans, lent)?;
            for ((entry, span), row) in planned(entries).zip(&self.spans).zip(rows) {
                let interest = pace.adjusted(row.interest, span.from, span.due, plan.rounding.mode)?;
                entry.ask(row.principal, interest);
            }
            return Ok(true);
        }
        self.with_model(entries, &|model| model.disburse(on, lent))?;
        Ok(self.model.is_some())
    }

    /// Lets the model settle what nothing that happens from `day` on bears on.
    pub(super) fn settle(&mut self, day: CivilDate) -> Result<()> {
        let keeps_past_due = self.keeps_past_due_earning();
        let Some(model) = self.model.as_mut().filter(|_| self.plan.conventions.recalculation) else {
            return Ok(());
        };
        // A new rate begins with the night before its day.
        let before = day.plus_days(-1)?;
        match self.past_due_until {
            Some(until) => model.settle_until(until.min(before)),
            None if keeps_past_due => Ok(()),
            None => model.settle_until(before),
        }
    }

    fn keeps_past_due_earning(&self) -> bool {
        self.recalculates() && self.plan.conventions.interest_on_past_due
    }

    /// Puts principal that is past due back into the base of interest, from its due day to `day`.
    pub(super) fn keep_past_due_earning(&mut self, entries: &mut [Entry], day: CivilDate) -> Result<()> {
        let last_due = self.spans.last().map(|span| span.due);
        // After the last due day nothing earns any more.
        let is_known = self
            .past_due_until
            .is_some_and(|until| until == day || Some(until) >= last_due);
        if is_known || !self.keeps_past_due_earning() {
            return Ok(());
        }
        let (Some(model), to_period_end) = (&mut self.model, self.plan.conventions.rest.past_due_to_period_end) else {
            return Ok(());
        };
        let mut sum = Minor::ZERO;
        let (mut known_until, mut is_changed) = (self.past_due_until, false);
        let past = entries.iter().filter_map(|entry| Some((entry.planned_place()?, entry)));
        let mut past = past.take_while(|(_, entry)| entry.due_on < day).peekable();
        if past.peek().is_none() {
            known_until = Some(day);
        }
        for (place, entry) in past {
            // What is put back for one instalment changes the next.
            let asked = match model.open_row(place)? {
                Some(row) => row.principal.plus(entry.beside.principal),
                None => entry.due.principal,
            };
            let unpaid = asked.minus(entry.paid.principal).minus(entry.waived.principal);
            sum = sum.plus(unpaid);
            let Some(span) = self.spans.get(place.saturating_add(1)).copied() else {
                known_until = last_due;
                break;
            };
            let is_current = day <= span.due;
            if unpaid.is_zero() && !is_current {
                continue;
            }
            let until = if to_period_end { span.due } else { day };
            // Where all was paid in time there is nothing to put back, and the rows stay as they are.
            if !unpaid.is_zero() || !sum.is_zero() {
                is_changed = true;
                model.correct(known_until.map_or(span.from, |until| until.max(span.from)), unpaid);
                if is_current {
                    model.correct(until, Minor::ZERO.minus(sum));
                }
            }
            if is_current {
                known_until = Some(until);
            }
            // What is put back next is put back from this due day on.
            model.settle_until(span.due.min(day))?;
        }
        self.past_due_until = known_until;
        if !is_changed {
            return Ok(());
        }
        model.absorb()?;
        follow(model, entries)
    }

    /// Pays one part of one instalment; what it comes to depends on the day.
    pub(super) fn pay(&mut self, entries: &mut [Entry], payment: &Payment, exhausted: &mut Exhausted) -> Result<Minor> {
        let &Payment {
            on,
            cap,
            part,
            timing,
            place,
        } = payment;
        let Some(entry) = entries.get_mut(place) else {
            return Ok(Minor::ZERO);
        };
        let (Origin::Planned(slot), Some(model)) = (entry.origin, &mut self.model) else {
            return Ok(entry.pay(part, cap, on));
        };
        let to_period_end = self.plan.conventions.rest.advance_to_period_end && entry.spans(on);
        let pays_until = if timing == Timing::InAdvance && to_period_end {
            entry.due_on
        } else {
            on
        };
        if timing == Timing::InAdvance && matches!(part, Part::Interest | Part::Principal) {
            let row = model.row_if_paid_on(slot, pays_until)?;
            if !entry.is_payable_as(row.principal, row.interest) {
                exhausted.add(place);
            }
            let before = entry.due;
            entry.ask(row.principal, row.interest);
            match part {
                Part::Interest => entry.due.principal = before.principal,
                Part::Principal => entry.due.interest = before.interest,
                Part::Fees | Part::Penalty => {}
            }
        }
        let brought = entry.brought();
        let taken = entry.pay(part, cap, on);
        let changes = match part {
            Part::Principal => model.pay_principal(slot, pays_until, taken)?,
            Part::Interest => model.pay_interest(slot, taken.minus(brought).or_zero())?,
            Part::Fees | Part::Penalty => false,
        };
        // A row that was asked for as if it were paid today goes back to what the plan says.
        if changes || timing == Timing::InAdvance {
            follow(model, entries)?;
        }
        Ok(taken)
    }
}

/// Takes principal and interest of the planned instalments from the model.
fn follow(model: &mut Model, entries: &mut [Entry]) -> Result<()> {
    let (first, rows) = model.changed_rows()?;
    for entry in entries {
        let row = entry
            .planned_place()
            .and_then(|place| rows.get(place.checked_sub(first)?));
        if let Some(row) = row {
            entry.ask(row.principal, row.interest);
        }
    }
    Ok(())
}

/// The instalments of the plan.
pub(super) fn planned(entries: &mut [Entry]) -> impl Iterator<Item = &mut Entry> {
    entries
        .iter_mut()
        .filter(|entry| matches!(entry.origin, Origin::Planned(_)))
}

/// Moves the due date `from` to `to`, and lets those after it follow in the plan's period.
fn reschedule(plan: &LoanPlan, spans: &mut [Span], from: CivilDate, to: CivilDate) -> Result<()> {
    let Some(place) = spans.iter().position(|span| span.due == from) else {
        return Err(Error::input("a due date that is moved is one of the plan's").at("events"));
    };
    let mut before = place
        .checked_sub(1)
        .and_then(|before| spans.get(before))
        .map_or(plan.start, |span| span.due);
    for (number, span) in (0_u32..).zip(spans.iter_mut().skip(place)) {
        *span = Span::between(plan, before, to.plus(plan.every, number)?)?;
        before = span.due;
    }
    Ok(())
}
