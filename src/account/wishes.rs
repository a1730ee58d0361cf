//! What the customer has chosen: channels, quiet hours, lead and tone.

use crate::history::Channel;
use crate::market::Set;
use serde::Serialize;

/// What the customer has chosen; what is left open is for the engine to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// Ways in which to be reached, the dearest first; `None` where nothing was chosen, and empty for none at all.
    pub channels: Option<Vec<Channel>>,
    /// Hours in which nothing is said.
    pub quiet: Vec<Quiet>,
    /// Days before a due to be told.
    pub lead_days: Option<u16>,
    /// The hour of the day to be told, from 0 to 23.
    pub hour: Option<u16>,
    /// The day of the month on which money comes in, from 1 to 31; a shorter month's last day stands for those it lacks.
    pub payday: Option<u16>,
    /// Nudges in seven days at most.
    pub max_per_week: Option<u16>,
    /// Accounts of which nothing is said.
    pub muted_accounts: Vec<String>,
    /// How it is said.
    pub tone: Option<Tone>,
}

/// Hours in which nothing is said. When they end before they begin, they go on into the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// From this minute of the day on.
    pub from_minute: u16,
    /// Before this minute of the day.
    pub to_minute: u16,
    /// The weekdays on which they begin.
    pub days: Set,
}

/// How it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// Facts alone.
    Neutral,
    /// Facts with a friendly word.
    Warm,
    /// Facts with help first.
    Supportive,
}
