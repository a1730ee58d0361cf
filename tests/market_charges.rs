//! What the rules of a market leave of late charges, by hand, with the packs as they are shipped.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and its figures are far from the limits"
)]

#[path = "common/loan.rs"]
mod loan;

use loan::Loan;
use predue::penalty::Projection;
use predue::wire;
use serde_json::{Value, json};
use std::fs::read_to_string;
use std::path::Path;

/// What waiting costs on the first account of a wallet in a market, with the pack of this text on top of those that are shipped.
fn ask_with(pack: Option<&Value>, wallet: &Value, now: &str, days: &[u16]) -> Projection {
    let mut markets = wire::markets().expect("the floor");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/markets");
    for code in ["EU", "AU", "DE", "PH", "VN"] {
        let text = read_to_string(folder.join(format!("{code}.json"))).expect("a pack");
        markets.add(wire::market(&text).expect("a pack")).expect("a market");
    }
    if let Some(pack) = pack {
        let pack = wire::market(&pack.to_string()).expect("a pack");
        markets.add(pack).expect("a market");
    }
    let wallet = wire::wallet_in(&wallet.to_string(), &markets).expect("a wallet");
    let at = format!("{now}T09:30:00+01:00").parse().expect("an instant");
    predue::projection(&wallet, &wallet.accounts[0].id, &at, Some(days)).expect("a projection")
}

fn ask(wallet: &Value, now: &str, days: &[u16]) -> Projection {
    ask_with(None, wallet, now, days)
}

/// A market of its own with these rules.
fn sample(rules: &Value) -> Value {
    json!({
        "schema": 1, "market": "JP", "asOf": "2026-11-22", "reviewBy": "2027-05-22", "currency": "EUR",
        "sources": [{ "id": "sample", "title": "Sample law", "section": "1" }], "rules": rules,
    })
}

fn wallet(market: &str, account: &Value) -> Value {
    let mut wallet = loan::wallet(std::slice::from_ref(account), &[]);
    wallet["market"] = json!(market);
    wallet
}

fn extras(projection: &Projection) -> Vec<i64> {
    projection.points.iter().map(|point| point.extra.get()).collect()
}

/// A loan without interest from 20 July 2026, in so many monthly instalments, with a fee of 500.00 on the sixth day past due.
fn small_loan(count: u16) -> Value {
    let plan = Loan::level(1_000_000, "0", count, "2026-07-20".parse().expect("a day")).plan();
    let mut account = loan::account("small", "PHP", &plan);
    account["product"] = json!("loan");
    account["creditor"] = json!({ "name": "Sample Finance", "kind": "finance-company" });
    account["late"] = json!({ "fees": [{ "kind": "flat", "amount": 50_000, "afterDays": 5 }] });
    wallet("PH", &account)
}

#[test]
fn a_rule_for_short_loans_holds_to_the_last_day_of_its_term() {
    // Four months end after 123 days, the longest term that the circular names: six days of 5 % a month on the 2,500.00 that
    // are due are 2,500.00 x 0.05 x 6 x 12 / 365 = 24.65.
    assert_eq!(extras(&ask(&small_loan(4), "2026-08-20", &[5, 6])), [0, 2_465]);
    // Five months are 153 days, and the contract's own fee stays.
    assert_eq!(extras(&ask(&small_loan(5), "2026-08-20", &[5, 6])), [0, 50_000]);
}

#[test]
fn a_loan_tells_its_running_year_and_its_balance() {
    // 2,400.00 from 20 July 2025 in 24 parts, of which ten are paid: 1,400.00 are owed when the next two are late, the first of
    // them in the first twelve months, the second in the second.
    let plan = Loan::level(240_000, "0", 24, "2025-07-20".parse().expect("a day")).plan();
    let mut account = loan::account("loan", "EUR", &plan);
    account["events"] = json!([{ "kind": "repayment", "date": "2026-05-20", "amount": 100_000 }]);
    account["late"] = json!({ "fees": [{ "kind": "flat", "amount": 2_000, "afterDays": 0 }] });
    let wallet = wallet("JP", &account);
    let waited = |when: Value| {
        let rules = json!([{
            "id": "fee", "kind": "cap", "cap": "amount", "on": ["late-fee"], "minor": 700, "when": when,
            "summary": "Sample rule.", "src": ["sample"], "confidence": "primary",
        }]);
        extras(&ask_with(Some(&sample(&rules)), &wallet, "2026-06-20", &[1, 31]))
    };
    assert_eq!(waited(json!({ "feePeriod": [1, 1] })), [700, 2_700]);
    assert_eq!(waited(json!({ "feePeriod": [2, null] })), [2_000, 2_700]);
    assert_eq!(waited(json!({ "balance": [null, 140_000] })), [700, 1_400]);
    assert_eq!(waited(json!({ "balance": [null, 139_999] })), [2_000, 4_000]);
    // Nobody knows of the fees that it has elsewhere.
    assert_eq!(waited(json!({ "otherFees": true })), [700, 1_400]);
    assert_eq!(waited(json!({ "otherFees": false })), [700, 1_400]);
}
