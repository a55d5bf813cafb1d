//! Helping somebody back into their account: a one-time code, shown once, with the reason in the journal.

use super::looked_after;
use crate::app::App;
use crate::components::FormErrors;
use crate::credentials::codes::{self, Kind};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{PeopleAdministrator, Recent};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use rules::accounts::Purpose;
use rules::people::Actor;
use rules::{Problem, Refusal};
use store::desk::accounts::{Issue, issue_code};
use store::tables::accounts;

/// A reason has at least so many characters.
const REASON: usize = 10;
const LONGEST: usize = 500;

#[derive(Template)]
#[template(path = "accounts/admin/recovery.html")]
struct RecoveryPage {
    f: Frame,
    errors: FormErrors,
    login: String,
    name: String,
    typed: Typed,
}

#[derive(Template)]
#[template(path = "accounts/admin/issued.html")]
struct IssuedPage {
    f: Frame,
    login: String,
    name: String,
    code: String,
    until: Timestamp,
    removed: bool,
}

/// Nobody helps themselves past their own factors.
fn not_own(actor: &Actor, login: &str) -> Result<(), Failure> {
    if actor.login == login { Err(Refusal::forbidden("own-recovery").into()) } else { Ok(()) }
}

pub(super) async fn ask(
    State(app): State<App>,
    f: Frame,
    _: PeopleAdministrator,
    Recent(actor): Recent,
    Path(login): Path<String>,
) -> Result<Response, Failure> {
    not_own(&actor, &login)?;
    let (person, _) = looked_after(&app, &actor, &login).await?;
    let page = RecoveryPage { f, errors: FormErrors::none(), login, name: person.name, typed: Typed::default() };
    Ok(View(page).into_response())
}

pub(super) async fn issue(
    State(app): State<App>,
    f: Frame,
    _: PeopleAdministrator,
    Recent(actor): Recent,
    Path(login): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    not_own(&actor, &login)?;
    let (person, by) = looked_after(&app, &actor, &login).await?;
    let reason = rules::text::tidy(typed.get("reason"));
    let problem = match reason.chars().count() {
        length if length < REASON => Some(Problem::new("/reason", "recovery-reason")),
        length if length > LONGEST => Some(Problem::new("/reason", "too-long").with("max", LONGEST)),
        _ => None,
    };
    if let Some(problem) = problem {
        let errors = FormErrors::of(f.words, &Refusal::input(vec![problem]));
        let page = RecoveryPage { f, errors, login, name: person.name, typed };
        return Ok(View(page).status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let code = codes::new(Kind::OneTime)?;
    let removed = typed.get("remove") == "yes";
    let wanted = login.clone();
    let new = app.read(move |tx| Ok(accounts::factors(tx, &wanted)?.password_set_at.is_none())).await?;
    let issue = Issue {
        hash: codes::hash(&app.settings.secret, Kind::OneTime, &login, &code),
        login: login.clone(),
        purpose: if new { Purpose::Activation } else { Purpose::Recovery },
        reason,
        remove_factors: removed,
    };
    let now = app.clock.now();
    let until = app.write(move |tx| issue_code(tx, &issue, &by, now)).await?;
    Ok(View(IssuedPage { f, login, name: person.name, code, until, removed }).into_response())
}
