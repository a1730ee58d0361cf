//! When instalments are due, counted from the seed, and how much of a year lies between them.

use crate::account::{
    Accrual, Conventions, DayCount, InstalmentRate, LeapYear, LoanPlan, MonthDays, YearDays, YearSplit,
};
use crate::calendar::{CivilDate, Period, Unit};
use crate::error::{Error, Result};
use crate::money::Fraction;

/// The time between two due dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: CivilDate,
    pub(crate) due: CivilDate,
    /// How many of the plan's units it spans, by the unadjusted dates: 1 for a whole month, 45/30 or so for a longer first period.
    units: Fraction,
}

impl Span {
    /// The time between two due dates that were agreed anew.
    pub(crate) fn between(plan: &LoanPlan, from: CivilDate, due: CivilDate) -> Result<Self> {
        if due <= from {
            return Err(Error::input("the due dates are in order").at("events"));
        }
        Self::to(plan, from, due)
    }

    /// The same where two rows of a server may be due on one day.
    pub(crate) fn to(plan: &LoanPlan, from: CivilDate, due: CivilDate) -> Result<Self> {
        Ok(Self {
            from,
            due,
            units: units_between(plan.start, from, due, plan.every.single())?,
        })
    }
}

/// The due dates of a loan as spans, the first one from the start.
pub(crate) fn spans(plan: &LoanPlan, holidays: &[CivilDate]) -> Result<Vec<Span>> {
    let nominal = nominal_dates(plan)?;
    if nominal.first().is_some_and(|first| *first <= plan.start) {
        return Err(Error::input("the first due date is after the start").at("firstDue"));
    }
    let aligned = plan.first_due.is_none() && plan.conventions.seed.is_none_or(|seed| seed == plan.start);
    let whole = Fraction::new(u64::from(plan.every.every()), 1)?;
    let mut spans: Vec<Span> = Vec::with_capacity(nominal.len());
    let mut nominal_from = plan.start;
    for date in nominal {
        let from = spans.last().map_or(plan.start, |span| span.due);
        let due = open_day_after(plan, holidays, date, from)?;
        let units = if aligned {
            whole
        } else {
            units_between(plan.start, nominal_from, date, plan.every.single())?
        };
        spans.push(Span { from, due, units });
        nominal_from = date;
    }
    Ok(spans)
}

fn nominal_dates(plan: &LoanPlan) -> Result<Vec<CivilDate>> {
    let count = u32::from(plan.count);
    match (plan.first_due, plan.conventions.seed) {
        (Some(_), Some(_)) => {
            Err(Error::input("give either a first due date or a seed, not both").at("conventions.seed"))
        }
        (Some(first), None) => (0..count).map(|number| first.plus(plan.every, number)).collect(),
        (None, seed) => (1..=count)
            .map(|number| seed.unwrap_or(plan.start).plus(plan.every, number))
            .collect(),
    }
}

/// `date` on a business day, and after the due date before it: two instalments are never due on one day.
fn open_day_after(plan: &LoanPlan, holidays: &[CivilDate], date: CivilDate, before: CivilDate) -> Result<CivilDate> {
    let due = plan.business_days.adjust(date, holidays)?;
    if due > before {
        return Ok(due);
    }
    plan.business_days.next_open(before.plus_days(1)?, holidays)
}

/// How many units, and which part of one, lie between two dates; whole ones are counted from the start when it is in step
/// with `due`, else from `from`.
pub(crate) fn units_between(start: CivilDate, from: CivilDate, due: CivilDate, unit: Period) -> Result<Fraction> {
    let seed = if in_step(start, due, unit)? { start } else { from };
    let before = whole_units(seed, from, unit.unit());
    let mut count = before;
    let mut reached = from;
    while reached < due {
        count = count.saturating_add(1);
        reached = seed.plus(unit, count)?;
    }
    if reached == due {
        return Fraction::new(u64::from(count.saturating_sub(before)), 1);
    }
    let whole = count.saturating_sub(before).saturating_sub(1);
    let last_whole = seed.plus(unit, whole)?;
    part_of(last_whole.days_until(due), last_whole.days_until(reached), whole)
}

fn part_of(days: i32, of_days: i32, whole: u32) -> Result<Fraction> {
    let parts = (u64::try_from(days), u64::try_from(of_days));
    let (Ok(days), Ok(of_days)) = parts else {
        return Err(Error::input("the due dates are in order"));
    };
    let total = of_days
        .checked_mul(u64::from(whole))
        .and_then(|sum| sum.checked_add(days));
    Fraction::new(
        total.ok_or_else(|| Error::range("a period is at most some centuries"))?,
        of_days,
    )
}

fn in_step(start: CivilDate, due: CivilDate, unit: Period) -> Result<bool> {
    let mut count = whole_units(start, due, unit.unit());
    let mut day = start.plus(unit, count)?;
    while day < due {
        count = count.saturating_add(1);
        day = start.plus(unit, count)?;
    }
    Ok(day == due)
}

/// Whole units from `seed` to `day`. A month's last day counts as the day that the seed's day would have been.
fn whole_units(seed: CivilDate, day: CivilDate, unit: Unit) -> u32 {
    let days = u32::try_from(seed.days_until(day)).unwrap_or(0);
    match unit {
        Unit::Day => days,
        Unit::Week => days.checked_div(7).unwrap_or(0),
        Unit::Month => whole_months(seed, day),
    }
}

fn whole_months(seed: CivilDate, day: CivilDate) -> u32 {
    let completes = day.day() >= seed.day() || day.is_month_end();
    let months = seed.month_number().abs_diff(day.month_number());
    if seed > day {
        0
    } else {
        months.saturating_sub(u32::from(!completes))
    }
}

/// How days become a share of a year under one plan.
#[derive(Clone, Copy, Debug)]
pub(crate) struct YearShare {
    every: Period,
    day_count: DayCount,
    accrual: Accrual,
    split: YearSplit,
    leap_year: LeapYear,
    instalment_rate: InstalmentRate,
}

impl YearShare {
    pub(crate) fn new(plan: &LoanPlan) -> Self {
        let Conventions {
            year_split,
            leap_year,
            instalment_rate,
            ..
        } = plan.conventions;
        Self {
            every: plan.every,
            day_count: plan.day_count,
            accrual: plan.accrual,
            split: year_split,
            leap_year,
            instalment_rate,
        }
    }

    /// Whether the level instalment takes the first period's rate for all.
    pub(crate) fn is_first_period_rate(&self) -> bool {
        self.instalment_rate == InstalmentRate::FirstPeriod
    }

    /// Whether the span has as many units as the plan says, so that interest and level instalment count it alike.
    pub(crate) fn is_regular(&self, span: &Span) -> bool {
        self.instalment_rate == InstalmentRate::RealPeriods
            || span.units
                == Fraction {
                    numerator: u64::from(self.every.every()),
                    denominator: 1,
                }
    }

    /// The share of a year for which a balance held from `from` to `to` within `span` earns interest.
    pub(crate) fn of_interest(&self, span: &Span, from: CivilDate, to: CivilDate) -> Result<Fraction> {
        if self.splits(span, from, span.due) {
            let rest_of_span = days(from, span.due)?;
            let share = self.split_share(from, span.due)?;
            if rest_of_span == days(from, to)? {
                return Ok(share);
            }
            return share.times(Fraction::new(days(from, to)?, rest_of_span)?);
        }
        self.unsplit(span, from, to, span.units)
    }

    /// The share of a year between two days as the level instalment counts it: a longer first period is not seen.
    pub(crate) fn of_instalment(&self, span: &Span, from: CivilDate, to: CivilDate) -> Result<Fraction> {
        if self.instalment_rate == InstalmentRate::RealPeriods {
            return self.of_interest(span, from, to);
        }
        if self.splits(span, from, to) {
            return self.split_share(from, to);
        }
        self.unsplit(span, from, to, Fraction::new(u64::from(self.every.every()), 1)?)
    }

    fn unsplit(&self, span: &Span, from: CivilDate, to: CivilDate, units: Fraction) -> Result<Fraction> {
        let held = days(from, to)?;
        let units_a_year = match (self.accrual, self.day_count.month, self.every.unit()) {
            (Accrual::Period, _, Unit::Month) => Fraction::new(1, 12)?,
            (Accrual::Period, _, Unit::Week) => Fraction::new(1, 52)?,
            (Accrual::Period, _, Unit::Day) | (Accrual::Daily, MonthDays::Actual, _) => {
                return Fraction::new(held, u64::from(self.days_in_year(span, from)));
            }
            (Accrual::Daily, MonthDays::Thirty, unit) => {
                Fraction::new(days_of_unit(unit), u64::from(self.days_in_year(span, from)))?
            }
        };
        let share = units_a_year.times(units)?;
        if from == span.from && to == span.due {
            return Ok(share);
        }
        share.times(Fraction::new(held, days(span.from, span.due)?)?)
    }

    fn splits(&self, span: &Span, from: CivilDate, to: CivilDate) -> bool {
        self.accrual == Accrual::Daily
            && self.day_count.year == YearDays::Actual
            && to.year() > from.year()
            && self.split != YearSplit::None
            && (self.leap_year == LeapYear::Calendar || has_leap_day(span))
    }

    fn split_share(&self, from: CivilDate, to: CivilDate) -> Result<Fraction> {
        let (mut common, mut leap, mut day) = (0_u64, 0_u64, from);
        while day < to {
            let year_end = if self.split == YearSplit::JanuaryStart {
                day.year_end().plus_days(1)?
            } else {
                day.year_end()
            };
            let (end, in_year_of) = if year_end > day {
                (year_end.min(to), day)
            } else {
                next_year_end(day, to)?
            };
            let part = days(day, end)?;
            if in_year_of.days_in_year() == 366 {
                leap = leap.saturating_add(part);
            } else {
                common = common.saturating_add(part);
            }
            day = end;
        }
        match (common, leap) {
            (common, 0) => Fraction::new(common, 365),
            (0, leap) => Fraction::new(leap, 366),
            (common, leap) => {
                let common = common.saturating_mul(366);
                Fraction::new(leap.saturating_mul(365).saturating_add(common), 365 * 366)
            }
        }
    }

    fn days_in_year(&self, span: &Span, from: CivilDate) -> u16 {
        match (self.day_count.year, self.leap_year) {
            (YearDays::Fixed(days), _) => days,
            (YearDays::Actual, LeapYear::Calendar) => from.days_in_year(),
            (YearDays::Actual, LeapYear::LeapDayPeriod) if has_leap_day(span) => from.days_in_year(),
            (YearDays::Actual, LeapYear::LeapDayPeriod) => 365,
        }
    }
}

/// From 31 December the days belong to the year that follows.
fn next_year_end(last_day: CivilDate, to: CivilDate) -> Result<(CivilDate, CivilDate)> {
    let next = last_day.plus_days(1)?;
    Ok((next.year_end().min(to), next))
}

fn has_leap_day(span: &Span) -> bool {
    span.from
        .leap_day()
        .is_some_and(|day| span.from < day && day <= span.due)
}

fn days_of_unit(unit: Unit) -> u64 {
    match unit {
        Unit::Day => 1,
        Unit::Week => 7,
        Unit::Month => 30,
    }
}

fn days(from: CivilDate, to: CivilDate) -> Result<u64> {
    u64::try_from(from.days_until(to)).map_err(|_| Error::internal("a period ends after it starts"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Result<CivilDate> {
        text.parse()
    }

    fn months(start: &str, from: &str, due: &str) -> Result<(u64, u64)> {
        let Fraction { numerator, denominator } =
            units_between(day(start)?, day(from)?, day(due)?, Period::new(1, Unit::Month)?)?;
        Ok((numerator, denominator))
    }

    #[test]
    fn months_in_step_with_the_start_are_whole() -> Result<()> {
        assert_eq!(months("2026-01-31", "2026-01-31", "2026-02-28")?, (1, 1));
        assert_eq!(months("2026-01-31", "2026-02-28", "2026-03-31")?, (1, 1));
        assert_eq!(months("2026-01-15", "2026-01-15", "2026-07-15")?, (6, 1));
        Ok(())
    }

    #[test]
    fn a_broken_month_is_a_part_of_the_month_it_lies_in() -> Result<()> {
        // Of the 28 days from 15 February to 15 March, five.
        assert_eq!(months("2026-01-15", "2026-01-15", "2026-02-20")?, (28 + 5, 28));
        assert_eq!(months("2026-01-15", "2026-01-15", "2026-01-25")?, (10, 31));
        Ok(())
    }

    #[test]
    fn the_night_to_the_new_year_belongs_where_the_plan_says() -> Result<()> {
        let share = |split| -> Result<(u64, u64)> {
            let year_share = YearShare {
                every: Period::new(1, Unit::Month)?,
                day_count: DayCount::ACTUAL_ACTUAL,
                accrual: Accrual::Daily,
                split,
                leap_year: LeapYear::Calendar,
                instalment_rate: InstalmentRate::EachPeriod,
            };
            let Fraction { numerator, denominator } = year_share.split_share(day("2023-12-01")?, day("2024-01-11")?)?;
            Ok((numerator, denominator))
        };
        // Forty-one nights: thirty in 2023 and eleven in the leap year, or one more and one less.
        assert_eq!(share(YearSplit::DecemberEnd)?, (30 * 366 + 11 * 365, 365 * 366));
        assert_eq!(share(YearSplit::JanuaryStart)?, (31 * 366 + 10 * 365, 365 * 366));
        Ok(())
    }
}
