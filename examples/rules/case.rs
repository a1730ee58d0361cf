//! From the facts of a case to the facts of a rule, in whatever words a case has them, and to the answer.
//!
//! A case names the rules that it applies, alone; for contacts the hours of its market hold as well, because the earliest
//! minute lies within them. What a case leaves out about whom its rules are for is taken to be so.

use predue::calendar::{CivilDate, CivilTime};
use predue::market::{
    Body, CapKind, ChargeFacts, Contact, ContactFacts, ContactRules, Pack, Quantity, Recipient, Rule, Set, Who, action,
    allowed_charge, channel, charge_kind, forbidden_action, trigger,
};
use predue::money::{Minor, Rate};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::rc::Rc;

pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The packs of `pkg/markets`, by their codes; the floor as `_floor`.
pub(crate) fn packs() -> Outcome<HashMap<String, Pack>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/markets");
    let mut packs = HashMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        if path.extension().is_none_or(|extension| extension != "json") || name == "schema" {
            continue;
        }
        let pack = predue::wire::market(&fs::read_to_string(&path)?).map_err(|error| format!("{name}: {error}"))?;
        let code = if name == "floor" { "_floor" } else { name };
        packs.insert(code.to_owned(), pack);
    }
    Ok(packs)
}

/// What the rules of a case allow, in the keys of its kind.
pub(crate) fn answer(packs: &HashMap<String, Pack>, case: &Value) -> Outcome<Value> {
    let market = text(&case["market"]);
    let pack = packs.get(market).ok_or_else(|| format!("no pack {market}"))?;
    let named: Vec<&str> = case["rule_ids"].as_array().into_iter().flatten().map(text).collect();
    let rules = rules(packs, pack, &named)?;
    let given = &case["given"];
    let holidays = days(&given["holidays"])?;
    let mut line = json!({ "id": case["id"] });
    match text(&case["kind"]) {
        "penalty_cap" | "grace" => charge(&rules, pack, given, &holidays, &mut line)?,
        "contact_window" | "quota" => contact(&rules, pack, given, &holidays, &mut line)?,
        _ => flag(&rules, pack, given, &holidays, &mut line)?,
    }
    Ok(line)
}

/// The rules of a case and of its market's parents, by their names.
fn rules(packs: &HashMap<String, Pack>, pack: &Pack, named: &[&str]) -> Outcome<Vec<Rc<Rule>>> {
    let mut found = Vec::new();
    for id in named {
        let mut at = Some(pack);
        let rule = loop {
            let Some(pack) = at else {
                return Err(format!("no rule {id}").into());
            };
            if let Some(rule) = pack.rules.iter().find(|rule| rule.id == *id) {
                break rule.clone();
            }
            at = pack.parent.as_ref().and_then(|parent| packs.get(parent));
        };
        found.push(rule);
    }
    Ok(found)
}

// ---- charges ---------------------------------------------------------------------------------------

fn charge(rules: &[Rc<Rule>], pack: &Pack, given: &Value, holidays: &[CivilDate], line: &mut Value) -> Outcome<()> {
    let raw = minor(given, &["raw_charge_minor"])?.ok_or("no raw_charge_minor")?;
    let references = references(&given["ref_rates"])?;
    let references: Vec<(&str, Rate)> = references.iter().map(|(name, rate)| (name.as_str(), *rate)).collect();
    let mut facts = ChargeFacts::new(who(pack, given)?, raw);
    facts.charge = charge_of(&words(given, &["charge", "charge_type", "fee_type", "item"]));
    // A case of a rule that forbids a charge is about such a charge.
    if let [rule] = rules
        && let Body::Cap(cap) = &rule.body
        && cap.kind == CapKind::Forbid
        && facts.charge == Set::ALL
    {
        facts.charge = cap.on;
    }
    facts.actions = actions(&words(given, &["action"]));
    facts.references = &references;
    facts.holidays = holidays;
    amounts(given, &mut facts)?;
    facts.contract_rate = rate(given, &["contract_annual_rate"])?;
    facts.default_rate = rate(given, &["default_annual_rate"])?;
    facts.surcharge_rate = rate(given, &["surcharge_annual_rate"])?;
    facts.fee_rate = rate(given, &["fee_rate"])?;
    facts.days = count(
        given,
        &["days_past_due", "days", "days_since_default_sum_notice", "term_days"],
    );
    facts.months = count(given, &["months_past_due", "months", "months_late"]);
    if facts.months.is_some() && given["days_past_due"].is_null() && given["days"].is_null() {
        facts.days = None;
    }
    facts.year_days = if text(&given["day_count"]).ends_with("360") {
        360
    } else {
        365
    };
    facts.due = date(given, &["due_date"])?;
    facts.statement_sent = date(given, &["statement_sent", "statement_date", "statement_mailed"])?;
    facts.days_since_notice = count(given, &["days_since_default_sum_notice", "days_since_notice"]);
    let allowed = allowed_charge(rules, &facts)?;
    line["allowed_charge_minor"] = json!(allowed.amount.get());
    if let Some((tight, loose)) = allowed.range {
        line["range_minor"] = json!([tight.get(), loose.get()]);
    }
    Ok(())
}

fn amounts(given: &Value, facts: &mut ChargeFacts<'_>) -> Outcome<()> {
    let known = |keys: &[&str]| minor(given, keys);
    let overdue = known(&["overdue_minor", "overdue_amount_minor", "unpaid_minor"])?;
    let is_interest = words(given, &["base"]).contains("interest");
    let amounts = &mut facts.amounts;
    amounts.overdue = overdue;
    amounts.overdue_interest = known(&["overdue_interest_minor"])?.or(overdue);
    amounts.late_interest = overdue.filter(|_| words(given, &["base"]).contains("default_interest"));
    amounts.overdue_principal = known(&["overdue_principal_minor"])?.or(overdue.filter(|_| !is_interest));
    amounts.instalment = known(&["instalment_minor"])?;
    amounts.principal = known(&[
        "principal_minor",
        "original_principal_minor",
        "advance_minor",
        "principal_when_non_performing_minor",
        "principal_at_default_minor",
    ])?;
    amounts.balance = known(&[
        "balance_minor",
        "outstanding_minor",
        "outstanding_principal_minor",
        "outstanding_capital_minor",
        "capital_outstanding_minor",
        "unpaid_balance_minor",
        "outstanding_funding_minor",
        "capital_minor",
        "accelerated_balance_minor",
    ])?;
    amounts.deferred = known(&["deferred_minor", "deferred_instalments_minor"])?;
    amounts.statement = known(&["original_debt_minor", "unpaid_invoice_minor", "original_invoice_minor"])?;
    amounts.minimum_due = known(&["minimum_due_minor"])?;
    amounts.charged_on = known(&["accelerated_balance_minor", "statement_total_minor", "charged_on_minor"])?;
    amounts.fees_so_far = known(&[
        "default_fees_so_far_minor",
        "other_fees_so_far_minor",
        "fees_so_far_minor",
    ])?;
    amounts.charges_so_far = known(&["charges_so_far_minor", "interest_so_far_minor"])?;
    amounts.registered_fee = containing(given, &["registered", "condusef"])?;
    amounts.peer_charge = containing(given, &["peer", "business", "non_individual"])?;
    Ok(())
}

fn charge_of(words: &str) -> Set {
    let kinds = [
        ("taxable", charge_kind::TAXED_COSTS),
        ("taxed", charge_kind::TAXED_COSTS),
        ("surcharge", charge_kind::SURCHARGE),
        ("deferral", charge_kind::DEFERRAL),
        ("non_default", charge_kind::OTHER_FEE),
        ("other_fee", charge_kind::OTHER_FEE),
        ("account_fee", charge_kind::OTHER_FEE),
        ("monthly_fee", charge_kind::OTHER_FEE),
        ("admin", charge_kind::ADMIN_FEE),
        ("processing", charge_kind::ADMIN_FEE),
        ("nsf", charge_kind::DISHONOUR_FEE),
        ("dishono", charge_kind::DISHONOUR_FEE),
        ("collection", charge_kind::OTHER_DEFAULT_FEE),
        ("lump_sum", charge_kind::OTHER_DEFAULT_FEE),
        ("annual_fee", charge_kind::OTHER_FEE),
        ("service", charge_kind::OTHER_FEE),
        ("establish", charge_kind::OTHER_FEE),
        ("mora", charge_kind::PENALTY_INTEREST),
        ("late_interest", charge_kind::PENALTY_INTEREST),
        ("default_interest", charge_kind::PENALTY_INTEREST),
        ("overdue_interest", charge_kind::PENALTY_INTEREST),
        ("penalty_interest", charge_kind::PENALTY_INTEREST),
        ("penalty_apr", charge_kind::PENALTY_INTEREST),
        ("damages", charge_kind::PENALTY_INTEREST),
        ("interest", charge_kind::CONTRACT_INTEREST),
        ("multa", charge_kind::LATE_FEE),
        ("late", charge_kind::LATE_FEE),
        ("default", charge_kind::LATE_FEE),
        ("penalty", charge_kind::LATE_FEE),
        ("cost", charge_kind::OTHER_DEFAULT_FEE),
        ("fee", charge_kind::OTHER_DEFAULT_FEE),
    ];
    found(words, &kinds).unwrap_or(Set::ALL)
}

// ---- flags -----------------------------------------------------------------------------------------

fn flag(rules: &[Rc<Rule>], pack: &Pack, given: &Value, holidays: &[CivilDate], line: &mut Value) -> Outcome<()> {
    let who = who(pack, given)?;
    let is_forbidden = forbidden_action(rules, &who, actions(&words(given, &["action"]))).is_some();
    let log = Vec::new();
    let open = open(given)?;
    let facts = contact_facts(who, given, &open, holidays);
    let at = CivilTime::new(facts.who.on, 12 * 60)?;
    // A flag names no hour: what hours and counts say is asked elsewhere.
    let timeless: Vec<Rc<Rule>> = rules
        .iter()
        .filter(|rule| !matches!(rule.body, Body::Window(_) | Body::Quota(_)))
        .cloned()
        .collect();
    let is_stopped = ContactRules::new(&timeless, facts).forbidding(at, &log)?.is_some();
    line["allowed"] = json!(!is_forbidden && !is_stopped);
    Ok(())
}

fn actions(words: &str) -> Set {
    let kinds = [
        ("contract_interest", action::COMPOUND_CONTRACT_INTEREST),
        ("double_cycle", action::DOUBLE_CYCLE),
        ("late_fee_with", action::FEE_BESIDE_INTEREST),
        ("fee_and_default_interest", action::FEE_BESIDE_INTEREST),
        ("penalty_on_penalty", action::PENALTY_ON_PENALTY),
        ("penalty_on_fee", action::PENALTY_ON_PENALTY),
        ("fee_on_fee", action::PENALTY_ON_PENALTY),
        ("fee_on_penalty", action::PENALTY_ON_PENALTY),
        ("capitalis", action::CAPITALISE_PENALTY),
        ("capitaliz", action::CAPITALISE_PENALTY),
        ("moratorium", action::CHARGE_IN_MORATORIUM),
        ("breathing", action::CHARGE_IN_MORATORIUM),
        ("crisis", action::CHARGE_IN_MORATORIUM),
        ("accelerated", action::CHARGE_ON_ACCELERATED),
        ("compound", action::COMPOUND_LATE_INTEREST),
        ("second", action::SECOND_FEE),
        ("two_", action::SECOND_FEE),
        ("same_event", action::SECOND_FEE),
        ("one_event", action::SECOND_FEE),
        ("single_event", action::SECOND_FEE),
        ("multiple", action::SECOND_FEE),
        ("interest_on", action::INTEREST_ON_PENALTY),
    ];
    found(words, &kinds).unwrap_or_default()
}

// ---- contacts --------------------------------------------------------------------------------------

fn contact(rules: &[Rc<Rule>], pack: &Pack, given: &Value, holidays: &[CivilDate], line: &mut Value) -> Outcome<()> {
    let at: CivilTime = text(&given["local_datetime"]).parse()?;
    let log: Vec<Contact<'_>> = given["contacts"]
        .as_array()
        .into_iter()
        .flatten()
        .map(logged)
        .collect::<Outcome<_>>()?;
    let open = open(given)?;
    let facts = contact_facts(who(pack, given)?, given, &open, holidays);
    let mut told = facts.who.clone();
    told.product = text(&given["product"]);
    told.lender = text(&given["lender"]);
    told.borrower = text(&given["borrower"]);
    told.region = text(&given["region"]);
    let windows = pack.rules.iter().filter(|rule| matches!(rule.body, Body::Window(_)));
    let mut within_hours = rules.to_vec();
    within_hours.extend(
        windows
            .filter(|rule| rule.applies(&told) && !rules.iter().any(|named| named.id == rule.id))
            .cloned(),
    );
    let chosen = ContactRules::new(&within_hours, facts);
    let is_allowed = chosen.forbidding(at, &log)?.is_none();
    line["allowed"] = json!(is_allowed);
    if !is_allowed {
        let earliest = chosen.earliest(at, &log)?.map(|earliest| earliest.to_string());
        line["earliest_allowed_local"] = json!(earliest);
    }
    Ok(())
}

fn contact_facts<'g>(
    who: Who<'g>,
    given: &'g Value,
    open: &'g [(Set, Option<CivilDate>)],
    holidays: &'g [CivilDate],
) -> ContactFacts<'g> {
    let mut facts = ContactFacts::new(who, channel_of(text(&given["channel"])));
    facts.number = text(&given["number"]);
    facts.account = account_of(given);
    let purpose = words(given, &["purpose", "action", "type"]);
    facts.recipient = recipient(
        &words(given, &["recipient", "to"]),
        is_set(given, &["incapable", "dead", "borrower_dead"]),
    );
    if ["contact_list", "contacts", "phone_book", "call_log", "photos"]
        .iter()
        .any(|data| purpose.contains(data))
    {
        facts.recipient = Recipient::Other;
    }
    facts.reachable = yes(given, &["borrower_reachable", "reachable"])
        .or(yes(given, &["borrower_unreachable"]).map(|unreachable| !unreachable));
    facts.locating =
        purpose.contains("locat") || purpose.contains("limited_content") || purpose.contains("whereabouts");
    facts.tells_debt = is_set(
        given,
        &[
            "discloses_debt",
            "debt_disclosed",
            "mentions_debt",
            "tells_debt",
            "debt_facts",
        ],
    );
    facts.required = is_required(&purpose) || is_set(given, &["mandatory_notice", "required"]);
    facts.elsewhere = is_elsewhere(&words(given, &["place"]));
    facts.consented = consent(given);
    facts.at_named_time = is_set(given, &["at_named_time", "within_named_time"]);
    for key in ["opted_out", "opt_out", "opted_out_channels"] {
        for entry in given[key].as_array().into_iter().flatten() {
            facts.opted_out = facts.opted_out.with(channel_of(text(entry)));
        }
        if let Some(name) = given[key].as_str() {
            facts.opted_out = facts.opted_out.with(channel_of(name));
        }
        if given[key] == json!(true) {
            facts.opted_out = facts.channel;
        }
    }
    // An opt-out that names no channel is one from the channel at hand.
    if facts.opted_out.is_empty() && open.iter().any(|(what, _)| what.meets(trigger::OPT_OUT)) {
        facts.opted_out = facts.channel;
    }
    facts.open = open;
    facts.holidays = holidays;
    facts
}

/// Whether the customer agreed, in whichever words a case says so.
fn consent(given: &Value) -> Option<bool> {
    let says = |key: &str| {
        ["consent", "agree", "convenient", "opted_in", "opt_in", "good_reason"]
            .iter()
            .any(|word| key.contains(word))
    };
    let mut said = given.as_object().into_iter().flatten().filter(|(key, _)| says(key));
    said.find_map(|(_, value)| value.as_bool())
}

fn recipient(words: &str, is_incapable: bool) -> Recipient {
    if words.is_empty() || words == "borrower" || words == "debtor" || words == "customer" {
        return Recipient::Borrower;
    }
    let obliged = [
        "guarantor",
        "co_debtor",
        "co-debtor",
        "codebtor",
        "joint",
        "surety",
        "co_obligor",
        "co_borrower",
    ];
    if obliged.iter().any(|name| words.contains(name)) {
        Recipient::Guarantor
    } else if is_incapable {
        Recipient::Representative
    } else {
        Recipient::Other
    }
}

fn logged(entry: &Value) -> Outcome<Contact<'_>> {
    let at: CivilTime = text(&entry["local_datetime"]).parse()?;
    let connected = yes(entry, &["connected", "delivered", "reached"]).unwrap_or(true);
    Ok(Contact {
        day: at.date(),
        channel: channel_of(text(&entry["channel"])),
        connected: connected || is_set(entry, &["message_left", "voicemail", "left_message"]),
        account: account_of(entry),
        number: text(&entry["number"]),
        required: is_required(&words(entry, &["type", "purpose"])),
        elsewhere: is_elsewhere(&words(entry, &["place"])),
    })
}

fn account_of(value: &Value) -> &str {
    ["debt", "account", "loan"]
        .iter()
        .find_map(|key| value[*key].as_str())
        .unwrap_or_default()
}

fn is_required(words: &str) -> bool {
    [
        "mandatory",
        "required",
        "legal_notice",
        "answer",
        "reply",
        "response",
        "borrower_initiated",
        "final_notice",
    ]
    .iter()
    .any(|name| words.contains(name))
}

fn is_elsewhere(words: &str) -> bool {
    ["work", "other", "elsewhere", "employ"]
        .iter()
        .any(|name| words.contains(name))
}

fn channel_of(name: &str) -> Set {
    let name = name.replace('_', "-");
    let known = channel::WORDS.iter().find(|(word, _)| *word == name);
    known.map_or_else(
        || {
            let kinds = [
                ("phone", channel::CALL),
                ("voice", channel::CALL),
                ("text", channel::SMS),
                ("message", channel::SMS),
                ("chat", channel::IM),
                ("app", channel::IN_APP),
                ("letter", channel::MAIL),
                ("post", channel::MAIL),
                ("home", channel::VISIT),
                ("work", channel::WORKPLACE),
            ];
            found(&name, &kinds).unwrap_or(channel::OTHER)
        },
        |(_, channel)| *channel,
    )
}

/// What is open for the customer, and since when.
fn open(given: &Value) -> Outcome<Vec<(Set, Option<CivilDate>)>> {
    let kinds = [
        ("opt", trigger::OPT_OUT),
        ("dispute", trigger::DISPUTE),
        ("cease", trigger::CEASE_REQUEST),
        ("refus", trigger::CEASE_REQUEST),
        ("agree", trigger::RESTRUCTURE_AGREED),
        ("signed", trigger::RESTRUCTURE_AGREED),
        ("restructure", trigger::RESTRUCTURE_REQUEST),
        ("hardship", trigger::RESTRUCTURE_REQUEST),
        ("lawyer", trigger::LAWYER),
        ("attorney", trigger::LAWYER),
        ("bereave", trigger::BEREAVEMENT),
        ("hospital", trigger::HOSPITAL),
        ("surgery", trigger::HOSPITAL),
        ("disaster", trigger::DISASTER),
        ("calamity", trigger::DISASTER),
        ("moratorium", trigger::MORATORIUM),
        ("breathing", trigger::MORATORIUM),
        ("crisis", trigger::MORATORIUM),
        ("insolv", trigger::INSOLVENCY),
        ("mail", trigger::MAILED_NOTICE),
        ("notice", trigger::MAILED_NOTICE),
        ("hours", trigger::NAMED_TIME),
        ("time", trigger::NAMED_TIME),
        ("marriage", trigger::FESTIVAL),
        ("wedding", trigger::FESTIVAL),
        ("festival", trigger::FESTIVAL),
        ("conversation", trigger::CONVERSATION),
    ];
    let mut open = Vec::new();
    for key in ["open", "events", "triggers", "trigger", "situation", "action"] {
        let entries = given[key]
            .as_array()
            .cloned()
            .unwrap_or_else(|| vec![given[key].clone()]);
        for entry in &entries {
            let name = words(entry, &["trigger", "kind", "type", "event"]);
            let name = if name.is_empty() { text(entry).to_owned() } else { name };
            let since = date(entry, &["date", "since", "on", "from"])?;
            if let Some(what) = found(&name, &kinds) {
                open.push((what, since));
            }
        }
    }
    for (key, what) in [
        ("written_notice_sent", trigger::MAILED_NOTICE),
        ("notice_mailed", trigger::MAILED_NOTICE),
        ("notice_sent", trigger::MAILED_NOTICE),
        ("mailed_notice", trigger::MAILED_NOTICE),
        ("moratorium_start", trigger::MORATORIUM),
        ("breathing_space_start", trigger::MORATORIUM),
    ] {
        if let Some(since) = date(given, &[key])? {
            open.push((what, Some(since)));
        }
    }
    Ok(open)
}

// ---- whom it is about ------------------------------------------------------------------------------

fn who<'g>(pack: &Pack, given: &'g Value) -> Outcome<Who<'g>> {
    let said = |keys: &[&str]| keys.iter().find_map(|key| given[*key].as_str()).unwrap_or("*");
    let at = text(&given["local_datetime"])
        .parse::<CivilTime>()
        .map(CivilTime::date)
        .ok();
    let on = at
        .or(date(given, &["today", "date", "accrual_date", "on"])?)
        .unwrap_or(pack.as_of);
    let mut who = Who::unknown(on);
    who.contract_date = date(given, &["contract_date"])?;
    who.product = said(&["product"]);
    who.lender = said(&["lender"]);
    who.borrower = said(&["borrower"]);
    who.region = said(&["region"]);
    who.actor = match given["actor"].as_str().unwrap_or_default() {
        actor if actor.starts_with("third_party") || actor.contains("agency") => "third_party",
        actor if actor.starts_with("creditor") => "creditor",
        actor => actor,
    };
    who.stage = given["stage"].as_str().unwrap_or_default();
    let flag = |keys: &[&str]| yes(given, keys).map(i64::from);
    let money = |keys: &[&str]| minor(given, keys).map(|minor| minor.map(Minor::get));
    let number = |keys: &[&str]| count(given, keys).map(i64::from);
    let months = number(&["term_months"]).map(|months| months.saturating_mul(30));
    who.set(
        Quantity::Principal,
        money(&["principal_minor", "original_principal_minor"])?,
    );
    who.set(Quantity::Balance, money(&["balance_minor", "outstanding_minor"])?);
    who.set(Quantity::TermDays, number(&["term_days"]).or(months));
    who.set(Quantity::AprPpm, rate(given, &["apr"])?.and_then(millionths));
    who.set(Quantity::DaysPastDue, number(&["days_past_due"]));
    who.set(Quantity::Secured, flag(&["secured"]));
    who.set(Quantity::Accelerated, flag(&["accelerated"]));
    who.set(Quantity::Repeated, repeated(given));
    who.set(Quantity::OtherFees, flag(&["other_fees_apply", "other_fees"]));
    who.set(Quantity::FeePeriod, number(&["fee_period"]));
    Ok(who)
}

/// Whether a violation is a repeated one: of the same kind, within the cycles that the law counts.
fn repeated(given: &Value) -> Option<i64> {
    let violation = given["violation"].as_str()?;
    let is_repeated = violation.contains("within") || violation.contains("repeat") || violation == "second";
    Some(i64::from(is_repeated))
}

fn millionths(rate: Rate) -> Option<i64> {
    let (whole, decimals) = rate.to_string().split_once('.').map_or_else(
        || (rate.to_string(), String::new()),
        |(whole, decimals)| (whole.to_owned(), decimals.to_owned()),
    );
    format!("{whole}{decimals:0<6.6}").parse().ok()
}

// ---- values ----------------------------------------------------------------------------------------

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn words(given: &Value, keys: &[&str]) -> String {
    let said = keys.iter().find_map(|key| given.get(*key)?.as_str());
    said.unwrap_or_default().to_lowercase().replace([' ', '-'], "_")
}

/// What the first of the names that `words` contain stands for.
fn found(words: &str, kinds: &[(&str, Set)]) -> Option<Set> {
    kinds.iter().find(|(name, _)| words.contains(name)).map(|(_, set)| *set)
}

fn minor(given: &Value, keys: &[&str]) -> Outcome<Option<Minor>> {
    let said = keys.iter().find_map(|key| given.get(*key)?.as_i64());
    Ok(said.map(Minor::new).transpose()?)
}

/// The amount whose key contains one of the words.
fn containing(given: &Value, words: &[&str]) -> Outcome<Option<Minor>> {
    let is_meant = |key: &str| key.ends_with("_minor") && words.iter().any(|word| key.to_lowercase().contains(word));
    let found = given.as_object().into_iter().flatten().find(|(key, _)| is_meant(key));
    Ok(found
        .and_then(|(_, value)| value.as_i64())
        .map(Minor::new)
        .transpose()?)
}

fn rate(given: &Value, keys: &[&str]) -> Outcome<Option<Rate>> {
    let said = keys.iter().find_map(|key| given.get(*key)?.as_str());
    Ok(said.map(str::parse).transpose()?)
}

fn references(given: &Value) -> Outcome<Vec<(String, Rate)>> {
    let mut rates = Vec::new();
    for (name, rate) in given.as_object().into_iter().flatten() {
        rates.push((name.clone(), text(rate).parse()?));
    }
    Ok(rates)
}

fn count(given: &Value, keys: &[&str]) -> Option<u32> {
    let said = keys.iter().find_map(|key| given.get(*key)?.as_u64())?;
    u32::try_from(said).ok()
}

fn date(given: &Value, keys: &[&str]) -> Outcome<Option<CivilDate>> {
    let said = keys.iter().find_map(|key| given.get(*key)?.as_str());
    let day = said.and_then(|said| said.get(..10).or(Some(said)));
    Ok(day.map(str::parse).transpose()?)
}

fn days(given: &Value) -> Outcome<Vec<CivilDate>> {
    let mut days: Vec<CivilDate> = given
        .as_array()
        .into_iter()
        .flatten()
        .map(|day| text(day).parse())
        .collect::<Result<_, _>>()?;
    days.sort_unstable();
    Ok(days)
}

fn yes(given: &Value, keys: &[&str]) -> Option<bool> {
    keys.iter().find_map(|key| given.get(*key)?.as_bool())
}

fn is_set(given: &Value, keys: &[&str]) -> bool {
    yes(given, keys) == Some(true)
}
