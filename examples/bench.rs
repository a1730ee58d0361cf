//! Times the core natively: reads wallets on standard input, one a line, and prints its medians as one line of JSON.
//!
//! `bench schedule|outlook AT PASSES < wallets.jsonl`; benches/run.mjs calls it and sets it beside the WebAssembly.
//! A pass answers for every wallet once (a schedule is that of its first account); a figure is of the median pass, in
//! microseconds: `decode` reads the JSON, `compute` makes the answer, `cells` the numbers that would cross to JavaScript.

use predue::account::Wallet;
use predue::calendar::Instant;
use predue::{outlook, schedule, wire};
use serde_json::json;
use std::error::Error;
use std::hint::black_box;
use std::io::Read;
use std::time::Instant as Clock;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, at, passes] = arguments.as_slice() else {
        return Err("usage: bench schedule|outlook AT PASSES < wallets.jsonl".into());
    };
    let (at, passes): (Instant, usize) = (at.parse()?, passes.parse()?);
    let answer: fn(&Wallet, &Instant) -> Outcome<Times> = match what.as_str() {
        "schedule" => time_schedule,
        "outlook" => time_outlook,
        _ => return Err("the first argument is schedule or outlook".into()),
    };
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;

    let (mut decode, mut compute, mut cells) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..passes {
        let started = Clock::now();
        let wallets: Vec<Wallet> = text.lines().map(wire::wallet).collect::<Result<_, _>>()?;
        decode.push(microseconds(started));
        let mut pass = Times::default();
        for wallet in &wallets {
            let times = answer(wallet, &at)?;
            pass.compute += times.compute;
            pass.cells += times.cells;
        }
        compute.push(pass.compute);
        cells.push(pass.cells);
    }
    let medians = json!({ "decode": median(decode), "compute": median(compute), "cells": median(cells) });
    println!("{medians}");
    Ok(())
}

/// Microseconds.
#[derive(Default)]
struct Times {
    compute: f64,
    cells: f64,
}
