//! Results on paper and after they were issued: written from the form, asked for as a copy, corrected.

mod act;
mod after;
mod ask;
mod compose;
mod list;
mod prefill;
mod show;

pub(crate) use after::After;
pub(crate) use ask::number;
pub(crate) use show::noted;

use crate::app::App;
use crate::components::{Tag, Tone};
use crate::frame::Frame;
use axum::Router;
use axum::routing::get;
use rules::results::{Kind, Status};

/// The rooms of results.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/dossiers/{code}/result", get(compose::show).post(compose::send))
        .route("/dossiers/{code}/result/ask", get(ask::show).post(ask::take))
        .route("/my/results", get(list::mine))
        .route("/results", get(list::handled))
        .route("/results/{id}", get(show::show).post(act::act))
        .route("/results/{id}/paper", get(compose::show_correction).post(compose::send_correction))
        .route("/results/{id}/files/{file}", get(show::download))
}

fn status(f: &Frame, status: Status) -> Tag {
    let tone = match status {
        Status::Open => Tone::New,
        Status::Drafted => Tone::Progress,
        Status::Issued => Tone::Good,
        Status::Refused => Tone::Bad,
    };
    Tag::new(tone, f.t(&format!("result-status-{}", status.key())))
}

fn kind(f: &Frame, kind: Kind) -> String {
    f.t(&format!("result-kind-{}", kind.key()))
}
