//! Two days side by side: what became of each indicator between them, and which dossiers moved. Each day as it was known at its end.

use super::period::agencies;
use super::records::{Row, row, sees};
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors};
use crate::errors::Failure;
use crate::format;
use crate::frame::Frame;
use crate::pages::desk::address::query;
use crate::pages::said;
use crate::texts::Lang;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::people::permissions::Scope as Seen;
use rules::quality::{IndexReport, IndicatorReport, JUDGED, Period, Points, Scope, Side};
use serde::Deserialize;
use store::tables::dossier_lists::{Condition, Filter, list};
use store::tables::quality::{self, Moved, moved};

/// Dossiers on the page.
const MOST: usize = 100;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    agency: String,
    earlier: String,
    later: String,
    indicator: String,
}

#[derive(Template)]
#[template(path = "quality/compare.html")]
pub(super) struct ComparePage {
    f: Frame,
    name: String,
    days: String,
    agency: String,
    earlier: String,
    later: String,
    today: String,
    agencies: Vec<Choice>,
    told: String,
    columns: Columns,
    lines: Vec<Line>,
    /// The indicator whose dossiers are shown, and how many moved.
    shown: String,
    moved_columns: Columns,
    moved: Vec<(Row, String)>,
    /// How many more there are.
    more: usize,
}

struct Line {
    name: String,
    before: String,
    after: String,
    change: String,
    href: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<ComparePage>, Failure> {
    let province = app.province().await?;
    let today = day_of(f.now);
    let day = |text: &str| text.parse::<Date>().ok().map(|day| day.min(today));
    let later = day(&asked.later).unwrap_or(today);
    let before = later.yesterday().unwrap_or(later);
    let earlier = day(&asked.earlier).unwrap_or(before).min(later);
    let scope = match asked.agency.as_str() {
        "" => Scope::Province,
        code => {
            let unknown = || Refusal::not_found("agency-unknown").with("code", code);
            Scope::of(&code.parse().map_err(|_| unknown())?, &province.directory).ok_or_else(unknown)?
        }
    };
    let from = earlier.first_of_year();
    let key = JUDGED.into_iter().find(|key| *key == asked.indicator);
    let (whole, rankings, whose, now) = (province.clone(), app.rankings.clone(), scope.clone(), f.now);
    let seen = f.actor.as_ref().and_then(sees);
    let (reports, found, listed) = app
        .read(move |tx| {
            let mut report = |to: Date| {
                let asked = quality::Asked { scope: whose.clone(), period: Period { from, to }, as_of: to };
                quality::index(tx, &whole, &rankings, &asked, now)
            };
            let reports = (report(earlier)?, report(later)?);
            let found = match key {
                Some(key) => moved(tx, &whole, key, &whose, from, (earlier, later))?,
                None => Vec::new(),
            };
            let codes: Vec<_> = found.iter().take(MOST).map(|moved| moved.code.clone()).collect();
            let listed = if codes.is_empty() {
                Vec::new()
            } else {
                let places: Vec<_> = (1..=codes.len()).map(|place| format!("${place}")).collect();
                let sql = format!("d.code IN ({})", places.join(", "));
                let values = codes.into_iter().map(Into::into).collect();
                let filter = Filter { condition: Some(Condition { sql, values }), ..Filter::default() };
                list(tx, &Seen::All, &filter, None, u32::try_from(MOST).unwrap_or(u32::MAX))?
            };
            Ok((reports, found, listed))
        })
        .await?;
    let points = |points: Option<Points>| {
        points.map_or_else(|| "–".to_owned(), |points| format::decimal(f.lang(), points.to_f64(), 2))
    };
    let moved_rows = listed.iter().filter_map(|listed| {
        let moved = found.iter().find(|moved| moved.code == listed.code)?;
        Some((row(&f, &province, seen.as_ref(), listed), said_of(&f, moved)))
    });
    let address = |indicator: &str| {
        let (earlier, later) = (earlier.to_string(), later.to_string());
        let pairs =
            [("agency", asked.agency.as_str()), ("earlier", &earlier), ("later", &later), ("indicator", indicator)];
        format!("/index/compare?{}", query(&pairs))
    };
    let (first, second) = &reports;
    Ok(View(ComparePage {
        name: scope
            .agency()
            .map_or_else(|| f.t("quality-province"), |code| said::agency_named(f.lang(), &province.directory, code)),
        days: f.t2("compare-days", "earlier", f.day(&earlier), "later", f.day(&later)),
        told: f.t2("compare-scores", "before", points(first.score), "after", points(second.score)),
        lines: lines(&f, first, second, address),
        columns: ["indicator", "before", "after", "change"]
            .map(|key| Column::text(f.t(&format!("compare-{key}"))))
            .into(),
        shown: key.map_or_else(String::new, |key| f.t2("compare-moved", "indicator", key, "count", found.len())),
        moved_columns: ["dossier", "agency", "moved-how"]
            .map(|key| Column::text(f.t(&format!("compare-{key}"))))
            .into(),
        moved: moved_rows.collect(),
        more: found.len().saturating_sub(MOST),
        agencies: agencies(&f, &province),
        agency: asked.agency.clone(),
        earlier: earlier.to_string(),
        later: later.to_string(),
        today: today.to_string(),
        f,
    }))
}

/// The indicators of which there is a number on one of the two days.
fn lines(f: &Frame, first: &IndexReport, second: &IndexReport, address: impl Fn(&str) -> String) -> Vec<Line> {
    let rows = |report: &IndexReport| -> Vec<IndicatorReport> {
        report.groups.iter().flat_map(|group| group.indicators.clone()).collect()
    };
    let told = |row: Option<&IndicatorReport>| {
        let counted = row.and_then(|row| row.numerator.zip(row.denominator));
        let Some((numerator, denominator)) = counted else { return "–".to_owned() };
        let of = f.t2("quality-of", "numerator", numerator, "denominator", denominator);
        let score = row.and_then(|row| row.score);
        match score {
            Some(score) => format!("{} · {of}", format::decimal(f.lang(), score.to_f64(), 2)),
            None => of,
        }
    };
    let before = rows(first);
    rows(second)
        .iter()
        .filter(|row| row.max > 0 && row.denominator.is_some())
        .map(|row| {
            let old = before.iter().find(|old| old.key == row.key);
            let score = |row: Option<&IndicatorReport>| row.and_then(|row| row.score).map(Points::millionths);
            let change = score(Some(row)).zip(score(old)).map(|(now, then)| now - then);
            let name = if f.lang() == Lang::En { row.name_en } else { row.name };
            Line {
                name: format!("{} {name}", row.key),
                before: told(old),
                after: told(Some(row)),
                change: match change {
                    Some(change) if change != 0 => {
                        let sign = if change > 0 { "+" } else { "" };
                        format!("{sign}{}", format::decimal(f.lang(), Points::from_millionths(change).to_f64(), 4))
                    }
                    _ => f.t("compare-same"),
                },
                href: if JUDGED.contains(&row.key) { address(row.key) } else { String::new() },
            }
        })
        .collect()
}

/// From where to where a dossier moved, in words.
fn said_of(f: &Frame, moved: &Moved) -> String {
    let side = |side: Option<Side>| match side {
        Some(Side::Numerator) => f.t("compare-side-numerator"),
        Some(Side::Rest) => f.t("compare-side-rest"),
        None => f.t("compare-side-none"),
    };
    format!("{} → {}", side(moved.from), side(moved.to))
}
