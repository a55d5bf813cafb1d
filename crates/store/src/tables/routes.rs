//! The tables of what goes beside a dossier's own row along its route: who else sees it, whose opinion was asked for, which
//! steps it came to, which of them ended late. All follow from a dossier's state.

use crate::engine::{Row, Tx, Value};
use crate::{Fault, values};
use jiff::Timestamp;
use rules::dossiers::{Consultation, Dossier, Entered, LateStep};
use rules::people::permissions::agencies_seen;
use rules::people::{Actor, Role};

/// What is done late where it is no step but an opinion that a step waits for: its name among the tasks.
pub(super) const OPINION: &str = "consult";

/// Writes what changed from `before` to `after`.
pub(super) fn project(tx: &mut Tx, before: Option<&Dossier>, after: &Dossier) -> Result<(), Fault> {
    let code = after.filed.code.as_str();
    let shared = before.map(Dossier::shared_with).unwrap_or_default();
    for agency in after.shared_with().into_iter().filter(|agency| !shared.contains(agency)) {
        tx.execute("INSERT INTO dossier_shares (agency, dossier) VALUES ($1, $2)", values![agency.as_str(), code])?;
    }
    let known = before.map_or(&[][..], |before| &before.consultations);
    for (at, asked) in after.consultations.iter().enumerate().filter(|(at, asked)| known.get(*at) != Some(asked)) {
        consultation(tx, code, at, asked)?;
    }
    let known = before.map_or(0, |before| before.late_steps.len());
    for (at, late) in after.late_steps.iter().enumerate().skip(known) {
        late_step(tx, after, at, late)?;
    }
    let known = before.map_or(0, |before| before.entered.len());
    for (at, entered) in after.entered.iter().enumerate().skip(known) {
        step(tx, after, at, entered)?;
    }
    Ok(())
}

fn step(tx: &mut Tx, dossier: &Dossier, number: usize, entered: &Entered) -> Result<(), Fault> {
    let Some(step) = dossier.filed.route.steps().get(usize::from(entered.step)) else { return Ok(()) };
    tx.execute(
        "INSERT INTO dossier_steps (dossier, number, step, task, agency, began_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![
            dossier.filed.code.as_str(),
            i64::try_from(number).unwrap_or(i64::MAX),
            i64::from(entered.step),
            step.task.key(),
            entered.agency.as_str(),
            entered.at,
            entered.due_at,
        ],
    )
}

fn consultation(tx: &mut Tx, code: &str, number: usize, asked: &Consultation) -> Result<(), Fault> {
    let micros = |at: Option<Timestamp>| at.map(Timestamp::as_microsecond);
    tx.execute(
        "INSERT INTO consultations (dossier, number, agency, asked_by, question, required, asked_at, due_at, answered_at,
             unanswered_at, is_open)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (dossier, number) DO UPDATE SET answered_at = excluded.answered_at,
             unanswered_at = excluded.unanswered_at, is_open = excluded.is_open",
        values![
            code,
            i64::try_from(number).unwrap_or(i64::MAX),
            asked.agency.as_str(),
            asked.asked_by.as_str(),
            asked.question.as_str(),
            i64::from(asked.required),
            asked.asked_at.as_microsecond(),
            asked.due_at.as_microsecond(),
            micros(asked.answer.as_ref().map(|answer| answer.at)),
            micros(asked.unanswered_at),
            i64::from(asked.is_open()),
        ],
    )
}

fn late_step(tx: &mut Tx, dossier: &Dossier, number: usize, late: &LateStep) -> Result<(), Fault> {
    let Some(step) = dossier.filed.route.steps().get(usize::from(late.step)) else { return Ok(()) };
    tx.execute(
        "INSERT INTO late_steps (dossier, number, procedure, step, task, role, agency, officer, due_at, ended_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        values![
            dossier.filed.code.as_str(),
            i64::try_from(number).unwrap_or(i64::MAX),
            dossier.filed.procedure.as_str(),
            i64::from(late.step),
            if late.consultation { OPINION } else { step.task.key() },
            if late.consultation { Role::CaseOfficer } else { step.role }.key(),
            late.agency.as_str(),
            late.officer.as_str(),
            late.due_at.as_microsecond(),
            late.ended_at.as_microsecond(),
        ],
    )
}

/// Whose consultations are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// Those that the officer's agencies are asked to answer.
    #[default]
    Asked,
    /// Those whose answer the officer's agencies await.
    Awaited,
}

/// A consultation in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The dossier.
    pub dossier: String,
    /// Its procedure.
    pub procedure: String,
    /// Who is asked.
    pub agency: String,
    /// Who asks.
    pub asked_by: String,
    /// What is asked.
    pub question: String,
    /// Whether the dossier waits for it.
    pub required: bool,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Until when.
    pub due_at: Timestamp,
}

/// The open consultations of an officer's agencies, what is due first on top.
///
/// # Errors
/// When the database fails.
pub fn consultations(tx: &mut Tx, actor: &Actor, side: Side, limit: u32) -> Result<Vec<Listed>, Fault> {
    let mut values: Vec<Value> = Vec::new();
    let Some(at) = of_agencies(actor, side, &mut values) else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT c.dossier, d.procedure, c.agency, c.asked_by, c.question, c.required, c.asked_at, c.due_at
         FROM consultations c JOIN dossiers d ON d.code = c.dossier
         WHERE c.is_open = 1 AND d.finished_at IS NULL AND {at} ORDER BY c.due_at, c.dossier, c.number LIMIT {limit}"
    );
    let read = |row: &Row| {
        Ok(Listed {
            dossier: row.string(0)?,
            procedure: row.string(1)?,
            agency: row.string(2)?,
            asked_by: row.string(3)?,
            question: row.string(4)?,
            required: row.bool(5)?,
            asked_at: row.time(6)?,
            due_at: row.time(7)?,
        })
    };
    tx.query(&sql, values)?.iter().map(read).collect()
}

/// How many open consultations an officer's agencies have.
///
/// # Errors
/// When the database fails.
pub fn count_consultations(tx: &mut Tx, actor: &Actor, side: Side) -> Result<i64, Fault> {
    let mut values: Vec<Value> = Vec::new();
    let Some(at) = of_agencies(actor, side, &mut values) else { return Ok(0) };
    let sql = format!(
        "SELECT COUNT(*) FROM consultations c JOIN dossiers d ON d.code = c.dossier
         WHERE c.is_open = 1 AND d.finished_at IS NULL AND {at}"
    );
    tx.query_one(&sql, values)?.int(0)
}

/// The condition for the agencies that an officer sees; nothing when they see none.
fn of_agencies(actor: &Actor, side: Side, values: &mut Vec<Value>) -> Option<String> {
    let column = match side {
        Side::Asked => "c.agency",
        Side::Awaited => "c.asked_by",
    };
    let mut ways = Vec::new();
    for seen in agencies_seen(actor) {
        values.push(seen.agency.as_str().into());
        let mut way = format!("{column} = ${}", values.len());
        way.push_str(&super::dossier_lists::only(seen.procedures.as_deref(), |procedure| {
            values.push(procedure.into());
            format!("${}", values.len())
        }));
        ways.push(format!("({way})"));
    }
    (!ways.is_empty()).then(|| format!("({})", ways.join(" OR ")))
}
