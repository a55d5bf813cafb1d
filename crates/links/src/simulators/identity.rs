//! An identity provider with sample people: whoever opens it chooses who they are. A real OpenID Connect provider otherwise:
//! discovery, keys, codes with PKCE, tokens, particulars, sign-out. Says nothing to people itself: its page is handed in.

use crate::jwt::SigningKey;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use openidconnect::url::Url;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use subtle::ConstantTimeEq as _;

/// How long requests, codes and access tokens live.
const LIFE: SignedDuration = SignedDuration::from_mins(10);

/// Somebody to be.
#[derive(Debug, Clone)]
pub struct Sample {
    /// How tokens call them.
    pub subject: String,
    /// How the page calls them.
    pub name: String,
    /// What it says below the name.
    pub note: String,
    /// What is said about them beside the token.
    pub claims: Map<String, Value>,
}

/// What the page shows.
pub struct Chooser<'a> {
    /// Who can be chosen.
    pub samples: &'a [Sample],
    /// Where a choice leads, up to the subject.
    pub choose: String,
    /// Where saying no leads.
    pub decline: String,
}

/// Draws the page on which people choose.
pub type Page = Arc<dyn Fn(&Chooser<'_>, &HeaderMap) -> String + Send + Sync>;
/// Says what time it is.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How the simulated provider is set up.
pub struct Setup {
    /// Its address, under which the router is nested.
    pub issuer: String,
    /// The one client that it knows, and its secret.
    pub client: (String, String),
    /// Where browsers may be sent back to, besides the host by which they came.
    pub back: Vec<String>,
    /// Who can be chosen.
    pub samples: Vec<Sample>,
    /// The page.
    pub page: Page,
    /// The clock.
    pub now: Now,
}

struct Provider {
    setup: Setup,
    key: SigningKey,
    requests: Kept<Asked>,
    codes: Kept<Grant>,
    tokens: Kept<String>,
}

/// Things under names that nobody can guess, for a while.
struct Kept<T>(Mutex<HashMap<String, (Timestamp, T)>>);

impl<T: Clone> Kept<T> {
    fn new() -> Self {
        Self(Mutex::default())
    }

    fn keep(&self, thing: T, now: Timestamp) -> Result<String, StatusCode> {
        let name = random()?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (at, _)| now.duration_since(*at) < LIFE);
        kept.insert(name.clone(), (now, thing));
        Ok(name)
    }

    fn get(&self, name: &str, now: Timestamp) -> Option<T> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(name).filter(|(at, _)| now.duration_since(*at) < LIFE).map(|(_, thing)| thing.clone())
    }

    fn take(&self, name: &str, now: Timestamp) -> Option<T> {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        taken.filter(|(at, _)| now.duration_since(*at) < LIFE).map(|(_, thing)| thing)
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    client_id: String,
    redirect_uri: String,
    response_type: String,
    scope: String,
    state: String,
    nonce: String,
    code_challenge: String,
    code_challenge_method: String,
}

#[derive(Clone)]
struct Grant {
    asked: Asked,
    subject: String,
}

/// The provider's doors, to be nested under the path of its issuer.
///
/// # Errors
/// When the system gives no randomness.
pub fn router(setup: Setup) -> Result<Router, getrandom::Error> {
    let key = SigningKey::generate("simulated-1")?;
    let (requests, codes, tokens) = (Kept::new(), Kept::new(), Kept::new());
    let provider = Arc::new(Provider { setup, key, requests, codes, tokens });
    Ok(Router::new()
        .route("/.well-known/openid-configuration", get(discovery))
        .route("/jwks", get(jwks))
        .route("/authorize", get(authorize))
        .route("/choose", get(choose))
        .route("/token", post(token))
        .route("/userinfo", get(userinfo))
        .route("/logout", get(logout))
        .with_state(provider))
}

async fn discovery(State(provider): State<Arc<Provider>>) -> Json<Value> {
    let issuer = &provider.setup.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "end_session_endpoint": format!("{issuer}/logout"),
        "authorization_response_iss_parameter_supported": true,
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "profile", "email", "phone", "address"],
    }))
}

async fn jwks(State(provider): State<Arc<Provider>>) -> Json<Value> {
    Json(json!({ "keys": [provider.key.public()] }))
}

async fn authorize(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, StatusCode> {
    let setup = &provider.setup;
    if asked.client_id != setup.client.0 || !setup.leads_back(&asked.redirect_uri, &headers) {
        // To nobody whom we don't know: not even with an error.
        return Err(StatusCode::BAD_REQUEST);
    }
    let complete = asked.response_type == "code"
        && asked.scope.split(' ').any(|scope| scope == "openid")
        && asked.code_challenge_method == "S256"
        && !asked.code_challenge.is_empty();
    if !complete {
        return provider.back(&asked, &[("error", "invalid_request")]);
    }
    let request = provider.requests.keep(asked, (setup.now)())?;
    let path =
        Url::parse(&setup.issuer).map_or_else(|_| String::new(), |url| url.path().trim_end_matches('/').to_owned());
    let chooser = Chooser {
        samples: &setup.samples,
        choose: format!("{path}/choose?request={request}&subject="),
        decline: format!("{path}/choose?request={request}"),
    };
    Ok(Html((setup.page)(&chooser, &headers)).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Chosen {
    request: String,
    subject: String,
}

async fn choose(State(provider): State<Arc<Provider>>, Query(chosen): Query<Chosen>) -> Result<Response, StatusCode> {
    let now = (provider.setup.now)();
    let asked = provider.requests.take(&chosen.request, now).ok_or(StatusCode::BAD_REQUEST)?;
    if !provider.setup.samples.iter().any(|sample| sample.subject == chosen.subject) {
        return provider.back(&asked, &[("error", "access_denied")]);
    }
    let code = provider.codes.keep(Grant { asked: asked.clone(), subject: chosen.subject }, now)?;
    provider.back(&asked, &[("code", &code)])
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Exchange {
    grant_type: String,
    code: String,
    redirect_uri: String,
    code_verifier: String,
    client_id: String,
    client_secret: String,
}

async fn token(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    Form(exchange): Form<Exchange>,
) -> Result<Json<Value>, (StatusCode, Json<Value>)> {
    let no = |status, error: &str| (status, Json(json!({ "error": error })));
    if !provider.setup.knows(&headers, &exchange) {
        return Err(no(StatusCode::UNAUTHORIZED, "invalid_client"));
    }
    let now = (provider.setup.now)();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&exchange.code_verifier));
    let grant = provider.codes.take(&exchange.code, now).filter(|grant| {
        exchange.grant_type == "authorization_code"
            && grant.asked.redirect_uri == exchange.redirect_uri
            && grant.asked.code_challenge == challenge
    });
    let grant = grant.ok_or_else(|| no(StatusCode::BAD_REQUEST, "invalid_grant"))?;
    let broken = |status| no(status, "server_error");
    let access = provider.tokens.keep(grant.subject.clone(), now).map_err(broken)?;
    let hash = Sha256::digest(&access);
    let mut claims = json!({
        "iss": provider.setup.issuer, "sub": grant.subject, "aud": provider.setup.client.0, "nonce": grant.asked.nonce,
        // Whoever comes chooses who they are each time.
        "auth_time": now.as_second(), "iat": now.as_second(), "exp": now.as_second() + LIFE.as_secs(),
        "at_hash": URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2]),
    });
    // By which factors somebody came, and when if not now, is said in the token itself, which is signed.
    let sample = provider.setup.samples.iter().find(|sample| sample.subject == claims["sub"]);
    for name in ["amr", "auth_time"] {
        if let Some(said) = sample.and_then(|sample| sample.claims.get(name)) {
            claims[name] = said.clone();
        }
    }
    Ok(Json(json!({
        "access_token": access, "token_type": "Bearer", "expires_in": LIFE.as_secs(),
        "id_token": provider.key.sign(&claims),
    })))
}

async fn userinfo(State(provider): State<Arc<Provider>>, headers: HeaderMap) -> Result<Json<Value>, StatusCode> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let access = bearer.and_then(|value| value.strip_prefix("Bearer ")).ok_or(StatusCode::UNAUTHORIZED)?;
    let subject = provider.tokens.get(access, (provider.setup.now)()).ok_or(StatusCode::UNAUTHORIZED)?;
    let sample = provider.setup.samples.iter().find(|sample| sample.subject == subject);
    let mut claims = sample.ok_or(StatusCode::UNAUTHORIZED)?.claims.clone();
    claims.insert("sub".into(), subject.into());
    Ok(Json(Value::Object(claims)))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Leaving {
    post_logout_redirect_uri: String,
}

async fn logout(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    Query(leaving): Query<Leaving>,
) -> Result<Redirect, StatusCode> {
    // Nobody has a session here: who one is, is chosen each time.
    let back = &leaving.post_logout_redirect_uri;
    if provider.setup.leads_back(back, &headers) { Ok(Redirect::to(back)) } else { Err(StatusCode::BAD_REQUEST) }
}

impl Setup {
    /// Whether a browser that came by this host may be sent there.
    fn leads_back(&self, address: &str, headers: &HeaderMap) -> bool {
        let Ok(url) = Url::parse(address) else { return false };
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let authority = match (url.host_str(), url.port()) {
            (Some(name), Some(port)) => format!("{name}:{port}"),
            (Some(name), None) => name.to_owned(),
            (None, _) => return false,
        };
        self.back.iter().any(|known| known == address) || (!host.is_empty() && authority == host)
    }

    /// Whether it is our client who asks.
    fn knows(&self, headers: &HeaderMap, exchange: &Exchange) -> bool {
        let basic = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Basic "));
        let basic = basic.and_then(|coded| String::from_utf8(STANDARD.decode(coded).ok()?).ok());
        let (id, secret) = basic
            .as_deref()
            .and_then(|pair| pair.split_once(':'))
            .unwrap_or((&exchange.client_id, &exchange.client_secret));
        id == self.client.0 && bool::from(secret.as_bytes().ct_eq(self.client.1.as_bytes()))
    }
}

impl Provider {
    /// Sends the browser back with an answer, which names us.
    fn back(&self, asked: &Asked, answer: &[(&str, &str)]) -> Result<Response, StatusCode> {
        let mut url = Url::parse(&asked.redirect_uri).map_err(|_| StatusCode::BAD_REQUEST)?;
        url.query_pairs_mut()
            .extend_pairs(answer)
            .append_pair("state", &asked.state)
            .append_pair("iss", &self.setup.issuer);
        Ok(Redirect::to(url.as_str()).into_response())
    }
}

fn random() -> Result<String, StatusCode> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
