//! Reads a rule pack, strictly: a rule that would not be understood as it was meant must not pass for a rule.

use super::help;
use super::node::{Fields, Node};
use crate::calendar::{CivilDate, minute_of};
use crate::error::{Error, Result};
use crate::language::is_phrase;
use crate::market::{
    Base, Body, Cap, CapKind, Confidence, Cooldown, Counts, Dates, Field, Grace, GraceFrom, Pack, Per, Quantity, Quota,
    QuotaPer, QuotaWindow, Range, Rule, Set, Severity, Source, Stop, StopScope, ThirdParty, Tier, Told, Topic, Trait,
    When, Window, action, channel, charge_kind, day, except, trigger,
};
use crate::money::Minor;
use std::rc::Rc;

/// Rules, and sources, that a pack may have.
const RULES_MAX: usize = 500;
/// Entries of a list within a rule.
const LIST_MAX: usize = 60;

pub(super) fn read(node: &Node<'_>) -> Result<Pack> {
    let fields = node.fields(&[
        "$schema", "schema", "market", "name", "parent", "asOf", "reviewBy", "currency", "sources", "rules", "help",
        "gaps",
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
        help: fields.optional("help", help::read)?.unwrap_or_default(),
        overridden: Vec::new(),
        lexicons: Vec::new(),
    };
    check(pack, &fields)
}

/// What only the whole pack tells: every id is given once, and all that is said has a source that the pack names.
fn check(mut pack: Pack, fields: &Fields<'_>) -> Result<Pack> {
    if pack.review_by < pack.as_of {
        return Err(fields.wrong("reviewBy", "a pack is to be read again after it was read"));
    }
    let ids: Vec<&str> = pack.rules.iter().map(|rule| rule.id.as_str()).collect();
    fields.check_unique("rules", &ids)?;
    let sources: Vec<&str> = pack.sources.iter().map(|source| source.id.as_str()).collect();
    fields.check_unique("sources", &sources)?;
    for (place, rule) in pack.rules.iter().enumerate() {
        check_sources(&sources, &rule.src, fields, "rules[", place)?;
    }
    for (place, help) in pack.help.iter().enumerate() {
        check_sources(&sources, &help.src, fields, "help[", place)?;
    }
    pack.overridden = pack.rules.iter().filter_map(|rule| rule.overrides.clone()).collect();
    Ok(pack)
}

#[inline(never)]
fn check_sources(known: &[&str], src: &[String], fields: &Fields<'_>, list: &str, place: usize) -> Result<()> {
    if src.is_empty() || src.iter().any(|id| !known.contains(&id.as_str())) {
        let path = [list, &place.to_string(), "].src"].concat();
        return Err(fields.wrong(&path, "there is at least one source, and the pack names it"));
    }
    Ok(())
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

/// What a rule has a place for. A value that several kinds of rules name alike has a place for each meaning.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    Id,
    Summary,
    Src,
    Confidence,
    When,
    Since,
    Until,
    DateBasis,
    Overrides,
    Channels,
    Weekdays,
    From,
    To,
    Closed,
    Holidays,
    ConsentWaives,
    Counts,
    Max,
    Within,
    RollingDays,
    QuotaPer,
    RequiredFree,
    AfterConversation,
    Place,
    After,
    Triggers,
    Scope,
    Days,
    Months,
    Except,
    NotAtWork,
    Of,
    Charges,
    Base,
    Minor,
    Ppm,
    AddPpm,
    BeforePpm,
    SpreadMaxPpm,
    Per,
    Field,
    Reference,
    Tiers,
    Voids,
    Disputed,
    Disputes,
    Actions,
    GraceFrom,
    Business,
    AccruesFrom,
    Order,
    Code,
    Items,
    Severity,
    /// What the reader passes over, because only reviewers need it.
    Review,
    /// What is read on its own.
    Kind,
}

/// How a value is read.
#[derive(Clone, Copy)]
enum Read {
    Any,
    Text,
    Id,
    Words,
    Date,
    Flag,
    Clock,
    /// A whole number from zero to this one.
    Number(i64),
    Numbers,
    /// One of these, as its place among them.
    One(&'static [&'static str]),
    /// Some of these, as a set.
    Some(&'static [(&'static str, Set)]),
    When,
    Tiers,
}

/// Kinds of rules, each a bit.
const WINDOW: u16 = 1;
const QUOTA: u16 = 2;
const COOLDOWN: u16 = 4;
const STOP: u16 = 8;
const CONSENT: u16 = 16;
const THIRD_PARTY: u16 = 32;
const CAP: u16 = 64;
const FORBID: u16 = 128;
const GRACE: u16 = 256;
const ALLOCATION: u16 = 512;
const LANGUAGE: u16 = 1 << 11;
const TOLD: u16 = 0b111_1100_0000_0000;
const ALL: u16 = u16::MAX;
const KINDS: [(&str, u16); 15] = [
    ("window", WINDOW),
    ("quota", QUOTA),
    ("cooldown", COOLDOWN),
    ("stop", STOP),
    ("consent", CONSENT),
    ("third-party", THIRD_PARTY),
    ("cap", CAP),
    ("forbid", FORBID),
    ("grace", GRACE),
    ("allocation", ALLOCATION),
    ("disclosure", 1 << 10),
    ("language", LANGUAGE),
    ("forbearance", 1 << 12),
    ("privacy", 1 << 13),
    ("note", 1 << 14),
];
const DAYS: Read = Read::Number(3_660);
const MINOR: Read = Read::Number(9_007_199_254_740_991);
const PPM: Read = Read::Number(100_000_000);

/// A key: where its value goes, how it is read, the kinds of rules that may have it, and those that must.
type Key = (&'static str, Slot, Read, u16, u16);

const KEYS: [Key; 60] = [
    ("id", Slot::Id, Read::Id, ALL, ALL),
    ("kind", Slot::Kind, Read::Any, ALL, ALL),
    ("summary", Slot::Summary, Read::Text, ALL, ALL),
    ("src", Slot::Src, Read::Words, ALL, ALL),
    (
        "confidence",
        Slot::Confidence,
        Read::One(&["primary", "secondary", "unverified", "draft", "policy"]),
        ALL,
        ALL,
    ),
    ("force", Slot::Review, Read::Any, ALL, 0),
    ("note", Slot::Review, Read::Any, ALL, 0),
    ("when", Slot::When, Read::When, ALL, 0),
    ("since", Slot::Since, Read::Date, ALL, 0),
    ("until", Slot::Until, Read::Date, ALL, 0),
    ("dateBasis", Slot::DateBasis, Read::One(&["event", "contract"]), ALL, 0),
    ("overrides", Slot::Overrides, Read::Id, ALL, 0),
    (
        "channels",
        Slot::Channels,
        Read::Some(channel::WORDS),
        WINDOW | QUOTA | COOLDOWN | CONSENT,
        0,
    ),
    ("days", Slot::Weekdays, Read::Some(day::WORDS), WINDOW, 0),
    ("from", Slot::From, Read::Clock, WINDOW, WINDOW),
    ("to", Slot::To, Read::Clock, WINDOW, WINDOW),
    ("closed", Slot::Closed, Read::Some(day::WORDS), WINDOW, 0),
    ("holidays", Slot::Holidays, Read::One(&["open", "closed"]), WINDOW, 0),
    ("consentWaives", Slot::ConsentWaives, Read::Flag, WINDOW, 0),
    (
        "counts",
        Slot::Counts,
        Read::One(&["any", "connected", "unanswered"]),
        QUOTA,
        QUOTA,
    ),
    ("max", Slot::Max, Read::Number(65_535), QUOTA, QUOTA),
    (
        "window",
        Slot::Within,
        Read::One(&["rolling", "day", "week", "month"]),
        QUOTA,
        QUOTA,
    ),
    ("rollingDays", Slot::RollingDays, DAYS, QUOTA, 0),
    (
        "per",
        Slot::QuotaPer,
        Read::One(&["person", "debt", "account", "number"]),
        QUOTA,
        QUOTA,
    ),
    ("requiredFree", Slot::RequiredFree, Read::Flag, QUOTA, 0),
    ("afterConversation", Slot::AfterConversation, Read::Flag, QUOTA, 0),
    ("place", Slot::Place, Read::One(&["home", "elsewhere"]), QUOTA, 0),
    ("after", Slot::After, Read::Some(trigger::WORDS), COOLDOWN, COOLDOWN),
    ("on", Slot::Triggers, Read::Some(trigger::WORDS), STOP, STOP),
    (
        "scope",
        Slot::Scope,
        Read::One(&["all", "all-but-required", "channel", "other-hours"]),
        STOP,
        STOP,
    ),
    (
        "days",
        Slot::Days,
        DAYS,
        COOLDOWN | STOP | GRACE | TOLD,
        COOLDOWN | GRACE,
    ),
    ("except", Slot::Except, Read::Some(except::WORDS), THIRD_PARTY, 0),
    ("notAtWork", Slot::NotAtWork, Read::Flag, THIRD_PARTY, 0),
    ("cap", Slot::Kind, Read::Any, CAP, CAP),
    ("of", Slot::Of, Read::One(&["amount", "rate"]), CAP, 0),
    ("on", Slot::Charges, Read::Some(charge_kind::WORDS), CAP, 0),
    (
        "base",
        Slot::Base,
        Read::One(&[
            "overdue",
            "overdue-principal",
            "overdue-interest",
            "late-interest",
            "instalment",
            "principal",
            "balance",
            "deferred",
            "statement",
        ]),
        CAP,
        0,
    ),
    ("minor", Slot::Minor, MINOR, CAP | TOLD, 0),
    ("ppm", Slot::Ppm, PPM, CAP, 0),
    ("addPpm", Slot::AddPpm, PPM, CAP, 0),
    ("beforePpm", Slot::BeforePpm, PPM, CAP, 0),
    ("spreadMaxPpm", Slot::SpreadMaxPpm, PPM, CAP, 0),
    (
        "per",
        Slot::Per,
        Read::One(&["event", "contract", "day", "month", "year"]),
        CAP,
        0,
    ),
    (
        "field",
        Slot::Field,
        Read::One(&["minimum-due", "registered-fee", "peer-charge"]),
        CAP,
        0,
    ),
    ("reference", Slot::Reference, Read::Id, CAP, 0),
    ("tiers", Slot::Tiers, Read::Tiers, CAP, 0),
    ("voids", Slot::Voids, Read::Flag, CAP, 0),
    ("disputed", Slot::Disputed, Read::Numbers, CAP, 0),
    ("disputes", Slot::Disputes, Read::Words, CAP, 0),
    (
        "actions",
        Slot::Actions,
        Read::Some(action::WORDS),
        CAP | FORBID,
        FORBID,
    ),
    (
        "from",
        Slot::GraceFrom,
        Read::One(&["due", "statement", "notice"]),
        GRACE,
        GRACE,
    ),
    ("business", Slot::Business, Read::Flag, GRACE, 0),
    (
        "accruesFrom",
        Slot::AccruesFrom,
        Read::One(&["due-date", "grace-end"]),
        GRACE,
        0,
    ),
    ("charges", Slot::Charges, Read::Some(charge_kind::WORDS), GRACE, 0),
    ("order", Slot::Order, Read::Words, ALLOCATION, ALLOCATION),
    ("code", Slot::Code, Read::Id, TOLD, TOLD),
    ("items", Slot::Items, Read::Words, TOLD, 0),
    ("severity", Slot::Severity, Read::One(&["review", "block"]), LANGUAGE, 0),
    ("months", Slot::Months, DAYS, TOLD, 0),
    ("section", Slot::Review, Read::Any, ALL, 0),
];

/// A value that was read: a number, a flag, a minute, a set or a place in a list is a number.
enum Value {
    Number(i64),
    Date(CivilDate),
    Text(String),
    Words(Vec<String>),
    When(When),
    Tiers(Vec<Tier>),
    Numbers(Vec<i64>),
}

/// The values of a rule.
struct Values(Vec<(Slot, Value)>);

impl Values {
    #[inline(never)]
    fn read(node: Node<'_>, kind: u16) -> Result<Self> {
        let of_kind = || KEYS.iter().filter(|key| key.3 & kind != 0);
        let names: Vec<&str> = of_kind().map(|key| key.0).collect();
        let fields = node.fields(&names)?;
        let mut values = Vec::with_capacity(names.len());
        for (name, slot, how, _, needed) in of_kind() {
            let Some(node) = fields.maybe(name) else {
                if needed & kind != 0 {
                    return Err(fields.wrong(name, "missing"));
                }
                continue;
            };
            if let Some(value) = value(node, *how)? {
                values.push((*slot, value));
            }
        }
        Ok(Self(values))
    }

    #[inline(never)]
    fn get(&self, slot: Slot) -> Option<&Value> {
        self.0.iter().find(|(known, _)| *known == slot).map(|(_, value)| value)
    }

    #[inline(never)]
    fn take(&mut self, slot: Slot) -> Option<Value> {
        let place = self.0.iter().position(|(known, _)| *known == slot)?;
        Some(self.0.swap_remove(place).1)
    }

    #[inline(never)]
    fn number(&self, slot: Slot) -> Option<i64> {
        match self.get(slot) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    fn small(&self, slot: Slot) -> Option<u16> {
        self.number(slot).and_then(|number| u16::try_from(number).ok())
    }

    fn flag(&self, slot: Slot) -> bool {
        self.number(slot).unwrap_or_default() != 0
    }

    fn set(&self, slot: Slot, without: Set) -> Set {
        self.small(slot).map_or(without, Set)
    }

    fn date(&self, slot: Slot) -> Option<CivilDate> {
        match self.get(slot) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    #[inline(never)]
    fn text(&mut self, slot: Slot) -> Option<String> {
        match self.take(slot) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    #[inline(never)]
    fn words(&mut self, slot: Slot) -> Vec<String> {
        match self.take(slot) {
            Some(Value::Words(words)) => words,
            _ => Vec::new(),
        }
    }

    /// What a word stands for, by its place among those that could have been.
    fn one<T: Copy>(&self, slot: Slot, of: &[T]) -> Option<T> {
        of.get(usize::from(self.small(slot)?)).copied()
    }
}

#[inline(never)]
fn value(node: Node<'_>, how: Read) -> Result<Option<Value>> {
    let number = match how {
        Read::Any => return Ok(None),
        Read::Text => return Ok(Some(Value::Text(node.text()?.to_owned()))),
        Read::Id => return node.id().map(Value::Text).map(Some),
        Read::Words => return words(node).map(Value::Words).map(Some),
        Read::Date => return node.date().map(Value::Date).map(Some),
        Read::When => return when(node).map(Value::When).map(Some),
        Read::Tiers => return node.list(LIST_MAX, tier).map(Value::Tiers).map(Some),
        Read::Numbers => return node.list(LIST_MAX, number).map(Value::Numbers).map(Some),
        Read::Flag => i64::from(node.flag()?),
        Read::Clock => {
            let minute = minute_of(node.text()?);
            i64::from(minute.ok_or_else(|| node.wrong("expected a time from 00:00 to 24:00"))?)
        }
        Read::Number(most) => within(node, most)?,
        Read::One(words) => i64::try_from(node.place_of(words)?).unwrap_or_default(),
        Read::Some(words) => i64::from(set(node, words)?.0),
    };
    Ok(Some(Value::Number(number)))
}

fn number(node: Node<'_>) -> Result<i64> {
    node.minor_or_more().map(Minor::get)
}

fn within(node: Node<'_>, most: i64) -> Result<i64> {
    let number = number(node)?;
    if number > most {
        Err(node.error(Error::range(
            "at most 3,660 days, 65,535 contacts, 100,000,000 parts per million, or a safe integer",
        )))
    } else {
        Ok(number)
    }
}

fn set(node: Node<'_>, words: &[(&str, Set)]) -> Result<Set> {
    let mut set = Set::NONE;
    node.each(LIST_MAX, &mut |entry| {
        set = set.with(entry.word(words)?);
        Ok(())
    })?;
    if set.is_empty() {
        return Err(node.wrong("a list that names none would hold nothing"));
    }
    Ok(set)
}

fn rule(node: Node<'_>) -> Result<Rc<Rule>> {
    let fields = node.any_fields()?;
    let kind = fields.get("kind")?.word(&KINDS)?;
    let mut values = Values::read(node, kind)?;
    let confidence = values.one(
        Slot::Confidence,
        &[
            Confidence::Primary,
            Confidence::Secondary,
            Confidence::Unverified,
            Confidence::Draft,
            Confidence::Policy,
        ],
    );
    let confidence = confidence.unwrap_or(Confidence::Unverified);
    let dates = Dates {
        from: values.date(Slot::Since),
        to: values.date(Slot::Until),
        by_contract: values.flag(Slot::DateBasis),
    };
    if dates.from.zip(dates.to).is_some_and(|(from, to)| from > to) {
        return Err(fields.wrong("until", "a rule ends after it begins"));
    }
    let body = body(kind, &mut values, &fields)?;
    let when = match values.take(Slot::When) {
        Some(Value::When(when)) => when,
        _ => When::default(),
    };
    Ok(Rc::new(Rule {
        id: values.text(Slot::Id).unwrap_or_default(),
        summary: values.text(Slot::Summary).unwrap_or_default(),
        src: values.words(Slot::Src),
        confidence,
        when,
        dates,
        overrides: values.text(Slot::Overrides),
        is_floor: confidence == Confidence::Policy,
        body,
    }))
}

fn body(kind: u16, values: &mut Values, fields: &Fields<'_>) -> Result<Body> {
    let channels = values.set(Slot::Channels, Set::ALL);
    let days = values.small(Slot::Days);
    Ok(match kind {
        WINDOW => Body::Window(window(values, fields)?),
        QUOTA => Body::Quota(quota(values, fields)?),
        COOLDOWN => Body::Cooldown(Cooldown {
            after: values.set(Slot::After, Set::NONE),
            days: days.unwrap_or_default(),
            channels,
        }),
        STOP => Body::Stop(Stop {
            on: values.set(Slot::Triggers, Set::NONE),
            scope: values.one(Slot::Scope, &SCOPES).unwrap_or(StopScope::All),
            days,
        }),
        CONSENT => Body::Consent(channels),
        THIRD_PARTY => Body::ThirdParty(ThirdParty {
            except: values.set(Slot::Except, Set::NONE),
            not_at_work: values.flag(Slot::NotAtWork),
        }),
        CAP => Body::Cap(Box::new(cap(values, fields)?)),
        FORBID => Body::Forbid(values.set(Slot::Actions, Set::NONE)),
        GRACE => Body::Grace(Grace {
            days: days.unwrap_or_default(),
            from: values
                .one(
                    Slot::GraceFrom,
                    &[GraceFrom::Due, GraceFrom::Statement, GraceFrom::Notice],
                )
                .unwrap_or(GraceFrom::Due),
            business: values.flag(Slot::Business),
            accrues_from_end: values.flag(Slot::AccruesFrom),
            charges: values.set(Slot::Charges, Set::ALL),
        }),
        ALLOCATION => Body::Allocation(values.words(Slot::Order)),
        _ => Body::Told(Told {
            topic: topic(kind),
            code: values.text(Slot::Code).unwrap_or_default(),
            items: items(kind, values, fields)?,
            severity: values.one(Slot::Severity, &[Severity::Review, Severity::Block]),
            days,
            months: values.small(Slot::Months),
            amount: values.number(Slot::Minor).map(Minor::new).transpose()?,
        }),
    })
}

/// What belongs to a duty, or the phrases that a rule bans.
fn items(kind: u16, values: &mut Values, fields: &Fields<'_>) -> Result<Vec<String>> {
    let items = values.words(Slot::Items);
    if kind == LANGUAGE && !items.iter().all(|item| is_phrase(item)) {
        return Err(fields.wrong("items", "expected phrases, which begin with a word"));
    }
    Ok(items)
}

const SCOPES: [StopScope; 4] = [
    StopScope::All,
    StopScope::AllButRequired,
    StopScope::Channel,
    StopScope::OtherHours,
];

const fn topic(kind: u16) -> Topic {
    match kind.trailing_zeros() {
        10 => Topic::Disclosure,
        11 => Topic::Language,
        12 => Topic::Forbearance,
        13 => Topic::Privacy,
        _ => Topic::Note,
    }
}

fn window(values: &Values, fields: &Fields<'_>) -> Result<Window> {
    let window = Window {
        channels: values.set(Slot::Channels, Set::ALL),
        days: values.set(Slot::Weekdays, Set::ALL),
        from: values.small(Slot::From).unwrap_or_default(),
        to: values.small(Slot::To).unwrap_or_default(),
        closed: values.set(Slot::Closed, Set::NONE),
        closed_on_holidays: values.flag(Slot::Holidays),
        consent_waives: values.flag(Slot::ConsentWaives),
    };
    if window.from >= window.to {
        return Err(fields.wrong("to", "a window ends after it begins, on the same day"));
    }
    if window.days.meets(window.closed) {
        return Err(fields.wrong("closed", "a day is either open for some hours or closed"));
    }
    Ok(window)
}

fn quota(values: &Values, fields: &Fields<'_>) -> Result<Quota> {
    let rolling = values.small(Slot::RollingDays).filter(|days| *days > 0);
    let whole = [
        None,
        Some(QuotaWindow::Days(1)),
        Some(QuotaWindow::Week),
        Some(QuotaWindow::Month),
    ];
    let within = match (values.one(Slot::Within, &whole).flatten(), rolling) {
        (Some(within), None) => within,
        (None, Some(days)) => QuotaWindow::Days(days),
        _ => return Err(fields.wrong("rollingDays", "days belong to a rolling window, and to no other")),
    };
    let pers = [QuotaPer::Person, QuotaPer::Account, QuotaPer::Account, QuotaPer::Number];
    Ok(Quota {
        channels: values.set(Slot::Channels, Set::ALL),
        counts: values
            .one(Slot::Counts, &[Counts::Any, Counts::Connected, Counts::Unanswered])
            .unwrap_or(Counts::Any),
        max: values.small(Slot::Max).unwrap_or_default(),
        within,
        per: values.one(Slot::QuotaPer, &pers).unwrap_or(QuotaPer::Person),
        required_free: values.flag(Slot::RequiredFree),
        after_conversation: values.flag(Slot::AfterConversation),
        elsewhere: values.number(Slot::Place).map(|place| place != 0),
    })
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

fn cap(values: &mut Values, fields: &Fields<'_>) -> Result<Cap> {
    let (kind, needed) = fields.get("cap")?.word(&CAPS)?;
    for key in needed {
        fields.get(key)?;
    }
    let kind = kind.or(values.one(Slot::Of, &[CapKind::Amount, CapKind::Rate]));
    let kind = kind.ok_or_else(|| fields.wrong("of", "missing"))?;
    let value = values.number(Slot::Minor).or(values.number(Slot::Ppm));
    let per = values.one(Slot::Per, &[Per::Event, Per::Contract, Per::Day, Per::Month, Per::Year]);
    let follows = matches!(kind, CapKind::RelRate | CapKind::RefRate);
    let add = |slot| values.number(slot).unwrap_or_default();
    Ok(Cap {
        kind,
        on: values.set(Slot::Charges, Set::ALL),
        base: values.one(Slot::Base, &BASES).unwrap_or_default(),
        value: value.unwrap_or_default(),
        add_ppm: add(Slot::AddPpm),
        before_ppm: add(Slot::BeforePpm),
        spread_max_ppm: values.number(Slot::SpreadMaxPpm),
        per: per.unwrap_or(if follows { Per::Year } else { Per::Event }),
        field: values
            .one(
                Slot::Field,
                &[Field::MinimumDue, Field::RegisteredFee, Field::PeerCharge],
            )
            .unwrap_or_default(),
        voids: values.flag(Slot::Voids),
        forbids: values.set(Slot::Actions, Set::NONE),
        reference: values.text(Slot::Reference).unwrap_or_default(),
        tiers: match values.take(Slot::Tiers) {
            Some(Value::Tiers(tiers)) => tiers,
            _ => Vec::new(),
        },
        disputed: match values.take(Slot::Disputed) {
            Some(Value::Numbers(numbers)) => numbers,
            _ => Vec::new(),
        },
        disputes: values.words(Slot::Disputes),
    })
}

const BASES: [Base; 9] = [
    Base::Overdue,
    Base::OverduePrincipal,
    Base::OverdueInterest,
    Base::LateInterest,
    Base::Instalment,
    Base::Principal,
    Base::Balance,
    Base::Deferred,
    Base::Statement,
];

fn tier(node: Node<'_>) -> Result<Tier> {
    let fields = node.fields(&["when", "minor", "ppm"])?;
    let value = fields.optional("minor", number)?.or(fields.optional("ppm", number)?);
    Ok(Tier {
        when: fields.optional("when", when)?.unwrap_or_default(),
        value: value.ok_or_else(|| fields.wrong("ppm", "missing"))?,
    })
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
