//! What people ask about their data, for those who answer it: the most urgent first, each with its deadlines.

use super::requests::{Brief, brief, particulars};
use crate::app::App;
use crate::components::{Choice, FormErrors, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::typed::Typed;
use crate::reads::{self, Looked};
use crate::sessions::{self, Officer};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::people::Actor;
use rules::personal::access::{Purpose, may_handle_requests};
use rules::personal::{Command, DataRequest, RequestStatus};
use rules::{Problem, Refusal, RefusalKind};
use serde::Deserialize;
use store::desk;
use store::tables::people;
use store::tables::personal::requests;
use tower_sessions::Session;

/// Requests on the page.
const PAGE: u32 = 200;

#[derive(Template)]
#[template(path = "personal/handle_list.html")]
pub(super) struct ListPage {
    f: Frame,
    tabs: Vec<(String, String, bool)>,
    requests: Vec<Brief>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    view: String,
    evidence: String,
}

fn allowed(actor: &Actor) -> Result<(), Refusal> {
    may_handle_requests(actor).map(drop).ok_or_else(|| Refusal::forbidden("data-requests-not-yours"))
}

pub(super) async fn list(
    State(app): State<App>,
    f: Frame,
    Officer(actor): Officer,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    allowed(&actor)?;
    let ended = asked.view == "ended";
    let listed = app.read(move |tx| Ok(requests::list(tx, ended, PAGE)?)).await?;
    let tabs = [("", false), ("?view=ended", true)].map(|(query, of)| {
        let key = if of { "requests-ended" } else { "requests-waiting" };
        (f.t(key), format!("/admin/data-requests{query}"), of == ended)
    });
    let requests = listed.into_iter().map(|listed| brief(&f, listed)).collect();
    Ok(View(ListPage { tabs: tabs.into(), requests, f }))
}

#[derive(Template)]
#[template(path = "personal/handle.html")]
struct HandlePage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    id: String,
    name: String,
    particulars: Vec<(String, String)>,
    evidence: String,
    /// What may be done to it; nothing once it ended.
    choices: Vec<Choice>,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Officer(actor): Officer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    allowed(&actor)?;
    let (request, subject) = find(&app, &id).await?;
    let owner = request.asked.login.as_str();
    if owner != actor.login {
        let look = Looked { subject: &subject, owner: Some(owner), item: Some(&id), ..Looked::default() };
        reads::elsewhere(&app, &actor, "request", Purpose::DataRequest, look).await?;
    }
    if asked.evidence == "open" {
        let file = request.asked.evidence.as_ref().ok_or_else(|| Refusal::not_found("file-unknown"))?;
        return files::send(&app, file).await;
    }
    Ok(page(&app, f, &request, FormErrors::none(), Typed::default()).await?.into_response())
}

/// The request of this number, and the personal number of whoever asked.
async fn find(app: &App, id: &str) -> Result<(DataRequest, String), Failure> {
    let id = id.to_owned();
    app.read(move |tx| {
        let found = desk::personal::load_request(tx, &id)?;
        let (request, _) = found.ok_or_else(|| Refusal::not_found("data-request-unknown"))?;
        let person = people::person(tx, &request.asked.login)?;
        Ok((request, person.and_then(|person| person.personal_id).unwrap_or_default()))
    })
    .await
}

async fn page(
    app: &App,
    f: Frame,
    request: &DataRequest,
    errors: FormErrors,
    typed: Typed,
) -> Result<View<HandlePage>, Failure> {
    let province = app.province().await?;
    let id = request.asked.id.clone();
    let open = |command: &&str| match *command {
        "accept" => request.status == RequestStatus::Open,
        "extend" => request.extended.is_none(),
        _ => true,
    };
    let commands = ["carry-out", "accept", "extend", "refuse"];
    let choice = |command: &str| {
        Choice::new(command, f.t(&format!("handle-{command}"))).explained(f.t(&format!("handle-{command}.hint")))
    };
    let choices = if request.status.is_final() {
        Vec::new()
    } else {
        commands.iter().filter(|command| open(command)).map(|command| choice(command)).collect()
    };
    Ok(View(HandlePage {
        name: request.asked.name.clone(),
        particulars: particulars(&f, &province.directory, request),
        evidence: request
            .asked
            .evidence
            .as_ref()
            .map(|_| format!("/admin/data-requests/{id}?evidence=open"))
            .unwrap_or_default(),
        choices,
        id,
        errors,
        typed,
        f,
    }))
}

pub(super) async fn handle(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Officer(actor): Officer,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    allowed(&actor)?;
    let (request, _) = find(&app, &id).await?;
    let handled = match command(&typed) {
        Ok(command) => {
            let (cache, id, now) = (app.province.clone(), id.clone(), f.now);
            app.write(move |tx| {
                let province = cache.get(tx)?;
                desk::personal::handle(tx, province.calendar_of_the_province(), &actor, &id, &command, now)
            })
            .await
        }
        Err(refusal) => Err(refusal.into()),
    };
    match handled {
        Ok(()) => {
            sessions::say(&session, Tone::Good, "handle-done", request.asked.name).await?;
            Ok(Redirect::to(&format!("/admin/data-requests/{id}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(page(&app, f, &request, errors, typed).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}

fn command(typed: &Typed) -> Result<Command, Refusal> {
    let said = typed.text("answer");
    match typed.get("command") {
        "accept" => Ok(Command::Accept { note: said }),
        "extend" => Ok(Command::Extend { reason: said }),
        "carry-out" => Ok(Command::CarryOut { note: said }),
        "refuse" => Ok(Command::Refuse { reason: said }),
        _ => Err(Refusal::input(vec![Problem::new("/command", "choose")])),
    }
}
