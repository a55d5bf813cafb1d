//! The account's security at a glance: each way to prove who one is, and the ways to change it.

use super::origin;
use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::State;
use store::tables::accounts;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "accounts/overview.html")]
pub(super) struct OverviewPage {
    f: Frame,
    password: String,
    totp: String,
    has_totp: bool,
    passkeys: String,
    codes: String,
    /// Whether a password alone opens the account.
    warn: bool,
    elsewhere: u64,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    session: Session,
) -> Result<View<OverviewPage>, Failure> {
    let elsewhere = super::sessions::elsewhere(&app, &actor.login, &session).await?;
    let factors = app.read(move |tx| Ok(accounts::factors(tx, &actor.login)?)).await?;
    let set = |at: Option<jiff::Timestamp>, none: &str| match at {
        Some(at) => f.t1("factor-set-on", "day", f.day_of(&at)),
        None => f.t(none),
    };
    Ok(View(OverviewPage {
        password: set(factors.password_set_at, "password-none"),
        totp: set(factors.totp_added_at, "totp-none"),
        has_totp: factors.totp_added_at.is_some(),
        passkeys: match (factors.passkeys, origin(&app)) {
            (0, None) => f.t("refusal-passkey-impossible"),
            (0, Some(_)) => f.t("passkeys-none"),
            (count, _) => f.t1("passkeys-count", "count", count),
        },
        codes: f.t1("codes-left", "count", factors.recovery_codes),
        warn: factors.password_set_at.is_some() && !factors.second(),
        elsewhere,
        f,
    }))
}
