//! Where a dossier is, who has it, until when, and what comes next.

use super::{Deadline, Tag};

/// The answer to "where is it?", with the steps of its route.
#[derive(Debug, Clone)]
pub struct RouteProgress {
    /// Its status.
    pub status: Tag,
    /// Where it is: agency and step.
    pub place: String,
    /// Who has it; empty while nobody does.
    pub who: String,
    /// Until when.
    pub deadline: Option<Deadline>,
    /// What is said where there is no deadline.
    pub no_deadline: String,
    /// The legal due date behind a new appointment, and by how much that is late; empty without one.
    pub legal: String,
    /// What happens next, or what to do.
    pub next: String,
    /// The steps from filing to result.
    pub steps: Vec<RouteStep>,
}

/// One step of a route.
#[derive(Debug, Clone)]
pub struct RouteStep {
    /// Its name.
    pub name: String,
    /// Who does it, or when it was done; may be empty.
    pub note: String,
    /// Done, current, or to come.
    pub state: StepState,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// It is done.
    Done,
    /// It is being done.
    Current,
    /// It comes later.
    Ahead,
}

impl StepState {
    /// The name in style classes, and the key of its word: `step-done`.
    #[must_use]
    pub fn css(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Current => "current",
            Self::Ahead => "ahead",
        }
    }

    /// Key of its word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Done => "step-done",
            Self::Current => "step-current",
            Self::Ahead => "step-ahead",
        }
    }
}
