//! The dues as the customer's money meets them.

use super::Due;
use super::signals::Signals;
use crate::account::Wallet;
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::funds::{self, FundsOutlook, Payable};

/// The last day whose dues the cash path knows; not before the outlook's.
pub(super) fn cash_until(wallet: &Wallet, today: CivilDate, until: CivilDate) -> CivilDate {
    let funds = wallet.funds.as_ref();
    funds.map_or(until, |funds| funds::horizon(funds, today, until))
}

/// The cash path through `dues`, which are in the order of their days; what is due in another currency is left out. Adds the
/// signals that follow from it.
pub(super) fn cash_path(
    wallet: &Wallet,
    dues: &[Due],
    today: CivilDate,
    until: CivilDate,
    signals: &mut Signals,
) -> Result<Option<FundsOutlook>> {
    let Some(funds) = &wallet.funds else { return Ok(None) };
    let met = || dues.iter().filter(|due| due.currency == funds.currency);
    let mut payables = Vec::with_capacity(dues.len());
    for due in met() {
        let amount = due.asked().total();
        payables.push(Payable {
            date: due.date,
            amount,
            least: due.minimum.unwrap_or(amount),
            id: &due.id,
            account: &due.account,
        });
    }
    let path = funds::cash_path(funds, &payables, today, until).map_err(|error| error.at("wallet.funds"))?;
    let mut left = path.left.iter().zip(&payables);
    for due in met() {
        let Some((left, payable)) = left.next() else { break };
        signals.add_collection(wallet, due, payable.least, *left);
    }
    if let Some(shortfall) = &path.outlook.shortfall {
        signals.add_shortfall(wallet, funds, shortfall, today);
    }
    signals.add_missed(wallet, funds, today);
    Ok(Some(path.outlook))
}
