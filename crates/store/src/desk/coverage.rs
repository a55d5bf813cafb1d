//! Coverage of villages at the desk: reported from the field, verified by a second person, planned.

use super::dossiers;
use super::tasks::STEERING_LEDGER;
use crate::journal::{self, Append, Recorded};
use crate::province::Province;
use crate::tables::villages::village as find_village;
use crate::{Failure, Fault, Tx};
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, VillageCode};
use rules::coverage::{Event, Plan, Report, VillageCoverage, decide_plan, report, set_aside, verify};
use rules::people::{Actor, Capacity, KnownVillage};

fn stream(code: &VillageCode) -> String {
    format!("coverage/{code}")
}

/// What can be done about the coverage of a village.
#[derive(Debug, Clone)]
pub enum Command {
    /// Somebody reports what there is.
    Report(Report),
    /// A second person verifies a report.
    Verify(u32),
    /// A report is set aside, with the reason.
    SetAside(u32, String),
    /// Something is to come.
    Plan(Plan),
}

/// The coverage of a village with its entries in the journal, oldest first; one of which nothing was said has none.
///
/// # Errors
/// When the database fails.
pub fn load_with_history(tx: &mut Tx, code: &VillageCode) -> Result<(VillageCoverage, Vec<Recorded>), Fault> {
    let history = journal::read_stream(tx, &stream(code))?;
    let mut coverage = VillageCoverage::default();
    for recorded in &history {
        let rules::Event::Coverage(event) = &recorded.event else { continue };
        coverage = coverage.next(event, &dossiers::who(recorded)?.login);
    }
    Ok((coverage, history))
}

/// A village with the authority of its commune.
///
/// # Errors
/// When there is no such village, or nobody governs its commune.
pub fn village(tx: &mut Tx, province: &Province, code: &VillageCode) -> Result<(KnownVillage, AgencyCode), Failure> {
    let unknown = || Refusal::not_found("village-unknown").with("code", code);
    let known = find_village(tx, code)?.ok_or_else(unknown)?;
    let authority = province.directory.authority_of(&known.village.commune).ok_or_else(unknown)?;
    Ok((known, authority.code.clone()))
}

/// Acts on the coverage of a village that the actor saw at this version.
///
/// # Errors
/// When the rules refuse, there is no such village, or somebody else was faster.
pub fn act(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    code: &VillageCode,
    seen: u64,
    command: Command,
    now: Timestamp,
) -> Result<(), Failure> {
    let (_, agency) = village(tx, province, code)?;
    let (known, _) = load_with_history(tx, code)?;
    // A report is made of what was seen out there: whatever others said meanwhile, it stands beside it.
    if known.version != seen && !matches!(command, Command::Report(_)) {
        return Err(Refusal::conflict("coverage-changed-meanwhile").with("current", known.version).into());
    }
    let (event, by) = match command {
        Command::Report(typed) => report(actor, &agency, code, &known, typed, day_of(now))?,
        Command::Verify(number) => verify(actor, &agency, &known, number)?,
        Command::SetAside(number, reason) => set_aside(actor, &agency, &known, number, &reason)?,
        Command::Plan(typed) => decide_plan(actor, &agency, code, &typed)?,
    };
    append(tx, code, known.version, event, &by, now)
}

fn append(
    tx: &mut Tx,
    code: &VillageCode,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let events = [rules::Event::Coverage(event)];
    let stream = stream(code);
    journal::append(tx, &Append { ledger: STEERING_LEDGER, stream: &stream, expected, at: now, by, events: &events })?;
    Ok(())
}
