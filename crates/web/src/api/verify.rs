//! Checking a paper by the code on it: open to everybody, tells nothing that does not stand on the paper.

use super::address::address_of;
use super::openapi::Refusals;
use super::room::Room;
use super::wire::{Answer, At};
use crate::app::App;
use crate::errors::Failure;
use crate::official::verified;
use axum::Extension;
use axum::extract::{Path, Request, State};
use rules::personal::Standing;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A genuine document.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerifiedDocument {
    /// Its whole code.
    #[schema(example = "H35.38-251223-0001.01.K7Q2-M9XA-4T7D-8ZJ3")]
    id: String,
    /// Always: a code that is not genuine is answered 404.
    genuine: bool,
    /// `in_force`, `replaced` by something newer, or `done`: carried out, or the dossier is closed; of a result `withdrawn` or
    /// `expired` too, and of the certificate of a course `expired`.
    #[schema(example = "in_force")]
    standing: &'static str,
    /// Which form: `acknowledgement`, `supplement-request`, `refusal`, `apology`, `stop-notice`, `control-slip`,
    /// `tracking-book`, `receipt-fee`, `receipt-charge`, `training-certificate`, or `result` for the result of a dossier.
    #[schema(example = "acknowledgement")]
    form: &'static str,
    /// Number and sign.
    number: Option<String>,
    /// Who issued it: code and name.
    agency: String,
    /// The agency's name.
    agency_name: String,
    /// Who signed, where an officer did.
    signer: Option<String>,
    /// When.
    issued_at: At,
    /// The dossier's code.
    dossier: Option<String>,
    /// The procedure's name.
    procedure_name: Option<String>,
    /// The title of the course that a certificate is for.
    course: Option<String>,
    /// The initials of the applicant, or of whoever took the course.
    #[schema(example = "L. T. L.")]
    applicant_initials: Option<String>,
    /// The appointment that stands on it.
    due_at: Option<At>,
    /// The ledger of the entry that it documents.
    ledger: Option<String>,
    /// The entry's number.
    entry: Option<u64>,
    /// The entry's hash.
    hash: Option<String>,
    /// The first day of a tracking book.
    from: Option<String>,
    /// Its last day.
    to: Option<String>,
    /// How many dossiers stand in it.
    dossiers: Option<usize>,
    /// How much a receipt says, in đồng.
    amount: Option<i64>,
    /// What a result is called.
    result_name: Option<String>,
    /// The number of the version that took a result's place.
    replaced_by: Option<String>,
    /// The last day of the validity of a result or of the certificate of a course.
    valid_until: Option<String>,
    /// Whose certificate signed or sealed a result; nothing where nobody's did.
    certificate: Option<String>,
    /// The SHA-256 of a result's file.
    sha256: Option<String>,
}

/// What a document's code tells.
#[utoipa::path(
    get, path = "/verify/{document_id}", tag = "dossiers", summary = "Whether a document is genuine",
    description = "What the QR code on an official form opens, as JSON. Compare it with the paper.",
    params(("document_id" = String, Path, description = "The code on the document",
        example = "H35.38-251223-0001.01.K7Q2-M9XA-4T7D-8ZJ3")),
    responses((status = 200, description = "It is genuine", body = VerifiedDocument), Refusals)
)]
pub async fn verify_document(
    State(app): State<App>,
    Extension(room): Extension<Arc<Room>>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Answer<VerifiedDocument>, Failure> {
    room.track(address_of(&request, app.settings.behind_proxy))?;
    let paper = verified(&app, &id).await?;
    let (ledger, entry, hash) = match paper.entry {
        Some((ledger, entry, hash)) => (Some(ledger), Some(entry), Some(hash)),
        None => (None, None, None),
    };
    let (result, course) = (paper.result.as_ref(), paper.course.as_ref());
    let valid_until = result.and_then(|result| result.valid_until).or(course.and_then(|course| course.valid_until));
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    Ok(Answer(VerifiedDocument {
        id: paper.id,
        genuine: true,
        standing: match result.map(|result| result.standing) {
            Some(Standing::Withdrawn) => "withdrawn",
            Some(Standing::Expired) => "expired",
            _ if course.is_some_and(|course| course.expired) => "expired",
            _ => paper.standing.key(),
        },
        result_name: result.map(|result| result.kind.clone()),
        replaced_by: result.and_then(|result| result.replaced_by.as_ref()).map(|(number, _)| number.clone()),
        valid_until: valid_until.map(|day| day.to_string()),
        course: course.map(|course| course.title.clone()),
        certificate: result.and_then(|result| result.certificate.clone()),
        sha256: result.map(|result| result.sha256.clone()).filter(|hash| !hash.is_empty()),
        form: paper.form,
        number: some(paper.number),
        agency: paper.agency.0,
        agency_name: paper.agency.1,
        signer: some(paper.signer),
        issued_at: At(paper.issued_at),
        dossier: some(paper.dossier),
        procedure_name: some(paper.procedure),
        applicant_initials: some(paper.initials),
        due_at: paper.due_at.map(At),
        ledger,
        entry,
        hash,
        from: paper.book.map(|(from, _, _)| from.to_string()),
        to: paper.book.map(|(_, to, _)| to.to_string()),
        dossiers: paper.book.map(|(_, _, count)| count),
        amount: paper.amount.map(|amount| amount.0),
    }))
}
