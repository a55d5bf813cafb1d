//! The steps of a route as a form has them, and as a route; and where nobody holds the role of one.

use crate::pages::typed::Typed;
use jiff::Timestamp;
use rules::catalogue::{Procedure, Route, RouteError, Step, StepPlace, StepTask};
use rules::codes::AgencyCode;
use rules::dossiers::can_settle;
use rules::people::Role;
use rules::{Problem, Refusal};
use store::province::Province;
use store::tables::positions;
use store::{Fault, Tx};

/// What can be done in a step.
pub(super) const TASKS: [StepTask; 6] =
    [StepTask::Assign, StepTask::Process, StepTask::Approve, StepTask::Sign, StepTask::Issue, StepTask::Return];
/// In which capacity.
pub(super) const ROLES: [Role; 4] = [Role::CounterOfficer, Role::CaseOfficer, Role::Approver, Role::Clerk];
/// Steps that a form may have.
const MOST: usize = 20;

/// A step as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Typing {
    pub(super) name: String,
    pub(super) task: String,
    pub(super) role: String,
    /// `competent`, `counter`, or an agency's code.
    pub(super) place: String,
    pub(super) share: String,
}

/// The steps of a route, as a form begins with them.
pub(super) fn typed_of(route: &Route) -> Vec<Typing> {
    let typing = |step: &Step| Typing {
        name: step.name.clone(),
        task: step.task.key().to_owned(),
        role: step.role.key().to_owned(),
        place: match &step.place {
            StepPlace::Competent => "competent".to_owned(),
            StepPlace::Counter => "counter".to_owned(),
            StepPlace::Agency(agency) => agency.to_string(),
        },
        share: step.share.to_string(),
    };
    route.steps().iter().map(typing).collect()
}

/// The steps that were sent, in their order.
pub(super) fn read(typed: &Typed) -> Vec<Typing> {
    let sent = (0..MOST).take_while(|at| typed.has(&format!("name-{at}")));
    sent.map(|at| {
        let text = |field: &str| typed.text(&format!("{field}-{at}"));
        Typing {
            name: text("name"),
            task: text("task"),
            role: text("role"),
            place: text("place"),
            share: text("share"),
        }
    })
    .collect()
}

/// Adds, moves or takes out a step: `add-2`, `up-2`, `remove-2`; false when nothing of this kind is wanted.
pub(super) fn edit(steps: &mut Vec<Typing>, wanted: &str) -> bool {
    let Some((what, at)) = wanted.rsplit_once('-') else { return false };
    let Ok(at) = at.parse::<usize>() else { return false };
    match what {
        // After a step, of its kind: two that process are the usual case.
        "add" if at < steps.len() && steps.len() < MOST => {
            let copy = Typing { name: String::new(), share: "0".to_owned(), ..steps[at].clone() };
            steps.insert(at + 1, copy);
        }
        "up" if at > 0 && at < steps.len() => steps.swap(at - 1, at),
        "remove" if at < steps.len() => drop(steps.remove(at)),
        _ => return matches!(what, "add" | "up" | "remove"),
    }
    true
}

/// The route that these steps make.
///
/// # Errors
/// What is wrong with which step, or with the whole.
pub(super) fn route(steps: &[Typing]) -> Result<Route, Refusal> {
    let mut problems = Vec::new();
    let mut read = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        let mut wrong = |field: &str, code| problems.push(Problem::new(format!("/{field}-{at}"), code));
        if step.name.is_empty() {
            wrong("name", "missing");
        }
        let task = TASKS.into_iter().find(|task| task.key() == step.task);
        let role = ROLES.into_iter().find(|role| role.key() == step.role);
        let share = step.share.parse::<u8>().ok().filter(|share| *share <= 100);
        let place = match step.place.as_str() {
            "competent" => Some(StepPlace::Competent),
            "counter" => Some(StepPlace::Counter),
            code => code.parse::<AgencyCode>().ok().map(StepPlace::Agency),
        };
        for (field, lacks, code) in [
            ("task", task.is_none(), "choose"),
            ("role", role.is_none(), "choose"),
            ("place", place.is_none(), "choose"),
            ("share", share.is_none(), "route-share"),
        ] {
            if lacks {
                wrong(field, code);
            }
        }
        if let (Some(task), Some(role), Some(place), Some(share)) = (task, role, place, share) {
            read.push(Step { name: step.name.clone(), task, role, place, share });
        }
    }
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    Route::new(read).map_err(|error| match error {
        RouteError::NobodyProcesses => Refusal::rule("route-nobody-processes"),
        RouteError::OutOfOrder(at) => Refusal::rule("route-order").with("step", at + 1),
        RouteError::Incomplete => Refusal::rule("route-incomplete"),
        RouteError::Shares(sum) => Refusal::rule("route-shares").with("sum", sum),
    })
}

/// Where a step is done: every agency that it may be done at.
fn places<'a>(province: &'a Province, procedure: &Procedure, step: &'a Step) -> Vec<&'a AgencyCode> {
    let directory = &province.directory;
    let settling =
        directory.iter().filter(|agency| can_settle(procedure, agency, directory)).map(|agency| &agency.code);
    match &step.place {
        StepPlace::Agency(agency) => vec![agency],
        StepPlace::Competent => settling.collect(),
        StepPlace::Counter => {
            settling.filter_map(|agency| directory.counter_of(agency)).map(|counter| &counter.code).collect()
        }
    }
}

/// The agencies of a step where nobody holds its role, and whether that is everywhere.
fn vacant<'a>(
    tx: &mut Tx,
    places: Vec<&'a AgencyCode>,
    role: Role,
    now: Timestamp,
) -> Result<(Vec<&'a AgencyCode>, bool), Fault> {
    let (all, mut vacant) = (places.len(), Vec::new());
    for place in places {
        if positions::at_work(tx, place.as_str(), role, now)?.is_empty() {
            vacant.push(place);
        }
    }
    vacant.dedup();
    let everywhere = vacant.len() == all;
    Ok((vacant, everywhere))
}

/// The first step whose role nobody holds anywhere that it could be done: such a route can't be walked.
pub(super) fn nobody_anywhere(
    tx: &mut Tx,
    province: &Province,
    procedure: &Procedure,
    route: &Route,
    now: Timestamp,
) -> Result<Option<String>, Fault> {
    for step in route.steps() {
        if vacant(tx, places(province, procedure, step), step.role, now)?.1 {
            return Ok(Some(step.name.clone()));
        }
    }
    Ok(None)
}

/// The steps whose role nobody holds in some agencies: the step's name and theirs.
pub(super) fn gaps(
    tx: &mut Tx,
    province: &Province,
    procedure: &Procedure,
    route: &Route,
    now: Timestamp,
) -> Result<Vec<(String, String)>, Fault> {
    let mut gaps = Vec::new();
    for step in route.steps() {
        let (vacant, _) = vacant(tx, places(province, procedure, step), step.role, now)?;
        if !vacant.is_empty() {
            let names =
                vacant.iter().filter_map(|code| province.directory.get(code)).map(|agency| agency.name.as_str());
            gaps.push((step.name.clone(), names.collect::<Vec<_>>().join(", ")));
        }
    }
    Ok(gaps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(steps: &[Typing]) -> &'static str {
        route(steps).expect_err("a refusal").code
    }

    #[test]
    fn the_usual_route_comes_back_as_it_went() {
        let steps = typed_of(&Route::usual());
        assert_eq!(route(&steps), Ok(Route::usual()));
    }

    #[test]
    fn steps_are_added_moved_and_taken_out_and_what_is_wrong_is_said() {
        let mut steps = typed_of(&Route::usual());
        assert!(edit(&mut steps, "add-1"));
        assert_eq!((steps.len(), steps[2].task.as_str()), (7, "process"));
        assert_eq!(route(&steps).expect_err("no name").problems[0].pointer, "/name-2");
        "Xác minh".clone_into(&mut steps[2].name);
        "10".clone_into(&mut steps[2].share);
        assert_eq!(code(&steps), "route-shares");
        "50".clone_into(&mut steps[1].share);
        assert!(route(&steps).is_ok());
        assert!(edit(&mut steps, "up-1"));
        assert_eq!(code(&steps), "route-order");
        assert!(edit(&mut steps, "up-1") && edit(&mut steps, "remove-1") && edit(&mut steps, "remove-1"));
        assert_eq!(code(&steps), "route-nobody-processes");
        assert!(!edit(&mut steps, "save") && edit(&mut steps, "up-0") && edit(&mut steps, "remove-99"));
    }
}
