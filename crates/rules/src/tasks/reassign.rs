//! Another person of the lead agency answers for a task: an agency knows best who does its work, and says why it changes.

use super::act::said;
use super::{Context, Reassigned, SIX_CLEARS, Task};
use crate::{Problem, Refusal};

/// The change of the responsible person that somebody typed.
///
/// # Errors
/// When nobody is named, they do not work in the lead agency or answer for it already, or no reason is given.
pub(super) fn reassign(task: &Task, to: &str, reason: &str, context: &Context) -> Result<Reassigned, Refusal> {
    let person = context.person.as_ref().filter(|person| person.login == to);
    let mut problems = Vec::new();
    match person {
        None if to.is_empty() => problems.push(Problem::new("/to", "task-without-owner")),
        None => problems.push(Problem::new("/to", "task-owner-elsewhere").with("login", to)),
        Some(person) if *person == task.responsible => {
            problems.push(Problem::new("/to", "task-theirs-already").with("name", &person.name));
        }
        Some(_) => {}
    }
    let reason = said(reason, "/reason").map_err(|problem| problems.push(problem));
    match (person, reason) {
        (Some(to), Ok(reason)) if problems.is_empty() => {
            let (task, from) = (task.code().clone(), task.responsible.clone());
            Ok(Reassigned { task, from, to: to.clone(), reason })
        }
        _ => Err(Refusal::input(problems).citing(SIX_CLEARS)),
    }
}
