//! The register: what is to be reached, how far the province is, and what waits for approval.

use super::board::Board;
use super::{AskedYear, achieved, amount, of_when, period};
use crate::app::App;
use crate::components::{Column, Columns, Tag};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::indicators::{Achieved, Indicator, Programme, Reporters};
use rules::people::AgencyLevel;
use rules::people::permissions::{Deed, assigns_for, may, may_approve_value, sees_value_of};

#[derive(Template)]
#[template(path = "indicators/list.html")]
pub(super) struct ListPage {
    f: Frame,
    columns: Columns,
    programmes: Vec<(String, Vec<Row>)>,
    waiting_columns: Columns,
    waiting: Vec<Waiting>,
    years: Vec<(String, String, bool)>,
    keeps: bool,
}

/// An indicator in the list.
struct Row {
    code: String,
    name: String,
    source: String,
    target: String,
    value: String,
    href: String,
    note: String,
    achieved: Tag,
}

/// A value that waits for approval.
struct Waiting {
    name: String,
    href: String,
    agency: String,
    period: String,
    value: String,
    outlier: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<AskedYear>,
) -> Result<View<ListPage>, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let board = Board::read(&app, f.now, asked.year()).await?;
    let programmes = Programme::ALL.map(|programme| {
        let rows = board.indicators.iter().filter(|indicator| indicator.programme == programme);
        (f.t(&format!("indicator-programme-{}", programme.key())), rows.map(|one| row(&f, &board, one)).collect())
    });
    let known = |value: &&store::tables::indicators::Value| {
        let indicator = board.indicators.iter().find(|indicator| indicator.code == value.indicator);
        indicator.is_some_and(|indicator| {
            sees_value_of(&actor, &value.agency, &indicator.agency)
                && may_approve_value(&actor, &value.agency, &indicator.agency).is_ok()
        })
    };
    let waiting = board.waiting.iter().filter(known).filter_map(|value| {
        let indicator = board.indicators.iter().find(|indicator| indicator.code == value.indicator)?;
        Some(Waiting {
            name: indicator.name.clone(),
            href: format!("/indicators/{}/reports/{}/{}", value.indicator, value.agency, value.period),
            agency: said::agency_named(f.lang(), &board.province.directory, &value.agency),
            period: period(&f, value.period),
            value: amount(&f, value.value, indicator),
            outlier: value.outlier,
        })
    });
    let keeps = assigns_for(&actor)
        .iter()
        .any(|agency| board.province.directory.get(agency).is_some_and(|agency| agency.level == AgencyLevel::Province));
    Ok(View(ListPage {
        columns: ["name", "target", "value", "achieved"]
            .map(|key| Column::text(f.t(&format!("indicator-col-{key}"))))
            .into(),
        programmes: programmes.into(),
        waiting_columns: ["name", "agency", "period", "value"]
            .map(|key| Column::text(f.t(&format!("indicator-col-{key}"))))
            .into(),
        waiting: waiting.collect(),
        years: board.tabs("/indicators?"),
        keeps,
        f,
    }))
}

fn row(f: &Frame, board: &Board, indicator: &Indicator) -> Row {
    let valued = board.value(indicator, None);
    let year = board.period.to.year();
    let target = indicator.target(year);
    // What many agencies report is told by how many of them reached it.
    let many = indicator.computation.is_none() && indicator.reporters != Reporters::Responsible;
    let note = if many { reached(f, board, indicator) } else { String::new() };
    Row {
        code: indicator.code.to_string(),
        name: indicator.name.clone(),
        source: indicator.source.clone(),
        target: target.map_or_else(String::new, |target| {
            f.t2("indicator-target-by", "value", amount(f, target.value, indicator), "year", target.year.to_string())
        }),
        value: valued.as_ref().map_or_else(String::new, |valued| of_when(f, board, indicator, valued)),
        achieved: achieved(f, board.achieved(indicator, valued.as_ref())),
        href: valued.map(|valued| valued.href).unwrap_or_default(),
        note,
    }
}

/// How many of the agencies that report reached the target.
fn reached(f: &Frame, board: &Board, indicator: &Indicator) -> String {
    let agencies = board.province.directory.iter().filter(|agency| board.applies(indicator, agency));
    let told = agencies.map(|agency| board.achieved(indicator, board.value(indicator, Some(&agency.code)).as_ref()));
    let told: Vec<_> = told.collect();
    let count = told.iter().filter(|one| **one == Achieved::Reached).count();
    f.t2("indicator-reached-by", "count", count, "all", told.len())
}
