//! Whether a market has payments go to late charges last.

use crate::account::InForce;
use crate::ledger::{Booking, BookingKind, Ledger};
use crate::market::{Body, Pack, Rule, Who};

/// The first rule by which late charges come last, and when it is in force.
///
/// It must have been read in a law: what was booked is a fact, and a guess at the law is no reason to tell another.
pub(super) fn late_charges_last<'a>(pack: &'a Pack, who: &Who<'_>) -> Option<(&'a Rule, InForce)> {
    let mut rules = pack.rules.iter().filter(|rule| rule.confidence.is_law());
    rules.find_map(|rule| {
        let puts_last =
            matches!(&rule.body, Body::Allocation(order) if order.last().is_some_and(|last| last == "penalty"));
        let dates = rule.dates;
        // The contract's day is the same for every payment; otherwise each has its own.
        let (applies, days) = if dates.by_contract {
            (rule.applies(who), InForce::default())
        } else {
            let (from, to) = (dates.from, dates.to);
            (rule.when.holds(who), InForce { from, to })
        };
        (puts_last && applies).then_some((&**rule, days))
    })
}

/// Whether a payment came late on one of these days.
pub(super) fn was_used(days: InForce, ledger: &Ledger) -> bool {
    let is_late = |booking: &Booking| {
        let due = ledger
            .instalments
            .get(booking.place)
            .map(|instalment| instalment.due_on);
        booking.kind == BookingKind::Paid && days.holds(booking.on) && due.is_some_and(|due| booking.on > due)
    };
    ledger.bookings.iter().any(is_late)
}
