//! Filing: once for each draft, however often the button is pressed or the page sent again.

use super::steps;
use super::view::{self, Shown};
use super::{Body, Found, Step, Writing, check, filed_owner, form, papers, stash};
use crate::app::App;
use crate::components::FormErrors;
use crate::eforms;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;
use rules::codes::ProcedureCode;
use rules::dossiers::OnBehalf;
use rules::people::Actor;
use rules::people::authorisations::Power;
use rules::registry::Reference;
use rules::{Problem, Refusal, RefusalKind};
use store::desk::dossiers::{file as file_dossier, filing_capacity};
use store::desk::registry;
use store::province::ProvinceCache;
use store::tables::drafts::{self, Draft};
use store::tables::people;
use store::{Fault, Tx};
use tower_sessions::Session;

/// Files the draft.
pub(super) async fn file(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let Some(actor) = f.actor.clone() else { return stash::keep(&session, &id, Step::Review, typed, Vec::new()).await };
    let writing = match Writing::find(&app, &actor, &id).await? {
        Found::Filed(code) => return Ok(Redirect::to(&format!("/dossiers/{code}")).into_response()),
        Found::Writing(writing) => writing,
    };
    if typed.get("go") == "later" {
        return steps::next(&app, f, &session, writing, Step::Review, &typed).await;
    }
    if writing.withdrawn {
        return view::page(f, &writing, Step::Review, Shown::default(), &[]);
    }
    let directory = &writing.province.directory;
    if let Some((step, refusal)) =
        check::first_wrong(&writing.body, &writing.procedure, directory, (f.now, eforms::marks(f.lang())))
    {
        return wrong(&app, f, &actor, &writing, step, &refusal).await;
    }
    if typed.get("declare") != "yes" {
        let refusal = Refusal::input(vec![Problem::new("/declare", "declare-missing")]);
        return wrong(&app, f, &actor, &writing, Step::Review, &refusal).await;
    }
    let (cache, who, now) = (app.province.clone(), actor.clone(), f.now);
    match app.write(move |tx| once(tx, &cache, &who, &id, now)).await {
        Ok(code) => Ok(Redirect::to(&format!("/dossiers/{code}?filed=now")).into_response()),
        // The rules found what the steps did not ask: said on the review page, and the draft stays.
        Err(Failure::Refused(refusal)) if matches!(refusal.kind, RefusalKind::Input | RefusalKind::Rule) => {
            wrong(&app, f, &actor, &writing, Step::Review, &refusal).await
        }
        Err(failure) => Err(failure),
    }
}

/// Takes the draft away and files it, in one transaction: whoever comes second finds the dossier.
fn once(tx: &mut Tx, cache: &ProvinceCache, actor: &Actor, id: &str, now: Timestamp) -> Result<String, store::Failure> {
    let filed_by = filed_owner(&actor.login);
    let Some(draft) = drafts::take(tx, &actor.login, id)? else {
        let filed = drafts::load(tx, &filed_by, id)?;
        return filed.map(|filed| filed.body).ok_or_else(|| Refusal::not_found("draft-unknown").into());
    };
    let province = cache.get(tx)?;
    let unknown = || Refusal::not_found("procedure-unknown");
    let code = draft.procedure.parse().map_err(|_| unknown())?;
    let procedure = province.procedure(&code).and_then(|state| state.procedure.as_ref()).ok_or_else(unknown)?;
    let body: Body =
        serde_json::from_str(&draft.body).map_err(|error| Fault::because("a draft can't be read", error))?;
    // Whether they may still act for somebody else is looked up now, not remembered from when the draft was begun.
    let fresh = people::actor(tx, &actor.login, now)?;
    let (owner, on_behalf_of) = for_whom(fresh.as_ref().unwrap_or(actor), &body, &code)?;
    let filing = body.filing(&body.asked(procedure), &province.directory, &owner, on_behalf_of);
    let by = filing_capacity(actor, &filing)?;
    let dossier = file_dossier(tx, &province, &code, filing, &by, now, false)?;
    registry::became_dossier(tx, Reference::Draft(id.to_owned()), &dossier.filed.code, &by, now)?;
    let became = dossier.filed.code.to_string();
    drafts::save(tx, &Draft { owner: filed_by, body: became.clone(), updated_at: now, ..draft })?;
    Ok(became)
}

/// Whose dossier it becomes, and by what right it is filed in their name.
pub(super) fn for_whom(
    actor: &Actor,
    body: &Body,
    code: &ProcedureCode,
) -> Result<(String, Option<OnBehalf>), Refusal> {
    if body.on_behalf_of.is_empty() {
        return Ok((actor.login.clone(), None));
    }
    let mut others = actor.acts_for.iter();
    let other = others
        .find(|other| other.covers(&body.on_behalf_of, code, Power::File))
        .ok_or_else(|| Refusal::rule("authorisation-missing").citing("Điều 562 Bộ luật Dân sự 2015"))?;
    let (name, authorisation) = (other.name.clone(), other.authorisation.clone());
    let (agent, agent_login) = (actor.name.clone(), Some(actor.login.clone()));
    Ok((other.principal.clone(), Some(OnBehalf { name, authorisation, agent, agent_login })))
}

/// The step that is not in order, with what is wrong there.
async fn wrong(
    app: &App,
    f: Frame,
    actor: &Actor,
    writing: &Writing,
    step: Step,
    refusal: &Refusal,
) -> Result<Response, Failure> {
    let errors = FormErrors::of(f.words, refusal);
    if step == Step::Form {
        return form::page(app, f, writing.clone(), errors, "review".to_owned(), form::Said::default()).await;
    }
    let earlier = if step == Step::Documents { papers::earlier(app, f.words, actor).await? } else { Vec::new() };
    view::page(f, writing, step, Shown { errors, then: "review".to_owned(), restored: false }, &earlier)
}
