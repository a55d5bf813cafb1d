//! How people prove who they are, as pages: the second step of signing in, the account's security, and what administrators
//! see of it.

mod admin;
mod code;
mod codes;
mod confirm;
mod enrol;
mod log;
mod overview;
mod passkey;
mod passkeys;
mod password;
mod second;
mod sessions;
mod tokens;
mod totp;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// The rooms of accounts.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in/passkey/start", post(passkey::start))
        .route("/sign-in/passkey", post(passkey::finish))
        .route("/sign-in/second", get(second::ask).post(second::answer))
        .route("/sign-in/second/passkey/start", post(second::start))
        .route("/sign-in/second/passkey", post(second::finish))
        .route("/sign-in/code", get(code::ask).post(code::answer))
        .route("/account/security", get(overview::show))
        .route("/account/security/enrol", get(enrol::show))
        .route("/account/security/password", get(password::ask).post(password::change))
        .route("/account/security/totp", get(totp::ask).post(totp::confirm))
        .route("/account/security/totp/remove", post(totp::remove))
        .route("/account/security/passkeys", get(passkeys::list).post(passkeys::add))
        .route("/account/security/passkeys/start", post(passkeys::start))
        .route("/account/security/passkeys/remove", post(passkeys::remove))
        .route("/account/security/codes", get(codes::ask).post(codes::create))
        .route("/account/security/sessions", get(sessions::list).post(sessions::end))
        .route("/account/security/tokens", get(tokens::list).post(tokens::create))
        .route("/account/security/tokens/revoke", post(tokens::revoke))
        .route("/account/security/log", get(log::show))
        .route("/account/security/confirm", get(confirm::ask).post(confirm::answer))
        .route("/account/security/confirm/passkey/start", post(confirm::start))
        .route("/account/security/confirm/passkey", post(confirm::finish))
        .merge(admin::routes())
}

/// Where passkeys belong; nothing when there can't be any.
fn origin(app: &App) -> Option<String> {
    Some(app.settings.public_url.clone()).filter(|_| crate::credentials::passkeys::possible(&app.settings))
}
