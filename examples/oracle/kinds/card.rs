//! Revolving credit: interest by the day, and minimum payments.

use super::loan;
use super::read::{Money, Outcome, count, decimal, decimal_or, fraction_of, number, only, product, rate_text, sum};
use predue::calendar::CivilDate;
use predue::money::Minor;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// What is owed at the end of the days: charges less payments, and simple interest on what was owed on each day.
///
/// The core knows no events on cards yet, so the days are summed here.
pub(super) fn revolving(inputs: &Value) -> Outcome<Value> {
    let days = Decimal::from(count(&inputs["days"])?);
    let (mut balance, mut balance_days, mut reached) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    let mut events: Vec<&Value> = inputs["events"].as_array().ok_or("no events")?.iter().collect();
    events.sort_by_key(|event| event["day"].as_u64());
    for event in events {
        only(event, &["day", "charge", "payment"])?;
        let day = Decimal::from(count(&event["day"])?);
        if day > days {
            break;
        }
        balance_days = sum(balance_days, product(balance.max(Decimal::ZERO), sum(day, -reached)?)?)?;
        balance = sum(balance, decimal_or(&event["charge"], Decimal::ZERO)?)?;
        balance = sum(balance, -decimal_or(&event["payment"], Decimal::ZERO)?)?;
        reached = day;
    }
    balance_days = sum(balance_days, product(balance.max(Decimal::ZERO), sum(days, -reached)?)?)?;
    let year_days = decimal_or(&inputs["year_days"], Decimal::from(365))?;
    let of_year = product(balance_days, fraction_of(decimal(&inputs["apr"])?)?)?;
    let interest = of_year.checked_div(year_days).ok_or("a year without days")?;
    number(sum(balance, interest)?.round_dp(2))
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
    let today = CivilDate::from_ymd(2026, 4, 15).ok_or("no day")?;
    let rows = loan::schedule(&wallet, "card", &loan::at(today))?.rows;
    let next = rows.get(1);
    Ok(next.map_or(Ok(Minor::ZERO), |row| row.balance.plus(row.due.total))?)
}
