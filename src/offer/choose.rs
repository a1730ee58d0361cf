//! Which ways out are shown, and in which order: none that another beats on every measure, the best for the situation first.

use super::draft::Draft;
use super::figures::{Payment, add, figures};
use super::propose::{Proposals, Tried};
use super::trial::Desk;
use super::{Hardship, Message, OFFERS_MAX, Offer, OfferBook, PlanFigures, Reason, Refusal, Situation};
use crate::account::OfferKind;
use crate::calendar::CivilDate;
use crate::digits::whole;
use crate::error::Result;
use crate::market::RuleNotice;
use crate::money::Minor;
use crate::params::Params;
use crate::penalty::{POINT_DAYS_MAX, projection};

/// Days by which the plan is late that waiting is measured with.
const WAIT_DAYS: i32 = 30;

/// The book of what all kinds proposed.
pub(super) fn book(desk: &Desk<'_>, proposals: Proposals) -> Result<OfferBook> {
    let Proposals { tried, mut refused } = proposals;
    let (left, beaten) = unbeaten(tried);
    let (shown, left_out) = best(left, desk);
    for (others, code) in [(beaten, "beaten"), (left_out, "not-among-best")] {
        for kind in others.iter().map(|choice| choice.kind) {
            let is_shown = shown.iter().any(|choice| choice.kind == kind);
            if !is_shown && refused.iter().all(|told| told.kind != kind) {
                let params = Params::default();
                refused.push(Refusal { kind, code, params });
            }
        }
    }
    let mut rules = desk.limits.rules.clone();
    let bests = Bests::of(&shown);
    let mut offers = Vec::with_capacity(shown.len());
    for choice in shown {
        if let Some(rule) = &choice.draft.rule {
            note(&mut rules, rule);
        }
        offers.push(choice.offer(desk, &bests)?);
    }
    let (wait, wait_rules) = wait(desk)?;
    for rule in &wait_rules {
        note(&mut rules, rule);
    }
    Ok(OfferBook {
        account: desk.account.id.clone(),
        currency: desk.account.currency,
        keep: PlanFigures {
            apr: desk.apr(&desk.kept.payments),
            ..desk.kept.figures
        },
        wait,
        offers,
        refused,
        rules,
    })
}

#[inline(never)]
fn note(rules: &mut Vec<RuleNotice>, rule: &RuleNotice) {
    if rules.iter().all(|known| known.id != rule.id) {
        rules.push(rule.clone());
    }
}

/// The plan with its next payment, and all that is due until then, made late.
#[inline(never)]
fn wait(desk: &Desk<'_>) -> Result<(PlanFigures, Vec<RuleNotice>)> {
    let kept = &desk.kept;
    let keep = || {
        let apr = desk.apr(&kept.payments);
        Ok((PlanFigures { apr, ..kept.figures }, Vec::new()))
    };
    let Some(first) = kept.payments.first() else {
        return keep();
    };
    let until = first.on.plus_days(WAIT_DAYS)?;
    let days = u16::try_from(desk.today.days_until(until)).unwrap_or(u16::MAX);
    if days > POINT_DAYS_MAX {
        return keep();
    }
    let projection = projection(desk.wallet, &desk.account.id, desk.at, Some(&[days]))?;
    let mut to_pay = kept.figures.to_pay.parts();
    let (mut payments, mut late): (Vec<Payment>, Minor) = (Vec::new(), Minor::ZERO);
    for charge in projection.trail.iter().filter(|charge| charge.date > desk.today) {
        let part = to_pay.get_mut(charge.part);
        *part = part.plus(charge.amount);
        late = late.plus(charge.amount);
    }
    add(&mut payments, until, late);
    for payment in &kept.payments {
        add(&mut payments, payment.on.max(until), payment.amount);
    }
    let figures = figures(&payments, to_pay, Some(kept.figures.to_pay.total), desk.today)?;
    let apr = desk.apr(&payments);
    Ok((PlanFigures { apr, ..figures }, projection.rules))
}

/// Per month, in all, until when, from when, in the next months, arrears, whether it can be paid: of each the less the better.
type Measures = [i64; 7];

/// Those that no other beats, and those that one does. Of two that are alike the first stays.
#[inline(never)]
fn unbeaten(choices: Vec<Tried>) -> (Vec<Tried>, Vec<Tried>) {
    let measures: Vec<Measures> = choices.iter().map(Tried::measures).collect();
    let (mut shown, mut beaten) = (Vec::new(), Vec::new());
    for (place, choice) in choices.into_iter().enumerate() {
        let own = measures.get(place).copied().unwrap_or_default();
        let beats = |(other_place, other): (usize, &Measures)| {
            let is_no_worse = other.iter().zip(&own).all(|(other, own)| other <= own);
            is_no_worse && (*other != own || other_place < place)
        };
        if measures.iter().enumerate().any(beats) {
            beaten.push(choice);
        } else {
            shown.push(choice);
        }
    }
    (shown, beaten)
}

/// The first few by rank, and the rest. A sort of the library's would be more code than this room.
#[inline(never)]
fn best(mut left: Vec<Tried>, desk: &Desk<'_>) -> (Vec<Tried>, Vec<Tried>) {
    let mut best = Vec::new();
    while best.len() < OFFERS_MAX {
        let first = left.iter().enumerate().min_by_key(|(_, choice)| choice.rank(desk));
        let Some((place, _)) = first else { break };
        best.push(left.remove(place));
    }
    (best, left)
}

impl Tried {
    fn figures(&self) -> &PlanFigures {
        &self.trial.figures
    }

    #[inline(never)]
    fn measures(&self) -> Measures {
        let figures = self.figures();
        let last = figures.last.map_or(i32::MIN, CivilDate::day_number);
        let first = figures.first.map_or(i32::MAX, CivilDate::day_number);
        [
            figures.per_month.get(),
            figures.to_pay.total.get(),
            last.into(),
            i64::from(first).saturating_neg(),
            figures.soon.get(),
            i64::from(!self.trial.is_current),
            self.shortness(),
        ]
    }

    fn shortness(&self) -> i64 {
        match self.affordable {
            Some(true) => 0,
            None => 1,
            Some(false) => 2,
        }
    }

    /// What can be paid goes first, then what ends arrears, then what the situation asks for, then what costs least.
    #[inline(never)]
    fn rank(&self, desk: &Desk<'_>) -> [i64; 5] {
        let [per_month, cost, _, _, _, arrears, shortness] = self.measures();
        [shortness, arrears, self.distance(desk.situation), cost, per_month]
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
    fn offer(self, desk: &Desk<'_>, bests: &Bests) -> Result<Offer> {
        let reasons = self.reasons(desk, bests);
        let message = Message {
            id: name(self.kind, self.draft.with),
            params: self.params(desk),
        };
        let mut id = message.id.to_owned();
        if let Some(number) = self.draft.number {
            id.push('-');
            id.push_str(&whole(number));
        }
        let Self {
            kind,
            draft,
            trial,
            affordable,
        } = self;
        let Draft { with, events, .. } = draft;
        Ok(Offer {
            id,
            kind,
            with,
            binding: desk.account.policy.is_some(),
            expires: desk.limits.expires()?,
            figures: PlanFigures {
                apr: desk.apr(&trial.payments),
                ..trial.figures
            },
            cures_arrears: trial.is_current,
            affordable,
            rows: desk.rows(trial),
            message,
            reasons,
            events,
        })
    }

    #[inline(never)]
    fn reasons(&self, desk: &Desk<'_>, bests: &Bests) -> Vec<Reason> {
        let [per_month, cost, last, first, soon, _, _] = self.measures();
        let cures = self.trial.is_current && !desk.kept.is_current;
        let codes = [
            ("affordable", self.affordable == Some(true)),
            ("goes-short", self.affordable == Some(false)),
            ("cures-arrears", cures),
            ("answers-situation", answers(desk.situation, self.kind)),
            ("least-per-month", bests.is_alone(0, per_month)),
            ("least-cost", bests.is_alone(1, cost)),
            ("earliest-end", bests.is_alone(2, last)),
            ("latest-start", bests.is_alone(3, first)),
            ("least-soon", bests.is_alone(4, soon)),
        ];
        let mut reasons = Vec::new();
        for (code, _) in codes.into_iter().filter(|(_, holds)| *holds) {
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
    fn params(&self, desk: &Desk<'_>) -> Params {
        let (kept, own, currency) = (&desk.kept.figures, self.figures(), desk.account.currency);
        let cost_more = own.cost_more;
        let (trade, difference) = if cost_more.is_zero() {
            ("same", cost_more)
        } else if cost_more.is_positive() {
            ("costs", cost_more)
        } else {
            ("saves", Minor::ZERO.minus(cost_more))
        };
        let mut params = self.draft.params.clone();
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
        for (name, date) in [("first", own.first), ("last", own.last), ("keptLast", kept.last)] {
            if let Some(date) = date {
                params = params.with_date(name, date);
            }
        }
        params.with_count("count", own.count.into()).with_text("trade", trade)
    }
}

/// The least of each measure among the offers shown, and how many have it.
struct Bests(Vec<Measures>);

impl Bests {
    fn of(shown: &[Tried]) -> Self {
        Self(shown.iter().map(Tried::measures).collect())
    }

    /// Whether no other offer is as good by this measure, and there is another.
    #[inline(never)]
    fn is_alone(&self, measure: usize, value: i64) -> bool {
        let as_good = self
            .0
            .iter()
            .filter_map(|measures| measures.get(measure))
            .filter(|other| **other <= value);
        self.0.len() > 1 && as_good.count() == 1
    }
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
