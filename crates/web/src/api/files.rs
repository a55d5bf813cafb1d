//! Papers: uploaded before a dossier names them, and given out only to those who may see them.

use super::caller::Caller;
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::wire::{Asked, At};
use crate::app::App;
use crate::errors::{Failure, Sent};
use crate::reads;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use jiff::Timestamp;
use rules::dossiers::Dossier;
use rules::people::Actor;
use rules::tasks::Evidence;
use rules::{Problem, Refusal};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::files::{File, LARGEST, Upload, find};
use store::province::Province;
use store::tables::dossier_files;
use store::tables::personal::reads::Line;
use store::{Fault, Tx, desk};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

/// What stands around the file in a body of several parts.
const AROUND: usize = 64 * 1024;

/// The routes of files.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(upload).layer(DefaultBodyLimit::max(LARGEST + AROUND)))
        .routes(routes!(download))
}

/// A file that was uploaded.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FileSeen {
    /// Its identifier: the `file_id` of a document.
    #[schema(example = "019a7c3e-5f7a-7cc1-b7a0-5b8f0e6f9a11")]
    id: String,
    /// Its name, cleaned.
    #[schema(example = "to-khai.pdf")]
    name: String,
    /// Its type, as read from its contents.
    #[schema(example = "application/pdf")]
    media_type: String,
    /// Its size in bytes.
    size: u64,
    /// The SHA-256 of its contents, in hexadecimal.
    sha256: String,
    /// When it was uploaded.
    uploaded_at: At,
}

/// The files of these identifiers, as evidence; `pointer` is where in the body they stand. What somebody else uploaded is none of the
/// caller's.
///
/// # Errors
/// The first that is none.
pub fn own(tx: &mut Tx, actor: &Actor, ids: &[String], pointer: &str) -> Result<Vec<Evidence>, store::Failure> {
    let evidence = |(at, id): (usize, &String)| {
        let missing = || Refusal::input(vec![Problem::new(format!("{pointer}/{at}"), "file-unknown").with("id", id)]);
        own_one(tx, actor, id)?.ok_or_else(|| missing().into())
    };
    ids.iter().enumerate().map(evidence).collect()
}

/// The file of this identifier, as evidence; nothing where it is none of the caller's.
///
/// # Errors
/// When the database fails.
pub fn own_one(tx: &mut Tx, actor: &Actor, id: &str) -> Result<Option<Evidence>, Fault> {
    let file = find(tx, id)?.filter(|file| file.owner == actor.login);
    Ok(file.map(|file| Evidence { file: file.id, name: file.name, sha256: file.sha256 }))
}

impl From<File> for FileSeen {
    fn from(file: File) -> Self {
        Self {
            id: file.id,
            name: file.name,
            media_type: file.media_type,
            size: file.size,
            sha256: file.sha256,
            uploaded_at: At(file.uploaded_at),
        }
    }
}

/// What is uploaded, as `multipart/form-data`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the parts of a body for the API's description")]
pub struct FileSent {
    /// The file: PDF, JPEG, PNG, TIFF, WebP, DOCX, XLSX, DOC, XLS or ODT without macros, up to 20 MB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Uploads a file.
#[utoipa::path(
    post, path = "/files", tag = "files", summary = "Upload a file",
    description = "One file a request. Its type is read from its contents. Only its uploader sees it until a dossier names it.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body(content = FileSent, content_type = "multipart/form-data"),
    responses((status = 201, description = "It was kept", body = FileSeen, headers(("Location" = String, description = "Where it is"))), Refusals),
    security(("token" = []))
)]
pub async fn upload(State(app): State<App>, caller: Caller, key: Key, request: Request) -> Result<Response, Failure> {
    let parts = Multipart::from_request(request, &app).await;
    // Not of several parts at all: 415; without a boundary: 400.
    let parts = parts.map_err(|refused| match refused.status() {
        StatusCode::BAD_REQUEST if refused.body_text().contains("boundary") => {
            Failure::Status(StatusCode::UNSUPPORTED_MEDIA_TYPE)
        }
        status => Failure::Status(status),
    })?;
    let (name, contents) = first_file(parts).await?;
    let now = app.clock.now();
    let request = key.request(&caller, "POST /api/v1/files", &Sha256::digest(&contents))?;
    let upload =
        Upload { name, owner: caller.login().to_owned(), contents, pointer: "/file".to_owned(), largest: LARGEST };
    let file = match app.files.keep(&app.store, upload, now).await {
        Ok(file) => FileSeen::from(file),
        Err(store::Failure::Refused(refusal)) => return Ok(refused(refusal)),
        Err(fault) => return Err(fault.into()),
    };
    let done = Done::new(StatusCode::CREATED, &file)?;
    let done = match request {
        // The first answer is kept; a repeated request left a second description of the same contents, which nobody names.
        Some(request) => once(&app, Some(request), now, move |_| Ok(Done::new(StatusCode::CREATED, &file)?)).await?,
        None => done,
    };
    Ok(done.into_response(|id| format!("/api/v1/files/{id}")))
}

/// The first part that is a file, read piece by piece up to the largest size.
pub(super) async fn first_file(mut parts: Multipart) -> Result<(String, Bytes), Failure> {
    let status = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge(Sent::File, LARGEST),
        status => Failure::Status(status),
    };
    while let Some(mut part) = parts.next_field().await.map_err(status)? {
        let Some(name) = part.file_name().map(str::to_owned) else { continue };
        let mut contents = BytesMut::new();
        while let Some(piece) = part.chunk().await.map_err(status)? {
            if contents.len() + piece.len() > LARGEST {
                return Err(Failure::TooLarge(Sent::File, LARGEST));
            }
            contents.extend_from_slice(&piece);
        }
        return Ok((name, contents.freeze()));
    }
    Err(Refusal::input(vec![rules::Problem::new("/file", "file-missing")]).into())
}

/// A refusal of a file, with the status that HTTP has for it.
fn refused(refusal: Refusal) -> Response {
    let status = match refusal.problems.first().map(|problem| problem.code) {
        Some("file-type") => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Some("file-too-large") => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut response = Failure::from(refusal).into_response();
    *response.status_mut() = status;
    response
}

/// Why somebody may see a file.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct FileQuery {
    /// The dossier that names it; not needed for one's own uploads.
    #[param(example = "H35.38-251223-0001")]
    pub(super) dossier: Option<String>,
}

/// A file's contents.
#[utoipa::path(
    get, path = "/files/{id}", tag = "files", summary = "A file's contents",
    description = "For whoever uploaded it, or with `dossier` for whoever may see a dossier that names it.",
    params(("id" = String, Path, description = "The file's identifier"), FileQuery),
    responses((status = 200, description = "The contents", body = String, content_type = "application/octet-stream"), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn download(
    State(app): State<App>,
    Path(id): Path<String>,
    caller: Caller,
    Asked(query): Asked<FileQuery>,
) -> Result<Response, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let (file, look) = app
        .store
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            allowed(tx, &province, &actor, &id, query.dossier.as_deref(), now)
        })
        .await?;
    reads::note(&app, look).await?;
    let contents = app.files.contents(&file).await?;
    let kind = HeaderValue::from_str(&file.media_type);
    let headers = [
        (header::CONTENT_TYPE, kind.unwrap_or(HeaderValue::from_static("application/octet-stream"))),
        (header::CONTENT_DISPOSITION, attachment(&file.name)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    Ok((headers, contents).into_response())
}

/// The file and the line for the read log, if this actor may see it: the same refusal whether there is none or it is not theirs.
pub(super) fn allowed(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    id: &str,
    dossier: Option<&str>,
    now: Timestamp,
) -> Result<(File, Option<Line>), store::Failure> {
    let unknown = || Refusal::not_found("file-not-found");
    let file = find(tx, id)?.ok_or_else(unknown)?;
    let Some(code) = dossier else {
        if file.owner != actor.login {
            return Err(unknown().into());
        }
        // What a dossier names belongs to the dossier: whoever uploaded it sees it as long as they see that.
        let named = dossier_files::dossiers_of(tx, id)?;
        if named.is_empty() {
            return Ok((file, None));
        }
        let seen = named.iter().find_map(|code| allowed(tx, province, actor, id, Some(code), now).ok());
        return seen.ok_or_else(|| unknown().into());
    };
    let (loaded, sight) = desk::personal::look_at(tx, actor, code, now)?;
    let is_result = loaded.dossier.result_file.as_deref() == Some(id);
    let kept_back = is_result && !rules::people::permissions::may_receive(actor, &loaded.dossier);
    if kept_back || !names(&loaded.dossier, id, sight.is_officers()) {
        return Err(unknown().into());
    }
    if is_result && let Some(refusal) = desk::payments::withheld(tx, province, actor, &loaded.dossier)? {
        return Err(refusal.into());
    }
    let look = reads::of_dossier(actor, &loaded.dossier, &sight, "file", Some(id), now);
    Ok((file, look))
}

/// Whether a dossier names a file; drafts of results and opinions of agencies are for officers.
fn names(dossier: &Dossier, id: &str, for_officer: bool) -> bool {
    let is = |file: &str| file == id;
    dossier.files_of_applicant().any(is) || for_officer && dossier.files().any(is)
}

/// Always an attachment: nothing that was uploaded is shown as a page of ours (RFC 6266, RFC 8187).
fn attachment(name: &str) -> HeaderValue {
    let plain: String = rules::text::fold(name.rsplit_once('.').map_or(name, |(stem, _)| stem)).replace(' ', "-");
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending)
        .filter(|ending| ending.bytes().all(|b| b.is_ascii_alphanumeric()));
    let plain = ending.map_or_else(|| plain.clone(), |ending| format!("{plain}.{ending}"));
    let ascii: String = plain.chars().filter(char::is_ascii).collect();
    let escaped: String = name.bytes().map(escape).collect();
    let value = format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{escaped}");
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("attachment"))
}

fn escape(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vietnamese_name_is_given_plain_and_whole() {
        assert_eq!(
            attachment("Tờ khai.pdf").to_str().expect("ASCII"),
            "attachment; filename=\"to-khai.pdf\"; filename*=UTF-8''T%E1%BB%9D%20khai.pdf"
        );
        assert_eq!(attachment("a\"b").to_str().expect("ASCII"), "attachment; filename=\"a-b\"; filename*=UTF-8''a%22b");
    }
}
