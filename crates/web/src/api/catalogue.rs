//! The catalogue of procedures.

use super::dossiers::PageQuery;
use super::openapi::Refusals;
use super::wire::{Answer, Asked, Complaints, Page, slice};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::{StartRule, TimeLimit};
use rules::catalogue::{
    Announcement, Fee, LegalBasis, Level, OnlineLevel, Procedure, ProcedureResult, RequiredDocument, Route, Subject,
};
use rules::codes::ProcedureCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which procedures.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ProcedureQuery {
    /// Words, with or without marks, glued or mistyped: best fit first.
    #[param(example = "khai sinh")]
    q: Option<String>,
    /// The field, with or without marks.
    #[param(example = "ho tich")]
    field: Option<String>,
    /// `province`, `commune` or `ministry`.
    #[param(example = "commune")]
    level: Option<String>,
    /// `none`, `partial` or `full`; `true` for whatever can be filed online, `false` for the rest.
    #[param(example = "full")]
    online: Option<String>,
}

/// A procedure in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProcedureItem {
    /// Its code in the national catalogue.
    #[schema(example = "1.001193")]
    code: String,
    /// Its name.
    #[schema(example = "Đăng ký khai sinh")]
    name: String,
    /// Its name in English.
    name_en: Option<String>,
    /// Its field.
    #[schema(example = "Hộ tịch")]
    field: String,
    /// The level that settles it.
    #[schema(value_type = String, example = "commune")]
    level: Level,
    /// Who settles it, in words.
    authority: String,
    /// How long it takes: `{"working_days": 5}`, also `working_hours`, `half_days`, `days`, `months`, or `"same_day"`: within the
    /// working day.
    #[schema(value_type = Option<Object>, example = json!({"working_days": 5}))]
    time_limit: Option<TimeLimit>,
    /// How far it can be done online.
    #[schema(value_type = String, example = "full")]
    online: OnlineLevel,
    /// Whether any counter of the province takes it in.
    location_independent: bool,
    /// Its number among the essential public services.
    essential: Option<u16>,
}

impl From<&Procedure> for ProcedureItem {
    fn from(procedure: &Procedure) -> Self {
        Self {
            code: procedure.code.to_string(),
            name: procedure.name.clone(),
            name_en: procedure.name_en.clone(),
            field: procedure.field.clone(),
            level: procedure.level,
            authority: procedure.authority.clone(),
            time_limit: procedure.time_limit,
            online: procedure.online,
            location_independent: procedure.location_independent,
            essential: procedure.essential,
        }
    }
}

/// A procedure with all its parts.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProcedureWhole<'a> {
    /// What lists show too.
    #[serde(flatten)]
    item: ProcedureItem,
    /// How often it was published or withdrawn.
    version: u64,
    /// From when it is withdrawn, if it is.
    #[schema(value_type = Option<String>, format = Date)]
    withdrawn_on: Option<Date>,
    /// Who may ask: `citizen`, `business`, `organisation`.
    #[schema(value_type = Vec<String>, example = json!(["citizen"]))]
    subjects: &'a [Subject],
    /// The agency that settles it, where it is always the same one.
    agency: Option<&'a str>,
    /// How it goes, step by step.
    sequence: &'a [String],
    /// The papers.
    #[schema(value_type = Vec<Object>, example = json!([{"code": "01", "name": "Tờ khai", "required": true, "originals": 1, "copies": 0, "note": null}]))]
    documents: &'a [RequiredDocument],
    /// When the time limit begins: `at_once` or `{"next_working_day_after": "15:00:00"}`.
    #[schema(value_type = Object)]
    start: StartRule,
    /// Fees and charges, in đồng.
    #[schema(value_type = Vec<Object>, example = json!([{"name": "Lệ phí", "kind": "fee", "amount": 8000, "amount_online": null, "note": null}]))]
    fees: &'a [Fee],
    /// What comes of it.
    #[schema(value_type = Object, example = json!({"name": "Giấy khai sinh", "code": "KQ.G15.000031", "paper": true}))]
    result: &'a ProcedureResult,
    /// What it rests on.
    #[schema(value_type = Vec<Object>, example = json!([{"number": "60/2014/QH13", "name": "Luật Hộ tịch"}]))]
    legal_basis: &'a [LegalBasis],
    /// What must be given.
    conditions: Option<&'a str>,
    /// How it was announced.
    #[schema(value_type = Option<Object>)]
    announcement: Option<&'a Announcement>,
    /// The steps by which it is settled.
    #[schema(value_type = Vec<Object>)]
    route: &'a Route,
}

/// Procedures that can be asked for.
#[utoipa::path(
    get, path = "/procedures", tag = "catalogue", summary = "Procedures that can be asked for",
    description = "By code; with `q`, best fit first.",
    params(ProcedureQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<ProcedureItem>), Refusals)
)]
pub async fn list_procedures(
    State(app): State<App>,
    Asked(query): Asked<ProcedureQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<ProcedureItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let levels = [("province", Level::Province), ("commune", Level::Commune), ("ministry", Level::Ministry)];
    let level = complaints.choice("/level", query.level.as_deref(), &levels);
    let online: [(_, &[OnlineLevel]); 5] = [
        ("none", &[OnlineLevel::None]),
        ("partial", &[OnlineLevel::Partial]),
        ("full", &[OnlineLevel::Full]),
        ("true", &[OnlineLevel::Partial, OnlineLevel::Full]),
        ("false", &[OnlineLevel::None]),
    ];
    let online = complaints.choice("/online", query.online.as_deref(), &online);
    complaints.settle()?;
    let field = rules::text::fold(&query.field.unwrap_or_default());
    let fits = |procedure: &&Procedure| {
        level.is_none_or(|level| level == procedure.level)
            && online.is_none_or(|online| online.contains(&procedure.online))
            && (field.is_empty() || rules::text::fold(&procedure.field) == field)
    };
    let province = app.province().await?;
    let page = match query.q.filter(|words| !words.trim().is_empty()) {
        Some(words) => slice(province.search(&words).filter(fits), after, limit, ProcedureItem::from),
        None => slice(province.procedures().filter(fits), after, limit, ProcedureItem::from),
    };
    Ok(Answer(page))
}

/// One procedure.
#[utoipa::path(
    get, path = "/procedures/{code}", tag = "catalogue", summary = "One procedure with all its parts",
    params(("code" = String, Path, description = "Its code in the national catalogue", example = "1.001193")),
    responses((status = 200, description = "The procedure; a withdrawn one says so", body = ProcedureWhole<'_>), Refusals)
)]
pub async fn show_procedure(
    State(app): State<App>,
    Path(code): Path<String>,
) -> Result<axum::response::Response, Failure> {
    let province = app.province().await?;
    let known: Option<ProcedureCode> = code.parse().ok();
    let state = known.and_then(|known| province.procedure(&known));
    let Some((state, procedure)) = state.and_then(|state| Some((state, state.procedure.as_ref()?))) else {
        return Err(Refusal::not_found("procedure-unknown").with("code", code).into());
    };
    let whole = ProcedureWhole {
        item: procedure.into(),
        version: state.version,
        withdrawn_on: state.withdrawn_on,
        subjects: &procedure.subjects,
        agency: procedure.agency.as_ref().map(rules::codes::AgencyCode::as_str),
        sequence: &procedure.sequence,
        documents: &procedure.documents,
        start: procedure.start,
        fees: &procedure.fees,
        result: &procedure.result,
        legal_basis: &procedure.legal_basis,
        conditions: procedure.conditions.as_deref(),
        announcement: procedure.announcement.as_ref(),
        route: &procedure.route,
    };
    Ok(axum::response::IntoResponse::into_response(Answer(whole)))
}
