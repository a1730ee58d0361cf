//! A loan as it is serviced: what each instalment asks for, given what was paid out, paid back and when.
//!
//! Three rules decide the cents, and all else follows. Interest runs by the day on the principal really outstanding and
//! is rounded once for each instalment. The level instalment is fixed when money is paid out or the rate changes. The last
//! instalment that is not paid in full takes every difference.

use super::growth::Growth;
use super::span::{Span, YearShare};
use crate::account::{LoanPlan, Method, Rounding};
use crate::calendar::CivilDate;
use crate::error::{Error, Result};
use crate::money::{Accrued, Fraction, Minor, Rate};

/// What an instalment asks for: a level amount of which interest is a part, or a principal to which interest is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Instalment(Minor),
    Principal(Minor),
}

impl Target {
    pub(crate) fn amount(self) -> Minor {
        match self {
            Self::Instalment(amount) | Self::Principal(amount) => amount,
        }
    }

    fn with(self, amount: Minor) -> Self {
        match self {
            Self::Instalment(_) => Self::Instalment(amount),
            Self::Principal(_) => Self::Principal(amount),
        }
    }
}

/// One period and the instalment that ends it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub(crate) span: Span,
    /// The share of a year of the whole span.
    share: Fraction,
    /// The first rate over the whole span.
    factor: Fraction,
    pub(crate) target: Target,
    /// What it asked for before payments shifted it.
    pub(crate) agreed: Target,
    pays_principal: bool,
    /// Its interest is due with the next instalment.
    defers_interest: bool,
    pub(crate) paid_principal: Minor,
    pub(crate) paid_interest: Minor,
}

impl Slot {
    /// What of the target has been paid.
    fn paid_of_target(&self) -> Minor {
        match self.target {
            Target::Instalment(_) => self.paid_principal.plus(self.paid_interest),
            Target::Principal(_) => self.paid_principal,
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.target.amount() == self.paid_of_target()
    }

    /// Parts what the instalment asks for: of the balance before it, of interest `accrued` in its own period and
    /// `computed` with what was carried over.
    fn split(&self, balance: Minor, accrued: Minor, computed: Minor) -> Split {
        match self.target {
            Target::Principal(asked) => {
                let interest = if self.defers_interest { Minor::ZERO } else { computed };
                let (interest, principal) = (interest.max(self.paid_interest), asked.max(self.paid_principal));
                Split {
                    interest,
                    principal,
                    asked,
                }
            }
            Target::Instalment(instalment) if self.defers_interest => {
                let asked = instalment.minus(accrued).or_zero().min(balance);
                Split {
                    interest: self.paid_interest,
                    principal: asked.max(self.paid_principal),
                    asked,
                }
            }
            Target::Instalment(instalment) => {
                let in_advance = self.paid_principal > instalment.minus(computed).or_zero();
                let interest = if in_advance {
                    Minor::ZERO
                } else {
                    computed.min(instalment)
                }
                .max(self.paid_interest);
                let asked = instalment.minus(interest);
                Split {
                    interest,
                    principal: asked.or_zero().max(self.paid_principal),
                    asked,
                }
            }
        }
    }
}

/// A change of the balance on a day: what was paid out, and what payments took off it ahead of the plan.
#[derive(Clone, Copy, Debug)]
struct Change {
    date: CivilDate,
    disbursed: Minor,
    corrected: Minor,
}

/// Where a walk over the instalments stands: before one of them, or within its time.
#[derive(Clone, Copy, Debug)]
struct Cursor {
    slot: usize,
    /// The next change.
    change: usize,
    balance: Minor,
    /// Since when the balance stands, within the instalment's time.
    since: Option<CivilDate>,
    /// Interest of the instalment's time until then.
    accrued: Accrued,
    /// Interest that is due with the next instalment.
    carried: Minor,
    /// Money paid out that no instalment before asks for.
    unasked: Minor,
}

impl Cursor {
    const START: Self = Self {
        slot: 0,
        change: 0,
        balance: Minor::ZERO,
        since: None,
        accrued: Accrued::ZERO,
        carried: Minor::ZERO,
        unasked: Minor::ZERO,
    };

    fn pass(&mut self, change: Change) {
        self.change = self.change.saturating_add(1);
        self.unasked = self.unasked.plus(change.disbursed);
        self.balance = self.balance.plus(change.disbursed).plus(change.corrected);
    }
}

/// What an instalment comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Interest that it asks for.
    pub(crate) interest: Minor,
    pub(crate) principal: Minor,
    /// Principal left after it.
    pub(crate) closing: Minor,
}

/// An instalment in its parts.
struct Split {
    interest: Minor,
    principal: Minor,
    /// The principal that the target asks for, whatever was paid.
    asked: Minor,
}

/// A loan as it is serviced.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    year_share: YearShare,
    rounding: Rounding,
    method: Method,
    smoothing: bool,
    /// Due dates were moved by hand, and the level instalment is left as it comes out.
    is_rescheduled: bool,
    /// Interest that no instalment before asked for is asked for in the end, even where all else is paid there.
    asks_in_the_end: bool,
    pub(crate) slots: Vec<Slot>,
    /// By date; a change of nothing marks where the rate or a pause begins or ends.
    changes: Vec<Change>,
    /// From which day which rate runs, by date.
    rates: Vec<(CivilDate, Rate)>,
    /// From which day to which no interest runs.
    pauses: Vec<(CivilDate, CivilDate)>,
    /// Interest and changes count only up to this day.
    horizon: Option<CivilDate>,
    /// All money paid out.
    disbursed: Minor,
    /// Where a walk may begin: what is before it does not change any more. So an event costs the same however much has
    /// happened before it.
    settled: Cursor,
    /// Up to which day, not included, `settled` holds.
    settled_until: Option<CivilDate>,
    /// What was settled when the rows were last told: they may have changed only after it.
    told: Cursor,
    /// Interest that had run before the start, due with the first instalment.
    opening: Minor,
}

/// Attempts to shift the level instalment.
const SMOOTHING_TRIES_MAX: u8 = 3;

impl Model {
    /// The plan over `spans`, before any money is paid out.
    pub(crate) fn new(plan: &LoanPlan, spans: &[Span], is_rescheduled: bool) -> Result<Self> {
        let year_share = YearShare::new(plan);
        let level = matches!(plan.method, Method::EqualInstalment | Method::Balloon(_));
        let mut slots = Vec::with_capacity(spans.len());
        for (number, span) in (0_u16..).zip(spans) {
            let pays_level = level && number >= plan.grace.principal;
            let target = if pays_level {
                Target::Instalment(Minor::ZERO)
            } else {
                Target::Principal(Minor::ZERO)
            };
            let share = year_share.of_interest(span, span.from, span.due)?;
            slots.push(Slot {
                span: *span,
                share,
                factor: plan.annual_rate.fraction().times(share)?,
                target,
                agreed: target,
                pays_principal: number >= plan.grace.principal,
                defers_interest: number < plan.grace.interest,
                paid_principal: Minor::ZERO,
                paid_interest: Minor::ZERO,
            });
        }
        Ok(Self {
            year_share,
            rounding: plan.rounding,
            method: plan.method,
            smoothing: plan.conventions.smoothing,
            is_rescheduled,
            asks_in_the_end: plan.grace.interest > 0,
            slots,
            changes: Vec::new(),
            rates: vec![(plan.start, plan.annual_rate)],
            pauses: Vec::new(),
            horizon: None,
            disbursed: Minor::ZERO,
            settled: Cursor::START,
            settled_until: None,
            told: Cursor::START,
            opening: Minor::ZERO,
        })
    }

    /// Lets interest that had run before the start be due with the first instalment; it earns none itself.
    pub(crate) fn carry(&mut self, interest: Minor) {
        self.opening = interest;
        self.unsettle();
    }

    /// Lets the last instalment ask for all interest that is left, also once it was paid: where money clears one instalment
    /// after the other, nothing else will.
    pub(crate) fn ask_all_in_the_end(&mut self) {
        self.asks_in_the_end = true;
    }

    fn start(&self) -> Cursor {
        Cursor {
            carried: self.opening,
            ..Cursor::START
        }
    }

    /// Pays `amount` out on `date` and fixes the instalments that follow, as if nothing had been paid back yet.
    pub(crate) fn disburse(&mut self, date: CivilDate, amount: Minor) -> Result<()> {
        let is_first = self.slots.iter().all(|slot| slot.target.amount().is_zero());
        let first = self.first_after(date)?;
        self.change(date, amount, Minor::ZERO);
        self.disbursed = self.disbursed.plus(amount);
        if is_first {
            self.fix_targets(first)?;
            self.absorb()?;
            return if self.is_rescheduled {
                Ok(())
            } else {
                self.smooth(first)
            };
        }
        let mut unpaid = self.clone();
        unpaid.unsettle();
        for slot in &mut unpaid.slots {
            (slot.paid_principal, slot.paid_interest) = (Minor::ZERO, Minor::ZERO);
        }
        for change in &mut unpaid.changes {
            change.corrected = Minor::ZERO;
        }
        unpaid.fix_targets(first)?;
        unpaid.absorb()?;
        unpaid.smooth(first)?;
        for (slot, fixed) in self.slots.iter_mut().zip(unpaid.slots).skip(first) {
            (slot.target, slot.agreed) = (fixed.target, fixed.agreed);
        }
        self.absorb()
    }

    /// Lets `rate` run from `date` on and fixes the instalments that follow.
    pub(crate) fn set_rate(&mut self, date: CivilDate, rate: Rate) -> Result<()> {
        let start = self.slots.first().map(|slot| slot.span.from);
        let since = if start == Some(date) { date } else { date.plus_days(-1)? };
        let place = self.rates.partition_point(|(from, _)| *from <= since);
        self.rates.insert(place, (since, rate));
        let first = self.first_after(since)?;
        self.change(since, Minor::ZERO, Minor::ZERO);
        self.fix_targets(first)?;
        self.absorb()?;
        if self.is_rescheduled {
            Ok(())
        } else {
            self.smooth(first)
        }
    }

    /// Lets no interest run from `first` to `last`, both included.
    pub(crate) fn pause(&mut self, first: CivilDate, last: CivilDate) -> Result<()> {
        let since = first.plus_days(-1)?;
        self.pauses.push((since, last));
        self.change(since, Minor::ZERO, Minor::ZERO);
        self.change(last, Minor::ZERO, Minor::ZERO);
        self.absorb()
    }

    /// Lets go of principal that is not due yet: the last instalments ask for less.
    pub(crate) fn forgive(&mut self, on: CivilDate, amount: Minor) -> Result<()> {
        let rows = self.rows()?;
        let mut left = amount;
        for (slot, row) in self.slots.iter_mut().zip(rows).rev() {
            let forgiven = row.principal.minus(slot.paid_principal).or_zero().min(left);
            slot.target = slot.target.with(slot.target.amount().minus(forgiven));
            left = left.minus(forgiven);
        }
        self.disbursed = self.disbursed.minus(amount);
        self.change(on, Minor::ZERO.minus(amount), Minor::ZERO);
        self.absorb()
    }

    /// Adds `amount` to the balance from `date` on (takes it off, when negative), without touching what was agreed: the
    /// differences are left to [`Model::absorb`].
    pub(crate) fn correct(&mut self, date: CivilDate, amount: Minor) {
        self.change(date, Minor::ZERO, amount);
    }

    /// Books a payment of interest to an instalment; whether that may change what instalments come to.
    pub(crate) fn pay_interest(&mut self, index: usize, amount: Minor) -> Result<bool> {
        if amount.is_zero() {
            return Ok(false);
        }
        let slot = self.slot_mut(index)?;
        slot.paid_interest = slot.paid_interest.plus(amount);
        if self.is_beside_the_rest(index) {
            return Ok(false);
        }
        self.absorb()?;
        Ok(true)
    }

    /// Books a payment of principal to an instalment on a day: from then on it earns no interest. Whether that may change
    /// what instalments come to.
    pub(crate) fn pay_principal(&mut self, index: usize, on: CivilDate, amount: Minor) -> Result<bool> {
        if amount.is_zero() {
            return Ok(false);
        }
        let slot = self.slot_mut(index)?;
        slot.paid_principal = slot.paid_principal.plus(amount);
        let (span, paid) = (slot.span, slot.paid_of_target());
        let correction = Minor::ZERO.minus(amount);
        if index < self.settled.slot {
            let count = self.changes.len();
            self.insert_change(span.due, Minor::ZERO, correction);
            let added = self.changes.len().saturating_sub(count);
            self.settled.change = self.settled.change.saturating_add(added);
            if index < self.told.slot {
                self.told.change = self.told.change.saturating_add(added);
            }
            if self.is_beside_the_rest(index) {
                return Ok(false);
            }
        } else {
            self.change(span.due.min(on), Minor::ZERO, correction);
            let slot = self.slot_mut(index)?;
            if on < span.from && (paid > slot.target.amount() || paid == slot.agreed.amount()) {
                slot.target = slot.target.with(paid);
            }
        }
        self.absorb()?;
        Ok(true)
    }

    /// Whether a payment to this instalment leaves the others as they are: what is paid late falls due as planned, and another
    /// one takes the differences.
    fn is_beside_the_rest(&self, index: usize) -> bool {
        let takes_differences = self.slots.last().is_some_and(|last| !last.is_full());
        takes_differences && index < self.settled.slot
    }

    /// What an instalment would come to if it were paid on `on`.
    pub(crate) fn row_if_paid_on(&self, index: usize, on: CivilDate) -> Result<Row> {
        let mut model = self.ahead_until(on)?;
        let mut open = 0_usize;
        for slot in &model.slots {
            open = open.saturating_add(usize::from(!slot.is_full()));
        }
        let slot = *model.slot_mut(index)?;
        if on <= slot.span.from {
            let outstanding = model.outstanding_principal()?;
            if open > 1 {
                model.slot_mut(index)?.target = slot.agreed;
                let asked = model.row(index)?.principal.minus(slot.paid_principal).or_zero();
                let excess = asked.minus(outstanding.or_zero()).or_zero();
                model.slot_mut(index)?.target = slot.agreed.with(slot.agreed.amount().minus(excess));
            } else if open == 1 && slot.is_full() {
                let rest = outstanding.plus(slot.paid_principal).plus(model.row(index)?.interest);
                model.slot_mut(index)?.target = slot.target.with(slot.agreed.amount().min(rest));
            }
        }
        model.row(index)
    }

    /// Interest that has run until `day` and was not paid, if the loan is settled then.
    pub(crate) fn interest_until(&self, day: CivilDate) -> Result<Minor> {
        let charged = Minor::sum(self.until(day)?.rows()?.iter().map(|row| row.interest))?;
        Ok(charged.minus(self.paid_interest()?))
    }

    /// Interest that was paid, or waived.
    pub(crate) fn paid_interest(&self) -> Result<Minor> {
        Minor::sum(self.slots.iter().map(|slot| slot.paid_interest))
    }

    /// What `amount` more of balance would earn from one day to another.
    pub(crate) fn earned(&self, amount: Minor, from: CivilDate, to: CivilDate) -> Result<Accrued> {
        let mut earned = Accrued::ZERO;
        for slot in &self.slots {
            let (mut since, end) = (from.max(slot.span.from), to.min(slot.span.due));
            while since < end {
                let until = self.next_break(since, end);
                earned = earned.plus(self.accrue(slot, amount, since, until)?)?;
                since = until;
            }
        }
        Ok(earned)
    }

    /// The next day before `end` on which the rate changes, or a pause begins or ends.
    fn next_break(&self, day: CivilDate, end: CivilDate) -> CivilDate {
        let rates = self.rates.iter().map(|(from, _)| *from);
        let pauses = self.pauses.iter().flat_map(|(since, last)| [*since, *last]);
        rates.chain(pauses).filter(|date| *date > day).fold(end, CivilDate::min)
    }

    /// Principal paid out and not paid back.
    fn outstanding_principal(&self) -> Result<Minor> {
        Ok(self
            .disbursed
            .minus(Minor::sum(self.slots.iter().map(|slot| slot.paid_principal))?))
    }

    /// The loan as it stands if nothing happens after `day`.
    fn until(&self, day: CivilDate) -> Result<Self> {
        let mut model = self.clone();
        if self.settled_until.is_some_and(|until| day < until) {
            model.unsettle();
        }
        model.end_on(day)?;
        Ok(model)
    }

    /// The same for what is not settled, without what happened before that.
    fn ahead_until(&self, day: CivilDate) -> Result<Self> {
        if self.settled_until.is_none_or(|until| day < until) {
            return self.until(day);
        }
        let mut model = Self {
            slots: self.slots.clone(),
            changes: self.changes.get(self.settled.change..).unwrap_or_default().to_vec(),
            rates: self.rates.clone(),
            pauses: self.pauses.clone(),
            settled: Cursor {
                change: 0,
                ..self.settled
            },
            ..*self
        };
        model.end_on(day)?;
        Ok(model)
    }

    fn end_on(&mut self, day: CivilDate) -> Result<()> {
        let (Some(first), Some(last)) = (self.slots.first(), self.slots.last()) else {
            return Ok(());
        };
        if day >= last.span.due {
            return Ok(());
        }
        let has_begun = day >= first.span.from;
        self.horizon = Some(day);
        if has_begun {
            self.changes.retain(|change| change.date <= day);
            self.absorb()?;
        }
        Ok(())
    }

    /// Settles what is before `day`: nothing that happens from now on bears on it.
    ///
    /// Should something do so all the same, the walk begins at the start again.
    pub(crate) fn settle_until(&mut self, day: CivilDate) -> Result<()> {
        if self.settled_until.is_some_and(|until| day <= until) {
            return Ok(());
        }
        let mut cursor = self.settled;
        while self.slots.get(cursor.slot).is_some_and(|slot| slot.span.due < day) {
            self.step(&mut cursor)?;
        }
        if let Some(slot) = self.slots.get(cursor.slot) {
            self.pass_changes(slot, &mut cursor, day)?;
        }
        (self.settled, self.settled_until) = (cursor, Some(day));
        Ok(())
    }

    #[inline(never)]
    fn unsettle(&mut self) {
        (self.settled, self.settled_until, self.told) = (self.start(), None, self.start());
    }

    /// What each instalment comes to.
    pub(crate) fn rows(&self) -> Result<Vec<Row>> {
        let mut rows = Vec::with_capacity(self.slots.len());
        self.walk(self.start(), |row| rows.push(row))?;
        Ok(rows)
    }

    /// What each instalment comes to that may have changed since the last time, with the place of the first.
    pub(crate) fn changed_rows(&mut self) -> Result<(usize, Vec<Row>)> {
        let from = std::mem::replace(&mut self.told, self.settled);
        let mut rows = Vec::with_capacity(self.slots.len().saturating_sub(from.slot));
        self.walk(from, |row| rows.push(row))?;
        Ok((from.slot, rows))
    }

    /// What an instalment comes to, unless it is settled.
    pub(crate) fn open_row(&self, index: usize) -> Result<Option<Row>> {
        if index < self.settled.slot {
            return Ok(None);
        }
        let mut cursor = self.settled;
        while cursor.slot < index {
            self.step(&mut cursor)?;
        }
        self.step(&mut cursor).map(Some)
    }

    fn row(&self, index: usize) -> Result<Row> {
        self.open_row(index)?.ok_or_else(no_slot)
    }

    fn slot_mut(&mut self, index: usize) -> Result<&mut Slot> {
        self.slots.get_mut(index).ok_or_else(no_slot)
    }

    /// The first instalment that a change on `date` bears on.
    fn first_after(&self, date: CivilDate) -> Result<usize> {
        let outside = || Error::input("money moves between the start and the last due date");
        let start = self.slots.first().ok_or_else(outside)?.span.from;
        let index = self.slots.partition_point(|slot| slot.span.due < date);
        let slot = self.slots.get(index).filter(|_| date >= start).ok_or_else(outside)?;
        let has_next = index.saturating_add(1) < self.slots.len();
        Ok(index.saturating_add(usize::from(slot.span.due == date && has_next)))
    }

    fn change(&mut self, date: CivilDate, disbursed: Minor, corrected: Minor) {
        if self.settled_until.is_some_and(|until| date < until) {
            self.unsettle();
        }
        self.insert_change(date, disbursed, corrected);
    }

    fn insert_change(&mut self, date: CivilDate, disbursed: Minor, corrected: Minor) {
        let place = self.changes.partition_point(|change| change.date < date);
        if let Some(change) = self.changes.get_mut(place).filter(|change| change.date == date) {
            change.disbursed = change.disbursed.plus(disbursed);
            change.corrected = change.corrected.plus(corrected);
            return;
        }
        self.changes.insert(
            place,
            Change {
                date,
                disbursed,
                corrected,
            },
        );
    }

    /// Visits each instalment in turn and returns what no instalment asks for.
    fn walk(&self, from: Cursor, mut visit: impl FnMut(Row)) -> Result<Unasked> {
        let mut cursor = from;
        while cursor.slot < self.slots.len() {
            visit(self.step(&mut cursor)?);
        }
        Ok(Unasked {
            principal: cursor.unasked,
            carried: cursor.carried.or_zero(),
        })
    }

    /// Moves the cursor behind the instalment it stands before or in, and returns what that comes to.
    fn step(&self, cursor: &mut Cursor) -> Result<Row> {
        let slot = self.slots.get(cursor.slot).ok_or_else(no_slot)?;
        let accrued = self.interest(slot, cursor)?;
        while let Some(change) = self.change_within(slot, cursor) {
            cursor.pass(change);
        }
        let computed = accrued.plus(cursor.carried).or_zero();
        let Split {
            interest,
            principal,
            asked,
        } = slot.split(cursor.balance, accrued, computed);
        let closing = cursor.balance.minus(principal).plus(slot.paid_principal).or_zero();
        *cursor = Cursor {
            slot: cursor.slot.saturating_add(1),
            change: cursor.change,
            balance: closing,
            since: None,
            accrued: Accrued::ZERO,
            carried: computed.minus(interest),
            unasked: cursor.unasked.minus(asked),
        };
        Ok(Row {
            interest,
            principal,
            closing,
        })
    }

    fn change_within(&self, slot: &Slot, cursor: &Cursor) -> Option<Change> {
        let next = self.changes.get(cursor.change).copied();
        next.filter(|change| change.date <= slot.span.due)
    }

    /// The interest of an instalment's own time; passes the changes before its end.
    fn interest(&self, slot: &Slot, cursor: &mut Cursor) -> Result<Minor> {
        let is_plain = self.horizon.is_none() && self.pauses.is_empty() && self.rates.len() == 1;
        if is_plain && cursor.since.is_none() && self.change_within(slot, cursor).is_none() {
            return Accrued::of(cursor.balance, slot.factor)?.round(self.rounding.mode);
        }
        let Span { from, due, .. } = slot.span;
        let end = self.horizon.map_or(due, |day| day.min(due));
        if end < from {
            return Ok(Minor::ZERO);
        }
        self.pass_changes(slot, cursor, end)?;
        let last = self.accrue(slot, cursor.balance, cursor.since.unwrap_or(from), end)?;
        cursor.accrued.plus(last)?.round(self.rounding.mode)
    }

    /// Passes the changes before `day` within an instalment's time, with the interest until each.
    fn pass_changes(&self, slot: &Slot, cursor: &mut Cursor, day: CivilDate) -> Result<()> {
        while let Some(change) = self.change_within(slot, cursor).filter(|change| change.date < day) {
            let since = cursor.since.unwrap_or(slot.span.from);
            if change.date > since {
                let until = self.accrue(slot, cursor.balance, since, change.date)?;
                cursor.accrued = cursor.accrued.plus(until)?;
                cursor.since = Some(change.date);
            }
            cursor.pass(change);
        }
        Ok(())
    }

    fn accrue(&self, slot: &Slot, balance: Minor, from: CivilDate, to: CivilDate) -> Result<Accrued> {
        if from >= to || self.pauses.iter().any(|(since, last)| *since <= from && to <= *last) {
            return Ok(Accrued::ZERO);
        }
        let is_whole = from == slot.span.from && to == slot.span.due;
        let share = if is_whole {
            slot.share
        } else {
            self.year_share.of_interest(&slot.span, from, to)?
        };
        Accrued::new(balance.or_zero(), self.rate_on(from), share)
    }

    fn rate_on(&self, day: CivilDate) -> Rate {
        let place = self.rates.partition_point(|(from, _)| *from <= day);
        self.rates
            .get(place.saturating_sub(1))
            .map_or(Rate::ZERO, |(_, rate)| *rate)
    }

    /// Fixes what each instalment from `first` on asks for, from the balance at that time.
    fn fix_targets(&mut self, first: usize) -> Result<()> {
        let owed = self.balance_before(first)?;
        let bearing = if first == 0 { owed.plus(self.opening) } else { owed };
        let paying = self.slots.iter().skip(first).filter(|slot| slot.pays_principal).count();
        let paying = u32::try_from(paying).unwrap_or(u32::MAX).max(1);
        let amount = match self.method {
            Method::EqualInstalment | Method::Flat => self.level_instalment(first, bearing, Minor::ZERO)?,
            Method::Balloon(balloon) => self.level_instalment(first, bearing, balloon)?,
            Method::EqualPrincipal => self.multiple(owed.part(paying, self.rounding.mode)?)?,
            Method::InterestOnly => Minor::ZERO,
        };
        for slot in self.slots.iter_mut().skip(first).filter(|slot| slot.pays_principal) {
            if amount >= slot.paid_of_target() {
                slot.target = slot.target.with(amount);
                slot.agreed = slot.target;
            }
        }
        if let (Method::InterestOnly, Some(last)) = (self.method, self.slots.last_mut()) {
            last.target = last.target.with(owed);
            last.agreed = last.target;
        }
        Ok(())
    }

    /// The balance that the instalments from `first` on pay off.
    fn balance_before(&self, first: usize) -> Result<Minor> {
        let mut before = Minor::ZERO;
        if first > 0 {
            let mut cursor = self.start();
            while cursor.slot < first {
                before = self.step(&mut cursor)?.closing;
            }
        }
        let since = self.slots.get(first).filter(|_| first > 0).map(|slot| slot.span.from);
        let due = self.slots.get(first).map(|slot| slot.span.due);
        let within = self
            .changes
            .iter()
            .filter(|change| since.is_none_or(|since| change.date > since) && due.is_none_or(|due| change.date <= due));
        Ok(before.plus(Minor::sum(within.map(|change| change.disbursed))?))
    }

    fn level_instalment(&self, first: usize, owed: Minor, rest: Minor) -> Result<Minor> {
        let mut growth = Growth::new();
        let like = self.slots.get(first).filter(|_| self.year_share.is_first_period_rate());
        for slot in self.slots.iter().skip(first).filter(|slot| slot.pays_principal) {
            let rate = self.period_rate(&mut growth, like.unwrap_or(slot))?;
            growth.add(rate)?;
        }
        self.multiple(growth.instalment(owed, rest, self.rounding.mode)?)
    }

    /// The rate of a whole span in fixed point, over the parts that changes cut it into.
    fn period_rate(&self, growth: &mut Growth, slot: &Slot) -> Result<u128> {
        let span = &slot.span;
        let (mut since, mut sum) = (span.from, 0_u128);
        let cuts = self
            .changes
            .iter()
            .map(|change| change.date)
            .filter(|day| *day > span.from && *day < span.due);
        for day in cuts.chain([span.due]) {
            let is_whole = since == span.from && day == span.due;
            let share = if is_whole && self.year_share.is_regular(span) {
                slot.share
            } else {
                self.year_share.of_instalment(span, since, day)?
            };
            sum = sum.saturating_add(growth.period_rate(self.rate_on(since), share)?);
            since = day;
        }
        Ok(sum)
    }

    fn multiple(&self, amount: Minor) -> Result<Minor> {
        self.rounding
            .multiple
            .map_or(Ok(amount), |multiple| self.rounding.mode.to_multiple(amount, multiple))
    }

    /// Lets the last instalment that is not paid in full take what no instalment asks for; each try closes one, or asks again
    /// one that asked for less than its interest: the interest comes first.
    pub(crate) fn absorb(&mut self) -> Result<()> {
        for _ in 0..self.slots.len().saturating_add(1) {
            let Unasked { principal, carried } = self.walk(self.settled, |_| ())?;
            if principal.is_zero() {
                self.ask_in_the_end(carried);
                return Ok(());
            }
            if principal.is_positive() {
                self.ask_in_the_end(carried);
            }
            let Some(place) = last_open(&self.slots, principal) else {
                return Ok(());
            };
            if place < self.settled.slot {
                self.unsettle();
            }
            let last = self.slot_mut(place)?;
            let paid = last.paid_of_target();
            let wanted = last.target.amount().plus(principal);
            last.target = last.target.with(wanted.max(paid));
            if wanted >= paid && carried.is_zero() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Asks for interest that was carried to the end.
    fn ask_in_the_end(&mut self, carried: Minor) {
        if self.settled.slot >= self.slots.len() {
            self.unsettle();
        }
        if let Some(end) = self.slots.last_mut()
            && (self.asks_in_the_end || !end.is_full())
        {
            end.target = end.target.with(end.target.amount().plus(carried));
        }
    }

    /// Shifts the level instalment from `first` on until the last one differs as little as possible: by the difference
    /// spread over all, as long as the difference shrinks.
    fn smooth(&mut self, first: usize) -> Result<()> {
        let count = self.slots.len().saturating_sub(first);
        let half = u64::try_from(count / 2).unwrap_or(u64::MAX);
        // Interest that was put off makes the last instalments differ, as agreed.
        let defers_interest = self.slots.iter().any(|slot| slot.defers_interest);
        if !self.smoothing || defers_interest || half == 0 {
            return Ok(());
        }
        for _ in 0..SMOOTHING_TRIES_MAX {
            let Misfit { level, difference } = self.misfit(first);
            if difference.get().unsigned_abs() <= half {
                return Ok(());
            }
            let takers = count.saturating_sub(self.overpaid(first, level));
            let shifted = self.multiple(level.plus(self.part_of(difference, takers)?))?;
            if shifted == level {
                return Ok(());
            }
            let before = self.slots.clone();
            self.level(first, shifted);
            self.absorb()?;
            if self.misfit(0).difference.get().unsigned_abs() >= difference.get().unsigned_abs() {
                self.slots = before;
                return Ok(());
            }
            for slot in self.slots.iter_mut().skip(first) {
                slot.agreed = slot.target;
            }
        }
        Ok(())
    }

    fn level(&mut self, first: usize, amount: Minor) {
        for slot in self.slots.iter_mut().skip(first) {
            let level = matches!(slot.target, Target::Instalment(_));
            if level && amount >= slot.paid_of_target() {
                slot.target = Target::Instalment(amount);
                slot.agreed = slot.target;
            }
        }
    }

    fn part_of(&self, difference: Minor, parts: usize) -> Result<Minor> {
        let parts = u32::try_from(parts.max(1)).unwrap_or(u32::MAX);
        let part = Minor::new(difference.get().saturating_abs())?.part(parts, self.rounding.mode)?;
        if difference < Minor::ZERO {
            Ok(Minor::ZERO.minus(part))
        } else {
            Ok(part)
        }
    }

    /// How many instalments are paid beyond the level and cannot take a part of a difference.
    fn overpaid(&self, first: usize, level: Minor) -> usize {
        let mut count = 0_usize;
        for slot in self.slots.iter().skip(first) {
            count = count.saturating_add(usize::from(level < slot.paid_of_target()));
        }
        count
    }

    /// By how much the last open instalment differs from the one before it.
    fn misfit(&self, first: usize) -> Misfit {
        let related = self.slots.get(first..).unwrap_or_default();
        let balloon = if let Method::Balloon(balloon) = self.method {
            balloon
        } else {
            Minor::ZERO
        };
        for pair in related.windows(2).rev() {
            let [before, last] = pair else { continue };
            let (Target::Instalment(level), Target::Instalment(end)) = (before.target, last.target) else {
                continue;
            };
            if before.is_full() || last.is_full() {
                continue;
            }
            let is_end = self.slots.last().is_some_and(|end| end.span.due == last.span.due);
            let difference = end.minus(level).minus(if is_end { balloon } else { Minor::ZERO });
            return Misfit { level, difference };
        }
        let level = related.first().map_or(Minor::ZERO, |slot| slot.target.amount());
        Misfit {
            level,
            difference: Minor::ZERO,
        }
    }
}

/// What no instalment asks for.
struct Unasked {
    /// Of the money paid out; below zero, what is asked for too much.
    principal: Minor,
    /// Interest that was carried to the end.
    carried: Minor,
}

/// How far a level instalment is from being level.
struct Misfit {
    level: Minor,
    difference: Minor,
}

/// The place of the last instalment that is not paid in full; when all are and something is left to ask for, of the last one
/// that asks for nothing yet, or of the last of all.
fn last_open(slots: &[Slot], unasked: Minor) -> Option<usize> {
    let (mut open, mut unused) = (None, None);
    for (place, slot) in slots.iter().enumerate() {
        if !slot.is_full() {
            open = Some(place);
        } else if slot.target.amount().is_zero() {
            unused = Some(place);
        }
    }
    let reopened = if unasked.is_positive() {
        unused.or(slots.len().checked_sub(1))
    } else {
        None
    };
    open.or(reopened)
}

fn no_slot() -> Error {
    Error::internal("an instalment asked for exists")
}
