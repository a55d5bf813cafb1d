//! The JSON API: what pages do for people, for programs. Names and conventions are fixed: other systems rely on them.
//!
//! Knows HTTP, tokens and how things look in JSON; decides nothing that `rules` decides, and asks `store` for the rest.

mod address;
mod agenda;
mod archives;
mod body;
mod budget;
mod caller;
mod catalogue;
mod committees;
mod conferences;
mod digital_citizens;
mod digital_work;
mod directives;
mod dossiers;
mod essential_services;
mod explain;
mod files;
mod health;
mod indicators;
mod inspections;
mod late_steps;
mod messages;
mod metrics;
mod obstacles;
mod official_reports;
mod once;
mod openapi;
mod parameters;
mod payments;
mod people;
mod petitions;
mod quality;
mod results;
mod room;
mod signatures;
mod task_reports;
mod tasks;
mod training;
mod verify;
mod villages;
mod wire;

pub use caller::token_hash;
pub use metrics::observe;
pub use openapi::text as openapi_text;

use crate::app::App;
use crate::errors;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{Next, from_fn};
use axum::routing::any;
use room::Room;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The largest body of JSON: a form with all its fields has a few kilobytes.
const LARGEST: usize = 1024 * 1024;

/// The routes of the API, with their own way to say no. To be merged outside of the pages' layers: tokens need no form
/// token, and nothing here sets a cookie. A session layer around them lets signed-in people read.
pub fn routes(app: &App) -> Router<App> {
    let room = Arc::new(Room::new(app));
    let enter = move |mut request: Request, next: Next| {
        room::enter(&room, &mut request);
        next.run(request)
    };
    let (routes, _) = all().split_for_parts();
    routes
        .route("/api/{*rest}", any(errors::not_found))
        .method_not_allowed_fallback(errors::method_not_allowed)
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(CatchPanicLayer::custom(errors::after_panic))
        .layer(from_fn(parameters::check))
        .layer(from_fn(explain::explain))
        .layer(from_fn(enter))
}

/// Every route, with its description.
fn all() -> OpenApiRouter<App> {
    let version_1 = OpenApiRouter::new()
        .routes(routes!(catalogue::list_procedures))
        .routes(routes!(catalogue::show_procedure))
        .routes(routes!(people::list_agencies))
        .routes(routes!(people::show_agency))
        .merge(dossiers::routes())
        .merge(messages::routes())
        .merge(payments::routes())
        .merge(petitions::routes())
        .merge(results::routes())
        .merge(archives::routes())
        .merge(obstacles::routes())
        .merge(tasks::routes())
        .merge(task_reports::routes())
        .merge(official_reports::routes())
        .merge(indicators::routes())
        .merge(inspections::routes())
        .merge(essential_services::routes())
        .merge(budget::routes())
        .merge(villages::routes())
        .merge(digital_citizens::routes())
        .merge(digital_work::routes())
        .merge(training::routes())
        .merge(agenda::routes())
        .merge(committees::routes())
        .merge(conferences::routes())
        .merge(directives::routes())
        .routes(routes!(verify::verify_document))
        .merge(files::routes())
        .merge(signatures::routes())
        .merge(quality::routes())
        .routes(routes!(late_steps::list_late_steps));
    OpenApiRouter::with_openapi(openapi::Frame::openapi())
        .routes(routes!(health::alive))
        .routes(routes!(health::ready))
        .routes(routes!(metrics::show_metrics))
        .routes(routes!(openapi::show_description))
        .nest("/api/v1", version_1)
}

/// The description of every route.
fn described() -> utoipa::openapi::OpenApi {
    all().into_openapi()
}
