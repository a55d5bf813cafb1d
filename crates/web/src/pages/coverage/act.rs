//! Reporting from the field, verifying, setting aside, saying what is to come.

use super::show::{LINES, find, page};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::evidence;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::coverage::{Level, Plan, Power, Report, Technology};
use rules::people::permissions::{Deed, may_at, may_report_coverage};
use rules::{Refusal, RefusalKind};
use store::desk::coverage::{Command, act as desk_act};
use tower_sessions::Session;

/// What can be done, by its name in addresses.
const ACTIONS: [&str; 4] = ["report", "verify", "set-aside", "plan"];

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((code, action)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Failure> {
    let action = ACTIONS.into_iter().find(|known| *known == action).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let found = find(&app, &code).await?;
    // Who may do nothing here uploads nothing.
    if action == "report" {
        may_report_coverage(&actor, &found.agency, &found.village.village.code)?;
    } else {
        may_at(&actor, Deed::ReportCoverage, &found.agency)?;
    }
    let (typed, problems) = evidence::typed(files::receive(&app, form, &actor.login).await?);
    let seen: u64 = typed.get("version").parse().unwrap_or(0);
    let (of, told, now, cache) = (found.village.village.code.clone(), typed.clone(), f.now, app.province.clone());
    let done = if problems.is_empty() {
        app.write(move |tx| {
            let province = cache.get(tx)?;
            let number = told.get("number").parse().unwrap_or(0);
            let command = match action {
                "report" => Command::Report(Report { files: evidence::of(tx, &actor, &told)?, ..report(&told) }),
                "verify" => Command::Verify(number),
                "set-aside" => Command::SetAside(number, told.text("reason")),
                _ => Command::Plan(Plan {
                    operator: told.text("operator"),
                    technology: Technology::from_key(told.get("technology")),
                    by: told.get("by").parse().ok(),
                    document: told.text("document"),
                }),
            };
            desk_act(tx, &province, &actor, &of, seen, command, now)
        })
        .await
    } else {
        Err(Refusal::input(problems).into())
    };
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, &format!("coverage-done-{action}"), "").await?;
            Ok(Redirect::to(&format!("/coverage/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let (errors, status) = (FormErrors::of(f.words, &refusal), Failure::Refused(refusal.clone()).status());
            let found = find(&app, &code).await?;
            Ok((status, View(page(f, found, errors, typed, action))).into_response())
        }
        Err(failure) => Err(failure),
    }
}

/// The report as typed: a line an operator; lines left empty say nothing.
fn report(typed: &Typed) -> Report {
    let lines = (1..=LINES).map(|line| {
        let of = |field: &str| typed.text(&format!("{field}-{line}"));
        (of("operator"), Technology::from_key(&of("technology")), Level::from_key(&of("level")))
    });
    let signals = lines.filter(|(operator, technology, _)| !operator.trim().is_empty() || technology.is_some());
    Report {
        observed_on: typed.get("observed_on").parse().ok(),
        signals: signals.collect(),
        nothing: !typed.get("nothing").is_empty(),
        power: Power::from_key(typed.get("power")),
        population: typed.text("population"),
        note: typed.text("note"),
        files: Vec::new(),
    }
}
