//! How entries of the catalogue are judged: announced and public in time, complete, offered online (766, group 1 and 3.1).

use super::{Definition, Period, Scope, Share};
use crate::calendar::Calendar;
use crate::catalogue::{Announcement, OnlineLevel, Procedure};
use jiff::civil::Date;
use serde::Serialize;

/// The two sides of a ratio, as what they are made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Sides<T> {
    /// What counts.
    pub numerator: Vec<T>,
    /// What is left of the denominator.
    pub rest: Vec<T>,
}

impl<T> Sides<T> {
    /// Parts a list by whether each counts.
    pub fn part(all: impl IntoIterator<Item = T>, counts: impl FnMut(&T) -> bool) -> Self {
        let (numerator, rest) = all.into_iter().partition(counts);
        Self { numerator, rest }
    }

    /// How many on each side: the share that these lists stand behind.
    #[must_use]
    pub fn share(&self) -> Share {
        let length = |list: &[T]| i64::try_from(list.len()).unwrap_or(i64::MAX);
        Share::new(length(&self.numerator), length(&self.numerator) + length(&self.rest))
    }
}

/// The procedures within competence.
pub fn within<'a>(procedures: &[&'a Procedure], scope: &Scope) -> Vec<&'a Procedure> {
    procedures.iter().copied().filter(|procedure| scope.is_competent(procedure)).collect()
}

/// 1.1: those announced in the period, parted by whether the decision was signed enough working days before the newest
/// legal basis took effect. Nothing when no announcement is known at all.
#[must_use]
pub fn announced<'a>(
    procedures: &[&'a Procedure],
    period: Period,
    definition: &Definition,
    calendar: &Calendar,
) -> Option<Sides<&'a Procedure>> {
    let announced = announcements(procedures)?;
    let in_period = announced.into_iter().filter(|(_, announcement)| period.contains(announcement.signed_on));
    let (numerator, rest) = in_period.partition::<Vec<_>, _>(|(_, announcement)| {
        announcement.signed_on
            <= working_days_before(calendar, announcement.basis_effective_on, definition.announce_working_days)
    });
    Some(Sides { numerator: firsts(numerator), rest: firsts(rest) })
}

/// 1.2: those announced in the period that are public or should be by its end, parted by whether they were public in time.
/// Nothing when no announcement is known at all.
#[must_use]
pub fn made_public<'a>(
    procedures: &[&'a Procedure],
    period: Period,
    definition: &Definition,
    calendar: &Calendar,
) -> Option<Sides<&'a Procedure>> {
    let latest = |announcement: &Announcement| {
        working_days_after(calendar, announcement.signed_on, definition.public_working_days)
    };
    let public_on = |announcement: &Announcement| announcement.made_public_on.filter(|day| *day <= period.to);
    let had_to_be = announcements(procedures)?.into_iter().filter(|(_, announcement)| {
        period.contains(announcement.signed_on)
            && (public_on(announcement).is_some() || latest(announcement) <= period.to)
    });
    let (numerator, rest) = had_to_be.partition::<Vec<_>, _>(|(_, announcement)| {
        public_on(announcement).is_some_and(|day| day <= latest(announcement))
    });
    Some(Sides { numerator: firsts(numerator), rest: firsts(rest) })
}

/// 1.3: parted by whether every part is there.
#[must_use]
pub fn with_every_part<'a>(procedures: &[&'a Procedure]) -> Sides<&'a Procedure> {
    Sides::part(procedures.iter().copied(), |procedure| missing_parts(procedure).is_empty())
}

/// 3.1: parted by whether they can be done online, in part or in full. A joint procedure is announced and offered like any other, and
/// counts like any other; that its filings become dossiers of other procedures concerns the services that are used (3.2).
#[must_use]
pub fn offered_online<'a>(procedures: &[&'a Procedure]) -> Sides<&'a Procedure> {
    Sides::part(procedures.iter().copied(), |procedure| procedure.online != OnlineLevel::None)
}

/// A part that every published procedure must have (Nghị định 63/2010/NĐ-CP, Điều 8, khoản 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Its name.
    Name,
    /// How it goes.
    Sequence,
    /// The papers, and how many of each.
    Documents,
    /// How long it takes.
    TimeLimit,
    /// Who may ask for it.
    Subjects,
    /// Who settles it.
    Authority,
}

/// The parts that a published procedure lacks. How it can be filed follows from its online level, so it is always there.
#[must_use]
pub fn missing_parts(procedure: &Procedure) -> Vec<Part> {
    let counted = |procedure: &Procedure| {
        procedure.documents.iter().all(|document| document.originals > 0 || document.copies > 0 || !document.required)
    };
    [
        (Part::Name, !procedure.name.trim().is_empty()),
        (Part::Sequence, !procedure.sequence.is_empty()),
        (Part::Documents, !procedure.documents.is_empty() && counted(procedure)),
        (Part::TimeLimit, procedure.time_limit.is_some()),
        (Part::Subjects, !procedure.subjects.is_empty()),
        (Part::Authority, !procedure.authority.trim().is_empty()),
    ]
    .into_iter()
    .filter_map(|(part, there)| (!there).then_some(part))
    .collect()
}

fn announcements<'a>(procedures: &[&'a Procedure]) -> Option<Vec<(&'a Procedure, &'a Announcement)>> {
    let known: Vec<_> = procedures
        .iter()
        .filter_map(|procedure| procedure.announcement.as_ref().map(|announcement| (*procedure, announcement)))
        .collect();
    (!known.is_empty()).then_some(known)
}

fn firsts<'a>(pairs: Vec<(&'a Procedure, &'a Announcement)>) -> Vec<&'a Procedure> {
    pairs.into_iter().map(|(procedure, _)| procedure).collect()
}

fn working_days_before(calendar: &Calendar, day: Date, count: u16) -> Date {
    walk(calendar, day, count, |day| day.yesterday().ok())
}

fn working_days_after(calendar: &Calendar, day: Date, count: u16) -> Date {
    walk(calendar, day, count, |day| day.tomorrow().ok())
}

/// The `count`-th working day from this one on, itself not counted; the end of time when there are none left.
fn walk(calendar: &Calendar, from: Date, count: u16, step: impl Fn(Date) -> Option<Date>) -> Date {
    let mut day = from;
    let mut left = count;
    while left > 0 {
        match step(day) {
            Some(next) => day = next,
            None => return day,
        }
        if calendar.is_working_day(day) {
            left -= 1;
        }
    }
    day
}
