//! Who tries to get in, and whose wrong tries these are.
//!
//! A browser in which somebody has signed in before keeps a mark of it. Its tries are counted for themselves, so that a
//! stranger who guesses wrong all day makes strangers wait, not the person.

use super::mac;
use crate::app::App;
use crate::errors::Failure;
use crate::sessions::{Place, network};
use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::cookie::CookieJar;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use rules::accounts::{FREE_FOR_ACCOUNT, FREE_FOR_ADDRESS};
use store::tables::accounts::attempts::{self, Subject};
use store::tables::accounts::sign_ins::SignIn;
use subtle::ConstantTimeEq as _;

/// How many people one browser remembers.
const REMEMBERED: usize = 6;

/// What is being tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// A password or a one-time code.
    First,
    /// A second factor.
    Second,
}

/// Somebody who tries to get in.
#[derive(Debug, Clone)]
pub struct Trier {
    /// The login as it was typed.
    pub login: String,
    /// From where.
    pub place: Place,
    account: Subject,
    address: Option<Subject>,
    marks: Vec<String>,
    known: bool,
}

impl Trier {
    /// Who tries with this login.
    #[must_use]
    pub fn new(app: &App, headers: &HeaderMap, place: Place, login: &str, stage: Stage) -> Self {
        let secret = &app.settings.secret;
        let jar = CookieJar::from_headers(headers);
        let marks: Vec<String> = jar
            .get(cookie_name(app))
            .map(|cookie| cookie.value().split('~').map(str::to_owned).collect())
            .unwrap_or_default();
        let stage = match stage {
            Stage::First => "first",
            Stage::Second => "second",
        };
        let own = marks.iter().find(|mark| is_of(secret, mark, login));
        let who = own.map_or_else(|| strangers(secret, login), |mark| format!("browser/{mark}"));
        let address = place.ip.map(|ip| Subject { key: format!("address/{}", network(ip)), free: FREE_FOR_ADDRESS });
        Self {
            account: Subject { key: format!("{stage}/{who}"), free: FREE_FOR_ACCOUNT },
            known: own.is_some(),
            login: login.to_owned(),
            address,
            marks,
            place,
        }
    }

    /// Counts this try; answers the seconds to wait when there were too many wrong ones.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn begin(&self, app: &App) -> Result<Option<u64>, Failure> {
        let subjects: Vec<_> = std::iter::once(&self.account).chain(&self.address).cloned().collect();
        let now = app.clock.now();
        let until = app.write(move |tx| Ok(attempts::begin(tx, &subjects, now)?)).await?;
        Ok(until.map(|until| u64::try_from(until.duration_since(now).as_secs()).unwrap_or(0).max(1)))
    }

    /// The try was right: it no longer counts. Wrong ones before it still do, until the whole way in is done.
    ///
    /// # Errors
    /// A fault of the database.
    pub fn take_back(&self, tx: &mut store::Tx) -> Result<(), store::Fault> {
        for subject in std::iter::once(&self.account).chain(&self.address) {
            attempts::take_back(tx, &subject.key)?;
        }
        Ok(())
    }

    /// The whole way in is done: wrong tries for the account are forgotten. Those from the address are not, or whoever has
    /// one account could guess at others for ever.
    ///
    /// # Errors
    /// A fault of the database.
    pub fn forgive(&self, tx: &mut store::Tx) -> Result<(), store::Fault> {
        attempts::forgive(tx, &self.account.key.replacen("second/", "first/", 1))?;
        attempts::forgive(tx, &self.account.key.replacen("first/", "second/", 1))
    }

    /// What is noted of this try.
    #[must_use]
    pub fn sign_in(&self, outcome: &str, method: &str, at: Timestamp) -> SignIn {
        SignIn {
            login: self.login.clone(),
            at,
            outcome: outcome.to_owned(),
            method: method.to_owned(),
            address: self.place.address(),
            device: self.place.device.clone(),
        }
    }

    /// The cookie by which this browser is known the next time; nothing when it is known already.
    ///
    /// # Errors
    /// When the system has no random bytes.
    pub fn mark(&self, app: &App) -> Result<Option<HeaderValue>, Failure> {
        if self.known {
            return Ok(None);
        }
        let mut bytes = [0; 12];
        getrandom::fill(&mut bytes).map_err(|error| Failure::fault(&error))?;
        let nonce = URL_SAFE_NO_PAD.encode(bytes);
        let mut marks = vec![format!("{nonce}.{}", sign(&app.settings.secret, &nonce, &self.login))];
        marks.extend(self.marks.iter().take(REMEMBERED - 1).cloned());
        let secure = if app.settings.https { "; Secure" } else { "" };
        let (name, marks) = (cookie_name(app), marks.join("~"));
        let cookie = format!("{name}={marks}; Path=/; HttpOnly; SameSite=Lax; Max-Age=15552000{secure}");
        Ok(HeaderValue::from_str(&cookie).ok())
    }
}

/// Until when strangers who try this login have to wait; nothing when they may try now.
///
/// # Errors
/// A fault of the database.
pub async fn waits_until(app: &App, login: &str) -> Result<Option<Timestamp>, Failure> {
    let who = strangers(&app.settings.secret, login);
    let now = app.clock.now();
    app.read(move |tx| {
        let mut until = None;
        for stage in ["first", "second"] {
            let subject = Subject { key: format!("{stage}/{who}"), free: FREE_FOR_ACCOUNT };
            until = until.max(attempts::waits(tx, &subject, now)?);
        }
        Ok(until)
    })
    .await
}

/// Under what the tries of browsers are counted in which nobody signed in with this login before.
fn strangers(secret: &[u8; 32], login: &str) -> String {
    URL_SAFE_NO_PAD.encode(mac(secret, "account", &[&login.to_lowercase()]))
}

fn cookie_name(app: &App) -> &'static str {
    if app.settings.https { "__Host-known" } else { "known" }
}

fn sign(secret: &[u8; 32], nonce: &str, login: &str) -> String {
    URL_SAFE_NO_PAD.encode(&mac(secret, "known browser", &[nonce, &login.to_lowercase()])[..18])
}

fn is_of(secret: &[u8; 32], mark: &str, login: &str) -> bool {
    mark.split_once('.')
        .is_some_and(|(nonce, sent)| bool::from(sign(secret, nonce, login).as_bytes().ct_eq(sent.as_bytes())))
}
