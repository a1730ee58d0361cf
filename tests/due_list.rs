//! The due list says the same as the schedules it is made of, whatever the accounts.

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

use any_terms::{any_wallet, card_plan, fixed, today};
use loan::at;
use predue::account::Parts;
use predue::money::Minor;
use predue::outlook::{Due, DueStatus, Standing, StandingKind};
use proptest::prelude::*;
use serde_json::Value;

/// What is asked for by its day: only the minimum of a statement, with its late charges, can be late.
fn asked(due: &Due) -> Parts {
    match due.minimum.filter(|_| due.days_until < 0) {
        Some(minimum) => Parts {
            principal: minimum.minus(due.amount.penalty),
            penalty: due.amount.penalty,
            ..Parts::ZERO
        },
        None => due.amount.parts(),
    }
}

fn sum(parts: impl IntoIterator<Item = Parts>) -> Parts {
    parts.into_iter().fold(Parts::ZERO, Parts::plus)
}

fn currency_of<'a>(wallet: &'a Value, id: &str) -> &'a str {
    let accounts = wallet["accounts"].as_array();
    let account = accounts.into_iter().flatten().find(|account| account["id"] == id);
    account
        .and_then(|account| account["currency"].as_str())
        .unwrap_or_default()
}

proptest! {
    #![proptest_config(fixed(256))]

    #[test]
    fn totals_and_standings_are_the_sums_of_the_dues(wallet in any_wallet()) {
        let outlook = loan::outlook(&wallet, &at(today()), Some(3_660))?;
        let dues = &outlook.dues;
        prop_assert!(dues.windows(2).all(|pair| (pair[0].date, pair[0].account_index) <= (pair[1].date, pair[1].account_index)));
        let mut currencies = Vec::new();
        for account in wallet["accounts"].as_array().into_iter().flatten() {
            let currency = account["currency"].as_str().unwrap_or_default().to_owned();
            if !currencies.contains(&currency) {
                currencies.push(currency);
            }
        }
        prop_assert_eq!(outlook.totals.iter().map(|totals| totals.currency.as_str().to_owned()).collect::<Vec<_>>(), currencies);
        for totals in &outlook.totals {
            let own = || dues.iter().filter(|due| due.currency == totals.currency);
            let within = |days: i32| {
                let near = own().filter(|due| due.status != DueStatus::Overdue && due.days_until <= days);
                sum(near.map(asked)).total()
            };
            let overdue = sum(own().filter(|due| due.status == DueStatus::Overdue).map(asked)).total();
            prop_assert_eq!(totals.overdue, overdue);
            prop_assert_eq!((totals.today, totals.within7, totals.within30), (within(0), within(7), within(30)));
            let in_currency = |standing: &&Standing| currency_of(&wallet, &standing.account) == totals.currency.as_str();
            let all = outlook.accounts.iter().filter(in_currency).map(|standing| standing.outstanding.total);
            prop_assert_eq!(totals.all, Minor::sum(all)?);
        }
        prop_assert_eq!(outlook.accounts.len(), wallet["accounts"].as_array().map_or(0, Vec::len));
        for (standing, account) in outlook.accounts.iter().zip(wallet["accounts"].as_array().into_iter().flatten()) {
            let own: Vec<&Due> = dues.iter().filter(|due| due.account == standing.account).collect();
            let overdue: Vec<&Due> = own.iter().copied().filter(|due| due.status == DueStatus::Overdue).collect();
            prop_assert_eq!(standing.overdue, sum(overdue.into_iter().map(asked)).breakdown());
            if account["plan"]["kind"] == "card" {
                let closed = |statement: &Value| statement["closed"].as_str().map(str::to_owned);
                let latest = account["plan"]["statements"].as_array().into_iter().flatten().max_by_key(|it| closed(it));
                let balance = latest.map_or(0, |latest| latest["balance"].as_i64().unwrap_or_default());
                let without_late_charges = standing.outstanding.total.minus(standing.outstanding.penalty);
                prop_assert_eq!(without_late_charges.get(), balance, "a card owes it, listed or not");
            } else {
                prop_assert_eq!(standing.outstanding, sum(own.iter().map(|due| due.amount.parts())).breakdown());
            }
            prop_assert_eq!(standing.next_due, own.iter().find(|due| due.days_until >= 0).map(|due| due.date));
            prop_assert_eq!(standing.days_past_due, own.first().map_or(0, |due| (-due.days_until).max(0)));
            let kind = match own.first().map(|due| due.status) {
                None if standing.outstanding.total.is_zero() => StandingKind::Settled,
                Some(DueStatus::Overdue) => StandingKind::Overdue,
                Some(DueStatus::InGrace) => StandingKind::InGrace,
                _ => StandingKind::Current,
            };
            prop_assert_eq!(standing.standing, kind);
            prop_assert!(standing.payoff.total >= standing.overdue.total, "what settles is not less than what is overdue");
        }
    }

    /// A shorter look ahead leaves out the later dues, and changes nothing else.
    #[test]
    fn the_horizon_only_cuts_the_list(wallet in any_wallet(), days in 0_u16..400) {
        let far = loan::outlook(&wallet, &at(today()), Some(3_660))?;
        let near = loan::outlook(&wallet, &at(today()), Some(days))?;
        let until = today().plus_days(i32::from(days))?;
        prop_assert_eq!(near.until, until);
        prop_assert_eq!(near.dues, far.dues.into_iter().filter(|due| due.date <= until).collect::<Vec<_>>());
        prop_assert_eq!((near.accounts, near.totals), (far.accounts, far.totals));
    }

    /// A due is a schedule's row with something left to pay, under the same name, on the same day, with the same status.
    #[test]
    fn every_due_is_a_row_of_its_schedule(wallet in any_wallet()) {
        let outlook = loan::outlook(&wallet, &at(today()), Some(3_660))?;
        for account in wallet["accounts"].as_array().into_iter().flatten() {
            let id = account["id"].as_str().unwrap_or_default();
            let schedule = loan::schedule(&wallet, id, &at(today()))?;
            let dues: Vec<&Due> = outlook.dues.iter().filter(|due| due.account == id).collect();
            if account["plan"]["kind"] == "card" {
                // A card asks for its latest statement's balance; the rows say the minimum, and go on with projections.
                prop_assert!(dues.len() <= 1);
                for due in dues {
                    prop_assert_eq!(Some(schedule.rows[0].outstanding.total), due.minimum);
                    prop_assert!(due.days_until >= 0 || due.minimum.is_some_and(Minor::is_positive));
                }
                continue;
            }
            let mut rows: Vec<_> = schedule.rows.iter().filter(|row| !row.outstanding.total.is_zero()).collect();
            rows.sort_by_key(|row| row.date);
            prop_assert_eq!(rows.len(), dues.len());
            for (row, due) in rows.into_iter().zip(dues) {
                prop_assert_eq!((&row.id, row.date, row.status), (&due.id, due.date, due.status));
                prop_assert_eq!((row.outstanding, None), (due.amount, due.minimum));
            }
        }
    }

    /// A card's rows: the latest statement, then what is left with its interest, until nothing is.
    #[test]
    fn a_card_is_paid_down_by_its_minimums(plan in card_plan()) {
        let wallet = loan::wallet(&[loan::account("card", "EUR", &plan)], &[]);
        let rows = loan::schedule(&wallet, "card", &at(today()))?.rows;
        let balance = |row: &predue::outlook::Row| row.balance.get() + row.due.total.get();
        for pair in rows.windows(2) {
            prop_assert!(pair[0].date < pair[1].date);
            prop_assert_eq!(balance(&pair[1]) - pair[0].balance.get() >= 0, true, "interest is not below zero");
        }
        for row in &rows {
            prop_assert!(row.due.principal.get() >= 0 && row.due.interest.get() >= 0 && row.balance.get() >= 0, "{:?}", row);
        }
    }
}
