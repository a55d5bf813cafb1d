//! Obstacles over the API, for reading: lists within what the caller sees, one obstacle with its answer.

use super::caller::Caller;
use super::dossiers::PageQuery;
use super::openapi::Refusals;
use super::wire::{Answer, Asked, At, Complaints, Page, cursor};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::Refusal;
use rules::codes::ObstacleCode;
use rules::obstacles::{Kind, Obstacle};
use rules::people::permissions::{Deed, may, tasks_seen};
use serde::{Deserialize, Serialize};
use store::desk;
use store::tables::obstacles::{Filter, Listed, State as Wanted, list};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of obstacles.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_obstacles)).routes(routes!(show_obstacle))
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

/// An obstacle in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObstacleItem {
    /// Its code.
    #[schema(example = "VM-2025-00012")]
    code: String,
    /// What kind.
    kind: &'static str,
    /// The beginning of its text.
    title: String,
    /// Who raised it, by agency code.
    #[schema(example = "H35.33")]
    raiser: String,
    /// In which village; empty for the agency as a whole.
    place: String,
    /// Who answers it, by agency code.
    #[schema(example = "H35.07")]
    holder: String,
    /// `open`, `answered` or `merged`.
    status: &'static str,
    /// When it was raised.
    raised_at: At,
    /// Until when it is answered.
    due_at: Option<At>,
    /// When it was answered.
    answered_at: Option<At>,
    /// Whether a deadline was missed.
    missed: bool,
    /// How many times it went to the level above.
    escalated: u64,
    /// How many raised the same, itself included.
    raisers: u64,
}

impl From<&Listed> for ObstacleItem {
    fn from(one: &Listed) -> Self {
        Self {
            code: one.code.to_string(),
            kind: one.kind.key(),
            title: one.title.clone(),
            raiser: one.raiser.to_string(),
            place: one.place.clone(),
            holder: one.holder.to_string(),
            status: one.status.key(),
            raised_at: At(one.raised_at),
            due_at: one.due_at.map(At),
            answered_at: one.answered_at.map(At),
            missed: one.missed,
            escalated: one.escalated,
            raisers: one.raisers,
        }
    }
}

/// An obstacle.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObstacleSeen {
    /// Its code.
    #[schema(example = "VM-2025-00012")]
    code: String,
    /// What kind.
    kind: &'static str,
    /// What stands in the way.
    text: String,
    /// Who raised it, by agency code.
    raiser: String,
    /// In which village; empty for the agency as a whole.
    place: String,
    /// Who answers it, by agency code.
    holder: String,
    /// `open`, `answered` or `merged`.
    status: &'static str,
    /// When it was raised.
    raised_at: At,
    /// Until when it is answered.
    due_at: Option<At>,
    /// Whether a deadline was missed.
    missed: bool,
    /// How many times it went to the level above.
    escalated: u32,
    /// The answer.
    answer: Option<ObstacleAnswer>,
    /// The task that it holds up.
    task: Option<String>,
}

/// The answer to an obstacle.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObstacleAnswer {
    /// What is done about it.
    text: String,
    /// A document that says so; may be empty.
    document: String,
    /// When.
    at: At,
}

impl From<&Obstacle> for ObstacleSeen {
    fn from(one: &Obstacle) -> Self {
        let raised = &one.raised;
        let answer = one.answer.as_ref();
        Self {
            code: one.code().to_string(),
            kind: raised.kind.key(),
            text: raised.text.clone(),
            raiser: raised.raiser.agency.to_string(),
            place: raised.place.as_ref().map(|place| place.name.clone()).unwrap_or_default(),
            holder: one.holder().to_string(),
            status: one.status.key(),
            raised_at: At(one.raised_at),
            due_at: one.due_at.map(At),
            missed: one.missed.is_some(),
            escalated: one.escalated,
            answer: answer.map(|answer| ObstacleAnswer {
                text: answer.text.clone(),
                document: answer.document.clone(),
                at: At(answer.at),
            }),
            task: raised.task.as_ref().map(ToString::to_string),
        }
    }
}

/// The obstacles that the caller sees, the latest first.
#[utoipa::path(
    get, path = "/obstacles", tag = "steering", summary = "The obstacles that the caller sees, the latest first",
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
            may(&actor, Deed::RaiseObstacles)?;
            Ok(list(tx, &tasks_seen(&actor), &filter, now, after.as_ref(), limit)?)
        })
        .await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|last| cursor(last.raised_at.as_microsecond()));
    Ok(Answer(Page { items: found.iter().map(ObstacleItem::from).collect(), next }))
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
            let code: ObstacleCode = code.parse().map_err(|_| Refusal::not_found("obstacle-unknown"))?;
            desk::obstacles::find(tx, &actor, &code)
        })
        .await?;
    Ok(Answer(ObstacleSeen::from(&obstacle)))
}
