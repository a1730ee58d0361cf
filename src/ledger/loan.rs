//! A loan made from its terms, and what has happened on it, replayed day by day.
//!
//! Everything is computed from the first event on: a back-dated or reversed event needs no undoing.

use super::allocation::{Candidates, Timing, candidates};
use super::entry::{Entry, Origin};
use super::{Instalment, Ledger, RowId, Running};
use crate::account::{Allocation, AllocationRule, CreditSource, Event, EventKind, LoanPlan, Method, Part, Parts};
use crate::calendar::{CivilDate, Period};
use crate::error::{Error, Result};
use crate::money::{Minor, RoundingMode};
use crate::order::by_day;
use crate::schedule::model::Model;
use crate::schedule::span::{Span, spans};
use crate::schedule::{down_payment, flat_rows, to_multiple};

/// A loan as it stands at the end of `today`.
pub(super) fn ledger(
    plan: &LoanPlan,
    events: &[Event],
    allocation: &Allocation,
    holidays: &[CivilDate],
    today: CivilDate,
) -> Result<Ledger> {
    let mut book = Book::open(plan, events, allocation, holidays)?;
    for event in in_order(plan, events, today) {
        book.book(&event)?;
    }
    book.keep_past_due_earning(today)?;
    book.close(today)
}

/// Rounds of payments over the same instalments; each but the last clears an instalment.
const ROUNDS_MAX: u16 = 2 * crate::account::ROWS_MAX;

/// What has happened by `today` and was not reversed, and what was agreed for later, by day; events of one day keep the order
/// given. Without a disbursement, the plan's principal is paid out at its start.
fn in_order(plan: &LoanPlan, events: &[Event], today: CivilDate) -> Vec<Event> {
    let reversed: Vec<&str> = events
        .iter()
        .filter_map(|event| {
            if let EventKind::Reversal(of) = &event.kind {
                Some(of.as_str())
            } else {
                None
            }
        })
        .collect();
    let is_reversed = |event: &Event| event.id.as_deref().is_some_and(|id| reversed.contains(&id));
    let mut happened: Vec<Event> = Vec::with_capacity(events.len().saturating_add(1));
    if !events
        .iter()
        .any(|event| matches!(event.kind, EventKind::Disbursement(_)))
    {
        happened.push(Event {
            date: plan.start,
            id: None,
            kind: EventKind::Disbursement(plan.principal),
        });
    }
    let counts = |event: &&Event| !is_reversed(event) && (event.date <= today || event.kind.is_agreed_ahead());
    happened.extend(events.iter().filter(counts).cloned());
    by_day(happened, |event| event.date)
}

struct Book<'a> {
    plan: &'a LoanPlan,
    allocation: &'a Allocation,
    spans: Vec<Span>,
    /// How principal and interest move; a flat or interest-free loan has none, its instalments stay as they are.
    model: Option<Model>,
    entries: Vec<Entry>,
    disbursed: Vec<(CivilDate, Minor)>,
    /// Paid beyond what is owed.
    credit: Minor,
    /// Until when past-due principal is known to the model.
    past_due_until: Option<CivilDate>,
}

impl<'a> Book<'a> {
    fn open(plan: &'a LoanPlan, events: &[Event], allocation: &'a Allocation, holidays: &[CivilDate]) -> Result<Self> {
        let mut spans = spans(plan, holidays).map_err(|error| error.at("plan"))?;
        let mut is_rescheduled = false;
        for event in events {
            if let EventKind::Reschedule(to) = event.kind {
                reschedule(plan, &mut spans, event.date, to)?;
                is_rescheduled = true;
            }
        }
        let changes_rate = events
            .iter()
            .any(|event| matches!(event.kind, EventKind::RateChange(rate) if !rate.is_zero()));
        let bears_interest = !plan.annual_rate.is_zero() || changes_rate;
        let is_level = matches!(plan.method, Method::EqualInstalment | Method::EqualPrincipal);
        let moves = plan.method != Method::Flat && (bears_interest || !is_level || plan.grace.principal > 0);
        let entries = spans
            .iter()
            .enumerate()
            .map(|(place, span)| Entry::new(Origin::Planned(place), span.from, span.due, Parts::ZERO))
            .collect();
        let model = if moves {
            Some(Model::new(plan, &spans, is_rescheduled)?)
        } else {
            None
        };
        Ok(Self {
            plan,
            allocation,
            spans,
            model,
            entries,
            disbursed: Vec::new(),
            credit: Minor::ZERO,
            past_due_until: None,
        })
    }

    fn recalculates(&self) -> bool {
        self.plan.conventions.recalculation && self.model.is_some()
    }

    fn book(&mut self, event: &Event) -> Result<()> {
        let on = event.date;
        match &event.kind {
            EventKind::Disbursement(amount) => self.disburse(on, *amount),
            EventKind::Credit {
                source,
                amount,
                due: None,
            } => self.credit(on, *amount, *source),
            EventKind::Credit { due: Some(_), .. } => {
                Err(Error::unsupported("a payment directed to one due of a loan").at("events"))
            }
            EventKind::CreditRefund(amount) => {
                self.credit = self.credit.minus(*amount)?.or_zero();
                Ok(())
            }
            EventKind::Charge {
                amount,
                penalty,
                due_on,
            } => self.charge(on, due_on.unwrap_or(on), *amount, *penalty),
            EventKind::Waiver { amount, of } => self.waive(*amount, *of),
            EventKind::RateChange(rate) => self.with_model(|model| model.set_rate(on, *rate)),
            EventKind::InterestPause(until) => self.with_model(|model| model.pause(on, *until)),
            EventKind::ReAge {
                first_due,
                count,
                every,
            } => self.re_age(*first_due, *count, *every),
            EventKind::ReAmortise => self.re_amortise(on),
            EventKind::Reversal(_) | EventKind::Reschedule(_) => Ok(()),
        }
    }

    fn with_model(&mut self, change: impl FnOnce(&mut Model) -> Result<()>) -> Result<()> {
        let Some(model) = &mut self.model else { return Ok(()) };
        change(model)?;
        self.follow_model()
    }

    /// Takes principal and interest of the planned instalments from the model.
    fn follow_model(&mut self) -> Result<()> {
        let Some(model) = &self.model else { return Ok(()) };
        let rows = model.rows()?;
        for entry in &mut self.entries {
            let Origin::Planned(place) = entry.origin else { continue };
            if let Some(row) = rows.get(place) {
                entry.due.principal = row.principal;
                entry.due.interest = row.interest;
            }
        }
        Ok(())
    }

    fn disburse(&mut self, on: CivilDate, amount: Minor) -> Result<()> {
        if self.plan.method == Method::Flat && !self.disbursed.is_empty() {
            return Err(Error::unsupported("a second disbursement on flat interest").at("events"));
        }
        self.keep_past_due_earning(on)?;
        self.disbursed.push((on, amount));
        let share = self.plan.down_payment;
        let down = share
            .map(|share| down_payment(amount, share, self.plan.rounding))
            .transpose()?;
        let lent = amount.minus(down.unwrap_or_default())?;
        if let Some(down) = down {
            let due = Parts {
                principal: down,
                ..Parts::ZERO
            };
            self.insert(Entry::new(Origin::DownPayment, on, on, due));
        }
        if self.plan.method == Method::Flat {
            self.fix_flat(lent)?;
        } else if self.model.is_some() {
            self.with_model(|model| model.disburse(on, lent))?;
        } else {
            self.spread_over_future(lent, on)?;
        }
        if let Some(down) = down.filter(|_| self.plan.conventions.down_payment_collected) {
            self.allocate(on, down, CreditSource::Repayment)?;
        }
        self.use_credit(on)
    }

    /// Pays what is owed now out of what was paid too much before.
    fn use_credit(&mut self, on: CivilDate) -> Result<()> {
        let credit = std::mem::take(&mut self.credit);
        if credit.is_positive() {
            self.allocate(on, credit, CreditSource::Repayment)
        } else {
            Ok(())
        }
    }

    fn fix_flat(&mut self, lent: Minor) -> Result<()> {
        for (entry, row) in planned(&mut self.entries).zip(flat_rows(self.plan, &self.spans, lent)?) {
            entry.due.principal = row.principal;
            entry.due.interest = row.interest;
        }
        Ok(())
    }

    /// Adds principal without interest to the planned instalments after `on`, in equal parts; the last takes the rest.
    fn spread_over_future(&mut self, principal: Minor, on: CivilDate) -> Result<()> {
        let rounding = self.plan.rounding;
        let future = planned(&mut self.entries).filter(|entry| entry.due_on > on);
        spread(future.collect(), principal, |amount, parts| {
            to_multiple(amount.part(parts, rounding.mode)?, rounding)
        })
    }

    fn credit(&mut self, on: CivilDate, amount: Minor, source: CreditSource) -> Result<()> {
        self.keep_past_due_earning(on)?;
        self.allocate(on, amount, source)
    }

    fn charge(&mut self, on: CivilDate, due_on: CivilDate, amount: Minor, penalty: bool) -> Result<()> {
        let first = self
            .entries
            .iter()
            .find(|entry| entry.origin != Origin::DownPayment)
            .map(|entry| entry.from);
        if first.is_none_or(|first| due_on < first) {
            return Err(Error::input("a charge is not due before the start").at("events"));
        }
        let place = self.place_of_charge(due_on);
        let Some(entry) = self.entries.get_mut(place) else {
            return Err(Error::internal("a charge has an instalment"));
        };
        let part = if penalty {
            &mut entry.due.penalty
        } else {
            &mut entry.due.fees
        };
        *part = part.plus(amount)?;
        self.use_credit(on)
    }

    /// The instalment whose time a day falls into; after the last one, the instalment for what comes after.
    fn place_of_charge(&mut self, day: CivilDate) -> usize {
        let is_regular = |entry: &Entry| entry.origin != Origin::DownPayment;
        let spanning = self
            .entries
            .iter()
            .position(|entry| is_regular(entry) && entry.spans(day));
        let first = self.entries.iter().position(is_regular);
        let on_first_day = first.filter(|first| self.entries.get(*first).is_some_and(|entry| entry.from == day));
        if let Some(place) = spanning.or(on_first_day) {
            return place;
        }
        let last = self.entries.len().saturating_sub(1);
        match self.entries.last_mut() {
            Some(entry) if entry.origin == Origin::AfterMaturity => {
                entry.due_on = day;
                last
            }
            ending => {
                let from = ending.map_or(day, |entry| entry.due_on);
                self.entries
                    .push(Entry::new(Origin::AfterMaturity, from, day, Parts::ZERO));
                self.entries.len().saturating_sub(1)
            }
        }
    }

    fn waive(&mut self, amount: Minor, of: Part) -> Result<()> {
        if of == Part::Principal && self.recalculates() {
            return Err(Error::unsupported("waiving principal of a loan whose interest is recalculated").at("events"));
        }
        let mut left = amount;
        for entry in &mut self.entries {
            left = left.minus(entry.waive(of, left)?)?;
        }
        Ok(())
    }

    /// Spreads all unpaid principal over new instalments after those there are.
    fn re_age(&mut self, first_due: CivilDate, count: u16, every: Period) -> Result<()> {
        self.without_model("re-ageing a loan whose interest is recalculated")?;
        let mut unpaid = Minor::ZERO;
        for entry in &mut self.entries {
            unpaid = unpaid.plus(take_unpaid_principal(entry)?)?;
        }
        let from = self.entries.iter().map(|entry| entry.due_on).max().unwrap_or(first_due);
        let mut new = Vec::with_capacity(usize::from(count));
        for number in 0..u32::from(count) {
            new.push(Entry::new(
                Origin::ReAged,
                from,
                first_due.plus(every, number)?,
                Parts::ZERO,
            ));
        }
        let rounding = self.plan.rounding;
        spread(new.iter_mut().collect(), unpaid, |amount, parts| {
            to_multiple(amount.part(parts, rounding.mode)?, rounding)
        })?;
        for entry in new {
            self.insert(entry);
        }
        Ok(())
    }

    /// Spreads past-due principal over the instalments to come.
    fn re_amortise(&mut self, on: CivilDate) -> Result<()> {
        self.without_model("re-amortising a loan whose interest is recalculated")?;
        let mut unpaid = Minor::ZERO;
        for entry in self.entries.iter_mut().filter(|entry| entry.due_on <= on) {
            unpaid = unpaid.plus(take_unpaid_principal(entry)?)?;
        }
        self.spread_over_future(unpaid, on)
    }

    fn without_model(&self, what: &'static str) -> Result<()> {
        if self.model.is_some() {
            Err(Error::unsupported(what).at("events"))
        } else {
            Ok(())
        }
    }

    /// Puts principal that is past due back into the base of interest, from its due day to `day`.
    fn keep_past_due_earning(&mut self, day: CivilDate) -> Result<()> {
        if !self.recalculates() || !self.plan.conventions.interest_on_past_due || self.past_due_until == Some(day) {
            return Ok(());
        }
        let past = self.spans.iter().filter(|span| day > span.due).count();
        let mut sum = Minor::ZERO;
        for place in 1..=past {
            let before = self.unpaid_principal(place.saturating_sub(1))?;
            sum = sum.plus(before)?;
            let Some(span) = self.spans.get(place).copied() else {
                return Ok(());
            };
            self.put_back(span, before, sum, day)?;
        }
        Ok(())
    }

    fn put_back(&mut self, span: Span, unpaid: Minor, sum: Minor, day: CivilDate) -> Result<()> {
        if unpaid.is_zero() && day > span.due {
            return Ok(());
        }
        let since = self.past_due_until.map_or(span.from, |until| until.max(span.from));
        let until = if self.plan.conventions.rest.past_due_to_period_end {
            span.due
        } else {
            day
        };
        let is_current = day <= span.due;
        self.with_model(|model| {
            model.correct(since, unpaid)?;
            if is_current {
                model.correct(until, Minor::ZERO.minus(sum)?)
            } else {
                Ok(())
            }
        })?;
        if is_current {
            self.past_due_until = Some(until);
        }
        Ok(())
    }

    fn unpaid_principal(&self, place: usize) -> Result<Minor> {
        let entry = self.entries.iter().find(|entry| entry.origin == Origin::Planned(place));
        entry.map_or(Ok(Minor::ZERO), |entry| entry.due.principal.minus(entry.paid.principal))
    }

    /// Spreads money over what is owed, and keeps what is left as credit.
    fn allocate(&mut self, on: CivilDate, amount: Minor, source: CreditSource) -> Result<()> {
        let rule = *self.allocation.rule(source);
        let mut left = amount;
        let mut exhausted = Vec::new();
        for (timing, order) in [
            (Timing::PastDue, rule.past_due),
            (Timing::Due, rule.due),
            (Timing::InAdvance, rule.in_advance),
        ] {
            left = self.allocate_group(on, left, &rule, timing, order, &mut exhausted)?;
        }
        self.credit = self.credit.plus(left)?;
        Ok(())
    }

    fn allocate_group(
        &mut self,
        on: CivilDate,
        amount: Minor,
        rule: &AllocationRule,
        timing: Timing,
        order: [Part; 4],
        exhausted: &mut Vec<usize>,
    ) -> Result<Minor> {
        let mut left = amount;
        let choice = Candidates {
            timing,
            future: rule.future,
            across: self.allocation.across,
            on,
            recalculates: self.recalculates(),
        };
        for _ in 0..ROUNDS_MAX {
            let before = left;
            let mut chosen = candidates(&choice, &self.entries, exhausted)?;
            for part in order {
                if choice.is_by_part() {
                    chosen = candidates(&choice, &self.entries, exhausted)?;
                }
                left = self.pay_part(on, left, part, timing, &chosen, exhausted)?;
            }
            if left.is_zero() || left == before || choice.is_by_part() {
                break;
            }
        }
        Ok(left)
    }

    /// Pays one part of the chosen instalments: one after the other, or in equal shares of what is paid in advance.
    fn pay_part(
        &mut self,
        on: CivilDate,
        amount: Minor,
        part: Part,
        timing: Timing,
        chosen: &[usize],
        exhausted: &mut Vec<usize>,
    ) -> Result<Minor> {
        let shares = timing == Timing::InAdvance
            && chosen.len() > 1
            && !matches!(self.allocation.across, crate::account::Across::Part);
        let count = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
        let (mut left, mut share, mut rest) = (amount, amount, Minor::ZERO);
        if shares {
            share = amount.part(count, RoundingMode::HalfEven)?;
            if share.times(count)? > amount {
                share = amount.part(count, RoundingMode::Down)?;
            }
            rest = amount.minus(share.times(count)?)?;
        }
        for (index, place) in (1_u32..).zip(chosen) {
            let cap = match shares {
                true if index == count => share.plus(rest)?,
                true => share,
                false => left,
            };
            if !left.is_positive() {
                break;
            }
            left = left.minus(self.pay_entry(on, cap, part, timing, *place, exhausted)?)?;
        }
        Ok(left)
    }

    /// Pays one part of one instalment; where interest is recalculated, what it comes to depends on the day.
    fn pay_entry(
        &mut self,
        on: CivilDate,
        cap: Minor,
        part: Part,
        timing: Timing,
        place: usize,
        exhausted: &mut Vec<usize>,
    ) -> Result<Minor> {
        let recalculates = self.recalculates();
        let Some(entry) = self.entries.get_mut(place) else {
            return Ok(Minor::ZERO);
        };
        let (Origin::Planned(slot), Some(model), true) = (entry.origin, &mut self.model, recalculates) else {
            return entry.pay(part, cap, on);
        };
        let to_period_end = self.plan.conventions.rest.advance_to_period_end && entry.spans(on);
        let pays_until = if timing == Timing::InAdvance && to_period_end {
            entry.due_on
        } else {
            on
        };
        if timing == Timing::InAdvance {
            let row = model.row_if_paid_on(slot, pays_until)?;
            if row.principal.is_zero() && row.interest.is_zero() {
                exhausted.push(place);
            }
            match part {
                Part::Interest => entry.due.interest = row.interest,
                Part::Principal => entry.due.principal = row.principal,
                Part::Fees | Part::Penalty => {}
            }
        }
        let taken = entry.pay(part, cap, on)?;
        match part {
            Part::Principal => model.pay_principal(slot, pays_until, taken)?,
            Part::Interest => model.pay_interest(slot, taken)?,
            Part::Fees | Part::Penalty => return Ok(taken),
        }
        self.follow_model()?;
        Ok(taken)
    }

    fn insert(&mut self, entry: Entry) {
        let is_down = entry.origin == Origin::DownPayment;
        let goes_before = |other: &Entry| {
            let as_urgent = !is_down || other.origin == Origin::DownPayment;
            other.due_on < entry.due_on || (other.due_on == entry.due_on && as_urgent)
        };
        let place = self
            .entries
            .iter()
            .position(|other| !goes_before(other))
            .unwrap_or(self.entries.len());
        self.entries.insert(place, entry);
    }

    fn close(self, today: CivilDate) -> Result<Ledger> {
        let mut instalments = Vec::with_capacity(self.entries.len());
        let mut principal = Minor::ZERO;
        for (number, entry) in (1_u32..).zip(&self.entries) {
            principal = principal.plus(entry.due.principal)?;
            let is_down = entry.origin == Origin::DownPayment;
            let paid_out = self
                .disbursed
                .iter()
                .filter(|(day, _)| *day < entry.due_on || (is_down && *day == entry.due_on));
            let balance = Minor::sum(paid_out.map(|(_, amount)| *amount))?.minus(principal)?;
            instalments.push(Instalment {
                paid: entry.paid,
                waived: entry.waived,
                in_advance: entry.in_advance,
                late: entry.late,
                ..Instalment::new(RowId::Number(number), entry.due_on, entry.due, balance)
            });
        }
        let recalculates = self.recalculates();
        Ok(Ledger {
            instalments,
            credit: self.credit,
            bookings: Vec::new(),
            late_charges: Minor::ZERO,
            running: match self.model.filter(|_| recalculates) {
                Some(model) => Running::Loan(Box::new(model)),
                None => Running::Fixed,
            },
            today,
        })
    }
}

fn planned(entries: &mut [Entry]) -> impl Iterator<Item = &mut Entry> {
    entries
        .iter_mut()
        .filter(|entry| matches!(entry.origin, Origin::Planned(_)))
}

/// Adds principal to `entries` in equal parts as `part` rounds them; the last takes the rest.
fn spread(
    mut entries: Vec<&mut Entry>,
    principal: Minor,
    part: impl FnOnce(Minor, u32) -> Result<Minor>,
) -> Result<()> {
    let Some(last) = entries.pop() else {
        return Err(Error::input("no instalment is left to spread it over").at("events"));
    };
    let part = part(
        principal,
        u32::try_from(entries.len()).unwrap_or(u32::MAX).saturating_add(1),
    )?;
    let mut left = principal;
    for entry in entries {
        let added = part.min(left);
        entry.due.principal = entry.due.principal.plus(added)?;
        left = left.minus(added)?;
    }
    last.due.principal = last.due.principal.plus(left)?;
    Ok(())
}

fn take_unpaid_principal(entry: &mut Entry) -> Result<Minor> {
    let unpaid = entry.left(Part::Principal)?;
    entry.due.principal = entry.due.principal.minus(unpaid)?;
    Ok(unpaid)
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
