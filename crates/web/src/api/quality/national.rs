//! The scores of all provinces as the national portal published them.

use super::FiguresQuery;
use crate::api::openapi::Refusals;
use crate::api::wire::{Answer, Asked, Complaints};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::State;
use jiff::civil::Date;
use rules::quality::{Period, ScoreTable};
use serde::Serialize;
use store::tables::quality::scores;
use utoipa::ToSchema;

/// The provinces, best first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Provinces {
    /// The provinces; none as long as no table was taken in.
    items: Vec<ProvinceItem>,
    /// The day that the scores were published for.
    #[schema(value_type = Option<String>, format = Date, example = "2025-12-22")]
    on: Option<Date>,
    /// Where they come from.
    source: Option<String>,
}

/// A province and its place.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProvinceItem {
    /// 1 is best; the same score has the same place.
    #[schema(example = 10)]
    position: usize,
    /// Its code in the list of administrative units.
    #[schema(example = "12")]
    code: &'static str,
    /// Its name.
    #[schema(example = "Lai Châu")]
    name: &'static str,
    /// Its score.
    #[schema(example = 90.4)]
    score: f64,
}

impl Provinces {
    fn of(table: Option<ScoreTable>) -> Self {
        let placed = table.as_ref().map(ScoreTable::placed).unwrap_or_default();
        let items = placed.iter().map(|placed| ProvinceItem {
            position: placed.position,
            code: &placed.province.code,
            name: &placed.province.name,
            score: placed.score.points().to_f64(),
        });
        Self {
            items: items.collect(),
            on: table.as_ref().map(|table| table.on),
            source: table.map(|table| table.source),
        }
    }
}

/// The scores of all provinces.
#[utoipa::path(
    get, path = "/index/provinces", tag = "quality", summary = "The provinces in the order of their published scores",
    description = "The newest table of the national portal that was taken in up to `as_of`.",
    params(FiguresQuery),
    responses((status = 200, description = "The provinces", body = Provinces), Refusals)
)]
pub async fn list_provinces(
    State(app): State<App>,
    Asked(query): Asked<FiguresQuery>,
) -> Result<Answer<Provinces>, Failure> {
    let as_of = query.read(app.clock.now(), Complaints::default())?;
    let table = app.read(move |tx| Ok(scores(tx, as_of, Period { from: as_of, to: as_of }.end())?)).await?;
    Ok(Answer(Provinces::of(table)))
}
