//! Raising an obstacle: one short form that fits a phone; what was typed and uploaded comes back with its errors.

use super::words;
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Multipart, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::calendar::day_of;
use rules::codes::VillageCode;
use rules::obstacles::{Kind, Raise};
use rules::people::Actor;
use rules::people::permissions::{may_raise_obstacles, memberships, own_villages, raises_for};
use rules::tasks::Evidence;
use rules::{Problem, Refusal};
use store::desk;
use store::tables::villages;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "obstacles/new.html")]
struct NewPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    agencies: Vec<Choice>,
    kinds: Vec<Choice>,
    villages: Vec<Choice>,
    back: &'static str,
}

pub(super) async fn form(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(typed): Query<Typed>,
) -> Result<Response, Failure> {
    may_raise_obstacles(&actor)?;
    Ok(page(&app, f, &actor, FormErrors::none(), typed).await?.into_response())
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    errors: FormErrors,
    mut typed: Typed,
) -> Result<View<NewPage>, Failure> {
    let province = app.province().await?;
    let mut own: Vec<_> = raises_for(actor).into_iter().filter_map(|code| province.directory.get(&code)).collect();
    // The authority before its counters.
    own.sort_by_key(|agency| (!agency.settles(), agency.code.clone()));
    if let Some(first) = own.first().filter(|_| typed.get("agency").is_empty()) {
        typed.set("agency", first.code.as_str());
    }
    let communes: Vec<_> =
        own.iter().filter(|agency| agency.governs_a_commune()).filter_map(|agency| agency.commune.clone()).collect();
    let today = day_of(f.now);
    let known = app
        .read(move |tx| {
            let mut all = Vec::new();
            for commune in &communes {
                all.extend(villages::of_commune(tx, commune.as_str())?);
            }
            Ok(all)
        })
        .await?;
    // Members of a village's group speak for their village.
    let of = own_villages(actor);
    let theirs = |code: &VillageCode| of.as_ref().is_none_or(|of| of.contains(&code));
    let there = known.into_iter().filter(|known| known.ended_on.is_none_or(|end| end > today));
    let there = there.filter(|known| theirs(&known.village.code));
    let villages = there.map(|known| {
        let name =
            f.t1(&format!("village-{}", known.village.kind.key().replace('_', "-")), "name", &known.village.name);
        Choice::new(known.village.code.as_str(), name)
    });
    Ok(View(NewPage {
        back: if memberships(actor).is_empty() { "/obstacles" } else { "/my/groups" },
        agencies: own
            .iter()
            .map(|agency| Choice::new(agency.code.as_str(), said::agency_name(f.lang(), agency)))
            .collect(),
        kinds: words::kinds(&f),
        villages: villages.collect(),
        errors,
        typed,
        f,
    }))
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    form: Multipart,
) -> Result<Response, Failure> {
    may_raise_obstacles(&actor)?;
    let received = files::receive(&app, form, &actor.login).await?;
    let mut typed = received.typed;
    if let Some((_, file)) = received.files.into_iter().find(|(field, _)| field == "photo") {
        typed.set("photo-kept", file.id);
        typed.set("photo-kept-name", file.name);
    }
    let done = if received.problems.is_empty() {
        enter(&app, &f, &actor, &typed).await
    } else {
        Err(Refusal::input(received.problems).into())
    };
    match done {
        Ok(code) => {
            sessions::say(&session, Tone::Good, "obstacle-raised", &code).await?;
            Ok(Redirect::to(&format!("/obstacles/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(page(&app, f, &actor, errors, typed).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}

async fn enter(app: &App, f: &Frame, actor: &Actor, typed: &Typed) -> Result<String, Failure> {
    let task = typed.some("task").map(|code| code.parse()).transpose();
    let raise = Raise {
        agency: typed.text("agency"),
        kind: Kind::from_key(typed.get("kind")),
        text: typed.text("text"),
        village: typed.text("village"),
        evidence: Vec::new(),
        task: task.map_err(|_| Refusal::input(vec![Problem::new("/task", "task-code")]))?,
    };
    let (cache, actor, photo, now) = (app.province.clone(), actor.clone(), typed.some("photo-kept"), f.now);
    app.write(move |tx| {
        let province = cache.get(tx)?;
        let mut raise = raise.clone();
        if let Some(id) = &photo {
            // The identifier went through the browser, so that of anybody else is none.
            let file = store::files::find(tx, id)?.filter(|file| file.owner == actor.login);
            let file = file.ok_or_else(|| Refusal::not_found("file-unknown"))?;
            raise.evidence = vec![Evidence { file: file.id, name: file.name, sha256: file.sha256 }];
        }
        Ok(desk::obstacles::raise(tx, &province, &actor, raise, now)?.code().to_string())
    })
    .await
}
