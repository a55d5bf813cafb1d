//! Short messages and Zalo over an HTTP gateway: one POST of JSON, with a key by which the gateway knows a message again.

use super::{Letter, Sender, Sent};
use crate::http;
use async_trait::async_trait;
use rules::messages::Outcome;
use serde_json::json;
use std::time::Duration;

/// More than any answer needs.
const LARGEST_ANSWER: usize = 16 * 1024;

/// A gateway.
#[derive(Debug, Clone)]
pub struct Gateway {
    client: reqwest::Client,
    url: String,
    token: String,
    sender: String,
}

impl Gateway {
    /// A gateway at this address, which knows us by this token, and sends in this name.
    ///
    /// # Errors
    /// When the client can't be set up.
    pub fn new(url: &str, token: String, sender: String, timeout: Duration) -> Result<Self, http::HttpError> {
        Ok(Self { client: http::build(http::builder(timeout))?, url: url.to_owned(), token, sender })
    }
}

#[async_trait]
impl Sender for Gateway {
    async fn send(&self, letter: &Letter) -> Sent {
        let message = json!({
            "request_id": letter.short_key(),
            "sender": self.sender,
            "to": letter.to,
            "text": letter.text,
        });
        let answer = self.client.post(&self.url).bearer_auth(&self.token).json(&message).send().await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) if error.is_connect() => return Sent::new(Outcome::Later, &error),
            Err(error) => return Sent::new(Outcome::Unknown, &error),
        };
        let status = answer.status();
        let said = match http::body(answer, LARGEST_ANSWER).await {
            Ok(body) => String::from_utf8_lossy(&body).into_owned(),
            Err(error) => error.to_string(),
        };
        // Ours to mend, or too much at once: the message is not at fault.
        let not_now = [401, 403, 408, 429];
        let outcome = match status.as_u16() {
            // It has this message already: once is enough.
            200..=299 | 409 => Outcome::Accepted,
            code @ 400..=499 if !not_now.contains(&code) => Outcome::Never,
            _ => Outcome::Later,
        };
        Sent::new(outcome, &format!("{status} {said}"))
    }
}
