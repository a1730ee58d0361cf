//! A year of wallets with known truth, lived once under each policy: whether predue helps, and whom it bothers.
//!
//! `cargo run --release --example simulate -- [PEOPLE_OF_EACH_KIND] [SEED]`
//!
//! Each person lives the same year under every policy, with the same luck; so differences are taken person by person.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    reason = "a simulation is no part of the core: its people and days are few, and its tables are of means"
)]

mod baseline;
mod chance;
mod host;
mod life;
mod person;
mod table;

use baseline::Baseline;
use chance::Chance;
use host::Host;
use life::{Outcome, Policy, year};
use person::{Kind, Person};
use table::Arm;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let of_each: usize = arguments.next().map_or(Ok(200), |text| text.parse())?;
    let seed: u64 = arguments.next().map_or(Ok(2026), |text| text.parse())?;
    let chance = Chance::new(seed);
    let kinds = Kind::ALL.into_iter().flat_map(|kind| vec![kind; of_each]);
    let people: Vec<Person> = kinds
        .enumerate()
        .map(|(number, kind)| Person::drawn(number, kind, chance))
        .collect();
    let arms = [
        arm("none", &people, chance, |_| Box::new(Baseline::None)),
        arm("3 days before, at 10:00", &people, chance, |_| {
            Box::new(Baseline::ThreeDaysBefore)
        }),
        arm("every day, from 7 before", &people, chance, |_| {
            Box::new(Baseline::EveryDay)
        }),
        arm("choice, the customer's own", &people, chance, |_| {
            Box::new(Baseline::Choice)
        }),
        arm("predue", &people, chance, |person| Box::new(Host::new(person))),
    ];
    println!(
        "{of_each} people of each kind, seed {seed}; a figure is a mean a person and year, ± half its 95 % interval."
    );
    println!("\"on time\" is by the first due day, also for a due that the creditor moved; \"late days\" are a due.");
    table::print("everybody", &arms, &|_| true, 1);
    for kind in Kind::ALL {
        table::print(kind.name(), &arms, &|person| people[person].kind == kind, 1);
    }
    table::print(
        "everybody but autopay",
        &arms,
        &|person| people[person].kind != Kind::Autopay,
        1,
    );
    Ok(())
}

/// Everybody's year under one policy.
fn arm(name: &'static str, people: &[Person], chance: Chance, policy: fn(&Person) -> Box<dyn Policy>) -> Arm {
    let years: Vec<Outcome> = people
        .iter()
        .map(|person| year(person, chance, policy(person).as_mut()))
        .collect();
    Arm { name, years }
}
