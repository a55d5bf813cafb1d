//! The service index and the figures of the conference report: public, each number with its passport and the records behind
//! it. Who may not see a dossier sees that it counts, not whose it is.

mod compare;
pub(super) mod figures;
mod history;
mod index;
mod national;
mod period;
mod ranking;
pub(super) mod records;
mod satisfaction;
mod supplements;

pub(super) use figures::tile;

/// How the dossiers behind a number are shown, whatever counts them.
pub(super) mod behind {
    pub(in crate::pages) use super::period::{Asked, agencies};
    pub(in crate::pages) use super::records::{Row as DossierRow, columns, row, sees};
}

use crate::app::App;
use axum::Router;
use axum::routing::get;

/// The rooms of quality.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/index", get(index::show))
        .route("/index/compare", get(compare::show))
        .route("/index/history", get(history::show))
        .route("/index/provinces", get(national::show).post(national::take))
        .route("/index/{key}", get(records::show))
        .route("/index/{key}/records.csv", get(records::download))
        .route("/figures", get(figures::show))
        .route("/satisfaction", get(satisfaction::show))
        .route("/satisfaction/dossiers", get(satisfaction::behind))
        .route("/supplements", get(supplements::most_asked))
        .route("/supplements/dossiers", get(supplements::behind))
}
