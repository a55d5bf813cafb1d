//! Paying through the gateway: a try is written down before the browser is sent away, what the gateway says is checked, and where it
//! says nothing it is asked. Must not know pages.

use crate::app::App;
use crate::errors::Failure;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use jiff::SignedDuration;
use links::payment::{Gateway, Order, Paid, Status, Trouble};
use rules::Refusal;
use rules::payments::{AttemptCode, Payment, Reference};
use rules::people::Capacity;
use std::sync::Arc;
use store::desk::payments as desk;
use store::jobs;
use store::tables::payments::{accounts, attempts};

/// A notification has a few hundred bytes.
const LARGEST: usize = 64 * 1024;
/// So many tries are asked about at once.
const AT_ONCE: usize = 8;
/// So many are taken to be asked about.
pub const BATCH: usize = AT_ONCE * 8;

/// Whoever takes a job has so long for it.
const LEASE: SignedDuration = SignedDuration::from_mins(2);

/// The gateway, where one is configured.
pub type GatewayBox = Option<Arc<Payments>>;

/// The gateway and how it is used.
pub struct Payments {
    /// The gateway.
    pub gateway: Arc<dyn Gateway>,
    /// How it is called in the journal.
    pub name: String,
    /// The address by which the gateway reaches us; that of the site where not said.
    pub own_url: Option<String>,
    /// So long after a browser was sent away the gateway is asked what became of it.
    pub ask_after: SignedDuration,
}

impl Payments {
    /// The gateway with the usual settings.
    #[must_use]
    pub fn new(gateway: Arc<dyn Gateway>, name: impl Into<String>) -> Self {
        Self { gateway, name: name.into(), own_url: None, ask_after: SignedDuration::from_secs(60) }
    }
}

fn gateway(app: &App) -> Result<Arc<Payments>, Failure> {
    app.payments.clone().ok_or_else(|| Refusal::rule("gateway-none").into())
}

/// Begins a try for what is left to pay; answers where the browser is to be sent.
///
/// # Errors
/// When nothing is left to pay, or the gateway does not take the order.
pub async fn begin(app: &App, reference: &Reference, site: &str, address: String) -> Result<String, Failure> {
    let payments = gateway(app)?;
    let (now, of, ask_at) = (app.clock.now(), reference.clone(), app.clock.now() + payments.ask_after);
    let begun = app.write(move |tx| {
        let payment = desk::find(tx, &of)?;
        let account = accounts::of(tx, &payment.requested.agency)?;
        let account = account.ok_or_else(|| Refusal::rule("account-none"))?;
        let (code, amount) = desk::begin_attempt(tx, &of, now, ask_at)?;
        Ok((payment, account, code, amount))
    });
    let (payment, account, attempt, amount) = begun.await?;
    let own = payments.own_url.as_deref().unwrap_or(&app.settings.public_url);
    let order = Order {
        amount,
        begun_at: now,
        about: format!("Nop phi, le phi ho so {}", payment.requested.dossier),
        dossier: payment.requested.dossier.to_string(),
        procedure: payment.requested.procedure.to_string(),
        agency: payment.requested.agency.to_string(),
        to: account.account,
        items: payment.requested.items,
        back: format!("{site}/payments/return"),
        notify: format!("{own}/payments/notify"),
        address,
        attempt,
    };
    payments.gateway.begin(&order).await.map_err(troubled)
}

/// Asks the gateway what became of a try and takes in what it says.
///
/// # Errors
/// When it does not say, or the try is unknown.
pub async fn learn(app: &App, code: &AttemptCode) -> Result<Payment, Failure> {
    let payments = gateway(app)?;
    let wanted = code.clone();
    let attempt = app.read(move |tx| Ok(attempts::find(tx, &wanted)?)).await?;
    let attempt = attempt.ok_or_else(|| Refusal::not_found("attempt-unknown"))?;
    let status = payments.gateway.ask(code, attempt.begun_at).await.map_err(troubled)?;
    let (moneys, failed) = match status {
        Status::Paid(paid) => (paid, false),
        Status::Pending => (Vec::new(), false),
        Status::Failed => (Vec::new(), true),
    };
    take_in(app, &payments, code, moneys, failed).await
}

async fn take_in(
    app: &App,
    payments: &Payments,
    code: &AttemptCode,
    moneys: Vec<Paid>,
    failed: bool,
) -> Result<Payment, Failure> {
    let (cache, code, now, by) =
        (app.province.clone(), code.clone(), app.clock.now(), Capacity::system(&payments.name));
    let moneys: Vec<_> = moneys.into_iter().map(|paid| (paid.transaction, paid.amount, paid.at)).collect();
    app.write(move |tx| {
        let province = cache.get(tx)?;
        desk::learned(tx, &province, &code, &moneys, failed, &by, now)
    })
    .await
}

fn troubled(trouble: Trouble) -> Failure {
    let code = match trouble {
        Trouble::Refused => "gateway-refused",
        _ => "gateway-silent",
    };
    tracing::warn!(%trouble, "the payment gateway");
    Refusal::rule(code).into()
}

/// Asks about the tries that are due; answers how many were.
///
/// # Errors
/// When the database fails.
pub async fn ask_due(app: &App) -> Result<usize, Failure> {
    if app.payments.is_none() {
        return Ok(0);
    }
    let now = app.clock.now();
    let due = app.write(move |tx| Ok(attempts::take_due(tx, now, BATCH)?)).await?;
    for some in due.chunks(AT_ONCE) {
        let asked = some.iter().map(|attempt| learn(app, &attempt.code));
        for failure in futures::future::join_all(asked).await.into_iter().filter_map(Result::err) {
            tracing::info!(code = failure.code(), "a try at the gateway stays unknown");
        }
    }
    Ok(due.len())
}

/// Reminds of requests that are about to expire and ends those whose time is over; answers how many jobs there were.
///
/// # Errors
/// When the database fails.
pub async fn expire_due(app: &App) -> Result<usize, Failure> {
    let now = app.clock.now();
    let kinds = [desk::EXPIRE, desk::REMIND];
    let due = app.write(move |tx| Ok(jobs::claim_kinds(tx, &kinds, now, LEASE, BATCH)?)).await?;
    let count = due.len();
    for job in due {
        let cache = app.province.clone();
        app.write(move |tx| {
            let province = cache.get(tx)?;
            let again = match serde_json::from_str::<Reference>(&job.payload) {
                Ok(reference) if job.kind == desk::EXPIRE => {
                    desk::expire(tx, &province, &reference, &Capacity::system("expiry"), now)?
                }
                Ok(reference) => desk::remind(tx, &reference, now).map(|()| None)?,
                // A job whose payload can't be read is nobody's.
                Err(_) => None,
            };
            match again {
                Some(at) => jobs::postpone(tx, &job, at)?,
                None => jobs::done(tx, &job)?,
            }
            Ok(())
        })
        .await?;
    }
    Ok(count)
}

/// What the gateway tells of itself. Believed only under its seal; an amount other than the ordered one, and a failure, are asked
/// about first. Answered as taken when it was counted, or had been.
pub async fn notify(State(app): State<App>, body: Body) -> Response {
    let Some(payments) = app.payments.clone() else { return StatusCode::NOT_FOUND.into_response() };
    let answer = |status: StatusCode, taken: bool| {
        let json = [(header::CONTENT_TYPE, "application/json")];
        (status, json, payments.gateway.answer(taken)).into_response()
    };
    let Ok(body) = to_bytes(body, LARGEST).await else { return answer(StatusCode::PAYLOAD_TOO_LARGE, false) };
    let notice = match payments.gateway.notified(&body) {
        Ok(notice) => notice,
        Err(reason) => {
            tracing::warn!(%reason, "a notification was not believed");
            return answer(StatusCode::FORBIDDEN, false);
        }
    };
    let wanted = notice.attempt.clone();
    let attempt = match app.read(move |tx| Ok(attempts::find(tx, &wanted)?)).await {
        Ok(Some(attempt)) => attempt,
        Ok(None) => return answer(StatusCode::NOT_FOUND, false),
        Err(_) => return answer(StatusCode::INTERNAL_SERVER_ERROR, false),
    };
    let taken = match notice.paid {
        Some(paid) if paid.amount == attempt.amount => {
            take_in(&app, &payments, &notice.attempt, vec![paid], false).await
        }
        _ => learn(&app, &notice.attempt).await,
    };
    match taken {
        Ok(_) => answer(StatusCode::OK, true),
        Err(failure) => answer(failure.status(), false),
    }
}
