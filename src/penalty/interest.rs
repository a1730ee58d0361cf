//! Interest for being late: by the day, on what is unpaid of a due.

use super::accrual::accrue;
use super::charge::{Charge, Portion, Rule};
use super::late_due::LateDue;
use crate::account::{Compound, InterestBase, LateFrom, LateInterest, LateRate, Part};
use crate::calendar::{CivilDate, Period, Unit};
use crate::error::Result;
use crate::money::{Accrued, Minor, Rate, RoundingMode};
use crate::order::distinct;

/// Adds the late interest that runs on a due, told up to each of `stops` (days in order, the last one the end) and on the first
/// day that is still to come.
pub(super) fn charge(
    terms: &LateInterest,
    portion: Portion,
    late: &LateDue<'_>,
    today: CivilDate,
    stops: &[CivilDate],
    charges: &mut Vec<Charge>,
) -> Result<()> {
    let free_until = late.last_free_day()?;
    let first = Some(free_until.plus_days(1)?).filter(|first| *first > today);
    let Some(end) = stops.last().copied().filter(|end| *end > free_until) else {
        return Ok(());
    };
    if terms.of == InterestBase::Balance && !late.is_oldest {
        return Ok(());
    }
    let start = match terms.from {
        LateFrom::GraceEnd => free_until,
        LateFrom::DueDay => late.instalment.due_on,
    };
    let mut run = Run::from(terms, portion, late, start)?;
    let mut told: Vec<CivilDate> = stops.iter().copied().chain(late.changes()).collect();
    told.extend(first);
    for day in days_to_visit(terms, start, end, &told)? {
        let is_told = day > free_until && told.contains(&day);
        run.visit(day, is_told, charges)?;
    }
    Ok(())
}

/// Where the run is told, where its base changes, and where it compounds; in order.
fn days_to_visit(terms: &LateInterest, start: CivilDate, end: CivilDate, told: &[CivilDate]) -> Result<Vec<CivilDate>> {
    let mut days = told.to_vec();
    if let Some(every) = compounding(terms.compound)? {
        for number in 1_u32.. {
            let day = start.plus(every, number)?;
            if day >= end {
                break;
            }
            days.push(day);
        }
    }
    days.retain(|day| *day > start && *day <= end);
    Ok(distinct(days))
}

fn compounding(compound: Compound) -> Result<Option<Period>> {
    Ok(match compound {
        Compound::None => None,
        Compound::Daily => Some(Period::new(1, Unit::Day)?),
        Compound::Monthly => Some(Period::new(1, Unit::Month)?),
    })
}

/// Interest while it runs: exact since the base last changed, rounded where it is told.
struct Run<'a> {
    terms: &'a LateInterest,
    portion: Portion,
    late: &'a LateDue<'a>,
    start: CivilDate,
    /// What it runs on, its own interest left out.
    base: Minor,
    /// Its own interest that earns interest.
    compounded: Minor,
    since: CivilDate,
    until_since: Accrued,
    told_until: CivilDate,
    told: Minor,
}

impl<'a> Run<'a> {
    fn from(terms: &'a LateInterest, portion: Portion, late: &'a LateDue<'a>, start: CivilDate) -> Result<Self> {
        Ok(Self {
            terms,
            portion,
            late,
            start,
            base: base(terms.of, portion, late, start)?,
            compounded: Minor::ZERO,
            since: start,
            until_since: Accrued::ZERO,
            told_until: start,
            told: Minor::ZERO,
        })
    }

    fn visit(&mut self, day: CivilDate, is_told: bool, charges: &mut Vec<Charge>) -> Result<()> {
        let runs_on = self.base.plus(self.compounded);
        let latest = accrue(runs_on, self.terms.rate, self.since, day)?;
        let exact = self.until_since.plus(latest)?;
        let rounded = exact.round(rounding(self.portion))?.max(self.told);
        if is_told && rounded > self.told {
            charges.push(Charge {
                date: day,
                part: Part::Penalty,
                rule: Rule::LateInterest,
                due: self.late.instalment.id.clone(),
                base: runs_on,
                rate: Some(written(self.terms.rate)),
                days: Some(self.told_until.days_until(day)),
                amount: rounded.minus(self.told),
                cut: None,
                disputed: Minor::ZERO,
                portion: self.portion,
                place: self.late.place,
            });
            (self.told, self.told_until) = (rounded, day);
        }
        let base = base(self.terms.of, self.portion, self.late, day)?;
        let compounds = self.compounds_on(day)?;
        if compounds {
            self.compounded = rounded;
            (self.base, self.since, self.until_since) = (base, day, Accrued::whole(rounded)?);
        } else if base != self.base {
            (self.base, self.since, self.until_since) = (base, day, exact);
        }
        Ok(())
    }

    fn compounds_on(&self, day: CivilDate) -> Result<bool> {
        match self.terms.compound {
            Compound::None => Ok(false),
            Compound::Daily => Ok(true),
            Compound::Monthly => {
                let months = day.month_number().saturating_sub(self.start.month_number());
                Ok(self.start.plus(Period::new(1, Unit::Month)?, months)? == day)
            }
        }
    }
}

/// Portions are rounded down, so that together they are never more than the contract's own.
fn rounding(portion: Portion) -> RoundingMode {
    match portion {
        Portion::Whole => RoundingMode::HalfEven,
        Portion::Rest | Portion::Interest => RoundingMode::Down,
    }
}

fn base(of: InterestBase, portion: Portion, late: &LateDue<'_>, day: CivilDate) -> Result<Minor> {
    match of {
        InterestBase::OverduePrincipal => Ok(late.unpaid(day).principal),
        InterestBase::Overdue => Ok(portion.of(late.unpaid(day)).total()),
        InterestBase::Balance => late.balance(day),
    }
}

fn written(rate: LateRate) -> Rate {
    match rate {
        LateRate::Yearly(rate, _) | LateRate::Daily(rate) => rate,
    }
}
