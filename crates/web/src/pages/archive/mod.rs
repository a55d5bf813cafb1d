//! The archive of an agency: closed dossiers are handed over with a record, kept for their period, and listed for disposal.

mod lists;
mod shelves;

use crate::app::App;
use axum::Router;
use axum::routing::get;
use jiff::Timestamp;

/// The rooms of the archive.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/archive", get(shelves::show).post(shelves::send))
        .route("/archive/lists/{id}", get(lists::show).post(lists::decide))
}

/// The number of a record or list: what it is, the day, and what nobody guesses.
pub(crate) fn number(what: &str, now: Timestamp) -> String {
    let tail = uuid::Uuid::new_v4().simple().to_string().to_uppercase();
    format!("{what}{}-{}", rules::calendar::day_of(now).strftime("%y%m%d"), &tail[..8])
}
