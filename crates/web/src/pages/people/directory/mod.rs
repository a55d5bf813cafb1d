//! Administration of the directory: agencies and what becomes of them, villages, calendars.

mod calendars;
mod changes;
mod edit;
mod form;
mod history;
mod hours;
mod list;
mod reorganise;
mod show;
mod villages;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The rooms of the directory.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/admin/agencies", get(list::show))
        .route("/admin/agencies/export", get(list::download))
        .route("/admin/agencies/new", get(edit::ask_new).post(edit::enter))
        .route("/admin/agencies/{code}", get(show::show))
        .route("/admin/agencies/{code}/edit", get(edit::ask).post(edit::change))
        .route("/admin/agencies/{code}/{what}", get(reorganise::ask).post(reorganise::act))
        .route("/admin/villages", get(villages::list))
        .route("/admin/villages/new", get(villages::ask).post(villages::enter))
        .route("/admin/villages/{code}", get(villages::show))
        .route("/admin/villages/{code}/rename", post(villages::rename))
        .route("/admin/villages/{code}/dissolve", post(villages::dissolve))
        .route("/admin/calendars", get(calendars::show))
        .route("/admin/calendars/announce", post(calendars::announce))
        .route("/admin/calendars/withdraw", post(calendars::withdraw))
}
