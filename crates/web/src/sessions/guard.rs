//! Handlers that need somebody signed in say so in their arguments.

use super::{PROVED, Visit};
use crate::app::App;
use crate::errors::Failure;
use crate::pages::said::urlencoded;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;
use rules::accounts::RECENT;
use rules::people::permissions::{Deed, NeedsLevelTwo, may, may_at, needs_level_two};
use rules::people::{Actor, Capacity};
use store::province::PROVINCE_LEDGER;
use tower_sessions::Session;

/// Somebody who is signed in; others are sent to the sign-in page and back.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Actor);

impl FromRequestParts<App> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Failure> {
        Visit::of_parts(parts).await.actor.map(Self).ok_or(Failure::SignInFirst)
    }
}

/// Somebody signed in who holds a position.
#[derive(Debug, Clone)]
pub struct Officer(pub Actor);

impl FromRequestParts<App> for Officer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let SignedIn(actor) = SignedIn::from_request_parts(parts, app).await?;
        if actor.is_officer() { Ok(Self(actor)) } else { Err(rules::Refusal::forbidden("officers-only").into()) }
    }
}

/// Somebody signed in who works on dossiers.
#[derive(Debug, Clone)]
pub struct Worker(pub Actor);

impl FromRequestParts<App> for Worker {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let SignedIn(actor) = SignedIn::from_request_parts(parts, app).await?;
        may(&actor, Deed::WorkTheQueue)?;
        Ok(Self(actor))
    }
}

/// An administrator of the province, and in which capacity they act: what the journal writes down.
#[derive(Debug, Clone)]
pub struct Administrator(pub Capacity);

impl FromRequestParts<App> for Administrator {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let SignedIn(actor) = SignedIn::from_request_parts(parts, app).await?;
        let province = PROVINCE_LEDGER.parse().map_err(|_| Failure::fault(&std::fmt::Error))?;
        Ok(Self(actor.as_officer(may_at(&actor, Deed::AdministerDirectory, &province)?)))
    }
}

/// An administrator of people, of the province or of an agency; each page keeps to those whom they look after.
#[derive(Debug, Clone)]
pub struct PeopleAdministrator;

impl FromRequestParts<App> for PeopleAdministrator {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let SignedIn(actor) = SignedIn::from_request_parts(parts, app).await?;
        may(&actor, Deed::AdministerPeople)?;
        Ok(Self)
    }
}

/// Somebody who proved surely enough who they are to see what is held about them; others are told how to.
#[derive(Debug, Clone)]
pub struct Sure(pub Actor);

impl FromRequestParts<App> for Sure {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let SignedIn(actor) = SignedIn::from_request_parts(parts, app).await?;
        needs_level_two(&actor, NeedsLevelTwo::PersonalData)?;
        Ok(Self(actor))
    }
}

/// Somebody who proved within the last minutes who they are; others are asked again, and come back.
#[derive(Debug, Clone)]
pub struct Recent(pub Actor);

impl FromRequestParts<App> for Recent {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let SignedIn(actor) =
            SignedIn::from_request_parts(parts, app).await.map_err(axum::response::IntoResponse::into_response)?;
        let session = parts.extensions.get::<Session>().cloned();
        let session = session.ok_or_else(|| Failure::SignInFirst.into_response())?;
        let proved = session.get::<Timestamp>(PROVED).await.map_err(|error| Failure::from(error).into_response())?;
        if proved.is_some_and(|proved| app.clock.now().duration_since(proved) <= RECENT) {
            return Ok(Self(actor));
        }
        let next = urlencoded(parts.uri.path());
        Err(Redirect::to(&format!("/account/security/confirm?next={next}")).into_response())
    }
}
