//! Calling a conference, and changing what it is before it is opened.

use super::{read, words};
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::DateTime;
use rules::Refusal;
use rules::calendar::{instant, local};
use rules::codes::AgencyCode;
use rules::conferences::{ConferenceKind, Details, Draft};
use rules::people::Actor;
use rules::people::permissions::{Deed, assigns_for, may, may_run};
use store::desk;
use store::tables::committees;
use tower_sessions::Session;

/// The most committees of one agency among which a series is chosen.
const MOST: u32 = 200;

#[derive(Template)]
#[template(path = "conferences/call.html")]
struct CallPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    /// The address that the form goes to.
    action: String,
    new: bool,
    hosts: Vec<Choice>,
    kinds: Vec<Choice>,
    series: Vec<Choice>,
}

pub(super) async fn form(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    let page = page(&app, f, &actor, "/conferences/new".into(), FormErrors::none(), Typed::default());
    Ok(page.await?.into_response())
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    action: String,
    errors: FormErrors,
    typed: Typed,
) -> Result<View<CallPage>, Failure> {
    let province = app.province().await?;
    let own = assigns_for(actor);
    let of = own.clone();
    let committees = app.read(move |tx| {
        let mut all = Vec::new();
        for agency in &of {
            let filter = committees::Filter { agency: Some(agency.clone()), ..committees::Filter::default() };
            let there = committees::list(tx, &filter, "", MOST)?;
            // Those of the agency itself, not of everything below it.
            all.extend(there.into_iter().filter(|one| one.agency == *agency && one.village.is_none()));
        }
        Ok(all)
    });
    let committees = committees.await?;
    let new = action == "/conferences/new";
    Ok(View(CallPage {
        hosts: own.iter().map(|code| Choice::new(code.as_str(), words::agency(&f, &province, code))).collect(),
        kinds: ConferenceKind::ALL.map(|kind| Choice::new(kind.key(), words::kind(&f, kind))).into(),
        series: committees.into_iter().map(|one| Choice::new(one.code.as_str(), one.name)).collect(),
        errors,
        typed,
        action,
        new,
        f,
    }))
}

fn draft(typed: &Typed) -> Draft {
    let starts_at = typed.get("starts_at").parse::<DateTime>().ok().map(instant);
    Draft {
        name: typed.text("name"),
        kind: ConferenceKind::from_key(typed.get("kind")),
        series: typed.get("series").parse().ok(),
        starts_at,
        place: typed.text("place"),
        chair: typed.text("chair"),
        video: typed.text("video"),
    }
}

fn typed(details: &Details, version: u64) -> Typed {
    let mut typed = Typed::default();
    typed.set("name", details.name.clone());
    typed.set("kind", details.kind.key());
    typed.set("series", details.series.as_ref().map(ToString::to_string).unwrap_or_default());
    typed.set("starts_at", local(details.starts_at).strftime("%Y-%m-%dT%H:%M").to_string());
    typed.set("place", details.place.clone());
    typed.set("chair", details.chair.clone());
    typed.set("video", details.video.clone());
    typed.set("version", version.to_string());
    typed
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    let host: AgencyCode = match typed.get("host") {
        "" => assigns_for(&actor).into_iter().next().ok_or_else(|| Refusal::forbidden("assigners-only"))?,
        code => code.parse().map_err(|_| Refusal::forbidden("assigners-only"))?,
    };
    let (who, draft, now) = (actor.clone(), draft(&typed), f.now);
    let called = app.write(move |tx| desk::conferences::call(tx, &who, &host, &draft, now)).await;
    match called {
        Ok(conference) => {
            sessions::say(&session, Tone::Good, "conference-called", conference.code()).await?;
            Ok(Redirect::to(&format!("/conferences/{}", conference.code())).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            let page = page(&app, f, &actor, "/conferences/new".into(), errors, typed).await?;
            Ok((Failure::Refused(refusal).status(), page).into_response())
        }
        Err(failure) => Err(failure),
    }
}

pub(super) async fn edit(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let conference = read::find(&app, &actor, &code).await?;
    may_run(&actor, &conference)?;
    let typed = typed(&conference.details, conference.version);
    let action = format!("/conferences/{}/edit", conference.code());
    Ok(page(&app, f, &actor, action, FormErrors::none(), typed).await?.into_response())
}

pub(super) async fn change(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let conference = read::find(&app, &actor, &code).await?;
    may_run(&actor, &conference)?;
    // A form without a version was not ours; 0 is never the present one.
    let seen: u64 = typed.get("version").parse().unwrap_or(0);
    let (who, of, draft, now) = (actor.clone(), conference.code().clone(), draft(&typed), f.now);
    let changed = app.write(move |tx| desk::conferences::change(tx, &who, &of, seen, &draft, now).map(|_| ())).await;
    match changed {
        Ok(()) => {
            app.halls.nudge(conference.code());
            sessions::say(&session, Tone::Good, "conference-changed", "").await?;
            Ok(Redirect::to(&format!("/conferences/{}", conference.code())).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            let action = format!("/conferences/{}/edit", conference.code());
            let status = Failure::Refused(refusal).status();
            Ok((status, page(&app, f, &actor, action, errors, typed).await?).into_response())
        }
        Err(failure) => Err(failure),
    }
}
