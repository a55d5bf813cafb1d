//! Official documents from the facts of a dossier: what stands on each form, as of the entry that it documents, always in Vietnamese.
//!
//! Nothing is stored: the same facts make the same bytes. Who may have a form was asked before; how it looks is the crate
//! `documents`' matter.

mod acknowledgement;
mod apology;
mod book;
mod certificate;
mod control_slip;
mod facts;
pub(crate) mod letter;
mod receipt;
mod refusal;
mod result;
mod stop_notice;
mod supplement_request;
mod verified;

pub use book::{Period, Sealed, book, counters};
pub use control_slip::handovers;
pub use result::{Version, result};
pub use verified::{Verified, VerifiedCourse, VerifiedResult, verified};

use crate::app::App;
use crate::errors::Failure;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use documents::Unmade;
use documents::forms::Form as _;
use facts::Facts;
use rules::Refusal;
use rules::dossiers::OfficialForm;
use rules::people::Actor;
use rules::people::permissions::may_have_form;
use std::sync::Arc;
use store::desk::documents::{Issued, issued};
use store::desk::dossiers::Loaded;
use store::desk::personal::Sight;
use store::province::Province;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// So many documents are laid out at once: each takes a core for some hundredths of a second.
static PRESSES: Semaphore = Semaphore::const_new(2);

/// The forms of a dossier that this person may have.
#[must_use]
pub fn open_to(actor: &Actor, loaded: &Loaded, as_officer: bool) -> Vec<Issued> {
    issued(loaded).into_iter().filter(|issued| may_have_form(actor, as_officer, issued.form)).collect()
}

/// The form of this name, `acknowledgement.pdf`, if this person may have it.
///
/// # Errors
/// The same refusal whether there is none or it is not theirs.
pub fn wanted(actor: &Actor, loaded: &Loaded, sight: &Sight, name: &str) -> Result<Issued, Refusal> {
    let name = name.strip_suffix(".pdf").unwrap_or(name);
    let open = open_to(actor, loaded, sight.is_officers());
    open.into_iter().find(|issued| issued.name() == name).ok_or_else(|| match OfficialForm::from_key(name) {
        Some(OfficialForm::Acknowledgement) if loaded.dossier.received_at.is_none() => {
            Refusal::rule("not-received-yet")
        }
        _ => Refusal::not_found("official-not-issued"),
    })
}

/// What the read log calls a look at a form: at a part of the dossier, or at everything that happened to it.
#[must_use]
pub fn looked_at(form: OfficialForm) -> &'static str {
    if form.is_internal() { "history" } else { "file" }
}

/// The form as PDF.
///
/// # Errors
/// When the history is damaged or the document can't be laid out.
pub async fn pdf(app: &App, province: Arc<Province>, loaded: Loaded, issued: Issued) -> Result<Response, Failure> {
    let name = format!("{}-{}.pdf", loaded.dossier.filed.code, issued.name());
    let public_url = app.settings.public_url.clone();
    let pdf = press(move || Ok(make(&Facts::new(&province, &loaded, &issued, &public_url)?)?)).await?;
    shown(pdf, &name)
}

/// A declaration as PDF, under this name.
///
/// # Errors
/// When it can't be laid out.
pub async fn declaration(declaration: documents::forms::Declaration, name: &str) -> Result<Response, Failure> {
    shown(press(move || Ok(declaration.pdf()?)).await?, name)
}

/// The notice of a conference's conclusions as PDF, under this name.
///
/// # Errors
/// When it can't be laid out.
pub async fn notice(notice: documents::forms::Notice, name: &str) -> Result<Response, Failure> {
    shown(press(move || Ok(notice.pdf()?)).await?, name)
}

/// A report made of figures as PDF, under this name.
///
/// # Errors
/// When it can't be laid out.
pub async fn summary(summary: documents::forms::Summary, name: &str) -> Result<Response, Failure> {
    shown(press(move || Ok(summary.pdf()?)).await?, name)
}

/// An official report as PDF, under this name.
///
/// # Errors
/// When it can't be laid out.
pub async fn report(report: documents::forms::ReportTable, name: &str) -> Result<Response, Failure> {
    shown(press(move || Ok(report.pdf()?)).await?, name)
}

/// A receipt as PDF.
///
/// # Errors
/// When it can't be laid out.
pub async fn receipt(
    app: &App,
    province: Arc<Province>,
    dossier: rules::dossiers::Dossier,
    receipt: store::desk::payments::Receipt,
) -> Result<Response, Failure> {
    let name = format!("{}-{}.pdf", dossier.filed.code, receipt.issued.written());
    let url = app.settings.public_url.clone();
    shown(press(move || Ok(receipt::form(&province, &dossier, &receipt, &url)?.pdf()?)).await?, &name)
}

/// A certificate of a course as PDF.
///
/// # Errors
/// When it can't be laid out.
pub async fn certificate(
    app: &App,
    province: Arc<Province>,
    issued: store::desk::training::Issued,
) -> Result<Response, Failure> {
    let name = format!("{}.pdf", issued.number);
    let url = app.settings.public_url.clone();
    shown(press(move || Ok(certificate::form(&province, &issued, &url)?.pdf()?)).await?, &name)
}

/// Why a document was not made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unprinted {
    #[error(transparent)]
    Unmade(#[from] Unmade),
    #[error("the facts of a document")]
    Fault(#[from] store::Fault),
}

/// Lays a document out, on a thread where that holds nobody up.
pub(crate) async fn press(
    make: impl FnOnce() -> Result<Vec<u8>, Unprinted> + Send + 'static,
) -> Result<Vec<u8>, Failure> {
    pressed(make).await?.map_err(|error| Failure::fault(&error))
}

/// The same for what others sent, where it may be their fault that it can't be laid out.
pub(crate) async fn pressed(
    make: impl FnOnce() -> Result<Vec<u8>, Unprinted> + Send + 'static,
) -> Result<Result<Vec<u8>, Unprinted>, Failure> {
    let _press = PRESSES.acquire().await.map_err(|error| Failure::fault(&error))?;
    spawn_blocking(make).await.map_err(|error| Failure::fault(&error))
}

/// A PDF as an answer, under this name.
///
/// # Errors
/// Never, for the names that are given here.
pub fn shown(pdf: Vec<u8>, name: &str) -> Result<Response, Failure> {
    let mut response = pdf.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    let shown =
        HeaderValue::from_str(&format!("inline; filename=\"{name}\"")).map_err(|error| Failure::fault(&error))?;
    headers.insert(header::CONTENT_DISPOSITION, shown);
    Ok(response)
}

fn make(facts: &Facts<'_>) -> Result<Vec<u8>, Unmade> {
    match facts.form {
        OfficialForm::Acknowledgement => acknowledgement::form(facts).pdf(),
        OfficialForm::SupplementRequest => supplement_request::form(facts).pdf(),
        OfficialForm::Refusal => refusal::form(facts).pdf(),
        OfficialForm::Apology => apology::form(facts).pdf(),
        OfficialForm::StopNotice => stop_notice::form(facts).pdf(),
        OfficialForm::ControlSlip => control_slip::form(facts).pdf(),
    }
}
