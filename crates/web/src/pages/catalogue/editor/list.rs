//! Every procedure with its versions and drafts; one procedure with its versions.

use super::Tab;
use crate::app::App;
use crate::components::{Column, Columns, FormErrors, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::Administrator;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use rules::Refusal;
use rules::catalogue::Author;
use rules::codes::ProcedureCode;
use serde::Deserialize;
use store::desk::procedure_drafts as desk;
use store::tables::{catalogue, procedure_drafts};

/// Procedures on a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "catalogue/editor/list.html")]
pub(super) struct ListPage {
    f: Frame,
    asked: Asked,
    columns: Columns,
    rows: Vec<Row>,
    drafts: Vec<(String, String, String)>,
}

struct Row {
    code: String,
    name: String,
    field: String,
    version: u64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
}

pub(super) async fn show(
    State(app): State<App>,
    _: Administrator,
    f: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    let cache = app.province.clone();
    let (province, kept) = app.read(move |tx| Ok((cache.get(tx)?, procedure_drafts::list(tx)?))).await?;
    let row = |procedure: &rules::catalogue::Procedure| Row {
        code: procedure.code.to_string(),
        name: said::procedure_name(f.lang(), procedure),
        field: procedure.field.clone(),
        version: province.procedure(&procedure.code).map_or(0, |state| state.edition),
    };
    let rows = province.search(&asked.q).take(PAGE).map(row).collect();
    let drafts = kept.into_iter().map(|kept| {
        let name = kept.draft.part("name").unwrap_or_default();
        let state = if kept.draft.in_review { "editor-in-review" } else { "editor-writing" };
        (Tab::General.href(kept.draft.code.as_str()), name, f.t1(state, "author", &kept.draft.author.name))
    });
    Ok(View(ListPage {
        columns: ["name", "field", "version"].map(|key| Column::text(f.t(&format!("editor-field-{key}")))).to_vec(),
        rows,
        drafts: drafts.collect(),
        asked,
        f,
    }))
}

#[derive(Template)]
#[template(path = "catalogue/editor/one.html")]
pub(super) struct OnePage {
    f: Frame,
    code: String,
    name: String,
    columns: Columns,
    editions: Vec<Edition>,
    /// Whether a draft is there already.
    draft: bool,
}

struct Edition {
    number: u64,
    effective_on: String,
    published_at: String,
    name: String,
    in_force: bool,
}

pub(super) async fn one(
    State(app): State<App>,
    _: Administrator,
    f: Frame,
    Path(code): Path<String>,
) -> Result<View<OnePage>, Failure> {
    let code = known(&code)?;
    let (cache, wanted) = (app.province.clone(), code.clone());
    let (province, editions, draft) = app
        .read(move |tx| {
            let draft = procedure_drafts::load(tx, wanted.as_str())?;
            Ok((cache.get(tx)?, catalogue::editions(tx, &wanted)?, draft))
        })
        .await?;
    let state = province.procedure(&code).ok_or_else(|| Refusal::not_found("procedure-unknown"))?;
    let edition = |(edition, at): (rules::catalogue::Edition, jiff::Timestamp)| Edition {
        number: edition.number,
        effective_on: f.day(&edition.effective_on),
        // Versions that an earlier program published have no instant here; the journal has.
        published_at: if at == jiff::Timestamp::UNIX_EPOCH { String::new() } else { f.moment(&at) },
        in_force: edition.number == state.edition,
        name: edition.procedure.name,
    };
    Ok(View(OnePage {
        name: state.newest().map_or_else(String::new, |procedure| procedure.name.clone()),
        columns: ["version", "effective", "published", "name"]
            .map(|key| Column::text(f.t(&format!("editor-field-{key}"))))
            .to_vec(),
        editions: editions.into_iter().map(edition).collect(),
        draft: draft.is_some(),
        code: code.to_string(),
        f,
    }))
}

/// Begins a draft, or goes on with the one that is there.
pub(super) async fn begin(
    State(app): State<App>,
    _: Administrator,
    f: Frame,
    Path(code): Path<String>,
) -> Result<Redirect, Failure> {
    let code = known(&code)?;
    let actor = f.actor.clone().ok_or(Failure::SignInFirst)?;
    let (cache, now, wanted) = (app.province.clone(), f.now, code.clone());
    app.write(move |tx| {
        let province = cache.get(tx)?;
        let author = Author { login: actor.login.clone(), name: actor.name.clone() };
        desk::begin(tx, &province, &wanted, author, now).map(drop)
    })
    .await?;
    Ok(Redirect::to(&Tab::General.href(code.as_str())))
}

/// The code, if it is one.
pub(super) fn known(code: &str) -> Result<ProcedureCode, Refusal> {
    code.parse().map_err(|_| Refusal::not_found("procedure-unknown"))
}
