//! Passkeys (WebAuthn): adding one, signing in with one, proving again with one.
//!
//! Every challenge is kept on the server and taken once. The library checks origin, relying party, signature, user
//! verification and counter; here the counter is checked again against what is kept at that moment.

use crate::app::{App, Settings};
use crate::errors::Failure;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use rules::Refusal;
use rules::accounts::{Event, Factor, FactorAdded};
use rules::people::Actor;
use serde::{Deserialize, Serialize};
use store::desk;
use store::tables::accounts::{self, passkeys};
use tower_sessions::Session;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

/// In the session: which challenge waits for an answer.
const CEREMONY: &str = "ceremony";
/// For so long an answer is waited for.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);

/// A challenge that waits for its answer.
#[derive(Serialize, Deserialize)]
enum Ceremony {
    /// To add a key.
    Add { login: String, handle: Uuid, state: PasskeyRegistration },
    /// To sign in without saying who one is.
    Enter { state: DiscoverableAuthentication },
    /// To prove that one is somebody.
    Prove { login: String, state: PasskeyAuthentication },
}

/// Whether the address under which people reach this server can have passkeys: a name, not a number.
#[must_use]
pub fn possible(settings: &Settings) -> bool {
    relying_party(settings).is_ok()
}

fn relying_party(settings: &Settings) -> Result<Webauthn, WebauthnError> {
    let origin = Url::parse(&settings.public_url).map_err(|_| WebauthnError::Configuration)?;
    let name = origin.domain().ok_or(WebauthnError::Configuration)?.to_owned();
    WebauthnBuilder::new(&name, &origin)?.rp_name("Một Cửa").build()
}

fn rp(app: &App) -> Result<Webauthn, Failure> {
    relying_party(&app.settings).map_err(|_| Refusal::rule("passkey-impossible").into())
}

/// Begins to add a key: what the browser is asked.
///
/// # Errors
/// When keys are impossible here, or the database fails.
pub async fn begin_adding(app: &App, session: &Session, actor: &Actor) -> Result<serde_json::Value, Failure> {
    let login = actor.login.clone();
    let there = app.read(move |tx| Ok(passkeys::of(tx, &login)?)).await?;
    let handle = there.first().and_then(|key| key.handle.parse().ok()).unwrap_or_else(Uuid::new_v4);
    let excluded =
        there.iter().filter_map(|key| library_key(&key.body).ok()).map(|key| key.cred_id().clone()).collect();
    let begun = rp(app)?.start_passkey_registration(handle, &actor.login, &actor.name, Some(excluded));
    let (asked, state) = begun.map_err(|error| Failure::fault(&error))?;
    keep(app, session, &Ceremony::Add { login: actor.login.clone(), handle, state }).await?;
    let mut asked = json(&asked)?;
    // A key that knows its person, so that nobody has to type a login.
    asked["publicKey"]["authenticatorSelection"]["residentKey"] = "required".into();
    asked["publicKey"]["authenticatorSelection"]["requireResidentKey"] = true.into();
    Ok(asked)
}

/// Adds the key that the browser made, under this name.
///
/// # Errors
/// When the answer does not fit the challenge, somebody has this key already, or the database fails.
pub async fn add(app: &App, session: &Session, actor: &Actor, name: String, answer: &str) -> Result<(), Failure> {
    let Some(Ceremony::Add { login, handle, state }) = take(app, session).await? else { return Err(wrong()) };
    if login != actor.login {
        return Err(wrong());
    }
    let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(|_| wrong())?;
    let key = rp(app)?.finish_passkey_registration(&answer, &state).map_err(|error| refused(&error))?;
    let kept = passkeys::Passkey {
        id: URL_SAFE_NO_PAD.encode(key.cred_id().as_slice()),
        login: login.clone(),
        handle: handle.to_string(),
        name: name.clone(),
        body: serde_json::to_string(&key).map_err(|error| Failure::fault(&error))?,
        added_at: app.clock.now(),
        used_at: None,
    };
    let by = actor.as_citizen();
    app.write(move |tx| {
        if !passkeys::add(tx, &kept)? {
            return Err(Refusal::rule("passkey-wrong").into());
        }
        let added = FactorAdded { login: login.clone(), factor: Factor::Passkey, name: name.clone() };
        desk::accounts::record(tx, Event::FactorAdded(added), &by, kept.added_at)
    })
    .await
}

/// Begins a sign-in in which the key says who it is.
///
/// # Errors
/// When keys are impossible here, or the database fails.
pub async fn begin_entering(app: &App, session: &Session) -> Result<serde_json::Value, Failure> {
    let begun = rp(app)?.start_discoverable_authentication().map_err(|error| Failure::fault(&error))?;
    keep(app, session, &Ceremony::Enter { state: begun.1 }).await?;
    json(&begun.0)
}

/// What came of a key's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is this person's key.
    Proved(String),
    /// It is the key of this login, but its counter says that there is a copy of it.
    Copied(String),
    /// It fits nothing.
    Wrong,
}

/// Whose key answered.
///
/// # Errors
/// A fault of the database.
pub async fn entered(app: &App, session: &Session, answer: &str) -> Result<Answer, Failure> {
    let Some(Ceremony::Enter { state }) = take(app, session).await? else { return Ok(Answer::Wrong) };
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(answer) else { return Ok(Answer::Wrong) };
    let rp = rp(app)?;
    let Ok((handle, id)) = rp.identify_discoverable_authentication(&answer) else { return Ok(Answer::Wrong) };
    let id = URL_SAFE_NO_PAD.encode(id);
    let kept = app.read(move |tx| Ok(passkeys::get(tx, &id)?)).await?;
    let Some(kept) = kept.filter(|kept| kept.handle == handle.to_string()) else { return Ok(Answer::Wrong) };
    let key = library_key(&kept.body)?;
    let result = rp.finish_discoverable_authentication_v2(&answer, state, DiscoverableKey::from(&key));
    used(app, kept, key, result).await
}

/// Begins to prove that one is this person.
///
/// # Errors
/// When they have no key, keys are impossible here, or the database fails.
pub async fn begin_proving(app: &App, session: &Session, login: &str) -> Result<serde_json::Value, Failure> {
    let wanted = login.to_owned();
    let keys = app.read(move |tx| Ok(passkeys::of(tx, &wanted)?)).await?;
    let keys: Vec<_> = keys.iter().map(|kept| library_key(&kept.body)).collect::<Result<_, _>>()?;
    let begun = rp(app)?.start_passkey_authentication(&keys).map_err(|error| refused(&error))?;
    keep(app, session, &Ceremony::Prove { login: login.to_owned(), state: begun.1 }).await?;
    json(&begun.0)
}

/// Whether a key of this person answered.
///
/// # Errors
/// A fault of the database.
pub async fn proved(app: &App, session: &Session, login: &str, answer: &str) -> Result<Answer, Failure> {
    let Some(Ceremony::Prove { login: asked, state }) = take(app, session).await? else { return Ok(Answer::Wrong) };
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(answer) else { return Ok(Answer::Wrong) };
    let id = URL_SAFE_NO_PAD.encode(&answer.raw_id);
    let kept = app.read(move |tx| Ok(passkeys::get(tx, &id)?)).await?;
    let kept = kept.filter(|kept| kept.login == login && asked == login);
    let Some(kept) = kept else { return Ok(Answer::Wrong) };
    let key = library_key(&kept.body)?;
    let result = rp(app)?.finish_passkey_authentication(&answer, &state);
    used(app, kept, key, result).await
}

async fn used(
    app: &App,
    kept: passkeys::Passkey,
    mut key: Passkey,
    result: Result<webauthn_rs::prelude::AuthenticationResult, WebauthnError>,
) -> Result<Answer, Failure> {
    let result = match result {
        Ok(result) => result,
        Err(WebauthnError::CredentialPossibleCompromise) => return Ok(Answer::Copied(kept.login)),
        Err(error) => {
            tracing::info!(%error, "a passkey's answer was refused");
            return Ok(Answer::Wrong);
        }
    };
    key.update_credential(&result);
    let body = serde_json::to_string(&key).map_err(|error| Failure::fault(&error))?;
    let (id, counter, now) = (kept.id, result.counter(), app.clock.now());
    let counted = app.write(move |tx| Ok(passkeys::use_key(tx, &id, &body, counter, now)?)).await?;
    Ok(if counted { Answer::Proved(kept.login) } else { Answer::Copied(kept.login) })
}

async fn keep(app: &App, session: &Session, ceremony: &Ceremony) -> Result<(), Failure> {
    let id = Uuid::new_v4().to_string();
    let body = serde_json::to_string(ceremony).map_err(|error| Failure::fault(&error))?;
    session.insert(CEREMONY, &id).await?;
    let expires_at = app.clock.now() + PATIENCE;
    app.write(move |tx| Ok(accounts::keep_ceremony(tx, &id, &body, expires_at)?)).await
}

/// The challenge of this session, once.
async fn take(app: &App, session: &Session) -> Result<Option<Ceremony>, Failure> {
    let Some(id) = session.remove::<String>(CEREMONY).await? else { return Ok(None) };
    let now = app.clock.now();
    let body = app.write(move |tx| Ok(accounts::take_ceremony(tx, &id, now)?)).await?;
    body.map(|body| serde_json::from_str(&body).map_err(|error| Failure::fault(&error))).transpose()
}

fn library_key(body: &str) -> Result<Passkey, Failure> {
    serde_json::from_str(body).map_err(|error| Failure::fault(&error))
}

fn json(value: &impl Serialize) -> Result<serde_json::Value, Failure> {
    serde_json::to_value(value).map_err(|error| Failure::fault(&error))
}

fn refused(error: &WebauthnError) -> Failure {
    tracing::info!(%error, "a passkey was refused");
    wrong()
}

fn wrong() -> Failure {
    Refusal::rule("passkey-wrong").into()
}
