//! Coverage of villages on the pages: the map of tiles with its table, the villages, one village with its reports, reporting from the field.

mod act;
mod list;
mod map;
mod outlines;
mod show;

use crate::app::App;
use crate::components::{Tag, Tone};
use crate::frame::Frame;
use axum::Router;
use axum::routing::{get, post};
use rules::coverage::{Signal, Status};

/// The rooms of coverage.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/coverage", get(map::show))
        .route("/coverage/villages", get(list::show))
        .route("/coverage/{code}", get(show::show))
        .route("/coverage/{code}/files/{file}", get(show::file))
        .route("/coverage/{code}/actions/{action}", post(act::act))
}

fn tag(f: &Frame, status: Status) -> Tag {
    let tone = match status {
        Status::Unknown => Tone::Neutral,
        Status::Nothing => Tone::Bad,
        Status::WithoutBroadband => Tone::Warning,
        Status::Broadband => Tone::Good,
    };
    Tag::new(tone, f.t(&format!("coverage-status-{}", status.key())))
}

/// What reaches a village, in a line: "Viettel 4G; VNPT 2G (lõm sóng)", or that nothing does.
fn signals(f: &Frame, signals: &[Signal]) -> String {
    if signals.is_empty() {
        return f.t("coverage-status-nothing");
    }
    let one = |signal: &Signal| {
        let by = f.t(&format!("coverage-technology-{}", signal.technology.key()));
        match signal.level {
            rules::coverage::Level::Good => format!("{} {by}", signal.operator),
            rules::coverage::Level::Holes => format!("{} {by} ({})", signal.operator, f.t("coverage-level-holes")),
        }
    };
    signals.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// A village's name with its kind: "Bản Nậm Lúc".
fn village_name(f: &Frame, village: &rules::people::Village) -> String {
    format!("{} {}", f.t(&format!("coverage-village-{}", village.kind.key())), village.name)
}
