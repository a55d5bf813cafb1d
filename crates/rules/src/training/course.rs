//! A course as it stands: the fold of its events.

use super::{Event, Opened};
use crate::codes::AgencyCode;
use crate::people::Role;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A course with everybody who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// As it was announced.
    pub opened: Opened,
    /// Who takes part, by login.
    pub learners: BTreeMap<String, Learner>,
    /// Why it does not take place, where it does not.
    pub called_off: Option<String>,
    /// Of which sessions it was noted who was there.
    pub noted: BTreeSet<u8>,
    /// How many events it has.
    pub version: u64,
}

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learner {
    /// Their name.
    pub name: String,
    /// For which agency.
    pub agency: AgencyCode,
    /// As what they work there.
    pub role: Role,
    /// At which sessions they were, from 1.
    pub attended: BTreeSet<u8>,
    /// Points of 100 in the test, once it is marked.
    pub score: Option<u8>,
    /// Their certificate.
    pub certificate: Option<Certificate>,
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Its number.
    pub number: String,
    /// The day of it.
    pub on: Date,
}

/// Where a course stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// People are enrolled.
    Enrolling,
    /// It is about to begin: nobody is enrolled any more.
    Closed,
    /// It is held.
    Running,
    /// All sessions are over.
    Over,
    /// It does not take place.
    CalledOff,
}

impl Stage {
    /// Every one, in the order of lists.
    pub const ALL: [Self; 5] = [Self::Enrolling, Self::Closed, Self::Running, Self::Over, Self::CalledOff];

    /// Its name in texts and lists.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Enrolling => "enrolling",
            Self::Closed => "closed",
            Self::Running => "running",
            Self::Over => "over",
            Self::CalledOff => "called-off",
        }
    }

    /// Where a course of these days stands on a day.
    #[must_use]
    pub fn on(opened: &Opened, called_off: bool, day: Date) -> Self {
        let (first, last) = (opened.sessions.first(), opened.sessions.last());
        if called_off {
            Self::CalledOff
        } else if last.is_none_or(|last| *last < day) {
            Self::Over
        } else if first.is_some_and(|first| *first <= day) {
            Self::Running
        } else if opened.enrol_by < day {
            Self::Closed
        } else {
            Self::Enrolling
        }
    }
}

impl Course {
    /// The course after one more event on this day; nothing before it was announced.
    #[must_use]
    pub fn next(course: Option<Self>, event: &Event, on: Date) -> Option<Self> {
        let Some(mut course) = course else {
            let Event::Opened(opened) = event else { return None };
            let (learners, noted) = (BTreeMap::new(), BTreeSet::new());
            return Some(Self { opened: opened.clone(), learners, called_off: None, noted, version: 1 });
        };
        course.version += 1;
        match event {
            Event::Opened(_) => {}
            Event::Enrolled(event) => {
                let learner = Learner {
                    name: event.name.clone(),
                    agency: event.agency.clone(),
                    role: event.role,
                    attended: BTreeSet::new(),
                    score: None,
                    certificate: None,
                };
                course.learners.insert(event.login.clone(), learner);
            }
            Event::Left(event) => drop(course.learners.remove(&event.login)),
            Event::Attended(event) => {
                course.noted.insert(event.session);
                for (login, learner) in &mut course.learners {
                    if event.present.contains(login) {
                        learner.attended.insert(event.session);
                    } else {
                        learner.attended.remove(&event.session);
                    }
                }
            }
            Event::Tested(event) => {
                if let Some(learner) = course.learners.get_mut(&event.login) {
                    learner.score = Some(event.score);
                }
            }
            Event::Certified(event) => {
                if let Some(learner) = course.learners.get_mut(&event.login) {
                    learner.certificate = Some(Certificate { number: event.number.clone(), on });
                }
            }
            Event::CalledOff(event) => course.called_off = Some(event.reason.clone()),
        }
        Some(course)
    }

    /// Where it stands on a day.
    #[must_use]
    pub fn stage(&self, day: Date) -> Stage {
        Stage::on(&self.opened, self.called_off.is_some(), day)
    }

    /// Whether somebody who was at so many sessions and has this score passed.
    #[must_use]
    pub fn passed(&self, learner: &Learner) -> bool {
        self.attended_enough(learner) && learner.score.is_some_and(|score| score >= self.opened.pass_mark)
    }

    /// Whether somebody was at enough of the sessions.
    #[must_use]
    pub fn attended_enough(&self, learner: &Learner) -> bool {
        learner.attended.len() * 100 >= self.opened.sessions.len() * super::LEAST_ATTENDED
    }
}
