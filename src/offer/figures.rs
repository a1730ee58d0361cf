//! A plan in figures: the same for keeping it, for paying it late and for every way out.

use super::{PlanFigures, SOON_DAYS};
use crate::account::Parts;
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::ledger::Ledger;
use crate::money::Minor;

/// Something that is to be paid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Payment {
    pub(super) on: CivilDate,
    pub(super) amount: Minor,
}

/// What is left to pay of a ledger from `today` on, day by day, and in parts. What is past due is paid today.
pub(super) fn payments(ledger: &Ledger, today: CivilDate) -> (Vec<Payment>, Parts) {
    let (mut payments, mut sum): (Vec<Payment>, Parts) = (Vec::new(), Parts::ZERO);
    for instalment in &ledger.instalments {
        let left = instalment.outstanding();
        sum = sum.plus(left);
        add(&mut payments, instalment.due_on.max(today), left.total());
    }
    // Minimums that never pay a card off leave a balance.
    if let (Some(only), Some(last), Some(payment)) =
        (ledger.minimum_only(), ledger.instalments.last(), payments.last_mut())
        && !only.ends
    {
        payment.amount = payment.amount.plus(last.balance);
        sum.principal = sum.principal.plus(last.balance);
    }
    (payments, sum)
}

/// Adds what is to be paid on a day that is not before those there are.
#[inline(never)]
pub(super) fn add(payments: &mut Vec<Payment>, on: CivilDate, amount: Minor) {
    match payments.last_mut().filter(|last| last.on == on) {
        Some(last) => last.amount = last.amount.plus(amount),
        None if amount.is_positive() => payments.push(Payment { on, amount }),
        None => {}
    }
}

/// The figures of payments, without a rate.
#[inline(never)]
pub(super) fn figures(
    payments: &[Payment],
    to_pay: Parts,
    kept: Option<Minor>,
    today: CivilDate,
) -> Result<PlanFigures> {
    let to_pay = to_pay.breakdown();
    let soon_until = today.plus_days(i32::from(SOON_DAYS))?;
    let (mut largest, mut per_month, mut soon) = (Minor::ZERO, Minor::ZERO, Minor::ZERO);
    let (mut month, mut of_month) = (0, Minor::ZERO);
    for payment in payments {
        if payment.on.month_number() != month {
            (month, of_month) = (payment.on.month_number(), Minor::ZERO);
        }
        of_month = of_month.plus(payment.amount);
        per_month = per_month.max(of_month);
        largest = largest.max(payment.amount);
        if payment.on <= soon_until {
            soon = soon.plus(payment.amount);
        }
    }
    Ok(PlanFigures {
        first: payments.first().map(|payment| payment.on),
        last: payments.last().map(|payment| payment.on),
        count: u32::try_from(payments.len()).unwrap_or(u32::MAX),
        largest,
        per_month: per_month.checked()?,
        soon: soon.checked()?,
        to_pay,
        cost_more: to_pay.total.minus(kept.unwrap_or(to_pay.total)),
        apr: None,
    })
}
