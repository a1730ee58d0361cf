//! Reads what the contract attaches to being late.

use super::account::share;
use super::node::{Fields, Node};
use super::plan;
use crate::account::{
    Compound, DayCount, FeeAmount, FeeBase, InterestBase, LateFee, LateFrom, LateInterest, LateRate, LateTerms,
    Milestone, MilestoneCode,
};
use crate::error::Result;

/// Fees, and milestones, that an account may have.
const LIST_MAX: usize = 20;
/// Days past due that a term may name: ten years.
const AFTER_DAYS_MAX: u16 = 3_660;

pub(super) fn read(node: Node<'_>) -> Result<LateTerms> {
    let fields = node.fields(&["graceDays", "fees", "interest", "milestones"])?;
    let grace_days = fields.optional("graceDays", |node| node.count(0, 366))?;
    Ok(LateTerms {
        grace_days: grace_days.unwrap_or_default(),
        fees: fields
            .optional("fees", |node| node.list(LIST_MAX, fee))?
            .unwrap_or_default(),
        interest: fields.optional("interest", interest)?,
        milestones: fields
            .optional("milestones", |node| node.list(LIST_MAX, milestone))?
            .unwrap_or_default(),
    })
}

fn fee(node: Node<'_>) -> Result<LateFee> {
    let all = node.fields(&[
        "kind",
        "amount",
        "share",
        "of",
        "afterDays",
        "every",
        "max",
        "maxShare",
        "maxTimes",
    ])?;
    let is_share = all.get("kind")?.word(&[("flat", false), ("share", true)])?;
    let (wrong, problem) = if is_share {
        ("amount", "only a flat fee has an amount")
    } else if all.maybe("share").is_some() {
        ("share", "a flat fee has no share")
    } else {
        ("of", "a flat fee is not a share of anything")
    };
    if all.maybe(wrong).is_some() {
        return Err(all.wrong(wrong, problem));
    }
    Ok(LateFee {
        amount: if is_share {
            share_of(&all)?
        } else {
            FeeAmount::Flat(all.get("amount")?.minor_or_more()?)
        },
        after_days: all.get("afterDays")?.count(0, AFTER_DAYS_MAX)?,
        every: all.optional("every", plan::period)?,
        max: all.optional("max", |node| node.minor_or_more())?,
        max_share: all.optional("maxShare", |node| node.rate())?,
        max_times: all.optional("maxTimes", |node| node.count(0, u16::MAX))?,
    })
}

fn share_of(fields: &Fields<'_>) -> Result<FeeAmount> {
    let base = fields.get("of")?.word(&[
        ("instalment", FeeBase::Instalment),
        ("overdue", FeeBase::Overdue),
        ("overdue-principal", FeeBase::OverduePrincipal),
        ("minimum", FeeBase::Minimum),
        ("principal", FeeBase::Principal),
    ])?;
    Ok(FeeAmount::Share(fields.get("share").and_then(share)?, base))
}

fn interest(node: Node<'_>) -> Result<LateInterest> {
    let fields = node.fields(&["annualRate", "dailyRate", "of", "compound", "dayCount", "from"])?;
    let day_count = fields.optional("dayCount", plan::day_count)?;
    let yearly = fields.optional("annualRate", |node| node.rate())?;
    let daily = fields.optional("dailyRate", |node| node.rate())?;
    let rate = match (yearly, daily) {
        (Some(rate), None) => LateRate::Yearly(rate, day_count.unwrap_or(DayCount::ACTUAL_365)),
        (None, Some(_)) if day_count.is_some() => {
            return Err(fields.wrong("dayCount", "a daily rate needs no day count"));
        }
        (None, Some(rate)) => LateRate::Daily(rate),
        _ => return Err(node.wrong("penalty interest has either an annual or a daily rate")),
    };
    let of = fields.get("of")?.word(&[
        ("overdue-principal", InterestBase::OverduePrincipal),
        ("overdue", InterestBase::Overdue),
        ("balance", InterestBase::Balance),
    ])?;
    let compound = fields.optional("compound", |node| {
        node.word(&[
            ("none", Compound::None),
            ("daily", Compound::Daily),
            ("monthly", Compound::Monthly),
        ])
    })?;
    let from = fields.optional("from", |node| {
        node.word(&[("grace-end", LateFrom::GraceEnd), ("due", LateFrom::DueDay)])
    })?;
    Ok(LateInterest {
        rate,
        of,
        compound: compound.unwrap_or_default(),
        from: from.unwrap_or_default(),
    })
}

fn milestone(node: Node<'_>) -> Result<Milestone> {
    let fields = node.fields(&["afterDays", "code"])?;
    Ok(Milestone {
        after_days: fields.get("afterDays")?.count(0, AFTER_DAYS_MAX)?,
        code: fields.get("code")?.word(&[
            ("credit-record", MilestoneCode::CreditRecord),
            ("account-limited", MilestoneCode::AccountLimited),
            ("handed-over", MilestoneCode::HandedOver),
            ("accelerated", MilestoneCode::Accelerated),
            ("legal", MilestoneCode::Legal),
        ])?,
    })
}
