//! Indicators on the pages: the register, one with its values, the map of agencies and indicators, a value reported and approved.

pub(crate) mod board;
mod keep;
mod list;
mod map;
mod report;
mod show;

use crate::app::App;
use crate::components::{Tag, Tone};
use crate::format;
use crate::frame::Frame;
use axum::Router;
use axum::routing::{get, post};
use rules::indicators::{Achieved, Amount, Indicator, ReportPeriod, State};
use rules::tasks::Every;

/// The rooms of indicators.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/indicators", get(list::show))
        .route("/indicators/map", get(map::show))
        .route("/indicators/new", get(keep::form).post(keep::take))
        .route("/indicators/{code}", get(show::show))
        .route("/indicators/{code}/edit", get(keep::edit).post(keep::change))
        .route("/indicators/{code}/reports/{agency}/{period}", get(report::show))
        .route("/indicators/{code}/reports/{agency}/{period}/actions/{action}", post(report::act))
}

/// Which year is looked at: this one where none is named.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct AskedYear {
    year: String,
}

impl AskedYear {
    fn year(&self) -> Option<i16> {
        self.year.trim().parse().ok()
    }
}

/// A value with its unit, and of when it is where that is not the year that is looked at.
fn of_when(f: &Frame, board: &board::Board, indicator: &Indicator, valued: &board::Valued) -> String {
    let value = amount(f, valued.value, indicator);
    match board.earlier(valued) {
        Some(earlier) => format!("{value} ({})", period(f, earlier)),
        None => value,
    }
}

/// A value with its unit: `39,5 %`.
fn amount(f: &Frame, value: Amount, indicator: &Indicator) -> String {
    format!("{} {}", number(f, value), indicator.unit)
}

fn number(f: &Frame, value: Amount) -> String {
    // A thousandth is more than anybody reads; what is exact in fewer stands in fewer.
    let rounded = Amount((value.0 + 5).div_euclid(10) * 10);
    format::decimal(f.lang(), rounded.to_f64(), rounded.decimals())
}

/// How far a value is, in a word.
fn achieved(f: &Frame, achieved: Achieved) -> Tag {
    let tone = match achieved {
        Achieved::Reached => Tone::Good,
        Achieved::Near => Tone::Warning,
        Achieved::Short => Tone::Bad,
        Achieved::Untargeted => Tone::Progress,
        Achieved::Unknown => Tone::Neutral,
    };
    Tag::new(tone, f.t(&format!("indicator-achieved-{}", achieved.key())))
}

/// Where a report stands, in a word.
fn state(f: &Frame, state: State) -> Tag {
    let tone = match state {
        State::Missing => Tone::Neutral,
        State::Awaiting => Tone::Waiting,
        State::Returned => Tone::Warning,
        State::Locked => Tone::Good,
    };
    Tag::new(tone, f.t(&format!("indicator-state-{}", state.key())))
}

/// A period as people write it: tháng 11/2025, quý IV/2025.
fn period(f: &Frame, period: ReportPeriod) -> String {
    let year = period.year().to_string();
    let number = match period.every() {
        Every::Month => format!("{:02}", period.number()),
        Every::Quarter => ["I", "II", "III", "IV"]
            .get(usize::try_from(period.number() - 1).unwrap_or_default())
            .map_or_else(String::new, |roman| (*roman).to_owned()),
        Every::HalfYear | Every::Year => period.number().to_string(),
    };
    let key = format!("indicator-period-{}", period.every().key().replace('_', "-"));
    f.t2(&key, "number", number, "year", year)
}
