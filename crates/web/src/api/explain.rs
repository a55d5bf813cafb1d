//! Failures as problems (RFC 9457), in the language that the program asks for; Vietnamese where it asks for none.

use super::{LARGEST, openapi};
use crate::errors::{Failure, ProblemJson, Sent};
use crate::texts::{Lang, Words};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

/// The words of the language that a request asks for: `?lang=`, then `Accept-Language`.
#[must_use]
pub fn words_of(query: Option<&str>, headers: &HeaderMap) -> Words {
    let accepted = || headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(best);
    Words::new(Lang::of_query(query).or_else(accepted).unwrap_or_default())
}

/// The language of ours that weighs most in an `Accept-Language`; the first of equals.
fn best(accepted: &str) -> Option<Lang> {
    let mut best: Option<(Lang, f32)> = None;
    for range in accepted.split(',') {
        let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
        let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        let Some(lang) = Lang::from_code(&primary) else { continue };
        let weight: f32 = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse().ok()).unwrap_or(0.0);
        if weight > 0.0 && best.is_none_or(|(_, most)| weight > most) {
            best = Some((lang, weight));
        }
    }
    best.map(|(lang, _)| lang)
}

/// Middleware: turns the failure that travels with a response into a problem.
pub async fn explain(request: Request, next: Next) -> Response {
    let words = words_of(request.uri().query(), request.headers());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = next.run(request).await;
    if response.status().is_success() {
        return response;
    }
    let Some(failure) = failure_of(&response) else { return response };
    let mut problem = ProblemJson::of(words, &failure);
    // Pages have words of their own for these: programs don't sign in on a page, nor press buttons.
    let key = match &failure {
        Failure::SignInFirst => Some("api-token-first"),
        Failure::Status(StatusCode::BAD_REQUEST) => Some("api-http-400"),
        Failure::Status(StatusCode::NOT_FOUND) => Some("api-http-404"),
        Failure::Status(StatusCode::METHOD_NOT_ALLOWED) => Some("api-http-405"),
        Failure::Status(StatusCode::UNSUPPORTED_MEDIA_TYPE) => Some("api-http-415"),
        _ => None,
    };
    if let Some(key) = key {
        let args =
            [("method", method.to_string()), ("allowed", openapi::methods(&path)), ("takes", takes(&path).to_owned())];
        problem.detail = words.maybe(key, &args).unwrap_or_default();
        problem.next_step = words.maybe(&format!("{key}.next"), &args).unwrap_or_default();
    }
    // A handler may say more precisely than the failure what status it is: 415 for a file of the wrong type.
    problem.status = response.status().as_u16();
    response.status().canonical_reason().unwrap_or_default().clone_into(&mut problem.title);
    let mut answer = problem.answer(&failure);
    *answer.status_mut() = response.status();
    let headers = answer.headers_mut();
    match failure {
        Failure::TooMany(seconds) => headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds)),
        Failure::SignInFirst => headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
        _ => None,
    };
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(words.lang.code()));
    if let Some(allow) = response.headers().get(header::ALLOW) {
        headers.insert(header::ALLOW, allow.clone());
    }
    answer
}

/// The type of body that a call takes.
fn takes(path: &str) -> &'static str {
    if path.ends_with("/files") { "multipart/form-data" } else { "application/json" }
}

/// The failure that travels with a response, or the one that a bare answer of the framework stands for.
fn failure_of(response: &Response) -> Option<Failure> {
    let travelling = response.extensions().get::<Failure>().cloned();
    travelling.or_else(|| {
        let bare =
            response.headers().get(header::CONTENT_TYPE).is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
        let status = response.status();
        (bare && status.is_client_error()).then_some(match status {
            StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge(Sent::Json, LARGEST),
            StatusCode::METHOD_NOT_ALLOWED | StatusCode::UNSUPPORTED_MEDIA_TYPE | StatusCode::NOT_FOUND => {
                Failure::Status(status)
            }
            _ => Failure::Status(StatusCode::BAD_REQUEST),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_weighs_most_is_taken() {
        assert_eq!(best("en"), Some(Lang::En));
        assert_eq!(best("en-GB,en;q=0.9,vi;q=0.8"), Some(Lang::En));
        assert_eq!(best("fr, vi-VN;q=0.7, en;q=0.3"), Some(Lang::Vi));
        assert_eq!(best("fr, *;q=0.5"), None);
        assert_eq!(best("en;q=0"), None);
    }
}
