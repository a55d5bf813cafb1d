//! The records behind one number of a report: exactly those that were counted in it, as they were known when it was drawn.

use super::show::{find, records_of};
use crate::app::App;
use crate::components::{Columns, Pages};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official_reports::Found;
use crate::official_reports::words::{column_name, days, line_name};
use crate::pages::desk::export;
use crate::pages::quality::behind::{DossierRow, columns, row, sees};
use crate::pages::said;
use crate::sessions::{SignedIn, Worker};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use rules::Refusal;
use rules::official_reports::{Column, Line};
use rules::people::permissions::Scope as Seen;
use serde::Deserialize;
use store::tables::dossier_lists::{Filter, list};
use store::tables::official_reports::records;
use store::tables::quality::Records;

/// Records on a page.
const PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "official_reports/records.html")]
pub(super) struct RecordsPage {
    f: Frame,
    back: String,
    title: String,
    whose: String,
    meaning: String,
    tabs: Vec<(String, String, bool)>,
    masked: bool,
    columns: Columns,
    rows: Vec<DossierRow>,
    items: Vec<(String, String)>,
    pages: Pages,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Cell {
    line: String,
    column: String,
    after: String,
}

impl Cell {
    /// The line and column that the address names, if the form has them.
    fn read(&self, found: &Found) -> Result<(Line, &'static Column), Refusal> {
        let unknown = || Refusal::not_found("official-report-unknown");
        let line = Line::from_key(&self.line).ok_or_else(unknown)?;
        let column = self.column.parse().ok().and_then(|number| found.asked.form.column(number)).ok_or_else(unknown)?;
        found.table.cell(&line, column.number).ok_or_else(unknown)?;
        Ok((line, column))
    }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path((form, agency, period)): Path<(String, String, String)>,
    Query(cell): Query<Cell>,
) -> Result<View<RecordsPage>, Failure> {
    let found = find(&app, &f, &actor, (&form, &agency, &period)).await?;
    let (line, column) = cell.read(&found)?;
    let (province, asked, wanted) = (found.province.clone(), found.asked.clone(), line.clone());
    let after = cell.after.parse().ok();
    let (mut listed, procedures) = app
        .read(move |tx| {
            Ok(match records(tx, &province, &asked, &wanted, column)? {
                Records::Dossiers(condition) => {
                    let filter = Filter { condition: Some(condition), ..Filter::default() };
                    (list(tx, &Seen::All, &filter, after, PAGE)?, Vec::new())
                }
                Records::Procedures(procedures) => (Vec::new(), procedures),
                _ => (Vec::new(), Vec::new()),
            })
        })
        .await?;
    let more = listed.len() > PAGE as usize;
    listed.truncate(PAGE as usize);
    let next = listed.last().filter(|_| more).map(|last| last.id.to_string());
    let seen = sees(&actor);
    let rows: Vec<DossierRow> = listed.iter().map(|listed| row(&f, &found.province, seen.as_ref(), listed)).collect();
    let tabs = found.asked.form.columns().iter().map(|one| {
        let count = found.table.cell(&line, one.number).unwrap_or_default();
        let text = format!("{}: {}", column_name(&f, one), f.count(&count));
        (text, records_of(&found, &line, one.number, "", ""), one.number == column.number)
    });
    let agency = said::agency_named(f.lang(), &found.province.directory, &found.agency);
    Ok(View(RecordsPage {
        back: found.address(),
        title: f.t2(
            "official-report-records",
            "line",
            line_name(&f, &found.province, found.asked.form, &line),
            "column",
            column_name(&f, column),
        ),
        whose: format!("{} · {agency} · {}", found.asked.form.sign(), days(&f, found.asked.period)),
        meaning: found.standing(&f),
        tabs: tabs.collect(),
        masked: rows.iter().any(|row| row.href.is_empty()),
        columns: columns(&f, procedures.is_empty()),
        pages: Pages {
            first: if cell.after.is_empty() { String::new() } else { records_of(&found, &line, column.number, "", "") },
            next: next.map(|after| records_of(&found, &line, column.number, "", &after)).unwrap_or_default(),
            export: if rows.is_empty() { String::new() } else { records_of(&found, &line, column.number, ".csv", "") },
        },
        rows,
        items: procedures,
        f,
    }))
}

/// The dossiers behind a number as CSV, within what the officer may see.
pub(super) async fn download(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Path((form, agency, period)): Path<(String, String, String)>,
    Query(cell): Query<Cell>,
) -> Result<Response, Failure> {
    let found = find(&app, &f, &actor, (&form, &agency, &period)).await?;
    let (line, column) = cell.read(&found)?;
    let (province, asked) = (found.province.clone(), found.asked);
    let records = app.read(move |tx| records(tx, &province, &asked, &line, column)).await?;
    let Records::Dossiers(condition) = records else {
        return Err(Refusal::not_found("official-report-unknown").into());
    };
    export::csv(&app, f, actor, Filter { condition: Some(condition), ..Filter::default() }).await
}
