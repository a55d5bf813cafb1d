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
        .route("/help", get(|f: Frame| async { text(f, 6, |part| format!("help-{part}")) }))
        .route("/accessibility", get(|f: Frame| async { text(f, 4, |part| format!("accessibility-{part}")) }))
        .route("/privacy", get(|f: Frame| async { text(f, 6, |part| format!("privacy-{part}")) }))
}

#[derive(Template)]
#[template(path = "home/text.html")]
struct TextPage {
    f: Frame,
    title: String,
    lead: String,
    parts: Vec<(String, String)>,
}

/// A page of so many parts, each with its heading and text from the catalogues under the key of its number.
fn text(f: Frame, parts: u8, key: impl Fn(&str) -> String) -> View<TextPage> {
    let part = |number: u8| {
        let heading = key(&number.to_string());
        (f.t(&heading), f.t(&format!("{heading}.text")))
    };
    View(TextPage { title: f.t(&key("title")), lead: f.t(&key("lead")), parts: (1..=parts).map(part).collect(), f })
}
