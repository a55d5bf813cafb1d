//! The tables of tasks. A task's row is a function of its state, its part in the whole of those of its parts.

pub mod leads;
pub mod lists;
pub mod parts;
pub mod scores;

use crate::desk::tasks::load;
use crate::journal::Recorded;
use crate::{Fault, Tx, values};
use rules::calendar::day_of;
use rules::codes::TaskCode;
use rules::tasks::{Event, Link, Task, rolled_up};
use rules::text::fold;

/// Takes in one entry.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event, recorded: &Recorded) -> Result<(), Fault> {
    let task = load(tx, event.task())?.ok_or_else(|| Fault::new("the stream of a task is empty"))?;
    match event {
        Event::Assigned(assigned) => {
            for agency in &assigned.supporting {
                tx.execute(
                    "INSERT INTO task_support (task, agency) VALUES ($1, $2) ON CONFLICT (task, agency) DO NOTHING",
                    values![assigned.task.as_str(), agency.as_str()],
                )?;
            }
            for link in &assigned.links {
                write_link(tx, &assigned.task, link)?;
            }
            note_number(tx, &assigned.task)?;
        }
        Event::Completed(_) => count(tx, &task, recorded)?,
        Event::Linked(linked) => write_link(tx, &linked.task, &linked.link)?,
        _ => {}
    }
    let before = parent_of(tx, task.code())?;
    write(tx, &task, recorded)?;
    roll_up(tx, task.code())?;
    match before {
        Some(before) if task.parent.as_ref() != Some(&before) => roll_up(tx, &before),
        _ => Ok(()),
    }
}

fn write_link(tx: &mut Tx, task: &TaskCode, link: &Link) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO task_links (task, kind, reference) VALUES ($1, $2, $3)
         ON CONFLICT (task, kind, reference) DO NOTHING",
        values![task.as_str(), link.kind.key(), link.reference.as_str()],
    )
}

/// So that numbering goes on after a rebuild.
fn note_number(tx: &mut Tx, code: &TaskCode) -> Result<(), Fault> {
    let (year, number) = code.parts();
    tx.execute(
        "INSERT INTO task_numbers (year, last) VALUES ($1, $2) ON CONFLICT (year) DO UPDATE SET last =
             CASE WHEN excluded.last > task_numbers.last THEN excluded.last ELSE task_numbers.last END",
        values![i64::from(year), number],
    )
}

/// The next number of a task, taken in this transaction.
pub(crate) fn next_number(tx: &mut Tx, year: i16) -> Result<u32, Fault> {
    let row = tx.query_one(
        "INSERT INTO task_numbers (year, last) VALUES ($1, 1)
         ON CONFLICT (year) DO UPDATE SET last = task_numbers.last + 1 RETURNING last",
        values![i64::from(year)],
    )?;
    u32::try_from(row.int(0)?).map_err(|error| Fault::because("a task's number", error))
}

/// Counts a task that is done, in the year in which it was handed in.
fn count(tx: &mut Tx, task: &Task, recorded: &Recorded) -> Result<(), Fault> {
    let day = task.done_on().unwrap_or_else(|| day_of(recorded.at));
    let late = i64::from(day > task.due_on);
    tx.execute(
        "INSERT INTO task_years (lead, year, in_time, late) VALUES ($1, $2, $3, $4)
         ON CONFLICT (lead, year) DO UPDATE SET in_time = task_years.in_time + excluded.in_time,
             late = task_years.late + excluded.late",
        values![task.assigned.lead.as_str(), i64::from(day.year()), 1 - late, late],
    )
}

fn parent_of(tx: &mut Tx, code: &TaskCode) -> Result<Option<TaskCode>, Fault> {
    let row =
        tx.query_opt("SELECT parent FROM tasks WHERE code = $1 AND parent IS NOT NULL", values![code.as_str()])?;
    row.map(|row| row.parsed(0)).transpose()
}

fn write(tx: &mut Tx, task: &Task, recorded: &Recorded) -> Result<(), Fault> {
    let assigned = &task.assigned;
    let submitted_on = task.submitted_at.map(day_of);
    let words =
        fold(&format!("{} {} {} {}", assigned.task, assigned.name, assigned.deliverable.what, assigned.authority));
    tx.execute(
        "INSERT INTO tasks (code, name, words, assigner, lead, responsible, responsible_name, authority, deliverable, status,
             open, assigned_on, due_on, every, submitted_on, submitted_late, progress, parent, extension_until, returned,
             reported_at, version, changed_at, promised_on, report_due_on, unit, target, value)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
             $24, $25, $26, $27, $28)
         ON CONFLICT (code) DO UPDATE SET responsible = excluded.responsible,
             responsible_name = excluded.responsible_name, status = excluded.status, open = excluded.open, due_on = excluded.due_on,
             submitted_on = excluded.submitted_on, submitted_late = excluded.submitted_late,
             progress = excluded.progress, parent = excluded.parent, extension_until = excluded.extension_until,
             returned = excluded.returned, reported_at = excluded.reported_at, version = excluded.version,
             changed_at = excluded.changed_at, promised_on = excluded.promised_on,
             report_due_on = excluded.report_due_on, unit = excluded.unit, target = excluded.target, value = excluded.value",
        values![
            assigned.task.as_str(),
            assigned.name.as_str(),
            words,
            assigned.assigner.as_str(),
            assigned.lead.as_str(),
            task.responsible.login.as_str(),
            task.responsible.name.as_str(),
            assigned.authority.as_str(),
            assigned.deliverable.what.as_str(),
            task.status.key(),
            task.status.is_open(),
            assigned.assigned_on.to_string(),
            task.due_on.to_string(),
            assigned.due.every.map(rules::tasks::Every::key),
            submitted_on.map(|day| day.to_string()),
            submitted_on.is_some_and(|day| day > task.due_on),
            i64::from(task.progress),
            task.parent.as_ref().map(TaskCode::as_str),
            task.extension.as_ref().map(|asked| asked.until.to_string()),
            task.returned,
            task.reports.last().map(|written| written.at),
            task.version,
            recorded.at,
            task.promised_on.map(|day| day.to_string()),
            task.report_due_on().map(|day| day.to_string()),
            assigned.deliverable.unit.as_str(),
            assigned.deliverable.target.map(|target| target.0),
            task.value.map(|value| value.0),
        ],
    )
}

/// Writes how much of a task is done by its parts, and so up to the whole.
fn roll_up(tx: &mut Tx, code: &TaskCode) -> Result<(), Fault> {
    let mut next = Some(code.clone());
    while let Some(code) = next {
        let sql = "SELECT COALESCE(rolled, progress) FROM tasks WHERE parent = $1 AND status <> 'cancelled'";
        let parts = tx.query(sql, values![code.as_str()])?;
        let parts: Vec<u8> =
            parts.iter().map(|row| Ok(u8::try_from(row.int(0)?).unwrap_or(100))).collect::<Result<_, Fault>>()?;
        tx.execute(
            "UPDATE tasks SET rolled = $2 WHERE code = $1",
            values![code.as_str(), rolled_up(&parts).map(i64::from)],
        )?;
        next = parent_of(tx, &code)?;
    }
    Ok(())
}
