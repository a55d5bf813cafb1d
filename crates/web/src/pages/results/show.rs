//! One request about a result, for whose result it is and for the agency that answers.

use super::{kind, status};
use crate::app::App;
use crate::components::{FormErrors, Tag};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::reads;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use rules::Refusal;
use rules::dossiers::Dossier;
use rules::people::Actor;
use rules::people::permissions::{Deed, is_close, may_at, may_receive, sees_by_office};
use rules::results::{Kind, Request, Status};
use store::desk;
use store::desk::dossiers::Loaded;
use store::desk::personal::Sight;
use store::province::Province;

#[derive(Template)]
#[template(path = "results/show.html")]
pub(super) struct ShowPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    id: String,
    version: u64,
    title: String,
    status: Tag,
    late: bool,
    dossier: String,
    rows: Vec<(String, String)>,
    /// Files with what they are: the result that stands, the draft, what was issued.
    files: Vec<(String, String)>,
    /// What whoever looks may do now, by name.
    may: Vec<&'static str>,
}

impl ShowPage {
    fn may(&self, what: &str) -> bool {
        self.may.contains(&what)
    }
}

/// How the actor comes to see the request.
fn sight(actor: &Actor, request: &Request, loaded: &Loaded) -> Sight {
    if request.asked.login.as_deref() == Some(actor.login.as_str()) {
        Sight::Own
    } else if sees_by_office(actor, &loaded.dossier) && !is_close(actor, &loaded.dossier)
        || answers(actor, request, &loaded.dossier)
    {
        Sight::Scope
    } else {
        Sight::Authorised
    }
}

/// Notes that somebody looks at the request and what stands behind it.
pub(crate) async fn noted(app: &App, actor: &Actor, request: &Request, loaded: &Loaded) -> Result<(), Failure> {
    let sight = sight(actor, request, loaded);
    reads::dossier(app, actor, &loaded.dossier, &sight, "dossier", Some(&request.asked.id)).await
}

/// Whether the actor is on the side of the agency that answers.
pub(super) fn answers(actor: &Actor, request: &Request, dossier: &Dossier) -> bool {
    let own = request.asked.login.as_deref() == Some(actor.login.as_str()) || is_close(actor, dossier);
    let deeds = [Deed::HandleResults, Deed::SignResults];
    !own && deeds.into_iter().any(|deed| may_at(actor, deed, &request.asked.agency).is_ok())
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (looking, wanted) = (actor.clone(), id);
    let (request, loaded) = app.read(move |tx| desk::results::load_for(tx, &looking, &wanted)).await?;
    noted(&app, &actor, &request, &loaded).await?;
    let province = app.province().await?;
    Ok(page(f, &province, &actor, &request, &loaded, (FormErrors::none(), Typed::default())).into_response())
}

pub(super) fn page(
    f: Frame,
    province: &Province,
    actor: &Actor,
    request: &Request,
    loaded: &Loaded,
    (errors, typed): (FormErrors, Typed),
) -> View<ShowPage> {
    let asked = &request.asked;
    let href = |file: &String| format!("/results/{}/files/{file}", asked.id);
    let mut files = Vec::new();
    if answers(actor, request, &loaded.dossier) {
        let standing = loaded.dossier.result_file.as_ref();
        files
            .extend(standing.map(|file| (f.t("result-standing"), format!("/dossiers/{}/files/{file}", asked.dossier))));
        files.extend(request.draft.as_ref().map(|draft| (f.t("result-draft"), href(&draft.file))));
    }
    let issued = request.issued.as_ref().and_then(|issued| issued.file.as_ref());
    files.extend(issued.map(|file| (f.t(&format!("result-issued-{}", asked.kind.key())), href(file))));
    let issued = request.issued.as_ref();
    let rows = [
        ("result-request-number", asked.id.clone()),
        ("result-number-of", asked.result.clone()),
        ("result-for", asked.name.clone()),
        ("result-agency", said::agency_named(f.lang(), &province.directory, &asked.agency)),
        (
            "result-counter",
            asked
                .counter
                .as_ref()
                .map(|code| said::agency_named(f.lang(), &province.directory, code))
                .unwrap_or_default(),
        ),
        ("result-copies", if asked.copies > 0 { asked.copies.to_string() } else { String::new() }),
        ("result-wrong", asked.wrong.clone()),
        ("result-right", asked.right.clone()),
        ("result-asked-on", f.moment(&request.asked_at)),
        ("result-due-on", f.moment(&asked.due_at)),
        ("result-closed-on", request.closed_at.map(|at| f.moment(&at)).unwrap_or_default()),
        ("result-issued-number", issued.map(|issued| issued.number.clone()).unwrap_or_default()),
        (
            "result-certificate",
            issued
                .map(|issued| issued.certificate.clone().unwrap_or_else(|| f.t("result-unsigned")))
                .unwrap_or_default(),
        ),
        ("result-refused-why", request.refused.clone()),
    ];
    View(ShowPage {
        id: asked.id.clone(),
        version: request.version,
        title: kind(&f, asked.kind),
        status: status(&f, request.status),
        late: request.closed_at.unwrap_or(f.now) > asked.due_at,
        dossier: asked.dossier.to_string(),
        rows: rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (f.t(key), value)).collect(),
        files,
        may: open(actor, request, &loaded.dossier),
        errors,
        typed,
        f,
    })
}

/// What somebody may do to the request now.
fn open(actor: &Actor, request: &Request, dossier: &Dossier) -> Vec<&'static str> {
    if !answers(actor, request, dossier) || request.status.is_closed() {
        return Vec::new();
    }
    let handles = may_at(actor, Deed::HandleResults, &request.asked.agency).is_ok();
    let signs = may_at(actor, Deed::SignResults, &request.asked.agency).map(|position| actor.as_officer(position));
    let drafted = request.status == Status::Drafted;
    let by_another = signs.as_ref().is_ok_and(|by| !request.was_drafted_by(by));
    let signs = signs.is_ok();
    let copy = request.asked.kind == Kind::Copy;
    [
        ("copy", copy && handles),
        ("draft", !copy && handles),
        ("sign", !copy && drafted && by_another),
        ("send-back", signs && drafted),
        ("refuse", handles),
    ]
    .into_iter()
    .filter_map(|(what, open)| open.then_some(what))
    .collect()
}

/// A file of a request: what was issued for whoever sees the request and may have the result; the draft for who answers.
pub(super) async fn download(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let looking = actor.clone();
    let (request, loaded) = app.read(move |tx| desk::results::load_for(tx, &looking, &id)).await?;
    let issued = request.issued.as_ref().and_then(|issued| issued.file.as_ref()) == Some(&file);
    let drafted = request.draft.as_ref().is_some_and(|draft| draft.file == file);
    if !(issued && may_receive(&actor, &loaded.dossier) || drafted && answers(&actor, &request, &loaded.dossier)) {
        return Err(Refusal::not_found("file-unknown").into());
    }
    let sight = sight(&actor, &request, &loaded);
    reads::dossier(&app, &actor, &loaded.dossier, &sight, "file", Some(&file)).await?;
    files::send(&app, &file).await
}
