//! What the forms about a person send: read into commands, given to the rules, answered with the person's page or the form.

use super::forms::{Came, Form, field_names, new_person, show, slug};
use crate::app::App;
use crate::components::Tone;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use rules::codes::{AgencyCode, PersonalId, Phone};
use rules::people::permissions::{Deed, may};
use rules::people::{Actor, Delegate, DelegationKind, Grant, PersonRegistered, Revoke, Role, Transfer};
use rules::{Problem, Refusal, RefusalKind};
use std::sync::Arc;
use store::desk::positions::{self, Change};
use store::province::{Province, ProvinceCache};
use store::tables::people;
use tower_sessions::Session;

pub(super) async fn register(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    may(&actor, Deed::AdministerPeople)?;
    let login = typed.get("login").to_lowercase();
    let done = match person(&typed, &login) {
        Ok(person) => {
            let write = move |tx: &mut store::Tx, change: &Change<'_>| positions::register(tx, change, person.clone());
            change(&app, &actor, &f, write).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(()) => said(&session, "staff-said-new", &login).await,
        Err(Failure::Refused(refusal)) => Ok(new_person(f, Some(&Came { refusal: &refusal, typed: &typed }))),
        Err(other) => Err(other),
    }
}

pub(super) async fn send(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((login, form)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let form = Form::from_key(&form)?;
    let province = app.province().await?;
    let done = match command(form, &typed, &login, &province) {
        Ok(command) => {
            let (of, seen) = (login.clone(), typed.text("seen"));
            let write = move |tx: &mut store::Tx, change: &Change<'_>| {
                let known = positions::load(tx, &of)?.mark()?;
                command.give(tx, change, &of)?;
                let outdated = form.replaces() && known != seen;
                if outdated { Err(Refusal::conflict("person-changed-meanwhile").into()) } else { Ok(()) }
            };
            change(&app, &actor, &f, write).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(()) => said(&session, &format!("staff-said-{}", form.key()), &login).await,
        Err(Failure::Refused(refusal)) if comes_back(&refusal) => {
            show(&app, f, &actor, &login, form, Some(&Came { refusal: &refusal, typed: &typed }), &typed).await
        }
        Err(other) => Err(other),
    }
}

/// Whether the form is shown again: what is refused for good has its own page.
pub(super) fn comes_back(refusal: &Refusal) -> bool {
    matches!(refusal.kind, RefusalKind::Input | RefusalKind::Rule | RefusalKind::Conflict)
}

async fn said(session: &Session, key: &str, login: &str) -> Result<Response, Failure> {
    sessions::say(session, Tone::Good, key, "").await?;
    Ok(Redirect::to(&format!("/admin/people/{login}")).into_response())
}

/// Changes something as this person, who is looked up again in the same transaction: a position may have ended meanwhile.
pub(super) async fn change(
    app: &App,
    actor: &Actor,
    f: &Frame,
    write: impl Fn(&mut store::Tx, &Change<'_>) -> Result<(), store::Failure> + Send + Sync + 'static,
) -> Result<(), Failure> {
    let (cache, login, now): (ProvinceCache, _, _) = (app.province.clone(), actor.login.clone(), f.now);
    app.write(move |tx| {
        let province = cache.get(tx)?;
        let actor = people::actor(tx, &login, now)?.ok_or_else(|| Refusal::forbidden("officers-only"))?;
        write(tx, &Change { province: &province, actor: &actor, now })
    })
    .await
}

/// What a form asks for.
enum Command {
    Correct(PersonRegistered),
    Grant(Grant),
    Revoke(Revoke),
    Move(Transfer),
    Delegate(String, Delegate),
    EndDelegation(u32, String),
    Disable(String),
    Enable(String),
}

impl Command {
    fn give(&self, tx: &mut store::Tx, change: &Change<'_>, login: &str) -> Result<(), store::Failure> {
        match self {
            Self::Correct(person) => positions::correct(tx, change, person.clone()),
            Self::Grant(grant) => positions::grant(tx, change, login, grant),
            Self::Revoke(revoke) => positions::revoke(tx, change, login, revoke),
            Self::Move(transfer) => positions::transfer(tx, change, login, transfer),
            Self::Delegate(to, terms) => positions::delegate(tx, change, login, to, terms),
            Self::EndDelegation(number, reason) => positions::end_delegation(tx, change, login, *number, reason),
            Self::Disable(reason) => positions::disable(tx, change, login, reason),
            Self::Enable(reason) => positions::enable(tx, change, login, reason),
        }
    }
}

fn command(form: Form, typed: &Typed, login: &str, province: &Arc<Province>) -> Result<Command, Refusal> {
    let reason = typed.text("reason");
    Ok(match form {
        Form::Particulars => Command::Correct(person(typed, login)?),
        Form::Grant => Command::Grant(grant(typed)?),
        Form::Revoke => {
            let position = position(typed.get("position"));
            let on = day(typed, "on");
            let (Some((agency, role)), Ok(Some(on))) = (position.clone(), on.clone()) else {
                let chosen = position.is_none().then(|| Problem::new("/position", "choose"));
                return Err(Refusal::input(chosen.into_iter().chain(problem_of("on", on)).collect()));
            };
            Command::Revoke(Revoke { agency, role, on, reason, decision: typed.text("decision") })
        }
        Form::Move => {
            Command::Move(Transfer { gives_up: ticked(typed, "gives_up-"), takes_over: grant(typed)?, reason })
        }
        Form::Delegate => Command::Delegate(typed.get("delegate").to_lowercase(), delegation(typed, province)?),
        Form::EndDelegation => Command::EndDelegation(typed.get("number").parse().unwrap_or_default(), reason),
        Form::Disable => Command::Disable(reason),
        Form::Enable => Command::Enable(reason),
    })
}

fn person(typed: &Typed, login: &str) -> Result<PersonRegistered, Refusal> {
    let mut problems = Vec::new();
    let personal_id = typed
        .some("personal_id")
        .and_then(|number| PersonalId::read(&number, "/personal_id").map_err(|problem| problems.push(problem)).ok());
    let phone = typed
        .some("phone")
        .and_then(|number| Phone::read(&number, "/phone").map_err(|problem| problems.push(problem)).ok());
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    Ok(PersonRegistered {
        login: login.to_owned(),
        name: typed.text("name"),
        personal_id,
        phone,
        address: typed.some("address"),
        commune: None,
    })
}

fn grant(typed: &Typed) -> Result<Grant, Refusal> {
    let agency = typed.get("agency").parse::<AgencyCode>();
    let (role, from, until) = (Role::from_key(typed.get("role")), day(typed, "from"), day(typed, "until"));
    match (agency, role, from, until) {
        (Ok(agency), Some(role), Ok(Some(from)), Ok(until)) => {
            Ok(Grant { agency, role, title: typed.text("title"), from, until, decision: typed.text("decision") })
        }
        (agency, role, from, until) => {
            let mut problems = Vec::new();
            problems.extend(agency.is_err().then(|| Problem::new("/agency", "choose")));
            problems.extend(role.is_none().then(|| Problem::new("/role", "choose")));
            problems.extend(problem_of("from", from));
            problems.extend(until.err());
            Err(Refusal::input(problems))
        }
    }
}

/// The delegation that a form describes.
pub(super) fn delegation(typed: &Typed, province: &Province) -> Result<Delegate, Refusal> {
    let (from, until) = (day(typed, "from"), day(typed, "until"));
    let kind = DelegationKind::from_key(typed.get("kind"));
    let (Some(kind), Ok(Some(from)), Ok(Some(until))) = (kind, from.clone(), until.clone()) else {
        let chosen = kind.is_none().then(|| Problem::new("/kind", "choose"));
        let days = problem_of("from", from).into_iter().chain(problem_of("until", until));
        return Err(Refusal::input(chosen.into_iter().chain(days).collect()));
    };
    let fields = field_names(province).into_iter().filter(|field| typed.has(&format!("fields-{}", slug(field))));
    Ok(Delegate {
        kind,
        positions: ticked(typed, "positions-"),
        fields: fields.collect(),
        from,
        until,
        reason: typed.text("reason"),
        decision: typed.text("document"),
    })
}

/// The positions whose boxes were ticked.
fn ticked(typed: &Typed, beginning: &str) -> Vec<(AgencyCode, Role)> {
    typed.beginning_with(beginning).filter_map(|(value, _)| position(value)).collect()
}

fn position(value: &str) -> Option<(AgencyCode, Role)> {
    let (agency, role) = value.split_once(':')?;
    Some((agency.parse().ok()?, Role::from_key(role)?))
}

/// The day in a field; nothing when it was left empty.
pub(super) fn day(typed: &Typed, field: &str) -> Result<Option<Date>, Problem> {
    let Some(text) = typed.some(field) else { return Ok(None) };
    let day = text.parse().ok().filter(|_| text.len() == 10);
    day.map(Some).ok_or_else(|| Problem::new(format!("/{field}"), "date"))
}

/// What is wrong with a day that must be there.
fn problem_of(field: &str, day: Result<Option<Date>, Problem>) -> Option<Problem> {
    match day {
        Ok(Some(_)) => None,
        Ok(None) => Some(Problem::new(format!("/{field}"), "missing")),
        Err(problem) => Some(problem),
    }
}
