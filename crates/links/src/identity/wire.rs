//! How openidconnect's requests go out: through our one client, with our limits.

use crate::http::{self, HttpError};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// The largest answer of a provider; real ones are a few kilobytes.
const LARGEST: usize = 256 * 1024;

/// A provider's line.
pub(super) struct Wire {
    client: reqwest::Client,
}

impl Wire {
    pub(super) fn new(timeout: Duration) -> Result<Self, HttpError> {
        Ok(Self { client: http::build(http::builder(timeout))? })
    }
}

impl<'c> AsyncHttpClient<'c> for Wire {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let asked = self.client.request(parts.method, parts.uri.to_string()).headers(parts.headers).body(body);
            let answer = asked.send().await.map_err(HttpError::Unreachable)?;
            let (status, headers) = (answer.status(), answer.headers().clone());
            let mut read = HttpResponse::new(http::body(answer, LARGEST).await?.to_vec());
            *read.status_mut() = status;
            *read.headers_mut() = headers;
            Ok(read)
        })
    }
}
