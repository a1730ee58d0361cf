//! Times the core natively: reads wallets on standard input, one a line, and prints its medians as one line of JSON.
//!
//! `bench schedule|outlook|offers AT PASSES < wallets.jsonl`; benches/run.mjs runs it and sets it beside the WebAssembly.
//!
//! A pass answers for every wallet once (a schedule and offers are those of its first account); each figure is the median pass, in
//! nanoseconds: `compute` from wallets read before, `decode_compute` from their JSON, `decode_compute_cells` up to the
//! numbers that would cross to JavaScript.

use predue::account::Wallet;
use predue::calendar::Instant;
use predue::money::Minor;
use predue::offer::Situation;
use predue::{offers, outlook, schedule, wire};
use serde_json::json;
use std::error::Error;
use std::hint::black_box;
use std::io::Read;
use std::time::Instant as Clock;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, at, passes] = arguments.as_slice() else {
        return Err("usage: bench schedule|outlook|offers AT PASSES < wallets.jsonl".into());
    };
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let lines: Vec<&str> = text.lines().collect();
    let (at, passes) = (at.parse()?, passes.parse()?);
    match what.as_str() {
        "schedule" => report(
            &lines,
            passes,
            |wallet| rows(wallet, &at),
            |answer| wire::schedule_cells(&answer).unwrap_or_default(),
        ),
        "outlook" => report(
            &lines,
            passes,
            |wallet| Ok(outlook(wallet, &at, None)?),
            |answer| wire::due_cells(&answer.dues).unwrap_or_default(),
        ),
        "offers" => report(&lines, passes, |wallet| ways_out(wallet, &at), |_| Vec::new()),
        _ => Err("the first argument is schedule, outlook or offers".into()),
    }
}

fn rows(wallet: &Wallet, at: &Instant) -> Outcome<predue::outlook::Schedule> {
    let account = wallet.accounts.first().ok_or("a wallet has an account")?;
    Ok(schedule(wallet, &account.id, at)?)
}

fn ways_out(wallet: &Wallet, at: &Instant) -> Outcome<predue::offer::OfferBook> {
    let account = wallet.accounts.first().ok_or("a wallet has an account")?;
    let situation = Situation {
        pay_per_month: Some(Minor::new(28_000)?),
        payday: Some(25),
        ..Situation::default()
    };
    Ok(offers(wallet, &account.id, at, &situation)?)
}

fn report<T>(
    lines: &[&str],
    passes: usize,
    answer: impl Fn(&Wallet) -> Outcome<T>,
    cells: impl Fn(T) -> Vec<f64>,
) -> Outcome<()> {
    // Read once, as a page does.
    let markets = wire::markets()?;
    let read = |line: &str| wire::wallet_in(line, &markets);
    let wallets: Vec<Wallet> = lines.iter().map(|line| read(line)).collect::<Result<_, _>>()?;
    let compute = median(passes, || {
        for wallet in &wallets {
            black_box(answer(wallet)?);
        }
        Ok(())
    })?;
    let decode_compute = median(passes, || {
        for line in lines {
            black_box(answer(&read(line)?)?);
        }
        Ok(())
    })?;
    let decode_compute_cells = median(passes, || {
        for line in lines {
            black_box(cells(answer(&read(line)?)?));
        }
        Ok(())
    })?;
    let medians = json!({
        "compute": compute,
        "decode_compute": decode_compute,
        "decode_compute_cells": decode_compute_cells,
    });
    println!("{medians}");
    Ok(())
}

/// Nanoseconds of the median pass.
fn median(passes: usize, pass: impl Fn() -> Outcome<()>) -> Outcome<u64> {
    let mut times_ns = Vec::with_capacity(passes);
    for _ in 0..passes {
        let started = Clock::now();
        pass()?;
        times_ns.push(u64::try_from(started.elapsed().as_nanos())?);
    }
    times_ns.sort_unstable();
    Ok(*times_ns.get(passes / 2).ok_or("at least one pass")?)
}
