//! What can be done to a monthly report, and by whom.

use super::{Approved, CutOffSet, Event, Figures, MONTHLY, Month, MonthlyReport, Returned, Sent, Skipped, State};
use crate::codes::AgencyCode;
use crate::people::permissions::{may_approve_reports, may_assign};
use crate::people::{Actor, Capacity};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// What somebody does to a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Draw it as of its cut-off and send it for approval.
    Send {
        /// A word about it.
        note: String,
    },
    /// Approve what somebody else sent: it is locked.
    Approve,
    /// Send it back.
    Return {
        /// Why.
        reason: String,
    },
    /// Decide that none is sent.
    Skip {
        /// Why.
        reason: String,
    },
}

/// What a decision needs to know.
#[derive(Debug, Clone)]
pub struct Context {
    /// The day.
    pub today: Date,
    /// The day of cut-off of this month.
    pub cut_off: Date,
    /// The figures as of then: for [`Command::Send`].
    pub figures: Figures,
}

/// Decides about a command on the report of an agency for a month.
///
/// # Errors
/// When the policy does not let them, the month is locked, its cut-off has not come, they approve their own, or a reason is missing.
pub fn decide(
    actor: &Actor,
    agency: &AgencyCode,
    month: Month,
    report: &MonthlyReport,
    command: Command,
    context: Context,
) -> Result<(Event, Capacity), Refusal> {
    let by = match command {
        Command::Send { .. } => may_assign(actor, agency)?,
        Command::Approve | Command::Return { .. } | Command::Skip { .. } => may_approve_reports(actor, agency)?,
    };
    let agency = agency.clone();
    let said = |reason: &str| {
        let reason = tidy(reason);
        if reason.is_empty() { Err(Refusal::input(vec![Problem::new("/reason", "missing")])) } else { Ok(reason) }
    };
    let event = match (report.state, command) {
        (State::Locked, _) => return Err(Refusal::rule("report-locked").with("month", month).citing(MONTHLY)),
        (State::NotSent | State::Skipped, Command::Send { note }) => {
            if context.today < context.cut_off {
                return Err(Refusal::rule("report-before-cut-off").with("day", context.cut_off).citing(MONTHLY));
            }
            let in_place_of = by.principal().map(str::to_owned);
            let (cut_off, figures) = (context.cut_off, context.figures);
            Event::Sent(Sent { agency, month, cut_off, figures, note: tidy(&note), in_place_of })
        }
        (State::Awaiting, Command::Approve) => {
            // Four eyes: whoever drew the figures does not vouch for them a second time.
            if report.was_sent_by(&by) {
                return Err(Refusal::forbidden("report-your-own").with("month", month));
            }
            Event::Approved(Approved { agency, month })
        }
        (State::Awaiting, Command::Return { reason }) => {
            Event::Returned(Returned { agency, month, reason: said(&reason)? })
        }
        (State::NotSent, Command::Skip { reason }) => Event::Skipped(Skipped { agency, month, reason: said(&reason)? }),
        (state, _) => return Err(Refusal::rule("report-not-now").with("state", state.key())),
    };
    Ok((event, by))
}

/// Sets the day of cut-off from a month on, which must not have begun to be reported: the present one at the earliest.
///
/// # Errors
/// When they are neither a leader nor of the secretariat of the province, or the day is none that every month has.
pub fn set_cut_off(
    actor: &Actor,
    province: &AgencyCode,
    day: Option<i8>,
    from: Option<Month>,
    authority: &str,
    today: Date,
) -> Result<(Event, Capacity), Refusal> {
    let by = may_assign(actor, province)?;
    let mut problems = Vec::new();
    let day = day.filter(|day| (1..=28).contains(day));
    if day.is_none() {
        problems.push(Problem::new("/day", "cut-off-day"));
    }
    let from = from.filter(|from| *from >= Month::of(today));
    if from.is_none() {
        problems.push(Problem::new("/from", "cut-off-from"));
    }
    let authority = tidy(authority);
    if authority.is_empty() {
        problems.push(Problem::new("/authority", "missing"));
    }
    match (day, from) {
        (Some(day), Some(from)) if problems.is_empty() => {
            Ok((Event::CutOffSet(CutOffSet { day, from, authority }), by))
        }
        _ => Err(Refusal::input(problems)),
    }
}
