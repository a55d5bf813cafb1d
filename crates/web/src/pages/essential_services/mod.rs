//! Essential services on the pages: the register, open to everybody; one service with its stages; keeping it.

mod act;
mod keep;
mod list;
mod show;

use crate::app::App;
use crate::components::{Tag, Tone};
use crate::frame::Frame;
use axum::Router;
use axum::routing::{get, post};
use rules::essential_services::Stage;
use rules::quality::Period;

/// The rooms of essential services.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/essential-services", get(list::show))
        .route("/essential-services/new", get(keep::form_new).post(keep::take_new))
        .route("/essential-services/{code}", get(show::show))
        .route("/essential-services/{code}/change", get(keep::form).post(keep::take))
        .route("/essential-services/{code}/files/{file}", get(show::file))
        .route("/essential-services/{code}/actions/{action}", post(act::act))
}

fn tag(f: &Frame, stage: Option<Stage>) -> Tag {
    let tone = match stage {
        None => Tone::Neutral,
        Some(Stage::Reviewed) => Tone::New,
        Some(Stage::Restructured | Stage::Electronic) => Tone::Waiting,
        Some(Stage::Integrated | Stage::Measured) => Tone::Good,
    };
    Tag::new(tone, stage.map_or_else(|| f.t("service-stage-none"), |stage| stage_name(f, stage)))
}

fn stage_name(f: &Frame, stage: Stage) -> String {
    f.t(&format!("service-stage-{}", stage.key()))
}

/// The year to today, over which use is counted.
fn period(f: &Frame) -> Period {
    let today = rules::calendar::day_of(f.now);
    Period { from: today.first_of_year(), to: today }
}
