//! Days as people live them: civil dates, periods counted from a seed, business days, and the customer's own clock.

use crate::digits::push_digits;
use crate::error::{Error, Result};
use crate::parts::{add, cut};
use chrono::{Datelike, Days, Months, NaiveDate};
use std::fmt;
use std::str::FromStr;

/// A day in the customer's own calendar, between 1900-01-01 and 2299-12-31.
///
/// Dates are read and written as `YYYY-MM-DD` and never carry a time zone, so that no machine's zone can move them.
///
/// # Errors
///
/// Parsing fails with `INPUT` on another form or a day that does not exist, and with `RANGE` outside the years above.
///
/// # Example
///
/// ```
/// use predue::calendar::CivilDate;
///
/// let due: CivilDate = "2028-02-29".parse()?;
/// assert_eq!(due.to_string(), "2028-02-29");
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: a day that does not exist
///
/// ```
/// use predue::calendar::CivilDate;
///
/// assert!("2026-02-29".parse::<CivilDate>().is_err());
/// assert!("2026-2-09".parse::<CivilDate>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate(NaiveDate);

const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 2299;
/// Days from the start of the common era to 1970-01-01.
const EPOCH_DAYS_FROM_CE: i32 = 719_163;

impl CivilDate {
    /// 1970-01-01.
    pub(crate) const EPOCH: Self = match NaiveDate::from_ymd_opt(1970, 1, 1) {
        Some(day) => Self(day),
        None => Self(NaiveDate::MIN),
    };

    /// The day of this year, month (1 to 12) and day of the month, if it exists and is in range.
    #[must_use]
    #[inline(never)]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// Days since 1970-01-01; negative before it.
    #[must_use]
    #[inline(never)]
    pub fn day_number(self) -> i32 {
        self.0.num_days_from_ce().wrapping_sub(EPOCH_DAYS_FROM_CE)
    }

    /// Calendar days from this day to `later`; negative when `later` is earlier.
    #[must_use]
    pub fn days_until(self, later: Self) -> i32 {
        later.day_number().wrapping_sub(self.day_number())
    }

    /// Days to `later` when every month has thirty: the last day of a month counts as its thirtieth.
    ///
    /// Source: 30/360 as in the DAYS360 function of spreadsheets (US method).
    ///
    /// # Example
    ///
    /// ```
    /// use predue::calendar::CivilDate;
    ///
    /// let (from, to): (CivilDate, CivilDate) = ("2011-01-30".parse()?, "2011-02-01".parse()?);
    /// assert_eq!(from.days_until_thirty(to), 1);
    /// # Ok::<(), predue::Error>(())
    /// ```
    #[must_use]
    pub fn days_until_thirty(self, later: Self) -> i32 {
        let is_february_end = self.0.month() == 2 && self.is_month_end();
        let from = if is_february_end { 30 } else { self.day().min(30) };
        let to = if later.day() == 31 && from == 30 {
            30
        } else {
            later.day()
        };
        let months = i64::from(later.month_number()).saturating_sub(i64::from(self.month_number()));
        let days = i64::from(to).saturating_sub(i64::from(from));
        i32::try_from(months.saturating_mul(30).saturating_add(days)).unwrap_or_default()
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The day of the month, from 1.
    #[must_use]
    #[inline(never)]
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// ISO 8601 weekday: Monday is 1, Sunday is 7.
    #[must_use]
    #[inline(never)]
    pub fn weekday(self) -> u8 {
        u8::try_from(self.0.weekday().number_from_monday()).unwrap_or_default()
    }

    /// 365, or 366 in a leap year.
    #[must_use]
    pub fn days_in_year(self) -> u16 {
        if self.0.leap_year() { 366 } else { 365 }
    }

    /// Months since the start of the common era: the difference of two counts calendar months.
    #[inline(never)]
    pub(crate) fn month_number(self) -> u32 {
        u32::try_from(self.0.year())
            .unwrap_or_default()
            .saturating_mul(12)
            .saturating_add(self.0.month0())
    }

    /// Whether this is the last day of its month.
    #[must_use]
    #[inline(never)]
    pub fn is_month_end(self) -> bool {
        self.0.succ_opt().is_none_or(|next| next.month() != self.0.month())
    }

    /// 31 December of this day's year.
    #[must_use]
    pub fn year_end(self) -> Self {
        Self::from_ymd(self.year(), 12, 31).unwrap_or(self)
    }

    /// The 29 February of this day's year, in a leap year.
    #[must_use]
    pub fn leap_day(self) -> Option<Self> {
        Self::from_ymd(self.year(), 2, 29)
    }

    /// The day `days` later (or earlier, when negative).
    ///
    /// # Errors
    ///
    /// `RANGE` when the result is outside the years a date may have.
    pub fn plus_days(self, days: i32) -> Result<Self> {
        let distance = Days::new(u64::from(days.unsigned_abs()));
        let moved = if days < 0 {
            self.0.checked_sub_days(distance)
        } else {
            self.0.checked_add_days(distance)
        };
        Self::checked(moved)
    }

    /// The day `count` periods later, counted from this day and not from the period before, so that month ends come
    /// back: 31 January, 28 February, 31 March.
    ///
    /// # Errors
    ///
    /// `RANGE` when the result is outside the years a date may have.
    ///
    /// # Example
    ///
    /// ```
    /// use predue::calendar::{CivilDate, Period, Unit};
    ///
    /// let seed: CivilDate = "2026-01-31".parse()?;
    /// let monthly = Period::new(1, Unit::Month)?;
    /// assert_eq!(seed.plus(monthly, 1)?.to_string(), "2026-02-28");
    /// assert_eq!(seed.plus(monthly, 2)?.to_string(), "2026-03-31");
    /// # Ok::<(), predue::Error>(())
    /// ```
    pub fn plus(self, period: Period, count: u32) -> Result<Self> {
        let units = count.checked_mul(u32::from(period.every)).ok_or_else(out_of_years)?;
        let moved = match period.unit {
            Unit::Day => self.0.checked_add_days(Days::new(u64::from(units))),
            Unit::Week => self.0.checked_add_days(Days::new(u64::from(units).saturating_mul(7))),
            Unit::Month => self.0.checked_add_months(Months::new(units)),
        };
        Self::checked(moved)
    }

    /// The day so many months earlier; a day that the month lacks becomes its last day.
    pub(crate) fn minus_months(self, months: u32) -> Result<Self> {
        Self::checked(self.0.checked_sub_months(Months::new(months)))
    }

    fn checked(day: Option<NaiveDate>) -> Result<Self> {
        day.filter(|day| (FIRST_YEAR..=LAST_YEAR).contains(&day.year()))
            .map(Self)
            .ok_or_else(out_of_years)
    }
}

fn out_of_years() -> Error {
    Error::range("dates are from 1900-01-01 to 2299-12-31")
}

impl FromStr for CivilDate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let Some((year, month, day)) = year_month_day(text) else {
            return Err(Error::input_text(&[
                "expected a date as YYYY-MM-DD, got \"",
                text,
                "\"",
            ]));
        };
        let day = i32::try_from(year)
            .ok()
            .and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
        if day.is_none() {
            return Err(Error::input_text(&["no such day: ", text, ""]));
        }
        Self::checked(day)
    }
}

impl fmt::Display for CivilDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text())
    }
}

impl CivilDate {
    /// As it is written: `2026-12-02`.
    #[inline(never)]
    pub(crate) fn text(self) -> String {
        let mut text = String::with_capacity(10);
        push_digits(&mut text, self.0.year().unsigned_abs().into(), 4);
        for part in [self.0.month(), self.0.day()] {
            add(&mut text, "-");
            push_digits(&mut text, part.into(), 2);
        }
        text
    }
}

fn year_month_day(text: &str) -> Option<(u32, u32, u32)> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
        return None;
    };
    Some((
        number(&[*y1, *y2, *y3, *y4])?,
        number(&[*m1, *m2])?,
        number(&[*d1, *d2])?,
    ))
}

/// The number that ASCII digits write, or `None` when one of them is not a digit.
#[inline(never)]
pub(crate) fn number(digits: &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for digit in digits {
        let digit = char::from(*digit).to_digit(10)?;
        number = number.checked_mul(10)?.checked_add(digit)?;
    }
    Some(number)
}

/// The unit that a period counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A calendar day.
    Day,
    /// Seven days.
    Week,
    /// A calendar month; a day that the month lacks becomes its last day.
    Month,
}

/// "Every two weeks": a whole number of units, from 1 to 1,200.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    every: u16,
    unit: Unit,
}

impl Period {
    /// Every day.
    pub(crate) const DAILY: Self = Self {
        every: 1,
        unit: Unit::Day,
    };

    /// A period of `every` units.
    ///
    /// # Errors
    ///
    /// `RANGE` when `every` is 0 or more than 1,200.
    pub fn new(every: u16, unit: Unit) -> Result<Self> {
        if !(1..=1200).contains(&every) {
            return Err(Error::range("a period has from 1 to 1,200 units"));
        }
        Ok(Self { every, unit })
    }

    /// How many units.
    #[must_use]
    pub fn every(self) -> u16 {
        self.every
    }

    /// Which units.
    #[must_use]
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// The same unit, once.
    #[must_use]
    pub fn single(self) -> Self {
        Self {
            every: 1,
            unit: self.unit,
        }
    }
}

/// Which days are not business days: the weekend's weekdays and the wallet's holidays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BusinessDays {
    /// Where a due date moves that is not a business day.
    pub roll: Roll,
    /// ISO weekdays of the weekend, as a bit set: bit 1 is Monday, bit 7 is Sunday.
    weekend: u8,
}

/// Where a due date moves that is not a business day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Roll {
    /// It stays.
    #[default]
    None,
    /// To the next business day.
    Following,
    /// To the next business day, or the one before when the next lies in another month.
    ModifiedFollowing,
    /// To the business day before.
    Preceding,
}

/// A run of closed days longer than this is taken for a mistake in the holidays.
const CLOSED_DAYS_MAX: u32 = 40;

impl BusinessDays {
    /// A calendar with this roll and these ISO weekdays as its weekend.
    ///
    /// # Errors
    ///
    /// `RANGE` when a weekday is not from 1 (Monday) to 7 (Sunday), or when every day would be weekend.
    pub fn new(roll: Roll, weekend: &[u16]) -> Result<Self> {
        let mut days = 0_u8;
        for weekday in weekend {
            if !(1..=7).contains(weekday) {
                return Err(Error::range("a weekday is from 1 (Monday) to 7 (Sunday)"));
            }
            days |= 1_u8.checked_shl(u32::from(*weekday)).unwrap_or_default();
        }
        if days.count_ones() == 7 {
            return Err(Error::range("a week has at least one business day"));
        }
        Ok(Self { roll, weekend: days })
    }

    /// `date` moved to a business day. `holidays` are sorted.
    ///
    /// # Errors
    ///
    /// `RANGE` when no business day lies within forty days.
    pub fn adjust(&self, date: CivilDate, holidays: &[CivilDate]) -> Result<CivilDate> {
        match self.roll {
            Roll::None => Ok(date),
            Roll::Following => self.nearest(date, holidays, 1),
            Roll::Preceding => self.nearest(date, holidays, -1),
            Roll::ModifiedFollowing => {
                let next = self.nearest(date, holidays, 1)?;
                if next.0.month() == date.0.month() {
                    Ok(next)
                } else {
                    self.nearest(date, holidays, -1)
                }
            }
        }
    }

    /// The first business day from `date` on, whatever the roll.
    pub(crate) fn next_open(&self, date: CivilDate, holidays: &[CivilDate]) -> Result<CivilDate> {
        if self.roll == Roll::None {
            return Ok(date);
        }
        self.nearest(date, holidays, 1)
    }

    fn nearest(&self, date: CivilDate, holidays: &[CivilDate], step: i32) -> Result<CivilDate> {
        let mut day = date;
        for _ in 0..CLOSED_DAYS_MAX {
            if self.is_open(day, holidays) {
                return Ok(day);
            }
            day = day.plus_days(step)?;
        }
        Err(Error::range("at most forty closed days in a row"))
    }

    fn is_open(&self, day: CivilDate, holidays: &[CivilDate]) -> bool {
        let bit = 1_u8.checked_shl(u32::from(day.weekday())).unwrap_or_default();
        self.weekend & bit == 0 && holidays.binary_search(&day).is_err()
    }
}

/// A moment on the customer's own clock: RFC 3339 with the customer's offset.
///
/// Its date is the customer's day, whatever the day in UTC: everything that is due is judged by it.
///
/// # Example
///
/// ```
/// use predue::calendar::Instant;
///
/// let at: Instant = "2026-11-22T00:30:00+08:00".parse()?;
/// assert_eq!(at.date().to_string(), "2026-11-22");
/// assert_eq!(at.to_string(), "2026-11-22T00:30:00+08:00");
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: no offset, no instant
///
/// ```
/// use predue::calendar::Instant;
///
/// assert!("2026-11-22T00:30:00".parse::<Instant>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instant {
    date: CivilDate,
    second_of_day: u32,
    offset_minutes: i16,
    text: String,
}

impl Instant {
    /// The start of 1970.
    pub(crate) const EPOCH: Self = Self {
        date: CivilDate::EPOCH,
        second_of_day: 0,
        offset_minutes: 0,
        text: String::new(),
    };

    /// The customer's day.
    #[must_use]
    pub fn date(&self) -> CivilDate {
        self.date
    }

    /// Seconds since the customer's midnight.
    #[must_use]
    pub fn second_of_day(&self) -> u32 {
        self.second_of_day
    }

    /// Minutes that the customer's clock is ahead of UTC.
    #[must_use]
    pub fn offset_minutes(&self) -> i16 {
        self.offset_minutes
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for Instant {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        parse_instant(text).ok_or_else(|| {
            Error::input_text(&[
                "expected an instant with its offset, as 2026-11-22T09:30:00+08:00, got \"",
                text,
                "\"",
            ])
        })
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// Minutes of a civil day.
pub const MINUTES_PER_DAY: u16 = 1_440;

/// A minute on the customer's own clock, without an offset: `2026-12-02T10:00`.
///
/// # Example
///
/// ```
/// use predue::calendar::CivilTime;
///
/// let at: CivilTime = "2026-12-02T10:05".parse()?;
/// assert_eq!((at.minute(), at.to_string().as_str()), (605, "2026-12-02T10:05"));
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: the day has no such minute
///
/// ```
/// use predue::calendar::CivilTime;
///
/// assert!("2026-12-02T24:00".parse::<CivilTime>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilTime {
    date: CivilDate,
    minute: u16,
}

impl CivilTime {
    /// A minute of a day, from 0 to 1,439.
    ///
    /// # Errors
    ///
    /// `RANGE` for a minute beyond the day.
    pub fn new(date: CivilDate, minute: u16) -> Result<Self> {
        if minute >= MINUTES_PER_DAY {
            return Err(Error::range("a day has 1,440 minutes"));
        }
        Ok(Self { date, minute })
    }

    /// The day.
    #[must_use]
    pub fn date(self) -> CivilDate {
        self.date
    }

    /// Minutes since the customer's midnight.
    #[must_use]
    pub fn minute(self) -> u16 {
        self.minute
    }

    /// The minute at which an instant is, on the clock that it was told by.
    #[must_use]
    pub fn of(at: &Instant) -> Self {
        Self {
            date: at.date,
            minute: u16::try_from(at.second_of_day / 60).unwrap_or_default(),
        }
    }

    /// The last minute of a day.
    #[must_use]
    pub fn end_of(date: CivilDate) -> Self {
        Self {
            date,
            minute: MINUTES_PER_DAY - 1,
        }
    }
}

impl FromStr for CivilTime {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let parts = cut(text, 'T').and_then(|(date, clock)| Some((date, minute_of(clock)?)));
        let Some((date, minute)) = parts else {
            return Err(Error::input_text(&[
                "expected a time as YYYY-MM-DDTHH:MM, got \"",
                text,
                "\"",
            ]));
        };
        Self::new(date.parse()?, minute)
    }
}

impl fmt::Display for CivilTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text())
    }
}

impl CivilTime {
    /// As it is written: `2026-12-02T10:00`.
    #[inline(never)]
    pub(crate) fn text(self) -> String {
        let mut text = self.date.text();
        for (mark, part) in [("T", self.minute / 60), (":", self.minute % 60)] {
            add(&mut text, mark);
            push_digits(&mut text, part.into(), 2);
        }
        text
    }
}

/// The minute of the day that `HH:MM` names, up to `24:00`.
pub(crate) fn minute_of(clock: &str) -> Option<u16> {
    let [h1, h2, b':', m1, m2] = clock.as_bytes() else {
        return None;
    };
    let (hours, minutes) = (number(&[*h1, *h2])?, number(&[*m1, *m2])?);
    let minute = hours.checked_mul(60)?.checked_add(minutes)?;
    u16::try_from(minute)
        .ok()
        .filter(|minute| minutes < 60 && *minute <= MINUTES_PER_DAY)
}

fn parse_instant(text: &str) -> Option<Instant> {
    let (date, clock) = cut(text, 'T')?;
    let (clock, offset_minutes) = split_offset(clock)?;
    let (clock, fraction) = cut(clock, '.').unwrap_or((clock, "0"));
    if fraction.is_empty() || fraction.len() > 9 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let [h1, h2, b':', m1, m2, b':', s1, s2] = clock.as_bytes() else {
        return None;
    };
    let (hours, minutes, seconds) = (number(&[*h1, *h2])?, number(&[*m1, *m2])?, number(&[*s1, *s2])?);
    if hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let second_of_day = hours
        .checked_mul(3600)?
        .checked_add(minutes.checked_mul(60)?)?
        .checked_add(seconds)?;
    Some(Instant {
        date: date.parse().ok()?,
        second_of_day,
        offset_minutes,
        text: text.to_owned(),
    })
}

/// Splits `09:30:00+08:00` into the clock and its offset in minutes.
fn split_offset(clock: &str) -> Option<(&str, i16)> {
    if let Some(clock) = clock.strip_suffix('Z') {
        return Some((clock, 0));
    }
    let (clock, offset) = clock.split_at_checked(clock.len().checked_sub(6)?)?;
    let [sign, h1, h2, b':', m1, m2] = offset.as_bytes() else {
        return None;
    };
    let (hours, minutes) = (number(&[*h1, *h2])?, number(&[*m1, *m2])?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    let ahead = i16::try_from(hours.checked_mul(60)?.checked_add(minutes)?).ok()?;
    match sign {
        b'+' => Some((clock, ahead)),
        b'-' => Some((clock, ahead.checked_neg()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Result<CivilDate> {
        text.parse()
    }

    #[test]
    fn months_of_thirty_count_as_spreadsheets_do() -> Result<()> {
        for (from, to, days) in [
            ("2011-01-30", "2011-02-01", 1),
            ("2011-01-31", "2011-03-31", 60),
            ("2011-02-28", "2011-03-31", 30),
            ("2012-02-29", "2012-03-30", 30),
            ("2011-01-29", "2011-01-31", 2),
            ("2011-01-01", "2011-12-31", 360),
        ] {
            assert_eq!(day(from)?.days_until_thirty(day(to)?), days, "{from} to {to}");
        }
        Ok(())
    }

    #[test]
    fn modified_following_turns_back_at_the_month_end() -> Result<()> {
        let rolls = BusinessDays::new(Roll::ModifiedFollowing, &[6, 7])?;
        let holidays = [day("2026-12-31")?];
        // Saturday to Monday; a Saturday at the month's end to its Friday; 31 December, closed, to the 30th.
        for (date, rolled) in [
            ("2026-11-21", "2026-11-23"),
            ("2026-10-31", "2026-10-30"),
            ("2026-12-31", "2026-12-30"),
            ("2026-11-24", "2026-11-24"),
        ] {
            assert_eq!(rolls.adjust(day(date)?, &holidays)?, day(rolled)?, "{date}");
        }
        Ok(())
    }

    #[test]
    fn a_run_of_closed_days_without_end_is_refused() -> Result<()> {
        let closed: Vec<CivilDate> = (0..60)
            .filter_map(|days| day("2026-01-01").ok()?.plus_days(days).ok())
            .collect();
        let rolls = BusinessDays::new(Roll::Following, &[6, 7])?;
        assert!(
            rolls
                .adjust(day("2026-01-01")?, &closed)
                .is_err_and(|error| error.code() == "RANGE")
        );
        assert!(BusinessDays::new(Roll::Following, &[1, 2, 3, 4, 5, 6, 7]).is_err());
        assert!(BusinessDays::new(Roll::Following, &[8]).is_err());
        Ok(())
    }

    #[test]
    fn the_years_end_where_the_documentation_says() -> Result<()> {
        let (first, last) = (day("1900-01-01")?, day("2299-12-31")?);
        assert!(first.plus_days(-1).is_err() && last.plus_days(1).is_err());
        assert!(last.plus(Period::new(1_200, Unit::Month)?, u32::MAX).is_err());
        assert_eq!(first.days_until(last), 146_096);
        assert_eq!(day("1970-01-01")?.day_number(), 0);
        Ok(())
    }
}
