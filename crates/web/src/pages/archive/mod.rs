//! The archive of an agency: closed dossiers are handed over with a record, kept for their period, and listed for disposal.

mod lists;
mod shelves;

use crate::app::App;
use axum::Router;
use axum::routing::get;
use jiff::Timestamp;
use rules::codes::AgencyCode;
use rules::people::Actor;
use rules::people::permissions::{Deed, who_may_do};

/// The rooms of the archive.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/archive", get(shelves::show).post(shelves::send))
        .route("/archive/lists/{id}", get(lists::show).post(lists::decide))
}

/// The agencies in which the actor may do this.
fn agencies(actor: &Actor, deed: Deed) -> Vec<AgencyCode> {
    let roles = who_may_do(deed);
    actor.positions.iter().filter(|held| roles.contains(&held.role)).map(|held| held.agency.clone()).collect()
}

/// The number of a record or list: what it is, the day, and what nobody else has.
fn number(what: &str, now: Timestamp) -> String {
    let tail = uuid::Uuid::new_v4().simple().to_string().to_uppercase();
    format!("{what}{}-{}", rules::calendar::day_of(now).strftime("%y%m%d"), &tail[..8])
}
