//! Each card, and when it is shown.

use super::facing::{Facing, Seen};
use super::reach::creditor;
use super::{CARDS_MAX, Card, Link, Why};
use crate::account::{MilestoneCode, Plan};
use crate::market::{HelpKind, RuleNotice, Topic};
use crate::outlook::StandingKind;
use crate::params::Params;

/// Days past due after which arrears are long: a month's payment is missing.
const LONG_DAYS: i32 = 30;
/// Accounts past due that are many.
const MANY: usize = 3;
/// What a market may oblige or allow a lender to do for who cannot pay, the strongest first, and the card that says so.
const DUTIES: [(&str, &str); 4] = [
    ("right_to_request", "rights-ask"),
    ("must_offer", "rights-offer"),
    ("must_consider", "rights-offer"),
    ("may_offer", "rights-agree"),
];

/// A card, if it is right now.
type Chosen = Option<Box<Card>>;

/// Every card, the most helpful first: people before procedures, and procedures before costs.
const CARDS: [fn(&Facing<'_>) -> Chosen; 10] = [
    debt_advice,
    support,
    dispute,
    ways_out,
    rights,
    late_fee,
    minimum_only,
    credit_record,
    complaints,
    late_costs,
];

/// Those that are right now, at most [`CARDS_MAX`].
pub(super) fn cards(facing: &Facing<'_>) -> Vec<Card> {
    let mut cards = Vec::with_capacity(CARDS_MAX);
    for choose in CARDS {
        if cards.len() == CARDS_MAX {
            break;
        }
        cards.extend(choose(facing).map(|card| *card));
    }
    cards
}

/// Who advises on debts, for whom paying is hard.
fn debt_advice(facing: &Facing<'_>) -> Chosen {
    let hardship = facing.hardship.as_ref()?;
    Card::new("debt-advice", hardship.code)
        .because(&hardship.params)
        .with_helpers(facing.helpers(HelpKind::DebtAdvice))
}

/// Who listens, when arrears are long or many: worries that grow are heavier than their amount.
fn support(facing: &Facing<'_>) -> Chosen {
    let late = || facing.accounts.iter().filter(|seen| seen.is_overdue());
    let code = if late().count() >= MANY {
        "many"
    } else if late().any(|seen| seen.standing.days_past_due > LONG_DAYS) {
        "long"
    } else {
        return None;
    };
    Card::new("support", code).with_helpers(facing.helpers(HelpKind::Support))
}

/// What to do while something is in dispute.
fn dispute(facing: &Facing<'_>) -> Chosen {
    let seen = facing.find(Seen::is_disputed)?;
    let card = Card::new("dispute", "disputed").about(seen);
    Some(card.with_links(facing.who_takes_complaints(seen)))
}

/// What may be asked for when paying is hard, and what it comes to.
fn ways_out(facing: &Facing<'_>) -> Chosen {
    let hardship = facing.hardship.as_ref()?;
    let is_open = |seen: &Seen<'_>| seen.standing.standing != StandingKind::Settled;
    let seen = hardship.seen.or_else(|| facing.find(is_open))?;
    let contact = creditor(&seen.account.creditor.name, seen.account.creditor.contact.as_deref());
    let card = Card::new("ways-out", hardship.code).because(&hardship.params);
    Some(card.about(seen).with_links(contact.into_iter().collect()))
}

/// What the market obliges or allows the lender to do.
fn rights(facing: &Facing<'_>) -> Chosen {
    let seen = facing.hardship.as_ref()?.seen.filter(Seen::is_credit);
    let seen = seen.or_else(|| facing.find(|seen| seen.is_credit() && seen.is_overdue()))?;
    for (code, id) in &DUTIES {
        let rules = facing.told(seen, Topic::Forbearance, code);
        if !rules.is_empty() {
            return Some(Card::new(id, "market").about(seen).with_rules(rules));
        }
    }
    None
}

/// A charge that begins in a few days, and how it is avoided.
fn late_fee(facing: &Facing<'_>) -> Chosen {
    let (signal, seen) = facing.signal("fee-about-to-start")?;
    let card = Card::new("late-fee", "fee-ahead").about(seen?);
    Some(card.with_params(signal.params.clone()))
}

/// What paying the minimum alone comes to.
fn minimum_only(facing: &Facing<'_>) -> Chosen {
    let (signal, seen) = facing.signal("minimum-only-streak")?;
    let seen = seen?;
    let course = seen.standing.minimum_only?;
    let (id, params) = if course.ends {
        let interest = Params::default().with_amount("interest", course.interest, seen.account.currency);
        ("minimum-only", interest.with_date("last", course.last))
    } else {
        ("minimum-only-open", Params::default())
    };
    let card = Card::new(id, "minimum-only").because(&signal.params);
    Some(card.about(seen).with_params(params))
}

/// When a late payment reaches a credit record, by the contract or by the market's rules.
fn credit_record(facing: &Facing<'_>) -> Chosen {
    let mut late = facing.accounts.iter().copied().filter(Seen::is_late);
    late.find_map(|seen| credit_record_of(facing, seen))
}

fn credit_record_of(facing: &Facing<'_>, seen: Seen<'_>) -> Chosen {
    let mut rules = facing.told(seen, Topic::Disclosure, "before_bureau_report");
    rules.extend(facing.told(seen, Topic::Privacy, "bureau_record"));
    let milestones = seen.account.late.milestones.iter();
    let reports = milestones.filter(|step| step.code == MilestoneCode::CreditRecord);
    let (id, params) = if let Some(after_days) = reports.map(|step| step.after_days).min() {
        let date = seen.first_day_after(after_days, facing.today)?;
        let is_ahead = date > facing.today;
        let id = if is_ahead {
            "credit-record"
        } else {
            "credit-record-reached"
        };
        (id, Params::default().with_date("date", date))
    } else if rules.is_empty() {
        return None;
    } else {
        ("credit-record-rules", Params::default())
    };
    let card = Card::new(id, "late").about(seen);
    Some(card.with_params(params).with_rules(rules))
}

/// How to complain, when something looks wrong or arrears are in the hands of the creditor.
fn complaints(facing: &Facing<'_>) -> Chosen {
    for code in &["paid-twice", "due-jumped"] {
        if let Some((_, Some(seen))) = facing.signal(code) {
            let card = Card::new("complaints", code).about(seen);
            return Some(card.with_links(facing.who_takes_complaints(seen)));
        }
    }
    let seen = facing.find(|seen| seen.is_credit() && seen.is_overdue())?;
    let card = Card::new("complaints", "arrears").about(seen);
    card.with_helpers(facing.who_takes_complaints(seen))
}

/// How lateness costs, where it does: all there is to know while nothing is wrong.
fn late_costs(facing: &Facing<'_>) -> Chosen {
    let costs = |seen: &Seen<'_>| {
        let late = &seen.account.late;
        seen.standing.standing != StandingKind::Settled
            && (!late.fees.is_empty() || late.interest.is_some() || matches!(seen.account.plan, Plan::Card(_)))
    };
    let seen = facing.accounts.iter().copied().find(costs)?;
    Some(Card::new("late-costs", "basics").about(seen))
}

impl Facing<'_> {
    /// The creditor first, who has to have the chance to put it right.
    fn who_takes_complaints(&self, seen: Seen<'_>) -> Vec<Link> {
        let name = &seen.account.creditor.name;
        let own = creditor(name, seen.account.creditor.complaints.as_deref());
        let mut links: Vec<Link> = own.into_iter().collect();
        if seen.is_credit() {
            links.extend(self.helpers(HelpKind::Complaints));
        }
        links
    }

    /// The rules of a code that apply to an account and may be shown as law.
    #[inline(never)]
    fn told(&self, seen: Seen<'_>, topic: Topic, code: &str) -> Vec<RuleNotice> {
        if !seen.is_credit() {
            return Vec::new();
        }
        let pack = &self.wallet.rules;
        let who = self.who(seen);
        let mut notices = Vec::new();
        for (rule, told) in pack.told(topic, &who) {
            if told.code == code && rule.confidence.is_law() {
                notices.push(pack.notice(rule));
            }
        }
        notices
    }
}

/// Boxed and never inlined: a card is large, and moving it about would be most of this room's code.
#[allow(
    clippy::unnecessary_box_returns,
    reason = "so that an address is moved, and not the card"
)]
impl Card {
    #[inline(never)]
    fn new(id: &'static str, why: &'static str) -> Box<Self> {
        Box::new(Self {
            id,
            account: None,
            params: Params::default(),
            links: Vec::new(),
            why: Why {
                code: why,
                params: Params::default(),
            },
            rules: Vec::new(),
        })
    }

    #[inline(never)]
    fn about(mut self: Box<Self>, seen: Seen<'_>) -> Box<Self> {
        self.account = Some(seen.account.id.clone());
        self
    }

    #[inline(never)]
    fn because(mut self: Box<Self>, params: &Params) -> Box<Self> {
        self.why.params = params.clone();
        self
    }

    #[inline(never)]
    fn with_params(mut self: Box<Self>, params: Params) -> Box<Self> {
        self.params = params;
        self
    }

    #[inline(never)]
    fn with_links(mut self: Box<Self>, links: Vec<Link>) -> Box<Self> {
        self.links = links;
        self
    }

    /// Nothing where there is nobody to turn to.
    #[inline(never)]
    fn with_helpers(self: Box<Self>, helpers: Vec<Link>) -> Chosen {
        (!helpers.is_empty()).then(|| self.with_links(helpers))
    }

    #[inline(never)]
    fn with_rules(mut self: Box<Self>, rules: Vec<RuleNotice>) -> Box<Self> {
        self.rules = rules;
        self
    }
}
