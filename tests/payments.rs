//! What holds for every loan whatever was paid on it, and when: no money appears, none is lost, and the order in which the
//! host tells of it does not matter.

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
use predue::account::{Part, Parts};
use predue::calendar::CivilDate;
use predue::ledger::Ledger;
use predue::money::Minor;
use predue::wire;
use proptest::prelude::*;
use serde_json::{Value, json};

const PARTS: [Part; 4] = [Part::Principal, Part::Interest, Part::Fees, Part::Penalty];

/// A loan on which something was paid or charged, and how the creditor spreads what comes in.
#[derive(Clone, Debug)]
struct Paid {
    loan: Loan,
    events: Vec<Value>,
    allocation: Value,
}

impl Paid {
    fn account(&self) -> Value {
        let mut account = loan::account("loan", "EUR", &self.loan.plan());
        account["events"] = json!(self.events);
        account["allocation"] = self.allocation.clone();
        account
    }

    /// How it stands on a day; payments under some terms are refused.
    fn ledger(&self, today: CivilDate) -> Result<Option<Ledger>, TestCaseError> {
        let wallet = loan::wallet(&[self.account()], &self.loan.holidays);
        match wire::wallet(&wallet.to_string()) {
            Err(error) if error.code() == "UNSUPPORTED" && error.path() == Some("wallet.accounts[0].events") => {
                Ok(None)
            }
            wallet => {
                let wallet = wallet?;
                Ok(Some(Ledger::of(&wallet.accounts[0], &wallet.holidays, today)?))
            }
        }
    }

    /// The sum of the amounts of these kinds of events.
    fn sum(&self, kinds: &[&str], today: CivilDate) -> i64 {
        let counts = |event: &&Value| {
            let date = event["date"].as_str().unwrap_or_default();
            kinds.contains(&event["kind"].as_str().unwrap_or_default()) && *date <= *today.to_string()
        };
        self.events
            .iter()
            .filter(counts)
            .filter_map(|event| event["amount"].as_i64())
            .sum()
    }
}

/// Days after the start, and an amount as a share of the principal.
type Happened = (i32, u8, &'static str);

fn happened() -> impl Strategy<Value = Vec<Happened>> {
    let kind = prop::sample::select(
        &[
            "repayment",
            "repayment",
            "repayment",
            "refund",
            "goodwill",
            "fee",
            "penalty",
        ][..],
    );
    prop::collection::vec((0..500_i32, 1..=120_u8, kind), 0..6)
}

fn allocation() -> impl Strategy<Value = Value> {
    (
        Just(["penalty", "fees", "interest", "principal"]).prop_shuffle(),
        prop::sample::select(&["instalment", "part"][..]),
        prop::sample::select(&["next", "last", "spread"][..]),
    )
        .prop_map(|(order, across, future)| json!({ "order": order, "across": across, "future": future }))
}

fn paid() -> impl Strategy<Value = Paid> {
    let usual = prop::bool::weighted(0.7);
    (any_terms::loan(), happened(), allocation(), usual).prop_map(|(mut loan, happened, mut allocation, is_usual)| {
        loan.principal += 100;
        if is_usual {
            let future = ["next", "last", "spread"][usize::try_from(loan.principal % 3).expect("a place")];
            (loan.grace_interest, allocation["future"]) = (0, json!(future));
            loan.conventions["pastDueInterestUntil"] = json!("day");
        }
        let events = happened
            .iter()
            .map(|(days, share, kind)| event(&loan, *days, *share, kind))
            .collect();
        Paid {
            loan,
            events,
            allocation,
        }
    })
}

fn event(loan: &Loan, days: i32, share: u8, kind: &str) -> Value {
    let date = loan.start.plus_days(days).expect("a day in range").to_string();
    let amount = (loan.principal * i64::from(share) / 100).max(1);
    match kind {
        "fee" | "penalty" => {
            json!({ "kind": "charge", "date": date, "amount": amount / 20 + 1, "penalty": kind == "penalty" })
        }
        _ => json!({ "kind": kind, "date": date, "amount": amount }),
    }
}

/// What is left, and the credit, once all but `less` of the payoff was paid; under some terms it is refused.
fn after_payoff(paid: &mut Paid, today: CivilDate, less: i64) -> Result<Option<(i64, i64)>, TestCaseError> {
    let Some(before) = paid.ledger(today)? else {
        return Ok(None);
    };
    let Some(payoff) = loan::payoff(&before)? else {
        return Ok(None);
    };
    let sum = payoff.total().get() - less;
    if sum > 0 {
        paid.events
            .push(json!({ "kind": "repayment", "date": today.to_string(), "amount": sum }));
    }
    let Some(after) = paid.ledger(today)?.filter(|_| sum >= 0) else {
        return Ok(None);
    };
    let Some(settling) = loan::payoff(&after)? else {
        return Ok(None);
    };
    let mut left = Parts::ZERO;
    for row in &after.instalments {
        left = left.plus(row.outstanding());
    }
    prop_assert_eq!(
        settling.total().get(),
        less,
        "payoff after {} of {}",
        sum,
        paid.account()
    );
    Ok(Some((left.total().get(), after.credit.minus(before.credit).get())))
}

const CREDITS: [&str; 3] = ["repayment", "refund", "goodwill"];

proptest! {
    #![proptest_config(fixed(256))]

    #[test]
    fn money_is_neither_made_nor_lost(paid in paid(), days in 0..700_i32) {
        let today = paid.loan.start.plus_days(days)?;
        let Some(ledger) = paid.ledger(today)? else { return Ok(()) };
        let (mut due, mut settled) = (Parts::ZERO, Parts::ZERO);
        for row in &ledger.instalments {
            for part in PARTS {
                let (asked, paid) = (row.due.get(part).get(), row.paid.get(part).get());
                prop_assert!(0 <= paid && paid <= asked, "{:?} of {}: {} of {} paid", part, row.id, paid, asked);
            }
            let dated = row.in_advance.plus(row.late);
            prop_assert!(dated <= row.paid.total(), "{} paid in advance or late of {:?}", dated, row.paid);
            due = due.plus(row.due);
            settled = settled.plus(row.paid);
        }
        prop_assert!(ledger.instalments.windows(2).all(|pair| pair[0].due_on <= pair[1].due_on));
        prop_assert_eq!(due.principal.get(), paid.loan.principal, "principal asked for {}", paid.account());
        prop_assert_eq!(due.fees.plus(due.penalty).get(), paid.sum(&["charge"], today), "charges asked for");
        prop_assert_eq!(settled.total().plus(ledger.credit).get(), paid.sum(&CREDITS, today), "money that came in");
        let last = ledger.instalments.iter().rev().find(|row| !row.due.principal.is_zero());
        prop_assert!(last.is_none_or(|row| row.balance.is_zero()), "the balance after the last principal");
    }

    /// Who pays what settles the account, settles it: nothing is left, and nothing was paid too much.
    #[test]
    fn what_settles_settles(mut paid in paid(), days in 0..700_i32) {
        let today = paid.loan.start.plus_days(days)?;
        let left = after_payoff(&mut paid, today, 0)?;
        prop_assert!(left.is_none_or(|left| left == (0, 0)), "{:?} left and in credit", left);
    }

    #[test]
    fn one_unit_less_does_not_settle(mut paid in paid(), days in 0..700_i32) {
        let today = paid.loan.start.plus_days(days)?;
        let left = after_payoff(&mut paid, today, 1)?;
        prop_assert!(left.is_none_or(|(left, credit)| left > 0 && credit == 0), "{:?} left and in credit", left);
    }

    #[test]
    fn the_order_of_telling_does_not_matter(mut paid in paid(), days in 0..700_i32) {
        let today = paid.loan.start.plus_days(days)?;
        // Events of one day keep the order given.
        paid.events.sort_by_key(|event| event["date"].to_string());
        paid.events.dedup_by_key(|event| event["date"].to_string());
        let told = paid.ledger(today)?.map(|ledger| ledger.instalments);
        paid.events.reverse();
        prop_assert_eq!(told, paid.ledger(today)?.map(|ledger| ledger.instalments));
    }

    #[test]
    fn a_reversed_event_never_happened(mut paid in paid(), reversed in happened(), days in 0..700_i32, later in 0..50_i32) {
        let today = paid.loan.start.plus_days(days)?;
        let without = paid.ledger(today)?.map(|ledger| ledger.instalments);
        for (number, (day, share, kind)) in reversed.into_iter().enumerate() {
            let mut event = event(&paid.loan, day, share, kind);
            event["id"] = json!(format!("reversed {number}"));
            let reversal = paid.loan.start.plus_days(day + later)?.to_string();
            paid.events.push(json!({ "kind": "reversal", "date": reversal, "of": event["id"] }));
            paid.events.insert(0, event);
        }
        if let Some(with) = paid.ledger(today)? {
            prop_assert_eq!(without, Some(with.instalments));
        }
    }

    #[test]
    fn what_is_to_come_does_not_count(mut paid in paid(), days in 0..700_i32) {
        let today = paid.loan.start.plus_days(days)?;
        let Some(ledger) = paid.ledger(today)? else { return Ok(()) };
        paid.events.retain(|event| event["date"].as_str().is_some_and(|date| *date <= *today.to_string()));
        prop_assert_eq!(Some(ledger.instalments), paid.ledger(today)?.map(|ledger| ledger.instalments));
    }

    /// Who pays each instalment on its day, as it stands then, pays no more and no less than was planned.
    #[test]
    fn paying_on_time_is_the_plan(loan in any_terms::loan()) {
        let planned = loan.schedule(loan.start)?.rows;
        let events = planned.iter().filter(|row| row.due.total.is_positive()).map(|row| {
            json!({ "kind": "repayment", "date": row.date.to_string(), "amount": row.due.total.get() })
        });
        let paid = Paid {
            events: events.collect(),
            allocation: json!({ "order": ["penalty", "fees", "interest", "principal"], "across": "instalment" }),
            loan,
        };
        let last = planned.last().map_or(paid.loan.start, |row| row.date);
        let Some(ledger) = paid.ledger(last)? else { return Ok(()) };
        for (row, planned) in ledger.instalments.iter().zip(&planned) {
            prop_assert_eq!((row.due, row.paid), (planned.due.parts(), planned.due.parts()), "row {}", &row.id);
            prop_assert_eq!((row.in_advance, row.late), (Minor::ZERO, Minor::ZERO));
        }
        prop_assert_eq!(ledger.credit, Minor::ZERO);
    }
}
