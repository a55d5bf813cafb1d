//! Who is signed in: kept in a session behind a cookie that scripts can't read.
//!
//! Ends after half an hour without a request (officers) and after twelve hours in any case. Must not know how somebody
//! proved who they are: that is the sign-in page's work, which then calls [`sign_in`].

mod guard;
mod limits;
mod store;

pub use guard::{Administrator, Officer, SignedIn};
pub use limits::{Address, Limits};
pub use store::SessionBox;

use crate::app::App;
use crate::components::Tone;
use crate::errors::Failure;
use ::store::tables::people;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use jiff::{SignedDuration, Timestamp};
use rules::people::Actor;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tower_sessions::Session;
use tower_sessions::session::Error;

const ACTOR: &str = "actor";
const SINCE: &str = "since";
const SEEN: &str = "seen";
const FLASH: &str = "flash";
/// The session is written at most this often only to note that it is in use.
const NOTE_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// What one action has to say on the next page, once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Flash {
    /// How it feels.
    pub tone: Tone,
    /// Key of the text.
    pub key: String,
    /// The value that the text names as `value`; may be empty.
    pub value: String,
}

/// What a request's session says.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    /// Who is signed in.
    pub actor: Option<Actor>,
    /// What the last action has to say.
    pub flash: Option<Flash>,
}

impl Visit {
    /// Reads the session of a request; what was to be said once is taken out of it.
    pub async fn of_parts(parts: &mut Parts) -> Self {
        if let Some(visit) = parts.extensions.get::<Self>() {
            return visit.clone();
        }
        let Some(session) = parts.extensions.get::<Session>().cloned() else { return Self::default() };
        let actor = session.get(ACTOR).await.unwrap_or_default();
        let flash = session.get(FLASH).await.unwrap_or_default();
        if flash.is_some() {
            let _ = session.remove::<Flash>(FLASH).await;
        }
        let visit = Self { actor, flash };
        parts.extensions.insert(visit.clone());
        visit
    }
}

/// Signs somebody in: a new session id, so that one known before is worth nothing.
///
/// # Errors
/// When the session can't be kept.
pub async fn sign_in(session: &Session, actor: &Actor, now: Timestamp) -> Result<(), Error> {
    session.cycle_id().await?;
    session.insert(ACTOR, actor).await?;
    session.insert(SINCE, now).await?;
    session.insert(SEEN, now).await
}

/// Signs somebody out and forgets everything of the session.
///
/// # Errors
/// When the session can't be deleted.
pub async fn sign_out(session: &Session) -> Result<(), Error> {
    session.flush().await
}

/// Says something on the next page: the text of this key, with one value in it.
///
/// # Errors
/// When the session can't be kept.
pub async fn say(session: &Session, tone: Tone, key: &str, value: impl ToString) -> Result<(), Error> {
    session.insert(FLASH, Flash { tone, key: key.to_owned(), value: value.to_string() }).await
}

/// Ends sessions that were idle or lasted too long; notes that the others are in use, and learns what their people hold now.
pub async fn keep_or_end(State(app): State<App>, session: Session, request: Request, next: Next) -> Response {
    if let Ok(Some(actor)) = session.get::<Actor>(ACTOR).await
        && let Err(failure) = keep_or_end_one(&app, &session, actor).await
    {
        return failure.into_response();
    }
    next.run(request).await
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
    if now.duration_since(seen) < NOTE_EVERY {
        return Ok(());
    }
    // Positions are granted and revoked while people are signed in: within a minute their session knows.
    let login = actor.login.clone();
    match app.read(move |tx| Ok(people::actor(tx, &login, now)?)).await? {
        Some(actor) => {
            session.insert(ACTOR, actor).await?;
            Ok(session.insert(SEEN, now).await?)
        }
        None => Ok(session.flush().await?),
    }
}
