//! A card from one closing day to the next: what is owed day by day, and the interest that runs on it.

use super::year::{same_year_until, year_share};
use crate::account::{Across, DayCount, Event, EventKind, Part, Parts};
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::money::{Accrued, Fraction, Minor, Rate, RoundingMode, TEN_BILLION};
use crate::order::by_day;

/// How fast interest runs on each day.
#[derive(Clone, Debug)]
pub(crate) struct Pace {
    day_count: DayCount,
    annual_rate: Rate,
    /// The rate from a day on, by day; nothing runs while interest is paused.
    turns: Vec<(CivilDate, Rate)>,
}

enum Mark {
    Rate(Rate),
    Pause,
    Resume,
}

impl Pace {
    /// The plan's own, with what `events` change of it; those of one day keep the order given. A card's new rate begins with
    /// its day, that of other plans with the night before.
    pub(crate) fn of(annual_rate: Rate, day_count: DayCount, events: &[Event], is_card: bool) -> Result<Self> {
        let mut marks = Vec::new();
        for event in events {
            // A day's interest is that of the night before it, as it is on a loan.
            let night = event.date.plus_days(-1)?;
            match event.kind {
                EventKind::RateChange(rate) => {
                    marks.push((if is_card { event.date } else { night }, Mark::Rate(rate)));
                }
                EventKind::InterestPause(until) => {
                    marks.push((night, Mark::Pause));
                    marks.push((until, Mark::Resume));
                }
                _ => {}
            }
        }
        let (mut rate, mut pauses) = (annual_rate, 0_u32);
        let mut turns = Vec::with_capacity(marks.len());
        for (day, mark) in by_day(marks, |(day, _)| *day) {
            match mark {
                Mark::Rate(next) => rate = next,
                Mark::Pause => pauses = pauses.saturating_add(1),
                Mark::Resume => pauses = pauses.saturating_sub(1),
            }
            turns.push((day, if pauses == 0 { rate } else { Rate::ZERO }));
        }
        Ok(Self {
            day_count,
            annual_rate,
            turns,
        })
    }

    /// Interest on `balance` from one day to another, not rounded yet.
    pub(crate) fn accrue(&self, balance: Minor, from: CivilDate, to: CivilDate) -> Result<Accrued> {
        let mut sum = Accrued::ZERO;
        let mut day = from;
        while day < to {
            let (rate, end) = self.steady(day, to)?;
            sum = sum.plus(Accrued::new(balance, rate, year_share(self.day_count, day, end)?)?)?;
            day = end;
        }
        Ok(sum)
    }

    /// What is left of interest that was agreed for the time between two days at the plan's own rate.
    pub(crate) fn adjusted(&self, agreed: Minor, from: CivilDate, to: CivilDate, mode: RoundingMode) -> Result<Minor> {
        let steady = Self {
            turns: Vec::new(),
            ..*self
        };
        let whole = steady.weight(from, to)?;
        if self.turns.is_empty() || whole == 0 {
            return Ok(agreed);
        }
        Accrued::of(agreed, Fraction::new(self.weight(from, to)?, whole)?)?.round(mode)
    }

    /// What runs of `interest` from `from` to `day`, when all of it runs until `to`.
    pub(crate) fn until(&self, interest: Minor, (from, to): (CivilDate, CivilDate), day: CivilDate) -> Result<Minor> {
        let whole = self.weight(from, to)?;
        if whole == 0 {
            return Ok(interest);
        }
        Accrued::of(interest, Fraction::new(self.weight(from, day)?, whole)?)?.round(RoundingMode::HalfEven)
    }

    /// Days times rate.
    fn weight(&self, from: CivilDate, to: CivilDate) -> Result<u64> {
        let (mut day, mut sum) = (from, 0_u64);
        while day < to {
            let (rate, end) = self.steady(day, to)?;
            let Fraction { numerator, denominator } = rate.fraction();
            let rate = TEN_BILLION
                .checked_div(denominator)
                .unwrap_or_default()
                .saturating_mul(numerator);
            let days = u64::try_from(day.days_until(end)).unwrap_or_default();
            sum = sum.saturating_add(days.saturating_mul(rate));
            day = end;
        }
        Ok(sum)
    }

    /// The rate on a day, and until when neither it nor the length of the year changes: `to` at the latest.
    fn steady(&self, day: CivilDate, to: CivilDate) -> Result<(Rate, CivilDate)> {
        let (mut rate, mut end) = (self.annual_rate, to);
        for (turn, next) in &self.turns {
            if *turn > day {
                end = end.min(*turn);
                break;
            }
            rate = *next;
        }
        Ok((rate, same_year_until(self.day_count, day, end)?))
    }
}

/// A statement, and what has happened since it was closed.
#[derive(Clone, Debug)]
pub(crate) struct Cycle {
    pub(crate) due: CivilDate,
    /// What is left to pay of the statement.
    pub(crate) statement: Minor,
    /// What is left to pay of all that was bought and charged since. It holds no interest: that is part of the next
    /// statement.
    pub(crate) since: Parts,
    /// Paid beyond what is owed.
    pub(crate) credit: Minor,
    /// Whether the statement before was not paid in full in time.
    revolves: bool,
    /// When nothing was left of the statement.
    cleared_on: Option<CivilDate>,
    run: Accrued,
    run_until: CivilDate,
    /// Interest of this time that was let go.
    waived: Minor,
}

impl Cycle {
    /// A statement on the day it is closed; a balance below zero is the customer's own money.
    pub(crate) fn open(closed: CivilDate, due: CivilDate, balance: Minor, revolves: bool) -> Cycle {
        let statement = balance.or_zero();
        Self {
            due,
            statement,
            since: Parts::ZERO,
            credit: statement.minus(balance),
            revolves,
            cleared_on: statement.is_zero().then_some(closed),
            run: Accrued::ZERO,
            run_until: closed,
            waived: Minor::ZERO,
        }
    }

    /// What is owed without the interest since the closing day.
    pub(crate) fn owed(&self) -> Parts {
        Parts {
            principal: self.statement.plus(self.since.principal),
            ..self.since
        }
    }

    /// Whether the statement was paid in full by its due day, so that no interest is charged for it.
    pub(crate) fn was_cleared_in_time(&self) -> bool {
        self.cleared_on.is_some_and(|on| on <= self.due)
    }

    /// Adds what was bought or charged; what was paid too much pays it at once.
    pub(crate) fn add(&mut self, pace: &Pace, on: CivilDate, part: Part, amount: Minor) -> Result<()> {
        self.run_to(pace, on)?;
        let from_credit = amount.min(self.credit);
        self.credit = self.credit.minus(from_credit);
        let sum = self.since.get_mut(part);
        *sum = sum.plus(amount.minus(from_credit));
        Ok(())
    }

    /// Pays the statement, then what came after it, each in the `order` of parts; or part by part over both.
    pub(crate) fn pay(
        &mut self,
        pace: &Pace,
        on: CivilDate,
        amount: Minor,
        (across, order): (Across, [Part; 4]),
    ) -> Result<()> {
        self.run_to(pace, on)?;
        let mut left = amount;
        if across == Across::Instalment {
            left = take(&mut self.statement, left);
        }
        for part in order {
            if part == Part::Principal {
                left = take(&mut self.statement, left);
            }
            left = take(self.since.get_mut(part), left);
        }
        self.credit = self.credit.plus(left);
        self.note_cleared(on);
        Ok(())
    }

    /// Lets go of at most `amount` of a part. A statement does not say what it consists of, so what was let go beyond that
    /// part since the closing day leaves the statement.
    pub(crate) fn waive(&mut self, pace: &Pace, on: CivilDate, part: Part, amount: Minor) -> Result<()> {
        self.run_to(pace, on)?;
        let mut left = amount;
        match part {
            Part::Principal => left = take(&mut self.statement, left),
            Part::Interest => {
                let waived = left.min(self.run_until(pace, on)?);
                self.waived = self.waived.plus(waived);
                left = left.minus(waived);
            }
            Part::Fees | Part::Penalty => {}
        }
        left = take(self.since.get_mut(part), left);
        take(&mut self.statement, left);
        self.note_cleared(on);
        Ok(())
    }

    /// Interest that is charged from the closing day to `day` if nothing more is paid. A statement that is paid in full by its
    /// due day costs none, unless the one before was not.
    pub(crate) fn interest_until(&self, pace: &Pace, day: CivilDate) -> Result<Minor> {
        let is_free = self.was_cleared_in_time() || (self.cleared_on.is_none() && day <= self.due);
        if is_free && !self.revolves {
            Ok(Minor::ZERO)
        } else {
            self.run_until(pace, day)
        }
    }

    /// The same on the next closing day, when nothing more will be paid of this statement: it may be before the due day.
    pub(crate) fn interest_when_closed(&self, pace: &Pace, closed: CivilDate) -> Result<Minor> {
        if self.was_cleared_in_time() && !self.revolves {
            Ok(Minor::ZERO)
        } else {
            self.run_until(pace, closed)
        }
    }

    /// Interest that has run from the closing day to `day`, charged or not.
    fn run_until(&self, pace: &Pace, day: CivilDate) -> Result<Minor> {
        let since = pace.accrue(self.bearing(), self.run_until, day)?;
        let run = self.run.plus(since)?.round(RoundingMode::HalfEven)?;
        Ok(run.minus(self.waived).or_zero())
    }

    fn run_to(&mut self, pace: &Pace, day: CivilDate) -> Result<()> {
        let since = pace.accrue(self.bearing(), self.run_until, day)?;
        self.run = self.run.plus(since)?;
        self.run_until = self.run_until.max(day);
        Ok(())
    }

    /// What earns interest: the statement and what was bought since; fees and late charges do not before a statement holds
    /// them.
    fn bearing(&self) -> Minor {
        self.statement.plus(self.since.principal)
    }

    fn note_cleared(&mut self, on: CivilDate) {
        if self.statement.is_zero() {
            self.cleared_on.get_or_insert(on);
        }
    }
}

/// Takes at most `amount` off what is left, and returns what is left of the amount.
fn take(left: &mut Minor, amount: Minor) -> Minor {
    let taken = amount.min(*left);
    *left = left.minus(taken);
    amount.minus(taken)
}
