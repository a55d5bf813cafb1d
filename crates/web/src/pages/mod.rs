//! Pages for people, one folder a noun. Handlers are thin: they read a form, ask `store` and `rules`, and fill a template.

pub(crate) mod accounts;
mod advice;
mod agenda;
pub(crate) mod archive;
mod budget;
pub mod catalogue;
pub mod committees;
pub(crate) mod conferences;
mod coverage;
mod dashboard;
pub mod desk;
mod digital_citizens;
mod digital_work;
mod directives;
pub mod dossiers;
mod essential_services;
mod evidence;
mod home;
pub(crate) mod indicators;
mod inspections;
mod messages;
pub mod obstacles;
mod official_reports;
mod open_data;
pub mod payments;
pub(crate) mod people;
pub mod personal;
pub(crate) mod petitions;
mod public;
pub mod quality;
pub mod registry;
pub(crate) mod results;
pub(crate) mod routes;
pub mod said;
pub mod signatures;
mod summaries;
mod task_reports;
pub mod tasks;
mod training;
pub mod typed;
pub(crate) mod uploads;

pub use payments::simulated_gateway_page;
pub use people::simulated_identity_page;

use crate::app::App;
use axum::Router;

/// The instants of a period as typed, for the API too: the last thirty days when nothing else is said.
pub(crate) fn late_period(from: &str, to: &str, now: jiff::Timestamp) -> (jiff::Timestamp, jiff::Timestamp) {
    routes::instants(routes::period(from, to, now))
}

/// The rooms for people.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(home::routes())
        .merge(advice::routes())
        .merge(agenda::routes())
        .merge(messages::routes())
        .merge(obstacles::routes())
        .merge(catalogue::routes())
        .merge(committees::routes())
        .merge(conferences::routes())
        .merge(directives::routes())
        .merge(dossiers::routes())
        .merge(essential_services::routes())
        .merge(budget::routes())
        .merge(coverage::routes())
        .merge(digital_citizens::routes())
        .merge(digital_work::routes())
        .merge(training::routes())
        .merge(dashboard::routes())
        .merge(desk::routes())
        .merge(people::routes())
        .merge(payments::routes())
        .merge(personal::routes())
        .merge(petitions::routes())
        .merge(accounts::routes())
        .merge(public::routes())
        .merge(open_data::routes())
        .merge(quality::routes())
        .merge(registry::routes())
        .merge(results::routes())
        .merge(archive::routes())
        .merge(routes::routes())
        .merge(indicators::routes())
        .merge(inspections::routes())
        .merge(summaries::routes())
        .merge(task_reports::routes())
        .merge(official_reports::routes())
        .merge(tasks::routes())
        .merge(signatures::routes())
}
