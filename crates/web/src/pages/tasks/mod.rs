//! Tasks on the pages: what an agency owes and is owed, one task with what may be done, assigning, whole plans, the leader's page.

mod act;
mod assign;
mod forms;
mod links;
mod list;
mod overview;
mod plan;
mod scores;
mod show;
pub(super) mod words;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The rooms of tasks.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/tasks", get(list::show))
        .route("/tasks.csv", get(list::download))
        .route("/tasks.xlsx", get(list::workbook))
        .route("/tasks/overview", get(overview::show))
        .route("/tasks/scores", get(scores::show))
        .route("/tasks/new", get(assign::form).post(assign::take))
        .route("/tasks/plan", get(plan::form).post(plan::take))
        .route("/tasks/{code}", get(show::show))
        .route("/tasks/{code}/files/{file}", get(show::file))
        .route("/tasks/{code}/actions/{action}", post(act::act))
}
