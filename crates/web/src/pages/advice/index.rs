//! What raises the index most: the points still to be had of each indicator, and the records that would give them.

use super::tabs;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::quality::behind::{Asked, agencies};
use crate::sessions::Worker;
use crate::texts::Lang;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::calendar::day_of;
use rules::people::permissions::scope as seen_by;
use rules::quality::{Definition, Lever, Points, Remedy, compute, keys, levers};
use store::tables::dossier_lists::Filter;
use store::tables::lateness::{likely, open};
use store::tables::quality::counts;

#[derive(Template)]
#[template(path = "advice/index.html")]
pub(super) struct IndexPage {
    f: Frame,
    tabs: Vec<(String, String, bool)>,
    whose: String,
    score: String,
    agencies: Vec<Choice>,
    asked: Asked,
    columns: Columns,
    mend: Vec<Row>,
    ahead: Vec<Row>,
    danger: String,
    danger_href: String,
}

/// An indicator that could be worth more.
struct Row {
    name: String,
    href: String,
    missing: String,
    each: String,
    records: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Query(asked): Query<Asked>,
) -> Result<View<IndexPage>, Failure> {
    let province = app.province().await?;
    let wanted = asked.read(&f, &province)?;
    let (whole, kept, scoped, now) = (province.clone(), app.forecasts.clone(), wanted.scope.clone(), f.now);
    let (period, as_of, seen) = (wanted.period, wanted.as_of, seen_by(&actor));
    let (counted, expected) = app
        .read(move |tx| {
            let known = whole.as_known(tx, as_of)?;
            let counted = counts(tx, known.as_ref().unwrap_or(&whole), &scoped, period, as_of)?;
            let model = kept.get(tx, &whole, day_of(now))?;
            let filter = Filter { agency: scoped.agency().cloned(), ..open() };
            let likely = likely(tx, &whole, &model, (&seen, &filter), now)?;
            Ok((counted, likely.iter().map(|one| one.chance.late).sum::<f64>()))
        })
        .await?;
    let definition = Definition::in_force(period.to);
    let level = wanted.scope.level();
    let index = compute(definition, level, &counted);
    let points = |points: Points, decimals: usize| crate::format::decimal(f.lang(), points.to_f64(), decimals);
    let row = |lever: &Lever| {
        let name = if f.lang() == Lang::En { &lever.indicator.name_en } else { &lever.indicator.name };
        Row {
            name: format!("{} {name}", lever.indicator.key),
            href: wanted.records(&lever.indicator.key, "rest"),
            missing: points(lever.missing, 2),
            each: points(lever.each, 4),
            records: f.count(&lever.records),
        }
    };
    let found = levers(definition, level, &counted);
    let of = |remedy: Remedy| found.iter().filter(|lever| lever.remedy == remedy).map(row).collect::<Vec<_>>();
    // What each late dossier takes from the indicator of the deadline.
    let on_time = counted.get(keys::ON_TIME).map_or(0, |share| share.denominator);
    let at_stake = definition.indicator(keys::ON_TIME).map_or(0, |indicator| indicator.max);
    #[expect(clippy::cast_precision_loss, reason = "a count of dossiers")]
    let stake = if on_time > 0 { expected * f64::from(at_stake) / on_time as f64 } else { 0.0 };
    Ok(View(IndexPage {
        tabs: tabs(&f, "index"),
        whose: f.t2("quality-records-over", "agency", wanted.name(&f, &province), "days", wanted.days(&f)),
        score: index.score.map_or_else(|| f.t("none"), |score| points(score, 2)),
        agencies: agencies(&f, &province),
        columns: ["indicator", "missing", "records", "each"]
            .map(|key| Column::text(f.t(&format!("advice-index-col-{key}"))))
            .into(),
        mend: of(Remedy::Mend),
        ahead: of(Remedy::Ahead),
        danger: f.t2(
            "advice-index-danger",
            "expected",
            crate::format::decimal(f.lang(), expected, 1),
            "points",
            crate::format::decimal(f.lang(), stake, 3),
        ),
        danger_href: format!("/advice/late?agency={}", wanted.agency()),
        asked,
        f,
    }))
}
