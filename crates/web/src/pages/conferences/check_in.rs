//! Checking in by the code of a registration: what a delegate's telephone opens. Whoever holds the code is let in; it can't be guessed.

use super::words;
use crate::app::App;
use crate::components::Tone;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::{self, Visit};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hmac::{Hmac, KeyInit as _, Mac as _};
use rules::Refusal;
use rules::codes::ConferenceCode;
use rules::conferences::{Conference, Seat};
use sha2::Sha256;
use store::desk;
use subtle::ConstantTimeEq as _;
use tower_sessions::Session;

/// How much of the seal stands in a code, in bytes: 2^96 tries.
const SEALED: usize = 12;

#[derive(Template)]
#[template(path = "conferences/check-in.html")]
pub(super) struct CheckInPage {
    f: Frame,
    address: String,
    conference: String,
    name: String,
    title: String,
    point: String,
    when: String,
    place: String,
    came: String,
    closed: bool,
}

/// The code of a registration: its number, and a seal over it by the secret of the installation. Nothing of it is kept.
pub fn code(app: &App, conference: &ConferenceCode, seat: Seat) -> Result<String, Failure> {
    let mut seal = Hmac::<Sha256>::new_from_slice(&app.settings.secret).map_err(|error| Failure::fault(&error))?;
    seal.update(format!("check-in/{conference}/{seat}").as_bytes());
    let sealed = seal.finalize().into_bytes();
    let hex: String = sealed.iter().take(SEALED).map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{seat}-{hex}"))
}

/// The registration that this code is of.
fn seat(app: &App, conference: &ConferenceCode, typed: &str) -> Result<Seat, Failure> {
    let unknown = || Refusal::not_found("registration-unknown");
    let seat: Seat = typed.split_once('-').and_then(|(seat, _)| seat.parse().ok()).ok_or_else(unknown)?;
    let fits: bool = code(app, conference, seat)?.as_bytes().ct_eq(typed.as_bytes()).into();
    if fits { Ok(seat) } else { Err(unknown().into()) }
}

async fn find(app: &App, code: &str, typed: &str) -> Result<(Conference, Seat), Failure> {
    let code: ConferenceCode = code.parse().map_err(|_| Refusal::not_found("registration-unknown"))?;
    let seat = seat(app, &code, typed)?;
    let conference = app.read(move |tx| desk::conferences::find(tx, &code)).await?;
    Ok((conference, seat))
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Path((code, typed)): Path<(String, String)>,
) -> Result<View<CheckInPage>, Failure> {
    let (conference, seat) = find(&app, &code, &typed).await?;
    let delegate = conference.delegate(seat).ok_or_else(|| Refusal::not_found("registration-unknown"))?;
    let province = app.province().await?;
    let registered = &delegate.registered;
    Ok(View(CheckInPage {
        address: format!("/conferences/{}/check-in/{typed}", conference.code()),
        conference: conference.details.name.clone(),
        name: registered.name.clone(),
        title: registered.title.clone(),
        point: words::agency(&f, &province, &registered.point),
        when: f.moment(&conference.details.starts_at),
        place: conference.details.place.clone(),
        came: delegate.present.map(|(at, _)| f.moment(&at)).unwrap_or_default(),
        closed: conference.closed_at.is_some(),
        f,
    }))
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Path((code, typed)): Path<(String, String)>,
    mut parts: axum::http::request::Parts,
) -> Result<Response, Failure> {
    let (conference, seat) = find(&app, &code, &typed).await?;
    let (of, cache, now) = (conference.code().clone(), app.province.clone(), f.now);
    let actor = Visit::of_parts(&mut parts).await.actor;
    app.write(move |tx| {
        let province = cache.get(tx)?;
        desk::conferences::check_in(tx, &province, actor.as_ref(), &of, seat, now).map(|_| ())
    })
    .await?;
    app.halls.nudge(conference.code());
    sessions::say(&session, Tone::Good, "conference-checked-in", "").await?;
    Ok(Redirect::to(&format!("/conferences/{}/check-in/{typed}", conference.code())).into_response())
}
