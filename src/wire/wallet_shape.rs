//! The wallet as it crosses the boundary. What no function of this version uses is checked all the same, and left.

use super::account_shape::AccountShape;
use super::decode::given;
use super::plan_shape::PeriodShape;
use crate::account::{ACCOUNTS_MAX, HOLIDAYS_MAX, Wallet};
use crate::calendar::{CivilDate, Instant};
use crate::error::{Error, Result};
use crate::money::{Currency, Minor};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeSet;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WalletShape {
    market: String,
    locale: String,
    accounts: Vec<AccountShape>,
    #[serde(default, deserialize_with = "given")]
    funds: Option<FundsShape>,
    #[serde(default, deserialize_with = "given")]
    preferences: Option<PreferencesShape>,
    #[serde(default, deserialize_with = "given", rename = "history")]
    _history: Option<HistoryShape>,
    #[serde(default)]
    holidays: Vec<CivilDate>,
}

impl WalletShape {
    pub(super) fn read(self) -> Result<Wallet> {
        if self.market != "none" {
            return Err(Error::MarketUnknown { market: self.market });
        }
        if self.accounts.len() > ACCOUNTS_MAX {
            return Err(Error::range("a wallet has at most 200 accounts").at("accounts"));
        }
        if self.holidays.len() > HOLIDAYS_MAX {
            return Err(Error::range("a wallet has at most 2,000 holidays").at("holidays"));
        }
        if let Some(funds) = &self.funds {
            funds.check().map_err(|error| error.at("funds"))?;
        }
        if let Some(preferences) = &self.preferences {
            preferences.check().map_err(|error| error.at("preferences"))?;
        }
        let mut ids = BTreeSet::new();
        let mut accounts = Vec::with_capacity(self.accounts.len());
        for (index, shape) in self.accounts.into_iter().enumerate() {
            let at = format!("accounts[{index}]");
            let account = shape.read().map_err(|error| error.at(&at))?;
            if !ids.insert(account.id.clone()) {
                return Err(Error::input(format!("another account has the id {:?}", account.id)).at("id").at(&at));
            }
            accounts.push(account);
        }
        let mut holidays = self.holidays;
        holidays.sort_unstable();
        Ok(Wallet { market: self.market, locale: self.locale, accounts, holidays, has_funds: self.funds.is_some() })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FundsShape {
    #[serde(rename = "currency")]
    _currency: Currency,
    #[serde(rename = "balance")]
    _balance: Minor,
    #[serde(default)]
    flows: Vec<FlowShape>,
    #[serde(default, deserialize_with = "given")]
    reserve: Option<Minor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FlowShape {
    #[serde(rename = "label")]
    _label: String,
    amount: Minor,
    #[serde(rename = "date")]
    _date: CivilDate,
    #[serde(default, deserialize_with = "given")]
    every: Option<PeriodShape>,
    #[serde(rename = "kind")]
    _kind: FlowKind,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FlowKind {
    In,
    Out,
}

impl FundsShape {
    fn check(&self) -> Result<()> {
        if self.reserve.is_some_and(|reserve| reserve < Minor::ZERO) {
            return Err(Error::input("a reserve is zero or more").at("reserve"));
        }
        for (index, flow) in self.flows.iter().enumerate() {
            flow.check().map_err(|error| error.at(&format!("flows[{index}]")))?;
        }
        Ok(())
    }
}

impl FlowShape {
    fn check(&self) -> Result<()> {
        if self.amount < Minor::ZERO {
            return Err(Error::input("an amount is zero or more; `kind` tells its direction").at("amount"));
        }
        self.every.as_ref().map_or(Ok(()), |every| every.read().map(|_| ()).map_err(|error| error.at("every")))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct PreferencesShape {
    #[serde(default, rename = "channels")]
    _channels: Vec<Channel>,
    #[serde(default)]
    quiet: Vec<QuietShape>,
    #[serde(default, deserialize_with = "given", rename = "leadDays")]
    _lead_days: Option<u16>,
    #[serde(default, deserialize_with = "given")]
    hour: Option<u8>,
    #[serde(default, deserialize_with = "given")]
    payday: Option<u8>,
    #[serde(default, deserialize_with = "given", rename = "maxPerWeek")]
    _max_per_week: Option<u16>,
    #[serde(default, rename = "mutedAccounts")]
    _muted_accounts: Vec<String>,
    #[serde(default, deserialize_with = "given", rename = "tone")]
    _tone: Option<Tone>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Channel {
    InApp,
    Push,
    Sms,
    Email,
    Calendar,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Tone {
    Neutral,
    Warm,
    Supportive,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuietShape {
    from: String,
    to: String,
    #[serde(default)]
    days: Vec<u8>,
}

impl PreferencesShape {
    fn check(&self) -> Result<()> {
        if self.hour.is_some_and(|hour| hour > 23) {
            return Err(Error::range("an hour is from 0 to 23").at("hour"));
        }
        if self.payday.is_some_and(|day| !(1..=31).contains(&day)) {
            return Err(Error::range("a pay day is from 1 to 31").at("payday"));
        }
        for (index, quiet) in self.quiet.iter().enumerate() {
            quiet.check().map_err(|error| error.at(&format!("quiet[{index}]")))?;
        }
        Ok(())
    }
}

impl QuietShape {
    fn check(&self) -> Result<()> {
        for (key, clock) in [("from", &self.from), ("to", &self.to)] {
            if !is_clock(clock) {
                return Err(Error::input(format!("expected a time as 21:00, got {clock:?}")).at(key));
            }
        }
        if self.days.iter().any(|day| !(1..=7).contains(day)) {
            return Err(Error::range("a weekday is from 1 (Monday) to 7 (Sunday)").at("days"));
        }
        Ok(())
    }
}

/// Whether this is a time of the day, from `00:00` to `24:00`.
fn is_clock(text: &str) -> bool {
    let [h1, h2, b':', m1, m2] = text.as_bytes() else { return false };
    if ![h1, h2, m1, m2].into_iter().all(u8::is_ascii_digit) {
        return false;
    }
    (text < "24:00" && *m1 < b'6') || text == "24:00"
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HistoryShape {
    #[serde(rename = "schema")]
    _schema: u32,
    #[serde(rename = "entries")]
    _entries: Vec<EntryShape>,
    #[serde(rename = "head")]
    _head: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryShape {
    #[serde(rename = "n")]
    _n: u32,
    #[serde(rename = "event")]
    _event: ContactShape,
    #[serde(rename = "hash")]
    _hash: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContactShape {
    #[serde(rename = "at")]
    _at: Instant,
    #[serde(rename = "kind")]
    _kind: String,
    #[serde(default, deserialize_with = "given", rename = "key")]
    _key: Option<String>,
    #[serde(default, deserialize_with = "given", rename = "account")]
    _account: Option<String>,
    #[serde(default, deserialize_with = "given", rename = "channel")]
    _channel: Option<Channel>,
    #[serde(default, deserialize_with = "given", rename = "action")]
    _action: Option<String>,
    #[serde(default, deserialize_with = "given", rename = "text")]
    _text: Option<String>,
    #[serde(default, deserialize_with = "given", rename = "catalogue")]
    _catalogue: Option<String>,
    #[serde(default, rename = "value")]
    _value: Option<IgnoredAny>,
}
