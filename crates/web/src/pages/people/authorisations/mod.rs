//! Authorisations: what I let others do in my name, and what others let me do in theirs.

mod act;
mod give;
mod list;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The room's first page.
const HERE: &str = "/account/authorisations";

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(HERE, get(list::show))
        .route("/account/authorisations/new", get(give::ask).post(give::give))
        .route("/account/authorisations/{id}/accept", post(act::accept))
        .route("/account/authorisations/{id}/revoke", post(act::revoke))
}
