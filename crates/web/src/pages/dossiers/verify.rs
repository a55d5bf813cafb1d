//! Checking a paper by its code: open to everybody, tells nothing that does not stand on the paper.

use super::documents::named;
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official::{Verified, VerifiedResult, verified};
use crate::pages::said::urlencoded;
use crate::sessions::Address;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::dossiers::FormStanding;
use rules::personal::Standing;
use rules::{Problem, Refusal, RefusalKind};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "dossiers/verify.html")]
struct AskPage {
    f: Frame,
    errors: FormErrors,
    code: String,
}

#[derive(Template)]
#[template(path = "dossiers/verified.html")]
struct FoundPage {
    f: Frame,
    name: String,
    tone: Tone,
    said: String,
    rows: Vec<(String, String)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    code: String,
}

pub(super) async fn ask(f: Frame, Query(asked): Query<Asked>) -> Response {
    let code = asked.code.trim();
    if code.is_empty() {
        return View(AskPage { f, errors: FormErrors::none(), code: String::new() }).into_response();
    }
    Redirect::to(&format!("/verify/{}", urlencoded(code))).into_response()
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Address(address): Address,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    app.limits.try_track(address)?;
    match verified(&app, &code).await {
        Ok(paper) => Ok(View(found(f, paper)).into_response()),
        Err(Failure::Refused(refusal)) if refusal.kind == RefusalKind::NotFound => {
            let wrong = Refusal::input(vec![Problem::new("/code", "verify-code-unknown")]);
            let errors = FormErrors::of(f.words, &wrong);
            Ok(View(AskPage { f, errors, code }).status(StatusCode::NOT_FOUND))
        }
        Err(failure) => Err(failure),
    }
}

fn found(f: Frame, paper: Verified) -> FoundPage {
    let (tone, said) = match (&paper.result, &paper.course) {
        (Some(result), _) => judged(result),
        (None, Some(course)) if course.expired => (Tone::Warning, "verify-course-expired"),
        (None, _) => judged_form(paper.standing),
    };
    let (result, course) = (paper.result.as_ref(), paper.course.as_ref());
    let valid_until = result.and_then(|result| result.valid_until).or(course.and_then(|course| course.valid_until));
    let replaced = result.and_then(|result| result.replaced_by.as_ref());
    let replaced = replaced.map(|(number, at)| f.t2("verify-result-by", "number", number, "at", f.moment(at)));
    let certificate = result.map(|result| result.certificate.clone().unwrap_or_else(|| f.t("result-unsigned")));
    let name = match result {
        Some(result) if !result.kind.is_empty() => result.kind.clone(),
        Some(_) => f.t("verify-result"),
        None => named(&f, paper.form, paper.round),
    };
    let of_result = [
        ("replaced-by", replaced.unwrap_or_default()),
        ("withdrawn", result.map(|result| result.withdrawn.clone()).unwrap_or_default()),
        ("until", valid_until.map(|day| f.day(&day)).unwrap_or_default()),
        ("certificate", certificate.unwrap_or_default()),
        ("sha256", result.map(|result| result.sha256.clone()).unwrap_or_default()),
    ];
    found_rows(f, paper, (name, tone, said), of_result)
}

/// What to say of a result.
fn judged(result: &VerifiedResult) -> (Tone, &'static str) {
    match (result.standing, &result.certificate) {
        (Standing::InForce, Some(_)) => (Tone::Good, "verify-result-genuine"),
        (Standing::InForce, None) => (Tone::Neutral, "verify-result-unsigned"),
        (Standing::Superseded, _) => (Tone::Bad, "verify-result-superseded"),
        (Standing::Withdrawn, _) => (Tone::Bad, "verify-result-withdrawn"),
        (Standing::Expired, _) => (Tone::Warning, "verify-result-expired"),
    }
}

fn judged_form(standing: FormStanding) -> (Tone, &'static str) {
    match standing {
        FormStanding::InForce => (Tone::Good, "verify-paper-genuine"),
        FormStanding::Replaced => (Tone::Warning, "verify-paper-replaced"),
        FormStanding::Done => (Tone::Neutral, "verify-paper-done"),
    }
}

fn found_rows(
    f: Frame,
    paper: Verified,
    (name, tone, said): (String, Tone, &str),
    of_result: [(&str, String); 5],
) -> FoundPage {
    let entry = paper.entry.map(|(ledger, number, hash)| {
        let number = f.count(&i64::try_from(number).unwrap_or(i64::MAX));
        (f.t2("verify-paper-entry", "number", number, "ledger", ledger), hash)
    });
    let (proof, hash) = entry.unwrap_or_default();
    let book = paper.book.map(|(from, to, count)| {
        (f.t2("verify-paper-days", "from", f.day(&from), "to", f.day(&to)), count.to_string())
    });
    let (days, count) = book.unwrap_or_default();
    let is_course = paper.course.is_some();
    let course = paper.course.map(|course| course.title).unwrap_or_default();
    let rows = [
        ("number", paper.number),
        ("agency", paper.agency.1),
        ("at", f.moment(&paper.issued_at)),
        ("signer", paper.signer),
        ("dossier", paper.dossier),
        ("procedure", paper.procedure),
        ("course", course),
        (if is_course { "learner" } else { "initials" }, paper.initials),
        ("amount", paper.amount.map(|amount| f.money(&amount)).unwrap_or_default()),
        ("due", paper.due_at.map(|due| f.moment(&due)).unwrap_or_default()),
        ("code", paper.id),
        ("period", days),
        ("count", count),
        ("proof", proof),
        ("hash", hash),
    ];
    let rows = rows.into_iter().chain(of_result).filter(|(_, value)| !value.is_empty());
    FoundPage {
        name,
        tone,
        said: f.t(said),
        rows: rows.map(|(key, value)| (f.t(&format!("verify-paper-{key}")), value)).collect(),
        f,
    }
}
