//! Forms of ours only: every unsafe request of a browser carries a token that another site can't know.
//!
//! A random cookie names the visitor; the token is its HMAC under the server's secret, so nothing is kept. It outlives
//! sessions on purpose: who was signed out while typing may still send the form, and nothing typed is lost. Where even that
//! cookie is gone, or nobody is signed in any more, the form comes back to be sent again (`crate::resend`).
//! Requests with a bearer token are let through: no browser sends that header to another site without asking it first, and
//! we never say yes.

use crate::app::App;
use crate::errors::Failure;
use crate::resend::{self, Chunks, Unread};
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::cookie::CookieJar;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures::StreamExt as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// The token of this visitor's forms.
#[derive(Debug, Clone)]
pub struct CsrfToken(pub String);

/// The token stands in the first field of every form; this much of a body is looked through for it.
const LOOK_THROUGH: usize = 16 * 1024;
/// The header in which scripts send the token.
const HEADER: &str = "x-csrf-token";

/// Middleware: gives each visitor a token, and lets no unsafe request of a browser pass without it.
pub async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    let name = cookie_name(&app);
    let known = CookieJar::from_headers(request.headers()).get(name).map(|cookie| cookie.value().to_owned());
    let known = known.filter(|visitor| visitor.len() == 22);
    let visitor = match known.clone() {
        Some(visitor) => visitor,
        None => match new_visitor() {
            Ok(visitor) => visitor,
            Err(failure) => return failure.into_response(),
        },
    };
    let token = CsrfToken(token(&app.settings.secret, &visitor));
    let mut response = if is_unsafe(request.method()) && !has_bearer(request.headers()) {
        changing(&app, request, token, next).await.unwrap_or_else(Failure::into_response)
    } else {
        let mut request = request;
        request.extensions_mut().insert(token);
        next.run(request).await
    };
    if known.is_none() {
        let secure = if app.settings.https { "; Secure" } else { "" };
        let cookie = format!("{name}={visitor}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// A request that changes something: let through with its token, else shown again with everything that was typed.
async fn changing(app: &App, request: Request, token: CsrfToken, next: Next) -> Result<Response, Failure> {
    if comes_from_elsewhere(request.headers()) {
        return Err(Failure::FormExpired);
    }
    let (mut parts, body) = request.into_parts();
    let (fits, body) = has_token(&parts.headers, body, &token.0).await;
    if !fits && (!resend::may_come_back(&parts) || names_another_origin(&parts.headers)) {
        return Err(Failure::FormExpired);
    }
    if !fits {
        return resend::page(app, parts, body, token, Failure::FormExpired).await;
    }
    parts.extensions.insert(token.clone());
    let (again, body) = (parts.clone(), Unread::new(body));
    let response = next.run(Request::from_parts(parts, body.body())).await;
    // Whoever must sign in first is told so before the form is read.
    let signed_out = matches!(response.extensions().get::<Failure>(), Some(Failure::SignInFirst));
    match body.take().filter(|_| signed_out && resend::may_come_back(&again)) {
        Some(unread) => resend::page(app, again, unread, token, Failure::SignInFirst).await,
        None => Ok(response),
    }
}

/// The token of a visitor who has one, for pages that are drawn outside [`check`]: those that say no.
pub fn known_token(app: &App, headers: &HeaderMap) -> Option<CsrfToken> {
    let jar = CookieJar::from_headers(headers);
    let visitor = jar.get(cookie_name(app))?.value();
    (visitor.len() == 22).then(|| CsrfToken(token(&app.settings.secret, visitor)))
}

fn cookie_name(app: &App) -> &'static str {
    if app.settings.https { "__Host-visitor" } else { "visitor" }
}

fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn has_bearer(headers: &HeaderMap) -> bool {
    let scheme = headers.get(header::AUTHORIZATION).and_then(|value| value.as_bytes().get(..7));
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"bearer "))
}

/// Browsers say where a request comes from; older ones say nothing and are judged by the token alone.
fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}

/// Whether an older browser names another origin: its form is not even shown again. A proxy may have changed the host that we
/// are asked by, so this alone refuses nobody who has the token.
fn names_another_origin(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let told = |origin: &str| origin.split_once("://").map(|(_, host)| host.to_owned());
    text(header::ORIGIN).is_some_and(|origin| told(origin).as_deref() != text(header::HOST))
}

fn new_visitor() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Failure::fault(&error))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn token(secret: &[u8; 32], visitor: &str) -> String {
    let mut mac = match Hmac::<Sha256>::new_from_slice(secret) {
        Ok(mac) => mac,
        Err(never) => unreachable!("HMAC takes keys of any length: {never}"),
    };
    mac.update(b"form");
    mac.update(visitor.as_bytes());
    URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..18])
}

/// Whether the token came along, in a header or at the start of the body; and the body, put together again.
async fn has_token(headers: &HeaderMap, body: Body, token: &str) -> (bool, Chunks) {
    let same = |sent: &str| bool::from(sent.as_bytes().ct_eq(token.as_bytes()));
    let mut stream = body.into_data_stream().boxed();
    if let Some(sent) = headers.get(HEADER) {
        return (sent.to_str().is_ok_and(same), stream);
    }
    let mut start = Vec::new();
    let fits = loop {
        if let Some(sent) = token_in(&start, headers) {
            break same(&sent);
        }
        if start.len() >= LOOK_THROUGH {
            break false;
        }
        match stream.next().await {
            Some(Ok(chunk)) => start.extend_from_slice(&chunk),
            _ => break false,
        }
    };
    let read = futures::stream::once(async move { Ok::<_, axum::Error>(Bytes::from(start)) });
    (fits, read.chain(stream).boxed())
}

/// The token in the start of a body, when it is already wholly there.
fn token_in(start: &[u8], headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let text = String::from_utf8_lossy(&start[..start.len().min(LOOK_THROUGH)]);
    let rest = if kind.starts_with("multipart/form-data") {
        text.split_once("name=\"csrf\"\r\n\r\n")?.1
    } else if let Some(rest) = text.strip_prefix("csrf=") {
        rest
    } else {
        text.split_once("&csrf=")?.1
    };
    let sent: String = rest.chars().take(24).collect();
    (sent.len() == 24).then_some(sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(kind: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(kind))])
    }

    #[test]
    fn the_token_is_found_in_both_kinds_of_forms() {
        let sent = token(&[7; 32], "visitor");
        assert_eq!(sent.len(), 24);
        let form = format!("name=Lan&csrf={sent}&x=1");
        assert_eq!(token_in(form.as_bytes(), &headers("application/x-www-form-urlencoded")), Some(sent.clone()));
        let parts = format!("--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{sent}\r\n--b");
        assert_eq!(token_in(parts.as_bytes(), &headers("multipart/form-data; boundary=b")), Some(sent));
    }

    #[test]
    fn half_a_token_waits_for_the_rest() {
        assert_eq!(token_in(b"csrf=abc", &headers("application/x-www-form-urlencoded")), None);
    }

    #[test]
    fn tokens_differ_by_visitor_and_by_server() {
        assert_ne!(token(&[7; 32], "a"), token(&[7; 32], "b"));
        assert_ne!(token(&[7; 32], "a"), token(&[8; 32], "a"));
    }
}
