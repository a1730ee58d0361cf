//! An instalment while events are booked to it.

use crate::account::{Part, Parts};
use crate::calendar::CivilDate;
use crate::money::Minor;

/// Why an instalment is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The part of a disbursement that is paid at once.
    DownPayment,
    /// The plan's instalment of this place; of a loan whose interest moves, principal and interest follow the model.
    Planned(usize),
    /// Charges after the last due date.
    AfterMaturity,
    /// An instalment of a plan that another one took the place of: what was paid of it, or is still asked for as it was.
    Closed,
}

/// An instalment while events are booked to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// How many were made before it; later ones may be put in front of it.
    pub(super) serial: usize,
    pub(super) origin: Origin,
    /// The day an event made it; those of the plan were always there.
    pub(super) since: Option<CivilDate>,
    pub(super) from: CivilDate,
    pub(super) due_on: CivilDate,
    pub(super) due: Parts,
    /// Of principal and interest what it asks for beside the terms: what a plan before left to it, or was paid of it then.
    pub(super) beside: Parts,
    pub(super) paid: Parts,
    pub(super) waived: Parts,
    pub(super) in_advance: Minor,
    pub(super) late: Minor,
}

impl Entry {
    pub(super) fn new(origin: Origin, from: CivilDate, due_on: CivilDate, due: Parts) -> Self {
        let none = Parts::ZERO;
        Self {
            serial: 0,
            origin,
            since: None,
            from,
            due_on,
            due,
            beside: none,
            paid: none,
            waived: none,
            in_advance: Minor::ZERO,
            late: Minor::ZERO,
        }
    }

    /// Its place among the plan's instalments.
    pub(super) fn planned_place(&self) -> Option<usize> {
        match self.origin {
            Origin::Planned(place) => Some(place),
            Origin::DownPayment | Origin::AfterMaturity | Origin::Closed => None,
        }
    }

    pub(super) fn outstanding(&self) -> Minor {
        self.due.minus(self.paid).minus(self.waived).total()
    }

    /// What is left to pay of one part.
    pub(super) fn left(&self, part: Part) -> Minor {
        self.due
            .get(part)
            .minus(self.paid.get(part))
            .minus(self.waived.get(part))
            .or_zero()
    }

    /// Ends it with what was settled of it, and returns what is unpaid: of interest what is due on a day, or was left to it by a
    /// plan before.
    pub(super) fn close(&mut self, on: CivilDate) -> Parts {
        let unpaid = Parts {
            principal: self.left(Part::Principal),
            interest: if self.due_on > on {
                self.brought()
            } else {
                self.left(Part::Interest)
            },
            fees: self.left(Part::Fees),
            penalty: self.left(Part::Penalty),
        };
        self.due = self.paid.plus(self.waived);
        if self.planned_place().is_some() {
            self.origin = Origin::Closed;
        }
        unpaid
    }

    /// Takes out principal that is unpaid.
    pub(super) fn take_principal(&mut self) -> Minor {
        let unpaid = self.left(Part::Principal);
        self.due.principal = self.due.principal.minus(unpaid);
        unpaid
    }

    /// Interest that a plan before left to it and that is unpaid: it is paid first.
    pub(super) fn brought(&self) -> Minor {
        self.beside.interest.minus(self.settled_interest()).or_zero()
    }

    /// Interest that was paid or waived.
    pub(super) fn settled_interest(&self) -> Minor {
        self.paid.interest.plus(self.waived.interest)
    }

    /// Asks for what its terms come to. Interest that was paid or waived before it ran stays asked for.
    pub(super) fn ask(&mut self, principal: Minor, interest: Minor) {
        self.due.principal = principal.plus(self.beside.principal);
        self.due.interest = interest.plus(self.beside.interest).max(self.settled_interest());
    }

    /// Whether anything is left to pay, if this is what its terms come to.
    pub(super) fn is_payable_as(&self, principal: Minor, interest: Minor) -> bool {
        let mut left = *self;
        left.ask(principal, interest);
        for part in [Part::Principal, Part::Interest, Part::Fees, Part::Penalty] {
            if left.left(part).is_positive() {
                return true;
            }
        }
        false
    }

    /// Takes at most `amount` towards one part, and returns what it took.
    pub(super) fn pay(&mut self, part: Part, amount: Minor, on: CivilDate) -> Minor {
        let taken = amount.min(self.left(part)).or_zero();
        let paid = self.paid.get_mut(part);
        *paid = paid.plus(taken);
        if on < self.due_on {
            self.in_advance = self.in_advance.plus(taken);
        } else if on > self.due_on {
            self.late = self.late.plus(taken);
        }
        taken
    }

    /// Lets go of at most `amount` of one part, and returns what it let go of.
    pub(super) fn waive(&mut self, part: Part, amount: Minor) -> Minor {
        let waived = amount.min(self.left(part));
        let sum = self.waived.get_mut(part);
        *sum = sum.plus(waived);
        waived
    }

    /// Whether its time has begun on `day`.
    pub(super) fn has_begun(&self, day: CivilDate) -> bool {
        self.from < day || (self.from == day && self.origin == Origin::Planned(0))
    }

    /// Whether `day` falls into its time.
    pub(super) fn spans(&self, day: CivilDate) -> bool {
        self.from < day && day <= self.due_on
    }
}
