//! Petitions: filed and followed by citizens, handled by agencies, their answers published.

mod act;
mod list;
mod new;
mod show;

pub(crate) use new::number;
pub(crate) use show::noted;

use crate::app::App;
use crate::components::{Tag, Tone};
use crate::frame::Frame;
use axum::Router;
use axum::routing::get;
use rules::petitions::{Kind, Status};

/// The rooms of petitions.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/my/petitions", get(list::mine))
        .route("/petitions", get(list::handled))
        .route("/petitions/published", get(list::published))
        .route("/petitions/new", get(new::ask).post(new::take))
        .route("/petitions/{id}", get(show::show).post(act::act))
}

fn status(f: &Frame, status: Status) -> Tag {
    let tone = match status {
        Status::Open => Tone::New,
        Status::AwaitingSupplement => Tone::Waiting,
        Status::Drafted => Tone::Progress,
        Status::Answered | Status::Published => Tone::Good,
        Status::Refused => Tone::Bad,
    };
    Tag::new(tone, f.t(&format!("petition-status-{}", status.key())))
}

fn kind(f: &Frame, kind: Kind) -> String {
    f.t(&format!("petition-kind-{}", kind.key()))
}
