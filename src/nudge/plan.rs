//! Puts together what is said when: dues on nearby days share a nudge, each finds an allowed moment, and what is new is told
//! apart from what the platform already holds.

use super::arm::Evidence;
use super::gate::{Gate, Holding, contact_rules};
use super::learn::learn;
use super::message::Told;
use super::past::{Past, Telling};
use super::stage::{Ask, Kind, Situation, Urge, Wake, hold, is_strained, latest_overdue, market_stage, said};
use super::{DUES_MAX, Held, NudgePlan, PLAN_DAYS, Stage, clock, moved};
use crate::account::Wallet;
use crate::calendar::{CivilDate, CivilTime, Instant};
use crate::error::Result;
use crate::history::Channel;
use crate::outlook::{Due, outlook_with};

/// Where the customer chose nothing: a push reaches who does not open the app, and nothing reaches further.
const CHANNELS: [Channel; 2] = [Channel::Push, Channel::InApp];
/// Dues that are due within so many days share a nudge.
const NEARBY_DAYS: i32 = 7;
/// Days between two nudges about one due: one day to act, and one for the bank.
const DUE_GAP_DAYS: i32 = 2;
/// Days back in which a nudge is still taken back.
const CANCEL_DAYS: i32 = 30;
/// Days after which the host asks again at the latest.
const ASK_DAYS: i32 = 7;
/// The minute of the day at which it then does.
const ASK_MINUTE: u16 = 10 * 60;

pub(super) fn plan(wallet: &Wallet, at: &Instant) -> Result<NudgePlan> {
    let now = CivilTime::of(at);
    let today = now.date();
    let past = Past::read(wallet, now);
    let mut evidence = Evidence::none();
    let outlook = outlook_with(wallet, at, Some(PLAN_DAYS), &mut |account, ledger| {
        learn(&mut evidence, wallet, &past, account, ledger, today);
        Ok(())
    })?;
    let rules = contact_rules(&wallet.rules);
    let is_strained = is_strained(wallet, &outlook, &past, today);
    let said = said(wallet, &outlook, &past, today);
    let situation = Situation {
        wallet,
        outlook: &outlook,
        past: &past,
        evidence: &evidence,
        now,
        is_strained,
        ladder: wallet.preferences.channels.as_deref().unwrap_or(&CHANNELS),
        said: &said,
        latest_overdue: latest_overdue(wallet, &outlook, &said),
    };
    let mut gate = Gate::new(wallet, &rules, &past, is_strained, today, outlook.until);
    let asked = situation.ask(&mut gate);
    let mut planner = Planner {
        at,
        situation: &situation,
        gate,
        plan: NudgePlan {
            suppressed: asked.held,
            ..NudgePlan::default()
        },
        kept: Vec::new(),
        said_on: vec![None; outlook.dues.len()],
        wake: asked.wake,
    };
    planner.place(in_order(&asked.asks, today))?;
    Ok(planner.finish())
}

/// What cannot wait beyond today first, then what was missed, then what is to come by its last day.
fn in_order<'x>(asks: &'x [Ask<'x>], today: CivilDate) -> Vec<&'x Ask<'x>> {
    let mut ordered: Vec<&Ask<'_>> = Vec::with_capacity(asks.len());
    for ask in asks {
        let turn = turn(ask, today);
        let place = ordered.partition_point(|known| self::turn(known, today) <= turn);
        ordered.insert(place, ask);
    }
    ordered
}

/// By which of the days to come it has its turn: what was missed has it today, what cannot wait before that, and help with what
/// is past due before all: to who is behind, a word on the next due says nothing of the way out.
fn turn(ask: &Ask<'_>, today: CivilDate) -> i32 {
    if ask.kind == Kind::Arrears && ask.wanted.date() <= today {
        -2
    } else if ask.wanted.date() > today {
        today.days_until(ask.last).max(1)
    } else if ask.last > today {
        0
    } else {
        -1
    }
}

struct Planner<'a, 's, 'r> {
    at: &'s Instant,
    situation: &'s Situation<'a>,
    gate: Gate<'r>,
    plan: NudgePlan,
    /// Keys of what is said: what the platform holds of it, it is to keep.
    kept: Vec<String>,
    /// The last day of this plan on which something is said of each due, and what.
    said_on: Vec<Option<(CivilDate, Stage)>>,
    wake: Wake,
}

/// What one nudge would say.
struct Batch<'a, 'x> {
    /// The ask that chose the moment.
    lead: &'x Ask<'x>,
    asks: &'x [&'x Ask<'x>],
    groups: Vec<usize>,
    last: CivilDate,
    /// What the platform holds of it already, for a moment that has come.
    pending: Option<&'a Telling<'a>>,
    /// The contact that this counted as.
    booked: Option<(CivilDate, Channel)>,
}

/// Where it stands in the order of what is said of a due: help before the due day takes the place of the word near it.
fn step(ask: &Ask<'_>) -> Stage {
    match ask.kind {
        Kind::Short | Kind::Minimum if ask.stage == Stage::Help => Stage::Near,
        _ => ask.stage,
    }
}

/// Whether it speaks of a day that has not passed: one nudge can speak of all that is to come.
fn is_ahead(stage: Stage) -> bool {
    matches!(stage, Stage::Early | Stage::Near | Stage::Due)
}

fn remove(waiting: &mut Vec<&Ask<'_>>, said: &[&Ask<'_>]) {
    waiting.retain(|ask| !said.iter().any(|said| std::ptr::eq(*said, *ask)));
}

impl<'a> Planner<'a, '_, '_> {
    /// What can be said now comes first, so that a plan made after it was said is the same.
    fn place(&mut self, mut waiting: Vec<&Ask<'_>>) -> Result<()> {
        self.say_now(&mut waiting)?;
        while let Some(lead) = waiting.first().copied() {
            let together = self.together(lead, &waiting);
            if self.say_later(&together)? {
                remove(&mut waiting, &together);
            } else {
                waiting.remove(0);
            }
        }
        Ok(())
    }

    /// Says the first of what has come that may be said now, with what goes with it, or failing that alone.
    fn say_now(&mut self, waiting: &mut Vec<&Ask<'_>>) -> Result<()> {
        let now = self.situation.now;
        for lead in waiting.clone().into_iter().filter(|ask| ask.wanted <= now) {
            let together = self.together(lead, waiting);
            for asks in [together.as_slice(), &[lead]] {
                if self.say_at_once(asks)? {
                    remove(waiting, asks);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// A due with those that one nudge can speak of too.
    fn together<'x>(&mut self, lead: &'x Ask<'x>, waiting: &[&'x Ask<'x>]) -> Vec<&'x Ask<'x>> {
        let mut together = vec![lead];
        for other in waiting {
            if together.len() < DUES_MAX && !std::ptr::eq(lead, *other) && self.are_nearby(lead, other) {
                together.push(other);
            }
        }
        together
    }

    fn due(&self, ask: &Ask<'_>) -> Option<&'a Due> {
        self.situation.outlook.dues.get(ask.due)
    }

    /// Whether one nudge can speak of both.
    fn are_nearby(&mut self, lead: &Ask<'_>, other: &Ask<'_>) -> bool {
        let is_alike = lead.kind == other.kind
            || matches!(
                (lead.kind, other.kind),
                (Kind::Plain | Kind::Untold, Kind::Plain | Kind::Untold)
            );
        let (Some(one), Some(two)) = (self.due(lead), self.due(other)) else {
            return false;
        };
        let apart = one.date.days_until(two.date).abs();
        let is_near = match lead.stage {
            Stage::Early | Stage::Near | Stage::Due => apart <= NEARBY_DAYS,
            Stage::Help if one.days_until >= 0 => apart <= NEARBY_DAYS,
            Stage::Grace | Stage::Overdue | Stage::Help => {
                lead.wanted
                    .max(self.situation.now)
                    .date()
                    .days_until(other.wanted.date())
                    <= NEARBY_DAYS
            }
        };
        is_alike
            && is_near
            && (lead.stage == other.stage || is_ahead(lead.stage) && is_ahead(other.stage))
            && (lead.kind == Kind::Arrears || one.currency == two.currency)
            && other.last >= lead.wanted.date()
            && (other.urge != Urge::PutOff || other.wanted <= lead.wanted)
            && !self.is_too_soon(other, lead.wanted.max(self.situation.now).date())
            && self.group(lead, other).is_some_and(|group| !self.gate.is_never(group))
    }

    /// The rules for a due that is told of where and when the first one is.
    fn group(&mut self, lead: &Ask<'_>, ask: &Ask<'_>) -> Option<usize> {
        let due = self.due(ask)?;
        let account = self.situation.wallet.accounts.get(due.account_index)?;
        let stage = market_stage(lead.stage, due.days_until);
        Some(self.gate.group(account, stage, lead.choice.arm.channel))
    }

    /// Says it if this moment is allowed, and tells whether it was.
    fn say_at_once(&mut self, asks: &[&Ask<'_>]) -> Result<bool> {
        let now = self.situation.now;
        let Some(batch) = self.take_batch(asks) else {
            return Ok(false);
        };
        let is_time = batch.last >= now.date() && !self.is_too_soon(batch.lead, now.date());
        if is_time && self.gate.holding(now, &batch.groups)?.is_none() {
            self.say(&batch, now)?;
            return Ok(true);
        }
        self.put_back(&batch);
        Ok(false)
    }

    /// Finds the nearest moment, and tells whether there was one.
    fn say_later(&mut self, asks: &[&Ask<'_>]) -> Result<bool> {
        let now = self.situation.now;
        let Some(batch) = self.take_batch(asks) else {
            return Ok(false);
        };
        let wanted = batch.lead.wanted.max(now);
        let slot = self.gate.nearest(wanted, batch.last, now, &batch.groups)?;
        if slot != Some(wanted) {
            let holding = self.gate.holding(wanted, &batch.groups)?;
            self.hold(batch.lead, wanted, holding.unwrap_or((Held::TooLate, None)));
        }
        if let Some(slot) = slot {
            if !self.is_too_soon(batch.lead, slot.date()) {
                self.say(&batch, slot)?;
                return Ok(true);
            }
            self.hold(batch.lead, slot, (Held::ToldAlready, None));
        }
        self.put_back(&batch);
        Ok(false)
    }

    /// What one nudge would say, with the rules it is under. What the platform may have shown of it does not count twice.
    fn take_batch<'x>(&mut self, asks: &'x [&'x Ask<'x>]) -> Option<Batch<'a, 'x>> {
        let lead = *asks.first()?;
        let mut groups: Vec<usize> = Vec::new();
        let mut add = |group: usize| {
            if !groups.contains(&group) {
                groups.push(group);
            }
        };
        for ask in asks {
            if let Some(group) = self.group(lead, ask) {
                add(group);
            }
        }
        // Rules for arrears count what is said of other dues too: while something is overdue, they hold for all.
        for account in self.situation.overdue_accounts() {
            add(self.gate.group(account, "arrears", lead.choice.arm.channel));
        }
        let pending = self.pending(asks, lead.stage);
        let planned = pending.and_then(|pending| pending.planned);
        let booked = planned.filter(|at| *at < self.situation.now).map(|at| {
            let channel = pending.and_then(|pending| pending.channel);
            (at.date(), channel.unwrap_or(Channel::InApp))
        });
        if let Some((day, channel)) = booked {
            self.gate.unbook(day, channel);
        }
        Some(Batch {
            lead,
            asks,
            groups,
            last: asks.iter().map(|ask| ask.last).min()?,
            pending,
            booked,
        })
    }

    fn put_back(&mut self, batch: &Batch<'_, '_>) {
        if let Some((day, channel)) = batch.booked {
            self.gate.book(day, channel);
        }
    }

    /// Whether a day is too close to what is said of the same due before, or in the wrong order with it.
    fn is_too_soon(&self, ask: &Ask<'_>, day: CivilDate) -> bool {
        let is_close = |said: CivilDate| said.days_until(day).abs() < DUE_GAP_DAYS;
        let planned = self.said_on.get(ask.due).copied().flatten();
        let is_out_of_place =
            planned.is_some_and(|(said, stage)| is_close(said) || (said < day) != (stage < step(ask)));
        is_out_of_place || ask.urge == Urge::Usual && ask.shown_on.is_some_and(is_close)
    }

    /// What the platform was handed of the same dues and stage, for a moment that has come: it may have been shown.
    fn pending(&self, asks: &[&Ask<'_>], stage: Stage) -> Option<&'a Telling<'a>> {
        let members = Told::members(asks);
        let first = asks.first()?;
        let account = self.due(first)?.account_index;
        let mut tellings = self.situation.past.of_due(account, first.member);
        tellings.find(|telling| {
            telling.is_pending()
                && telling.key.stage == stage
                && telling.key.members == members
                && telling.planned.is_some_and(|at| at <= self.situation.now)
        })
    }

    fn say(&mut self, batch: &Batch<'_, '_>, slot: CivilTime) -> Result<()> {
        let (now, situation, lead) = (self.situation.now, self.situation, batch.lead);
        let told = Told {
            at: situation,
            asks: batch.asks,
            lead,
            slot,
            is_late: slot <= now && lead.wanted.date() < now.date(),
        };
        // What is shown is known by the moment it was planned for, however much later it is.
        let minute = if slot <= now {
            lead.wanted.minute()
        } else {
            slot.minute()
        };
        let Some(mut nudge) = told.nudge(minute) else {
            return Ok(());
        };
        for ask in batch.asks.iter().skip(1) {
            self.hold(ask, slot, (Held::Batched, None));
        }
        if let Some(pending) = batch.pending {
            pending.key.text.clone_into(&mut nudge.key);
        }
        self.kept.push(nudge.key.clone());
        if slot > now {
            self.wake.at(slot);
            if batch.pending.is_some() {
                // It may have been shown while nobody was awake to record it: it is shown again to nobody but the customer
                // who opens the app.
                self.put_back(batch);
                return Ok(());
            }
        }
        for ask in batch.asks {
            if let Some(said) = self.said_on.get_mut(ask.due) {
                *said = Some((slot.date(), step(ask)));
            }
        }
        self.gate.book(slot.date(), nudge.channel);
        let is_now = slot <= now;
        if !is_now && self.is_held(&nudge.key) {
            return Ok(());
        }
        told.add_fee(&mut nudge, self.at)?;
        let said = if is_now {
            &mut self.plan.show
        } else {
            &mut self.plan.add
        };
        let place = said.partition_point(|known| known.at <= slot);
        said.insert(place, nudge);
        Ok(())
    }

    /// Whether the platform holds it already.
    fn is_held(&self, key: &str) -> bool {
        let tellings = self.situation.past.tellings.iter();
        tellings
            .filter(|telling| telling.is_pending())
            .any(|telling| telling.key.text == key)
    }

    #[inline(never)]
    fn hold(&mut self, ask: &Ask<'_>, at: CivilTime, holding: Holding<'_>) {
        let Some(due) = self.due(ask) else { return };
        hold(
            &mut self.plan.suppressed,
            due,
            ask.member,
            (ask.stage, at.date()),
            holding,
        );
    }

    /// What is to be taken back, and when to ask again.
    fn finish(mut self) -> NudgePlan {
        let today = self.situation.now.date();
        for telling in &self.situation.past.tellings {
            let key = telling.key.text;
            let is_recent = telling
                .planned
                .is_some_and(|at| at.date().days_until(today) <= CANCEL_DAYS);
            if is_recent && telling.is_pending() && !self.kept.iter().any(|kept| kept == key) {
                self.plan.cancel.push(key.to_owned());
            }
        }
        let mut standings = self.situation.outlook.accounts.iter();
        if standings.any(|standing| standing.outstanding.total.is_positive()) {
            self.wake.at(clock(moved(today, ASK_DAYS), ASK_MINUTE));
        }
        self.plan.next_at = self.wake.next;
        self.plan
    }
}
