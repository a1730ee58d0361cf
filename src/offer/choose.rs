//! Which ways out are shown, and in which order: none that another beats on every measure, the best for the situation first.

use super::figures::{add, figures};
use super::propose::{Measures, Proposals, Tried};
use super::trial::Desk;
use super::{Hardship, Message, OFFERS_MAX, Offer, OfferBook, PlanFigures, Reason, Refusal, Situation};
use crate::account::OfferKind;
use crate::digits::whole;
use crate::error::Result;
use crate::market::RuleNotice;
use crate::money::Minor;
use crate::params::Params;
use crate::penalty::{POINT_DAYS_MAX, projection};
use std::mem::take;

/// Days by which the plan is late that waiting is measured with.
const WAIT_DAYS: i32 = 30;

/// The book of what all kinds proposed.
#[inline(never)]
pub(super) fn book(mut desk: Desk<'_>, proposals: Proposals) -> Result<OfferBook> {
    let Proposals { mut tried, mut refused } = proposals;
    let mut rules = take(&mut desk.limits.rules);
    mark_beaten(&mut tried);
    let shown = take_best(&mut tried, desk.situation);
    for (is_beaten, code) in [(true, "beaten"), (false, "not-among-best")] {
        for Tried { kind, .. } in tried.iter().filter(|choice| choice.is_beaten == is_beaten) {
            let is_shown = shown.iter().any(|choice| choice.kind == *kind);
            if !is_shown && refused.iter().all(|told| told.kind != *kind) {
                refused.push(Refusal {
                    kind: *kind,
                    code,
                    params: Params::default(),
                });
            }
        }
    }
    let measures: Vec<Measures> = shown.iter().map(|choice| choice.measures).collect();
    let mut offers = Vec::with_capacity(shown.len());
    for mut choice in shown {
        if let Some(rule) = choice.draft.rule.take() {
            note(&mut rules, *rule);
        }
        offers.push(choice.offer(&desk, &measures)?);
    }
    let keep = desk.priced(&desk.kept.payments, &desk.kept.figures);
    Ok(OfferBook {
        account: desk.account.id.clone(),
        currency: desk.account.currency,
        keep,
        wait: wait(&desk, keep, &mut rules)?,
        offers,
        refused,
        rules,
    })
}

#[inline(never)]
fn note(rules: &mut Vec<RuleNotice>, rule: RuleNotice) {
    if rules.iter().all(|known| known.id != rule.id) {
        rules.push(rule);
    }
}

/// The plan with its next payment, and all that is due until then, made late.
#[inline(never)]
fn wait(desk: &Desk<'_>, keep: PlanFigures, rules: &mut Vec<RuleNotice>) -> Result<PlanFigures> {
    let Some(first) = keep.first else { return Ok(keep) };
    let until = first.plus_days(WAIT_DAYS)?;
    let days = u16::try_from(desk.today.days_until(until)).unwrap_or(u16::MAX);
    if days > POINT_DAYS_MAX {
        return Ok(keep);
    }
    let projection = projection(desk.wallet, &desk.account.id, desk.at, Some(&[days]))?;
    let mut to_pay = keep.to_pay.parts();
    for charge in &projection.trail {
        if charge.date > desk.today {
            let part = to_pay.get_mut(charge.part);
            *part = part.plus(charge.amount);
        }
    }
    let mut payments = Vec::new();
    add(&mut payments, until, to_pay.total().minus(keep.to_pay.total));
    for payment in &desk.kept.payments {
        add(&mut payments, payment.on.max(until), payment.amount);
    }
    for rule in projection.rules {
        note(rules, rule);
    }
    let figures = figures(&payments, to_pay, Some(keep.to_pay.total), desk.today)?;
    Ok(desk.priced(&payments, &figures))
}

/// Marks those that another beats. Of two that are alike the first stays.
#[inline(never)]
fn mark_beaten(tried: &mut [Tried]) {
    for place in 0..tried.len() {
        let (before, from) = tried.split_at_mut(place);
        let Some((own, after)) = from.split_first_mut() else {
            return;
        };
        let is_no_worse = |other: &Tried| {
            other
                .measures
                .iter()
                .zip(&own.measures)
                .all(|(other, own)| other <= own)
        };
        let beats = |other: &Tried| is_no_worse(other) && other.measures != own.measures;
        own.is_beaten = before.iter().any(is_no_worse) || after.iter().any(beats);
    }
}

/// Takes out the first few by rank of those that are not beaten. A sort of the library's would be more code than this room.
#[inline(never)]
fn take_best(tried: &mut Vec<Tried>, situation: &Situation) -> Vec<Tried> {
    let mut best = Vec::new();
    while best.len() < OFFERS_MAX {
        let mut first: Option<(usize, [i64; 5])> = None;
        for (place, choice) in tried.iter().enumerate() {
            let rank = choice.rank(situation);
            if !choice.is_beaten && first.is_none_or(|(_, least)| rank < least) {
                first = Some((place, rank));
            }
        }
        let Some((place, _)) = first else { break };
        best.push(tried.remove(place));
    }
    best
}

impl Tried {
    /// What can be paid goes first, then what ends arrears, then what the situation asks for, then what costs least.
    #[inline(never)]
    fn rank(&self, situation: &Situation) -> [i64; 5] {
        let [per_month, cost, _, _, _, arrears, shortness] = self.measures;
        [shortness, arrears, self.distance(situation), cost, per_month]
    }

    /// How far it is from what the situation asks for.
    fn distance(&self, situation: &Situation) -> i64 {
        let is_reward = self.kind == OfferKind::EarlyPaymentReward;
        if is_reward && *situation != Situation::default() {
            return 2;
        }
        i64::from(!answers(situation, self.kind))
    }

    #[inline(never)]
    fn offer(mut self, desk: &Desk<'_>, shown: &[Measures]) -> Result<Offer> {
        let reasons = self.reasons(desk, shown);
        let message = Message {
            id: name(self.kind, self.draft.with),
            params: self.params(desk),
        };
        let mut id = message.id.to_owned();
        if let Some(number) = self.draft.number {
            id.push('-');
            id.push_str(&whole(number));
        }
        Ok(Offer {
            id,
            kind: self.kind,
            with: self.draft.with,
            binding: desk.account.policy.is_some(),
            expires: desk.limits.expires()?,
            figures: desk.priced(&self.trial.payments, &self.trial.figures),
            cures_arrears: self.trial.is_current,
            affordable: self.affordable,
            rows: desk.rows(*self.trial),
            message,
            reasons,
            events: self.draft.events,
        })
    }

    #[inline(never)]
    fn reasons(&self, desk: &Desk<'_>, shown: &[Measures]) -> Vec<Reason> {
        let codes = [
            ("affordable", self.affordable == Some(true)),
            ("goes-short", self.affordable == Some(false)),
            ("cures-arrears", self.trial.is_current && !desk.kept.is_current),
            ("answers-situation", answers(desk.situation, self.kind)),
            ("least-per-month", is_alone(0, &self.measures, shown)),
            ("least-cost", is_alone(1, &self.measures, shown)),
            ("earliest-end", is_alone(2, &self.measures, shown)),
            ("latest-start", is_alone(3, &self.measures, shown)),
            ("least-soon", is_alone(4, &self.measures, shown)),
        ];
        let mut reasons = Vec::new();
        for (code, holds) in codes {
            if !holds {
                continue;
            }
            let mut params = Params::default();
            if let Some(reason) = desk.situation.reason.filter(|_| code == "answers-situation") {
                params = params.with_text("reason", reason.word());
            }
            reasons.push(Reason { code, params });
        }
        reasons
    }

    /// Relief and price side by side, so that one sentence can say both.
    #[inline(never)]
    fn params(&mut self, desk: &Desk<'_>) -> Params {
        let (kept, own, currency) = (&desk.kept.figures, &self.trial.figures, desk.account.currency);
        let cost_more = own.cost_more;
        let (trade, difference) = if cost_more.is_zero() {
            ("same", cost_more)
        } else if cost_more.is_positive() {
            ("costs", cost_more)
        } else {
            ("saves", Minor::ZERO.minus(cost_more))
        };
        let mut params = take(&mut self.draft.params);
        for (name, amount) in [
            ("perMonth", own.per_month),
            ("keptPerMonth", kept.per_month),
            ("soon", own.soon),
            ("keptSoon", kept.soon),
            ("total", own.to_pay.total),
            ("keptTotal", kept.to_pay.total),
            ("difference", difference),
        ] {
            params = params.with_amount(name, amount, currency);
        }
        let less = kept.per_month.minus(own.per_month);
        if less.is_positive() {
            params = params.with_amount("less", less, currency);
        }
        for (name, date) in [("first", own.first), ("last", own.last), ("keptLast", kept.last)] {
            if let Some(date) = date {
                params = params.with_date(name, date);
            }
        }
        params.with_count("count", own.count.into()).with_text("trade", trade)
    }
}

/// Whether no other offer is as good by this measure, and there is another.
#[inline(never)]
fn is_alone(measure: usize, own: &Measures, shown: &[Measures]) -> bool {
    let as_good = shown.iter().filter(|other| other.get(measure) <= own.get(measure));
    shown.len() > 1 && as_good.count() == 1
}

/// Whether a kind is what the situation asks for.
#[inline(never)]
fn answers(situation: &Situation, kind: OfferKind) -> bool {
    let said = match kind {
        OfferKind::LowerInstalment => situation.pay_per_month.is_some(),
        OfferKind::MoveDueDate => situation.payday.is_some(),
        OfferKind::Defer | OfferKind::InterestOnly => situation.until.is_some(),
        _ => false,
    };
    said || situation.reason.is_some_and(|reason| reason.asks_for().contains(&kind))
}

impl Hardship {
    fn asks_for(self) -> &'static [OfferKind] {
        match self {
            Self::IncomeLoss => &[
                OfferKind::LowerInstalment,
                OfferKind::ExtendTerm,
                OfferKind::InterestOnly,
                OfferKind::RateCut,
            ],
            Self::IncomeLate => &[OfferKind::MoveDueDate, OfferKind::Defer],
            Self::Illness => &[OfferKind::Defer, OfferKind::InterestOnly, OfferKind::FeeWaiver],
            Self::Emergency => &[OfferKind::Defer, OfferKind::ReAge, OfferKind::FeeWaiver],
            Self::TooManyDebts => &[
                OfferKind::LowerInstalment,
                OfferKind::ExtendTerm,
                OfferKind::RateCut,
                OfferKind::Settlement,
            ],
            Self::Other => &[],
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::IncomeLoss => "income-loss",
            Self::IncomeLate => "income-late",
            Self::Illness => "illness",
            Self::Emergency => "emergency",
            Self::TooManyDebts => "too-many-debts",
            Self::Other => "other",
        }
    }
}

/// What the catalogues call an offer.
fn name(kind: OfferKind, with: Option<OfferKind>) -> &'static str {
    match (kind, with) {
        (OfferKind::ExtendTerm, Some(_)) => "extend-term+rate-cut",
        (OfferKind::ReAge, Some(_)) => "re-age+fee-waiver",
        (OfferKind::MoveDueDate, _) => "move-due-date",
        (OfferKind::Defer, _) => "defer",
        (OfferKind::InterestOnly, _) => "interest-only",
        (OfferKind::ExtendTerm, None) => "extend-term",
        (OfferKind::LowerInstalment, _) => "lower-instalment",
        (OfferKind::ReAge, None) => "re-age",
        (OfferKind::ReAmortise, _) => "re-amortise",
        (OfferKind::RateCut, _) => "rate-cut",
        (OfferKind::FeeWaiver, _) => "fee-waiver",
        (OfferKind::Settlement, _) => "settlement",
        (OfferKind::EarlyPaymentReward, _) => "early-payment-reward",
    }
}
