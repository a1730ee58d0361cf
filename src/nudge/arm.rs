//! Arms: how many days ahead, in which part of the day, by which channel; and which of them is chosen.
//!
//! Whole numbers throughout, so that the same record chooses the same everywhere.

use crate::history::Channel;
use crate::order::hash;

/// Pseudo-observations of the population: so many outcomes of one's own weigh as much as what holds for all.
const PRIOR_WEIGHT: u64 = 10;
/// What holds for all, in parts per million: half are paid in time after a nudge. A policy, not a measurement.
const PRIOR_PPM: u64 = 500_000;
/// What each place further down the list of an arm's parts costs, in parts per million: the gentlest stands first, and one
/// bad outcome outweighs it.
const STEP_PPM: u64 = 10_000;
/// What an arm costs that was used today, in parts per million.
const RECENCY_PPM: u64 = 20_000;
/// Days in which the cost of recency halves.
const RECENCY_HALF_DAYS: u32 = 7;
/// One choice in so many explores.
const EXPLORE_EVERY: u32 = 20;
const ONE_PPM: u64 = 1_000_000;

/// A part of the day, named by the minute at which it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayPart {
    Morning,
    EarlyEvening,
    Midday,
}

impl DayPart {
    /// The quietest to read first: before the day begins in earnest, then after it.
    pub(super) const ALL: [Self; 3] = [Self::Morning, Self::EarlyEvening, Self::Midday];

    /// Well inside the floor's hours, so that no part falls onto an edge.
    pub(super) const fn minute(self) -> u16 {
        match self {
            Self::Morning => 10 * 60,
            Self::Midday => 12 * 60 + 30,
            Self::EarlyEvening => 17 * 60 + 30,
        }
    }

    pub(super) const fn of(minute: u16) -> Self {
        match minute {
            ..720 => Self::Morning,
            720..900 => Self::Midday,
            _ => Self::EarlyEvening,
        }
    }
}

/// One way to say something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arm {
    /// Days before the due day; past it all are one.
    pub(super) lead_days: i32,
    pub(super) part: DayPart,
    pub(super) channel: Channel,
}

impl Arm {
    /// Its place among the cells of the evidence.
    fn cell(self) -> usize {
        let lead: usize = match self.lead_days {
            9.. => 0,
            6..=8 => 1,
            4..=5 => 2,
            3 => 3,
            2 => 4,
            1 => 5,
            0 => 6,
            _ => 7,
        };
        let part = match self.part {
            DayPart::Morning => 0,
            DayPart::Midday => 1,
            DayPart::EarlyEvening => 2,
        };
        let channel = match self.channel {
            Channel::InApp => 0,
            Channel::Push => 1,
            Channel::Sms => 2,
            Channel::Email => 3,
            Channel::Calendar => 4,
        };
        let row = lead.saturating_mul(3).saturating_add(part);
        row.saturating_mul(5).saturating_add(channel)
    }
}

/// What became of nudges by one arm, each outcome in parts per million of one.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    tries_ppm: u64,
    wins_ppm: u64,
    used_days_ago: Option<u32>,
}

/// What became of nudges so far.
pub(super) struct Evidence([Cell; Evidence::CELLS]);

impl Evidence {
    const CELLS: usize = 8 * 3 * 5;

    pub(super) const fn none() -> Self {
        let none = Cell {
            tries_ppm: 0,
            wins_ppm: 0,
            used_days_ago: None,
        };
        Self([none; Self::CELLS])
    }

    /// An outcome, of which so much is still believed.
    pub(super) fn add(&mut self, arm: Arm, weight_ppm: u64, is_win: bool, days_ago: u32) {
        let Some(cell) = self.0.get_mut(arm.cell()) else { return };
        cell.tries_ppm = cell.tries_ppm.saturating_add(weight_ppm);
        if is_win {
            cell.wins_ppm = cell.wins_ppm.saturating_add(weight_ppm);
        }
        cell.used_days_ago = Some(cell.used_days_ago.map_or(days_ago, |known| known.min(days_ago)));
    }

    /// The mean of the beta distribution that the prior and the outcomes make.
    fn mean_ppm(&self, arm: Arm) -> u64 {
        let cell = self.0.get(arm.cell()).copied().unwrap_or_default();
        let wins = (PRIOR_WEIGHT * PRIOR_PPM).saturating_add(cell.wins_ppm);
        let tries = (PRIOR_WEIGHT * ONE_PPM).saturating_add(cell.tries_ppm);
        wins.saturating_mul(ONE_PPM).checked_div(tries).unwrap_or_default()
    }

    fn recency_ppm(&self, arm: Arm) -> u64 {
        let used = self.0.get(arm.cell()).and_then(|cell| cell.used_days_ago);
        used.map_or(0, |days| {
            RECENCY_PPM.checked_shr(days / RECENCY_HALF_DAYS).unwrap_or_default()
        })
    }

    /// Whether the arm has proved better than what holds for all.
    fn is_habit(&self, arm: Arm) -> bool {
        self.mean_ppm(arm) > PRIOR_PPM
    }
}

/// What was chosen, and how likely it was.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice {
    pub(super) arm: Arm,
    pub(super) propensity_ppm: u32,
    pub(super) is_explored: bool,
    pub(super) is_habit: bool,
}

/// The best of the arms that the lists make, or, for one seed in twenty, any of them. The lists hold what is equally gentle,
/// the first of each by preference, and none is empty.
pub(super) fn choose(
    evidence: &Evidence,
    leads: &[i32],
    parts: &[DayPart],
    channels: &[Channel],
    seed: &str,
) -> Option<Choice> {
    let mut best: Option<(u64, usize, Arm)> = None;
    let seed = hash(seed);
    // The lower half alone would follow the last letters of the id.
    let seed = seed ^ (seed >> 16);
    let count = leads.len().saturating_mul(parts.len()).saturating_mul(channels.len());
    let count_wide = u32::try_from(count).unwrap_or(u32::MAX).max(1);
    let is_explored = seed.checked_rem(EXPLORE_EVERY) == Some(0) && count > 1;
    let drawn = (seed / EXPLORE_EVERY).checked_rem(count_wide);
    let drawn = drawn.and_then(|place| usize::try_from(place).ok());
    let mut explored: Option<Arm> = None;
    let mut place = 0_usize;
    for (lead_step, lead) in (0_u64..).zip(leads) {
        for (part_step, part) in (0_u64..).zip(parts) {
            for (channel_step, channel) in (0_u64..).zip(channels) {
                let arm = Arm {
                    lead_days: *lead,
                    part: *part,
                    channel: *channel,
                };
                let steps = lead_step.saturating_add(part_step).saturating_add(channel_step);
                let cost = steps.saturating_mul(STEP_PPM).saturating_add(evidence.recency_ppm(arm));
                let score = evidence.mean_ppm(arm).saturating_sub(cost);
                if best.is_none_or(|(known, _, _)| score > known) {
                    best = Some((score, place, arm));
                }
                if Some(place) == drawn {
                    explored = Some(arm);
                }
                place = place.saturating_add(1);
            }
        }
    }
    let (_, best_place, best) = best?;
    let each_ppm = (1_000_000 / EXPLORE_EVERY).checked_div(count_wide).unwrap_or_default();
    let (arm, place) = match explored.filter(|_| is_explored) {
        Some(arm) => (arm, drawn.unwrap_or_default()),
        None => (best, best_place),
    };
    Some(Choice {
        arm,
        propensity_ppm: match count {
            1 => 1_000_000,
            _ if place == best_place => (1_000_000 - 1_000_000 / EXPLORE_EVERY).saturating_add(each_ppm),
            _ => each_ppm,
        },
        is_explored: is_explored && place != best_place,
        is_habit: evidence.is_habit(arm),
    })
}
