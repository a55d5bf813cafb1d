//! What every handler can reach: the records, the clock, the settings, the limits. The state of the router.

use crate::clock::Clock;
use crate::errors::Failure;
use crate::halls::Halls;
use crate::identity::Identity;
use crate::payments::GatewayBox;
use crate::population::Registry;
use crate::sessions::{Limits, SessionBox};
use crate::signing::Seals;
use links::messages::Senders;
use rules::accounts::must_have_second_factor;
use rules::people::{Actor, Role};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;
use store::files::Files;
use store::province::{Province, ProvinceCache};
use store::tables::lateness::Forecasts;
use store::tables::quality::{Boards, Rankings};
use store::{Fault, Store, Tx};

/// The state of the web server; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The journal and its tables; [`App::read`] and [`App::write`] are the short ways to it.
    pub store: Store,
    /// The province's agencies, procedures and calendars, read once and kept until they change.
    pub province: ProvinceCache,
    /// The rankings of the service index, kept until something is entered.
    pub rankings: Rankings,
    /// What leaders see at once, kept until something is entered.
    pub boards: Boards,
    /// What was learnt about late dossiers, kept for the day.
    pub forecasts: Forecasts,
    /// Uploaded files.
    pub files: Arc<Files>,
    /// What time it is.
    pub clock: Clock,
    /// How this server is set up.
    pub settings: Arc<Settings>,
    /// How often somebody may try to sign in.
    pub limits: Arc<Limits>,
    /// Where people prove who they are.
    pub identity: Arc<Identity>,
    /// Where sessions are kept.
    pub sessions: SessionBox,
    /// The population registry, where one is configured.
    pub registry: Registry,
    /// The payment gateway, where one is configured.
    pub payments: GatewayBox,
    /// Keys that sign, whom we trust, and what was found about signatures.
    pub seals: Arc<Seals>,
    /// How messages leave.
    pub senders: Senders,
    /// Conferences that are watched now.
    pub halls: Arc<Halls>,
}

/// How the web server is set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// A demonstration: every page says so, and `/design` is open.
    pub simulated: bool,
    /// Whether people reach it by https: cookies are marked `Secure`.
    pub https: bool,
    /// Whether a proxy in front sets `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// The address by which people reach it: passkeys belong to its name. Numbers can't have any.
    pub public_url: String,
    /// Who holds one of these roles must have a second factor when they sign in with a password; a demonstration asks nobody.
    pub second_factor: Vec<Role>,
    /// The key that signs form tokens and seals secrets; the same for all processes of one installation, kept over restarts.
    pub secret: [u8; 32],
    /// After how long without a request an officer is signed out.
    pub officer_idle: Duration,
    /// After how long without a request a citizen is signed out.
    pub citizen_idle: Duration,
    /// After how long everybody signs in again, whatever they do.
    pub session_longest: Duration,
    /// The largest body of a request, in bytes.
    pub body_limit: usize,
    /// How many requests a second one token of the API may make.
    pub api_requests_a_second: NonZeroU32,
    /// How many tries a minute to follow a dossier over the API one address has.
    pub trackings_a_minute: NonZeroU32,
}

/// Everybody who holds a position.
const OFFICERS: [Role; 5] = [Role::CounterOfficer, Role::CaseOfficer, Role::Approver, Role::Clerk, Role::Administrator];

impl Default for Settings {
    fn default() -> Self {
        Self {
            simulated: false,
            https: false,
            behind_proxy: false,
            public_url: "http://localhost:8080".to_owned(),
            second_factor: OFFICERS.to_vec(),
            secret: [0; 32],
            officer_idle: Duration::from_mins(30),
            citizen_idle: Duration::from_hours(2),
            session_longest: Duration::from_hours(12),
            body_limit: 110 * 1024 * 1024,
            api_requests_a_second: const { NonZeroU32::new(10_000).expect("not zero") },
            trackings_a_minute: const { NonZeroU32::new(30).expect("not zero") },
        }
    }
}

impl Settings {
    /// Whether this person must have a second factor beside a password; nobody in a demonstration.
    #[must_use]
    pub fn wants_second_factor(&self, actor: &Actor) -> bool {
        !self.simulated && must_have_second_factor(actor, &self.second_factor)
    }
}

impl App {
    /// The application over this store.
    ///
    /// # Errors
    /// When the folder of uploaded files can't be used.
    pub fn new(store: Store, clock: Clock, settings: Settings) -> Result<Self, Fault> {
        Ok(Self {
            files: Arc::new(Files::of(&store)?),
            sessions: SessionBox::new(store.clone()),
            province: {
                let clock = clock.clone();
                ProvinceCache::on(move || rules::calendar::day_of(clock.now()))
            },
            rankings: Rankings::default(),
            boards: Boards::default(),
            forecasts: Forecasts::default(),
            limits: Arc::new(Limits::default()),
            identity: Arc::default(),
            settings: Arc::new(settings),
            registry: None,
            payments: None,
            seals: Arc::default(),
            senders: Senders::default(),
            halls: Arc::default(),
            store,
            clock,
        })
    }

    /// The same application, which asks this population registry.
    #[must_use]
    pub fn with_registry(self, registry: Registry) -> Self {
        Self { registry, ..self }
    }

    /// The same application, which sends payers to this gateway.
    #[must_use]
    pub fn with_payments(self, payments: GatewayBox) -> Self {
        Self { payments, ..self }
    }

    /// The same application, which signs and checks with these.
    #[must_use]
    pub fn with_signing(self, tools: links::signing::Signing) -> Self {
        Self { seals: Arc::new(Seals::new(tools)), ..self }
    }

    /// The same application, which sends messages by these.
    #[must_use]
    pub fn with_senders(self, senders: Senders) -> Self {
        Self { senders, ..self }
    }

    /// The same application, with these identity providers.
    #[must_use]
    pub fn with_identity(self, identity: Identity) -> Self {
        Self { identity: Arc::new(identity), ..self }
    }

    /// Reads from the database: one moment of it, however many questions the closure asks.
    ///
    /// # Errors
    /// What the closure refuses, or a fault of the database.
    pub async fn read<T, F>(&self, closure: F) -> Result<T, Failure>
    where
        F: FnMut(&mut Tx) -> Result<T, store::Failure> + Send + 'static,
        T: Send + 'static,
    {
        Ok(self.store.read(closure).await?)
    }

    /// Writes to the database: all that the closure does, or nothing. It may be run more than once.
    ///
    /// # Errors
    /// What the closure refuses (then nothing was written), or a fault of the database.
    pub async fn write<T, F>(&self, closure: F) -> Result<T, Failure>
    where
        F: FnMut(&mut Tx) -> Result<T, store::Failure> + Send + 'static,
        T: Send + 'static,
    {
        Ok(self.store.write(closure).await?)
    }

    /// The province's agencies, procedures and calendars as they stand now.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn province(&self) -> Result<Arc<Province>, Failure> {
        let cache = self.province.clone();
        self.read(move |tx| Ok(cache.get(tx)?)).await
    }
}
