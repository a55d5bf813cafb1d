//! Reporting a village's month, verifying it, setting it aside, setting a year's target.

use super::overview;
use super::show::{find, may_see, page};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::digital_citizens::{Measure, Report, Reporter, Target};
use rules::people::permissions::{Deed, may, may_at, may_report_citizens};
use rules::{Problem, Refusal, RefusalKind};
use store::desk::digital_citizens::{Command, act as desk_act, set_target};
use tower_sessions::Session;

/// What can be done, by its name in addresses.
const ACTIONS: [&str; 3] = ["report", "verify", "set-aside"];

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((code, action)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let action = ACTIONS.into_iter().find(|known| *known == action).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    may_see(&actor, &code)?;
    let found = find(&app, &code).await?;
    if action == "report" {
        may_report_citizens(&actor, &found.agency, &found.village.village.code)?;
    } else {
        may_at(&actor, Deed::ReportDigitalCitizens, &found.agency)?;
    }
    let seen: u64 = typed.get("version").parse().unwrap_or(0);
    let (of, told, now, cache) = (found.village.village.code.clone(), typed.clone(), f.now, app.province.clone());
    let done = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            let number = told.get("number").parse().unwrap_or(0);
            let command = match action {
                "report" => Command::Report(report(&told)?),
                "verify" => Command::Verify(number),
                _ => Command::SetAside(number, told.text("reason")),
            };
            desk_act(tx, &province, &actor, &of, seen, command, now)
        })
        .await;
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, &format!("citizens-done-{action}"), "").await?;
            Ok(Redirect::to(&format!("/digital-citizens/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let (errors, status) = (FormErrors::of(f.words, &refusal), Failure::Refused(refusal.clone()).status());
            let found = find(&app, &code).await?;
            Ok((status, View(page(f, found, errors, typed, action))).into_response())
        }
        Err(failure) => Err(failure),
    }
}

/// The report as typed; a month is written "11/2025" or as any of its days.
fn report(typed: &Typed) -> Result<Report, Refusal> {
    let written = typed.get("month");
    let month = match written.split_once('/').filter(|(_, year)| !year.contains('/')) {
        Some((month, year)) => {
            let month = month.trim().parse().ok().zip(year.trim().parse().ok());
            month.and_then(|(month, year)| Date::new(year, month, 1).ok())
        }
        None => typed.day("month").ok().flatten(),
    };
    if month.is_none() && !written.is_empty() {
        let problem = Problem::new("/month", "date-unreadable").with("typed", written);
        return Err(Refusal::input(vec![problem]));
    }
    Ok(Report {
        month,
        reporter: Reporter::from_key(typed.get("reporter")),
        residents: typed.text("residents"),
        counts: Measure::ALL.map(|measure| typed.text(measure.key())),
        note: typed.text("note"),
    })
}

pub(super) async fn aim(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    may(&actor, Deed::VerifyDigitalCitizens)?;
    let agency: Option<AgencyCode> = typed.get("agency").parse().ok();
    let target = Target {
        year: typed.text("year"),
        percent: Measure::ALL.map(|measure| typed.text(&format!("target_{}", measure.key()))),
        document: typed.text("document"),
    };
    let (now, cache) = (f.now, app.province.clone());
    let done = match agency {
        None => Err(Refusal::input(vec![Problem::new("/agency", "missing")]).into()),
        Some(agency) => {
            app.write(move |tx| {
                let province = cache.get(tx)?;
                set_target(tx, &province, &actor, &agency, &target, now)
            })
            .await
        }
    };
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, "citizens-done-aim", "").await?;
            Ok(Redirect::to("/digital-citizens").into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let (errors, status) = (FormErrors::of(f.words, &refusal), Failure::Refused(refusal.clone()).status());
            let page = overview::page(&app, f, overview::Asked::default(), errors, typed).await?;
            Ok((status, View(page)).into_response())
        }
        Err(failure) => Err(failure),
    }
}
