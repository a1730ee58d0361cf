//! What settles a loan of daily simple interest on a day.

use super::read::{Money, Outcome, count, decimal, fraction_of, number, only, rate_text, rounding_of_cents};
use predue::money::{Minor, Rate, RoundingMode};
use serde_json::Value;

/// The principal that is left and the interest up to the day, after the payments up to and on it.
pub(super) fn cost(inputs: &Value) -> Outcome<Value> {
    let mut debt = Debt {
        principal: Money::CENTS.minor(decimal(&inputs["principal"])?)?,
        interest: Minor::ZERO,
        day: 0,
        daily_rate: rate_text(fraction_of(decimal(&inputs["daily_rate_percent"])?)?).parse()?,
        rounding: rounding_of_cents(&inputs["rounding"])?,
    };
    let settle_day = count(&inputs["settle_day"])?;
    let mut payments: Vec<&Value> = inputs["payments"].as_array().into_iter().flatten().collect();
    payments.sort_by_key(|payment| payment["day"].as_u64());
    for payment in payments {
        only(payment, &["day", "amount"])?;
        let day = count(&payment["day"])?;
        if day <= settle_day {
            debt.pay(day, Money::CENTS.minor(decimal(&payment["amount"])?)?)?;
        }
    }
    debt.accrue(settle_day)?;
    number(Money::CENTS.amount(debt.principal.plus(debt.interest)))
}

struct Debt {
    principal: Minor,
    /// Interest that no payment has covered yet; it bears none itself.
    interest: Minor,
    day: u16,
    daily_rate: Rate,
    rounding: RoundingMode,
}

impl Debt {
    /// Interest up to `day`, rounded once for all the days since the last payment.
    fn accrue(&mut self, day: u16) -> Outcome<()> {
        let rate = self.daily_rate.times(day.saturating_sub(self.day))?;
        self.interest = self.interest.plus(self.principal.share(rate, self.rounding)?);
        self.day = day;
        Ok(())
    }

    /// Interest first, then principal.
    fn pay(&mut self, day: u16, amount: Minor) -> Outcome<()> {
        self.accrue(day)?;
        let to_interest = amount.min(self.interest);
        self.interest = self.interest.minus(to_interest);
        self.principal = self.principal.minus(amount.minus(to_interest)).or_zero();
        Ok(())
    }
}
