//! Where one is signed in: the list of sessions, and ending one or all others.

use crate::app::App;
use crate::clock::Clock;
use crate::components::{Column, Columns, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, Recent, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::State;
use axum::response::Redirect;
use jiff::{SignedDuration, Timestamp};
use store::tables::sessions as kept;
use tower_sessions::Session;

/// The most that are shown.
const MOST: u32 = 100;

/// A session in a list.
pub(super) struct Shown {
    pub(super) key: String,
    pub(super) login: String,
    pub(super) device: String,
    pub(super) method: String,
    pub(super) address: String,
    pub(super) since: Timestamp,
    pub(super) seen: Timestamp,
    pub(super) this: bool,
}

#[derive(Template)]
#[template(path = "accounts/sessions.html")]
pub(super) struct SessionsPage {
    f: Frame,
    sessions: Vec<Shown>,
    columns: Columns,
}

/// The sessions of a login, or of everybody, in words.
pub(super) async fn shown(app: &App, f: &Frame, login: Option<String>, own: &str) -> Result<Vec<Shown>, Failure> {
    // The session layer reckons expiry by the system's clock.
    let now = Clock::system().now();
    let mut listed = app.read(move |tx| Ok(kept::list(tx, login.as_deref(), now, MOST)?)).await?;
    // What was left alone for so long ends at its next request.
    let idle = SignedDuration::try_from(app.settings.citizen_idle).unwrap_or(SignedDuration::MAX);
    listed.retain(|(_, held)| f.now.duration_since(held.seen) <= idle);
    let said = |text: String, key: &str| if text.is_empty() { f.t(key) } else { text };
    let shown = listed.into_iter().map(|(key, held)| Shown {
        this: key == own,
        key,
        login: held.login,
        device: said(held.device, "device-unknown"),
        method: f.t(&format!("method-{}", held.method)),
        address: said(held.address, "address-unknown"),
        since: held.since,
        seen: held.seen,
    });
    Ok(shown.collect())
}

pub(super) async fn list(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    session: Session,
) -> Result<View<SessionsPage>, Failure> {
    let sessions = shown(&app, &f, Some(actor.login), &sessions::key_of(&session)).await?;
    let columns = ["session-device", "session-address", "session-since", "session-seen", "account-actions"];
    let columns = columns.map(|key| Column::text(f.t(key))).into();
    Ok(View(SessionsPage { f, sessions, columns }))
}

/// At how many other places somebody is signed in: what to offer after a change of how they sign in.
pub(super) async fn elsewhere(app: &App, login: &str, session: &Session) -> Result<u64, Failure> {
    let (login, own, now) = (login.to_owned(), sessions::key_of(session), Clock::system().now());
    app.read(move |tx| Ok(kept::count_others(tx, &login, &own, now)?)).await
}

pub(super) async fn end(
    State(app): State<App>,
    Recent(actor): Recent,
    session: Session,
    typed: Typed,
) -> Result<Redirect, Failure> {
    let (key, own) = (typed.some("key"), sessions::key_of(&session));
    let ended = app
        .write(move |tx| {
            Ok(match &key {
                Some(key) => u64::from(kept::end(tx, &actor.login, key)?),
                None => kept::end_others(tx, &actor.login, &own)?,
            })
        })
        .await?;
    sessions::say(&session, Tone::Good, "sessions-ended", ended).await?;
    Ok(Redirect::to("/account/security/sessions"))
}
