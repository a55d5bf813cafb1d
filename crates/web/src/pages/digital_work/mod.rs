//! Digital work on the pages: the share of agencies of the four blocs that work on the system, by week, with every agency and how much it
//! recorded, for everybody; an agency's weeks for whoever works for the state, and what was worked on for its own people and those above.

mod agency;
mod file;
mod overview;

use crate::app::App;
use crate::components::{Choice, Tag, Tone};
use crate::frame::Frame;
use axum::Router;
use axum::routing::get;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rules::digital_work::WEEKS;
use rules::people::Bloc;
use rules::quality::Share;
use store::tables::digital_work::Worked;

/// The rooms of digital work.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/digital-work", get(overview::show))
        .route("/digital-work.csv", get(file::download))
        .route("/digital-work/{code}", get(agency::show))
}

/// A share as a number from 0 to 1, for what is drawn and written.
fn ratio(share: Share) -> Option<f64> {
    let part = |count: i64| f64::from(i32::try_from(count).unwrap_or(i32::MAX));
    (share.denominator > 0).then(|| part(share.numerator) / part(share.denominator))
}

/// A share in words; that there is none, where there are no agencies.
fn percent(f: &Frame, share: Share) -> String {
    ratio(share).map_or_else(|| f.t("none"), |ratio| f.percent(&ratio))
}

/// A week by its days: "15/12 – 21/12/2025".
fn week(monday: Date) -> String {
    format!("{} – {}", monday.strftime("%d/%m"), monday.saturating_add(6.days()).strftime("%d/%m/%Y"))
}

fn bloc_name(f: &Frame, bloc: Bloc) -> String {
    f.t(&format!("bloc-{}", bloc.key().replace('_', "-")))
}

fn blocs(f: &Frame) -> Vec<Choice> {
    Bloc::ALL.map(|bloc| Choice::new(bloc.key(), bloc_name(f, bloc))).into()
}

/// Whether an agency works digitally, with its weeks: "Làm việc 4/4 tuần".
fn standing(f: &Frame, worked: &Worked) -> Tag {
    let weeks = worked.weeks_with_work();
    let (tone, key) = match (worked.works(), weeks) {
        (true, _) => (Tone::Good, "work-standing-works"),
        (false, 0) => (Tone::Bad, "work-standing-nothing"),
        (false, _) => (Tone::Warning, "work-standing-seldom"),
    };
    Tag::new(tone, f.t2(key, "weeks", weeks, "all", WEEKS))
}
