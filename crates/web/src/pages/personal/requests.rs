//! What I ask about my data: asked with a reason and evidence, followed with its deadlines.

use super::{data, tabs};
use crate::app::App;
use crate::components::{Choice, FormErrors, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, Sure};
use crate::view::View;
use askama::Template;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;
use rules::Refusal;
use rules::people::Directory;
use rules::personal::{Ask, DataRequest, Field, RequestKind, RequestStatus};
use serde::Deserialize;
use store::desk;
use store::tables::people;
use store::tables::personal::requests::{self, Listed};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "personal/requests.html")]
pub(super) struct MinePage {
    f: Frame,
    tabs: Vec<(String, String, bool)>,
    requests: Vec<Brief>,
}

/// A request as lists show it.
pub(super) struct Brief {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) what: String,
    pub(super) status: Tag,
    pub(super) asked_at: Timestamp,
    pub(super) answer: String,
    pub(super) due: String,
    /// Whether a deadline passed.
    pub(super) late: bool,
}

/// A request as lists show it.
pub(super) fn brief(f: &Frame, listed: Listed) -> Brief {
    let answer = match listed.answered_at {
        Some(at) => f.t1("request-answered", "at", f.moment(&at)),
        None => f.t1("request-answer-due", "at", f.moment(&listed.answer_due_at)),
    };
    let due = match listed.ended_at {
        Some(at) => f.t1("request-ended", "at", f.moment(&at)),
        None => f.t1("request-due", "at", f.moment(&listed.due_at)),
    };
    let running = listed.ended_at.is_none();
    Brief {
        what: what(f, listed.kind, listed.field),
        status: status(f, listed.status),
        late: running && (listed.due_at < f.now || listed.answered_at.is_none() && listed.answer_due_at < f.now),
        id: listed.id,
        name: listed.name,
        asked_at: listed.asked_at,
        answer,
        due,
    }
}

fn what(f: &Frame, kind: RequestKind, field: Option<Field>) -> String {
    let kind = f.t(&format!("request-{}", kind.key()));
    field.map_or(kind.clone(), |field| format!("{kind}: {}", data::label(f, field)))
}

fn status(f: &Frame, status: RequestStatus) -> Tag {
    let tone = match status {
        RequestStatus::Open => Tone::New,
        RequestStatus::Accepted => Tone::Progress,
        RequestStatus::Done => Tone::Good,
        RequestStatus::Refused => Tone::Bad,
    };
    Tag::new(tone, f.t(&format!("request-status-{}", status.key())))
}

/// A request with all that was said, as names and values.
pub(super) fn particulars(f: &Frame, directory: &Directory, request: &DataRequest) -> Vec<(String, String)> {
    let asked = &request.asked;
    let said = |value: &Option<String>| {
        let value = value.clone().unwrap_or_default();
        if asked.field == Some(Field::Commune) { said::commune_named(f.lang(), directory, &value) } else { value }
    };
    let moment = |at: Option<Timestamp>| at.map(|at| f.moment(&at)).unwrap_or_default();
    let mut all = vec![("request-what", what(f, asked.kind, asked.field))];
    if asked.field.is_some() {
        all.extend([("request-held", said(&asked.held)), ("request-wanted", said(&asked.wanted))]);
    }
    all.extend([
        ("request-reason", asked.reason.clone()),
        ("request-asked-at", f.moment(&request.asked_at)),
        ("request-answer-due-at", f.moment(&asked.answer_due_at)),
        ("request-answered-at", moment(request.answered_at)),
        ("request-due-at", f.moment(&request.due_at)),
        ("request-extended", request.extended.clone().unwrap_or_default()),
        ("request-ended-at", moment(request.ended_at)),
        ("request-said", request.answer.clone().unwrap_or_default()),
    ]);
    let filled = all.into_iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(key, value)| (f.t(key), value)).collect()
}

pub(super) async fn mine(State(app): State<App>, f: Frame, Sure(actor): Sure) -> Result<View<MinePage>, Failure> {
    let listed = app.read(move |tx| Ok(requests::of(tx, &actor.login)?)).await?;
    let requests = listed.into_iter().map(|listed| brief(&f, listed)).collect();
    Ok(View(MinePage { tabs: tabs(&f), requests, f }))
}

#[derive(Template)]
#[template(path = "personal/request.html")]
pub(super) struct RequestPage {
    f: Frame,
    title: String,
    status: Tag,
    particulars: Vec<(String, String)>,
    evidence: String,
}

pub(super) async fn one(
    State(app): State<App>,
    f: Frame,
    Sure(actor): Sure,
    Path(id): Path<String>,
) -> Result<View<RequestPage>, Failure> {
    let request = find(&app, &actor.login, &id).await?;
    let province = app.province().await?;
    Ok(View(RequestPage {
        title: what(&f, request.asked.kind, request.asked.field),
        status: status(&f, request.status),
        particulars: particulars(&f, &province.directory, &request),
        evidence: request.asked.evidence.map(|_| format!("/my/data/requests/{id}/evidence")).unwrap_or_default(),
        f,
    }))
}

pub(super) async fn evidence(
    State(app): State<App>,
    Sure(actor): Sure,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let request = find(&app, &actor.login, &id).await?;
    let file = request.asked.evidence.ok_or_else(|| Refusal::not_found("file-unknown"))?;
    files::send(&app, &file).await
}

/// My request of this number; the same answer for none and for somebody else's.
async fn find(app: &App, login: &str, id: &str) -> Result<DataRequest, Failure> {
    let (login, id) = (login.to_owned(), id.to_owned());
    let found = app.read(move |tx| Ok(desk::personal::load_request(tx, &id)?)).await?;
    let found = found.map(|(request, _)| request).filter(|request| request.asked.login == login);
    found.ok_or_else(|| Refusal::not_found("data-request-unknown").into())
}

#[derive(Template)]
#[template(path = "personal/ask.html")]
struct AskPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    kinds: Vec<Choice>,
    fields: Vec<Choice>,
    kept: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct About {
    field: String,
}

pub(super) async fn ask(
    State(app): State<App>,
    f: Frame,
    Sure(actor): Sure,
    Query(about): Query<About>,
) -> Result<Response, Failure> {
    let mut typed = Typed::default();
    if Field::from_key(&about.field).is_some() {
        typed.set("kind", RequestKind::Correction.key());
        typed.set("field", about.field);
    }
    Ok(form(&app, f, &actor.login, FormErrors::none(), typed).await?.into_response())
}

async fn form(app: &App, f: Frame, login: &str, errors: FormErrors, typed: Typed) -> Result<View<AskPage>, Failure> {
    let login = login.to_owned();
    let person = app.read(move |tx| Ok(people::person(tx, &login)?.unwrap_or_default())).await?;
    let province = app.province().await?;
    let kinds = RequestKind::ALL.map(|kind| {
        let key = format!("request-{}", kind.key());
        Choice::new(kind.key(), f.t(&key)).explained(f.t1(&format!("{key}.hint"), "days", kind.days()))
    });
    let fields = Field::ALL.map(|field| {
        let held = data::value(&person, field);
        let held = match field {
            Field::Commune => said::commune_named(f.lang(), &province.directory, &held),
            _ => held,
        };
        let held = if held.is_empty() { f.t("none") } else { held };
        Choice::new(field.key(), f.t2("request-field", "field", data::label(&f, field), "held", held))
    });
    Ok(View(AskPage {
        kinds: kinds.into(),
        fields: fields.into(),
        kept: typed.text("evidence-kept-name"),
        errors,
        typed,
        f,
    }))
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Sure(actor): Sure,
    sent: Multipart,
) -> Result<Response, Failure> {
    let received = files::receive(&app, sent, &actor.login).await?;
    let mut typed = received.typed;
    if let Some((_, file)) = received.files.into_iter().find(|(field, _)| field == "evidence") {
        typed.set("evidence-kept", file.id);
        typed.set("evidence-kept-name", file.name);
    }
    let asked = if received.problems.is_empty() {
        enter(&app, &actor, &typed, f.now).await
    } else {
        Err(Refusal::input(received.problems).into())
    };
    match asked {
        Ok(id) => {
            sessions::say(&session, Tone::Good, "request-noted", "").await?;
            Ok(Redirect::to(&format!("/my/data/requests/{id}")).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(form(&app, f, &actor.login, errors, typed).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}

async fn enter(app: &App, actor: &rules::people::Actor, typed: &Typed, now: Timestamp) -> Result<String, Failure> {
    let ask = Ask {
        id: uuid::Uuid::new_v4().to_string(),
        login: actor.login.clone(),
        name: actor.name.clone(),
        kind: RequestKind::from_key(typed.get("kind")),
        field: Field::from_key(typed.get("field")),
        held: None,
        wanted: typed.text("wanted"),
        reason: typed.text("reason"),
        evidence: typed.some("evidence-kept"),
    };
    let (cache, actor, evidence) = (app.province.clone(), actor.clone(), ask.evidence.clone());
    app.write(move |tx| {
        // The identifier went through the browser: only what this person uploaded is evidence.
        if let Some(id) = &evidence {
            let file = store::files::find(tx, id)?.filter(|file| file.owner == actor.login);
            file.ok_or_else(|| Refusal::not_found("file-unknown"))?;
        }
        let province = cache.get(tx)?;
        desk::personal::request(tx, &province, &actor, ask.clone(), now)
    })
    .await
}
