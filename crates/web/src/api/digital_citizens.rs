//! Digital citizens: communes against their targets, for everybody; a village with its reports, for whoever works for the state, and for members
//! of its group those that they made.

use super::body::Body;
use super::caller::Caller;
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::wire::{Answer, Asked, Complaints, Page};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, VillageCode};
use rules::digital_citizens::{Counts, Measure, Report, Reporter, VillageCitizens};
use rules::people::Actor;
use rules::people::permissions::{Deed, is_of_village, may};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::desk::coverage::village;
use store::desk::digital_citizens::{Command, act, load_with_history};
use store::tables::digital_citizens::{Sum, on, targets};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of digital citizens.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_communes)).routes(routes!(show_citizens)).routes(routes!(act_on_citizens))
}

/// As of when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct CitizensQuery {
    /// The day as of which; today where none is given.
    #[param(example = "2025-12-23")]
    as_of: Option<String>,
}

/// What was counted, people aged 14 and over.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub struct CountsSeen {
    /// Residents of that age.
    residents: i64,
    /// With an e-ID of level 2.
    eid: i64,
    /// With a personal e-signature.
    signature: i64,
    /// With an account on the public service portal.
    account: i64,
    /// Who pay without cash.
    cashless: i64,
}

/// What a year is to reach, in percent of the residents of that age.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct TargetSeen {
    /// e-IDs of level 2.
    eid: u8,
    /// Personal e-signatures.
    signature: u8,
    /// Accounts on the public service portal.
    account: u8,
    /// People who pay without cash.
    cashless: u8,
}

/// A commune with the sum over its villages.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommuneCitizens {
    /// The commune's code.
    #[schema(example = "03442")]
    commune: String,
    /// Its authority, by its code.
    agency: Option<String>,
    /// The sum over the villages that were counted.
    counts: CountsSeen,
    /// How many villages were counted.
    known: i64,
    /// Of how many.
    villages: i64,
    /// Its own target of the year.
    target: Option<TargetSeen>,
}

fn counts(sum: &Sum) -> CountsSeen {
    let [residents, eid, signature, account, cashless] = sum.people;
    CountsSeen { residents, eid, signature, account, cashless }
}

/// The communes, by code.
#[utoipa::path(
    get, path = "/digital-citizens", tag = "resources", summary = "Digital citizens by commune: counts, villages counted, targets",
    params(CitizensQuery),
    responses((status = 200, description = "All of them", body = Page<CommuneCitizens>), Refusals)
)]
pub async fn list_communes(
    State(app): State<App>,
    Asked(query): Asked<CitizensQuery>,
) -> Result<Answer<Page<CommuneCitizens>>, Failure> {
    let mut complaints = Complaints::default();
    let today = day_of(app.clock.now());
    let day: Option<Date> = complaints.code("/as_of", query.as_of.as_deref(), "date");
    complaints.settle()?;
    let day = day.unwrap_or(today).min(today);
    let province = app.province().await?;
    let (villages, aims) = app.read(move |tx| Ok((on(tx, day, None)?, targets(tx, day.year())?))).await?;
    let mut communes: BTreeMap<String, Sum> = BTreeMap::new();
    for village in &villages {
        communes.entry(village.known.village.commune.to_string()).or_default().add(village);
    }
    let items = communes.into_iter().map(|(commune, sum)| {
        let code = commune.parse().ok();
        let agency: Option<&AgencyCode> =
            code.and_then(|code| province.directory.authority_of(&code)).map(|agency| &agency.code);
        let target = agency.and_then(|agency| aims.get(agency)).map(|aim| {
            let [eid, signature, account, cashless] = aim.percent;
            TargetSeen { eid, signature, account, cashless }
        });
        let agency = agency.map(ToString::to_string);
        CommuneCitizens { commune, agency, counts: counts(&sum), known: sum.known, villages: sum.villages, target }
    });
    Ok(Answer(Page { items: items.collect(), next: None }))
}

/// A village with its reports.
#[derive(Debug, Serialize, ToSchema)]
pub struct VillageCitizensSeen {
    /// Its code.
    #[schema(example = "03442.001")]
    code: String,
    /// Its name without its kind.
    name: String,
    /// Every report, oldest first.
    reports: Vec<CitizensReport>,
    /// The version, to be sent along with the next action.
    version: u64,
}

/// A report of a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct CitizensReport {
    /// Its number among the village's.
    number: u32,
    /// The first day of its month.
    #[schema(value_type = String, format = Date)]
    month: Date,
    /// `group` or `commune`.
    reporter: &'static str,
    /// `waiting`, `verified` or `set-aside`.
    state: &'static str,
    /// What was counted.
    counts: CountsSeen,
    /// What else was said.
    note: String,
}

fn seen(actor: &Actor, code: &VillageCode, name: String, known: &VillageCitizens) -> VillageCitizensSeen {
    let report = |kept: &rules::digital_citizens::Kept| {
        let Counts { residents, eid, signature, account, cashless } = kept.report.counts;
        let [residents, eid, signature, account, cashless] =
            [residents, eid, signature, account, cashless].map(i64::from);
        CitizensReport {
            number: kept.report.number,
            month: kept.report.month,
            reporter: kept.report.reporter.key(),
            state: kept.state.key(),
            counts: CountsSeen { residents, eid, signature, account, cashless },
            note: kept.report.note.clone(),
        }
    };
    // A member of the group sees what they reported themselves.
    let member = is_of_village(actor, code);
    let theirs = known.reports.iter().filter(|kept| !member || kept.by == actor.login);
    let reports = theirs.map(report).collect();
    VillageCitizensSeen { code: code.to_string(), name, reports, version: known.version }
}

/// The village of this code, for whoever may do this deed and for members of its group.
fn find(
    tx: &mut store::Tx,
    province: &store::province::Province,
    (actor, deed): (&Actor, Deed),
    code: &str,
) -> Result<VillageCitizensSeen, store::Failure> {
    let read: Option<VillageCode> = code.parse().ok();
    if !read.as_ref().is_some_and(|code| is_of_village(actor, code)) {
        may(actor, deed)?;
    }
    let code = read.ok_or_else(|| Refusal::not_found("village-unknown").with("code", code))?;
    let (known, _) = village(tx, province, &code)?;
    let (citizens, _) = load_with_history(tx, &code)?;
    Ok(seen(actor, &code, known.village.name, &citizens))
}

/// One village.
#[utoipa::path(
    get, path = "/digital-citizens/{code}", tag = "resources", summary = "One village with its monthly reports of digital citizens",
    params(("code" = String, Path, description = "The village's code", example = "03442.001")),
    responses((status = 200, description = "The village", body = VillageCitizensSeen), Refusals),
    security(("token" = []))
)]
pub async fn show_citizens(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
) -> Result<Answer<VillageCitizensSeen>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            find(tx, &province, (&actor, Deed::WorkOnTasks), &code)
        })
        .await?;
    Ok(Answer(found))
}

/// What an action on the count of a village says.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CitizensActed {
    /// The version that the caller saw.
    version: u64,
    /// A day of the month: for `report`.
    #[schema(value_type = Option<String>, format = Date)]
    month: Option<Date>,
    /// `group` or `commune`: for `report`; what a member of the village's group reports is the group's.
    reporter: String,
    /// Residents aged 14 and over: for `report`.
    residents: Option<i64>,
    /// With an e-ID of level 2: for `report`.
    eid: Option<i64>,
    /// With a personal e-signature: for `report`.
    signature: Option<i64>,
    /// With an account on the public service portal: for `report`.
    account: Option<i64>,
    /// Who pay without cash: for `report`.
    cashless: Option<i64>,
    /// Why there are fewer, where there are: for `report`.
    note: String,
    /// Which report: for `verify` and `set-aside`.
    number: u32,
    /// Why: for `set-aside`.
    reason: String,
}

impl CitizensActed {
    fn command(&self, action: &str) -> Option<Command> {
        let typed = |count: Option<i64>| count.map(|count| count.to_string()).unwrap_or_default();
        Some(match action {
            "report" => Command::Report(Report {
                month: self.month,
                reporter: Reporter::from_key(&self.reporter),
                residents: typed(self.residents),
                counts: Measure::ALL.map(|measure| match measure {
                    Measure::Eid => typed(self.eid),
                    Measure::Signature => typed(self.signature),
                    Measure::Account => typed(self.account),
                    Measure::Cashless => typed(self.cashless),
                }),
                note: self.note.clone(),
            }),
            "verify" => Command::Verify(self.number),
            "set-aside" => Command::SetAside(self.number, self.reason.clone()),
            _ => return None,
        })
    }
}

/// Acts on the count of a village.
#[utoipa::path(
    post, path = "/digital-citizens/{code}/actions/{action}", tag = "resources", summary = "Report a village's month, verify or set aside a report",
    params(
        ("code" = String, Path, description = "The village's code", example = "03442.001"),
        ("action" = String, Path, description = "`report`, `verify` or `set-aside`", example = "report"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = CitizensActed,
    responses((status = 200, description = "The village as it stands then", body = VillageCitizensSeen), Refusals),
    security(("token" = []))
)]
pub async fn act_on_citizens(
    State(app): State<App>,
    Path((code, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<CitizensActed>,
) -> Result<Response, Failure> {
    let asked = format!("POST /api/v1/digital-citizens/{code}/actions/{action}");
    let request = key.request(&caller, &asked, &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let of: Option<VillageCode> = code.parse().ok();
        if !of.as_ref().is_some_and(|of| is_of_village(&actor, of)) {
            may(&actor, Deed::ReportDigitalCitizens)?;
        }
        let of = of.ok_or_else(|| Refusal::not_found("village-unknown").with("code", &code))?;
        let unknown = || Refusal::not_found("task-action-unknown").with("action", &action);
        let command = sent.command(&action).ok_or_else(unknown)?;
        act(tx, &province, &actor, &of, sent.version, command, now)?;
        let seen = find(tx, &province, (&actor, Deed::ReportDigitalCitizens), &code)?;
        Ok(Done::new(StatusCode::OK, &seen)?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}
