//! Steering committees and working groups on the pages: coverage, the register, one of them with what is recorded
//! of it; for members who hold no position their own.

mod coverage;
mod file;
mod found;
mod list;
mod members;
mod mine;
mod show;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The rooms of committees.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/committees", get(list::show))
        .route("/committees.csv", get(file::download))
        .route("/committees/coverage", get(coverage::show))
        .route("/committees/new", get(found::form).post(found::take))
        .route("/committees/of/{code}", get(list::of))
        .route("/committees/{code}", get(show::show))
        .route("/committees/{code}/actions/{action}", post(show::act))
        .route("/my/groups", get(mine::show))
}
