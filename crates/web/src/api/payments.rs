//! Payments over the API: what is owed for a dossier with its VietQR text, asking for it, and a try at the gateway.

use super::body::Body;
use super::caller::Caller;
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::wire::{At, json};
use crate::app::App;
use crate::errors::Failure;
use crate::{payments, reads};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use rules::Refusal;
use rules::dossiers::Dossier;
use rules::payments::{AccountNamed, Order, Payment, Reference, vietqr};
use rules::people::authorisations::Power;
use rules::people::permissions::{acts_for_owner, may_take_money};
use rules::people::{Actor, Capacity};
use serde::{Deserialize, Serialize};
use store::desk::payments as desk;
use store::tables::payments::accounts;
use store::{Fault, Tx};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of payments.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_payments, ask_for_payment)).routes(routes!(begin_attempt))
}

/// The payments of a dossier.
#[derive(Debug, Serialize, ToSchema)]
pub struct Payments {
    /// The payments, oldest first.
    items: Vec<PaymentShown>,
}

/// A payment.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentShown {
    /// Its number: the content of a transfer.
    #[schema(example = "MC7K3M9Q2W4X8Z1A")]
    code: String,
    /// How much, in đồng.
    #[schema(example = 10_000)]
    amount: i64,
    /// What is left to pay, in đồng.
    outstanding: i64,
    /// `exempt`, `waiting`, `short`, `paid` or `cancelled`.
    state: &'static str,
    /// What came in, in đồng.
    received: i64,
    /// What is owed back, in đồng.
    surplus: i64,
    /// When it was asked for.
    requested_at: At,
    /// When all of it had come.
    paid_at: Option<At>,
    /// Until when it waits; what comes later is booked, and an officer decides about it.
    expires_at: Option<At>,
    /// The text of the VietQR code over what is left to pay.
    vietqr: Option<String>,
    /// The receipts' numbers.
    receipts: Vec<String>,
}

impl PaymentShown {
    fn of(payment: &Payment, account: Option<&AccountNamed>) -> Self {
        let open = account.filter(|_| payment.state().is_open());
        let code = payment.requested.reference.as_str();
        Self {
            amount: payment.requested.amount.0,
            outstanding: payment.outstanding().0,
            state: payment.state().key(),
            received: payment.received().0,
            surplus: payment.surplus().0,
            requested_at: At(payment.requested_at),
            paid_at: payment.paid_at.map(At),
            expires_at: payment.requested.expires_at.map(At),
            vietqr: open.and_then(|named| vietqr::transfer(&named.account, payment.outstanding(), code).ok()),
            receipts: payment.receipts.iter().map(|receipt| receipt.written().to_string()).collect(),
            code: code.to_owned(),
        }
    }
}

/// Whoever may pay for a dossier, and in which capacity they ask for it.
fn may_pay(actor: &Actor, dossier: &Dossier) -> Result<Capacity, Refusal> {
    let own = dossier.filed.owner.as_deref() == Some(actor.login.as_str())
        || acts_for_owner(actor, dossier, Power::Follow).is_some();
    if own { Ok(actor.as_citizen()) } else { may_take_money(actor, dossier) }
}

/// The payments of a dossier.
#[utoipa::path(
    get, path = "/dossiers/{code}/payments", tag = "payments", summary = "The payments of a dossier",
    params(("code" = String, Path, description = "The dossier's code", example = "H35.38-251223-0001")),
    responses((status = 200, description = "Its payments", body = Payments), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_payments(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
) -> Result<Response, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let read = app.store.read(move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let (loaded, sight) = store::desk::personal::look_at(tx, &actor, &code, now)?;
        let look = reads::of_dossier(&actor, &loaded.dossier, &sight, "dossier", Some("payment"), now);
        let account = accounts::of(tx, &loaded.dossier.filed.competent_agency)?;
        let payments = desk::of_dossier(tx, loaded.dossier.filed.code.as_str())?;
        let items = payments.iter().map(|payment| PaymentShown::of(payment, account.as_ref())).collect();
        let body = serde_json::to_vec(&Payments { items });
        Ok::<_, store::Failure>((body.map_err(|error| Fault::because("payments have no JSON form", error))?, look))
    });
    let (body, look) = read.await?;
    reads::note(&app, look).await?;
    Ok(json(body))
}

/// Nothing needs to be said.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Asking {}

/// Asks for what the procedure costs, or answers what is open.
#[utoipa::path(
    post, path = "/dossiers/{code}/payments", tag = "payments", summary = "Ask what is to be paid",
    description = "For who filed the dossier, or a counter officer of it. The payment that is open is answered again.",
    params(
        ("code" = String, Path, description = "The dossier's code", example = "H35.38-251223-0001"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = Asking,
    responses((status = 201, description = "The payment", body = PaymentShown), Refusals),
    security(("token" = []))
)]
pub async fn ask_for_payment(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
    key: Key,
    body: Body<Asking>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, &format!("POST /api/v1/dossiers/{code}/payments"), &body.bytes)?;
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let place = format!("/api/v1/dossiers/{code}/payments");
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let dossier = store::desk::dossiers::load_for(tx, &actor, &code)?.dossier;
        let by = may_pay(&actor, &dossier)?;
        let payment = desk::ask(tx, &province, &dossier, &Order::default(), None, &by, now)?;
        let account = accounts::of(tx, &payment.requested.agency)?;
        Ok(Done::new(StatusCode::CREATED, &PaymentShown::of(&payment, account.as_ref()))?)
    });
    Ok(done.await?.into_response(|_| place.clone()))
}

/// Where the payer goes on.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttemptBegun {
    /// The gateway's address for this try.
    url: String,
}

/// Begins a try at the gateway over what is left to pay.
#[utoipa::path(
    post, path = "/dossiers/{code}/payments/{payment}/attempts", tag = "payments", summary = "Begin a try at the gateway",
    params(
        ("code" = String, Path, description = "The dossier's code", example = "H35.38-251223-0001"),
        ("payment" = String, Path, description = "The payment's number", example = "MC7K3M9Q2W4X8Z1A")
    ),
    request_body = Asking,
    responses((status = 201, description = "Where the payer goes on", body = AttemptBegun), Refusals),
    security(("token" = []))
)]
pub async fn begin_attempt(
    State(app): State<App>,
    Path((code, payment)): Path<(String, String)>,
    caller: Caller,
    _body: Body<Asking>,
) -> Result<Response, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let unknown = || store::Failure::from(Refusal::not_found("payment-unknown"));
    let checked = app.store.read(move |tx: &mut Tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let dossier = store::desk::dossiers::load_for(tx, &actor, &code)?.dossier;
        may_pay(&actor, &dossier)?;
        let reference: Reference = payment.parse().map_err(|_| unknown())?;
        let payment = desk::find(tx, &reference)?;
        if payment.requested.dossier != dossier.filed.code {
            return Err(unknown());
        }
        Ok(reference)
    });
    let reference = checked.await?;
    let site = app.settings.public_url.clone();
    let url = payments::begin(&app, &reference, &site, "0.0.0.0".to_owned()).await?;
    let body = serde_json::to_vec(&AttemptBegun { url }).map_err(|error| Failure::fault(&error))?;
    let mut response = json(body);
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}
