//! The calendar of an agency: its hours, its special days, and plain questions about days.

use super::days::NATIONAL;
use super::hours::Session;
use super::instants::{DAY, date, day, number, seconds, time_of_day, timestamp};
use super::table::Table;
use super::{DayKind, SkippedDay, SpecialDay, WorkingHours, WorkingTime};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// Why a calendar can't be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// A day stands twice in one list.
    #[error("{0} is listed twice")]
    Twice(Date),
    /// A make-up day is neither a Saturday nor a Sunday.
    #[error("{0} can't make up for another day: it is a working day anyway")]
    MakeUpOnWeekday(Date),
    /// Hours begin on a day on which other hours begin already.
    #[error("two sets of working hours begin on {0}")]
    HoursTwice(Date),
}

/// When an agency works. Cheap to clone; a change makes a new one.
#[derive(Debug, Clone)]
pub struct Calendar(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Hours by the number of the day from which they hold; the first hold before it too.
    hours: Vec<(i64, WorkingHours)>,
    special: BTreeMap<Date, SpecialDay>,
    table: Table,
}

impl Default for Calendar {
    fn default() -> Self {
        Self::national()
    }
}

impl Calendar {
    /// The usual hours ([`WorkingHours::default`]) and the country's special days ([`Calendar::national_days`]).
    #[must_use]
    pub fn national() -> Self {
        static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
            let special = NATIONAL.iter().map(|day| (day.date, day.clone())).collect();
            Calendar::build(vec![(i64::MIN, WorkingHours::default())], special)
        });
        CALENDAR.clone()
    }

    /// The special days of the whole country that come with the program, in order: 2025 and 2026 as announced, 2027 as far as
    /// the law tells (marked [`computed`](SpecialDay::computed)).
    #[must_use]
    pub fn national_days() -> &'static [SpecialDay] {
        &NATIONAL
    }

    /// A calendar of these hours and exactly these special days.
    ///
    /// # Errors
    /// When a day stands twice, or a make-up day is a working day anyway.
    pub fn new(hours: WorkingHours, days: impl IntoIterator<Item = SpecialDay>) -> Result<Self, CalendarError> {
        Ok(Self::build(vec![(i64::MIN, hours)], checked(days)?))
    }

    /// This calendar with more special days: an agency's own on top of the country's. One on a day that is special already
    /// takes its place.
    ///
    /// # Errors
    /// When a day stands twice among these, or a make-up day is a working day anyway.
    pub fn with_days(&self, days: impl IntoIterator<Item = SpecialDay>) -> Result<Self, CalendarError> {
        let mut special = self.0.special.clone();
        special.extend(checked(days)?);
        Ok(Self::build(self.0.hours.clone(), special))
    }

    /// This calendar with other hours from this day on.
    ///
    /// # Errors
    /// When other hours begin on that day already.
    pub fn with_hours_from(&self, from: Date, hours: WorkingHours) -> Result<Self, CalendarError> {
        let from_number = number(from);
        let mut all = self.0.hours.clone();
        match all.binary_search_by_key(&from_number, |(from, _)| *from) {
            Ok(_) => return Err(CalendarError::HoursTwice(from)),
            Err(place) => all.insert(place, (from_number, hours)),
        }
        Ok(Self::build(all, self.0.special.clone()))
    }

    fn build(hours: Vec<(i64, WorkingHours)>, special: BTreeMap<Date, SpecialDay>) -> Self {
        let days: Vec<(i64, Vec<Session>)> =
            special.values().map(|day| (number(day.date), day.sessions(hours_on(&hours, number(day.date))))).collect();
        let table = Table::new(&hours, &days);
        Self(Arc::new(Inner { hours, special, table }))
    }

    pub(super) fn table(&self) -> &Table {
        &self.0.table
    }

    /// The working hours that hold on this day.
    #[must_use]
    pub fn hours_on(&self, date: Date) -> &WorkingHours {
        hours_on(&self.0.hours, number(date))
    }

    /// The standard working day at this date: what one working day of a time limit is worth that starts then. It is the
    /// whole of a weekday's sessions, eight hours by default; a Saturday morning counts as the hours that it has.
    #[must_use]
    pub fn day_length(&self, date: Date) -> WorkingTime {
        self.hours_on(date).day_length()
    }

    /// What is special about this day, if anything.
    #[must_use]
    pub fn special(&self, date: Date) -> Option<&SpecialDay> {
        self.0.special.get(&date)
    }

    /// All special days in order.
    pub fn special_days(&self) -> impl Iterator<Item = &SpecialDay> {
        self.0.special.values()
    }

    /// The years from `from` to `to`, both included, of which this calendar knows no public holiday: only weekly rest is left
    /// out in them, so a due date there may come too early.
    #[must_use]
    pub fn unknown_years(&self, from: Date, to: Date) -> Vec<i16> {
        let known = |year: i16| {
            let (first, last) = (Date::constant(year, 1, 1), Date::constant(year, 12, 31));
            self.0.special.range(first..=last).any(|(_, day)| day.kind == DayKind::Holiday)
        };
        (from.year()..=to.year()).filter(|year| !known(*year)).collect()
    }

    /// Whether anybody works on this day; a Saturday morning is enough.
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> bool {
        !self.table().sessions(number(date)).is_empty()
    }

    /// The sessions of this day in order; none where nobody works.
    #[must_use]
    pub fn sessions(&self, date: Date) -> Vec<Session> {
        let sessions = self.table().sessions(number(date)).iter();
        sessions.map(|(from, to)| Session::new(time_of_day(*from), time_of_day(*to))).collect()
    }

    /// When work ends on this day; `None` where nobody works.
    #[must_use]
    pub fn closing_of(&self, date: Date) -> Option<Timestamp> {
        let (_, to) = self.table().sessions(number(date)).last()?;
        Some(timestamp(number(date) * DAY + to))
    }

    /// The first instant from this one on at which work goes on: this one during a session, else the next opening.
    #[must_use]
    pub fn next_opening(&self, from: Timestamp) -> Timestamp {
        timestamp(self.opening(seconds(from)))
    }

    /// The first working day from this day on.
    #[must_use]
    pub fn next_working_day(&self, from: Date) -> Date {
        date(day(self.opening(number(from) * DAY)))
    }

    pub(super) fn opening(&self, from: i64) -> i64 {
        self.table().latest(self.table().elapsed(from))
    }

    /// The days from `from` to `to`, both included, on which nobody works, and why. As long as the span asks for.
    #[must_use]
    pub fn skipped(&self, from: Date, to: Date) -> Vec<SkippedDay> {
        (number(from)..=number(to))
            .filter(|day| self.table().sessions(*day).is_empty())
            .map(|day| SkippedDay::new(date(day), self.special(date(day))))
            .collect()
    }
}

/// The hours that hold on this day: the last that began until then, or the first of all.
fn hours_on(hours: &[(i64, WorkingHours)], day: i64) -> &WorkingHours {
    &hours[hours.partition_point(|(from, _)| *from <= day).saturating_sub(1)].1
}

fn checked(days: impl IntoIterator<Item = SpecialDay>) -> Result<BTreeMap<Date, SpecialDay>, CalendarError> {
    let mut special = BTreeMap::new();
    for day in days {
        let date = day.date;
        if !day.fits() {
            return Err(CalendarError::MakeUpOnWeekday(date));
        }
        if special.insert(date, day).is_some() {
            return Err(CalendarError::Twice(date));
        }
    }
    Ok(special)
}
