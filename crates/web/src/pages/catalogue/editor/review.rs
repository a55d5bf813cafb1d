//! The last tab: what is wrong, what changes, from when it shall count, by which decision; then hand on, give back, publish or throw
//! away.

use super::Tab;
use super::changes::{Change, changes};
use super::list::author;
use super::tabs::Around;
use crate::app::App;
use crate::components::{Column, Columns, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions;
use crate::view::View;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::people::Capacity;
use store::desk::{procedure_drafts as desk, vacancies};
use store::province::{Province, ProvinceCache};
use store::tables::procedure_drafts::{self, Kept};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "catalogue/editor/review.html")]
struct ReviewPage {
    f: Frame,
    d: Around,
    errors: FormErrors,
    /// What is wrong with it, in words, and the tab where it is mended.
    wrong: Vec<(String, String)>,
    columns: Columns,
    /// What differs from what was published last.
    changed: Vec<Change>,
    effective_on: String,
    effective_said: String,
    note: String,
    in_review: bool,
    /// Whether it announces that the procedure is withdrawn.
    withdraws: bool,
    /// Steps that nobody can do at some agencies, to be known before it is published.
    vacancies: Vec<String>,
    /// Whether whoever looks wrote it: somebody else publishes.
    own: bool,
}

pub(super) async fn page(
    app: &App,
    f: Frame,
    province: &Province,
    kept: &Kept,
    errors: FormErrors,
) -> Result<Response, Failure> {
    let draft = &kept.draft;
    let d = Around::new(&f, kept, Tab::Review);
    let made = draft.procedure();
    let vacant = match &made {
        Ok(procedure) if !draft.withdraws => {
            let (cache, procedure, now): (ProvinceCache, _, _) = (app.province.clone(), procedure.clone(), f.now);
            let found = move |tx: &mut store::Tx| {
                let province = cache.get(tx)?;
                Ok(vacancies::vacancies(tx, &province, &procedure, now)?)
            };
            app.read(found).await?
        }
        _ => Vec::new(),
    };
    let wrong = made.as_ref().err().filter(|_| !draft.withdraws).map(|problems| {
        let said = problems.iter().map(|problem| {
            let tab = match problem.pointer.split('/').nth(1).unwrap_or_default() {
                "form" => Tab::Form,
                "joint" => Tab::Joint,
                "variants" => Tab::Cases,
                "documents" | "fees" => Tab::Papers,
                _ => Tab::General,
            };
            (crate::errors::problem_text(f.words, problem), tab.href(&d.code))
        });
        said.collect()
    });
    let published = province.procedure(&draft.code).and_then(|state| state.newest());
    let changed = match &made {
        Ok(made) if !draft.withdraws => changes(&f, &province.directory, published, made),
        _ => Vec::new(),
    };
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = ReviewPage {
        wrong: wrong.unwrap_or_default(),
        columns: ["part", "before", "after"].map(|key| Column::text(f.t(&format!("editor-change-{key}")))).to_vec(),
        changed,
        effective_on: draft.effective_on.map_or_else(String::new, |day| day.to_string()),
        effective_said: draft.effective_on.map_or_else(String::new, |day| f.day(&day)),
        note: draft.note.clone(),
        in_review: draft.in_review,
        withdraws: draft.withdraws,
        vacancies: said::vacancies(f.words, &province.directory, &vacant),
        own: f.actor.as_ref().is_some_and(|actor| draft.is_of(actor.as_citizen().logins())),
        d,
        errors,
        f,
    };
    Ok(View(shown).status(status))
}

/// Does what was pressed.
pub(super) async fn act(
    app: &App,
    f: Frame,
    session: &Session,
    by: Capacity,
    province: &Province,
    mut kept: Kept,
    typed: &Typed,
) -> Result<Response, Failure> {
    let (code, now) = (kept.draft.code.clone(), f.now);
    let seen = typed.get("version").parse().unwrap_or(0);
    let (cache, sent, wanted): (ProvinceCache, _, _) = (app.province.clone(), typed.clone(), code.clone());
    let go = typed.text("go");
    let asked = go.clone();
    let done = app
        .write(move |tx| match asked.as_str() {
            "publish" => {
                let province = cache.get(tx)?;
                desk::publish(tx, &province, &wanted, seen, &by, now)
            }
            "discard" => Ok(procedure_drafts::discard(tx, wanted.as_str())?),
            "send-back" => {
                desk::change(tx, wanted.as_str(), seen, author(&by), now, |draft| draft.send_back(sent.get("remark")))
            }
            _ => {
                let province = cache.get(tx)?;
                let said = (sent.get("effective_on").parse().ok(), rules::text::tidy(sent.get("note")));
                desk::submit(tx, &province, wanted.as_str(), seen, said, author(&by), now)
            }
        })
        .await;
    match done {
        Ok(()) => {
            let all = "/admin/procedures".to_owned();
            let (said, to) = match go.as_str() {
                "publish" if kept.draft.withdraws => ("editor-withdrawn", format!("{all}/{code}")),
                "publish" => ("editor-published", format!("{all}/{code}")),
                "discard" if kept.draft.based_on == 0 => ("editor-discarded", all),
                "discard" => ("editor-discarded", format!("{all}/{code}")),
                "send-back" => ("editor-sent-back", Tab::Review.href(code.as_str())),
                _ => ("editor-submitted", Tab::Review.href(code.as_str())),
            };
            sessions::say(session, Tone::Good, said, "").await?;
            Ok(Redirect::to(&to).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            if go != "publish" && go != "send-back" {
                kept.draft.effective_on = typed.get("effective_on").parse().ok();
                kept.draft.note = typed.text("note");
            }
            page(app, f, province, &kept, errors).await
        }
        Err(failure) => Err(failure),
    }
}
