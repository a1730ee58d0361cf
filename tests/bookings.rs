//! The booking log tells for every day what was unpaid on it.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and its figures are far from the limits"
)]

#[path = "common/any.rs"]
mod any_terms;
#[path = "common/loan.rs"]
mod loan;

use any_terms::fixed;
use loan::Loan;
use predue::account::Part;
use predue::calendar::CivilDate;
use predue::ledger::{BookingKind, Ledger};
use predue::{Result, wire};
use proptest::prelude::*;
use serde_json::{Value, json};

const PARTS: [Part; 4] = [Part::Principal, Part::Interest, Part::Fees, Part::Penalty];

fn ledger_on(loan: &Loan, events: &[Value], today: CivilDate) -> Result<Ledger> {
    let mut account = loan::account("loan", "EUR", &loan.plan());
    account["events"] = json!(events);
    let wallet = wire::wallet(&loan::wallet(&[account], &loan.holidays).to_string())?;
    Ledger::of(&wallet.accounts[0], &wallet.holidays, today)
}

/// What the bookings say was unpaid of a row's part at the end of a day.
fn unpaid(ledger: &Ledger, place: usize, part: Part, day: CivilDate) -> i64 {
    let mut unpaid = ledger.instalments[place].due.get(part).get();
    for booking in ledger
        .bookings
        .iter()
        .filter(|booking| (booking.place, booking.part) == (place, part))
    {
        let counts = (booking.on <= day) != (booking.kind == BookingKind::Charged);
        unpaid -= if counts { booking.amount.get() } else { 0 };
    }
    unpaid
}

/// Days after the start, a share of the principal in hundredths, and what happened.
fn happened() -> impl Strategy<Value = Vec<(i32, i64, &'static str)>> {
    let kinds = prop::sample::select(&["repayment", "repayment", "charge", "waiver"][..]);
    prop::collection::vec((0..400_i32, 1..=90_i64, kinds), 0..7)
}

fn event(loan: &Loan, days: i32, share: i64, kind: &str) -> Value {
    let date = loan.start.plus_days(days).expect("a day").to_string();
    let amount = (loan.principal * share / 100).max(1);
    match kind {
        "charge" => json!({ "kind": kind, "date": date, "amount": amount / 20 + 1, "penalty": share % 2 == 0 }),
        "waiver" => json!({ "kind": kind, "date": date, "amount": amount / 40 + 1, "of": "fees" }),
        _ => json!({ "kind": kind, "date": date, "amount": amount }),
    }
}

proptest! {
    #![proptest_config(fixed(256))]

    /// Where the rows fix the interest, the log of today tells every earlier day as it was seen then.
    #[test]
    fn the_log_tells_what_was_unpaid_on_any_day(
        principal in 1_000..2_000_000_i64,
        count in 1_u16..14,
        is_flat in any::<bool>(),
        happened in happened(),
        days in 0..500_i32,
    ) {
        let start = CivilDate::from_ymd(2026, 1, 31).expect("a day");
        let mut loan = Loan::level(principal, if is_flat { "0.12" } else { "0" }, count, start);
        loan.method = if is_flat { "flat" } else { "equal-instalment" };
        let events: Vec<Value> = happened.iter().map(|(days, share, kind)| event(&loan, *days, *share, kind)).collect();
        let (day, end) = (start.plus_days(days)?, start.plus_days(600)?);
        let (now, then) = (ledger_on(&loan, &events, end)?, ledger_on(&loan, &events, day)?);
        for (place, row) in then.instalments.iter().enumerate() {
            for part in PARTS {
                prop_assert_eq!(unpaid(&then, place, part, day), row.outstanding().get(part).get());
                if now.instalments.len() == then.instalments.len() {
                    prop_assert_eq!(unpaid(&now, place, part, day), row.outstanding().get(part).get(), "{:?} of {}", part, row.id);
                }
            }
        }
        prop_assert_eq!(now.principal_owed(day)?, then.payoff()?.principal);
    }
}
