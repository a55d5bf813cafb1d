//! One visit: its plan and team, what was found and which task came of it, its report and files.

use super::{kind_name, tag};
use crate::app::App;
use crate::components::{Column, Columns, FormErrors, Moment, Tag, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, TaskCode, VisitCode};
use rules::inspections::{Event, State as Stands, USUAL_DAYS, Visit, usual_day};
use rules::people::permissions::{Deed, Scope, may, may_assign, tasks_seen};
use rules::people::{Actor, is_within};
use std::sync::Arc;
use store::desk;
use store::journal::Recorded;
use store::province::Province;
use store::tables::inspections::task_of_finding;

#[derive(Template)]
#[template(path = "inspections/show.html")]
pub(super) struct VisitPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    /// The last day of a remedy where nobody says another: what the form is filled with, and what it says.
    due: String,
    due_hint: String,
    code: String,
    plan: String,
    kind: String,
    state: Tag,
    reason: String,
    rows: Vec<(String, String)>,
    team: Vec<String>,
    columns: Columns,
    findings: Vec<Finding>,
    summary: String,
    files: Vec<(String, String)>,
    version: String,
    keeps: bool,
    cancels: bool,
    refused: &'static str,
    timeline: Timeline,
}

/// A finding.
struct Finding {
    number: u32,
    what: String,
    remedy: String,
    due: String,
    /// The task that it became; empty where it did not.
    task: String,
    /// Where this person makes it one; empty where they may not.
    address: String,
}

/// A visit that the actor may see.
pub(super) struct Found {
    pub(super) province: Arc<Province>,
    pub(super) visit: Visit,
    history: Vec<Recorded>,
    tasks: Vec<Option<TaskCode>>,
}

/// The visit of this code: the same answer for none and for somebody else's.
pub(super) async fn find(app: &App, actor: &Actor, code: &str) -> Result<Found, Failure> {
    may(actor, Deed::WorkOnTasks)?;
    let unknown = || Refusal::not_found("visit-unknown");
    let code: VisitCode = code.parse().map_err(|_| unknown())?;
    let province = app.province().await?;
    let (visit, history, tasks) = app
        .read(move |tx| {
            let (visit, history) = desk::inspections::load_with_history(tx, &code)?.ok_or_else(unknown)?;
            let mut tasks = Vec::new();
            for finding in &visit.findings {
                tasks.push(task_of_finding(tx, &code, finding.number)?);
            }
            Ok((visit, history, tasks))
        })
        .await?;
    let mut concerned = std::iter::once(&visit.planned.agency).chain(&visit.planned.host);
    let sees = match tasks_seen(actor) {
        Scope::All => true,
        Scope::Agencies(seen) => {
            concerned.any(|agency: &AgencyCode| seen.iter().any(|seen| is_within(agency, &seen.agency)))
        }
        Scope::Owner(_) => false,
    };
    if sees { Ok(Found { province, visit, history, tasks }) } else { Err(unknown().into()) }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<View<VisitPage>, Failure> {
    let found = find(&app, &actor, &code).await?;
    Ok(View(page(f, &actor, found, FormErrors::none(), Typed::default(), "")))
}

pub(super) fn page(
    f: Frame,
    actor: &Actor,
    found: Found,
    errors: FormErrors,
    typed: Typed,
    refused: &'static str,
) -> VisitPage {
    let Found { province, visit, history, tasks } = found;
    let planned = &visit.planned;
    let name = |code: &AgencyCode| said::agency_named(f.lang(), &province.directory, code);
    let keeps = may_assign(actor, &planned.agency).is_ok() && visit.state != Stands::Cancelled;
    let days = if planned.from == planned.to {
        f.day(&planned.from)
    } else {
        f.t2("quality-days", "from", f.day(&planned.from), "to", f.day(&planned.to))
    };
    let rows = [
        ("agency", name(&planned.agency)),
        ("host", planned.host.as_ref().map(name).unwrap_or_default()),
        ("place", planned.place.clone()),
        ("days", days),
        ("authority", planned.authority.clone()),
    ];
    let usual = usual_day(day_of(f.now));
    let findings = visit.findings.iter().zip(tasks).map(|(finding, task)| Finding {
        number: finding.number,
        what: finding.what.clone(),
        remedy: finding.remedy.clone(),
        due: match (finding.due_on, &task) {
            (Some(day), _) => f.day(&day),
            // Said before it is so: nobody gets a last day that they did not see.
            (None, None) if planned.host.is_some() => f.t1("visit-finding-due-usual", "day", f.day(&usual)),
            (None, _) => f.t("none"),
        },
        address: if task.is_none() && keeps && planned.host.is_some() {
            format!("/inspections/{}/findings/{}/task", planned.visit, finding.number)
        } else {
            String::new()
        },
        task: task.map(|task| task.to_string()).unwrap_or_default(),
    });
    let last = visit.reports.last();
    let code = planned.visit.to_string();
    VisitPage {
        due: if typed.has("due_on") { typed.text("due_on") } else { usual.to_string() },
        due_hint: f.t2("visit-finding-due-hint", "days", USUAL_DAYS, "day", f.day(&usual)),
        plan: planned.plan.clone(),
        kind: kind_name(&f, planned.kind),
        state: tag(&f, visit.state),
        reason: visit.reason.clone(),
        rows: rows
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (f.t(&format!("visit-field-{key}")), value))
            .collect(),
        team: planned.team.clone(),
        columns: ["number", "what", "due", "task"].map(|key| Column::text(f.t(&format!("visit-finding-{key}")))).into(),
        findings: findings.collect(),
        summary: last.map(|report| report.summary.clone()).unwrap_or_default(),
        files: last.map_or_else(Vec::new, |report| {
            report
                .files
                .iter()
                .map(|file| (file.name.clone(), format!("/inspections/{code}/files/{}", file.file)))
                .collect()
        }),
        version: visit.version.to_string(),
        cancels: keeps && visit.state == Stands::Planned,
        timeline: timeline(&f, &history),
        keeps,
        code,
        refused,
        errors,
        typed,
        f,
    }
}

fn timeline(f: &Frame, history: &[Recorded]) -> Timeline {
    let moments = history.iter().rev().filter_map(|recorded| {
        let rules::Event::Inspections(event) = &recorded.event else { return None };
        let who = desk::dossiers::who(recorded).map(|by| by.name).unwrap_or_default();
        let (tone, note) = match event {
            Event::Planned(planned) => (Tone::New, planned.authority.clone()),
            Event::FindingNoted(finding) => (Tone::Warning, finding.what.clone()),
            Event::Reported(reported) => (Tone::Good, reported.summary.clone()),
            Event::Cancelled(cancelled) => (Tone::Bad, cancelled.reason.clone()),
        };
        let kind = event.kind().trim_start_matches("inspections.").replace('_', "-");
        Some(Moment { note, ..Moment::new(recorded.at, tone, f.t(&format!("visit-event-{kind}")), who) })
    });
    moments.collect()
}

/// A file of the report of a visit that the actor may see.
pub(super) async fn file(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((code, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let found = find(&app, &actor, &code).await?;
    let mut kept = found.visit.reports.iter().flat_map(|report| &report.files);
    if !kept.any(|kept| kept.file == file) {
        return Err(Refusal::not_found("file-unknown").into());
    }
    files::send(&app, &file).await
}
