//! Reads a wallet. What no function of this version uses is checked all the same, and left; but for the history, which may
//! be long, and is for those to check that read it.

use super::node::Node;
use super::{account, plan};
use crate::account::{ACCOUNTS_MAX, EVENTS_MAX, HOLIDAYS_MAX, REFERENCE_RATES_MAX, Wallet};

use crate::error::{Error, Result};
use crate::market::Markets;
use crate::money::Rate;
use crate::order::by_day;
use std::rc::Rc;

/// A wallet of one of the markets; without them, of none.
pub(super) fn read(node: &Node<'_>, markets: Option<&Markets>) -> Result<Wallet> {
    let fields = node.fields(&[
        "market",
        "locale",
        "accounts",
        "funds",
        "preferences",
        "history",
        "holidays",
        "referenceRates",
    ])?;
    let market = fields.get("market")?.text()?;
    let rules = match markets {
        _ if market == "none" => None,
        Some(markets) => Some(Rc::new(markets.resolve(market).map_err(|error| error.at("market"))?)),
        None => return Err(Error::market_unknown(market).at("market")),
    };
    let accounts = fields.get("accounts")?.list(ACCOUNTS_MAX, account::read)?;
    fields.check_unique(
        "accounts",
        &accounts.iter().map(|account| account.id.as_str()).collect::<Vec<_>>(),
    )?;
    fields.optional("preferences", preferences)?;
    fields.optional("history", |node| {
        node.fields(&["schema", "entries", "head"]).map(|_| ())
    })?;
    let holidays = fields.optional("holidays", |node| node.list(HOLIDAYS_MAX, |day| day.date()))?;
    let reference_rates = fields.optional("referenceRates", |node| node.list(REFERENCE_RATES_MAX, reference_rate))?;
    Ok(Wallet {
        market: market.to_owned(),
        locale: fields.get("locale")?.text()?.to_owned(),
        accounts,
        holidays: by_day(holidays.unwrap_or_default(), |day| *day),
        rules,
        reference_rates: reference_rates.unwrap_or_default(),
        has_funds: fields.optional("funds", funds)?.is_some(),
    })
}

fn reference_rate(node: Node<'_>) -> Result<(String, Rate)> {
    let fields = node.fields(&["id", "annualRate"])?;
    Ok((fields.get("id")?.id()?, fields.get("annualRate")?.rate()?))
}

fn funds(node: Node<'_>) -> Result<()> {
    let fields = node.fields(&["currency", "balance", "flows", "reserve"])?;
    fields.get("currency")?.currency()?;
    fields.get("balance")?.minor()?;
    fields.optional("flows", |node| node.list(EVENTS_MAX, flow))?;
    fields.optional("reserve", |node| node.minor_or_more())?;
    Ok(())
}

fn flow(node: Node<'_>) -> Result<()> {
    let fields = node.fields(&["label", "amount", "date", "every", "kind"])?;
    fields.get("label")?.text()?;
    fields.get("amount")?.minor_or_more()?;
    fields.get("date")?.date()?;
    fields.optional("every", plan::period)?;
    fields.get("kind")?.one_of(&["in", "out"])
}

fn preferences(node: Node<'_>) -> Result<()> {
    let fields = node.fields(&[
        "channels",
        "quiet",
        "leadDays",
        "hour",
        "payday",
        "maxPerWeek",
        "mutedAccounts",
        "tone",
    ])?;
    fields.optional("channels", |node| node.list(10, channel))?;
    fields.optional("quiet", |node| node.list(100, quiet))?;
    fields.optional("leadDays", |node| node.count(0, 366))?;
    fields.optional("hour", |node| node.count(0, 23))?;
    fields.optional("payday", |node| node.count(1, 31))?;
    fields.optional("maxPerWeek", |node| node.count(0, 100))?;
    fields.optional("mutedAccounts", |node| node.list(ACCOUNTS_MAX, |account| account.id()))?;
    fields.optional("tone", |node| node.one_of(&["neutral", "warm", "supportive"]))?;
    Ok(())
}

fn channel(node: Node<'_>) -> Result<()> {
    node.one_of(&["in-app", "push", "sms", "email", "calendar"])
}

fn quiet(node: Node<'_>) -> Result<()> {
    let fields = node.fields(&["from", "to", "days"])?;
    clock(fields.get("from")?)?;
    clock(fields.get("to")?)?;
    fields.optional("days", |node| node.list(7, |day| day.count(1, 7)))?;
    Ok(())
}

/// A time of the day, from `00:00` to `24:00`.
fn clock(node: Node<'_>) -> Result<()> {
    let text = node.text()?;
    let is_clock = match text.as_bytes() {
        [h1, h2, b':', m1, m2] if [h1, h2, m1, m2].into_iter().all(u8::is_ascii_digit) => {
            (text < "24:00" && *m1 < b'6') || text == "24:00"
        }
        _ => false,
    };
    if is_clock {
        Ok(())
    } else {
        Err(node.wrong("expected a time such as \"21:00\""))
    }
}
