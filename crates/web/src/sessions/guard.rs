//! Handlers that need somebody signed in say so in their arguments.

use super::Visit;
use crate::app::App;
use crate::errors::Failure;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use rules::people::{Actor, Capacity, Role};

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

/// An administrator of the province, and in which capacity they act: what the journal writes down.
#[derive(Debug, Clone)]
pub struct Administrator(pub Capacity);

impl FromRequestParts<App> for Administrator {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let SignedIn(actor) = SignedIn::from_request_parts(parts, app).await?;
        let held = actor.positions.iter().find(|position| position.role == Role::Administrator);
        let refusal = || rules::Refusal::forbidden("administrators-only");
        Ok(Self(actor.as_officer(held.ok_or_else(refusal)?)))
    }
}
