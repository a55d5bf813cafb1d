//! Checking a provider's word: the ID token (OpenID Connect Core 1.0, 3.1.3.7).

use super::known::Metadata;
use super::{ProviderSettings, Trouble};
use chrono::{DateTime, Utc};
use jiff::Timestamp;
use openidconnect::core::{
    CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, ClaimsVerificationError, ClientId, IdToken, IdTokenVerifier, Nonce,
    SignatureVerificationError,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How far a provider's clock may differ from ours, in seconds.
const SKEW: i64 = 60;
/// How old a token may be: it was made for this very sign-in.
const OLDEST: i64 = 10 * 60;
/// With what tokens may be signed. Nothing symmetric, and never nothing.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 3] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
];

/// Whatever a token says beyond the standard.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Extra(#[serde(default)] pub(super) Map<String, Value>);

impl AdditionalClaims for Extra {}

/// An ID token with whatever it says.
pub(super) type Token = IdToken<Extra, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// Why a token is not taken.
#[derive(Debug)]
pub(super) enum Doubt {
    /// It names a key that we don't have: perhaps a new one.
    UnknownKey,
    /// It is wrong.
    Wrong(String),
}

impl From<Doubt> for Trouble {
    fn from(doubt: Doubt) -> Self {
        match doubt {
            Doubt::UnknownKey => Self::Untrusted("signed with a key that the provider does not publish".into()),
            Doubt::Wrong(why) => Self::Untrusted(why),
        }
    }
}

impl From<ClaimsVerificationError> for Doubt {
    fn from(error: ClaimsVerificationError) -> Self {
        use SignatureVerificationError::NoMatchingKey;
        match error {
            ClaimsVerificationError::SignatureVerification(NoMatchingKey) => Self::UnknownKey,
            ClaimsVerificationError::SignatureVerification(error) => Self::Wrong(error.to_string()),
            other => Self::Wrong(other.to_string()),
        }
    }
}

/// The claims of a token that stands up to every check; the subject beside them.
pub(super) fn checked(
    token: &Token,
    access: &AccessToken,
    settings: &ProviderSettings,
    metadata: &Metadata,
    nonce: &Nonce,
    now: Timestamp,
) -> Result<(String, Map<String, Value>), Doubt> {
    let client = ClientId::new(settings.client_id.clone());
    let verifier: IdTokenVerifier<'_, CoreJsonWebKey> =
        IdTokenVerifier::new_public_client(client, metadata.issuer().clone(), metadata.jwks().clone())
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || moment(now.as_second() - SKEW))
            .set_issue_time_verifier_fn(move |issued| {
                let age = now.as_second() - issued.timestamp();
                if (-SKEW..=OLDEST).contains(&age) { Ok(()) } else { Err(format!("issued {age} s ago")) }
            });
    let claims = token.claims(&verifier, nonce)?;
    let wrong = |why: &str| Doubt::Wrong(why.to_owned());
    if let Some(hash) = claims.access_token_hash() {
        let algorithm = token.signing_alg().map_err(|error| wrong(&error.to_string()))?;
        let key = token.signing_key(&verifier).map_err(|error| wrong(&error.to_string()))?;
        let own = AccessTokenHash::from_token(access, algorithm, key).map_err(|error| wrong(&error.to_string()))?;
        if own != *hash {
            return Err(wrong("the access token belongs to another token"));
        }
    }
    // Everybody would be the same nobody.
    if claims.subject().trim().is_empty() {
        return Err(wrong("nobody's"));
    }
    let party = claims.authorized_party();
    if party.is_some_and(|party| **party != settings.client_id) || (claims.audiences().len() > 1 && party.is_none()) {
        return Err(wrong("made for another party"));
    }
    let Ok(Value::Object(said)) = serde_json::to_value(claims) else { return Err(wrong("no object")) };
    let not_before = said.get("nbf").and_then(Value::as_f64);
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are exact in a double")]
    if not_before.is_some_and(|from| from > (now.as_second() + SKEW) as f64) {
        return Err(wrong("not valid yet"));
    }
    Ok((claims.subject().to_string(), said))
}

fn moment(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
