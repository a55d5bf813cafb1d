//! The figures of the conference report: what is computed, each with its passport; what has no records yet says so.

use crate::app::App;
use crate::components::{Figure, Trend};
use crate::errors::Failure;
use crate::format;
use crate::frame::Frame;
use crate::texts::Lang;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use rules::calendar;
use rules::quality::{FigureItem, Standing, State as Measured};
use serde::Deserialize;
use store::tables::quality;

#[derive(Template)]
#[template(path = "quality/figures.html")]
pub(super) struct FiguresPage {
    f: Frame,
    as_of: String,
    figures: Vec<Figure>,
    passports: Vec<Passport>,
    missing: Vec<Passport>,
}

/// Where a figure comes from.
struct Passport {
    key: &'static str,
    name: String,
    rows: Vec<(String, String)>,
    links: Vec<(String, String)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    as_of: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<FiguresPage>, Failure> {
    let today = calendar::day_of(f.now);
    let as_of = asked.as_of.parse::<Date>().map_or(today, |day| day.min(today));
    let (cache, now) = (app.province.clone(), f.now);
    let report = app
        .read(move |tx| {
            let province = cache.get(tx)?;
            Ok(quality::figures(tx, &province, as_of, now)?)
        })
        .await?;
    let (there, missing): (Vec<_>, Vec<_>) = report.items.iter().partition(|item| item.state != Measured::NoDataYet);
    Ok(View(FiguresPage {
        as_of: f.day(&as_of),
        figures: there.iter().map(|item| tile(&f, item)).collect(),
        passports: there.iter().map(|item| passport(&f, item)).collect(),
        missing: missing.iter().map(|item| passport(&f, item)).collect(),
        f,
    }))
}

/// What a figure is called.
pub(in crate::pages) fn name(f: &Frame, item: &FigureItem) -> String {
    if f.lang() == Lang::En { item.name_en } else { item.name }.to_owned()
}

/// Its value as it is written everywhere, without its unit.
pub(in crate::pages) fn shown(f: &Frame, item: &FigureItem) -> String {
    let decimals = usize::from(matches!(item.unit, "points" | "percent" | "billion_dong"));
    item.value.map_or_else(|| f.t("no-data-yet"), |value| format::decimal(f.lang(), value.to_f64(), decimals))
}

/// A figure as a tile that leads to its passport on the page of figures.
pub(in crate::pages) fn tile(f: &Frame, item: &FigureItem) -> Figure {
    Figure {
        label: name(f, item),
        value: shown(f, item),
        unit: if item.value.is_some() { unit(f, item) } else { String::new() },
        note: match item.target {
            Some(target) if item.unit != "points" => f.t2("figures-target", "target", target, "unit", unit(f, item)),
            _ => String::new(),
        },
        href: links(f, item).into_iter().next().map(|(_, href)| href).unwrap_or_default(),
        trend: if item.standing() == Some(Standing::Reached) { Trend::Good } else { Trend::None },
    }
}

/// What stands behind its value.
pub(in crate::pages) fn unit(f: &Frame, item: &FigureItem) -> String {
    if item.unit == "points" { "/100".to_owned() } else { f.t(&format!("cli-unit-{}", item.unit)) }
}

fn passport(f: &Frame, item: &FigureItem) -> Passport {
    let from = &item.passport;
    let days = f.t2("quality-days", "from", f.day(&from.period.from), "to", f.day(&from.period.to));
    let numbers = match (item.numerator, item.denominator) {
        (Some(numerator), Some(denominator)) => f.t2("quality-of", "numerator", numerator, "denominator", denominator),
        _ => String::new(),
    };
    let computed = item.state != Measured::NoDataYet;
    let rows = [
        ("numbers", numbers),
        ("definition", if f.lang() == Lang::En { from.definition_en } else { from.definition }.to_owned()),
        ("computation", from.formula.unwrap_or_default().to_owned()),
        ("source", from.source.unwrap_or_default().to_owned()),
        ("period", if computed { days } else { String::new() }),
        ("owner", from.owner.to_owned()),
        ("computed", if computed { f.moment(&f.now) } else { String::new() }),
        (
            "typed",
            if computed { f.t(if from.manual { "figures-typed" } else { "figures-not-typed" }) } else { String::new() },
        ),
    ];
    Passport {
        key: item.key,
        name: name(f, item),
        rows: rows
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (f.t(&format!("quality-passport-{key}")), value))
            .collect(),
        links: links(f, item),
    }
}

/// The lists behind a figure: text and address.
pub(in crate::pages) fn links(f: &Frame, item: &FigureItem) -> Vec<(String, String)> {
    let period = item.passport.period;
    let days = format!("from={}&to={}", period.from, period.to);
    match (item.numerator, item.denominator) {
        _ if item.state == Measured::NoDataYet => Vec::new(),
        _ if item.page.is_some() => {
            vec![(f.t("figures-open-records"), item.page.unwrap_or_default().to_owned())]
        }
        (Some(numerator), Some(denominator)) => {
            let href = |side: &str| format!("/index/{}?side={side}&{days}", item.key);
            let sides = [("numerator", numerator), ("rest", denominator - numerator)];
            let sides = sides.into_iter().filter(|(_, count)| *count > 0);
            sides.map(|(side, count)| (f.t1(&format!("quality-open-{side}"), "count", count), href(side))).collect()
        }
        _ => vec![(f.t("figures-open-index"), format!("/index?{days}"))],
    }
}
