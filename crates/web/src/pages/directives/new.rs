//! Entering a directive in a register, with its file; what was typed and uploaded comes back with its errors.

use super::act::day;
use super::words;
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Multipart, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::Refusal;
use rules::directives::{Direction, Draft, Kind, Urgency};
use rules::people::Actor;
use rules::people::permissions::{Deed, assigns_for, may};
use rules::tasks::Evidence;
use store::desk;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "directives/new.html")]
struct NewPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    agencies: Vec<Choice>,
    directions: Vec<Choice>,
    kinds: Vec<Choice>,
    urgencies: Vec<Choice>,
}

pub(super) async fn form(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(typed): Query<Typed>,
) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    Ok(page(&app, f, &actor, FormErrors::none(), typed).await?.into_response())
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    errors: FormErrors,
    mut typed: Typed,
) -> Result<View<NewPage>, Failure> {
    let (province, own) = (app.province().await?, assigns_for(actor));
    if let Some(first) = own.first().filter(|_| typed.get("agency").is_empty()) {
        typed.set("agency", first.as_str());
    }
    if typed.get("direction").is_empty() {
        typed.set("direction", Direction::In.key());
    }
    Ok(View(NewPage {
        agencies: own.iter().map(|code| Choice::new(code.as_str(), words::agency(&f, &province, code))).collect(),
        directions: words::directions(&f),
        kinds: words::kinds(&f),
        urgencies: words::urgencies(&f),
        errors,
        typed,
        f,
    }))
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    form: Multipart,
) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    let received = files::receive(&app, form, &actor.login).await?;
    let mut typed = received.typed;
    if let Some((_, file)) = received.files.into_iter().find(|(field, _)| field == "file") {
        typed.set("file-kept", file.id);
        typed.set("file-kept-name", file.name);
    }
    let done = if received.problems.is_empty() {
        enter(&app, &f, &actor, &typed).await
    } else {
        Err(Refusal::input(received.problems).into())
    };
    match done {
        Ok(code) => {
            sessions::say(&session, Tone::Good, "directive-registered", &code).await?;
            Ok(Redirect::to(&format!("/directives/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(page(&app, f, &actor, errors, typed).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}

async fn enter(app: &App, f: &Frame, actor: &Actor, typed: &Typed) -> Result<String, Failure> {
    let draft = Draft {
        agency: typed.text("agency"),
        direction: Direction::from_key(typed.get("direction")),
        notation: typed.text("notation"),
        issued_on: day(typed, "issued_on")?,
        issuer: typed.text("issuer"),
        kind: Kind::from_key(typed.get("kind")),
        subject: typed.text("subject"),
        content: typed.text("content"),
        urgency: Urgency::from_key(typed.get("urgency")).unwrap_or_default(),
        due_on: day(typed, "due_on")?,
        signer: typed.text("signer"),
        signer_position: typed.text("signer_position"),
        files: Vec::new(),
        file_text: files::words(app, &typed.some("file-kept").into_iter().collect::<Vec<_>>()).await?,
        received_as: String::new(),
    };
    let (cache, actor, kept, now) = (app.province.clone(), actor.clone(), typed.some("file-kept"), f.now);
    app.write(move |tx| {
        let province = cache.get(tx)?;
        let mut draft = draft.clone();
        if let Some(id) = &kept {
            // The identifier went through the browser, so that of anybody else is none.
            let file = store::files::find(tx, id)?.filter(|file| file.owner == actor.login);
            let file = file.ok_or_else(|| Refusal::not_found("file-unknown"))?;
            draft.files = vec![Evidence { file: file.id, name: file.name, sha256: file.sha256 }];
        }
        Ok(desk::directives::register(tx, &province, &actor, &draft, now)?.code().to_string())
    })
    .await
}
