//! Small sets of words, each word a bit: channels, weekdays, triggers, charges and actions.

/// A set of at most sixteen words of one kind; the modules of this room name them.
///
/// # Example
///
/// ```
/// use predue::market::{Set, channel};
///
/// let phone = channel::CALL.with(channel::ROBOCALL);
/// assert!(phone.meets(channel::CALL) && !phone.meets(channel::SMS));
/// ```
///
/// # Example: the empty set meets nothing
///
/// ```
/// use predue::market::{Set, channel};
///
/// assert!(!Set::NONE.meets(channel::CALL));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Set(pub u16);

impl Set {
    /// No word.
    pub const NONE: Self = Self(0);
    /// Every word.
    pub const ALL: Self = Self(u16::MAX);

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the sets have a word in common.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is no word in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

macro_rules! words {
    ($(#[$about:meta])* $module:ident: $($(#[$doc:meta])* $name:ident = $bit:literal, $word:literal;)*) => {
        $(#[$about])*
        pub mod $module {
            use super::Set;
            $($(#[$doc])* pub const $name: Set = Set(1 << $bit);)*
            /// Each word as packs write it.
            pub const WORDS: &[(&str, Set)] = &[$(($word, $name)),*];
        }
    };
}

words! {
    /// Ways to reach somebody.
    channel:
    /// A notice inside an app.
    IN_APP = 0, "in-app";
    /// A push notification.
    PUSH = 1, "push";
    /// A text message.
    SMS = 2, "sms";
    /// E-mail.
    EMAIL = 3, "email";
    /// An instant messenger.
    IM = 4, "im";
    /// A telephone call by a person.
    CALL = 5, "call";
    /// A telephone call by a machine.
    ROBOCALL = 6, "robocall";
    /// A letter.
    MAIL = 7, "mail";
    /// A visit at home.
    VISIT = 8, "visit";
    /// A visit or call at work.
    WORKPLACE = 9, "workplace";
    /// A fax.
    FAX = 10, "fax";
    /// An entry in the customer's own calendar.
    CALENDAR = 11, "calendar";
    /// Any other way.
    OTHER = 12, "other";
}

words! {
    /// Days of the week.
    day:
    /// Monday.
    MON = 1, "mon";
    /// Tuesday.
    TUE = 2, "tue";
    /// Wednesday.
    WED = 3, "wed";
    /// Thursday.
    THU = 4, "thu";
    /// Friday.
    FRI = 5, "fri";
    /// Saturday.
    SAT = 6, "sat";
    /// Sunday.
    SUN = 7, "sun";
}

words! {
    /// What makes contact wait or stop.
    trigger:
    /// Somebody was spoken to.
    CONVERSATION = 0, "conversation";
    /// The customer does not want this way of contact.
    OPT_OUT = 1, "opt-out";
    /// The customer disputes the debt.
    DISPUTE = 2, "dispute";
    /// The customer asked in writing not to be contacted.
    CEASE_REQUEST = 3, "cease-request";
    /// A request for other terms is open.
    RESTRUCTURE_REQUEST = 4, "restructure-request";
    /// Other terms are agreed and kept.
    RESTRUCTURE_AGREED = 5, "restructure-agreed";
    /// A lawyer speaks for the customer.
    LAWYER = 6, "lawyer";
    /// Somebody close has died.
    BEREAVEMENT = 7, "bereavement";
    /// Illness that needs a hospital.
    HOSPITAL = 8, "hospital";
    /// A disaster.
    DISASTER = 9, "disaster";
    /// A moratorium holds, such as a breathing space.
    MORATORIUM = 10, "moratorium";
    /// Insolvency proceedings.
    INSOLVENCY = 11, "insolvency";
    /// The customer named other hours.
    NAMED_TIME = 12, "named-time";
    /// A notice was sent by ordinary mail.
    MAILED_NOTICE = 13, "mailed-notice";
    /// A wedding or a festival in the family.
    FESTIVAL = 14, "festival";
}

words! {
    /// Kinds of charges.
    charge:
    /// A fee for paying late.
    LATE_FEE = 0, "late-fee";
    /// Interest for paying late, in place of the contract's.
    PENALTY_INTEREST = 1, "penalty-interest";
    /// Interest for paying late, on top of the contract's.
    SURCHARGE = 2, "surcharge";
    /// The contract's own interest.
    CONTRACT_INTEREST = 3, "contract-interest";
    /// A fee for making the contract.
    ADMIN_FEE = 4, "admin-fee";
    /// A fee for a payment that was returned.
    DISHONOUR_FEE = 5, "dishonour-fee";
    /// Any other fee on default, such as a lump sum for collection.
    OTHER_DEFAULT_FEE = 6, "other-default-fee";
    /// A fee that has nothing to do with default.
    OTHER_FEE = 7, "other-fee";
    /// Costs that a court or a law has fixed.
    TAXED_COSTS = 8, "taxed-costs";
    /// A charge for putting instalments off by agreement.
    DEFERRAL = 9, "deferral";
}

words! {
    /// What a creditor may want to do beyond charging.
    action:
    /// Interest on penalties or fees.
    INTEREST_ON_PENALTY = 0, "interest-on-penalty";
    /// A penalty on a penalty.
    PENALTY_ON_PENALTY = 1, "penalty-on-penalty";
    /// Penalties added to the principal.
    CAPITALISE_PENALTY = 2, "capitalise-penalty";
    /// Compounding of late interest or of interest on default sums.
    COMPOUND_LATE_INTEREST = 3, "compound-late-interest";
    /// Compounding of the contract's own interest.
    COMPOUND_CONTRACT_INTEREST = 4, "compound-contract-interest";
    /// More than one fee for one event.
    SECOND_FEE = 5, "second-fee";
    /// A late fee for a period for which late interest is charged.
    FEE_BESIDE_INTEREST = 6, "fee-beside-interest";
    /// Interest on balances of the cycle before.
    DOUBLE_CYCLE = 7, "double-cycle";
    /// A late charge on a balance that is not due yet.
    CHARGE_ON_ACCELERATED = 8, "charge-on-accelerated";
    /// Interest or fees while a moratorium holds.
    CHARGE_IN_MORATORIUM = 9, "charge-in-moratorium";
}

words! {
    /// When somebody other than the borrower may be contacted after all.
    except:
    /// Who owes the debt too.
    GUARANTOR = 0, "guarantor";
    /// The borrower cannot be reached; nothing of the debt is told.
    UNREACHABLE = 1, "unreachable";
    /// The borrower has died or lacks capacity.
    INCAPABLE = 2, "incapable";
    /// Only to learn where the borrower is; nothing of the debt is told.
    LOCATE = 3, "locate";
}
