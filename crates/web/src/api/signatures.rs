//! The digital signatures of PDFs: of a file of a dossier, and of any file that somebody has.

use super::address::address_of;
use super::caller::Caller;
use super::files::{FileQuery, FileSent, allowed, first_file};
use super::openapi::Refusals;
use super::room::Room;
use super::wire::{Answer, Asked, At};
use crate::app::App;
use crate::errors::Failure;
use crate::reads;
use crate::signing::{check, integrity_key, revocation_key, time_key, trust_key, verdict_key};
use axum::Extension;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Path, Request, State};
use rules::{Problem, Refusal};
use seals::pades::{Signature, Unreadable};
use serde::Serialize;
use std::sync::Arc;
use store::files::LARGEST;
use utoipa::ToSchema;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

/// The routes of signatures.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(check_signatures).layer(DefaultBodyLimit::max(LARGEST + 64 * 1024)))
        .routes(routes!(file_signatures))
}

/// What is found about the signatures of a PDF.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignaturesFound {
    /// In the order in which they were made; empty when the PDF is not signed.
    signatures: Vec<SignatureFound>,
}

/// What is found about one signature.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignatureFound {
    /// `valid`, `unproven` (nothing speaks against it, and not everything for it) or `invalid`.
    #[schema(example = "valid")]
    verdict: &'static str,
    /// `intact`, `intact-followed` (by further signatures only), `changed`, `changed-afterwards`, `malformed`, `forged`, `weak` or
    /// `unsupported`.
    #[schema(example = "intact")]
    integrity: &'static str,
    /// `trusted`, or why not: `self-signed`, `issuer-missing`, `unknown-authority`, `expired`, `expired-since`, `not-yet-valid`,
    /// `no-authority`, `not-for-signing`, `no-certificate`, `certificate-forged`, `certificate-weak`, `certificate-unsupported`.
    #[schema(example = "trusted")]
    trust: &'static str,
    /// `good`, `revoked`, `unreachable` (who would know did not answer), `nobody-to-ask` or `not-asked`.
    #[schema(example = "nobody-to-ask")]
    revocation: &'static str,
    /// Who signed, by their certificate.
    signer: Option<String>,
    /// Their organisation.
    organisation: Option<String>,
    /// Who issued the certificate.
    issuer: Option<String>,
    /// The certificate's number, in hexadecimal.
    serial: Option<String>,
    /// When.
    signed_at: Option<At>,
    /// From where that is known: `stamped` by a trusted authority, `claimed` by the signer, `bad-stamp` or `unknown`.
    #[schema(example = "stamped")]
    time_source: &'static str,
    /// What for, as the signer says.
    reason: Option<String>,
}

impl From<Signature> for SignatureFound {
    fn from(one: Signature) -> Self {
        Self {
            verdict: verdict_key(one.verdict()),
            integrity: integrity_key(&one),
            trust: trust_key(&one.trust),
            revocation: revocation_key(one.revocation),
            time_source: time_key(&one.time_source),
            signer: one.signer,
            organisation: one.organisation,
            issuer: one.issuer,
            serial: one.serial,
            signed_at: one.signed_at.map(At),
            reason: one.reason,
        }
    }
}

fn answer(found: Result<Vec<Signature>, Unreadable>) -> Result<Answer<SignaturesFound>, Failure> {
    let code = |unreadable| match unreadable {
        Unreadable::NoPdf => "file-no-pdf",
        Unreadable::Encrypted => "file-encrypted",
        Unreadable::Damaged => "file-damaged",
    };
    let found = found.map_err(|unreadable| Refusal::input(vec![Problem::new("/file", code(unreadable))]))?;
    Ok(Answer(SignaturesFound { signatures: found.into_iter().map(SignatureFound::from).collect() }))
}

/// Checks the signatures of a PDF.
#[utoipa::path(
    post, path = "/signatures", tag = "files", summary = "Check the signatures of a PDF",
    description = "Open to everybody, with a limit on how often. The file is looked at and not kept.",
    request_body(content = FileSent, content_type = "multipart/form-data"),
    responses((status = 200, description = "What was found", body = SignaturesFound), Refusals)
)]
pub async fn check_signatures(
    State(app): State<App>,
    Extension(room): Extension<Arc<Room>>,
    request: Request,
) -> Result<Answer<SignaturesFound>, Failure> {
    room.track(address_of(&request, app.settings.behind_proxy))?;
    let parts = Multipart::from_request(request, &app).await;
    let parts = parts.map_err(|_| Failure::Status(axum::http::StatusCode::UNSUPPORTED_MEDIA_TYPE))?;
    let (_, contents) = first_file(parts).await?;
    answer(check(&app, contents).await?)
}

/// The signatures of a file.
#[utoipa::path(
    get, path = "/files/{id}/signatures", tag = "files", summary = "The signatures of a file",
    description = "For whoever may see the file: its uploader, or with `dossier` whoever may see a dossier that names it.",
    params(("id" = String, Path, description = "The file's identifier"), FileQuery),
    responses((status = 200, description = "What was found", body = SignaturesFound), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn file_signatures(
    State(app): State<App>,
    Path(id): Path<String>,
    caller: Caller,
    Asked(query): Asked<FileQuery>,
) -> Result<Answer<SignaturesFound>, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let (file, look) = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            allowed(tx, &province, &actor, &id, query.dossier.as_deref(), now)
        })
        .await?;
    reads::note(&app, look).await?;
    let contents = app.files.contents(&file).await.map_err(store::Failure::from)?;
    answer(check(&app, contents).await?)
}
