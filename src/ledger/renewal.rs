//! What is owed, agreed anew: over new instalments (re-ageing), or over those that are to come (re-amortising).
//!
//! Either is a new loan that pays the old one off. Principal that is unpaid is lent again on the day, at the day's rate, so
//! interest goes on without a gap. Interest that has run and is not due yet is due with the first instalment to come. None of
//! it earns interest itself.

use super::book::{Book, moves, spread};
use super::entry::Origin;
use super::loan::Loan;
use super::{Booking, BookingKind};
use crate::account::{
    Accrual, Conventions, DayCount, EventKind, Grace, InstalmentRate, LoanPlan, Method, Part, Parts, ReAge, Rounding,
};
use crate::calendar::{BusinessDays, CivilDate, Period, Unit};
use crate::error::{Error, Result};
use crate::money::Minor;
use crate::schedule::Pace;
use crate::schedule::span::Span;

impl Book<'_> {
    /// Spreads all that is unpaid over new instalments: principal by the plan's method; what is past due of interest, and
    /// all fees and late charges, in equal parts. What was paid stays where it was, so nothing is past due any more.
    pub(super) fn re_age(&mut self, on: CivilDate, asked: &ReAge) -> Result<()> {
        self.keep_past_due_earning(on)?;
        let running = self.interest_running(on)?;
        let (mut before, mut unpaid) = (Vec::with_capacity(self.entries.len()), Parts::ZERO);
        for entry in &mut self.entries {
            before.push(entry.due_on);
            let moved = entry.close(on);
            unpaid = unpaid.plus(moved);
            unbook(&mut self.bookings, entry.serial, moved);
        }
        let mut plan = self.plan_anew(on, unpaid.principal)?;
        (plan.count, plan.every, plan.first_due) = (asked.count, asked.every, Some(asked.first_due));
        plan.grace = Grace {
            principal: asked.interest_only,
            interest: 0,
        };
        if plan.method == Method::Flat && asked.interest_only > 0 {
            return Err(Error::unsupported("instalments of interest only on flat interest").at("events"));
        }
        let moves = moves(self.events, Some(on), self.today);
        let (loan, mut new) = Loan::open(plan, self.events, self.holidays, &moves, &before)?;
        // A row to come that nobody paid is gone; but one of a server stays, as a payment may name it.
        let keeps_rows = self.dues.is_some();
        self.entries.retain_mut(|entry| {
            let is_past = entry.due_on <= on;
            entry.due_on = entry.due_on.min(on);
            is_past || entry.due != Parts::ZERO || (keeps_rows && entry.since.is_none())
        });
        let rounding = Rounding {
            multiple: None,
            ..self.rounding
        };
        for part in [Part::Interest, Part::Fees, Part::Penalty] {
            spread(new.iter_mut().collect(), part, unpaid.get(part), rounding)?;
        }
        for mut entry in new {
            entry.beside.interest = entry.due.interest;
            for part in [Part::Fees, Part::Penalty] {
                self.bookings.push(Booking {
                    on,
                    booked_on: on,
                    place: self.made,
                    part,
                    amount: entry.due.get(part),
                    kind: BookingKind::Charged,
                });
            }
            self.insert(on, entry);
        }
        self.bookings.retain(|booking| booking.amount.is_positive());
        self.renew(on, loan, unpaid.principal, running)
    }

    /// Spreads principal over the instalments to come: what is due of it, and where interest follows it all of it, as if it
    /// were lent on the day. Interest and charges that are due stay where they are.
    pub(super) fn re_amortise(&mut self, on: CivilDate) -> Result<()> {
        let bears_interest = match &self.loan {
            Some(loan) => loan.model.is_some(),
            None => !self.rate.is_zero(),
        };
        let mut unpaid = Minor::ZERO;
        if !bears_interest {
            for entry in self.entries.iter_mut().filter(|entry| entry.due_on <= on) {
                unpaid = unpaid.plus(entry.take_principal());
            }
            return self.spread_over_future(unpaid, on);
        }
        self.keep_past_due_earning(on)?;
        let running = self.interest_running(on)?;
        let (mut passed, mut to_come) = (0_u16, Vec::new());
        for entry in &mut self.entries {
            unpaid = unpaid.plus(entry.take_principal());
            if entry.planned_place().is_none() {
                continue;
            }
            if entry.due_on <= on {
                entry.origin = Origin::Closed;
                passed = passed.saturating_add(1);
                continue;
            }
            entry.origin = Origin::Planned(to_come.len());
            to_come.push(entry.due_on);
            entry.beside.principal = entry.due.principal;
            entry.beside.interest = entry.paid.interest.plus(entry.waived.interest).plus(entry.brought());
        }
        if to_come.is_empty() {
            return Err(Error::input("no instalment is left to spread it over").at("events"));
        }
        let mut plan = self.plan_anew(on, unpaid)?;
        plan.grace.principal = plan.grace.principal.saturating_sub(passed);
        plan.grace.interest = plan.grace.interest.saturating_sub(passed);
        let spans = match &self.loan {
            Some(loan) => loan.spans_after(on)?,
            None => spans_to(&plan, &to_come)?,
        };
        let loan = Loan::over(plan, spans.clone(), spans, self.events)?;
        self.renew(on, loan, unpaid, running)
    }

    /// Lends `principal` on new terms, with interest that has run under those before.
    fn renew(&mut self, on: CivilDate, mut loan: Loan, principal: Minor, running: Minor) -> Result<()> {
        if let Some(model) = &mut loan.model {
            model.carry(running);
            for event in self.events {
                if let EventKind::InterestPause(until) = event.kind
                    && event.date <= on
                    && on < until
                {
                    model.pause(on.plus_days(1)?, until)?;
                }
            }
        } else if let Some(first) = self.entries.iter_mut().find(|entry| entry.planned_place() == Some(0)) {
            first.beside.interest = first.beside.interest.plus(running);
            first.due.interest = first.beside.interest;
        }
        if let Some(old) = self.loan.take() {
            loan.disbursed = old.disbursed;
        }
        self.service(loan);
        self.lend(on, principal)
    }

    /// The terms as they are on a day: the loan's own, or level instalments at the rate of a server's dues.
    fn plan_anew(&self, on: CivilDate, principal: Minor) -> Result<LoanPlan> {
        let mut plan = match &self.loan {
            Some(loan) => loan.plan.clone(),
            None => self.level_plan(on)?,
        };
        if let Method::Balloon(balloon) = &mut plan.method {
            *balloon = principal.min(*balloon);
        }
        plan.conventions.seed = None;
        plan.conventions.instalment_rate = InstalmentRate::RealPeriods;
        (plan.principal, plan.annual_rate, plan.start, plan.down_payment) = (principal, self.rate, on, None);
        Ok(plan)
    }

    fn level_plan(&self, on: CivilDate) -> Result<LoanPlan> {
        let usual = Conventions::usual(Method::EqualInstalment, Accrual::Daily);
        Ok(LoanPlan {
            principal: Minor::ZERO,
            annual_rate: self.rate,
            method: Method::EqualInstalment,
            count: 1,
            every: Period::new(1, Unit::Month)?,
            start: on,
            first_due: None,
            day_count: self.dues.map_or(DayCount::ACTUAL_365, |plan| plan.day_count),
            accrual: Accrual::Daily,
            rounding: self.rounding,
            grace: Grace::default(),
            down_payment: None,
            business_days: BusinessDays::default(),
            // A server's rows do not change with what is paid.
            conventions: Conventions {
                recalculation: false,
                ..usual
            },
        })
    }

    /// Interest that has run by the end of a day and is neither paid nor due yet.
    fn interest_running(&self, on: CivilDate) -> Result<Minor> {
        if let Some(model) = self.loan.as_ref().and_then(|loan| loan.model.as_deref()) {
            let mut running = model.interest_until(on)?.plus(self.interest_beside()?);
            for entry in &self.entries {
                let is_due = entry.due_on <= on;
                running = running.minus(if is_due {
                    entry.left(Part::Interest)
                } else {
                    entry.brought()
                });
            }
            return Ok(running.or_zero());
        }
        let (rate, day_count) = match (&self.loan, self.dues) {
            (Some(loan), _) => (loan.plan.annual_rate, loan.plan.day_count),
            (None, Some(plan)) => (plan.annual_rate.unwrap_or_default(), plan.day_count),
            (None, None) => return Ok(Minor::ZERO),
        };
        // At a rate that is not known all of it has run: it is agreed, however long it takes.
        let pace = Pace::of(rate, day_count, self.events, false)?;
        let mut running = Minor::ZERO;
        for entry in self.entries.iter().filter(|entry| entry.due_on > on) {
            let left = entry.left(Part::Interest).minus(entry.brought());
            running = running.plus(pace.until(left, (entry.from, entry.due_on), on)?);
        }
        Ok(running)
    }

    /// Interest that a loan's model does not know of: what plans before left, less what of it was paid, and what was waived.
    pub(super) fn interest_beside(&self) -> Result<Minor> {
        let Some(model) = self.loan.as_ref().and_then(|loan| loan.model.as_deref()) else {
            return Ok(Minor::ZERO);
        };
        let mut beside = model.paid_interest()?;
        for entry in &self.entries {
            let is_planned = entry.planned_place().is_some();
            let asked = if is_planned { entry.beside } else { entry.due };
            beside = beside.plus(asked.interest).minus(entry.settled_interest());
        }
        Ok(beside)
    }
}

/// Takes charges that are moved to other instalments off the bookings of one, the latest first.
fn unbook(bookings: &mut [Booking], serial: usize, mut moved: Parts) {
    let charged = |booking: &&mut Booking| booking.place == serial && booking.kind == BookingKind::Charged;
    for booking in bookings.iter_mut().rev().filter(charged) {
        let left = moved.get_mut(booking.part);
        let taken = booking.amount.min(*left);
        *left = left.minus(taken);
        booking.amount = booking.amount.minus(taken);
    }
}

/// The spans from the plan's start to each of the due days.
fn spans_to(plan: &LoanPlan, due_days: &[CivilDate]) -> Result<Vec<Span>> {
    let mut spans: Vec<Span> = Vec::with_capacity(due_days.len());
    for due in due_days {
        let from = spans.last().map_or(plan.start, |span| span.due);
        spans.push(Span::to(plan, from, *due)?);
    }
    Ok(spans)
}
