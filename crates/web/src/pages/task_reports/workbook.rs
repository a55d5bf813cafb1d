//! A monthly report as a workbook: the six pairs by agency, and the annex of what is overdue.

use super::list::written;
use super::show::{Found, OVERDUE, find};
use crate::app::App;
use crate::download;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::tasks::words;
use crate::sessions::SignedIn;
use axum::extract::{Path, State};
use axum::response::Response;
use documents::workbook::{Cell, Sheet};
use rules::codes::AgencyCode;
use rules::tasks::Light;

pub(super) async fn download(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path((agency, month)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let found = find(&app, &f, &actor, &agency, &month).await?;
    app.limits.try_export(&actor.login)?;
    let sheets = vec![figures(&f, &found), overdue(&f, &found)];
    download::workbook("attachment; filename=\"bao-cao-thang.xlsx\"", sheets).await
}

fn figures(f: &Frame, found: &Found) -> Sheet {
    let name = |code: &AgencyCode| said::agency_named(f.lang(), &found.province.directory, code);
    let count = |number: u64| Cell::Whole(i64::try_from(number).unwrap_or(i64::MAX));
    let mut columns = vec![(f.t("task-report-overdue-number"), 6), (f.t("task-col-lead"), 44)];
    columns.extend(Light::ALL.map(|light| (words::light_name(f, light), 16)));
    let mut rows: Vec<Vec<Cell>> = (1..)
        .zip(&found.figures.leads)
        .map(|(number, lead)| {
            let mut cells: Vec<Cell> = vec![Cell::Whole(number), name(&lead.lead).into()];
            cells.extend(Light::ALL.map(|light| count(lead.of(light))));
            cells
        })
        .collect();
    let mut all: Vec<Cell> = vec!["".into(), f.t("task-report-sum").into()];
    all.extend(Light::ALL.map(|light| count(found.figures.of(light))));
    rows.push(all);
    let state = f.t(&format!("task-report-state-{}", found.report.state.key()));
    Sheet {
        name: f.t("task-report-sheet-figures"),
        above: vec![
            f.t1("task-report-title", "month", written(found.month)),
            format!("{} · {} · {state}", name(&found.agency), f.t1("task-report-as-of", "day", f.day(&found.cut_off))),
        ],
        groups: Vec::new(),
        columns,
        rows,
    }
}

fn overdue(f: &Frame, found: &Found) -> Sheet {
    let name = |code: &AgencyCode| said::agency_named(f.lang(), &found.province.directory, code);
    let row = |(number, task): (i64, &rules::task_reports::Overdue)| {
        vec![
            number.into(),
            task.name.clone().into(),
            task.authority.clone().into(),
            name(&task.lead).into(),
            task.due_on.into(),
        ]
    };
    Sheet {
        name: f.t("task-report-sheet-overdue"),
        above: vec![f.t("task-report-overdue"), f.t1("task-report-as-of", "day", f.day(&found.cut_off))],
        groups: Vec::new(),
        columns: OVERDUE
            .iter()
            .zip([6, 70, 36, 36, 14])
            .map(|(key, width)| (f.t(&format!("task-report-overdue-{key}")), width))
            .collect(),
        rows: (1..).zip(&found.figures.overdue).map(row).collect(),
    }
}
