//! What has many rows crosses as numbers in one array: objects are cheaper made on the other side.

use crate::account::Breakdown;
use crate::calendar::{CivilDate, Instant};
use crate::error::Result;
use crate::funds::FundsOutlook;
use crate::ledger::RowId;
use crate::money::Minor;
use crate::offer::OfferBook;
use crate::outlook::{Due, DueStatus, Outlook, Row, Schedule, Signal, Standing, Totals};
use crate::parts::add;
use serde::Serialize;

/// A schedule as numbers: 19 a row (number, day, due ×5, paid ×5, outstanding ×5, balance, status), then 15 totals (due ×5,
/// paid ×5, outstanding ×5). Five are principal, interest, fees, penalty and total; a day is counted from 1970-01-01.
///
/// # Errors
///
/// `RANGE` when an amount is beyond [`Minor::MAX`]: a sum of very large ones.
pub fn schedule_cells(schedule: &Schedule) -> Result<Vec<f64>> {
    let mut cells = Vec::with_capacity(schedule.rows.len().saturating_mul(19).saturating_add(15));
    push_rows(&mut cells, &schedule.rows);
    push(&mut cells, &schedule.totals.due);
    push(&mut cells, &schedule.totals.paid);
    push(&mut cells, &schedule.totals.outstanding);
    safe(cells)
}

/// The rows of all offers of a book as numbers, 19 a row as of [`schedule_cells`]; the book's JSON tells how many are whose.
///
/// # Errors
///
/// As of [`schedule_cells`].
pub fn offer_cells(book: &OfferBook) -> Result<Vec<f64>> {
    let mut cells = Vec::new();
    for offer in &book.offers {
        push_rows(&mut cells, &offer.rows);
    }
    safe(cells)
}

/// Dues as numbers: 11 a due (account's place in the wallet, day, days until, status, amount ×5, minimum or −1, autopay).
///
/// # Errors
///
/// As of [`schedule_cells`].
pub fn due_cells(dues: &[Due]) -> Result<Vec<f64>> {
    let mut cells = Vec::with_capacity(dues.len().saturating_mul(11));
    for due in dues {
        cells.push(u32::try_from(due.account_index).map_or(-1.0, f64::from));
        cells.push(f64::from(due.date.day_number()));
        cells.push(f64::from(due.days_until));
        cells.push(status(due.status));
        push(&mut cells, &due.amount);
        cells.push(due.minimum.map_or(-1.0, number));
        cells.push(f64::from(u8::from(due.autopay)));
    }
    safe(cells)
}

/// A schedule's ids in one text, each ended by a line feed, which no id has; nothing where each is its row's number. A text
/// for each would cost more than all the numbers.
#[must_use]
pub fn row_ids(schedule: &Schedule) -> String {
    let is_number = schedule.rows.iter().all(|row| row.id == RowId::Number(row.number));
    let mut ids = String::new();
    if !is_number {
        for row in &schedule.rows {
            push_id(&mut ids, &row.id);
        }
    }
    ids
}

/// The ids of the rows of all offers of a book in one text, each ended by a line feed, which no id has.
#[must_use]
pub fn offer_row_ids(book: &OfferBook) -> String {
    let mut ids = String::new();
    for offer in &book.offers {
        for row in &offer.rows {
            push_id(&mut ids, &row.id);
        }
    }
    ids
}

/// The dues' ids in one text, each ended by a line feed, which no id has.
#[must_use]
pub fn due_ids(dues: &[Due]) -> String {
    let mut ids = String::new();
    for due in dues {
        push_id(&mut ids, &due.id);
    }
    ids
}

#[inline(never)]
fn push_id(ids: &mut String, id: &RowId) {
    add(ids, &id.text());
    add(ids, "\n");
}

/// An outlook without its dues, which cross as [`due_cells`].
#[derive(Serialize)]
pub struct OutlookRest<'a> {
    at: &'a Instant,
    until: CivilDate,
    accounts: &'a [Standing],
    totals: &'a [Totals],
    #[serde(skip_serializing_if = "Option::is_none")]
    funds: Option<&'a FundsOutlook>,
    signals: &'a [Signal],
}

impl<'a> From<&'a Outlook> for OutlookRest<'a> {
    fn from(outlook: &'a Outlook) -> Self {
        let Outlook {
            at,
            until,
            dues: _,
            accounts,
            totals,
            funds,
            signals,
        } = outlook;
        Self {
            at,
            until: *until,
            accounts,
            totals,
            funds: funds.as_ref(),
            signals,
        }
    }
}

/// The numbers, if JavaScript tells each from its neighbours.
fn safe(cells: Vec<f64>) -> Result<Vec<f64>> {
    let max = number(Minor::MAX);
    if cells.iter().all(|cell| cell.abs() <= max) {
        Ok(cells)
    } else {
        Err(Minor::beyond())
    }
}

#[inline(never)]
fn push_rows(cells: &mut Vec<f64>, rows: &[Row]) {
    for row in rows {
        cells.push(f64::from(row.number));
        cells.push(f64::from(row.date.day_number()));
        push(cells, &row.due);
        push(cells, &row.paid);
        push(cells, &row.outstanding);
        cells.push(number(row.balance));
        cells.push(status(row.status));
    }
}

fn push(cells: &mut Vec<f64>, breakdown: &Breakdown) {
    let Breakdown {
        principal,
        interest,
        fees,
        penalty,
        total,
    } = *breakdown;
    cells.extend([principal, interest, fees, penalty, total].map(number));
}

/// A status by its place in the contract's list.
fn status(status: DueStatus) -> f64 {
    match status {
        DueStatus::Upcoming => 0.0,
        DueStatus::DueToday => 1.0,
        DueStatus::InGrace => 2.0,
        DueStatus::Overdue => 3.0,
        DueStatus::Paid => 4.0,
    }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "an amount is a safe integer, which a double holds exactly"
)]
fn number(amount: Minor) -> f64 {
    amount.get() as f64
}
