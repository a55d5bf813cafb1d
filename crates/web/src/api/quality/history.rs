//! The index month by month.

use super::{IndexQuery, scope_of};
use crate::api::openapi::Refusals;
use crate::api::wire::{Answer, Asked, Complaints};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::State;
use rules::quality::{IndexReport, Points};
use serde::{Deserialize, Serialize};
use store::tables::quality;
use utoipa::{IntoParams, ToSchema};

/// Whose months.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct HistoryQuery {
    /// The agency; the whole province when not said.
    #[param(example = "H35.38")]
    agency: Option<String>,
    /// Up to the month of this day, as it was known at its end; today when not said.
    #[param(example = "2025-12-23")]
    as_of: Option<String>,
}

/// Twelve months, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndexHistory {
    items: Vec<IndexMonth>,
}

/// The index of a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndexMonth {
    /// Which month.
    #[schema(example = "2025-12")]
    month: String,
    /// Nothing when no dossier was in hand.
    score: Option<f64>,
    /// `excellent`, `good`, `fair`, `average` or `weak`.
    band: Option<&'static str>,
    /// The place among agencies of the same level; of the province among the provinces, by published scores.
    position: Option<usize>,
    /// How many are ranked.
    of: Option<usize>,
}

impl IndexMonth {
    fn of(report: &IndexReport) -> Self {
        Self {
            month: report.period.to.strftime("%Y-%m").to_string(),
            score: report.score.map(Points::to_f64),
            band: report.band,
            position: report.rank.position,
            of: report.rank.of,
        }
    }
}

/// The index month by month.
#[utoipa::path(
    get, path = "/index/history", tag = "quality", summary = "The index of the last twelve months",
    params(HistoryQuery),
    responses((status = 200, description = "The months", body = IndexHistory), Refusals)
)]
pub async fn index_history(
    State(app): State<App>,
    Asked(query): Asked<HistoryQuery>,
) -> Result<Answer<IndexHistory>, Failure> {
    let now = app.clock.now();
    let wanted = IndexQuery { agency: query.agency, as_of: query.as_of, ..IndexQuery::default() };
    let wanted = wanted.read(now, Complaints::default())?;
    let (provinces, rankings) = (app.province.clone(), app.rankings.clone());
    let months = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let scope = scope_of(&province, wanted.agency.as_ref())?;
            Ok(quality::history(tx, &province, &rankings, &scope, wanted.as_of, now)?)
        })
        .await?;
    Ok(Answer(IndexHistory { items: months.iter().map(IndexMonth::of).collect() }))
}
