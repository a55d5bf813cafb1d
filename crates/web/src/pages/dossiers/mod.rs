//! A citizen's way with a dossier: filed in steps, followed, supplemented, withdrawn, rated; and public tracking.
//!
//! One address a dossier, `/dossiers/{code}`: its owner sees it as a citizen, an officer as one ([`desk`]).

mod acknowledgement;
mod act;
pub mod desk;
pub mod documents;
mod drafts;
pub mod files;
mod mine;
pub mod needed;
pub mod papers;
pub mod rate;
mod show;
pub mod story;
mod supplement;
pub mod together;
mod track;
mod verify;
pub mod whereabouts;
mod withdraw;

pub(crate) use drafts::why_not_online;
pub(crate) use show::find;
pub use show::{applicant, delivery, particulars};

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The rooms of dossiers.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/dossiers", get(mine::index))
        .route("/my/dossiers", get(mine::show))
        .route("/dossiers/{code}", get(show::show))
        .route("/dossiers/{code}/acknowledgement", get(acknowledgement::show))
        .route("/dossiers/{code}/form.pdf", get(papers::declaration))
        .route("/dossiers/{code}/files/{file}", get(papers::download))
        .route("/dossiers/{code}/needed-result", get(needed::download))
        .route("/dossiers/{code}/documents/{file}", get(documents::download))
        .route("/dossiers/{code}/supplement", post(supplement::supplement))
        .route("/dossiers/{code}/withdraw", post(withdraw::withdraw))
        .route("/dossiers/{code}/rate", post(rate::rate))
        .route("/track", get(track::ask).post(track::find))
        .route("/verify", get(verify::ask))
        .route("/verify/{id}", get(verify::show))
        .merge(drafts::routes())
}

/// Who looks at a dossier; decides how much is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Whoever filed it.
    Owner,
    /// An officer who may see it: internal notes too.
    Officer,
    /// Whoever knows its code and telephone: no names, no notes.
    Anybody,
}
