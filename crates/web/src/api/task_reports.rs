//! Monthly reports of tasks over the API: which agency sent which month, one report with its figures, sending, approving.

use super::body::Body;
use super::caller::Caller;
use super::dossiers::PageQuery;
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::wire::{Answer, Asked, At, Complaints, Page, slice};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::Actor;
use rules::people::permissions::{Deed, may, sees_work_of};
use rules::task_reports::{Command, Figures, LeadFigures, Month, Overdue, State as Stands};
use serde::{Deserialize, Serialize};
use store::province::Province;
use store::tables::task_reports::{Listed, of_month};
use store::{Tx, desk};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of monthly reports.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_task_reports))
        .routes(routes!(show_task_report))
        .routes(routes!(act_on_task_report))
}

/// Which month.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct MonthQuery {
    /// The month; this one where nothing is said.
    #[param(example = "2025-11")]
    month: Option<String>,
}

/// Where an agency's report for a month stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskReportItem {
    /// Whose, by agency code.
    #[schema(example = "H35.07")]
    agency: String,
    /// Of which month.
    #[schema(example = "2025-11")]
    month: String,
    /// `not-sent`, `awaiting`, `locked` or `skipped`.
    state: &'static str,
    /// When it was sent, the last time.
    sent_at: Option<At>,
    /// When it was approved and locked.
    approved_at: Option<At>,
    /// How many tasks are in it.
    tasks: u64,
    /// How many of them are late.
    late: u64,
}

impl From<Listed> for TaskReportItem {
    fn from(one: Listed) -> Self {
        Self {
            agency: one.agency.to_string(),
            month: one.month.to_string(),
            state: one.state.key(),
            sent_at: one.sent_at.map(At),
            approved_at: one.approved_at.map(At),
            tasks: one.tasks,
            late: one.late,
        }
    }
}

/// A monthly report.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskReportSeen {
    /// Whose, by agency code.
    agency: String,
    /// Of which month.
    month: String,
    /// To be sent along with the next action.
    version: u64,
    /// `not-sent`, `awaiting`, `locked` or `skipped`.
    state: &'static str,
    /// The day as of whose end the figures are.
    #[schema(value_type = String, format = Date)]
    cut_off: Date,
    /// Whether the figures are those that were sent; else they are as of now.
    frozen: bool,
    /// The tasks of each lead agency.
    leads: Vec<TaskReportLead>,
    /// Those that are overdue.
    overdue: Vec<TaskReportOverdue>,
    /// Why it was returned or is not sent.
    reason: String,
}

/// The tasks of a lead agency by the six lights of the national tracker.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskReportLead {
    /// Which agency, by code.
    lead: String,
    /// Not begun, in time.
    waiting_in_time: u64,
    /// Not begun, late.
    waiting_late: u64,
    /// Under way, in time.
    working_in_time: u64,
    /// Under way, late.
    working_late: u64,
    /// Done in time, in the year.
    done_in_time: u64,
    /// Done late, in the year.
    done_late: u64,
    /// Suspended.
    off: u64,
}

impl From<&LeadFigures> for TaskReportLead {
    fn from(one: &LeadFigures) -> Self {
        Self {
            lead: one.lead.to_string(),
            waiting_in_time: one.waiting_in_time,
            waiting_late: one.waiting_late,
            working_in_time: one.working_in_time,
            working_late: one.working_late,
            done_in_time: one.done_in_time,
            done_late: one.done_late,
            off: one.off,
        }
    }
}

/// A task that was overdue at the cut-off.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskReportOverdue {
    /// Its code.
    #[schema(example = "NV-2025-00145")]
    task: String,
    /// What.
    name: String,
    /// By what document.
    authority: String,
    /// Which agency leads it, by code.
    lead: String,
    /// By when it should have been done.
    #[schema(value_type = String, format = Date)]
    due_on: Date,
}

impl From<&Overdue> for TaskReportOverdue {
    fn from(one: &Overdue) -> Self {
        Self {
            task: one.task.to_string(),
            name: one.name.clone(),
            authority: one.authority.clone(),
            lead: one.lead.to_string(),
            due_on: one.due_on,
        }
    }
}

/// The reports of a month that anybody made and the caller sees.
#[utoipa::path(
    get, path = "/task-reports", tag = "steering", summary = "The monthly reports of tasks that the caller sees, of one month",
    params(MonthQuery, PageQuery),
    responses((status = 200, description = "A page of them, by agency", body = Page<TaskReportItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_task_reports(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<MonthQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<TaskReportItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let month: Option<Month> = complaints.code("/month", query.month.as_deref(), "month-unreadable");
    complaints.settle()?;
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let month = month.unwrap_or_else(|| Month::of(day_of(now)));
    let found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may(&actor, Deed::WorkOnTasks)?;
            let mut found = of_month(tx, month)?;
            found.retain(|listed| sees_work_of(&actor, &listed.agency));
            Ok(found)
        })
        .await?;
    Ok(Answer(slice(found.into_iter(), after, limit, TaskReportItem::from)))
}

/// The agency and month of a report that the actor may read: the same answer for none and for somebody else's.
fn find(
    province: &Province,
    actor: &Actor,
    (agency, month): (&str, &str),
    now: Timestamp,
) -> Result<(AgencyCode, Month), Refusal> {
    may(actor, Deed::WorkOnTasks)?;
    let unknown = || Refusal::not_found("task-report-unknown");
    let agency: AgencyCode = agency.parse().map_err(|_| unknown())?;
    let month: Month = month.parse().map_err(|_| unknown())?;
    let there = province.directory.get(&agency).is_some() && month <= Month::of(day_of(now));
    if there && sees_work_of(actor, &agency) { Ok((agency, month)) } else { Err(unknown()) }
}

fn seen(tx: &mut Tx, agency: &AgencyCode, month: Month, now: Timestamp) -> Result<TaskReportSeen, store::Fault> {
    let (report, _) = desk::task_reports::load(tx, agency, month)?;
    let frozen = report.sent.as_ref().filter(|_| matches!(report.state, Stands::Awaiting | Stands::Locked));
    let (cut_off, figures): (Date, Figures) = match frozen {
        Some(sent) => (sent.cut_off, sent.figures.clone()),
        None => {
            let cut_off = desk::task_reports::cut_off(tx, month)?;
            (cut_off, desk::task_reports::draw(tx, agency, cut_off, now)?)
        }
    };
    Ok(TaskReportSeen {
        agency: agency.to_string(),
        month: month.to_string(),
        version: report.version,
        state: report.state.key(),
        cut_off,
        frozen: frozen.is_some(),
        leads: figures.leads.iter().map(TaskReportLead::from).collect(),
        overdue: figures.overdue.iter().map(TaskReportOverdue::from).collect(),
        reason: report.reason,
    })
}

/// One monthly report.
#[utoipa::path(
    get, path = "/task-reports/{agency}/{month}", tag = "steering", summary = "One monthly report of tasks with its figures",
    params(
        ("agency" = String, Path, description = "Whose, by agency code", example = "H35.07"),
        ("month" = String, Path, description = "Of which month", example = "2025-11")
    ),
    responses((status = 200, description = "The report", body = TaskReportSeen), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_task_report(
    State(app): State<App>,
    Path((agency, month)): Path<(String, String)>,
    caller: Caller,
) -> Result<Answer<TaskReportSeen>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let report = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            let (agency, month) = find(&province, &actor, (&agency, &month), now)?;
            Ok(seen(tx, &agency, month, now)?)
        })
        .await?;
    Ok(Answer(report))
}

/// What an action on a monthly report says.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TaskReportActed {
    /// The version of the report that the caller saw; 0 for one that nobody sent yet.
    version: u64,
    /// A word about it: for `send`.
    note: String,
    /// Why: for `return`, `skip`.
    reason: String,
}

/// Acts on a monthly report.
#[utoipa::path(
    post, path = "/task-reports/{agency}/{month}/actions/{action}", tag = "steering", summary = "Send, approve, return or skip a monthly report",
    params(
        ("agency" = String, Path, description = "Whose, by agency code", example = "H35.07"),
        ("month" = String, Path, description = "Of which month", example = "2025-11"),
        ("action" = String, Path, description = "`send`, `approve`, `return` or `skip`", example = "send"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = TaskReportActed,
    responses((status = 200, description = "The report as it stands then", body = TaskReportSeen), Refusals),
    security(("token" = []))
)]
pub async fn act_on_task_report(
    State(app): State<App>,
    Path((agency, month, action)): Path<(String, String, String)>,
    caller: Caller,
    key: Key,
    body: Body<TaskReportActed>,
) -> Result<Response, Failure> {
    let route = format!("POST /api/v1/task-reports/{agency}/{month}/actions/{action}");
    let request = key.request(&caller, &route, &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let (agency, month) = find(&province, &actor, (&agency, &month), now)?;
        let command = match action.as_str() {
            "send" => Command::Send { note: sent.note.clone() },
            "approve" => Command::Approve,
            "return" => Command::Return { reason: sent.reason.clone() },
            "skip" => Command::Skip { reason: sent.reason.clone() },
            _ => return Err(Refusal::not_found("task-action-unknown").with("action", &action).into()),
        };
        desk::task_reports::act(tx, &actor, &agency, month, sent.version, command, now)?;
        Ok(Done::new(StatusCode::OK, &seen(tx, &agency, month, now)?)?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}
