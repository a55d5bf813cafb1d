//! The browser comes back from the gateway. What it brings says only of which try: what became of it is asked, and the page says what
//! is known.

use crate::app::App;
use crate::components::{Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::payments;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use rules::Refusal;
use rules::payments::State as Stands;
use store::tables::payments::attempts;

#[derive(Template)]
#[template(path = "payments/back.html")]
struct BackPage {
    f: Frame,
    tag: Tag,
    text: String,
    amount: String,
    /// Where to go on, for whoever is signed in.
    href: String,
}

pub(super) async fn back(
    State(app): State<App>,
    f: Frame,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let unknown = || Failure::from(Refusal::not_found("attempt-unknown"));
    let gateway = app.payments.clone().ok_or_else(unknown)?;
    let attempt = gateway.gateway.returned(&query).map_err(|reason| {
        tracing::warn!(%reason, "somebody came back from the gateway with a word that is not its own");
        unknown()
    })?;
    let payment = match payments::learn(&app, &attempt).await {
        Ok(payment) => payment,
        // It does not say now: it will be asked again.
        Err(Failure::Refused(_)) => {
            let found = app.read(move |tx| {
                let attempt = attempts::find(tx, &attempt)?.ok_or_else(|| Refusal::not_found("attempt-unknown"))?;
                store::desk::payments::find(tx, &attempt.reference)
            });
            found.await?
        }
        Err(failure) => return Err(failure),
    };
    let (tone, key) = match payment.state() {
        Stands::Paid => (Tone::Good, "back-paid"),
        Stands::Short => (Tone::Warning, "back-short"),
        Stands::Waiting => (Tone::Waiting, "back-unknown"),
        Stands::Cancelled | Stands::Exempt => (Tone::Warning, "back-closed"),
    };
    Ok(View(BackPage {
        tag: Tag::new(tone, f.t(&format!("payment-state-{}", payment.state().key()))),
        text: f.t(key),
        amount: f.money(&payment.requested.amount),
        href: format!("/dossiers/{}/payment", payment.requested.dossier),
        f,
    })
    .into_response())
}
