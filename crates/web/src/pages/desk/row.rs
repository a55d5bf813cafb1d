//! A dossier as a line of an officer's list: what is due when, where it is, who has it, and the first thing to do.

use crate::components::{Deadline, Tag, Urgency};
use crate::frame::Frame;
use crate::pages::said;
use jiff::Timestamp;
use rules::codes::{AgencyCode, ProcedureCode};
use rules::dossiers::{Action, Status};
use rules::people::permissions::who_may;
use rules::people::{Actor, Role};
use store::province::Province;
use store::tables::dossiers::Listed;

/// A line of a list.
pub struct Row {
    /// The dossier's code.
    pub code: String,
    /// Its version, which whoever acts on it from the list has seen.
    pub version: u64,
    /// What is asked for.
    pub procedure: String,
    /// Who asks.
    pub applicant: String,
    /// How it came in.
    pub channel: String,
    /// Where it stands.
    pub status: Tag,
    /// The legal deadline.
    pub legal: Option<Deadline>,
    /// What is said where there is none.
    pub no_deadline: String,
    /// The deadline of the current step.
    pub step: Option<Deadline>,
    /// The current step.
    pub task: String,
    /// Where it is.
    pub place: String,
    /// Who is in charge; empty while nobody is.
    pub officer: String,
    /// Whether who was in charge has gone, so that somebody must take it.
    pub gone: bool,
    /// When it was received, or filed while it was not.
    pub since: Timestamp,
    /// The first thing that this officer may do with it.
    pub first: Option<First>,
}

/// The first thing to do with a dossier.
pub struct First {
    /// The action's name in addresses.
    pub action: &'static str,
    /// What the link or button says.
    pub label: String,
    /// Whether one press does it; else the link leads to its form.
    pub at_once: bool,
    /// The dossier's version, for what one press does.
    pub version: u64,
    /// The officer, for taking charge.
    pub officer: String,
}

impl Row {
    /// The line of a dossier, for this officer.
    #[must_use]
    pub fn new(f: &Frame, province: &Province, actor: &Actor, listed: &Listed) -> Self {
        let directory = &province.directory;
        let code = listed.procedure.parse::<ProcedureCode>().ok();
        let holder = listed.holder.parse::<AgencyCode>().ok();
        let procedure = code.map(|code| said::procedure_named(f.lang(), province, &code, &listed.procedure));
        let running = matches!(listed.status, Status::Filed | Status::Received | Status::InProcess);
        Self {
            procedure: procedure
                .map_or_else(|| listed.procedure.clone(), |name| current_name(f, province, listed, name)),
            applicant: listed.applicant_name.clone(),
            channel: f.t(&format!("desk-channel-{}", listed.channel.replace('_', "-"))),
            status: f.status(&listed.status),
            legal: listed.due_at.and_then(|due| deadline(f, province, listed, due)),
            no_deadline: f.t(Deadline::none(listed.status)),
            step: listed.step_due_at.filter(|_| running).and_then(|due| deadline(f, province, listed, due)),
            task: task(f, listed),
            place: holder.map_or_else(String::new, |code| said::agency_named(f.lang(), directory, &code)),
            officer: listed.officer_name.clone().filter(|_| !listed.officer_gone).unwrap_or_default(),
            gone: listed.officer_gone,
            since: listed.received_at.unwrap_or(listed.filed_at),
            first: first(f, actor, listed),
            code: listed.code.clone(),
            version: listed.version,
        }
    }
}

/// The name of the procedure as it stands now, in Vietnamese too: a row does not keep the name under which it was filed.
fn current_name(f: &Frame, province: &Province, listed: &Listed, named: String) -> String {
    let state = listed.procedure.parse().ok().and_then(|code| province.procedure(&code));
    let procedure = state.and_then(|state| state.procedure.as_ref());
    procedure.map_or(named, |procedure| said::procedure_name(f.lang(), procedure))
}

/// What is done with it now, in words.
fn task(f: &Frame, listed: &Listed) -> String {
    match (&listed.task, listed.status) {
        (_, Status::Refused | Status::Withdrawn | Status::Returned | Status::Stopped) => String::new(),
        (Some(task), _) => f.t(&format!("task-{task}")),
        (None, _) => f.t("step-receive"),
    }
}

/// A deadline of a listed dossier: running, standing, or how it ended.
fn deadline(f: &Frame, province: &Province, listed: &Listed, due: Timestamp) -> Option<Deadline> {
    match (listed.status, listed.finished_at) {
        (Status::Refused | Status::Withdrawn | Status::Stopped, _) => Deadline::ended(due, listed.status),
        (_, Some(finished)) => Some(Deadline::done(due, due.as_second() - finished.as_second())),
        _ if listed.paused => Some(Deadline { due, left: None, urgency: Urgency::Paused }),
        _ => {
            let agency: AgencyCode = listed.competent_agency.parse().ok()?;
            let left = province.calendar(&agency).working_between(f.now, due).seconds();
            // Outside working hours no working time passes, but late is late.
            Some(Deadline::running(due, if f.now > due { left.min(-1) } else { left }))
        }
    }
}

/// The first thing that this officer may do. A suggestion from the row alone: policy and rules are asked again when it is done.
fn first(f: &Frame, actor: &Actor, listed: &Listed) -> Option<First> {
    let holder: AgencyCode = listed.holder.parse().ok()?;
    let officer = listed.officer.as_deref().filter(|_| !listed.officer_gone);
    let stands_for = |login| login == actor.login || actor.positions.iter().any(|held| held.principal() == Some(login));
    let mine = officer.is_some_and(stands_for);
    let action = match (listed.status, listed.task.as_deref()) {
        (Status::Filed, _) => Action::Receive,
        (Status::Processed, _) => Action::ReturnResult,
        (Status::Received | Status::InProcess, Some("assign")) => Action::Assign,
        (Status::Received | Status::InProcess, Some("process")) if officer.is_none() => Action::Assign,
        (Status::Received | Status::InProcess, Some("process")) if mine => Action::Propose,
        (Status::Received | Status::InProcess, Some("approve")) => Action::Approve,
        (Status::Received | Status::InProcess, Some("sign")) => Action::Sign,
        (Status::Received | Status::InProcess, Some("issue")) => Action::Complete,
        _ => return None,
    };
    let role = who_may(action).iter().map(|(role, _)| *role).find(|role| actor.position(*role, &holder).is_some())?;
    let takes = action == Action::Assign && role == Role::CaseOfficer;
    let label = if takes { f.t("desk-take") } else { f.t(&format!("desk-act-{}", action.key())) };
    Some(First { action: action.key(), label, at_once: takes, version: listed.version, officer: actor.login.clone() })
}
