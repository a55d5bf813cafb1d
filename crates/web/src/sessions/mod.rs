//! Who is signed in: kept in a session behind a cookie that scripts can't read.
//!
//! Ends after half an hour without a request (officers), after twelve hours in any case, and at the next request after its
//! person or an administrator ended it or the account was closed. Must not know how somebody proved who they are: that is
//! the sign-in page's work, which then calls [`sign_in`].

mod guard;
pub mod identity;
mod keep;
mod limits;
mod place;
mod store;

pub use guard::{Administrator, Officer, PeopleAdministrator, Recent, SignedIn, Sure, Worker};
pub use keep::keep_or_end;
pub use limits::{Address, Limits, network};
pub use place::Place;
pub use store::SessionBox;

use crate::components::Tone;
use axum::http::request::Parts;
use jiff::Timestamp;
use rules::people::Actor;
use rules::people::identities::Assurance;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use tower_sessions::session::Error;

const ACTOR: &str = "actor";
const SINCE: &str = "since";
const SEEN: &str = "seen";
const FLASH: &str = "flash";
/// When somebody last proved who they are.
const PROVED: &str = "proved";
/// How they signed in.
const METHOD: &str = "method";
/// From where.
const PLACE: &str = "place";
/// Where the province's ledger stood when the actor was read.
const POSITION: &str = "position";
/// Whether a second factor must be added before anything else.
const ENROL: &str = "enrol";
/// What somebody proved who has not come in yet.
const HALFWAY: &str = "halfway";

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

/// Signs somebody in: a new session id, so that one known before is worth nothing. `proved_at` says when they proved who they are;
/// who proved it long ago, or nobody knows when, is asked again where that matters.
///
/// # Errors
/// When the session can't be kept.
pub async fn sign_in(
    session: &Session,
    actor: &Actor,
    proved_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Error> {
    session.cycle_id().await?;
    for left in [METHOD, PLACE, POSITION, ENROL, HALFWAY, PROVED, identity::CAME_FROM] {
        session.remove_value(left).await?;
    }
    session.insert(ACTOR, actor).await?;
    session.insert(SINCE, now).await?;
    if let Some(proved_at) = proved_at {
        session.insert(PROVED, proved_at).await?;
    }
    session.insert(SEEN, now).await
}

/// Notes how somebody signed in, for the list of their sessions.
///
/// # Errors
/// When the session can't be kept.
pub async fn note_method(session: &Session, method: &str) -> Result<(), Error> {
    session.insert(METHOD, method).await
}

/// Lets nobody further than to the pages that add a second factor.
///
/// # Errors
/// When the session can't be kept.
pub async fn require_second_factor(session: &Session) -> Result<(), Error> {
    session.insert(ENROL, true).await
}

/// Whether a second factor must be added before anything else.
///
/// # Errors
/// When the session can't be read.
pub async fn lacks_second_factor(session: &Session) -> Result<bool, Error> {
    Ok(session.get(ENROL).await?.unwrap_or(false))
}

/// A second factor was added, and proved by that: the way is open, under a new session id.
///
/// # Errors
/// When the session can't be kept.
pub async fn second_factor_added(session: &Session) -> Result<(), Error> {
    session.remove_value(ENROL).await?;
    if let Some(actor) = session.get::<Actor>(ACTOR).await? {
        session.insert(ACTOR, Actor { two_factors: true, ..actor }).await?;
    }
    session.cycle_id().await
}

/// Notes that somebody proved anew who they are: under a new session id, as after every sign-in.
///
/// # Errors
/// When the session can't be kept.
pub async fn prove_again(session: &Session, now: Timestamp) -> Result<(), Error> {
    session.cycle_id().await?;
    session.insert(PROVED, now).await
}

/// Somebody whose password was right, or for whom a provider vouched, and whose second factor is awaited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Halfway {
    /// Who.
    pub login: String,
    /// Where they wanted to go.
    pub next: String,
    /// Since when.
    pub since: Timestamp,
    /// The level for which a provider vouched.
    #[serde(default)]
    pub assurance: Option<Assurance>,
    /// The provider.
    #[serde(default)]
    pub came_from: Option<identity::CameFrom>,
}

impl Halfway {
    /// Somebody whose password was right.
    #[must_use]
    pub fn by_password(login: String, next: String, since: Timestamp) -> Self {
        Self { login, next, since, assurance: None, came_from: None }
    }
}

/// Keeps who is halfway in, under a new session id.
///
/// # Errors
/// When the session can't be kept.
pub async fn go_halfway(session: &Session, halfway: &Halfway) -> Result<(), Error> {
    session.cycle_id().await?;
    session.insert(HALFWAY, halfway).await
}

/// Who is halfway in.
///
/// # Errors
/// When the session can't be read.
pub async fn halfway(session: &Session) -> Result<Option<Halfway>, Error> {
    session.get(HALFWAY).await
}

/// The key of this session in the list of sessions; empty before it is kept.
#[must_use]
pub fn key_of(session: &Session) -> String {
    session.id().map_or_else(String::new, |id| store::key(&id))
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
