//! Signing out: here, and at the provider from which somebody came.

use crate::app::App;
use crate::errors::Failure;
use crate::identity::Identity;
use crate::sessions::identity;
use axum::http::HeaderMap;
use tower_sessions::Session;

/// Where to go after signing out here: to the provider's own way out, which leads back to us; or to the first page.
pub(crate) async fn leave(app: &App, session: &Session, headers: &HeaderMap) -> Result<String, Failure> {
    let home = || "/".to_owned();
    let Some(from) = identity::came_from(session).await? else { return Ok(home()) };
    let Some(provider) = app.identity.get(&from.provider) else { return Ok(home()) };
    let back = format!("{}/", app.identity.site(provider, headers, app.settings.https));
    let door = provider.sign_out(&from.id_token, &back, Identity::now(provider, &app.clock)).await;
    Ok(door.map_or_else(home, |url| Identity::for_browsers(provider, &url)))
}
