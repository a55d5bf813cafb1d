//! The index month by month, and the place among agencies or provinces of each month.

use super::period::Asked;
use crate::app::App;
use crate::components::{Bar, Bars};
use crate::errors::Failure;
use crate::format;
use crate::frame::Frame;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::quality::Points;
use store::tables::quality;

#[derive(Template)]
#[template(path = "quality/history.html")]
pub(super) struct HistoryPage {
    f: Frame,
    name: String,
    back: String,
    bars: Bars,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<HistoryPage>, Failure> {
    let province = app.province().await?;
    let wanted = asked.read(&f, &province)?;
    let (whole, rankings, scope, as_of, now) =
        (province.clone(), app.rankings.clone(), wanted.scope.clone(), wanted.as_of, f.now);
    let months = app.read(move |tx| Ok(quality::history(tx, &whole, &rankings, &scope, as_of, now)?)).await?;
    let bars = months.iter().map(|report| {
        let month = f.t2(
            "quality-month",
            "month",
            i32::from(report.period.to.month()),
            "year",
            report.period.to.year().to_string(),
        );
        let score = report
            .score
            .map_or_else(|| f.t("quality-no-dossiers"), |score| format::decimal(f.lang(), score.to_f64(), 2));
        let place = match (report.rank.position, report.rank.of) {
            (Some(position), Some(of)) => f.t2("months-place", "position", position, "of", of),
            _ => String::new(),
        };
        Bar {
            label: month,
            value: report.score.map_or(0.0, Points::to_f64),
            text: if place.is_empty() { score } else { format!("{score} · {place}") },
            href: format!("/index?agency={}&from={}&to={}", wanted.agency(), report.period.from, report.period.to),
            marked: false,
        }
    });
    Ok(View(HistoryPage {
        name: wanted.name(&f, &province),
        back: wanted.href_of(wanted.agency()),
        bars: Bars {
            caption: f.t("months-title"),
            label_heading: f.t("months-month"),
            value_heading: f.t("quality-score"),
            bars: bars.collect(),
            full: Some(100.0),
        },
        f,
    }))
}
