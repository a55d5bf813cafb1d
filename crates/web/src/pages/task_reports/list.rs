//! Which month stands where: for one's own agency month by month, and for the agencies below it in one month; the day of cut-off.

use super::{sees, tag};
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::permissions::{Deed, Scope, assigns_for, may, may_assign, tasks_seen};
use rules::people::{Actor, AgencyKind};
use rules::task_reports::{Month, State as Stands};
use serde::Deserialize;
use store::desk::task_reports::{cut_off, set_day};
use store::tables::task_reports::{Listed, first_month, of_agency, of_month};
use tower_sessions::Session;

/// So many months back are shown.
const MONTHS: usize = 12;

#[derive(Template)]
#[template(path = "task_reports/list.html")]
pub(super) struct ListPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    own: String,
    cut_off: String,
    columns: Columns,
    months: Vec<Row>,
    month: String,
    choices: Vec<Choice>,
    agency_columns: Columns,
    agencies: Vec<Row>,
    sent: String,
    sets: bool,
}

/// A report in the list.
struct Row {
    name: String,
    href: String,
    state: Tag,
    tasks: String,
    late: String,
    sent: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    month: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    page(&app, f, &actor, asked, FormErrors::none(), Typed::default()).await
}

/// The agency whose reports somebody makes or reads first: the one that they assign for, else the first that they see.
fn own(actor: &Actor) -> Option<AgencyCode> {
    let seen = || match tasks_seen(actor) {
        Scope::Agencies(seen) => seen.into_iter().next().map(|seen| seen.agency),
        Scope::All | Scope::Owner(_) => actor.positions.first().map(|held| held.agency.clone()),
    };
    assigns_for(actor).into_iter().next().or_else(seen)
}

/// The province itself.
fn whole() -> Result<AgencyCode, Failure> {
    "H35".parse().map_err(|_| Failure::Status(StatusCode::NOT_FOUND))
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    asked: Asked,
    errors: FormErrors,
    typed: Typed,
) -> Result<View<ListPage>, Failure> {
    let (province, today) = (app.province().await?, day_of(f.now));
    let own = own(actor).ok_or_else(|| Refusal::forbidden("officers-only"))?;
    let now = Month::of(today);
    let month = asked.month.parse().map_or(now, |month: Month| month.min(now));
    let mine = own.clone();
    let read = app
        .read(move |tx| Ok((of_agency(tx, &mine)?, first_month(tx, &mine)?, of_month(tx, month)?, cut_off(tx, now)?)));
    let (kept, first, of_all, cut_off) = read.await?;
    let months: Vec<Month> = std::iter::successors(Some(now), |month| Some(month.before())).take(MONTHS).collect();
    // Nothing is owed for months before the first task.
    let first = kept.iter().map(|listed| listed.month).chain(first).min().unwrap_or(now);
    let rows = months.iter().filter(|month| **month >= first.min(now)).map(|month| {
        let known = kept.iter().find(|listed| listed.month == *month);
        row(&f, f.t1("task-report-month", "month", written(*month)), &own, *month, known)
    });
    let below = province.directory.iter().filter(|agency| {
        agency.kind == AgencyKind::Authority
            && province.directory.is_in_force(&agency.code)
            && agency.code != own
            && sees(actor, &agency.code)
    });
    let mut agencies: Vec<Row> = below
        .map(|agency| {
            let known = of_all.iter().find(|listed| listed.agency == agency.code);
            row(&f, said::agency_name(f.lang(), agency), &agency.code, month, known)
        })
        .collect();
    agencies.sort_by_cached_key(|row| rules::text::fold(&row.name));
    let locked = of_all.iter().filter(|listed| listed.state == Stands::Locked && listed.agency != own);
    let locked = locked.filter(|listed| sees(actor, &listed.agency)).count();
    let heads = ["state", "tasks", "late", "sent"];
    let columns = |first: &str| {
        let mut all: Columns = vec![Column::text(f.t(&format!("task-report-col-{first}")))];
        all.extend(heads.map(|key| Column::text(f.t(&format!("task-report-col-{key}")))));
        all
    };
    Ok(View(ListPage {
        own: said::agency_named(f.lang(), &province.directory, &own),
        cut_off: f.day(&cut_off),
        columns: columns("month"),
        months: rows.collect(),
        month: month.to_string(),
        choices: months.iter().map(|month| Choice::new(month.to_string(), written(*month))).collect(),
        agency_columns: columns("agency"),
        sent: f.t2("task-report-locked-of", "count", locked, "all", agencies.len()),
        agencies,
        sets: may_assign(actor, &whole()?).is_ok(),
        errors,
        typed,
        f,
    }))
}

/// A month as people write it: 11/2025.
pub(super) fn written(month: Month) -> String {
    format!("{:02}/{}", month.number(), month.year())
}

fn row(f: &Frame, name: String, agency: &AgencyCode, month: Month, known: Option<&Listed>) -> Row {
    let number = |count: u64| f.count(&i64::try_from(count).unwrap_or(i64::MAX));
    let none = || f.t("none");
    let sent = known.filter(|listed| listed.sent_at.is_some());
    Row {
        name,
        href: format!("/tasks/reports/{agency}/{month}"),
        state: tag(f, known.map_or(Stands::NotSent, |listed| listed.state)),
        tasks: sent.map_or_else(none, |listed| number(listed.tasks)),
        late: sent.map_or_else(none, |listed| number(listed.late)),
        sent: known.and_then(|listed| listed.sent_at).map_or_else(none, |at| f.moment(&at)),
    }
}

pub(super) async fn set_cut_off(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    let (who, whole, now) = (actor.clone(), whole()?, f.now);
    let set = (typed.get("day").parse().ok(), typed.get("from").parse().ok());
    let authority = typed.text("authority");
    match app.write(move |tx| set_day(tx, &who, &whole, set, &authority, now)).await {
        Ok(()) => {
            sessions::say(&session, Tone::Good, "task-report-cut-off-set", "").await?;
            Ok(Redirect::to("/tasks/reports").into_response())
        }
        Err(Failure::Refused(refusal)) if !refusal.problems.is_empty() => {
            let errors = FormErrors::of(f.words, &refusal);
            let page = page(&app, f, &actor, Asked::default(), errors, typed).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}
