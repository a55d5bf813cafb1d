//! What can be done to an official report, and by whom.

use super::{
    Approved, Cadence, Event, Form, OfficialReport, ReportPeriod, Returned, ScheduleSet, Sent, State, Table, Unlocked,
};
use crate::codes::AgencyCode;
use crate::people::permissions::{
    may_approve_official_report, may_prepare_official_report, may_schedule_official_reports,
};
use crate::people::{Actor, Capacity};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::Timestamp;
use jiff::civil::Date;

/// What somebody does to a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Draw it and send it to the agency above.
    Send {
        /// A word about it.
        note: String,
    },
    /// Approve what was sent: it is locked.
    Approve,
    /// Send it back.
    Return {
        /// Why.
        reason: String,
    },
    /// Take the lock off.
    Unlock {
        /// Why.
        reason: String,
    },
}

/// What a decision needs to know.
#[derive(Debug, Clone)]
pub struct Context {
    /// The day.
    pub today: Date,
    /// What the records say now, and the moment of it: for [`Command::Send`].
    pub drawn: Option<(Table, Timestamp)>,
}

/// Decides about a command on the report of an agency over a period.
///
/// # Errors
/// When the policy does not let them, the period is not over, it is locked or not in the state for it, they approve what they sent, or a
/// reason is missing.
pub fn decide(
    actor: &Actor,
    form: Form,
    (agency, period): (&AgencyCode, ReportPeriod),
    report: &OfficialReport,
    command: Command,
    context: Context,
) -> Result<(Event, Capacity), Refusal> {
    let by = match command {
        Command::Send { .. } => may_prepare_official_report(actor, agency)?,
        Command::Approve | Command::Return { .. } | Command::Unlock { .. } => {
            may_approve_official_report(actor, agency)?
        }
    };
    let whose = agency.clone();
    let said = |reason: &str| {
        let reason = tidy(reason);
        if reason.is_empty() { Err(Refusal::input(vec![Problem::new("/reason", "missing")])) } else { Ok(reason) }
    };
    let event = match (report.state, command) {
        (State::Locked, Command::Unlock { reason }) => {
            Event::Unlocked(Unlocked { form, agency: whose, period, reason: said(&reason)? })
        }
        (State::Locked, _) => return Err(Refusal::rule("official-report-locked").with("period", period)),
        (State::NotSent, Command::Send { note }) => {
            if !period.is_over(context.today) {
                return Err(Refusal::rule("official-report-too-early").with("day", period.days().to));
            }
            let Some((table, known_at)) = context.drawn.filter(|(table, _)| table.form() == form) else {
                return Err(Refusal::rule("official-report-not-now"));
            };
            let in_place_of = by.principal().map(str::to_owned);
            Event::Sent(Sent { agency: whose, period, known_at, table, note: tidy(&note), in_place_of })
        }
        (State::Awaiting, Command::Approve) => {
            // Four eyes: whoever drew the figures does not vouch for them a second time.
            if report.was_sent_by(&by) {
                return Err(Refusal::forbidden("official-report-your-own"));
            }
            Event::Approved(Approved { form, agency: whose, period })
        }
        (State::Awaiting, Command::Return { reason }) => {
            Event::Returned(Returned { form, agency: whose, period, reason: said(&reason)? })
        }
        _ => return Err(Refusal::rule("official-report-not-now")),
    };
    Ok((event, by))
}

/// Lays down how often a form is reported, and how many days after a period's end it is due, for periods that are not over yet.
///
/// # Errors
/// When they are neither a leader nor of the secretariat of the province, or something is missing or out of bounds.
pub fn set_schedule(
    actor: &Actor,
    form: Option<Form>,
    cadence: Option<Cadence>,
    days: Option<u8>,
    authority: &str,
    today: Date,
) -> Result<(Event, Capacity), Refusal> {
    let by = may_schedule_official_reports(actor)?;
    let mut problems = Vec::new();
    if form.is_none() {
        problems.push(Problem::new("/form", "missing"));
    }
    if cadence.is_none() {
        problems.push(Problem::new("/cadence", "missing"));
    }
    let days = days.filter(|days| (1..=60).contains(days));
    if days.is_none() {
        problems.push(Problem::new("/days", "official-report-days"));
    }
    let authority = tidy(authority);
    if authority.is_empty() {
        problems.push(Problem::new("/authority", "missing"));
    }
    match (form, cadence, days) {
        (Some(form), Some(cadence), Some(days)) if problems.is_empty() => {
            Ok((Event::ScheduleSet(ScheduleSet { form, cadence, days, from: today, authority }), by))
        }
        _ => Err(Refusal::input(problems)),
    }
}
