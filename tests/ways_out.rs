//! What a way out is made of: new instalments, moved due dates, pauses, new rates and waivers, each through the wallet.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and its figures are far from the limits"
)]

#[path = "common/any.rs"]
mod any_terms;
#[path = "../examples/replay/case.rs"]
mod case;
#[path = "../examples/parity/contract.rs"]
mod contract;
#[path = "common/loan.rs"]
mod loan;

use any_terms::fixed;
use loan::Loan;
use predue::account::{Part, Parts};
use predue::calendar::CivilDate;
use predue::ledger::Ledger;
use predue::{Result, wire};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs::read_to_string;
use std::path::Path;

const PARTS: [Part; 4] = [Part::Principal, Part::Interest, Part::Fees, Part::Penalty];

fn day(text: &str) -> CivilDate {
    text.parse().expect("a day")
}

fn month() -> Value {
    json!({ "n": 1, "unit": "month" })
}

fn with_events(plan: &Value, events: &[Value]) -> Value {
    let mut account = loan::account("loan", "EUR", plan);
    account["events"] = json!(events);
    loan::wallet(&[account], &[])
}

/// Principal, interest, fees, penalty and day of each row that asks for something.
fn rows(plan: &Value, events: &[Value], today: &str) -> Result<Vec<(String, [i64; 4])>> {
    let schedule = loan::schedule(&with_events(plan, events), "loan", &loan::at(day(today)))?;
    let rows = schedule.rows.iter().filter(|row| row.due.total.is_positive());
    Ok(rows
        .map(|row| {
            let due = row.due.parts();
            (row.date.to_string(), PARTS.map(|part| due.get(part).get()))
        })
        .collect())
}

/// 1,200.00 at 12 % in twelve months from January: 106.62 each, of which 12.00 interest at first.
fn level() -> Loan {
    Loan::level(120_000, "0.12", 12, day("2026-01-01"))
}

/// Every published case with one of these events gives the published rows when its account crosses as a wallet.
#[test]
fn published_ways_out_come_out_of_a_wallet() -> case::Outcome<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/fineract.json");
    let file: Value = serde_json::from_str(&read_to_string(path)?)?;
    let named = [
        "reage",
        "reamortize",
        "reschedule",
        "interest_pause",
        "waive_last_charge",
    ];
    let is_named = |event: &Value| event["t"].as_str().is_some_and(|kind| named.contains(&kind));
    let mut met = 0;
    for case in file["cases"].as_array().into_iter().flatten() {
        if !case["events"]
            .as_array()
            .is_some_and(|events| events.iter().any(is_named))
        {
            continue;
        }
        met += 1;
        let wallet = contract::wallet(&case::account(case)?)?;
        let schedule = loan::schedule(&wallet, "replay", &loan::at(case::date(&case["as_of"])?))?;
        let published = case::rows(case)?;
        assert_eq!(schedule.rows.len(), published.len(), "{}", case["id"]);
        for (row, published) in schedule.rows.iter().zip(&published) {
            let ours = json!({
                "date": row.date.to_string(), "principal": row.due.principal.get(), "interest": row.due.interest.get(),
                "fees": row.due.fees.get(), "penalties": row.due.penalty.get(), "total": row.due.total.get(),
                "paid": row.paid.total.get(), "outstanding": row.outstanding.total.get(), "balance": row.balance.get(),
            });
            for (key, value) in ours.as_object().into_iter().flatten() {
                assert_eq!(value, &published[key], "{key} of row {} of {}", row.number, case["id"]);
            }
        }
    }
    assert_eq!(met, 46);
    Ok(())
}

fn told(rows: &[(&str, [i64; 4])]) -> Vec<(String, [i64; 4])> {
    rows.iter().map(|(date, parts)| ((*date).to_owned(), *parts)).collect()
}

#[test]
fn a_re_age_bears_interest_on_principal_alone() -> Result<()> {
    let events = [
        json!({ "kind": "repayment", "date": "2026-02-01", "amount": 10_662 }),
        json!({ "kind": "charge", "date": "2026-03-10", "amount": 600, "penalty": true }),
        json!({ "kind": "re-age", "date": "2026-04-01", "firstDue": "2026-05-01", "count": 3, "every": month() }),
    ];
    // 110,538 are owed still: 37,585 a month at one per cent. Two months of interest on them were unpaid, 1,105 each; they
    // are due in thirds, as the charge is.
    let expected = told(&[
        ("2026-02-01", [9_462, 1_200, 0, 0]),
        ("2026-05-01", [36_480, 1_105 + 737, 0, 200]),
        ("2026-06-01", [36_844, 741 + 737, 0, 200]),
        ("2026-07-01", [37_214, 372 + 736, 0, 200]),
    ]);
    assert_eq!(rows(&level().plan(), &events, "2026-04-01")?, expected);
    Ok(())
}

#[test]
fn a_re_age_may_begin_with_interest_only() -> Result<()> {
    let re_age = |interest_only: u16| {
        json!({
            "kind": "re-age", "date": "2026-01-01", "firstDue": "2026-02-01", "count": 3, "every": month(),
            "interestOnly": interest_only,
        })
    };
    let expected = told(&[
        ("2026-02-01", [0, 1_200, 0, 0]),
        ("2026-03-01", [59_701, 1_200, 0, 0]),
        ("2026-04-01", [60_299, 603, 0, 0]),
    ]);
    assert_eq!(rows(&level().plan(), &[re_age(1)], "2026-01-01")?, expected);
    let error = rows(&level().plan(), &[re_age(3)], "2026-01-01").expect_err("no principal at all");
    assert_eq!(
        (error.code(), error.path()),
        ("RANGE", Some("wallet.accounts[0].events[0].interestOnly"))
    );
    Ok(())
}

/// Interest that was due stays so; what has run since, and principal, go to the instalments to come.
#[test]
fn re_amortising_leaves_interest_that_was_due() -> Result<()> {
    let loan = Loan { count: 4, ..level() };
    let event = json!({ "kind": "re-amortise", "date": "2026-03-01" });
    let expected = told(&[
        ("2026-02-01", [0, 1_200, 0, 0]),
        ("2026-03-01", [0, 1_200, 0, 0]),
        ("2026-04-01", [59_701, 1_200, 0, 0]),
        ("2026-05-01", [60_299, 603, 0, 0]),
    ]);
    assert_eq!(rows(&loan.plan(), &[event], "2026-03-01")?, expected);
    Ok(())
}

/// A due date that is moved after a new plan is one of that plan's; one that was moved before went with the old plan.
#[test]
fn due_dates_move_on_new_plans_too() -> Result<()> {
    let re_age =
        json!({ "kind": "re-age", "date": "2026-01-15", "firstDue": "2026-02-01", "count": 2, "every": month() });
    let moved = |from: &str, to: &str| json!({ "kind": "reschedule", "from": from, "to": to });
    let days = |events: &[Value]| -> Result<Vec<String>> {
        Ok(rows(&level().plan(), events, "2026-01-15")?
            .into_iter()
            .map(|(date, _)| date)
            .collect())
    };
    assert_eq!(
        days(&[re_age.clone(), moved("2026-02-01", "2026-02-20")])?,
        ["2026-02-20", "2026-03-20"]
    );
    assert_eq!(
        days(&[re_age.clone(), moved("2026-06-01", "2026-06-20")])?,
        ["2026-02-01", "2026-03-01"]
    );
    let error = days(&[re_age, moved("2026-06-02", "2026-06-20")]).expect_err("no plan's");
    assert_eq!(
        (error.code(), error.path()),
        ("INPUT", Some("wallet.accounts[0].events"))
    );
    Ok(())
}

#[test]
fn interest_for_a_longer_time_is_due_with_the_flat_instalment_that_moves() -> Result<()> {
    let loan = Loan {
        method: "flat",
        count: 3,
        ..level()
    };
    let moved = json!({ "kind": "reschedule", "from": "2026-03-01", "to": "2026-04-01" });
    let expected = told(&[
        ("2026-02-01", [40_000, 1_200, 0, 0]),
        ("2026-04-01", [40_000, 2_400, 0, 0]),
        ("2026-05-01", [40_000, 1_200, 0, 0]),
    ]);
    assert_eq!(rows(&loan.plan(), &[moved], "2026-01-15")?, expected);
    Ok(())
}

/// Three dues of 100.00 thirty days apart at one per cent for each.
fn dues() -> Value {
    json!({
        "kind": "dues", "annualRate": "0.12", "dayCount": "actual/360", "dues": [
            { "id": "jan", "date": "2026-01-31", "principal": 10_000, "interest": 300 },
            { "id": "feb", "date": "2026-03-02", "principal": 10_000, "interest": 200 },
            { "id": "mar", "date": "2026-04-01", "principal": 10_000, "interest": 100 },
        ],
    })
}

#[test]
fn ways_out_of_dues_follow_their_rate() -> Result<()> {
    let on = "2026-02-15";
    let asked = |event: Value| -> Result<Vec<[i64; 4]>> {
        Ok(rows(&dues(), &[event], on)?
            .into_iter()
            .map(|(_, parts)| parts)
            .collect())
    };
    let pause = json!({ "kind": "interest-pause", "date": "2026-02-16", "until": "2026-03-17" });
    assert_eq!(
        asked(pause)?,
        [[10_000, 300, 0, 0], [10_000, 100, 0, 0], [10_000, 50, 0, 0]]
    );
    let rate = json!({ "kind": "rate-change", "date": "2026-02-16", "annualRate": "0.06" });
    assert_eq!(
        asked(rate)?,
        [[10_000, 300, 0, 0], [10_000, 150, 0, 0], [10_000, 50, 0, 0]]
    );
    // Thirty days more of one due.
    let moved = json!({ "kind": "reschedule", "from": "2026-03-02", "to": "2026-04-01" });
    assert_eq!(
        asked(moved)?,
        [[10_000, 300, 0, 0], [10_000, 100, 0, 0], [10_000, 300, 0, 0]]
    );
    // Half of February's interest has run; from then on there are 30,000.
    let again = json!({ "kind": "re-amortise", "date": on });
    assert_eq!(
        asked(again)?,
        [[0, 300, 0, 0], [14_950, 100 + 150, 0, 0], [15_050, 150, 0, 0]]
    );
    // January's interest is due in thirds, the half of February's with the first; without the thirds 10,234 each.
    let new = json!({ "kind": "re-age", "date": on, "firstDue": "2026-03-17", "count": 3, "every": { "n": 30, "unit": "day" } });
    let expected = [
        [9_834, 100 + 100 + 300, 0, 0],
        [10_032, 100 + 202, 0, 0],
        [10_134, 100 + 101, 0, 0],
    ];
    let asked = asked(new)?;
    assert_eq!(asked, expected);
    Ok(())
}

/// At a rate that is not known the interest is what was agreed, whenever it is paid.
#[test]
fn a_re_age_of_dues_without_a_rate_keeps_their_interest() -> Result<()> {
    let mut plan = dues();
    plan.as_object_mut().expect("an object").remove("annualRate");
    let new = json!({ "kind": "re-age", "date": "2026-02-15", "firstDue": "2026-03-15", "count": 2, "every": month() });
    let rows = rows(&plan, &[new], "2026-02-15")?;
    assert_eq!(
        rows.iter().map(|(_, parts)| (parts[0], parts[1])).collect::<Vec<_>>(),
        [(15_000, 450), (15_000, 150)]
    );
    Ok(())
}

#[test]
fn a_cards_balance_is_spread_with_or_without_interest() -> Result<()> {
    let card = json!({
        "kind": "card", "annualRate": "0.24", "dayCount": "30/360", "minimum": { "share": "0.05", "floor": 1000 },
        "statements": [
            { "id": "april", "closed": "2026-04-01", "due": "2026-04-21", "balance": 100_000, "minimum": 5_000 },
        ],
    });
    let re_age =
        json!({ "kind": "re-age", "date": "2026-05-01", "firstDue": "2026-06-01", "count": 5, "every": month() });
    // A month of interest has run by then, 2,000; a fifth of it is in each, and two per cent of what is left.
    let expected = told(&[
        ("2026-06-01", [19_216, 2_400, 0, 0]),
        ("2026-07-01", [19_600, 2_016, 0, 0]),
        ("2026-08-01", [19_992, 1_624, 0, 0]),
        ("2026-09-01", [20_392, 1_224, 0, 0]),
        ("2026-10-01", [20_800, 816, 0, 0]),
    ]);
    assert_eq!(rows(&card, std::slice::from_ref(&re_age), "2026-05-01")?, expected);
    assert_eq!(
        rows(&card, std::slice::from_ref(&re_age), "2026-04-30")?[0].1,
        [5_000, 0, 0, 0],
        "not yet"
    );

    let nil = json!({ "kind": "rate-change", "date": "2026-05-01", "annualRate": "0" });
    let paid = json!({ "kind": "repayment", "date": "2026-06-01", "amount": 20_400 });
    let wallet = with_events(&card, &[nil, re_age.clone(), paid]);
    let outlook = loan::outlook(&wallet, &loan::at(day("2026-06-01")), Some(200))?;
    let dues: Vec<i64> = outlook.dues.iter().map(|due| due.amount.total.get()).collect();
    assert_eq!(dues, [20_400; 4]);
    assert_eq!(outlook.accounts[0].payoff.total.get(), 81_600);

    let bought = json!({ "kind": "disbursement", "date": "2026-06-02", "amount": 1 });
    let error = rows(&card, &[re_age, bought], "2026-06-02").expect_err("no purchases any more");
    assert_eq!(
        (error.code(), error.path()),
        ("UNSUPPORTED", Some("wallet.accounts[0].events"))
    );
    Ok(())
}

/// A settlement for half of what is owed, paid by a day: nothing else is left, and nothing runs until then.
#[test]
fn a_settlement_is_a_last_instalment_and_waivers() -> Result<()> {
    let on = "2026-04-15";
    let waiver = |of: &str, amount: i64| json!({ "kind": "waiver", "date": on, "amount": amount, "of": of });
    for method in any_terms::METHODS {
        let loan = Loan {
            method,
            balloon: (method == "balloon").then_some(30_000),
            ..level()
        };
        let events = [
            json!({ "kind": "charge", "date": "2026-03-10", "amount": 600, "penalty": true }),
            json!({ "kind": "interest-pause", "date": on, "until": "2026-05-15" }),
            json!({ "kind": "re-age", "date": on, "firstDue": "2026-05-15", "count": 1, "every": month() }),
            waiver("penalty", 9_999),
            waiver("interest", 99_999),
            waiver("principal", 60_000),
        ];
        let schedule = loan::schedule(&with_events(&loan.plan(), &events), "loan", &loan::at(day(on)))?;
        let left: Vec<_> = schedule
            .rows
            .iter()
            .filter(|row| row.outstanding.total.is_positive())
            .collect();
        assert_eq!(left.len(), 1, "{method}");
        assert_eq!(
            (left[0].date, left[0].outstanding.total.get()),
            (day("2026-05-15"), 60_000),
            "{method}"
        );
    }
    Ok(())
}

/// A loan on which something has happened by a day, and what is agreed on that day.
#[derive(Clone, Debug)]
struct Agreed {
    loan: Loan,
    events: Vec<Value>,
    on: CivilDate,
}

impl Agreed {
    /// How it stands on its day, with more events; payments under some terms are refused.
    fn ledger(&self, more: &[Value]) -> std::result::Result<Option<Ledger>, TestCaseError> {
        let events = [self.events.as_slice(), more].concat();
        let mut account = loan::account("loan", "EUR", &self.loan.plan());
        account["events"] = json!(events);
        let wallet = loan::wallet(&[account], &self.loan.holidays).to_string();
        let read = wire::wallet(&wallet).and_then(|read| Ledger::of(&read.accounts[0], &read.holidays, self.on));
        match read {
            Ok(ledger) => Ok(Some(ledger)),
            Err(error) if error.code() == "UNSUPPORTED" => Ok(None),
            Err(error) => Err(TestCaseError::fail(format!("{error}: {wallet}"))),
        }
    }

    fn at(&self, days: i32) -> String {
        self.on.plus_days(days).expect("a day in range").to_string()
    }

    fn re_age(&self, (days, count, every): (i32, u16, (u16, &str)), interest_only: u16) -> Value {
        let interest_only = if self.loan.method == "flat" {
            0
        } else {
            interest_only.min(count - 1)
        };
        json!({
            "kind": "re-age", "date": self.on.to_string(), "firstDue": self.at(days), "count": count,
            "every": { "n": every.0, "unit": every.1 }, "interestOnly": interest_only,
        })
    }

    fn sum(&self, kinds: &[&str]) -> i64 {
        let of_kind = |event: &&Value| kinds.contains(&event["kind"].as_str().unwrap_or_default());
        self.events
            .iter()
            .filter(of_kind)
            .filter_map(|event| event["amount"].as_i64())
            .sum()
    }
}

fn agreed() -> impl Strategy<Value = Agreed> {
    let kind = prop::sample::select(
        &[
            "repayment",
            "repayment",
            "repayment",
            "goodwill",
            "fee",
            "penalty",
            "waive interest",
            "waive principal",
            "waive fees",
        ][..],
    );
    let happened = prop::collection::vec((0..100_i32, 1..=60_u8, kind), 0..5);
    (any_terms::loan(), happened, 1..700_i32, prop::bool::weighted(0.8)).prop_map(
        |(mut loan, happened, days, is_usual)| {
            loan.principal += 100;
            loan.count = loan.count.min(36);
            loan.grace_principal = loan.grace_principal.min(loan.count - 1);
            loan.grace_interest = loan.grace_interest.min(loan.count - 1);
            if is_usual {
                loan.grace_interest = 0;
                loan.conventions["pastDueInterestUntil"] = json!("day");
            }
            let on = loan.start.plus_days(days).expect("a day in range");
            let events = happened.iter().map(|(percent, share, kind)| {
            let date = loan.start.plus_days(days * percent / 100).expect("a day in range").to_string();
            let amount = (loan.principal * i64::from(*share) / 100).max(1);
            match kind.split_once(' ') {
                Some((_, part)) => json!({ "kind": "waiver", "date": date, "amount": amount / 4 + 1, "of": part }),
                None if *kind == "fee" || *kind == "penalty" => {
                    json!({ "kind": "charge", "date": date, "amount": amount / 20 + 1, "penalty": *kind == "penalty" })
                }
                None => json!({ "kind": kind, "date": date, "amount": amount }),
            }
        });
            Agreed {
                events: events.collect(),
                loan,
                on,
            }
        },
    )
}

/// How far off new instalments begin, how many there are, and how far apart.
fn new_rows() -> impl Strategy<Value = (i32, u16, (u16, &'static str))> {
    (1..80_i32, 1_u16..=24, any_terms::every())
}

/// What holds of every ledger.
fn check(agreed: &Agreed, ledger: &Ledger) -> std::result::Result<(), TestCaseError> {
    let (mut due, mut settled, mut left) = (Parts::ZERO, Parts::ZERO, Parts::ZERO);
    for (place, row) in ledger.instalments.iter().enumerate() {
        for part in PARTS {
            let (asked, paid, waived) = (
                row.due.get(part).get(),
                row.paid.get(part).get(),
                row.waived.get(part).get(),
            );
            prop_assert!(
                0 <= paid && 0 <= waived && paid + waived <= asked,
                "{:?} of {}: {} + {} of {}",
                part,
                row.id,
                paid,
                waived,
                asked
            );
            let charged = ledger.bookings.iter().filter(|booking| {
                (booking.place, booking.part, booking.kind) == (place, part, predue::ledger::BookingKind::Charged)
            });
            prop_assert!(
                charged.map(|booking| booking.amount.get()).sum::<i64>() <= asked,
                "{:?} of {}",
                part,
                row.id
            );
        }
        due = due.plus(row.due);
        settled = settled.plus(row.paid);
        left = left.plus(row.outstanding());
    }
    prop_assert!(
        ledger
            .instalments
            .windows(2)
            .all(|pair| pair[0].due_on <= pair[1].due_on),
        "rows by date"
    );
    let waived = agreed
        .events
        .iter()
        .filter(|event| event["of"] == "principal")
        .filter_map(|event| event["amount"].as_i64());
    let forgiven = agreed.loan.principal - due.principal.get();
    prop_assert!(
        0 <= forgiven && forgiven <= waived.sum::<i64>(),
        "{} forgiven",
        forgiven
    );
    prop_assert_eq!(
        left.principal,
        ledger.principal_owed(agreed.on)?,
        "principal that is owed"
    );
    prop_assert_eq!(due.fees.plus(due.penalty).get(), agreed.sum(&["charge"]), "charges");
    prop_assert_eq!(
        settled.total().plus(ledger.credit).get(),
        agreed.sum(&["repayment", "goodwill"]),
        "money that came in"
    );
    Ok(())
}

fn interest(ledger: &Ledger) -> i64 {
    let asked = |row: &predue::ledger::Instalment| row.due.interest.get() - row.waived.interest.get();
    ledger.instalments.iter().map(asked).sum()
}

/// What is left once the payoff is paid, and what of it was too much.
fn after_payoff(agreed: &Agreed, events: &[Value]) -> std::result::Result<Option<(i64, i64)>, TestCaseError> {
    let Some(before) = agreed.ledger(events)? else {
        return Ok(None);
    };
    let Some(payoff) = loan::payoff(&before)?
        .map(|payoff| payoff.total().get())
        .filter(|payoff| *payoff > 0)
    else {
        return Ok(None);
    };
    let pay = json!({ "kind": "repayment", "date": agreed.on.to_string(), "amount": payoff });
    let Some(after) = agreed.ledger(&[events, &[pay]].concat())? else {
        return Ok(None);
    };
    let Some(settling) = loan::payoff(&after)? else {
        return Ok(None);
    };
    let left = settling.plus(after.outstanding()?).total();
    Ok(Some((left.get(), after.credit.minus(before.credit).get())))
}

proptest! {
    #![proptest_config(fixed(256))]

    /// Also what is told of the account: it is not late, and waiting for nothing costs nothing.
    #[test]
    fn after_a_re_age_an_account_is_not_late(agreed in agreed(), new in new_rows(), late in any_terms::late_terms()) {
        let mut account = loan::account("loan", "EUR", &agreed.loan.plan());
        account["events"] = json!([agreed.events.as_slice(), &[agreed.re_age(new, 0)]].concat());
        account["late"] = late;
        let wallet = wire::wallet(&loan::wallet(&[account], &agreed.loan.holidays).to_string());
        let (Ok(wallet), at) = (wallet, wire::instant(&loan::at(agreed.on))?) else { return Ok(()) };
        let outlook = match predue::outlook(&wallet, &at, Some(3_000)) {
            Err(error) if error.code() == "UNSUPPORTED" => return Ok(()),
            outlook => outlook?,
        };
        prop_assert_eq!((outlook.accounts[0].days_past_due, outlook.accounts[0].overdue.total.get()), (0, 0));
        let projection = predue::projection(&wallet, "loan", &at, None)?;
        prop_assert_eq!(projection.points[0].extra.get(), 0);
        let first = outlook.dues.first().map_or(0, |due| due.days_until);
        for point in projection.points.iter().filter(|point| i32::from(point.days) <= first) {
            prop_assert_eq!(point.extra.get(), 0, "after {} of {} days", point.days, first);
        }
    }

    #[test]
    fn a_re_age_moves_all_that_is_unpaid_and_nothing_else(agreed in agreed(), new in new_rows(), interest_only in 0_u16..3) {
        let Some(before) = agreed.ledger(&[])? else { return Ok(()) };
        check(&agreed, &before)?;
        let event = agreed.re_age(new, interest_only);
        let Some(after) = agreed.ledger(std::slice::from_ref(&event))? else { return Ok(()) };
        check(&agreed, &after)?;
        let to_come = after.instalments.iter().filter(|row| row.due_on > agreed.on);
        prop_assert_eq!(to_come.count(), usize::from(new.1));
        for row in after.instalments.iter().filter(|row| row.due_on <= agreed.on) {
            prop_assert_eq!(row.outstanding(), Parts::ZERO, "arrears on {}", row.due_on);
        }
        prop_assert_eq!(before.principal_owed(agreed.on)?, after.principal_owed(agreed.on)?);
        // A waiver of interest that has not run ends with the plan.
        if before.interest_until(agreed.on)?.is_some() && agreed.events.iter().all(|event| event["of"] != "interest") {
            prop_assert_eq!(loan::payoff(&before)?, loan::payoff(&after)?, "what settles it");
        }
    }

    #[test]
    fn re_amortising_keeps_rows_and_what_settles_it(agreed in agreed()) {
        let Some(before) = agreed.ledger(&[])? else { return Ok(()) };
        prop_assume!(before.instalments.last().is_some_and(|row| row.due_on > agreed.on));
        let event = json!({ "kind": "re-amortise", "date": agreed.on.to_string() });
        let Some(after) = agreed.ledger(&[event])? else { return Ok(()) };
        check(&agreed, &after)?;
        let days = |ledger: &Ledger| ledger.instalments.iter().map(|row| row.due_on).collect::<Vec<_>>();
        prop_assert_eq!(days(&before), days(&after));
        let past = after.instalments.iter().filter(|row| row.due_on <= agreed.on);
        for row in past {
            prop_assert_eq!(row.outstanding().principal.get(), 0);
        }
        // A waiver of interest that has not run ends with the plan.
        if before.interest_until(agreed.on)?.is_some() && agreed.events.iter().all(|event| event["of"] != "interest") {
            prop_assert_eq!(loan::payoff(&before)?, loan::payoff(&after)?, "what settles it");
        }
    }

    #[test]
    fn what_settles_settles_after_a_new_plan(agreed in agreed(), new in new_rows(), re_ages in any::<bool>(), interest_only in 0_u16..3) {
        let event = if re_ages {
            agreed.re_age(new, interest_only)
        } else {
            prop_assume!(agreed.ledger(&[])?.is_some_and(|ledger| ledger.instalments.last().is_some_and(|row| row.due_on > agreed.on)));
            json!({ "kind": "re-amortise", "date": agreed.on.to_string() })
        };
        let left = after_payoff(&agreed, &[event])?;
        prop_assert!(left.is_none_or(|left| left == (0, 0)), "{:?} left and in credit", left);
    }

    /// Payments on the new plan, on their days and as they stand then, end it.
    #[test]
    fn paying_a_new_plan_on_time_is_the_plan(mut agreed in agreed(), new in new_rows()) {
        agreed.events.push(agreed.re_age(new, 0));
        let Some(planned) = agreed.ledger(&[])? else { return Ok(()) };
        prop_assume!(planned.credit.is_zero());
        let to_come = planned.instalments.iter().filter(|row| row.due_on > agreed.on);
        let mut payments = Vec::new();
        for row in to_come.clone() {
            let left = row.outstanding().total();
            if left.is_positive() {
                payments.push(json!({ "kind": "repayment", "date": row.due_on.to_string(), "amount": left.get() }));
            }
        }
        let days = planned.instalments.last().map_or(0, |row| agreed.on.days_until(row.due_on));
        let later = Agreed { on: agreed.on.plus_days(days)?, ..agreed.clone() };
        let Some(paid) = later.ledger(&payments)? else { return Ok(()) };
        for (row, planned) in paid.instalments.iter().zip(&planned.instalments) {
            prop_assert_eq!(row.due, planned.due, "row {}", &row.id);
            prop_assert_eq!(row.outstanding(), Parts::ZERO);
        }
        prop_assert!(paid.credit.is_zero());
    }

    /// What happens on a new plan keeps to the books, whatever it is.
    #[test]
    fn what_happens_on_a_new_plan_adds_up(
        mut agreed in agreed(),
        new in new_rows(),
        happened in prop::collection::vec((0..200_i32, 1..=60_u8, 0..6_usize), 0..4),
    ) {
        agreed.events.push(agreed.re_age(new, 0));
        for (days, share, kind) in happened {
            let (date, amount) = (agreed.at(days), (agreed.loan.principal * i64::from(share) / 100).max(1));
            agreed.events.push(match kind {
                0 | 1 => json!({ "kind": "repayment", "date": date, "amount": amount }),
                2 => json!({ "kind": "charge", "date": date, "amount": amount / 20 + 1, "penalty": true }),
                3 => json!({ "kind": "waiver", "date": date, "amount": amount / 4 + 1, "of": "principal" }),
                4 => json!({ "kind": "interest-pause", "date": date, "until": agreed.at(days + 20) }),
                _ => json!({ "kind": "re-age", "date": date, "firstDue": agreed.at(days + 20), "count": 5, "every": month() }),
            });
        }
        agreed.on = agreed.on.plus_days(201)?;
        if let Some(ledger) = agreed.ledger(&[])? {
            check(&agreed, &ledger)?;
        }
        // Events of one day keep the order given.
        agreed.events.sort_by_key(|event| event["date"].to_string());
        agreed.events.dedup_by_key(|event| event["date"].to_string());
        let told = agreed.ledger(&[])?.map(|ledger| ledger.instalments);
        agreed.events.reverse();
        prop_assert_eq!(told, agreed.ledger(&[])?.map(|ledger| ledger.instalments));
    }

    #[test]
    fn a_pause_never_costs_interest(agreed in agreed(), since in 0..60_i32, days in 0..200_i32) {
        prop_assume!(!agreed.loan.method.starts_with("equal-inst") || agreed.loan.multiple.is_none());
        let pause = json!({ "kind": "interest-pause", "date": agreed.at(since), "until": agreed.at(since + days) });
        let (Some(without), Some(with)) = (agreed.ledger(&[])?, agreed.ledger(&[pause])?) else { return Ok(()) };
        check(&agreed, &with)?;
        let slack = i64::from(agreed.loan.count);
        prop_assert!(interest(&with) <= interest(&without) + slack, "{} > {}", interest(&with), interest(&without));
    }

    /// Longer terms cost more, or as much but for what rounding does to each instalment.
    #[test]
    fn a_longer_re_age_never_costs_less(agreed in agreed(), (days, count, every) in new_rows(), longer in 1_u16..24) {
        let (short, long) = (agreed.re_age((days, count, every), 0), agreed.re_age((days, count + longer, every), 0));
        let (Some(short), Some(long)) = (agreed.ledger(&[short])?, agreed.ledger(&[long])?) else { return Ok(()) };
        let owed = short.principal_owed(agreed.on)?.get();
        // Far from where a rounded instalment, repeated, pays the loan off before its end.
        prop_assume!(owed >= 1_000 * i64::from(count + longer) && agreed.loan.multiple.is_none());
        prop_assume!(agreed.loan.annual_rate.as_str() < "0.40");
        let slack = i64::from(count + longer);
        prop_assert!(interest(&short) <= interest(&long) + slack, "{} > {}", interest(&short), interest(&long));
    }

    #[test]
    fn a_waiver_of_principal_lets_go_of_that_much_and_no_interest(agreed in agreed(), share in 1..=120_i64) {
        let Some(before) = agreed.ledger(&[])? else { return Ok(()) };
        let owed = before.principal_owed(agreed.on)?.get();
        let amount = (agreed.loan.principal * share / 100).max(1);
        let waiver = json!({ "kind": "waiver", "date": agreed.on.to_string(), "amount": amount, "of": "principal" });
        let Some(after) = agreed.ledger(std::slice::from_ref(&waiver))? else { return Ok(()) };
        prop_assert_eq!(after.principal_owed(agreed.on)?.get(), (owed - amount).max(0));
        if let Ok(Some(_)) = before.interest_until(agreed.on) {
            let interest = |ledger| loan::payoff(ledger).map(|payoff| payoff.map(|payoff| payoff.interest));
            prop_assert_eq!(interest(&before)?, interest(&after)?);
            let left = after_payoff(&agreed, &[waiver])?;
            prop_assert!(left.is_none_or(|left| left == (0, 0)), "{:?} left and in credit", left);
        }
    }
}

fn row_of_dues() -> impl Strategy<Value = (i32, i64, i64, i64)> {
    (0..200_i32, 0..30_000_i64, 0..900_i64, 0..50_i64)
}

proptest! {
    #![proptest_config(fixed(256))]

    /// The same of a server's dues: principal and charges stay, and nothing is below zero.
    #[test]
    fn ways_out_of_dues_add_up(
        rows in prop::collection::vec(row_of_dues(), 1..8),
        rate in any_terms::rate(),
        happened in prop::collection::vec((0..250_i32, 0..30_000_i64, 0..8_usize), 0..6),
        (days, count, every) in new_rows(),
    ) {
        let date = |days: i32| day("2026-01-05").plus_days(days).expect("a day in range").to_string();
        let dues: Vec<Value> = rows.iter().enumerate().map(|(number, (days, principal, interest, fees))| {
            json!({ "id": number.to_string(), "date": date(*days), "principal": principal, "interest": interest, "fees": fees })
        }).collect();
        let plan = json!({ "kind": "dues", "dues": dues, "annualRate": rate, "dayCount": "actual/actual" });
        let events: Vec<Value> = happened.iter().enumerate().map(|(number, (on, amount, kind))| match kind {
            0 => json!({ "kind": "re-amortise", "date": date(*on) }),
            1 => json!({ "kind": "reschedule", "from": dues[number % dues.len()]["date"], "to": date(on + 30) }),
            2 => json!({ "kind": "interest-pause", "date": date(*on), "until": date(on + 40) }),
            3 => json!({ "kind": "rate-change", "date": date(*on), "annualRate": "0.05" }),
            4 => json!({ "kind": "waiver", "date": date(*on), "amount": amount + 1, "of": "interest" }),
            5 => json!({
                "kind": "re-age", "date": date(*on), "firstDue": date(on + days), "count": count,
                "every": { "n": every.0, "unit": every.1 },
            }),
            _ => json!({ "kind": "repayment", "date": date(*on), "amount": amount + 1 }),
        }).collect();
        let wallet = wire::wallet(&with_events(&plan, &events).to_string())?;
        let ledger = match Ledger::of(&wallet.accounts[0], &[], day("2026-12-31")) {
            // No rate, no instalment that is left, or a date that was moved away before.
            Err(error) if error.code() != "INTERNAL" => return Ok(()),
            ledger => ledger?,
        };
        let (mut due, mut paid) = (Parts::ZERO, Parts::ZERO);
        for row in &ledger.instalments {
            for part in PARTS {
                prop_assert!(row.outstanding().get(part).get() >= 0, "{:?} of {}", part, row.id);
            }
            due = due.plus(row.due);
            paid = paid.plus(row.paid);
        }
        prop_assert!(ledger.instalments.windows(2).all(|pair| pair[0].due_on <= pair[1].due_on), "rows by date");
        prop_assert_eq!(due.principal.get(), rows.iter().map(|row| row.1).sum::<i64>());
        prop_assert_eq!(due.fees.get(), rows.iter().map(|row| row.3).sum::<i64>());
        let repaid = happened.iter().filter(|(_, _, kind)| *kind > 5).map(|(_, amount, _)| amount + 1);
        prop_assert_eq!(paid.total().plus(ledger.credit).get(), repaid.sum::<i64>());
    }
}
