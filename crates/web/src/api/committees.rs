//! Steering committees over the API, and in [`groups`] working groups: the register, one of them, founding, and what is recorded of them.

mod act;
mod groups;
mod seen;

use super::body::Body;
use super::caller::Caller;
use super::dossiers::PageQuery;
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::wire::{Answer, Asked, Complaints, Page, slice};
use crate::app::App;
use crate::errors::Failure;
use act::{CommitteeActed, Todo, subjects};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use bytes::Bytes;
use jiff::civil::Date;
use rules::Refusal;
use rules::codes::{AgencyCode, CommitteeCode};
use rules::committees::{Committee, CommitteeKind, Founding, Member, Post, missing};
use rules::people::Actor;
use rules::people::permissions::{Deed, may, may_read_phones, may_see_committee};
use seen::{CommitteeItem, CommitteeSeen};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::journal::Recorded;
use store::tables::committees::{Filter, list, phones};
use store::{Tx, desk};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// All of a province, and more: there is one a village, and some an agency.
const ALL: u32 = 20_000;

/// The routes of committees and working groups.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_committees, found_committee))
        .routes(routes!(show_committee))
        .routes(routes!(act_on_committee))
        .routes(routes!(groups::list_groups, groups::found_group))
        .routes(routes!(groups::show_group))
        .routes(routes!(groups::act_on_group))
}

/// Under which of the two names something is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Noun {
    /// A steering committee.
    Committee,
    /// A working group.
    Group,
}

impl Noun {
    /// As it stands in addresses.
    fn path(self) -> &'static str {
        match self {
            Self::Committee => "/api/v1/committees",
            Self::Group => "/api/v1/working-groups",
        }
    }

    fn is(self, kind: CommitteeKind) -> bool {
        (kind == CommitteeKind::WorkingGroup) == (self == Self::Group)
    }
}

/// What a list of committees is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct CommitteeQuery {
    /// That steer this now, alone or among other things: `resolution_57`, `project_06` or `reform`. Working groups are of one kind.
    #[param(example = "project_06")]
    kind: Option<String>,
    /// Of this agency or one below it.
    #[param(example = "H35.27")]
    agency: Option<String>,
    /// `true`: those whose operating regulation is not issued.
    #[param(example = "true")]
    without_regulation: Option<String>,
    /// Those that have not met since this day.
    #[param(value_type = Option<String>, format = Date)]
    not_met_since: Option<String>,
    /// Those at which nobody looked since this day, by a review.
    #[param(value_type = Option<String>, format = Date)]
    not_reviewed_since: Option<String>,
    /// Words of the name, the head, the decision, the agency or the code; marks may be left out.
    #[param(example = "phong tho")]
    q: Option<String>,
}

async fn listed(
    app: &App,
    caller: Caller,
    noun: Noun,
    query: CommitteeQuery,
    which: PageQuery,
) -> Result<Answer<Page<CommitteeItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let kinds: Vec<_> =
        CommitteeKind::ALL.into_iter().filter(|kind| noun.is(*kind)).map(|kind| (kind.key(), kind)).collect();
    let kind = complaints.choice("/kind", query.kind.as_deref(), &kinds);
    let filter = Filter {
        kind: if noun == Noun::Group { Some(CommitteeKind::WorkingGroup) } else { kind },
        steering: noun == Noun::Committee,
        agency: complaints.code("/agency", query.agency.as_deref(), "agency-unknown"),
        without_regulation: complaints
            .choice("/without_regulation", query.without_regulation.as_deref(), &[("true", true), ("false", false)])
            .unwrap_or_default(),
        not_met_since: complaints.day("/not_met_since", query.not_met_since.as_deref()),
        not_reviewed_since: complaints.day("/not_reviewed_since", query.not_reviewed_since.as_deref()),
    };
    complaints.settle()?;
    let (now, provinces, words) = (app.clock.now(), app.province.clone(), query.q.unwrap_or_default());
    let found = app.read(move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::WorkOnTasks)?;
        let mut found = list(tx, &filter, "", ALL)?;
        let name = |code: &AgencyCode| province.directory.get(code).map_or("", |agency| agency.name.as_str());
        found.retain(|one| one.has_words(&words, name(&one.agency)));
        Ok(found)
    });
    Ok(Answer(slice(found.await?.iter(), after, limit, CommitteeItem::from)))
}

/// A committee with its entries in the journal.
type Found = (Committee, Vec<Recorded>);

/// The committee of this code, for whoever sees the register and for its members: there is none under the name of the other kind.
fn find(tx: &mut Tx, actor: &Actor, noun: Noun, code: &str) -> Result<Found, store::Failure> {
    let read: Option<CommitteeCode> = code.parse().ok();
    match &read {
        Some(code) => may_see_committee(actor, code)?,
        None => may(actor, Deed::WorkOnTasks).map(drop)?,
    }
    let found = read.map(|code| desk::committees::load_with_history(tx, &code)).transpose()?.flatten();
    let found = found.filter(|(committee, _)| noun.is(committee.founded.kind));
    Ok(found.ok_or_else(|| Refusal::not_found("committee-unknown"))?)
}

fn seen(tx: &mut Tx, actor: &Actor, (committee, history): &Found) -> Result<CommitteeSeen, store::Failure> {
    let founded = &committee.founded;
    let known = if may_read_phones(actor, &founded.agency, &committee.members) {
        phones(tx, &founded.committee)?
    } else {
        HashMap::new()
    };
    Ok(CommitteeSeen::of(committee, history, &known)?)
}

async fn shown(app: &App, caller: Caller, noun: Noun, code: String) -> Result<Answer<CommitteeSeen>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let committee = app.read(move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let committee = find(tx, &actor, noun, &code)?;
        seen(tx, &actor, &committee)
    });
    Ok(Answer(committee.await?))
}

async fn founded<F>(
    app: &App,
    caller: Caller,
    noun: Noun,
    (key, bytes): (Key, &Bytes),
    read: F,
) -> Result<Response, Failure>
where
    F: Fn() -> Result<Founding, Refusal> + Clone + Send + 'static,
{
    let request = key.request(&caller, &format!("POST {}", noun.path()), bytes)?;
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let done = once(app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::AssignTasks)?;
        let code = desk::committees::found(tx, &province, &actor, &read()?, now)?;
        let committee = find(tx, &actor, noun, code.as_str())?;
        Ok(Done::new(StatusCode::CREATED, &seen(tx, &actor, &committee)?)?)
    });
    Ok(done.await?.into_response(|code| format!("{}/{code}", noun.path())))
}

async fn acted(
    app: &App,
    caller: Caller,
    noun: Noun,
    (code, action): (String, String),
    key: Key,
    body: Body<CommitteeActed>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, &format!("POST {}/{code}/actions/{action}", noun.path()), &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let (committee, _) = find(tx, &actor, noun, &code)?;
        let (of, version) = (&committee.founded.committee, sent.version);
        match sent.clone().todo(&action)? {
            Todo::Record(command) => desk::committees::act(tx, &actor, of, version, command, now)?,
            Todo::KeepPhones(_) if committee.version != version => {
                let changed = Refusal::conflict("committee-changed-meanwhile");
                return Err(changed.with("current", committee.version).into());
            }
            Todo::KeepPhones(lines) => desk::committees::keep_phones(tx, &actor, of, &lines)?,
        }
        let committee = find(tx, &actor, noun, &code)?;
        Ok(Done::new(StatusCode::OK, &seen(tx, &actor, &committee)?)?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}

/// The steering committees, by code.
#[utoipa::path(
    get, path = "/committees", tag = "steering", summary = "The steering committees, by code",
    params(CommitteeQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<CommitteeItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_committees(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<CommitteeQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<CommitteeItem>>, Failure> {
    listed(&app, caller, Noun::Committee, query, which).await
}

/// One steering committee.
#[utoipa::path(
    get, path = "/committees/{code}", tag = "steering", summary = "One steering committee with its members and meetings",
    description = "For officers, and for its members.",
    params(("code" = String, Path, description = "The committee's code", example = "BCD57-H35.27")),
    responses((status = 200, description = "The committee", body = CommitteeSeen), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_committee(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
) -> Result<Answer<CommitteeSeen>, Failure> {
    shown(&app, caller, Noun::Committee, code).await
}

/// Somebody who comes into a committee.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MemberToName {
    /// The full name.
    name: String,
    /// What they are besides.
    #[schema(example = "Chủ tịch UBND xã")]
    title: String,
    /// What they are in it: `head`, `deputy`, `secretary` or `member`, which is taken where it is left out.
    post: Option<String>,
    /// The account by which they are known as a member.
    login: Option<String>,
}

fn members(complaints: &mut Complaints, sent: &[MemberToName]) -> Vec<Member> {
    let posts = Post::ALL.map(|post| (post.key(), post));
    let member = |(at, member): (usize, &MemberToName)| {
        let post = complaints.choice(&format!("/members/{at}/post"), member.post.as_deref(), &posts);
        Member {
            name: member.name.clone(),
            title: member.title.clone(),
            post: post.unwrap_or(Post::Member),
            login: member.login.clone().filter(|login| !login.is_empty()),
        }
    };
    sent.iter().enumerate().map(member).collect()
}

/// A steering committee to be founded.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CommitteeToFound {
    /// What it is for: `resolution_57`, `project_06` or `reform`.
    #[schema(example = "resolution_57")]
    kind: String,
    /// What it steers besides.
    #[schema(example = json!(["project_06"]))]
    also: Vec<String>,
    /// Whose it is, by agency code.
    #[schema(example = "H35.27")]
    agency: String,
    /// Its name.
    name: String,
    /// The number of the founding decision.
    #[schema(example = "215/QĐ-UBND")]
    decision: String,
    /// Its day.
    #[schema(value_type = Option<String>, format = Date)]
    decided_on: Option<Date>,
    /// Who is in it; one of them leads.
    members: Vec<MemberToName>,
}

impl CommitteeToFound {
    fn read(&self) -> Result<Founding, Refusal> {
        let mut complaints = Complaints::default();
        let kinds = CommitteeKind::STEERING.map(|kind| (kind.key(), kind));
        let kind = complaints.choice("/kind", Some(&self.kind), &kinds);
        let agency = complaints.code("/agency", Some(&self.agency), "agency-unknown");
        let also = subjects(&mut complaints, &self.also);
        let members = members(&mut complaints, &self.members);
        complaints.settle()?;
        let (Some(kind), Some(agency)) = (kind, agency.clone()) else {
            let said = (self.name.as_str(), self.decision.as_str(), self.decided_on);
            return Err(Refusal::input(missing(kind, agency.as_ref(), said, &members)));
        };
        Ok(Founding {
            kind,
            also,
            agency,
            village: None,
            name: self.name.clone(),
            decision: self.decision.clone(),
            decided_on: self.decided_on,
            members,
        })
    }
}

/// Founds a steering committee.
#[utoipa::path(
    post, path = "/committees", tag = "steering", summary = "Register a steering committee with its founding decision",
    description = "For leaders and clerks of the agency, or of the province. One that was dissolved is founded again, by a decision not older \
        than the one that dissolved it.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body = CommitteeToFound,
    responses((status = 201, description = "The committee", body = CommitteeSeen), Refusals),
    security(("token" = []))
)]
pub async fn found_committee(
    State(app): State<App>,
    caller: Caller,
    key: Key,
    body: Body<CommitteeToFound>,
) -> Result<Response, Failure> {
    let (sent, bytes) = (body.value, body.bytes);
    founded(&app, caller, Noun::Committee, (key, &bytes), move || sent.read()).await
}

/// Records something of a steering committee.
#[utoipa::path(
    post, path = "/committees/{code}/actions/{action}", tag = "steering", summary = "Record something of a steering committee",
    params(
        ("code" = String, Path, description = "The committee's code", example = "BCD57-H35.27"),
        ("action" = String, Path, description = "`plan`, `meet`, `activity`, `regulate`, `review`, `reorganise`, `phones` or `dissolve`; members who hold no position: `activity`", example = "meet"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = CommitteeActed,
    responses((status = 200, description = "The committee as it stands then", body = CommitteeSeen), Refusals),
    security(("token" = []))
)]
pub async fn act_on_committee(
    State(app): State<App>,
    Path((code, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<CommitteeActed>,
) -> Result<Response, Failure> {
    acted(&app, caller, Noun::Committee, (code, action), key, body).await
}
