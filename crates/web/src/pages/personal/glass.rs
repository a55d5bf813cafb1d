//! Break-glass: opening a dossier outside one's scope with a reason, and the page on which it is seen who did.

use crate::app::App;
use crate::components::{FormErrors, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, Officer};
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;
use rules::people::permissions::{Scope, scope};
use rules::people::{Actor, Position, Role};
use rules::personal::access::{may_break_glass, may_handle_requests};
use rules::{Problem, Refusal, RefusalKind};
use serde::Deserialize;
use store::desk;
use store::tables::personal::glass;
use tower_sessions::Session;

/// Lines on the page.
const PAGE: u32 = 100;

#[derive(Template)]
#[template(path = "personal/break_glass.html")]
struct AskPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    dossier: String,
}

pub(super) async fn ask(f: Frame, Officer(actor): Officer, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    if !may_break_glass(&actor) {
        return Err(Refusal::forbidden("glass-not-yours").into());
    }
    let mut typed = Typed::default();
    typed.set("dossier", asked.dossier);
    Ok(View(AskPage { f, errors: FormErrors::none(), typed }).into_response())
}

pub(super) async fn smash(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Officer(actor): Officer,
    typed: Typed,
) -> Result<Response, Failure> {
    let (code, reason, now) = (typed.get("dossier").to_uppercase(), typed.text("reason"), f.now);
    if may_break_glass(&actor) && code.trim().is_empty() {
        let errors = FormErrors::of(f.words, &Refusal::input(vec![Problem::new("/dossier", "missing")]));
        return Ok(View(AskPage { f, errors, typed }).status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let dossier = code.clone();
    let opened = app.write(move |tx| desk::personal::break_glass(tx, &actor, &dossier, &reason, now)).await;
    match opened {
        Ok(until) => {
            sessions::say(&session, Tone::Warning, "glass-open", f.moment(&until)).await?;
            Ok(Redirect::to(&format!("/dossiers/{}", said::urlencoded(&code))).into_response())
        }
        // Who sees it anyway needs no glass.
        Err(Failure::Refused(refusal)) if refusal.code == "glass-not-needed" => {
            Ok(Redirect::to(&format!("/dossiers/{}", said::urlencoded(&code))).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::Forbidden => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(View(AskPage { f, errors, typed }).status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}

#[derive(Template)]
#[template(path = "personal/broken_glass.html")]
pub(super) struct ListPage {
    f: Frame,
    broken: Vec<Broken>,
}

/// A dossier that somebody opened.
struct Broken {
    dossier: String,
    who: String,
    agency: String,
    competent: String,
    reason: String,
    at: Timestamp,
    tag: Tag,
}

/// What was opened so: leaders see it of their agencies' dossiers, administrators of all.
pub(super) async fn list(State(app): State<App>, f: Frame, Officer(actor): Officer) -> Result<View<ListPage>, Failure> {
    let agencies = overseen(&actor)?;
    let cache = app.province.clone();
    let (province, broken) =
        app.read(move |tx| Ok((cache.get(tx)?, glass::list(tx, agencies.as_deref(), None, PAGE)?))).await?;
    let agency = |code: &rules::codes::AgencyCode| said::agency_named(f.lang(), &province.directory, code);
    let broken = broken.into_iter().map(|broken| Broken {
        who: [Some(broken.by.name), broken.by.title].into_iter().flatten().collect::<Vec<_>>().join(", "),
        agency: broken.by.agency.as_ref().map(agency).unwrap_or_default(),
        competent: agency(&broken.agency),
        tag: if broken.until > f.now {
            Tag::new(Tone::Warning, f.t("glass-still-open"))
        } else {
            Tag::new(Tone::Neutral, f.t("glass-closed"))
        },
        dossier: broken.dossier,
        reason: broken.reason,
        at: broken.at,
    });
    let broken = broken.collect();
    Ok(View(ListPage { broken, f }))
}

/// The agencies that this officer leads; nothing said means all of them.
fn overseen(actor: &Actor) -> Result<Option<Vec<rules::codes::AgencyCode>>, Refusal> {
    // Whoever leads the province oversees every agency.
    if may_handle_requests(actor).is_some() || scope(actor) == Scope::All {
        return Ok(None);
    }
    let leads = |position: &&Position| position.role == Role::Approver && position.limits().is_none();
    let led = actor.positions.iter().filter(leads);
    let led: Vec<_> = led.map(|position| position.agency.clone()).collect();
    if led.is_empty() { Err(Refusal::forbidden("glass-not-yours")) } else { Ok(Some(led)) }
}
