//! Published single figures: day counts, level instalments, interest and principal parts, whole schedules. Each is computed
//! through the wallet that a host would hand in, with amounts in small enough units that no cent decides.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and published figures are decimals"
)]

use predue::calendar::CivilDate;
use predue::outlook::Row;
use serde_json::{Value, json};

/// Minor units in one unit of the published figure: a millionth decides nothing.
const UNITS: f64 = 1_000_000.0;

fn oracle(id: &str) -> Value {
    let file: Value = serde_json::from_str(include_str!("vectors/oracles.json")).expect("JSON");
    let found = file["oracles"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|oracle| oracle["id"] == id);
    found.unwrap_or_else(|| panic!("no oracle {id}")).clone()
}

/// Fails unless `value` is the published figure, within the tolerance it is published with.
fn agrees(id: &str, value: f64) {
    let oracle = oracle(id);
    let (expected, tolerance) = (number(&oracle["expected"]), oracle["tolerance"].as_f64().unwrap_or(0.0));
    assert!(
        (value - expected).abs() <= tolerance,
        "{id}: {value}, published {expected} by {}",
        oracle["source"]
    );
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

/// The rows of a loan whose plan differs from a monthly one at 30/360 by `terms`.
fn rows(terms: &Value) -> Vec<Row> {
    let mut plan = json!({
        "kind": "loan", "principal": 1, "annualRate": "0", "method": "equal-instalment", "count": 1,
        "every": { "n": 1, "unit": "month" }, "start": "2026-01-01", "dayCount": "30/360",
        "conventions": { "smoothing": false },
    });
    for (key, value) in terms.as_object().expect("terms") {
        plan[key] = value.clone();
    }
    let account = json!({
        "id": "loan", "label": "Loan", "creditor": { "name": "Sample Bank" }, "currency": "EUR", "product": "loan",
        "plan": plan,
    });
    let wallet = json!({ "market": "none", "locale": "en", "accounts": [account] });
    let wallet = predue::wire::wallet(&wallet.to_string()).expect("a wallet");
    let at = "2000-01-01T00:00:00+00:00".parse().expect("an instant");
    predue::schedule(&wallet, "loan", &at).expect("a schedule").rows
}

fn whole_units(amount: &Value) -> Value {
    json!(amount.as_i64().expect("whole units") * 1_000_000)
}

fn units(amount: predue::money::Minor) -> f64 {
    amount.get() as f64 / UNITS
}

/// A rate such as "0.075/12" or "8%": what it is a year, and the months of a period.
fn yearly(rate: &Value) -> (String, u16) {
    let rate = rate.as_str().expect("a rate");
    let (annual, months) = rate.strip_suffix("/12").map_or((rate, 12), |annual| (annual, 1));
    let annual = annual.strip_suffix('%').map_or(annual.to_owned(), |percent| {
        format!("{:.4}", percent.parse::<f64>().expect("a percentage") / 100.0)
    });
    (annual, months)
}

fn annuity(inputs: &Value, count: &str) -> Vec<Row> {
    let (annual_rate, months) = yearly(&inputs["rate"]);
    let principal = inputs.get("pv").unwrap_or(&inputs["principal"]);
    rows(&json!({
        "principal": whole_units(principal), "annualRate": annual_rate, "count": inputs[count],
        "every": { "n": months, "unit": "month" },
    }))
}

/// The share of a year between two days, as the interest of 100 % on a million millions.
fn year_share(inputs: &Value, day_count: &str, conventions: &Value) -> f64 {
    let rows = rows(&json!({
        "principal": 1_000_000_000_000_i64, "annualRate": "1", "start": inputs["start"], "firstDue": inputs["end"],
        "dayCount": day_count, "conventions": conventions,
    }));
    rows[0].due.interest.get() as f64 / 1e12
}

fn days_of_thirty(inputs: &Value) -> i32 {
    let day = |key: &str| {
        inputs[key]
            .as_str()
            .and_then(|day| day.parse::<CivilDate>().ok())
            .expect("a day")
    };
    day("start").days_until_thirty(day("end"))
}

#[test]
fn days_with_months_of_thirty() {
    for id in [
        "xl_days360_20110130_0201",
        "xl_days360_20110101_1231",
        "xl_days360_20110101_0201",
    ] {
        agrees(id, f64::from(days_of_thirty(&oracle(id)["inputs"])));
    }
}

#[test]
fn a_share_of_a_year_of_twelve_times_thirty_days() {
    agrees(
        "xl_yearfrac_b0",
        f64::from(days_of_thirty(&oracle("xl_yearfrac_b0")["inputs"])) / 360.0,
    );
}

#[test]
fn a_share_of_a_year_by_the_days_it_has() {
    let within_a_year = year_share(&oracle("xl_yearfrac_b1")["inputs"], "actual/actual", &json!({}));
    agrees("xl_yearfrac_b1", within_a_year);
    for id in ["actact_isda_20031101", "actact_isda_19990201", "actact_isda_19990701"] {
        agrees(
            id,
            year_share(
                &oracle(id)["inputs"],
                "actual/actual",
                &json!({ "yearSplit": "1-january" }),
            ),
        );
    }
}

#[test]
fn a_share_of_a_year_of_365_days() {
    agrees(
        "xl_yearfrac_b3",
        year_share(&oracle("xl_yearfrac_b3")["inputs"], "actual/365", &json!({})),
    );
}

#[test]
fn a_level_instalment_at_thirty_days_a_month() {
    let inputs = oracle("curo_ex2_pmt")["inputs"].clone();
    let rate = format!("{:.4}", number(&inputs["annual_rate"]) / 100.0);
    let rows =
        rows(&json!({ "principal": whole_units(&inputs["principal"]), "annualRate": rate, "count": inputs["n"] }));
    agrees("curo_ex2_pmt", units(rows[0].due.total));
}

#[test]
fn payments_of_an_annuity() {
    for id in ["npf_pmt", "xl_pmt"] {
        agrees(id, -units(annuity(&oracle(id)["inputs"], "nper")[0].due.total));
    }
    // Paid at the start of each period, each payment saves one period's interest.
    let inputs = oracle("xl_pmt_begin")["inputs"].clone();
    agrees(
        "xl_pmt_begin",
        -units(annuity(&inputs, "nper")[0].due.total) / (1.0 + 0.08 / 12.0),
    );
}

#[test]
fn the_interest_part_of_a_payment() {
    let inputs = oracle("xl_ipmt")["inputs"].clone();
    agrees("xl_ipmt", -units(annuity(&inputs, "nper")[0].due.interest));
}

#[test]
fn the_principal_part_of_a_payment() {
    let inputs = oracle("xl_ppmt10")["inputs"].clone();
    agrees("xl_ppmt10", -units(annuity(&inputs, "nper")[9].due.principal));
}

#[test]
fn a_whole_schedule_before_rounding() {
    let oracle = oracle("npf_amort_2500");
    let rows = annuity(&oracle["inputs"], "n");
    let published = oracle["expected"].as_array().expect("rows");
    assert_eq!(rows.len(), published.len());
    for (row, published) in rows.iter().zip(published) {
        let computed = [-units(row.due.principal), -units(row.due.interest), units(row.balance)];
        for (value, column) in computed.iter().zip([1, 2, 3]) {
            // The published figures have two decimals.
            assert!(
                (value - number(&published[column])).abs() < 0.005_001,
                "{row:?} {published}"
            );
        }
    }
}

/// The instalment is a whole unit, its parts are not: the published system rounds them where it shows them.
fn with_a_whole_instalment(inputs: &Value) -> Vec<Row> {
    let rate = format!("{:.4}", number(&inputs["annual_rate"]) / 100.0);
    rows(&json!({
        "principal": whole_units(&inputs["principal"]), "annualRate": rate, "count": inputs["n"],
        "rounding": { "multiple": 1_000_000 },
    }))
}

#[test]
fn an_instalment_rounded_up_to_a_whole_unit() {
    let inputs = oracle("frappe_emi")["inputs"].clone();
    let rate = format!("{:.4}", number(&inputs["annual_rate"]) / 100.0);
    let rows = rows(&json!({
        "principal": inputs["principal"], "annualRate": rate, "count": inputs["n"], "rounding": { "mode": "up" },
    }));
    agrees("frappe_emi", rows[0].due.total.get() as f64);
}

#[test]
fn the_interest_of_all_instalments() {
    let rows = with_a_whole_instalment(&oracle("frappe_total_interest")["inputs"]);
    agrees(
        "frappe_total_interest",
        rows.iter().map(|row| units(row.due.interest)).sum(),
    );
}

#[test]
fn rows_of_a_schedule_in_whole_units() {
    for id in ["frappe_row_3", "frappe_row_19"] {
        let oracle = oracle(id);
        let index = usize::try_from(oracle["inputs"]["row_index"].as_u64().expect("an index")).expect("an index");
        let row = &with_a_whole_instalment(&oracle["inputs"])[index];
        let shown = [row.due.principal, row.due.interest, row.balance].map(|amount| format!("{:.0}", units(amount)));
        let published: Vec<String> = oracle["expected"]
            .as_array()
            .expect("a row")
            .iter()
            .map(Value::to_string)
            .collect();
        assert_eq!(shown, *published, "{id}: {}", oracle["source"]);
    }
}
