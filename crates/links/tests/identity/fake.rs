//! A provider that says and signs whatever a test wants.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use links::identity::{Answer, Begun, Identity, Pending, Provider, ProviderSettings, Trouble};
use links::jwt::SigningKey;
use openidconnect::PkceCodeChallenge;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub const CLIENT: &str = "motcua";
pub const BACK: &str = "https://mot-cua.example/sign-in/with/fake/return";

/// Makes a token out of its claims.
pub type Sign = Box<dyn Fn(&Value) -> String + Send>;

/// What the provider does when it is asked.
pub struct Script {
    pub key: SigningKey,
    /// The keys that it publishes.
    pub published: Vec<Value>,
    /// How often they were asked for.
    pub keys_asked: usize,
    /// How often it was asked where its doors are.
    pub doors_asked: usize,
    /// Changes the claims of a token before it is signed.
    pub claims: Box<dyn Fn(&mut Value) + Send>,
    /// Makes the token out of its claims; the key signs when there is none.
    pub sign: Option<Sign>,
    /// Answers at these doors instead of what is right.
    pub instead: HashMap<&'static str, fn() -> Response>,
    /// How long it takes to answer.
    pub delay: Duration,
    userinfo: Value,
    codes: HashMap<String, (String, String)>,
    codes_given: usize,
    now: i64,
}

/// The provider, listening.
pub struct Fake {
    pub issuer: String,
    pub script: Arc<Mutex<Script>>,
    pub provider: Provider,
}

pub fn now() -> Timestamp {
    "2025-12-23T02:00:00Z".parse().expect("an instant")
}

impl Fake {
    pub async fn open() -> Self {
        let key = SigningKey::generate("k1").expect("a key");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let script = Script {
            published: vec![key.public()],
            key,
            keys_asked: 0,
            doors_asked: 0,
            claims: Box::new(|_| {}),
            sign: None,
            instead: HashMap::new(),
            delay: Duration::ZERO,
            userinfo: json!({ "sub": "a1", "HoVaTen": "Lò Thị Lan", "SoDinhDanh": "012185001234", "loAs": 2 }),
            codes: HashMap::new(),
            codes_given: 0,
            now: now().as_second(),
        };
        let script = Arc::new(Mutex::new(script));
        let doors = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state((issuer.clone(), Arc::clone(&script)));
        tokio::spawn(async move { axum::serve(listener, doors).await });
        let settings = ProviderSettings { timeout_ms: 400, ..ProviderSettings::new("fake", "Thử", &issuer, CLIENT) };
        let provider = Provider::new(settings).expect("a provider");
        Self { issuer, script, provider }
    }

    /// A provider of which tokens say something else than they should.
    pub async fn saying(claims: impl Fn(&mut Value) + Send + 'static) -> Self {
        let fake = Self::open().await;
        fake.script().claims = Box::new(claims);
        fake
    }

    /// A provider that makes tokens otherwise than it should; the closure gets the claims.
    pub async fn signing(sign: impl Fn(&Value) -> String + Send + 'static) -> Self {
        let fake = Self::open().await;
        fake.script().sign = Some(Box::new(sign));
        fake
    }

    pub fn script(&self) -> std::sync::MutexGuard<'_, Script> {
        self.script.lock().expect("a script")
    }

    /// Tells this beside the token.
    pub fn tells(&self, claim: &str, value: Value) {
        self.script().userinfo[claim] = value;
    }

    /// Begins a sign-in, and says yes to it at the provider.
    pub async fn begin(&self) -> Result<(Pending, Answer), Trouble> {
        let begun = self.provider.begin(BACK, now()).await?;
        Ok(self.agree(begun))
    }

    /// Begins one that asks anew who somebody is.
    pub async fn begin_anew(&self) -> Result<(Pending, Answer), Trouble> {
        let begun = self.provider.begin_anew(BACK, now()).await?;
        assert!(begun.url.query_pairs().any(|(name, value)| name == "max_age" && value == "0"));
        Ok(self.agree(begun))
    }

    fn agree(&self, begun: Begun) -> (Pending, Answer) {
        let asked: HashMap<_, _> = begun.url.query_pairs().into_owned().collect();
        assert_eq!(asked["code_challenge_method"], "S256");
        let mut script = self.script();
        script.codes_given += 1;
        let code = format!("code-{}", script.codes_given);
        script.codes.insert(code.clone(), (asked["nonce"].clone(), asked["code_challenge"].clone()));
        let answer = Answer { code: Some(code), state: Some(asked["state"].clone()), ..Answer::default() };
        (begun.pending, answer)
    }

    /// A whole sign-in.
    pub async fn sign_in(&self) -> Result<Identity, Trouble> {
        let (pending, answer) = self.begin().await?;
        self.provider.complete(pending, answer, now()).await
    }

    /// A whole sign-in that must fail because of something in its word.
    pub async fn is_not_believed(&self) -> String {
        match self.sign_in().await {
            Err(Trouble::Untrusted(why)) => why,
            other => panic!("{other:?}"),
        }
    }
}

type Doors = State<(String, Arc<Mutex<Script>>)>;

async fn otherwise(script: &Mutex<Script>, door: &str) -> Option<Response> {
    let (delay, instead) = {
        let script = script.lock().expect("a script");
        (script.delay, script.instead.get(door).copied())
    };
    tokio::time::sleep(delay).await;
    instead.map(|answer| answer())
}

async fn discovery(State((issuer, script)): Doors) -> Response {
    script.lock().expect("a script").doors_asked += 1;
    if let Some(instead) = otherwise(&script, "discovery").await {
        return instead;
    }
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    }))
    .into_response()
}

async fn jwks(State((_, script)): Doors) -> Response {
    if let Some(instead) = otherwise(&script, "jwks").await {
        return instead;
    }
    let mut script = script.lock().expect("a script");
    script.keys_asked += 1;
    Json(json!({ "keys": script.published })).into_response()
}

async fn token(State((issuer, script)): Doors, Form(asked): Form<HashMap<String, String>>) -> Response {
    if let Some(instead) = otherwise(&script, "token").await {
        return instead;
    }
    let mut script = script.lock().expect("a script");
    let granted = script.codes.remove(&asked["code"]).filter(|(_, challenge)| {
        let verifier = openidconnect::PkceCodeVerifier::new(asked["code_verifier"].clone());
        PkceCodeChallenge::from_code_verifier_sha256(&verifier).as_str() == challenge
    });
    let Some((nonce, _)) = granted else {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    };
    let mut claims = json!({
        "iss": issuer, "sub": "a1", "aud": CLIENT, "nonce": nonce, "iat": script.now, "exp": script.now + 300,
        "at_hash": at_hash("access"),
    });
    (script.claims)(&mut claims);
    let token = script.sign.as_ref().map_or_else(|| script.key.sign(&claims), |sign| sign(&claims));
    Json(json!({ "access_token": "access", "token_type": "Bearer", "id_token": token })).into_response()
}

async fn userinfo(State((_, script)): Doors) -> Response {
    if let Some(instead) = otherwise(&script, "userinfo").await {
        return instead;
    }
    Json(script.lock().expect("a script").userinfo.clone()).into_response()
}

pub fn at_hash(access: &str) -> String {
    let hash = <sha2::Sha256 as sha2::Digest>::digest(access);
    URL_SAFE_NO_PAD.encode(&hash[..16])
}

/// A token of these parts, with whatever signature.
pub fn token_of(header: &Value, claims: &Value, sign: impl FnOnce(&str) -> Vec<u8>) -> String {
    let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let signed = format!("{header}.{claims}");
    let signature = URL_SAFE_NO_PAD.encode(sign(&signed));
    format!("{signed}.{signature}")
}
