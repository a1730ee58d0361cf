//! From today's balance through all that comes and goes.

use super::flow::next;
use super::{Balance, FundsOutlook, Shortfall, affordable_per_month};
use crate::account::Funds;
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::ledger::RowId;
use crate::money::Minor;

/// Days ahead in which an income is looked for, beyond the outlook's horizon too: a year's.
const INCOME_DAYS_MAX: i32 = 366;

/// What an account asks for.
#[derive(Clone, Copy, Debug)]
pub struct Payable<'a> {
    /// When it is due. What is past is to be paid today.
    pub date: CivilDate,
    /// All of it: of a card the whole statement, as only that costs no interest.
    pub amount: Minor,
    /// What must be paid of it by its day: of a card the minimum, otherwise all.
    pub least: Minor,
    /// The due's id.
    pub id: &'a RowId,
    /// The account's id.
    pub account: &'a str,
}

/// The customer's money day by day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashPath {
    /// The figures.
    pub outlook: FundsOutlook,
    /// What is there after each of the dues, in their order, if no more than the least was paid of any. Those that lie beyond
    /// the path have none.
    pub left: Vec<Minor>,
}

/// The last day of a cash path: `until`, or the day of the next income where that is later and within a year.
#[must_use]
pub fn horizon(funds: &Funds, today: CivilDate, until: CivilDate) -> CivilDate {
    let Ok((tomorrow, latest)) = today
        .plus_days(1)
        .and_then(|day| Ok((day, today.plus_days(INCOME_DAYS_MAX)?)))
    else {
        return until;
    };
    let mut first = None;
    for flow in &funds.flows {
        if flow.is_income
            && flow.amount.is_positive()
            && let Some(day) = next(flow, today, tomorrow)
            && first.is_none_or(|first| day < first)
        {
            first = Some(day);
        }
    }
    match first {
        Some(day) if day <= latest => day.max(until),
        _ => until,
    }
}

/// What is there on each day until `until`, from today's balance through the flows and `dues`, which are in the order of their
/// days and in the currency of the funds.
///
/// Within a day money goes before money comes: what comes may come in the evening, and a collection may be tried in the
/// morning. First go the flows, then the dues in their order. The reserve is only measured against, never spent.
///
/// # Errors
///
/// `RANGE` when a sum is beyond [`Minor::MAX`].
///
/// # Example
///
/// ```
/// use predue::funds::{Payable, cash_path};
/// use predue::ledger::RowId;
/// use predue::money::Minor;
///
/// let wallet = predue::wire::wallet(r#"{
///   "market": "none", "locale": "en", "accounts": [],
///   "funds": { "currency": "EUR", "balance": 50000, "reserve": 10000, "flows": [
///     { "label": "Salary", "amount": 200000, "date": "2026-11-30", "kind": "in" }
///   ] }
/// }"#)?;
/// let funds = wallet.funds.ok_or("funds")?;
/// let (today, amount) = ("2026-11-22".parse()?, Minor::new(45_000)?);
/// let due = Payable { date: "2026-11-28".parse()?, amount, least: amount, id: &RowId::Number(3), account: "phone" };
/// let path = cash_path(&funds, &[due], today, "2026-12-22".parse()?)?.outlook;
/// let balances: Vec<i64> = path.path.iter().map(|day| day.balance.get()).collect();
/// assert_eq!(balances, [50_000, 5_000, 205_000]);
/// // 50.00 of what is left would be the reserve's.
/// assert_eq!(path.shortfall.map(|short| short.amount.get()), Some(5_000));
/// assert_eq!(path.safe_to_spend.get(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Example: a sum that no number holds
///
/// ```
/// let wallet = predue::wire::wallet(r#"{
///   "market": "none", "locale": "en", "accounts": [],
///   "funds": { "currency": "EUR", "balance": 9007199254740991, "flows": [
///     { "label": "x", "amount": 1, "date": "2026-11-30", "kind": "in" }
///   ] }
/// }"#)?;
/// let funds = wallet.funds.ok_or("funds")?;
/// let error = predue::funds::cash_path(&funds, &[], "2026-11-22".parse()?, "2026-12-22".parse()?).unwrap_err();
/// assert_eq!(error.code(), "RANGE");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn cash_path(funds: &Funds, dues: &[Payable<'_>], today: CivilDate, until: CivilDate) -> Result<CashPath> {
    let mut walk = Walk {
        balance: funds.balance,
        least: funds.balance,
        lowest: funds.balance,
        left: Vec::with_capacity(dues.len()),
        shortfall: None,
    };
    let mut path: Vec<Balance> = Vec::new();
    let mut dues = dues;
    for (day, date) in flows_by_day(funds, today, until)?.iter().zip(0_i32..) {
        let date = today.plus_days(date)?;
        walk.move_by(Minor::ZERO.minus(day.outgoing));
        while let [due, later @ ..] = dues
            && due.date <= date
        {
            walk.pay(due, date, funds.reserve);
            dues = later;
        }
        walk.lowest = walk.lowest.min(walk.balance);
        walk.move_by(day.incoming);
        walk.balance.checked()?;
        if path.last().is_none_or(|before| before.balance != walk.balance) {
            path.push(Balance {
                date,
                balance: walk.balance,
            });
        }
    }
    let outlook = FundsOutlook {
        until,
        path,
        shortfall: walk.shortfall,
        safe_to_spend: walk.lowest.minus(funds.reserve).or_zero(),
        affordable_per_month: affordable_per_month(funds, today)?,
    };
    Ok(CashPath {
        outlook,
        left: walk.left,
    })
}

/// What flows on one day.
#[derive(Clone, Copy)]
pub(crate) struct Day {
    pub(crate) outgoing: Minor,
    pub(crate) incoming: Minor,
    /// What is due then, where a plan is measured beside other dues.
    pub(crate) due: Minor,
}

/// The flows of each day from `today` to `until`.
#[inline(never)]
pub(crate) fn flows_by_day(funds: &Funds, today: CivilDate, until: CivilDate) -> Result<Vec<Day>> {
    let nothing = Day {
        outgoing: Minor::ZERO,
        incoming: Minor::ZERO,
        due: Minor::ZERO,
    };
    let count = usize::try_from(today.days_until(until).saturating_add(1)).unwrap_or_default();
    let mut days = vec![nothing; count];
    for flow in &funds.flows {
        let mut from = today;
        while let Some(date) = next(flow, today, from) {
            let place = usize::try_from(today.days_until(date)).unwrap_or(usize::MAX);
            let Some(day) = days.get_mut(place) else { break };
            let sum = if flow.is_income {
                &mut day.incoming
            } else {
                &mut day.outgoing
            };
            *sum = sum.plus(flow.amount);
            from = date.plus_days(1)?;
        }
    }
    Ok(days)
}

/// The money while days go by.
struct Walk {
    balance: Minor,
    /// The balance if no more than the least is paid of any due.
    least: Minor,
    lowest: Minor,
    left: Vec<Minor>,
    shortfall: Option<Shortfall>,
}

impl Walk {
    fn move_by(&mut self, amount: Minor) {
        self.balance = self.balance.plus(amount);
        self.least = self.least.plus(amount);
    }

    fn pay(&mut self, due: &Payable<'_>, date: CivilDate, reserve: Minor) {
        self.balance = self.balance.minus(due.amount);
        self.least = self.least.minus(due.least);
        self.left.push(self.least);
        let missing = reserve.minus(self.least);
        if self.shortfall.is_none() && missing.is_positive() && due.least.is_positive() {
            self.shortfall = Some(Shortfall {
                date,
                amount: missing,
                due: due.id.clone(),
                account: due.account.to_owned(),
            });
        }
    }
}
