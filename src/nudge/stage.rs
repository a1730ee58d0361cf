//! What each due calls for: which stage, which kind of message, on which days; or what holds it back.

use super::arm::{Choice, DayPart, Evidence, choose};
use super::gate::{AHEAD_DAYS_MAX, Gate};
use super::past::{Past, Telling};
use super::{Held, Stage, Suppressed, key};
use crate::account::{Account, Hold, Wallet};
use crate::calendar::{CivilDate, CivilTime};
use crate::digits::whole;
use crate::error::Result;
use crate::history::Channel;
use crate::lateness::Level;
use crate::ledger::RowId;
use crate::money::Minor;
use crate::outlook::{Due, DueStatus, Outlook, Signal, StandingKind};

/// Days ahead from which a nudge is early: it can wait to be found.
const EARLY_DAYS: i32 = 4;
/// Days before a due at which someone who is often late hears of it: time to move money.
const EARLY_LEADS: [i32; 2] = [5, 4];
/// Where nothing is known, or little: three days, as monthly reminders in trials, or two.
const LEADS: [i32; 2] = [3, 2];
/// Someone who pays in time needs no more than a word the day before.
const LATE_LEADS: [i32; 2] = [1, 2];
/// Days ahead at which help is offered: early enough to ask for other terms.
const HELP_LEADS: [i32; 2] = [5, 4];
/// Further ahead than this, what was said was said of another due day.
const LEAD_DAYS_MAX: i32 = 21;
/// Days that a collection may take to be booked.
const COLLECTED_DAYS: i32 = 3;
/// Days within which help is not offered twice for paying the minimum alone: it is a habit of months.
const MINIMUM_DAYS: i32 = 90;
/// Days in which help that was offered shows that somebody cannot pay what is overdue.
const HELPED_DAYS: i32 = 60;
/// Overdue dues, or accounts, from which on it is no forgetting.
const OVERDUE_DUES: usize = 3;
const OVERDUE_ACCOUNTS: usize = 2;
/// Days past due from which on ways out come first.
const HELP_AFTER_DAYS: i32 = 30;
/// Minutes after which what was not seen counts as missed: a day.
const UNSEEN_MINUTES: i64 = 1_440;
/// Days past a due day from which its grace is told: what was paid on the day is booked by then.
const BOOKED_DAYS: i32 = 2;
/// Days between the word in grace and that of what is overdue, where the first was seen.
const OVERDUE_GAP_DAYS: i32 = 7;
/// Days that what is overdue waits for an allowed moment before it is asked anew.
const OVERDUE_WAIT_DAYS: i32 = 14;

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// That it is due.
    Plain,
    /// That its collection may fail.
    Autopay,
    /// That it passed, and nothing was said in time.
    Untold,
    /// That the money will not cover it.
    Short,
    /// That there are ways out of what is overdue.
    Arrears,
    /// That only minimums are paid.
    Minimum,
}

/// Whether it may follow soon upon what was said of the same due before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Urge {
    /// Some days lie between.
    Usual,
    /// What was said before was not seen.
    Missed,
    /// It was not seen, and the next channel may be.
    Escalated,
    /// The customer put it off until then; it is not said before.
    PutOff,
}

/// Something that a due calls for.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    /// The due's place in the outlook.
    pub(super) due: usize,
    pub(super) member: String,
    pub(super) stage: Stage,
    pub(super) kind: Kind,
    /// Whether it passed and nothing that was said of it was seen: whoever hears of it now is told so.
    pub(super) is_untold: bool,
    /// When it would best be said; may have passed.
    pub(super) wanted: CivilTime,
    /// The last day on which it is worth saying.
    pub(super) last: CivilDate,
    pub(super) choice: Choice,
    /// Whether the customer named the lead or the hour.
    pub(super) is_wished: bool,
    pub(super) urge: Urge,
    /// When something was last shown of the same due.
    pub(super) shown_on: Option<CivilDate>,
    /// How often something was said of what is past due.
    pub(super) times_told: u16,
}

/// What is said next of what is past due, from which day on and until when.
struct Step {
    kind: Kind,
    is_untold: bool,
    first: CivilDate,
    last: CivilDate,
}

/// What was said of one due, as long as it is of the due day it has.
#[derive(Clone, Default)]
struct Told {
    /// The last stage before the due day; help then counts as near.
    before: Option<Stage>,
    was_in_grace: bool,
    times_past: u16,
    last_past: Option<CivilDate>,
    is_seen: bool,
    shown_on: Option<CivilDate>,
    last: Option<Last>,
}

/// The last that was said, or may have been.
#[derive(Clone, Copy)]
struct Last {
    at: CivilTime,
    channel: Option<Channel>,
    is_seen: bool,
    snoozed: Option<CivilTime>,
}

/// All that decides what is asked.
pub(super) struct Situation<'a> {
    pub(super) wallet: &'a Wallet,
    pub(super) outlook: &'a Outlook,
    pub(super) past: &'a Past<'a>,
    pub(super) evidence: &'a Evidence,
    pub(super) now: CivilTime,
    pub(super) is_strained: bool,
    pub(super) ladder: &'a [Channel],
    /// Of each due.
    pub(super) said: Vec<Said>,
}

/// What all dues ask for, and what was held back.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) asks: Vec<Ask>,
    pub(super) held: Vec<Suppressed>,
    /// When something changes that cannot be planned ahead.
    pub(super) wakes: Vec<CivilTime>,
}

/// A due as keys name it, and what the customer or the host said of it that keeps it quiet.
pub(super) struct Said {
    member: String,
    held: Option<Held>,
}

/// What was said of each due of an outlook.
pub(super) fn said(wallet: &Wallet, outlook: &Outlook, past: &Past<'_>, today: CivilDate) -> Vec<Said> {
    let said = outlook.dues.iter().map(|due| {
        let member = key::member(&due.account, &due.id.text());
        let account = wallet.accounts.get(due.account_index);
        let held = account.and_then(|account| past.held(due.account_index, account, &member, due.date, today));
        Said { member, held }
    });
    said.collect()
}

/// Whether the customer cannot pay, as far as anybody can tell: then less is said, and help comes first.
pub(super) fn is_strained(wallet: &Wallet, outlook: &Outlook, past: &Past<'_>, today: CivilDate) -> bool {
    let overdue = outlook.dues.iter().filter(|due| due.status == DueStatus::Overdue);
    let accounts = outlook.accounts.iter();
    let accounts = accounts
        .filter(|standing| standing.standing == StandingKind::Overdue)
        .count();
    let was_helped = (0..wallet.accounts.len()).any(|index| {
        let helped = past.account(index).and_then(|account| account.helped);
        helped.is_some_and(|day| day.days_until(today) <= HELPED_DAYS)
    });
    past.cannot_pay
        || accounts >= OVERDUE_ACCOUNTS
        || overdue.count() >= OVERDUE_DUES
        || was_helped && accounts > 0
        || wallet
            .accounts
            .iter()
            .any(|account| account.hold == Some(Hold::Hardship))
        || outlook.funds.as_ref().is_some_and(|funds| funds.shortfall.is_some())
}

impl<'a> Situation<'a> {
    /// What every due asks for, in the outlook's order.
    pub(super) fn ask(&self, gate: &mut Gate<'_>) -> Result<Asked> {
        let mut asked = Asked::default();
        let latest = self.latest_overdue();
        for (place, due) in self.outlook.dues.iter().enumerate() {
            let account = self.wallet.accounts.get(due.account_index);
            let (Some(account), Some(said)) = (account, self.said.get(place)) else {
                continue;
            };
            let case = Case {
                at: self,
                place,
                due,
                account,
                told: self.told(&said.member, due.date),
                is_latest_overdue: latest.get(due.account_index) == Some(&Some(place)),
                member: &said.member,
                said: said.held,
            };
            if let Some(held) = case.held(gate) {
                asked.held.push(case.suppressed(case.stage_on(self.now.date()), held));
            } else if due.days_until >= 0 {
                case.ask_before(gate, &mut asked)?;
            } else {
                case.ask_after(gate, &mut asked)?;
            }
        }
        Ok(asked)
    }

    fn told(&self, member: &str, due_on: CivilDate) -> Told {
        let mut told = Told::default();
        let wished = self.wallet.preferences.lead_days.map_or(0, i32::from);
        let lead_max = LEAD_DAYS_MAX.max(wished.saturating_add(AHEAD_DAYS_MAX));
        for telling in self.past.of_due(member) {
            let lead = telling.key.day.days_until(due_on);
            let is_valid = match telling.key.stage {
                Stage::Early | Stage::Near | Stage::Help => lead <= lead_max,
                Stage::Due => lead <= AHEAD_DAYS_MAX,
                Stage::Grace | Stage::Overdue => lead < 0,
            };
            if is_valid {
                told.take(telling, lead, self.now);
            }
        }
        told
    }

    /// What is overdue, with its place, but for what was said to be settled.
    fn overdue(&self) -> impl Iterator<Item = (usize, &'a Due)> {
        let past = self.outlook.dues.iter().take_while(|due| due.days_until < 0);
        past.enumerate().filter(|(place, due)| {
            due.status == DueStatus::Overdue && self.said.get(*place).is_some_and(|said| said.held.is_none())
        })
    }

    /// What is overdue of an account.
    pub(super) fn overdue_of(&self, account_index: usize) -> impl Iterator<Item = &'a Due> {
        let overdue = self.overdue().map(|(_, due)| due);
        overdue.filter(move |due| due.account_index == account_index)
    }

    /// The accounts of which something is overdue.
    pub(super) fn overdue_accounts(&self) -> impl Iterator<Item = &'a Account> {
        let wallet = self.wallet;
        let latest = self.latest_overdue().into_iter().zip(&wallet.accounts);
        latest.filter_map(|(latest, account)| latest.map(|_| account))
    }

    /// The place of each account's last due that fell overdue.
    fn latest_overdue(&self) -> Vec<Option<usize>> {
        let mut latest = vec![None; self.wallet.accounts.len()];
        for (place, due) in self.overdue() {
            if let Some(known) = latest.get_mut(due.account_index) {
                *known = Some(place);
            }
        }
        latest
    }

    /// Whether the money that is known of will not cover a due.
    fn is_short(&self, due: &Due) -> bool {
        let is_own = self
            .wallet
            .funds
            .as_ref()
            .is_some_and(|funds| funds.currency == due.currency);
        let short = self.outlook.funds.as_ref().and_then(|funds| funds.shortfall.as_ref());
        is_own && short.is_some_and(|short| short.date <= due.date)
    }

    /// What the outlook found of an account, or of one due of it.
    pub(super) fn signal(&self, code: &str, account: &str, due: Option<&RowId>) -> Option<&'a Signal> {
        self.outlook.signals.iter().find(|signal| {
            signal.code == code
                && signal.account.as_deref() == Some(account)
                && (due.is_none() || signal.due.as_ref() == due)
        })
    }
}

impl Told {
    fn take(&mut self, telling: &Telling<'_>, lead: i32, now: CivilTime) {
        if let Some(at) = telling
            .reached(now)
            .filter(|at| self.last.as_ref().is_none_or(|last| last.at <= *at))
        {
            self.last = Some(Last {
                at,
                channel: telling.channel,
                is_seen: telling.is_seen,
                snoozed: telling.snoozed,
            });
        }
        self.is_seen |= telling.is_seen;
        let Some(shown) = telling.shown else { return };
        self.shown_on = self.shown_on.max(Some(shown.date()));
        match telling.key.stage {
            Stage::Help if lead >= 0 => self.before = self.before.max(Some(Stage::Near)),
            Stage::Early | Stage::Near | Stage::Due => self.before = self.before.max(Some(telling.key.stage)),
            Stage::Grace => self.was_in_grace = true,
            Stage::Overdue | Stage::Help => {
                self.times_past = self.times_past.saturating_add(1);
                self.last_past = self.last_past.max(Some(shown.date()));
            }
        }
    }

    /// Whether the last that was said was missed for a day.
    fn is_missed(&self, now: CivilTime) -> bool {
        let last = self.last.as_ref().filter(|last| !last.is_seen);
        last.is_some_and(|last| minutes_between(last.at, now) >= UNSEEN_MINUTES)
    }

    /// When what was said counts as missed, unless it is seen by then: a day later.
    fn missed_from(&self) -> Result<Option<CivilTime>> {
        let last = self.last.as_ref().filter(|last| !last.is_seen);
        last.map(|last| CivilTime::new(last.at.date().plus_days(1)?, last.at.minute()))
            .transpose()
    }

    fn snoozed(&self) -> Option<CivilTime> {
        self.last.as_ref().and_then(|last| last.snoozed)
    }
}

fn minutes_between(from: CivilTime, to: CivilTime) -> i64 {
    i64::from(from.date().days_until(to.date()))
        .saturating_mul(1_440)
        .saturating_add(i64::from(to.minute()))
        .saturating_sub(i64::from(from.minute()))
}

/// One due with what was said of it.
struct Case<'a, 's> {
    at: &'s Situation<'a>,
    place: usize,
    due: &'s Due,
    account: &'s Account,
    member: &'s str,
    said: Option<Held>,
    told: Told,
    /// Whether it is the last of its account that fell overdue: one nudge speaks of them all.
    is_latest_overdue: bool,
}

impl Case<'_, '_> {
    /// What holds back everything about it.
    fn held(&self, gate: &mut Gate<'_>) -> Option<Held> {
        let hold = self.account.hold.map(|hold| match hold {
            Hold::Disputed => Held::HoldDisputed,
            Hold::Hardship => Held::HoldHardship,
            Hold::Paused => Held::HoldPaused,
            Hold::Stopped => Held::HoldStopped,
        });
        let muted = &self.at.wallet.preferences.muted_accounts;
        let today = self.at.now.date();
        hold.or_else(|| muted.contains(&self.account.id).then_some(Held::Muted))
            .or(self.said)
            .or_else(|| self.is_collected().then_some(Held::Autopay))
            .or_else(|| {
                let (channels, _) = self.channels(gate, self.stage_on(today));
                channels.is_empty().then_some(Held::OptedOut)
            })
    }

    /// Whether it is collected without anybody's doing, as far as anybody can tell.
    fn is_collected(&self) -> bool {
        self.due.autopay && self.due.days_until > -COLLECTED_DAYS && !self.may_bounce()
    }

    fn may_bounce(&self) -> bool {
        let id = Some(&self.due.id);
        self.at.signal("autopay-will-fail", &self.account.id, id).is_some()
    }

    fn stage_on(&self, day: CivilDate) -> Stage {
        let grace = i32::from(self.account.late.grace_days);
        match day.days_until(self.due.date) {
            EARLY_DAYS.. => Stage::Early,
            1.. => Stage::Near,
            0 => Stage::Due,
            late if late.saturating_neg() <= grace => Stage::Grace,
            _ => Stage::Overdue,
        }
    }

    fn suppressed(&self, stage: Stage, reason: Held) -> Suppressed {
        Suppressed {
            key: key::write(self.member, stage, self.at.now.date(), 0),
            account: self.account.id.clone(),
            reason,
            rule: None,
        }
    }

    /// What it asks for up to its day.
    fn ask_before(&self, gate: &mut Gate<'_>, asked: &mut Asked) -> Result<()> {
        let (today, due_on) = (self.at.now.date(), self.due.date);
        asked
            .wakes
            .push(CivilTime::new(due_on.plus_days(1)?, DayPart::Morning.minute())?);
        let kind = self.kind_before(today);
        let first = asked.asks.len();
        if let Some(until) = self.told.snoozed() {
            self.ask_put_off(gate, kind, until, asked)?;
        } else if self.told.before.is_none() && today < due_on && self.at.wallet.preferences.lead_days != Some(0) {
            self.ask_near(gate, kind, asked)?;
        }
        let is_asked = asked.asks.len() > first;
        self.ask_on_day(gate, kind, is_asked, asked)
    }

    /// What the customer put off, at the time it was put off to.
    fn ask_put_off(&self, gate: &mut Gate<'_>, kind: Kind, until: CivilTime, asked: &mut Asked) -> Result<()> {
        let today = self.at.now.date();
        if until > self.at.now {
            asked.held.push(self.suppressed(self.stage_on(today), Held::Snoozed));
            asked.wakes.push(until);
        }
        if until.date() <= self.due.date {
            let stage = match self.stage_on(until.date().max(today)) {
                Stage::Early | Stage::Near if is_help(kind) => Stage::Help,
                stage => stage,
            };
            asked
                .asks
                .extend(self.snoozed(gate, stage, kind, until, self.due.date)?);
        }
        Ok(())
    }

    /// The one word before the due day: earlier for someone who is often late.
    fn ask_near(&self, gate: &mut Gate<'_>, kind: Kind, asked: &mut Asked) -> Result<()> {
        if self.at.is_strained && kind == Kind::Plain && self.at.overdue_of(self.due.account_index).next().is_some() {
            asked.held.push(self.suppressed(Stage::Near, Held::CannotPay));
            return Ok(());
        }
        let wish = self.at.wallet.preferences.lead_days.map(i32::from);
        let wished: [i32; 1] = [wish.unwrap_or_default()];
        let leads: &[i32] = match (wish, self.level()) {
            (Some(_), _) => &wished,
            _ if is_help(kind) => &HELP_LEADS,
            (None, Level::Low) => &LATE_LEADS,
            (None, Level::High) => &EARLY_LEADS,
            _ => &LEADS,
        };
        let last = self.due.date.plus_days(-1)?;
        asked.asks.extend(self.planned(gate, Stage::Near, kind, leads, last)?);
        Ok(())
    }

    /// The last word, on the due day: left out where the one before was seen and will do.
    fn ask_on_day(&self, gate: &mut Gate<'_>, kind: Kind, is_asked: bool, asked: &mut Asked) -> Result<()> {
        let (wish, due_on) = (self.at.wallet.preferences.lead_days, self.due.date);
        let is_snoozed = self.told.snoozed().is_some_and(|until| until.date() >= due_on);
        if self.told.before >= Some(Stage::Due) || is_snoozed {
            return Ok(());
        }
        let is_open = !is_asked && (self.told.last.is_none() || self.told.is_missed(self.at.now));
        let is_settled = self.due.minimum.is_some_and(Minor::is_zero);
        if wish != Some(0) && !is_open || is_settled {
            if !is_asked {
                asked.held.push(self.suppressed(Stage::Due, Held::ToldAlready));
                asked.wakes.extend(self.told.missed_from()?);
            }
            return Ok(());
        }
        if self.at.is_strained && (is_asked || self.told.before.is_some()) {
            asked.held.push(self.suppressed(Stage::Due, Held::CannotPay));
            return Ok(());
        }
        let kind = if kind == Kind::Minimum { Kind::Plain } else { kind };
        let ask = if is_asked {
            self.after_another().planned(gate, Stage::Due, kind, &[0], due_on)?
        } else {
            self.planned(gate, Stage::Due, kind, &[0], due_on)?
        };
        asked.asks.extend(ask);
        Ok(())
    }

    /// The same once something else of this plan was said of it: nothing is missed then.
    fn after_another(&self) -> Self {
        Self {
            told: Told {
                last: None,
                ..self.told.clone()
            },
            ..*self
        }
    }

    fn kind_before(&self, today: CivilDate) -> Kind {
        let helped = self
            .at
            .past
            .account(self.due.account_index)
            .and_then(|past| past.helped);
        let is_new = helped.is_none_or(|day| day.days_until(today) > MINIMUM_DAYS);
        if self.due.autopay {
            Kind::Autopay
        } else if self.at.is_short(self.due) {
            Kind::Short
        } else if is_new && self.at.signal("minimum-only-streak", &self.account.id, None).is_some() {
            Kind::Minimum
        } else {
            Kind::Plain
        }
    }

    /// What it asks for past its day. Nothing of it is planned ahead: a platform would say it even if it was paid by then.
    fn ask_after(&self, gate: &mut Gate<'_>, asked: &mut Asked) -> Result<()> {
        let today = self.at.now.date();
        let stage = self.stage_on(today);
        if stage == Stage::Overdue && !self.is_latest_overdue {
            return Ok(());
        }
        let Some(step) = self.step_after(stage)? else {
            asked.held.push(self.suppressed(stage, Held::ToldAlready));
            return Ok(());
        };
        let (kind, after, last) = (step.kind, step.first, step.last);
        let stage = if kind == Kind::Arrears { Stage::Help } else { stage };
        if let Some(until) = self.told.snoozed() {
            if until > self.at.now {
                asked.held.push(self.suppressed(stage, Held::Snoozed));
                asked.wakes.push(until);
            }
            asked
                .asks
                .extend(self.snoozed(gate, stage, kind, until, last.max(until.date()))?);
        } else if after <= today {
            let mut ask = self.planned(gate, stage, kind, &[-1], last)?;
            if let Some(ask) = &mut ask {
                // Nobody waits for the evening to learn what they were not told.
                let minute = if step.is_untold { 0 } else { ask.wanted.minute() };
                ask.wanted = CivilTime::new(after, minute)?;
                ask.is_untold = step.is_untold;
            }
            asked.asks.extend(ask);
        } else {
            asked.held.push(self.suppressed(stage, Held::ToldAlready));
            asked.wakes.push(CivilTime::new(after, DayPart::Morning.minute())?);
        }
        Ok(())
    }

    fn step_after(&self, stage: Stage) -> Result<Option<Step>> {
        let grace_end = self.due.date.plus_days(i32::from(self.account.late.grace_days))?;
        if stage == Stage::Grace {
            // Who cannot pay gains nothing from a last free day, and who mostly pays in time knows of it already.
            let is_known = self.told.was_in_grace || self.told.is_seen && self.level() != Level::High;
            if self.at.is_strained || is_known && self.told.snoozed().is_none() {
                return Ok(None);
            }
            return Ok(Some(Step {
                kind: Kind::Plain,
                is_untold: false,
                first: self.due.date.plus_days(BOOKED_DAYS)?.min(grace_end),
                last: grace_end,
            }));
        }
        let standing = self.at.outlook.accounts.get(self.due.account_index);
        let is_long = standing.is_some_and(|standing| standing.days_past_due > HELP_AFTER_DAYS);
        let help_first = self.at.is_strained || is_long;
        let seen = self
            .at
            .past
            .account(self.due.account_index)
            .and_then(|past| past.arrears_seen);
        // Who cannot pay knows of what is overdue once any of it was seen; another silence is none.
        let known_since = if help_first {
            self.due.date.plus_days(-HELP_AFTER_DAYS)?
        } else {
            self.due.date
        };
        let is_first = self.told.times_past == 0;
        let is_untold = is_first && !self.told.is_seen && seen.is_none_or(|day| day <= known_since);
        let (kind, gap_days) = match self.told.times_past {
            0 if is_untold && !help_first => (Kind::Untold, 0),
            0 if help_first => (Kind::Arrears, 0),
            0 => (Kind::Plain, OVERDUE_GAP_DAYS),
            1..=2 if help_first => (Kind::Arrears, 30),
            1 => (Kind::Arrears, 14),
            2 => (Kind::Arrears, 30),
            _ if self.told.snoozed().is_some() => (Kind::Arrears, 0),
            _ => return Ok(None),
        };
        let first = grace_end.plus_days(1)?;
        // Who saw the word in grace knows; who did not is told as soon as it may be.
        let is_known = self.told.was_in_grace && self.told.is_seen;
        let told_on = self.told.last_past.or(self.told.shown_on.filter(|_| is_known));
        let after = match told_on {
            Some(told) => first.max(told.plus_days(gap_days)?),
            None => first,
        };
        Ok(Some(Step {
            kind,
            is_untold,
            first: after,
            last: self.at.now.date().plus_days(OVERDUE_WAIT_DAYS)?,
        }))
    }

    fn level(&self) -> Level {
        let standing = self.at.outlook.accounts.get(self.due.account_index);
        standing.map_or(Level::Unknown, |standing| standing.lateness.level)
    }

    /// The channels that the market allows; after a miss the next that reaches further than the one that was missed.
    fn channels(&self, gate: &mut Gate<'_>, stage: Stage) -> (Vec<Channel>, bool) {
        let word = market_stage(stage, self.due.days_until);
        let mut open = self.at.ladder.to_vec();
        open.retain(|channel| {
            let group = gate.group(self.account, word, *channel);
            !gate.is_never(group)
        });
        let missed = self.told.last.as_ref().filter(|_| self.told.is_missed(self.at.now));
        let missed = missed.and_then(|last| open.iter().position(|channel| Some(*channel) == last.channel));
        let further = missed
            .and_then(|place| open.get(place.saturating_add(1)..))
            .unwrap_or_default();
        // Only who opens the app sees what is in it: nothing goes further by going there.
        let next = further.iter().find(|channel| **channel != Channel::InApp).copied();
        match (next, &self.at.wallet.preferences.channels) {
            (Some(next), _) => (vec![next], true),
            (None, Some(_)) => {
                open.truncate(1);
                (open, false)
            }
            (None, None) => (open, false),
        }
    }

    /// An ask for the best of some days before the due day.
    fn planned(
        &self,
        gate: &mut Gate<'_>,
        stage: Stage,
        kind: Kind,
        leads: &[i32],
        last: CivilDate,
    ) -> Result<Option<Ask>> {
        let (channels, is_escalated) = self.channels(gate, stage);
        let hour = self.at.wallet.preferences.hour;
        let minute = hour.map(|hour| hour.saturating_mul(60));
        let wished_part = minute.map(|minute| [DayPart::of(minute)]);
        let parts = wished_part.as_ref().map_or(&DayPart::ALL[..], |part| part);
        let seed = [self.member, "/", stage.word(), "/", &whole(self.told.times_past)].concat();
        let Some(choice) = choose(self.at.evidence, leads, parts, &channels, &seed) else {
            return Ok(None);
        };
        let day = self.due.date.plus_days(choice.arm.lead_days.max(0).saturating_neg())?;
        let stage = match stage {
            Stage::Near if is_help(kind) => Stage::Help,
            Stage::Near if choice.arm.lead_days >= EARLY_DAYS && kind == Kind::Plain => Stage::Early,
            stage => stage,
        };
        let is_lead_wished = self.at.wallet.preferences.lead_days.is_some() && stage < Stage::Due;
        Ok(Some(Ask {
            due: self.place,
            member: self.member.to_owned(),
            stage,
            kind,
            is_untold: false,
            wanted: CivilTime::new(day, minute.unwrap_or_else(|| choice.arm.part.minute()))?,
            last,
            choice,
            is_wished: hour.is_some() || is_lead_wished,
            urge: match () {
                () if is_escalated => Urge::Escalated,
                () if self.told.is_missed(self.at.now) => Urge::Missed,
                () => Urge::Usual,
            },
            shown_on: self.told.shown_on,
            times_told: self.told.times_past,
        }))
    }

    /// An ask for the time that the customer put it off to.
    fn snoozed(
        &self,
        gate: &mut Gate<'_>,
        stage: Stage,
        kind: Kind,
        until: CivilTime,
        last: CivilDate,
    ) -> Result<Option<Ask>> {
        let ask = self.planned(gate, stage, kind, &[until.date().days_until(self.due.date)], last)?;
        Ok(ask.map(|ask| Ask {
            wanted: until,
            is_wished: true,
            urge: Urge::PutOff,
            ..ask
        }))
    }
}

/// Whether it offers help before the due day.
fn is_help(kind: Kind) -> bool {
    matches!(kind, Kind::Short | Kind::Minimum)
}

/// How far a debt is, as packs name it.
pub(super) fn market_stage(stage: Stage, days_until: i32) -> &'static str {
    match stage {
        Stage::Early | Stage::Near => "pre_due",
        Stage::Help if days_until >= 0 => "pre_due",
        Stage::Due => "due",
        Stage::Grace => "grace",
        Stage::Overdue | Stage::Help => "arrears",
    }
}
