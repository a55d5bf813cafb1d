//! What concerns an agency on the pages: what it owes and is owed, its calendar, and the calendar's feed for other programs.

mod calendar;
mod feed;
mod matters;
mod words;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The rooms of an agency's agenda.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/agenda", get(matters::show))
        .route("/calendar", get(calendar::show))
        .route("/calendar.ics", get(feed::show))
        .route("/calendar/feed", post(feed::renew))
        .route("/calendar/feed/revoke", post(feed::revoke))
}
