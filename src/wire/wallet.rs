//! Reads a wallet.

use super::node::{Node, words};
use super::{account, history, plan};
use crate::account::{
    ACCOUNTS_MAX, FLOWS_MAX, Flow, Funds, HOLIDAYS_MAX, Preferences, Quiet, REFERENCE_RATES_MAX, Tone, Wallet,
};
use crate::market::{Markets, Set};
use crate::money::Rate;
use crate::order::by_day;

/// A wallet of one of the markets, or of none; nothing without the rules of its market.
pub(super) fn read(node: &Node<'_>, markets: &Markets) -> Option<Wallet> {
    let fields = node.fields("market locale accounts funds preferences history holidays referenceRates");
    let market = fields.text("market");
    let accounts = fields.get("accounts").list(ACCOUNTS_MAX, account::read);
    fields.check_unique("accounts");
    let holidays = fields.list_if_any("holidays", HOLIDAYS_MAX, |node| node.date());
    let reference_rates = fields.list_if_any("referenceRates", REFERENCE_RATES_MAX, reference_rate);
    Some(Wallet {
        market: market.to_owned(),
        locale: fields.owned_text("locale"),
        accounts,
        holidays: by_day(holidays, |day| *day),
        rules: node.made(markets.shared(market).map_err(|error| error.at("market")))?,
        reference_rates,
        funds: fields.optional("funds", funds),
        preferences: fields.optional("preferences", preferences).unwrap_or_default(),
        history: fields.optional("history", history::read).unwrap_or_default(),
    })
}

fn reference_rate(node: &Node<'_>) -> (String, Rate) {
    let fields = node.fields("id annualRate");
    (fields.id("id"), fields.rate("annualRate"))
}

fn funds(node: &Node<'_>) -> Funds {
    let fields = node.fields("currency balance flows reserve");
    Funds {
        currency: fields.get("currency").currency(),
        balance: fields.get("balance").minor(),
        flows: fields.list_if_any("flows", FLOWS_MAX, flow),
        reserve: fields.minor_or_zero("reserve"),
    }
}

fn flow(node: &Node<'_>) -> Flow {
    let fields = node.fields("label amount date every kind received");
    let is_income = fields.word("kind", words!("in" => true, "out" => false));
    let received = fields.optional("received", Node::date);
    fields.check(
        is_income || received.is_none(),
        "received",
        "money that goes out is not received",
    );
    Flow {
        label: fields.owned_text("label"),
        amount: fields.minor_or_more("amount"),
        date: fields.date("date"),
        every: fields.optional("every", plan::period),
        is_income,
        received,
    }
}

fn preferences(node: &Node<'_>) -> Preferences {
    let fields = node.fields("channels quiet leadDays hour payday maxPerWeek mutedAccounts tone");
    Preferences {
        channels: fields.optional("channels", |node| node.list(10, history::channel)),
        quiet: fields.list_if_any("quiet", 100, quiet),
        lead_days: fields.optional_count("leadDays", 0, 366),
        hour: fields.optional_count("hour", 0, 23),
        payday: fields.optional_count("payday", 1, 31),
        max_per_week: fields.optional_count("maxPerWeek", 0, 100),
        muted_accounts: fields.list_if_any("mutedAccounts", ACCOUNTS_MAX, |node| node.id()),
        tone: fields.optional_word(
            "tone",
            words!("neutral" => Tone::Neutral, "warm" => Tone::Warm, "supportive" => Tone::Supportive),
        ),
    }
}

fn quiet(node: &Node<'_>) -> Quiet {
    let fields = node.fields("from to days");
    let days = fields.optional("days", plan::weekdays);
    Quiet {
        from_minute: clock(&fields.get("from")),
        to_minute: clock(&fields.get("to")),
        days: days.map_or(Set::ALL, |days| days.into_iter().fold(Set::NONE, with_weekday)),
    }
}

fn with_weekday(days: Set, weekday: u16) -> Set {
    days.with(Set(1_u16.checked_shl(u32::from(weekday)).unwrap_or_default()))
}

/// A time of the day, from `00:00` to `24:00`.
fn clock(node: &Node<'_>) -> u16 {
    node.minute("expected a time such as \"21:00\"")
}
