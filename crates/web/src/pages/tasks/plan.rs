//! A whole plan out of a spreadsheet: every row of every sheet becomes a task, or none does and each error is named by sheet, row and
//! column.

use super::words;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Tone};
use crate::errors::{Failure, problem_text};
use crate::frame::Frame;
use crate::plans::{LARGEST, sheets};
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::Refusal;
use rules::codes::AgencyCode;
use rules::people::Actor;
use rules::people::permissions::{Deed, assigns_for, may};
use rules::tasks::plan::Misread;
use store::desk::tasks::{Imported, import};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "tasks/plan.html")]
struct PlanPage {
    f: Frame,
    errors: FormErrors,
    assigner: String,
    assigners: Vec<Choice>,
    columns: Columns,
    misread: Vec<Wrong>,
}

/// Something that could not be read.
struct Wrong {
    sheet: String,
    row: String,
    column: String,
    text: String,
}

pub(super) async fn form(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    Ok(page(&app, f, &actor, String::new(), FormErrors::none(), &[]).await?.into_response())
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    assigner: String,
    errors: FormErrors,
    misread: &[Misread],
) -> Result<View<PlanPage>, Failure> {
    let province = app.province().await?;
    let assigners = assigns_for(actor);
    let misread = misread.iter().map(|misread| Wrong {
        sheet: misread.sheet.clone(),
        row: misread.row.to_string(),
        column: misread.column.clone(),
        text: problem_text(f.words, &misread.problem),
    });
    Ok(View(PlanPage {
        misread: misread.collect(),
        columns: ["row", "sheet", "column", "problem"].map(|key| Column::text(f.t(&format!("plan-{key}")))).into(),
        assigners: assigners
            .iter()
            .map(|code| Choice::new(code.as_str(), words::agency(&f, &province, code)))
            .collect(),
        assigner,
        errors,
        f,
    }))
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    form: Multipart,
) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    let (assigner, contents) = received(form).await?;
    let imported = enter(&app, &f, &actor, &assigner, contents).await;
    match imported {
        Ok(Imported::Whole { assigned, sheets: (read, passed_over), .. }) => {
            let mut told = f.words.with("plan-taken-in", &[("value", &assigned.len()), ("sheets", &read.join(", "))]);
            if !passed_over.is_empty() {
                told = format!("{told} {}", f.t1("plan-passed-over", "sheets", passed_over.join(", ")));
            }
            sessions::say(&session, Tone::Good, "plan-told", told).await?;
            Ok(Redirect::to("/tasks?side=given").into_response())
        }
        Ok(Imported::Nothing(misread)) => {
            let page = page(&app, f, &actor, assigner, FormErrors::none(), &misread).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(page(&app, f, &actor, assigner, errors, &[]).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}

/// The agency that was chosen, and the file; it is read and not kept.
async fn received(mut form: Multipart) -> Result<(String, Vec<u8>), Failure> {
    let unreadable = |error: axum::extract::multipart::MultipartError| Failure::Status(error.status());
    let (mut assigner, mut contents) = (String::new(), Vec::new());
    while let Some(mut field) = form.next_field().await.map_err(unreadable)? {
        match field.name() {
            Some("assigner") => assigner = field.text().await.map_err(unreadable)?,
            Some("plan") => {
                while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
                    if contents.len() <= LARGEST {
                        contents.extend_from_slice(&chunk);
                    }
                }
            }
            _ => {}
        }
    }
    Ok((assigner, contents))
}

async fn enter(app: &App, f: &Frame, actor: &Actor, assigner: &str, contents: Vec<u8>) -> Result<Imported, Failure> {
    let own = assigns_for(actor);
    let chosen: Option<AgencyCode> = if assigner.is_empty() { own.into_iter().next() } else { assigner.parse().ok() };
    let assigner = chosen.ok_or_else(|| Refusal::forbidden("assigners-only"))?;
    let sheets =
        tokio::task::spawn_blocking(move || sheets(&contents)).await.map_err(|error| Failure::fault(&error))??;
    let (cache, actor, now) = (app.province.clone(), actor.clone(), f.now);
    app.write(move |tx| {
        let province = cache.get(tx)?;
        import(tx, &province, &actor, &assigner, &sheets, now)
    })
    .await
}
