//! What a paper would print: a row a policy, each figure with its 95 % interval over the people.

use crate::life::Outcome;

/// A figure of one year of one person.
struct Figure {
    name: &'static str,
    of: fn(&Outcome) -> f64,
}

const FIGURES: [Figure; 10] = [
    Figure {
        name: "on time %",
        of: |year| 100.0 * year.on_time as f64 / year.dues as f64,
    },
    Figure {
        name: "late days",
        of: |year| year.late_days as f64 / year.dues as f64,
    },
    Figure {
        name: "fees",
        of: |year| year.fees as f64 / 100.0,
    },
    Figure {
        name: "overdrafts",
        of: |year| year.overdrafts as f64,
    },
    Figure {
        name: "of them caused",
        of: |year| year.overdrafts_caused as f64,
    },
    Figure {
        name: "messages",
        of: |year| year.messages as f64,
    },
    Figure {
        name: "of help",
        of: |year| year.messages_of_help as f64,
    },
    Figure {
        name: "past due",
        of: |year| year.messages_past_due as f64,
    },
    Figure {
        name: "muted %",
        of: |year| 100.0 * year.mutes as f64,
    },
    Figure {
        name: "rule breaks",
        of: |year| year.rule_breaks as f64,
    },
];

/// The years of all people under one policy.
pub(crate) struct Arm {
    pub(crate) name: &'static str,
    pub(crate) years: Vec<Outcome>,
}

/// Prints the means of the people in `which`, and how `arms` differ from the one at `reference`, person by person.
pub(crate) fn print(title: &str, arms: &[Arm], which: &dyn Fn(usize) -> bool, reference: usize) {
    println!("\n{title}");
    print!("{:<28}", "");
    for figure in &FIGURES {
        print!("{:>17}", figure.name);
    }
    println!();
    for arm in arms {
        print!("{:<28}", arm.name);
        for figure in &FIGURES {
            print!("{:>17}", interval(&values(arm, figure, which)));
        }
        println!();
    }
    for arm in arms
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != reference)
        .map(|(_, arm)| arm)
    {
        print!(
            "{:<28}",
            format!("{} less {}", short(arm.name), short(arms[reference].name))
        );
        for figure in &FIGURES {
            let (own, other) = (values(arm, figure, which), values(&arms[reference], figure, which));
            let differences: Vec<f64> = own.iter().zip(other).map(|(own, other)| own - other).collect();
            print!("{:>17}", interval(&differences));
        }
        println!();
    }
}

fn short(name: &str) -> &str {
    name.split(',').next().unwrap_or(name)
}

fn values(arm: &Arm, figure: &Figure, which: &dyn Fn(usize) -> bool) -> Vec<f64> {
    let chosen = arm.years.iter().enumerate().filter(|(person, _)| which(*person));
    chosen.map(|(_, year)| (figure.of)(year)).collect()
}

/// The mean with half the width of its 95 % interval.
fn interval(values: &[f64]) -> String {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    format!("{mean:.2} ± {:.2}", 1.96 * (variance / count).sqrt())
}
