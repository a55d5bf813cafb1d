//! The tab of the electronic form: its definition beside the form as citizens see it. The preview can be tried: conditions, rows,
//! computed fields and what is checked work in it as they will, before anything is saved.

use super::tabs::{Around, keep};
use super::{Tab, skeleton};
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::eforms::{self, Asker, FormView};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions;
use crate::view::View;
use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::Refusal;
use rules::catalogue::forms::{Answers, Definition, Flaw, Known};
use rules::dossiers::ApplicantDraft;
use serde_json::Value;
use std::collections::BTreeMap;
use store::province::Province;
use store::tables::procedure_drafts::Kept;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "catalogue/editor/form.html")]
struct FormPage {
    f: Frame,
    d: Around,
    errors: FormErrors,
    text: String,
    /// What is wrong with the definition: where, what, how to mend.
    flaws: Vec<String>,
    /// The form as citizens see it; nothing while it can't be read.
    preview: Option<FormView>,
    title: String,
    pledge: String,
    /// What is wrong with what was typed into the preview.
    tried: FormErrors,
    /// Whether the answers in the preview were found right.
    right: bool,
    kinds: Vec<Choice>,
    sections: Vec<Choice>,
}

/// What was done in the preview.
#[derive(Default)]
struct Try {
    text: String,
    answers: Answers,
    problems: Vec<rules::Problem>,
    right: bool,
}

/// The tab; `tried` is what came and was not saved.
fn shown(f: Frame, province: &Province, kept: &Kept, tried: Option<Try>, mut errors: FormErrors) -> Response {
    let d = Around::new(&f, kept, Tab::Form);
    let tried = tried.unwrap_or_else(|| Try { text: kept_text(kept), ..Try::default() });
    let read = if tried.text.is_empty() { None } else { Some(Definition::read(&tried.text)) };
    let flaws = match &read {
        Some(Err(flaws)) => flaws.iter().map(|flaw| said_of(&f, flaw, &tried.text)).collect(),
        _ => Vec::new(),
    };
    if let Some(Err(found)) = &read {
        let wrong = FormErrors::of(f.words, &Refusal::input(found.iter().map(|flaw| flaw.problem("/form")).collect()));
        errors.items.extend(wrong.items);
    }
    let form = read.and_then(Result::ok);
    let communes = said::communes(f.lang(), &province.directory);
    let asker = Asker { f: &f, communes: &communes, villages: &BTreeMap::new() };
    let sections = form.as_ref().map(Definition::sections).unwrap_or_default().iter().enumerate();
    let shown = FormPage {
        preview: form.as_ref().map(|form| FormView::new(&asker, form, &tried.answers)),
        title: form.as_ref().map_or_else(String::new, |form| form.title().to_owned()),
        pledge: form.as_ref().map_or_else(String::new, |form| form.pledge().to_owned()),
        tried: if tried.problems.is_empty() {
            FormErrors::none()
        } else {
            FormErrors::of(f.words, &Refusal::input(tried.problems))
        },
        right: tried.right,
        kinds: skeleton::KINDS.map(|kind| Choice::new(kind, f.t(&format!("editor-kind-{kind}")))).to_vec(),
        sections: sections.map(|(place, section)| Choice::new(place.to_string(), &section.title)).collect(),
        text: tried.text,
        flaws,
        d,
        errors,
        f,
    };
    View(shown).into_response()
}

/// The tab as it is kept.
pub(super) fn page(f: Frame, province: &Province, kept: &Kept, text: Option<String>, errors: FormErrors) -> Response {
    shown(f, province, kept, text.map(|text| Try { text, ..Try::default() }), errors)
}

/// The form as it is edited: as it was typed, or as it was published.
fn kept_text(kept: &Kept) -> String {
    match kept.draft.parts.get("form") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => serde_json::to_string_pretty(value).unwrap_or_default(),
    }
}

/// A flaw in words, with the line where its field is written.
fn said_of(f: &Frame, flaw: &Flaw, text: &str) -> String {
    let said = crate::errors::problem_text(f.words, &flaw.problem("/form"));
    let name = flaw.field.rsplit('.').next().unwrap_or_default();
    let quoted = format!("\"{name}\"");
    let line = text.lines().position(|line| !name.is_empty() && line.contains(&quoted));
    line.map_or_else(|| said.clone(), |line| f.t2("editor-at-line", "line", line + 1, "said", &said))
}

/// Saves the definition, or tries it.
pub(super) async fn take(
    app: &App,
    f: Frame,
    session: &Session,
    province: &Province,
    kept: Kept,
    typed: &Typed,
) -> Result<Response, Failure> {
    let mut text = typed.text("form");
    let go = typed.get("go");
    if go == "add-field" {
        match skeleton::added(&text, typed) {
            Ok(more) => text = more,
            Err(problems) => {
                let errors = FormErrors::of(f.words, &Refusal::input(problems));
                return Ok(shown(f, province, &kept, Some(Try { text, ..Try::default() }), errors));
            }
        }
    }
    if go != "on" {
        let tried = tried(&f, province, text, typed, go);
        return Ok(shown(f, province, &kept, Some(tried), FormErrors::none()));
    }
    let mut draft = kept.draft.clone();
    let value = match Definition::read(&text) {
        Ok(form) => form.into(),
        Err(_) if text.is_empty() => Value::Null,
        // Kept as it was typed until it is right.
        Err(_) => Value::String(text.clone()),
    };
    draft.put("form", value);
    match keep(app, &f, typed, draft).await {
        Ok(()) => {
            sessions::say(session, Tone::Good, "editor-saved", "").await?;
            Ok(Redirect::to(&Tab::Form.href(kept.draft.code.as_str())).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(page(f, province, &kept, Some(text), errors))
        }
        Err(failure) => Err(failure),
    }
}

/// The definition with what was typed into its preview.
fn tried(f: &Frame, province: &Province, text: String, typed: &Typed, go: &str) -> Try {
    let mut tried = Try { text, ..Try::default() };
    let Ok(form) = Definition::read(&tried.text) else { return tried };
    eforms::collect(&form, &mut tried.answers, typed);
    let sample = ApplicantDraft { name: f.t("editor-sample-name"), ..ApplicantDraft::default() };
    if eforms::press(&form, &mut tried.answers, &sample, go).is_none() && go == "try" {
        let known = Known {
            today: rules::calendar::day_of(f.now),
            directory: &province.directory,
            marks: eforms::marks(f.lang()),
        };
        tried.problems = form.validate(&tried.answers, &known).err().unwrap_or_default();
        tried.right = tried.problems.is_empty();
    }
    tried
}
