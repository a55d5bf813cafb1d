//! Registering a committee or group with its founding decision and members.

use super::list::{kind_name, subject_name};
use super::members;
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::codes::{AgencyCode, CommitteeCode, VillageCode};
use rules::committees::{Committee, CommitteeKind, Founding, missing};
use rules::people::Actor;
use rules::people::permissions::{Deed, assigns_for, may};
use rules::{Problem, Refusal};
use store::desk;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "committees/found.html")]
struct FoundPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    kinds: Vec<Choice>,
    steering: Vec<Choice>,
    also: Vec<String>,
    agencies: Vec<Choice>,
    /// What is said of the dissolved one whose place the new one takes; empty where there is none.
    replaces: String,
    /// Those that were dissolved and can be founded again here: name and address.
    ended: Vec<(String, String)>,
}

/// So many dissolved ones are offered.
const ENDED: u32 = 20;

pub(super) async fn form(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(typed): Query<Typed>,
) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    Ok(page(&app, f, &actor, FormErrors::none(), typed).await?.into_response())
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    errors: FormErrors,
    typed: Typed,
) -> Result<View<FoundPage>, Failure> {
    let province = app.province().await?;
    let own = assigns_for(actor);
    let (of, theirs) = (code(&typed, &own), own.clone());
    let (before, ended) = app
        .read(move |tx| {
            let before = of.as_ref().map(|of| desk::committees::load(tx, of)).transpose()?.flatten();
            Ok((before, store::tables::committees::dissolved(tx, &theirs, ENDED)?))
        })
        .await?;
    let ended = ended.into_iter().map(|one| {
        let village = one.village.as_ref().map_or("", VillageCode::as_str);
        let pairs = [
            ("agency", one.agency.as_str()),
            ("kind", one.kind.key()),
            ("village", village),
            ("name", one.name.as_str()),
        ];
        (format!("{} ({})", one.name, one.code), said::address("/committees/new", &pairs))
    });
    Ok(View(FoundPage {
        replaces: before.and_then(|before| replaced(&f, &before)).unwrap_or_default(),
        ended: ended.collect(),
        kinds: CommitteeKind::ALL.map(|kind| Choice::new(kind.key(), kind_name(&f, kind))).into(),
        steering: subjects(&f),
        also: typed.get("also").lines().map(str::to_owned).collect(),
        agencies: own
            .iter()
            .map(|code| Choice::new(code.as_str(), said::agency_named(f.lang(), &province.directory, code)))
            .collect(),
        errors,
        typed,
        f,
    }))
}

/// The code of what is being typed, as far as that is known.
fn code(typed: &Typed, own: &[AgencyCode]) -> Option<CommitteeCode> {
    let agency = match typed.get("agency") {
        "" => own.first().cloned(),
        code => code.parse().ok(),
    };
    let village = typed.some("village").and_then(|code| code.parse().ok());
    CommitteeKind::from_key(typed.get("kind"))?.code(&agency?, village.as_ref())
}

/// That a new one takes the place of this one, where it is dissolved.
fn replaced(f: &Frame, before: &Committee) -> Option<String> {
    let ended = before.dissolved.as_ref()?;
    let decision = format!("{}, {}", ended.number, f.day(&ended.on));
    Some(f.t2("committee-replaces", "name", before.founded.name.as_str(), "decision", decision))
}

/// What one committee may steer besides what it is for.
pub(super) fn subjects(f: &Frame) -> Vec<Choice> {
    let named = |kind: CommitteeKind| Choice::new(kind.key(), subject_name(f, kind));
    CommitteeKind::STEERING.map(named).into()
}

/// What was ticked of these.
pub(super) fn ticked(typed: &str) -> Vec<CommitteeKind> {
    typed.lines().filter_map(|key| CommitteeKind::from_key(key.trim())).collect()
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    match enter(&app, &f, &actor, &typed).await {
        Ok((code, again)) => {
            let said = if again { "committee-registered-again" } else { "committee-registered" };
            sessions::say(&session, Tone::Good, said, "").await?;
            Ok(Redirect::to(&format!("/committees/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(page(&app, f, &actor, errors, typed).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}

/// The code, and whether it takes the place of one that was dissolved.
async fn enter(app: &App, f: &Frame, actor: &Actor, typed: &Typed) -> Result<(CommitteeCode, bool), Failure> {
    let own = assigns_for(actor);
    let agency = match typed.get("agency") {
        "" => own.into_iter().next(),
        code => code.parse().ok(),
    };
    let (kind, members) = (CommitteeKind::from_key(typed.get("kind")), members::read(typed.get("members")));
    let decided_on = typed.get("decided_on").parse().ok();
    let (Some(kind), Some(agency)) = (kind, agency.clone()) else {
        let said = (typed.get("name"), typed.get("decision"), decided_on);
        return Err(Refusal::input(missing(kind, agency.as_ref(), said, &members)).into());
    };
    let village = typed.some("village").map(|code| code.parse()).transpose();
    let founding = Founding {
        kind,
        also: ticked(typed.get("also")),
        agency,
        village: village.map_err(|_| Refusal::input(vec![Problem::new("/village", "committee-village-elsewhere")]))?,
        name: typed.text("name"),
        decision: typed.text("decision"),
        decided_on,
        members,
    };
    let (cache, actor, now) = (app.province.clone(), actor.clone(), f.now);
    app.write(move |tx| {
        let province = cache.get(tx)?;
        let code = desk::committees::found(tx, &province, &actor, &founding, now)?;
        let again = desk::committees::load(tx, &code)?.is_some_and(|now| !now.before.is_empty());
        Ok((code, again))
    })
    .await
}
