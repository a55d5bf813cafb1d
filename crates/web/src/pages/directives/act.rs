//! What somebody does to a directive: assigns it to more agencies, notes on a task that it comes of it.

use super::show::{self, Form};
use crate::app::App;
use crate::components::Tone;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::codes::{AgencyCode, DirectiveCode, TaskCode};
use rules::directives::{Assign, Directive};
use rules::people::{Agency, AgencyLevel};
use rules::{Problem, Refusal, RefusalKind};
use store::desk;
use store::province::Province;
use tower_sessions::Session;

/// A box that stands for every agency of a level.
pub(super) const WHOLE: [(&str, AgencyLevel); 2] =
    [("departments", AgencyLevel::Department), ("communes", AgencyLevel::Commune)];

/// The agencies to which a directive can still be assigned.
pub(super) fn others<'a>(province: &'a Province, directive: &'a Directive) -> impl Iterator<Item = &'a Agency> {
    province.directory.iter().filter(move |agency| {
        agency.settles()
            && province.directory.is_in_force(&agency.code)
            && agency.code != directive.registered.agency
            && !directive.is_assigned_to(&agency.code)
    })
}

fn parsed(code: &str) -> Result<DirectiveCode, Refusal> {
    code.parse().map_err(|_| Refusal::not_found("directive-unknown"))
}

pub(super) async fn assign(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    form: RawForm,
) -> Result<Response, Failure> {
    let code = parsed(&code)?;
    // A field may come several times: a box for each agency.
    let mut typed = Typed::default();
    for (name, value) in url::form_urlencoded::parse(&form.0).filter(|(name, _)| name != "csrf") {
        typed.add(name, value);
    }
    let typed = typed.bounded()?;
    let (cache, by, of, sent, now) = (app.province.clone(), actor.clone(), code.clone(), typed.clone(), f.now);
    let done = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            let directive = desk::directives::find(tx, &by, &of)?;
            let assign = read(&province, &directive, &sent)?;
            desk::directives::assign(tx, &province, &by, &of, &assign, now).map(|_| ())
        })
        .await;
    if let Err(Failure::Refused(refusal)) = &done
        && refusal.kind != RefusalKind::NotFound
    {
        return show::refused(&app, f, &actor, &code, Form::Assign, refusal, typed).await;
    }
    done?;
    sessions::say(&session, Tone::Good, "directive-assigned", "").await?;
    Ok(Redirect::to(&format!("/directives/{code}")).into_response())
}

/// What was typed; a box that stands for a level is every agency of it that does not have the directive.
fn read(province: &Province, directive: &Directive, typed: &Typed) -> Result<Assign, Refusal> {
    let mut to: Vec<AgencyCode> = Vec::new();
    for chosen in typed.get("to").lines() {
        match WHOLE.iter().find(|(key, _)| *key == chosen) {
            Some((_, level)) => to.extend(
                others(province, directive).filter(|agency| agency.level == *level).map(|agency| agency.code.clone()),
            ),
            None => to.push(
                chosen
                    .parse()
                    .map_err(|_| Refusal::input(vec![Problem::new("/to", "agency-unknown").with("code", chosen)]))?,
            ),
        }
    }
    Ok(Assign { to, due_on: day(typed, "due_on")?, note: typed.text("note") })
}

/// A day that may be left out, but not be wrong.
pub(super) fn day(typed: &Typed, field: &str) -> Result<Option<jiff::civil::Date>, Refusal> {
    let day = typed.some(field).map(|day| day.parse()).transpose();
    day.map_err(|_| Refusal::input(vec![Problem::new(format!("/{field}"), "day")]))
}

pub(super) async fn link(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let code = parsed(&code)?;
    let (by, of, task, now) = (actor.clone(), code.clone(), typed.get("task").to_uppercase(), f.now);
    let done = app
        .write(move |tx| {
            // Whoever does not see the directive learns nothing of what they typed.
            desk::directives::find(tx, &by, &of)?;
            let task: TaskCode = task.parse().map_err(|_| Refusal::input(vec![Problem::new("/task", "task-code")]))?;
            desk::directives::link_task(tx, &by, &of, &task, now).map(|task| task.code().to_string())
        })
        .await;
    match done {
        Ok(task) => {
            sessions::say(&session, Tone::Good, "directive-task-linked", &task).await?;
            Ok(Redirect::to(&format!("/directives/{code}")).into_response())
        }
        Err(Failure::Refused(mut refusal)) if refusal.code != "directive-unknown" => {
            for problem in &mut refusal.problems {
                problem.pointer = "/task".into();
            }
            show::refused(&app, f, &actor, &code, Form::Link, &refusal, typed).await
        }
        Err(failure) => Err(failure),
    }
}
