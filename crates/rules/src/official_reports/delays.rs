//! Why a dossier is late (II.06b): one cause each, read from its history and never typed.

use crate::catalogue::StepTask;
use crate::dossiers::{Consultation, Dossier};
use crate::quality::Period;
use jiff::Timestamp;

/// Why a dossier is late. The first that applies counts; of several steps that were late, the one that was late by most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// It had to be supplemented a second time, which counts as late whatever the days (766, 2.1).
    Supplement,
    /// Another agency gave its opinion late, or not at all.
    Consultation,
    /// It waited to be assigned.
    Assign,
    /// It was verified late.
    Process,
    /// It was approved or signed late.
    Decide,
    /// Its result was issued late.
    Issue,
    /// None of its steps was late.
    Other,
}

impl Cause {
    /// Every cause, in the order of the columns.
    pub const ALL: [Self; 7] =
        [Self::Supplement, Self::Consultation, Self::Assign, Self::Process, Self::Decide, Self::Issue, Self::Other];

    /// Its name in SQL and in the columns.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Supplement => "supplement",
            Self::Consultation => "consultation",
            Self::Assign => "assign",
            Self::Process => "process",
            Self::Decide => "decide",
            Self::Issue => "issue",
            Self::Other => "other",
        }
    }

    /// What a late step of this task makes the cause.
    #[must_use]
    pub fn of_step(task: StepTask) -> Self {
        match task {
            StepTask::Assign => Self::Assign,
            StepTask::Process => Self::Process,
            StepTask::Approve | StepTask::Sign => Self::Decide,
            StepTask::Issue | StepTask::Return => Self::Issue,
        }
    }
}

/// Why a dossier that is late at the end of a period is so, by what had happened until then.
#[must_use]
pub fn cause_of_delay(dossier: &Dossier, period: Period) -> Cause {
    let end = period.end();
    let until = dossier.finished_at.filter(|at| *at < end).unwrap_or(end);
    if dossier.supplements.get(1).is_some_and(|second| second.requested_at < end) {
        return Cause::Supplement;
    }
    let late = |asked: &Consultation| {
        let answered = asked.answer.as_ref().map(|answer| answer.at).or(asked.unanswered_at);
        asked.due_at < until && answered.is_none_or(|at| at > asked.due_at)
    };
    if dossier.consultations.iter().any(late) {
        return Cause::Consultation;
    }
    let steps = dossier.filed.route.steps();
    let over = |due: Timestamp, ended: Timestamp| ended.min(until).as_microsecond() - due.as_microsecond();
    let ended = dossier
        .late_steps
        .iter()
        .filter(|late| late.due_at < until)
        .filter_map(|late| Some((over(late.due_at, late.ended_at), steps.get(usize::from(late.step))?.task)));
    let running = dossier.step_due_at.filter(|_| dossier.finished_at.is_none()).and_then(|due| {
        let over = over(due, dossier.stopped_at().unwrap_or(until));
        (over > 0).then_some((over, dossier.current_step()?.task))
    });
    // Of equal ones the first counts.
    let worst = ended.chain(running).reduce(|worst, next| if next.0 > worst.0 { next } else { worst });
    worst.map_or(Cause::Other, |(_, task)| Cause::of_step(task))
}
