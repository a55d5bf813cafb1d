//! The cases of a procedure: which there are, and each on its own page with its papers, fees and time limit.

use super::Tab;
use super::fields::About;
use super::list::known;
use super::tabs::{self, Around, found};
use crate::app::App;
use crate::components::{Column, Columns, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, Administrator};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::catalogue::Variant;
use serde_json::Value;
use store::tables::procedure_drafts::Kept;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "catalogue/editor/cases.html")]
struct CasesPage {
    f: Frame,
    d: Around,
    errors: FormErrors,
    columns: Columns,
    rows: Vec<Row>,
    /// The address of a new one.
    new: String,
}

struct Row {
    href: String,
    name: String,
    key: String,
    papers: String,
    limit: String,
    cost: String,
}

/// The address of the case at this place.
pub(super) fn href(code: &str, place: usize) -> String {
    format!("/admin/procedures/{code}/cases/{place}")
}

/// The cases that there are.
pub(super) fn page(f: Frame, kept: &Kept) -> Result<Response, Failure> {
    let d = Around::new(&f, kept, Tab::Cases);
    let variants: Vec<Variant> = kept.draft.part("variants").unwrap_or_default();
    let as_procedure = f.t("editor-case-same");
    let row = |(place, variant): (usize, &Variant)| Row {
        href: href(&d.code, place),
        name: variant.name.clone(),
        key: variant.key.clone(),
        papers: variant
            .documents
            .as_ref()
            .map_or_else(|| as_procedure.clone(), |own| f.t1("editor-case-count", "count", own.len())),
        limit: variant.time_limit.map_or_else(|| as_procedure.clone(), |limit| said::time_limit(f.words, Some(limit))),
        cost: variant.fees.as_ref().map_or_else(|| as_procedure.clone(), |fees| said::costs(f.words, fees)),
    };
    let rows: Vec<Row> = variants.iter().enumerate().map(row).collect();
    let shown = CasesPage {
        columns: ["name", "papers", "limit", "cost"]
            .map(|key| Column::text(f.t(&format!("editor-case-{key}"))))
            .to_vec(),
        new: href(&d.code, rows.len()),
        rows,
        errors: FormErrors::none(),
        d,
        f,
    };
    Ok(View(shown).into_response())
}

fn place(kept: &Kept, case: &str) -> Result<usize, Failure> {
    let cases = kept.draft.parts.get("variants").and_then(Value::as_array).map_or(0, Vec::len);
    let place = case.parse::<usize>().ok().filter(|place| *place <= cases);
    place.ok_or(Failure::Status(StatusCode::NOT_FOUND))
}

pub(super) async fn show(
    State(app): State<App>,
    _: Administrator,
    f: Frame,
    Path((code, case)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (province, kept) = found(&app, &known(&code)?).await?;
    let about = About::Case(place(&kept, &case)?);
    tabs::fields_page(f, &province, &kept, about, None, FormErrors::none())
}

pub(super) async fn save(
    State(app): State<App>,
    _: Administrator,
    f: Frame,
    session: Session,
    Path((code, case)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let (province, kept) = found(&app, &known(&code)?).await?;
    let place = place(&kept, &case)?;
    if typed.get("go") != "take-away" {
        return tabs::save_fields(&app, f, &session, &province, kept, About::Case(place), &typed).await;
    }
    let mut draft = kept.draft.clone();
    let mut cases = draft.parts.get("variants").and_then(Value::as_array).cloned().unwrap_or_default();
    if place < cases.len() {
        cases.remove(place);
    }
    draft.put("variants", cases.into());
    match tabs::keep(&app, &f, &typed, draft).await {
        Ok(()) => {
            sessions::say(&session, Tone::Good, "editor-case-taken-away", "").await?;
            Ok(Redirect::to(&Tab::Cases.href(&code)).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            tabs::fields_page(f, &province, &kept, About::Case(place), None, errors)
        }
        Err(failure) => Err(failure),
    }
}
