//! Directives as edXML files: one that came is taken in by upload, one that goes is saved for the document systems of others.

use super::show::{self, Form};
use super::words;
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::exchange::{Taken, Taking, outgoing, take as take_in};
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use links::edxml::{File, LARGEST, read, write};
use rules::codes::DirectiveCode;
use rules::people::Actor;
use rules::people::permissions::{Deed, assigns_for, may};
use rules::{Problem, Refusal, RefusalKind};
use store::desk;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "directives/import.html")]
struct ImportPage {
    f: Frame,
    errors: FormErrors,
    agencies: Vec<Choice>,
    chosen: String,
    largest: usize,
}

pub(super) async fn form(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    Ok(page(&app, f, &actor, FormErrors::none(), String::new()).await?.into_response())
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    errors: FormErrors,
    chosen: String,
) -> Result<View<ImportPage>, Failure> {
    let (province, own) = (app.province().await?, assigns_for(actor));
    let agencies = own.iter().map(|code| Choice::new(code.as_str(), words::agency(&f, &province, code)));
    Ok(View(ImportPage { agencies: agencies.collect(), chosen, errors, largest: LARGEST, f }))
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    form: Multipart,
) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    let (register, contents) = received(form).await?;
    match enter(&app, &f, &actor, &register, contents).await {
        Ok(taken) => {
            let (tone, key, code) = match taken {
                Taken::There(code) => (Tone::Neutral, "directive-there-already", code.to_string()),
                Taken::Registered(code) => (Tone::Good, "directive-registered", code.to_string()),
                // Nothing is only tried here.
                Taken::Could => return Err(Refusal::not_found("directive-unknown").into()),
            };
            sessions::say(&session, tone, key, &code).await?;
            Ok(Redirect::to(&format!("/directives/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(page(&app, f, &actor, errors, register).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}

/// The register that was chosen, and the file; it is read and not kept.
async fn received(mut form: Multipart) -> Result<(String, Vec<u8>), Failure> {
    let unreadable = |error: axum::extract::multipart::MultipartError| Failure::Status(error.status());
    let (mut register, mut contents) = (String::new(), Vec::new());
    while let Some(mut field) = form.next_field().await.map_err(unreadable)? {
        match field.name() {
            Some("agency") => register = field.text().await.map_err(unreadable)?.trim().to_owned(),
            Some("edxml") => {
                while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
                    if contents.len() <= LARGEST {
                        contents.extend_from_slice(&chunk);
                    }
                }
            }
            _ => {}
        }
    }
    Ok((register, contents))
}

async fn enter(app: &App, f: &Frame, actor: &Actor, register: &str, contents: Vec<u8>) -> Result<Taken, Failure> {
    let unknown = |_| Refusal::input(vec![Problem::new("/agency", "choose")]);
    let register = Some(register).filter(|code| !code.is_empty()).map(str::parse).transpose().map_err(unknown)?;
    let message = tokio::task::spawn_blocking(move || read(&contents)).await;
    let message = message.map_err(|error| Failure::fault(&error))?.map_err(Refusal::input)?;
    let taking = Taking { actor: actor.clone(), register, dry_run: false, now: f.now };
    Ok(take_in(&app.store, &app.files, &app.province, &taking, message).await?)
}

/// A directive that goes, as a file; for whoever keeps its register.
pub(super) async fn save(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let code: DirectiveCode = code.parse().map_err(|_| Refusal::not_found("directive-unknown"))?;
    let (cache, by, of, now) = (app.province.clone(), actor.clone(), code.clone(), f.now);
    let found = app
        .read(move |tx| {
            let province = cache.get(tx)?;
            let directive = desk::directives::find(tx, &by, &of)?;
            let message = outgoing(&by, &province, &directive, now)?;
            let mut files = Vec::new();
            for evidence in &directive.registered.files {
                let file = store::files::find(tx, &evidence.file)?;
                files.push(file.ok_or_else(|| Refusal::not_found("file-unknown"))?);
            }
            Ok((message, files))
        })
        .await;
    let (mut message, files) = match found {
        Ok(found) => found,
        // What stands in the way is said where the button is.
        Err(Failure::Refused(refusal)) if refusal.kind == RefusalKind::Rule => {
            return show::refused(&app, f, &actor, &code, Form::Export, &refusal, Typed::default()).await;
        }
        Err(failure) => return Err(failure),
    };
    for file in files {
        let contents = app.files.contents(&file).await.map_err(store::Failure::from)?;
        message.files.push(File { name: file.name, media_type: file.media_type, contents: contents.to_vec() });
    }
    let written = tokio::task::spawn_blocking(move || write(&message)).await;
    let written = written.map_err(|error| Failure::fault(&error))?.map_err(|error| Failure::fault(&error))?;
    let disposition = format!("attachment; filename=\"{code}.edxml\"");
    let headers = [(header::CONTENT_TYPE, "application/xml".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, written).into_response())
}
