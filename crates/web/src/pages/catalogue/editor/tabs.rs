//! The tabs of a draft: shown, and saved over the version that was seen.

use super::fields::About;
use super::list::known;
use super::{Tab, cases, form, joint, review};
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
use rules::catalogue::forms::{Answers, Known};
use rules::catalogue::{Author, Draft};
use rules::codes::ProcedureCode;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::desk::procedure_drafts as desk;
use store::province::{Province, ProvinceCache};
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
        let state = match (kept.draft.withdraws, kept.draft.in_review) {
            (true, _) => "editor-withdrawing",
            (false, true) => "editor-in-review",
            (false, false) => "editor-writing",
        };
        // The announcement that a procedure is withdrawn has no parts.
        let shown = Tab::ALL.into_iter().filter(|tab| !kept.draft.withdraws || *tab == Tab::Review);
        let mut tabs: Vec<_> =
            shown.map(|other| (f.t(&format!("editor-tab-{}", other.key())), other.href(&code), other == tab)).collect();
        // Steps have an editor of their own, with a picture; it writes into the same draft. Only what was published has a route yet.
        if kept.draft.based_on > 0 && !kept.draft.withdraws {
            tabs.insert(tabs.len() - 1, (f.t("editor-tab-route"), format!("/admin/routes/{code}"), false));
        }
        Self {
            name: kept.draft.part("name").unwrap_or_default(),
            version: kept.version,
            action: tab.href(&code),
            tabs,
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
    /// What the fields are of, where that is not the whole tab.
    heading: String,
    /// Whether it can be taken away.
    removable: bool,
    /// What the fields may name, where they name parts of the draft.
    names: Vec<String>,
}

/// The draft with the province around it.
pub(super) async fn found(app: &App, code: &ProcedureCode) -> Result<(Arc<Province>, Kept), Failure> {
    let (cache, wanted): (ProvinceCache, _) = (app.province.clone(), code.clone());
    app.read(move |tx| Ok((cache.get(tx)?, desk::find(tx, wanted.as_str())?))).await
}

pub(super) async fn show(
    State(app): State<App>,
    _: Administrator,
    f: Frame,
    Path((code, tab)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let tab = Tab::from_key(&tab).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let (province, kept) = found(&app, &known(&code)?).await?;
    page(&app, f, &province, &kept, tab, FormErrors::none()).await
}

/// A tab as it is kept.
pub(super) async fn page(
    app: &App,
    f: Frame,
    province: &Province,
    kept: &Kept,
    tab: Tab,
    errors: FormErrors,
) -> Result<Response, Failure> {
    match tab {
        _ if kept.draft.withdraws => review::page(app, f, province, kept, errors).await,
        Tab::General => fields_page(f, province, kept, About::General, None, errors),
        Tab::Papers => fields_page(f, province, kept, About::Papers, None, errors),
        Tab::Cases => cases::page(f, kept),
        Tab::Form => Ok(form::page(f, province, kept, None, errors)),
        Tab::Joint => fields_page(f, province, kept, About::Joint, None, errors),
        Tab::Review => review::page(app, f, province, kept, errors).await,
    }
}

/// A page of fields; `typed` is what came and was not saved.
pub(super) fn fields_page(
    f: Frame,
    province: &Province,
    kept: &Kept,
    about: About,
    typed: Option<&Answers>,
    errors: FormErrors,
) -> Result<Response, Failure> {
    let tab = match about {
        About::General => Tab::General,
        About::Papers => Tab::Papers,
        About::Joint => Tab::Joint,
        About::Case(_) => Tab::Cases,
    };
    let mut d = Around::new(&f, kept, tab);
    let (mut heading, mut removable) = (String::new(), false);
    if let About::Case(place) = about {
        d.action = cases::href(&d.code, place);
        let name = kept.draft.parts.get("variants").map(|variants| variants[place]["name"].clone()).unwrap_or_default();
        removable = name.is_string();
        heading = name.as_str().map_or_else(|| f.t("editor-case-new"), str::to_owned);
    }
    let communes = said::communes(f.lang(), &province.directory);
    let asker = Asker { f: &f, communes: &communes, villages: &BTreeMap::new() };
    let answers = typed.cloned().unwrap_or_else(|| about.answers(&kept.draft));
    let view = FormView::new(&asker, about.form(), &answers);
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let names = if about == About::Joint { joint::names(&kept.draft) } else { Vec::new() };
    Ok(View(FieldsPage { d, errors, view, heading, removable, names, f }).status(status))
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
    let (province, kept) = found(&app, &known(&code)?).await?;
    match tab {
        _ if kept.draft.withdraws => review::act(&app, f, &session, by, &province, kept, &typed).await,
        Tab::Review => review::act(&app, f, &session, by, &province, kept, &typed).await,
        Tab::Form => form::take(&app, f, &session, &province, kept, &typed).await,
        Tab::General => save_fields(&app, f, &session, &province, kept, About::General, &typed).await,
        Tab::Papers => save_fields(&app, f, &session, &province, kept, About::Papers, &typed).await,
        Tab::Joint => save_fields(&app, f, &session, &province, kept, About::Joint, &typed).await,
        // Cases are saved one by one.
        Tab::Cases => page(&app, f, &province, &kept, tab, FormErrors::none()).await,
    }
}

/// Saves a page of fields, or shows it again with what is wrong or with one more row.
pub(super) async fn save_fields(
    app: &App,
    f: Frame,
    session: &Session,
    province: &Province,
    kept: Kept,
    about: About,
    typed: &Typed,
) -> Result<Response, Failure> {
    let form = about.form();
    let mut answers = about.answers(&kept.draft);
    eforms::collect(form, &mut answers, typed);
    let go = typed.get("go");
    let nobody = rules::dossiers::ApplicantDraft::default();
    if go != "on" && eforms::press(form, &mut answers, &nobody, go).is_some() {
        // One more row, one less, what an answer leads to: shown, not saved before it is filled in.
        return fields_page(f, province, &kept, about, Some(&answers), FormErrors::none());
    }
    let mut draft = kept.draft.clone();
    let known =
        Known { today: rules::calendar::day_of(f.now), directory: &province.directory, marks: eforms::marks(f.lang()) };
    let mut problems = match form.validate(&answers, &known) {
        Ok(right) => about.put(&mut draft, &right, &province.directory),
        Err(problems) => problems,
    };
    if about == About::Joint && problems.is_empty() {
        problems = joint::unknown(&draft, province);
    }
    let to = match about {
        About::General => Tab::General.href(draft.code.as_str()),
        About::Papers => Tab::Papers.href(draft.code.as_str()),
        About::Joint => Tab::Joint.href(draft.code.as_str()),
        About::Case(_) => Tab::Cases.href(draft.code.as_str()),
    };
    let refused = if problems.is_empty() {
        match keep(app, &f, typed, draft).await {
            Ok(()) => {
                sessions::say(session, Tone::Good, "editor-saved", "").await?;
                return Ok(Redirect::to(&to).into_response());
            }
            Err(Failure::Refused(refusal)) => refusal,
            Err(failure) => return Err(failure),
        }
    } else {
        Refusal::input(problems)
    };
    let errors = FormErrors::of(f.words, &refused);
    fields_page(f, province, &kept, about, Some(&answers), errors)
}

/// Keeps the draft over the version that was seen.
pub(super) async fn keep(app: &App, f: &Frame, typed: &Typed, draft: Draft) -> Result<(), Failure> {
    let (seen, now) = (typed.get("version").parse().unwrap_or(0), f.now);
    let writer = f.actor.as_ref().ok_or(Failure::Status(StatusCode::UNAUTHORIZED))?;
    let writer = Author { login: writer.login.clone(), name: writer.name.clone() };
    app.write(move |tx| {
        desk::change(tx, draft.code.as_str(), seen, writer.clone(), now, |kept| {
            kept.clone_from(&draft);
            Ok(())
        })
    })
    .await
}
