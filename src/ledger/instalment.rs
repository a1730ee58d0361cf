//! One instalment: what it asks for, and what has been paid of it and when.

use crate::account::Parts;
use crate::calendar::CivilDate;
use crate::digits::push_digits;
use crate::money::Minor;
use std::fmt;
use std::rc::Rc;

/// What names an instalment within its account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowId {
    /// The host's own id.
    Given(Rc<str>),
    /// The instalment's number, from 1; a down payment counts.
    Number(u32),
    /// The number of a statement to come, from 1.
    Next(u32),
    /// The number of a row that events added to the host's own, from 1; one that the host uses itself is left out.
    After(u32),
}

impl fmt::Display for RowId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text())
    }
}

impl RowId {
    /// As it is written: the id, or `3`, `next-3`, `after-3`.
    #[inline(never)]
    pub(crate) fn text(&self) -> String {
        let (before, number) = match self {
            Self::Given(id) => return (**id).to_owned(),
            Self::Number(number) => ("", *number),
            Self::Next(number) => ("next-", *number),
            Self::After(number) => ("after-", *number),
        };
        let mut text = before.to_owned();
        push_digits(&mut text, number.into(), 1);
        text
    }
}

/// One instalment of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instalment {
    /// What names it within its account.
    pub id: RowId,
    /// The day it is due.
    pub due_on: CivilDate,
    /// The day an event made it; none for what was there from the start.
    pub since: Option<CivilDate>,
    /// What it asks for.
    pub due: Parts,
    /// What has been paid of it.
    pub paid: Parts,
    /// What of it was forgiven.
    pub waived: Parts,
    /// Paid before the due day.
    pub in_advance: Minor,
    /// Paid after the due day.
    pub late: Minor,
    /// Principal left after it.
    pub balance: Minor,
    /// What is left to pay of the whole card statement whose minimum this is.
    pub statement: Option<Minor>,
}

impl Instalment {
    pub(crate) fn new(id: RowId, due_on: CivilDate, due: Parts, balance: Minor) -> Self {
        Self {
            id,
            due_on,
            since: None,
            due,
            paid: Parts::ZERO,
            waived: Parts::ZERO,
            in_advance: Minor::ZERO,
            late: Minor::ZERO,
            balance,
            statement: None,
        }
    }

    /// Whether it is not asked for yet: a statement to come, as it would be if only the minimum is paid.
    pub(crate) fn is_estimate(&self) -> bool {
        matches!(self.id, RowId::Next(_))
    }

    /// What is left to pay of it.
    pub fn outstanding(&self) -> Parts {
        self.due.minus(self.paid).minus(self.waived)
    }

    /// What may be paid of it: what is left of it; for a card's statement what is left of the whole balance.
    pub fn payable(&self) -> Parts {
        let outstanding = self.outstanding();
        let Some(statement) = self.statement else {
            return outstanding;
        };
        let beyond_minimum = statement.minus(outstanding.total());
        Parts {
            principal: outstanding.principal.plus(beyond_minimum),
            ..outstanding
        }
    }
}
