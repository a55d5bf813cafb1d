//! Entering an agency and changing its particulars: typed, shown as a list of changes, then confirmed.

use super::changes;
use super::form::{self, EditPage, PreviewPage};
use super::show::known;
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, Administrator};
use crate::view::View;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::people::{self, Agency, Directory};
use rules::text::tidy;
use rules::{Problem, Refusal};
use store::desk::{agencies, mark};
use tower_sessions::Session;

pub(super) async fn ask_new(State(app): State<App>, _: Administrator, f: Frame) -> Result<View<EditPage>, Failure> {
    let province = app.province().await?;
    let mut typed = Typed::default();
    for (field, value) in [("bloc", "government"), ("level", "department"), ("kind", "authority"), ("hours", "usual")] {
        typed.set(field, value);
    }
    Ok(View(EditPage::new(f, &province.directory, None, typed, FormErrors::none())))
}

pub(super) async fn ask(
    State(app): State<App>,
    _: Administrator,
    f: Frame,
    Path(code): Path<String>,
) -> Result<View<EditPage>, Failure> {
    let province = app.province().await?;
    let agency = known(&province.directory, &code)?;
    let mut typed = form::typed_of(agency);
    typed.set("seen", mark(agency)?);
    Ok(View(EditPage::new(f, &province.directory, Some(&code), typed, FormErrors::none())))
}

pub(super) async fn enter(
    State(app): State<App>,
    by: Administrator,
    f: Frame,
    session: Session,
    typed: Typed,
) -> Result<Response, Failure> {
    let province = app.province().await?;
    keep(&app, by, f, &session, &province.directory, None, typed).await
}

pub(super) async fn change(
    State(app): State<App>,
    by: Administrator,
    f: Frame,
    session: Session,
    Path(code): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let province = app.province().await?;
    let before = known(&province.directory, &code)?.clone();
    keep(&app, by, f, &session, &province.directory, Some(before), typed).await
}

async fn keep(
    app: &App,
    Administrator(by): Administrator,
    f: Frame,
    session: &Session,
    directory: &Directory,
    before: Option<Agency>,
    mut typed: Typed,
) -> Result<Response, Failure> {
    let code = before.as_ref().map(|agency| agency.code.to_string());
    let again = |f, typed, errors| EditPage::new(f, directory, code.as_deref(), typed, errors).again();
    if typed.get("go") == "edit" {
        return Ok(again(f, typed, FormErrors::none()));
    }
    let seen = before.as_ref().map(mark).transpose()?.unwrap_or_default();
    if seen != typed.get("seen") {
        let errors = FormErrors::of(f.words, &Refusal::conflict("agency-changed-meanwhile"));
        typed.set("seen", seen);
        return Ok(again(f, typed, errors));
    }
    let reason = before.is_some().then(|| tidy(typed.get("reason")));
    let agency = match checked(directory, before.as_ref(), &typed, reason.as_deref()) {
        Ok(agency) => agency,
        Err(refusal) => {
            let errors = FormErrors::of(f.words, &refusal);
            return Ok(again(f, typed, errors));
        }
    };
    if typed.get("go") != "confirm" {
        let page = PreviewPage {
            title: f.t(if before.is_some() { "agency-edit" } else { "agency-new" }),
            action: code.map_or_else(|| "/admin/agencies/new".into(), |code| format!("/admin/agencies/{code}/edit")),
            changes: changes::between(&f, directory, before.as_ref(), &agency),
            notes: if before.as_ref().is_some_and(|before| before.working_hours() != agency.working_hours()) {
                vec![f.t("hours-change-note")]
            } else {
                Vec::new()
            },
            typed: hidden(&typed),
            f,
        };
        return Ok(View(page).into_response());
    }
    let (cache, now, entered) = (app.province.clone(), f.now, agency.code.clone());
    let done = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            match reason.clone() {
                Some(reason) => agencies::correct(tx, &province, agency.clone(), (&seen, reason), &by, now),
                None => {
                    untaken(&province.directory, &agency)?;
                    agencies::register(tx, &province, agency.clone(), None, &by, now)
                }
            }
        })
        .await;
    match done {
        Ok(_) => {
            sessions::say(session, Tone::Good, "agency-kept", entered.as_str()).await?;
            Ok(Redirect::to(&format!("/admin/agencies/{entered}")).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(again(f, typed, errors))
        }
        Err(failure) => Err(failure),
    }
}

/// The agency that was typed, when the rules would take it.
fn checked(
    directory: &Directory,
    before: Option<&Agency>,
    typed: &Typed,
    reason: Option<&str>,
) -> Result<Agency, Refusal> {
    let agency = form::agency(before, typed)?;
    if before.is_none() {
        untaken(directory, &agency)?;
    }
    if reason == Some("") {
        return Err(Refusal::input(vec![Problem::new("/reason", "change-reason-missing")]));
    }
    match people::register(directory, agency.clone(), directory.end(&agency.code).is_some())? {
        Some(_) => Ok(agency),
        None => Err(Refusal::rule("nothing-changed")),
    }
}

/// Refuses the code of an agency that is there: it would be overwritten.
fn untaken(directory: &Directory, agency: &Agency) -> Result<(), Refusal> {
    match directory.get(&agency.code) {
        Some(_) => Err(Refusal::input(vec![Problem::new("/code", "agency-code-taken").with("code", &agency.code)])),
        None => Ok(()),
    }
}

/// What was typed, to go along with the confirmation.
pub(super) fn hidden(typed: &Typed) -> Vec<(String, String)> {
    let all = typed.beginning_with("").filter(|(field, _)| *field != "go");
    all.map(|(field, value)| (field.to_owned(), value.to_owned())).collect()
}
