//! Comes back from the identity provider: checks its word, finds or opens the account, signs in.

use super::trouble;
use crate::app::App;
use crate::components::Tone;
use crate::credentials::entry::{self, Method};
use crate::credentials::trier::{Stage, Trier};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::identity::Identity;
use crate::sessions::{self, Halfway, Place, identity};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use links::identity::{Answer, Trouble};
use rules::people::Actor;
use rules::people::identities::{AccountKind, Particular, Proven};
use store::desk::identities;
use store::tables::{accounts, people};
use tower_sessions::Session;

pub(crate) async fn back(
    State(app): State<App>,
    f: Frame,
    session: Session,
    place: Place,
    Path(key): Path<String>,
    Query(answer): Query<Answer>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let provider = app.identity.get(&key).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let Some(under_way) = identity::take(&session).await?.filter(|under_way| under_way.provider == key) else {
        // Pressed twice, or a page kept open: whoever is signed in already goes on.
        if f.actor.is_some() {
            return Ok(Redirect::to("/").into_response());
        }
        return Ok(trouble::page(f, provider, "/", &Trouble::NotAsked));
    };
    app.limits.try_identity(place.ip)?;
    let at = Identity::now(provider, &app.clock);
    let identity = match provider.complete(under_way.pending, answer, at).await {
        Ok(identity) => identity,
        Err(what) => {
            tracing::warn!(provider = key, %what, "a sign-in at a provider came to nothing");
            return Ok(trouble::page(f, provider, &under_way.next, &what));
        }
    };
    let level = identity.proven.level;
    let Some(actor) = known(&app, identity.proven, &f).await? else {
        return Err(rules::Refusal::forbidden("account-disabled").into());
    };
    let actor = Actor { assurance: level, two_factors: identity.two_factors, ..actor };
    let from = identity::CameFrom { provider: key, id_token: identity.id_token };
    let next = under_way.next;
    let login = actor.login.clone();
    let has_second = app.read(move |tx| Ok(accounts::factors(tx, &login)?.second())).await?;
    if has_second && !actor.is_sure() {
        // A provider that vouches for one factor stands for the password: what else was asked for is asked for here too.
        let (login, since, came_from) = (actor.login, f.now, Some(from));
        let halfway = Halfway { login, next, since, assurance: level, came_from };
        sessions::go_halfway(&session, &halfway).await?;
        return Ok(Redirect::to("/sign-in/second").into_response());
    }
    sessions::say(&session, Tone::Good, "identity-welcome", &actor.name).await?;
    let trier = Trier::new(&app, &headers, place, &actor.login, Stage::First);
    // The provider's clock is its own: what counts is how long ago it was.
    let proved_at = identity.proved_at.map(|proved| f.now - at.duration_since(proved).max(SignedDuration::ZERO));
    let method = Method::Identity { two_factors: identity.two_factors, proved_at };
    let response = entry::enter(&app, &session, &trier, actor, method, &next).await?;
    identity::came(&session, from).await?;
    Ok(response)
}

/// The account of whoever has proven who they are; nothing when it is disabled.
async fn known(app: &App, mut proven: Proven, f: &Frame) -> Result<Option<Actor>, Failure> {
    let province = app.province().await?;
    if let Some(commune) = proven.particulars.remove(&Particular::Commune) {
        // A code of ours, or words that name one commune; else the address names it, or nothing does.
        let code = commune.parse().ok().and_then(|code| province.directory.commune_today(&code).cloned());
        let code = code.or_else(|| province.directory.commune_in(&commune).cloned());
        let address = proven.particulars.get(&Particular::Address);
        let code = code.or_else(|| province.directory.commune_in(address?).cloned());
        proven.particulars.extend(code.map(|code| (Particular::Commune, code.to_string())));
    }
    let (fresh, now) = (fresh_login(proven.kind)?, f.now);
    app.write(move |tx| {
        let login = identities::sign_in(tx, &proven, &fresh, now)?;
        Ok(people::actor(tx, &login, now)?)
    })
    .await
}

/// A name for a new account that says nothing about its owner.
fn fresh_login(kind: AccountKind) -> Result<String, Failure> {
    let mut bytes = [0; 12];
    getrandom::fill(&mut bytes).map_err(|error| Failure::fault(&error))?;
    let letter = if kind == AccountKind::Organisation { 'o' } else { 'c' };
    Ok(format!("{letter}-{}", URL_SAFE_NO_PAD.encode(bytes)))
}
