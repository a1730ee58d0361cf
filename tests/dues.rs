//! Events on the rows of the host's server: they are booked as on a loan, and the server's rows stay what they are.

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
use predue::account::Part;
use predue::calendar::CivilDate;
use predue::ledger::{BookingKind, Ledger};
use predue::{Result, wire};
use proptest::prelude::*;
use serde_json::{Value, json};

const PARTS: [Part; 4] = [Part::Principal, Part::Interest, Part::Fees, Part::Penalty];

fn day(text: &str) -> CivilDate {
    text.parse().expect("a day")
}

fn account(dues: &Value, events: &Value) -> Value {
    let mut account = loan::account("phone", "CNY", &json!({ "kind": "dues", "dues": dues }));
    account["events"] = events.clone();
    account
}

fn ledger_of(account: Value, today: CivilDate) -> Result<Ledger> {
    let wallet = wire::wallet(&loan::wallet(&[account], &[]).to_string())?;
    Ledger::of(&wallet.accounts[0], &wallet.holidays, today)
}

/// Three dues of 1,000 and interest of 50 each, on the first of the months.
fn ledger(events: &Value, today: &str) -> Result<Ledger> {
    let dues = json!([
        { "id": "jan", "date": "2026-01-01", "principal": 1000, "interest": 50 },
        { "id": "feb", "date": "2026-02-01", "principal": 1000, "interest": 50 },
        { "id": "mar", "date": "2026-03-01", "principal": 1000, "interest": 50 },
    ]);
    ledger_of(account(&dues, events), day(today))
}

/// The rows as id, due day, what they ask for and what is left.
fn rows(ledger: &Ledger) -> Result<Vec<(String, String, i64, i64)>> {
    let row = |row: &predue::ledger::Instalment| {
        let left = row.outstanding().total().get();
        Ok((row.id.to_string(), row.due_on.to_string(), row.due.total().get(), left))
    };
    ledger.instalments.iter().map(row).collect()
}

fn row(id: &str, date: &str, due: i64, left: i64) -> (String, String, i64, i64) {
    (id.to_owned(), date.to_owned(), due, left)
}

#[test]
fn a_payment_clears_what_is_past_due_first() -> Result<()> {
    let events = json!([{ "kind": "repayment", "date": "2026-01-20", "amount": 1500 }]);
    let ledger = ledger(&events, "2026-01-20")?;
    let expected = [
        row("jan", "2026-01-01", 1_050, 0),
        row("feb", "2026-02-01", 1_050, 600),
        row("mar", "2026-03-01", 1_050, 1_050),
    ];
    assert_eq!(rows(&ledger)?, expected);
    assert_eq!(
        (ledger.instalments[0].late.get(), ledger.instalments[1].in_advance.get()),
        (1_050, 450)
    );
    Ok(())
}

#[test]
fn a_directed_payment_goes_to_its_due_and_what_is_left_by_the_allocation() -> Result<()> {
    let events = json!([{ "kind": "repayment", "date": "2026-01-20", "amount": 1500, "due": "mar" }]);
    let expected = [
        row("jan", "2026-01-01", 1_050, 600),
        row("feb", "2026-02-01", 1_050, 1_050),
        row("mar", "2026-03-01", 1_050, 0),
    ];
    assert_eq!(rows(&ledger(&events, "2026-01-20")?)?, expected);
    let events = json!([
        { "kind": "goodwill", "date": "2026-01-20", "amount": 15 },
        { "kind": "repayment", "date": "2026-01-20", "amount": 1500, "due": "april" },
    ]);
    let error = ledger(&events, "2026-01-20").expect_err("no such due");
    assert_eq!((error.code(), error.path()), ("INPUT", Some("events[1].due")));
    Ok(())
}

#[test]
fn a_charge_goes_to_the_due_whose_time_it_falls_in() -> Result<()> {
    let events = json!([
        { "kind": "charge", "date": "2025-12-01", "amount": 1, "penalty": false },
        { "kind": "charge", "date": "2026-01-01", "amount": 2, "penalty": false },
        { "kind": "charge", "date": "2026-01-02", "amount": 4, "penalty": true },
        { "kind": "charge", "date": "2026-01-03", "amount": 8, "penalty": true, "dueOn": "2026-02-02" },
        { "kind": "charge", "date": "2026-03-02", "amount": 16, "penalty": true },
    ]);
    let after = ledger(&events, "2026-03-05")?;
    let expected = [
        row("jan", "2026-01-01", 1_053, 1_053),
        row("feb", "2026-02-01", 1_054, 1_054),
        row("mar", "2026-03-01", 1_058, 1_058),
        row("after-1", "2026-03-02", 16, 16),
    ];
    assert_eq!(rows(&after)?, expected);
    assert_eq!(after.instalments[3].since, Some(day("2026-03-02")));
    let charged: Vec<(usize, i64, String)> = after
        .bookings
        .iter()
        .map(|booking| (booking.place, booking.amount.get(), booking.on.to_string()))
        .collect();
    assert_eq!(charged[3], (2, 8, "2026-02-02".to_owned()));
    assert!(
        after
            .bookings
            .iter()
            .all(|booking| booking.kind == BookingKind::Charged)
    );
    Ok(())
}

#[test]
fn new_rows_never_take_an_id_of_the_host() -> Result<()> {
    let dues = json!([{ "id": "after-1", "date": "2026-01-01", "principal": 900 }]);
    let events = json!([
        { "kind": "re-age", "date": "2026-01-05", "firstDue": "2026-02-01", "count": 3, "every": { "n": 1, "unit": "month" } },
    ]);
    let ledger = ledger_of(account(&dues, &events), day("2026-01-05"))?;
    let expected = [
        row("after-1", "2026-01-01", 0, 0),
        row("after-2", "2026-02-01", 300, 300),
        row("after-3", "2026-03-01", 300, 300),
        row("after-4", "2026-04-01", 300, 300),
    ];
    assert_eq!(rows(&ledger)?, expected);
    Ok(())
}

#[test]
fn re_amortising_spreads_past_due_principal_and_leaves_interest() -> Result<()> {
    let events = json!([{ "kind": "re-amortise", "date": "2026-01-05" }]);
    let expected = [
        row("jan", "2026-01-01", 50, 50),
        row("feb", "2026-02-01", 1_550, 1_550),
        row("mar", "2026-03-01", 1_550, 1_550),
    ];
    assert_eq!(rows(&ledger(&events, "2026-01-05")?)?, expected);
    Ok(())
}

#[test]
fn waivers_credit_and_reversals_are_booked_as_on_a_loan() -> Result<()> {
    let events = json!([
        { "kind": "waiver", "date": "2026-01-02", "amount": 70, "of": "interest" },
        { "kind": "repayment", "date": "2026-01-03", "amount": 4000 },
        { "kind": "credit-refund", "date": "2026-01-04", "amount": 500 },
        { "kind": "repayment", "date": "2026-01-03", "amount": 77, "id": "twice" },
        { "kind": "reversal", "date": "2026-01-05", "of": "twice" },
    ]);
    let ledger = ledger(&events, "2026-01-05")?;
    assert_eq!(ledger.credit.get(), 4_000 - 3_080 - 500);
    assert_eq!(ledger.payoff()?.total().get(), 0);
    assert_eq!(ledger.instalments[1].waived.interest.get(), 20);
    assert_eq!(ledger.principal_owed(day("2026-01-02"))?.get(), 3_000);
    assert_eq!(ledger.principal_owed(day("2026-01-03"))?.get(), 0);
    assert_eq!(ledger.interest_until(day("2026-01-03"))?, None);
    Ok(())
}

#[test]
fn a_moved_due_moves_alone() -> Result<()> {
    let events = json!([{ "kind": "reschedule", "from": "2026-01-01", "to": "2026-02-10" }]);
    let expected = [
        row("feb", "2026-02-01", 1_050, 1_050),
        row("jan", "2026-02-10", 1_050, 1_050),
        row("mar", "2026-03-01", 1_050, 1_050),
    ];
    assert_eq!(rows(&ledger(&events, "2026-01-05")?)?, expected);
    let events = json!([{ "kind": "reschedule", "from": "2026-01-02", "to": "2026-02-10" }]);
    let error = ledger(&events, "2026-01-05").expect_err("no such date");
    assert_eq!((error.code(), error.path()), ("INPUT", Some("events")));
    Ok(())
}

#[test]
fn what_needs_terms_is_refused() {
    let refused = [
        json!({ "kind": "disbursement", "date": "2026-01-02", "amount": 1 }),
        json!({ "kind": "rate-change", "date": "2026-01-02", "annualRate": "0.1" }),
        json!({ "kind": "interest-pause", "date": "2026-01-02", "until": "2026-01-03" }),
    ];
    for event in refused {
        let error = ledger(&json!([event]), "2026-01-05").expect_err("no terms");
        assert_eq!((error.code(), error.path()), ("UNSUPPORTED", Some("events")), "{error}");
    }
}

/// Days from 2026-01-01, a kind and an amount.
fn event() -> impl Strategy<Value = Value> {
    let kinds = prop::sample::select(
        &[
            "repayment",
            "refund",
            "goodwill",
            "charge",
            "waiver",
            "named",
            "re-amortise",
            "re-age",
        ][..],
    );
    (0..150_i32, kinds, 1..2_500_i64, prop::sample::select(&["principal", "interest", "fees", "penalty"][..])).prop_map(
        |(days, kind, amount, part)| {
            let date = day("2026-01-01").plus_days(days).expect("a day").to_string();
            match kind {
                "charge" => json!({ "kind": kind, "date": date, "amount": amount, "penalty": part == "penalty" }),
                "waiver" => json!({ "kind": kind, "date": date, "amount": amount, "of": part }),
                "named" => json!({ "kind": "repayment", "date": date, "amount": amount, "due": "1" }),
                "re-amortise" => json!({ "kind": kind, "date": "2026-01-15" }),
                "re-age" => json!({
                    "kind": kind, "date": date, "firstDue": "2026-06-15", "count": 3, "every": { "n": 2, "unit": "week" },
                }),
                _ => json!({ "kind": kind, "date": date, "amount": amount }),
            }
        },
    )
}

fn dues() -> impl Strategy<Value = Value> {
    let due = (0..150_i32, 0..3_000_i64, 0..100_i64, 0..50_i64, 0..50_i64);
    prop::collection::vec(due, 2..6).prop_map(|dues| {
        let due = |(number, (days, principal, interest, fees, penalty)): (usize, &(i32, i64, i64, i64, i64))| {
            let date = day("2026-01-20").plus_days(*days).expect("a day").to_string();
            json!({
                "id": number.to_string(), "date": date, "principal": principal, "interest": interest, "fees": fees,
                "penalty": penalty,
            })
        };
        json!(dues.iter().enumerate().map(due).collect::<Vec<_>>())
    })
}

fn sum(list: &[Value], kinds: &[&str], key: &str) -> i64 {
    let named = list
        .iter()
        .filter(|event| kinds.is_empty() || kinds.contains(&event["kind"].as_str().unwrap_or_default()));
    named.filter_map(|event| event[key].as_i64()).sum()
}

proptest! {
    #![proptest_config(fixed(256))]

    /// Nothing is made and nothing is lost, and the bookings tell the rows' sums.
    #[test]
    fn every_unit_is_accounted_for(
        dues in dues(),
        events in prop::collection::vec(event(), 0..8),
        across in prop::sample::select(&["instalment", "part"][..]),
        future in prop::sample::select(&["next", "last", "spread"][..]),
    ) {
        let mut account = account(&dues, &json!(events));
        account["allocation"] =
            json!({ "order": ["penalty", "fees", "interest", "principal"], "across": across, "future": future });
        let ledger = ledger_of(account, day("2026-12-31"))?;
        let (mut paid, mut principal, mut charges) = (0, 0, 0);
        for (place, row) in ledger.instalments.iter().enumerate() {
            paid += row.paid.total().get();
            principal += row.due.principal.get();
            charges += row.due.fees.get() + row.due.penalty.get();
            for part in PARTS {
                prop_assert!(row.outstanding().get(part).get() >= 0, "{:?} of {}", part, row.id);
                let booked = |kind: BookingKind| -> i64 {
                    let here = ledger.bookings.iter().filter(|booking| (booking.place, booking.part, booking.kind) == (place, part, kind));
                    here.map(|booking| booking.amount.get()).sum()
                };
                prop_assert_eq!(booked(BookingKind::Paid), row.paid.get(part).get());
                prop_assert_eq!(booked(BookingKind::Waived), row.waived.get(part).get());
                prop_assert!(booked(BookingKind::Charged) <= row.due.get(part).get());
            }
        }
        let dues = dues.as_array().expect("a list");
        prop_assert_eq!(paid + ledger.credit.get(), sum(&events, &["repayment", "refund", "goodwill"], "amount"));
        prop_assert_eq!(principal, sum(dues, &[], "principal"));
        prop_assert_eq!(charges, sum(dues, &[], "fees") + sum(dues, &[], "penalty") + sum(&events, &["charge"], "amount"));
        prop_assert_eq!(ledger.instalments.last().map_or(0, |row| row.balance.get()), 0);
        prop_assert!(ledger.instalments.windows(2).all(|pair| pair[0].due_on <= pair[1].due_on));
    }
}

/// Sums are exact beyond the safe integers, and refused where they leave: never wrapped, never clipped.
#[test]
fn what_javascript_could_not_hold_does_not_leave() {
    const MAX: i64 = 9_007_199_254_740_991;
    let wallet = |interest: i64| {
        let due = json!({ "id": "1", "date": "2026-12-05", "principal": MAX - 5, "interest": interest });
        wire::wallet(&loan::wallet(&[account(&json!([due]), &json!([]))], &[]).to_string()).expect("a wallet")
    };
    let cells = |interest: i64| {
        let schedule = predue::schedule(&wallet(interest), "phone", &loan::at(day("2026-11-22")).parse()?)?;
        wire::schedule_cells(&schedule)
    };
    assert!(cells(5).expect("the largest amount").contains(&9_007_199_254_740_991.0));
    assert_eq!(cells(6).expect_err("one too many").code(), "RANGE");
    assert_eq!(cells(MAX).expect_err("nearly twice").code(), "RANGE");
    assert_eq!(wire::json_text(&[MAX]).expect("the largest"), format!("[{MAX}]"));
    assert_eq!(wire::json_text(&[MAX + 1]).expect_err("one too many").code(), "RANGE");
}
