//! What a way out consists of, as ledger events.

use crate::account::{Event, EventKind, Part, Parts};
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::money::{Minor, Rate, TEN_BILLION};

/// What happens on a day.
pub(super) fn on(date: CivilDate, kind: EventKind) -> Event {
    Event { date, id: None, kind }
}

/// Books an amount that is owed beside the plan; nothing where there is none.
pub(super) fn charge(date: CivilDate, amount: Minor, penalty: bool, due_on: Option<CivilDate>) -> Option<Event> {
    let kind = EventKind::Charge {
        amount,
        penalty,
        due_on,
    };
    amount.is_positive().then(|| on(date, kind))
}

/// Lets go of at most `amount` of what there is of the parts, in their order: late charges first, what was lent last.
pub(super) fn waivers(date: CivilDate, amount: Minor, there_is: &Parts) -> Vec<Event> {
    let (mut events, mut left) = (Vec::new(), amount);
    for of in [Part::Penalty, Part::Fees, Part::Interest, Part::Principal] {
        let amount = there_is.get(of).min(left);
        if amount.is_positive() {
            events.push(on(date, EventKind::Waiver { amount, of }));
            left = left.minus(amount);
        }
    }
    events
}

/// A rate less a share of itself.
pub(super) fn lower(rate: Rate, share: Rate) -> Result<Rate> {
    let kept = u128::from(TEN_BILLION.saturating_sub(ten_billionths(share)));
    let lower = kept
        .saturating_mul(ten_billionths(rate).into())
        .checked_div(TEN_BILLION.into());
    Rate::of_ten_billionths(lower.and_then(|lower| u64::try_from(lower).ok()).unwrap_or(u64::MAX))
}

fn ten_billionths(rate: Rate) -> u64 {
    let rate = rate.fraction();
    let scale = TEN_BILLION.checked_div(rate.denominator).unwrap_or_default();
    rate.numerator.saturating_mul(scale)
}
