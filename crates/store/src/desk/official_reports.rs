//! Official reports at the desk: drawn from the records, sent, approved, locked, unlocked.

use super::dossiers;
use super::tasks::STEERING_LEDGER;
use crate::journal::{self, Append, Recorded};
use crate::province::Province;
use crate::tables::official_reports::{Asked, draw};
use crate::{Failure, Fault, Tx};
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::official_reports::{
    Cadence, Command, Context, Event, Form, OfficialReport, ReportPeriod, State, decide, set_schedule,
};
use rules::people::{Actor, Capacity};
use rules::quality::Scope;

/// The stream of what is due when.
const SCHEDULE: &str = "official-reports/schedule";

fn stream(form: Form, agency: &AgencyCode, period: ReportPeriod) -> String {
    format!("official-reports/{}/{agency}/{period}", form.key())
}

/// The report of an agency over a period with its entries in the journal, oldest first; one that nobody sent yet has none.
///
/// # Errors
/// When the database fails.
pub fn load(
    tx: &mut Tx,
    form: Form,
    agency: &AgencyCode,
    period: ReportPeriod,
) -> Result<(OfficialReport, Vec<Recorded>), Fault> {
    let history = journal::read_stream(tx, &stream(form, agency, period))?;
    let mut report = OfficialReport::default();
    for recorded in &history {
        let rules::Event::OfficialReports(event) = &recorded.event else { continue };
        let who = dossiers::who(recorded)?;
        report = report.next(event, recorded.at, (&who.login, &who.name));
    }
    Ok((report, history))
}

/// Acts on the report of an agency over a period that the actor saw at this version.
///
/// # Errors
/// When the agency settles nothing, the rules refuse, or somebody else was faster.
pub fn act(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    (form, agency, period): (Form, &AgencyCode, ReportPeriod),
    seen: u64,
    command: Command,
    now: Timestamp,
) -> Result<(), Failure> {
    let (report, _) = load(tx, form, agency, period)?;
    if report.version != seen {
        return Err(Refusal::conflict("official-report-changed-meanwhile").with("current", report.version).into());
    }
    let scope = Scope::of(agency, &province.directory);
    let scope = scope.ok_or_else(|| Refusal::not_found("official-report-unknown"))?;
    let sends = matches!(command, Command::Send { .. }) && report.state == State::NotSent;
    let mut drawn = None;
    if sends && period.is_over(day_of(now)) {
        let asked = Asked { form, scope, period, known_at: Some(now) };
        drawn = Some((draw(tx, province, &asked)?, now));
    }
    let context = Context { today: day_of(now), drawn };
    let (event, by) = decide(actor, form, (agency, period), &report, command, context)?;
    append(tx, &stream(form, agency, period), report.version, event, &by, now)
}

/// Lays down how often a form is reported, and by when.
///
/// # Errors
/// When the rules refuse.
pub fn schedule(
    tx: &mut Tx,
    actor: &Actor,
    (form, cadence, days): (Option<Form>, Option<Cadence>, Option<u8>),
    authority: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let (event, by) = set_schedule(actor, form, cadence, days, authority, day_of(now))?;
    let version = journal::read_stream(tx, SCHEDULE)?.len() as u64;
    append(tx, SCHEDULE, version, event, &by, now)
}

fn append(
    tx: &mut Tx,
    stream: &str,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let events = [rules::Event::OfficialReports(event)];
    journal::append(tx, &Append { ledger: STEERING_LEDGER, stream, expected, at: now, by, events: &events })?;
    Ok(())
}
