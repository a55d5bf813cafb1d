//! The national platform over HTTP: sealed, within a deadline, asked again where that can help, and left alone while it fails.

use super::wire::{self, Answer, Begun, Init, Known, Notification, Question, Seal};
use super::{Gateway, Notice, Order, Status, Trouble, Unbelieved};
use crate::breaker::{Breaker, Clock, Rules};
use crate::http::{self, HttpError};
use async_trait::async_trait;
use jiff::Timestamp;
use rules::payments::AttemptCode;
use serde::Serialize;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// The largest answer in bytes.
const LARGEST: usize = 64 * 1024;
/// The pause before the next try of a question.
const PAUSE: Duration = Duration::from_millis(150);

/// How to reach the platform.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Its address; orders go to `/khoi-tao` below it, questions to `/truy-van`.
    pub url: String,
    /// The shared secret.
    pub seal: Seal,
    /// The deadline of an order or a question with all its tries.
    pub timeout: Duration,
    /// How often a question is tried; an order is sent once.
    pub tries: u32,
    /// When the circuit opens.
    pub breaker: Rules,
}

impl Settings {
    /// The usual settings.
    #[must_use]
    pub fn new(url: impl Into<String>, seal: Seal) -> Self {
        Self { url: url.into(), seal, timeout: Duration::from_secs(8), tries: 3, breaker: Rules::default() }
    }
}

/// Why a client can't be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The address is none.
    #[error("the address of the payment platform can't be used: {0}")]
    Address(String),
    /// TLS can't be set up.
    #[error(transparent)]
    Http(#[from] HttpError),
}

/// The platform.
pub struct Client {
    settings: Settings,
    url: reqwest::Url,
    http: reqwest::Client,
    clock: Clock,
    breaker: Mutex<Breaker>,
}

impl Client {
    /// A client with these settings.
    ///
    /// # Errors
    /// When the address can't be used.
    pub fn new(settings: Settings, clock: Clock) -> Result<Self, SetupError> {
        let url: reqwest::Url = settings.url.parse().map_err(|error| SetupError::Address(format!("{error}")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(SetupError::Address(format!("{} is no scheme for it", url.scheme())));
        }
        let http = http::build(http::builder(settings.timeout))?;
        let breaker = Mutex::new(Breaker::new(settings.breaker));
        Ok(Self { settings, url, http, clock, breaker })
    }

    fn breaker(&self) -> std::sync::MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a message, up to so many times, and answers what the platform said.
    async fn send(&self, path: &str, message: &impl Serialize, tries: u32) -> Result<Answer, Trouble> {
        let Some(ticket) = self.breaker().admit((self.clock)()) else { return Err(Trouble::Resting) };
        let deadline = Instant::now() + self.settings.timeout;
        let mut answer = Err(Trouble::TooSlow);
        for tried in 0..tries.max(1) {
            if tried > 0 {
                tokio::time::sleep(PAUSE * 2_u32.pow(tried - 1)).await;
            }
            answer = timeout_at(deadline, self.once(path, message)).await.unwrap_or(Err(Trouble::TooSlow));
            if answer.is_ok() || Instant::now() >= deadline {
                break;
            }
        }
        self.breaker().report(ticket, answer.is_ok(), (self.clock)());
        if let Err(trouble) = &answer {
            tracing::warn!(path, %trouble, "the payment platform did not answer");
        }
        answer
    }

    async fn once(&self, path: &str, message: &impl Serialize) -> Result<Answer, Trouble> {
        let url = format!("{}{path}", self.url.as_str().trim_end_matches('/'));
        let sent = self.http.post(url).json(message).send().await;
        let answer = sent.map_err(|error| if error.is_timeout() { Trouble::TooSlow } else { Trouble::Unreachable })?;
        if !answer.status().is_success() {
            return Err(Trouble::Broken);
        }
        let body = http::body(answer, LARGEST).await.map_err(|_| Trouble::Nonsense)?;
        serde_json::from_slice(&body).map_err(|_| Trouble::Nonsense)
    }
}

#[async_trait]
impl Gateway for Client {
    async fn begin(&self, order: &Order) -> Result<String, Trouble> {
        let answer = self.send("/khoi-tao", &Init::of(order, &self.settings.seal), 1).await?;
        if answer.error_code != "0" {
            return Err(Trouble::Refused);
        }
        let begun: Begun = serde_json::from_str(&answer.message).map_err(|_| Trouble::Nonsense)?;
        // Nobody sends our browsers anywhere but to the platform itself.
        let to: reqwest::Url = begun.url_thanh_toan.parse().map_err(|_| Trouble::Nonsense)?;
        if to.origin() != self.url.origin() {
            return Err(Trouble::Nonsense);
        }
        Ok(to.to_string())
    }

    async fn ask(&self, attempt: &AttemptCode, begun_at: Timestamp) -> Result<Status, Trouble> {
        let question = Question::of(attempt, begun_at, &self.settings.seal);
        let answer = self.send("/truy-van", &question, self.settings.tries).await?;
        if answer.error_code != "0" {
            return Err(Trouble::Refused);
        }
        let known: Known = serde_json::from_str(&answer.message).map_err(|_| Trouble::Nonsense)?;
        known.status(attempt, &self.settings.seal).ok_or(Trouble::Nonsense)
    }

    fn notified(&self, body: &[u8]) -> Result<Notice, Unbelieved> {
        let notification: Notification = serde_json::from_slice(body).map_err(|_| Unbelieved::Nonsense)?;
        notification.notice(&self.settings.seal)
    }

    fn returned(&self, query: &[(String, String)]) -> Result<AttemptCode, Unbelieved> {
        wire::read_return(query, &self.settings.seal)
    }

    fn answer(&self, taken: bool) -> String {
        let (code, message) = if taken { ("0", "OK") } else { ("1", "ERROR") };
        serde_json::json!({"error_code": code, "message": message}).to_string()
    }

    fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }
}
