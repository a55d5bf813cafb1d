//! Steps that are late: how many by agency, officer or procedure, and each of them.

use super::caller::Caller;
use super::dossiers::PageQuery;
use super::openapi::Refusals;
use super::wire::{Answer, Asked, At, Complaints, cursor};
use crate::app::App;
use crate::errors::Failure;
use crate::pages::late_period;
use axum::extract::State;
use rules::codes::{AgencyCode, ProcedureCode};
use rules::people::permissions::{Deed, may, scope};
use serde::{Deserialize, Serialize};
use store::tables::workload::{By, Late, LateFilter, late_counts, late_steps};
use utoipa::{IntoParams, ToSchema};

/// Which late steps.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct LateQuery {
    /// Counted by `agency` (when not said), `officer` or `procedure`.
    #[param(example = "agency")]
    by: Option<String>,
    /// Ended from this day on; 29 days before `to` when not said.
    #[param(example = "2025-12-01")]
    from: Option<String>,
    /// Ended up to and with this day; today when not said. Steps that are late and not ended count when it is not over yet.
    #[param(example = "2025-12-23")]
    to: Option<String>,
    /// At this agency.
    #[param(example = "H35.38")]
    agency: Option<String>,
    /// Of this officer, by login.
    officer: Option<String>,
    /// Of this procedure.
    #[param(example = "1.001193")]
    procedure: Option<String>,
}

/// The late steps within what the caller may see.
#[derive(Debug, Serialize, ToSchema)]
pub struct LateSteps {
    /// How many there are, most first.
    counts: Vec<LateCount>,
    /// A page of them, late longest first.
    items: Vec<LateSeen>,
    /// Where the next page begins; nothing on the last.
    next: Option<String>,
}

/// How many steps are late.
#[derive(Debug, Serialize, ToSchema)]
pub struct LateCount {
    /// The agency, officer or procedure.
    #[schema(example = "H35.38")]
    key: String,
    /// How many.
    late: i64,
    /// How many of them are not ended yet.
    running: i64,
}

/// A late step.
#[derive(Debug, Serialize, ToSchema)]
pub struct LateSeen {
    /// The dossier.
    #[schema(example = "H35.38-251223-0001")]
    dossier: String,
    /// Its procedure.
    #[schema(example = "1.001193")]
    procedure: String,
    /// What is done in the step; `consult` is an opinion that another agency was asked for, late on its own.
    #[schema(example = "process")]
    task: String,
    /// Where.
    #[schema(example = "H35.38")]
    agency: String,
    /// By whom, by login; nothing while nobody is in charge.
    officer: Option<String>,
    /// When the step was due.
    step_due_at: At,
    /// When it ended; nothing while it runs.
    ended_at: Option<At>,
}

impl From<Late> for LateSeen {
    fn from(late: Late) -> Self {
        Self {
            dossier: late.dossier,
            procedure: late.procedure,
            task: late.task,
            agency: late.agency,
            officer: Some(late.officer).filter(|login| !login.is_empty()),
            step_due_at: At(late.due_at),
            ended_at: late.ended_at.map(At),
        }
    }
}

/// Steps that ended after their own due time, or are late now.
#[utoipa::path(
    get, path = "/late-steps", tag = "quality", summary = "Steps that are late by their own due time",
    description = "The step's own deadline is a measure of its own: it says nothing about the legal due date of the dossier.",
    params(LateQuery, PageQuery),
    responses((status = 200, description = "Their counts, and a page of them", body = LateSteps), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_late_steps(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<LateQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<LateSteps>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let by = complaints.choice("/by", query.by.as_deref(), &By::ALL.map(|by| (by.key(), by))).unwrap_or_default();
    let from = complaints.day("/from", query.from.as_deref()).map(|day| day.to_string()).unwrap_or_default();
    let to = complaints.day("/to", query.to.as_deref()).map(|day| day.to_string()).unwrap_or_default();
    let agency = complaints.code::<AgencyCode>("/agency", query.agency.as_deref(), "agency-unknown");
    let procedure = complaints.code::<ProcedureCode>("/procedure", query.procedure.as_deref(), "procedure-unknown");
    complaints.settle()?;
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let (from, to) = late_period(&from, &to, now);
    let skip = after.and_then(|after| u32::try_from(after).ok()).unwrap_or(0);
    let (counts, mut listed) = app
        .store
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may(&actor, Deed::WorkTheQueue)?;
            let filter = LateFilter {
                from,
                to,
                now,
                within: LateFilter::within(&scope(&actor)),
                agency: agency.clone().map(String::from),
                officer: query.officer.clone().filter(|login| !login.is_empty()),
                procedure: procedure.clone().map(String::from),
            };
            let counts = late_counts(tx, &filter, by)?;
            Ok::<_, store::Failure>((counts, late_steps(tx, &filter, skip, limit + 1)?))
        })
        .await?;
    let more = listed.len() > limit as usize;
    listed.truncate(limit as usize);
    Ok(Answer(LateSteps {
        counts: counts.into_iter().map(|(key, late, running)| LateCount { key, late, running }).collect(),
        items: listed.into_iter().map(LateSeen::from).collect(),
        next: more.then(|| cursor(i64::from(skip) + i64::from(limit))),
    }))
}
