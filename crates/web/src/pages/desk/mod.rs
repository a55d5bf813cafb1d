//! The officers' rooms: the day's work, one dossier with what may be done to it, the counter, the list.
//!
//! Must not decide who may do what: the policy in `rules` answers, these pages only show its answers.

mod act;
pub(crate) mod address;
mod counter;
mod dossier;
mod due;
pub(crate) mod export;
mod fields;
pub(crate) mod list;
mod proof;
mod queue;
mod row;
mod scan;
mod slip;

pub(crate) use act::give;
pub use dossier::show;
pub use list::list;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The officers' rooms.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/queue", get(queue::show))
        .route("/dossiers.csv", get(export::download))
        .route("/dossiers/{code}/actions/{action}", post(act::act))
        .route("/dossiers/{code}/proof", get(proof::show))
        .route("/dossiers/{code}/scan", get(scan::show).post(scan::send))
        .route("/dossiers/{code}/scan/page", get(scan::preview))
        .route("/dossiers/{code}/process-control", get(slip::show))
        .merge(counter::routes())
}
