//! Whose index, over which days, and which side of a ratio.

use crate::calendar;
use crate::catalogue::{Level, Procedure};
use crate::codes::AgencyCode;
use crate::people::{AgencyLevel, Directory};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// Whose index is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The whole province.
    Province,
    /// One department, by code.
    Department(AgencyCode),
    /// One commune, by code.
    Commune(AgencyCode),
}

impl Scope {
    /// The scope of this agency; nothing when it settles no dossiers. The province's own code is the province.
    #[must_use]
    pub fn of(code: &AgencyCode, directory: &Directory) -> Option<Self> {
        let agency = directory.get(code).filter(|agency| agency.settles())?;
        Some(match agency.level {
            AgencyLevel::Province => Self::Province,
            // A district, as long as there were any, is measured as a department is.
            AgencyLevel::Department | AgencyLevel::District => Self::Department(code.clone()),
            AgencyLevel::Commune => Self::Commune(code.clone()),
        })
    }

    /// The level, by which the definition tells what applies.
    #[must_use]
    pub fn level(&self) -> AgencyLevel {
        match self {
            Self::Province => AgencyLevel::Province,
            Self::Department(_) => AgencyLevel::Department,
            Self::Commune(_) => AgencyLevel::Commune,
        }
    }

    /// The agency whose dossiers count; nothing for the province, where all do.
    #[must_use]
    pub fn agency(&self) -> Option<&AgencyCode> {
        match self {
            Self::Province => None,
            Self::Department(code) | Self::Commune(code) => Some(code),
        }
    }

    /// Whether the procedure is within competence (*thuộc thẩm quyền*). Those of ministries never are.
    #[must_use]
    pub fn is_competent(&self, procedure: &Procedure) -> bool {
        match self {
            Self::Province => procedure.level != Level::Ministry,
            Self::Department(code) => procedure.level == Level::Province && procedure.agency.as_ref() == Some(code),
            Self::Commune(_) => procedure.level == Level::Commune,
        }
    }
}

/// Days in a row, the first and the last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// A period that ends before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the period ends on {to}, before it begins on {from}")]
pub struct PeriodError {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
}

impl Period {
    /// The days from `from` to `to`.
    ///
    /// # Errors
    /// When it ends before it begins.
    pub fn new(from: Date, to: Date) -> Result<Self, PeriodError> {
        if to < from { Err(PeriodError { from, to }) } else { Ok(Self { from, to }) }
    }

    /// The period asked for: from 1 January of the last day's year unless said, and never beyond `as_of`.
    ///
    /// # Errors
    /// When it ends before it begins.
    pub fn asked(from: Option<Date>, to: Option<Date>, as_of: Date) -> Result<Self, PeriodError> {
        let to = to.map_or(as_of, |to| to.min(as_of));
        Self::new(from.unwrap_or_else(|| to.first_of_year()), to)
    }

    /// Whether the day lies in it.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// Its first instant, in Vietnam.
    #[must_use]
    pub fn start(&self) -> Timestamp {
        calendar::instant(self.from.to_datetime(jiff::civil::Time::midnight()))
    }

    /// The first instant of its last day.
    #[must_use]
    pub fn last_day(&self) -> Timestamp {
        calendar::instant(self.to.to_datetime(jiff::civil::Time::midnight()))
    }

    /// The first instant after it.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        calendar::instant(self.to.tomorrow().unwrap_or(Date::MAX).to_datetime(jiff::civil::Time::midnight()))
    }
}

/// The two sides of a ratio: what counts, and what is left of the denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// In the numerator.
    Numerator,
    /// In the denominator only.
    Rest,
}

impl Side {
    /// The side's name in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Numerator => "numerator",
            Self::Rest => "rest",
        }
    }

    /// The side of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Numerator, Self::Rest].into_iter().find(|side| side.key() == key)
    }
}
