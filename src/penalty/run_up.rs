//! All that waiting adds to an account, due by due, in the order of the days.

use super::charge::Charge;
use super::late_due::LateDue;
use super::law::Law;
use super::{fee, interest, own_interest};
use crate::account::{Account, Part, Plan, Wallet};
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::ledger::{BookingKind, Ledger};
use crate::market::RuleNotice;
use crate::money::Minor;
use crate::order::by_day;

/// The account as it stands at the end of `today`, with the late charges that have run up by the contract's terms and that
/// the creditor has not booked.
///
/// # Errors
///
/// As [`Ledger::of`]; `RANGE` when a charge is beyond the limits.
pub(crate) fn ledger(wallet: &Wallet, account: &Account, today: CivilDate) -> Result<Ledger> {
    let law = Law::new(wallet, account, today);
    let mut ledger = Ledger::allocated(account, &law.allocation, &wallet.holidays, today)?;
    let terms = &account.late;
    if terms.fees.is_empty() && terms.interest.is_none() {
        return Ok(ledger);
    }
    let fees = fees(account, &ledger, today)?;
    let stops = law.stops(&fees, vec![today])?;
    let (charges, _) = charges(&law, &ledger, fees, today, &stops)?;
    for charge in charges {
        ledger.add_late_charge(charge.place, charge.amount);
    }
    Ok(ledger)
}

/// The dues that are unpaid and late by the end of `until` if nothing more is paid, oldest first.
pub(super) fn late_dues<'a>(account: &Account, ledger: &'a Ledger, until: CivilDate) -> Vec<LateDue<'a>> {
    let mut late: Vec<LateDue<'a>> = Vec::new();
    for (place, instalment) in ledger.instalments.iter().enumerate() {
        if instalment.is_estimate() || instalment.due_on >= until || !instalment.payable().total().is_positive() {
            continue;
        }
        late.push(LateDue {
            ledger,
            instalment,
            place,
            grace_days: account.late.grace_days,
            is_oldest: late.is_empty(),
        });
    }
    late
}

/// The late fees that come up by the end of `until` if nothing more is paid.
pub(super) fn fees(account: &Account, ledger: &Ledger, until: CivilDate) -> Result<Vec<Charge>> {
    let mut charges = Vec::new();
    for due in &late_dues(account, ledger, until) {
        for terms in &account.late.fees {
            fee::charge(terms, due, until, &mut charges)?;
        }
    }
    Ok(charges)
}

/// What being late adds by the last of `stops` if nothing more is paid: `fees`, and what runs by the day, told up to each of
/// `stops`, which are in order. What the creditor has booked up to today is left out.
pub(super) fn charges(
    law: &Law<'_>,
    ledger: &Ledger,
    fees: Vec<Charge>,
    today: CivilDate,
    stops: &[CivilDate],
) -> Result<(Vec<Charge>, Vec<RuleNotice>)> {
    let account = law.account;
    let Some(until) = stops.last().copied() else {
        return Ok((Vec::new(), Vec::new()));
    };
    let late = late_dues(account, ledger, until);
    let Some(oldest) = late.first() else {
        return Ok((Vec::new(), Vec::new()));
    };
    let mut charges = Vec::new();
    own_interest::charge(account, ledger, &late, today, stops, &mut charges)?;
    if let Some(terms) = &law.interest(today) {
        for due in &late {
            for portion in law.portions(terms, today) {
                interest::charge(terms, *portion, due, today, stops, &mut charges)?;
            }
        }
    }
    // What has run by a day comes before that day's fee, so that a rule cuts the same however often the run is told.
    charges.extend(fees);
    let mut charges = by_day(charges, |charge| charge.date);
    let notices = law.cut(&mut charges, &late, today)?;
    take_out(&mut charges, booked(account, ledger, oldest)?, today);
    charges.retain(|charge| !charge.amount.is_zero() || charge.cut.is_some());
    Ok((charges, notices))
}

/// The late charges that the creditor has booked since the oldest unpaid due fell due, or put into the dues themselves.
fn booked(account: &Account, ledger: &Ledger, oldest: &LateDue<'_>) -> Result<Minor> {
    let penalties = ledger
        .bookings
        .iter()
        .filter(|booking| booking.kind == BookingKind::Charged && booking.part == Part::Penalty);
    let since = penalties
        .clone()
        .filter(|booking| booking.booked_on > oldest.instalment.due_on);
    let booked = Minor::sum(since.map(|booking| booking.amount))?;
    if !matches!(account.plan, Plan::Dues(_)) {
        return Ok(booked);
    }
    let rows = ledger.instalments.iter().skip(oldest.place);
    let asked = Minor::sum(rows.map(|row| row.due.penalty))?;
    let in_rows = penalties.filter(|booking| booking.place >= oldest.place);
    Ok(booked
        .plus(asked)
        .minus(Minor::sum(in_rows.map(|booking| booking.amount))?))
}

/// Takes what is booked already out of the charges up to today, earliest first.
fn take_out(charges: &mut [Charge], booked: Minor, today: CivilDate) {
    let mut left = booked;
    for charge in charges.iter_mut().filter(|charge| charge.date <= today) {
        let taken = charge.amount.min(left);
        charge.amount = charge.amount.minus(taken);
        left = left.minus(taken);
    }
}
