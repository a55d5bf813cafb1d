//! Leads to the identity provider. Nothing happens yet: whoever comes back without having begun here is sent away.
//!
//! A provider may know the person already and ask nothing, so a link on another site must not begin a sign-in: whoever comes
//! by one finds the sign-in page, and signs in when they press.

use super::super::sign_in::local;
use super::{trouble, way_back};
use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::identity::Identity;
use crate::pages::said::urlencoded;
use crate::sessions::{Address, identity};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use tower_sessions::Session;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    next: String,
    /// Whether the person has to prove anew who they are: for changes of how they sign in.
    anew: String,
}

pub(crate) async fn begin(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Address(address): Address,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let provider = app.identity.get(&key).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let next = local(&asked.next);
    if headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site") {
        return Ok(Redirect::to(&format!("/sign-in?next={}", urlencoded(&next))).into_response());
    }
    app.limits.try_identity(address)?;
    let back = format!("{}{}", app.identity.site(provider, &headers, app.settings.https), way_back(&key));
    let now = Identity::now(provider, &app.clock);
    let begun =
        if asked.anew == "yes" { provider.begin_anew(&back, now).await } else { provider.begin(&back, now).await };
    match begun {
        Ok(begun) => {
            let under_way = identity::UnderWay { provider: key, pending: begun.pending, next };
            identity::begin(&session, under_way).await?;
            Ok(Redirect::to(&Identity::for_browsers(provider, &begun.url)).into_response())
        }
        Err(what) => Ok(trouble::page(f, provider, &next, &what)),
    }
}
