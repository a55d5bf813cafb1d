//! Who is signed in, and signing somebody out from afar.

use super::looked_after;
use crate::app::App;
use crate::components::{Column, Columns, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::accounts::sessions::{Shown, shown};
use crate::pages::said::urlencoded;
use crate::pages::typed::Typed;
use crate::sessions::{self, PeopleAdministrator, SignedIn, key_of};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Redirect;
use rules::accounts::may_look_after;
use store::desk;
use store::tables::people;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "accounts/admin/sessions.html")]
pub(super) struct SessionsPage {
    f: Frame,
    /// Each session with its person's name.
    sessions: Vec<(Shown, String)>,
    columns: Columns,
}

pub(super) async fn list(
    State(app): State<App>,
    f: Frame,
    _: PeopleAdministrator,
    SignedIn(actor): SignedIn,
    session: Session,
) -> Result<View<SessionsPage>, Failure> {
    let all = shown(&app, &f, None, &key_of(&session)).await?;
    let logins: Vec<String> = all.iter().map(|session| session.login.clone()).collect();
    let now = app.clock.now();
    let names = app
        .read(move |tx| {
            let mut names = Vec::with_capacity(logins.len());
            for login in &logins {
                let person = people::actor(tx, login, now)?.filter(|person| may_look_after(&actor, person).is_ok());
                names.push(person.map(|person| person.name));
            }
            Ok(names)
        })
        .await?;
    let sessions = all.into_iter().zip(names).filter_map(|(session, name)| Some((session, name?))).collect();
    let columns =
        ["account-person", "session-device", "session-address", "session-since", "session-seen", "account-actions"];
    let columns = columns.map(|key| Column::text(f.t(key))).into();
    Ok(View(SessionsPage { f, sessions, columns }))
}

pub(super) async fn end(
    State(app): State<App>,
    _: PeopleAdministrator,
    SignedIn(actor): SignedIn,
    session: Session,
    Path(login): Path<String>,
    typed: Typed,
) -> Result<Redirect, Failure> {
    let (_, by) = looked_after(&app, &actor, &login).await?;
    let (wanted, key, now) = (login.clone(), typed.some("key"), app.clock.now());
    let ended = app.write(move |tx| desk::accounts::end_sessions(tx, &wanted, key.as_deref(), &by, now)).await?;
    sessions::say(&session, Tone::Good, "sessions-ended", ended).await?;
    let back = if typed.get("back") == "sessions" {
        "/admin/sessions".to_owned()
    } else {
        format!("/admin/credentials/{}", urlencoded(&login))
    };
    Ok(Redirect::to(&back))
}
