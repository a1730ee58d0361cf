//! Published figures of spreadsheets, libraries, lenders and laws, each computed as the example `oracle` does.
//!
//! The figures, their sources and their tolerances stand in `vectors/oracles.json`; a failure names the source.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and its figures are far from the limits"
)]

#[path = "../examples/oracle/kinds/mod.rs"]
mod kinds;

use kinds::Outcome;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// One test for each oracle.
macro_rules! oracles {
    ($($id:ident,)*) => {
        const MET: &[&str] = &[$(stringify!($id)),*];
        $(
            #[test]
            fn $id() -> Outcome<()> {
                agree(stringify!($id))
            }
        )*
    };
}

oracles! {
    regz_c1iv,
    regz_c3i,
    regz_c4i,
    regz_c4ii,
    eu_apr_single_3,
    eu_apr_single_4,
    eu_apr_single_5,
    eu_apr_single_6,
    eu_apr_single_7,
    eu_apr_single_8,
    eu_apr_single_9,
    eu_apr_cfa_personal,
    eu_apr_500_510_5d,
    eu_apr_curo_ex2,
    curo_ex2_pmt,
    uk_rebate_1a,
    uk_rebate_1b,
    uk_rebate_1c,
    uk_rebate_2,
    uk_rebate_2a,
    npf_pmt,
    npf_fv,
    npf_amort_2500,
    npf_nper,
    xl_pmt,
    xl_pmt_begin,
    xl_ipmt,
    xl_ppmt10,
    xl_xirr,
    actact_isda_20031101,
    actact_isda_19990201,
    actact_isda_19990701,
    xl_days360_20110130_0201,
    xl_days360_20110101_1231,
    xl_days360_20110101_0201,
    xl_yearfrac_b0,
    xl_yearfrac_b1,
    xl_yearfrac_b3,
    avant_card_1,
    avant_card_2,
    mit_min_1,
    mit_min_2,
    frappe_emi,
    frappe_total_interest,
    frappe_row_3,
    frappe_row_19,
    frappe_fixed_amount_int,
    frappe_bpi_amortised_1,
    frappe_bpi_first_emi,
    fin_pen_3days,
    fin_latefee_principal,
    fin_latefee_principal_interest,
    settle_day_112,
}

fn all() -> Outcome<Vec<Value>> {
    let file: Value = serde_json::from_str(include_str!("vectors/oracles.json"))?;
    Ok(file["oracles"].as_array().ok_or("no oracles")?.clone())
}

/// Compares what the kind and the inputs alone come to with what was published.
fn agree(id: &str) -> Outcome<()> {
    let oracle = all()?
        .into_iter()
        .find(|oracle| oracle["id"] == id)
        .ok_or("no such oracle")?;
    let source = &oracle["source"];
    let kind = oracle["kind"].as_str().ok_or("no kind")?;
    let computed = kinds::value(kind, &oracle["inputs"]).map_err(|error| format!("{error} ({source})"))?;
    let (computed, published) = (cells(&computed)?, cells(&oracle["expected"])?);
    // What was published without a tolerance is met to the digit.
    let tolerance = decimal(&oracle["tolerance"]).unwrap_or_default();
    assert_eq!(computed.len(), published.len(), "{source}");
    for (computed, published) in computed.iter().zip(published) {
        let off = (computed - published).abs();
        assert!(off <= tolerance, "{computed} for {published}, published by {source}");
    }
    Ok(())
}

/// The numbers of a figure, a row or a table.
fn cells(value: &Value) -> Outcome<Vec<Decimal>> {
    let Value::Array(values) = value else {
        return Ok(vec![decimal(value)?]);
    };
    let nested: Outcome<Vec<Vec<Decimal>>> = values.iter().map(cells).collect();
    Ok(nested?.concat())
}

fn decimal(value: &Value) -> Outcome<Decimal> {
    let text = value.to_string();
    Ok(Decimal::from_scientific(&text).or_else(|_| text.parse())?)
}

#[test]
fn every_oracle_has_its_test() -> Outcome<()> {
    let all = all()?;
    let ids: Vec<&str> = all.iter().filter_map(|oracle| oracle["id"].as_str()).collect();
    assert_eq!(ids, MET);
    Ok(())
}

/// Figures of the same kinds that no oracle shows, worked out by hand.
#[test]
fn inputs_are_read_as_they_are_meant() -> Outcome<()> {
    for (kind, inputs, expected) in [
        // The unit-period of a single payment is its term: 1,000 for 1,080 after 255 days.
        (
            "apr_regz_actuarial",
            json!({ "amount_financed": 1000, "payments": [{ "amount": 1080, "first_unit_period": 1 }],
                    "unit_periods_per_year": "365/255" }),
            json!(11.450_980_39),
        ),
        (
            "apr_eu",
            json!({ "advance": 100, "repayments": [{ "amount": 10, "count": 12, "every": "quarter" }, { "amount": 5, "year": 3 }] }),
            json!(14.710_142_81),
        ),
        ("pmt", json!({ "rate": "0", "nper": 10, "pv": -1000 }), json!(100)),
        (
            "pmt",
            json!({ "rate": "8%/4", "nper": 8, "pv": 0, "fv": 1000 }),
            json!(-116.509_799_13),
        ),
        (
            "instalment",
            json!({ "principal": 1000, "annual_rate": 9, "n": 12, "day_count": "30/360", "rounding": "HALF_UP, 1 decimal" }),
            json!(87.5),
        ),
        (
            "instalment_ceil_to_unit",
            json!({ "principal": 1000, "annual_rate": 9, "n": 12, "rounding": "rounded UP to a multiple of 5" }),
            json!(90),
        ),
        (
            "xirr",
            json!({ "flows": [[1000, "2025-01-01"], [-900, "2026-01-01"]] }),
            json!(-0.1),
        ),
        (
            "year_fraction",
            json!({ "start": "2011-01-31", "end": "2012-02-29", "basis": 4 }),
            json!(1.080_555_56),
        ),
        (
            "year_fraction",
            json!({ "start": "2012-03-01", "end": "2011-03-01", "basis": 1 }),
            json!(1),
        ),
        (
            "card_minimum_only_12_months",
            json!({ "balance": 100, "annual_rate": 0.6, "min_rate": 0.0 }),
            json!(179.59),
        ),
        (
            "penalty_percent_per_day_of_overdue",
            json!({ "overdue": 1666.67, "rate_percent_per_day": 1, "days": 3 }),
            json!(50),
        ),
    ] {
        let computed = cells(&kinds::value(kind, &inputs)?)?;
        let off = (computed[0] - cells(&expected)?[0]).abs();
        assert!(off < Decimal::new(1, 8), "{computed:?} for {kind} of {inputs}");
    }
    Ok(())
}

#[test]
fn what_is_not_known_is_refused() {
    for (kind, inputs, reason) in [
        ("fortune", json!({}), "the kind fortune"),
        (
            "nper",
            json!({ "rate": 0.01, "pmt": -1, "pv": 10, "mood": 1 }),
            "the input mood",
        ),
        (
            "pmt",
            json!({ "rate": "8%/0", "nper": 10, "pv": 1 }),
            "8%/0 divides by nothing",
        ),
        (
            "year_fraction",
            json!({ "start": "2026-01-01", "end": "2026-02-01", "basis": 9 }),
            "the basis 9",
        ),
        (
            "instalment",
            json!({ "principal": 1, "annual_rate": 1, "n": 2, "day_count": "moons" }),
            "the day count moons",
        ),
    ] {
        let refused = kinds::value(kind, &inputs).map_err(|error| error.to_string());
        assert_eq!(refused, Err(reason.to_owned()));
    }
}
