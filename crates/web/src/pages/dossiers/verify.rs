//! Checking a paper by its code: open to everybody, tells nothing that does not stand on the paper.

use super::documents::named;
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official::{Verified, verified};
use crate::pages::said::urlencoded;
use crate::sessions::Address;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::dossiers::FormStanding;
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
    let (tone, said) = match paper.standing {
        FormStanding::InForce => (Tone::Good, "verify-paper-genuine"),
        FormStanding::Replaced => (Tone::Warning, "verify-paper-replaced"),
        FormStanding::Done => (Tone::Neutral, "verify-paper-done"),
    };
    let entry = paper.entry.map(|(ledger, number, hash)| {
        let number = f.count(&i64::try_from(number).unwrap_or(i64::MAX));
        (f.t2("verify-paper-entry", "number", number, "ledger", ledger), hash)
    });
    let (proof, hash) = entry.unwrap_or_default();
    let book = paper.book.map(|(from, to, count)| {
        (f.t2("verify-paper-days", "from", f.day(&from), "to", f.day(&to)), count.to_string())
    });
    let (days, count) = book.unwrap_or_default();
    let rows = [
        ("number", paper.number),
        ("agency", paper.agency.1),
        ("at", f.moment(&paper.issued_at)),
        ("signer", paper.signer),
        ("dossier", paper.dossier),
        ("procedure", paper.procedure),
        ("initials", paper.initials),
        ("amount", paper.amount.map(|amount| f.money(&amount)).unwrap_or_default()),
        ("due", paper.due_at.map(|due| f.moment(&due)).unwrap_or_default()),
        ("code", paper.id),
        ("period", days),
        ("count", count),
        ("proof", proof),
        ("hash", hash),
    ];
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    FoundPage {
        name: named(&f, paper.form, paper.round),
        tone,
        said: f.t(said),
        rows: rows.map(|(key, value)| (f.t(&format!("verify-paper-{key}")), value)).collect(),
        f,
    }
}
