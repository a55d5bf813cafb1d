//! Open data: tables for everybody as CSV and JSON, what their columns mean, and charts that other sites may show.

mod charts;
mod list;
mod serve;
mod sets;

use crate::app::App;
use axum::Router;
use axum::routing::get;

/// The rooms of open data.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/open-data", get(list::show))
        .route("/open-data/{file}", get(serve::serve))
        .route("/open-data/charts/{file}", get(charts::serve))
}
