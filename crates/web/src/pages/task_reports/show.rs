//! One monthly report: as it stands while it is not sent, as it was frozen afterwards; sending, approving, returning, leaving out.

use super::list::written;
use super::{sees, tag};
use crate::app::App;
use crate::components::{Column, Columns, Figure, FormErrors, Moment, Tag, Timeline, Tone, Trend};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::tasks::words;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::Actor;
use rules::people::permissions::{Deed, may, may_approve_reports, may_assign};
use rules::task_reports::{Command, Event, Figures, Month, MonthlyReport, State as Stands};
use rules::tasks::Light;
use rules::{Refusal, RefusalKind};
use std::sync::Arc;
use store::desk;
use store::journal::Recorded;
use store::province::Province;
use tower_sessions::Session;

/// What can be done, by its name in addresses.
const ACTIONS: [&str; 4] = ["send", "approve", "return", "skip"];

#[derive(Template)]
#[template(path = "task_reports/show.html")]
pub(super) struct ReportPage {
    f: Frame,
    errors: FormErrors,
    title: String,
    agency: String,
    state: Tag,
    as_of: String,
    locked: bool,
    reason: String,
    note: String,
    figures: Vec<Figure>,
    columns: Columns,
    leads: Vec<LeadRow>,
    overdue_columns: Columns,
    overdue: Vec<OverdueRow>,
    address: String,
    version: String,
    actions: Vec<Offered>,
    timeline: Timeline,
}

/// The tasks of an agency.
struct LeadRow {
    name: String,
    counts: Vec<(String, String)>,
}

/// A line of the annex.
struct OverdueRow {
    number: usize,
    code: String,
    name: String,
    authority: String,
    lead: String,
    due: String,
}

/// Something that this person may do now.
struct Offered {
    key: &'static str,
    label: String,
    /// The name and label of its field of lines; empty where it needs none.
    field: String,
    field_label: String,
    value: String,
    optional: bool,
    opened: bool,
}

/// A report that the actor may read.
pub(super) struct Found {
    pub(super) province: Arc<Province>,
    pub(super) agency: AgencyCode,
    pub(super) month: Month,
    pub(super) report: MonthlyReport,
    history: Vec<Recorded>,
    pub(super) cut_off: Date,
    pub(super) figures: Figures,
}

/// The report of an agency for a month: the same answer for none and for somebody else's.
pub(super) async fn find(app: &App, f: &Frame, actor: &Actor, agency: &str, month: &str) -> Result<Found, Failure> {
    may(actor, Deed::WorkOnTasks)?;
    let unknown = || Refusal::not_found("task-report-unknown");
    let agency: AgencyCode = agency.parse().map_err(|_| unknown())?;
    let month: Month = month.parse().map_err(|_| unknown())?;
    let (province, now) = (app.province().await?, f.now);
    let there = province.directory.get(&agency).is_some() && month <= Month::of(day_of(now));
    if !there || !sees(actor, &agency) {
        return Err(unknown().into());
    }
    let of = agency.clone();
    let (report, history, cut_off, figures) = app
        .read(move |tx| {
            let (report, history) = desk::task_reports::load(tx, &of, month)?;
            let cut_off = desk::task_reports::cut_off(tx, month)?;
            let frozen = report.sent.as_ref().filter(|_| matches!(report.state, Stands::Awaiting | Stands::Locked));
            let (cut_off, figures) = match frozen {
                Some(sent) => (sent.cut_off, sent.figures.clone()),
                None => (cut_off, desk::task_reports::draw(tx, &of, cut_off, now)?),
            };
            Ok((report, history, cut_off, figures))
        })
        .await?;
    Ok(Found { province, agency, month, report, history, cut_off, figures })
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path((agency, month)): Path<(String, String)>,
) -> Result<View<ReportPage>, Failure> {
    let found = find(&app, &f, &actor, &agency, &month).await?;
    Ok(View(page(f, &actor, found, FormErrors::none(), &Typed::default(), "")))
}

fn page(f: Frame, actor: &Actor, found: Found, errors: FormErrors, typed: &Typed, refused: &str) -> ReportPage {
    let Found { province, agency, month, report, history, cut_off, figures } = found;
    let name = |code: &AgencyCode| said::agency_named(f.lang(), &province.directory, code);
    let number = |count: u64| f.count(&i64::try_from(count).unwrap_or(i64::MAX));
    let lights = Light::ALL.into_iter();
    let tiles = lights.clone().map(|light| Figure {
        label: words::light_name(&f, light),
        value: number(figures.of(light)),
        trend: match light {
            Light::WaitingLate | Light::WorkingLate if figures.of(light) > 0 => Trend::Bad,
            Light::DoneInTime => Trend::Good,
            _ => Trend::None,
        },
        ..Figure::default()
    });
    let mut columns: Columns = vec![Column::text(f.t("task-col-lead"))];
    columns.extend(lights.clone().map(|light| Column::number(words::light_name(&f, light))));
    let leads = figures.leads.iter().map(|lead| LeadRow {
        name: name(&lead.lead),
        counts: lights.clone().map(|light| (words::light_name(&f, light), number(lead.of(light)))).collect(),
    });
    let overdue = (1..).zip(&figures.overdue).map(|(number, task)| OverdueRow {
        number,
        code: task.task.to_string(),
        name: task.name.clone(),
        authority: task.authority.clone(),
        lead: name(&task.lead),
        due: f.day(&task.due_on),
    });
    ReportPage {
        title: f.t1("task-report-title", "month", written(month)),
        agency: name(&agency),
        state: tag(&f, report.state),
        as_of: f.t1("task-report-as-of", "day", f.day(&cut_off)),
        locked: report.state == Stands::Locked,
        reason: report.reason.clone(),
        note: report.sent.as_ref().map(|sent| sent.note.clone()).unwrap_or_default(),
        figures: tiles.collect(),
        leads: leads.collect(),
        columns,
        overdue_columns: OVERDUE.map(|key| Column::text(f.t(&format!("task-report-overdue-{key}")))).into(),
        overdue: overdue.collect(),
        address: format!("/tasks/reports/{agency}/{month}"),
        version: report.version.to_string(),
        actions: offered(&f, actor, &agency, &report, typed, refused),
        timeline: timeline(&f, &history),
        errors,
        f,
    }
}

/// The columns of the annex of Thông báo 624/TB-VPCP.
pub(super) const OVERDUE: [&str; 5] = ["number", "name", "authority", "lead", "due"];

fn offered(
    f: &Frame,
    actor: &Actor,
    agency: &AgencyCode,
    report: &MonthlyReport,
    typed: &Typed,
    refused: &str,
) -> Vec<Offered> {
    let (sends, approves) = (may_assign(actor, agency).is_ok(), may_approve_reports(actor, agency));
    let own = approves.as_ref().is_ok_and(|by| report.was_sent_by(by));
    let approves = approves.is_ok();
    let open = |key: &&str| match (report.state, *key) {
        (Stands::NotSent | Stands::Skipped, "send") => sends,
        (Stands::NotSent, "skip") | (Stands::Awaiting, "return") => approves,
        (Stands::Awaiting, "approve") => approves && !own,
        _ => false,
    };
    let one = |key: &'static str| {
        let field = match key {
            "send" => "note",
            "approve" => "",
            _ => "reason",
        };
        let named = if field.is_empty() { String::new() } else { format!("{key}-{field}") };
        Offered {
            key,
            label: f.t(&format!("task-report-do-{key}")),
            field_label: if field.is_empty() { String::new() } else { f.t(&format!("task-field-{field}")) },
            value: typed.text(&named),
            field: named,
            optional: key == "send",
            opened: refused == key,
        }
    };
    ACTIONS.into_iter().filter(open).map(one).collect()
}

fn timeline(f: &Frame, history: &[Recorded]) -> Timeline {
    let moments = history.iter().rev().filter_map(|recorded| {
        let rules::Event::TaskReports(event) = &recorded.event else { return None };
        let who = desk::dossiers::who(recorded).map(|by| by.name).unwrap_or_default();
        let (tone, note) = match event {
            Event::Sent(sent) => (Tone::Waiting, sent.note.clone()),
            Event::Approved(_) => (Tone::Good, String::new()),
            Event::Returned(returned) => (Tone::Warning, returned.reason.clone()),
            Event::Skipped(skipped) => (Tone::Neutral, skipped.reason.clone()),
            Event::CutOffSet(_) => return None,
        };
        let kind = event.kind().trim_start_matches("task_reports.").replace('_', "-");
        Some(Moment { note, ..Moment::new(recorded.at, tone, f.t(&format!("task-report-event-{kind}")), who) })
    });
    moments.collect()
}

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((agency, month, action)): Path<(String, String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let action = ACTIONS.into_iter().find(|known| *known == action).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let found = find(&app, &f, &actor, &agency, &month).await?;
    let text = |name: &str| typed.text(&format!("{action}-{name}"));
    let command = match action {
        "send" => Command::Send { note: text("note") },
        "approve" => Command::Approve,
        "return" => Command::Return { reason: text("reason") },
        _ => Command::Skip { reason: text("reason") },
    };
    // A form without a version was not ours; the largest is never the present one.
    let seen: u64 = typed.get("version").parse().unwrap_or(u64::MAX);
    let (who, of, in_month, now) = (actor.clone(), found.agency.clone(), found.month, f.now);
    let done = app.write(move |tx| desk::task_reports::act(tx, &who, &of, in_month, seen, command.clone(), now)).await;
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, &format!("task-report-done-{action}"), "").await?;
            Ok(Redirect::to(&format!("/tasks/reports/{agency}/{month}")).into_response())
        }
        Err(Failure::Refused(mut refusal)) if refusal.kind != RefusalKind::NotFound => {
            for problem in &mut refusal.problems {
                problem.pointer = format!("/{action}-{}", problem.pointer.trim_start_matches('/'));
            }
            let (errors, status) = (FormErrors::of(f.words, &refusal), Failure::Refused(refusal.clone()).status());
            let found = find(&app, &f, &actor, &agency, &month).await?;
            Ok((status, View(page(f, &actor, found, errors, &typed, action))).into_response())
        }
        Err(failure) => Err(failure),
    }
}
