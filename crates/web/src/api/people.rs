//! The directory: agencies and their counters.

use super::dossiers::PageQuery;
use super::openapi::Refusals;
use super::wire::{Answer, Asked, Complaints, Page, slice};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use jiff::civil::Date;
use rules::Refusal;
use rules::codes::AgencyCode;
use rules::people::{Agency, AgencyKind, AgencyLevel, Bloc, Directory};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which agencies.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct AgencyQuery {
    /// `province`, `department`, `district` (until 30 June 2025) or `commune`.
    #[param(example = "commune")]
    level: Option<String>,
    /// `party`, `government`, `front` or `mass_organisation`.
    #[param(example = "government")]
    bloc: Option<String>,
    /// Those in force on this day; today when not said.
    #[param(example = "2025-06-30")]
    in_force_on: Option<String>,
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
    /// Its official electronic identification code, where it is known.
    #[schema(example = "000.00.14.H35")]
    eid: Option<String>,
    /// `party`, `government`, `front` or `mass_organisation`.
    #[schema(value_type = String, example = "government")]
    bloc: Bloc,
    /// `province`, `department`, `district` (until 30 June 2025) or `commune`.
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
    /// Whether it works on Saturdays.
    saturday_morning: bool,
    /// The first day on which it exists; nothing for one that was always there.
    #[schema(value_type = Option<String>, example = "2025-07-01")]
    founded_on: Option<Date>,
    /// The first day on which it is no more, once that is decided.
    #[schema(value_type = Option<String>, example = "2025-07-01")]
    ended_on: Option<Date>,
    /// What it becomes part of then; the first takes over its dossiers.
    #[schema(example = json!(["H35.21"]))]
    merged_into: Vec<String>,
}

impl AgencySeen {
    fn of(directory: &Directory, agency: &Agency) -> Self {
        let end = directory.end(&agency.code);
        Self {
            founded_on: agency.founded_on,
            ended_on: end.map(|end| end.on),
            merged_into: end.map(|end| end.into.iter().map(ToString::to_string).collect()).unwrap_or_default(),
            eid: agency.eid.as_ref().map(ToString::to_string),
            bloc: agency.bloc,
            code: agency.code.to_string(),
            name: agency.name.clone(),
            name_en: agency.name_en.clone(),
            level: agency.level,
            kind: agency.kind,
            parent: agency.parent.as_ref().map(ToString::to_string),
            commune: agency.commune.as_ref().map(ToString::to_string),
            address: agency.address.clone(),
            phone: agency.phone.clone(),
            saturday_morning: !agency.working_hours().saturday().is_empty(),
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
    /// The agencies that became part of it until today.
    #[schema(example = json!(["H35.H105.X03403"]))]
    predecessors: Vec<String>,
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
        ("district", AgencyLevel::District),
        ("commune", AgencyLevel::Commune),
    ];
    let level = complaints.choice("/level", query.level.as_deref(), &levels);
    let kinds = [("authority", AgencyKind::Authority), ("counter", AgencyKind::Counter)];
    let kind = complaints.choice("/kind", query.kind.as_deref(), &kinds);
    let blocs = Bloc::ALL.map(|bloc| (bloc.key(), bloc));
    let bloc = complaints.choice("/bloc", query.bloc.as_deref(), &blocs);
    let day = complaints.day("/in_force_on", query.in_force_on.as_deref());
    complaints.settle()?;
    let words = rules::text::fold(&query.q.unwrap_or_default());
    let province = app.province().await?;
    let then = day.map(|day| province.directory.on(day));
    let directory = then.as_ref().unwrap_or(&province.directory);
    let found = directory.iter().filter(|agency| {
        level.is_none_or(|level| level == agency.level)
            && kind.is_none_or(|kind| kind == agency.kind)
            && bloc.is_none_or(|bloc| bloc == agency.bloc)
            && (words.is_empty() || rules::text::fold(&agency.name).contains(&words))
    });
    Ok(Answer(slice(found, after, limit, |agency| AgencySeen::of(directory, agency))))
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
    let before = province.directory.predecessors(&agency.code);
    Ok(Answer(AgencyWhole {
        agency: AgencySeen::of(&province.directory, agency),
        own_counter: counter.map(|counter| counter.code.to_string()),
        predecessors: before.iter().map(|agency| agency.code.to_string()).collect(),
    }))
}
