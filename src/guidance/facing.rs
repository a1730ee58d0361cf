//! What the customer faces: which accounts are late, and what makes paying hard.

use crate::account::{Account, Hold, Plan, Wallet};
use crate::calendar::CivilDate;
use crate::market::{Quantity, Who};
use crate::outlook::{Outlook, Signal, Standing, StandingKind};
use crate::params::Params;

/// What the cards are chosen by.
pub(super) struct Facing<'a> {
    pub(super) wallet: &'a Wallet,
    pub(super) outlook: &'a Outlook,
    pub(super) today: CivilDate,
    /// Those of which something may be said, in the wallet's order.
    pub(super) accounts: Vec<Seen<'a>>,
    /// What makes paying hard.
    pub(super) hardship: Option<Hardship<'a>>,
}

/// An account as it stands.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    pub(super) account: &'a Account,
    pub(super) standing: &'a Standing,
}

/// What makes paying hard, and of which account it was seen.
pub(super) struct Hardship<'a> {
    pub(super) code: &'static str,
    pub(super) params: Params,
    pub(super) seen: Option<Seen<'a>>,
}

impl Seen<'_> {
    /// Past its day and its grace, and nobody says that it is not owed.
    #[inline(never)]
    pub(super) fn is_overdue(&self) -> bool {
        self.standing.standing == StandingKind::Overdue && !self.is_disputed()
    }

    /// Past its day, within its grace or beyond.
    pub(super) fn is_late(&self) -> bool {
        let is_in_grace = self.standing.standing == StandingKind::InGrace && !self.is_disputed();
        is_in_grace || self.is_overdue()
    }

    /// The rules and bodies of a market are about credit; who sends a bill answers to others.
    #[inline(never)]
    pub(super) fn is_credit(&self) -> bool {
        self.account.product != "bill"
    }

    pub(super) fn is_disputed(&self) -> bool {
        self.account.hold == Some(Hold::Disputed)
    }

    /// The first day on which the oldest unpaid due is more than so many days past due; none beyond the calendar.
    pub(super) fn first_day_after(&self, days: u16, today: CivilDate) -> Option<CivilDate> {
        let past_due = i32::from(days).saturating_add(1);
        today
            .plus_days(past_due.saturating_sub(self.standing.days_past_due))
            .ok()
    }
}

impl<'a> Facing<'a> {
    pub(super) fn new(wallet: &'a Wallet, outlook: &'a Outlook, today: CivilDate) -> Self {
        let mut accounts = Vec::new();
        for (account, standing) in wallet.accounts.iter().zip(&outlook.accounts) {
            if may_be_told(wallet, account) {
                accounts.push(Seen { account, standing });
            }
        }
        let mut facing = Self {
            wallet,
            outlook,
            today,
            accounts,
            hardship: None,
        };
        facing.hardship = facing.find_hardship();
        facing
    }

    /// What is known for certain before what is foreseen.
    fn find_hardship(&self) -> Option<Hardship<'a>> {
        if let Some(seen) = self.find(|seen| seen.account.hold == Some(Hold::Hardship)) {
            return Some(Hardship {
                code: "hardship",
                params: Params::default(),
                seen: Some(seen),
            });
        }
        let overdue = self.accounts.iter().filter(|seen| seen.is_overdue()).count();
        if let Some(seen) = self.find(Seen::is_overdue) {
            let count = i64::try_from(overdue).unwrap_or(i64::MAX);
            return Some(Hardship {
                code: "overdue",
                params: Params::default().with_count("count", count),
                seen: Some(seen),
            });
        }
        for code in &["money-short", "income-missed"] {
            if let Some((signal, seen)) = self.signal(code) {
                return Some(Hardship {
                    code,
                    params: signal.params.clone(),
                    seen,
                });
            }
        }
        None
    }

    /// The first account of which it holds.
    #[inline(never)]
    pub(super) fn find(&self, holds: fn(&Seen<'a>) -> bool) -> Option<Seen<'a>> {
        self.accounts.iter().find(|seen| holds(seen)).copied()
    }

    /// The first signal of a code, with its account; none where nothing may be said of that.
    #[inline(never)]
    pub(super) fn signal(&self, code: &str) -> Option<(&'a Signal, Option<Seen<'a>>)> {
        let signals = self.outlook.signals.iter().filter(|signal| signal.code == code);
        let mut found = signals.filter_map(|signal| {
            let Some(id) = &signal.account else {
                return Some((signal, None));
            };
            let seen = self.accounts.iter().find(|seen| seen.account.id == *id)?;
            Some((signal, Some(*seen)))
        });
        found.next()
    }

    /// An account as rules ask for it.
    pub(super) fn who(&self, seen: Seen<'a>) -> Who<'a> {
        let mut who = Who::unknown(self.today);
        (who.product, who.lender) = (seen.account.product, seen.account.lender);
        if seen.is_overdue() {
            who.stage = "arrears";
        }
        if let Plan::Loan(plan) = &seen.account.plan {
            who.contract_date = Some(plan.start);
            who.set(Quantity::Principal, Some(plan.principal.get()));
        }
        who.set(Quantity::DaysPastDue, Some(seen.standing.days_past_due.into()));
        who
    }
}

/// Nothing is said of what the customer stopped, paused or muted.
fn may_be_told(wallet: &Wallet, account: &Account) -> bool {
    !matches!(account.hold, Some(Hold::Paused | Hold::Stopped))
        && !wallet.preferences.muted_accounts.contains(&account.id)
}
