//! How likely to be late: as measured to the last digits, never lower for a later payment, and the prior where nothing is known.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, chances are no money, and the same chance has the same bits"
)]

#[path = "common/any.rs"]
mod any_terms;
#[path = "common/loan.rs"]
mod loan;

use any_terms::{any_wallet, fixed, today};
use loan::at;
use predue::account::LatenessPrior;
use predue::calendar::CivilDate;
use predue::lateness::{
    Evidence, Lateness, Level, Limit, Month, PastInstalment, built_in, instalments, lateness, revolving, still_unpaid,
    weigh,
};
use predue::wire;
use proptest::prelude::*;
use serde_json::{Value, json};

/// What the measured model says of histories drawn at random.
fn measured() -> Value {
    let text = std::fs::read_to_string("tests/vectors/lateness.json").expect("the table is there");
    serde_json::from_str(&text).expect("the table is JSON")
}

fn numbers(value: &Value) -> Vec<f64> {
    let items = value.as_array().into_iter().flatten();
    items.filter_map(Value::as_f64).collect()
}

fn assert_same(chance: f64, expected: &Value, row: &Value) {
    let expected = expected.as_f64().expect("a chance");
    assert!((chance - expected).abs() < 1e-12, "{chance} is not {expected}: {row}");
}

#[test]
fn instalments_are_as_measured() {
    let table = measured();
    let rows = table["instalments"].as_array().expect("rows");
    assert_eq!(rows.len(), 240);
    for row in rows {
        let shares = numbers(&row["prior"]);
        let prior = prior(shares[0], shares[1], shares[2]);
        let open = row["open"].as_array().into_iter().flatten();
        let past: Vec<PastInstalment> = numbers(&row["late"])
            .into_iter()
            .zip(open)
            .map(|(late_days, open)| PastInstalment {
                late_days,
                is_open: open == &json!(true),
            })
            .collect();
        let unpaid = row["unpaid_days"].as_u64().map_or(0.0, |days| {
            let share = row["unpaid_on_time"].as_f64().expect("a share");
            still_unpaid(share, u16::try_from(days).expect("days"), &past)
        });
        let found = weigh(&prior, &instalments(&prior, &past), unpaid);
        for (chance, expected) in [found.over0, found.over3, found.over7].into_iter().zip(0..) {
            assert_same(chance, &row["over"][expected], row);
        }
    }
}

#[test]
fn cards_are_as_measured() {
    let table = measured();
    let rows = table["cards"].as_array().expect("rows");
    assert_eq!(rows.len(), 240);
    for row in rows {
        let (bills, paid) = (numbers(&row["bill"]), numbers(&row["paid"]));
        let behind = numbers(&row["months_past_due"]).into_iter();
        let months: Vec<Month> = behind
            .zip(bills.into_iter().zip(paid))
            .map(|(behind, (bill, paid))| Month {
                months_past_due: format!("{behind}").parse().expect("whole months"),
                bill,
                paid,
            })
            .collect();
        let limit = row["limit"].as_f64().expect("a limit");
        for (limit, expected) in [(Limit::Share(limit), "by_share"), (Limit::Size(limit), "by_size")] {
            let found = weigh(&built_in(), &revolving(&months, limit), 0.0);
            assert_same(found.over0, &row[expected], row);
        }
    }
}

fn prior(over0: f64, over3: f64, over7: f64) -> LatenessPrior {
    LatenessPrior {
        over0,
        over3,
        over7,
        ..built_in()
    }
}

fn any_prior() -> impl Strategy<Value = LatenessPrior> {
    let shares = (0.001..0.999, 0.01..=1.0, 0.01..=1.0);
    (shares, -1.0..1.0, 0.2..2.0).prop_map(|((over0, three, seven), shift, scale): ((f64, f64, f64), _, _)| {
        LatenessPrior {
            shift,
            scale,
            ..prior(over0, over0 * three, over0 * three * seven)
        }
    })
}

fn any_past() -> impl Strategy<Value = Vec<PastInstalment>> {
    let instalment = (-30..60_i32, any::<bool>()).prop_map(|(days, is_open)| PastInstalment {
        late_days: f64::from(days),
        is_open: is_open && days > 0,
    });
    prop::collection::vec(instalment, 0..16)
}

fn any_months() -> impl Strategy<Value = Vec<Month>> {
    let month =
        (-2..5_i32, -500.0..90_000.0, 0.0..60_000.0).prop_map(|(months_past_due, bill, paid): (i32, f64, f64)| Month {
            months_past_due,
            bill,
            paid: if paid < 20_000.0 { 0.0 } else { paid },
        });
    prop::collection::vec(month, 0..9)
}

fn any_evidence() -> impl Strategy<Value = (LatenessPrior, Evidence)> {
    let limit = prop_oneof![
        Just(Limit::Unknown),
        (0.0..90_000.0).prop_map(Limit::Share),
        (0.0..90_000.0).prop_map(Limit::Size)
    ];
    let own = prop_oneof![
        any_past().prop_map(|past| (Some(past), None)),
        (any_months(), limit).prop_map(|months| (None, Some(months)))
    ];
    (any_prior(), own).prop_map(|(prior, (past, months))| {
        let evidence = match (past, months) {
            (Some(past), _) => instalments(&prior, &past),
            (_, Some((months, limit))) => revolving(&months, limit),
            _ => panic!("one of both is drawn"),
        };
        (prior, evidence)
    })
}

fn log_odds(chance: f64) -> f64 {
    (chance / (1.0 - chance)).ln()
}

proptest! {
    #![proptest_config(fixed(512))]

    #[test]
    fn without_history_it_is_the_prior_to_the_bit(prior in any_prior(), limit in 0.0..90_000.0) {
        for evidence in [instalments(&prior, &[]), revolving(&[], Limit::Share(limit))] {
            let found = weigh(&prior, &evidence, 0.0);
            prop_assert_eq!(found.over0.to_bits(), prior.over0.to_bits());
            prop_assert_eq!(found.over3.to_bits(), prior.over3.to_bits());
            prop_assert_eq!(found.over7.to_bits(), prior.over7.to_bits());
            prop_assert_eq!((found.evidence, found.level, found.reasons.len()), (0, Level::Unknown, 0));
        }
    }

    #[test]
    fn a_later_payment_never_lowers_the_chance(
        prior in any_prior(), past in any_past(), place in 0_usize..16, days in 1..40_i32, is_open in any::<bool>()
    ) {
        let before = weigh(&prior, &instalments(&prior, &past), 0.0);
        let mut later = past.clone();
        if let Some(instalment) = later.get_mut(place) {
            instalment.late_days += f64::from(days);
            instalment.is_open |= is_open && instalment.late_days > 0.0;
        }
        let after = weigh(&prior, &instalments(&prior, &later), 0.0);
        for (after, before) in [(after.over0, before.over0), (after.over3, before.over3), (after.over7, before.over7)] {
            prop_assert!(after >= before - 1e-12, "{after} is below {before}");
        }
    }

    #[test]
    fn a_month_missed_never_lowers_the_chance_of_a_card(months in any_months(), place in 0_usize..9, limit in 1.0..90_000.0) {
        let mut missed: Vec<Month> = months.iter().map(|month| Month { months_past_due: month.months_past_due.min(1), ..*month }).collect();
        let before = weigh(&built_in(), &revolving(&missed, Limit::Share(limit)), 0.0).over0;
        if let Some(month) = missed.get_mut(place) {
            (month.months_past_due, month.paid) = (month.months_past_due.max(0) + 1, 0.0);
        }
        let after = weigh(&built_in(), &revolving(&missed, Limit::Share(limit)), 0.0).over0;
        prop_assert!(after >= before - 1e-12, "{after} is below {before}");
    }

    #[test]
    fn more_days_are_never_more_likely((prior, evidence) in any_evidence(), unpaid in 0.0..5.0) {
        let found = weigh(&prior, &evidence, unpaid);
        prop_assert!(found.over0 >= found.over3 && found.over3 >= found.over7);
        let [from, to] = found.interval;
        prop_assert!(0.0 <= from && from <= found.over0 && found.over0 <= to && to <= 1.0);
        prop_assert!(found.evidence >= 3 || found.level == Level::Unknown);
    }

    #[test]
    fn reasons_are_the_largest_and_all_of_them_make_the_chance((prior, evidence) in any_evidence(), unpaid in 0.01..5.0) {
        let found = weigh(&prior, &evidence, unpaid);
        let weights: Vec<f64> = found.reasons.iter().map(|reason| reason.weight).collect();
        prop_assert!(weights.len() <= 4 && weights.iter().all(|weight| *weight != 0.0));
        prop_assert!(weights.windows(2).all(|pair| pair[0].abs() >= pair[1].abs()));
        let mut all: Vec<f64> = evidence.reasons.iter().map(|reason| reason.weight * prior.scale).chain([unpaid]).collect();
        all.sort_by(|one, other| other.abs().total_cmp(&one.abs()));
        prop_assert_eq!(&weights[..], &all[..weights.len()]);
        let offset = match evidence.observations {
            0 => log_odds(prior.over0),
            _ => prior.shift + prior.scale * (log_odds(prior.over0) + evidence.constant),
        };
        let odds = offset + all.iter().sum::<f64>();
        prop_assert!((found.over0 - 1.0 / (1.0 + (-odds).exp())).abs() < 1e-9);
    }

    #[test]
    fn still_unpaid_never_lowers_the_chance(prior in any_prior(), past in any_past(), share in 0.0..=1.0, days in 0_u16..40) {
        let evidence = instalments(&prior, &past);
        let (before, after) = (weigh(&prior, &evidence, 0.0), weigh(&prior, &evidence, still_unpaid(share, days, &past)));
        prop_assert!(after.over0 >= before.over0 && after.over3 >= before.over3 && after.over7 >= before.over7);
    }

    #[test]
    fn the_outlook_says_the_same(wallet in any_wallet()) {
        let outlook = loan::outlook(&wallet, &at(today()), None)?;
        let wallet = wire::wallet(&wallet.to_string())?;
        for standing in outlook.accounts {
            let own = lateness(&wallet, &standing.account, &at(today()).parse()?)?;
            prop_assert_eq!(own, standing.lateness);
        }
    }

    #[test]
    fn payments_are_read_from_the_ledger(late_days in prop::collection::vec(-20..20_i32, 1..15), penalty in any::<bool>()) {
        let (mut dues, mut events, mut past) = (Vec::new(), Vec::new(), Vec::new());
        for (place, days) in late_days.iter().enumerate() {
            let due = day(-30 * i32::try_from(place).expect("few") - 25);
            let id = format!("due-{place}");
            dues.push(json!({ "id": id, "date": due.to_string(), "principal": 1_000 }));
            let paid = due.plus_days(*days)?;
            // In two parts: the last one counts. What is charged for lateness does not.
            events.push(json!({ "kind": "repayment", "date": due.plus_days(-21)?.to_string(), "amount": 400, "due": id }));
            events.push(json!({ "kind": "repayment", "date": paid.to_string(), "amount": 600, "due": id }));
            if penalty && *days > 0 {
                events.push(json!({ "kind": "charge", "date": paid.to_string(), "dueOn": due.to_string(), "amount": 90, "penalty": true }));
            }
            past.push(PastInstalment { late_days: f64::from(*days), is_open: false });
        }
        let found = of(&bill(&dues, &events, &json!({ "over0": 0.3 })));
        let prior = LatenessPrior { unpaid_on_time: Vec::new(), ..prior(0.3, 0.3, 0.3) };
        prop_assert_eq!(found, weigh(&prior, &instalments(&prior, &past), 0.0));
    }
}

fn day(days: i32) -> CivilDate {
    today().plus_days(days).expect("a day near today")
}

fn bill(dues: &[Value], events: &[Value], prior: &Value) -> Value {
    json!({
        "id": "power", "label": "Power", "creditor": { "name": "Sample Power" }, "currency": "EUR", "product": "bill",
        "plan": { "kind": "dues", "dues": dues }, "events": events, "prior": prior,
    })
}

fn of(account: &Value) -> Lateness {
    let wallet = wire::wallet(&loan::wallet(std::slice::from_ref(account), &[]).to_string()).expect("a wallet");
    let id = account["id"].as_str().expect("an id");
    lateness(&wallet, id, &at(today()).parse().expect("a moment")).expect("an answer")
}

fn due(id: &str, days: i32) -> Value {
    json!({ "id": id, "date": day(days).to_string(), "principal": 1_000 })
}

fn paid(id: &str, days: i32, due: &str) -> Value {
    json!({ "kind": "repayment", "date": day(days).to_string(), "amount": 1_000, "due": due, "id": id })
}

#[test]
fn a_due_that_is_unpaid_near_its_day_is_likelier_late() {
    let prior = json!({ "over0": 0.25, "unpaidOnTime": [0.1, 0.25, 0.5] });
    let chance = |days: i32| of(&bill(&[due("next", days)], &[], &prior)).over0;
    assert_eq!(chance(3), 0.25);
    // One in four is late, and of the others half have not paid yet: two in five.
    assert!((chance(2) - 0.4).abs() < 1e-12);
    assert!((chance(0) - 0.25 / 0.325).abs() < 1e-12);
    let mut collected = bill(&[due("next", 2)], &[], &prior);
    collected["autopay"] = json!(true);
    assert_eq!(of(&collected).over0, 0.25);
    let done = bill(&[due("next", 2)], &[paid("now", 0, "next")], &prior);
    assert_eq!(of(&done).over0, 0.25);
}

#[test]
fn who_always_pays_on_the_day_is_missed_less_on_it() {
    let prior = json!({ "over0": 0.25, "unpaidOnTime": [0.1] });
    let dues: Vec<Value> = (0..8).map(|place| due(&format!("due-{place}"), -30 * place)).collect();
    let on_the_day = |late: i32| {
        let events: Vec<Value> = (1..8)
            .map(|place| paid(&place.to_string(), -30 * place + late, &format!("due-{place}")))
            .collect();
        of(&bill(&dues, &events, &prior))
    };
    let unpaid = |found: &Lateness| {
        let reason = found.reasons.iter().find(|reason| reason.code == "still-unpaid");
        reason.map_or(0.0, |reason| reason.weight)
    };
    assert!(unpaid(&on_the_day(0)) < unpaid(&on_the_day(-9)));
    // Of all who pay in time a tenth pay on the day: what is unpaid then says much of others.
    assert!(unpaid(&on_the_day(0)) < unpaid(&of(&bill(&[due("next", 0)], &[], &prior))) / 2.0);
}

#[test]
fn what_is_open_or_was_taken_back_counts_as_unpaid() {
    let dues = [due("one", -40), due("two", -10), due("next", 20)];
    let prior = json!({ "over0": 0.2 });
    let both = [paid("a", -41, "one"), paid("b", -12, "two")];
    let in_time = of(&bill(&dues, &both, &prior));
    let open = of(&bill(&dues, &both[..1], &prior));
    let bounced = json!({ "kind": "reversal", "date": day(-5).to_string(), "of": "b" });
    let reversed = of(&bill(&dues, &[both[0].clone(), both[1].clone(), bounced], &prior));
    assert_eq!(open, reversed);
    assert_eq!((in_time.evidence, open.evidence), (2, 2));
    assert!(open.over0 > in_time.over0);
    assert!(open.reasons.iter().any(|reason| reason.code == "past-due-now"));
}

#[test]
fn what_was_forgiven_altogether_tells_nothing() {
    let waiver = json!({ "kind": "waiver", "date": day(-3).to_string(), "amount": 1_000, "of": "principal" });
    let found = of(&bill(&[due("one", -40)], &[waiver], &json!({ "over0": 0.2 })));
    assert_eq!((found.over0, found.evidence), (0.2, 0));
}

/// A card with a statement a month, the latest due ten days from today, and payments of a minimum so many days after its
/// due day.
fn card(late_days: &[Option<i32>], more: &Value) -> Value {
    let (mut statements, mut events) = (Vec::new(), Vec::new());
    let opening = json!({ "kind": "disbursement", "date": day(-400).to_string(), "amount": 50_000 });
    events.push(opening);
    for place in 0..=late_days.len() {
        let due = 10 - 30 * i32::try_from(place).expect("few");
        statements.push(json!({
            "id": format!("statement-{place}"), "closed": day(due - 20).to_string(), "due": day(due).to_string(),
            "balance": 40_000, "minimum": 2_000,
        }));
        if let Some(late) = place.checked_sub(1).and_then(|place| late_days[place]) {
            events.push(json!({ "kind": "repayment", "date": day(due + late).to_string(), "amount": 2_000 }));
        }
    }
    let mut card = json!({
        "id": "card", "label": "Card", "creditor": { "name": "Sample Bank" }, "currency": "EUR", "product": "card",
        "plan": { "kind": "card", "limit": 100_000, "annualRate": "0.18", "minimum": { "share": "0.05", "floor": 1_000 },
                  "statements": statements },
        "events": events, "prior": { "over0": 0.22 },
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        card["plan"][key] = value.clone();
    }
    card
}

#[test]
fn a_card_is_read_from_its_statements() {
    let month = |behind, paid| Month {
        months_past_due: behind,
        bill: 400.0,
        paid,
    };
    let prior = LatenessPrior {
        unpaid_on_time: Vec::new(),
        ..prior(0.22, 0.22, 0.22)
    };
    let weighed = |months: &[Month], limit| weigh(&prior, &revolving(months, limit), 0.0);
    let in_time = card(&[Some(-3); 7], &json!({}));
    assert_eq!(of(&in_time), weighed(&[month(0, 20.0); 6], Limit::Share(1_000.0)));
    assert_eq!(of(&in_time).evidence, 6);
    let history = [None, None, None, Some(4), Some(-3), Some(0)];
    let behind = [
        month(2, 0.0),
        month(2, 0.0),
        month(2, 0.0),
        month(1, 20.0),
        month(0, 20.0),
        month(0, 20.0),
    ];
    assert_eq!(of(&card(&history, &json!({}))), weighed(&behind, Limit::Share(1_000.0)));
    let mut taiwan = card(&history, &json!({}));
    taiwan["currency"] = json!("TWD");
    assert_eq!(of(&taiwan), weighed(&behind, Limit::Size(1_000.0)));
}

#[test]
fn a_card_of_which_nothing_was_told_has_the_prior() {
    let mut silent = card(&[Some(-3); 7], &json!({}));
    silent["events"] = json!([]);
    assert_eq!((of(&silent).over0, of(&silent).evidence), (0.22, 0));
    let unlimited = card(&[Some(-3); 3], &json!({ "limit": 0 }));
    assert_eq!(of(&unlimited).evidence, 3);
    assert!(of(&unlimited).over0 < 0.22);
}

#[test]
fn on_a_card_a_later_payment_never_lowers_the_chance() {
    for place in 0..6 {
        let mut before = 0.0;
        for late in [Some(-3), Some(0), Some(1), Some(9), None] {
            let mut history = [Some(-3); 6];
            history[place] = late;
            let chance = of(&card(&history, &json!({}))).over0;
            assert!(chance >= before, "{place} {late:?}: {chance} is below {before}");
            before = chance;
        }
    }
}

#[test]
fn at_even_odds_the_level_takes_five_observations() {
    let mixed = |count: usize| {
        let late = PastInstalment {
            late_days: 1.0,
            is_open: false,
        };
        let evidence = instalments(&built_in(), &vec![late; count]);
        let constant = -(evidence.reasons.iter().map(|reason| reason.weight).sum::<f64>() + log_odds(0.22));
        weigh(&built_in(), &Evidence { constant, ..evidence }, 0.0).level
    };
    assert_eq!([mixed(2), mixed(4)], [Level::Unknown; 2]);
    assert!(
        [mixed(5), mixed(12)]
            .iter()
            .all(|level| [Level::Medium, Level::High].contains(level))
    );
}

#[test]
fn a_scale_that_turns_the_odds_around_is_refused() {
    for scale in [json!(0), json!(-1)] {
        let account = bill(&[due("next", 3)], &[], &json!({ "over0": 0.2, "scale": scale }));
        let error = wire::wallet(&loan::wallet(&[account], &[]).to_string()).expect_err("no scale");
        assert_eq!(
            (error.code(), error.path()),
            ("INPUT", Some("wallet.accounts[0].prior.scale"))
        );
    }
}
