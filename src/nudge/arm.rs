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
/// What a lead, part of the day or channel costs that was used today, in parts per million.
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
    /// Its places among the cells of the evidence: of its lead, its part of the day and its channel.
    fn cells(self) -> [usize; 3] {
        let lead = match self.lead_days {
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
            DayPart::Morning => 8,
            DayPart::Midday => 9,
            DayPart::EarlyEvening => 10,
        };
        let channel = match self.channel {
            Channel::InApp => 11,
            Channel::Push => 12,
            Channel::Sms => 13,
            Channel::Email => 14,
            Channel::Calendar => 15,
        };
        [lead, part, channel]
    }
}

/// What became of nudges that have one lead, part of the day or channel in common, in parts per million of an outcome.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    tries_ppm: u64,
    wins_ppm: u64,
    used_days_ago: Option<u32>,
}

impl Cell {
    /// The mean of the beta distribution that the prior and the outcomes make.
    fn mean_ppm(self) -> u64 {
        let wins = (PRIOR_WEIGHT * PRIOR_PPM).saturating_add(self.wins_ppm);
        let tries = (PRIOR_WEIGHT * ONE_PPM).saturating_add(self.tries_ppm);
        wins.saturating_mul(ONE_PPM).checked_div(tries).unwrap_or_default()
    }

    fn recency_ppm(self) -> u64 {
        self.used_days_ago.map_or(0, |days| {
            RECENCY_PPM.checked_shr(days / RECENCY_HALF_DAYS).unwrap_or_default()
        })
    }
}

/// What became of nudges so far. Leads, parts of the day and channels are learnt apart: an arm for each three of them would be
/// tried once in a year.
pub(super) struct Evidence([Cell; 16]);

impl Evidence {
    pub(super) const fn none() -> Self {
        let none = Cell {
            tries_ppm: 0,
            wins_ppm: 0,
            used_days_ago: None,
        };
        Self([none; 16])
    }

    /// An outcome, of which so much is still believed.
    pub(super) fn add(&mut self, arm: Arm, weight_ppm: u64, is_win: bool, days_ago: u32) {
        for place in arm.cells() {
            let Some(cell) = self.0.get_mut(place) else { return };
            cell.tries_ppm = cell.tries_ppm.saturating_add(weight_ppm);
            if is_win {
                cell.wins_ppm = cell.wins_ppm.saturating_add(weight_ppm);
            }
            cell.used_days_ago = Some(cell.used_days_ago.map_or(days_ago, |known| known.min(days_ago)));
        }
    }

    /// The means of what the arm is made of, less what wears off, together.
    fn score_ppm(&self, arm: Arm) -> u64 {
        let cells = arm.cells().into_iter().filter_map(|place| self.0.get(place));
        let scores = cells.map(|cell| cell.mean_ppm().saturating_sub(cell.recency_ppm()));
        scores.fold(0, u64::saturating_add)
    }

    /// Whether the part of the day has proved better than what holds for all.
    fn is_habit(&self, arm: Arm) -> bool {
        let [_, part, _] = arm.cells();
        self.0.get(part).is_some_and(|cell| cell.mean_ppm() > PRIOR_PPM)
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
                let score = evidence.score_ppm(arm).saturating_sub(steps.saturating_mul(STEP_PPM));
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
