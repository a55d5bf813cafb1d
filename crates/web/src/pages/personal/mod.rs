//! A person's data: their documents, who looked at what, what they ask and agree to; and the rooms of those who answer for it.

mod consents;
pub mod data;
pub mod documents;
mod export;
mod glass;
mod handle;
mod log;
mod requests;
mod verify;

use crate::app::App;
use crate::frame::Frame;
use axum::Router;
use axum::routing::{get, post};

/// The rooms of personal data.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/my/documents", get(documents::show))
        .route("/my/documents/{dossier}/{file}", get(documents::download))
        .route("/my/data", get(data::show))
        .route("/my/data/export", get(export::download))
        .route("/my/data/reads", get(log::mine))
        .route("/my/data/consents", get(consents::show).post(consents::change))
        .route("/my/data/requests", get(requests::mine))
        .route("/my/data/requests/{id}", get(requests::one))
        .route("/my/data/requests/{id}/evidence", get(requests::evidence))
        .route("/my/data/ask", get(requests::ask).post(requests::take))
        .route("/break-glass", get(glass::ask).post(glass::smash))
        .route("/admin/break-glass", get(glass::list))
        .route("/admin/data-requests", get(handle::list))
        .route("/admin/data-requests/{id}", get(handle::show).post(handle::handle))
        .route("/admin/reads", get(log::inspect))
        .route("/dossiers/{code}/documents", get(verify::show))
        .route("/dossiers/{code}/documents/{file}/verify", post(verify::verify))
        .route("/dossiers/{code}/documents/{file}/withdraw", post(verify::withdraw))
}

/// The views of what is held about somebody.
fn tabs(f: &Frame) -> Vec<(String, String, bool)> {
    ["", "/reads", "/requests", "/consents"]
        .into_iter()
        .map(|end| {
            let href = format!("/my/data{end}");
            let key = format!("data-tab{}", end.replace('/', "-"));
            (f.t(&key), href.clone(), f.path == href)
        })
        .collect()
}
