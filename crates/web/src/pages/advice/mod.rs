//! Advice from the records: which dossiers are likely to be late, what raises the index most, where dossiers wait.

mod index;
mod late;
mod process;

use crate::app::App;
use crate::frame::Frame;
use axum::Router;
use axum::routing::get;

/// The rooms of advice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/advice/late", get(late::show))
        .route("/advice/index", get(index::show))
        .route("/advice/process", get(process::show))
}

/// The three kinds of advice side by side: text, address, whether it is this one.
fn tabs(f: &Frame, here: &str) -> Vec<(String, String, bool)> {
    let all = ["late", "index", "process"];
    all.map(|key| (f.t(&format!("advice-{key}-title")), format!("/advice/{key}"), key == here)).into()
}
