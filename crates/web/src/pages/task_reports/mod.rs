//! Monthly reports of tasks on the pages: who sent which month, one report as it stands or as it was locked, and the same as a workbook.

mod list;
mod show;
mod workbook;

use crate::app::App;
use crate::components::{Tag, Tone};
use crate::frame::Frame;
use axum::Router;
use axum::routing::{get, post};
use rules::people::permissions::sees_work_of as sees;
use rules::task_reports::State;

/// The rooms of monthly reports.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/tasks/reports", get(list::show).post(list::set_cut_off))
        .route("/tasks/reports/{agency}/{month}", get(show::show))
        .route("/tasks/reports/{agency}/{month}/report.xlsx", get(workbook::download))
        .route("/tasks/reports/{agency}/{month}/actions/{action}", post(show::act))
}

/// A state in words.
fn tag(f: &Frame, state: State) -> Tag {
    let tone = match state {
        State::NotSent | State::Skipped => Tone::Neutral,
        State::Awaiting => Tone::Waiting,
        State::Locked => Tone::Good,
    };
    Tag::new(tone, f.t(&format!("task-report-state-{}", state.key())))
}
