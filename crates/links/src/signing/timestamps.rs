//! A timestamp authority over HTTP (RFC 3161 §3.4).

use crate::http::{self, HttpError};
use seals::pades::{BadTimestamp, Stamp, TimestampRequest, TimestampToken};
use std::time::Duration;
use tokio::runtime::Handle;

/// The largest answer in bytes.
const LARGEST: usize = 64 * 1024;

/// A timestamp authority.
#[derive(Debug, Clone)]
pub struct TimestampServer {
    url: String,
    http: reqwest::Client,
    runtime: Handle,
}

impl TimestampServer {
    /// The authority at this address, asked from threads that may wait: never from within an asynchronous task.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub fn new(url: &str, timeout: Duration, runtime: Handle) -> Result<Self, HttpError> {
        Ok(Self { url: url.to_owned(), http: http::build(http::builder(timeout))?, runtime })
    }

    async fn ask(&self, question: Vec<u8>) -> Result<Vec<u8>, BadTimestamp> {
        let unreachable = |error: &dyn std::fmt::Display| BadTimestamp::Unreachable(error.to_string());
        let sent = self.http.post(&self.url).header("content-type", "application/timestamp-query").body(question);
        let answer = sent.send().await.map_err(|error| unreachable(&error.without_url()))?;
        if !answer.status().is_success() {
            return Err(unreachable(&answer.status()));
        }
        let body = http::body(answer, LARGEST).await.map_err(|error| unreachable(&error))?;
        Ok(body.to_vec())
    }
}

impl Stamp for TimestampServer {
    fn stamp(&self, request: &TimestampRequest) -> Result<TimestampToken, BadTimestamp> {
        let answer = self.runtime.block_on(self.ask(request.to_der()?))?;
        request.read_answer(&answer)
    }
}
