//! Digitising the papers of a dossier at the counter: pages of pictures and PDFs put in order and the right way up, counted against
//! the paper, bound, named by rule, signed as a certified copy where there is a key, and kept in the applicant's store.

use super::act::give;
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::typed::Typed;
use crate::scans;
use crate::sessions::{self, Worker};
use crate::signing;
use crate::view::View;
use askama::Template;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use documents::scans::Leaf;
use rules::dossiers::{Action, Command, Digitise, Dossier};
use rules::people::Actor;
use rules::people::permissions::capacity;
use rules::{Problem, Refusal, RefusalKind};
use serde::Deserialize;
use store::desk::dossiers::load_for;
use store::files::File;
use tower_sessions::Session;

/// So many pages are put in order at once.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "desk/scan.html")]
struct ScanPage {
    f: Frame,
    code: String,
    version: u64,
    errors: FormErrors,
    typed: Typed,
    papers: Vec<Choice>,
    paper: String,
    /// What became of the papers so far: name, what is there.
    so_far: Vec<(String, String)>,
    rows: Vec<Row>,
    turns: Vec<Choice>,
}

/// A page that was scanned.
struct Row {
    number: usize,
    /// The file and its page, as they are sent along: `0198….3`.
    leaf: String,
    label: String,
    preview: String,
    order: String,
    turn: String,
    kept: bool,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    paper: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let mut typed = Typed::default();
    typed.set("document", asked.paper);
    Ok(page(&app, f, &actor, &code, typed, FormErrors::none()).await?.into_response())
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    code: &str,
    typed: Typed,
    errors: FormErrors,
) -> Result<View<ScanPage>, Failure> {
    let (cache, asker, asked) = (app.province.clone(), actor.clone(), code.to_owned());
    let (province, loaded) = app.read(move |tx| Ok((cache.get(tx)?, load_for(tx, &asker, &asked)?))).await?;
    let dossier = &loaded.dossier;
    dossier.allows(Action::Digitise)?;
    capacity(actor, Action::Digitise, dossier)?;
    let name = |code: &str| scans::paper_name(&province, dossier, code);
    let codes = papers(dossier);
    let papers = codes.iter().map(|code| Choice::new(*code, name(code))).collect();
    let first = codes.iter().find(|code| !has_file(dossier, code)).or(codes.first());
    let paper = typed.some("document").unwrap_or_else(|| first.map_or_else(String::new, |code| (*code).to_owned()));
    let so_far = codes.iter().map(|code| {
        let copy = dossier.digitised.iter().rev().find(|copy| copy.document == *code);
        let told = match copy {
            Some(copy) if copy.certificate.is_some() => f.t1("scan-done-certified", "pages", copy.pages),
            Some(copy) => f.t1("scan-done", "pages", copy.pages),
            None if has_file(dossier, code) => f.t("scan-has-file"),
            None => f.t("scan-not-yet"),
        };
        (name(code), told)
    });
    Ok(View(ScanPage {
        code: code.to_owned(),
        version: dossier.version,
        so_far: so_far.collect(),
        rows: rows(&f, code, &typed),
        turns: ["0", "90", "180", "270"].map(|turn| Choice::new(turn, f.t(&format!("scan-turn-{turn}")))).into(),
        papers,
        paper,
        errors,
        typed,
        f,
    }))
}

/// The codes of the papers that can be digitised, each once: what is not in the store already.
fn papers(dossier: &Dossier) -> Vec<&str> {
    let mut codes: Vec<&str> = Vec::new();
    for paper in dossier.filed.documents.iter().filter(|paper| paper.reuse_of.is_none()) {
        if !codes.contains(&paper.code.as_str()) {
            codes.push(&paper.code);
        }
    }
    codes
}

fn has_file(dossier: &Dossier, code: &str) -> bool {
    dossier.filed.documents.iter().any(|paper| paper.code == code && paper.file_id.is_some())
}

/// The pages that were sent along, as they stand in the form.
fn rows(f: &Frame, code: &str, typed: &Typed) -> Vec<Row> {
    let leaves = (0..MOST).map_while(|number| typed.some(&format!("leaf-{number}")).map(|leaf| (number, leaf)));
    leaves
        .filter_map(|(number, leaf)| {
            let (file, page) = leaf.split_once('.')?;
            let turn = turn(typed, number);
            Some(Row {
                number,
                label: f.t1("scan-page", "number", number + 1),
                preview: format!("/dossiers/{code}/scan/page?file={file}&page={page}&turn={turn}"),
                order: typed.some(&format!("order-{number}")).unwrap_or_else(|| (number + 1).to_string()),
                turn: turn.to_string(),
                kept: typed.get(&format!("drop-{number}")).is_empty(),
                leaf,
            })
        })
        .collect()
}

fn turn(typed: &Typed, number: usize) -> u16 {
    typed.get(&format!("turn-{number}")).parse().ok().filter(|turn| [90, 180, 270].contains(turn)).unwrap_or(0)
}

#[derive(Debug, Deserialize)]
pub(super) struct Page {
    file: String,
    page: usize,
    #[serde(default)]
    turn: u16,
}

/// A page of a file of one's own, as it will be bound.
pub(super) async fn preview(
    State(app): State<App>,
    Worker(actor): Worker,
    Query(asked): Query<Page>,
) -> Result<Response, Failure> {
    let file = scans::own(&app, &actor, &asked.file).await?.ok_or_else(|| Refusal::not_found("file-unknown"))?;
    let drawn = scans::preview(&app, &file, asked.page, asked.turn).await?;
    Ok(([(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "private, max-age=600")], drawn).into_response())
}

pub(super) async fn send(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Worker(actor): Worker,
    Path(code): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    let (asker, asked) = (actor.clone(), code.clone());
    app.read(move |tx| load_for(tx, &asker, &asked)).await?;
    let received = files::receive(&app, form, &actor.login).await?;
    let (mut typed, mut problems) = (received.typed, received.problems);
    let came = !received.files.is_empty();
    for (_, file) in received.files {
        take_in(&app, &mut typed, &mut problems, file).await?;
    }
    if came || typed.get("do") != "keep" || !problems.is_empty() {
        let errors = match problems.is_empty() {
            true => FormErrors::none(),
            false => FormErrors::of(f.words, &Refusal::input(problems)),
        };
        let status = if errors.items.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        return Ok(page(&app, f, &actor, &code, typed, errors).await?.status(status));
    }
    match keep(&app, &f, &actor, &code, &typed).await {
        Ok(()) => {
            sessions::say(&session, Tone::Good, "scan-kept", &code).await?;
            Ok(Redirect::to(&format!("/dossiers/{code}/scan")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(page(&app, f, &actor, &code, typed, errors).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}

/// Adds the pages of a file to those in the form.
async fn take_in(app: &App, typed: &mut Typed, problems: &mut Vec<Problem>, file: File) -> Result<(), Failure> {
    let contents = app.files.contents(&file).await.map_err(store::Failure::from)?;
    let Some(pages) = scans::count(contents).await? else {
        problems.push(Problem::new("/scans", "scan-type").with("name", &file.name));
        return Ok(());
    };
    let there = (0..MOST).take_while(|number| typed.some(&format!("leaf-{number}")).is_some()).count();
    if there + pages > MOST {
        problems.push(Problem::new("/scans", "scan-too-many").with("most", MOST));
        return Ok(());
    }
    for page in 1..=pages {
        typed.set(format!("leaf-{}", there + page - 1), format!("{}.{page}", file.id));
    }
    Ok(())
}

/// Binds the pages, and enters the file as the paper's.
async fn keep(app: &App, f: &Frame, actor: &Actor, code: &str, typed: &Typed) -> Result<(), Failure> {
    let mut problems = Vec::new();
    if typed.get("compared") != "yes" {
        problems.push(Problem::new("/compared", "scan-not-compared"));
    }
    let pages: Option<u32> = typed.get("pages").parse().ok().filter(|pages| *pages > 0);
    if pages.is_none() {
        problems.push(Problem::new("/pages", "scan-pages"));
    }
    let valid_until = match typed.get("valid_until") {
        "" => None,
        day => day.parse().map_err(|_| problems.push(Problem::new("/valid_until", "date"))).ok(),
    };
    let mut rows: Vec<Row> = rows(f, code, typed).into_iter().filter(|row| row.kept).collect();
    rows.sort_by_key(|row| (row.order.trim().parse().unwrap_or(u32::MAX), row.number));
    if rows.is_empty() {
        problems.push(Problem::new("/scans", "scan-none"));
    }
    // Counted here too, so that nothing is bound in vain.
    if let Some(pages) = pages.filter(|pages| !rows.is_empty() && usize::try_from(*pages) != Ok(rows.len())) {
        problems.push(Problem::new("/pages", "scan-pages-differ").with("paper", pages).with("file", rows.len()));
    }
    let (Some(pages), true) = (pages, problems.is_empty()) else { return Err(Refusal::input(problems).into()) };
    let mut files: Vec<File> = Vec::new();
    let mut leaves = Vec::new();
    for row in &rows {
        let unknown = || Refusal::input(vec![Problem::new("/scans", "file-unknown")]);
        let (id, page) = row.leaf.split_once('.').ok_or_else(unknown)?;
        let file = match files.iter().position(|known| known.id == id) {
            Some(known) => known,
            None => {
                files.push(scans::own(app, actor, id).await?.ok_or_else(unknown)?);
                files.len() - 1
            }
        };
        leaves.push(Leaf { file, page: page.parse().map_err(|_| unknown())?, turn: turn(typed, row.number) });
    }
    let document = typed.text("document");
    let bound = scans::bound(app, actor, &files, leaves, format!("{code} {document}")).await?;
    let digitise = Digitise { document, file: Some(bound.id), pages, valid_until, ..Digitise::default() };
    let mut command = Command::Digitise(digitise);
    let version = typed.get("version").parse().unwrap_or(0);
    signing::seal(app, actor, code, version, &mut command, f.now).await?;
    give(app, actor, code, version, command, f.now).await
}
