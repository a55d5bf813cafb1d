//! Filing a petition.

use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;
use rules::petitions::{File, Kind};
use serde::Deserialize;
use store::desk;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "petitions/new.html")]
struct NewPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    kinds: Vec<Choice>,
    agencies: Vec<Choice>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct About {
    dossier: String,
    repeats: String,
}

pub(super) async fn ask(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(about): Query<About>,
) -> Result<Response, Failure> {
    let mut typed = Typed::default();
    // What is not theirs is not told of: the form comes without it.
    let found = app
        .read(move |tx| {
            let own = |owner: &Option<String>| owner.as_deref() == Some(actor.login.as_str());
            let dossier = desk::dossiers::load(tx, &about.dossier)?.filter(|loaded| own(&loaded.dossier.filed.owner));
            let before = desk::petitions::load(tx, &about.repeats)?.filter(|before| before.filed.login == actor.login);
            Ok((dossier, before))
        })
        .await?;
    if let Some(loaded) = found.0 {
        typed.set("dossier", loaded.dossier.filed.code.to_string());
        typed.set("agency", loaded.dossier.filed.competent_agency.to_string());
    }
    if let Some(before) = found.1 {
        typed.set("repeats", before.filed.id);
        typed.set("agency", before.filed.agency.to_string());
        typed.set("kind", before.filed.kind.key());
        typed.set("title", before.filed.title);
    }
    Ok(form(&app, f, FormErrors::none(), typed).await?.into_response())
}

async fn form(app: &App, f: Frame, errors: FormErrors, typed: Typed) -> Result<View<NewPage>, Failure> {
    let province = app.province().await?;
    let kinds = Kind::ALL.map(|kind| {
        let key = format!("petition-kind-{}", kind.key());
        Choice::new(kind.key(), f.t(&key)).explained(f.t(&format!("{key}.hint")))
    });
    let authorities = province.directory.iter().filter(|agency| agency.settles());
    let agencies = authorities.map(|agency| Choice::new(agency.code.as_str(), said::agency_name(f.lang(), agency)));
    Ok(View(NewPage { agencies: agencies.collect(), kinds: kinds.into(), errors, typed, f }))
}

/// A petition's number: the day, and what nobody guesses.
pub(crate) fn number(now: Timestamp) -> String {
    let tail = uuid::Uuid::new_v4().simple().to_string().to_uppercase();
    format!("PA{}-{}", rules::calendar::day_of(now).strftime("%y%m%d"), &tail[..8])
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    let file = File {
        id: number(f.now),
        kind: Kind::from_key(typed.get("kind")),
        agency: typed.text("agency"),
        dossier: typed.some("dossier"),
        title: typed.text("title"),
        text: typed.text("text"),
        repeats: typed.some("repeats"),
        ..File::default()
    };
    let (cache, now) = (app.province.clone(), f.now);
    let filed = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            desk::petitions::file(tx, &province, &actor, file.clone(), now)
        })
        .await;
    match filed {
        Ok(id) => {
            sessions::say(&session, Tone::Good, "petition-noted", id.as_str()).await?;
            Ok(Redirect::to(&format!("/petitions/{id}")).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(form(&app, f, errors, typed).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}
