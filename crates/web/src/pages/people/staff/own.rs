//! An officer lets somebody act in their place, and takes it back, from their account.

use super::delegations::{self, Row};
use super::fields::{FormPage, Kind, Maker};
use super::forms::{Came, answer, delegation, errors};
use super::send;
use crate::app::App;
use crate::components::Tone;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::calendar::day_of;
use rules::people::Actor;
use rules::people::permissions::{Deed, may};
use store::desk::positions::{self, load};
use store::tables::staff::{self, Delegations};
use tower_sessions::Session;

/// Delegations on the account's page.
const MOST: u32 = 50;

/// The delegations that somebody gave or received, and whether they may give one.
pub(crate) async fn given(app: &App, f: &Frame, actor: &Actor) -> Result<(Vec<Row>, bool), Failure> {
    let may_delegate = may(actor, Deed::Delegate).is_ok();
    let which = Delegations { of: Some(actor.login.clone()), ..Delegations::default() };
    let (today, province) = (day_of(f.now), app.province().await?);
    let found = app.read(move |tx| Ok(staff::delegations(tx, &which, today, MOST)?)).await?;
    let own = |one: &staff::Delegated| one.principal.0 == actor.login;
    let rows = found.iter().map(|one| {
        let row = delegations::row(f, &province, one, "/account");
        if own(one) { row } else { Row { end: String::new(), ..row } }
    });
    Ok((rows.collect(), may_delegate))
}

pub(super) async fn ask(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    form(&app, f, &actor, None).await
}

pub(super) async fn send(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    let province = app.province().await?;
    let done = match send::delegation(&typed, &province) {
        Ok(terms) => {
            let (login, to) = (actor.login.clone(), typed.get("delegate").to_lowercase());
            let write = move |tx: &mut store::Tx, change: &positions::Change<'_>| {
                positions::delegate(tx, change, &login, &to, &terms)
            };
            send::change(&app, &actor, &f, write).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(()) => back(&session, "staff-said-delegate").await,
        Err(Failure::Refused(refusal)) if send::comes_back(&refusal) => {
            form(&app, f, &actor, Some(&Came { refusal: &refusal, typed: &typed })).await
        }
        Err(other) => Err(other),
    }
}

async fn form(app: &App, f: Frame, actor: &Actor, came: Option<&Came<'_>>) -> Result<Response, Failure> {
    may(actor, Deed::Delegate)?;
    let (login, province) = (actor.login.clone(), app.province().await?);
    let loaded = app.read(move |tx| Ok(load(tx, &login)?)).await?;
    let make = Maker { f: &f, typed: came.map(|came| came.typed) };
    let fields = delegation(&make, &province, &loaded.file);
    Ok(answer(
        FormPage {
            title: f.t("staff-form-delegate"),
            over: actor.name.clone(),
            lead: f.t("staff-form-delegate.lead"),
            back: "/account".into(),
            target: "/account/delegations".into(),
            errors: errors(&f, came),
            fields,
            submit: f.t("staff-form-delegate.submit"),
            takes_away: false,
            f,
        },
        came,
    ))
}

pub(super) async fn ask_end(f: Frame, SignedIn(actor): SignedIn, Path(number): Path<u32>) -> Result<Response, Failure> {
    may(&actor, Deed::Delegate)?;
    Ok(end(f, &actor, number, None))
}

pub(super) async fn send_end(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(number): Path<u32>,
    typed: Typed,
) -> Result<Response, Failure> {
    let (login, reason) = (actor.login.clone(), typed.text("reason"));
    let write = move |tx: &mut store::Tx, change: &positions::Change<'_>| {
        positions::end_delegation(tx, change, &login, number, &reason)
    };
    match send::change(&app, &actor, &f, write).await {
        Ok(()) => back(&session, "staff-said-end-delegation").await,
        Err(Failure::Refused(refusal)) if send::comes_back(&refusal) => {
            Ok(end(f, &actor, number, Some(&Came { refusal: &refusal, typed: &typed })))
        }
        Err(other) => Err(other),
    }
}

fn end(f: Frame, actor: &Actor, number: u32, came: Option<&Came<'_>>) -> Response {
    let make = Maker { f: &f, typed: came.map(|came| came.typed) };
    let fields = vec![make.field(Kind::Lines, "reason", "")];
    answer(
        FormPage {
            title: f.t("staff-form-end-delegation"),
            over: actor.name.clone(),
            lead: f.t("staff-form-end-delegation.lead"),
            back: "/account".into(),
            target: format!("/account/delegations/{number}/end"),
            errors: errors(&f, came),
            fields,
            submit: f.t("staff-form-end-delegation.submit"),
            takes_away: true,
            f,
        },
        came,
    )
}

async fn back(session: &Session, key: &str) -> Result<Response, Failure> {
    sessions::say(session, Tone::Good, key, "").await?;
    Ok(Redirect::to("/account").into_response())
}
