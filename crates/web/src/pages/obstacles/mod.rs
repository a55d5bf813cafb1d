//! Obstacles on the pages: raised on a phone in one short form, answered, merged, and what recurs.

mod act;
mod figures;
mod list;
mod new;
mod own;
mod show;
mod words;

pub(crate) use own::{Own, own};
pub(crate) use show::of_task;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The rooms of obstacles.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/obstacles", get(list::show))
        .route("/obstacles/new", get(new::form).post(new::take))
        .route("/obstacles/figures", get(figures::show))
        .route("/obstacles/{code}", get(show::show))
        .route("/obstacles/{code}/files/{file}", get(show::file))
        .route("/obstacles/{code}/actions/{action}", post(act::act))
}
