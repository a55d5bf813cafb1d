//! Who calls: a bearer token, or for reading the session of the web pages.

use super::room::{Room, TokenHash};
use crate::app::App;
use crate::errors::Failure;
use crate::sessions::Visit;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use jiff::Timestamp;
use rules::Refusal;
use rules::people::Actor;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use store::province::Province;
use store::{Tx, desk, tables};

/// Somebody who may call the API.
#[derive(Debug, Clone)]
pub struct Caller {
    actor: Arc<Actor>,
    by: By,
}

#[derive(Debug, Clone)]
enum By {
    /// A token, looked up when the province's ledger stood here.
    Token { hash: TokenHash, position: u64 },
    /// A session of the web pages.
    Session,
}

impl Caller {
    /// The login.
    #[must_use]
    pub fn login(&self) -> &str {
        &self.actor.login
    }

    /// Who calls, as the database has it at this moment: what was looked up holds as long as nothing changed in the
    /// province's ledger.
    ///
    /// # Errors
    /// When the token was taken away, or the person is gone.
    pub fn actor(&self, tx: &mut Tx, province: &Province, now: Timestamp) -> Result<Arc<Actor>, store::Failure> {
        let found = match &self.by {
            By::Token { position, .. } if *position == province.position => return Ok(Arc::clone(&self.actor)),
            By::Token { hash, .. } => desk::people::token_actor(tx, hash, now)?,
            By::Session => tables::people::actor(tx, &self.actor.login, now)?,
        };
        found.map(Arc::new).ok_or_else(|| Refusal::forbidden("token-ended").into())
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        if let Some(token) = bearer(&parts.headers) {
            return by_token(parts, app, token).await;
        }
        // A session's cookie comes along by itself, so it opens nothing that changes anything.
        let reads = matches!(parts.method, Method::GET | Method::HEAD);
        if !reads || parts.headers.contains_key(header::AUTHORIZATION) {
            return Err(Failure::SignInFirst);
        }
        let actor = Visit::of_parts(parts).await.actor.ok_or(Failure::SignInFirst)?;
        Ok(Self { actor: Arc::new(actor), by: By::Session })
    }
}

async fn by_token(parts: &Parts, app: &App, hash: TokenHash) -> Result<Caller, Failure> {
    let room = Room::of(&parts.extensions).ok_or(Failure::SignInFirst)?;
    let now = app.clock.now();
    if let Some(seen) = room.seen(&hash, now) {
        room.ask(&hash)?;
        return Ok(Caller { actor: seen.actor, by: By::Token { hash, position: seen.position } });
    }
    let (provinces, wanted) = (app.province.clone(), Arc::clone(&hash));
    let (actor, position) = app
        .store
        .read(move |tx| {
            let position = provinces.get(tx)?.position;
            Ok::<_, store::Fault>((desk::people::token_actor(tx, &wanted, now)?, position))
        })
        .await?;
    let actor = Arc::new(actor.ok_or(Failure::SignInFirst)?);
    room.ask(&hash)?;
    room.note(Arc::clone(&hash), Arc::clone(&actor), position, now);
    Ok(Caller { actor, by: By::Token { hash, position } })
}

/// The hash of the token that came along.
fn bearer(headers: &HeaderMap) -> Option<TokenHash> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| token_hash(token).into())
}

/// What is kept of a token: its SHA-256 in hexadecimal.
#[must_use]
pub fn token_hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
