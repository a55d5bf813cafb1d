//! What is asked to be supplemented again and again, by procedure and paper: where guidance or a form is at fault. Behind each number
//! stand the dossiers, as far as the officer may see them.

use crate::app::App;
use crate::components::{Column, Columns};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::Worker;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::people::permissions::scope;
use rules::quality::Period;
use serde::Deserialize;
use store::province::Province;
use store::tables::dossier_lists::{Filter, list};
use store::tables::supplements::{self, Asked};

/// Rows on the page.
const ROWS: u32 = 100;

/// The year to today.
fn period(f: &Frame) -> Period {
    let today = rules::calendar::day_of(f.now);
    Period { from: today.first_of_year(), to: today }
}

#[derive(Template)]
#[template(path = "quality/supplements.html")]
pub(super) struct AskedPage {
    f: Frame,
    days: String,
    columns: Columns,
    rows: Vec<Row>,
}

struct Row {
    procedure: String,
    document: String,
    dossiers: i64,
    share: String,
    href: String,
}

/// The names of a procedure and of one of its papers.
fn named(f: &Frame, province: &Province, procedure: &str, document: &str) -> (String, String) {
    let known = procedure.parse().ok().and_then(|code| province.procedure(&code)?.procedure.as_ref());
    let paper = known.and_then(|known| known.documents.iter().find(|paper| paper.code == document));
    let procedure = known.map_or_else(|| procedure.to_owned(), |known| said::procedure_name(f.lang(), known));
    let paper = match paper {
        Some(paper) => paper.name.clone(),
        None if document.is_empty() => f.t("supplements-none-named"),
        None => document.to_owned(),
    };
    (procedure, paper)
}

#[expect(clippy::cast_precision_loss, reason = "for display only")]
fn row(f: &Frame, province: &Province, asked: &Asked) -> Row {
    let (procedure, document) = named(f, province, &asked.procedure, &asked.document);
    let ratio = if asked.filed > 0 { asked.dossiers as f64 / asked.filed as f64 } else { 0.0 };
    let (code, paper) = (said::urlencoded(&asked.procedure), said::urlencoded(&asked.document));
    Row {
        share: f.percent(&ratio),
        href: format!("/supplements/dossiers?procedure={code}&document={paper}"),
        dossiers: asked.dossiers,
        procedure,
        document,
    }
}

pub(super) async fn most_asked(
    State(app): State<App>,
    f: Frame,
    Worker(_): Worker,
) -> Result<View<AskedPage>, Failure> {
    let period = period(&f);
    let asked = app.read(move |tx| Ok(supplements::most_asked(tx, period, ROWS)?)).await?;
    let province = app.province().await?;
    let columns = vec![
        Column::text(f.t("supplements-document")),
        Column::text(f.t("supplements-procedure")),
        Column::number(f.t("supplements-dossiers")),
        Column::number(f.t("supplements-share")),
    ];
    let days = f.t2("supplements-days", "from", f.day(&period.from), "to", f.day(&period.to));
    Ok(View(AskedPage { rows: asked.iter().map(|asked| row(&f, &province, asked)).collect(), columns, days, f }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    procedure: String,
    document: String,
}

#[derive(Template)]
#[template(path = "quality/supplement_dossiers.html")]
pub(super) struct BehindPage {
    f: Frame,
    title: String,
    over: String,
    dossiers: Vec<(String, String, String)>,
}

pub(super) async fn behind(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Query(wanted): Query<Wanted>,
) -> Result<View<BehindPage>, Failure> {
    let province = app.province().await?;
    let (over, title) = named(&f, &province, &wanted.procedure, &wanted.document);
    let condition = supplements::behind(&wanted.procedure, &wanted.document, period(&f));
    let filter = Filter { condition: Some(condition), ..Filter::default() };
    let listed = app.read(move |tx| Ok(list(tx, &scope(&actor), &filter, None, ROWS)?)).await?;
    let dossiers = listed
        .into_iter()
        .map(|listed| {
            let agency = listed.competent_agency.parse();
            let agency =
                agency.map_or(listed.competent_agency, |code| said::agency_named(f.lang(), &province.directory, &code));
            (listed.code, agency, f.day_of(&listed.filed_at))
        })
        .collect();
    Ok(View(BehindPage { f, title, over, dossiers }))
}
