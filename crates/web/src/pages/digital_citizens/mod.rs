//! Digital citizens on the pages: the province and its communes against their targets, for everybody; the villages and their reports, for
//! whoever works for the state, because a village's counts are small.

mod act;
mod file;
mod list;
mod overview;
mod show;

use crate::app::App;
use crate::frame::Frame;
use axum::Router;
use axum::routing::{get, post};
use jiff::civil::Date;
use rules::digital_citizens::Measure;
use rules::quality::Share;

/// The rooms of digital citizens.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/digital-citizens", get(overview::show))
        .route("/digital-citizens/targets", post(act::aim))
        .route("/digital-citizens/villages", get(list::show))
        .route("/digital-citizens/villages.csv", get(file::download))
        .route("/digital-citizens/{code}", get(show::show))
        .route("/digital-citizens/{code}/actions/{action}", post(act::act))
}

/// The name of a measure.
fn measure_name(f: &Frame, measure: Measure) -> String {
    f.t(&format!("citizens-measure-{}", measure.key()))
}

/// A share in words; that there is none, where nobody was counted.
fn percent(f: &Frame, share: Share) -> String {
    ratio(share).map_or_else(|| f.t("none"), |ratio| f.percent(&ratio))
}

/// A share as a number from 0 to 1, for what is drawn and written; what is compared is compared in whole numbers.
fn ratio(share: Share) -> Option<f64> {
    let part = |count: i64| f64::from(i32::try_from(count).unwrap_or(i32::MAX));
    (share.denominator > 0).then(|| part(share.numerator) / part(share.denominator))
}

/// Whether a share reaches so many percent.
fn reaches(share: Share, percent: u8) -> bool {
    share.denominator > 0 && share.numerator * 100 >= share.denominator * i64::from(percent)
}

/// A month: "11/2025".
fn month(month: Date) -> String {
    month.strftime("%m/%Y").to_string()
}
