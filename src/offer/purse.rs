//! Whether a plan can be paid: by what the customer says, and by what the money does that the wallet knows of.

use super::Situation;
use super::figures::{Payment, payments, per_month};
use super::trial::Trial;
use crate::account::{Account, Funds, Wallet};
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::funds::{Payable, affordable_per_month, cash_path};
use crate::ledger::RowId;
use crate::money::Minor;
use crate::order::by_day;
use crate::penalty;

/// Days of a plan that are put on the cash path: a year. After that no one knows what comes and goes.
pub(super) const CASH_DAYS: i32 = 366;

/// What the customer can pay.
pub(super) struct Purse {
    today: CivilDate,
    pay_now: Option<Minor>,
    /// The least of what the customer names and what a month leaves; nothing where neither is known.
    pub(super) per_month: Option<Minor>,
    cash: Option<Cash>,
}

/// The customer's money, and what else it has to pay.
struct Cash {
    /// With the living minimum of the market as the least reserve.
    funds: Funds,
    /// What the other accounts ask for.
    others: Vec<Payment>,
}

impl Purse {
    #[inline(never)]
    pub(super) fn new(
        wallet: &Wallet,
        account: &Account,
        today: CivilDate,
        situation: &Situation,
        living_minimum: Minor,
    ) -> Result<Self> {
        let mut purse = Self {
            today,
            pay_now: situation.pay_now,
            per_month: situation.pay_per_month,
            cash: None,
        };
        let Some(funds) = wallet.funds.as_ref().filter(|funds| funds.currency == account.currency) else {
            return Ok(purse);
        };
        let funds = Funds {
            reserve: funds.reserve.max(living_minimum),
            ..funds.clone()
        };
        let (mut others, mut spoken_for) = (Vec::new(), Minor::ZERO);
        let is_other = |other: &&Account| other.id != account.id && other.currency == account.currency;
        for other in wallet.accounts.iter().filter(is_other) {
            let (to_pay, _) = payments(&penalty::ledger(wallet, other, today)?, today);
            spoken_for = spoken_for.plus(per_month(&to_pay)?);
            others.extend(to_pay);
        }
        let left = affordable_per_month(&funds, today)?.minus(spoken_for).or_zero();
        purse.per_month = Some(purse.per_month.map_or(left, |named| named.min(left)));
        purse.cash = Some(Cash { funds, others });
        Ok(purse)
    }

    /// Whether a plan can be paid without going short; nothing where it is not known what there is.
    pub(super) fn affords(&self, trial: &Trial) -> Result<Option<bool>> {
        let is_due_now = |payment: &&Payment| payment.on == self.today;
        let now = trial
            .payments
            .first()
            .filter(is_due_now)
            .map_or(Minor::ZERO, |payment| payment.amount);
        let is_too_much_now = self.pay_now.is_some_and(|pay_now| now > pay_now);
        let Some(per_month) = self.per_month else {
            return Ok(is_too_much_now.then_some(false));
        };
        if is_too_much_now || trial.figures.per_month > per_month {
            return Ok(Some(false));
        }
        match &self.cash {
            Some(cash) => cash.bears(&trial.payments, self.today).map(Some),
            None => Ok(Some(true)),
        }
    }
}

impl Cash {
    /// Whether the payments leave the reserve alone: no due goes short, and from the first of them on nothing else does.
    #[inline(never)]
    fn bears(&self, payments: &[Payment], today: CivilDate) -> Result<bool> {
        let Some(first) = payments.first() else { return Ok(true) };
        let until = today.plus_days(CASH_DAYS)?;
        let mut all = self.others.clone();
        all.extend_from_slice(payments);
        all.retain(|payment| payment.on <= until);
        let all = by_day(all, |payment| payment.on);
        let id = RowId::Number(0);
        let mut payables = Vec::with_capacity(all.len());
        for Payment { on, amount } in all {
            payables.push(Payable {
                date: on,
                amount,
                least: amount,
                id: &id,
                account: "",
            });
        }
        let path = cash_path(&self.funds, &payables, today, until)?;
        let goes_short = path
            .lows
            .iter()
            .any(|low| low.date >= first.on && low.balance < self.funds.reserve);
        Ok(path.outlook.shortfall.is_none() && !goes_short)
    }
}
