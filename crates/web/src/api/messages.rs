//! Messages over the API: what was told about a dossier, over which channels, and what became of it.

use super::caller::Caller;
use super::openapi::Refusals;
use super::wire::{At, json};
use crate::app::App;
use crate::errors::Failure;
use crate::reads;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use store::Fault;
use store::tables::messages::{self, Delivery, Message};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of messages.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_messages))
}

/// What was told about a dossier.
#[derive(Debug, Serialize, ToSchema)]
pub struct Told {
    /// The newest first.
    items: Vec<MessageTold>,
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageTold {
    /// What is told: `received`, `supplement-asked`, `result-ready`, `copy-issued` and so on.
    #[schema(example = "result-ready")]
    notice: &'static str,
    /// When it happened.
    at: At,
    /// When it was read in the application.
    read_at: Option<At>,
    /// What became of it outside of the application.
    deliveries: Vec<MessageDelivery>,
}

/// A message on one channel.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageDelivery {
    /// `mail`, `sms` or `zalo`.
    channel: &'static str,
    /// `queued`, `sending`, `accepted`, `failed` (to be tried again), `given-up`, `uncertain` or `not-sent`.
    fate: &'static str,
    /// How often it was tried.
    attempts: u32,
    /// When it leaves, if it waits.
    leaves_at: Option<At>,
    /// Since when it stands so.
    changed_at: At,
}

fn told((message, deliveries): &(Message, Vec<Delivery>)) -> MessageTold {
    let delivery = |one: &Delivery| MessageDelivery {
        channel: one.channel.key(),
        fate: one.fate.key(),
        attempts: one.attempts,
        leaves_at: (!one.fate.is_final()).then_some(At(one.leaves_at)),
        changed_at: At(one.changed_at),
    };
    MessageTold {
        notice: message.notice.key(),
        at: At(message.created_at),
        read_at: message.read_at.map(At),
        deliveries: deliveries.iter().map(delivery).collect(),
    }
}

/// What was told about a dossier.
#[utoipa::path(
    get, path = "/dossiers/{code}/messages", tag = "dossiers", summary = "What the applicant was told, and what became of it",
    params(("code" = String, Path, description = "The dossier's code", example = "H35.38-251223-0001")),
    responses((status = 200, description = "The messages", body = Told), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_messages(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
) -> Result<Response, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let read = app.store.read(move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let (loaded, sight) = store::desk::personal::look_at(tx, &actor, &code, now)?;
        let look = reads::of_dossier(&actor, &loaded.dossier, &sight, "messages", None, now);
        let listed = messages::about(tx, loaded.dossier.filed.code.as_str())?;
        let body = serde_json::to_vec(&Told { items: listed.iter().map(told).collect() });
        Ok::<_, store::Failure>((body.map_err(|error| Fault::because("messages have no JSON form", error))?, look))
    });
    let (body, look) = read.await?;
    reads::note(&app, look).await?;
    Ok(json(body))
}
