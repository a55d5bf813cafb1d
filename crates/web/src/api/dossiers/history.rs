//! What happened to a dossier, with the hashes that prove it.

use crate::api::caller::Caller;
use crate::api::openapi::Refusals;
use crate::api::wire::{Answer, At};
use crate::app::App;
use crate::errors::Failure;
use crate::reads;
use axum::extract::{Path, State};
use rules::people::{Capacity, Role};
use serde::Serialize;
use serde_json::value::RawValue;
use store::journal::{Recorded, previous_hash};
use store::{Fault, Tx, desk};
use utoipa::ToSchema;

/// The events of a dossier, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct History {
    /// The dossier's code.
    #[schema(example = "H35.38-251223-0001")]
    code: String,
    /// The events.
    items: Vec<HistoryEvent>,
}

/// One event.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryEvent {
    /// Its place in the dossier, from 1.
    version: u64,
    /// The ledger that it is entered in.
    #[schema(example = "H35.38")]
    ledger: String,
    /// Its number in the ledger, without gaps.
    number: u64,
    /// What happened.
    #[schema(example = "dossiers.received")]
    kind: String,
    /// When.
    at: At,
    /// Who did it, in which capacity.
    by: Doer,
    /// Its fields; nothing for the agency's inner notes where the caller is the applicant.
    #[schema(value_type = Option<Object>)]
    body: Option<Box<RawValue>>,
    /// The hash of the event before it in the ledger; zeros before the first.
    previous_hash: String,
    /// Its hash, which covers all that was entered in the ledger before it.
    hash: String,
}

/// Who did something, in which capacity.
#[derive(Debug, Serialize, ToSchema)]
pub struct Doer {
    /// The login; an officer's is told to officers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    login: Option<String>,
    /// The name.
    name: String,
    /// The role.
    #[schema(example = "counter_officer")]
    role: &'static str,
    /// The agency.
    #[schema(example = "H35.38.01")]
    agency: Option<String>,
    /// The position's title.
    title: Option<String>,
    /// In whose place, where it was not their own position.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_place_of: Option<String>,
}

impl From<Capacity> for Doer {
    fn from(by: Capacity) -> Self {
        Self {
            login: Some(by.login),
            name: by.name,
            role: by.role.key(),
            agency: by.agency.map(String::from),
            title: by.title,
            in_place_of: by.acting_for.map(|acting| acting.name),
        }
    }
}

/// Events whose fields are between officers until the result is there.
const INNER: [&str; 7] = [
    "dossiers.assigned",
    "dossiers.forwarded",
    "dossiers.sent_back",
    "dossiers.consulted",
    "dossiers.consultation_answered",
    "dossiers.proposed",
    "dossiers.approved",
];

fn event(tx: &mut Tx, recorded: Recorded, for_officer: bool) -> Result<HistoryEvent, Fault> {
    let who = desk::dossiers::who(&recorded)?;
    let told = for_officer || who.role == Role::Citizen;
    let mut by = Doer::from(who);
    by.login = by.login.filter(|_| told);
    let unfit = |error| Fault::because("an event has no JSON form", error);
    let body = if for_officer || !INNER.contains(&recorded.kind.as_str()) {
        Some(RawValue::from_string(recorded.event.body().map_err(unfit)?).map_err(unfit)?)
    } else {
        None
    };
    Ok(HistoryEvent {
        previous_hash: previous_hash(tx, &recorded)?.to_string(),
        version: recorded.version,
        ledger: recorded.ledger,
        number: recorded.number,
        kind: recorded.kind,
        at: At(recorded.at),
        by,
        body,
        hash: recorded.hash.to_string(),
    })
}

/// What happened to a dossier.
#[utoipa::path(
    get, path = "/dossiers/{code}/history", tag = "dossiers", summary = "What happened to a dossier",
    params(("code" = String, Path, description = "The dossier's code", example = "H35.38-251223-0001")),
    responses((status = 200, description = "Its events, oldest first", body = History), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_history(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
) -> Result<Answer<History>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let (history, look) = app
        .store
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            let (loaded, sight) = desk::personal::look_at(tx, &actor, &code, now)?;
            let look = reads::of_dossier(&actor, &loaded.dossier, &sight, "history", None, now);
            let as_officer = sight.is_officers();
            let events = loaded.history.into_iter().map(|recorded| event(tx, recorded, as_officer));
            let items = events.collect::<Result<_, Fault>>()?;
            Ok::<_, store::Failure>((History { code: loaded.dossier.filed.code.to_string(), items }, look))
        })
        .await?;
    reads::note(&app, look).await?;
    Ok(Answer(history))
}
