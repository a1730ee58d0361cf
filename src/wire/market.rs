//! Reads a rule pack, strictly: a rule that would not be understood as it was meant must not pass for a rule.

use super::node::{Fields, Node};
use crate::calendar::minute_of;
use crate::error::{Error, Result};
use crate::market::{
    Base, Body, Cap, CapKind, Confidence, Cooldown, Counts, Dates, Field, Grace, GraceFrom, Pack, Per, Quantity, Quota,
    QuotaPer, QuotaWindow, Range, Rule, Set, Source, Stop, StopScope, ThirdParty, Tier, Told, Topic, Trait, When,
    Window, action, channel, charge_kind, day, except, trigger,
};
use crate::money::Minor;
use std::rc::Rc;

/// Rules, and sources, that a pack may have.
const RULES_MAX: usize = 500;
/// Entries of a list within a rule.
const LIST_MAX: usize = 60;
/// Days, and months, that a rule may name.
const DAYS_MAX: u16 = 3_660;
/// Parts per million that a rule may name: a hundred times the whole.
const PPM_MAX: i64 = 100_000_000;

pub(super) fn read(node: &Node<'_>) -> Result<Pack> {
    let fields = node.fields(&[
        "$schema", "schema", "market", "name", "parent", "asOf", "reviewBy", "currency", "sources", "rules", "gaps",
    ])?;
    fields.get("schema")?.count(1, 1)?;
    let pack = Pack {
        market: fields.get("market")?.id()?,
        parent: fields.optional("parent", |node| node.id())?,
        as_of: fields.get("asOf")?.date()?,
        review_by: fields.get("reviewBy")?.date()?,
        currency: fields.optional("currency", |node| node.currency())?,
        sources: fields.get("sources")?.list(RULES_MAX, source)?,
        rules: fields.get("rules")?.list(RULES_MAX, rule)?,
        overridden: Vec::new(),
    };
    check(pack, &fields)
}

/// What only the whole pack tells: every id is given once, and every rule has a source that the pack names.
fn check(mut pack: Pack, fields: &Fields<'_>) -> Result<Pack> {
    if pack.review_by < pack.as_of {
        return Err(fields.wrong("reviewBy", "a pack is to be read again after it was read"));
    }
    let ids: Vec<&str> = pack.rules.iter().map(|rule| rule.id.as_str()).collect();
    fields.check_unique("rules", &ids)?;
    let sources: Vec<&str> = pack.sources.iter().map(|source| source.id.as_str()).collect();
    fields.check_unique("sources", &sources)?;
    for (place, rule) in pack.rules.iter().enumerate() {
        let is_unknown = |src: &String| !sources.contains(&src.as_str());
        if rule.src.is_empty() || rule.src.iter().any(is_unknown) {
            let path = ["rules[", &place.to_string(), "].src"].concat();
            return Err(fields.wrong(&path, "a rule has at least one source, and the pack names it"));
        }
    }
    pack.overridden = pack.rules.iter().filter_map(|rule| rule.overrides.clone()).collect();
    Ok(pack)
}

fn source(node: Node<'_>) -> Result<Rc<Source>> {
    let fields = node.fields(&[
        "id",
        "title",
        "section",
        "effective",
        "url",
        "confidence",
        "checked",
        "figure",
        "note",
    ])?;
    Ok(Rc::new(Source {
        id: fields.get("id")?.id()?,
        title: [
            fields.get("title")?.text()?,
            &fields.optional("section", comma_section)?.unwrap_or_default(),
        ]
        .concat(),
    }))
}

fn comma_section(node: Node<'_>) -> Result<String> {
    Ok([", ", node.text()?].concat())
}

const RULE_KEYS: [&str; 13] = [
    "id",
    "kind",
    "summary",
    "src",
    "section",
    "confidence",
    "force",
    "note",
    "when",
    "since",
    "until",
    "dateBasis",
    "overrides",
];

type BodyReader = fn(&Fields<'_>) -> Result<Body>;

/// Each kind of rule with the keys that it has beyond [`RULE_KEYS`].
const KINDS: [(&str, (&[&str], BodyReader)); 15] = [
    (
        "window",
        (
            &["channels", "days", "from", "to", "closed", "holidays", "consentWaives"],
            window,
        ),
    ),
    (
        "quota",
        (
            &[
                "channels",
                "counts",
                "max",
                "window",
                "rollingDays",
                "per",
                "requiredFree",
                "afterConversation",
                "place",
            ],
            quota,
        ),
    ),
    ("cooldown", (&["after", "days", "channels"], cooldown)),
    ("stop", (&["on", "scope", "days"], stop)),
    ("consent", (&["channels"], consent)),
    ("third-party", (&["except", "notAtWork"], third_party)),
    (
        "cap",
        (
            &[
                "cap",
                "of",
                "on",
                "base",
                "minor",
                "ppm",
                "addPpm",
                "beforePpm",
                "spreadMaxPpm",
                "per",
                "field",
                "reference",
                "tiers",
                "voids",
                "disputed",
                "disputes",
                "actions",
            ],
            cap,
        ),
    ),
    ("forbid", (&["actions"], forbid)),
    (
        "grace",
        (&["days", "from", "business", "accruesFrom", "charges"], grace),
    ),
    ("allocation", (&["order"], allocation)),
    ("disclosure", (TOLD_KEYS, |fields| told(fields, Topic::Disclosure))),
    ("language", (TOLD_KEYS, |fields| told(fields, Topic::Language))),
    ("forbearance", (TOLD_KEYS, |fields| told(fields, Topic::Forbearance))),
    ("privacy", (TOLD_KEYS, |fields| told(fields, Topic::Privacy))),
    ("note", (TOLD_KEYS, |fields| told(fields, Topic::Note))),
];
const TOLD_KEYS: &[&str] = &["code", "items", "days", "months", "minor"];

fn rule(node: Node<'_>) -> Result<Rc<Rule>> {
    let (own_keys, read) = node.any_fields()?.get("kind")?.word(&KINDS)?;
    let fields = node.fields(&[&RULE_KEYS, own_keys].concat())?;
    let is_by_contract = |node: Node<'_>| node.word(&[("event", false), ("contract", true)]);
    let confidence = fields.get("confidence")?.word(&[
        ("primary", Confidence::Primary),
        ("secondary", Confidence::Secondary),
        ("unverified", Confidence::Unverified),
        ("draft", Confidence::Draft),
        ("policy", Confidence::Policy),
    ])?;
    let dates = Dates {
        from: fields.optional("since", |node| node.date())?,
        to: fields.optional("until", |node| node.date())?,
        by_contract: fields.optional("dateBasis", is_by_contract)?.unwrap_or_default(),
    };
    if dates.from.zip(dates.to).is_some_and(|(from, to)| from > to) {
        return Err(fields.wrong("until", "a rule ends after it begins"));
    }
    Ok(Rc::new(Rule {
        id: fields.get("id")?.id()?,
        summary: fields.get("summary")?.text()?.to_owned(),
        src: fields.get("src")?.list(LIST_MAX, |node| node.id())?,
        confidence,
        when: fields.optional("when", when)?.unwrap_or_default(),
        dates,
        overrides: fields.optional("overrides", |node| node.id())?,
        is_floor: confidence == Confidence::Policy,
        body: read(&fields)?,
    }))
}

/// What a key of `when` is about.
#[derive(Clone, Copy)]
enum About {
    Trait(Trait),
    Quantity(Quantity),
    Flag(Quantity),
}

const WHEN: [(&str, About); 16] = [
    ("product", About::Trait(Trait::Product)),
    ("lender", About::Trait(Trait::Lender)),
    ("borrower", About::Trait(Trait::Borrower)),
    ("actor", About::Trait(Trait::Actor)),
    ("stage", About::Trait(Trait::Stage)),
    ("region", About::Trait(Trait::Region)),
    ("principal", About::Quantity(Quantity::Principal)),
    ("balance", About::Quantity(Quantity::Balance)),
    ("termDays", About::Quantity(Quantity::TermDays)),
    ("aprPpm", About::Quantity(Quantity::AprPpm)),
    ("daysPastDue", About::Quantity(Quantity::DaysPastDue)),
    ("feePeriod", About::Quantity(Quantity::FeePeriod)),
    ("secured", About::Flag(Quantity::Secured)),
    ("accelerated", About::Flag(Quantity::Accelerated)),
    ("repeated", About::Flag(Quantity::Repeated)),
    ("otherFees", About::Flag(Quantity::OtherFees)),
];

fn when(node: Node<'_>) -> Result<When> {
    let fields = node.fields(&WHEN.map(|(key, _)| key))?;
    let mut when = When::default();
    for (key, about) in WHEN {
        let Some(node) = fields.maybe(key) else { continue };
        let (of, (min, max)) = match about {
            About::Trait(of) => {
                when.words.push((of, words(node)?));
                continue;
            }
            About::Quantity(of) => (of, bounds(node)?),
            About::Flag(of) => {
                let value = Some(i64::from(node.flag()?));
                (of, (value, value))
            }
        };
        when.ranges.push(Range { of, min, max });
    }
    Ok(when)
}

fn words(node: Node<'_>) -> Result<Vec<String>> {
    node.list(LIST_MAX, |node| node.id())
}

/// `[least, most]`, either of which may be `null`; both belong to the range.
fn bounds(node: Node<'_>) -> Result<(Option<i64>, Option<i64>)> {
    let values = node.list(2, |node| {
        if node.is_null() {
            Ok(None)
        } else {
            number(node).map(Some)
        }
    })?;
    match values.as_slice() {
        [Some(min), Some(max)] if min > max => Err(node.wrong("the least is at most the most")),
        [min, max] => Ok((*min, *max)),
        _ => Err(node.wrong("expected the least and the most")),
    }
}

fn number(node: Node<'_>) -> Result<i64> {
    node.minor_or_more().map(Minor::get)
}

fn ppm(node: Node<'_>) -> Result<i64> {
    let ppm = number(node)?;
    if ppm > PPM_MAX {
        Err(node.error(Error::range("at most 100,000,000 parts per million")))
    } else {
        Ok(ppm)
    }
}

fn days(node: Node<'_>) -> Result<u16> {
    node.count(0, DAYS_MAX)
}

/// A set from a list of its words; left out, it is `without`.
fn set(fields: &Fields<'_>, key: &str, words: &[(&str, Set)], without: Set) -> Result<Set> {
    let Some(node) = fields.maybe(key) else {
        return Ok(without);
    };
    let mut set = Set::NONE;
    node.each(LIST_MAX, &mut |entry| {
        set = set.with(entry.word(words)?);
        Ok(())
    })?;
    if set.is_empty() {
        return Err(fields.wrong(key, "a list that names none would hold nothing"));
    }
    Ok(set)
}

fn channels(fields: &Fields<'_>) -> Result<Set> {
    set(fields, "channels", channel::WORDS, Set::ALL)
}

fn minute(fields: &Fields<'_>, key: &str) -> Result<u16> {
    let node = fields.get(key)?;
    minute_of(node.text()?).ok_or_else(|| node.wrong("expected a time from 00:00 to 24:00"))
}

fn flag(fields: &Fields<'_>, key: &str) -> Result<bool> {
    Ok(fields.optional(key, |node| node.flag())?.unwrap_or_default())
}

fn window(fields: &Fields<'_>) -> Result<Body> {
    let (from, to) = (minute(fields, "from")?, minute(fields, "to")?);
    if from >= to {
        return Err(fields.wrong("to", "a window ends after it begins, on the same day"));
    }
    let days = set(fields, "days", day::WORDS, Set::ALL)?;
    let closed = set(fields, "closed", day::WORDS, Set::NONE)?;
    if days.meets(closed) {
        return Err(fields.wrong("closed", "a day is either open for some hours or closed"));
    }
    Ok(Body::Window(Window {
        channels: channels(fields)?,
        days,
        from,
        to,
        closed,
        closed_on_holidays: fields
            .optional("holidays", |node| node.word(&[("open", false), ("closed", true)]))?
            .unwrap_or_default(),
        consent_waives: flag(fields, "consentWaives")?,
    }))
}

fn quota(fields: &Fields<'_>) -> Result<Body> {
    let rolling = fields.optional("rollingDays", |node| node.count(1, DAYS_MAX))?;
    let within = fields.get("window")?.word(&[
        ("day", Some(QuotaWindow::Days(1))),
        ("week", Some(QuotaWindow::Week)),
        ("month", Some(QuotaWindow::Month)),
        ("rolling", None),
    ])?;
    let within = match (within, rolling) {
        (Some(within), None) => within,
        (None, Some(days)) => QuotaWindow::Days(days),
        _ => return Err(fields.wrong("rollingDays", "days belong to a rolling window, and to no other")),
    };
    let per = fields.get("per")?.word(&[
        ("person", QuotaPer::Person),
        ("debt", QuotaPer::Account),
        ("account", QuotaPer::Account),
        ("number", QuotaPer::Number),
    ])?;
    let place = |node: Node<'_>| node.word(&[("home", Some(false)), ("elsewhere", Some(true))]);
    Ok(Body::Quota(Quota {
        channels: channels(fields)?,
        counts: fields.get("counts")?.word(&[
            ("any", Counts::Any),
            ("connected", Counts::Connected),
            ("unanswered", Counts::Unanswered),
        ])?,
        max: fields.get("max")?.count(0, u16::MAX)?,
        within,
        per,
        required_free: flag(fields, "requiredFree")?,
        after_conversation: flag(fields, "afterConversation")?,
        elsewhere: fields.optional("place", place)?.flatten(),
    }))
}

fn cooldown(fields: &Fields<'_>) -> Result<Body> {
    Ok(Body::Cooldown(Cooldown {
        after: triggers(fields, "after")?,
        days: fields.get("days").and_then(days)?,
        channels: channels(fields)?,
    }))
}

fn triggers(fields: &Fields<'_>, key: &str) -> Result<Set> {
    fields.get(key)?;
    set(fields, key, trigger::WORDS, Set::NONE)
}

fn stop(fields: &Fields<'_>) -> Result<Body> {
    Ok(Body::Stop(Stop {
        on: triggers(fields, "on")?,
        scope: fields.get("scope")?.word(&[
            ("all", StopScope::All),
            ("all-but-required", StopScope::AllButRequired),
            ("channel", StopScope::Channel),
            ("other-hours", StopScope::OtherHours),
        ])?,
        days: fields.optional("days", days)?,
    }))
}

fn consent(fields: &Fields<'_>) -> Result<Body> {
    channels(fields).map(Body::Consent)
}

fn third_party(fields: &Fields<'_>) -> Result<Body> {
    let except = set(fields, "except", except::WORDS, Set::NONE)?;
    Ok(Body::ThirdParty(ThirdParty {
        except,
        not_at_work: flag(fields, "notAtWork")?,
    }))
}

fn forbid(fields: &Fields<'_>) -> Result<Body> {
    fields.get("actions")?;
    set(fields, "actions", action::WORDS, Set::NONE).map(Body::Forbid)
}

fn grace(fields: &Fields<'_>) -> Result<Body> {
    let accrues_from = |node: Node<'_>| node.word(&[("due-date", false), ("grace-end", true)]);
    Ok(Body::Grace(Grace {
        days: fields.get("days").and_then(days)?,
        from: fields.get("from")?.word(&[
            ("due", GraceFrom::Due),
            ("statement", GraceFrom::Statement),
            ("notice", GraceFrom::Notice),
        ])?,
        business: flag(fields, "business")?,
        accrues_from_end: fields.optional("accruesFrom", accrues_from)?.unwrap_or_default(),
        charges: set(fields, "charges", charge_kind::WORDS, Set::ALL)?,
    }))
}

fn allocation(fields: &Fields<'_>) -> Result<Body> {
    fields.get("order").and_then(words).map(Body::Allocation)
}

fn told(fields: &Fields<'_>, topic: Topic) -> Result<Body> {
    Ok(Body::Told(Told {
        topic,
        code: fields.get("code")?.id()?,
        items: fields.optional("items", words)?.unwrap_or_default(),
        days: fields.optional("days", days)?,
        months: fields.optional("months", days)?,
        amount: fields.optional("minor", |node| node.minor_or_more())?,
    }))
}

type CapNeeds = (Option<CapKind>, &'static [&'static str]);

/// Each kind of cap with the keys that it must have; `tiers` takes its kind from `of`.
const CAPS: [(&str, CapNeeds); 12] = [
    ("amount", (Some(CapKind::Amount), &["minor"])),
    ("share", (Some(CapKind::Share), &["ppm", "base"])),
    ("rate", (Some(CapKind::Rate), &["ppm", "base", "per"])),
    ("rel-rate", (Some(CapKind::RelRate), &["ppm", "base"])),
    ("ref-rate", (Some(CapKind::RefRate), &["ppm", "base", "reference"])),
    ("le-field", (Some(CapKind::LeField), &["field"])),
    ("all-in-rate", (Some(CapKind::AllInRate), &["ppm", "per"])),
    ("total-cost", (Some(CapKind::TotalCost), &["ppm", "base"])),
    ("tiers", (None, &["of", "tiers"])),
    ("base-limit", (Some(CapKind::BaseLimit), &["base"])),
    ("forbid", (Some(CapKind::Forbid), &["on"])),
    ("review", (Some(CapKind::Review), &[])),
];

fn cap(fields: &Fields<'_>) -> Result<Body> {
    let (kind, needed) = fields.get("cap")?.word(&CAPS)?;
    for key in needed {
        fields.get(key)?;
    }
    let of = |node: Node<'_>| node.word(&[("amount", CapKind::Amount), ("rate", CapKind::Rate)]);
    let of = fields.optional("of", of)?;
    let Some(kind) = kind.or(of) else {
        return Err(fields.wrong("of", "missing"));
    };
    let value = fields.optional("minor", number)?.or(fields.optional("ppm", ppm)?);
    let per_needed = matches!(kind, CapKind::RelRate | CapKind::RefRate).then_some(Per::Year);
    Ok(Body::Cap(Box::new(Cap {
        kind,
        on: set(fields, "on", charge_kind::WORDS, Set::ALL)?,
        base: fields.optional("base", base)?.unwrap_or_default(),
        value: value.unwrap_or_default(),
        add_ppm: fields.optional("addPpm", ppm)?.unwrap_or_default(),
        before_ppm: fields.optional("beforePpm", ppm)?.unwrap_or_default(),
        spread_max_ppm: fields.optional("spreadMaxPpm", ppm)?,
        per: fields.optional("per", per)?.or(per_needed).unwrap_or_default(),
        field: fields.optional("field", field)?.unwrap_or_default(),
        reference: fields.optional("reference", |node| node.id())?.unwrap_or_default(),
        tiers: fields
            .optional("tiers", |node| node.list(LIST_MAX, tier))?
            .unwrap_or_default(),
        voids: flag(fields, "voids")?,
        forbids: set(fields, "actions", action::WORDS, Set::NONE)?,
        disputed: fields
            .optional("disputed", |node| node.list(LIST_MAX, number))?
            .unwrap_or_default(),
        disputes: fields.optional("disputes", words)?.unwrap_or_default(),
    })))
}

fn tier(node: Node<'_>) -> Result<Tier> {
    let fields = node.fields(&["when", "minor", "ppm"])?;
    let value = fields.optional("minor", number)?.or(fields.optional("ppm", ppm)?);
    Ok(Tier {
        when: fields.optional("when", when)?.unwrap_or_default(),
        value: value.ok_or_else(|| fields.wrong("ppm", "missing"))?,
    })
}

fn base(node: Node<'_>) -> Result<Base> {
    node.word(&[
        ("overdue", Base::Overdue),
        ("overdue-principal", Base::OverduePrincipal),
        ("overdue-interest", Base::OverdueInterest),
        ("instalment", Base::Instalment),
        ("principal", Base::Principal),
        ("balance", Base::Balance),
        ("deferred", Base::Deferred),
        ("statement", Base::Statement),
    ])
}

fn per(node: Node<'_>) -> Result<Per> {
    node.word(&[
        ("event", Per::Event),
        ("contract", Per::Contract),
        ("day", Per::Day),
        ("month", Per::Month),
        ("year", Per::Year),
    ])
}

fn field(node: Node<'_>) -> Result<Field> {
    node.word(&[
        ("minimum-due", Field::MinimumDue),
        ("registered-fee", Field::RegisteredFee),
        ("peer-charge", Field::PeerCharge),
    ])
}
