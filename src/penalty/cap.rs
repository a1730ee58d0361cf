//! What a market allows at most: caps on each fee, on the interest of a due, on all charges of a due, and on the whole
//! account. What is allowed is the least that any cap leaves, rounded down.

use super::accrual::yearly;
use super::charge::{Charge, Cut, Rule};
use super::late_due::LateDue;
use crate::account::{DayCount, Part, Parts};
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::money::{Minor, Rate, RoundingMode};

/// A cap that a market sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cap {
    /// The market rule.
    pub id: String,
    /// What it holds down.
    pub on: CapOn,
    /// How much is allowed.
    pub most: Most,
}

/// What a cap holds down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapOn {
    /// Each late fee.
    Fee,
    /// All late interest of a due.
    Interest,
    /// All late charges of a due together.
    Due,
    /// Interest, fees and late charges of the whole account together: late charges are trimmed first, then fees.
    Account,
}

/// How much a cap allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Most {
    /// So much.
    Amount(Minor),
    /// A share of something.
    Share(Rate, CapBase),
    /// So much by the year on something, from the due day on.
    Yearly(Rate, DayCount, CapBase),
}

/// What a cap is measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapBase {
    /// What the due asked for; of a card's statement its minimum.
    Asked,
    /// What is unpaid of the due.
    Overdue,
    /// What is unpaid of the due's principal.
    OverduePrincipal,
    /// All principal that is owed.
    Balance,
    /// What was lent.
    Lent,
}

impl Most {
    fn on(self, late: &LateDue<'_>, date: CivilDate) -> Result<Minor> {
        let before = date.plus_days(-1)?;
        let base = |of| match of {
            CapBase::Asked => late.asked(),
            CapBase::Overdue => late.unpaid(before)?.total(),
            CapBase::OverduePrincipal => Ok(late.unpaid(before)?.principal),
            CapBase::Balance => late.balance(before),
            CapBase::Lent => late.lent(),
        };
        match self {
            Self::Amount(amount) => Ok(amount),
            Self::Share(share, of) => base(of)?.share(share, RoundingMode::Down),
            Self::Yearly(rate, day_count, of) => {
                yearly(base(of)?, rate, day_count, late.instalment.due_on, date)?.round(RoundingMode::Down)
            }
        }
    }
}

/// What one due has come to so far.
#[derive(Clone, Copy, Default)]
struct Sums {
    fees: Minor,
    /// Late interest before any cap, and what is left of it.
    interest_asked: Minor,
    interest: Minor,
    all: Minor,
}

/// Cuts late charges, which are in order, to what caps on fees, interest and dues allow.
pub(super) fn cut_each(charges: &mut [Charge], late: &[LateDue<'_>], caps: &[Cap]) -> Result<()> {
    for due in late {
        let mut sums = Sums::default();
        for charge in charges
            .iter_mut()
            .filter(|charge| charge.place == due.place && charge.part == Part::Penalty)
        {
            cut(charge, due, caps, &mut sums)?;
        }
    }
    Ok(())
}

fn cut(charge: &mut Charge, due: &LateDue<'_>, caps: &[Cap], sums: &mut Sums) -> Result<()> {
    let asked = charge.amount;
    let mut by = None;
    let mut least = |wanted: Minor, on: CapOn| -> Result<Minor> {
        let mut least = wanted;
        for cap in caps.iter().filter(|cap| cap.on == on) {
            let most = cap.most.on(due, charge.date)?;
            if most < least {
                (least, by) = (most, Some(&cap.id));
            }
        }
        Ok(least)
    };
    if charge.rule == Rule::LateFee {
        sums.fees = sums.fees.plus(least(asked, CapOn::Fee)?)?;
    } else {
        sums.interest_asked = sums.interest_asked.plus(asked)?;
        sums.interest = least(sums.interest_asked, CapOn::Interest)?.max(sums.interest);
    }
    let all = least(sums.fees.plus(sums.interest)?, CapOn::Due)?.max(sums.all);
    charge.amount = all.minus(sums.all)?;
    sums.all = all;
    charge.cut = by.filter(|_| charge.amount < asked).map(|by| Cut {
        by: by.clone(),
        from: asked,
    });
    Ok(())
}

/// Cuts charges, which are in order, to what caps on the whole account leave beside what `owed` holds already. What a cap
/// takes back of charges before becomes a charge below zero.
pub(super) fn cut_account(
    charges: Vec<Charge>,
    owed: Parts,
    oldest: &LateDue<'_>,
    caps: &[Cap],
) -> Result<Vec<Charge>> {
    let mut kept = Vec::with_capacity(charges.len());
    let (mut asked, mut allowed) = (owed, owed);
    for mut charge in charges {
        let part = asked.get_mut(charge.part);
        *part = part.plus(charge.amount)?;
        let (mut left, mut by) = (asked, None);
        for cap in caps.iter().filter(|cap| cap.on == CapOn::Account) {
            let trimmed = trim(asked, cap.most.on(oldest, charge.date)?)?;
            if trimmed.total()? < left.total()? {
                (left, by) = (trimmed, Some(&cap.id));
            }
        }
        // What has been booked is the creditor's to give back.
        left.penalty = left.penalty.max(owed.penalty);
        left.fees = left.fees.max(owed.fees);
        let from = charge.amount;
        let amount = left.get(charge.part).minus(allowed.get(charge.part))?;
        let cut_by = |from| by.map(|by: &String| Cut { by: by.clone(), from });
        if charge.part != Part::Penalty && left.penalty < allowed.penalty {
            kept.push(Charge {
                part: Part::Penalty,
                amount: left.penalty.minus(allowed.penalty)?,
                cut: cut_by(Minor::ZERO),
                ..charge.clone()
            });
        }
        if amount < from {
            charge.cut = cut_by(from);
        }
        charge.amount = amount;
        kept.push(charge);
        allowed = left;
    }
    Ok(kept)
}

/// What is left of `parts` when interest, fees and late charges together may come to `most`: late charges are trimmed
/// first, then fees; interest and principal stay.
///
/// # Errors
///
/// `RANGE` when a sum is beyond [`Minor::MAX`].
///
/// # Example
///
/// ```
/// use predue::account::Parts;
/// use predue::money::Minor;
/// use predue::penalty::trim;
///
/// let parts = Parts { principal: Minor::ZERO, interest: Minor::new(60)?, fees: Minor::new(30)?, penalty: Minor::new(25)? };
/// let trimmed = trim(parts, Minor::new(80)?)?;
/// assert_eq!((trimmed.interest.get(), trimmed.fees.get(), trimmed.penalty.get()), (60, 20, 0));
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: interest alone is beyond it, and stays
///
/// ```
/// use predue::account::Parts;
/// use predue::money::Minor;
/// use predue::penalty::trim;
///
/// let parts = Parts { interest: Minor::new(90)?, penalty: Minor::new(25)?, ..Parts::ZERO };
/// let trimmed = trim(parts, Minor::new(80)?)?;
/// assert_eq!((trimmed.interest.get(), trimmed.penalty.get()), (90, 0));
/// # Ok::<(), predue::Error>(())
/// ```
pub fn trim(parts: Parts, most: Minor) -> Result<Parts> {
    let cost = parts.interest.plus(parts.fees)?.plus(parts.penalty)?;
    let excess = cost.minus(most)?.or_zero();
    let penalty = parts.penalty.minus(excess.min(parts.penalty))?;
    let excess = excess.minus(parts.penalty.minus(penalty)?)?;
    let fees = parts.fees.minus(excess.min(parts.fees))?;
    Ok(Parts { fees, penalty, ..parts })
}
