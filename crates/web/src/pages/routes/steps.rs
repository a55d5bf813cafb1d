//! The steps of a route as a form has them, and as a route.

use crate::pages::typed::Typed;
use rules::catalogue::{Route, RouteError, Step, StepPlace, StepTask};
use rules::codes::AgencyCode;
use rules::people::Role;
use rules::{Problem, Refusal};

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
