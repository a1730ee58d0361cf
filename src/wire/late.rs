//! Reads what the contract attaches to being late.

use super::node::{Fields, Node, words};
use super::plan;
use crate::account::{
    Compound, DayCount, FeeAmount, FeeBase, InterestBase, LateFee, LateFrom, LateInterest, LateRate, LateTerms,
    Milestone, MilestoneCode,
};
use crate::money::Rate;

/// Fees, and milestones, that an account may have.
const LIST_MAX: usize = 20;
/// Days past due that a term may name: ten years.
const AFTER_DAYS_MAX: u16 = 3_660;

pub(super) fn read(node: &Node<'_>) -> LateTerms {
    let fields = node.fields("graceDays fees interest milestones");
    LateTerms {
        grace_days: fields.optional_count("graceDays", 0, 366).unwrap_or_default(),
        fees: fields.list_if_any("fees", LIST_MAX, fee),
        interest: fields.optional("interest", interest),
        milestones: fields.list_if_any("milestones", LIST_MAX, milestone),
    }
}

fn fee(node: &Node<'_>) -> LateFee {
    let all = node.fields("kind amount share of afterDays every max maxShare maxTimes");
    let is_share = all.word("kind", words!("flat" => false, "share" => true));
    let (wrong, problem) = if is_share {
        ("amount", "only a flat fee has an amount")
    } else if all.has("share") {
        ("share", "a flat fee has no share")
    } else {
        ("of", "a flat fee is not a share of anything")
    };
    all.check(!all.has(wrong), wrong, problem);
    LateFee {
        amount: if is_share {
            share_of(all)
        } else {
            FeeAmount::Flat(all.minor_or_more("amount"))
        },
        after_days: all.count("afterDays", 0, AFTER_DAYS_MAX),
        every: all.optional("every", plan::period),
        max: all.optional("max", Node::minor_or_more),
        max_share: all.optional("maxShare", Node::rate),
        max_times: all.optional_count("maxTimes", 0, u16::MAX),
    }
}

fn share_of(fields: Fields<'_>) -> FeeAmount {
    let base = fields.word(
        "of",
        words!(
            "instalment" => FeeBase::Instalment,
            "overdue" => FeeBase::Overdue,
            "overdue-principal" => FeeBase::OverduePrincipal,
            "minimum" => FeeBase::Minimum,
            "principal" => FeeBase::Principal,
        ),
    );
    FeeAmount::Share(fields.share("share"), base)
}

fn interest(node: &Node<'_>) -> LateInterest {
    let fields = node.fields("annualRate dailyRate of compound dayCount from");
    let day_count = fields.optional_word("dayCount", plan::DAY_COUNTS);
    let yearly = fields.optional("annualRate", Node::rate);
    let daily = fields.optional("dailyRate", Node::rate);
    node.check(
        yearly.is_some() != daily.is_some(),
        "penalty interest has either an annual or a daily rate",
    );
    fields.check(
        daily.is_none() || day_count.is_none(),
        "dayCount",
        "a daily rate needs no day count",
    );
    let yearly_rate = |rate| LateRate::Yearly(rate, day_count.unwrap_or(DayCount::ACTUAL_365));
    LateInterest {
        rate: daily.map_or_else(|| yearly_rate(yearly.unwrap_or(Rate::ZERO)), LateRate::Daily),
        of: fields.word(
            "of",
            words!(
                "overdue-principal" => InterestBase::OverduePrincipal,
                "overdue" => InterestBase::Overdue,
                "balance" => InterestBase::Balance,
            ),
        ),
        compound: fields
            .optional_word(
                "compound",
                words!(
                    "none" => Compound::None,
                    "daily" => Compound::Daily,
                    "monthly" => Compound::Monthly,
                ),
            )
            .unwrap_or_default(),
        from: fields
            .optional_word(
                "from",
                words!("grace-end" => LateFrom::GraceEnd, "due" => LateFrom::DueDay),
            )
            .unwrap_or_default(),
    }
}

fn milestone(node: &Node<'_>) -> Milestone {
    let fields = node.fields("afterDays code");
    Milestone {
        after_days: fields.count("afterDays", 0, AFTER_DAYS_MAX),
        code: fields.word(
            "code",
            words!(
                "credit-record" => MilestoneCode::CreditRecord,
                "account-limited" => MilestoneCode::AccountLimited,
                "handed-over" => MilestoneCode::HandedOver,
                "accelerated" => MilestoneCode::Accelerated,
                "legal" => MilestoneCode::Legal,
            ),
        ),
    }
}
