//! Who tells of revocation, over HTTP. Only addresses in certificates that lead to a trusted authority are asked: what anybody writes
//! into a certificate of their own sends us nowhere.

use crate::http::{self, HttpError};
use jiff::Timestamp;
use seals::pades::{Question, RevocationAnswer, Signature};
use std::time::Duration;

/// The largest answer of a responder, in bytes.
const LARGEST_ANSWER: usize = 64 * 1024;
/// The largest list, in bytes.
const LARGEST_LIST: usize = 8 * 1024 * 1024;
/// So many addresses of a certificate are tried.
const TRIED: usize = 2;

/// Asks about revocation.
#[derive(Debug, Clone)]
pub struct Revocations {
    http: reqwest::Client,
}

impl Revocations {
    /// Asks, and waits so long for each answer.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub fn new(timeout: Duration) -> Result<Self, HttpError> {
        Ok(Self { http: http::build(http::builder(timeout))? })
    }

    /// Asks about everything that these signatures leave open.
    pub async fn settle(&self, signatures: &mut [Signature], now: Timestamp) {
        for signature in signatures {
            let questions = signature.questions().to_vec();
            if questions.is_empty() {
                continue;
            }
            let answers = futures::future::join_all(questions.iter().map(|question| self.ask(question, now))).await;
            signature.answered(&answers, now);
        }
    }

    /// Asks about one certificate: first who answers about single ones, then lists. Nothing when nobody says anything that counts.
    pub async fn ask(&self, question: &Question, now: Timestamp) -> Option<RevocationAnswer> {
        for url in question.responders.iter().filter(|url| is_http(url)).take(TRIED) {
            let sent = self.http.post(url).header("content-type", "application/ocsp-request");
            let sent = sent.body(question.ocsp_request()?);
            if let Some(answer) = self.fetch(sent, LARGEST_ANSWER).await
                && let Some(told) = question.read_ocsp(&answer, now)
            {
                return Some(told);
            }
        }
        for url in question.lists.iter().filter(|url| is_http(url)).take(TRIED) {
            if let Some(list) = self.fetch(self.http.get(url), LARGEST_LIST).await
                && let Some(told) = question.read_list(&list, now)
            {
                return Some(told);
            }
        }
        None
    }

    async fn fetch(&self, request: reqwest::RequestBuilder, largest: usize) -> Option<Vec<u8>> {
        let answer = request.send().await.ok()?.error_for_status().ok()?;
        Some(http::body(answer, largest).await.ok()?.to_vec())
    }
}

fn is_http(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}
