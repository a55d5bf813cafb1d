//! What somebody was told in the application, and where else they want to be told.

mod contact;
mod dossier;
mod list;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The rooms of messages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/messages", get(list::show))
        .route("/messages/read", post(list::read))
        .route("/dossiers/{code}/messages", get(dossier::show))
        .route("/account/contact", get(contact::show).post(contact::change))
}
