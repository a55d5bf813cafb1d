//! A plan taken in: every row becomes a task, or none does.

use super::{assign, judge, officers};
use crate::province::Province;
use crate::{Failure, Fault, Tx, values};
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, TaskCode};
use rules::people::Actor;
use rules::people::permissions::may_assign;
use rules::tasks::Draft;
use rules::tasks::plan::{Misread, Officer, Sheet, read};
use std::collections::HashMap;

/// What became of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// Every row is a task.
    Whole {
        /// Those that were assigned now.
        assigned: Vec<TaskCode>,
        /// How many rows were tasks already, by an earlier import of the same plan.
        there: usize,
        /// The sheets that were read, and those that were passed over.
        sheets: (Vec<String>, Vec<String>),
    },
    /// Nothing was taken in: what is wrong, by sheet, row and column.
    Nothing(Vec<Misread>),
}

/// Takes in a plan, all its sheets, in the name of an agency.
///
/// # Errors
/// When the policy does not let them, or the sheet is no plan. What is wrong with rows is no error: nothing was written then.
pub fn import(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    assigner: &AgencyCode,
    sheets: &[Sheet],
    now: Timestamp,
) -> Result<Imported, Failure> {
    may_assign(actor, assigner)?;
    let today = day_of(now);
    let mut known: HashMap<AgencyCode, Vec<Officer>> = HashMap::new();
    for agency in province.directory.iter() {
        known.insert(agency.code.clone(), officers(tx, &agency.code, today)?);
    }
    let year = today.year();
    let plan = read(sheets, &province.directory, year, |agency| known.get(agency).cloned().unwrap_or_default())?;
    let mut wrong = plan.misread.clone();
    for row in &plan.rows {
        match judge(tx, province, actor, assigner, &row.draft, None, today) {
            Ok(()) => {}
            Err(Failure::Refused(refusal)) if !refusal.problems.is_empty() => {
                wrong.extend(refusal.problems.into_iter().map(|problem| row.misread(problem)));
            }
            Err(failure) => return Err(failure),
        }
    }
    if !wrong.is_empty() {
        let place = |misread: &Misread| plan.read.iter().position(|sheet| *sheet == misread.sheet);
        wrong.sort_by_key(|misread| (place(misread), misread.row));
        return Ok(Imported::Nothing(wrong));
    }
    // Asked before anything is assigned: rows may well differ in nothing but what comes of them.
    let mut news = Vec::new();
    for row in &plan.rows {
        if !is_there(tx, assigner, &row.draft)? {
            news.push(row);
        }
    }
    let tasks = news.iter().map(|row| assign(tx, province, actor, assigner, &row.draft, None, now));
    let assigned = tasks.map(|task| Ok(task?.code().clone())).collect::<Result<Vec<_>, Failure>>()?;
    let there = plan.rows.len() - news.len();
    Ok(Imported::Whole { assigned, there, sheets: (plan.read, plan.passed_over) })
}

/// Whether this very task was assigned before: by the same agency to the same one, by the same words and document, with the same last day.
fn is_there(tx: &mut Tx, assigner: &AgencyCode, draft: &Draft) -> Result<bool, Fault> {
    let (Some(lead), Some(due_on)) = (&draft.lead, draft.due_on) else { return Ok(false) };
    let sql = "SELECT 1 FROM tasks WHERE lead = $1 AND due_on = $2 AND assigner = $3 AND name = $4 AND authority = $5 LIMIT 1";
    let values =
        values![lead.as_str(), due_on.to_string(), assigner.as_str(), draft.name.as_str(), draft.authority.as_str()];
    Ok(tx.query_opt(sql, values)?.is_some())
}
