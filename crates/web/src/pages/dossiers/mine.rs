//! My dossiers and drafts.

use super::{desk, whereabouts};
use crate::app::App;
use crate::components::{Deadline, Pages, Tag};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{OriginalUri, Query, State};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use rules::people::Actor;
use rules::people::permissions::{Deed, NeedsLevelTwo, Scope, may, may_see, needs_level_two};
use serde::Deserialize;
use store::desk::dossiers::load;
use store::province::Province;
use store::tables::dossier_lists::{self, Filter};
use store::tables::drafts;

/// Dossiers on a page.
const PAGE: u32 = 20;

#[derive(Template)]
#[template(path = "dossiers/mine.html")]
struct MinePage {
    f: Frame,
    drafts: Vec<Waiting>,
    dossiers: Vec<Mine>,
    pages: Pages,
    /// Of whom these are, when not of whoever looks.
    of: String,
    /// Others whose dossiers may be looked at: address and name.
    others: Vec<(String, String)>,
}

/// A draft.
struct Waiting {
    href: String,
    discard: String,
    name: String,
    saved: Timestamp,
    answered: usize,
}

/// One of my dossiers.
struct Mine {
    code: String,
    name: String,
    status: Tag,
    filed: Timestamp,
    next: String,
    deadline: Option<Deadline>,
    no_deadline: String,
    legal: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Page {
    after: Option<i64>,
    of: String,
}

/// The list of dossiers: a citizen's own, or an officer's.
pub(super) async fn index(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(page): Query<Page>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Failure> {
    if may(&actor, Deed::WorkTheQueue).is_ok() {
        desk::list(&app, f, &actor, uri.query()).await
    } else {
        list(&app, f, &actor, page).await
    }
}

/// The dossiers that I filed myself, whoever I am.
pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(page): Query<Page>,
) -> Result<Response, Failure> {
    list(&app, f, &actor, page).await
}

async fn list(app: &App, f: Frame, actor: &Actor, Page { after, of }: Page) -> Result<Response, Failure> {
    let other = actor.acts_for.iter().find(|other| other.principal == of);
    if other.is_none() && !of.is_empty() {
        needs_level_two(actor, NeedsLevelTwo::ActForOthers)?;
        return Err(rules::Refusal::not_found("authorisation-unknown").into());
    }
    let owner = other.map_or(&actor.login, |other| &other.principal);
    let (login, cache, scope) = (actor.login.clone(), app.province.clone(), Scope::Owner(owner.clone()));
    let who = actor.clone();
    let (province, written, mut listed, loaded) = app
        .read(move |tx| {
            let listed = dossier_lists::list(tx, &scope, &Filter::default(), after, PAGE)?;
            let shown = listed.iter().take(PAGE as usize);
            let loaded = shown.map(|listed| load(tx, &listed.code)).collect::<Result<Vec<_>, _>>()?;
            // An authorisation may be for certain procedures only.
            let seen = |loaded: &store::desk::dossiers::Loaded| may_see(&who, &loaded.dossier);
            let loaded: Vec<_> = loaded.into_iter().flatten().filter(seen).collect();
            Ok((cache.get(tx)?, drafts::of(tx, &login)?, listed, loaded))
        })
        .await?;
    let more = listed.len() > PAGE as usize;
    listed.truncate(PAGE as usize);
    let dossiers = loaded.into_iter().map(|loaded| {
        let progress = whereabouts::progress(&f, &province, &loaded.dossier, super::Audience::Owner);
        let filed = &loaded.dossier.filed;
        Mine {
            code: filed.code.to_string(),
            name: said::procedure_named(f.lang(), &province, &filed.procedure, &filed.procedure_name),
            status: progress.status,
            filed: loaded.dossier.filed_at,
            next: progress.next,
            deadline: progress.deadline,
            no_deadline: progress.no_deadline,
            legal: progress.legal,
        }
    });
    let here =
        if of.is_empty() { "/my/dossiers?".to_owned() } else { format!("/my/dossiers?of={}&", said::urlencoded(&of)) };
    let next = listed.last().filter(|_| more).map(|last| format!("{here}after={}", last.id));
    let page = MinePage {
        dossiers: dossiers.collect(),
        drafts: if after.is_none() && of.is_empty() {
            written.iter().map(|draft| waiting(&f, &province, draft)).collect()
        } else {
            Vec::new()
        },
        pages: Pages {
            first: after.map(|_| here.trim_end_matches(['?', '&']).to_owned()).unwrap_or_default(),
            next: next.unwrap_or_default(),
            export: String::new(),
        },
        of: other.map(|other| other.name.clone()).unwrap_or_default(),
        others: actor
            .acts_for
            .iter()
            .filter(|other| other.principal != of)
            .map(|other| (format!("/my/dossiers?of={}", said::urlencoded(&other.principal)), other.name.clone()))
            .collect(),
        f,
    };
    Ok(View(page).into_response())
}

fn waiting(f: &Frame, province: &Province, draft: &drafts::Draft) -> Waiting {
    let name =
        draft.procedure.parse().ok().map(|code| said::procedure_named(f.lang(), province, &code, &draft.procedure));
    let procedure = draft.procedure.parse().ok().and_then(|code| province.procedure(&code));
    let procedure = procedure.and_then(|state| state.procedure.as_ref());
    let body: super::drafts::Body = serde_json::from_str(&draft.body).unwrap_or_default();
    Waiting {
        href: format!("/drafts/{}", draft.id),
        discard: format!("/drafts/{}/discard", draft.id),
        name: procedure.map_or_else(|| name.unwrap_or_default(), |procedure| said::procedure_name(f.lang(), procedure)),
        saved: draft.updated_at,
        answered: usize::from(body.answered),
    }
}
