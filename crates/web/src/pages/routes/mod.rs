//! What goes beside the queue along a dossier's route: consultations between agencies.

mod consultations;

pub(crate) use consultations::{Asked, asked};

use crate::app::App;
use axum::Router;
use axum::routing::get;

/// The rooms of routes.
pub fn routes() -> Router<App> {
    Router::new().route("/consultations", get(consultations::show))
}
