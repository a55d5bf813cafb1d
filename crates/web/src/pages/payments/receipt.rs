//! A receipt, as a page, and as PDF under the same name.

use super::show::kind;
use crate::app::App;
use crate::components::Tone;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official;
use crate::pages::dossiers::find;
use crate::pages::said;
use crate::reads;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use rules::Refusal;
use rules::payments::in_words;
use store::desk::payments as desk;

#[derive(Template)]
#[template(path = "payments/receipt.html")]
pub(super) struct ReceiptPage {
    f: Frame,
    title: String,
    number: String,
    agency: String,
    code: String,
    back: String,
    payer: String,
    procedure: String,
    items: Vec<(String, String)>,
    amount: String,
    words: String,
    how: String,
    paid_at: String,
    cancelled: bool,
    pdf: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path((code, number)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (province, loaded, sight) = find(&app, &actor, &code).await?;
    reads::dossier(&app, &actor, &loaded.dossier, &sight, "dossier", Some("receipt")).await?;
    let wanted = loaded.dossier.filed.code.to_string();
    let receipts = app.read(move |tx| Ok(desk::receipts(tx, &wanted)?)).await?;
    let (number, as_pdf) = number.strip_suffix(".pdf").map_or((number.as_str(), false), |number| (number, true));
    let found = receipts.into_iter().find(|receipt| receipt.issued.written().to_string() == number);
    let found = found.ok_or_else(|| Refusal::not_found("receipt-unknown"))?;
    if as_pdf {
        return official::receipt(&app, province, loaded.dossier, found).await;
    }
    let (payment, receipt) = (&found.payment, &found.issued);
    let filed = &loaded.dossier.filed;
    let source = payment.paid_by().map_or("cash", rules::payments::Source::key);
    Ok(View(ReceiptPage {
        title: f.t1("receipt-title", "kind", kind(&f, receipt.kind)),
        agency: said::agency_named(f.lang(), &province.directory, &receipt.agency),
        code: filed.code.to_string(),
        back: format!("/dossiers/{}/payment", filed.code),
        payer: filed.applicant.name.clone(),
        procedure: said::procedure_named(f.lang(), &province, &filed.procedure, &filed.procedure_name),
        items: receipt.items.iter().map(|item| (item.name.clone(), f.money(&item.amount))).collect(),
        amount: f.money(&receipt.amount),
        words: in_words(receipt.amount),
        how: f.t(&format!("payment-source-{source}")),
        paid_at: payment.paid_at.map(|at| f.moment(&at)).unwrap_or_default(),
        cancelled: payment.refunded().0 > 0,
        pdf: format!("/dossiers/{}/receipts/{number}.pdf", filed.code),
        number: number.to_owned(),
        f,
    })
    .into_response())
}
