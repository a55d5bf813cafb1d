//! Giving a position, from a day on.

use super::{Directory, Event, PersonFile, PositionGranted, Role};
use crate::codes::AgencyCode;
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// Give a position.
#[derive(Debug, Clone, PartialEq)]
pub struct Grant {
    /// Where.
    pub agency: AgencyCode,
    /// As what.
    pub role: Role,
    /// The title.
    pub title: String,
    /// The first day.
    pub from: Date,
    /// The last day, when it is known.
    pub until: Option<Date>,
    /// The decision that it rests on.
    pub decision: String,
}

impl Grant {
    /// What follows for this person.
    ///
    /// # Errors
    /// When the person can't hold positions, holds this one already in those days, the agency is no more by its end, or something
    /// is missing.
    pub fn decide(&self, file: &PersonFile, directory: &Directory) -> Result<Event, Refusal> {
        let person = file.active()?;
        let mut problems = Vec::new();
        if directory.get(&self.agency).is_none() {
            problems.push(Problem::new("/agency", "choose"));
        }
        if self.role == Role::Citizen {
            problems.push(Problem::new("/role", "choose"));
        }
        for (text, pointer) in [(&self.title, "/title"), (&self.decision, "/decision")] {
            if text.trim().is_empty() {
                problems.push(Problem::new(pointer, "missing"));
            }
        }
        if self.until.is_some_and(|until| until < self.from) {
            problems.push(Problem::new("/until", "ends-before-it-begins"));
        }
        if !problems.is_empty() {
            return Err(Refusal::input(problems));
        }
        if let Some((agency, end)) = directory.get(&self.agency).zip(directory.end(&self.agency))
            && self.until.is_none_or(|until| until >= end.on)
        {
            return Err(Refusal::rule("agency-ended").with("name", &agency.name).with("day", end.on));
        }
        if file.overlaps(&self.agency, self.role, self.from, self.until) {
            return Err(Refusal::rule("position-held-already").with("agency", &self.agency));
        }
        Ok(Event::PositionGranted(PositionGranted {
            login: person.login.clone(),
            agency: self.agency.clone(),
            role: self.role,
            title: self.title.trim().to_owned(),
            from: Some(self.from),
            until: self.until,
            decision: Some(self.decision.trim().to_owned()),
        }))
    }
}
