//! Why a request could not be answered: one code for programs, one path and one sentence for people.

use std::borrow::Cow;
use std::fmt;

/// What every fallible function of this crate returns.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a request could not be answered.
///
/// Each variant has a [`code`](Error::code) that never changes its meaning, and a [`path`](Error::path) to the value
/// at fault where there is one. Nothing is lost by an error: every function of this crate is pure.
///
/// # Example
///
/// ```
/// use predue::{Error, calendar::CivilDate};
///
/// let error = "2026-02-30".parse::<CivilDate>().unwrap_err();
/// assert_eq!(error.code(), "INPUT");
/// assert_eq!(error.to_string(), "no such day: \"2026-02-30\"");
/// assert_eq!(error.at("wallet.holidays[0]").path(), Some("wallet.holidays[0]"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A value has the wrong type, an impossible content, or a key that does not exist.
    Input {
        /// Where the value stands.
        path: String,
        /// What is wrong with it.
        problem: Cow<'static, str>,
    },
    /// A value is well formed but beyond a documented limit.
    Range {
        /// Where the value stands; empty when it is a result, not an input.
        path: String,
        /// The limit that it passes.
        limit: Cow<'static, str>,
    },
    /// What was asked for is understood, but not offered by this version.
    Unsupported {
        /// Where the value stands that asks for it.
        path: String,
        /// What is not offered.
        what: Cow<'static, str>,
    },
    /// No pack of that market has been loaded.
    MarketUnknown {
        /// The market asked for.
        market: String,
    },
    /// The wallet has no account of that id.
    AccountUnknown {
        /// The id asked for.
        id: String,
    },
    /// Something that must hold does not; always a defect of this crate.
    Internal {
        /// What must have held.
        invariant: &'static str,
    },
}

impl Error {
    /// An input error whose path is not known yet.
    pub(crate) fn input(problem: impl Into<Cow<'static, str>>) -> Self {
        Self::Input { path: String::new(), problem: problem.into() }
    }

    /// A range error whose path is not known yet.
    pub(crate) fn range(limit: impl Into<Cow<'static, str>>) -> Self {
        Self::Range { path: String::new(), limit: limit.into() }
    }

    /// An unsupported request whose path is not known yet.
    pub(crate) fn unsupported(what: impl Into<Cow<'static, str>>) -> Self {
        Self::Unsupported { path: String::new(), what: what.into() }
    }

    /// The code of the contract: `INPUT`, `RANGE`, `UNSUPPORTED`, `MARKET_UNKNOWN`, `ACCOUNT_UNKNOWN` or `INTERNAL`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Input { .. } => "INPUT",
            Self::Range { .. } => "RANGE",
            Self::Unsupported { .. } => "UNSUPPORTED",
            Self::MarketUnknown { .. } => "MARKET_UNKNOWN",
            Self::AccountUnknown { .. } => "ACCOUNT_UNKNOWN",
            Self::Internal { .. } => "INTERNAL",
        }
    }

    /// Where the value at fault stands, such as `wallet.accounts[2].plan.principal`.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Input { path, .. } | Self::Range { path, .. } | Self::Unsupported { path, .. } => {
                Some(path.as_str()).filter(|path| !path.is_empty())
            }
            Self::MarketUnknown { .. } => Some("wallet.market"),
            Self::AccountUnknown { .. } => Some("account"),
            Self::Internal { .. } => None,
        }
    }

    /// The same error with its path put below `prefix`: what a caller adds that knows where the value stands.
    #[must_use]
    pub fn at(mut self, prefix: &str) -> Self {
        if let Self::Input { path, .. } | Self::Range { path, .. } | Self::Unsupported { path, .. } = &mut self {
            let joint = if path.is_empty() || path.starts_with('[') { "" } else { "." };
            *path = format!("{prefix}{joint}{path}");
        }
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Input { path, .. } | Self::Range { path, .. } | Self::Unsupported { path, .. } = self
            && !path.is_empty()
        {
            write!(formatter, "{path}: ")?;
        }
        match self {
            Self::Input { problem, .. } => formatter.write_str(problem),
            Self::Range { limit, .. } => write!(formatter, "beyond the limit: {limit}"),
            Self::Unsupported { what, .. } => write!(formatter, "not supported yet: {what}"),
            Self::MarketUnknown { market } => {
                write!(formatter, "no rule pack is loaded for the market {market:?}; load it, or use \"none\"")
            }
            Self::AccountUnknown { id } => write!(formatter, "the wallet has no account {id:?}"),
            Self::Internal { invariant } => write!(formatter, "internal error: {invariant}"),
        }
    }
}

impl std::error::Error for Error {}
