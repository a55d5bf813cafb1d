//! A plan taken in: every row becomes a task, or none does.

use super::{assign, judge, officers};
use crate::province::Province;
use crate::{Failure, Tx};
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, TaskCode};
use rules::people::Actor;
use rules::people::permissions::may_assign;
use rules::tasks::plan::{Misread, Officer, Sheet, read};
use std::collections::HashMap;

/// What became of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// Every row is a task.
    Whole(Vec<TaskCode>),
    /// Nothing was taken in: what is wrong, by row and column.
    Nothing(Vec<Misread>),
}

/// Takes in a plan in the name of an agency.
///
/// # Errors
/// When the policy does not let them, or the sheet is no plan. What is wrong with rows is no error: nothing was written then.
pub fn import(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    assigner: &AgencyCode,
    sheet: &Sheet,
    now: Timestamp,
) -> Result<Imported, Failure> {
    may_assign(actor, assigner)?;
    let today = day_of(now);
    let mut known: HashMap<AgencyCode, Vec<Officer>> = HashMap::new();
    for agency in province.directory.iter() {
        known.insert(agency.code.clone(), officers(tx, &agency.code, today)?);
    }
    let year = today.year();
    let plan = read(sheet, &province.directory, year, |agency| known.get(agency).cloned().unwrap_or_default())?;
    let mut wrong = plan.misread.clone();
    for row in &plan.rows {
        match judge(tx, province, actor, assigner, &row.draft, None, today) {
            Ok(()) => {}
            Err(Failure::Refused(refusal)) if !refusal.problems.is_empty() => {
                let misread = refusal.problems.into_iter().map(|problem| plan.misread(row.number, problem));
                wrong.extend(misread);
            }
            Err(failure) => return Err(failure),
        }
    }
    if !wrong.is_empty() {
        wrong.sort_by_key(|misread| misread.row);
        return Ok(Imported::Nothing(wrong));
    }
    let tasks = plan.rows.iter().map(|row| assign(tx, province, actor, assigner, &row.draft, None, now));
    tasks.map(|task| Ok(task?.code().clone())).collect::<Result<_, _>>().map(Imported::Whole)
}
