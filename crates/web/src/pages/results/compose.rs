//! Writing the paper of a result: prefilled from the form, looked at as PDF, handed on for signature. The same page writes the
//! corrected version.

use super::prefill;
use super::show::noted;
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::eforms;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official::{self, Version};
use crate::pages::desk::give;
use crate::pages::typed::Typed;
use crate::reads;
use crate::sessions::{self, Worker};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use bytes::Bytes;
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::catalogue::ResultLayout;
use rules::dossiers::{Action, Command, Outcome, Propose, ResultPaper, TO_WRITE};
use rules::people::Actor;
use rules::people::permissions::{Deed, capacity, may_at, without_interest};
use rules::results::{Command as Answer, Kind};
use rules::{Problem, Refusal, RefusalKind};
use std::sync::Arc;
use store::desk;
use store::desk::dossiers::{Loaded, load_for};
use store::desk::personal::Sight;
use store::files::{File, LARGEST, Upload};
use store::province::Province;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "results/compose.html")]
struct ComposePage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    /// Where it is sent.
    action: String,
    back: String,
    number: String,
    /// The agencies without whose needed opinion it would go on; empty where none is missing.
    missed: String,
    version: u64,
    layouts: Vec<Choice>,
    /// What is asked to be corrected: what is wrong, what is right, why the last draft was given back.
    correction: Option<(String, String, String)>,
}

/// The paper as the fields of the page.
fn filled(paper: &ResultPaper) -> Typed {
    let mut typed = Typed::default();
    let lines = paper.particulars.iter().map(|(label, value)| match value.as_str() {
        "" => label.clone(),
        value => format!("{label}: {value}"),
    });
    for (field, value) in [
        ("kind", paper.kind.clone()),
        ("sign", paper.sign.clone()),
        ("subject", paper.subject.clone()),
        ("grounds", paper.grounds.join("\n")),
        ("opening", paper.opening.clone()),
        ("particulars", lines.collect::<Vec<_>>().join("\n")),
        ("text", paper.text.clone()),
        ("layout", paper.layout.key().to_owned()),
        ("valid_until", paper.valid_until.map(|day| day.to_string()).unwrap_or_default()),
    ] {
        typed.set(field, value);
    }
    typed
}

fn layouts(f: &Frame) -> Vec<Choice> {
    ResultLayout::ALL.map(|layout| Choice::new(layout.key(), f.t(&format!("result-layout-{}", layout.key())))).into()
}

/// The paper that was typed.
fn written(typed: &Typed, now: Timestamp) -> Result<ResultPaper, Refusal> {
    let valid_until = match typed.get("valid_until") {
        "" => None,
        day => Some(day.parse().map_err(|_| Refusal::input(vec![Problem::new("/valid_until", "date")]))?),
    };
    let both = |line: &str| match line.split_once(':') {
        Some((label, value)) if value.trim().is_empty() => (label.to_owned(), TO_WRITE.to_owned()),
        Some((label, value)) => (label.to_owned(), value.to_owned()),
        None => (line.to_owned(), String::new()),
    };
    let paper = ResultPaper {
        kind: typed.text("kind"),
        sign: typed.text("sign"),
        subject: typed.text("subject"),
        grounds: typed.get("grounds").lines().map(str::to_owned).collect(),
        opening: typed.text("opening"),
        particulars: typed.get("particulars").lines().map(both).collect(),
        text: typed.text("text"),
        valid_until,
        layout: ResultLayout::of(typed.get("layout")),
    };
    paper.checked(day_of(now))
}

/// Makes the paper and keeps it as a file of the actor's.
async fn kept(
    app: &App,
    actor: &Actor,
    (province, loaded): (&Province, &Loaded),
    paper: &ResultPaper,
    version: usize,
    now: Timestamp,
) -> Result<File, Failure> {
    let laid_out = Version { number: version, signer: None, at: now };
    let pdf = official::result(app, province, loaded, paper, laid_out).await?;
    let upload = Upload {
        name: format!("{}.pdf", paper.number(&loaded.dossier.filed.code, version).replace('/', "-")),
        owner: actor.login.clone(),
        contents: Bytes::from(pdf),
        pointer: "/file".to_owned(),
        largest: LARGEST,
    };
    Ok(app.files.keep(&app.store, upload, now).await?)
}

async fn preview(
    app: &App,
    province: &Province,
    loaded: &Loaded,
    paper: &ResultPaper,
    version: usize,
    now: Timestamp,
) -> Result<Response, Failure> {
    let laid_out = Version { number: version, signer: None, at: now };
    let pdf = official::result(app, province, loaded, paper, laid_out).await?;
    official::shown(pdf, &format!("{}-du-thao.pdf", loaded.dossier.filed.code))
}

/// The dossier whose result this officer may propose now.
async fn proposed_by(app: &App, actor: &Actor, code: &str) -> Result<(Arc<Province>, Loaded), Failure> {
    let (cache, asker, code) = (app.province.clone(), actor.clone(), code.to_owned());
    let (province, loaded) = app.read(move |tx| Ok((cache.get(tx)?, load_for(tx, &asker, &code)?))).await?;
    loaded.dossier.allows(Action::Propose)?;
    capacity(actor, Action::Propose, &loaded.dossier)?;
    reads::dossier(app, actor, &loaded.dossier, &Sight::Scope, "dossier", None).await?;
    Ok((province, loaded))
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let (province, loaded) = proposed_by(&app, &actor, &code).await?;
    let form = eforms::of(&app, &province, &loaded.dossier).await?;
    let paper = prefill::paper(&province, &loaded.dossier, form.as_ref(), day_of(f.now));
    Ok(proposal(f, &loaded, FormErrors::none(), filled(&paper)).into_response())
}

/// The agencies whose needed opinions did not come in their time; empty where none is missing.
fn missed(now: Timestamp, loaded: &Loaded) -> String {
    let missed = loaded.dossier.opinions_missed(now).map(|asked| asked.agency_name.as_str());
    missed.collect::<Vec<_>>().join(", ")
}

fn proposal(f: Frame, loaded: &Loaded, errors: FormErrors, typed: Typed) -> View<ComposePage> {
    let code = &loaded.dossier.filed.code;
    let sign = ResultPaper { sign: typed.text("sign"), ..ResultPaper::default() };
    View(ComposePage {
        action: format!("/dossiers/{code}/result"),
        back: format!("/dossiers/{code}"),
        number: sign.number(code, 1),
        missed: missed(f.now, loaded),
        version: typed.get("version").parse().unwrap_or(loaded.dossier.version),
        correction: None,
        layouts: layouts(&f),
        errors,
        typed,
        f,
    })
}

pub(super) async fn send(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Worker(actor): Worker,
    Path(code): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let (province, loaded) = proposed_by(&app, &actor, &code).await?;
    let look = typed.get("do") == "preview";
    let done = match written(&typed, f.now) {
        Ok(paper) if look => return preview(&app, &province, &loaded, &paper, 1, f.now).await,
        Ok(_) if typed.get("content").is_empty() => {
            Err(Refusal::input(vec![Problem::new("/content", "missing")]).into())
        }
        Ok(paper) => {
            let file = kept(&app, &actor, (&province, &loaded), &paper, 1, f.now).await?;
            let command = Command::Propose(Propose {
                outcome: Outcome::Granted,
                content: typed.text("content"),
                file: Some(file.id),
                paper: Some(paper),
                without_opinions: typed.some("without_opinions"),
            });
            let seen = typed.get("version").parse().unwrap_or(0);
            give(&app, &actor, &code, seen, command, f.now).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, "desk-done-propose", &code).await?;
            Ok(Redirect::to(&format!("/dossiers/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(proposal(f, &loaded, errors, typed).status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}

/// The correction that this officer may write, with its dossier.
async fn corrected_by(
    app: &App,
    actor: &Actor,
    id: &str,
) -> Result<(Arc<Province>, rules::results::Request, Loaded), Failure> {
    let (cache, asker, id) = (app.province.clone(), actor.clone(), id.to_owned());
    let (province, request, loaded) = app
        .read(move |tx| {
            let (request, loaded) = desk::results::load_for(tx, &asker, &id)?;
            Ok((cache.get(tx)?, request, loaded))
        })
        .await?;
    without_interest(actor, may_at(actor, Deed::HandleResults, &request.asked.agency)?, &loaded.dossier)?;
    if request.asked.kind != Kind::Correction || request.status.is_closed() {
        return Err(Refusal::rule("result-request-closed").with("status", request.status.key()).into());
    }
    noted(app, actor, &request, &loaded).await?;
    Ok((province, request, loaded))
}

pub(super) async fn show_correction(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (province, request, loaded) = corrected_by(&app, &actor, &id).await?;
    let standing = loaded.dossier.results.last().and_then(|result| result.paper.clone());
    let paper = match request.draft.as_ref().map(|draft| draft.paper.clone()).or(standing) {
        Some(paper) => paper,
        // What was not written here is written anew.
        None => {
            let form = eforms::of(&app, &province, &loaded.dossier).await?;
            prefill::paper(&province, &loaded.dossier, form.as_ref(), day_of(f.now))
        }
    };
    Ok(correction(f, &request, &loaded, FormErrors::none(), filled(&paper)).into_response())
}

fn correction(
    f: Frame,
    request: &rules::results::Request,
    loaded: &Loaded,
    errors: FormErrors,
    typed: Typed,
) -> View<ComposePage> {
    let id = &request.asked.id;
    let sign = ResultPaper { sign: typed.text("sign"), ..ResultPaper::default() };
    View(ComposePage {
        action: format!("/results/{id}/paper"),
        back: format!("/results/{id}"),
        number: sign.number(&loaded.dossier.filed.code, loaded.dossier.results.len() + 1),
        missed: String::new(),
        version: typed.get("version").parse().unwrap_or(request.version),
        correction: Some((request.asked.wrong.clone(), request.asked.right.clone(), request.remark.clone())),
        layouts: layouts(&f),
        errors,
        typed,
        f,
    })
}

pub(super) async fn send_correction(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Worker(actor): Worker,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let (province, request, loaded) = corrected_by(&app, &actor, &id).await?;
    let next = loaded.dossier.results.len() + 1;
    let look = typed.get("do") == "preview";
    let done = match written(&typed, f.now) {
        Ok(paper) if look => return preview(&app, &province, &loaded, &paper, next, f.now).await,
        Ok(paper) => {
            let file = kept(&app, &actor, (&province, &loaded), &paper, next, f.now).await?;
            let command = Answer::Draft { paper: Box::new(paper), file: file.id };
            let (doing, wanted, now) = (actor.clone(), id.clone(), f.now);
            let seen = typed.get("version").parse().unwrap_or(0);
            app.write(move |tx| desk::results::act(tx, &doing, &wanted, seen, &command, now)).await.map(|_| ())
        }
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, "result-done-draft", "").await?;
            Ok(Redirect::to(&format!("/results/{id}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(correction(f, &request, &loaded, errors, typed).status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}
