//! Signing in and out, and what the system knows about whoever is signed in.

mod account;
mod administration;
mod authorisations;
mod directory;
mod identity;
mod samples;
pub(super) mod sign_in;
mod staff;

pub use identity::simulated_page as simulated_identity_page;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The rooms of people.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(sign_in::ask).post(sign_in::sign_in))
        .route("/sign-in/sample", post(samples::sign_in))
        .route("/sign-in/with/{provider}", get(identity::begin))
        .route("/sign-in/with/{provider}/return", get(identity::back))
        .merge(authorisations::routes())
        .route("/sign-out", post(sign_in::sign_out))
        .route("/account", get(account::show))
        .route("/admin", get(administration::show))
        .merge(directory::routes())
        .merge(staff::routes())
}
