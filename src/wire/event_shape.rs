//! An event as it crosses the boundary: one flat shape, read by its kind, so that the path of an error stays exact.

use super::account_shape::{PartName, check_id};
use super::decode::given;
use super::plan_shape::{PeriodShape, foreign, required};
use crate::account::{Event, EventKind, Part, ROWS_MAX};
use crate::calendar::CivilDate;
use crate::error::{Error, Result};
use crate::money::{Minor, Rate};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct EventShape {
    kind: KindName,
    #[serde(default, deserialize_with = "given")]
    date: Option<CivilDate>,
    #[serde(default, deserialize_with = "given")]
    amount: Option<Minor>,
    #[serde(default, deserialize_with = "given")]
    id: Option<String>,
    #[serde(default, deserialize_with = "given")]
    due: Option<String>,
    #[serde(default, deserialize_with = "given")]
    penalty: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    of: Option<String>,
    #[serde(default, deserialize_with = "given")]
    annual_rate: Option<Rate>,
    #[serde(default, deserialize_with = "given")]
    until: Option<CivilDate>,
    #[serde(default, deserialize_with = "given")]
    from: Option<CivilDate>,
    #[serde(default, deserialize_with = "given")]
    to: Option<CivilDate>,
    #[serde(default, deserialize_with = "given")]
    first_due: Option<CivilDate>,
    #[serde(default, deserialize_with = "given")]
    count: Option<u16>,
    #[serde(default, deserialize_with = "given")]
    every: Option<PeriodShape>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum KindName {
    Disbursement,
    Repayment,
    Refund,
    Goodwill,
    Charge,
    Waiver,
    Reversal,
    RateChange,
    InterestPause,
    Reschedule,
    ReAge,
    ReAmortise,
}

impl KindName {
    /// The keys that an event of this kind has besides its kind.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Disbursement | Self::Repayment | Self::Refund | Self::Goodwill => &["date", "amount", "id", "due"],
            Self::Charge => &["date", "amount", "penalty", "id"],
            Self::Waiver => &["date", "amount", "of", "id"],
            Self::Reversal => &["date", "of"],
            Self::RateChange => &["date", "annualRate"],
            Self::InterestPause => &["date", "until"],
            Self::Reschedule => &["from", "to"],
            Self::ReAge => &["date", "firstDue", "count", "every"],
            Self::ReAmortise => &["date"],
        }
    }
}

impl EventShape {
    pub(super) fn read(self) -> Result<Event> {
        foreign(&self.given(), self.kind.keys())?;
        if let Some(id) = &self.id {
            check_id(id).map_err(|error| error.at("id"))?;
        }
        let date = match self.kind {
            KindName::Reschedule => required(self.from, "from")?,
            _ => required(self.date, "date")?,
        };
        let kind = match self.kind {
            KindName::Disbursement => EventKind::Disbursement(self.amount()?),
            KindName::Repayment => EventKind::Repayment { amount: self.amount()?, due: self.due },
            KindName::Refund => EventKind::Refund(self.amount()?),
            KindName::Goodwill => EventKind::Goodwill(self.amount()?),
            KindName::Charge => EventKind::Charge { amount: self.amount()?, penalty: required(self.penalty, "penalty")? },
            KindName::Waiver => EventKind::Waiver { amount: self.amount()?, of: part(&required(self.of, "of")?)? },
            KindName::Reversal => EventKind::Reversal(required(self.of, "of")?),
            KindName::RateChange => EventKind::RateChange(required(self.annual_rate, "annualRate")?),
            KindName::InterestPause => EventKind::InterestPause(not_before(date, required(self.until, "until")?, "until")?),
            KindName::Reschedule => EventKind::Reschedule(required(self.to, "to")?),
            KindName::ReAge => self.re_age(date)?,
            KindName::ReAmortise => EventKind::ReAmortise,
        };
        Ok(Event { date, id: self.id, kind })
    }

    fn given(&self) -> [(&'static str, bool); 13] {
        [
            ("date", self.date.is_some()),
            ("amount", self.amount.is_some()),
            ("id", self.id.is_some()),
            ("due", self.due.is_some()),
            ("penalty", self.penalty.is_some()),
            ("of", self.of.is_some()),
            ("annualRate", self.annual_rate.is_some()),
            ("until", self.until.is_some()),
            ("from", self.from.is_some()),
            ("to", self.to.is_some()),
            ("firstDue", self.first_due.is_some()),
            ("count", self.count.is_some()),
            ("every", self.every.is_some()),
        ]
    }

    fn amount(&self) -> Result<Minor> {
        let amount = required(self.amount, "amount")?;
        if !amount.is_positive() {
            return Err(Error::input("an amount is above zero; `kind` tells its direction").at("amount"));
        }
        Ok(amount)
    }

    fn re_age(&self, date: CivilDate) -> Result<EventKind> {
        let count = required(self.count, "count")?;
        if !(1..=ROWS_MAX).contains(&count) {
            return Err(Error::range("a plan has from 1 to 1,200 instalments").at("count"));
        }
        let every = required(self.every.as_ref(), "every")?.read().map_err(|error| error.at("every"))?;
        let first_due = not_before(date, required(self.first_due, "firstDue")?, "firstDue")?;
        Ok(EventKind::ReAge { first_due, count, every })
    }
}

fn not_before(date: CivilDate, later: CivilDate, key: &str) -> Result<CivilDate> {
    if later < date {
        return Err(Error::input(format!("not before the event's own day, {date}")).at(key));
    }
    Ok(later)
}

fn part(name: &str) -> Result<Part> {
    let deserializer: StrDeserializer<'_, ValueError> = name.into_deserializer();
    PartName::deserialize(deserializer).map(PartName::read).map_err(|error| Error::input(error.to_string()).at("of"))
}
