//! The opinions that a step of a route asks for by itself: of whom, about what, within which time (*lấy ý kiến phối hợp* in the
//! internal processes of the provinces).
//!
//! Only a step that processes asks: what comes later decides on what was found there. When the opinions are opened, and what
//! waits for them, is known to [`crate::dossiers`].

use super::{Step, StepTask};
use crate::codes::AgencyCode;
use serde::{Deserialize, Serialize};

/// An opinion that a step asks for when a dossier comes to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepConsultation {
    /// Of whom.
    pub whom: Whom,
    /// What is asked.
    pub question: String,
    /// Within which time, from the moment when the dossier comes to the step.
    pub within: AnswerTime,
}

/// Whose opinion a route asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// Of the commune where the matter is: the one that the form names, else the applicant's.
    Commune,
    /// Of the agency above the one that settles the dossier.
    Superior,
    /// Of this agency, or what it was merged into.
    Agency(AgencyCode),
}

impl Whom {
    /// The name in forms: `commune`, `superior`, or the agency's code.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Commune => "commune",
            Self::Superior => "superior",
            Self::Agency(agency) => agency.as_str(),
        }
    }

    /// Whom a form names so; nothing for what is no agency's code either.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "commune" => Some(Self::Commune),
            "superior" => Some(Self::Superior),
            code => code.parse().ok().map(Self::Agency),
        }
    }
}

/// The time in which an opinion must come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerTime {
    /// So many working hours.
    WorkingHours(u16),
    /// So many working days.
    WorkingDays(u16),
    /// So many percent of the step's own time.
    Share(u8),
}

impl AnswerTime {
    /// The units, by the name that they have in forms.
    pub const UNITS: [&'static str; 3] = ["working_hours", "working_days", "share"];

    /// The unit's name in forms.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::WorkingHours(_) => "working_hours",
            Self::WorkingDays(_) => "working_days",
            Self::Share(_) => "share",
        }
    }

    /// How many of the unit.
    #[must_use]
    pub fn amount(self) -> u16 {
        match self {
            Self::WorkingHours(amount) | Self::WorkingDays(amount) => amount,
            Self::Share(share) => u16::from(share),
        }
    }

    /// So many of a unit; nothing where there is no such unit, or no share is that large.
    #[must_use]
    pub fn of(unit: &str, amount: u16) -> Option<Self> {
        match unit {
            "working_hours" => Some(Self::WorkingHours(amount)),
            "working_days" => Some(Self::WorkingDays(amount)),
            "share" => u8::try_from(amount).ok().map(Self::Share),
            _ => None,
        }
    }

    /// Whether anybody can answer in it: from one hour to sixty days, from one percent to all of the step.
    #[must_use]
    pub fn is_sound(self) -> bool {
        let most = match self {
            Self::WorkingHours(_) => 480,
            Self::WorkingDays(_) => 60,
            Self::Share(_) => 100,
        };
        (1..=most).contains(&self.amount())
    }
}

/// What is wrong with an opinion that a route asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AskFlaw {
    /// The step does not process.
    #[error("only a step that processes asks for opinions")]
    NotProcessing,
    /// It does not say what is asked.
    #[error("it does not say what is asked")]
    NoQuestion,
    /// Nobody can answer in that time.
    #[error("the time for the answer is none or too long")]
    Time,
    /// It counts a share of a step that has no time.
    #[error("it takes a share of a step that has no time of its own")]
    ShareOfNothing,
    /// The step asks the same of the same.
    #[error("the step asks the same agency twice")]
    Twice,
    /// The step asks more than anybody follows.
    #[error("the step asks for more than {MOST} opinions")]
    TooMany,
}

/// Opinions that one step may ask for.
pub(super) const MOST: usize = 10;

/// The first opinion of a step that can't be asked for, counted from 0, and why.
pub(super) fn flaw(step: &Step) -> Option<(usize, AskFlaw)> {
    step.consultations.iter().enumerate().find_map(|(at, ask)| {
        let wrong = if step.task != StepTask::Process {
            AskFlaw::NotProcessing
        } else if at >= MOST {
            AskFlaw::TooMany
        } else if ask.question.trim().is_empty() {
            AskFlaw::NoQuestion
        } else if !ask.within.is_sound() {
            AskFlaw::Time
        } else if step.share == 0 && matches!(ask.within, AnswerTime::Share(_)) {
            AskFlaw::ShareOfNothing
        } else if step.consultations[..at].iter().any(|other| other.whom == ask.whom) {
            AskFlaw::Twice
        } else {
            return None;
        };
        Some((at, wrong))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Route, RouteError};

    fn ask(whom: &str, within: AnswerTime) -> StepConsultation {
        StepConsultation {
            whom: Whom::from_key(whom).expect("whom"), question: "Có phù hợp không?".into(), within
        }
    }

    /// What is wrong with the usual route when its step at `at` asks so.
    fn flaw_of(at: usize, asks: &[StepConsultation]) -> Option<AskFlaw> {
        let mut steps = Route::usual().steps().to_vec();
        steps[at].consultations = asks.to_vec();
        match Route::new(steps) {
            Ok(_) => None,
            Err(RouteError::Consultation { flaw, .. }) => Some(flaw),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_step_that_processes_asks_side_by_side_and_nothing_else_does() {
        let asks = [
            ask("H35.1", AnswerTime::WorkingDays(3)),
            ask("commune", AnswerTime::Share(50)),
            ask("superior", AnswerTime::WorkingHours(8)),
        ];
        assert_eq!(flaw_of(1, &asks), None);
        assert_eq!(flaw_of(2, &asks), Some(AskFlaw::NotProcessing));
        assert_eq!(flaw_of(1, &[ask("H35.1", AnswerTime::WorkingDays(0))]), Some(AskFlaw::Time));
        assert_eq!(flaw_of(1, &[ask("H35.1", AnswerTime::Share(101))]), Some(AskFlaw::Time));
        assert_eq!(flaw_of(1, &[asks[0].clone(), asks[0].clone()]), Some(AskFlaw::Twice));
        let silent = StepConsultation { question: " ".into(), ..asks[0].clone() };
        assert_eq!(flaw_of(1, &[silent]), Some(AskFlaw::NoQuestion));
    }

    #[test]
    fn a_share_of_a_step_without_time_is_none() {
        let mut steps = Route::usual().steps().to_vec();
        (steps[1].share, steps[2].share) = (0, 75);
        steps[1].consultations = vec![ask("commune", AnswerTime::Share(50))];
        let found = Route::new(steps).expect_err("a flaw");
        assert_eq!(found, RouteError::Consultation { step: 1, at: 0, flaw: AskFlaw::ShareOfNothing });
        assert!(found.to_string().starts_with("opinion 1 of step 2"), "{found}");
    }

    #[test]
    fn routes_from_before_are_read_and_written_as_they_were() {
        let old = serde_json::json!({"name": "Thẩm định", "task": "process", "role": "case_officer", "share": 60});
        let step: Step = serde_json::from_value(old).expect("a step");
        assert!(step.consultations.is_empty());
        assert!(!serde_json::to_string(&step).expect("text").contains("consultations"));
        let asked = ask("H35.06", AnswerTime::WorkingDays(5));
        let text = serde_json::to_value(&asked).expect("text");
        assert_eq!(text["whom"], serde_json::json!({"agency": "H35.06"}));
        assert_eq!(text["within"], serde_json::json!({"working_days": 5}));
        assert_eq!(serde_json::from_value::<StepConsultation>(text).expect("read"), asked);
        for unit in AnswerTime::UNITS {
            assert_eq!(AnswerTime::of(unit, 7).map(|time| (time.unit(), time.amount())), Some((unit, 7)));
        }
        assert_eq!(AnswerTime::of("share", 300), None);
    }
}
