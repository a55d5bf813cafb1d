//! The one way out: a client with time-outs, with a largest answer, without redirects.

use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use std::time::Duration;

/// What can go wrong on the way to a neighbour.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// It can't be reached, or did not answer in time.
    #[error("the neighbour does not answer: {0}")]
    Unreachable(#[source] reqwest::Error),
    /// It sent more than we take.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    /// The client can't be set up.
    #[error("the client can't be set up: {0}")]
    Setup(#[source] reqwest::Error),
}

/// Begins a client: TLS by rustls with ring, one time-out for the whole exchange, no redirects, no proxies of the environment.
///
/// A neighbour with mutual TLS adds its certificate to what this returns.
pub fn builder(timeout: Duration) -> reqwest::ClientBuilder {
    // Once a process; somebody else may have been first, with the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .timeout(timeout)
        .connect_timeout(timeout)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .user_agent(concat!("motcua/", env!("CARGO_PKG_VERSION")))
}

/// Builds what [`builder`] began.
///
/// # Errors
/// When TLS can't be set up.
pub fn build(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, HttpError> {
    builder.build().map_err(HttpError::Setup)
}

/// The body of an answer, read as it comes and given up when it grows beyond `limit` bytes.
///
/// # Errors
/// When the neighbour stops in the middle or sends too much.
pub async fn body(answer: reqwest::Response, limit: usize) -> Result<Bytes, HttpError> {
    let mut read = BytesMut::new();
    let mut stream = answer.bytes_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(HttpError::Unreachable)?;
        if read.len() + chunk.len() > limit {
            return Err(HttpError::TooLarge(limit));
        }
        read.extend_from_slice(&chunk);
    }
    Ok(read.freeze())
}
