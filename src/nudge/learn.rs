//! What became of earlier nudges: whether what they spoke of was paid in time. Never whether they were opened.

use super::Stage;
use super::arm::{Arm, DayPart, Evidence};
use super::key::escaped;
use super::past::{Past, Telling};
use crate::account::Wallet;
use crate::calendar::{CivilDate, CivilTime, number};
use crate::history::Channel;
use crate::ledger::{Instalment, Ledger, RowId};

/// Days of a cycle: most dues come by the month.
const CYCLE_DAYS: u32 = 30;
/// Cycles after which an outcome is forgotten: by then a fifth of it is left.
const CYCLES_MAX: u32 = 12;
/// Days in which an overdraft is laid at the door of a payment.
const OVERDRAFT_DAYS: i32 = 7;

/// Learns what became of the nudges about one account.
pub(super) fn learn(
    evidence: &mut Evidence,
    wallet: &Wallet,
    past: &Past<'_>,
    account: usize,
    ledger: &Ledger,
    today: CivilDate,
) {
    let told = past.account(account).map_or(&[][..], |account| &account.told);
    for (due, place) in told {
        let Some(telling) = past.tellings.get(*place) else {
            continue;
        };
        // What is said today changes nothing of today's plan.
        let Some(shown) = telling.shown.filter(|shown| shown.date() < today) else {
            continue;
        };
        if telling.key.stage > Stage::Due {
            continue;
        }
        if let Some(row) = ledger.instalments.iter().find(|row| is_named(&row.id, due)) {
            take(evidence, wallet, telling, shown, row, today);
        }
    }
}

/// What one nudge led to, once it is known: paid in time, not out of an overdraft, and without being too much.
fn take(
    evidence: &mut Evidence,
    wallet: &Wallet,
    telling: &Telling<'_>,
    shown: CivilTime,
    row: &Instalment,
    today: CivilDate,
) {
    let is_paid = !row.outstanding().total().is_positive();
    let days_ago = row.due_on.days_until(today);
    if !is_paid && days_ago <= 0 {
        return;
    }
    let is_overdrawn = wallet
        .funds
        .as_ref()
        .is_some_and(|funds| funds.balance < crate::money::Minor::ZERO);
    let was_dear = is_overdrawn && days_ago <= OVERDRAFT_DAYS;
    let is_win = is_paid && !row.late.is_positive() && !was_dear && telling.verdict >= 0;
    let cycles = u32::try_from(days_ago.max(0)).unwrap_or_default() / CYCLE_DAYS;
    if cycles <= CYCLES_MAX {
        // Seven eighths of what was believed a cycle before.
        let weight = (0..cycles).fold(1_000_000_u64, |weight, _| weight.saturating_sub(weight / 8));
        let weight = weight.saturating_mul(if telling.verdict == 0 { 1 } else { 2 });
        let arm = Arm {
            lead_days: telling.key.day.days_until(row.due_on),
            part: DayPart::of(shown.minute()),
            channel: telling.channel.unwrap_or(Channel::InApp),
        };
        let shown_ago = u32::try_from(shown.date().days_until(today)).unwrap_or_default();
        evidence.add(arm, weight, is_win, shown_ago);
    }
}

/// Whether a row has this id, as keys write it.
fn is_named(id: &RowId, text: &str) -> bool {
    match id {
        RowId::Number(known) => number(text.as_bytes()) == Some(*known),
        RowId::Given(given) => **given == *text || given.len() < text.len() && escaped(given) == text,
        RowId::Next(_) | RowId::After(_) => id.text() == text,
    }
}
