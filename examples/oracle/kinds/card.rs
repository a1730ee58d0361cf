//! Revolving credit: interest by the day, and minimum payments.

use super::loan;
use super::read::{Money, Outcome, count, decimal, decimal_or, fraction_of, number, only, product, rate_text};
use predue::calendar::CivilDate;
use predue::money::Minor;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// What settles a card at the end of the days: charges less payments, and the interest on what was owed on each day.
///
/// The card revolves, so that it has no days without interest.
pub(super) fn revolving(inputs: &Value) -> Outcome<Value> {
    let on = |day: u16| start().and_then(|start| Ok(start.plus_days(i32::from(day))?));
    let mut events = Vec::new();
    for event in inputs["events"].as_array().ok_or("no events")? {
        only(event, &["day", "charge", "payment"])?;
        // An event of the closing day would be on the statement already, which here holds nothing.
        let date = on(count(&event["day"])?)?.to_string();
        for (key, kind) in [("charge", "disbursement"), ("payment", "repayment")] {
            let amount = Money::CENTS.minor(decimal_or(&event[key], Decimal::ZERO)?)?;
            if amount.is_positive() {
                events.push(json!({ "kind": kind, "date": date, "amount": amount.get() }));
            }
        }
    }
    let day_count = match decimal_or(&inputs["year_days"], Decimal::from(365))? {
        days if days == Decimal::from(365) => "actual/365",
        days if days == Decimal::from(360) => "actual/360",
        days => return Err(format!("a year of {days} days").into()),
    };
    let closed = start()?.plus_days(-1)?.to_string();
    let plan = json!({
        "kind": "card", "annualRate": rate_text(fraction_of(decimal(&inputs["apr"])?)?), "dayCount": day_count,
        "minimum": { "share": "1", "floor": 0 },
        "statements": [{ "id": "now", "closed": closed, "due": closed, "balance": 0, "minimum": 0, "revolving": true }],
    });
    let mut account = loan::account("card", "EUR", &plan);
    account["events"] = json!(events);
    let today = on(count(&inputs["days"])?)?;
    let outlook = loan::outlook(&loan::wallet(&[account], &[]), &loan::at(today), None)?;
    let standing = outlook.accounts.first().ok_or("no account")?;
    number(Money::CENTS.amount(standing.payoff.total))
}

fn start() -> Outcome<CivilDate> {
    Ok(CivilDate::from_ymd(2026, 4, 15).ok_or("no day")?)
}

/// The balance after twelve months of minimum payments, each a twelfth of a year; the rates are fractions.
pub(super) fn twelve_minimums(inputs: &Value) -> Outcome<Value> {
    let opening = decimal(&inputs["balance"])?;
    let money = Money::finest(opening);
    let (rate, share) = (decimal(&inputs["annual_rate"])?, decimal(&inputs["min_rate"])?);
    let mut balance = money.minor(opening)?;
    for _ in 0..12 {
        let minimum = money.minor(product(money.amount(balance), share)?)?;
        balance = next_balance(balance, minimum, &rate_text(rate))?;
    }
    number(money.amount(balance).round_dp(2))
}

/// What the statement after this one comes to, when the minimum is paid on the closing day.
fn next_balance(balance: Minor, minimum: Minor, annual_rate: &str) -> Outcome<Minor> {
    let plan = json!({
        "kind": "card", "annualRate": annual_rate, "dayCount": "30/360", "minimum": { "share": "0", "floor": 0 },
        "statements": [{
            "id": "now", "closed": "2026-04-15", "due": "2026-04-15", "balance": balance.get(), "minimum": minimum.get(),
        }],
    });
    let wallet = loan::wallet(&[loan::account("card", "EUR", &plan)], &[]);
    let today = start()?;
    let rows = loan::schedule(&wallet, "card", &loan::at(today))?.rows;
    let next = rows.get(1);
    Ok(next.map_or(Minor::ZERO, |row| row.balance.plus(row.due.total)))
}
