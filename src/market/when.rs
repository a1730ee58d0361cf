//! To what a rule applies: traits, quantities and dates, against what is known of a case.

use crate::calendar::CivilDate;

/// What is known of the account and of who acts on it.
///
/// A trait that is not known is empty. A rule made for a product, a lender, a borrower or a region then does not apply: a
/// rule for somebody else is no rule here. A rule made for an actor or a stage does apply, and so does one with a limit on a
/// quantity that is not known: when unsure, the stricter reading holds. `"*"` stands for every trait of its kind.
#[derive(Clone, Debug)]
pub struct Who<'a> {
    /// The day of the charge or the contact.
    pub on: CivilDate,
    /// When the contract was made.
    pub contract_date: Option<CivilDate>,
    /// Such as `credit_card`.
    pub product: &'a str,
    /// Such as `bank`.
    pub lender: &'a str,
    /// A group with rights of its own, such as `servicemember`.
    pub borrower: &'a str,
    /// `creditor` or `third_party`.
    pub actor: &'a str,
    /// `pre_due`, `due`, `grace`, `early`, `late`, `default` or `arrears`, which is any of the last three.
    pub stage: &'a str,
    /// A part of the market with rules of its own, such as `US-NYC`.
    pub region: &'a str,
    quantities: [Option<i64>; QUANTITIES],
}

const QUANTITIES: usize = 10;

impl Who<'_> {
    /// Somebody of whom only the day is known.
    #[must_use]
    pub const fn unknown(on: CivilDate) -> Self {
        Self {
            on,
            contract_date: None,
            product: "",
            lender: "",
            borrower: "",
            actor: "",
            stage: "",
            region: "",
            quantities: [None; QUANTITIES],
        }
    }

    /// Says a quantity. A flag is 1 or 0, money is in minor units, a rate in parts per million.
    pub fn set(&mut self, quantity: Quantity, value: Option<i64>) {
        if let Some(place) = self.quantities.get_mut(quantity.place()) {
            *place = value;
        }
    }

    /// What was said of a quantity.
    #[must_use]
    pub fn get(&self, quantity: Quantity) -> Option<i64> {
        self.quantities.get(quantity.place()).copied().flatten()
    }

    fn word(&self, of: Trait) -> &str {
        match of {
            Trait::Product => self.product,
            Trait::Lender => self.lender,
            Trait::Borrower => self.borrower,
            Trait::Actor => self.actor,
            Trait::Stage => self.stage,
            Trait::Region => self.region,
        }
    }
}

/// What a rule may be made for, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trait {
    /// The product.
    Product,
    /// The lender.
    Lender,
    /// The borrower.
    Borrower,
    /// Who makes contact.
    Actor,
    /// How far the debt is.
    Stage,
    /// The part of the market.
    Region,
}

impl Trait {
    const fn applies_unknown(self) -> bool {
        matches!(self, Self::Actor | Self::Stage)
    }
}

/// What a rule may be made for, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// What was lent, in minor units.
    Principal,
    /// What of it is owed, in minor units.
    Balance,
    /// The term in days.
    TermDays,
    /// The annual percentage rate, in parts per million.
    AprPpm,
    /// Full days after the due date.
    DaysPastDue,
    /// Whether there is security: 1 or 0.
    Secured,
    /// Whether the whole debt was called in: 1 or 0.
    Accelerated,
    /// Whether it is not the first time in the law's window: 1 or 0.
    Repeated,
    /// Whether the contract has fees other than for default: 1 or 0.
    OtherFees,
    /// The twelve months of the contract that run, from 1.
    FeePeriod,
}

impl Quantity {
    const fn place(self) -> usize {
        match self {
            Self::Principal => 0,
            Self::Balance => 1,
            Self::TermDays => 2,
            Self::AprPpm => 3,
            Self::DaysPastDue => 4,
            Self::Secured => 5,
            Self::Accelerated => 6,
            Self::Repeated => 7,
            Self::OtherFees => 8,
            Self::FeePeriod => 9,
        }
    }
}

/// A quantity within bounds, both of which belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Which quantity.
    pub of: Quantity,
    /// At least so much.
    pub min: Option<i64>,
    /// At most so much.
    pub max: Option<i64>,
}

/// To what a rule applies: every one of these must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// One of the words, or none of those that begin with `!`.
    pub words: Vec<(Trait, Vec<String>)>,
    /// Quantities within bounds.
    pub ranges: Vec<Range>,
}

impl When {
    /// Whether this holds for what is known.
    ///
    /// # Example
    ///
    /// ```
    /// use predue::market::{Quantity, Range, Trait, When, Who};
    ///
    /// let when = When {
    ///     words: vec![(Trait::Product, vec!["!mortgage".to_owned()])],
    ///     ranges: vec![Range { of: Quantity::Principal, min: None, max: Some(1_000_000) }],
    /// };
    /// let mut who = Who::unknown("2026-11-22".parse()?);
    /// who.set(Quantity::Principal, Some(1_000_000));
    /// assert!(when.holds(&who));
    /// # Ok::<(), predue::Error>(())
    /// ```
    ///
    /// # Example: beyond a bound
    ///
    /// ```
    /// use predue::market::{Quantity, Range, When, Who};
    ///
    /// let ranges = vec![Range { of: Quantity::Principal, min: None, max: Some(1_000_000) }];
    /// let mut who = Who::unknown("2026-11-22".parse()?);
    /// who.set(Quantity::Principal, Some(1_000_001));
    /// assert!(!When { words: Vec::new(), ranges }.holds(&who));
    /// # Ok::<(), predue::Error>(())
    /// ```
    #[must_use]
    pub fn holds(&self, who: &Who<'_>) -> bool {
        self.words.iter().all(|(of, words)| allows(words, who.word(*of), *of))
            && self.ranges.iter().all(|range| {
                who.get(range.of).is_none_or(|value| {
                    range.min.is_none_or(|min| min <= value) && range.max.is_none_or(|max| value <= max)
                })
            })
    }
}

fn allows(words: &[String], word: &str, of: Trait) -> bool {
    if word == "*" || word.is_empty() && of.applies_unknown() {
        return true;
    }
    let is_named = |name: &str| name == word || of == Trait::Stage && is_arrears(name, word);
    if words.iter().filter_map(|name| name.strip_prefix('!')).any(is_named) {
        return false;
    }
    let mut positive = words.iter().filter(|name| !name.starts_with('!')).peekable();
    positive.peek().is_none() || positive.any(|name| is_named(name))
}

/// `arrears` names every stage in which a payment is late.
fn is_arrears(name: &str, word: &str) -> bool {
    let late = ["early", "late", "default", "arrears"];
    (name == "arrears" || word == "arrears") && late.contains(&name) && late.contains(&word)
}
