//! Asking over HTTP: signed, within a deadline, tried again where that can help, and not at all while the registry rests.

use super::signature::{Signature, Signer};
use super::written::{self, Asked};
use super::{Answer, PopulationRegistry, Query};
use crate::breaker::{Breaker, Clock, Condition, Rules};
use crate::http::{self, HttpError};
use async_trait::async_trait;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use rules::registry::Unavailable;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

/// Nobody waits longer than this for an answer, whatever the settings say: a filing is not held up.
const LONGEST: Duration = Duration::from_secs(2);
/// The largest answer in bytes; an honest one has about three thousand.
const LARGEST: usize = 256 * 1024;
/// The pause before the first further try; doubled each time.
const PAUSE: Duration = Duration::from_millis(100);

/// How to reach the registry.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address that takes the question.
    pub url: String,
    /// The key that requests are signed with.
    pub signer: Signer,
    /// The integration code (*mã tích hợp*) that the platform gave this system.
    pub integration_code: String,
    /// The deadline of a look-up with all its tries; two seconds at most.
    pub timeout: Duration,
    /// How often it is tried at most.
    pub tries: u32,
    /// How many look-ups may be under way at once.
    pub at_once: usize,
    /// When the circuit opens.
    pub breaker: Rules,
    /// For mutual TLS.
    pub identity: Option<Identity>,
}

/// Who we are to the other side's TLS, and whom we believe to be it.
#[derive(Clone)]
pub struct Identity {
    /// Our certificate with its chain and its private key, PEM.
    pub certificate: Vec<u8>,
    /// The authority that signed the other side's certificate, PEM; those of the system when not given.
    pub authority: Option<Vec<u8>>,
}

/// Never shows a key.
impl std::fmt::Debug for Identity {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Identity(…)")
    }
}

impl Settings {
    /// The usual settings for this address and key.
    #[must_use]
    pub fn new(url: impl Into<String>, signer: Signer, integration_code: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            signer,
            integration_code: integration_code.into(),
            timeout: LONGEST,
            tries: 3,
            at_once: 8,
            breaker: Rules::default(),
            identity: None,
        }
    }
}

/// Why a client can't be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The address is none.
    #[error("the address of the population registry can't be used: {0}")]
    Address(String),
    /// The certificate or the authority can't be read.
    #[error("the certificate for the population registry can't be read")]
    Certificate(#[source] reqwest::Error),
    /// TLS can't be set up.
    #[error(transparent)]
    Http(#[from] HttpError),
}

/// The registry over HTTP.
pub struct Client {
    settings: Settings,
    url: reqwest::Url,
    http: reqwest::Client,
    clock: Clock,
    breaker: Mutex<Breaker>,
    places: Semaphore,
}

impl Client {
    /// A client with these settings.
    ///
    /// # Errors
    /// When the address or the certificate can't be used.
    pub fn new(settings: Settings, clock: Clock) -> Result<Self, SetupError> {
        let url: reqwest::Url = settings.url.parse().map_err(|error| SetupError::Address(format!("{error}")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(SetupError::Address(format!("{} is no scheme for it", url.scheme())));
        }
        let timeout = settings.timeout.min(LONGEST);
        let mut builder = http::builder(timeout);
        if let Some(identity) = &settings.identity {
            let own = reqwest::Identity::from_pem(&identity.certificate).map_err(SetupError::Certificate)?;
            builder = builder.identity(own).https_only(true);
            if let Some(authority) = &identity.authority {
                let authority = reqwest::Certificate::from_pem(authority).map_err(SetupError::Certificate)?;
                builder = builder.tls_certs_only([authority]);
            }
        }
        Ok(Self {
            http: http::build(builder)?,
            url,
            breaker: Mutex::new(Breaker::new(settings.breaker)),
            places: Semaphore::new(settings.at_once.max(1)),
            settings: Settings { timeout, tries: settings.tries.max(1), ..settings },
            clock,
        })
    }

    /// Whether the registry is asked at present.
    #[must_use]
    pub fn condition(&self) -> Condition {
        self.breaker().condition()
    }

    fn breaker(&self) -> std::sync::MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tries until something comes of it; the caller holds the deadline. Looking up changes nothing on the other side, so it
    /// is safe to do again, under the same number.
    async fn tries(&self, query: &Query) -> Answer {
        let body = serde_json::to_vec(&Asked::of(query, &self.settings.integration_code)).unwrap_or_default();
        let mut tried = 1;
        loop {
            let reason = match self.once(query, &body).await {
                Ok(answer) => return answer,
                Err(reason) => reason,
            };
            let helps = matches!(reason, Unavailable::Unreachable | Unavailable::Broken);
            if !helps || tried == self.settings.tries {
                return Answer::Unavailable(reason);
            }
            tokio::time::sleep(pause(tried)).await;
            tried += 1;
        }
    }

    async fn once(&self, query: &Query, body: &[u8]) -> Result<Answer, Unavailable> {
        let time = (self.clock)().as_second();
        let of = Signature { method: "POST", path: self.url.path(), time, request: &query.request, body };
        let sent = self
            .http
            .post(self.url.clone())
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .header(Signer::KEY, self.settings.signer.key_id())
            .header(Signer::TIME, time)
            .header(Signer::REQUEST, &query.request)
            .header(Signer::SIGNATURE, self.settings.signer.sign(&of))
            .body(body.to_vec())
            .send()
            .await;
        let answer =
            sent.map_err(|error| if error.is_timeout() { Unavailable::TooSlow } else { Unavailable::Unreachable })?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Err(Unavailable::Denied),
            status if status.is_server_error() => return Err(Unavailable::Broken),
            _ => return Err(Unavailable::Nonsense),
        }
        let body = http::body(answer, LARGEST).await.map_err(|error| match error {
            HttpError::TooLarge(_) => Unavailable::Nonsense,
            HttpError::Unreachable(error) if error.is_timeout() => Unavailable::TooSlow,
            HttpError::Unreachable(_) | HttpError::Setup(_) => Unavailable::Unreachable,
        })?;
        let person = written::read(&body).map_err(|_| Unavailable::Nonsense)?;
        Ok(Answer::of(person, query))
    }
}

#[async_trait]
impl PopulationRegistry for Client {
    async fn look_up(&self, query: &Query) -> Answer {
        let deadline = Instant::now() + self.settings.timeout;
        // Whoever queues for half of the time would not be answered in the other half.
        let queue_until = Instant::now() + self.settings.timeout / 2;
        let Ok(Ok(_place)) = timeout_at(queue_until, self.places.acquire()).await else {
            return Answer::Unavailable(Unavailable::Busy);
        };
        let Some(ticket) = self.breaker().admit((self.clock)()) else {
            return Answer::Unavailable(Unavailable::Resting);
        };
        let answer = timeout_at(deadline, self.tries(query)).await;
        let answer = answer.unwrap_or(Answer::Unavailable(Unavailable::TooSlow));
        let reason = answer.reason();
        self.breaker().report(ticket, reason.is_none(), (self.clock)());
        if let Some(reason) = reason {
            tracing::warn!(request = query.request, reason = reason.key(), "the population registry did not answer");
        }
        answer
    }
}

/// The pause after so many tries: twice as long each time, between a half and the whole of it, so that many who failed
/// together do not come back together.
fn pause(tried: u32) -> Duration {
    let mut random = [0_u8; 2];
    let share = match getrandom::fill(&mut random) {
        Ok(()) => f64::from(u16::from_be_bytes(random)) / f64::from(u16::MAX),
        Err(_) => 1.0,
    };
    (PAUSE * 2_u32.saturating_pow(tried - 1)).mul_f64(0.5 + share / 2.0)
}
