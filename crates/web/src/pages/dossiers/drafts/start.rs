//! Before the first step: what one needs, and drafts of the same procedure that wait already.

use super::{Body, prefill};
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Redirect;
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::catalogue::{Level, OnlineLevel, Procedure, State as Published};
use rules::people::Actor;
use rules::people::authorisations::Power;
use store::province::Province;
use store::tables::drafts::{self, Draft};

#[derive(Template)]
#[template(path = "dossiers/drafts/start.html")]
pub(super) struct StartPage {
    f: Frame,
    name: String,
    papers: Vec<String>,
    limit: String,
    cost: String,
    partial: bool,
    back: String,
    action: String,
    waiting: Vec<Waiting>,
    /// For whom it can be filed; nothing to choose for whoever acts only for themselves.
    owners: Vec<Choice>,
}

/// A draft of the same procedure.
struct Waiting {
    href: String,
    saved: Timestamp,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<View<StartPage>, Failure> {
    let (login, cache) = (actor.login.clone(), app.province.clone());
    let (province, drafts) = app.read(move |tx| Ok((cache.get(tx)?, drafts::of(tx, &login)?))).await?;
    let procedure = fileable(&province, &code, f.now)?;
    let waiting = drafts.into_iter().filter(|draft| draft.procedure == code);
    Ok(View(StartPage {
        name: said::procedure_name(f.lang(), procedure),
        papers: procedure.documents.iter().filter(|asked| asked.required).map(|asked| asked.name.clone()).collect(),
        limit: said::time_limit(f.words, procedure.time_limit),
        cost: said::cost(f.words, procedure),
        partial: procedure.online == OnlineLevel::Partial,
        waiting: waiting
            .map(|draft| Waiting { href: format!("/drafts/{}", draft.id), saved: draft.updated_at })
            .collect(),
        owners: owners(&f, &actor, procedure),
        back: format!("/procedures/{code}"),
        action: format!("/file/{code}"),
        f,
    }))
}

/// For whom somebody may file this: for themselves first.
fn owners(f: &Frame, actor: &Actor, procedure: &Procedure) -> Vec<Choice> {
    let others = actor.acts_for.iter().filter(|other| other.covers(&other.principal, &procedure.code, Power::File));
    let others: Vec<_> = others
        .map(|other| {
            let by = if other.authorisation.is_some() { "file-for-authorised" } else { "file-for-organisation" };
            Choice::new(other.principal.as_str(), other.name.as_str()).explained(f.t(by))
        })
        .collect();
    if others.is_empty() {
        return others;
    }
    std::iter::once(Choice::new("", f.t("file-for-myself"))).chain(others).collect()
}

/// Begins a draft with what is known already.
pub(super) async fn begin(
    State(app): State<App>,
    f: Frame,
    Path(code): Path<String>,
    typed: Typed,
) -> Result<Redirect, Failure> {
    let Some(actor) = f.actor else { return Ok(Redirect::to(&format!("/sign-in?next=/file/{code}"))) };
    let province = app.province().await?;
    let procedure = fileable(&province, &code, f.now)?.code.clone();
    let on_behalf_of = typed.text("on_behalf_of");
    let may = |owner: &String| actor.acts_for.iter().any(|other| other.covers(owner, &procedure, Power::File));
    if !on_behalf_of.is_empty() && !may(&on_behalf_of) {
        return Err(Refusal::forbidden("authorisation-missing").citing("Điều 562 Bộ luật Dân sự 2015").into());
    }
    let id = uuid::Uuid::new_v4().to_string();
    let href = format!("/drafts/{id}/applicant");
    // Only about oneself: nobody looks others up with their authorisation.
    let asked = match on_behalf_of.as_str() {
        "" => prefill::look_up_self(&app, &actor, &id, &procedure).await,
        _ => None,
    };
    let begun = move |tx: &mut store::Tx| {
        let body = match on_behalf_of.as_str() {
            "" => prefill::begin(tx, &actor, asked.as_ref(), &province.directory, f.now)?,
            owner => prefill::begin_for(tx, owner, f.now)?,
        };
        new_draft(tx, &actor, &id, procedure.as_str(), &body, f.now)
    };
    app.write(begun).await?;
    Ok(Redirect::to(&href))
}

fn new_draft(
    tx: &mut store::Tx,
    actor: &Actor,
    id: &str,
    procedure: &str,
    body: &Body,
    now: Timestamp,
) -> Result<(), store::Failure> {
    let body = serde_json::to_string(body).map_err(|error| store::Fault::because("a draft has no JSON", error))?;
    let draft =
        Draft { id: id.to_owned(), owner: actor.login.clone(), procedure: procedure.to_owned(), body, updated_at: now };
    Ok(drafts::save(tx, &draft)?)
}

/// The procedure of this code, when it can be filed here and now.
fn fileable<'a>(province: &'a Province, code: &str, now: Timestamp) -> Result<&'a Procedure, Refusal> {
    let unknown = || Refusal::not_found("procedure-unknown");
    let state = code.parse().ok().and_then(|code| province.procedure(&code)).ok_or_else(unknown)?;
    let procedure = state.procedure.as_ref().ok_or_else(unknown)?;
    match why_not_online(state, procedure, now) {
        Some(refusal) => Err(refusal),
        None => Ok(procedure),
    }
}

/// Why a procedure can't be filed on these pages; nothing when it can.
#[must_use]
pub(crate) fn why_not_online(state: &Published, procedure: &Procedure, now: Timestamp) -> Option<Refusal> {
    if state.is_withdrawn(Some(day_of(now))) {
        return Some(Refusal::rule("procedure-withdrawn").with("name", &procedure.name));
    }
    if procedure.level == Level::Ministry {
        return Some(Refusal::rule("procedure-of-a-ministry").with("authority", &procedure.authority));
    }
    (procedure.online == OnlineLevel::None)
        .then(|| Refusal::rule("procedure-not-online").with("name", &procedure.name).citing("Nghị định 42/2022/NĐ-CP"))
}
