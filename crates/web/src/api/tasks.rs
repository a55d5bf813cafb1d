//! Tasks over the API: lists within what the caller sees, one task with its reports, assigning; in [`act`] every action.

mod act;

use super::body::Body;
use super::caller::Caller;
use super::dossiers::PageQuery;
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::wire::{Answer, Asked, At, Complaints, Page, cursor};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use rules::calendar::day_of;
use rules::codes::{AgencyCode, TaskCode};
use rules::indicators::Amount;
use rules::people::Actor;
use rules::people::permissions::{Deed, may, may_see_task, tasks_seen};
use rules::tasks::{Draft, Every, Light, Link, LinkKind, Standing, Task, Whole};
use rules::{Problem, Refusal};
use serde::{Deserialize, Serialize};
use store::tables::tasks::lists::{Filter, Listed, list, progress_of_parts};
use store::tables::tasks::parts::wholes;
use store::{Fault, Tx, desk};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of tasks.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_tasks, assign_task))
        .routes(routes!(show_task))
        .routes(routes!(act::act_on_task))
}

/// What a list of tasks is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct TaskQuery {
    /// Led by this agency or one below it.
    #[param(example = "H35.07")]
    lead: Option<String>,
    /// With this light of the national tracker: `waiting_in_time`, `waiting_late`, `working_in_time`, `working_late`, `done_in_time`,
    /// `done_late` or `off`.
    #[param(example = "working_late")]
    light: Option<String>,
    /// Parts of this task.
    #[param(example = "NV-2025-00145")]
    parent: Option<String>,
    /// Words of the task, its deliverable or what orders it; marks may be left out.
    #[param(example = "dinh danh")]
    q: Option<String>,
}

/// A task in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskItem {
    /// Its code.
    #[schema(example = "NV-2025-00145")]
    code: String,
    /// What is to be done.
    name: String,
    /// Who assigned it, by agency code.
    #[schema(example = "H35")]
    assigner: String,
    /// The lead agency, by code.
    #[schema(example = "H35.07")]
    lead: String,
    /// The name of the responsible person.
    responsible: String,
    /// The document that orders it.
    authority: String,
    /// What comes of it.
    deliverable: String,
    /// `assigned`, `accepted`, `in_progress`, `submitted`, `returned`, `completed`, `suspended`, `cancelled`.
    status: &'static str,
    /// The light of the national tracker.
    light: &'static str,
    /// The colour of that light.
    colour: &'static str,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    assigned_on: Date,
    /// The last day, after extensions.
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    /// The day on which the result was handed in, the last time.
    #[schema(value_type = Option<String>, format = Date)]
    submitted_on: Option<Date>,
    /// How much is done, in per cent: of its parts where it has any.
    progress: u8,
    /// The task of which it is a part.
    parent: Option<String>,
    /// By which day the lead agency last promised to be done.
    #[schema(value_type = Option<String>, format = Date)]
    promised_on: Option<Date>,
    /// Until which day it must be reported on next, where it is reported on by period; over, the report is missing.
    #[schema(value_type = Option<String>, format = Date)]
    report_due_on: Option<Date>,
    /// What its parts add up to; nothing where it has none.
    parts: Option<TaskParts>,
}

/// What the parts of a task add up to; those that were cancelled count for nothing.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskParts {
    /// How many there are, those of its parts not among them.
    count: u64,
    /// How many are done.
    done: u64,
    /// How many are late and not done.
    late: u64,
    /// The light that needs attention most of everything below the task.
    worst_light: &'static str,
    /// The colour of that light.
    worst_colour: &'static str,
    /// What they reached together, where they count the same; shares are not added.
    counted: Option<PartsCounted>,
}

/// What parts that count the same reached together.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartsCounted {
    /// What is counted.
    #[schema(example = "máy")]
    unit: String,
    /// How many of it were reached, exact to a thousandth.
    #[schema(example = "40.25")]
    value: String,
    /// How many of it the parts are to reach together; nothing where one of them has no target.
    #[schema(example = "95.5")]
    target: Option<String>,
    /// How many parts count it.
    of: u64,
}

impl From<&Whole> for TaskParts {
    fn from(whole: &Whole) -> Self {
        let counted = whole.counted.as_ref().map(|counted| PartsCounted {
            unit: counted.unit.clone(),
            value: counted.value.to_string(),
            target: counted.target.map(|target| target.to_string()),
            of: counted.of,
        });
        Self {
            count: whole.parts,
            done: whole.done,
            late: whole.late,
            worst_light: whole.worst.key(),
            worst_colour: whole.worst.colour(),
            counted,
        }
    }
}

impl TaskItem {
    fn of(task: &Listed, whole: Option<&Whole>, today: Date) -> Self {
        let light = task.light(today);
        Self {
            code: task.code.to_string(),
            name: task.name.clone(),
            assigner: task.assigner.to_string(),
            lead: task.lead.to_string(),
            responsible: task.responsible.clone(),
            authority: task.authority.clone(),
            deliverable: task.deliverable.clone(),
            status: task.status.key(),
            light: light.key(),
            colour: light.colour(),
            assigned_on: task.assigned_on,
            due_on: task.due_on,
            submitted_on: task.submitted_on,
            progress: task.progress,
            parent: task.parent.as_ref().map(TaskCode::to_string),
            promised_on: task.promised_on,
            report_due_on: task.report_due_on,
            parts: whole.map(TaskParts::from),
        }
    }
}

/// A task.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskSeen {
    /// Its code.
    #[schema(example = "NV-2025-00145")]
    code: String,
    /// To be sent along with the next action.
    version: u64,
    /// What is to be done.
    name: String,
    /// Who assigned it, by agency code.
    assigner: String,
    /// The lead agency, by code.
    lead: String,
    /// The login of the responsible person.
    responsible: String,
    /// Their name.
    responsible_name: String,
    /// Who answered for it before, by name, the first first.
    responsible_before: Vec<String>,
    /// Agencies that support the lead, by code.
    supporting: Vec<String>,
    /// Whose responsibility, beyond the responsible person's; often empty.
    responsibility: String,
    /// The document that orders it.
    authority: String,
    /// What comes of it.
    deliverable: String,
    /// What is counted; empty where nothing is.
    unit: String,
    /// How many of it, exact to a thousandth.
    #[schema(example = "95.5")]
    target: Option<String>,
    /// How many of it were reached, exact to a thousandth.
    #[schema(example = "40.25")]
    value: Option<String>,
    /// Where it stands; `overdue` when its last day is over and nothing is handed in.
    standing: &'static str,
    /// The light of the national tracker.
    light: &'static str,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    assigned_on: Date,
    /// The last day, after extensions.
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    /// How often it is reported on: `month`, `quarter`, `half_year` or `year`.
    every: Option<&'static str>,
    /// How much is done as reported, in per cent.
    progress: u8,
    /// How much of its parts is done, in per cent; nothing where it has none.
    progress_of_parts: Option<u8>,
    /// What its parts add up to; nothing where it has none.
    parts: Option<TaskParts>,
    /// Until which day it must be reported on next, where it is reported on by period; over, the report is missing.
    #[schema(value_type = Option<String>, format = Date)]
    report_due_on: Option<Date>,
    /// Until when more time is asked for.
    #[schema(value_type = Option<String>, format = Date)]
    extension_until: Option<Date>,
    /// By which day the lead agency last promised to be done, in a report or as it asked for more time.
    #[schema(value_type = Option<String>, format = Date)]
    promised_on: Option<Date>,
    /// The task of which it is a part.
    parent: Option<String>,
    /// What it has to do with.
    links: Vec<TaskLink>,
    /// What was reported, oldest first.
    reports: Vec<TaskReport>,
}

/// Something that a task has to do with.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskLink {
    /// `directive`, `conclusion`, `indicator`, `budget_line`, `obstacle` or `inspection`.
    kind: String,
    /// Its number or code.
    reference: String,
}

/// How far a task was.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskReport {
    /// When.
    at: At,
    /// By whom.
    by: String,
    /// What was done.
    note: String,
    /// How much, in per cent.
    progress: u8,
    /// How much it was before, in per cent, where less is done now.
    less_than: Option<u8>,
    /// Why less is done; empty where it is not.
    less_because: String,
    /// A document that proves it; may be empty.
    document: String,
    /// Files that prove it, by name.
    evidence: Vec<String>,
}

impl TaskSeen {
    fn of(tx: &mut Tx, task: &Task, today: Date) -> Result<Self, Fault> {
        let assigned = &task.assigned;
        let progress_of_parts = progress_of_parts(tx, task.code())?;
        let parts = wholes(tx, std::slice::from_ref(task.code()), today)?.get(task.code()).map(TaskParts::from);
        let link = |link: &Link| TaskLink { kind: link.kind.key().to_owned(), reference: link.reference.clone() };
        let report = |written: &rules::tasks::Written| TaskReport {
            at: At(written.at),
            by: written.by.1.clone(),
            note: written.report.note.clone(),
            progress: written.report.progress,
            less_than: written.report.less.as_ref().map(|less| less.than),
            less_because: written.report.less.as_ref().map(|less| less.because.clone()).unwrap_or_default(),
            document: written.report.document.clone(),
            evidence: written.report.evidence.iter().map(|file| file.name.clone()).collect(),
        };
        let standing: Standing = task.standing(today);
        Ok(Self {
            code: task.code().to_string(),
            version: task.version,
            name: assigned.name.clone(),
            assigner: assigned.assigner.to_string(),
            lead: assigned.lead.to_string(),
            responsible: task.responsible.login.clone(),
            responsible_name: task.responsible.name.clone(),
            responsible_before: task.before.iter().map(|person| person.name.clone()).collect(),
            supporting: assigned.supporting.iter().map(AgencyCode::to_string).collect(),
            responsibility: assigned.responsibility.clone(),
            authority: assigned.authority.clone(),
            deliverable: assigned.deliverable.what.clone(),
            unit: assigned.deliverable.unit.clone(),
            target: assigned.deliverable.target.map(|target| target.to_string()),
            value: task.value.map(|value| value.to_string()),
            standing: standing.key(),
            light: task.light(today).key(),
            assigned_on: assigned.assigned_on,
            due_on: task.due_on,
            every: assigned.due.every.map(Every::key),
            progress: task.progress,
            progress_of_parts,
            parts,
            report_due_on: task.report_due_on(),
            extension_until: task.extension.as_ref().map(|asked| asked.until),
            promised_on: task.promised_on,
            parent: task.parent.as_ref().map(TaskCode::to_string),
            links: task.links.iter().map(link).collect(),
            reports: task.reports.iter().map(report).collect(),
        })
    }
}

/// The day from which places in a list are counted.
const FIRST_DAY: Date = date(2000, 1, 1);
/// Room for the year and number of a code in a place of a list.
const ROOM: i64 = 10_000_000_000_000;

/// The place of a task in the list: its last day, then its code.
fn place(task: &Listed) -> i64 {
    let days = i64::from((task.due_on - FIRST_DAY).get_days());
    let (year, number) = task.code.parts();
    days * ROOM + i64::from(year) * 1_000_000_000 + i64::from(number)
}

fn behind(place: i64) -> Option<(Date, TaskCode)> {
    let day = FIRST_DAY.checked_add((place / ROOM).days()).ok()?;
    let code = place % ROOM;
    let year = i16::try_from(code / 1_000_000_000).ok()?;
    Some((day, TaskCode::new(year, u32::try_from(code % 1_000_000_000).ok()?)))
}

/// The tasks that the caller sees, by last day.
#[utoipa::path(
    get, path = "/tasks", tag = "steering", summary = "The tasks that the caller sees, by last day",
    params(TaskQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<TaskItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_tasks(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<TaskQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<TaskItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let lights = Light::ALL.map(|light| (light.key(), light));
    let filter = Filter {
        lead: complaints.code("/lead", query.lead.as_deref(), "agency-unknown"),
        light: complaints.choice("/light", query.light.as_deref(), &lights),
        parent: complaints.code("/parent", query.parent.as_deref(), "task-code"),
        words: query.q.unwrap_or_default(),
        ..Filter::default()
    };
    complaints.settle()?;
    let (now, provinces, after) = (app.clock.now(), app.province.clone(), after.and_then(behind));
    let today = day_of(now);
    let (found, more, wholes) = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may(&actor, Deed::WorkOnTasks)?;
            let mut found = list(tx, &tasks_seen(&actor), &filter, today, after.as_ref(), limit)?;
            let more = found.len() > limit as usize;
            found.truncate(limit as usize);
            let codes: Vec<TaskCode> = found.iter().map(|task| task.code.clone()).collect();
            let wholes = wholes(tx, &codes, today)?;
            Ok((found, more, wholes))
        })
        .await?;
    let next = found.last().filter(|_| more).map(|last| cursor(place(last)));
    let item = |task: &Listed| TaskItem::of(task, wholes.get(&task.code), today);
    Ok(Answer(Page { items: found.iter().map(item).collect(), next }))
}

/// The task of this code, if the actor may see it: the same answer for none and for somebody else's.
fn find(tx: &mut Tx, actor: &Actor, code: &str) -> Result<Task, store::Failure> {
    let unknown = || Refusal::not_found("task-unknown");
    let code: TaskCode = code.parse().map_err(|_| unknown())?;
    let task = desk::tasks::load(tx, &code)?.filter(|task| may_see_task(actor, task));
    Ok(task.ok_or_else(unknown)?)
}

/// One task.
#[utoipa::path(
    get, path = "/tasks/{code}", tag = "steering", summary = "One task with its reports",
    params(("code" = String, Path, description = "The task's code", example = "NV-2025-00145")),
    responses((status = 200, description = "The task", body = TaskSeen), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_task(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
) -> Result<Answer<TaskSeen>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let seen = app.read(move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let task = find(tx, &actor, &code)?;
        Ok(TaskSeen::of(tx, &task, day_of(now))?)
    });
    Ok(Answer(seen.await?))
}

/// How many, as a caller writes it: a text (`"95.5"`) or a number.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Counted {
    /// A text.
    Text(String),
    /// A number.
    Number(serde_json::Number),
}

/// How many it is; a complaint where it is no number with at most three decimals.
fn counted(complaints: &mut Complaints, pointer: &str, sent: Option<&Counted>) -> Option<Amount> {
    let written = match sent? {
        Counted::Text(text) => text.clone(),
        Counted::Number(number) => number.to_string(),
    };
    let amount = written.parse().ok();
    if amount.is_none() {
        complaints.add(Problem::new(pointer, "amount-unreadable").with("typed", written));
    }
    amount
}

/// A task to be assigned: all six clears.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TaskToAssign {
    /// In the name of which agency.
    #[schema(example = "H35")]
    assigner: String,
    /// Who: the lead agency, by code.
    #[schema(example = "H35.07")]
    lead: String,
    /// Who: the login of the responsible person.
    #[schema(example = "lanhdao.khcn")]
    responsible: String,
    /// Agencies that support the lead, by code.
    supporting: Vec<String>,
    /// What.
    name: String,
    /// By when.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// How often it is reported on: `month`, `quarter`, `half_year` or `year`.
    every: Option<String>,
    /// Whose responsibility, where it is not the responsible person's alone.
    responsibility: String,
    /// What comes of it.
    deliverable: String,
    /// What is counted.
    unit: String,
    /// How many of it, exact to a thousandth: `95.5`, as a text or a number.
    #[schema(value_type = Option<String>, example = "95.5")]
    target: Option<Counted>,
    /// By what authority: the document that orders it.
    authority: String,
    /// What it has to do with.
    links: Vec<TaskLink>,
    /// The task of which it becomes a part.
    parent: Option<String>,
}

impl TaskToAssign {
    fn read(&self) -> Result<(AgencyCode, Draft, Option<TaskCode>), Refusal> {
        let mut complaints = Complaints::default();
        let assigner = complaints.code::<AgencyCode>("/assigner", Some(&self.assigner), "agency-unknown");
        if self.assigner.is_empty() {
            complaints.add(Problem::new("/assigner", "missing"));
        }
        let periods = Every::ALL.map(|every| (every.key(), every));
        let kinds = LinkKind::ALL.map(|kind| (kind.key(), kind));
        let mut supporting = Vec::new();
        for (at, code) in self.supporting.iter().enumerate() {
            supporting.extend(complaints.code(&format!("/supporting/{at}"), Some(code), "agency-unknown"));
        }
        let mut links = Vec::new();
        for (at, link) in self.links.iter().enumerate() {
            let kind = complaints.choice(&format!("/links/{at}/kind"), Some(&link.kind), &kinds);
            links.extend(kind.map(|kind| Link { kind, reference: link.reference.clone() }));
        }
        let parent = complaints.code("/parent", self.parent.as_deref(), "task-code");
        let draft = Draft {
            lead: complaints.code("/lead", Some(&self.lead), "agency-unknown"),
            responsible: self.responsible.clone(),
            supporting,
            name: self.name.clone(),
            assigned_on: None,
            due_on: self.due_on,
            every: complaints.choice("/every", self.every.as_deref(), &periods),
            responsibility: self.responsibility.clone(),
            deliverable: self.deliverable.clone(),
            unit: self.unit.clone(),
            target: counted(&mut complaints, "/target", self.target.as_ref()),
            authority: self.authority.clone(),
            links,
        };
        complaints.settle()?;
        let assigner = assigner.ok_or_else(|| Refusal::input(vec![Problem::new("/assigner", "missing")]))?;
        Ok((assigner, draft, parent))
    }
}

/// Assigns a task.
#[utoipa::path(
    post, path = "/tasks", tag = "steering", summary = "Assign a task",
    description = "For leaders and clerks of the assigning agency. All six clears must be there; every one that is missing is named.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body = TaskToAssign,
    responses((status = 201, description = "The task", body = TaskSeen), Refusals),
    security(("token" = []))
)]
pub async fn assign_task(
    State(app): State<App>,
    caller: Caller,
    key: Key,
    body: Body<TaskToAssign>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, "POST /api/v1/tasks", &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::AssignTasks)?;
        let (assigner, draft, parent) = sent.read()?;
        let task = desk::tasks::give(tx, &province, &actor, &assigner, &draft, parent.as_ref(), now)?;
        Ok(Done::new(StatusCode::CREATED, &TaskSeen::of(tx, &task, day_of(now))?)?)
    });
    Ok(done.await?.into_response(|code| format!("/api/v1/tasks/{code}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_is_read_back() {
        let code = TaskCode::new(2025, 145);
        let days = i64::from((date(2026, 3, 31) - FIRST_DAY).get_days());
        let place = days * ROOM + 2025 * 1_000_000_000 + 145;
        assert_eq!(behind(place), Some((date(2026, 3, 31), code)));
    }
}
