//! Digital citizens at the desk: a village's month is reported, verified by a second person, corrected; a year's targets are set.

use super::coverage;
use super::dossiers;
use super::tasks::STEERING_LEDGER;
use crate::journal::{self, Append, Recorded};
use crate::province::{PROVINCE_LEDGER, Province};
use crate::{Failure, Fault, Tx};
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, VillageCode};
use rules::digital_citizens::{Event, Report, Target, VillageCitizens, aim, report, set_aside, verify};
use rules::people::{Actor, Capacity};

fn stream(code: &VillageCode) -> String {
    format!("digital-citizens/{code}")
}

fn stream_of_targets(agency: &AgencyCode) -> String {
    format!("digital-citizens-targets/{agency}")
}

/// What can be done about the count of a village.
#[derive(Debug, Clone)]
pub enum Command {
    /// Somebody reports a month.
    Report(Report),
    /// A second person verifies a report.
    Verify(u32),
    /// A report is set aside, with the reason.
    SetAside(u32, String),
}

/// What was reported of a village, with its entries in the journal, oldest first; one of which nothing was said has none.
///
/// # Errors
/// When the database fails.
pub fn load_with_history(tx: &mut Tx, code: &VillageCode) -> Result<(VillageCitizens, Vec<Recorded>), Fault> {
    let history = journal::read_stream(tx, &stream(code))?;
    let mut known = VillageCitizens::default();
    for recorded in &history {
        let rules::Event::DigitalCitizens(event) = &recorded.event else { continue };
        known = known.next(event, &dossiers::who(recorded)?.login, day_of(recorded.at));
    }
    Ok((known, history))
}

/// Acts on the count of a village that the actor saw at this version.
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
    let (_, agency) = coverage::village(tx, province, code)?;
    let (known, _) = load_with_history(tx, code)?;
    if known.version != seen {
        return Err(Refusal::conflict("citizens-changed-meanwhile").with("current", known.version).into());
    }
    let (event, by) = match command {
        Command::Report(typed) => {
            let (covered, _) = coverage::load_with_history(tx, code)?;
            let population = covered.on(day_of(now)).and_then(|seen| seen.population);
            report(actor, &agency, code, &known, &typed, population, day_of(now))?
        }
        Command::Verify(number) => verify(actor, &agency, &known, number)?,
        Command::SetAside(number, reason) => set_aside(actor, &agency, &known, number, &reason)?,
    };
    append(tx, &stream(code), known.version, event, &by, now)
}

/// Says what the commune of an agency, or the province, is to reach in a year.
///
/// # Errors
/// When the rules refuse, there is no such agency, or it is neither a commune's authority nor the province.
pub fn set_target(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    agency: &AgencyCode,
    typed: &Target,
    now: Timestamp,
) -> Result<(), Failure> {
    let known = province.directory.get(agency);
    if !known.is_some_and(|known| known.governs_a_commune() || agency.as_str() == PROVINCE_LEDGER) {
        return Err(Refusal::not_found("agency-unknown").with("code", agency).into());
    }
    let (event, by) = aim(actor, agency, typed)?;
    let stream = stream_of_targets(agency);
    let expected = u64::try_from(journal::read_stream(tx, &stream)?.len()).unwrap_or(u64::MAX);
    append(tx, &stream, expected, event, &by, now)
}

fn append(
    tx: &mut Tx,
    stream: &str,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let events = [rules::Event::DigitalCitizens(event)];
    journal::append(tx, &Append { ledger: STEERING_LEDGER, stream, expected, at: now, by, events: &events })?;
    Ok(())
}
