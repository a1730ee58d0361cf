//! A loan as a host would write it, and what the crate makes of it: everything crosses as JSON, as in the page.

#![allow(dead_code, reason = "each test takes what it needs of it")]

use predue::account::Parts;
use predue::calendar::CivilDate;
use predue::ledger::Ledger;
use predue::outlook::{Outlook, Schedule};
use predue::{Result, wire};
use serde_json::{Value, json};

/// A loan plan of the contract. Texts are the contract's own words.
#[derive(Clone, Debug)]
pub(crate) struct Loan {
    pub(crate) principal: i64,
    pub(crate) annual_rate: String,
    pub(crate) method: &'static str,
    pub(crate) balloon: Option<i64>,
    pub(crate) count: u16,
    pub(crate) every: (u16, &'static str),
    pub(crate) start: CivilDate,
    pub(crate) first_due: Option<CivilDate>,
    pub(crate) day_count: &'static str,
    pub(crate) accrual: &'static str,
    pub(crate) rounding: &'static str,
    pub(crate) multiple: Option<i64>,
    pub(crate) grace_principal: u16,
    pub(crate) grace_interest: u16,
    pub(crate) down_payment: Option<String>,
    pub(crate) roll: &'static str,
    pub(crate) weekend: Vec<u8>,
    pub(crate) holidays: Vec<CivilDate>,
    /// Keys of the plan's conventions, where they are not the usual ones.
    pub(crate) conventions: Value,
}

impl Loan {
    /// A level loan of monthly instalments on 30/360.
    pub(crate) fn level(principal: i64, annual_rate: &str, count: u16, start: CivilDate) -> Self {
        Self {
            principal,
            annual_rate: annual_rate.to_owned(),
            method: "equal-instalment",
            balloon: None,
            count,
            every: (1, "month"),
            start,
            first_due: None,
            day_count: "30/360",
            accrual: "daily",
            rounding: "half-even",
            multiple: None,
            grace_principal: 0,
            grace_interest: 0,
            down_payment: None,
            roll: "none",
            weekend: vec![6, 7],
            holidays: Vec::new(),
            conventions: json!({}),
        }
    }

    /// The plan as it stands in a wallet.
    pub(crate) fn plan(&self) -> Value {
        let mut plan = json!({
            "kind": "loan",
            "principal": self.principal,
            "annualRate": self.annual_rate,
            "method": self.method,
            "count": self.count,
            "every": { "n": self.every.0, "unit": self.every.1 },
            "start": self.start.to_string(),
            "dayCount": self.day_count,
            "accrual": self.accrual,
            "rounding": { "mode": self.rounding },
            "businessDays": { "roll": self.roll, "weekend": self.weekend },
            "conventions": self.conventions,
        });
        if let Some(multiple) = self.multiple {
            plan["rounding"]["multiple"] = json!(multiple);
        }
        if let Some(balloon) = self.balloon {
            plan["balloon"] = json!(balloon);
        }
        if let Some(first_due) = self.first_due {
            plan["firstDue"] = json!(first_due.to_string());
        }
        if let Some(share) = &self.down_payment {
            plan["downPayment"] = json!({ "share": share });
        }
        if (self.grace_principal, self.grace_interest) != (0, 0) {
            plan["grace"] = json!({ "principal": self.grace_principal, "interest": self.grace_interest });
        }
        plan
    }

    /// A wallet that holds nothing but this loan, as the account `loan` in EUR.
    pub(crate) fn wallet(&self) -> Value {
        wallet(&[account("loan", "EUR", &self.plan())], &self.holidays)
    }

    /// Its schedule on the customer's day `today`.
    pub(crate) fn schedule(&self, today: CivilDate) -> Result<Schedule> {
        schedule(&self.wallet(), "loan", &at(today))
    }
}

/// An account of the contract around a loan or a list of dues.
pub(crate) fn account(id: &str, currency: &str, plan: &Value) -> Value {
    let product = if plan["kind"] == "card" { "card" } else { "loan" };
    json!({
        "id": id, "label": id, "creditor": { "name": "Sample Bank" }, "currency": currency, "product": product, "plan": plan,
    })
}

/// A wallet of the contract.
pub(crate) fn wallet(accounts: &[Value], holidays: &[CivilDate]) -> Value {
    let holidays: Vec<String> = holidays.iter().map(ToString::to_string).collect();
    json!({ "market": "none", "locale": "en", "accounts": accounts, "holidays": holidays })
}

/// Noon of a day, on a customer's clock that is ahead of UTC.
pub(crate) fn at(day: CivilDate) -> String {
    format!("{day}T12:00:00+08:00")
}

/// The schedule of one account of a wallet.
pub(crate) fn schedule(wallet: &Value, account: &str, at: &str) -> Result<Schedule> {
    predue::schedule(&wire::wallet(&wallet.to_string())?, account, &wire::instant(at)?)
}

/// The outlook on a wallet.
pub(crate) fn outlook(wallet: &Value, at: &str, days: Option<u16>) -> Result<Outlook> {
    predue::outlook(&wire::wallet(&wallet.to_string())?, &wire::instant(at)?, days)
}

/// What settles an account; none where that is refused.
pub(crate) fn payoff(ledger: &Ledger) -> Result<Option<Parts>> {
    match ledger.payoff() {
        Err(error) if error.code() == "UNSUPPORTED" => Ok(None),
        payoff => payoff.map(Some),
    }
}
