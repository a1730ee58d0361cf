//! A year of somebody's life under one policy: what comes in, what is remembered, what messages do, what it costs.
//!
//! What is assumed of people follows what was measured of them: a reminder helps those who forget (Cadena and Schoar 2011), does
//! nothing for those without the money, and makes some pay into an overdraft (Medina 2021); repeated, it is switched off.

use crate::chance::{Chance, For, PPM};
use crate::person::{DAYS, Person, day_of_year};

/// Days past the due day that cost nothing.
pub(crate) const GRACE_DAYS: usize = 3;
/// What is charged for a due that is paid later.
pub(crate) const LATE_FEE: i64 = 1_200;
/// What the bank charges when the balance falls below zero.
const OVERDRAFT_FEE: i64 = 1_000;
/// Days before a due on which it may come to mind.
const MEMORY_DAYS: usize = 5;
/// Days past a due on which the creditor writes.
const LETTER_DAYS: [usize; 2] = [10, 25];

/// A due of the year.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Due {
    pub(crate) account: usize,
    pub(crate) month: u32,
    pub(crate) day: usize,
    pub(crate) amount: i64,
    pub(crate) paid_on: Option<usize>,
    /// The day to which the creditor moved it, when asked for help.
    pub(crate) moved_to: Option<usize>,
    /// How much more likely it is to come to mind, after a message that did not lead to a payment.
    reminded_ppm: u32,
}

impl Due {
    /// A number of its own, for draws.
    const fn number(&self) -> u64 {
        self.account as u64 * 100 + self.month as u64
    }

    /// The day by which it is to be paid.
    pub(crate) fn by(&self) -> usize {
        self.moved_to.unwrap_or(self.day)
    }
}

/// A message on its way.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) key: String,
    pub(crate) minute: u16,
    /// Places in the list of dues.
    pub(crate) dues: Vec<usize>,
    /// Whether it offers a way out before it asks for money.
    pub(crate) is_help: bool,
    /// Whether it is shown in the app that is open, where it is read.
    pub(crate) is_in_app: bool,
}

/// What decides which messages are sent.
pub(crate) trait Policy {
    /// The messages of a day, in order, as far as they are known when it begins. `is_awake` says whether the host's code runs.
    fn messages(&mut self, world: &World<'_>, is_awake: bool) -> Vec<Message>;
    /// What the app shows when the customer opens it.
    fn opened(&mut self, world: &World<'_>) -> Vec<Message>;
    /// Whether a message is still to be delivered: what was taken back since the day began is not.
    fn stands(&self, message: &Message) -> bool;
    /// A message was delivered.
    fn delivered(&mut self, world: &World<'_>, message: &Message, is_seen: bool);
    /// A due was paid, or moved.
    fn settled(&mut self, world: &World<'_>, due: usize);
    /// The customer wants no more messages.
    fn stopped(&mut self, world: &World<'_>);
}

/// What is the case on a day.
pub(crate) struct World<'a> {
    pub(crate) person: &'a Person,
    pub(crate) day: usize,
    pub(crate) minute: u16,
    pub(crate) balance: i64,
    pub(crate) dues: &'a [Due],
}

/// What a year came to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) dues: i64,
    pub(crate) on_time: i64,
    pub(crate) moved: i64,
    pub(crate) late_days: i64,
    pub(crate) fees: i64,
    pub(crate) overdrafts: i64,
    /// Overdrafts that follow a payment which a message brought about.
    pub(crate) overdrafts_caused: i64,
    pub(crate) messages: i64,
    /// Those that offered a way out first.
    pub(crate) messages_of_help: i64,
    /// Those that asked for what was past its day.
    pub(crate) messages_past_due: i64,
    pub(crate) mutes: i64,
    pub(crate) rule_breaks: i64,
}

struct Life<'a> {
    person: &'a Person,
    chance: Chance,
    day: usize,
    minute: u16,
    balance: i64,
    is_muted: bool,
    /// Whether a message brought about a payment that was not safe, since money last came in.
    is_pressed: bool,
    dues: Vec<Due>,
    /// When messages were delivered.
    sent: Vec<(usize, u16)>,
    outcome: Outcome,
}

/// Lives the year and counts.
pub(crate) fn year(person: &Person, chance: Chance, policy: &mut dyn Policy) -> Outcome {
    let mut life = Life {
        person,
        chance,
        day: 0,
        minute: 0,
        balance: person.balance,
        is_muted: false,
        is_pressed: false,
        dues: dues(person),
        sent: Vec::new(),
        outcome: Outcome::default(),
    };
    for day in 0..DAYS {
        life.live(day, policy);
    }
    life.counted()
}

/// The dues whose grace ends within the year.
pub(crate) fn dues(person: &Person) -> Vec<Due> {
    let mut dues = Vec::new();
    for month in 1..=12 {
        for (account, bill) in person.bills.iter().enumerate() {
            dues.push(Due {
                account,
                month,
                day: day_of_year(month, bill.due_day),
                amount: bill.amount,
                paid_on: None,
                moved_to: None,
                reminded_ppm: 0,
            });
        }
    }
    dues
}

impl Life<'_> {
    fn live(&mut self, day: usize, policy: &mut dyn Policy) {
        self.day = day;
        self.minute = 7 * 60;
        if self.person.income[day] > 0 {
            self.balance += self.person.income[day];
            self.is_pressed = false;
        }
        self.collect(policy);
        let is_awake = self.happens(For::Wake, PPM * 8 / 10);
        let mut messages = policy.messages(&self.world(), is_awake);
        messages.sort_by_key(|message| message.minute);
        let opens_at = self.person.hour * 60 + 30;
        let opens = self.happens(For::Open, PPM * 3 / 10);
        let (before, after): (Vec<_>, Vec<_>) = messages.into_iter().partition(|message| message.minute <= opens_at);
        for message in before {
            self.deliver(message, policy);
        }
        if opens {
            self.minute = opens_at;
            for message in policy.opened(&self.world()) {
                self.deliver(message, policy);
            }
        }
        for message in after {
            self.deliver(message, policy);
        }
        self.minute = 21 * 60;
        self.remember(policy);
        self.spend();
    }

    /// Autopay collects on the due day what is there.
    fn collect(&mut self, policy: &mut dyn Policy) {
        if self.person.kind != crate::person::Kind::Autopay {
            return;
        }
        for due in 0..self.dues.len() {
            if self.dues[due].by() == self.day && self.balance >= self.dues[due].amount {
                self.pay(due, policy);
            }
        }
    }

    fn deliver(&mut self, message: Message, policy: &mut dyn Policy) {
        if self.is_muted
            || !policy.stands(&message)
            || message.dues.iter().all(|due| self.dues[*due].paid_on.is_some()) && !message.is_in_app
        {
            return;
        }
        self.minute = self.minute.max(message.minute);
        self.count_sent(&message);
        let is_seen = message.is_in_app || self.happens(For::Sees, self.sight_ppm(message.minute));
        policy.delivered(&self.world(), &message, is_seen);
        if is_seen {
            for due in message.dues {
                self.consider(due, message.is_help, policy);
            }
        }
        let recent = self.sent_within(14);
        if recent > self.person.patience {
            let excess = (recent - self.person.patience) as u32;
            if self.happens(For::Mutes, excess.min(5) * PPM / 60) {
                self.is_muted = true;
                self.outcome.mutes += 1;
                policy.stopped(&self.world());
            }
        }
    }

    /// The chance that a message is read: best when the phone is in hand, worse the more there were.
    fn sight_ppm(&self, minute: u16) -> u32 {
        let away = (i32::from(minute / 60) - i32::from(self.person.hour)).unsigned_abs();
        let by_hour = self.person.sees_ppm / 100 * (100 - 6 * away.min(8));
        by_hour / 100 * (100 - 6 * (self.sent_within(7) as u32).saturating_sub(1).min(8))
    }

    /// Somebody who has read of a due decides.
    fn consider(&mut self, due: usize, is_help: bool, policy: &mut dyn Policy) {
        let Due {
            amount, paid_on, day, ..
        } = self.dues[due];
        if paid_on.is_some() {
            return;
        }
        let number = self.dues[due].number();
        let left = self.balance - amount;
        if left >= self.person.living_until_income(self.day) {
            let lead = day.saturating_sub(self.day) as u32;
            let acts_ppm = self.person.acts_ppm / 100 * (100 - 5 * lead.min(10));
            if self.happens(For::Acts(number), acts_ppm) {
                self.pay(due, policy);
            } else {
                self.dues[due].reminded_ppm = PPM * 3 / 10;
            }
            return;
        }
        if is_help {
            if self.day <= day && self.happens(For::AsksForHelp(number), PPM * 6 / 10) {
                self.move_due(due, policy);
            }
            return;
        }
        // Being asked again and again for what is not there: some pay with what they need to live.
        let presses_ppm = if left >= 0 { PPM * 30 / 100 } else { PPM * 10 / 100 };
        if self.happens(For::Presses(number), presses_ppm) {
            self.is_pressed = true;
            self.pay(due, policy);
        }
    }

    /// The creditor moves the due to the day after money comes in, once.
    fn move_due(&mut self, due: usize, policy: &mut dyn Policy) {
        if self.dues[due].moved_to.is_some() {
            return;
        }
        let later = (self.day + 1..DAYS).find(|day| self.person.income[*day] > 0);
        if let Some(payday) = later.filter(|payday| payday - self.day <= 31) {
            self.dues[due].moved_to = Some((payday + 1).max(self.dues[due].day));
            self.outcome.moved += 1;
            policy.settled(&self.world(), due);
        }
    }

    /// What comes to mind by itself, or by the creditor's letter.
    fn remember(&mut self, policy: &mut dyn Policy) {
        for due in 0..self.dues.len() {
            let Due { paid_on, .. } = self.dues[due];
            let by = self.dues[due].by();
            if paid_on.is_some() || self.day + MEMORY_DAYS <= by {
                continue;
            }
            let reminded = &mut self.dues[due].reminded_ppm;
            *reminded = *reminded * 3 / 4;
            let mut chance_ppm = self.person.remembers_ppm + *reminded;
            if self.day > by && LETTER_DAYS.contains(&(self.day - by)) {
                chance_ppm = PPM * 6 / 10;
            }
            let number = self.dues[due].number();
            let left = self.balance - self.dues[due].amount;
            let is_safe = left >= self.person.living_until_income(self.day);
            // On the last day some pay what is there, and see how they get on.
            let dares = self.day == by && left >= 0;
            if (is_safe || dares) && self.happens(For::Remembers(number), chance_ppm) {
                self.pay(due, policy);
            }
        }
    }

    fn pay(&mut self, due: usize, policy: &mut dyn Policy) {
        self.balance -= self.dues[due].amount;
        self.dues[due].paid_on = Some(self.day);
        if self.balance < 0 {
            self.overdraw();
        }
        policy.settled(&self.world(), due);
    }

    fn spend(&mut self) {
        let was_overdrawn = self.balance < 0;
        self.balance -= self.person.living[self.day];
        // Who has nothing left spends less.
        if self.balance < 0 && !was_overdrawn {
            self.overdraw();
        }
        self.balance = self.balance.max(-50_000);
    }

    fn overdraw(&mut self) {
        self.outcome.overdrafts += 1;
        self.outcome.fees += OVERDRAFT_FEE;
        if self.is_pressed {
            self.outcome.overdrafts_caused += 1;
            self.is_pressed = false;
        }
    }

    fn count_sent(&mut self, message: &Message) {
        let minute = message.minute;
        if message.is_help {
            self.outcome.messages_of_help += 1;
        } else if message.dues.iter().any(|due| self.dues[*due].by() < self.day) {
            self.outcome.messages_past_due += 1;
        }
        // The floor's own rules, read off the calendar afresh: 1 January 2026 is a Thursday.
        let is_sunday = (self.day + 4).is_multiple_of(7);
        let is_open = (9 * 60..19 * 60).contains(&minute) && !is_sunday;
        let is_within = self.sent_within(1) < 1 && self.sent_within(7) < 3 && self.sent_within(30) < 10;
        if !is_open || !is_within {
            self.outcome.rule_breaks += 1;
        }
        self.outcome.messages += 1;
        self.sent.push((self.day, minute));
    }

    fn sent_within(&self, days: usize) -> usize {
        self.sent
            .iter()
            .rev()
            .take_while(|(day, _)| self.day - day < days)
            .count()
    }

    fn happens(&self, what: For, chance_ppm: u32) -> bool {
        self.chance.happens(self.person.number, self.day, what, chance_ppm)
    }

    fn world(&self) -> World<'_> {
        World {
            person: self.person,
            day: self.day,
            minute: self.minute,
            balance: self.balance,
            dues: &self.dues,
        }
    }

    fn counted(mut self) -> Outcome {
        for due in &self.dues {
            if due.day + GRACE_DAYS >= DAYS {
                continue;
            }
            self.outcome.dues += 1;
            let paid_on = due.paid_on.unwrap_or(DAYS);
            if paid_on <= due.day {
                self.outcome.on_time += 1;
            }
            let late = paid_on.saturating_sub(due.by());
            self.outcome.late_days += late as i64;
            if late > GRACE_DAYS {
                self.outcome.fees += LATE_FEE;
            }
        }
        self.outcome
    }
}
