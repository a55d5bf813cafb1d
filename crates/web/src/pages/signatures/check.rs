//! Anybody checks a PDF that they have: it is looked at and not kept.

use super::Report;
use crate::app::App;
use crate::components::FormErrors;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::Address;
use crate::signing;
use crate::view::View;
use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use bytes::{Bytes, BytesMut};
use rules::{Problem, Refusal};
use store::files::LARGEST;

#[derive(Template)]
#[template(path = "signatures/check.html")]
struct CheckPage {
    f: Frame,
    errors: FormErrors,
    /// The file's name, once one was looked at.
    name: String,
    report: Option<Report>,
}

pub(super) async fn ask(f: Frame) -> Response {
    View(CheckPage { f, errors: FormErrors::none(), name: String::new(), report: None }).into_response()
}

pub(super) async fn check(
    State(app): State<App>,
    f: Frame,
    Address(address): Address,
    form: Multipart,
) -> Result<Response, Failure> {
    app.limits.try_track(address)?;
    let (name, pdf) = match one_file(form).await? {
        Ok(file) => file,
        Err(problem) => {
            let errors = FormErrors::of(f.words, &Refusal::input(vec![problem]));
            let page = View(CheckPage { f, errors, name: String::new(), report: None });
            return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let report = Report::of(&f, signing::check(&app, pdf).await?);
    Ok(View(CheckPage { f, errors: FormErrors::none(), name, report: Some(report) }).into_response())
}

/// The first file of a form, or what is wrong with it.
async fn one_file(mut form: Multipart) -> Result<Result<(String, Bytes), Problem>, Failure> {
    let status = |error: axum::extract::multipart::MultipartError| Failure::Status(error.status());
    while let Some(mut field) = form.next_field().await.map_err(status)? {
        let Some(name) = field.file_name().map(str::to_owned) else { continue };
        let mut contents = BytesMut::new();
        while let Some(chunk) = field.chunk().await.map_err(status)? {
            if contents.len() + chunk.len() > LARGEST {
                let problem = Problem::new("/file", "file-too-large").with("megabytes", LARGEST / 1024 / 1024);
                return Ok(Err(problem));
            }
            contents.extend_from_slice(&chunk);
        }
        if !contents.is_empty() {
            return Ok(Ok((name, contents.freeze())));
        }
    }
    Ok(Err(Problem::new("/file", "file-choose")))
}
