//! Sessions are kept in the database, so that they outlive a restart and any process can read them.
//!
//! What is stored goes by a hash of the cookie's value: whoever reads the table can't take a session over. Expiry is told by
//! the system's clock as the session layer reckons it, not by a demonstration's clock.

use super::{ACTOR, METHOD, PLACE, Place, SEEN, SINCE};
use async_trait::async_trait;
use jiff::Timestamp;
use serde::Deserialize as _;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use store::tables::accounts;
use store::tables::sessions::{self, Held, Session};
use store::{Fault, FaultKind, Store};
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// Keeps sessions in the database.
#[derive(Clone)]
pub struct SessionBox(Store);

impl SessionBox {
    /// Sessions in this database.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self(store)
    }

    /// Forgets what has expired; for a task that runs now and then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_expired(&self) -> std::result::Result<(), Fault> {
        let now = system_now();
        self.0.write(move |tx| sessions::delete_expired(tx, now)).await
    }

    /// Forgets challenges, codes and wrong tries that are over at this time of the program.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_tries(&self, now: Timestamp) -> std::result::Result<(), Fault> {
        self.0.write(move |tx| accounts::forget_old(tx, now)).await
    }
}

impl std::fmt::Debug for SessionBox {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("SessionBox")
    }
}

#[async_trait]
impl SessionStore for SessionBox {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            let written = written(record)?;
            let created = self.0.write(move |tx| sessions::create(tx, &written)).await;
            match created {
                Err(fault) if fault.kind() == FaultKind::Duplicate => record.id = Id::default(),
                created => return created.map_err(|fault| backend(&fault)),
            }
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let written = written(record)?;
        self.0.write(move |tx| sessions::save(tx, &written)).await.map_err(|fault| backend(&fault))
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let (key, now) = (key(id), system_now());
        let body = self.0.read(move |tx| sessions::load(tx, &key, now)).await.map_err(|fault| backend(&fault))?;
        body.map(|body| serde_json::from_str(&body).map_err(|error| Error::Decode(error.to_string()))).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let key = key(id);
        self.0.write(move |tx| sessions::delete(tx, &key)).await.map_err(|fault| backend(&fault))
    }
}

/// What a session goes by in the database.
pub(super) fn key(id: &Id) -> String {
    let hash = Sha256::digest(id.0.to_be_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn written(record: &Record) -> Result<Session> {
    let body = serde_json::to_string(record).map_err(|error| Error::Encode(error.to_string()))?;
    let expires_at = Timestamp::from_second(record.expiry_date.unix_timestamp()).unwrap_or(Timestamp::MAX);
    Ok(Session { key: key(&record.id), body, expires_at, held: held(&record.data) })
}

/// Who is signed in with it, so that their sessions can be listed and ended.
fn held(data: &HashMap<String, serde_json::Value>) -> Option<Held> {
    let text = |name: &str| data.get(name).and_then(serde_json::Value::as_str);
    let place: Place = data.get(PLACE).and_then(|place| Place::deserialize(place).ok()).unwrap_or_default();
    Some(Held {
        login: data.get(ACTOR)?.get("login")?.as_str()?.to_owned(),
        since: text(SINCE)?.parse().ok()?,
        seen: text(SEEN)?.parse().ok()?,
        method: text(METHOD).unwrap_or("other").to_owned(),
        address: place.address(),
        device: place.device,
    })
}

fn system_now() -> Timestamp {
    crate::clock::Clock::system().now()
}

fn backend(fault: &Fault) -> Error {
    Error::Backend(fault.to_string())
}
