//! Villages in force with what is known of their coverage, by code; and reports of it from the field.

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
use rules::calendar::day_of;
use rules::codes::{CommuneCode, VillageCode};
use rules::coverage::{Level, Plan, Planned, Power, Report, Reported, Status, Technology};
use rules::people::permissions::{Deed, may, may_at};
use rules::people::{KnownVillage, Village, VillageKind};
use rules::{Problem, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::Fault;
use store::desk::agencies::found_village;
use store::desk::coverage::{Command, act, load_with_history, village};
use store::province::PROVINCE_LEDGER;
use store::tables::coverage::{Covered, on};
use store::tables::villages::{Filter, list};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of villages.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_villages, enter_village))
        .routes(routes!(show_village))
        .routes(routes!(act_on_village))
}

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
    /// Those whose coverage is this: `nothing`, `without-broadband`, `broadband` or `unknown`.
    #[param(example = "nothing")]
    coverage: Option<String>,
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
    /// What is known of its coverage today.
    coverage: CoverageSeen,
}

/// What is known of the coverage of a village.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageSeen {
    /// `nothing`, `without-broadband`, `broadband` or `unknown`.
    #[schema(example = "broadband")]
    status: &'static str,
    /// What reaches it, as verified last.
    signals: Vec<SignalSeen>,
    /// `grid`, `own` or `none`.
    power: Option<&'static str>,
    /// How many people live there.
    population: Option<u32>,
    /// On which day this was seen.
    #[schema(value_type = Option<String>, format = Date)]
    observed_on: Option<Date>,
    /// What is to come.
    plan: Option<CoveragePlan>,
    /// How many reports wait for a second person.
    waiting: i64,
    /// Whether they differ.
    conflict: bool,
}

/// What of an operator reaches a village.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SignalSeen {
    /// The operator.
    #[schema(example = "Viettel")]
    operator: String,
    /// `2g`, `3g`, `4g`, `5g`, `fibre` or `satellite`.
    #[schema(example = "4g")]
    technology: String,
    /// `good` or `holes`.
    #[schema(example = "good")]
    level: String,
}

/// What is to come to a village.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoveragePlan {
    /// Which operator brings it.
    operator: String,
    /// What.
    technology: &'static str,
    /// By when.
    #[schema(value_type = String, format = Date)]
    by: Date,
    /// By which document.
    document: String,
}

fn coverage(report: Option<&Reported>, plan: Option<&Planned>, waiting: i64, conflict: bool) -> CoverageSeen {
    let signal = |signal: &rules::coverage::Signal| SignalSeen {
        operator: signal.operator.clone(),
        technology: signal.technology.key().to_owned(),
        level: signal.level.key().to_owned(),
    };
    CoverageSeen {
        status: Status::of(report).key(),
        signals: report.map(|report| report.signals.iter().map(signal).collect()).unwrap_or_default(),
        power: report.map(|report| report.power.key()),
        population: report.and_then(|report| report.population),
        observed_on: report.map(|report| report.observed_on),
        plan: plan.map(|plan| CoveragePlan {
            operator: plan.operator.clone(),
            technology: plan.technology.key(),
            by: plan.by,
            document: plan.document.clone(),
        }),
        waiting,
        conflict,
    }
}

fn seen(known: &KnownVillage, coverage: CoverageSeen) -> VillageSeen {
    let village = &known.village;
    VillageSeen {
        code: village.code.to_string(),
        name: village.name.clone(),
        kind: village.kind,
        commune: village.commune.to_string(),
        founded_on: village.founded_on,
        coverage,
    }
}

/// The villages, by code.
#[utoipa::path(
    get, path = "/villages", tag = "resources", summary = "The villages with what is known of their coverage, by code",
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
    let statuses = Status::ALL.map(|status| (status.key(), status));
    let status = complaints.choice("/coverage", query.coverage.as_deref(), &statuses);
    complaints.settle()?;
    // A village's code is its place in the list: a number of eight digits with a dot in it.
    let after = after.map_or_else(String::new, |key| format!("{:05}.{:03}", key / 1000, key % 1000));
    let commune = commune.map(|commune| commune.to_string());
    let filter = Filter { commune: commune.clone(), words: query.q.unwrap_or_default(), in_force: true };
    let today = day_of(app.clock.now());
    let (mut found, known) = app
        .read(move |tx| {
            let known: BTreeMap<String, Covered> = on(tx, today, commune.as_deref())?
                .into_iter()
                .map(|one| (one.known.village.code.to_string(), one))
                .collect();
            // Narrowed by coverage, a page is picked from all that are left.
            let most = if status.is_some() { u32::from(u16::MAX) } else { limit + 1 };
            Ok((list(tx, &filter, &after, most)?, known))
        })
        .await?;
    let covered = |village: &KnownVillage| known.get(village.village.code.as_str());
    if let Some(status) = status {
        found.retain(|village| covered(village).is_some_and(|one| one.status == status));
    }
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let key = |known: &KnownVillage| known.village.code.as_str().replace('.', "").parse().ok();
    let next = found.last().filter(|_| more).and_then(key).map(cursor);
    let items = found.iter().map(|village| {
        let one = covered(village);
        let report = one.and_then(|one| one.report.as_ref());
        let plan = one.and_then(|one| one.plan.as_ref());
        let (waiting, conflict) = one.map_or((0, false), |one| (one.waiting, one.conflict));
        seen(village, coverage(report, plan, waiting, conflict))
    });
    Ok(Answer(Page { items: items.collect(), next }))
}

/// A village with the version of its coverage.
#[derive(Debug, Serialize, ToSchema)]
pub struct VillageWhole {
    /// The village.
    #[serde(flatten)]
    village: VillageSeen,
    /// The version of its coverage, to be sent along with the next action.
    version: u64,
}

fn find(
    tx: &mut store::Tx,
    province: &store::province::Province,
    code: &str,
    now: jiff::Timestamp,
) -> Result<VillageWhole, store::Failure> {
    let code: VillageCode = code.parse().map_err(|_| Refusal::not_found("village-unknown").with("code", code))?;
    let (known, _) = village(tx, province, &code)?;
    let (all, _) = load_with_history(tx, &code)?;
    let waiting = i64::try_from(all.waiting().count()).unwrap_or(i64::MAX);
    let now = coverage(all.on(day_of(now)), all.plan.as_ref(), waiting, all.in_conflict());
    Ok(VillageWhole { village: seen(&known, now), version: all.version })
}

/// One village.
#[utoipa::path(
    get, path = "/villages/{code}", tag = "resources", summary = "One village with what is known of its coverage",
    params(("code" = String, Path, description = "The village's code", example = "03478.001")),
    responses((status = 200, description = "The village", body = VillageWhole), Refusals)
)]
pub async fn show_village(State(app): State<App>, Path(code): Path<String>) -> Result<Answer<VillageWhole>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            find(tx, &province, &code, now)
        })
        .await?;
    Ok(Answer(found))
}

/// A village that is to be entered.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct VillageToEnter {
    /// Its name without its kind.
    #[schema(example = "Nậm Lúc")]
    name: String,
    /// `ban`, `thon` or `to_dan_pho`.
    #[schema(example = "ban")]
    kind: String,
    /// The commune that it lies in, by its code.
    #[schema(example = "03478")]
    commune: String,
    /// The first day on which it exists; nothing for one that was always there.
    #[schema(value_type = Option<String>, format = Date)]
    founded_on: Option<Date>,
    /// The decision that it rests on.
    decision: Option<String>,
}

/// Enters a village.
#[utoipa::path(
    post, path = "/villages", tag = "resources", summary = "Enter a village under the next number of its commune",
    description = "For administrators of the province.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body = VillageToEnter,
    responses((status = 201, description = "The village", body = VillageWhole), Refusals),
    security(("token" = []))
)]
pub async fn enter_village(
    State(app): State<App>,
    caller: Caller,
    key: Key,
    body: Body<VillageToEnter>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, "POST /api/v1/villages", &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let of_province = PROVINCE_LEDGER.parse().map_err(|error| Fault::because("the code of the province", error))?;
        let by = actor.as_officer(may_at(&actor, Deed::AdministerDirectory, &of_province)?);
        let mut complaints = Complaints::default();
        let commune: Option<CommuneCode> = complaints.code("/commune", Some(&sent.commune), "commune");
        let kinds = VillageKind::ALL.map(|kind| (kind.key(), kind));
        let kind = complaints.choice("/kind", Some(&sent.kind), &kinds);
        for (pointer, typed) in [("/commune", &sent.commune), ("/kind", &sent.kind)] {
            if typed.trim().is_empty() {
                complaints.add(Problem::new(pointer, "choose"));
            }
        }
        complaints.settle()?;
        let (Some(commune), Some(kind)) = (commune, kind) else {
            return Err(Fault::new("a village without its commune or kind").into());
        };
        let (name, founded_on, decision) = (sent.name.clone(), sent.founded_on, sent.decision.clone());
        let village = |code, commune| Village { code, name, kind, commune, founded_on, decision };
        let code = found_village(tx, &province, commune, village, &by, now)?;
        Ok(Done::new(StatusCode::CREATED, &find(tx, &province, code.as_str(), now)?)?)
    });
    Ok(done.await?.into_response(|code| format!("/api/v1/villages/{code}")))
}

/// What an action on the coverage of a village says.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CoverageActed {
    /// The version that the caller saw; a report needs none.
    version: u64,
    /// On which day it was seen: for `report`.
    #[schema(value_type = Option<String>, format = Date)]
    observed_on: Option<Date>,
    /// What reaches the village, nothing where nothing does: for `report`.
    signals: Vec<SignalSeen>,
    /// `grid`, `own` or `none`: for `report`.
    power: String,
    /// How many people live there: for `report`.
    population: Option<u32>,
    /// What else is to be said: for `report`.
    note: String,
    /// Which report: for `verify` and `set-aside`.
    number: u32,
    /// Why: for `set-aside`.
    reason: String,
    /// Which operator brings it: for `plan`.
    operator: String,
    /// What: for `plan`.
    technology: String,
    /// By when: for `plan`.
    #[schema(value_type = Option<String>, format = Date)]
    by: Option<Date>,
    /// By which document: for `plan`.
    document: String,
}

impl CoverageActed {
    fn command(&self, action: &str) -> Option<Command> {
        Some(match action {
            "report" => Command::Report(Report {
                observed_on: self.observed_on,
                signals: self
                    .signals
                    .iter()
                    .map(|one| {
                        let (by, level) = (Technology::from_key(&one.technology), Level::from_key(&one.level));
                        (one.operator.clone(), by, level)
                    })
                    .collect(),
                nothing: self.signals.is_empty(),
                power: Power::from_key(&self.power),
                population: self.population.map(|people| people.to_string()).unwrap_or_default(),
                note: self.note.clone(),
                files: Vec::new(),
            }),
            "verify" => Command::Verify(self.number),
            "set-aside" => Command::SetAside(self.number, self.reason.clone()),
            "plan" => Command::Plan(Plan {
                operator: self.operator.clone(),
                technology: Technology::from_key(&self.technology),
                by: self.by,
                document: self.document.clone(),
            }),
            _ => return None,
        })
    }
}

/// Acts on the coverage of a village.
#[utoipa::path(
    post, path = "/villages/{code}/actions/{action}", tag = "resources", summary = "Report the coverage of a village, verify or set aside a report, note a plan",
    params(
        ("code" = String, Path, description = "The village's code", example = "03478.001"),
        ("action" = String, Path, description = "`report`, `verify`, `set-aside` or `plan`", example = "report"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = CoverageActed,
    responses((status = 200, description = "The village as it stands then", body = VillageWhole), Refusals),
    security(("token" = []))
)]
pub async fn act_on_village(
    State(app): State<App>,
    Path((code, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<CoverageActed>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, &format!("POST /api/v1/villages/{code}/actions/{action}"), &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::ReportCoverage)?;
        let of: VillageCode = code.parse().map_err(|_| Refusal::not_found("village-unknown").with("code", &code))?;
        let unknown = || Refusal::not_found("task-action-unknown").with("action", &action);
        let command = sent.command(&action).ok_or_else(unknown)?;
        act(tx, &province, &actor, &of, sent.version, command, now)?;
        Ok(Done::new(StatusCode::OK, &find(tx, &province, &code, now)?)?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}
