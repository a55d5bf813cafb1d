//! Every procedure with its versions and drafts; one procedure with its versions; a draft is begun.

use super::Tab;
use crate::app::App;
use crate::components::{Column, Columns, FormErrors, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, Administrator};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::catalogue::Author;
use rules::codes::ProcedureCode;
use rules::people::Capacity;
use rules::{Problem, Refusal};
use serde::Deserialize;
use store::desk::procedure_drafts as desk;
use store::province::ProvinceCache;
use store::tables::{catalogue, procedure_drafts};
use tower_sessions::Session;

/// Procedures on a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "catalogue/editor/list.html")]
struct ListPage {
    f: Frame,
    asked: Asked,
    columns: Columns,
    rows: Vec<Row>,
    drafts: Vec<(String, String, String)>,
    errors: FormErrors,
    code: String,
    like: String,
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
) -> Result<Response, Failure> {
    page(&app, f, asked, FormErrors::none(), &Typed::default()).await
}

async fn page(app: &App, f: Frame, asked: Asked, errors: FormErrors, typed: &Typed) -> Result<Response, Failure> {
    let cache: ProvinceCache = app.province.clone();
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
        let (tab, state) = match (kept.draft.withdraws, kept.draft.in_review) {
            (true, _) => (Tab::Review, "editor-withdrawing"),
            (false, true) => (Tab::Review, "editor-in-review"),
            (false, false) => (Tab::General, "editor-writing"),
        };
        (tab.href(kept.draft.code.as_str()), name, f.t1(state, "author", &kept.draft.author.name))
    });
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = ListPage {
        columns: ["name", "field", "version"].map(|key| Column::text(f.t(&format!("editor-field-{key}")))).to_vec(),
        rows,
        drafts: drafts.collect(),
        code: typed.text("code"),
        like: typed.text("like"),
        asked,
        errors,
        f,
    };
    Ok(View(shown).status(status))
}

#[derive(Template)]
#[template(path = "catalogue/editor/one.html")]
pub(super) struct OnePage {
    f: Frame,
    code: String,
    name: String,
    columns: Columns,
    editions: Vec<Edition>,
    /// Where a draft that is there already goes on.
    draft: Option<String>,
    /// From when it is withdrawn, in a sentence; and whether its withdrawal can be prepared.
    withdrawn: String,
    may_withdraw: bool,
    errors: FormErrors,
    effective_on: String,
    note: String,
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
    one_page(&app, f, known(&code)?, FormErrors::none(), &Typed::default()).await.map(View)
}

async fn one_page(
    app: &App,
    f: Frame,
    code: ProcedureCode,
    errors: FormErrors,
    typed: &Typed,
) -> Result<OnePage, Failure> {
    let (cache, wanted): (ProvinceCache, _) = (app.province.clone(), code.clone());
    let (province, editions, draft) = app
        .read(move |tx| {
            let draft = procedure_drafts::load(tx, wanted.as_str())?;
            Ok((cache.get(tx)?, catalogue::editions(tx, &wanted)?, draft))
        })
        .await?;
    let state = province.procedure(&code);
    let name = match (&draft, state.and_then(|state| state.newest())) {
        (_, Some(procedure)) => procedure.name.clone(),
        (Some(kept), None) => kept.draft.part("name").unwrap_or_default(),
        (None, None) => return Err(Refusal::not_found("procedure-unknown").into()),
    };
    let edition = |(edition, at): (rules::catalogue::Edition, jiff::Timestamp)| Edition {
        number: edition.number,
        effective_on: f.day(&edition.effective_on),
        // Versions that an earlier program published have no instant here; the journal has.
        published_at: if at == jiff::Timestamp::UNIX_EPOCH { String::new() } else { f.moment(&at) },
        in_force: state.is_some_and(|state| edition.number == state.edition),
        name: edition.procedure.name,
    };
    let withdrawn_on = state.and_then(|state| state.withdrawn_on);
    let tab = |kept: &procedure_drafts::Kept| if kept.draft.withdraws { Tab::Review } else { Tab::General };
    Ok(OnePage {
        name,
        withdrawn: withdrawn_on.map(|day| f.t1("editor-withdrawn-on", "day", f.day(&day))).unwrap_or_default(),
        may_withdraw: withdrawn_on.is_none() && draft.is_none() && state.is_some(),
        effective_on: typed.text("effective_on"),
        note: typed.text("note"),
        errors,
        columns: ["version", "effective", "published", "name"]
            .map(|key| Column::text(f.t(&format!("editor-field-{key}"))))
            .to_vec(),
        editions: editions.into_iter().map(edition).collect(),
        draft: draft.as_ref().map(|kept| tab(kept).href(code.as_str())),
        code: code.to_string(),
        f,
    })
}

/// Prepares the withdrawal of a procedure: from when, by which decision; a second person announces it.
pub(super) async fn withdraw(
    State(app): State<App>,
    Administrator(by): Administrator,
    f: Frame,
    session: Session,
    Path(code): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let code = known(&code)?;
    let (cache, now, wanted): (ProvinceCache, _, _) = (app.province.clone(), f.now, code.clone());
    let said = (typed.get("effective_on").parse().ok(), rules::text::tidy(typed.get("note")));
    let prepared = app.write(move |tx| {
        let province = cache.get(tx)?;
        desk::begin_withdrawal(tx, &province, &wanted, author(&by), said.clone(), now)
    });
    match prepared.await {
        Ok(()) => {
            sessions::say(&session, Tone::Good, "editor-submitted", "").await?;
            Ok(Redirect::to(&Tab::Review.href(code.as_str())).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != rules::RefusalKind::NotFound => {
            let errors = FormErrors::of(f.words, &refusal);
            let page = one_page(&app, f, code, errors, &typed).await?;
            Ok(View(page).status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}

/// Begins a draft, or goes on with the one that is there.
pub(super) async fn begin(
    State(app): State<App>,
    Administrator(by): Administrator,
    f: Frame,
    Path(code): Path<String>,
) -> Result<Redirect, Failure> {
    let code = known(&code)?;
    let (cache, now, wanted): (ProvinceCache, _, _) = (app.province.clone(), f.now, code.clone());
    app.write(move |tx| {
        let province = cache.get(tx)?;
        desk::begin(tx, &province, &wanted, author(&by), now).map(drop)
    })
    .await?;
    Ok(Redirect::to(&Tab::General.href(code.as_str())))
}

/// Begins the draft of a procedure that is not there yet, from the parts of another one.
pub(super) async fn begin_new(
    State(app): State<App>,
    Administrator(by): Administrator,
    f: Frame,
    typed: Typed,
) -> Result<Response, Failure> {
    let read = |field: &str, problem: &'static str| {
        let code: Result<ProcedureCode, _> = typed.get(field).parse();
        code.map_err(|_| Refusal::input(vec![Problem::new(format!("/{field}"), problem)]))
    };
    let begun = match (read("code", "editor-code"), read("like", "editor-like-unknown")) {
        (Ok(code), Ok(like)) => {
            let (cache, now, wanted): (ProvinceCache, _, _) = (app.province.clone(), f.now, code.clone());
            let begin = move |tx: &mut store::Tx| {
                let province = cache.get(tx)?;
                desk::begin_new(tx, &province, &wanted, &like, author(&by), now)
            };
            app.write(begin).await.map(|()| code)
        }
        (code, like) => {
            let refused = [code.err(), like.err()].into_iter().flatten();
            Err(Refusal::input(refused.flat_map(|refusal| refusal.problems).collect()).into())
        }
    };
    match begun {
        Ok(code) => Ok(Redirect::to(&Tab::General.href(code.as_str())).into_response()),
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            page(&app, f, Asked::default(), errors, &typed).await
        }
        Err(failure) => Err(failure),
    }
}

pub(super) fn author(by: &Capacity) -> Author {
    Author { login: by.login.clone(), name: by.name.clone() }
}

/// The code, if it is one.
pub(super) fn known(code: &str) -> Result<ProcedureCode, Refusal> {
    code.parse().map_err(|_| Refusal::not_found("procedure-unknown"))
}
