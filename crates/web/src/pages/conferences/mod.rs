//! Conferences on the pages: the list, calling one, inviting, registering, checking in, the live page for everybody who takes part or
//! watches, what came of it, the notice of conclusions.

mod act;
mod call;
mod check_in;
mod list;
mod live;
mod notice;
pub(crate) mod parts;
pub(crate) mod read;
mod register;
mod show;
mod words;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The rooms of conferences.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/conferences", get(list::show))
        .route("/conferences/new", get(call::form).post(call::take))
        .route("/conferences/{code}", get(show::show))
        .route("/conferences/{code}/edit", get(call::edit).post(call::change))
        .route("/conferences/{code}/register", get(register::show))
        .route("/conferences/{code}/check-in/{seat}", get(check_in::show).post(check_in::take))
        .route("/conferences/{code}/live", get(live::show))
        .route("/conferences/{code}/live/events", get(live::events))
        .route("/conferences/{code}/live/mine", get(live::mine))
        .route("/conferences/{code}/actions/{action}", post(act::act))
        .route("/conferences/{code}/documents", post(act::document))
        .route("/conferences/{code}/files/{file}", get(show::file))
        .route("/conferences/{code}/notice.pdf", get(notice::pdf))
        .route("/conferences/{code}/notice.docx", get(notice::docx))
}
