//! The second step: a code of the authenticator app, or a recovery code. Each is taken once.

use super::codes::{self, Kind};
use super::entry::Method;
use super::{open, totp};
use crate::app::App;
use crate::errors::Failure;
use store::tables::accounts;

/// What came of a typed code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// It is theirs.
    Proved(Method),
    /// It is not, or was used before.
    Wrong,
    /// Nobody can say: the secret of the app was sealed under another `keys/forms.key`, which is gone.
    Unreadable,
}

/// Whether this is a code of this login's app that was not used before, or one of its recovery codes, which is used up.
///
/// # Errors
/// A fault of the database or of the secret.
pub async fn prove(app: &App, login: &str, typed: &str) -> Result<Judged, Failure> {
    let compact: String = typed.chars().filter(|sign| !sign.is_whitespace() && *sign != '-').collect();
    let digits = compact.len() == 6 && compact.bytes().all(|byte| byte.is_ascii_digit());
    let login = login.to_owned();
    if !digits {
        let hash = codes::hash(&app.settings.secret, Kind::Recovery, &login, &compact);
        let used = app.write(move |tx| Ok(accounts::codes::use_up(tx, &login, &hash)?)).await?;
        return Ok(if used { Judged::Proved(Method::RecoveryCode) } else { Judged::Wrong });
    }
    let wanted = login.clone();
    let sealed = app.read(move |tx| Ok(accounts::totp::secret(tx, &wanted)?)).await?;
    let Some(sealed) = sealed else { return Ok(Judged::Wrong) };
    let Some(secret) = open(&app.settings.secret, &login, &sealed) else {
        tracing::error!(login, "the secret of an authenticator app does not open: is keys/forms.key another one?");
        return Ok(Judged::Unreadable);
    };
    // The app on the telephone knows nothing of a demonstration's clock.
    let seconds = u64::try_from(app.clock.true_now().as_second()).unwrap_or(0);
    let Some(step) = totp::step(&secret, &compact, seconds)? else { return Ok(Judged::Wrong) };
    let now = app.clock.now();
    let fresh = app.write(move |tx| Ok(accounts::totp::use_step(tx, &login, step, now)?)).await?;
    Ok(if fresh { Judged::Proved(Method::Totp) } else { Judged::Wrong })
}
