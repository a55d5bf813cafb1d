//! What goes beside the queue along a dossier's route: consultations between agencies,
//! the same done to many, steps that are late or that nobody can do, the editor
//! of routes.

pub(crate) mod bulk;
mod consultations;
mod editor;
mod gaps;
mod late;
mod list;
mod picture;
mod steps;

pub(crate) use consultations::{Asked, asked};
pub(crate) use late::{instants, period};

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The rooms of routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/consultations", get(consultations::show))
        .route("/queue/bulk", post(bulk::send))
        .route("/late-steps", get(late::show))
        .route("/admin/gaps", get(gaps::show))
        .route("/admin/routes", get(list::show))
        .route("/admin/routes/{code}", get(editor::show).post(editor::send))
}
