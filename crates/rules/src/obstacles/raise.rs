//! Raising an obstacle: what, which kind, where; the rest follows.

use super::{Kind, LONGEST, Place, Raised, Raiser, competent};
use crate::calendar::TimeLimit;
use crate::codes::{AgencyCode, ObstacleCode, TaskCode};
use crate::people::permissions::may_raise_obstacle;
use crate::people::{Actor, Capacity, Directory};
use crate::tasks::Evidence;
use crate::text::tidy_lines;
use crate::{Problem, Refusal};
use jiff::Timestamp;

/// An obstacle as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Raise {
    /// For which agency.
    pub agency: String,
    /// What kind.
    pub kind: Option<Kind>,
    /// What stands in the way.
    pub text: String,
    /// In which village, by code; empty for the agency as a whole.
    pub village: String,
    /// What shows it.
    pub evidence: Vec<Evidence>,
    /// The task that it holds up, which the caller knows to be seen by them.
    pub task: Option<TaskCode>,
}

/// What raising needs to know.
#[derive(Clone, Copy)]
pub struct Raising<'a> {
    /// The agencies.
    pub directory: &'a Directory,
    /// The village of the code that was typed, where the agency has it.
    pub place: Option<&'a Place>,
    /// When what an agency gets now is due, by its own calendar.
    pub due: &'a dyn Fn(&AgencyCode, TimeLimit) -> Timestamp,
}

/// The obstacle that follows, with whoever has authority and until when; and the capacity in which it is raised.
///
/// # Errors
/// When something is missing or too long, the village is not the agency's, or the actor does not work there.
pub fn raise(
    actor: &Actor,
    code: ObstacleCode,
    typed: Raise,
    context: Raising<'_>,
) -> Result<(Raised, Capacity), Refusal> {
    let mut problems = Vec::new();
    let agency: Option<AgencyCode> = typed.agency.parse().ok();
    let agency = agency.filter(|code| context.directory.get(code).is_some());
    if agency.is_none() {
        problems.push(Problem::new("/agency", "choose"));
    }
    if typed.kind.is_none() {
        problems.push(Problem::new("/kind", "choose"));
    }
    let text = tidy_lines(&typed.text);
    match text.chars().count() {
        0 => problems.push(Problem::new("/text", "obstacle-text-missing")),
        long if long > LONGEST => problems.push(Problem::new("/text", "too-long").with("max", LONGEST)),
        _ => {}
    }
    let place = context.place.filter(|place| place.village.as_str() == typed.village);
    if place.is_none() && !typed.village.is_empty() {
        problems.push(Problem::new("/village", "obstacle-village-elsewhere"));
    }
    let (Some(agency), Some(kind), true) = (agency, typed.kind, problems.is_empty()) else {
        return Err(Refusal::input(problems));
    };
    let by = may_raise_obstacle(actor, &agency)?;
    let holder = competent(kind, &agency, place.is_some(), context.directory);
    let holder = holder.ok_or_else(|| Refusal::rule("obstacle-nobody-competent"))?.clone();
    let due_at = (context.due)(&holder, kind.limit());
    let raised = Raised {
        obstacle: code,
        kind,
        text,
        place: place.cloned(),
        raiser: Raiser {
            agency,
            login: actor.login.clone(),
            name: actor.name.clone(),
            in_place_of: by.principal().map(str::to_owned),
        },
        holder,
        due_at,
        evidence: typed.evidence,
        task: typed.task,
    };
    Ok((raised, by))
}
