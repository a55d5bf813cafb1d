//! What is said when signing in at a provider came to nothing: what happened, and every way on.

use crate::components::Tone;
use crate::frame::Frame;
use crate::pages::said::urlencoded;
use crate::view::View;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use links::identity::{Provider, Trouble};

#[derive(Template)]
#[template(path = "people/identity_trouble.html")]
struct TroublePage {
    f: Frame,
    title: String,
    text: String,
    again: String,
    password: String,
    kept: bool,
}

/// The page; `next` is where the person was going.
pub(super) fn page(f: Frame, provider: &Provider, next: &str, what: &Trouble) -> Response {
    let status = match what {
        Trouble::Down(_) => StatusCode::SERVICE_UNAVAILABLE,
        Trouble::Nonsense(_) | Trouble::Refused(_) => StatusCode::BAD_GATEWAY,
        Trouble::Declined => StatusCode::OK,
        Trouble::NotAsked => StatusCode::BAD_REQUEST,
        Trouble::Untrusted(_) => StatusCode::FORBIDDEN,
    };
    let settings = provider.settings();
    let key = format!("identity-trouble-{}", what.key());
    let next_coded = urlencoded(next);
    View(TroublePage {
        title: f.t(&key),
        text: f.t1(&format!("{key}.text"), "provider", settings.name.as_str()),
        again: format!("/sign-in/with/{}?next={next_coded}", settings.key),
        password: format!("/sign-in?next={next_coded}"),
        kept: next.starts_with("/drafts/") || next.starts_with("/file/"),
        f,
    })
    .status(status)
}
