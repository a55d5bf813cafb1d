//! One official report: as the records have it while it is not sent, as it was frozen afterwards; sending, approving, returning,
//! unlocking.

use crate::app::App;
use crate::components::{Column, Columns, FormErrors, Moment, Tag, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official_reports::words::{checks, column_name, days, form_name, line_name, numbers, period_name, tag};
use crate::official_reports::{Found, read};
use crate::pages::desk::address::query;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::official_reports::{Command, Event, Form, Line, ReportPeriod, State as Stands};
use rules::people::Actor;
use rules::people::permissions::{
    Deed, may, may_approve_official_report, may_prepare_official_report, sees_official_report,
};
use rules::quality::Scope;
use rules::{Refusal, RefusalKind};
use store::desk;
use store::journal::Recorded;
use store::tables::official_reports::Asked;
use tower_sessions::Session;

/// What can be done, by its name in addresses.
const ACTIONS: [&str; 4] = ["send", "approve", "return", "unlock"];

#[derive(Template)]
#[template(path = "official_reports/show.html")]
pub(super) struct ReportPage {
    f: Frame,
    errors: FormErrors,
    title: String,
    sign: String,
    agency: String,
    state: Tag,
    days: String,
    standing: String,
    locked: bool,
    reason: String,
    note: String,
    checks: Vec<String>,
    columns: Columns,
    rows: Vec<Row>,
    address: String,
    version: String,
    actions: Vec<Offered>,
    timeline: Timeline,
}

/// A line.
struct Row {
    number: String,
    name: String,
    sum: bool,
    /// Heading, number, and the address of what was counted; empty where nothing was.
    cells: Vec<(String, String, String)>,
}

/// Something that this person may do now.
struct Offered {
    key: &'static str,
    label: String,
    field: String,
    field_label: String,
    value: String,
    optional: bool,
    opened: bool,
}

/// The report of an agency over a period: the same answer for none and for somebody else's.
pub(super) async fn find(
    app: &App,
    f: &Frame,
    actor: &Actor,
    (form, agency, period): (&str, &str, &str),
) -> Result<Found, Failure> {
    may(actor, Deed::PrepareReports)?;
    let unknown = || Refusal::not_found("official-report-unknown");
    let form = Form::from_key(form).ok_or_else(unknown)?;
    let agency: AgencyCode = agency.parse().map_err(|_| unknown())?;
    let period: ReportPeriod = period.parse().map_err(|_| unknown())?;
    let province = app.province().await?;
    let scope = Scope::of(&agency, &province.directory).ok_or_else(unknown)?;
    if period.days().from > day_of(f.now) || !sees_official_report(actor, &agency) {
        return Err(unknown().into());
    }
    let asked = Asked { form, scope, period, known_at: None };
    app.read(move |tx| read(tx, &province, agency.clone(), asked.clone())).await
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path((form, agency, period)): Path<(String, String, String)>,
) -> Result<View<ReportPage>, Failure> {
    let found = find(&app, &f, &actor, (&form, &agency, &period)).await?;
    Ok(View(page(f, &actor, &found, FormErrors::none(), &Typed::default(), "")))
}

/// The address of the records behind a cell.
pub(super) fn records_of(found: &Found, line: &Line, column: u8, file: &str, after: &str) -> String {
    let (line, column) = (line.key(), column.to_string());
    let pairs = [("line", line.as_str()), ("column", column.as_str()), ("after", after)];
    format!("{}/records{file}?{}", found.address(), query(&pairs))
}

fn page(f: Frame, actor: &Actor, found: &Found, errors: FormErrors, typed: &Typed, refused: &str) -> ReportPage {
    let Found { province, agency, asked, report, history, table } = found;
    let form = asked.form;
    let headings: Vec<String> =
        form.columns().iter().map(|column| format!("{} ({})", column_name(&f, column), column.number)).collect();
    let mut columns: Columns = vec![Column::text(f.t(&format!("official-report-subject-{}", form.key())))];
    columns.extend(headings.iter().map(|heading| Column::number(heading.clone())));
    let lines: Vec<Line> = table.rows().iter().map(|row| row.line.clone()).collect();
    let rows = table.rows().iter().zip(numbers(&lines)).map(|(row, number)| {
        let cell = |((column, heading), count): ((&rules::official_reports::Column, &String), &i64)| {
            let href = if *count == 0 { String::new() } else { records_of(found, &row.line, column.number, "", "") };
            (heading.clone(), f.count(count), href)
        };
        Row {
            number,
            name: line_name(&f, province, form, &row.line),
            sum: !matches!(row.line, Line::One(..)),
            cells: form.columns().iter().zip(&headings).zip(&row.cells).map(cell).collect(),
        }
    });
    ReportPage {
        rows: rows.collect(),
        title: form_name(&f, form),
        sign: form.sign(),
        agency: said::agency_named(f.lang(), &province.directory, agency),
        state: tag(&f, report.state),
        days: format!("{} ({})", period_name(&f, asked.period), days(&f, asked.period)),
        standing: found.standing(&f),
        locked: report.state == Stands::Locked,
        reason: report.reason.clone(),
        note: report.frozen().map(|sent| sent.note.clone()).unwrap_or_default(),
        checks: checks(form),
        columns,
        address: found.address(),
        version: report.version.to_string(),
        actions: offered(&f, actor, found, typed, refused),
        timeline: timeline(&f, history),
        errors,
        f,
    }
}

fn offered(f: &Frame, actor: &Actor, found: &Found, typed: &Typed, refused: &str) -> Vec<Offered> {
    let report = &found.report;
    let over = found.asked.period.is_over(day_of(f.now));
    let sends = over && may_prepare_official_report(actor, &found.agency).is_ok();
    let approves = may_approve_official_report(actor, &found.agency);
    let own = approves.as_ref().is_ok_and(|by| report.was_sent_by(by));
    let approves = approves.is_ok();
    let open = |key: &&str| match (report.state, *key) {
        (Stands::NotSent, "send") => sends,
        (Stands::Awaiting, "approve") => approves && !own,
        (Stands::Awaiting, "return") | (Stands::Locked, "unlock") => approves,
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
            label: f.t(&format!("official-report-do-{key}")),
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
        let rules::Event::OfficialReports(event) = &recorded.event else { return None };
        let who = desk::dossiers::who(recorded).map(|by| by.name).unwrap_or_default();
        let (tone, note) = match event {
            Event::Sent(sent) => (Tone::Waiting, sent.note.clone()),
            Event::Approved(_) => (Tone::Good, String::new()),
            Event::Returned(returned) => (Tone::Warning, returned.reason.clone()),
            Event::Unlocked(unlocked) => (Tone::Warning, unlocked.reason.clone()),
            Event::ScheduleSet(_) => return None,
        };
        let kind = event.kind().trim_start_matches("official_reports.").replace('_', "-");
        Some(Moment { note, ..Moment::new(recorded.at, tone, f.t(&format!("official-report-event-{kind}")), who) })
    });
    moments.collect()
}

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((form, agency, period, action)): Path<(String, String, String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let action = ACTIONS.into_iter().find(|known| *known == action).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let whose = (form.as_str(), agency.as_str(), period.as_str());
    let found = find(&app, &f, &actor, whose).await?;
    let text = |name: &str| typed.text(&format!("{action}-{name}"));
    let command = match action {
        "send" => Command::Send { note: text("note") },
        "approve" => Command::Approve,
        "return" => Command::Return { reason: text("reason") },
        _ => Command::Unlock { reason: text("reason") },
    };
    // A form without a version was not ours; the largest is never the present one.
    let seen: u64 = typed.get("version").parse().unwrap_or(u64::MAX);
    let (who, of, now, province) = (actor.clone(), found.agency.clone(), f.now, found.province.clone());
    let (asked_form, over) = (found.asked.form, found.asked.period);
    let write = move |tx: &mut store::Tx| {
        desk::official_reports::act(tx, &province, &who, (asked_form, &of, over), seen, command.clone(), now)
    };
    match app.write(write).await {
        Ok(()) => {
            sessions::say(&session, Tone::Good, &format!("official-report-done-{action}"), "").await?;
            Ok(Redirect::to(&found.address()).into_response())
        }
        Err(Failure::Refused(mut refusal)) if refusal.kind != RefusalKind::NotFound => {
            for problem in &mut refusal.problems {
                problem.pointer = format!("/{action}-{}", problem.pointer.trim_start_matches('/'));
            }
            let (errors, status) = (FormErrors::of(f.words, &refusal), Failure::Refused(refusal.clone()).status());
            let found = find(&app, &f, &actor, whose).await?;
            Ok((status, View(page(f, &actor, &found, errors, &typed, action))).into_response())
        }
        Err(failure) => Err(failure),
    }
}
