//! What else was agreed: what being late costs, which part a payment pays first, and how many the host knows to pay late.

use super::{CreditSource, DayCount, Part};
use crate::calendar::{CivilDate, Period};
use crate::money::{Minor, Rate};
use serde::Serialize;

/// What the contract attaches to being late.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LateTerms {
    /// Days after a due date before it counts as overdue; a payment within them costs nothing.
    pub grace_days: u16,
    /// Each is charged for each due that is late.
    pub fees: Vec<LateFee>,
    /// What runs by the day on what is overdue.
    pub interest: Option<LateInterest>,
    /// What else happens.
    pub milestones: Vec<Milestone>,
}

/// A fee for one late due.
///
/// It is first charged on the day when the due is more than `after_days` days past due, and past its grace: the two are not
/// added, the later one decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateFee {
    /// How much each time.
    pub amount: FeeAmount,
    /// Days past due that cost nothing.
    pub after_days: u16,
    /// It is charged again after each period while the due stays unpaid.
    pub every: Option<Period>,
    /// The most that it comes to for one due, all times together.
    pub max: Option<Minor>,
    /// The most that it comes to for one due, all times together, as a share of what the due asked for.
    pub max_share: Option<Rate>,
    /// How often it is charged for one due at most.
    pub max_times: Option<u16>,
}

/// How much a late fee is each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeeAmount {
    /// Always the same.
    Flat(Minor),
    /// A share of something.
    Share(Rate, FeeBase),
}

/// What a late fee is a share of. Late charges are in none of them: no penalty is taken on a penalty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeeBase {
    /// What the late due asked for when it fell due, paid or not.
    Instalment,
    /// What is unpaid of the late due on the day of the charge.
    Overdue,
    /// What is unpaid of the late due's principal on the day of the charge.
    OverduePrincipal,
    /// The minimum payment of the late statement.
    Minimum,
    /// What was lent.
    Principal,
}

/// Interest for being late, on top of the contract's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateInterest {
    /// How fast it runs.
    pub rate: LateRate,
    /// On what.
    pub of: InterestBase,
    /// Whether it earns interest itself.
    pub compound: Compound,
    /// Whether the days of grace count once they have passed.
    pub from: LateFrom,
}

/// How fast late interest runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LateRate {
    /// By the year, each day its share of it.
    Yearly(Rate, DayCount),
    /// By the day.
    Daily(Rate),
}

/// What late interest runs on. Late charges are in none of them, but what it earns itself where it compounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InterestBase {
    /// What is unpaid of the late dues' principal.
    OverduePrincipal,
    /// What is unpaid of the late dues.
    Overdue,
    /// All principal that is owed, once a due is late.
    Balance,
}

/// Whether late interest earns interest itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compound {
    /// Never.
    #[default]
    None,
    /// From the next day on.
    Daily,
    /// After each month of it.
    Monthly,
}

/// From which day late interest runs once the grace has passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LateFrom {
    /// From the last day of grace: the days of grace cost nothing.
    #[default]
    GraceEnd,
    /// From the due day.
    DueDay,
}

/// Something that is not money and happens to who is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// It happens on the day when a due is more than so many days past due.
    pub after_days: u16,
    /// What happens.
    pub code: MilestoneCode,
}

/// What happens to who is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MilestoneCode {
    /// The creditor tells a credit bureau.
    CreditRecord,
    /// The account can no longer be used in full.
    AccountLimited,
    /// The debt goes to a collector.
    HandedOver,
    /// All that is owed becomes due at once.
    Accelerated,
    /// The creditor goes to court.
    Legal,
}

/// How money that comes in is spread over what is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// Whether a whole instalment is cleared before the next.
    pub across: Across,
    /// For what the customer pays.
    pub repayment: AllocationRule,
    /// For what a merchant gives back.
    pub refund: AllocationRule,
    /// For refunds paid out to the account.
    pub payout: AllocationRule,
    /// For what the creditor lets go.
    pub goodwill: AllocationRule,
    /// When a law has what the customer pays go to late charges last.
    pub late_charges_last: Option<InForce>,
}

/// Days on which a law is in force; both belong to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InForce {
    /// The first.
    pub from: Option<CivilDate>,
    /// The last.
    pub to: Option<CivilDate>,
}

impl InForce {
    /// Whether a day is one of them.
    #[must_use]
    pub fn holds(self, on: CivilDate) -> bool {
        self.from.is_none_or(|from| on >= from) && self.to.is_none_or(|to| on <= to)
    }
}

/// Which part is paid first, each part once: of what is past due, then of what is due, then of what is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllocationRule {
    /// Of instalments past their due day.
    pub past_due: [Part; 4],
    /// Of instalments due on the day.
    pub due: [Part; 4],
    /// Of instalments to come.
    pub in_advance: [Part; 4],
    /// Where money ahead of time goes.
    pub future: FuturePayment,
}

impl Allocation {
    /// The same rule for all money, with one order of parts.
    #[must_use]
    pub fn uniform(order: [Part; 4], across: Across, future: FuturePayment) -> Self {
        let rule = AllocationRule {
            past_due: order,
            due: order,
            in_advance: order,
            future,
        };
        Self {
            across,
            repayment: rule,
            refund: rule,
            payout: rule,
            goodwill: rule,
            late_charges_last: None,
        }
    }

    /// The rule for money from `source`.
    #[must_use]
    pub fn rule(&self, source: CreditSource) -> &AllocationRule {
        match source {
            CreditSource::Repayment => &self.repayment,
            CreditSource::Refund => &self.refund,
            CreditSource::Payout => &self.payout,
            CreditSource::Goodwill => &self.goodwill,
        }
    }
}

impl Default for Allocation {
    /// Penalty, fees, interest, principal; instalment by instalment; ahead of time to the next one.
    fn default() -> Self {
        let order = [Part::Penalty, Part::Fees, Part::Interest, Part::Principal];
        Self::uniform(order, Across::Instalment, FuturePayment::Next)
    }
}

/// Whether a payment clears instalments or parts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Across {
    /// All parts of one instalment before the next instalment.
    Instalment,
    /// One part of all instalments before the next part.
    Part,
}

/// Where money ahead of time goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FuturePayment {
    /// To the next instalment.
    Next,
    /// To the last instalment.
    Last,
    /// To the instalment whose period has begun, then to the last one.
    CurrentThenLast,
    /// To all instalments to come, in equal parts.
    Spread,
}

/// Days before a due of which a prior may say how many have not paid yet.
pub const UNPAID_DAYS_MAX: usize = 100;

/// The host's own share of customers who pay more than 0, 3 and 7 days late.
#[derive(Clone, Debug, PartialEq)]
pub struct LatenessPrior {
    /// More than 0 days.
    pub over0: f64,
    /// More than 3 days.
    pub over3: f64,
    /// More than 7 days.
    pub over7: f64,
    /// Of those who pay in time, the share who have not paid yet so many days before the due day, from 0 days on. Empty where
    /// nothing is known: that a due is still unpaid then changes nothing.
    pub unpaid_on_time: Vec<f64>,
    /// The host's own recalibration: added to the log-odds.
    pub shift: f64,
    /// The host's own recalibration: what the log-odds are multiplied by first; above zero.
    pub scale: f64,
}
