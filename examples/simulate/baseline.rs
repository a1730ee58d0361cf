//! What predue is measured against: nothing, a fixed day, every day, and what the customer has chosen and no more.

use crate::life::{Message, Policy, World};

/// A policy that looks at nothing but the day.
#[derive(Clone, Copy)]
pub(crate) enum Baseline {
    /// Nothing is ever said.
    None,
    /// Three days before, at 10:00, a message for each due.
    ThreeDaysBefore,
    /// Every day from seven days before, at 10:00, a message for each due.
    EveryDay,
    /// On the day and at the hour that the customer has chosen; nothing for those who have not.
    Choice,
}

impl Baseline {
    /// The minute at which a due is spoken of on a day so long before it.
    fn minute(self, days_before: usize, choice: Option<(u16, u16)>) -> Option<u16> {
        match self {
            Self::None => None,
            Self::ThreeDaysBefore => (days_before == 3).then_some(600),
            Self::EveryDay => (days_before <= 7).then_some(600),
            Self::Choice => choice
                .filter(|(lead_days, _)| usize::from(*lead_days) == days_before)
                .map(|(_, hour)| hour * 60),
        }
    }
}

impl Policy for Baseline {
    fn messages(&mut self, world: &World<'_>, _is_awake: bool) -> Vec<Message> {
        let mut messages = Vec::new();
        for (place, due) in world.dues.iter().enumerate() {
            let is_open = due.paid_on.is_none() && due.day >= world.day;
            let minute = self.minute(due.day.saturating_sub(world.day), world.person.choice);
            if let Some(minute) = minute.filter(|_| is_open) {
                messages.push(Message {
                    key: String::new(),
                    minute,
                    dues: vec![place],
                    is_help: false,
                    is_in_app: false,
                });
            }
        }
        messages
    }

    fn opened(&mut self, _world: &World<'_>) -> Vec<Message> {
        Vec::new()
    }

    fn stands(&self, _message: &Message) -> bool {
        true
    }

    fn delivered(&mut self, _world: &World<'_>, _message: &Message, _is_seen: bool) {}

    fn settled(&mut self, _world: &World<'_>, _due: usize) {}

    fn stopped(&mut self, _world: &World<'_>) {}
}
