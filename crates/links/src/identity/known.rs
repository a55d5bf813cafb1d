//! What is known about a provider: where its doors are and with which keys it signs. Read from it, kept for an hour, the keys
//! asked for again when it signs with one that we have not seen.

use super::wire::Wire;
use super::{ProviderSettings, Trouble};
use crate::http::HttpError;
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
    CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode,
    CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalProviderMetadata, DiscoveryError, EndSessionUrl, IssuerUrl, ProviderMetadata, TokenUrl, UserInfoUrl,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Mutex;

/// After how long a provider's doors are read again.
const FRESH: SignedDuration = SignedDuration::from_hours(1);
/// How long the old ones serve when the provider can't say new ones.
const STALE: SignedDuration = SignedDuration::from_hours(24);
/// Keys are asked for again at most this often, whatever unknown keys tokens name.
const KEYS_EVERY: SignedDuration = SignedDuration::from_secs(30);

/// What a provider offers beyond the core.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Offers {
    /// Where its session ends.
    pub(super) end_session_endpoint: Option<EndSessionUrl>,
    /// Whether its answers name it, against mix-up (RFC 9207).
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Offers {}

/// What a provider says about itself.
pub(super) type Metadata = ProviderMetadata<
    Offers,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

struct Kept {
    metadata: Arc<Metadata>,
    read_at: Timestamp,
    keys_asked_at: Timestamp,
}

/// Keeps what is known. One asks, the others wait for the same answer, be it that there is none.
#[derive(Default)]
pub(super) struct Known {
    state: Mutex<State>,
    /// How many times the provider was asked.
    asked: AtomicU64,
}

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    /// The last time that it was asked in vain.
    failed: Option<(u64, Trouble)>,
}

impl Known {
    /// What the provider says about itself.
    pub(super) async fn get(
        &self,
        settings: &ProviderSettings,
        wire: &Wire,
        now: Timestamp,
    ) -> Result<Arc<Metadata>, Trouble> {
        let before = self.asked.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        let State { kept, failed } = &mut *state;
        let age = kept.as_ref().map(|kept| now.duration_since(kept.read_at).abs());
        if let (Some(kept), Some(age)) = (kept.as_ref(), age)
            && age < FRESH
        {
            return Ok(Arc::clone(&kept.metadata));
        }
        // Somebody asked while this one waited.
        let told = failed.as_ref().filter(|(time, _)| *time > before).map(|(_, trouble)| Err(trouble.clone()));
        let answer = match told {
            Some(trouble) => trouble,
            None => {
                let answer = read(settings, wire).await;
                let time = self.asked.fetch_add(1, Ordering::AcqRel) + 1;
                *failed = answer.as_ref().err().map(|trouble| (time, trouble.clone()));
                answer
            }
        };
        match answer {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                *kept = Some(Kept { metadata: Arc::clone(&metadata), read_at: now, keys_asked_at: now - KEYS_EVERY });
                Ok(metadata)
            }
            Err(trouble) => match kept {
                Some(kept) if age.is_some_and(|age| age < STALE) => Ok(Arc::clone(&kept.metadata)),
                _ => Err(trouble),
            },
        }
    }

    /// Asks for the keys again, unless that was done just now; nothing then.
    pub(super) async fn with_new_keys(&self, wire: &Wire, now: Timestamp) -> Result<Option<Arc<Metadata>>, Trouble> {
        let mut state = self.state.lock().await;
        let Some(kept) = &mut state.kept else { return Ok(None) };
        if now.duration_since(kept.keys_asked_at).abs() < KEYS_EVERY {
            return Ok(None);
        }
        kept.keys_asked_at = now;
        let asked = CoreJsonWebKeySet::fetch_async(kept.metadata.jwks_uri(), wire);
        let keys = asked.await.map_err(|error| trouble(&error))?;
        kept.metadata = Arc::new(Metadata::clone(&kept.metadata).set_jwks(keys));
        Ok(Some(Arc::clone(&kept.metadata)))
    }
}

async fn read(settings: &ProviderSettings, wire: &Wire) -> Result<Metadata, Trouble> {
    let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|error| Trouble::Nonsense(error.to_string()))?;
    let metadata = Metadata::discover_async(issuer, wire).await.map_err(|error| trouble(&error))?;
    let doors = [
        Some(metadata.authorization_endpoint().url()),
        metadata.token_endpoint().map(TokenUrl::url),
        metadata.userinfo_endpoint().map(UserInfoUrl::url),
        Some(metadata.jwks_uri().url()),
    ];
    if !settings.allow_http && doors.into_iter().flatten().any(|door| door.scheme() != "https") {
        return Err(Trouble::Untrusted("a door without TLS".into()));
    }
    Ok(metadata)
}

/// What went wrong on the way, in our words.
pub(super) fn trouble(error: &DiscoveryError<HttpError>) -> Trouble {
    match error {
        DiscoveryError::Request(error) => of_http(error),
        DiscoveryError::Response(status, ..) if status.is_server_error() => Trouble::Down(status.to_string()),
        DiscoveryError::Validation(what) => Trouble::Untrusted(what.clone()),
        other => Trouble::Nonsense(other.to_string()),
    }
}

/// What went wrong with the line, in our words.
pub(super) fn of_http(error: &HttpError) -> Trouble {
    match error {
        HttpError::TooLarge(_) => Trouble::Nonsense(error.to_string()),
        _ => Trouble::Down(error.to_string()),
    }
}
