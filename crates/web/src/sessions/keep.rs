//! Looks at each request's session: ends what is over, and learns what its person may do now.

use super::{ACTOR, ENROL, PLACE, POSITION, Place, SEEN, SINCE};
use crate::app::App;
use crate::credentials::entry;
use crate::errors::Failure;
use ::store::tables::{accounts, people};
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::{SignedDuration, Timestamp};
use links::identity::Audience;
use rules::Refusal;
use rules::people::Actor;
use std::time::Duration;
use tower_sessions::Session;

/// The session is written at most this often only to note that it is in use.
const NOTE_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// What stays open to those who have to add a second factor.
const ENROLLING: &[&str] = &[
    entry::ENROL,
    "/account/security/totp",
    "/account/security/passkeys",
    "/account/security/codes",
    "/account/security/confirm",
    // There a provider is asked to vouch anew.
    "/sign-in/with",
    "/sign-out",
];

/// Ends sessions that were idle or lasted too long; notes that the others are in use, and learns what their people hold now.
pub async fn keep_or_end(State(app): State<App>, session: Session, request: Request, next: Next) -> Response {
    if let Ok(Some(actor)) = session.get::<Actor>(ACTOR).await {
        if let Err(failure) = keep_or_end_one(&app, &session, actor).await {
            return failure.into_response();
        }
        if let Some(elsewhere) = held_back(&session, request.method().clone(), request.uri().path().to_owned()).await {
            return elsewhere;
        }
    }
    // Whoever signs in by this request has a session before it, or sends a form.
    let may_sign_in = session.id().is_some() || request.method() != Method::GET;
    let (mut parts, body) = request.into_parts();
    let place = match Place::from_request_parts(&mut parts, &app).await {
        Ok(place) => Some(place).filter(|_| may_sign_in),
        Err(never) => match never {},
    };
    let response = next.run(Request::from_parts(parts, body)).await;
    if let (Some(place), Ok(Some(_)), Ok(None)) =
        (place, session.get_value(ACTOR).await, session.get_value(PLACE).await)
        && let Err(error) = session.insert(PLACE, place).await
    {
        return Failure::from(error).into_response();
    }
    response
}

/// Where somebody is sent who must add a second factor first.
async fn held_back(session: &Session, method: Method, path: String) -> Option<Response> {
    let must = session.get::<bool>(ENROL).await.ok().flatten().unwrap_or(false);
    let within = |room: &str| path.strip_prefix(room).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if !must || ENROLLING.iter().any(|room| within(room)) {
        return None;
    }
    if method == Method::GET && !path.starts_with("/api/") {
        return Some(Redirect::to(entry::ENROL).into_response());
    }
    Some(Failure::from(Refusal::forbidden("second-factor-first")).into_response())
}

async fn keep_or_end_one(app: &App, session: &Session, actor: Actor) -> Result<(), Failure> {
    let now = app.clock.now();
    let since = session.get::<Timestamp>(SINCE).await?.unwrap_or(Timestamp::UNIX_EPOCH);
    let seen = session.get::<Timestamp>(SEEN).await?.unwrap_or(Timestamp::UNIX_EPOCH);
    let idle = if actor.is_officer() { app.settings.officer_idle } else { app.settings.citizen_idle };
    let over = |from: Timestamp, longest: Duration| {
        SignedDuration::try_from(longest).is_ok_and(|longest| now.duration_since(from) > longest)
    };
    if over(seen, idle) || over(since, app.settings.session_longest) {
        return Ok(session.flush().await?);
    }
    // Accounts are closed, positions granted and revoked in the province's ledger while people are signed in: at their next
    // request their session knows. What begins or ends by its date is known within a minute.
    let position = app.province().await?.position;
    let noted = now.duration_since(seen) < NOTE_EVERY;
    // Who acts for others, or is in a group, can be stopped at any moment, and not in the province's ledger: they are looked up each
    // time.
    let lasts = actor.acts_for.is_empty() && actor.groups.is_empty();
    if noted && lasts && session.get::<u64>(POSITION).await? == Some(position) {
        return Ok(());
    }
    let login = actor.login.clone();
    let read = app.read(move |tx| Ok((people::actor(tx, &login, now)?, accounts::factors(tx, &login)?))).await?;
    let (Some(current), factors) = read else { return Ok(session.flush().await?) };
    let current = current.proved_like(&actor);
    // Who came by a citizens' identity and was given an office since begins anew, by a way of officers.
    if current.is_officer() && came_as_citizen(app, session).await? {
        return Ok(session.flush().await?);
    }
    if current != actor {
        // What is worth more than before gets a new number; who may do more may have to prove more.
        session.cycle_id().await?;
        if !current.is_sure() && app.settings.wants_second_factor(&current) && !factors.second() {
            session.insert(ENROL, true).await?;
        }
        session.insert(ACTOR, current).await?;
    }
    session.insert(POSITION, position).await?;
    if !noted {
        session.insert(SEEN, now).await?;
    }
    Ok(())
}

async fn came_as_citizen(app: &App, session: &Session) -> Result<bool, Failure> {
    let Some(from) = super::identity::came_from(session).await? else { return Ok(false) };
    let provider = app.identity.get(&from.provider).map(|provider| provider.settings().audience);
    Ok(provider != Some(Audience::Officers))
}
