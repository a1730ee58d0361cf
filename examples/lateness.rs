//! How likely to be late, for rows of past behaviour in a CSV file: prints `id,p`, a line a row.
//!
//! `cargo run --release --example lateness -- uci FEATURES.csv [noLim|lim]` reads cards: `LIMIT_BAL`, and of six months, the
//! latest first, months past due (`PAY_0`, `PAY_2` to `PAY_6`), `BILL_AMT1` to `6` and `PAY_AMT1` to `6`. `lim` lets the
//! limit's size count.
//!
//! `cargo run --release --example lateness -- score FEATURES.csv [noLim|lim]` reads the same with the outcome `y`, 1 where the next
//! month was missed, and prints how good the chances are: in each fifth of the rows, by the SHA-256 of their ids, and in all. AUC
//! counts ties as one half; the calibration error is over ten bins of equal width.
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
use sha2::{Digest, Sha256};
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
        ["score", features] | ["score", features, "noLim"] => print_scores(features, Limit::Share),
        ["score", features, "lim"] => print_scores(features, Limit::Size),
        ["inst", priors, features, options @ ..] => {
            let priors: Value = serde_json::from_str(&read_to_string(priors)?)?;
            let over = option(options, "--thr").unwrap_or("0");
            let days = option(options, "--unpaid").map(str::parse).transpose()?;
            print_all(features, |row| instalment(row, &priors, over, days))
        }
        _ => Err("usage: lateness uci|score FEATURES.csv [noLim|lim] | inst PRIORS.json FEATURES.csv [--thr 0|3|7] [--unpaid DAYS]".into()),
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

fn each(path: &str, mut take: impl FnMut(&Row<'_>) -> Outcome<()>) -> Outcome<()> {
    let text = read_to_string(path)?;
    let mut lines = text.lines();
    let names: Vec<&str> = lines
        .next()
        .ok_or("the first line names the columns")?
        .split(',')
        .collect();
    for line in lines {
        let cells = line.split(',').collect();
        take(&Row { names: &names, cells })?;
    }
    Ok(())
}

fn print_all(path: &str, chance: impl Fn(&Row<'_>) -> Outcome<f64>) -> Outcome<()> {
    println!("id,p");
    each(path, |row| {
        println!("{},{:.17}", row.text("id")?, chance(row)?);
        Ok(())
    })
}

fn print_scores(path: &str, limit: fn(f64) -> Limit) -> Outcome<()> {
    let mut fifths: [Vec<(f64, bool)>; 5] = Default::default();
    each(path, |row| {
        // 256 leaves one over when divided by five, so the bytes of a number leave what the number does.
        let digest = Sha256::digest(row.text("id")?);
        let fifth = digest.iter().map(|byte| usize::from(*byte)).sum::<usize>() % 5;
        fifths[fifth].push((card(row, limit)?, row.text("y")? == "1"));
        Ok(())
    })?;
    println!("fifth,rows,auc,brier,calibration");
    for (fifth, rows) in fifths.iter().enumerate() {
        print_score(&fifth.to_string(), rows.clone());
    }
    print_score("all", fifths.concat());
    Ok(())
}

fn print_score(name: &str, mut rows: Vec<(f64, bool)>) {
    let (mut brier, mut bins) = (0.0, [0.0; 10]);
    for (chance, is_late) in &rows {
        let outcome = f64::from(u8::from(*is_late));
        brier += (chance - outcome).powi(2);
        let bin = (1..10).filter(|tenth| *chance * 10.0 >= f64::from(*tenth)).count();
        bins[bin] += chance - outcome;
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Of the pairs of one late and one in time, those in which the late one has the higher chance.
    let (mut pairs, mut in_time_below) = (0.0, 0.0);
    for tied in rows.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let late = count(tied);
        let in_time = total(tied) - late;
        pairs += late * (in_time_below + in_time / 2.0);
        in_time_below += in_time;
    }
    let calibration: f64 = bins.iter().map(|apart: &f64| apart.abs()).sum();
    let rows_total = total(&rows);
    println!(
        "{name},{rows_total},{:.4},{:.4},{:.4}",
        pairs / (count(&rows) * in_time_below),
        brier / rows_total,
        calibration / rows_total
    );
}

fn total(rows: &[(f64, bool)]) -> f64 {
    rows.iter().map(|_| 1.0).sum()
}

/// How many were late.
fn count(rows: &[(f64, bool)]) -> f64 {
    rows.iter().map(|(_, is_late)| f64::from(u8::from(*is_late))).sum()
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
