//! What a message tells.

use crate::{dossiers, petitions, results};

/// What a message tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notice {
    /// The dossier was filed.
    Filed,
    /// The dossier was received; the result is due then.
    Received,
    /// The dossier was not received.
    Refused,
    /// Papers are missing.
    SupplementAsked,
    /// A fee is to be paid.
    PaymentAsked,
    /// A fee is to be paid soon, or the request expires.
    PaymentDue,
    /// A fee was not paid in its time.
    PaymentExpired,
    /// The agency apologises and makes a new appointment.
    Apologised,
    /// The result can be had.
    ResultReady,
    /// An agency asks for more about a petition.
    PetitionSupplementAsked,
    /// A petition was answered.
    PetitionAnswered,
    /// A petition was refused.
    PetitionRefused,
    /// A copy of a result was issued.
    CopyIssued,
    /// An error in a result was corrected.
    ResultCorrected,
    /// A request about a result was refused.
    ResultRequestRefused,
    /// An obstacle that somebody raised was answered.
    ObstacleAnswered,
    /// An obstacle came up to an agency from the level below.
    ObstacleEscalated,
    /// An officer's deadlines of the day.
    DeadlinesNear,
    /// What a leader's agency is late with.
    AgencyLate,
    /// Somebody answers for a task from now on.
    TaskGiven,
    /// An agency was assigned a directive.
    DirectiveAssigned,
    /// Somebody's tasks of the day: what they must do, what their agency is late with, what it waits for.
    TasksOfTheDay,
}

impl Notice {
    /// Every notice.
    pub const ALL: [Self; 22] = [
        Self::Filed,
        Self::Received,
        Self::Refused,
        Self::SupplementAsked,
        Self::PaymentAsked,
        Self::PaymentDue,
        Self::PaymentExpired,
        Self::Apologised,
        Self::ResultReady,
        Self::PetitionSupplementAsked,
        Self::PetitionAnswered,
        Self::PetitionRefused,
        Self::CopyIssued,
        Self::ResultCorrected,
        Self::ResultRequestRefused,
        Self::ObstacleAnswered,
        Self::ObstacleEscalated,
        Self::DeadlinesNear,
        Self::AgencyLate,
        Self::TaskGiven,
        Self::DirectiveAssigned,
        Self::TasksOfTheDay,
    ];

    /// Its name in texts and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Received => "received",
            Self::Refused => "refused",
            Self::SupplementAsked => "supplement-asked",
            Self::PaymentAsked => "payment-asked",
            Self::PaymentDue => "payment-due",
            Self::PaymentExpired => "payment-expired",
            Self::Apologised => "apologised",
            Self::ResultReady => "result-ready",
            Self::PetitionSupplementAsked => "petition-supplement-asked",
            Self::PetitionAnswered => "petition-answered",
            Self::PetitionRefused => "petition-refused",
            Self::CopyIssued => "copy-issued",
            Self::ResultCorrected => "result-corrected",
            Self::ResultRequestRefused => "result-request-refused",
            Self::ObstacleAnswered => "obstacle-answered",
            Self::ObstacleEscalated => "obstacle-escalated",
            Self::DeadlinesNear => "deadlines-near",
            Self::AgencyLate => "agency-late",
            Self::TaskGiven => "task-given",
            Self::DirectiveAssigned => "directive-assigned",
            Self::TasksOfTheDay => "tasks-of-the-day",
        }
    }

    /// The notice of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.key() == key)
    }

    /// What the applicant is told of what happened to their dossier, if anything.
    #[must_use]
    pub fn of_dossier(event: &dossiers::Event) -> Option<Self> {
        use dossiers::Event;
        Some(match event {
            Event::Filed(_) => Self::Filed,
            Event::Received(_) => Self::Received,
            Event::Refused(_) => Self::Refused,
            Event::SupplementRequested(_) => Self::SupplementAsked,
            Event::PaymentRequested(_) => Self::PaymentAsked,
            Event::Apologised(_) => Self::Apologised,
            Event::Completed(_) => Self::ResultReady,
            _ => return None,
        })
    }

    /// What whoever filed a petition is told of what happened to it, if anything.
    #[must_use]
    pub fn of_petition(event: &petitions::Event) -> Option<Self> {
        use petitions::Event;
        Some(match event {
            Event::SupplementAsked(_) => Self::PetitionSupplementAsked,
            Event::Answered(_) => Self::PetitionAnswered,
            Event::Refused(_) => Self::PetitionRefused,
            _ => return None,
        })
    }

    /// What whoever's result it is is told of what happened to a request about it, if anything.
    #[must_use]
    pub fn of_result(kind: results::Kind, event: &results::Event) -> Option<Self> {
        use results::{Event, Kind};
        Some(match (kind, event) {
            (Kind::Copy, Event::Issued(_)) => Self::CopyIssued,
            (Kind::Correction, Event::Issued(_)) => Self::ResultCorrected,
            (_, Event::Refused(_)) => Self::ResultRequestRefused,
            _ => return None,
        })
    }

    /// Whether the law bids to tell it (Nghị định 118/2025/NĐ-CP; Quyết định 766/QĐ-TTg): no consent is asked for.
    #[must_use]
    pub fn is_bidden(self) -> bool {
        !matches!(
            self,
            Self::Filed
                | Self::ObstacleAnswered
                | Self::ObstacleEscalated
                | Self::DeadlinesNear
                | Self::AgencyLate
                | Self::TaskGiven
                | Self::DirectiveAssigned
                | Self::TasksOfTheDay
        )
    }

    /// Whether it may come at night. Nothing of what there is now.
    #[must_use]
    pub fn is_urgent(self) -> bool {
        false
    }
}
