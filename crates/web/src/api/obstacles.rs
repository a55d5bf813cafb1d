//! Obstacles over the API: lists within what the caller sees, one obstacle with its answer; raised, answered, passed on, merged.

mod seen;

use super::body::Body;
use super::caller::Caller;
use super::dossiers::PageQuery;
use super::files::own;
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::wire::{Answer, Asked, Complaints, Page, cursor};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use rules::Refusal;
use rules::codes::{ObstacleCode, TaskCode};
use rules::obstacles::{Action, Command, Kind, Obstacle, Raise};
use rules::people::Actor;
use rules::people::permissions::{may_raise_obstacles, memberships, obstacles_seen, raises_for};
use seen::{ObstacleItem, ObstacleSeen};
use serde::Deserialize;
use store::tables::obstacles::{Filter, Side, State as Wanted, list};
use store::{Tx, desk};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of obstacles.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_obstacles, raise_obstacle))
        .routes(routes!(show_obstacle))
        .routes(routes!(act_on_obstacle))
}

/// What a list of obstacles is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ObstacleQuery {
    /// Of this kind: `coverage`, `equipment`, `software`, `data`, `staff`, `training`, `budget`, `regulation` or `other`.
    #[param(example = "coverage")]
    kind: Option<String>,
    /// In this state: `open`, `overdue`, `late`, `answered` or `escalated`.
    #[param(example = "late")]
    state: Option<String>,
    /// Raised by this agency or one below it.
    #[param(example = "H35.33")]
    raiser: Option<String>,
    /// Raised from this day on.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// Raised until this day.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<Date>,
    /// Words of its text; marks may be left out.
    #[param(example = "khong co song")]
    q: Option<String>,
}

/// The obstacles that the caller sees, the latest first.
#[utoipa::path(
    get, path = "/obstacles", tag = "steering", summary = "The obstacles that the caller sees, the latest first",
    description = "Officers see those that concern their agencies; members of a working group who hold no position those that they raised.",
    params(ObstacleQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<ObstacleItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_obstacles(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<ObstacleQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<ObstacleItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let kinds = Kind::ALL.map(|kind| (kind.key(), kind));
    let states = Wanted::ALL.map(|state| (state.key(), state));
    let filter = Filter {
        kind: complaints.choice("/kind", query.kind.as_deref(), &kinds),
        state: complaints.choice("/state", query.state.as_deref(), &states),
        raiser: complaints.code("/raiser", query.raiser.as_deref(), "agency-unknown"),
        from: query.from,
        to: query.to,
        words: query.q.unwrap_or_default(),
        ..Filter::default()
    };
    complaints.settle()?;
    // The place in the list is the instant of raising: two of one microsecond are told apart by nobody, and both are shown.
    let after = after.and_then(|at| Some((Timestamp::from_microsecond(at).ok()?, ObstacleCode::new(0, 0))));
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let mut found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may_raise_obstacles(&actor)?;
            // Whoever sees their own only sees those of the agencies of their groups; see `may_see_obstacle`.
            let own = || Filter { side: Side::Raised, agencies: raises_for(&actor), ..filter.clone() };
            let filter = if memberships(&actor).is_empty() { filter.clone() } else { own() };
            Ok(list(tx, &obstacles_seen(&actor), &filter, now, after.as_ref(), limit)?)
        })
        .await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|last| cursor(last.raised_at.as_microsecond()));
    Ok(Answer(Page { items: found.iter().map(ObstacleItem::from).collect(), next }))
}

/// The obstacle of this code, if the actor may see it: the same answer for none and for somebody else's.
fn find(tx: &mut Tx, actor: &Actor, code: &str) -> Result<Obstacle, store::Failure> {
    let code: ObstacleCode = code.parse().map_err(|_| Refusal::not_found("obstacle-unknown"))?;
    desk::obstacles::find(tx, actor, &code)
}

/// One obstacle.
#[utoipa::path(
    get, path = "/obstacles/{code}", tag = "steering", summary = "One obstacle with its answer",
    params(("code" = String, Path, description = "The obstacle's code", example = "VM-2025-00012")),
    responses((status = 200, description = "The obstacle", body = ObstacleSeen), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_obstacle(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
) -> Result<Answer<ObstacleSeen>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let obstacle = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            find(tx, &actor, &code)
        })
        .await?;
    Ok(Answer(ObstacleSeen::from(&obstacle)))
}

/// An obstacle to be raised.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ObstacleToRaise {
    /// For which agency, by code: one in which the caller works, or for a group of which they work.
    #[schema(example = "H35.33")]
    agency: String,
    /// What kind, as in the query of the list.
    #[schema(example = "coverage")]
    kind: String,
    /// What stands in the way.
    text: String,
    /// In which village, by code; left out for the agency as a whole.
    village: String,
    /// The task that it holds up, by code.
    #[schema(example = "NV-2025-00145")]
    task: Option<String>,
    /// Identifiers of files that the caller uploaded and that show it.
    evidence: Vec<String>,
}

impl ObstacleToRaise {
    fn read(&self, tx: &mut Tx, actor: &Actor) -> Result<Raise, store::Failure> {
        let mut complaints = Complaints::default();
        let kinds = Kind::ALL.map(|kind| (kind.key(), kind));
        let kind = complaints.choice("/kind", Some(&self.kind), &kinds);
        let task = complaints.code::<TaskCode>("/task", self.task.as_deref(), "task-code");
        complaints.settle()?;
        Ok(Raise {
            agency: self.agency.clone(),
            kind,
            text: self.text.clone(),
            village: self.village.clone(),
            evidence: own(tx, actor, &self.evidence, "/evidence")?,
            task,
        })
    }
}

/// Raises an obstacle.
#[utoipa::path(
    post, path = "/obstacles", tag = "steering", summary = "Raise an obstacle",
    description = "For whoever works in the agency, and for members of its working groups. Who answers it, and until when, follows from its kind and level.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body = ObstacleToRaise,
    responses((status = 201, description = "The obstacle", body = ObstacleSeen), Refusals),
    security(("token" = []))
)]
pub async fn raise_obstacle(
    State(app): State<App>,
    caller: Caller,
    key: Key,
    body: Body<ObstacleToRaise>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, "POST /api/v1/obstacles", &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may_raise_obstacles(&actor)?;
        let raise = sent.read(tx, &actor)?;
        let obstacle = desk::obstacles::raise(tx, &province, &actor, raise, now)?;
        Ok(Done::new(StatusCode::CREATED, &ObstacleSeen::from(&obstacle))?)
    });
    Ok(done.await?.into_response(|code| format!("/api/v1/obstacles/{code}")))
}

/// What an action says; each takes the fields that it needs.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ObstacleActed {
    /// The version of the obstacle that the caller saw.
    version: u64,
    /// What is done about it: for `answer`.
    text: String,
    /// A document that says so: for `answer`.
    document: String,
    /// To which agency, by code: for `route`.
    to: String,
    /// Why: for `route`, `escalate`, `reopen`.
    reason: String,
    /// Into which other one, by code: for `merge`.
    #[schema(example = "VM-2025-00011")]
    into: Option<String>,
}

impl ObstacleActed {
    fn command(self, action: Action) -> Command {
        let Self { text, document, to, reason, .. } = self;
        match action {
            Action::Answer => Command::Answer { text, document },
            Action::Route => Command::Route { to, reason },
            Action::Escalate => Command::Escalate { reason },
            Action::Merge => Command::Merge,
            Action::Reopen => Command::Reopen { reason },
        }
    }
}

/// Acts on an obstacle.
#[utoipa::path(
    post, path = "/obstacles/{code}/actions/{action}", tag = "steering", summary = "Answer an obstacle, pass it on, merge it, open it again",
    params(
        ("code" = String, Path, description = "The obstacle's code", example = "VM-2025-00012"),
        ("action" = String, Path, description = "`answer`, `route`, `escalate`, `merge` or `reopen`", example = "answer"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = ObstacleActed,
    responses((status = 200, description = "The obstacle as it stands then", body = ObstacleSeen), Refusals),
    security(("token" = []))
)]
pub async fn act_on_obstacle(
    State(app): State<App>,
    Path((code, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<ObstacleActed>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, &format!("POST /api/v1/obstacles/{code}/actions/{action}"), &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let obstacle = find(tx, &actor, &code)?;
        let unknown = || Refusal::not_found("obstacle-action-unknown").with("action", &action);
        let action = Action::from_key(&action).ok_or_else(unknown)?;
        let into: Option<ObstacleCode> = sent.into.as_deref().and_then(|into| into.trim().parse().ok());
        let (of, seen) = (obstacle.code().clone(), sent.version);
        let command = sent.clone().command(action);
        let obstacle = desk::obstacles::act(tx, &province, &actor, &of, seen, &command, into.as_ref(), now)?;
        Ok(Done::new(StatusCode::OK, &ObstacleSeen::from(&obstacle))?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}
