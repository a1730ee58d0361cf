//! Reads a wallet.

use super::node::Node;
use super::{account, history, plan};
use crate::account::{
    ACCOUNTS_MAX, FLOWS_MAX, Flow, Funds, HOLIDAYS_MAX, Preferences, Quiet, REFERENCE_RATES_MAX, Tone, Wallet,
};
use crate::calendar::minute_of;
use crate::error::Result;
use crate::market::{Markets, Set};
use crate::money::{Minor, Rate};
use crate::order::by_day;

/// A wallet of one of the markets, or of none.
pub(super) fn read(node: &Node<'_>, markets: &Markets) -> Result<Wallet> {
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
    let accounts = fields.get("accounts")?.list(ACCOUNTS_MAX, account::read)?;
    fields.check_unique(
        "accounts",
        &accounts.iter().map(|account| account.id.as_str()).collect::<Vec<_>>(),
    )?;
    let holidays = fields.optional("holidays", |node| node.list(HOLIDAYS_MAX, |day| day.date()))?;
    let reference_rates = fields.optional("referenceRates", |node| node.list(REFERENCE_RATES_MAX, reference_rate))?;
    Ok(Wallet {
        market: market.to_owned(),
        locale: fields.get("locale")?.text()?.to_owned(),
        accounts,
        holidays: by_day(holidays.unwrap_or_default(), |day| *day),
        rules: markets.shared(market).map_err(|error| error.at("market"))?,
        reference_rates: reference_rates.unwrap_or_default(),
        funds: fields.optional("funds", funds)?,
        preferences: fields.optional("preferences", preferences)?.unwrap_or_default(),
        history: fields.optional("history", history::read)?.unwrap_or_default(),
    })
}

fn reference_rate(node: Node<'_>) -> Result<(String, Rate)> {
    let fields = node.fields(&["id", "annualRate"])?;
    Ok((fields.get("id")?.id()?, fields.get("annualRate")?.rate()?))
}

fn funds(node: Node<'_>) -> Result<Funds> {
    let fields = node.fields(&["currency", "balance", "flows", "reserve"])?;
    Ok(Funds {
        currency: fields.get("currency")?.currency()?,
        balance: fields.get("balance")?.minor()?,
        flows: fields
            .optional("flows", |node| node.list(FLOWS_MAX, flow))?
            .unwrap_or_default(),
        reserve: fields
            .optional("reserve", |node| node.minor_or_more())?
            .unwrap_or(Minor::ZERO),
    })
}

fn flow(node: Node<'_>) -> Result<Flow> {
    let fields = node.fields(&["label", "amount", "date", "every", "kind", "received"])?;
    let is_income = fields.get("kind")?.word(&[("in", true), ("out", false)])?;
    let received = fields.optional("received", |node| node.date())?;
    if received.is_some() && !is_income {
        return Err(fields.wrong("received", "money that goes out is not received"));
    }
    Ok(Flow {
        label: fields.get("label")?.text()?.to_owned(),
        amount: fields.get("amount")?.minor_or_more()?,
        date: fields.get("date")?.date()?,
        every: fields.optional("every", plan::period)?,
        is_income,
        received,
    })
}

fn preferences(node: Node<'_>) -> Result<Preferences> {
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
    Ok(Preferences {
        channels: fields.optional("channels", |node| node.list(10, history::channel))?,
        quiet: fields
            .optional("quiet", |node| node.list(100, quiet))?
            .unwrap_or_default(),
        lead_days: fields.optional("leadDays", |node| node.count(0, 366))?,
        hour: fields.optional("hour", |node| node.count(0, 23))?,
        payday: fields.optional("payday", |node| node.count(1, 31))?,
        max_per_week: fields.optional("maxPerWeek", |node| node.count(0, 100))?,
        muted_accounts: fields
            .optional("mutedAccounts", |node| node.list(ACCOUNTS_MAX, |account| account.id()))?
            .unwrap_or_default(),
        tone: fields.optional("tone", |node| {
            node.word(&[
                ("neutral", Tone::Neutral),
                ("warm", Tone::Warm),
                ("supportive", Tone::Supportive),
            ])
        })?,
    })
}

fn quiet(node: Node<'_>) -> Result<Quiet> {
    let fields = node.fields(&["from", "to", "days"])?;
    let days = fields.optional("days", |node| node.list(7, |day| day.count(1, 7)))?;
    Ok(Quiet {
        from_minute: clock(fields.get("from")?)?,
        to_minute: clock(fields.get("to")?)?,
        days: days.map_or(Set::ALL, |days| days.into_iter().fold(Set::NONE, with_weekday)),
    })
}

fn with_weekday(days: Set, weekday: u16) -> Set {
    days.with(Set(1_u16.checked_shl(u32::from(weekday)).unwrap_or_default()))
}

/// A time of the day, from `00:00` to `24:00`.
fn clock(node: Node<'_>) -> Result<u16> {
    minute_of(node.text()?).ok_or_else(|| node.wrong("expected a time such as \"21:00\""))
}
