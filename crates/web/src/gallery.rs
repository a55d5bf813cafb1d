//! Every component with its samples, at `/design` in demonstrations: for whoever writes pages, and for the tests.

mod samples;

use crate::app::App;
use crate::components::{
    Bars, Choice, Columns, Deadline, Figure, FormErrors, Meter, Pages, RouteProgress, Sparkline, Tag, Timeline,
};
use crate::frame::Frame;
use crate::texts::Lang;
use crate::view::View;
use askama::Template;
use axum::Router;
use axum::routing::get;
use jiff::Timestamp;

/// The gallery's page.
#[derive(Template)]
#[template(path = "layout/gallery.html")]
pub struct Gallery {
    f: Frame,
    errors: FormErrors,
    choices: Vec<Choice>,
    chosen: Vec<String>,
    tags: Vec<Tag>,
    deadlines: Vec<Deadline>,
    progress: RouteProgress,
    timeline: Timeline,
    figures: Vec<Figure>,
    meters: Vec<Meter>,
    bars: Bars,
    line: Sparkline,
    columns: Columns,
    rows: Vec<samples::Row>,
    pages: Pages,
    crumbs: Vec<(String, String)>,
    tabs: Vec<(String, String, bool)>,
    steps: Vec<String>,
}

impl Gallery {
    /// The gallery in this frame.
    #[must_use]
    pub fn new(f: Frame) -> Self {
        samples::gallery(f)
    }

    /// The gallery without a request.
    #[must_use]
    pub fn sample(lang: Lang, now: Timestamp) -> Self {
        Self::new(Frame::sample(lang, now))
    }
}

/// The gallery's room.
pub fn routes() -> Router<App> {
    Router::new().route("/design", get(show).post(show))
}

async fn show(f: Frame) -> View<Gallery> {
    View(Gallery::new(f))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_component_is_drawn_in_both_languages() {
        let now = "2025-12-23T08:30:00+07:00".parse().expect("an instant");
        for (lang, word) in [(Lang::Vi, "Dữ liệu mô phỏng"), (Lang::En, "Simulated data")] {
            let page = Gallery::sample(lang, now).render().expect("drawn");
            assert!(page.contains(word), "the demonstration says so");
            assert!(!page.contains(">gallery-"), "no text is missing");
        }
    }
}
