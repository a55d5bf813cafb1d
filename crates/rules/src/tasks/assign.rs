//! Assigning a task: all six clears, or nothing.

use super::{Assigned, Deliverable, Due, Every, LONGEST, Link, Responsible, SIX_CLEARS, Task};
use crate::codes::{AgencyCode, TaskCode};
use crate::indicators::Amount;
use crate::people::permissions::may_assign;
use crate::people::{Actor, Capacity, Directory, is_within};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// A task as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Who: the lead agency.
    pub lead: Option<AgencyCode>,
    /// Who: the login of the responsible person.
    pub responsible: String,
    /// Agencies that support the lead.
    pub supporting: Vec<AgencyCode>,
    /// What.
    pub name: String,
    /// From which day on; today when nothing is said.
    pub assigned_on: Option<Date>,
    /// By when.
    pub due_on: Option<Date>,
    /// How often it is reported on.
    pub every: Option<Every>,
    /// Whose responsibility, where it is not the responsible person's alone.
    pub responsibility: String,
    /// What comes of it.
    pub deliverable: String,
    /// What is counted.
    pub unit: String,
    /// How many of it.
    pub target: Option<Amount>,
    /// By what authority.
    pub authority: String,
    /// What it has to do with.
    pub links: Vec<Link>,
}

/// What the decision needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Assigning<'a> {
    /// The agencies.
    pub directory: &'a Directory,
    /// Who the responsible person is, if they hold a position in the lead agency on this day.
    pub person: Option<&'a Responsible>,
    /// The task of which it becomes a part.
    pub parent: Option<&'a Task>,
    /// The day.
    pub today: Date,
}

/// Whether an agency may give tasks to the other one: itself, what stands below it, and the lower levels of government (a department
/// to communes in its field).
#[must_use]
pub fn is_subordinate(directory: &Directory, agency: &AgencyCode, other: &AgencyCode) -> bool {
    let level = |code| directory.get(code).map(|agency| agency.level);
    is_within(agency, other) || matches!((level(agency), level(other)), (Some(low), Some(high)) if low > high)
}

/// Assigns a task under this code in the name of an agency.
///
/// # Errors
/// When the policy does not let them, one of the six clears is missing, the deadline is before the assignment, or the lead agency is
/// not below the assigner.
pub fn assign(
    actor: &Actor,
    assigner: &AgencyCode,
    task: TaskCode,
    draft: &Draft,
    context: Assigning<'_>,
) -> Result<(Assigned, Capacity), Refusal> {
    let by = may_assign(actor, assigner)?;
    let mut problems = Vec::new();
    let mut text = |pointer: &str, typed: &str, missing: Option<&'static str>| {
        let text = tidy(typed);
        match missing {
            Some(code) if text.is_empty() => problems.push(Problem::new(pointer, code)),
            _ if text.chars().count() > LONGEST => {
                problems.push(Problem::new(pointer, "too-long").with("max", LONGEST));
            }
            _ => {}
        }
        text
    };
    let name = text("/name", &draft.name, Some("task-without-name"));
    let authority = text("/authority", &draft.authority, Some("task-without-authority"));
    let what = text("/deliverable", &draft.deliverable, Some("task-without-deliverable"));
    let responsibility = text("/responsibility", &draft.responsibility, None);
    let unit = text("/unit", &draft.unit, None);
    if draft.target.is_some() && unit.is_empty() {
        problems.push(Problem::new("/unit", "task-target-without-unit"));
    }
    if draft.target.is_some_and(|target| target.0 < 0) {
        problems.push(Problem::new("/target", "amount-below-nought"));
    }
    let lead = lead(draft, assigner, context.directory, &mut problems);
    let responsible = context.person.filter(|person| person.login == draft.responsible);
    if draft.responsible.is_empty() {
        problems.push(Problem::new("/responsible", "task-without-owner"));
    } else if responsible.is_none() && lead.is_some() {
        problems.push(Problem::new("/responsible", "task-owner-elsewhere").with("login", &draft.responsible));
    }
    let assigned_on = draft.assigned_on.unwrap_or(context.today);
    let due = due(draft, assigned_on, context, &mut problems);
    for agency in &draft.supporting {
        if context.directory.get(agency).is_none() {
            problems.push(Problem::new("/supporting", "agency-unknown").with("code", agency));
        } else if Some(agency) == lead {
            problems.push(Problem::new("/supporting", "task-supports-itself").with("code", agency));
        }
    }
    let (Some(lead), Some(responsible), Some(on), true) = (lead, responsible, due, problems.is_empty()) else {
        return Err(Refusal::input(problems).citing(SIX_CLEARS));
    };
    if let Some(parent) = context.parent {
        may_split(parent, assigner, on)?;
    }
    let assigned = Assigned {
        task,
        assigner: assigner.clone(),
        lead: lead.clone(),
        responsible: responsible.clone(),
        supporting: draft.supporting.clone(),
        name,
        assigned_on,
        due: Due { on, every: draft.every },
        responsibility,
        deliverable: Deliverable { what, unit, target: draft.target },
        authority,
        links: draft.links.clone(),
        parent: context.parent.map(|parent| parent.code().clone()),
    };
    Ok((assigned, by))
}

fn lead<'a>(
    draft: &'a Draft,
    assigner: &AgencyCode,
    directory: &Directory,
    problems: &mut Vec<Problem>,
) -> Option<&'a AgencyCode> {
    let problem = match &draft.lead {
        None => Problem::new("/lead", "task-without-lead"),
        Some(lead) if directory.get(lead).is_none() || !directory.is_in_force(lead) => {
            Problem::new("/lead", "agency-unknown").with("code", lead)
        }
        Some(lead) if !is_subordinate(directory, lead, assigner) => {
            Problem::new("/lead", "task-lead-not-below").with("code", lead)
        }
        Some(lead) => return Some(lead),
    };
    problems.push(problem);
    None
}

fn due(draft: &Draft, assigned_on: Date, context: Assigning<'_>, problems: &mut Vec<Problem>) -> Option<Date> {
    if assigned_on > context.today {
        problems.push(Problem::new("/assigned_on", "task-assigned-later"));
    }
    let problem = match draft.due_on {
        None => Problem::new("/due_on", "task-without-date"),
        Some(on) if on < assigned_on => {
            Problem::new("/due_on", "deadline-before-assignment").with("due", on).with("assigned", assigned_on)
        }
        Some(on) if on > latest(context.today) => too_late("/due_on", context.today),
        Some(on) => return Some(on),
    };
    problems.push(problem);
    None
}

/// So many years ahead the furthest goals of the state lie: from 2025 those of the vision to 2045. A later day is a slip of the pen.
const YEARS_AHEAD: i16 = 20;

/// The latest day that somebody can set a deadline on today: the last of that year.
#[must_use]
pub fn latest(today: Date) -> Date {
    Date::new(today.year().saturating_add(YEARS_AHEAD), 12, 31).unwrap_or(Date::MAX)
}

/// That a day lies further ahead than any goal.
pub(crate) fn too_late(pointer: &str, today: Date) -> Problem {
    Problem::new(pointer, "deadline-too-far").with("latest", latest(today))
}

/// The target that somebody typed with its unit: `38` "xã", `95,5 %`, whose unit it names itself. Nothing for what is no number.
#[must_use]
pub fn read_target(typed: &str, unit: &str) -> Option<(Amount, String)> {
    let amount = Amount::read(typed)?;
    let unit = tidy(unit);
    let unit = if unit.is_empty() && typed.trim_end().ends_with('%') { "%".to_owned() } else { unit };
    Some((amount, unit))
}

/// Whether this agency may make a part, due on this day, of a task.
pub(super) fn may_split(parent: &Task, assigner: &AgencyCode, due_on: Date) -> Result<(), Refusal> {
    if parent.assigned.lead != *assigner {
        return Err(Refusal::forbidden("task-not-yours-to-split"));
    }
    if !parent.status.runs() {
        return Err(Refusal::rule("task-not-open"));
    }
    if due_on > parent.due_on {
        let problem = Problem::new("/due_on", "part-later-than-whole").with("whole", parent.due_on);
        return Err(Refusal::input(vec![problem]));
    }
    Ok(())
}
