//! Essential services over the API: the register with stages and use, open to everybody; keeping it.

use super::body::Body;
use super::caller::Caller;
use super::dossiers::PageQuery;
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::wire::{Answer, Asked, Complaints, Page, cursor};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, ServiceCode};
use rules::essential_services::{Draft, Service, Stage, StageDraft, StageReached};
use rules::people::permissions::{Deed, may};
use rules::quality::{Period, Side};
use serde::{Deserialize, Serialize};
use store::tables::essential_services::{Filter, Usage, list, usage, usage_of};
use store::{Fault, Tx, desk};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of essential services.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_services, register_service))
        .routes(routes!(show_service))
        .routes(routes!(act_on_service))
}

/// What a list of services is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ServiceQuery {
    /// Those at this stage: `reviewed`, `restructured`, `electronic`, `integrated` or `measured`.
    #[param(example = "integrated")]
    stage: Option<String>,
    /// Those for which this agency answers.
    agency: Option<String>,
    /// Those restructured and on the national portal by this day.
    #[param(value_type = Option<String>, example = "2025-12-23")]
    integrated_by: Option<Date>,
    /// Words of the name; marks may be left out.
    #[param(example = "khai sinh")]
    q: Option<String>,
}

/// An essential service.
#[derive(Debug, Serialize, ToSchema)]
pub struct EssentialServiceSeen {
    /// Its code.
    #[schema(example = "TY-012")]
    code: String,
    /// Its version, for actions; nothing in a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    /// What it is called in the decision that lists it.
    name: String,
    /// Which agency answers for it, by code.
    agency: String,
    /// Which decision lists it.
    source: String,
    /// The procedures by which it is given, by code.
    procedures: Vec<String>,
    /// The stage that it is at; nothing before the first one.
    stage: Option<&'static str>,
    /// The stages that it reached, in order.
    stages: Vec<ServiceStage>,
    /// Dossiers of its procedures received this year.
    received: i64,
    /// How many of them had been filed online.
    received_online: i64,
}

/// A stage that a service reached.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceStage {
    /// Which.
    #[schema(example = "restructured")]
    stage: &'static str,
    /// On which day.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// By which document that is proved.
    document: String,
}

fn seen(service: &Service, reached: &[StageReached], used: Usage, version: Option<u64>) -> EssentialServiceSeen {
    let stage = |reached: &StageReached| ServiceStage {
        stage: reached.stage.key(),
        on: reached.on,
        document: reached.document.clone(),
    };
    EssentialServiceSeen {
        code: service.code.to_string(),
        version,
        name: service.name.clone(),
        agency: service.agency.to_string(),
        source: service.source.clone(),
        procedures: service.procedures.iter().map(ToString::to_string).collect(),
        stage: reached.last().map(|reached| reached.stage.key()),
        stages: reached.iter().map(stage).collect(),
        received: used.received,
        received_online: used.online,
    }
}

/// The place of a service in the list: its number.
fn place(code: &ServiceCode) -> Option<i64> {
    code.as_str().strip_prefix("TY-")?.parse().ok()
}

fn year_to(now: jiff::Timestamp) -> Period {
    let today = day_of(now);
    Period { from: today.first_of_year(), to: today }
}

/// The essential services, by code.
#[utoipa::path(
    get, path = "/essential-services", tag = "resources", summary = "The essential services, by code",
    params(ServiceQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<EssentialServiceSeen>), Refusals)
)]
pub async fn list_services(
    State(app): State<App>,
    Asked(query): Asked<ServiceQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<EssentialServiceSeen>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let stage = complaints.choice("/stage", query.stage.as_deref(), &Stage::ALL.map(|stage| (stage.key(), stage)));
    let agency: Option<AgencyCode> = complaints.code("/agency", query.agency.as_deref(), "agency-unknown");
    complaints.settle()?;
    let integrated = query.integrated_by.map(|day| (day, Side::Numerator));
    let filter = Filter { stage, agency, words: query.q.unwrap_or_default(), integrated };
    let after = after.map_or_else(String::new, |number| format!("TY-{number:03}"));
    let period = year_to(app.clock.now());
    let (mut found, used) = app
        .read(move |tx| {
            let found = list(tx, &filter, &after, limit + 1)?;
            let procedures: Vec<_> = found.iter().flat_map(|one| one.service.procedures.clone()).collect();
            Ok((found, usage(tx, &procedures, period)?))
        })
        .await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).and_then(|one| place(&one.service.code)).map(cursor);
    let items = found.iter().map(|one| seen(&one.service, &one.reached, usage_of(&one.service, &used), None));
    Ok(Answer(Page { items: items.collect(), next }))
}

fn find(tx: &mut Tx, code: &str, now: jiff::Timestamp) -> Result<EssentialServiceSeen, store::Failure> {
    let unknown = || Refusal::not_found("service-unknown");
    let code: ServiceCode = code.parse().map_err(|_| unknown())?;
    let (found, _) = desk::essential_services::load_with_history(tx, &code)?.ok_or_else(unknown)?;
    let used = usage(tx, &found.service.procedures, year_to(now))?;
    Ok::<_, Fault>(seen(&found.service, &found.reached, usage_of(&found.service, &used), Some(found.version)))
        .map_err(Into::into)
}

/// One essential service.
#[utoipa::path(
    get, path = "/essential-services/{code}", tag = "resources", summary = "One essential service with its stages and use",
    params(("code" = String, Path, description = "The service's code", example = "TY-012")),
    responses((status = 200, description = "The service", body = EssentialServiceSeen), Refusals)
)]
pub async fn show_service(
    State(app): State<App>,
    Path(code): Path<String>,
) -> Result<Answer<EssentialServiceSeen>, Failure> {
    let now = app.clock.now();
    Ok(Answer(app.read(move |tx| find(tx, &code, now)).await?))
}

/// A service to be entered in the register.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceToRegister {
    /// Its code: `TY-` and its number in the list, in three digits.
    #[schema(example = "TY-076")]
    code: String,
    /// What it is called in the decision that lists it.
    name: String,
    /// Which agency answers for it, by code.
    agency: String,
    /// Which decision lists it.
    source: String,
    /// The procedures by which it is given, by code.
    procedures: Vec<String>,
}

/// Enters a service in the register.
#[utoipa::path(
    post, path = "/essential-services", tag = "resources", summary = "Enter a service in the register",
    description = "For leaders and clerks of the agency that answers for it, or above it.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body = ServiceToRegister,
    responses((status = 201, description = "The service", body = EssentialServiceSeen), Refusals),
    security(("token" = []))
)]
pub async fn register_service(
    State(app): State<App>,
    caller: Caller,
    key: Key,
    body: Body<ServiceToRegister>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, "POST /api/v1/essential-services", &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::KeepServices)?;
        let draft = Draft {
            code: sent.code.clone(),
            name: sent.name.clone(),
            agency: sent.agency.parse().ok(),
            source: sent.source.clone(),
            procedures: sent.procedures.join(";"),
        };
        let code = desk::essential_services::keep(tx, &province, &actor, None, &draft, now)?;
        Ok(Done::new(StatusCode::CREATED, &find(tx, code.as_str(), now)?)?)
    });
    Ok(done.await?.into_response(|code| format!("/api/v1/essential-services/{code}")))
}

/// What an action on a service says.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceActed {
    /// The version of the service that the caller saw.
    version: u64,
    /// The stage that comes next: for `reach`.
    stage: String,
    /// On which day it was reached: for `reach`.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
    /// By which document that is proved: for `reach`. Its file is handed in on the page.
    document: String,
    /// Why: for `withdraw`.
    reason: String,
}

/// Acts on a service.
#[utoipa::path(
    post, path = "/essential-services/{code}/actions/{action}", tag = "resources", summary = "Note the stage that a service reached, or take the last one back",
    params(
        ("code" = String, Path, description = "The service's code", example = "TY-012"),
        ("action" = String, Path, description = "`reach` or `withdraw`", example = "reach"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = ServiceActed,
    responses((status = 200, description = "The service as it stands then", body = EssentialServiceSeen), Refusals),
    security(("token" = []))
)]
pub async fn act_on_service(
    State(app): State<App>,
    Path((code, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<ServiceActed>,
) -> Result<Response, Failure> {
    let request =
        key.request(&caller, &format!("POST /api/v1/essential-services/{code}/actions/{action}"), &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::KeepServices)?;
        let of: ServiceCode = code.parse().map_err(|_| Refusal::not_found("service-unknown"))?;
        match action.as_str() {
            "reach" => {
                let stage = StageDraft {
                    stage: Stage::from_key(&sent.stage),
                    on: sent.on,
                    document: sent.document.clone(),
                    files: Vec::new(),
                };
                desk::essential_services::reach(tx, &actor, &of, sent.version, stage, now)?;
            }
            "withdraw" => desk::essential_services::withdraw(tx, &actor, &of, sent.version, &sent.reason, now)?,
            _ => return Err(Refusal::not_found("task-action-unknown").with("action", &action).into()),
        }
        Ok(Done::new(StatusCode::OK, &find(tx, &code, now)?)?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}
