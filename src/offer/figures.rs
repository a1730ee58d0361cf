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
    let rest = match (ledger.minimum_only(), ledger.instalments.last()) {
        (Some(only), Some(last)) if !only.ends => last.balance,
        _ => Minor::ZERO,
    };
    if let Some(last) = payments.last_mut() {
        last.amount = last.amount.plus(rest);
        sum.principal = sum.principal.plus(rest);
    }
    (payments, sum)
}

/// Adds what is to be paid on a day that is not before those there are.
pub(super) fn add(payments: &mut Vec<Payment>, on: CivilDate, amount: Minor) {
    match payments.last_mut().filter(|last| last.on == on) {
        Some(last) => last.amount = last.amount.plus(amount),
        None if amount.is_positive() => payments.push(Payment { on, amount }),
        None => {}
    }
}

/// The figures of payments, without a rate.
pub(super) fn figures(
    payments: &[Payment],
    to_pay: Parts,
    kept: Option<Minor>,
    today: CivilDate,
) -> Result<PlanFigures> {
    let to_pay = to_pay.breakdown();
    let soon_until = today.plus_days(i32::from(SOON_DAYS))?;
    let soon = payments.iter().filter(|payment| payment.on <= soon_until);
    Ok(PlanFigures {
        first: payments.first().map(|payment| payment.on),
        last: payments.last().map(|payment| payment.on),
        count: u32::try_from(payments.len()).unwrap_or(u32::MAX),
        largest: payments.iter().map(|payment| payment.amount).max().unwrap_or_default(),
        per_month: per_month(payments)?,
        soon: Minor::sum(soon.map(|payment| payment.amount))?,
        to_pay,
        cost_more: to_pay.total.minus(kept.unwrap_or(to_pay.total)),
        apr: None,
    })
}

/// The most that falls into one calendar month.
pub(super) fn per_month(payments: &[Payment]) -> Result<Minor> {
    let mut most = Minor::ZERO;
    let is_same = |one: &Payment, other: &Payment| one.on.month_number() == other.on.month_number();
    for month in payments.chunk_by(is_same) {
        most = most.max(Minor::sum(month.iter().map(|payment| payment.amount))?);
    }
    Ok(most)
}
