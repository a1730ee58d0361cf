//! An account's instalments while what has happened is booked to them, day by day.
//!
//! Everything is computed from the first event on: a back-dated or reversed event needs no undoing. Loans and the server's
//! rows are booked alike; only what a loan's terms make of principal and interest is its own.

use super::allocation::{Candidates, Exhausted, Round, Timing, candidates};
use super::entry::{Entry, Origin};
use super::loan::{Loan, planned};
use super::{Booking, BookingKind, Instalment, Ledger, RowId, Running, dues};
use crate::account::{
    Across, Allocation, AllocationRule, CreditSource, DuesPlan, Event, EventKind, FuturePayment, LoanPlan, Method,
    Part, Parts, Rest, Rounding, reversed,
};
use crate::calendar::CivilDate;
use crate::digits::whole;
use crate::error::{Error, Result};
use crate::money::{Minor, Rate, RoundingMode};
use crate::order::by_day;
use crate::schedule::model::Model;
use crate::schedule::{down_payment, to_multiple};

/// A loan as it stands at the end of `today`.
pub(super) fn of_loan(
    plan: &LoanPlan,
    events: &[Event],
    allocation: &Allocation,
    holidays: &[CivilDate],
    today: CivilDate,
) -> Result<Ledger> {
    let moves = moves(events, None, today);
    let (loan, entries) = Loan::open(plan.clone(), events, holidays, &moves, &[])?;
    let mut book = Book::open(allocation, plan.rounding, today, entries);
    (book.rate, book.start) = (plan.annual_rate, Some(plan.start));
    book.service(loan);
    (book.events, book.holidays) = (events, holidays);
    let is_paid_out = |event: &Event| matches!(event.kind, EventKind::Disbursement(_));
    let implied = (!events.iter().any(is_paid_out)).then_some(plan.start);
    book.replay(implied)?;
    book.keep_past_due_earning(today)?;
    book.close(today)
}

/// The server's rows as they stand at the end of `today`.
pub(super) fn of_dues(plan: &DuesPlan, events: &[Event], allocation: &Allocation, today: CivilDate) -> Result<Ledger> {
    let (ids, entries) = dues::open(plan, events, &moves(events, None, today))?;
    let mut book = Book::open(allocation, Rounding::default(), today, entries);
    (book.rate, book.dues) = (plan.annual_rate.unwrap_or_default(), Some(plan));
    (book.ids, book.events) = (ids, events);
    book.replay(None)?;
    book.close(today)
}

/// Rounds of payments over the same instalments; each but the last clears an instalment.
const ROUNDS_MAX: u16 = 2 * crate::account::ROWS_MAX;

/// What has happened by `today` and was not reversed, and what was agreed for later, by day, as places in `events`; events of
/// one day keep the order given. The implied disbursement has no place.
fn in_order(events: &[Event], implied: Option<CivilDate>, today: CivilDate) -> Vec<(CivilDate, Option<usize>)> {
    let reversed = reversed(events);
    let mut happened = Vec::with_capacity(events.len().saturating_add(1));
    happened.extend(implied.map(|start| (start, None)));
    for (place, event) in events.iter().enumerate() {
        if !event.is_among(&reversed) && (event.date <= today || event.kind.is_agreed_ahead()) {
            happened.push((event.date, Some(place)));
        }
    }
    by_day(happened, |happened| happened.0)
}

/// The due dates that move, of the plan that was agreed on a day (or at first) and holds until the next one is.
pub(super) fn moves(events: &[Event], since: Option<CivilDate>, today: CivilDate) -> Vec<(CivilDate, CivilDate)> {
    let mut until = None;
    for event in events {
        let is_new_plan = matches!(event.kind, EventKind::ReAge(_)) && event.date <= today;
        if is_new_plan && Some(event.date) > since && until.is_none_or(|until| event.date < until) {
            until = Some(event.date);
        }
    }
    let mut moves = Vec::new();
    for event in events {
        if let EventKind::Reschedule(to) = event.kind
            && Some(event.date) > since
            && until.is_none_or(|until| event.date <= until)
        {
            moves.push((event.date, to));
        }
    }
    moves
}

/// One part of one instalment, paid.
pub(super) struct Payment {
    pub(super) on: CivilDate,
    /// At most so much.
    pub(super) cap: Minor,
    pub(super) part: Part,
    pub(super) timing: Timing,
    pub(super) place: usize,
}

pub(super) struct Book<'a> {
    allocation: &'a Allocation,
    pub(super) rounding: Rounding,
    /// What principal and interest of the planned instalments follow; the server's rows follow nothing.
    pub(super) loan: Option<Loan>,
    /// The server's rows as they were told, when it is not a loan.
    pub(super) dues: Option<&'a DuesPlan>,
    /// The server's ids, by serial; a loan's instalments are numbered.
    ids: Vec<&'a str>,
    /// The day a loan began.
    start: Option<CivilDate>,
    pub(super) events: &'a [Event],
    pub(super) holidays: &'a [CivilDate],
    /// The latest; nothing where none is known.
    pub(super) rate: Rate,
    pub(super) today: CivilDate,
    pub(super) entries: Vec<Entry>,
    /// How many entries were made.
    pub(super) made: usize,
    /// Until the book is closed, their places are the serials of the entries.
    pub(super) bookings: Vec<Booking>,
    /// Paid beyond what is owed.
    credit: Minor,
}

impl<'a> Book<'a> {
    fn open(allocation: &'a Allocation, rounding: Rounding, today: CivilDate, mut entries: Vec<Entry>) -> Self {
        for (serial, entry) in entries.iter_mut().enumerate() {
            entry.serial = serial;
        }
        Self {
            allocation,
            rounding,
            loan: None,
            dues: None,
            ids: Vec::new(),
            start: None,
            events: &[],
            holidays: &[],
            rate: Rate::ZERO,
            today,
            made: entries.len(),
            entries,
            bookings: Vec::new(),
            credit: Minor::ZERO,
        }
    }

    fn replay(&mut self, implied: Option<CivilDate>) -> Result<()> {
        let events = self.events;
        for (on, place) in in_order(events, implied, self.today) {
            match place.and_then(|place| Some((place, events.get(place)?))) {
                Some((place, event)) => self.book(place, event)?,
                None => self.disburse(on, self.loan.as_ref().map_or(Minor::ZERO, |loan| loan.plan.principal))?,
            }
        }
        Ok(())
    }

    /// Lets the account follow these terms from now on.
    pub(super) fn service(&mut self, mut loan: Loan) {
        let is_in_order = self.allocation.across == Across::Instalment
            && matches!(
                self.allocation.repayment.future,
                FuturePayment::Next | FuturePayment::Spread
            );
        if let Some(model) = loan.model.as_mut().filter(|_| is_in_order) {
            model.ask_all_in_the_end();
        }
        self.loan = Some(loan);
    }

    fn recalculates(&self) -> bool {
        self.loan.as_ref().is_some_and(Loan::recalculates)
    }

    pub(super) fn keep_past_due_earning(&mut self, day: CivilDate) -> Result<()> {
        match &mut self.loan {
            Some(loan) => loan.keep_past_due_earning(&mut self.entries, day),
            None => Ok(()),
        }
    }

    fn book(&mut self, place: usize, event: &Event) -> Result<()> {
        let on = event.date;
        if let Some(loan) = &mut self.loan {
            loan.settle(on)?;
        }
        match &event.kind {
            EventKind::Disbursement(amount) => self.disburse(on, *amount),
            EventKind::Credit { source, amount, due } => {
                self.keep_past_due_earning(on)?;
                let left = match due {
                    Some(_) if self.recalculates() => {
                        let what = Error::unsupported(
                            "a payment directed to one due of a loan whose interest is recalculated",
                        );
                        return Err(what.at(&path_of_due(place)));
                    }
                    Some(id) => {
                        let named = self.place_named(id).ok_or_else(|| unknown_due(place))?;
                        self.pay_named(on, *amount, *source, named)?
                    }
                    None => *amount,
                };
                self.allocate(on, left, *source)
            }
            EventKind::CreditRefund(amount) => {
                self.credit = self.credit.minus(*amount).or_zero();
                Ok(())
            }
            EventKind::Charge {
                amount,
                penalty,
                due_on,
            } => self.charge(on, due_on.unwrap_or(on), *amount, *penalty),
            EventKind::Waiver { amount, of } => self.waive(on, *amount, *of),
            EventKind::RateChange(rate) => {
                self.check_rate("a change of a rate that is not known", *rate)?;
                self.rate = *rate;
                self.with_model(&|model| model.set_rate(on, *rate))
            }
            EventKind::InterestPause(until) => {
                self.check_rate("a pause of interest at a rate that is not known", Rate::ZERO)?;
                self.with_model(&|model| model.pause(on, *until))
            }
            EventKind::ReAge(asked) => self.re_age(on, asked),
            EventKind::ReAmortise => self.re_amortise(on),
            EventKind::Reversal(_) | EventKind::Reschedule(_) => Ok(()),
        }
    }

    fn with_model(&mut self, change: &dyn Fn(&mut Model) -> Result<()>) -> Result<()> {
        if let Some(loan) = &mut self.loan {
            loan.with_model(&mut self.entries, change)?;
        }
        for entry in &self.entries {
            let settled = entry.paid.principal.plus(entry.waived.principal);
            if settled > entry.due.principal {
                let what =
                    "other interest on instalments that were paid ahead of time, where it does not follow payments";
                return Err(Error::unsupported(what).at("events"));
            }
        }
        Ok(())
    }

    /// What interest at an unknown rate would come to at another one, nobody knows; nor flat interest that is nil.
    fn check_rate(&self, what: &'static str, rate: Rate) -> Result<()> {
        let is_unknown = match (&self.loan, self.dues) {
            (None, Some(plan)) => plan.annual_rate.unwrap_or_default().is_zero(),
            (Some(loan), _) => loan.plan.method == Method::Flat && loan.plan.annual_rate.is_zero() && !rate.is_zero(),
            (None, None) => false,
        };
        if is_unknown {
            return Err(Error::unsupported(what).at("events"));
        }
        Ok(())
    }

    fn disburse(&mut self, on: CivilDate, amount: Minor) -> Result<()> {
        self.keep_past_due_earning(on)?;
        let Some(loan) = self.loan.as_mut().filter(|_| self.dues.is_none()) else {
            return Err(Error::unsupported("a disbursement on a server's dues").at("events"));
        };
        if loan.plan.method == Method::Flat && !loan.disbursed.is_empty() {
            return Err(Error::unsupported("a second disbursement on flat interest").at("events"));
        }
        loan.disbursed.push((on, amount));
        let (share, is_collected) = (loan.plan.down_payment, loan.plan.conventions.down_payment_collected);
        let down = share
            .map(|share| down_payment(amount, share, self.rounding))
            .transpose()?;
        let lent = amount.minus(down.unwrap_or_default());
        if let Some(down) = down {
            let due = Parts {
                principal: down,
                ..Parts::ZERO
            };
            self.insert(on, Entry::new(Origin::DownPayment, on, on, due));
        }
        self.lend(on, lent)?;
        if let Some(down) = down.filter(|_| is_collected) {
            self.allocate(on, down, CreditSource::Repayment)?;
        }
        self.use_credit(on)
    }

    /// Asks the instalments to come for principal.
    pub(super) fn lend(&mut self, on: CivilDate, principal: Minor) -> Result<()> {
        let follows_terms = match &mut self.loan {
            Some(loan) => loan.lend(&mut self.entries, on, principal, self.events)?,
            None => false,
        };
        if follows_terms {
            Ok(())
        } else {
            self.spread_over_future(principal, on)
        }
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

    /// Adds principal without interest to the planned instalments after `on`, in equal parts; the last takes the rest.
    pub(super) fn spread_over_future(&mut self, principal: Minor, on: CivilDate) -> Result<()> {
        let future = planned(&mut self.entries).filter(|entry| entry.due_on > on);
        spread(future.collect(), Part::Principal, principal, self.rounding)
    }

    fn charge(&mut self, on: CivilDate, due_on: CivilDate, amount: Minor, penalty: bool) -> Result<()> {
        if self.start.is_some_and(|start| due_on < start) {
            return Err(Error::input("a charge is not due before the start").at("events"));
        }
        let place = self.place_of_charge(on, due_on);
        let part = if penalty { Part::Penalty } else { Part::Fees };
        if let Some(entry) = self.entries.get_mut(place) {
            let due = entry.due.get_mut(part);
            *due = due.plus(amount);
        }
        self.note_from(due_on, on, place, (part, amount), BookingKind::Charged);
        self.use_credit(on)
    }

    /// The instalment whose time a day falls into; after the last one, the instalment for what comes after.
    fn place_of_charge(&mut self, on: CivilDate, day: CivilDate) -> usize {
        let is_in_time = |entry: &Entry| entry.origin != Origin::DownPayment && day <= entry.due_on;
        if let Some(place) = self.entries.iter().position(is_in_time) {
            return place;
        }
        let last = self.entries.len().saturating_sub(1);
        match self.entries.last_mut() {
            Some(entry) if entry.origin == Origin::AfterMaturity => entry.due_on = day,
            ending => {
                let from = ending.map_or(day, |entry| entry.due_on);
                self.insert(on, Entry::new(Origin::AfterMaturity, from, day, Parts::ZERO));
                return self.entries.len().saturating_sub(1);
            }
        }
        last
    }

    fn waive(&mut self, on: CivilDate, amount: Minor, of: Part) -> Result<()> {
        let follows_balance = self.recalculates();
        self.keep_past_due_earning(on)?;
        let mut left = amount;
        for place in 0..self.entries.len() {
            let Some(entry) = self.entries.get_mut(place) else {
                break;
            };
            if follows_balance && of == Part::Principal && entry.due_on > on {
                return self.forgive(on, left);
            }
            let brought = entry.brought();
            let waived = entry.waive(of, left);
            left = left.minus(waived);
            // For what follows, what was let go is as good as paid.
            if let (true, Some(slot)) = (follows_balance, entry.planned_place()) {
                self.with_model(&|model| match of {
                    Part::Principal => model.pay_principal(slot, on, waived).map(|_| ()),
                    Part::Interest => model.pay_interest(slot, waived.minus(brought).or_zero()).map(|_| ()),
                    Part::Fees | Part::Penalty => Ok(()),
                })?;
            }
            self.note(on, place, of, waived, BookingKind::Waived);
        }
        Ok(())
    }

    /// Lets go of principal that is not due yet, where interest follows it: as if so much less had been lent.
    fn forgive(&mut self, on: CivilDate, amount: Minor) -> Result<()> {
        let to_come = self.entries.iter().filter(|entry| entry.due_on > on);
        let mut unpaid = Minor::ZERO;
        for entry in to_come {
            unpaid = unpaid.plus(entry.left(Part::Principal));
        }
        let forgiven = amount.min(unpaid);
        if let Some(loan) = &mut self.loan {
            loan.disbursed.push((on, Minor::ZERO.minus(forgiven)));
        }
        self.with_model(&|model| model.forgive(on, forgiven))
    }

    /// Where the row of this id is among the entries: the server's id, or the number as the rows stand.
    fn place_named(&self, id: &str) -> Option<usize> {
        if self.dues.is_none() {
            let place = id.parse::<usize>().ok()?.checked_sub(1)?;
            return (place < self.entries.len()).then_some(place);
        }
        let serial = self.ids.iter().position(|given| *given == id)?;
        self.entries.iter().position(|entry| entry.serial == serial)
    }

    /// Pays the row that a payment names, part by part, and returns what is left.
    fn pay_named(&mut self, on: CivilDate, amount: Minor, source: CreditSource, place: usize) -> Result<Minor> {
        let rule = *self.allocation.rule(source);
        let due_on = self.entries.get(place).map_or(on, |entry| entry.due_on);
        let (timing, order) = match on.days_until(due_on) {
            ..0 => (Timing::PastDue, rule.past_due),
            0 => (Timing::Due, rule.due),
            1.. => (Timing::InAdvance, rule.in_advance),
        };
        let (mut left, mut exhausted) = (amount, Exhausted::default());
        let rounds = match timing {
            Timing::PastDue => Round::past_due(self.allocation, source, on),
            Timing::Due | Timing::InAdvance => &[Round::All],
        };
        for round in rounds {
            for part in order.into_iter().filter(|part| round.has(*part)) {
                left = self.pay_part(on, left, part, timing, &[place], &mut exhausted)?;
            }
        }
        Ok(left)
    }

    /// Spreads money over what is owed, and keeps what is left as credit.
    fn allocate(&mut self, on: CivilDate, amount: Minor, source: CreditSource) -> Result<()> {
        let rule = *self.allocation.rule(source);
        let mut left = amount;
        let mut exhausted = Exhausted::default();
        for round in Round::past_due(self.allocation, source, on) {
            let group = (Timing::PastDue, *round, rule.past_due);
            left = self.allocate_group(on, left, &rule, group, &mut exhausted)?;
        }
        for (timing, order) in [(Timing::Due, rule.due), (Timing::InAdvance, rule.in_advance)] {
            left = self.allocate_group(on, left, &rule, (timing, Round::All, order), &mut exhausted)?;
        }
        self.credit = self.credit.plus(left);
        Ok(())
    }

    fn allocate_group(
        &mut self,
        on: CivilDate,
        amount: Minor,
        rule: &AllocationRule,
        (timing, round, order): (Timing, Round, [Part; 4]),
        exhausted: &mut Exhausted,
    ) -> Result<Minor> {
        let mut left = amount;
        let choice = Candidates {
            timing,
            round,
            future: rule.future,
            across: self.allocation.across,
            on,
            recalculates: self.recalculates(),
        };
        for _ in 0..ROUNDS_MAX {
            let before = (left, exhausted.count);
            let mut chosen = candidates(&choice, &self.entries, exhausted);
            for part in order.into_iter().filter(|part| round.has(*part)) {
                if choice.is_by_part() {
                    chosen = candidates(&choice, &self.entries, exhausted);
                }
                left = self.pay_part(on, left, part, timing, &chosen, exhausted)?;
            }
            if left.is_zero() || before == (left, exhausted.count) || choice.is_by_part() {
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
        exhausted: &mut Exhausted,
    ) -> Result<Minor> {
        let shares = timing == Timing::InAdvance && chosen.len() > 1 && self.allocation.across == Across::Instalment;
        let count = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
        let (mut left, mut share, mut rest) = (amount, amount, Minor::ZERO);
        if shares {
            share = amount.part(count, RoundingMode::HalfEven)?;
            if share.times(count)? > amount {
                share = amount.part(count, RoundingMode::Down)?;
            }
            rest = amount.minus(share.times(count)?);
        }
        for (index, place) in (1_u32..).zip(chosen) {
            let cap = match shares {
                true if index == count => share.plus(rest),
                true => share,
                false => left,
            };
            if !left.is_positive() {
                break;
            }
            left = left.minus(self.pay_entry(
                &Payment {
                    on,
                    cap,
                    part,
                    timing,
                    place: *place,
                },
                exhausted,
            )?);
        }
        Ok(left)
    }

    fn pay_entry(&mut self, payment: &Payment, exhausted: &mut Exhausted) -> Result<Minor> {
        let &Payment {
            on, cap, part, place, ..
        } = payment;
        let taken = match (&mut self.loan, self.entries.get_mut(place)) {
            (Some(loan), _) if loan.recalculates() => loan.pay(&mut self.entries, payment, exhausted)?,
            (_, Some(entry)) => entry.pay(part, cap, on),
            _ => Minor::ZERO,
        };
        self.note(on, place, part, taken, BookingKind::Paid);
        Ok(taken)
    }

    fn note(&mut self, booked_on: CivilDate, place: usize, part: Part, amount: Minor, kind: BookingKind) {
        self.note_from(booked_on, booked_on, place, (part, amount), kind);
    }

    /// Notes what counts from another day than it was booked on.
    fn note_from(
        &mut self,
        on: CivilDate,
        booked_on: CivilDate,
        place: usize,
        (part, amount): (Part, Minor),
        kind: BookingKind,
    ) {
        let serial = self.entries.get(place).map(|entry| entry.serial);
        if let Some(place) = serial.filter(|_| amount.is_positive()) {
            self.bookings.push(Booking {
                on,
                booked_on,
                place,
                part,
                amount,
                kind,
            });
        }
    }

    /// Puts in an entry that an event made on a day.
    pub(super) fn insert(&mut self, on: CivilDate, mut entry: Entry) {
        (entry.serial, entry.since) = (self.made, Some(on));
        self.made = self.made.saturating_add(1);
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
        let all = Minor::sum(self.entries.iter().map(|entry| entry.due.principal))?;
        let mut instalments = Vec::with_capacity(self.entries.len());
        let mut places = vec![0_usize; self.made];
        let mut principal = Minor::ZERO;
        for (number, entry) in (1_u32..).zip(&self.entries) {
            if let Some(place) = places.get_mut(entry.serial) {
                *place = instalments.len();
            }
            principal = principal.plus(entry.due.principal);
            let lent = match &self.loan {
                Some(loan) if self.dues.is_none() => lent_before(loan, entry)?,
                _ => all,
            };
            instalments.push(Instalment {
                since: entry.since,
                paid: entry.paid,
                waived: entry.waived,
                in_advance: entry.in_advance,
                late: entry.late,
                ..Instalment::new(self.id(entry, number), entry.due_on, entry.due, lent.minus(principal))
            });
        }
        let recalculates = self.recalculates();
        let beside = self.interest_beside()?;
        let mut bookings = self.bookings;
        for booking in &mut bookings {
            booking.place = places.get(booking.place).copied().unwrap_or_default();
        }
        let (model, lent, to_period_end) = match self.loan {
            Some(loan) => (
                loan.model,
                Some(loan.disbursed).filter(|_| self.dues.is_none()),
                loan.plan.conventions.rest != Rest::default(),
            ),
            None => (None, None, false),
        };
        Ok(Ledger {
            instalments,
            bookings,
            credit: self.credit,
            lent,
            late_charges: Minor::ZERO,
            running: match model.filter(|_| recalculates) {
                Some(model) => Running::Loan {
                    model,
                    beside,
                    to_period_end,
                },
                None => Running::Fixed,
            },
            today,
        })
    }

    /// The server's id or the number; a row that an event added to the server's takes the next number that is free.
    fn id(&self, entry: &Entry, number: u32) -> RowId {
        if self.dues.is_none() {
            return RowId::Number(number);
        }
        if let Some(id) = self.ids.get(entry.serial) {
            return RowId::Given((*id).into());
        }
        let added = entry.serial.saturating_sub(self.ids.len());
        let is_free = |id: &RowId| {
            let text = id.text();
            !self.ids.iter().any(|given| *given == text)
        };
        let mut free = (1_u32..).map(RowId::After).filter(is_free);
        free.nth(added).unwrap_or(RowId::After(number))
    }
}

/// Principal that was paid out before an instalment; a down payment counts what is paid out on its own day.
fn lent_before(loan: &Loan, entry: &Entry) -> Result<Minor> {
    let is_down = entry.origin == Origin::DownPayment;
    let paid_out = loan
        .disbursed
        .iter()
        .filter(|(day, _)| *day < entry.due_on || (is_down && *day == entry.due_on));
    Minor::sum(paid_out.map(|(_, amount)| *amount))
}

#[cold]
fn unknown_due(place: usize) -> Error {
    Error::input("a payment names a due of the account").at(&path_of_due(place))
}

fn path_of_due(place: usize) -> String {
    ["events[", &whole(place), "].due"].concat()
}

/// Adds a part to `entries` in equal shares, rounded as instalments are; the last takes the rest.
pub(super) fn spread(mut entries: Vec<&mut Entry>, part: Part, amount: Minor, rounding: Rounding) -> Result<()> {
    let Some(last) = entries.pop() else {
        return Err(Error::input("no instalment is left to spread it over").at("events"));
    };
    let parts = u32::try_from(entries.len()).unwrap_or(u32::MAX).saturating_add(1);
    let share = to_multiple(amount.part(parts, rounding.mode)?, rounding)?;
    let mut left = amount;
    for entry in entries {
        let added = share.min(left);
        let due = entry.due.get_mut(part);
        *due = due.plus(added);
        left = left.minus(added);
    }
    let due = last.due.get_mut(part);
    *due = due.plus(left);
    Ok(())
}
