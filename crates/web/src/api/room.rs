//! What the API keeps between requests: tokens seen lately, how often each may ask, how many exports run.

use crate::app::App;
use crate::errors::Failure;
use axum::http::Request;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter};
use jiff::{SignedDuration, Timestamp};
use rules::accounts::Scope;
use rules::people::Actor;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// The SHA-256 of a token, in hexadecimal: all that is kept of it.
pub type TokenHash = Arc<str>;

/// For so long a token is not looked up again. A position that was taken away meanwhile is noticed at once, by the position
/// of the province's ledger.
const KEPT: SignedDuration = SignedDuration::from_secs(10);
/// So many tokens are kept at most.
const TOKENS: usize = 20_000;
/// Exports of whole lists that may run at once: each has a connection of its own.
const EXPORTS: usize = 4;

/// The API's own state, one for each router.
pub struct Room {
    tokens: Mutex<HashMap<TokenHash, Seen>>,
    by_token: DefaultKeyedRateLimiter<TokenHash>,
    by_address: DefaultKeyedRateLimiter<IpAddr>,
    /// Permits for exports.
    pub exports: Arc<Semaphore>,
}

/// Who a token stood for when it was looked up.
#[derive(Clone)]
pub struct Seen {
    /// Who.
    pub actor: Arc<Actor>,
    /// What it may do.
    pub scope: Scope,
    /// Where the province's ledger stood.
    pub position: u64,
    /// When it was looked up.
    pub at: Timestamp,
}

impl Room {
    /// A room with the limits of these settings.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let settings = &app.settings;
        Self {
            tokens: Mutex::default(),
            by_token: RateLimiter::keyed(Quota::per_second(settings.api_requests_a_second)),
            by_address: RateLimiter::keyed(Quota::per_minute(settings.trackings_a_minute)),
            exports: Arc::new(Semaphore::new(EXPORTS)),
        }
    }

    /// The room of this request.
    #[must_use]
    pub fn of(extensions: &axum::http::Extensions) -> Option<Arc<Self>> {
        extensions.get::<Arc<Self>>().cloned()
    }

    /// Who this token stood for lately.
    #[must_use]
    pub fn seen(&self, token: &str, now: Timestamp) -> Option<Seen> {
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.get(token).filter(|seen| now.duration_since(seen.at).abs() < KEPT).cloned()
    }

    /// Notes who a token stands for.
    pub fn note(&self, token: TokenHash, seen: Seen) {
        let now = seen.at;
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.len() >= TOKENS {
            tokens.retain(|_, seen| now.duration_since(seen.at).abs() < KEPT);
        }
        if tokens.len() < TOKENS {
            tokens.insert(token, seen);
        }
    }

    /// One more request with this token.
    ///
    /// # Errors
    /// [`Failure::TooMany`] when there were too many.
    pub fn ask(&self, token: &TokenHash) -> Result<(), Failure> {
        self.by_token.check_key(token).map_err(|until| too_many(&until))
    }

    /// One more try to follow a dossier, from this address.
    ///
    /// # Errors
    /// [`Failure::TooMany`] when there were too many.
    pub fn track(&self, address: IpAddr) -> Result<(), Failure> {
        if self.by_address.len() > TOKENS {
            self.by_address.retain_recent();
            self.by_token.retain_recent();
        }
        self.by_address.check_key(&address).map_err(|until| too_many(&until))
    }
}

fn too_many(until: &NotUntil<<DefaultClock as governor::clock::Clock>::Instant>) -> Failure {
    Failure::TooMany(until.wait_time_from(DefaultClock::default().now()).as_secs().max(1))
}

/// Gives every request its room.
pub fn enter<B>(room: &Arc<Room>, request: &mut Request<B>) {
    request.extensions_mut().insert(Arc::clone(room));
}
