//! How likely to be late, for rows of past behaviour in a CSV file: prints `id,p`, a line a row.
//!
//! `cargo run --release --example lateness -- uci FEATURES.csv [noLim|lim]` reads cards: `LIMIT_BAL`, and of six months, the
//! latest first, months past due (`PAY_0`, `PAY_2` to `PAY_6`), `BILL_AMT1` to `6` and `PAY_AMT1` to `6`. `lim` lets the
//! limit's size count.
//!
//! `cargo run --release --example lateness -- inst PRIORS.json FEATURES.csv [--thr 0|3|7] [--unpaid DAYS]` reads instalments:
//! `product`, and of the past ones, the latest first and `;` between them, days late (`h_late`) and whether open (`h_open`).
//! The priors are chances over 0, 3 and 7 days (`all`), over 0 by product (`product`), and the shares of on-time payers who
//! have not paid so many days before (`S`).

#![allow(
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    reason = "a missing key of a JSON value reads as null, and chances are no money"
)]

use predue::account::LatenessPrior;
use predue::lateness::{Limit, Month, PastInstalment, built_in, instalments, revolving, still_unpaid, weigh};
use serde_json::Value;
use std::error::Error;
use std::fs::read_to_string;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["uci", features] => print_all(features, |row| card(row, Limit::Share)),
        ["uci", features, "noLim"] => print_all(features, |row| card(row, Limit::Share)),
        ["uci", features, "lim"] => print_all(features, |row| card(row, Limit::Size)),
        ["inst", priors, features, options @ ..] => {
            let priors: Value = serde_json::from_str(&read_to_string(priors)?)?;
            let over = option(options, "--thr").unwrap_or("0");
            let days = option(options, "--unpaid").map(str::parse).transpose()?;
            print_all(features, |row| instalment(row, &priors, over, days))
        }
        _ => Err("usage: lateness uci FEATURES.csv [noLim|lim] | inst PRIORS.json FEATURES.csv [--thr 0|3|7] [--unpaid DAYS]".into()),
    }
}

fn option<'a>(options: &[&'a str], name: &str) -> Option<&'a str> {
    let place = options.iter().position(|option| *option == name)?;
    options.get(place + 1).copied()
}

/// A line of a file, by the names of its columns.
struct Row<'a> {
    names: &'a [&'a str],
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    fn text(&self, name: &str) -> Outcome<&'a str> {
        let place = self.names.iter().position(|known| *known == name);
        let cell = place.and_then(|place| self.cells.get(place));
        cell.copied().ok_or_else(|| format!("no column {name}").into())
    }

    fn number(&self, name: &str) -> Outcome<f64> {
        Ok(self.text(name)?.parse()?)
    }

    fn list(&self, name: &str) -> Outcome<Vec<&'a str>> {
        let text = self.text(name)?;
        Ok(text.split(';').filter(|item| !item.is_empty()).collect())
    }
}

fn print_all(path: &str, chance: impl Fn(&Row<'_>) -> Outcome<f64>) -> Outcome<()> {
    let text = read_to_string(path)?;
    let mut lines = text.lines();
    let names: Vec<&str> = lines
        .next()
        .ok_or("the first line names the columns")?
        .split(',')
        .collect();
    println!("id,p");
    for line in lines {
        let cells = line.split(',').collect();
        let row = Row { names: &names, cells };
        println!("{},{:.17}", row.text("id")?, chance(&row)?);
    }
    Ok(())
}

fn card(row: &Row<'_>, limit: fn(f64) -> Limit) -> Outcome<f64> {
    let mut months = Vec::new();
    for (behind, number) in ["PAY_0", "PAY_2", "PAY_3", "PAY_4", "PAY_5", "PAY_6"].iter().zip(1..) {
        months.push(Month {
            months_past_due: row.text(behind)?.trim_end_matches(".0").parse()?,
            bill: row.number(&format!("BILL_AMT{number}"))?,
            paid: row.number(&format!("PAY_AMT{number}"))?,
        });
    }
    let limit = limit(row.number("LIMIT_BAL")?);
    Ok(weigh(&built_in(), &revolving(&months, limit), 0.0).over0)
}

fn instalment(row: &Row<'_>, priors: &Value, over: &str, days: Option<u16>) -> Outcome<f64> {
    let mut past = Vec::new();
    for (late_days, open) in row.list("h_late")?.iter().zip(row.list("h_open")?) {
        past.push(PastInstalment {
            late_days: late_days.parse()?,
            is_open: open == "1",
        });
    }
    let prior = prior(priors, row.text("product")?)?;
    let unpaid = match days {
        Some(days) => still_unpaid(chance(&priors["S"][days.to_string()])?, days, &past),
        None => 0.0,
    };
    let lateness = weigh(&prior, &instalments(&prior, &past), unpaid);
    match over {
        "0" => Ok(lateness.over0),
        "3" => Ok(lateness.over3),
        "7" => Ok(lateness.over7),
        _ => Err("over 0, 3 or 7 days".into()),
    }
}

/// The product's own chance over 0 days, and over 3 and 7 as much lower as for all.
fn prior(priors: &Value, product: &str) -> Outcome<LatenessPrior> {
    let all = |over: &str| chance(&priors["all"][over]);
    let over0 = priors["product"][product].as_f64().map_or_else(|| all("0"), Ok)?;
    let odds = |chance: f64| chance / (1.0 - chance);
    let lower = |over: &str| -> Outcome<f64> {
        let odds = odds(over0) * odds(all(over)?) / odds(all("0")?);
        Ok(odds / (1.0 + odds))
    };
    Ok(LatenessPrior {
        over0,
        over3: lower("3")?,
        over7: lower("7")?,
        ..built_in()
    })
}

fn chance(value: &Value) -> Outcome<f64> {
    value.as_f64().ok_or_else(|| "a prior is missing".into())
}
