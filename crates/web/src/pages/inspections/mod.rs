//! Visits on the pages: the list, planning, one visit with its findings and report, and the task that a finding becomes.

mod act;
mod list;
mod plan;
mod show;

use crate::app::App;
use crate::components::{Tag, Tone};
use crate::frame::Frame;
use axum::Router;
use axum::routing::{get, post};
use rules::inspections::{State, VisitKind};

/// The rooms of visits.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/inspections", get(list::show))
        .route("/inspections/new", get(plan::form).post(plan::take))
        .route("/inspections/{code}", get(show::show))
        .route("/inspections/{code}/files/{file}", get(show::file))
        .route("/inspections/{code}/actions/{action}", post(act::act))
        .route("/inspections/{code}/findings/{number}/task", post(act::make_task))
}

fn tag(f: &Frame, state: State) -> Tag {
    let tone = match state {
        State::Planned => Tone::Waiting,
        State::Reported => Tone::Good,
        State::Cancelled => Tone::Neutral,
    };
    Tag::new(tone, f.t(&format!("visit-state-{}", state.key())))
}

fn kind_name(f: &Frame, kind: VisitKind) -> String {
    f.t(&format!("visit-kind-{}", kind.key()))
}
