//! Entering an indicator, and changing what it says.

use super::board::Board;
use super::show::find;
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::tasks::words;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::Refusal;
use rules::codes::{AgencyCode, IndicatorCode};
use rules::indicators::{Computation, Direction, Draft, Indicator, Kind, Programme, Reporters};
use rules::people::Actor;
use rules::people::permissions::{Deed, may, may_assign};
use rules::tasks::Every;
use store::desk;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "indicators/keep.html")]
struct KeepPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    address: String,
    fixed: bool,
    programmes: Vec<Choice>,
    computations: Vec<Choice>,
    directions: Vec<Choice>,
    agencies: Vec<Choice>,
    reporters: Vec<Choice>,
    periods: Vec<Choice>,
    kinds: Vec<Choice>,
}

/// Only those of the province keep the register.
fn keeps(actor: &Actor) -> Result<(), Failure> {
    may(actor, Deed::AssignTasks)?;
    let whole: AgencyCode = "H35".parse().map_err(|_| Failure::Status(StatusCode::NOT_FOUND))?;
    may_assign(actor, &whole)?;
    Ok(())
}

async fn page(app: &App, f: Frame, code: &str, errors: FormErrors, typed: Typed) -> Result<View<KeepPage>, Failure> {
    let province = app.province().await?;
    let choice = |name: &str, key: &'static str| Choice::new(key, f.t(&format!("indicator-{name}-{key}")));
    Ok(View(KeepPage {
        address: if code.is_empty() { "/indicators/new".to_owned() } else { format!("/indicators/{code}/edit") },
        fixed: !code.is_empty(),
        programmes: Programme::ALL.map(|one| choice("programme", one.key())).into(),
        computations: Computation::ALL.map(|one| choice("computation", one.key())).into(),
        directions: Direction::ALL.map(|one| choice("direction", one.key())).into(),
        agencies: words::choices(&f, &province, |_| true),
        reporters: Reporters::ALL.map(|one| choice("reporters", one.key())).into(),
        periods: Every::ALL.map(|every| Choice::new(every.key(), words::every(&f, Some(every)))).into(),
        kinds: Kind::ALL.map(|one| choice("kind", one.key())).into(),
        errors,
        typed,
        f,
    }))
}

pub(super) async fn form(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    keeps(&actor)?;
    Ok(page(&app, f, "", FormErrors::none(), Typed::default()).await?.into_response())
}

pub(super) async fn edit(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    keeps(&actor)?;
    let board = Board::read(&app, f.now, None).await?;
    let indicator = find(&board, &code)?;
    let of = indicator.code.clone();
    let version = app
        .read(move |tx| Ok(desk::indicators::load_with_history(tx, &of)?.map_or(0, |(_, history)| history.len())))
        .await?;
    let mut typed = written(indicator);
    typed.set("version", version.to_string());
    Ok(page(&app, f, &code, FormErrors::none(), typed).await?.into_response())
}

/// An indicator as its form has it.
fn written(indicator: &Indicator) -> Typed {
    let mut typed = Typed::default();
    let comma = |amount: rules::indicators::Amount| amount.to_string().replace('.', ",");
    let targets: Vec<_> =
        indicator.targets.iter().map(|target| format!("{}: {}", target.year, comma(target.value))).collect();
    for (field, value) in [
        ("code", indicator.code.to_string()),
        ("programme", indicator.programme.key().to_owned()),
        ("name", indicator.name.clone()),
        ("unit", indicator.unit.clone()),
        ("formula", indicator.formula.clone()),
        ("computation", indicator.computation.map_or("", Computation::key).to_owned()),
        ("direction", indicator.direction.key().to_owned()),
        ("targets", targets.join("\n")),
        ("agency", indicator.agency.to_string()),
        ("reporters", indicator.reporters.key().to_owned()),
        ("source", indicator.source.clone()),
        ("national", if indicator.national { "yes".to_owned() } else { String::new() }),
        ("every", indicator.every.key().to_owned()),
        ("kind", indicator.kind.key().to_owned()),
        ("least", indicator.least.map(comma).unwrap_or_default()),
        ("most", indicator.most.map(comma).unwrap_or_default()),
    ] {
        typed.set(field, value);
    }
    typed
}

fn draft(typed: &Typed) -> Draft {
    Draft {
        code: typed.text("code"),
        programme: Programme::from_key(typed.get("programme")),
        name: typed.text("name"),
        unit: typed.text("unit"),
        formula: typed.text("formula"),
        computation: Computation::from_key(typed.get("computation")),
        direction: Direction::from_key(typed.get("direction")),
        targets: typed.text("targets"),
        agency: typed.get("agency").parse().ok(),
        reporters: Reporters::from_key(typed.get("reporters")),
        source: typed.text("source"),
        national: !typed.get("national").is_empty(),
        every: Every::from_key(typed.get("every")),
        kind: Kind::from_key(typed.get("kind")),
        least: typed.text("least"),
        most: typed.text("most"),
    }
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    keeps(&actor)?;
    enter(&app, f, &session, &actor, None, typed).await
}

pub(super) async fn change(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    keeps(&actor)?;
    let code: IndicatorCode = code.parse().map_err(|_| Refusal::not_found("target-indicator-unknown"))?;
    enter(&app, f, &session, &actor, Some(code), typed).await
}

async fn enter(
    app: &App,
    f: Frame,
    session: &Session,
    actor: &Actor,
    changed: Option<IndicatorCode>,
    typed: Typed,
) -> Result<Response, Failure> {
    let (cache, who, now, of) = (app.province.clone(), actor.clone(), f.now, changed.clone());
    let mut draft = draft(&typed);
    if let Some(code) = &changed {
        draft.code = code.to_string();
    }
    let seen: u64 = typed.get("version").parse().unwrap_or(u64::MAX);
    let kept = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            desk::indicators::keep(tx, &province, &who, of.as_ref().map(|code| (code, seen)), &draft, now)
        })
        .await;
    match kept {
        Ok(code) => {
            sessions::say(session, Tone::Good, "indicator-kept", &code).await?;
            Ok(Redirect::to(&format!("/indicators/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != rules::RefusalKind::NotFound => {
            let (errors, status) = (FormErrors::of(f.words, &refusal), Failure::Refused(refusal.clone()).status());
            let code = changed.map(|code| code.to_string()).unwrap_or_default();
            Ok(page(app, f, &code, errors, typed).await?.status(status))
        }
        Err(failure) => Err(failure),
    }
}
