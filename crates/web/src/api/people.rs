//! The directory: agencies and their counters.

use super::dossiers::PageQuery;
use super::openapi::Refusals;
use super::wire::{Answer, Asked, Complaints, Page, slice};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use rules::Refusal;
use rules::codes::AgencyCode;
use rules::people::{Agency, AgencyKind, AgencyLevel};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which agencies.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct AgencyQuery {
    /// `province`, `department` or `commune`.
    #[param(example = "commune")]
    level: Option<String>,
    /// `authority` (settles) or `counter` (receives).
    #[param(example = "counter")]
    kind: Option<String>,
    /// Words of the name; marks may be left out.
    #[param(example = "sin ho")]
    q: Option<String>,
}

/// An agency.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgencySeen {
    /// Its electronic identification code.
    #[schema(example = "H35.38")]
    code: String,
    /// Its name.
    #[schema(example = "Ủy ban nhân dân xã Sìn Hồ")]
    name: String,
    /// Its name in English.
    name_en: Option<String>,
    /// `province`, `department` or `commune`.
    #[schema(value_type = String, example = "commune")]
    level: AgencyLevel,
    /// `authority` or `counter`.
    #[schema(value_type = String, example = "authority")]
    kind: AgencyKind,
    /// The agency that it belongs to.
    #[schema(example = "H35")]
    parent: Option<String>,
    /// The commune that it serves, by its code.
    #[schema(example = "03478")]
    commune: Option<String>,
    /// Where it is.
    address: Option<String>,
    /// Its telephone.
    phone: Option<String>,
    /// Whether it works on Saturday mornings.
    saturday_morning: bool,
}

impl From<&Agency> for AgencySeen {
    fn from(agency: &Agency) -> Self {
        Self {
            code: agency.code.to_string(),
            name: agency.name.clone(),
            name_en: agency.name_en.clone(),
            level: agency.level,
            kind: agency.kind,
            parent: agency.parent.as_ref().map(ToString::to_string),
            commune: agency.commune.as_ref().map(ToString::to_string),
            address: agency.address.clone(),
            phone: agency.phone.clone(),
            saturday_morning: agency.saturday_morning,
        }
    }
}

/// An agency with its counter.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgencyWhole {
    /// What lists show too.
    #[serde(flatten)]
    agency: AgencySeen,
    /// The counter that receives for it.
    #[schema(example = "H35.38.01")]
    own_counter: Option<String>,
}

/// The agencies, by code.
#[utoipa::path(
    get, path = "/agencies", tag = "catalogue", summary = "The agencies, by code",
    params(AgencyQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<AgencySeen>), Refusals)
)]
pub async fn list_agencies(
    State(app): State<App>,
    Asked(query): Asked<AgencyQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<AgencySeen>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let levels = [
        ("province", AgencyLevel::Province),
        ("department", AgencyLevel::Department),
        ("commune", AgencyLevel::Commune),
    ];
    let level = complaints.choice("/level", query.level.as_deref(), &levels);
    let kinds = [("authority", AgencyKind::Authority), ("counter", AgencyKind::Counter)];
    let kind = complaints.choice("/kind", query.kind.as_deref(), &kinds);
    complaints.settle()?;
    let words = rules::text::fold(&query.q.unwrap_or_default());
    let province = app.province().await?;
    let found = province.directory.iter().filter(|agency| {
        level.is_none_or(|level| level == agency.level)
            && kind.is_none_or(|kind| kind == agency.kind)
            && (words.is_empty() || rules::text::fold(&agency.name).contains(&words))
    });
    Ok(Answer(slice(found, after, limit, AgencySeen::from)))
}

/// One agency.
#[utoipa::path(
    get, path = "/agencies/{code}", tag = "catalogue", summary = "One agency",
    params(("code" = String, Path, description = "The agency's code", example = "H35.38")),
    responses((status = 200, description = "The agency", body = AgencyWhole), Refusals)
)]
pub async fn show_agency(State(app): State<App>, Path(code): Path<String>) -> Result<Answer<AgencyWhole>, Failure> {
    let province = app.province().await?;
    let known: Option<AgencyCode> = code.parse().ok();
    let agency = known.and_then(|known| province.directory.get(&known));
    let agency = agency.ok_or_else(|| Refusal::not_found("agency-unknown").with("code", code))?;
    let counter = (agency.kind == AgencyKind::Authority).then(|| province.directory.counter_of(&agency.code)).flatten();
    Ok(Answer(AgencyWhole { agency: agency.into(), own_counter: counter.map(|counter| counter.code.to_string()) }))
}
