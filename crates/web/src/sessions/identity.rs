//! What a session knows about a sign-in at an identity provider: the one that is under way, and the one that it came from.

use super::ACTOR;
use crate::app::App;
use crate::errors::Failure;
use ::store::tables::people;
use links::identity::Pending;
use rules::people::Actor;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use tower_sessions::session::Error;

const UNDER_WAY: &str = "identity-under-way";
pub(super) const CAME_FROM: &str = "identity-came-from";

/// A sign-in that is under way in this browser.
#[derive(Clone, Serialize, Deserialize)]
pub struct UnderWay {
    /// At which provider.
    pub provider: String,
    /// What its answer is compared with.
    pub pending: Pending,
    /// Where to go afterwards: an address of ours.
    pub next: String,
}

/// From which provider somebody came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameFrom {
    /// Its key.
    pub provider: String,
    /// Its token, by which it knows whose session ends.
    pub id_token: String,
}

/// Notes that a sign-in is under way; one at a time, the last.
///
/// # Errors
/// When the session can't be kept.
pub async fn begin(session: &Session, under_way: UnderWay) -> Result<(), Error> {
    session.insert(UNDER_WAY, under_way).await
}

/// Takes the sign-in that is under way out of the session: whatever comes of its answer, there is no second one.
///
/// # Errors
/// When the session can't be read or kept.
pub async fn take(session: &Session) -> Result<Option<UnderWay>, Error> {
    let taken = session.remove(UNDER_WAY).await?;
    session.save().await?;
    Ok(taken)
}

/// Notes from which provider whoever was just signed in came.
///
/// # Errors
/// When the session can't be kept.
pub async fn came(session: &Session, from: CameFrom) -> Result<(), Error> {
    session.insert(CAME_FROM, from).await
}

/// The provider from which whoever is signed in came.
///
/// # Errors
/// When the session can't be read.
pub async fn came_from(session: &Session) -> Result<Option<CameFrom>, Error> {
    session.get(CAME_FROM).await
}

/// Learns again what somebody who is signed in holds and for whom they act, under a new session id.
///
/// # Errors
/// When the session can't be kept or the database fails.
pub async fn renew(app: &App, session: &Session, actor: &Actor) -> Result<(), Failure> {
    let (login, now) = (actor.login.clone(), app.clock.now());
    if let Some(found) = app.read(move |tx| Ok(people::actor(tx, &login, now)?)).await? {
        session.cycle_id().await?;
        session.insert(ACTOR, found.proved_like(actor)).await?;
    }
    Ok(())
}
