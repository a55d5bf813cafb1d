//! Public tracking: whoever knows the code and the applicant's telephone sees where a dossier is, and nothing personal.

use super::{Audience, story, whereabouts};
use crate::app::App;
use crate::components::{FormErrors, RouteProgress, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::Address;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use rules::{Problem, Refusal, RefusalKind};
use serde::Deserialize;
use store::desk::dossiers::track;

#[derive(Template)]
#[template(path = "dossiers/track.html")]
struct AskPage {
    f: Frame,
    errors: FormErrors,
    code: String,
    phone: String,
}

#[derive(Template)]
#[template(path = "dossiers/tracked.html")]
struct FoundPage {
    f: Frame,
    code: String,
    name: String,
    late: bool,
    progress: RouteProgress,
    timeline: Timeline,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    code: String,
}

pub(super) async fn ask(f: Frame, Query(asked): Query<Asked>) -> Response {
    View(AskPage { f, errors: FormErrors::none(), code: asked.code, phone: String::new() }).into_response()
}

pub(super) async fn find(
    State(app): State<App>,
    f: Frame,
    Address(address): Address,
    typed: Typed,
) -> Result<Response, Failure> {
    app.limits.try_track(address)?;
    let (code, phone) = (typed.text("code"), typed.text("phone"));
    if code.is_empty() {
        return Ok(again(f, &typed, &Refusal::input(vec![Problem::new("/code", "code-missing")])));
    }
    let cache = app.province.clone();
    match app.read(move |tx| Ok((cache.get(tx)?, track(tx, &code, &phone)?))).await {
        Ok((province, loaded)) => {
            let filed = &loaded.dossier.filed;
            let page = FoundPage {
                code: filed.code.to_string(),
                name: said::procedure_named(f.lang(), &province, &filed.procedure, &filed.procedure_name),
                late: whereabouts::is_late(&f, &loaded.dossier),
                progress: whereabouts::progress(&f, &province, &loaded.dossier, Audience::Anybody),
                timeline: story::timeline(&f, &province, &loaded.history, Audience::Anybody),
                f,
            };
            Ok(View(page).into_response())
        }
        Err(Failure::Refused(refusal)) => Ok(again(f, &typed, &refusal)),
        Err(failure) => Err(failure),
    }
}

fn again(f: Frame, typed: &Typed, refusal: &Refusal) -> Response {
    let status =
        if refusal.kind == RefusalKind::NotFound { StatusCode::NOT_FOUND } else { StatusCode::UNPROCESSABLE_ENTITY };
    let errors = FormErrors::of(f.words, refusal);
    View(AskPage { f, errors, code: typed.text("code"), phone: typed.text("phone") }).status(status)
}
