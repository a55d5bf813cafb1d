//! The tabs of a draft: shown, saved over the version that was seen, the form with its preview.

use super::list::known;
use super::{Tab, fields, review};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::eforms::{self, Asker, FormView};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, Administrator};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::Refusal;
use rules::catalogue::Draft;
use rules::catalogue::forms::{Answers, Definition};
use serde_json::Value;
use std::collections::BTreeMap;
use store::desk::procedure_drafts as desk;
use store::province::Province;
use store::tables::procedure_drafts::Kept;
use tower_sessions::Session;

/// What stands around every tab.
pub(super) struct Around {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) version: u64,
    pub(super) action: String,
    pub(super) tabs: Vec<(String, String, bool)>,
    /// Who writes, and whether it waits for review.
    pub(super) state: String,
    /// What the second person said when they gave it back.
    pub(super) remark: String,
}

impl Around {
    pub(super) fn new(f: &Frame, kept: &Kept, tab: Tab) -> Self {
        let code = kept.draft.code.to_string();
        let state = if kept.draft.in_review { "editor-in-review" } else { "editor-writing" };
        Self {
            name: kept.draft.part("name").unwrap_or_default(),
            version: kept.version,
            action: tab.href(&code),
            tabs: Tab::ALL
                .map(|other| (f.t(&format!("editor-tab-{}", other.key())), other.href(&code), other == tab))
                .to_vec(),
            state: f.t1(state, "author", &kept.draft.author.name),
            remark: kept.draft.remark.clone(),
            code,
        }
    }
}

#[derive(Template)]
#[template(path = "catalogue/editor/fields.html")]
struct FieldsPage {
    f: Frame,
    d: Around,
    errors: FormErrors,
    view: FormView,
}

#[derive(Template)]
#[template(path = "catalogue/editor/form.html")]
struct FormPage {
    f: Frame,
    d: Around,
    errors: FormErrors,
    text: String,
    /// The form as citizens see it; nothing while it can't be read.
    preview: Option<FormView>,
    title: String,
}

pub(super) async fn show(
    State(app): State<App>,
    _: Administrator,
    f: Frame,
    Path((code, tab)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let tab = Tab::from_key(&tab).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let code = known(&code)?;
    let cache = app.province.clone();
    let (province, kept) = app.read(move |tx| Ok((cache.get(tx)?, desk::find(tx, code.as_str())?))).await?;
    page(f, &province, &kept, tab, None, FormErrors::none())
}

/// A tab; `typed` is what came and could not be saved.
pub(super) fn page(
    f: Frame,
    province: &Province,
    kept: &Kept,
    tab: Tab,
    typed: Option<Answers>,
    errors: FormErrors,
) -> Result<Response, Failure> {
    let d = Around::new(&f, kept, tab);
    let communes = said::communes(f.lang(), &province.directory);
    let none = BTreeMap::new();
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let asker = Asker { f: &f, communes: &communes, villages: &none };
    match tab {
        Tab::Form => {
            let text = form_text(&kept.draft);
            let read = if text.is_empty() { None } else { Some(Definition::read(&text)) };
            let flaws = match &read {
                Some(Err(flaws)) => flaws.iter().map(|flaw| flaw.problem("/form")).collect(),
                _ => Vec::new(),
            };
            let errors = if flaws.is_empty() { errors } else { FormErrors::of(f.words, &Refusal::input(flaws)) };
            let form = read.and_then(Result::ok);
            let preview = form.as_ref().map(|form| FormView::new(&asker, form, &Answers::new()));
            let title = form.as_ref().map_or_else(String::new, |form| form.title().to_owned());
            Ok(View(FormPage { d, errors, text, preview, title, f }).into_response())
        }
        Tab::Review => review::page(f, d, province, kept, errors),
        Tab::General | Tab::Papers | Tab::Cases => {
            let answers = typed.unwrap_or_else(|| fields::answers(tab, &kept.draft));
            let view = FormView::new(&asker, fields::form(tab), &answers);
            Ok(View(FieldsPage { d, errors, view, f }).status(status))
        }
    }
}

/// The form as it is edited: as it was typed, or as it was published.
fn form_text(draft: &Draft) -> String {
    match draft.parts.get("form") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => serde_json::to_string_pretty(value).unwrap_or_default(),
    }
}

pub(super) async fn save(
    State(app): State<App>,
    Administrator(by): Administrator,
    f: Frame,
    session: Session,
    Path((code, tab)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let tab = Tab::from_key(&tab).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let code = known(&code)?;
    let wanted = code.clone();
    let cache = app.province.clone();
    let (province, kept) = app.read(move |tx| Ok((cache.get(tx)?, desk::find(tx, wanted.as_str())?))).await?;
    if tab == Tab::Review {
        return review::act(&app, f, &session, by, &province, kept, &typed).await;
    }
    match take(&f, &province, tab, &kept, &typed) {
        Ok(changed) => {
            let (seen, now, wanted) = (typed.get("version").parse().unwrap_or(0), f.now, code.clone());
            let done = app
                .write(move |tx| {
                    desk::change(tx, wanted.as_str(), seen, now, |draft| {
                        draft.clone_from(&changed);
                        Ok(())
                    })
                })
                .await;
            match done {
                Ok(()) => {
                    sessions::say(&session, Tone::Good, "editor-saved", "").await?;
                    Ok(Redirect::to(&tab.href(code.as_str())).into_response())
                }
                Err(Failure::Refused(refusal)) => {
                    let errors = FormErrors::of(f.words, &refusal);
                    page(f, &province, &kept, tab, None, errors)
                }
                Err(failure) => Err(failure),
            }
        }
        Err((answers, errors)) => page(f, &province, &kept, tab, Some(answers), errors),
    }
}

/// The draft with what was typed; or what was typed, with what is wrong.
fn take(
    f: &Frame,
    province: &Province,
    tab: Tab,
    kept: &Kept,
    typed: &Typed,
) -> Result<Draft, (Answers, FormErrors)> {
    let mut draft = kept.draft.clone();
    if tab == Tab::Form {
        let text = typed.text("form");
        let value = match Definition::read(&text) {
            Ok(form) => form.into(),
            Err(_) if text.is_empty() => Value::Null,
            // Kept as it was typed until it is right.
            Err(_) => Value::String(text),
        };
        draft.put("form", value);
        return Ok(draft);
    }
    let form = fields::form(tab);
    let mut answers = fields::answers(tab, &draft);
    eforms::collect(form, &mut answers, typed);
    if eforms::press(form, &mut answers, &rules::dossiers::ApplicantDraft::default(), typed.get("go")).is_some() {
        // One more row, one less: shown, not saved before it is filled in.
        return Err((answers, FormErrors::none()));
    }
    let known = rules::catalogue::forms::Known {
        today: rules::calendar::day_of(f.now),
        directory: &province.directory,
    };
    match form.validate(&answers, &known) {
        Ok(right) => {
            fields::put(tab, &mut draft, &right);
            Ok(draft)
        }
        Err(problems) => Err((answers, FormErrors::of(f.words, &Refusal::input(problems)))),
    }
}
