//! Petitions over the API: lists of one's own and of those that one's agencies have, one petition, filing, and every action.

use super::body::Body;
use super::caller::Caller;
use super::dossiers::PageQuery;
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::wire::{Answer, Asked, At, Complaints, Page, slice};
use crate::app::App;
use crate::errors::Failure;
use crate::pages::petitions as room;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use rules::people::permissions::{Deed, may, reach};
use rules::petitions::{Command, File, Kind, Petition, Status, Way};
use rules::{Problem, Refusal};
use serde::{Deserialize, Serialize};
use store::desk;
use store::tables::petitions::{Listed, at, of};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The longest list that is read; whoever has more closes some.
const LONGEST: u32 = 5000;

/// The routes of petitions.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_petitions, file_petition))
        .routes(routes!(show_petition))
        .routes(routes!(act_on_petition))
}

/// Which petitions are listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PetitionQuery {
    /// `own`, what the caller filed (the default), or `handled`, what their agencies have.
    #[param(example = "handled")]
    whose: Option<String>,
    /// Of those that are handled: `waiting` (the default), the most urgent first, or `closed`, the newest first.
    #[param(example = "waiting")]
    state: Option<String>,
}

/// A petition in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PetitionItem {
    /// Its number.
    #[schema(example = "PA251223-4F9A01C2")]
    id: String,
    /// `regulation` or `conduct`.
    kind: &'static str,
    /// What it is about, in a line.
    title: String,
    /// The agency that has it, by code.
    #[schema(example = "H35.38")]
    agency: String,
    /// `open`, `awaiting_supplement`, `drafted`, `answered`, `published` or `refused`.
    status: &'static str,
    /// When it was filed.
    filed_at: At,
    /// When an answer or its publication is due; nothing while the clock stands.
    due_at: Option<At>,
    /// When it was answered or refused.
    closed_at: Option<At>,
    /// When the answer was published.
    published_at: Option<At>,
}

impl From<Listed> for PetitionItem {
    fn from(one: Listed) -> Self {
        Self {
            id: one.id,
            kind: one.kind.key(),
            title: one.title,
            agency: one.agency.to_string(),
            status: one.status.key(),
            filed_at: At(one.filed_at),
            due_at: one.due_at.map(At),
            closed_at: one.closed_at.map(At),
            published_at: one.published_at.map(At),
        }
    }
}

/// A petition.
#[derive(Debug, Serialize, ToSchema)]
pub struct PetitionSeen {
    /// Its number.
    #[schema(example = "PA251223-4F9A01C2")]
    id: String,
    /// To be sent along with the next action.
    version: u64,
    /// `regulation` or `conduct`.
    kind: &'static str,
    /// What it is about, in a line.
    title: String,
    /// What happened and what is wished.
    text: String,
    /// Who filed it; nothing for those who see it only because it is published.
    name: Option<String>,
    /// The dossier that it is about; nothing for those who see it only because it is published.
    dossier: Option<String>,
    /// The agency that has it, by code.
    #[schema(example = "H35.38")]
    agency: String,
    /// `open`, `awaiting_supplement`, `drafted`, `answered`, `published` or `refused`.
    status: &'static str,
    /// When it was filed.
    filed_at: At,
    /// When an answer or its publication is due; nothing while the clock stands.
    due_at: Option<At>,
    /// What was asked of whoever filed it, and what they told.
    asked: Vec<PetitionAsked>,
    /// The draft that waits for a leader: for officers only.
    draft: Option<PetitionDraft>,
    /// The answer, or why it was refused.
    answer: Option<String>,
    /// Whether whoever filed it is content with the answer.
    content: Option<bool>,
    /// The petition in which the same was complained of again.
    repeated_by: Option<String>,
    /// When it was answered or refused.
    closed_at: Option<At>,
    /// When the answer was published.
    published_at: Option<At>,
}

/// What was asked of whoever filed a petition.
#[derive(Debug, Serialize, ToSchema)]
pub struct PetitionAsked {
    /// What.
    asked: String,
    /// What they told.
    told: Option<String>,
}

/// A draft of an answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct PetitionDraft {
    /// `answer` or `refuse`.
    way: &'static str,
    /// Its words.
    text: String,
}

impl PetitionSeen {
    /// The petition for whoever sees it: `whole` but the draft for whoever filed it, without names for everybody else.
    fn of(petition: &Petition, whole: bool, officer: bool) -> Self {
        let (filed, leg) = (&petition.filed, petition.leg());
        let asked =
            |(asked, told): &(String, Option<String>)| PetitionAsked { asked: asked.clone(), told: told.clone() };
        let draft = petition.draft.as_ref().filter(|_| officer);
        Self {
            id: filed.id.clone(),
            version: petition.version,
            kind: filed.kind.key(),
            title: filed.title.clone(),
            text: filed.text.clone(),
            name: whole.then(|| filed.name.clone()),
            dossier: filed.dossier.clone().filter(|_| whole),
            agency: leg.map_or(&filed.agency, |leg| &leg.agency).to_string(),
            status: petition.status.key(),
            filed_at: At(petition.filed_at),
            due_at: leg.and_then(|leg| leg.due_at).map(At),
            asked: if whole { petition.asked.iter().map(asked).collect() } else { Vec::new() },
            draft: draft.map(|draft| PetitionDraft { way: draft.way.key(), text: draft.text.clone() }),
            answer: petition.answer.clone(),
            content: petition.rated.as_ref().map(|(rated, _)| rated.content).filter(|_| whole),
            repeated_by: petition.repeated.as_ref().map(|(by, _)| by.clone()).filter(|_| whole),
            closed_at: petition.closed_at.map(At),
            published_at: petition.published_at.map(At),
        }
    }
}

/// Petitions, one's own or those that one's agencies have.
#[utoipa::path(
    get, path = "/petitions", tag = "petitions", summary = "One's own petitions, or those that one's agencies have",
    params(PetitionQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<PetitionItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_petitions(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<PetitionQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<PetitionItem>>, Failure> {
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
            may(&actor, Deed::HandlePetitions)?;
            Ok(at(tx, &reach(&actor, Deed::HandlePetitions), closed.unwrap_or_default(), LONGEST)?)
        })
        .await?;
    Ok(Answer(slice(found.into_iter(), after, limit, PetitionItem::from)))
}

/// What somebody files.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PetitionToFile {
    /// `regulation` or `conduct`.
    #[schema(example = "conduct")]
    kind: String,
    /// The agency that it is about, by code.
    #[schema(example = "H35.38")]
    agency: String,
    /// What it is about, in a line.
    title: String,
    /// What happened and what is wished.
    text: String,
    /// A dossier of the caller's that it is about.
    dossier: Option<String>,
    /// A closed petition of the caller's that it repeats.
    repeats: Option<String>,
}

/// Files a petition.
#[utoipa::path(
    post, path = "/petitions", tag = "petitions", summary = "File a petition",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body = PetitionToFile,
    responses((status = 201, description = "The petition", body = PetitionSeen), Refusals),
    security(("token" = []))
)]
pub async fn file_petition(
    State(app): State<App>,
    caller: Caller,
    key: Key,
    body: Body<PetitionToFile>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, "POST /api/v1/petitions", &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let id = room::number(now);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let PetitionToFile { kind, agency, title, text, dossier, repeats } = sent.clone();
        let kind = Kind::from_key(&kind);
        let file = File { id: id.clone(), kind, agency, title, text, dossier, repeats, ..File::default() };
        let id = desk::petitions::file(tx, &province, &actor, file, now)?;
        let petition = desk::petitions::load_for(tx, &actor, &id)?;
        Ok(Done::new(StatusCode::CREATED, &PetitionSeen::of(&petition, true, false))?)
    });
    Ok(done.await?.into_response(|id| format!("/api/v1/petitions/{id}")))
}

/// One petition.
#[utoipa::path(
    get, path = "/petitions/{id}", tag = "petitions", summary = "One petition with its answer",
    description = "Whole for whoever filed it and for the agencies that have or had it; once published, without names for everybody.",
    params(("id" = String, Path, description = "The petition's number", example = "PA251223-4F9A01C2")),
    responses((status = 200, description = "The petition", body = PetitionSeen), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_petition(
    State(app): State<App>,
    Path(id): Path<String>,
    caller: Caller,
) -> Result<Answer<PetitionSeen>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let (actor, petition) = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            let found = desk::petitions::load(tx, &id)?;
            let shown =
                |petition: &Petition| petition.status == Status::Published || desk::petitions::sees(&actor, petition);
            let found = found.filter(shown).ok_or_else(|| Refusal::not_found("petition-unknown"))?;
            Ok((actor, found))
        })
        .await?;
    let whole = desk::petitions::sees(&actor, &petition);
    if whole {
        room::noted(&app, &actor, &petition).await?;
    }
    Ok(Answer(PetitionSeen::of(&petition, whole, whole && petition.filed.login != actor.login)))
}

/// What an action says; each takes the fields that it needs.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PetitionActed {
    /// The version of the petition that the caller saw.
    version: u64,
    /// What is told, asked, answered or given as the reason: for all but `issue`, `publish` and `rate`.
    text: String,
    /// `answer` or `refuse`: for `draft`.
    way: Option<String>,
    /// The agency that is competent, by code: for `forward`.
    agency: String,
    /// Whether the caller is content: for `rate`.
    content: Option<bool>,
    /// What they say besides: for `rate`.
    comment: String,
}

impl PetitionActed {
    fn command(self, action: &str) -> Result<Command, Refusal> {
        let Self { text, way, agency, content, comment, .. } = self;
        Ok(match action {
            "supplement" => Command::Supplement { text },
            "rate" => Command::Rate { content, comment },
            "ask-supplement" => Command::AskSupplement { what: text },
            "forward" => Command::Forward { agency, reason: text },
            "draft" => {
                let ways = [Way::Answer, Way::Refuse];
                let way = ways.into_iter().find(|known| way.as_deref() == Some(known.key()));
                Command::Draft { way: way.ok_or_else(|| Refusal::input(vec![Problem::new("/way", "choose")]))?, text }
            }
            "send-back" => Command::SendBack { reason: text },
            "issue" => Command::Issue,
            "publish" => Command::Publish,
            unknown => return Err(Refusal::not_found("petition-action-unknown").with("action", unknown)),
        })
    }
}

/// Acts on a petition.
#[utoipa::path(
    post, path = "/petitions/{id}/actions/{action}", tag = "petitions", summary = "Act on a petition",
    params(
        ("id" = String, Path, description = "The petition's number", example = "PA251223-4F9A01C2"),
        ("action" = String, Path, description = "`supplement` or `rate` by whoever filed it; `ask-supplement`, `forward` or `draft` by officers; `send-back`, `issue` or `publish` by leaders", example = "draft"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = PetitionActed,
    responses((status = 200, description = "The petition as it stands then", body = PetitionSeen), Refusals),
    security(("token" = []))
)]
pub async fn act_on_petition(
    State(app): State<App>,
    Path((id, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<PetitionActed>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, &format!("POST /api/v1/petitions/{id}/actions/{action}"), &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        // Whose petition it is comes first: what is somebody else's has no actions either.
        desk::petitions::load_for(tx, &actor, &id)?;
        let command = sent.clone().command(&action)?;
        let petition = desk::petitions::act(tx, &province, &actor, &id, sent.version, &command, now)?;
        let officer = petition.filed.login != actor.login;
        Ok(Done::new(StatusCode::OK, &PetitionSeen::of(&petition, true, officer))?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}
