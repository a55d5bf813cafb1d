//! Days that are not what their weekday says, each with the paper that says so.
//!
//! Public code tables of holidays disagree with each other; so the days are data, shipped per year and added to by agencies.

use super::hours::{Session, WorkingHours};
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// What a special day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// A public holiday (nghỉ lễ, tết: Bộ luật Lao động 45/2019/QH14, Điều 112).
    Holiday,
    /// Off because a holiday fell on a weekly day of rest (nghỉ bù: Điều 111 khoản 3).
    Compensatory,
    /// Off in exchange for a working day of rest (nghỉ hoán đổi).
    Swapped,
    /// A Saturday or Sunday worked in exchange, with the hours of a weekday (làm bù).
    MakeUp,
    /// Closed here only: storm, flood, a local day.
    LocalClosure,
}

/// One special day and its source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialDay {
    /// The day.
    pub date: Date,
    /// What it is.
    pub kind: DayKind,
    /// Its name in Vietnamese, as announced.
    pub name: String,
    /// The document that says so: number, issuer, day.
    pub source: String,
    /// Worked out from the law before the year's days were announced; may yet change.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub computed: bool,
}

impl SpecialDay {
    /// The sessions of this day in an agency with these hours.
    pub(super) fn sessions(&self, hours: &WorkingHours) -> Vec<Session> {
        match self.kind {
            DayKind::MakeUp => hours.weekday().to_vec(),
            DayKind::Holiday | DayKind::Compensatory | DayKind::Swapped | DayKind::LocalClosure => Vec::new(),
        }
    }

    /// Whether the kind fits the day of the week: nobody makes up on a day that is worked anyway.
    pub(super) fn fits(&self) -> bool {
        self.kind != DayKind::MakeUp || matches!(self.date.weekday(), Weekday::Saturday | Weekday::Sunday)
    }
}

/// Why nobody works on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// The weekly rest.
    Weekend,
    /// See [`DayKind::Holiday`].
    Holiday,
    /// See [`DayKind::Compensatory`].
    Compensatory,
    /// See [`DayKind::Swapped`].
    Swapped,
    /// See [`DayKind::LocalClosure`].
    LocalClosure,
}

/// A day on which nobody works, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedDay {
    /// The day.
    pub date: Date,
    /// Why.
    pub reason: SkipReason,
    /// The special day's name in Vietnamese; an ordinary weekend has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The document that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// See [`SpecialDay::computed`].
    pub computed: bool,
}

impl SkippedDay {
    /// This day off, for what stands in the calendar about it.
    pub(super) fn new(date: Date, special: Option<&SpecialDay>) -> Self {
        let reason = match special.map(|day| day.kind) {
            None | Some(DayKind::MakeUp) => SkipReason::Weekend,
            Some(DayKind::Holiday) => SkipReason::Holiday,
            Some(DayKind::Compensatory) => SkipReason::Compensatory,
            Some(DayKind::Swapped) => SkipReason::Swapped,
            Some(DayKind::LocalClosure) => SkipReason::LocalClosure,
        };
        Self {
            date,
            reason,
            name: special.map(|day| day.name.clone()),
            source: special.map(|day| day.source.clone()),
            computed: special.is_some_and(|day| day.computed),
        }
    }
}

/// The special days of the whole country that come with the program: 2025, 2026, and 2027 as far as the law tells.
///
/// A file that can't be read counts as having no days; a test reads them all.
pub(super) static NATIONAL: LazyLock<Vec<SpecialDay>> = LazyLock::new(|| {
    SHIPPED.iter().flat_map(|file| serde_json::from_str::<Vec<SpecialDay>>(file).unwrap_or_default()).collect()
});

pub(super) const SHIPPED: [&str; 3] = [
    include_str!("../../data/calendar/2025.json"),
    include_str!("../../data/calendar/2026.json"),
    include_str!("../../data/calendar/2027.json"),
];
