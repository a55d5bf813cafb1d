//! Copies and corrections of results over the API: asking, lists of one's own and of those that one's agencies answer, one
//! request, and the answers that need no paper to be written. What a corrected result says is written on its page.

use super::body::Body;
use super::caller::Caller;
use super::dossiers::PageQuery;
use super::once::{Done, Key, before, once};
use super::openapi::Refusals;
use super::wire::{Answer, Asked, At, Complaints, Page, slice};
use crate::app::App;
use crate::errors::Failure;
use crate::pages::results as room;
use crate::signing;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use rules::Refusal;
use rules::people::permissions::{Deed, may, reach};
use rules::results::{Ask, Command, Kind, Request};
use serde::{Deserialize, Serialize};
use store::desk;
use store::tables::results::{Listed, at, of};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The longest list that is read; whoever has more answers some.
const LONGEST: u32 = 5000;

/// The routes of requests about results.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_result_requests))
        .routes(routes!(ask_about_result))
        .routes(routes!(show_result_request))
        .routes(routes!(act_on_result_request))
}

/// Which requests are listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ResultRequestQuery {
    /// `own`, about the caller's results (the default), or `handled`, what their agencies answer.
    #[param(example = "handled")]
    whose: Option<String>,
    /// Of those that are handled: `waiting` (the default), the most urgent first, or `closed`, the newest first.
    #[param(example = "waiting")]
    state: Option<String>,
}

/// A request in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResultRequestItem {
    /// Its number.
    #[schema(example = "KQ251223-4F9A01C2")]
    id: String,
    /// `copy` or `correction`.
    kind: &'static str,
    /// The dossier whose result it is about.
    #[schema(example = "H35.38-251223-0001")]
    dossier: String,
    /// The agency that answers, by code.
    #[schema(example = "H35.38")]
    agency: String,
    /// `open`, `drafted`, `issued` or `refused`.
    status: &'static str,
    /// When it was asked.
    asked_at: At,
    /// Until when it is answered.
    due_at: At,
    /// When it was answered or refused.
    closed_at: Option<At>,
}

impl From<Listed> for ResultRequestItem {
    fn from(one: Listed) -> Self {
        Self {
            id: one.id,
            kind: one.kind.key(),
            dossier: one.dossier,
            agency: one.agency.to_string(),
            status: one.status.key(),
            asked_at: At(one.asked_at),
            due_at: At(one.due_at),
            closed_at: one.closed_at.map(At),
        }
    }
}

/// A request about a result.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResultRequest {
    /// Its number.
    #[schema(example = "KQ251223-4F9A01C2")]
    id: String,
    /// To be sent along with the next action.
    version: u64,
    /// `copy` or `correction`.
    kind: &'static str,
    /// The dossier whose result it is about.
    #[schema(example = "H35.38-251223-0001")]
    dossier: String,
    /// The number of the version of the result that it is about.
    result: String,
    /// The agency that answers, by code.
    agency: String,
    /// For whom it is.
    name: String,
    /// The counter where it was asked; nothing online.
    counter: Option<String>,
    /// How many copies; none for a correction.
    copies: u8,
    /// What is wrong; empty for a copy.
    wrong: String,
    /// What is right; empty for a copy.
    right: String,
    /// `open`, `drafted`, `issued` or `refused`.
    status: &'static str,
    /// When it was asked.
    asked_at: At,
    /// Until when it is answered.
    due_at: At,
    /// When it was answered or refused.
    closed_at: Option<At>,
    /// The number of the copy or the corrected version.
    number: Option<String>,
    /// Its file; nothing where a copy is on paper only.
    file: Option<String>,
    /// Why it was refused; empty when it was not.
    refused: String,
}

impl From<&Request> for ResultRequest {
    fn from(one: &Request) -> Self {
        let asked = &one.asked;
        let issued = one.issued.as_ref();
        Self {
            id: asked.id.clone(),
            version: one.version,
            kind: asked.kind.key(),
            dossier: asked.dossier.to_string(),
            result: asked.result.clone(),
            agency: asked.agency.to_string(),
            name: asked.name.clone(),
            counter: asked.counter.as_ref().map(ToString::to_string),
            copies: asked.copies,
            wrong: asked.wrong.clone(),
            right: asked.right.clone(),
            status: one.status.key(),
            asked_at: At(one.asked_at),
            due_at: At(asked.due_at),
            closed_at: one.closed_at.map(At),
            number: issued.map(|issued| issued.number.clone()),
            file: issued.and_then(|issued| issued.file.clone()),
            refused: one.refused.clone(),
        }
    }
}

/// Requests about results, one's own or those that one's agencies answer.
#[utoipa::path(
    get, path = "/result-requests", tag = "results", summary = "Requests for copies and corrections: one's own, or those that one's agencies answer",
    params(ResultRequestQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<ResultRequestItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_result_requests(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<ResultRequestQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<ResultRequestItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let handled = complaints.choice("/whose", query.whose.as_deref(), &[("own", false), ("handled", true)]);
    let closed = complaints.choice("/state", query.state.as_deref(), &[("waiting", false), ("closed", true)]);
    complaints.settle()?;
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            if !handled.unwrap_or_default() {
                return Ok(of(tx, &actor.login)?);
            }
            may(&actor, Deed::HandleResults)?;
            Ok(at(tx, &reach(&actor, Deed::HandleResults), closed.unwrap_or_default(), LONGEST)?)
        })
        .await?;
    Ok(Answer(slice(found.into_iter(), after, limit, ResultRequestItem::from)))
}

/// What somebody asks about a result.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ResultAsked {
    /// `copy` or `correction`.
    #[schema(example = "copy")]
    kind: String,
    /// How many copies: for `copy`.
    copies: Option<u32>,
    /// What is wrong: for `correction`.
    wrong: String,
    /// What is right: for `correction`.
    right: String,
}

/// Asks for a copy of a dossier's result, or for the correction of an error in it.
#[utoipa::path(
    post, path = "/dossiers/{code}/result-requests", tag = "results", summary = "Ask for a copy or a correction of a result",
    description = "For whose result it is, or a counter officer for them.",
    params(
        ("code" = String, Path, description = "The dossier's code", example = "H35.38-251223-0001"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = ResultAsked,
    responses((status = 201, description = "The request", body = ResultRequest), Refusals),
    security(("token" = []))
)]
pub async fn ask_about_result(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
    key: Key,
    body: Body<ResultAsked>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, &format!("POST /api/v1/dossiers/{code}/result-requests"), &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let ask = Ask {
        id: room::number(now),
        kind: Kind::from_key(&sent.kind),
        copies: sent.copies.map(|copies| copies.to_string()).unwrap_or_default(),
        wrong: sent.wrong,
        right: sent.right,
    };
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let id = desk::results::ask(tx, &province, &actor, &code, &ask, now)?;
        let (request, _) = desk::results::load_for(tx, &actor, &id)?;
        Ok(Done::new(StatusCode::CREATED, &ResultRequest::from(&request))?)
    });
    Ok(done.await?.into_response(|id| format!("/api/v1/result-requests/{id}")))
}

/// One request about a result.
#[utoipa::path(
    get, path = "/result-requests/{id}", tag = "results", summary = "One request for a copy or a correction",
    params(("id" = String, Path, description = "The request's number", example = "KQ251223-4F9A01C2")),
    responses((status = 200, description = "The request", body = ResultRequest), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_result_request(
    State(app): State<App>,
    Path(id): Path<String>,
    caller: Caller,
) -> Result<Answer<ResultRequest>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let (actor, request, loaded) = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            let (request, loaded) = desk::results::load_for(tx, &actor, &id)?;
            Ok((actor, request, loaded))
        })
        .await?;
    room::noted(&app, &actor, &request, &loaded).await?;
    Ok(Answer(ResultRequest::from(&request)))
}

/// What an answer says.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ResultActed {
    /// The version of the request that the caller saw.
    version: u64,
    /// Why: for `send-back`, `refuse`.
    reason: String,
}

/// Answers a request about a result.
#[utoipa::path(
    post, path = "/result-requests/{id}/actions/{action}", tag = "results", summary = "Answer a request for a copy or a correction",
    description = "`issue` gives the copy under the agency's seal, or signs the correction that somebody else wrote on its page.",
    params(
        ("id" = String, Path, description = "The request's number", example = "KQ251223-4F9A01C2"),
        ("action" = String, Path, description = "`issue`, `send-back` or `refuse`", example = "issue"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = ResultActed,
    responses((status = 200, description = "The request as it stands then", body = ResultRequest), Refusals),
    security(("token" = []))
)]
pub async fn act_on_result_request(
    State(app): State<App>,
    Path((id, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<ResultActed>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, &format!("POST /api/v1/result-requests/{id}/actions/{action}"), &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    // What was answered before is not signed a second time.
    if let Some(done) = before(&app, request.as_ref()).await? {
        return Ok(done.into_response(|_| String::new()));
    }
    let (looking, cache, wanted) = (caller.clone(), provinces.clone(), id.clone());
    let actor = app
        .read(move |tx| {
            let province = cache.get(tx)?;
            let actor = looking.actor(tx, &province, now)?;
            desk::results::load_for(tx, &actor, &wanted)?;
            Ok(actor)
        })
        .await?;
    let ResultActed { version, reason } = sent;
    let mut command = match action.as_str() {
        "issue" => Command::Issue { file: None, signed: None },
        "send-back" => Command::SendBack { reason },
        "refuse" => Command::Refuse { reason },
        unknown => return Err(Refusal::not_found("result-action-unknown").with("action", unknown).into()),
    };
    signing::seal_answer(&app, &actor, (&id, version), &mut command, now).await?;
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let request = desk::results::act(tx, &actor, &id, version, &command, now)?;
        Ok(Done::new(StatusCode::OK, &ResultRequest::from(&request))?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}
