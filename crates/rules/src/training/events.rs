//! What can happen to a course.

use crate::codes::{AgencyCode, CourseCode};
use crate::people::Role;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to a course.
    "training" {
        /// It was announced.
        Opened(Opened) = "opened",
        /// Somebody was enrolled.
        Enrolled(Enrolled) = "enrolled",
        /// Somebody will not come after all.
        Left(Left) = "left",
        /// Who was at a session was noted; noted again, the last word counts.
        Attended(Attended) = "attended",
        /// Somebody's test was marked; marked again, the last word counts.
        Tested(Tested) = "tested",
        /// Somebody was given their certificate.
        Certified(Certified) = "certified",
        /// It does not take place.
        CalledOff(CalledOff) = "called_off",
    }
}

/// How a course is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// In a room.
    Class,
    /// From afar.
    Online,
}

impl Form {
    /// Both, in the order of forms.
    pub const ALL: [Self; 2] = [Self::Class, Self::Online];

    /// Its name in forms and texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Class => "class",
            Self::Online => "online",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.key() == key)
    }
}

/// A course as it was announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Its code.
    pub course: CourseCode,
    /// Who organises it.
    pub agency: AgencyCode,
    /// Its title.
    pub title: String,
    /// The key of the skill that it teaches.
    pub skill: String,
    /// In a room or from afar.
    pub form: Form,
    /// Where, or under which address.
    pub place: String,
    /// How many hours in all.
    pub hours: u16,
    /// The days of its sessions, one after the other.
    pub sessions: Vec<Date>,
    /// The last day on which somebody is enrolled.
    pub enrol_by: Date,
    /// How many may take part.
    pub seats: u16,
    /// From how many points of 100 the test is passed.
    pub pass_mark: u8,
}

/// See [`Event::Enrolled`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// Which course.
    pub course: CourseCode,
    /// Whom: their login.
    pub login: String,
    /// Their name then.
    pub name: String,
    /// For which agency.
    pub agency: AgencyCode,
    /// As what they work there.
    pub role: Role,
}

/// See [`Event::Left`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Which course.
    pub course: CourseCode,
    /// Who.
    pub login: String,
    /// Why.
    pub reason: String,
}

/// See [`Event::Attended`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attended {
    /// Which course.
    pub course: CourseCode,
    /// Which session, from 1.
    pub session: u8,
    /// Who was there: logins, in order.
    pub present: Vec<String>,
}

/// See [`Event::Tested`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tested {
    /// Which course.
    pub course: CourseCode,
    /// Whose.
    pub login: String,
    /// Points of 100.
    pub score: u8,
}

/// See [`Event::Certified`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certified {
    /// Which course.
    pub course: CourseCode,
    /// Who.
    pub login: String,
    /// The number of the certificate in the organiser's register: `12/2025/CN-H35.15`.
    pub number: String,
}

/// See [`Event::CalledOff`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalledOff {
    /// Which course.
    pub course: CourseCode,
    /// Why.
    pub reason: String,
}

impl Event {
    /// The course that it happened to.
    #[must_use]
    pub fn course(&self) -> &CourseCode {
        match self {
            Self::Opened(event) => &event.course,
            Self::Enrolled(event) => &event.course,
            Self::Left(event) => &event.course,
            Self::Attended(event) => &event.course,
            Self::Tested(event) => &event.course,
            Self::Certified(event) => &event.course,
            Self::CalledOff(event) => &event.course,
        }
    }
}
