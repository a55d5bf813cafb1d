//! Short pages about the site itself: help, accessibility, personal data.

use crate::app::App;
use crate::frame::Frame;
use crate::view::View;
use askama::Template;
use axum::Router;
use axum::routing::get;

/// The rooms about the site itself.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/help", get(|f: Frame| async { text(f, "help", 6) }))
        .route("/accessibility", get(|f: Frame| async { text(f, "accessibility", 4) }))
        .route("/privacy", get(|f: Frame| async { text(f, "privacy", 6) }))
}

#[derive(Template)]
#[template(path = "home/text.html")]
struct TextPage {
    f: Frame,
    title: String,
    lead: String,
    parts: Vec<(String, String)>,
}

/// A page of so many parts, each with its heading and text from the catalogues.
fn text(f: Frame, name: &str, parts: u8) -> View<TextPage> {
    let part = |number| (f.t(&format!("{name}-{number}")), f.t(&format!("{name}-{number}.text")));
    View(TextPage {
        title: f.t(&format!("{name}-title")),
        lead: f.t(&format!("{name}-lead")),
        parts: (1..=parts).map(part).collect(),
        f,
    })
}
