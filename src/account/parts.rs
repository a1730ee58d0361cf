//! What is owed, in its four parts.

use super::Part;
use crate::money::Minor;
use serde::Serialize;

/// An amount in its four parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// What was lent.
    pub principal: Minor,
    /// Its price.
    pub interest: Minor,
    /// Charges that are not for lateness.
    pub fees: Minor,
    /// Charges for lateness.
    pub penalty: Minor,
}

/// An amount in its four parts with their sum, as it crosses the boundary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Breakdown {
    /// What was lent.
    pub principal: Minor,
    /// Its price.
    pub interest: Minor,
    /// Charges that are not for lateness.
    pub fees: Minor,
    /// Charges for lateness.
    pub penalty: Minor,
    /// The sum of the four.
    pub total: Minor,
}

impl Parts {
    /// Nothing.
    pub const ZERO: Self = Self {
        principal: Minor::ZERO,
        interest: Minor::ZERO,
        fees: Minor::ZERO,
        penalty: Minor::ZERO,
    };

    /// One part.
    #[must_use]
    pub fn get(&self, part: Part) -> Minor {
        match part {
            Part::Principal => self.principal,
            Part::Interest => self.interest,
            Part::Fees => self.fees,
            Part::Penalty => self.penalty,
        }
    }

    /// One part, to be changed.
    pub fn get_mut(&mut self, part: Part) -> &mut Minor {
        match part {
            Part::Principal => &mut self.principal,
            Part::Interest => &mut self.interest,
            Part::Fees => &mut self.fees,
            Part::Penalty => &mut self.penalty,
        }
    }

    /// The sum, part by part.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            principal: self.principal.plus(other.principal),
            interest: self.interest.plus(other.interest),
            fees: self.fees.plus(other.fees),
            penalty: self.penalty.plus(other.penalty),
        }
    }

    /// The difference, part by part.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self {
            principal: self.principal.minus(other.principal),
            interest: self.interest.minus(other.interest),
            fees: self.fees.minus(other.fees),
            penalty: self.penalty.minus(other.penalty),
        }
    }

    /// The four parts in one.
    #[must_use]
    pub const fn total(self) -> Minor {
        self.principal.plus(self.interest).plus(self.fees).plus(self.penalty)
    }

    /// The parts with their sum.
    #[must_use]
    pub const fn breakdown(self) -> Breakdown {
        let Self {
            principal,
            interest,
            fees,
            penalty,
        } = self;
        Breakdown {
            principal,
            interest,
            fees,
            penalty,
            total: self.total(),
        }
    }
}

impl Breakdown {
    /// The parts without their sum.
    #[must_use]
    pub fn parts(self) -> Parts {
        let Self {
            principal,
            interest,
            fees,
            penalty,
            total: _,
        } = self;
        Parts {
            principal,
            interest,
            fees,
            penalty,
        }
    }
}
