//! Assigning a task: first the lead agency, then the person in it and the rest of the six clears, on one page that needs no script.

use super::words;
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::calendar::day_of;
use rules::codes::{AgencyCode, TaskCode};
use rules::people::Actor;
use rules::people::permissions::{Deed, assigns_for, may, may_assign};
use rules::tasks::{Draft, Every, Link, LinkKind, is_subordinate, read_target};
use rules::{Problem, Refusal};
use store::desk;
use store::province::Province;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "tasks/assign.html")]
struct AssignPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    assigners: Vec<Choice>,
    leads: Vec<Choice>,
    officers: Vec<Choice>,
    lead_name: String,
    periods: Vec<Choice>,
    links: Vec<Choice>,
    parent: String,
}

pub(super) async fn form(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(typed): Query<Typed>,
) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    Ok(page(&app, f, &actor, FormErrors::none(), typed).await?.into_response())
}

/// The agency in whose name the task is assigned: the one that was chosen, else the first of the actor's.
fn assigner(actor: &Actor, typed: &Typed) -> Result<AgencyCode, Refusal> {
    let own = assigns_for(actor);
    let chosen = match typed.get("assigner") {
        "" => own.into_iter().next(),
        code => code.parse().ok(),
    };
    let agency = chosen.ok_or_else(|| Refusal::forbidden("assigners-only"))?;
    may_assign(actor, &agency)?;
    Ok(agency)
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    errors: FormErrors,
    mut typed: Typed,
) -> Result<View<AssignPage>, Failure> {
    let assigner = assigner(actor, &typed)?;
    typed.set("assigner", assigner.as_str());
    let province = app.province().await?;
    let below = |code: &AgencyCode| is_subordinate(&province.directory, code, &assigner);
    let leads = words::choices(&f, &province, below);
    let lead: Option<AgencyCode> = typed.get("lead").parse().ok().filter(|lead| below(lead));
    let today = day_of(f.now);
    let officers = match lead.clone() {
        Some(lead) => app.read(move |tx| Ok(desk::tasks::officers(tx, &lead, today)?)).await?,
        None => Vec::new(),
    };
    let own = assigns_for(actor);
    Ok(View(AssignPage {
        assigners: own.iter().map(|code| Choice::new(code.as_str(), words::agency(&f, &province, code))).collect(),
        leads,
        officers: officers.into_iter().map(|officer| Choice::new(officer.login, officer.name)).collect(),
        lead_name: lead.map(|lead| words::agency(&f, &province, &lead)).unwrap_or_default(),
        periods: Every::ALL.map(|every| Choice::new(every.key(), words::every(&f, Some(every)))).into(),
        links: super::links::kinds(&f),
        parent: typed.text("parent"),
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
    typed: Typed,
) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    let assigner = assigner(&actor, &typed)?;
    let province = app.province().await?;
    match enter(&app, &f, &actor, assigner, &province, &typed).await {
        Ok(code) => {
            sessions::say(&session, Tone::Good, "task-assigned", &code).await?;
            Ok(Redirect::to(&format!("/tasks/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(page(&app, f, &actor, errors, typed).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}

async fn enter(
    app: &App,
    f: &Frame,
    actor: &Actor,
    assigner: AgencyCode,
    province: &Province,
    typed: &Typed,
) -> Result<TaskCode, Failure> {
    let draft = draft(typed, province)?;
    let parent = typed.some("parent").map(|code| code.parse::<TaskCode>()).transpose();
    let parent = parent.map_err(|_| Refusal::input(vec![Problem::new("/parent", "task-code")]))?;
    let (cache, actor, now) = (app.province.clone(), actor.clone(), f.now);
    app.write(move |tx| {
        let province = cache.get(tx)?;
        let task = desk::tasks::give(tx, &province, &actor, &assigner, &draft, parent.as_ref(), now)?;
        Ok(task.code().clone())
    })
    .await
}

/// What was typed, as a draft; agencies that support stand in lines, by code or name.
fn draft(typed: &Typed, province: &Province) -> Result<Draft, Refusal> {
    let mut problems = Vec::new();
    let mut supporting = Vec::new();
    for name in typed.get("supporting").split(['\n', ';']).map(str::trim).filter(|name| !name.is_empty()) {
        let folded = rules::text::fold(name);
        let same =
            |agency: &&rules::people::Agency| agency.code.as_str() == name || rules::text::fold(&agency.name) == folded;
        match province.directory.iter().find(same) {
            Some(agency) => supporting.push(agency.code.clone()),
            None => problems.push(Problem::new("/supporting", "agency-unreadable").with("typed", name)),
        }
    }
    let (target, unit) = match typed.some("target") {
        None => (None, typed.text("unit")),
        Some(target) => match read_target(&target, typed.get("unit")) {
            Some((target, unit)) => (Some(target), unit),
            None => {
                problems.push(Problem::new("/target", "amount-unreadable").with("typed", target));
                (None, String::new())
            }
        },
    };
    let due_on = typed.day("due_on").unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    let link = LinkKind::from_key(typed.get("link_kind")).zip(typed.some("link"));
    Ok(Draft {
        lead: typed.get("lead").parse().ok(),
        responsible: typed.text("responsible"),
        supporting,
        name: typed.text("name"),
        assigned_on: None,
        due_on,
        every: Every::from_key(typed.get("every")),
        responsibility: typed.text("responsibility"),
        deliverable: typed.text("deliverable"),
        unit,
        target,
        authority: typed.text("authority"),
        links: link.map(|(kind, reference)| Link { kind, reference }).into_iter().collect(),
    })
}
