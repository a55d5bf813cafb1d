//! The last tab: what is wrong, from when it shall count, by which decision; then hand on, give back, publish or throw away.

use super::Tab;
use super::tabs::{self, Around};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions;
use crate::view::View;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::Refusal;
use rules::calendar::day_of;
use rules::people::Capacity;
use store::desk::procedure_drafts as desk;
use store::province::Province;
use store::tables::procedure_drafts::{self, Kept};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "catalogue/editor/review.html")]
struct ReviewPage {
    f: Frame,
    d: Around,
    errors: FormErrors,
    /// What is wrong with it, in words.
    wrong: Vec<String>,
    /// What differs from what was published last: the parts.
    changed: Vec<String>,
    limit: String,
    cost: String,
    papers: Vec<String>,
    effective_on: String,
    note: String,
    in_review: bool,
    /// Whether whoever looks wrote it: somebody else publishes.
    own: bool,
}

pub(super) fn page(
    f: Frame,
    d: Around,
    province: &Province,
    kept: &Kept,
    errors: FormErrors,
) -> Result<Response, Failure> {
    let draft = &kept.draft;
    let made = draft.procedure();
    let wrong = match &made {
        Ok(_) => Vec::new(),
        Err(problems) => {
            FormErrors::of(f.words, &Refusal::input(problems.clone())).items.into_iter().map(|item| item.text).collect()
        }
    };
    let published = province.procedure(&draft.code).and_then(|state| state.newest());
    let before = published.and_then(|procedure| serde_json::to_value(procedure).ok()).unwrap_or_default();
    let after = made.as_ref().ok().and_then(|procedure| serde_json::to_value(procedure).ok()).unwrap_or_default();
    let keys: std::collections::BTreeSet<&String> =
        [&before, &after].into_iter().filter_map(|value| value.as_object()).flat_map(|parts| parts.keys()).collect();
    let differs = keys.into_iter().filter(|key| before.get(key.as_str()) != after.get(key.as_str()));
    let named = |key: &String| {
        f.words.maybe(&format!("editor-part-{}", key.replace('_', "-")), &[]).unwrap_or_else(|| key.clone())
    };
    let changed = if made.is_ok() { differs.map(named).collect() } else { Vec::new() };
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let made = made.ok();
    let shown = ReviewPage {
        limit: made.as_ref().map_or_else(String::new, |procedure| said::time_limit(f.words, procedure.time_limit)),
        cost: made.as_ref().map_or_else(String::new, |procedure| said::cost(f.words, procedure)),
        papers: made.map_or_else(Vec::new, |procedure| procedure.documents.into_iter().map(|asked| asked.name).collect()),
        effective_on: draft.effective_on.map_or_else(String::new, |day| day.to_string()),
        note: draft.note.clone(),
        in_review: draft.in_review,
        own: f.actor.as_ref().is_some_and(|actor| actor.login == draft.author.login),
        wrong,
        changed,
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
    kept: Kept,
    typed: &Typed,
) -> Result<Response, Failure> {
    let (code, now, today) = (kept.draft.code.clone(), f.now, day_of(f.now));
    let login = f.actor.as_ref().map(|actor| actor.login.clone()).unwrap_or_default();
    let seen = typed.get("version").parse().unwrap_or(0);
    let (cache, sent, wanted) = (app.province.clone(), typed.clone(), code.clone());
    let go = typed.text("go");
    let asked = go.clone();
    let done = app
        .write(move |tx| match asked.as_str() {
            "publish" => desk::publish(tx, &cache.get(tx)?, &wanted, seen, (&login, &by), now),
            "discard" => Ok(procedure_drafts::discard(tx, wanted.as_str())?),
            "send-back" => {
                desk::change(tx, wanted.as_str(), seen, now, |draft| draft.send_back(sent.get("remark")))
            }
            _ => desk::change(tx, wanted.as_str(), seen, now, |draft| {
                draft.effective_on = sent.get("effective_on").parse().ok();
                draft.note = rules::text::tidy(sent.get("note"));
                draft.submit(today)
            }),
        })
        .await;
    match done {
        Ok(()) => {
            let (said, to) = match go.as_str() {
                "publish" => ("editor-published", format!("/admin/procedures/{code}")),
                "discard" => ("editor-discarded", format!("/admin/procedures/{code}")),
                "send-back" => ("editor-sent-back", Tab::Review.href(code.as_str())),
                _ => ("editor-submitted", Tab::Review.href(code.as_str())),
            };
            sessions::say(session, Tone::Good, said, "").await?;
            Ok(Redirect::to(&to).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            let mut kept = kept;
            if go != "publish" && go != "send-back" {
                kept.draft.effective_on = typed.get("effective_on").parse().ok();
                kept.draft.note = typed.text("note");
            }
            tabs::page(f, province, &kept, Tab::Review, None, errors)
        }
        Err(failure) => Err(failure),
    }
}
