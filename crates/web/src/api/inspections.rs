//! Inspection, guidance and study visits over the API: lists within what the caller sees, planning, findings that become tasks.

use super::body::Body;
use super::caller::Caller;
use super::dossiers::PageQuery;
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::wire::{Answer, Asked, Complaints, Page, cursor};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use rules::codes::{AgencyCode, VisitCode};
use rules::inspections::{Command, Plan, Visit, VisitKind};
use rules::people::Actor;
use rules::people::permissions::{Deed, may, sees_work_of, tasks_seen};
use rules::{Problem, Refusal};
use serde::{Deserialize, Serialize};
use store::tables::inspections::{Listed, list, task_of_finding};
use store::{Tx, desk};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of visits.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_visits, plan_visit))
        .routes(routes!(show_visit))
        .routes(routes!(act_on_visit))
        .routes(routes!(make_task_of_finding))
}

/// What a list of visits is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct VisitQuery {
    /// `inspection`, `guidance` or `study`.
    #[param(example = "inspection")]
    kind: Option<String>,
    /// Words of what is looked at or where; marks may be left out.
    #[param(example = "mot cua")]
    q: Option<String>,
}

/// A visit in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitItem {
    /// Its code.
    #[schema(example = "KT-2025-003")]
    code: String,
    /// `inspection`, `guidance` or `study`.
    kind: &'static str,
    /// Which agency sends the team, by code.
    agency: String,
    /// Which agency is visited, by code.
    host: Option<String>,
    /// Where a study visit goes.
    place: String,
    /// What is looked at.
    plan: String,
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// `planned`, `reported` or `cancelled`.
    state: &'static str,
    /// How many findings it has.
    findings: i64,
}

impl From<&Listed> for VisitItem {
    fn from(one: &Listed) -> Self {
        Self {
            code: one.code.to_string(),
            kind: one.kind.key(),
            agency: one.agency.to_string(),
            host: one.host.as_ref().map(AgencyCode::to_string),
            place: one.place.clone(),
            plan: one.plan.clone(),
            from: one.from,
            state: one.state.key(),
            findings: one.findings,
        }
    }
}

/// A visit.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitSeen {
    /// Its code.
    code: String,
    /// To be sent along with the next action.
    version: u64,
    /// `inspection`, `guidance` or `study`.
    kind: &'static str,
    /// Which agency sends the team, by code.
    agency: String,
    /// Which agency is visited, by code.
    host: Option<String>,
    /// Where a study visit goes.
    place: String,
    /// By which document.
    authority: String,
    /// What is looked at.
    plan: String,
    /// Who goes.
    team: Vec<String>,
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// Its last day.
    #[schema(value_type = String, format = Date)]
    to: Date,
    /// `planned`, `reported` or `cancelled`.
    state: &'static str,
    /// What was found.
    findings: Vec<VisitFinding>,
    /// What came of it, as reported.
    reports: Vec<String>,
    /// Why it does not take place.
    reason: String,
}

/// Something that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitFinding {
    /// Its number, from 1.
    number: u32,
    /// What.
    what: String,
    /// What is to be done about it.
    remedy: String,
    /// By when; where nobody said it, 30 days from the day on which it becomes a task.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// The task that it became.
    task: Option<String>,
}

/// The day from which places in a list are counted.
const FIRST_DAY: Date = date(2000, 1, 1);
/// Room for the year and number of a code in a place of a list.
const ROOM: i64 = 10_000_000_000_000;

/// The place of a visit in the list: its first day, then its code.
fn place(visit: &Listed) -> Option<i64> {
    let days = i64::from((visit.from - FIRST_DAY).get_days());
    let (year, number) = visit.code.as_str().strip_prefix("KT-")?.split_once('-')?;
    Some(days * ROOM + year.parse::<i64>().ok()? * 1_000_000_000 + number.parse::<i64>().ok()?)
}

fn behind(place: i64) -> Option<(Date, VisitCode)> {
    let day = FIRST_DAY.checked_add((place / ROOM).days()).ok()?;
    let code = place % ROOM;
    let year = i16::try_from(code / 1_000_000_000).ok()?;
    Some((day, VisitCode::new(year, u32::try_from(code % 1_000_000_000).ok()?)))
}

/// The visits that the caller sees, the newest first.
#[utoipa::path(
    get, path = "/inspections", tag = "steering", summary = "The visits that the caller sees, the newest first",
    params(VisitQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<VisitItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_visits(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<VisitQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<VisitItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let kinds = VisitKind::ALL.map(|kind| (kind.key(), kind));
    let kind = complaints.choice("/kind", query.kind.as_deref(), &kinds);
    complaints.settle()?;
    let (now, provinces, words) = (app.clock.now(), app.province.clone(), query.q.unwrap_or_default());
    let before = after.and_then(behind);
    let mut found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may(&actor, Deed::WorkOnTasks)?;
            Ok(list(tx, &tasks_seen(&actor), kind, &words, before.as_ref(), limit)?)
        })
        .await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).and_then(place).map(cursor);
    Ok(Answer(Page { items: found.iter().map(VisitItem::from).collect(), next }))
}

/// The visit of this code, if the actor may see it: the same answer for none and for somebody else's.
fn find(tx: &mut Tx, actor: &Actor, code: &str) -> Result<Visit, store::Failure> {
    may(actor, Deed::WorkOnTasks)?;
    let unknown = || Refusal::not_found("visit-unknown");
    let code: VisitCode = code.parse().map_err(|_| unknown())?;
    let (visit, _) = desk::inspections::load_with_history(tx, &code)?.ok_or_else(unknown)?;
    let mut concerned = std::iter::once(&visit.planned.agency).chain(&visit.planned.host);
    if concerned.any(|agency| sees_work_of(actor, agency)) { Ok(visit) } else { Err(unknown().into()) }
}

fn seen(tx: &mut Tx, visit: &Visit) -> Result<VisitSeen, store::Fault> {
    let planned = &visit.planned;
    let mut findings = Vec::new();
    for finding in &visit.findings {
        let task = task_of_finding(tx, &planned.visit, finding.number)?;
        findings.push(VisitFinding {
            number: finding.number,
            what: finding.what.clone(),
            remedy: finding.remedy.clone(),
            due_on: finding.due_on,
            task: task.map(|task| task.to_string()),
        });
    }
    Ok(VisitSeen {
        code: planned.visit.to_string(),
        version: visit.version,
        kind: planned.kind.key(),
        agency: planned.agency.to_string(),
        host: planned.host.as_ref().map(AgencyCode::to_string),
        place: planned.place.clone(),
        authority: planned.authority.clone(),
        plan: planned.plan.clone(),
        team: planned.team.clone(),
        from: planned.from,
        to: planned.to,
        state: visit.state.key(),
        findings,
        reports: visit.reports.iter().map(|report| report.summary.clone()).collect(),
        reason: visit.reason.clone(),
    })
}

/// One visit.
#[utoipa::path(
    get, path = "/inspections/{code}", tag = "steering", summary = "One visit with what was found",
    params(("code" = String, Path, description = "The visit's code", example = "KT-2025-003")),
    responses((status = 200, description = "The visit", body = VisitSeen), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_visit(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
) -> Result<Answer<VisitSeen>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let visit = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            let visit = find(tx, &actor, &code)?;
            Ok(seen(tx, &visit)?)
        })
        .await?;
    Ok(Answer(visit))
}

/// A visit to be planned.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct VisitToPlan {
    /// In the name of which agency, by code.
    #[schema(example = "H35")]
    agency: String,
    /// `inspection`, `guidance` or `study`.
    kind: String,
    /// Which agency is visited, by code.
    host: Option<String>,
    /// Where a study visit goes.
    place: String,
    /// Its first day.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// Its last day; the first one where nothing is said.
    #[schema(value_type = Option<String>, format = Date)]
    to: Option<Date>,
    /// By which document.
    authority: String,
    /// What is looked at.
    plan: String,
    /// Who goes; the first one leads.
    team: Vec<String>,
}

impl VisitToPlan {
    fn read(&self) -> Result<(AgencyCode, Plan), Refusal> {
        let mut complaints = Complaints::default();
        let agency = complaints.code::<AgencyCode>("/agency", Some(&self.agency), "agency-unknown");
        let kinds = VisitKind::ALL.map(|kind| (kind.key(), kind));
        let kind = Some(self.kind.as_str()).filter(|kind| !kind.is_empty());
        let plan = Plan {
            kind: complaints.choice("/kind", kind, &kinds),
            host: complaints.code("/host", self.host.as_deref(), "agency-unknown"),
            place: self.place.clone(),
            from: self.from,
            to: self.to,
            authority: self.authority.clone(),
            plan: self.plan.clone(),
            team: self.team.join("\n"),
        };
        complaints.settle()?;
        let agency = agency.ok_or_else(|| Refusal::input(vec![Problem::new("/agency", "missing")]))?;
        Ok((agency, plan))
    }
}

/// Plans a visit.
#[utoipa::path(
    post, path = "/inspections", tag = "steering", summary = "Plan a visit",
    description = "For leaders and clerks of the agency that sends the team.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body = VisitToPlan,
    responses((status = 201, description = "The visit", body = VisitSeen), Refusals),
    security(("token" = []))
)]
pub async fn plan_visit(
    State(app): State<App>,
    caller: Caller,
    key: Key,
    body: Body<VisitToPlan>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, "POST /api/v1/inspections", &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::AssignTasks)?;
        let (agency, plan) = sent.read()?;
        let code = desk::inspections::plan(tx, &province, &actor, &agency, &plan, now)?;
        let visit = find(tx, &actor, code.as_str())?;
        Ok(Done::new(StatusCode::CREATED, &seen(tx, &visit)?)?)
    });
    Ok(done.await?.into_response(|code| format!("/api/v1/inspections/{code}")))
}

/// What an action on a visit says.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct VisitActed {
    /// The version of the visit that the caller saw.
    version: u64,
    /// What was found: for `find`.
    what: String,
    /// What is to be done about it: for `find`.
    remedy: String,
    /// By when: for `find`. Where it is left out, the task that the finding becomes has 30 days from the day on which it does.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// What came of the visit: for `report`. Its files are handed in on the page.
    summary: String,
    /// Why: for `cancel`.
    reason: String,
}

/// Acts on a visit.
#[utoipa::path(
    post, path = "/inspections/{code}/actions/{action}", tag = "steering", summary = "Note a finding of a visit, report it, call it off",
    params(
        ("code" = String, Path, description = "The visit's code", example = "KT-2025-003"),
        ("action" = String, Path, description = "`find`, `report` or `cancel`", example = "find"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = VisitActed,
    responses((status = 200, description = "The visit as it stands then", body = VisitSeen), Refusals),
    security(("token" = []))
)]
pub async fn act_on_visit(
    State(app): State<App>,
    Path((code, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<VisitActed>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, &format!("POST /api/v1/inspections/{code}/actions/{action}"), &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let visit = find(tx, &actor, &code)?;
        let VisitActed { version, what, remedy, due_on, summary, reason } = sent.clone();
        let command = match action.as_str() {
            "find" => Command::Find { what, remedy, due_on },
            "report" => Command::Report { summary, files: Vec::new() },
            "cancel" => Command::Cancel { reason },
            _ => return Err(Refusal::not_found("task-action-unknown").with("action", &action).into()),
        };
        desk::inspections::act(tx, &actor, &visit.planned.visit, version, command, now)?;
        let visit = find(tx, &actor, &code)?;
        Ok(Done::new(StatusCode::OK, &seen(tx, &visit)?)?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}

/// What the task of a finding delivers.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FindingToAssign {
    /// What comes of it.
    #[schema(example = "Báo cáo khắc phục")]
    deliverable: String,
}

/// Makes a finding a task of the visited agency.
#[utoipa::path(
    post, path = "/inspections/{code}/findings/{number}/task", tag = "steering", summary = "Make a finding a task of the visited agency, once",
    params(
        ("code" = String, Path, description = "The visit's code", example = "KT-2025-003"),
        ("number" = u32, Path, description = "The number of the finding", example = 1),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = FindingToAssign,
    responses((status = 200, description = "The visit as it stands then", body = VisitSeen), Refusals),
    security(("token" = []))
)]
pub async fn make_task_of_finding(
    State(app): State<App>,
    Path((code, number)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<FindingToAssign>,
) -> Result<Response, Failure> {
    let request =
        key.request(&caller, &format!("POST /api/v1/inspections/{code}/findings/{number}/task"), &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let visit = find(tx, &actor, &code)?;
        let number: u32 = number.parse().map_err(|_| Refusal::not_found("visit-unknown"))?;
        let of = visit.planned.visit.clone();
        desk::inspections::make_task(tx, &province, &actor, (&of, number), &sent.deliverable, now)?;
        Ok(Done::new(StatusCode::OK, &seen(tx, &visit)?)?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}
