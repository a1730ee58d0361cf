//! Who they are: customers whose memory, money and patience are known, because they were drawn.

use crate::chance::{Chance, For, PPM};

/// Days that are simulated.
pub(crate) const DAYS: usize = 365;

/// What is true of somebody's money and memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Has the money, and little memory for dates.
    Forgetful,
    /// Has the money from payday on, and little of it before.
    Tight,
    /// Cannot pay all of it.
    Broke,
    /// Is paid on days that nobody knows before.
    Irregular,
    /// Lets the creditors collect.
    Autopay,
    /// Has eight accounts.
    Many,
}

impl Kind {
    pub(crate) const ALL: [Self; 6] = [
        Self::Forgetful,
        Self::Tight,
        Self::Broke,
        Self::Irregular,
        Self::Autopay,
        Self::Many,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Forgetful => "forgetful",
            Self::Tight => "tight",
            Self::Broke => "broke",
            Self::Irregular => "irregular pay",
            Self::Autopay => "autopay",
            Self::Many => "many accounts",
        }
    }
}

/// A bill that comes every month.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bill {
    pub(crate) due_day: u32,
    pub(crate) amount: i64,
}

/// Somebody.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) number: usize,
    pub(crate) kind: Kind,
    pub(crate) bills: Vec<Bill>,
    /// What comes in on each day.
    pub(crate) income: Vec<i64>,
    /// What goes out for living on each day.
    pub(crate) living: Vec<i64>,
    pub(crate) balance: i64,
    /// The day of the month on which money comes in, where there is one.
    pub(crate) payday: Option<u32>,
    pub(crate) monthly_income: i64,
    /// The chance that a due comes to mind by itself, on each of the five days up to it.
    pub(crate) remembers_ppm: u32,
    /// The chance that a message is read at the hour that suits.
    pub(crate) sees_ppm: u32,
    /// The chance that somebody who has read it and has the money pays at once.
    pub(crate) acts_ppm: u32,
    /// The hour at which the phone is in hand.
    pub(crate) hour: u16,
    /// Messages in two weeks that are taken without annoyance.
    pub(crate) patience: usize,
    /// What the customer has chosen: days before the due, and the hour.
    pub(crate) choice: Option<(u16, u16)>,
    /// Whether the wallet knows the balance, and the flows that can be known.
    pub(crate) is_money_known: bool,
}

impl Person {
    pub(crate) fn drawn(number: usize, kind: Kind, chance: Chance) -> Self {
        let draw = |which, from, to| chance.between(number, 0, For::Trait(which), from, to);
        let share = |which, from: i64, to: i64| draw(which, from * 10_000, to * 10_000) as u32;
        let (bills, remembers_ppm, monthly_income) = match kind {
            Kind::Forgetful => (2, share(1, 10, 24), 240_000),
            Kind::Tight => (2, share(1, 16, 32), 180_000),
            Kind::Broke => (3, share(1, 18, 32), 110_000),
            Kind::Irregular => (2, share(1, 14, 28), 190_000),
            Kind::Autopay => (3, share(1, 5, 15), 210_000),
            Kind::Many => (8, share(1, 10, 22), 260_000),
        };
        let size = match kind {
            Kind::Many => (2_000, 9_000),
            Kind::Broke => (9_000, 20_000),
            _ => (8_000, 25_000),
        };
        let bills: Vec<Bill> = (0..bills)
            .map(|bill| Bill {
                due_day: draw(20 + bill, 1, 28) as u32,
                amount: draw(40 + bill, size.0, size.1),
            })
            .collect();
        let payday = (kind != Kind::Irregular).then(|| draw(2, 1, 28) as u32);
        let owed: i64 = bills.iter().map(|bill| bill.amount).sum();
        let left_over = match kind {
            Kind::Forgetful | Kind::Many => draw(3, 20_000, 60_000),
            Kind::Tight => draw(3, 0, 6_000),
            Kind::Broke => -draw(3, owed / 3, owed * 2 / 3),
            Kind::Irregular => draw(3, 0, 15_000),
            Kind::Autopay => draw(3, -2_000, 30_000),
        };
        let living_a_day = (monthly_income - owed - left_over).max(0) * 12 / 365;
        Self {
            number,
            kind,
            income: income(number, payday, monthly_income, chance),
            living: (0..DAYS)
                .map(|day| living_a_day * chance.between(number, day, For::Living, 70, 130) / 100)
                .collect(),
            balance: living_a_day * draw(4, 3, 20) + left_over.max(0),
            payday,
            monthly_income,
            remembers_ppm,
            sees_ppm: share(5, 50, 80),
            acts_ppm: share(6, 40, 70),
            hour: draw(7, 7, 20) as u16,
            patience: draw(8, 3, 9) as usize,
            choice: (chance.ppm(number, 0, For::Trait(9)) < PPM * 3 / 10)
                .then(|| (draw(10, 1, 7) as u16, draw(11, 8, 20) as u16)),
            is_money_known: chance.ppm(number, 0, For::Trait(12)) < PPM * 6 / 10,
            bills,
        }
    }

    /// What living takes until money comes in again, at most a month.
    pub(crate) fn living_until_income(&self, day: usize) -> i64 {
        let mut needed = 0;
        for later in day + 1..(day + 31).min(DAYS) {
            if self.income[later] > 0 {
                break;
            }
            needed += self.living[later];
        }
        needed
    }
}

/// What comes in on each day: once a month, or four times a month on days that nobody knows.
fn income(number: usize, payday: Option<u32>, monthly: i64, chance: Chance) -> Vec<i64> {
    let mut income = vec![0; DAYS];
    for (day, comes_in) in income.iter_mut().enumerate() {
        let (_, day_of_month) = month_and_day(day);
        match payday {
            Some(payday) if payday == day_of_month => *comes_in = monthly,
            None if chance.happens(number, day, For::Income(0), PPM * 4 / 30) => {
                *comes_in = monthly / 4 * chance.between(number, day, For::Income(1), 40, 160) / 100;
            }
            _ => {}
        }
    }
    income
}

const MONTHS: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The month from 1 and the day of the month of a day of 2026.
pub(crate) fn month_and_day(day: usize) -> (u32, u32) {
    let mut left = day;
    for (index, days) in MONTHS.iter().enumerate() {
        if left < *days {
            return (index as u32 + 1, left as u32 + 1);
        }
        left -= days;
    }
    (12, 31)
}

/// The day of the year of a day of a month.
pub(crate) fn day_of_year(month: u32, day_of_month: u32) -> usize {
    MONTHS.iter().take(month as usize - 1).sum::<usize>() + day_of_month as usize - 1
}
