//! What follows when somebody proved who they are.

use super::trier::Trier;
use crate::app::App;
use crate::components::Tone;
use crate::errors::Failure;
use crate::navigation;
use crate::sessions;
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;
use rules::people::Actor;
use rules::people::identities::Assurance;
use store::tables::accounts::{self, sign_ins};
use tower_sessions::Session;

/// Where those are led who must have a second factor and have none.
pub const ENROL: &str = "/account/security/enrol";
/// So many sessions one account has at once; the one that was idle longest ends when another begins.
pub const MOST_SESSIONS: u32 = 20;

/// How somebody proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// By a password alone.
    Password,
    /// By a password and the app's code.
    Totp,
    /// By a password and a recovery code.
    RecoveryCode,
    /// By a passkey, which asks for a finger or a PIN itself.
    Passkey,
    /// At an identity provider.
    Identity {
        /// Whether the provider says that it asked for two factors.
        two_factors: bool,
        /// When they proved it there; nothing when the provider does not say.
        proved_at: Option<Timestamp>,
    },
    /// By a click, in a demonstration.
    Sample,
}

impl Method {
    /// The name under which it is noted.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Totp => "totp",
            Self::RecoveryCode => "recovery-code",
            Self::Passkey => "passkey",
            Self::Identity { .. } => "identity",
            Self::Sample => "sample",
        }
    }

    /// Whether these were two factors.
    #[must_use]
    pub fn is_two_factors(self) -> bool {
        match self {
            Self::Totp | Self::RecoveryCode | Self::Passkey => true,
            Self::Identity { two_factors, .. } => two_factors,
            Self::Password | Self::Sample => false,
        }
    }

    /// When they proved it: a provider may know them from hours ago, everything else was proved now.
    fn proved_at(self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Identity { proved_at, .. } => proved_at,
            _ => Some(now),
        }
    }
}

/// Signs somebody in, by this method, and leads them on, officers who asked for nothing else to their work: a new session, the sign-in noted, wrong tries forgiven and told.
///
/// # Errors
/// A fault of the database or of the session.
pub async fn enter(
    app: &App,
    session: &Session,
    trier: &Trier,
    actor: Actor,
    method: Method,
    next: &str,
) -> Result<Response, Failure> {
    let now = app.clock.now();
    let (tried, noted) = (trier.clone(), trier.sign_in("signed-in", method.key(), now));
    let (failed, factors) = app
        .write(move |tx| {
            let failed = sign_ins::failed_since_last(tx, &tried.login)?;
            sign_ins::note(tx, &noted)?;
            tried.forgive(tx)?;
            store::tables::sessions::end_oldest(tx, &tried.login, MOST_SESSIONS - 1)?;
            Ok((failed, accounts::factors(tx, &tried.login)?))
        })
        .await?;
    // A demonstration keeps signing in simple, and shows what is behind it.
    let shown = app.settings.simulated && actor.assurance.is_none() && !matches!(method, Method::Identity { .. });
    let assurance = if shown { Some(Assurance::Two) } else { actor.assurance };
    let actor = actor.proved(assurance, method.is_two_factors());
    sessions::sign_in(session, &actor, method.proved_at(now), now).await?;
    sessions::note_method(session, method.key()).await?;
    let enrol = app.settings.wants_second_factor(&actor) && !actor.is_sure() && !factors.second();
    if enrol {
        sessions::require_second_factor(session).await?;
    }
    if failed > 0 {
        sessions::say(session, Tone::Warning, "sign-ins-failed", failed).await?;
    }
    let next = if next == "/" && actor.is_officer() { navigation::home(&actor).0 } else { next };
    let mut response = Redirect::to(if enrol { ENROL } else { next }).into_response();
    if let Some(mark) = trier.mark(app)? {
        response.headers_mut().append(header::SET_COOKIE, mark);
    }
    Ok(response)
}
