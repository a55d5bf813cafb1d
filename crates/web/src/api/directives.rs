//! Directives over the API: lists within what the caller sees, one with who opened it, entered in a register, assigned, acknowledged.

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
use crate::pages::dossiers::files::words;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use rules::Refusal;
use rules::codes::DirectiveCode;
use rules::directives::{Assign, Direction, Draft, Kind, Urgency};
use rules::people::Actor;
use rules::people::permissions::{Deed, may, receives_for, tasks_seen};
use rules::tasks::Evidence;
use seen::{DirectiveItem, DirectiveSeen};
use serde::Deserialize;
use store::tables::directives::{Filter, Side, list};
use store::{Failure as Refused, Tx, desk};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of directives.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_directives, register_directive))
        .routes(routes!(show_directive))
        .routes(routes!(act_on_directive))
}

/// What a list of directives is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct DirectiveQuery {
    /// Where the caller's agencies stand: `unread` (it was assigned to them and nobody there opened it), `assigned`, `register` (it is
    /// in their register) or `all`.
    #[param(example = "unread")]
    side: Option<String>,
    /// `in` or `out`.
    #[param(example = "in")]
    direction: Option<String>,
    /// Of this type: `resolution`, `decision`, `instruction`, `plan`, `notice`, `guidance`, `telegram`, `letter`, `report` or `other`.
    #[param(example = "notice")]
    kind: Option<String>,
    /// Words of its number, issuer, excerpt and text; marks may be left out.
    #[param(example = "chuyen doi so")]
    q: Option<String>,
}

/// The directives that the caller sees, the latest registered first.
#[utoipa::path(
    get, path = "/directives", tag = "steering", summary = "The directives that the caller sees, the latest registered first",
    params(DirectiveQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<DirectiveItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_directives(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<DirectiveQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<DirectiveItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let sides = Side::ALL.map(|side| (side.key(), side));
    let mut filter = Filter {
        side: complaints.choice("/side", query.side.as_deref(), &sides).unwrap_or_default(),
        direction: complaints.choice("/direction", query.direction.as_deref(), &directions()),
        kind: complaints.choice("/kind", query.kind.as_deref(), &kinds()),
        words: query.q.unwrap_or_default(),
        ..Filter::default()
    };
    complaints.settle()?;
    let after = after.and_then(place);
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let mut found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may(&actor, Deed::WorkOnTasks)?;
            filter.agencies = receives_for(&actor).map(|held| held.agency.clone()).collect();
            Ok(list(tx, &tasks_seen(&actor), &filter, after.as_ref(), limit)?)
        })
        .await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|last| {
        let (year, number) = last.code.parts();
        cursor(i64::from(year) * ROOM + i64::from(number))
    });
    Ok(Answer(Page { items: found.iter().map(DirectiveItem::from).collect(), next }))
}

/// Room for the numbers of a year in the place of a list.
const ROOM: i64 = 1_000_000_000;

/// The last directive of the page before.
fn place(at: i64) -> Option<DirectiveCode> {
    Some(DirectiveCode::new(i16::try_from(at / ROOM).ok()?, u32::try_from(at % ROOM).ok()?))
}

fn directions() -> Vec<(&'static str, Direction)> {
    Direction::ALL.iter().map(|one| (one.key(), *one)).collect()
}

fn kinds() -> Vec<(&'static str, Kind)> {
    Kind::ALL.iter().map(|one| (one.key(), *one)).collect()
}

fn find(tx: &mut Tx, actor: &Actor, code: &str) -> Result<rules::directives::Directive, Refused> {
    let code: DirectiveCode = code.parse().map_err(|_| Refusal::not_found("directive-unknown"))?;
    desk::directives::find(tx, actor, &code)
}

/// One directive.
#[utoipa::path(
    get, path = "/directives/{code}", tag = "steering", summary = "One directive, who has it and who opened it",
    description = "Reading it over the API opens it for nobody: a person acknowledges it by the action `acknowledge`.",
    params(("code" = String, Path, description = "The directive's code", example = "VB-2025-00012")),
    responses((status = 200, description = "The directive", body = DirectiveSeen), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_directive(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
) -> Result<Answer<DirectiveSeen>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let seen = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            let directive = find(tx, &actor, &code)?;
            let tasks = desk::directives::tasks(tx, &actor, &directive, now)?;
            Ok(DirectiveSeen::of(&directive, &tasks))
        })
        .await?;
    Ok(Answer(seen))
}

/// A directive to be entered in a register.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DirectiveToRegister {
    /// In the register of which agency, by code.
    #[schema(example = "H35")]
    agency: String,
    /// `in` or `out`.
    #[schema(example = "in")]
    direction: String,
    /// Its type, as in the query of the list.
    #[schema(example = "notice")]
    kind: String,
    /// Number and notation on it.
    #[schema(example = "624/TB-VPCP")]
    notation: String,
    /// The day on it.
    #[schema(value_type = Option<String>, format = Date)]
    issued_on: Option<Date>,
    /// Who issued it; may be left out for what goes, which the agency itself issues.
    issuer: String,
    /// Its excerpt (*trích yếu*).
    subject: String,
    /// Its text, for the search.
    content: String,
    /// `normal`, `urgent`, `very-urgent` or `express`; not marked when left out.
    urgency: Option<String>,
    /// Until when it wants to be done.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// Who signed it.
    signer: String,
    /// As what.
    signer_position: String,
    /// Identifiers of files that the caller uploaded: the document itself and what is enclosed.
    files: Vec<String>,
}

impl DirectiveToRegister {
    fn draft(&self, files: Vec<Evidence>, file_text: String) -> Result<Draft, Refusal> {
        let mut complaints = Complaints::default();
        let urgencies: Vec<_> = Urgency::ALL.iter().map(|one| (one.key(), *one)).collect();
        let draft = Draft {
            agency: self.agency.clone(),
            direction: complaints.choice("/direction", Some(&self.direction), &directions()),
            notation: self.notation.clone(),
            issued_on: self.issued_on,
            issuer: self.issuer.clone(),
            kind: complaints.choice("/kind", Some(&self.kind), &kinds()),
            subject: self.subject.clone(),
            content: self.content.clone(),
            urgency: complaints.choice("/urgency", self.urgency.as_deref(), &urgencies).unwrap_or_default(),
            due_on: self.due_on,
            signer: self.signer.clone(),
            signer_position: self.signer_position.clone(),
            files,
            file_text,
            received_as: String::new(),
        };
        complaints.settle()?;
        Ok(draft)
    }
}

/// Enters a directive in a register.
#[utoipa::path(
    post, path = "/directives", tag = "steering", summary = "Enter a directive in a register",
    description = "For leaders and clerks of the agency whose register it is. The same document a second time is refused, naming the one that is there.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body = DirectiveToRegister,
    responses((status = 201, description = "The directive", body = DirectiveSeen), Refusals),
    security(("token" = []))
)]
pub async fn register_directive(
    State(app): State<App>,
    caller: Caller,
    key: Key,
    body: Body<DirectiveToRegister>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, "POST /api/v1/directives", &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let text = words(&app, &sent.files).await?;
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::AssignTasks)?;
        let files = own(tx, &actor, &sent.files, "/files")?;
        let directive = desk::directives::register(tx, &province, &actor, &sent.draft(files, text.clone())?, now)?;
        Ok(Done::new(StatusCode::CREATED, &DirectiveSeen::of(&directive, &[]))?)
    });
    Ok(done.await?.into_response(|code| format!("/api/v1/directives/{code}")))
}

/// What an action says; each takes the fields that it needs.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DirectiveActed {
    /// The version of the directive that the caller saw; not looked at when left out.
    version: Option<u64>,
    /// To whom, by agency code: for `assign`.
    to: Vec<String>,
    /// Until when they do what it asks for: for `assign`.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// What they are told along: for `assign`.
    note: String,
}

impl DirectiveActed {
    fn assign(&self) -> Result<Assign, Refusal> {
        let mut complaints = Complaints::default();
        let mut to = Vec::new();
        for (at, code) in self.to.iter().enumerate() {
            to.extend(complaints.code(&format!("/to/{at}"), Some(code), "agency-unknown"));
        }
        complaints.settle()?;
        Ok(Assign { to, due_on: self.due_on, note: self.note.clone() })
    }
}

/// Acts on a directive.
#[utoipa::path(
    post, path = "/directives/{code}/actions/{action}", tag = "steering", summary = "Assign or acknowledge a directive",
    params(
        ("code" = String, Path, description = "The directive's code", example = "VB-2025-00012"),
        ("action" = String, Path, description = "`assign`: to more agencies, for whoever keeps the register; `acknowledge`: the caller opened it, for their agency, once", example = "acknowledge"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = DirectiveActed,
    responses((status = 200, description = "The directive as it stands then", body = DirectiveSeen), Refusals),
    security(("token" = []))
)]
pub async fn act_on_directive(
    State(app): State<App>,
    Path((code, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<DirectiveActed>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, &format!("POST /api/v1/directives/{code}/actions/{action}"), &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let directive = find(tx, &actor, &code)?;
        let code = directive.code().clone();
        if action == "assign" && sent.version.is_some_and(|seen| seen != directive.version) {
            return Err(Refusal::conflict("directive-changed-meanwhile").with("current", directive.version).into());
        }
        match action.as_str() {
            "assign" => {
                desk::directives::assign(tx, &province, &actor, &code, &sent.assign()?, now)?;
            }
            "acknowledge" => desk::directives::open(tx, &actor, &code, now)?,
            _ => return Err(Refusal::not_found("directive-action-unknown").with("action", &action).into()),
        }
        let directive = desk::directives::find(tx, &actor, &code)?;
        let tasks = desk::directives::tasks(tx, &actor, &directive, now)?;
        Ok(Done::new(StatusCode::OK, &DirectiveSeen::of(&directive, &tasks))?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}
