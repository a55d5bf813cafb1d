//! The records behind one cell: exactly those that were counted in it.

use super::count::{Subject, cause_in, intake_in, standing_in};
use super::{Asked, procedures};
use crate::province::Province;
use crate::tables::dossier_lists::Condition;
use crate::tables::quality::{Records, as_judged};
use crate::{Failure, Fault, Tx};
use rules::dossiers::Dossier;
use rules::official_reports::{Cause, Column, Form, Kind, Line};
use std::collections::BTreeSet;

/// The records behind a line and column of a report.
///
/// # Errors
/// When so many dossiers moved since that they can't be listed, or the database fails.
pub fn records(
    tx: &mut Tx,
    province: &Province,
    asked: &Asked,
    line: &Line,
    column: &Column,
) -> Result<Records, Failure> {
    if asked.form.kind() == Kind::Procedures {
        return Ok(Records::Procedures(procedures::behind(tx, province, asked, line, column)?));
    }
    let subject = Subject::of(tx, province, asked)?;
    let mut condition = subject.condition();
    if *line != Line::All {
        condition.and_all(&within(tx, &subject, line)?);
    }
    condition.and_all(&in_column(asked.form, column, &subject));
    let Some(end) = asked.end() else { return Ok(Records::Dossiers(condition)) };
    let moved = subject.moved(tx, end)?;
    let holds = |dossier: &Dossier| {
        let filed = &dossier.filed;
        let (tier, field) = subject.line(filed.competent_agency.as_str(), filed.procedure.as_str());
        line.holds(tier, &field) && subject.place(dossier).is_some_and(|placed| placed.counts_in(asked.form, column))
    };
    as_judged(tx, condition, moved, &subject.agencies, end, &holds).map(Records::Dossiers)
}

/// Those in a line: of these agencies, and these procedures.
fn within(tx: &mut Tx, subject: &Subject<'_>, line: &Line) -> Result<Condition, Fault> {
    let Condition { sql, values } = subject.condition();
    let rows =
        tx.query(&format!("SELECT DISTINCT d.competent_agency, d.procedure FROM dossiers d WHERE {sql}"), values)?;
    let (mut agencies, mut codes) = (BTreeSet::new(), BTreeSet::new());
    for row in rows {
        let (agency, procedure) = (row.string(0)?, row.string(1)?);
        let (tier, field) = subject.line(&agency, &procedure);
        if line.holds(tier, &field) {
            agencies.insert(agency);
            codes.insert(procedure);
        }
    }
    let mut condition = one_of("d.competent_agency", agencies);
    condition.and_all(&one_of("d.procedure", codes));
    Ok(condition)
}

fn one_of(column: &str, values: BTreeSet<String>) -> Condition {
    if values.is_empty() {
        return Condition { sql: "1 = 0".to_owned(), values: Vec::new() };
    }
    let places: Vec<_> = (1..=values.len()).map(|place| format!("${place}")).collect();
    let sql = format!("{column} IN ({})", places.join(", "));
    Condition { sql, values: values.into_iter().map(Into::into).collect() }
}

/// Those that count in a column.
fn in_column(form: Form, column: &Column, subject: &Subject<'_>) -> Condition {
    let (mut intakes, mut standings, mut causes) = (Vec::new(), Vec::new(), Vec::new());
    for part in form.parts(column) {
        match (form, part.number) {
            (Form::Settling, 4) => intakes.push("online"),
            (Form::Settling, 5) => intakes.push("direct"),
            (Form::Settling, 6) => intakes.push("carried"),
            (Form::Settling, 8) => standings.push("early"),
            (Form::Settling, 9) => standings.push("on-time"),
            (Form::Settling, 12) => standings.push("in-time"),
            (Form::Settling, 10) | (Form::Delays, 4) => standings.push("late"),
            (Form::Settling, 13) | (Form::Delays, 5) => standings.push("overdue"),
            (Form::Delays, number) => {
                causes.extend(Cause::ALL.get(usize::from(number).saturating_sub(6)).map(|cause| cause.key()));
            }
            _ => {}
        }
    }
    let period = subject.period;
    if !causes.is_empty() {
        // A cause is of those that are late only.
        let mut condition = standing_in(period, &["late", "overdue"]);
        condition.and_all(&cause_in(period, &causes));
        return condition;
    }
    if intakes.is_empty() { standing_in(period, &standings) } else { intake_in(period, &intakes) }
}
