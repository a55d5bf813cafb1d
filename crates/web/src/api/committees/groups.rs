//! Working groups of Project 06 over the API: as steering committees, but for one thing and often in a village.

use super::{CommitteeActed, CommitteeItem, CommitteeQuery, CommitteeSeen, MemberToName, Noun, members};
use crate::api::body::Body;
use crate::api::caller::Caller;
use crate::api::dossiers::PageQuery;
use crate::api::once::Key;
use crate::api::openapi::Refusals;
use crate::api::wire::{Answer, Asked, Complaints, Page};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use rules::Refusal;
use rules::codes::VillageCode;
use rules::committees::{CommitteeKind, Founding, missing};
use serde::Deserialize;
use utoipa::ToSchema;

/// The working groups, by code.
#[utoipa::path(
    get, path = "/working-groups", tag = "steering", summary = "The working groups of Project 06, by code",
    params(CommitteeQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<CommitteeItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_groups(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<CommitteeQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<CommitteeItem>>, Failure> {
    super::listed(&app, caller, Noun::Group, query, which).await
}

/// One working group.
#[utoipa::path(
    get, path = "/working-groups/{code}", tag = "steering", summary = "One working group with its members and reports",
    description = "For officers, and for its members.",
    params(("code" = String, Path, description = "The group's code", example = "TCT06-03549.001")),
    responses((status = 200, description = "The group", body = CommitteeSeen), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_group(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
) -> Result<Answer<CommitteeSeen>, Failure> {
    super::shown(&app, caller, Noun::Group, code).await
}

/// A working group to be founded.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GroupToFound {
    /// Whose it is, by agency code; of a village's group, the commune's.
    #[schema(example = "H35.27")]
    agency: String,
    /// In which village of it, by code; left out for that of the agency itself.
    #[schema(example = "03549.001")]
    village: Option<String>,
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

impl GroupToFound {
    fn read(&self) -> Result<Founding, Refusal> {
        let mut complaints = Complaints::default();
        let agency = complaints.code("/agency", Some(&self.agency), "agency-unknown");
        let village =
            complaints.code::<VillageCode>("/village", self.village.as_deref(), "committee-village-elsewhere");
        let members = members(&mut complaints, &self.members);
        complaints.settle()?;
        let kind = CommitteeKind::WorkingGroup;
        let Some(agency) = agency else {
            let said = (self.name.as_str(), self.decision.as_str(), self.decided_on);
            return Err(Refusal::input(missing(Some(kind), None, said, &members)));
        };
        Ok(Founding {
            kind,
            also: Vec::new(),
            agency,
            village,
            name: self.name.clone(),
            decision: self.decision.clone(),
            decided_on: self.decided_on,
            members,
        })
    }
}

/// Founds a working group.
#[utoipa::path(
    post, path = "/working-groups", tag = "steering", summary = "Register a working group with its founding decision",
    description = "For leaders and clerks of the agency, or of the province. One that was dissolved is founded again, by a decision not older \
        than the one that dissolved it.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body = GroupToFound,
    responses((status = 201, description = "The group", body = CommitteeSeen), Refusals),
    security(("token" = []))
)]
pub async fn found_group(
    State(app): State<App>,
    caller: Caller,
    key: Key,
    body: Body<GroupToFound>,
) -> Result<Response, Failure> {
    let (sent, bytes) = (body.value, body.bytes);
    super::founded(&app, caller, Noun::Group, (key, &bytes), move || sent.read()).await
}

/// Records something of a working group.
#[utoipa::path(
    post, path = "/working-groups/{code}/actions/{action}", tag = "steering", summary = "Record something of a working group",
    params(
        ("code" = String, Path, description = "The group's code", example = "TCT06-03549.001"),
        ("action" = String, Path, description = "`plan`, `meet`, `activity`, `regulate`, `review`, `reorganise`, `phones` or `dissolve`; members who hold no position: `activity`", example = "activity"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = CommitteeActed,
    responses((status = 200, description = "The group as it stands then", body = CommitteeSeen), Refusals),
    security(("token" = []))
)]
pub async fn act_on_group(
    State(app): State<App>,
    Path((code, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<CommitteeActed>,
) -> Result<Response, Failure> {
    super::acted(&app, caller, Noun::Group, (code, action), key, body).await
}
