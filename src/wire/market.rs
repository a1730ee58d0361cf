//! Reads a rule pack, strictly: a rule that would not be understood as it was meant must not pass for a rule.

use super::help;
use super::node::{Fields, Node, Words, words};
use crate::error::Error;
use crate::language::is_phrase;
use crate::market::{
    Base, Body, Cap, CapKind, Confidence, Cooldown, Counts, Dates, Field, Grace, GraceFrom, Pack, Per, Quantity, Quota,
    QuotaPer, QuotaWindow, Range, Rule, Set, Severity, Source, Stop, StopScope, ThirdParty, Tier, Told, Topic, Trait,
    When, Window, action, channel, charge_kind, day, except, trigger,
};
use std::rc::Rc;

/// Rules, and sources, that a pack may have.
const RULES_MAX: usize = 500;
/// Helpers that a pack may have.
const HELP_MAX: usize = 20;
/// Entries of a list within a rule.
const LIST_MAX: usize = 60;

pub(super) fn read(node: &Node<'_>) -> Pack {
    let fields = node.fields("$schema schema market name parent asOf reviewBy currency sources rules help gaps");
    fields.count("schema", 1, 1);
    let mut pack = Pack {
        market: fields.id("market"),
        parent: fields.optional("parent", Node::id),
        as_of: fields.date("asOf"),
        review_by: fields.date("reviewBy"),
        currency: fields.optional("currency", Node::currency),
        sources: fields.get("sources").list(RULES_MAX, source),
        rules: fields.get("rules").list(RULES_MAX, rule),
        help: fields.list_if_any("help", HELP_MAX, help::read),
        overridden: Vec::new(),
        lexicons: Vec::new(),
    };
    check(&pack, fields);
    pack.overridden = pack.rules.iter().filter_map(|rule| rule.overrides.clone()).collect();
    pack
}

/// What only the whole pack tells: every id is given once, and all that is said has a source that the pack names.
fn check(pack: &Pack, fields: Fields<'_>) {
    fields.check(
        pack.review_by >= pack.as_of,
        "reviewBy",
        "a pack is to be read again after it was read",
    );
    fields.check_unique("rules");
    fields.check_unique("sources");
    let sources = fields.ids("sources");
    for (place, rule) in pack.rules.iter().enumerate() {
        check_sources(&sources, &rule.src, fields, "rules[", place);
    }
    for (place, help) in pack.help.iter().enumerate() {
        check_sources(&sources, &help.src, fields, "help[", place);
    }
}

#[inline(never)]
fn check_sources(known: &[&str], src: &[String], fields: Fields<'_>, list: &str, place: usize) {
    if src.is_empty() || src.iter().any(|id| !known.contains(&id.as_str())) {
        let path = [list, &place.to_string(), "].src"].concat();
        fields.wrong(&path, "there is at least one source, and the pack names it");
    }
}

fn source(node: &Node<'_>) -> Rc<Source> {
    let fields = node.fields("id title section effective url confidence checked figure note");
    Rc::new(Source {
        id: fields.id("id"),
        title: [
            fields.text("title"),
            &fields.optional("section", comma_section).unwrap_or_default(),
        ]
        .concat(),
    })
}

fn comma_section(node: &Node<'_>) -> String {
    [", ", node.text()].concat()
}

/// The keys that rules of every kind may have, those of its own kind, and how its body is read from them. Some of these
/// keys are passed over, because only reviewers need them.
type Kind = (&'static str, fn(Fields<'_>) -> Body);

const KEYS: &str = "id kind summary src confidence force note when since until dateBasis overrides";
const KINDS: &Words<Kind> = words!(
    "window" => ("channels days from to closed holidays consentWaives", window),
    "quota" => (
        "channels counts max window rollingDays per requiredFree afterConversation place",
        quota,
    ),
    "cooldown" => ("channels after days", cooldown),
    "stop" => ("on scope days", stop),
    "consent" => ("channels", |fields| Body::Consent(channels(fields))),
    "third-party" => ("except notAtWork", third_party),
    "cap" => (
        "cap of on base minor ppm addPpm beforePpm spreadMaxPpm per field reference tiers voids disputed disputes actions",
        cap,
    ),
    "forbid" => ("actions", |fields| Body::Forbid(actions(&fields.get("actions")))),
    "grace" => ("days from business accruesFrom charges", grace),
    "allocation" => ("order", |fields| Body::Allocation(ids(&fields.get("order")))),
    "disclosure" => (TOLD_KEYS, |fields| told(Topic::Disclosure, fields)),
    "language" => ("days minor code items severity months", |fields| told(Topic::Language, fields)),
    "forbearance" => (TOLD_KEYS, |fields| told(Topic::Forbearance, fields)),
    "privacy" => (TOLD_KEYS, |fields| told(Topic::Privacy, fields)),
    "note" => (TOLD_KEYS, |fields| told(Topic::Note, fields)),
);
const TOLD_KEYS: &str = "days minor code items months";

fn rule(node: &Node<'_>) -> Rc<Rule> {
    let (keys, body) = node.any_fields().word("kind", KINDS);
    let fields = node.fields(&[KEYS, keys, "section"].join(" "));
    let mut rule = Rule {
        id: fields.id("id"),
        summary: fields.owned_text("summary"),
        src: ids(&fields.get("src")),
        confidence: fields.word(
            "confidence",
            words!(
                "primary" => Confidence::Primary,
                "secondary" => Confidence::Secondary,
                "unverified" => Confidence::Unverified,
                "draft" => Confidence::Draft,
                "policy" => Confidence::Policy,
            ),
        ),
        when: fields.optional("when", when).unwrap_or_default(),
        dates: dates(fields),
        overrides: fields.optional("overrides", Node::id),
        is_floor: false,
        body: body(fields),
    };
    check_dates(fields);
    rule.is_floor = rule.confidence == Confidence::Policy;
    Rc::new(rule)
}

fn dates(fields: Fields<'_>) -> Dates {
    let by_contract = words!("event" => false, "contract" => true);
    Dates {
        from: fields.optional("since", Node::date),
        to: fields.optional("until", Node::date),
        by_contract: fields.optional_word("dateBasis", by_contract).unwrap_or_default(),
    }
}

/// Comes when all values are read, and before they are compared with each other.
#[inline(never)]
fn check_dates(fields: Fields<'_>) {
    let dates = dates(fields);
    let ends_before = dates.from.zip(dates.to).is_some_and(|(from, to)| from > to);
    fields.check(!ends_before, "until", "a rule ends after it begins");
}

fn window(fields: Fields<'_>) -> Body {
    let window = Window {
        channels: channels(fields),
        days: fields.optional("days", weekdays).unwrap_or(Set::ALL),
        from: clock(&fields.get("from")),
        to: clock(&fields.get("to")),
        closed: fields.optional("closed", weekdays).unwrap_or(Set::NONE),
        closed_on_holidays: fields
            .optional_word("holidays", words!("open" => false, "closed" => true))
            .unwrap_or_default(),
        consent_waives: fields.flag_or("consentWaives", false),
    };
    check_dates(fields);
    fields.check(
        window.from < window.to,
        "to",
        "a window ends after it begins, on the same day",
    );
    fields.check(
        !window.days.meets(window.closed),
        "closed",
        "a day is either open for some hours or closed",
    );
    Body::Window(window)
}

fn quota(fields: Fields<'_>) -> Body {
    let channels = channels(fields);
    let counts = fields.word(
        "counts",
        words!("any" => Counts::Any, "connected" => Counts::Connected, "unanswered" => Counts::Unanswered),
    );
    let max = number_within(&fields.get("max"), i64::from(u16::MAX));
    let whole = fields.word(
        "window",
        words!(
            "rolling" => None,
            "day" => Some(QuotaWindow::Days(1)),
            "week" => Some(QuotaWindow::Week),
            "month" => Some(QuotaWindow::Month),
        ),
    );
    let rolling = fields.optional("rollingDays", days).filter(|days| *days > 0);
    let quota = Quota {
        channels,
        counts,
        max: u16::try_from(max).unwrap_or_default(),
        within: whole.unwrap_or(QuotaWindow::Days(rolling.unwrap_or_default())),
        per: fields.word(
            "per",
            words!(
                "person" => QuotaPer::Person,
                "debt" => QuotaPer::Account,
                "account" => QuotaPer::Account,
                "number" => QuotaPer::Number,
            ),
        ),
        required_free: fields.flag_or("requiredFree", false),
        after_conversation: fields.flag_or("afterConversation", false),
        elsewhere: fields.optional_word("place", words!("home" => false, "elsewhere" => true)),
    };
    check_dates(fields);
    fields.check(
        whole.is_some() != rolling.is_some(),
        "rollingDays",
        "days belong to a rolling window, and to no other",
    );
    Body::Quota(quota)
}

fn cooldown(fields: Fields<'_>) -> Body {
    Body::Cooldown(Cooldown {
        channels: channels(fields),
        after: triggers(&fields.get("after")),
        days: days(&fields.get("days")),
    })
}

fn stop(fields: Fields<'_>) -> Body {
    Body::Stop(Stop {
        on: triggers(&fields.get("on")),
        scope: fields.word(
            "scope",
            words!(
                "all" => StopScope::All,
                "all-but-required" => StopScope::AllButRequired,
                "channel" => StopScope::Channel,
                "other-hours" => StopScope::OtherHours,
            ),
        ),
        days: fields.optional("days", days),
    })
}

fn third_party(fields: Fields<'_>) -> Body {
    let except = fields.optional("except", |node| set(node, except::WORDS));
    Body::ThirdParty(ThirdParty {
        except: except.unwrap_or(Set::NONE),
        not_at_work: fields.flag_or("notAtWork", false),
    })
}

fn grace(fields: Fields<'_>) -> Body {
    Body::Grace(Grace {
        days: days(&fields.get("days")),
        from: fields.word(
            "from",
            words!("due" => GraceFrom::Due, "statement" => GraceFrom::Statement, "notice" => GraceFrom::Notice),
        ),
        business: fields.flag_or("business", false),
        accrues_from_end: fields
            .optional_word("accruesFrom", words!("due-date" => false, "grace-end" => true))
            .unwrap_or_default(),
        charges: charges(fields, "charges"),
    })
}

fn told(topic: Topic, fields: Fields<'_>) -> Body {
    let told = Told {
        topic,
        days: fields.optional("days", days),
        amount: fields.optional("minor", Node::minor_or_more),
        code: fields.id("code"),
        items: fields.optional("items", ids).unwrap_or_default(),
        severity: fields.optional_word(
            "severity",
            words!("review" => Severity::Review, "block" => Severity::Block),
        ),
        months: fields.optional("months", days),
    };
    check_dates(fields);
    fields.check(
        topic != Topic::Language || told.items.iter().all(|item| is_phrase(item)),
        "items",
        "expected phrases, which begin with a word",
    );
    Body::Told(told)
}

/// Each kind of cap with the keys that it must have; `tiers` takes its kind from `of`.
const CAPS: &Words<(Option<CapKind>, &str)> = words!(
    "amount" => (Some(CapKind::Amount), "minor"),
    "share" => (Some(CapKind::Share), "ppm base"),
    "rate" => (Some(CapKind::Rate), "ppm base per"),
    "rel-rate" => (Some(CapKind::RelRate), "ppm base"),
    "ref-rate" => (Some(CapKind::RefRate), "ppm base reference"),
    "le-field" => (Some(CapKind::LeField), "field"),
    "all-in-rate" => (Some(CapKind::AllInRate), "ppm per"),
    "total-cost" => (Some(CapKind::TotalCost), "ppm base"),
    "tiers" => (None, "of tiers"),
    "base-limit" => (Some(CapKind::BaseLimit), "base"),
    "forbid" => (Some(CapKind::Forbid), "on"),
    "review" => (Some(CapKind::Review), "cap"),
);

fn cap(fields: Fields<'_>) -> Body {
    fields.get("cap");
    let of = fields.optional_word("of", words!("amount" => CapKind::Amount, "rate" => CapKind::Rate));
    let on = charges(fields, "on");
    let base = fields.optional_word(
        "base",
        words!(
            "overdue" => Base::Overdue,
            "overdue-principal" => Base::OverduePrincipal,
            "overdue-interest" => Base::OverdueInterest,
            "late-interest" => Base::LateInterest,
            "instalment" => Base::Instalment,
            "principal" => Base::Principal,
            "balance" => Base::Balance,
            "deferred" => Base::Deferred,
            "statement" => Base::Statement,
        ),
    );
    let minor = fields.optional("minor", number);
    let value = minor.or(fields.optional("ppm", ppm));
    let add_ppm = fields.optional("addPpm", ppm);
    let before_ppm = fields.optional("beforePpm", ppm);
    let spread_max_ppm = fields.optional("spreadMaxPpm", ppm);
    let per = fields.optional_word(
        "per",
        words!(
            "event" => Per::Event,
            "contract" => Per::Contract,
            "day" => Per::Day,
            "month" => Per::Month,
            "year" => Per::Year,
        ),
    );
    let field = fields.optional_word(
        "field",
        words!(
            "minimum-due" => Field::MinimumDue,
            "registered-fee" => Field::RegisteredFee,
            "peer-charge" => Field::PeerCharge,
        ),
    );
    let mut cap = Box::new(Cap {
        kind: CapKind::Review,
        on,
        base: base.unwrap_or_default(),
        value: value.unwrap_or_default(),
        add_ppm: add_ppm.unwrap_or_default(),
        before_ppm: before_ppm.unwrap_or_default(),
        spread_max_ppm,
        per: per.unwrap_or(Per::Event),
        field: field.unwrap_or_default(),
        reference: fields.optional("reference", Node::id).unwrap_or_default(),
        tiers: fields.list_if_any("tiers", LIST_MAX, tier),
        voids: fields.flag_or("voids", false),
        disputed: fields.list_if_any("disputed", LIST_MAX, number),
        disputes: fields.optional("disputes", ids).unwrap_or_default(),
        forbids: fields.optional("actions", actions).unwrap_or(Set::NONE),
    });
    check_dates(fields);
    let (kind, needed) = fields.word("cap", CAPS);
    needed.split(' ').for_each(|key| {
        fields.get(key);
    });
    cap.kind = kind.or(of).unwrap_or(CapKind::Review);
    if per.is_none() && matches!(cap.kind, CapKind::RelRate | CapKind::RefRate) {
        cap.per = Per::Year;
    }
    Body::Cap(cap)
}

fn tier(node: &Node<'_>) -> Tier {
    let fields = node.fields("when minor ppm");
    let value = fields.optional("minor", number).or(fields.optional("ppm", number));
    let when = fields.optional("when", when).unwrap_or_default();
    fields.check(value.is_some(), "ppm", "missing");
    Tier {
        when,
        value: value.unwrap_or_default(),
    }
}

fn channels(fields: Fields<'_>) -> Set {
    let channels = fields.optional("channels", |node| set(node, channel::WORDS));
    channels.unwrap_or(Set::ALL)
}

fn charges(fields: Fields<'_>, key: &str) -> Set {
    let charges = fields.optional(key, |node| set(node, charge_kind::WORDS));
    charges.unwrap_or(Set::ALL)
}

fn weekdays(node: &Node<'_>) -> Set {
    set(node, day::WORDS)
}

fn triggers(node: &Node<'_>) -> Set {
    set(node, trigger::WORDS)
}

fn actions(node: &Node<'_>) -> Set {
    set(node, action::WORDS)
}

#[inline(never)]
fn set(node: &Node<'_>, words: &[(&str, Set)]) -> Set {
    let mut set = Set::NONE;
    node.each(LIST_MAX, &mut |entry| {
        set = set.with(entry.listed(words).unwrap_or_default());
    });
    node.check(!set.is_empty(), "a list that names none would hold nothing");
    set
}

fn ids(node: &Node<'_>) -> Vec<String> {
    node.list(LIST_MAX, |node| node.id())
}

fn clock(node: &Node<'_>) -> u16 {
    node.minute("expected a time from 00:00 to 24:00")
}

fn number(node: &Node<'_>) -> i64 {
    node.minor_or_more().get()
}

fn ppm(node: &Node<'_>) -> i64 {
    number_within(node, 100_000_000)
}

fn days(node: &Node<'_>) -> u16 {
    u16::try_from(number_within(node, 3_660)).unwrap_or_default()
}

#[inline(never)]
fn number_within(node: &Node<'_>, most: i64) -> i64 {
    let number = number(node);
    if number > most {
        node.refuse(Error::range(
            "at most 3,660 days, 65,535 contacts, 100,000,000 parts per million, or a safe integer",
        ));
    }
    number
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

fn when(node: &Node<'_>) -> When {
    let fields = node.fields(&WHEN.map(|(key, _)| key).join(" "));
    let mut when = When::default();
    for (key, about) in WHEN {
        let Some(node) = fields.maybe(key) else { continue };
        let (of, (min, max)) = match about {
            About::Trait(of) => {
                when.words.push((of, ids(&node)));
                continue;
            }
            About::Quantity(of) => (of, bounds(&node)),
            About::Flag(of) => {
                let value = Some(i64::from(node.flag()));
                (of, (value, value))
            }
        };
        when.ranges.push(Range { of, min, max });
    }
    when
}

/// `[least, most]`, either of which may be `null`; both belong to the range.
fn bounds(node: &Node<'_>) -> (Option<i64>, Option<i64>) {
    let values = node.list(2, |node| (!node.is_null()).then(|| number(node)));
    let [min, max] = values[..] else {
        node.wrong("expected the least and the most");
        return (None, None);
    };
    let is_empty = min.zip(max).is_some_and(|(min, max)| min > max);
    node.check(!is_empty, "the least is at most the most");
    (min, max)
}
