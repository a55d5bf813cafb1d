//! The catalogue of procedures for the public: found by what people type, and everything about one on one page.

mod editor;
mod list;
mod show;

use crate::app::App;
use axum::Router;
use axum::routing::get;

/// The rooms of the catalogue.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/procedures", get(list::show))
        .route("/procedures/{code}", get(show::show))
        .merge(editor::routes())
}
