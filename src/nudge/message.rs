//! What a nudge says: the message and its figures, what the customer can do, and why it is said.

use super::past::{channel_of, next_payday};
use super::stage::{Ask, Kind, Situation, Urge, market_stage};
use super::{Action, ActionKind, Alert, DUES_MAX, Message, Nudge, Reason, Stage, clock, key, moved};
use crate::account::{Account, Tone};
use crate::calendar::{CivilDate, CivilTime, Instant};
use crate::digits::whole;
use crate::error::Result;
use crate::lateness::Level;
use crate::market::{Topic, Who};
use crate::money::Minor;
use crate::order::hash;
use crate::outlook::Due;
use crate::params::{Param, Params};
use crate::penalty::projection;

/// Days after which something put off comes back unless the customer says when: a day while there is time, else a week.
const SNOOZE_DAYS: i32 = 1;
const SNOOZE_PAST_DAYS: i32 = 7;
/// Days that a nudge about what is overdue stays, and one that offers help.
const OVERDUE_EXPIRES_DAYS: i32 = 7;
const HELP_EXPIRES_DAYS: i32 = 14;
/// Days ahead in which a new cost is worth a word.
const FEE_DAYS: u16 = 45;

/// Some dues that are spoken of together, at a time.
pub(super) struct Told<'a, 's> {
    pub(super) at: &'s Situation<'a>,
    pub(super) asks: &'s [&'s Ask<'s>],
    /// The ask that chose the moment.
    pub(super) lead: &'s Ask<'s>,
    pub(super) slot: CivilTime,
    pub(super) is_late: bool,
}

/// What is said of them, in figures.
struct Figures<'s> {
    /// At most [`DUES_MAX`].
    dues: Vec<&'s Due>,
    /// Of them all.
    accounts: Vec<String>,
    count: usize,
    first: Option<CivilDate>,
    /// Nothing where currencies differ: they are not added up.
    total: Option<Minor>,
    minimum: Option<Minor>,
    days: i32,
}

/// The figure that a reason is told with.
#[derive(Clone, Copy)]
enum Figure {
    None,
    Days,
    Propensity,
}

impl<'s> Told<'_, 's> {
    pub(super) fn members(asks: &[&Ask<'_>]) -> String {
        let members: Vec<&str> = asks.iter().map(|ask| ask.member).collect();
        members.join("+")
    }

    fn due(&self, ask: &Ask<'_>) -> Option<&'s Due> {
        self.at.outlook.dues.get(ask.due)
    }

    fn account(&self) -> Option<&'s Account> {
        let due = self.due(self.asks.first()?)?;
        self.at.wallet.accounts.get(due.account_index)
    }

    fn is_arrears(&self) -> bool {
        matches!(self.lead.stage, Stage::Overdue) || self.lead.kind == Kind::Arrears
    }

    /// The dues it speaks of, with what they ask for: of what is overdue, all of the accounts.
    fn figures(&self) -> Figures<'s> {
        let mut figures = Figures {
            dues: Vec::new(),
            accounts: Vec::new(),
            count: 0,
            first: None,
            total: Some(Minor::ZERO),
            minimum: None,
            days: 0,
        };
        let is_arrears = self.is_arrears();
        for due in self.asks.iter().filter_map(|ask| self.due(ask)) {
            if !figures.accounts.contains(&due.account) {
                figures.accounts.push(due.account.clone());
            }
            if is_arrears {
                // One of each account is named: the last that fell overdue.
                for overdue in self.at.overdue_of(due.account_index) {
                    figures.dues.push(overdue);
                }
            } else {
                figures.dues.push(due);
            }
        }
        let currency = figures.dues.first().map(|due| due.currency);
        for due in &figures.dues {
            // What is left of a card's statement is on the next one; its minimum alone is asked for.
            let asked = due.minimum.filter(|_| due.days_until < 0).unwrap_or(due.amount.total);
            let total = figures.total.filter(|_| currency == Some(due.currency));
            figures.total = total.map(|total| total.plus(asked));
        }
        figures.count = figures.dues.len();
        if let [due] = figures.dues.as_slice() {
            figures.minimum = due
                .minimum
                .filter(|minimum| minimum.is_positive() && *minimum < due.amount.total);
        }
        figures.first = figures.dues.iter().map(|due| due.date).min();
        if let Some(first) = figures.first {
            figures.days = self.slot.date().days_until(first).saturating_abs();
        }
        figures.dues.truncate(DUES_MAX);
        figures
    }

    fn message_id(&self, figures: &Figures<'_>) -> &'static str {
        let is_one = figures.count <= 1;
        // A due day without an allowed hour is told of before it, and what waited for one may come on the day itself.
        let is_today = figures.days == 0;
        let is_past = figures.first < Some(self.slot.date());
        // Some words name one creditor: of several accounts the plain ones of the day tell.
        let names_one = figures.accounts.len() <= 1;
        match (self.lead.kind, self.lead.stage) {
            (Kind::Autopay, stage) if names_one && stage < Stage::Grace => "near.autopay",
            (Kind::Untold, _) if names_one => "overdue.untold",
            (Kind::Short, stage) if names_one && (stage == Stage::Help || stage < Stage::Grace) => "help.short",
            (Kind::Minimum, _) if names_one => "help.minimum",
            (kind, stage) if kind == Kind::Arrears || (stage == Stage::Help && is_past) => {
                one_or_many(self.asks.len() == 1, "help.overdue", "help.many")
            }
            (_, Stage::Early | Stage::Near | Stage::Due | Stage::Help) if is_today => {
                one_or_many(is_one, "due.one", "due.many")
            }
            (_, Stage::Early) => one_or_many(is_one, "early.one", "early.many"),
            (_, Stage::Near | Stage::Due | Stage::Help) => one_or_many(is_one, "near.one", "near.many"),
            (_, Stage::Grace) => one_or_many(is_one, "grace.one", "grace.many"),
            (_, Stage::Overdue) => one_or_many(is_one, "overdue.one", "overdue.many"),
        }
    }

    fn params(&self, figures: &Figures<'_>, account: &Account) -> Params {
        let mut params = Params::default()
            .with_text("label", &account.label)
            .with_text("creditor", &account.creditor.name)
            .with_count("days", i64::from(figures.days))
            .with_count("count", i64::try_from(figures.count).unwrap_or(i64::MAX));
        if let Some(total) = figures.total {
            params = params.with_amount("amount", total, account.currency);
        }
        if let Some(day) = figures.first {
            params = params.with_date("date", day);
            if self.lead.stage == Stage::Grace {
                params = params.with_date("freeUntil", moved(day, i32::from(account.late.grace_days)));
            }
        }
        if let Some(minimum) = figures.minimum {
            params = params.with_amount("minimum", minimum, account.currency);
        }
        if let Some(short) = self.short(account) {
            params = params.with_amount("short", short, account.currency);
        }
        params
    }

    /// What is missing: for a collection what it lacks, else what paying would take of the reserve.
    fn short(&self, account: &Account) -> Option<Minor> {
        match self.lead.kind {
            Kind::Autopay => {
                let id = self.due(self.lead).map(|due| &due.id);
                let signal = self.at.signal("autopay-will-fail", &account.id, id)?;
                match signal.params.get("missing")? {
                    Param::Number(missing) => Minor::new(*missing).ok(),
                    Param::Text(_) => None,
                }
            }
            Kind::Short => Some(self.at.outlook.funds.as_ref()?.shortfall.as_ref()?.amount),
            _ => None,
        }
    }

    fn tone(&self) -> Tone {
        let is_helpful = self.at.is_strained
            || self.lead.stage == Stage::Help
            || matches!(self.lead.kind, Kind::Untold | Kind::Short);
        self.at.wallet.preferences.tone.unwrap_or(match self.level() {
            _ if is_helpful => Tone::Supportive,
            Level::High => Tone::Warm,
            _ => Tone::Neutral,
        })
    }

    fn level(&self) -> Level {
        let standing = self
            .due(self.lead)
            .and_then(|due| self.at.outlook.accounts.get(due.account_index));
        standing.map_or(Level::Unknown, |standing| standing.lateness.level)
    }

    /// The nudge; a digest of what it says is its revision. `minute` is the minute it was planned for.
    pub(super) fn nudge(&self, minute: u16) -> Option<Nudge> {
        let account = self.account()?;
        let figures = self.figures();
        let id = self.message_id(&figures);
        let tone = self.tone();
        let revision = digest(
            id,
            &[
                i64::from(minute),
                figures.total.map_or(-1, Minor::get),
                figures.minimum.map_or(-1, Minor::get),
                i64::try_from(figures.count).unwrap_or(i64::MAX),
                i64::from(channel_of(self.lead.choice.arm.channel).0),
                match tone {
                    Tone::Neutral => 0,
                    Tone::Warm => 1,
                    Tone::Supportive => 2,
                },
            ],
        );
        let members = Self::members(self.asks);
        Some(Nudge {
            key: key::write(&members, self.lead.stage, self.slot.date(), revision),
            at: self.slot,
            expires: self.expires(),
            dues: figures.dues.iter().map(|due| due.id.clone()).collect(),
            stage: self.lead.stage,
            channel: self.lead.choice.arm.channel,
            tone,
            level: match self.lead.stage {
                Stage::Due | Stage::Grace | Stage::Overdue => Alert::Active,
                Stage::Early | Stage::Near | Stage::Help => Alert::Passive,
            },
            message: Message {
                id,
                params: self.params(&figures, account),
            },
            actions: self.actions(&figures),
            disclosures: self.disclosures(account),
            reasons: self.reasons(&figures),
            propensity: self.lead.choice.propensity_ppm,
            accounts: figures.accounts,
        })
    }

    fn expires(&self) -> CivilTime {
        let day = match self.lead.stage {
            Stage::Overdue => moved(self.slot.date(), OVERDUE_EXPIRES_DAYS),
            Stage::Help if self.lead.kind == Kind::Arrears => moved(self.slot.date(), HELP_EXPIRES_DAYS),
            _ => self.lead.last.max(self.slot.date()),
        };
        CivilTime::end_of(day)
    }

    fn actions(&self, figures: &Figures<'_>) -> Vec<Action> {
        let stage = self.lead.stage;
        let help_first = self.at.is_strained || stage == Stage::Help || self.lead.kind == Kind::Autopay;
        let help_last = !help_first && stage >= Stage::Grace;
        let found = [
            (help_first, ActionKind::SeeOffers),
            (help_first, ActionKind::CannotPay),
            (figures.total.is_none_or(Minor::is_positive), ActionKind::Pay),
            (figures.minimum.is_some(), ActionKind::PayMinimum),
            (stage >= Stage::Due, ActionKind::SeeCost),
            (help_last, ActionKind::SeeOffers),
            (help_last, ActionKind::CannotPay),
            (true, ActionKind::Snooze),
            (true, ActionKind::Why),
            (true, ActionKind::Stop),
            (true, ActionKind::Dispute),
        ];
        let mut actions = Vec::new();
        for (_, kind) in found.into_iter().filter(|(holds, _)| *holds) {
            actions.push(Action {
                kind,
                amount: match kind {
                    ActionKind::Pay => figures.total,
                    ActionKind::PayMinimum => figures.minimum,
                    _ => None,
                },
                until: (kind == ActionKind::Snooze).then(|| self.snooze_until()),
            });
        }
        actions
    }

    /// The next payday where it comes in time, else a day or a week later.
    fn snooze_until(&self) -> CivilTime {
        let (today, stage) = (self.slot.date(), self.lead.stage);
        let is_past = stage == Stage::Overdue || self.lead.kind == Kind::Arrears;
        let payday = self.at.wallet.preferences.payday;
        let payday = payday.map(|payday| next_payday(today, payday));
        let day = payday
            .filter(|day| is_past || *day <= self.lead.last)
            .unwrap_or_else(|| moved(today, if is_past { SNOOZE_PAST_DAYS } else { SNOOZE_DAYS }));
        clock(day, self.lead.choice.arm.part.minute())
    }

    /// What the market wants told with it. What nobody read in a source is not told as its rule.
    fn disclosures(&self, account: &Account) -> Vec<String> {
        let days_until = self.due(self.lead).map_or(0, |due| due.days_until);
        let stage = market_stage(self.lead.stage, days_until);
        let mut who = Who::unknown(self.slot.date());
        (who.product, who.lender, who.stage) = (account.product, account.lender, stage);
        let is_before = matches!(stage, "pre_due" | "due");
        let mut disclosures = Vec::new();
        for (rule, told) in self.at.wallet.rules.told(Topic::Disclosure, &who) {
            let is_meant = match told.code.as_str() {
                "each_electronic" => true,
                "pre_due" => is_before,
                "missed" => !is_before,
                "first_collection" => !is_before && self.lead.times_told == 0,
                _ => false,
            };
            if is_meant && rule.confidence.is_law() {
                disclosures.push(rule.summary.clone());
            }
        }
        disclosures
    }

    fn reasons(&self, figures: &Figures<'_>) -> Vec<Reason> {
        let (lead, choice) = (self.lead, &self.lead.choice);
        let (first, has_days) = match (lead.kind, lead.stage) {
            (Kind::Untold, _) => ("untold", true),
            (Kind::Autopay, _) => ("autopay-may-fail", false),
            (Kind::Short, _) => ("money-short", false),
            (Kind::Arrears | Kind::Minimum, _) | (_, Stage::Help) => ("help-first", true),
            (_, Stage::Early | Stage::Near | Stage::Due) if figures.days == 0 => ("due-today", false),
            (_, Stage::Early | Stage::Near | Stage::Due) => ("due-near", true),
            (_, Stage::Grace) => ("in-grace", true),
            (_, Stage::Overdue) => ("overdue", true),
        };
        let days = if has_days { Figure::Days } else { Figure::None };
        let is_untold = self.asks.iter().any(|ask| ask.is_untold);
        let found = [
            (true, first, days),
            (is_untold && lead.kind != Kind::Untold, "untold", days),
            (self.level() == Level::High, "often-late", Figure::None),
            (lead.is_wished, "your-choice", Figure::None),
            (choice.is_explored && !lead.is_wished, "explored", Figure::Propensity),
            (choice.is_habit && !lead.is_wished, "habit-time", Figure::Propensity),
            (self.is_late, "catch-up", Figure::None),
            (lead.urge == Urge::Escalated, "escalated", Figure::None),
        ];
        let mut reasons = Vec::new();
        for (_, code, figure) in found.iter().filter(|(holds, _, _)| *holds) {
            let params = Params::default();
            reasons.push(Reason {
                code,
                params: match figure {
                    Figure::None => params,
                    Figure::Days => params.with_count("days", i64::from(figures.days)),
                    Figure::Propensity => params.with_count("propensity", i64::from(choice.propensity_ppm)),
                },
            });
        }
        reasons
    }

    /// Adds what waiting would newly cost, of a single account: worked out for what is handed out alone.
    pub(super) fn add_fee(&self, nudge: &mut Nudge, at: &Instant) -> Result<()> {
        let Some(account) = self.account() else { return Ok(()) };
        let costs = !account.late.fees.is_empty() || account.late.interest.is_some();
        let is_time = matches!(self.lead.stage, Stage::Due | Stage::Grace);
        if !costs || !is_time || nudge.accounts.len() != 1 {
            return Ok(());
        }
        let Some(avoid) = projection(self.at.wallet, &account.id, at, Some(&[FEE_DAYS]))?.avoid else {
            return Ok(());
        };
        if !avoid.saves.is_positive() || avoid.pay_by < self.slot.date() {
            return Ok(());
        }
        let with_fee = |params: Params| {
            params
                .with_amount("fee", avoid.saves, account.currency)
                .with_date("payBy", avoid.pay_by)
        };
        nudge.message.params = with_fee(std::mem::take(&mut nudge.message.params));
        nudge.reasons.push(Reason {
            code: "fee-ahead",
            params: with_fee(Params::default()),
        });
        Ok(())
    }
}

fn one_or_many(is_one: bool, one: &'static str, many: &'static str) -> &'static str {
    if is_one { one } else { many }
}

/// A digest of what a nudge says.
fn digest(id: &str, figures: &[i64]) -> u32 {
    figures
        .iter()
        .fold(hash(id), |digest, figure| digest.rotate_left(5) ^ hash(&whole(*figure)))
}
