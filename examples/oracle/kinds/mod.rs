//! The kinds of published figures: what each reads, and what computes it.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a decimal may always change its sign, and a missing key of a JSON value reads as null"
)]

mod annual_rate;
mod annuity;
mod card;
mod days;
mod instalment;
mod late;
#[path = "../../../tests/common/loan.rs"]
mod loan;
mod read;
mod settle;

pub(crate) use read::Outcome;

use serde_json::Value;

/// A kind, the inputs that it reads, and its function.
type Kind = (&'static str, &'static [&'static str], fn(&Value) -> Outcome<Value>);

const KINDS: [Kind; 23] = [
    (
        "apr_regz_actuarial",
        &["amount_financed", "advances", "payments", "unit_periods_per_year"],
        annual_rate::regulation_z,
    ),
    (
        "apr_eu",
        &["advance", "advances", "date", "repayments", "year_days"],
        annual_rate::european,
    ),
    ("xirr", &["flows", "guess"], annual_rate::xirr),
    (
        "early_settlement_rebate",
        &[
            "principal",
            "instalment",
            "n",
            "apr",
            "period_rate_decimals",
            "periods_per_year",
            "settle_after_periods",
            "part_period",
        ],
        annual_rate::early_settlement_rebate,
    ),
    ("pmt", &["rate", "nper", "pv", "fv", "type", "when"], annuity::pmt),
    (
        "ipmt",
        &["rate", "per", "nper", "pv", "fv", "type", "when"],
        annuity::ipmt,
    ),
    (
        "ppmt",
        &["rate", "per", "nper", "pv", "fv", "type", "when"],
        annuity::ppmt,
    ),
    ("fv", &["rate", "nper", "pmt", "pv", "type", "when"], annuity::fv),
    ("nper", &["rate", "pmt", "pv", "fv", "type", "when"], annuity::nper),
    (
        "schedule_unrounded",
        &["principal", "rate", "n", "columns"],
        annuity::schedule,
    ),
    ("days_30_360_us", &["start", "end"], days::thirty),
    ("year_fraction", &["start", "end", "basis"], days::year_fraction),
    ("year_fraction_actual_actual_isda", &["start", "end"], days::isda),
    (
        "instalment",
        &[
            "principal",
            "annual_rate",
            "n",
            "day_count",
            "start",
            "date",
            "rounding",
        ],
        instalment::level,
    ),
    (
        "instalment_ceil_to_unit",
        &["principal", "annual_rate", "n", "rounding"],
        instalment::of_whole_units,
    ),
    (
        "total_interest",
        &["principal", "annual_rate", "n", "emi", "fixed_instalment", "rounding"],
        instalment::total_interest,
    ),
    (
        "schedule_row_0dp",
        &[
            "principal",
            "annual_rate",
            "n",
            "emi",
            "row_index",
            "columns",
            "rounding",
        ],
        instalment::row,
    ),
    (
        "first_period_interest",
        &["principal", "annual_rate", "days", "year_days", "bpi", "spread_over"],
        instalment::first_interest,
    ),
    (
        "revolving_daily_interest",
        &["apr", "year_days", "days", "events"],
        card::revolving,
    ),
    (
        "card_minimum_only_12_months",
        &["balance", "annual_rate", "min_rate"],
        card::twelve_minimums,
    ),
    (
        "penalty_percent_per_day_of_overdue",
        &["overdue", "rate_percent_per_day", "days", "rounding"],
        late::per_day,
    ),
    (
        "late_fee_percent_once",
        &[
            "overdue_principal",
            "overdue_interest",
            "overdue_fees",
            "overdue_penalty",
            "percent",
            "base",
            "rounding",
        ],
        late::once,
    ),
    (
        "cost_of_settling_on_day",
        &[
            "principal",
            "start",
            "daily_rate_percent",
            "rounding",
            "payments",
            "last_due_day",
            "settle_day",
        ],
        settle::cost,
    ),
];

/// Inputs that say something to people only.
const REMARKS: [&str; 5] = ["text", "note", "description", "product", "currency"];

/// The figure of a kind for these inputs.
pub(crate) fn value(kind: &str, inputs: &Value) -> Outcome<Value> {
    let known = KINDS.iter().find(|(name, _, _)| *name == kind);
    let (_, keys, compute) = known.ok_or_else(|| format!("the kind {kind}"))?;
    read::only(inputs, &[keys, &REMARKS[..]].concat())?;
    compute(inputs)
}
