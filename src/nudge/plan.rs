//! Puts together what is said when: dues on nearby days share a nudge, each finds an allowed moment, and what is new is told
//! apart from what the platform already holds.

use super::arm::Evidence;
use super::gate::{Gate, Hold, contact_rules};
use super::learn::learn;
use super::message::Told;
use super::past::{Past, Telling};
use super::stage::{Ask, Kind, Situation, Urge, is_strained, market_stage, said};
use super::{DUES_MAX, Held, Nudge, NudgePlan, PLAN_DAYS, SUPPRESSED_MAX, Stage, Suppressed, key};
use crate::account::Wallet;
use crate::calendar::{CivilDate, CivilTime, Instant};
use crate::error::Result;
use crate::history::Channel;
use crate::order::by_day;
use crate::outlook::{Due, outlook_with};

/// Where the customer chose nothing: a push reaches who does not open the app, and nothing reaches further.
const CHANNELS: [Channel; 2] = [Channel::Push, Channel::InApp];
/// Dues that are due within so many days share a nudge.
const NEARBY_DAYS: i32 = 3;
/// On a due day only what is due that day or the next does.
const NEARBY_DUE_DAYS: i32 = 1;
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
    let past = Past::read(wallet, now)?;
    let mut evidence = Evidence::none();
    let outlook = outlook_with(wallet, at, Some(PLAN_DAYS), &mut |account, ledger| {
        learn(&mut evidence, wallet, &past, account, ledger, now.date())
    })?;
    let rules = contact_rules(&wallet.rules);
    let is_strained = is_strained(wallet, &outlook, &past, now.date());
    let situation = Situation {
        wallet,
        outlook: &outlook,
        past: &past,
        evidence: &evidence,
        now,
        is_strained,
        ladder: wallet.preferences.channels.as_deref().unwrap_or(&CHANNELS),
        said: said(wallet, &outlook, &past, now.date()),
    };
    let mut gate = Gate::new(wallet, &rules, &past, is_strained, now.date(), outlook.until)?;
    let asked = situation.ask(&mut gate)?;
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
        wakes: asked.wakes,
    };
    planner.place(in_order(asked.asks, now.date())?)?;
    planner.finish()
}

/// What cannot wait beyond today first, then what was missed, then what is to come by its last day.
fn in_order(asks: Vec<Ask>, today: CivilDate) -> Result<Vec<Ask>> {
    let yesterday = today.plus_days(-1)?;
    let tomorrow = today.plus_days(1)?;
    let ranked = asks.into_iter().map(|ask| {
        let rank = match () {
            () if ask.wanted.date() > today => ask.last.max(tomorrow),
            () if ask.last <= today => yesterday,
            () => today,
        };
        (rank, ask)
    });
    let ranked = by_day(ranked.collect(), |(rank, _)| *rank);
    Ok(ranked.into_iter().map(|(_, ask)| ask).collect())
}

struct Planner<'a, 's, 'r> {
    at: &'s Instant,
    situation: &'s Situation<'a>,
    gate: Gate<'r>,
    plan: NudgePlan,
    /// Keys that the platform holds and is to keep.
    kept: Vec<String>,
    /// The last day of this plan on which something is said of each due.
    said_on: Vec<Option<CivilDate>>,
    wakes: Vec<CivilTime>,
}

impl<'a> Planner<'a, '_, '_> {
    fn place(&mut self, asks: Vec<Ask>) -> Result<()> {
        let mut waiting: Vec<Option<Ask>> = asks.into_iter().map(Some).collect();
        for place in 0..waiting.len() {
            let Some(lead) = waiting.get_mut(place).and_then(Option::take) else {
                continue;
            };
            let mut joined = Vec::new();
            for other in waiting.iter_mut().skip(place) {
                let joins = other
                    .as_ref()
                    .is_some_and(|other| joined.len() < DUES_MAX - 1 && self.are_nearby(&lead, other));
                if joins {
                    joined.extend(other.take());
                }
            }
            if !self.place_together(&lead, &joined)? {
                self.place(joined)?;
            }
        }
        Ok(())
    }

    fn due(&self, ask: &Ask) -> Option<&'a Due> {
        self.situation.outlook.dues.get(ask.due)
    }

    /// Whether one nudge can speak of both.
    fn are_nearby(&mut self, lead: &Ask, other: &Ask) -> bool {
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
            Stage::Due => apart <= NEARBY_DUE_DAYS,
            Stage::Early | Stage::Near => apart <= NEARBY_DAYS,
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
            && lead.stage == other.stage
            && one.currency == two.currency
            && other.last >= lead.wanted.date()
            && (other.urge != Urge::PutOff || other.wanted <= lead.wanted)
            && !self.is_too_soon(other, lead.wanted.max(self.situation.now).date())
            && self.group(lead, other).is_some_and(|group| !self.gate.is_never(group))
    }

    /// The rules for a due that is told of where and when the first one is.
    fn group(&mut self, lead: &Ask, ask: &Ask) -> Option<usize> {
        let due = self.due(ask)?;
        let account = self.situation.wallet.accounts.get(due.account_index)?;
        let stage = market_stage(lead.stage, due.days_until);
        Some(self.gate.group(account, stage, lead.choice.arm.channel))
    }

    /// Finds a moment for some dues together, and says whether there was one.
    fn place_together(&mut self, lead: &Ask, joined: &[Ask]) -> Result<bool> {
        let mut asks: Vec<&Ask> = vec![lead];
        asks.extend(joined);
        let mut groups: Vec<usize> = Vec::new();
        for ask in &asks {
            let group = self.group(lead, ask);
            groups.extend(group.filter(|group| !groups.contains(group)));
        }
        let now = self.situation.now;
        let pending = self.pending(&asks, lead.stage);
        let booked = pending.and_then(|pending| pending.planned).filter(|at| *at < now);
        let booked = booked.map(|at| {
            (
                at.date(),
                pending.and_then(|pending| pending.channel).unwrap_or(Channel::InApp),
            )
        });
        if let Some((day, channel)) = booked {
            self.gate.unbook(day, channel);
        }
        let wanted = lead.wanted.max(now);
        let last = asks.iter().map(|ask| ask.last).min().unwrap_or(lead.last);
        let slot = self.gate.nearest(wanted, last, now, &groups)?;
        if slot != Some(wanted) {
            let holding = self.gate.holding(wanted, &groups)?;
            self.hold(lead, wanted, holding.unwrap_or((Held::TooLate, None)));
        }
        if let Some(slot) = slot {
            if !self.is_too_soon(lead, slot.date()) {
                self.say(lead, &asks, slot, pending)?;
                return Ok(true);
            }
            self.hold(lead, slot, (Held::ToldAlready, None));
        }
        if let Some((day, channel)) = booked {
            self.gate.book(day, channel);
        }
        Ok(false)
    }

    /// Whether a day is too close to what is said of the same due before.
    fn is_too_soon(&self, ask: &Ask, day: CivilDate) -> bool {
        let planned = self.said_on.get(ask.due).copied().flatten();
        let is_close = |said: CivilDate| said.days_until(day).abs() < DUE_GAP_DAYS;
        planned.is_some_and(is_close) || ask.urge == Urge::Usual && ask.shown_on.is_some_and(is_close)
    }

    /// What the platform was handed of the same dues and stage, for a moment that has come: it may have been shown.
    fn pending(&self, asks: &[&Ask], stage: Stage) -> Option<&'a Telling<'a>> {
        let members = Told::members(asks);
        let first = asks.first()?;
        let mut tellings = self.situation.past.of_due(&first.member);
        tellings.find(|telling| {
            telling.is_pending()
                && telling.key.stage == stage
                && telling.key.members == members
                && telling.planned.is_some_and(|at| at <= self.situation.now)
        })
    }

    fn say(&mut self, lead: &Ask, asks: &[&Ask], slot: CivilTime, pending: Option<&Telling<'_>>) -> Result<()> {
        let (now, situation) = (self.situation.now, self.situation);
        let told = Told {
            at: situation,
            asks,
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
        let Some(mut nudge) = told.nudge(minute)? else {
            return Ok(());
        };
        for ask in asks.iter().skip(1) {
            self.hold(ask, slot, (Held::Batched, None));
        }
        if let Some(pending) = pending {
            pending.key.text.clone_into(&mut nudge.key);
            self.kept.push(nudge.key.clone());
            if slot > now {
                // It may have been shown while nobody was awake to record it: it is shown again to nobody but the customer
                // who opens the app.
                self.wakes.push(slot);
                if let Some(at) = pending.planned.filter(|at| *at < now) {
                    self.gate.book(at.date(), pending.channel.unwrap_or(Channel::InApp));
                }
                return Ok(());
            }
        }
        for ask in asks {
            if let Some(said) = self.said_on.get_mut(ask.due) {
                *said = Some(slot.date());
            }
        }
        self.gate.book(slot.date(), nudge.channel);
        if slot <= now {
            told.add_fee(&mut nudge, self.at)?;
            self.plan.show.push(nudge);
            return Ok(());
        }
        self.wakes.push(slot);
        let mut known = situation.past.of_due(&lead.member);
        if known.any(|telling| telling.key.text == nudge.key && telling.is_pending()) {
            self.kept.push(nudge.key);
        } else {
            told.add_fee(&mut nudge, self.at)?;
            self.plan.add.push(nudge);
        }
        Ok(())
    }

    fn hold(&mut self, ask: &Ask, at: CivilTime, (reason, rule): Hold<'_>) {
        let Some(due) = self.due(ask) else { return };
        self.plan.suppressed.push(Suppressed {
            key: key::write(&ask.member, ask.stage, at.date(), 0),
            account: due.account.clone(),
            reason,
            rule: rule.map(str::to_owned),
        });
    }

    /// What is to be taken back, and when to ask again.
    fn finish(mut self) -> Result<NudgePlan> {
        let now = self.situation.now;
        for telling in &self.situation.past.tellings {
            let is_recent = telling
                .planned
                .is_some_and(|at| at.date().days_until(now.date()) <= CANCEL_DAYS);
            let is_wanted = |nudge: &Nudge| nudge.key == telling.key.text;
            let is_kept = self.kept.iter().any(|key| key == telling.key.text)
                || self.plan.show.iter().any(is_wanted)
                || self.plan.add.iter().any(is_wanted);
            if telling.is_pending() && is_recent && !is_kept {
                self.plan.cancel.push(telling.key.text.to_owned());
            }
        }
        self.plan.suppressed.truncate(SUPPRESSED_MAX);
        let owes = self
            .situation
            .outlook
            .accounts
            .iter()
            .any(|standing| standing.outstanding.total.is_positive());
        if owes {
            self.wakes
                .push(CivilTime::new(now.date().plus_days(ASK_DAYS)?, ASK_MINUTE)?);
        }
        self.plan.next_at = self.wakes.into_iter().filter(|at| *at > now).min();
        Ok(self.plan)
    }
}
