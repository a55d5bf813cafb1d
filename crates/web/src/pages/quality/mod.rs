//! The service index and the figures of the conference report: public, each number with its passport and the records behind
//! it. Who may not see a dossier sees that it counts, not whose it is.

mod figures;
mod index;
mod period;
mod ranking;
mod records;
mod satisfaction;
mod supplements;

pub(super) use figures::tile;

use crate::app::App;
use axum::Router;
use axum::routing::get;

/// The rooms of quality.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/index", get(index::show))
        .route("/index/{key}", get(records::show))
        .route("/index/{key}/records.csv", get(records::download))
        .route("/figures", get(figures::show))
        .route("/satisfaction", get(satisfaction::show))
        .route("/satisfaction/dossiers", get(satisfaction::behind))
        .route("/supplements", get(supplements::most_asked))
        .route("/supplements/dossiers", get(supplements::behind))
}
