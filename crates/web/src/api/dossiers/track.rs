//! Public tracking: whoever knows a dossier's code and the applicant's telephone sees where it is, and nothing personal.

use super::wire::{SupplementSeen, unknown_years};
use crate::api::address::address_of;
use crate::api::explain::words_of;
use crate::api::openapi::Refusals;
use crate::api::room::Room;
use crate::api::wire::{Asked, At, json};
use crate::app::App;
use crate::errors::Failure;
use crate::pages::dossiers::{Audience, whereabouts};
use crate::texts::Words;
use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use jiff::Timestamp;
use rules::Refusal;
use rules::dossiers::{Dossier, Outcome, Status};
use rules::people::Role;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::province::Province;
use store::{Fault, desk};
use utoipa::{IntoParams, ToSchema};

/// Who follows a dossier.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct TrackQuery {
    /// The applicant's telephone, as given when filing.
    #[param(example = "0912345678", required = true)]
    phone: Option<String>,
}

/// Where a dossier is, for the applicant.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tracked<'a> {
    /// Its code.
    #[schema(example = "H35.38-251223-0001")]
    code: &'a str,
    /// Where it stands, as the national portal numbers it.
    #[schema(minimum = 1, maximum = 10)]
    status: u8,
    /// Where it stands, by name.
    status_name: &'static str,
    /// Where it stands, in words.
    #[schema(example = "Đang xử lý")]
    status_text: String,
    /// The procedure's code.
    procedure: &'a str,
    /// The procedure's name.
    procedure_name: &'a str,
    /// Who settles it.
    competent_agency: Place<'a>,
    /// The agency that has it now.
    holder: Place<'a>,
    /// The office of whoever acts on it there; no names. Nothing where nobody does: it is settled, or the applicant's turn.
    #[schema(example = "case_officer")]
    holder_role: Option<&'static str>,
    /// Where it is, in words.
    #[schema(example = "Ủy ban nhân dân xã Sìn Hồ · Thụ lý hồ sơ")]
    holder_text: String,
    /// Since when it has been at this step.
    holder_since: Option<At>,
    /// What comes next.
    next: Next<'a>,
    /// The current step.
    step_name: Option<&'a str>,
    /// When it was filed.
    filed_at: At,
    /// When it was received.
    received_at: Option<At>,
    /// When it is due by law.
    due_at: Option<At>,
    /// The date to count on: a new appointment after an apology.
    appointment_at: Option<At>,
    /// Years that `due_at` was reckoned over without knowing their public holidays: it may have to be later.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!([]))]
    holidays_unknown_in: Vec<i16>,
    /// When settling ended.
    finished_at: Option<At>,
    /// When the result was handed over.
    returned_at: Option<At>,
    /// What is to be supplemented, while it is waited for.
    supplement: Option<SupplementSeen<'a>>,
    /// What came of it.
    #[schema(value_type = Option<String>, example = "granted")]
    outcome: Option<Outcome>,
    /// Where a paper result is handed over.
    return_counter: Place<'a>,
}

/// What comes next.
#[derive(Debug, Serialize, ToSchema)]
pub struct Next<'a> {
    /// In words, for the applicant.
    #[schema(example = "Sau bước này là ký kết quả.")]
    text: String,
    /// The step that follows; nothing on the last one, and while the dossier is not on its way.
    step_name: Option<&'a str>,
    /// Whose turn it is then.
    #[schema(example = "approver")]
    role: Option<&'static str>,
    /// Where.
    agency: Option<Place<'a>>,
}

/// An agency by code and name.
#[derive(Debug, Serialize, ToSchema)]
pub struct Place<'a> {
    /// Its code.
    #[schema(example = "H35.38")]
    code: &'a str,
    /// Its name.
    name: &'a str,
}

impl<'a> Place<'a> {
    fn of(province: &'a Province, code: &'a rules::codes::AgencyCode) -> Self {
        let name = province.directory.get(code).map_or(code.as_str(), |agency| &agency.name);
        Self { code: code.as_str(), name }
    }
}

impl<'a> Tracked<'a> {
    fn of(dossier: &'a Dossier, province: &'a Province, words: Words, now: Timestamp) -> Self {
        let filed = &dossier.filed;
        let running = matches!(dossier.status, Status::Received | Status::InProcess);
        let coming = running.then(|| whereabouts::following(dossier)).flatten();
        let holder_role = match dossier.status {
            Status::Filed => Some(Role::CounterOfficer),
            _ => {
                dossier.current_step().filter(|_| running || dossier.status == Status::Processed).map(|step| step.role)
            }
        };
        let waited_for = dossier.supplements.last().filter(|supplement| supplement.supplied_at.is_none());
        Self {
            code: filed.code.as_str(),
            status: dossier.status.number(),
            status_name: dossier.status.key(),
            status_text: words.t(&format!("status-{}", dossier.status.key().replace('_', "-"))),
            procedure: filed.procedure.as_str(),
            procedure_name: &filed.procedure_name,
            competent_agency: Place::of(province, &filed.competent_agency),
            holder: Place::of(province, dossier.holder()),
            holder_role: holder_role.map(Role::key),
            holder_text: whereabouts::place(words, province, dossier),
            holder_since: dossier.step_since.map(At),
            next: Next {
                text: whereabouts::next(words, now, province, dossier, Audience::Anybody),
                step_name: coming.map(|step| step.name.as_str()),
                role: coming.map(|step| step.role.key()),
                agency: coming.map(|step| Place::of(province, dossier.agency_of(step))),
            },
            step_name: dossier.current_step().map(|step| step.name.as_str()),
            filed_at: At(dossier.filed_at),
            received_at: dossier.received_at.map(At),
            due_at: dossier.due_at.map(At),
            appointment_at: dossier.appointment().map(At),
            holidays_unknown_in: unknown_years(dossier, province),
            finished_at: dossier.finished_at.map(At),
            returned_at: dossier.returned_at.map(At),
            supplement: waited_for.map(SupplementSeen::of),
            outcome: dossier.outcome,
            return_counter: Place::of(province, dossier.return_counter()),
        }
    }
}

/// Follows a dossier.
#[utoipa::path(
    get, path = "/track/{code}", tag = "dossiers", summary = "Follow a dossier without signing in",
    description = "A wrong code and a wrong telephone are answered alike, so that neither can be tried out.",
    params(("code" = String, Path, description = "The dossier's code", example = "H35.38-251223-0001"), TrackQuery),
    responses((status = 200, description = "Where it is, who has it (agency and office, never a name) and what comes next", body = Tracked<'_>), Refusals)
)]
pub async fn track_dossier(
    State(app): State<App>,
    Extension(room): Extension<Arc<Room>>,
    Path(code): Path<String>,
    Asked(query): Asked<TrackQuery>,
    request: Request,
) -> Result<Response, Failure> {
    room.track(address_of(&request, app.settings.behind_proxy))?;
    let words = words_of(request.uri().query(), request.headers());
    let phone = query.phone.unwrap_or_default();
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let body = app
        .store
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let dossier = desk::dossiers::track(tx, &code, &phone).map_err(alike)?.dossier;
            let tracked = Tracked::of(&dossier, &province, words, now);
            let body =
                serde_json::to_vec(&tracked).map_err(|error| Fault::because("tracking has no JSON form", error))?;
            Ok::<_, store::Failure>(body)
        })
        .await?;
    Ok(json(body))
}

/// A telephone that can't be one opens nothing either, and says no more.
fn alike(failure: store::Failure) -> store::Failure {
    match failure {
        store::Failure::Refused(_) => Refusal::not_found("tracking-unknown").into(),
        fault @ store::Failure::Fault(_) => fault,
    }
}
