//! Archives over the API: what is closed, held, or need not be kept any more; handing over, and the lists by which dossiers leave.

use super::body::Body;
use super::caller::Caller;
use super::dossiers::PageQuery;
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::wire::{Answer, Asked, At, Complaints, Page, slice};
use crate::app::App;
use crate::errors::Failure;
use crate::pages::archive as room;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::Actor;
use rules::people::permissions::{Deed, may, may_at, reach};
use rules::{Problem, Refusal};
use serde::{Deserialize, Serialize};
use store::tables::archives::{self, Closed, Listed, Shelved};
use store::{Tx, desk};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The longest list that is read.
const LONGEST: u32 = 10_000;

/// The routes of archives.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_archive))
        .routes(routes!(hand_over))
        .routes(routes!(list_disposals, propose_disposal))
        .routes(routes!(show_disposal))
        .routes(routes!(decide_disposal))
}

/// Which dossiers are listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ArchiveQuery {
    /// `closed`, what can be handed over (the default), the oldest first; `held`, what the archive has, the latest first; or
    /// `over`, what need not be kept any more and is on no list.
    #[param(example = "held")]
    view: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum View {
    #[default]
    Closed,
    Held,
    Over,
}

/// A closed dossier, in the archive or on its way there.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArchiveItem {
    /// The dossier's code.
    #[schema(example = "H35.38-251223-0001")]
    dossier: String,
    /// Whose archive, by agency code.
    #[schema(example = "H35.38")]
    agency: String,
    /// Its procedure; nothing once it is in the archive.
    procedure: Option<String>,
    /// When settling ended; nothing once it is in the archive.
    finished_at: Option<At>,
    /// The record with which it was handed over.
    record: Option<String>,
    /// Where it is.
    place: Option<String>,
    /// When it was handed over.
    archived_at: Option<At>,
    /// The last day on which it must be kept; nothing for ever, or before it is handed over.
    #[schema(value_type = Option<String>, format = Date)]
    keep_until: Option<Date>,
    /// The list by which it is to leave, or left.
    list: Option<String>,
}

impl From<Closed> for ArchiveItem {
    fn from(one: Closed) -> Self {
        Self {
            dossier: one.dossier,
            agency: one.agency.to_string(),
            procedure: Some(one.procedure),
            finished_at: Some(At(one.finished_at)),
            record: None,
            place: None,
            archived_at: None,
            keep_until: None,
            list: None,
        }
    }
}

impl From<Shelved> for ArchiveItem {
    fn from(one: Shelved) -> Self {
        Self {
            dossier: one.dossier,
            agency: one.agency.to_string(),
            procedure: None,
            finished_at: None,
            record: Some(one.record),
            place: Some(one.place),
            archived_at: Some(At(one.archived_at)),
            keep_until: one.keep_until,
            list: one.list,
        }
    }
}

/// The agencies whose archives the actor keeps or decides over.
fn mine(actor: &Actor) -> Result<Vec<(AgencyCode, bool)>, Refusal> {
    if may(actor, Deed::KeepArchive).is_err() {
        may(actor, Deed::ApproveDisposal)?;
    }
    Ok([Deed::KeepArchive, Deed::ApproveDisposal].into_iter().flat_map(|deed| reach(actor, deed)).collect())
}

/// Dossiers of the archives that the caller keeps.
#[utoipa::path(
    get, path = "/archive/dossiers", tag = "archives", summary = "Closed dossiers: to be handed over, in the archive, or no longer to be kept",
    params(ArchiveQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<ArchiveItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_archive(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<ArchiveQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<ArchiveItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let views = [("closed", View::Closed), ("held", View::Held), ("over", View::Over)];
    let view = complaints.choice("/view", query.view.as_deref(), &views).unwrap_or_default();
    complaints.settle()?;
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let items: Vec<ArchiveItem> = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let mine = mine(&*caller.actor(tx, &province, now)?)?;
            let over = (view == View::Over).then(|| day_of(now));
            Ok(match view {
                View::Closed => archives::closed(tx, &mine, LONGEST)?.into_iter().map(ArchiveItem::from).collect(),
                View::Held | View::Over => {
                    archives::at(tx, &mine, over, LONGEST)?.into_iter().map(ArchiveItem::from).collect()
                }
            })
        })
        .await?;
    Ok(Answer(slice(items.into_iter(), after, limit, |item| item)))
}

/// What is handed over.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HandOver {
    /// Whose archive, by agency code.
    #[schema(example = "H35.38")]
    agency: String,
    /// Where it is put: a box, a shelf.
    place: String,
    /// The dossiers, by code.
    dossiers: Vec<String>,
}

/// A record of handing over.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandedOver {
    /// Its number.
    #[schema(example = "BB251223-4F9A01C2")]
    id: String,
    /// How many dossiers.
    dossiers: usize,
}

fn agency(typed: &str) -> Result<AgencyCode, Refusal> {
    typed.parse().map_err(|_| Refusal::input(vec![Problem::new("/agency", "choose")]))
}

/// Hands closed dossiers over to the archive.
#[utoipa::path(
    post, path = "/archive/records", tag = "archives", summary = "Hand closed dossiers over to the archive",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body = HandOver,
    responses((status = 201, description = "The record", body = HandedOver), Refusals),
    security(("token" = []))
)]
pub async fn hand_over(
    State(app): State<App>,
    caller: Caller,
    key: Key,
    body: Body<HandOver>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, "POST /api/v1/archive/records", &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let id = room::number("BB", now);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::KeepArchive)?;
        let agency = agency(&sent.agency)?;
        desk::archives::archive(tx, &province, &actor, (&id, &agency, &sent.place), &sent.dossiers, now)?;
        Ok(Done::new(StatusCode::CREATED, &HandedOver { id: id.clone(), dossiers: sent.dossiers.len() })?)
    });
    Ok(done.await?.into_response(|_| "/api/v1/archive/dossiers?view=held".to_owned()))
}

/// A list for disposal.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisposalItem {
    /// Its number.
    #[schema(example = "TH251223-4F9A01C2")]
    id: String,
    /// To be sent along with the decision.
    version: u64,
    /// Whose archive, by agency code.
    agency: String,
    /// Why.
    reason: String,
    /// `proposed`, `approved` or `refused`.
    status: String,
    /// How many dossiers.
    count: i64,
    /// When it was drawn.
    proposed_at: At,
    /// By whom.
    proposed_by: String,
    /// When it was decided.
    decided_at: Option<At>,
    /// By whom.
    decided_by: Option<String>,
    /// Why it was refused.
    remark: Option<String>,
    /// Its dossiers; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    dossiers: Option<Vec<String>>,
}

impl From<Listed> for DisposalItem {
    fn from(one: Listed) -> Self {
        Self {
            id: one.id,
            // It is drawn, and decided once.
            version: 1 + u64::from(one.status != "proposed"),
            agency: one.agency.to_string(),
            reason: one.reason,
            status: one.status,
            count: one.dossiers,
            proposed_at: At(one.proposed_at),
            proposed_by: one.proposed_by,
            decided_at: one.decided_at.map(At),
            decided_by: one.decided_by,
            remark: one.remark,
            dossiers: None,
        }
    }
}

/// The lists by which dossiers leave the archives.
#[utoipa::path(
    get, path = "/archive/lists", tag = "archives", summary = "The lists by which dossiers leave the archives, the latest first",
    params(PageQuery),
    responses((status = 200, description = "A page of them", body = Page<DisposalItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_disposals(
    State(app): State<App>,
    caller: Caller,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<DisposalItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    complaints.settle()?;
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let mine = mine(&*caller.actor(tx, &province, now)?)?;
            Ok(archives::lists(tx, &mine, LONGEST)?)
        })
        .await?;
    Ok(Answer(slice(found.into_iter(), after, limit, DisposalItem::from)))
}

/// The list of this number with its dossiers, if it is of an archive that the actor keeps or decides over.
fn disposal(tx: &mut Tx, actor: &Actor, id: &str) -> Result<DisposalItem, store::Failure> {
    let unknown = || Refusal::not_found("archive-list-unknown");
    mine(actor)?;
    let (drawn, _) = desk::archives::load(tx, id)?.ok_or_else(unknown)?;
    let sees = [Deed::KeepArchive, Deed::ApproveDisposal].into_iter();
    if !sees.into_iter().any(|deed| may_at(actor, deed, &drawn.agency).is_ok()) {
        return Err(unknown().into());
    }
    let listed = archives::lists(tx, &[(drawn.agency.clone(), false)], LONGEST)?;
    let listed = listed.into_iter().find(|listed| listed.id == id).ok_or_else(unknown)?;
    let dossiers = drawn.dossiers.iter().map(ToString::to_string).collect();
    Ok(DisposalItem { dossiers: Some(dossiers), ..DisposalItem::from(listed) })
}

/// What is proposed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DisposalToPropose {
    /// Whose archive, by agency code.
    #[schema(example = "H35.38")]
    agency: String,
    /// Why.
    reason: String,
    /// The dossiers, by code.
    dossiers: Vec<String>,
}

/// Lists dossiers for disposal.
#[utoipa::path(
    post, path = "/archive/lists", tag = "archives", summary = "List dossiers for disposal whose time of keeping is over",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body = DisposalToPropose,
    responses((status = 201, description = "The list", body = DisposalItem), Refusals),
    security(("token" = []))
)]
pub async fn propose_disposal(
    State(app): State<App>,
    caller: Caller,
    key: Key,
    body: Body<DisposalToPropose>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, "POST /api/v1/archive/lists", &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let id = room::number("TH", now);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::KeepArchive)?;
        let agency = agency(&sent.agency)?;
        desk::archives::propose(tx, &actor, (&id, &agency, &sent.reason), &sent.dossiers, now)?;
        Ok(Done::new(StatusCode::CREATED, &disposal(tx, &actor, &id)?)?)
    });
    Ok(done.await?.into_response(|id| format!("/api/v1/archive/lists/{id}")))
}

/// One list for disposal.
#[utoipa::path(
    get, path = "/archive/lists/{id}", tag = "archives", summary = "One list for disposal with its dossiers",
    params(("id" = String, Path, description = "The list's number", example = "TH251223-4F9A01C2")),
    responses((status = 200, description = "The list", body = DisposalItem), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_disposal(
    State(app): State<App>,
    Path(id): Path<String>,
    caller: Caller,
) -> Result<Answer<DisposalItem>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let found = app.read(move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        disposal(tx, &actor, &id)
    });
    Ok(Answer(found.await?))
}

/// What is decided.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DisposalDecided {
    /// The version of the list that the caller saw.
    version: u64,
    /// Why: for `refuse`.
    reason: String,
}

/// Decides a list for disposal.
#[utoipa::path(
    post, path = "/archive/lists/{id}/actions/{action}", tag = "archives", summary = "Approve or refuse a list for disposal",
    description = "For somebody else than who drew it. A list is decided once.",
    params(
        ("id" = String, Path, description = "The list's number", example = "TH251223-4F9A01C2"),
        ("action" = String, Path, description = "`approve` or `refuse`", example = "approve"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = DisposalDecided,
    responses((status = 200, description = "The list as it stands then", body = DisposalItem), Refusals),
    security(("token" = []))
)]
pub async fn decide_disposal(
    State(app): State<App>,
    Path((id, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<DisposalDecided>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, &format!("POST /api/v1/archive/lists/{id}/actions/{action}"), &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let seen = disposal(tx, &actor, &id)?;
        if seen.version != sent.version {
            return Err(Refusal::conflict("version-stale").with("current", seen.version).into());
        }
        let refused = match action.as_str() {
            "approve" => None,
            "refuse" => Some(sent.reason.as_str()),
            unknown => return Err(Refusal::not_found("archive-action-unknown").with("action", unknown).into()),
        };
        desk::archives::decide(tx, &actor, &id, refused, now)?;
        Ok(Done::new(StatusCode::OK, &disposal(tx, &actor, &id)?)?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}
