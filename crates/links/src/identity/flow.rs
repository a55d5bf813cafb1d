//! The way there and back: begins a sign-in, and turns the provider's answer into somebody who has proven who they are.

use super::claims::{proven, two_factors};
use super::known::{Known, Metadata, of_http};
use super::token::{Doubt, Extra, Token, checked};
use super::wire::Wire;
use super::{Identity, ProviderSettings, SettingsError, Trouble};
use crate::http::HttpError;
use crate::jwt;
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::url::Url;
use openidconnect::{
    AccessToken, AuthType, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, LogoutRequest, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, RedirectUrl, RequestTokenError, Scope,
    StandardErrorResponse, StandardTokenResponse, SubjectIdentifier, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::Duration;
use subtle::ConstantTimeEq as _;

/// How long somebody may take at the provider.
const LONGEST: SignedDuration = SignedDuration::from_mins(10);
/// How long ago somebody may have proved to the provider who they are: no longer than a session of ours lasts.
const PROVED_WITHIN: SignedDuration = SignedDuration::from_hours(12);
/// How far a provider's clock may differ from ours.
const SKEW: SignedDuration = SignedDuration::from_secs(60);

type Fields = IdTokenFields<
    Extra,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Party = Client<
    Extra,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// A sign-in that is under way; kept with the browser that began it, and good for one answer.
#[derive(Clone, Serialize, Deserialize)]
pub struct Pending {
    provider: String,
    state: String,
    nonce: String,
    verifier: String,
    back: String,
    began_at: Timestamp,
    /// Whether the person has to prove anew who they are, whatever session the provider has with them.
    #[serde(default)]
    anew: bool,
}

/// A sign-in that was begun.
pub struct Begun {
    /// Where the browser goes.
    pub url: Url,
    /// What to keep.
    pub pending: Pending,
}

/// What the browser brings back from the provider.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// The code to exchange.
    pub code: Option<String>,
    /// What we sent, to know it again.
    pub state: Option<String>,
    /// Who answers (RFC 9207).
    pub iss: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
}

/// One identity provider.
pub struct Provider {
    settings: ProviderSettings,
    wire: Wire,
    known: Known,
}

impl Provider {
    /// The provider of these settings; nothing is asked of it yet.
    ///
    /// # Errors
    /// When the settings can't work.
    pub fn new(settings: ProviderSettings) -> Result<Self, SettingsError> {
        settings.check()?;
        let wrong = |why: String| SettingsError::Provider(settings.key.clone(), why);
        if let Some(key) = &settings.private_key {
            jwt::SigningKey::from_pem(key).map_err(wrong)?;
        }
        let wire = Wire::new(settings.timeout()).map_err(|error| wrong(error.to_string()))?;
        Ok(Self { settings, wire, known: Known::default() })
    }

    /// Its settings.
    #[must_use]
    pub fn settings(&self) -> &ProviderSettings {
        &self.settings
    }

    /// Begins a sign-in that comes back to this address.
    ///
    /// # Errors
    /// When the provider can't say where its doors are.
    pub async fn begin(&self, back: &str, now: Timestamp) -> Result<Begun, Trouble> {
        self.begin_with(back, false, now).await
    }

    /// Begins one in which the person has to prove anew who they are.
    ///
    /// # Errors
    /// As [`Provider::begin`].
    pub async fn begin_anew(&self, back: &str, now: Timestamp) -> Result<Begun, Trouble> {
        self.begin_with(back, true, now).await
    }

    async fn begin_with(&self, back: &str, anew: bool, now: Timestamp) -> Result<Begun, Trouble> {
        let metadata = self.known.get(&self.settings, &self.wire, now).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let party = self.party(&metadata, back)?;
        let asked =
            party.authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random);
        let scopes = self.settings.scopes.iter().cloned().map(Scope::new);
        let oldest = if anew { Duration::ZERO } else { PROVED_WITHIN.unsigned_abs() };
        let (url, state, nonce) = asked.add_scopes(scopes).set_pkce_challenge(challenge).set_max_age(oldest).url();
        let pending = Pending {
            provider: self.settings.key.clone(),
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
            back: back.to_owned(),
            began_at: now,
            anew,
        };
        Ok(Begun { url, pending })
    }

    /// Who has proven themselves with this answer. The pending sign-in is used up by it, whatever comes out.
    ///
    /// # Errors
    /// When the answer is none of this sign-in's, the provider says no, or its word does not stand up to a check.
    pub async fn complete(&self, pending: Pending, answer: Answer, now: Timestamp) -> Result<Identity, Trouble> {
        let metadata = self.known.get(&self.settings, &self.wire, now).await?;
        self.belongs(&pending, &answer, &metadata, now)?;
        let code = match (answer.error.as_deref(), answer.code) {
            (Some("access_denied"), _) => return Err(Trouble::Declined),
            (Some(error), _) => return Err(Trouble::Refused(error.chars().take(80).collect())),
            (None, Some(code)) => code,
            (None, None) => return Err(Trouble::Nonsense("an answer without a code".into())),
        };
        let party = self.party(&metadata, &pending.back)?;
        let mut exchange = party
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| Trouble::Nonsense(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(pending.verifier));
        if let Some(assertion) = self.assertion(&metadata, now)? {
            exchange = exchange
                .add_extra_param("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .add_extra_param("client_assertion", assertion);
        }
        let tokens = exchange.request_async(&self.wire).await.map_err(of_exchange)?;
        let token = tokens.extra_fields().id_token().ok_or_else(|| Trouble::Nonsense("no ID token".into()))?;
        let nonce = Nonce::new(pending.nonce);
        let (subject, mut said) = self.check(token, tokens.access_token(), &metadata, &nonce, now).await?;
        let proved_at = proved_at(&said);
        proved_lately(proved_at, pending.anew.then_some(pending.began_at), now)?;
        // Told by the token alone: what stands beside it is not signed.
        let two_factors = two_factors(&said);
        if let Some(more) = self.userinfo(&party, tokens.access_token(), &subject).await? {
            // The token's own word counts before what the provider tells beside it.
            said = more.into_iter().chain(said).collect();
        }
        let proven = proven(&self.settings, &subject, &said)?;
        Ok(Identity { proven, id_token: token.to_string(), two_factors, proved_at })
    }

    /// Where a browser goes to end the session at the provider too; nothing when it offers no such door.
    pub async fn sign_out(&self, id_token: &str, back: &str, now: Timestamp) -> Option<Url> {
        let metadata = self.known.get(&self.settings, &self.wire, now).await.ok()?;
        let door = metadata.additional_metadata().end_session_endpoint.clone()?;
        let request = LogoutRequest::from(door)
            .set_client_id(ClientId::new(self.settings.client_id.clone()))
            .set_post_logout_redirect_uri(PostLogoutRedirectUrl::new(back.to_owned()).ok()?);
        let mut url = request.http_get_url();
        url.query_pairs_mut().append_pair("id_token_hint", id_token);
        Some(url)
    }

    fn belongs(&self, pending: &Pending, answer: &Answer, metadata: &Metadata, now: Timestamp) -> Result<(), Trouble> {
        let age = now.duration_since(pending.began_at);
        let state = answer.state.as_deref().unwrap_or_default();
        let same = bool::from(state.as_bytes().ct_eq(pending.state.as_bytes()));
        if pending.provider != self.settings.key || !same || age > LONGEST || age.is_negative() {
            return Err(Trouble::NotAsked);
        }
        let named = answer.iss.as_deref();
        let must = metadata.additional_metadata().authorization_response_iss_parameter_supported;
        if named.is_some_and(|issuer| issuer != self.settings.issuer) || (must && named.is_none()) {
            return Err(Trouble::Untrusted("the answer comes from another provider".into()));
        }
        Ok(())
    }

    /// Checks the token, with the keys that are known, and once more with new ones.
    async fn check(
        &self,
        token: &Token,
        access: &AccessToken,
        metadata: &Metadata,
        nonce: &Nonce,
        now: Timestamp,
    ) -> Result<(String, Map<String, Value>), Trouble> {
        match checked(token, access, &self.settings, metadata, nonce, now) {
            Err(Doubt::UnknownKey) => match self.known.with_new_keys(&self.wire, now).await? {
                Some(renewed) => Ok(checked(token, access, &self.settings, &renewed, nonce, now)?),
                None => Err(Doubt::UnknownKey.into()),
            },
            result => Ok(result?),
        }
    }

    /// What the provider tells beside the token, about the same subject; nothing when it has no such door or it is shut.
    async fn userinfo(
        &self,
        party: &Party,
        access: &AccessToken,
        subject: &str,
    ) -> Result<Option<Map<String, Value>>, Trouble> {
        let Ok(request) = party.user_info(access.clone(), Some(SubjectIdentifier::new(subject.to_owned()))) else {
            return Ok(None);
        };
        let told: Result<UserInfoClaims<Extra, CoreGenderClaim>, _> = request.request_async(&self.wire).await;
        match told {
            Ok(told) => match serde_json::to_value(&told) {
                Ok(Value::Object(told)) => Ok(Some(told)),
                _ => Ok(None),
            },
            Err(openidconnect::UserInfoError::ClaimsVerification(error)) => Err(Trouble::Untrusted(error.to_string())),
            Err(error) => {
                tracing::warn!(provider = self.settings.key, %error, "no particulars beside the token");
                Ok(None)
            }
        }
    }

    fn party(&self, metadata: &Arc<Metadata>, back: &str) -> Result<Party, Trouble> {
        let back = RedirectUrl::new(back.to_owned()).map_err(|error| Trouble::Nonsense(error.to_string()))?;
        let secret = self.settings.client_secret.clone().map(ClientSecret::new);
        let basic = metadata
            .token_endpoint_auth_methods_supported()
            .is_none_or(|methods| methods.contains(&openidconnect::core::CoreClientAuthMethod::ClientSecretBasic));
        let how = if basic { AuthType::BasicAuth } else { AuthType::RequestBody };
        let client = ClientId::new(self.settings.client_id.clone());
        Ok(Client::from_provider_metadata(Metadata::clone(metadata), client, secret)
            .set_redirect_uri(back)
            .set_auth_type(how))
    }

    /// What proves to the provider that it is us, when it knows us by a key (RFC 7523).
    fn assertion(&self, metadata: &Metadata, now: Timestamp) -> Result<Option<String>, Trouble> {
        let Some(key) = &self.settings.private_key else { return Ok(None) };
        let key = jwt::SigningKey::from_pem(key).map_err(Trouble::Nonsense)?;
        let door = metadata.token_endpoint().map_or_else(String::new, ToString::to_string);
        let us = &self.settings.client_id;
        let claims = json!({
            "iss": us, "sub": us, "aud": door, "jti": CsrfToken::new_random().secret(),
            "iat": now.as_second(), "exp": now.as_second() + 60,
        });
        Ok(Some(key.sign(&claims)))
    }
}

/// When the person proved to the provider who they are, as far as it says.
fn proved_at(said: &Map<String, Value>) -> Option<Timestamp> {
    said.get("auth_time").and_then(Value::as_i64).and_then(|second| Timestamp::from_second(second).ok())
}

/// Checks when the person proved to the provider who they are: since `anew`, where that was asked for; else within the time
/// that was asked for, as far as the provider says when. Whoever proves it tomorrow has not done so yet.
fn proved_lately(proved: Option<Timestamp>, anew: Option<Timestamp>, now: Timestamp) -> Result<(), Trouble> {
    let oldest = anew.unwrap_or(now - PROVED_WITHIN) - SKEW;
    if proved.map_or(anew.is_none(), |proved| proved >= oldest && proved <= now + SKEW) {
        return Ok(());
    }
    Err(Trouble::Untrusted("the person did not prove lately enough who they are".into()))
}

/// What went wrong when a code was exchanged, in our words.
fn of_exchange(error: RequestTokenError<HttpError, StandardErrorResponse<CoreErrorResponseType>>) -> Trouble {
    match error {
        RequestTokenError::ServerResponse(refusal) => Trouble::Refused(refusal.error().to_string()),
        RequestTokenError::Request(error) => of_http(&error),
        other => Trouble::Nonsense(other.to_string()),
    }
}
