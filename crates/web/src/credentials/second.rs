//! The second step: a code of the authenticator app, or a recovery code. Each is taken once.

use super::codes::{self, Kind};
use super::{open, totp};
use crate::app::App;
use crate::errors::Failure;
use store::tables::accounts;

/// How the typed code proved it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// By the app: `totp`.
    App,
    /// By one of the recovery codes: `recovery-code`.
    RecoveryCode,
}

impl Proof {
    /// The name under which it is noted.
    #[must_use]
    pub fn method(self) -> &'static str {
        match self {
            Self::App => "totp",
            Self::RecoveryCode => "recovery-code",
        }
    }
}

/// Whether this is a code of this login's app that was not used before, or one of its recovery codes, which is used up.
///
/// # Errors
/// A fault of the database or of the secret.
pub async fn prove(app: &App, login: &str, typed: &str) -> Result<Option<Proof>, Failure> {
    let compact: String = typed.chars().filter(|sign| !sign.is_whitespace() && *sign != '-').collect();
    let digits = compact.len() == 6 && compact.bytes().all(|byte| byte.is_ascii_digit());
    let login = login.to_owned();
    if !digits {
        let hash = codes::hash(&app.settings.secret, Kind::Recovery, &login, &compact);
        let used = app.write(move |tx| Ok(accounts::codes::use_up(tx, &login, &hash)?)).await?;
        return Ok(used.then_some(Proof::RecoveryCode));
    }
    let wanted = login.clone();
    let sealed = app.read(move |tx| Ok(accounts::totp::secret(tx, &wanted)?)).await?;
    let Some(sealed) = sealed else { return Ok(None) };
    let secret = open(&app.settings.secret, &login, &sealed)?;
    // The app on the telephone knows nothing of a demonstration's clock.
    let seconds = u64::try_from(app.clock.true_now().as_second()).unwrap_or(0);
    let Some(step) = totp::step(&secret, &compact, seconds)? else { return Ok(None) };
    let now = app.clock.now();
    let fresh = app.write(move |tx| Ok(accounts::totp::use_step(tx, &login, step, now)?)).await?;
    Ok(fresh.then_some(Proof::App))
}
