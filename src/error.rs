//! Why a request could not be answered: one code for programs, one path and one sentence for people.

use std::borrow::Cow;
use std::fmt;

/// What every fallible function of this crate returns.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a request could not be answered.
///
/// Its [`code`](Error::code) never changes its meaning, and its [`path`](Error::path) names the value at fault where there
/// is one. Nothing is lost by an error: every function of this crate is pure.
///
/// # Example
///
/// ```
/// use predue::{Error, calendar::CivilDate};
///
/// let error = "2026-02-30".parse::<CivilDate>().unwrap_err();
/// assert_eq!(error.code(), "INPUT");
/// assert_eq!(error.to_string(), "no such day: 2026-02-30");
/// assert_eq!(error.at("wallet.holidays[0]").path(), Some("wallet.holidays[0]"));
/// ```
#[derive(Clone, PartialEq, Eq)]
// One pointer wide: it stands in the result of nearly every function, and its size is code on every `?`.
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    /// Where the value at fault stands; empty when it is not known, or a result.
    path: String,
    /// What is wrong with it, which limit it passes, what is not offered, what must have held, or the name asked for.
    detail: Cow<'static, str>,
}

/// The kinds of [`Error`], each with its code in the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A value has the wrong type, an impossible content, or a key that does not exist: `INPUT`.
    Input,
    /// A value is well formed but beyond a documented limit: `RANGE`.
    Range,
    /// What was asked for is understood, but not offered by this version: `UNSUPPORTED`.
    Unsupported,
    /// No pack of that market has been loaded: `MARKET_UNKNOWN`.
    MarketUnknown,
    /// Data that an answer needs has not been loaded: `NOT_LOADED`.
    NotLoaded,
    /// The wallet has no account of that id: `ACCOUNT_UNKNOWN`.
    AccountUnknown,
    /// A record is not what was recorded: `HISTORY_BROKEN`.
    HistoryBroken,
    /// Something that must hold does not; always a defect of this crate: `INTERNAL`.
    Internal,
}

impl Error {
    fn new(kind: ErrorKind, path: &str, detail: Cow<'static, str>) -> Self {
        Self(Box::new(Inner {
            kind,
            path: path.to_owned(),
            detail,
        }))
    }

    /// A value that is wrong; its path is added by who knows it.
    #[cold]
    #[inline(never)]
    pub(crate) fn input(problem: &'static str) -> Self {
        Self::new(ErrorKind::Input, "", Cow::Borrowed(problem))
    }

    /// A value that is wrong, in words made for it.
    #[cold]
    #[inline(never)]
    pub(crate) fn input_text(problem: &[&str]) -> Self {
        Self::new(ErrorKind::Input, "", Cow::Owned(problem.concat()))
    }

    /// A value, or a result, beyond a limit.
    #[cold]
    #[inline(never)]
    pub(crate) fn range(limit: &'static str) -> Self {
        Self::new(ErrorKind::Range, "", Cow::Borrowed(limit))
    }

    /// A value beyond a limit, in words made for it.
    #[cold]
    #[inline(never)]
    pub(crate) fn range_text(limit: &[&str]) -> Self {
        Self::new(ErrorKind::Range, "", Cow::Owned(limit.concat()))
    }

    /// What this version does not offer.
    #[cold]
    #[inline(never)]
    pub(crate) fn unsupported(what: &'static str) -> Self {
        Self::new(ErrorKind::Unsupported, "", Cow::Borrowed(what))
    }

    /// A market whose pack is not loaded.
    #[cold]
    #[inline(never)]
    pub(crate) fn market_unknown(market: &str) -> Self {
        Self::new(ErrorKind::MarketUnknown, "", Cow::Owned(market.to_owned()))
    }

    /// Data that is to be loaded first.
    #[cold]
    #[inline(never)]
    pub(crate) fn not_loaded(what: &'static str) -> Self {
        Self::new(ErrorKind::NotLoaded, "", Cow::Borrowed(what))
    }

    /// An account that the wallet does not have.
    #[cold]
    #[inline(never)]
    pub(crate) fn account_unknown(id: &str) -> Self {
        Self::new(ErrorKind::AccountUnknown, "account", Cow::Owned(id.to_owned()))
    }

    /// A record whose end does not hold together there.
    #[cold]
    #[inline(never)]
    pub(crate) fn history_broken(path: &str) -> Self {
        let problem = Cow::Borrowed("this is not what was recorded; audit the record");
        Self::new(ErrorKind::HistoryBroken, path, problem)
    }

    /// A defect of this crate.
    #[cold]
    #[inline(never)]
    pub(crate) fn internal(invariant: &'static str) -> Self {
        Self::new(ErrorKind::Internal, "", Cow::Borrowed(invariant))
    }

    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The code of the contract: `INPUT`, `RANGE`, `UNSUPPORTED`, `MARKET_UNKNOWN`, `NOT_LOADED`, `ACCOUNT_UNKNOWN`,
    /// `HISTORY_BROKEN` or `INTERNAL`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.0.kind {
            ErrorKind::Input => "INPUT",
            ErrorKind::Range => "RANGE",
            ErrorKind::Unsupported => "UNSUPPORTED",
            ErrorKind::MarketUnknown => "MARKET_UNKNOWN",
            ErrorKind::NotLoaded => "NOT_LOADED",
            ErrorKind::AccountUnknown => "ACCOUNT_UNKNOWN",
            ErrorKind::HistoryBroken => "HISTORY_BROKEN",
            ErrorKind::Internal => "INTERNAL",
        }
    }

    /// Where the value at fault stands, such as `wallet.accounts[2].plan.principal`.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        Some(self.0.path.as_str()).filter(|path| !path.is_empty())
    }

    /// The same error with its path put below `prefix`: what a caller adds that knows where the value stands.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn at(mut self, prefix: &str) -> Self {
        if !matches!(self.0.kind, ErrorKind::AccountUnknown | ErrorKind::Internal) {
            let path = &self.0.path;
            let joint = if prefix.is_empty() || path.is_empty() || path.starts_with('[') {
                ""
            } else {
                "."
            };
            self.0.path = [prefix, joint, path].concat();
        }
        self
    }
}

impl Error {
    /// What is wrong and where, as it is told to developers.
    pub(crate) fn text(&self) -> String {
        let Inner { kind, path, detail } = &*self.0;
        let (before, after) = match kind {
            ErrorKind::Input | ErrorKind::NotLoaded | ErrorKind::HistoryBroken => ("", ""),
            ErrorKind::Range => ("beyond the limit: ", ""),
            ErrorKind::Unsupported => ("not supported yet: ", ""),
            ErrorKind::MarketUnknown => (
                "no rule pack is loaded for the market \"",
                "\"; load it, or use \"none\"",
            ),
            ErrorKind::AccountUnknown => ("the wallet has no account \"", "\""),
            ErrorKind::Internal => ("internal error: ", ""),
        };
        let joint = if path.is_empty() { "" } else { ": " };
        [path, joint, before, detail, after].concat()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {self}", self.code())
    }
}

impl std::error::Error for Error {}
