//! In which order a market has payments go to what is past due.

use crate::account::{LawfulOrder, Part};
use crate::ledger::{Booking, BookingKind, Ledger};
use crate::market::{Body, Pack, Rule, Who};

/// The first order that a market sets for the account and that places every part.
///
/// It must have been read in a law: what was booked is a fact, and a guess at the law is no reason to tell another.
pub(super) fn lawful<'a>(pack: &'a Pack, who: &Who<'_>) -> Option<(&'a Rule, LawfulOrder)> {
    let mut rules = pack.rules.iter().filter(|rule| rule.confidence.is_law());
    rules.find_map(|rule| Some((&**rule, order(rule, who)?)))
}

fn order(rule: &Rule, who: &Who<'_>) -> Option<LawfulOrder> {
    let Body::Allocation(words) = &rule.body else {
        return None;
    };
    // The contract's day is the same for every payment; otherwise each has its own.
    let (applies, from, to) = if rule.dates.by_contract {
        (rule.applies(who), None, None)
    } else {
        (rule.when.holds(who), rule.dates.from, rule.dates.to)
    };
    let rounds: Vec<Vec<Part>> = words.iter().map(|word| parts(word).to_vec()).collect();
    let places = |part: &Part| rounds.iter().any(|round| round.contains(part));
    let all = [Part::Principal, Part::Interest, Part::Fees, Part::Penalty];
    (applies && all.iter().all(places)).then_some(LawfulOrder { from, to, rounds })
}

/// The parts of a debt that a rule's word stands for; the costs of enforcing it are none of them.
fn parts(word: &str) -> &'static [Part] {
    match word {
        "principal" => &[Part::Principal],
        "interest" => &[Part::Interest],
        "fees" => &[Part::Fees],
        "penalty" => &[Part::Penalty],
        "owed" => &[Part::Principal, Part::Interest, Part::Fees],
        _ => &[],
    }
}

/// Whether a payment that came late went by the order.
pub(super) fn was_used(order: &LawfulOrder, ledger: &Ledger) -> bool {
    let is_late = |booking: &Booking| {
        let due = ledger
            .instalments
            .get(booking.place)
            .map(|instalment| instalment.due_on);
        booking.kind == BookingKind::Paid && order.holds(booking.on) && due.is_some_and(|due| booking.on > due)
    };
    ledger.bookings.iter().any(is_late)
}
