//! How an account was paid so far, from its ledger and what has happened.

use super::{INSTALMENTS_MAX, Limit, MONTHS_MAX, Month, PastInstalment};
use crate::account::{CardPlan, Event, EventKind, Part, reversed};
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::ledger::{BookingKind, Instalment, Ledger};
use crate::money::{Currency, Minor};

/// Instalments due before today, the latest due first: when the last of each was paid, late charges left out.
pub(super) fn past_instalments(ledger: &Ledger, today: CivilDate) -> Vec<PastInstalment> {
    let mut past = Vec::new();
    for (place, instalment) in ledger.instalments.iter().enumerate().rev() {
        if past.len() == INSTALMENTS_MAX {
            break;
        }
        if instalment.due_on >= today {
            continue;
        }
        let is_open = is_open(instalment);
        // What was forgiven altogether, or asked for nothing, was never paid, and tells nothing.
        let until = if is_open { Some(today) } else { paid_on(ledger, place) };
        past.extend(until.map(|until| PastInstalment {
            late_days: f64::from(instalment.due_on.days_until(until)),
            is_open,
        }));
    }
    past
}

/// Whether something of an instalment is unpaid, late charges left out.
#[inline(never)]
pub(super) fn is_open(instalment: &Instalment) -> bool {
    let left = instalment.outstanding();
    [left.principal, left.interest, left.fees]
        .iter()
        .any(|part| part.is_positive())
}

/// The day of the last payment on an instalment.
fn paid_on(ledger: &Ledger, place: usize) -> Option<CivilDate> {
    let bookings = ledger.bookings.iter();
    bookings
        .filter(|booking| booking.place == place && booking.kind == BookingKind::Paid && booking.part != Part::Penalty)
        .map(|booking| booking.on)
        .max()
}

/// Months behind that a card counts with at most: three counting for less than two must not make a later payment look better.
const MONTHS_BEHIND_MAX: i32 = 2;

/// A card's months whose outcome is known, the latest first: what followed each statement whose due day has passed. Who
/// missed a minimum is a month further behind, who paid it late one.
pub(super) fn card_months(plan: &CardPlan, events: &[Event], today: CivilDate) -> Result<Vec<Month>> {
    let told_from = events.iter().map(|event| event.date).min();
    let credits = credits(events, today);
    let statements = plan.statements.len();
    // Some more than count, to know how far behind the first of those was.
    let first = statements.saturating_sub(MONTHS_MAX.saturating_mul(2));
    let (mut months, mut behind) = (Vec::new(), 0_i32);
    for (place, statement) in plan.statements.iter().enumerate().skip(first) {
        if today <= statement.due {
            break;
        }
        // Before the first event that was told nothing is known, which is not the same as nothing paid.
        if told_from.is_none_or(|from| from > statement.due) {
            continue;
        }
        let next = plan.statements.get(place.saturating_add(1));
        let closed_on = next.map_or(today, |next| next.closed);
        let paid_until = |day: CivilDate| paid_between(&credits, statement.closed, day);
        let paid = paid_until(closed_on)?;
        behind = match statement.minimum {
            minimum if paid_until(statement.due)? >= minimum => 0,
            minimum if paid >= minimum => 1,
            _ => behind.saturating_add(1).min(MONTHS_BEHIND_MAX),
        };
        months.push(Month {
            months_past_due: behind,
            bill: number(next.unwrap_or(statement).balance),
            paid: number(paid),
        });
    }
    months.reverse();
    Ok(months)
}

#[inline(never)]
fn paid_between(credits: &[(CivilDate, Minor)], after: CivilDate, until: CivilDate) -> Result<Minor> {
    let paid = credits.iter().filter(|(on, _)| *on > after && *on <= until);
    Minor::sum(paid.map(|(_, amount)| *amount))
}

/// Money that came in by today and was not taken back.
fn credits(events: &[Event], today: CivilDate) -> Vec<(CivilDate, Minor)> {
    let (mut credits, reversed) = (Vec::new(), reversed(events));
    for event in events {
        if let EventKind::Credit { amount, .. } = event.kind
            && event.date <= today
            && !event.is_among(&reversed)
        {
            credits.push((event.date, amount));
        }
    }
    credits
}

/// A card's limit; its size means something only in the currency in which it was measured.
pub(super) fn card_limit(plan: &CardPlan, currency: Currency) -> Limit {
    match plan.limit.filter(|limit| limit.is_positive()).map(number) {
        None => Limit::Unknown,
        Some(limit) if currency.as_str() == "TWD" => Limit::Size(limit),
        Some(limit) => Limit::Share(limit),
    }
}

/// An amount in hundreds of minor units: of the new Taiwan dollar that is its major unit, elsewhere only proportions count.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "an amount is within the whole numbers that a float holds"
)]
fn number(amount: Minor) -> f64 {
    amount.get() as f64 / 100.0
}
