//! One filing that opens several dossiers (*liên thông*), and what goes on when one of them is settled.

use super::dossiers::{append_step, decide_and_append, load, next_number, open, received};
use crate::engine::Tx;
use crate::province::Province;
use crate::tables::joined;
use crate::{Failure, Fault};
use jiff::Timestamp;
use rules::dossiers::{self, Dossier, File, FilingContext, Outcome, Status};
use rules::people::Capacity;

/// Opens a dossier for each procedure that is joined; those that need no other's result are received at once where `receive`
/// says so. Answers the leading one.
///
/// # Errors
/// When the rules refuse the filing.
pub(super) fn file(
    tx: &mut Tx,
    province: &Province,
    context: &FilingContext<'_>,
    filing: &File,
    by: &Capacity,
    receive: bool,
) -> Result<Dossier, Failure> {
    let now = context.now;
    let known = |code: &rules::codes::ProcedureCode| province.procedure(code);
    let mut lead = None;
    for filed in dossiers::file_joint(filing, context, &known, |agency| next_number(tx, agency, now))? {
        let waits = filed.joined.as_ref().is_some_and(|joined| joined.after.is_some());
        let dossier = open(tx, province, filed, by, now, receive && !waits)?;
        lead.get_or_insert(dossier);
    }
    Ok(lead.ok_or_else(|| Fault::new("a joint procedure joins nothing"))?)
}

/// Refuses to receive a dossier before the one whose result it needs is settled.
///
/// # Errors
/// While that one is open.
pub(super) fn need_not_wait(tx: &mut Tx, dossier: &Dossier) -> Result<(), Failure> {
    let Some(after) = dossier.filed.joined.as_ref().and_then(|joined| joined.after.as_ref()) else { return Ok(()) };
    match load(tx, after.as_str())? {
        Some(other) => Ok(dossiers::need_not_wait(&other.dossier)?),
        None => Ok(()),
    }
}

/// Closes what waited for the result of a dossier that ended without one: what was withdrawn takes along what needs it, and the rest is
/// not received; each applicant is told which dossier it needed and how that ended.
///
/// # Errors
/// When the database fails.
pub(super) fn end(tx: &mut Tx, province: &Province, ended: &Dossier, now: Timestamp) -> Result<(), Failure> {
    if ended.filed.joined.is_none() || !dossiers::ended_without_result(ended) {
        return Ok(());
    }
    let by = Capacity::system("joint");
    for code in joined::waiting_for(tx, &ended.filed.code)? {
        let Some(waiting) = load(tx, &code)?.map(|loaded| loaded.dossier) else { continue };
        if waiting.status == Status::Filed {
            let command = dossiers::closed_with(ended);
            // What needs this one in turn is closed by the same way.
            decide_and_append(tx, province, &waiting, &command, &by, now)?;
        }
    }
    Ok(())
}

/// Receives what waited for this dossier's result, now that there is one.
///
/// # Errors
/// When the database fails, or the rules refuse the reception.
pub(super) fn go_on(tx: &mut Tx, province: &Province, settled: &Dossier, now: Timestamp) -> Result<(), Failure> {
    if settled.filed.joined.is_none() || settled.outcome != Some(Outcome::Granted) {
        return Ok(());
    }
    let by = Capacity::system("joint");
    for code in joined::waiting_for(tx, &settled.filed.code)? {
        let Some(waiting) = load(tx, &code)?.map(|loaded| loaded.dossier) else { continue };
        if waiting.status == Status::Filed {
            let event = received(province, &waiting, &by, now)?;
            append_step(tx, province, &waiting, event, &by, now)?;
        }
    }
    Ok(())
}
