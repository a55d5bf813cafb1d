//! Villages in force, by code.

use super::dossiers::PageQuery;
use super::openapi::Refusals;
use super::wire::{Answer, Asked, Complaints, Page, cursor};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::State;
use jiff::civil::Date;
use rules::codes::CommuneCode;
use rules::people::{KnownVillage, VillageKind};
use serde::{Deserialize, Serialize};
use store::tables::villages::{Filter, list};
use utoipa::{IntoParams, ToSchema};

/// Which villages.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct VillageQuery {
    /// Those of this commune, by its code.
    #[param(example = "03478")]
    commune: Option<String>,
    /// Words of the name; marks may be left out.
    #[param(example = "nam luc")]
    q: Option<String>,
}

/// A village.
#[derive(Debug, Serialize, ToSchema)]
pub struct VillageSeen {
    /// Its code: the commune's and a running number.
    #[schema(example = "03478.001")]
    code: String,
    /// Its name without its kind.
    #[schema(example = "Nậm Lúc")]
    name: String,
    /// `ban`, `thon` or `to_dan_pho`.
    #[schema(value_type = String, example = "ban")]
    kind: VillageKind,
    /// The commune that it lies in, by its code.
    #[schema(example = "03478")]
    commune: String,
    /// The first day on which it exists; nothing for one that was always there.
    #[schema(value_type = Option<String>, example = "2025-07-01")]
    founded_on: Option<Date>,
}

impl From<&KnownVillage> for VillageSeen {
    fn from(known: &KnownVillage) -> Self {
        let village = &known.village;
        Self {
            code: village.code.to_string(),
            name: village.name.clone(),
            kind: village.kind,
            commune: village.commune.to_string(),
            founded_on: village.founded_on,
        }
    }
}

/// The villages, by code.
#[utoipa::path(
    get, path = "/villages", tag = "catalogue", summary = "The villages, by code",
    params(VillageQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<VillageSeen>), Refusals)
)]
pub async fn list_villages(
    State(app): State<App>,
    Asked(query): Asked<VillageQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<VillageSeen>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let commune: Option<CommuneCode> = complaints.code("/commune", query.commune.as_deref(), "commune");
    complaints.settle()?;
    // A village's code is its place in the list: a number of eight digits with a dot in it.
    let after = after.map_or_else(String::new, |key| format!("{:05}.{:03}", key / 1000, key % 1000));
    let filter = Filter {
        commune: commune.map(|commune| commune.to_string()),
        words: query.q.unwrap_or_default(),
        in_force: true,
    };
    let mut found = app.read(move |tx| Ok(list(tx, &filter, &after, limit + 1)?)).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let key = |known: &KnownVillage| known.village.code.as_str().replace('.', "").parse().ok();
    let next = found.last().filter(|_| more).and_then(key).map(cursor);
    Ok(Answer(Page { items: found.iter().map(VillageSeen::from).collect(), next }))
}
