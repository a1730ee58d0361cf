//! Whether a plan can be paid: by what the customer says, and by what the money does that the wallet knows of.

use super::Situation;
use super::figures::{Payment, figures, payments};
use super::trial::Trial;
use crate::account::{Account, Wallet};
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::funds::{Day, flows_by_day, left_of_a_month};
use crate::money::Minor;
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
    balance: Minor,
    /// At least the living minimum of the market.
    reserve: Minor,
    /// What comes and goes on each day from today on, and what the other accounts ask for.
    days: Vec<Day>,
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
        let mut days = flows_by_day(funds, today, today.plus_days(CASH_DAYS)?)?;
        let reserve = funds.reserve.max(living_minimum);
        let mut left = left_of_a_month(funds, reserve, today)?;
        for other in &wallet.accounts {
            if other.id == account.id || other.currency != account.currency {
                continue;
            }
            let (payments, to_pay) = payments(&penalty::ledger(wallet, other, today)?, today);
            left = left.minus(figures(&payments, to_pay, None, today)?.per_month);
            for payment in payments {
                let place = usize::try_from(today.days_until(payment.on)).unwrap_or(usize::MAX);
                if let Some(day) = days.get_mut(place) {
                    day.due = day.due.plus(payment.amount);
                }
            }
        }
        let left = left.or_zero();
        purse.per_month = Some(purse.per_month.map_or(left, |named| named.min(left)));
        purse.cash = Some(Cash {
            balance: funds.balance,
            reserve,
            days,
        });
        Ok(purse)
    }

    /// Whether a plan can be paid without going short; nothing where it is not known what there is.
    pub(super) fn affords(&self, trial: &Trial) -> Result<Option<bool>> {
        let now = match trial.payments.first() {
            Some(payment) if payment.on == self.today => payment.amount,
            _ => Minor::ZERO,
        };
        if self.pay_now.is_some_and(|pay_now| now > pay_now) {
            return Ok(Some(false));
        }
        let Some(per_month) = self.per_month else {
            return Ok(None);
        };
        if trial.figures.per_month > per_month {
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
        if payments.is_empty() {
            return Ok(true);
        }
        let mut to_come = payments;
        let mut balance = self.balance;
        for (day, days) in self.days.iter().zip(0_i32..) {
            let date = today.plus_days(days)?;
            balance = balance.minus(day.outgoing).minus(day.due);
            while let [payment, later @ ..] = to_come
                && payment.on <= date
            {
                balance = balance.minus(payment.amount);
                to_come = later;
            }
            let has_begun = to_come.len() < payments.len();
            if (has_begun || day.due.is_positive()) && balance < self.reserve {
                return Ok(false);
            }
            balance = balance.plus(day.incoming).checked()?;
        }
        Ok(true)
    }
}
