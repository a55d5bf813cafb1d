//! Agencies and indicators, one against the other: each cell says in words how far it is, the colour only says it again.

use super::board::Board;
use super::{achieved, number};
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Tag};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::indicators::{Achieved, Indicator, Programme};
use rules::people::permissions::{Deed, may, sees_work_of};
use rules::people::{Agency, AgencyLevel};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "indicators/map.html")]
pub(super) struct MapPage {
    f: Frame,
    asked: Asked,
    levels: Vec<Choice>,
    programmes: Vec<Choice>,
    years: Vec<Choice>,
    legend: Vec<(Tag, usize)>,
    tables: Vec<Table>,
    names: Vec<(String, String, String)>,
}

/// So many indicators stand side by side.
const ABREAST: usize = 5;

/// Some indicators of every agency.
struct Table {
    title: String,
    columns: Columns,
    rows: Vec<Row>,
}

/// An agency with its cells.
struct Row {
    name: String,
    cells: Vec<Cell>,
}

/// A value of an agency.
struct Cell {
    /// The indicator's code and name, for the card that a row is on a phone.
    label: String,
    value: String,
    href: String,
    achieved: Tag,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    level: String,
    programme: String,
    year: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<MapPage>, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let board = Board::read(&app, f.now, asked.year.trim().parse().ok()).await?;
    let level = if asked.level == "departments" { AgencyLevel::Department } else { AgencyLevel::Commune };
    let programme = Programme::from_key(&asked.programme);
    let mut agencies: Vec<&Agency> = board
        .province
        .directory
        .iter()
        .filter(|agency| agency.level == level && agency.settles() && sees_work_of(&actor, &agency.code))
        .collect();
    agencies.sort_by_cached_key(|agency| rules::text::fold(&said::agency_name(f.lang(), agency)));
    let wanted = |indicator: &&Indicator| {
        programme.is_none_or(|programme| indicator.programme == programme)
            && agencies.iter().any(|agency| board.applies(indicator, agency))
    };
    let indicators: Vec<&Indicator> = board.indicators.iter().filter(wanted).collect();
    let mut counts = [0usize; Achieved::ALL.len()];
    let mut cell = |indicator: &&Indicator, agency: &Agency| {
        let valued = board.value(indicator, Some(&agency.code));
        let stands = board.achieved(indicator, valued.as_ref());
        if let Some(count) = Achieved::ALL.iter().position(|one| *one == stands).and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
        Cell {
            label: format!("{} – {}", indicator.code, indicator.name),
            value: valued.as_ref().map_or_else(String::new, |valued| number(&f, valued.value)),
            href: valued.map(|valued| valued.href).unwrap_or_default(),
            achieved: achieved(&f, stands),
        }
    };
    // Side by side stand as many as a screen has room for; the rest goes below.
    let mut tables = Vec::new();
    for some in indicators.chunks(ABREAST) {
        let mut rows = Vec::new();
        for agency in &agencies {
            let cells = some.iter().map(|indicator| cell(indicator, agency)).collect();
            rows.push(Row { name: said::agency_name(f.lang(), agency), cells });
        }
        let mut columns: Columns = vec![Column::text(f.t("indicator-col-agency"))];
        columns.extend(some.iter().map(|indicator| Column::text(indicator.code.to_string())));
        let title = some.iter().map(|indicator| indicator.code.as_str()).collect::<Vec<_>>().join(", ");
        tables.push(Table { title, columns, rows });
    }
    let names = indicators.iter().map(|indicator| {
        let target = indicator.target(board.period.to.year());
        let target = target.map_or_else(String::new, |target| super::amount(&f, target.value, indicator));
        (indicator.code.to_string(), indicator.name.clone(), target)
    });
    Ok(View(MapPage {
        levels: ["communes", "departments"].map(|key| Choice::new(key, f.t(&format!("indicator-level-{key}")))).into(),
        programmes: Programme::ALL
            .map(|programme| Choice::new(programme.key(), f.t(&format!("indicator-programme-{}", programme.key()))))
            .into(),
        legend: Achieved::ALL.into_iter().zip(counts).map(|(one, count)| (achieved(&f, one), count)).collect(),
        years: board.years.iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect(),
        tables,
        names: names.collect(),
        asked,
        f,
    }))
}
