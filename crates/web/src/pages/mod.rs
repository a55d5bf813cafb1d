//! Pages for people, one folder a noun. Handlers are thin: they read a form, ask `store` and `rules`, and fill a template.

pub mod catalogue;
pub mod desk {
    //! Stands in for the officers' rooms: replace by `mod desk;` and merge its routes.
    use crate::{App, Failure, Frame};
    use axum::response::Response;

    /// Nothing yet.
    ///
    /// # Errors
    /// Always.
    pub async fn show(
        _: &App,
        _: Frame,
        _: &rules::people::Actor,
        _: std::sync::Arc<store::province::Province>,
        _: store::desk::dossiers::Loaded,
    ) -> Result<Response, Failure> {
        Err(rules::Refusal::forbidden("officers-only").into())
    }

    /// Nothing yet.
    ///
    /// # Errors
    /// Always.
    pub async fn list(_: &App, _: Frame, _: &rules::people::Actor, _: Option<&str>) -> Result<Response, Failure> {
        Err(rules::Refusal::forbidden("officers-only").into())
    }
}
pub mod dossiers;
mod home;
mod people;
mod public;
pub mod said;
pub mod typed;

use crate::app::App;
use axum::Router;

/// The rooms for people.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(home::routes())
        .merge(catalogue::routes())
        .merge(dossiers::routes())
        .merge(people::routes())
        .merge(public::routes())
}
