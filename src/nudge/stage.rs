//! What each due calls for: which stage, which kind of message, on which days; or what holds it back.

use super::arm::{Choice, DayPart, Evidence, choose};
use super::gate::{AHEAD_DAYS_MAX, Gate, Holding};
use super::past::{Past, Telling};
use super::{Held, SUPPRESSED_MAX, Stage, Suppressed, clock, key, moved};
use crate::account::{Account, Hold, Wallet};
use crate::calendar::{CivilDate, CivilTime};
use crate::digits::whole;
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
#[derive(Clone, Copy, Debug)]
pub(super) struct Ask<'s> {
    /// The due's place in the outlook.
    pub(super) due: usize,
    pub(super) member: &'s str,
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
#[derive(Default)]
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
    pub(super) said: &'a [Said],
    /// The place of each account's last due that fell overdue.
    pub(super) latest_overdue: Vec<Option<usize>>,
}

/// What all dues ask for, and what was held back.
pub(super) struct Asked<'s> {
    pub(super) asks: Vec<Ask<'s>>,
    pub(super) held: Vec<Suppressed>,
    pub(super) wake: Wake,
}

/// When something changes next that cannot be planned ahead.
#[derive(Clone, Copy)]
pub(super) struct Wake {
    now: CivilTime,
    pub(super) next: Option<CivilTime>,
}

impl Wake {
    #[inline(never)]
    pub(super) fn at(&mut self, at: CivilTime) {
        if at > self.now && self.next.is_none_or(|next| at < next) {
            self.next = Some(at);
        }
    }
}

/// A due as keys name it, and what the customer or the host said of it that keeps it quiet.
pub(super) struct Said {
    member: String,
    held: Option<Held>,
}

/// What was said of each due of an outlook.
pub(super) fn said(wallet: &Wallet, outlook: &Outlook, past: &Past<'_>, today: CivilDate) -> Vec<Said> {
    let mut said = Vec::with_capacity(outlook.dues.len());
    for due in &outlook.dues {
        let member = key::member(&due.account, &due.id.text());
        let account = wallet.accounts.get(due.account_index);
        let held = account.and_then(|account| past.held(due.account_index, account, &member, due.date, today));
        said.push(Said { member, held });
    }
    said
}

/// What is overdue, with its place, but for what was said to be settled.
fn overdue<'a>(outlook: &'a Outlook, said: &'a [Said]) -> impl Iterator<Item = (usize, &'a Due)> {
    let dues = outlook.dues.iter().zip(said).enumerate();
    dues.filter(|(_, (due, said))| due.status == DueStatus::Overdue && said.held.is_none())
        .map(|(place, (due, _))| (place, due))
}

/// The place of each account's last due that fell overdue.
pub(super) fn latest_overdue(wallet: &Wallet, outlook: &Outlook, said: &[Said]) -> Vec<Option<usize>> {
    let mut latest = vec![None; wallet.accounts.len()];
    for (place, due) in overdue(outlook, said) {
        if let Some(known) = latest.get_mut(due.account_index) {
            *known = Some(place);
        }
    }
    latest
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
    pub(super) fn ask(&self, gate: &mut Gate<'_>) -> Asked<'a> {
        let mut asked = Asked {
            asks: Vec::new(),
            held: Vec::new(),
            wake: Wake {
                now: self.now,
                next: None,
            },
        };
        for (place, (due, said)) in self.outlook.dues.iter().zip(self.said).enumerate() {
            let Some(account) = self.wallet.accounts.get(due.account_index) else {
                continue;
            };
            let mut case = Case {
                at: self,
                place,
                due,
                account,
                told: self.told(due, &said.member),
                is_latest_overdue: self.latest_overdue.get(due.account_index) == Some(&Some(place)),
                member: &said.member,
                said: said.held,
                gate,
                asked: &mut asked,
            };
            if let Some(held) = case.held() {
                case.hold(case.stage_on(self.now.date()), held);
            } else if due.days_until >= 0 {
                case.ask_before();
            } else {
                case.ask_after();
            }
        }
        asked
    }

    fn told(&self, due: &Due, member: &str) -> Told {
        let mut told = Told::default();
        let wished = self.wallet.preferences.lead_days.map_or(0, i32::from);
        let lead_max = LEAD_DAYS_MAX.max(wished.saturating_add(AHEAD_DAYS_MAX));
        for telling in self.past.of_due(due.account_index, member) {
            let lead = telling.key.day.days_until(due.date);
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

    /// What is overdue of an account.
    pub(super) fn overdue_of(&self, account_index: usize) -> impl Iterator<Item = &'a Due> {
        let overdue = overdue(self.outlook, self.said).map(|(_, due)| due);
        overdue.filter(move |due| due.account_index == account_index)
    }

    /// The accounts of which something is overdue.
    pub(super) fn overdue_accounts(&self) -> impl Iterator<Item = &'a Account> {
        let latest = self.latest_overdue.iter().zip(&self.wallet.accounts);
        latest.filter_map(|(latest, account)| latest.map(|_| account))
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
    fn missed_from(&self) -> Option<CivilTime> {
        let last = self.last.as_ref().filter(|last| !last.is_seen)?;
        Some(clock(moved(last.at.date(), 1), last.at.minute()))
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

/// One due with what was said of it, and where its asks go.
struct Case<'a, 's, 'r> {
    at: &'s Situation<'a>,
    place: usize,
    due: &'a Due,
    account: &'a Account,
    member: &'a str,
    said: Option<Held>,
    told: Told,
    /// Whether it is the last of its account that fell overdue: one nudge speaks of them all.
    is_latest_overdue: bool,
    gate: &'s mut Gate<'r>,
    asked: &'s mut Asked<'a>,
}

impl<'a> Case<'a, '_, '_> {
    /// What holds back everything about it.
    fn held(&mut self) -> Option<Held> {
        match self.account.hold {
            Some(Hold::Disputed) => return Some(Held::HoldDisputed),
            Some(Hold::Hardship) => return Some(Held::HoldHardship),
            Some(Hold::Paused) => return Some(Held::HoldPaused),
            Some(Hold::Stopped) => return Some(Held::HoldStopped),
            None => {}
        }
        let muted = &self.at.wallet.preferences.muted_accounts;
        if muted.contains(&self.account.id) {
            return Some(Held::Muted);
        }
        if self.said.is_some() {
            return self.said;
        }
        if self.is_collected() {
            return Some(Held::Autopay);
        }
        let (channels, _) = self.channels(self.stage_on(self.at.now.date()));
        channels.is_empty().then_some(Held::OptedOut)
    }

    /// Whether it is collected without anybody's doing, as far as anybody can tell.
    fn is_collected(&self) -> bool {
        self.due.autopay && self.due.days_until > -COLLECTED_DAYS && !self.may_bounce()
    }

    fn is_account_overdue(&self) -> bool {
        let latest = self.at.latest_overdue.get(self.due.account_index);
        latest.is_some_and(Option::is_some)
    }

    fn may_bounce(&self) -> bool {
        let id = Some(&self.due.id);
        self.at.signal("autopay-will-fail", &self.account.id, id).is_some()
    }

    #[inline(never)]
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

    #[inline(never)]
    fn hold(&mut self, stage: Stage, reason: Held) {
        let today = self.at.now.date();
        hold(
            &mut self.asked.held,
            self.due,
            self.member,
            (stage, today),
            (reason, None),
        );
    }

    #[inline(never)]
    fn add(&mut self, ask: Option<Ask<'a>>) {
        self.asked.asks.extend(ask);
    }

    /// What it asks for up to its day.
    fn ask_before(&mut self) {
        let (today, due_on) = (self.at.now.date(), self.due.date);
        self.asked.wake.at(clock(moved(due_on, 1), DayPart::Morning.minute()));
        let kind = self.kind_before(today);
        let ask = if let Some(until) = self.told.snoozed() {
            self.ask_put_off(kind, until)
        } else if self.told.before.is_none() && today < due_on && self.at.wallet.preferences.lead_days != Some(0) {
            self.ask_near(kind)
        } else {
            None
        };
        let on_day = self.ask_on_day(kind, ask.is_some());
        self.add(ask);
        self.add(on_day);
    }

    /// What the customer put off, at the time it was put off to.
    fn ask_put_off(&mut self, kind: Kind, until: CivilTime) -> Option<Ask<'a>> {
        let today = self.at.now.date();
        self.hold_until(self.stage_on(today), until);
        if until.date() > self.due.date {
            return None;
        }
        let stage = match self.stage_on(until.date().max(today)) {
            Stage::Early | Stage::Near if is_help(kind) => Stage::Help,
            stage => stage,
        };
        self.snoozed(stage, kind, until, self.due.date)
    }

    /// Puts it off to a time that has not come.
    fn hold_until(&mut self, stage: Stage, until: CivilTime) {
        if until > self.at.now {
            self.hold(stage, Held::Snoozed);
            self.asked.wake.at(until);
        }
    }

    /// The one word before the due day: earlier for someone who is often late.
    fn ask_near(&mut self, kind: Kind) -> Option<Ask<'a>> {
        if self.at.is_strained && kind == Kind::Plain && self.is_account_overdue() {
            self.hold(Stage::Near, Held::CannotPay);
            return None;
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
        self.planned(Stage::Near, kind, leads, moved(self.due.date, -1))
    }

    /// The last word, on the due day: left out where the one before was seen and will do.
    fn ask_on_day(&mut self, kind: Kind, is_asked: bool) -> Option<Ask<'a>> {
        let (wish, due_on) = (self.at.wallet.preferences.lead_days, self.due.date);
        let is_snoozed = self.told.snoozed().is_some_and(|until| until.date() >= due_on);
        if self.told.before >= Some(Stage::Due) || is_snoozed {
            return None;
        }
        let is_open = !is_asked && (self.told.last.is_none() || self.told.is_missed(self.at.now));
        let is_settled = self.due.minimum.is_some_and(Minor::is_zero);
        if wish != Some(0) && !is_open || is_settled {
            if !is_asked {
                self.hold(Stage::Due, Held::ToldAlready);
                if let Some(missed) = self.told.missed_from() {
                    self.asked.wake.at(missed);
                }
            }
            return None;
        }
        if self.at.is_strained && (is_asked || self.told.before.is_some()) {
            self.hold(Stage::Due, Held::CannotPay);
            return None;
        }
        if is_asked {
            // Once something else of this plan is said of it, nothing is missed.
            self.told.last = None;
        }
        let kind = if kind == Kind::Minimum { Kind::Plain } else { kind };
        self.planned(Stage::Due, kind, &[0], due_on)
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
    fn ask_after(&mut self) {
        let today = self.at.now.date();
        let stage = self.stage_on(today);
        if stage == Stage::Overdue && !self.is_latest_overdue {
            return;
        }
        let Some(step) = self.step_after(stage) else {
            self.hold(stage, Held::ToldAlready);
            return;
        };
        let stage = if step.kind == Kind::Arrears { Stage::Help } else { stage };
        let ask = if let Some(until) = self.told.snoozed() {
            self.hold_until(stage, until);
            self.snoozed(stage, step.kind, until, step.last.max(until.date()))
        } else if step.first <= today {
            let ask = self.planned(stage, step.kind, &[-1], step.last);
            ask.map(|ask| Ask {
                // Nobody waits for the evening to learn what they were not told.
                wanted: clock(step.first, if step.is_untold { 0 } else { ask.wanted.minute() }),
                is_untold: step.is_untold,
                ..ask
            })
        } else {
            self.hold(stage, Held::ToldAlready);
            self.asked.wake.at(clock(step.first, DayPart::Morning.minute()));
            None
        };
        self.add(ask);
    }

    fn step_after(&self, stage: Stage) -> Option<Step> {
        let grace_end = moved(self.due.date, i32::from(self.account.late.grace_days));
        if stage == Stage::Grace {
            // Who cannot pay gains nothing from a last free day, and who mostly pays in time knows of it already.
            let is_known = self.told.was_in_grace || self.told.is_seen && self.level() != Level::High;
            if self.at.is_strained || is_known && self.told.snoozed().is_none() {
                return None;
            }
            return Some(Step {
                kind: Kind::Plain,
                is_untold: false,
                first: moved(self.due.date, BOOKED_DAYS).min(grace_end),
                last: grace_end,
            });
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
            moved(self.due.date, -HELP_AFTER_DAYS)
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
            _ => return None,
        };
        let first = moved(grace_end, 1);
        // Who saw the word in grace knows; who did not is told as soon as it may be.
        let is_known = self.told.was_in_grace && self.told.is_seen;
        let told_on = self.told.last_past.or(self.told.shown_on.filter(|_| is_known));
        let first = told_on.map_or(first, |told| first.max(moved(told, gap_days)));
        Some(Step {
            kind,
            is_untold,
            first,
            last: moved(self.at.now.date(), OVERDUE_WAIT_DAYS),
        })
    }

    fn level(&self) -> Level {
        let standing = self.at.outlook.accounts.get(self.due.account_index);
        standing.map_or(Level::Unknown, |standing| standing.lateness.level)
    }

    /// The channels that the market allows; after a miss the next that reaches further than the one that was missed.
    fn channels(&mut self, stage: Stage) -> (Vec<Channel>, bool) {
        let word = market_stage(stage, self.due.days_until);
        let mut open = self.at.ladder.to_vec();
        open.retain(|channel| {
            let group = self.gate.group(self.account, word, *channel);
            !self.gate.is_never(group)
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
    fn planned(&mut self, stage: Stage, kind: Kind, leads: &[i32], last: CivilDate) -> Option<Ask<'a>> {
        let (channels, is_escalated) = self.channels(stage);
        let hour = self.at.wallet.preferences.hour;
        let minute = hour.map(|hour| hour.saturating_mul(60));
        let wished_part = minute.map(|minute| [DayPart::of(minute)]);
        let parts = wished_part.as_ref().map_or(&DayPart::ALL[..], |part| part);
        let seed = [self.member, "/", stage.word(), "/", &whole(self.told.times_past)].concat();
        let choice = choose(self.at.evidence, leads, parts, &channels, &seed)?;
        let day = moved(self.due.date, choice.arm.lead_days.max(0).saturating_neg());
        let stage = match stage {
            Stage::Near if is_help(kind) => Stage::Help,
            Stage::Near if choice.arm.lead_days >= EARLY_DAYS && kind == Kind::Plain => Stage::Early,
            stage => stage,
        };
        let is_lead_wished = self.at.wallet.preferences.lead_days.is_some() && stage < Stage::Due;
        Some(Ask {
            due: self.place,
            member: self.member,
            stage,
            kind,
            is_untold: false,
            wanted: clock(day, minute.unwrap_or_else(|| choice.arm.part.minute())),
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
        })
    }

    /// An ask for the time that the customer put it off to.
    fn snoozed(&mut self, stage: Stage, kind: Kind, until: CivilTime, last: CivilDate) -> Option<Ask<'a>> {
        let ask = self.planned(stage, kind, &[until.date().days_until(self.due.date)], last)?;
        Some(Ask {
            wanted: until,
            is_wished: true,
            urge: Urge::PutOff,
            ..ask
        })
    }
}

/// Lists what holds back a word about a due, unless something is listed that did so first: one word stands in for another.
#[inline(never)]
pub(super) fn hold(
    held: &mut Vec<Suppressed>,
    due: &Due,
    member: &str,
    (stage, day): (Stage, CivilDate),
    (reason, rule): Holding<'_>,
) {
    let is_of_due = |key: &str| key.strip_prefix(member).is_some_and(|rest| rest.starts_with('/'));
    if held.len() < SUPPRESSED_MAX && !held.iter().any(|known| is_of_due(&known.key)) {
        held.push(Suppressed {
            key: key::write(member, stage, day, 0),
            account: due.account.clone(),
            reason,
            rule: rule.map(str::to_owned),
        });
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
