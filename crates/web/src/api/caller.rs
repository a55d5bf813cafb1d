//! Who calls: a bearer token, or for reading the session of the web pages.

use super::room::{Room, Seen, TokenHash};
use crate::app::App;
use crate::errors::Failure;
use crate::sessions::Visit;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use jiff::{SignedDuration, Timestamp};
use rules::Refusal;
use rules::accounts::Scope;
use rules::people::Actor;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use store::province::Province;
use store::tables::accounts::tokens;
use store::{Tx, desk, tables};

/// The use of a token is written down at most this often.
const NOTE_EVERY: SignedDuration = SignedDuration::from_mins(1);

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
            // What lets somebody act for others, or makes them a member of a group, is not in the province's ledger and may end at any
            // moment.
            By::Token { position, .. }
                if *position == province.position && self.actor.acts_for.is_empty() && self.actor.groups.is_empty() =>
            {
                return Ok(Arc::clone(&self.actor));
            }
            By::Token { hash, .. } => desk::accounts::token_holder(tx, hash, now)?.map(|holder| holder.actor),
            By::Session => {
                tables::people::actor(tx, &self.actor.login, now)?.map(|found| found.proved_like(&self.actor))
            }
        };
        found.map(Arc::new).ok_or_else(|| Refusal::forbidden("token-ended").into())
    }
}

/// Whoever calls, or nobody where nobody says who they are: for what is open to everybody and shows more to some.
#[derive(Debug, Clone)]
pub struct Visitor(pub Option<Caller>);

impl FromRequestParts<App> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        match Caller::from_request_parts(parts, app).await {
            Ok(caller) => Ok(Self(Some(caller))),
            Err(Failure::SignInFirst) if !parts.headers.contains_key(header::AUTHORIZATION) => Ok(Self(None)),
            Err(failure) => Err(failure),
        }
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
        within(seen.scope, parts)?;
        return Ok(Caller { actor: seen.actor, by: By::Token { hash, position: seen.position } });
    }
    let (provinces, wanted) = (app.province.clone(), Arc::clone(&hash));
    let (holder, position) = app
        .store
        .read(move |tx| {
            let position = provinces.get(tx)?.position;
            Ok::<_, store::Fault>((desk::accounts::token_holder(tx, &wanted, now)?, position))
        })
        .await?;
    // The address of a calendar goes through the hands of other programs: its secret is worth nothing here.
    let holder = holder.filter(|holder| holder.token.scope != Scope::Calendar).ok_or(Failure::SignInFirst)?;
    room.ask(&hash)?;
    let noted = holder.token.used_at.is_some_and(|used| now.duration_since(used) < NOTE_EVERY);
    if !noted {
        let used = Arc::clone(&hash);
        app.store.write(move |tx| tokens::note_use(tx, &used, now)).await?;
    }
    let (actor, scope) = (Arc::new(holder.actor), holder.token.scope);
    room.note(Arc::clone(&hash), Seen { actor: Arc::clone(&actor), scope, position, at: now });
    within(scope, parts)?;
    Ok(Caller { actor, by: By::Token { hash, position } })
}

/// A token that only reads opens nothing that changes anything.
fn within(scope: Scope, parts: &Parts) -> Result<(), Failure> {
    match scope {
        Scope::Read if !matches!(parts.method, Method::GET | Method::HEAD) => {
            Err(Refusal::forbidden("token-reads-only").into())
        }
        Scope::Calendar => Err(Failure::SignInFirst),
        Scope::Read | Scope::Write => Ok(()),
    }
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
