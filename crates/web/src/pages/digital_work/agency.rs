//! One agency: what its people recorded week by week, and, for its own people and those above, what they worked on.

use super::{bloc_name, overview::Asked, standing, week};
use crate::app::App;
use crate::components::{Column, Columns, Tag};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::agency_name;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use rules::Refusal;
use rules::calendar::monday_of;
use rules::codes::AgencyCode;
use rules::digital_work::{Kind, WEEKS, whole_weeks};
use rules::people::permissions::{Deed, may, may_at};
use store::tables::digital_work::{Line, Sum, lines, on};

/// So many weeks are shown: a quarter.
const SHOWN: usize = 13;
/// So many things that were worked on.
const THINGS: usize = 100;

#[derive(Template)]
#[template(path = "digital_work/agency.html")]
pub(super) struct AgencyPage {
    f: Frame,
    name: String,
    bloc: String,
    standing: Option<Tag>,
    week_columns: Columns,
    weeks: Vec<WeekRow>,
    /// Whether this person may see what was worked on.
    opens: bool,
    thing_columns: Columns,
    things: Vec<Thing>,
    back: String,
}

struct WeekRow {
    name: String,
    cells: Vec<(String, String)>,
}

/// What was worked on in a week.
struct Thing {
    name: String,
    href: String,
    kind: String,
    week: String,
    acts: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<View<AgencyPage>, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let province = app.province().await?;
    let unknown = || Refusal::not_found("agency-unknown").with("code", &code);
    let known: AgencyCode = code.parse().map_err(|_| unknown())?;
    let agency = province.directory.get(&known).cloned().ok_or_else(unknown)?;
    let (day, opens) = (asked.day(&f), may_at(&actor, Deed::WorkOnTasks, &known).is_ok());
    let mondays = whole_weeks(day, SHOWN);
    // What is being done this week is shown along, though it does not count yet.
    let (from, this) = (mondays.first().copied().unwrap_or(day), monday_of(day));
    let of = province.clone();
    let (all, found) = app
        .read(move |tx| {
            let all = on(tx, &of, day)?;
            Ok((all.into_iter().find(|one| one.agency.code == known), lines(tx, &of, &known, (from, this))?))
        })
        .await?;
    let mut mondays = mondays;
    if !mondays.contains(&this) {
        mondays.push(this);
    }
    let things = if opens { things(&f, &agency.code, &found) } else { Vec::new() };
    let columns = |keys: &[&str], number: &[&str]| -> Columns {
        let text = keys.iter().map(|key| Column::text(f.t(&format!("work-col-{key}"))));
        text.chain(number.iter().map(|key| Column::number(f.t(&format!("work-col-{key}"))))).collect()
    };
    let mut week_columns = columns(&["week"], &[]);
    week_columns.extend(Kind::ALL.map(|kind| Column::number(kind_name(&f, kind))));
    week_columns.extend(columns(&[], &["signed", "certified"]));
    Ok(View(AgencyPage {
        name: agency_name(f.lang(), &agency),
        bloc: bloc_name(&f, agency.bloc),
        standing: all.map(|one| standing(&f, &one)),
        week_columns,
        weeks: mondays
            .iter()
            .rev()
            .map(|monday| {
                let name = week(*monday);
                let name =
                    if *monday == this && mondays.len() > SHOWN { f.t1("work-this-week", "week", name) } else { name };
                WeekRow { name, cells: cells(&f, found.iter().filter(|line| line.monday == *monday)) }
            })
            .collect(),
        opens,
        thing_columns: columns(&["thing", "kind", "week"], &["acts"]),
        things,
        back: format!("/digital-work?on={day}"),
        f,
    }))
}

fn kind_name(f: &Frame, kind: Kind) -> String {
    f.t(&format!("work-kind-{}", kind.key()))
}

/// What was recorded in a week, a cell a kind; the documents.
fn cells<'a>(f: &Frame, lines: impl Iterator<Item = &'a Line>) -> Vec<(String, String)> {
    let (mut kinds, mut sum) = ([0; Kind::ALL.len()], Sum::default());
    for line in lines {
        sum += line.sum;
        for (count, kind) in kinds.iter_mut().zip(Kind::ALL) {
            *count += if kind == line.kind { line.sum.acts } else { 0 };
        }
    }
    let mut cells: Vec<_> =
        Kind::ALL.iter().zip(kinds).map(|(kind, count)| (kind_name(f, *kind), f.count(&count))).collect();
    cells.push((f.t("work-col-signed"), f.count(&sum.signed)));
    cells.push((f.t("work-col-certified"), f.count(&sum.certified)));
    cells
}

/// What was worked on in the weeks that count and in this one, the newest first.
fn things(f: &Frame, agency: &AgencyCode, lines: &[Line]) -> Vec<Thing> {
    let mut weeks: Vec<_> = lines.iter().map(|line| line.monday).collect();
    weeks.dedup();
    let shown = lines.iter().filter(|line| weeks.iter().take(WEEKS + 1).any(|monday| *monday == line.monday));
    let thing = |line: &Line| {
        let (name, href) = match line.kind {
            Kind::Dossiers => (f.t("work-dossiers"), format!("/dossiers?agency={agency}")),
            Kind::Administration => (f.t("work-kind-administration"), String::new()),
            _ => named(&line.thing),
        };
        Thing { name, href, kind: kind_name(f, line.kind), week: week(line.monday), acts: f.count(&line.sum.acts) }
    };
    shown.take(THINGS).map(thing).collect()
}

/// How a thing is called and where it is, by its stream in the journal; without an address where it has no page.
fn named(stream: &str) -> (String, String) {
    let parts: Vec<&str> = stream.split('/').collect();
    match parts.as_slice() {
        ["task-reports", agency, month] => (format!("{agency} {month}"), format!("/tasks/reports/{agency}/{month}")),
        ["official-reports", form, agency, period] => (format!("{form} {agency} {period}"), format!("/{stream}")),
        ["indicator-reports", code, agency, period] => {
            (format!("{code} {agency} {period}"), format!("/indicators/{code}/reports/{agency}/{period}"))
        }
        ["digital-citizens-targets", agency] => ((*agency).to_owned(), "/digital-citizens".into()),
        [
            "directives" | "tasks" | "committees" | "conferences" | "inspections" | "obstacles" | "indicators"
            | "coverage" | "training" | "digital-citizens" | "essential-services" | "budget",
            code,
        ] => ((*code).to_owned(), format!("/{stream}")),
        _ => (stream.to_owned(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn what_was_worked_on_is_found_on_its_page() {
        let href = |stream| named(stream).1;
        assert_eq!(href("directives/VB-2025-00001"), "/directives/VB-2025-00001");
        assert_eq!(href("task-reports/H35.01/2025-11"), "/tasks/reports/H35.01/2025-11");
        assert_eq!(href("indicator-reports/CT-1/H35.01/2025-11"), "/indicators/CT-1/reports/H35.01/2025-11");
        assert_eq!(href("national-scores/2025-12-01"), "");
    }
}
