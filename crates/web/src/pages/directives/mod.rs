//! Directives on the pages: registers in and out, who has them and who opened them, tasks made of them.

mod act;
mod exchange;
mod list;
mod new;
mod show;
mod words;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The rooms of directives.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/directives", get(list::show))
        .route("/directives/new", get(new::form).post(new::take))
        .route("/directives/import", get(exchange::form).post(exchange::take))
        .route("/directives/{code}", get(show::show))
        .route("/directives/{code}/edxml", get(exchange::save))
        .route("/directives/{code}/assign", post(act::assign))
        .route("/directives/{code}/tasks", post(act::link))
        .route("/directives/{code}/files/{file}", get(show::file))
}
