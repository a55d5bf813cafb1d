//! `motcua serve`: the web server and what runs beside it.

use super::CommandError;
use super::messages::Messages;
use super::payment::Payment;
use super::population::Population;
use super::settings::Place;
use super::signing::SigningSettings;
use crate::demo;
use anyhow::Context as _;
use clap::Args;
use jiff::SignedDuration;
use links::identity::Providers;
use rules::calendar::{day_of, instant};
use rules::people::Role;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::tables::personal::reads;
use store::{Options, Store, journal};
use tokio::net::TcpListener;
use tokio::time::MissedTickBehavior;
use web::identity::Identity;
use web::{App, Clock};

/// How often the heads of all ledgers are signed.
const CHECKPOINT_EVERY: Duration = Duration::from_mins(15);
/// For how many years lines of the read log are kept, whole months at a time (docs/designs/read-log.md).
const READS_KEPT_YEARS: i64 = 5;
/// How often the read log is sealed.
const SEAL_EVERY: Duration = Duration::from_mins(1);
/// How often the gateway is asked what became of payments.
const ASK_EVERY: Duration = Duration::from_secs(5);
/// How long a file that comes in pieces may take.
const UPLOADS_KEPT: SignedDuration = SignedDuration::from_hours(48);
/// How often messages that are due are sent.
const TELL_EVERY: Duration = Duration::from_secs(2);
/// How long the answers to repeatable requests are kept; the API promises 24 hours.
const ANSWERS_KEPT: SignedDuration = SignedDuration::from_hours(48);

/// How to serve.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Serve {
    /// The address to listen on
    #[arg(long, env = "MOTCUA_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// People reach it by https, through a proxy that ends TLS: cookies are marked Secure
    #[arg(long, env = "MOTCUA_HTTPS")]
    pub https: bool,
    /// The address by which people reach it: passkeys belong to its name. http://localhost:PORT when not given
    #[arg(long, env = "MOTCUA_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// Roles that must have a second factor beside a password, with commas between them: `officers` for all of them,
    /// `citizen` for everybody else, `none` for nobody. A demonstration asks nobody
    #[arg(long, env = "MOTCUA_SECOND_FACTOR", value_name = "ROLES", default_value = "officers", value_parser = roles)]
    pub second_factor: Roles,
    /// The settings file of the identity providers (docs/guides/identity.md)
    #[arg(long, env = "MOTCUA_IDENTITY", value_name = "FILE")]
    pub identity: Option<PathBuf>,
    /// A proxy in front sets X-Forwarded-For
    #[arg(long, env = "MOTCUA_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// How to reach the population registry
    #[command(flatten)]
    pub population: Population,
    /// How to reach the payment gateway
    #[command(flatten)]
    pub payment: Payment,
    /// Digital signatures
    #[command(flatten)]
    pub signing: SigningSettings,
    /// How messages leave
    #[command(flatten)]
    pub messages: Messages,
}

/// How many files may be open: 2,000 who watch, and room for everybody else.
const FILES: u64 = 65_536;

/// Roles named on the command line.
#[derive(Debug, Clone)]
pub struct Roles(Vec<Role>);

fn roles(text: &str) -> Result<Roles, String> {
    let named = text.split(',').map(str::trim).filter(|key| *key != "none");
    let named = named.map(|key| match key {
        "officers" => Ok(Role::ALL.into_iter().filter(|role| *role != Role::Citizen).collect()),
        key => Role::from_key(key).map(|role| vec![role]).ok_or_else(|| format!("unknown role: {key}")),
    });
    Ok(Roles(named.collect::<Result<Vec<_>, _>>()?.concat()))
}

fn public_url(text: &str) -> Result<String, String> {
    let whole = ["http://", "https://"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme));
    if whole { Ok(text.trim_end_matches('/').to_owned()) } else { Err("https://…".to_owned()) }
}

impl Serve {
    /// The identity providers of the settings file; none without one.
    fn providers(&self) -> Result<Providers, CommandError> {
        let Some(file) = &self.identity else { return Ok(Providers::default()) };
        let refused = |error: &dyn std::fmt::Display| CommandError::Refused(format!("{}: {error}", file.display()));
        let text = std::fs::read_to_string(file).map_err(|error| refused(&error))?;
        Providers::parse(&text).map_err(|error| refused(&error))
    }

    /// Serves until it is told to stop; requests under way are finished, and a last checkpoint is signed.
    ///
    /// # Errors
    /// When the address is taken or the database can't be reached.
    pub fn run(
        &self,
        place: &Place,
        clock: &Clock,
        simulated: bool,
        ready: impl FnOnce(SocketAddr),
    ) -> Result<(), CommandError> {
        let store = place.open(&Options::default())?;
        if let Some(days) = self.payment.payment_days {
            let key = store::desk::payments::DAYS;
            store.write_blocking(move |tx| store::settings::set(tx, key, &days.to_string()))?;
        }
        // A simulated province stays one however it is served: at its own time, and saying so on every page.
        let simulated_now = demo::now(&store)?;
        let simulated = simulated || simulated_now.is_some();
        let clock = &simulated_now.map_or_else(|| clock.clone(), Clock::starting_at);
        let (key, secret) = (Arc::new(place.signing_key()?), place.form_secret()?);
        let mut providers = self.providers()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no threads")?;
        runtime.block_on(async {
            let listener = TcpListener::bind(self.listen).await.with_context(|| self.listen.to_string())?;
            let address = listener.local_addr().context("no address")?;
            let settings = web::Settings {
                simulated,
                https: self.https,
                behind_proxy: self.behind_proxy,
                // Keys can't belong to a number, and everybody's own computer has this name.
                public_url: self.public_url.clone().unwrap_or_else(|| format!("http://localhost:{}", address.port())),
                second_factor: self.second_factor.0.clone(),
                secret,
                ..web::Settings::default()
            };
            let app = App::new(store.clone(), clock.clone(), settings)?.with_registry(self.population.client()?);
            let app = app.with_payments(self.payment.gateway()?);
            let app = app.with_signing(self.signing.open(&place.data, clock, simulated)?);
            let app = app.with_senders(self.messages.senders(simulated)?);
            let app = match simulated.then(|| crate::identity::simulated(&store, address, clock)).transpose()? {
                Some((provider, doors)) => {
                    providers.providers.insert(0, provider);
                    app.with_identity(identity(providers)?.beside(crate::identity::PATH, doors))
                }
                None => app.with_identity(identity(providers)?),
            };
            ready(address);
            let beside = tokio::spawn(look_after(app.clone(), Arc::clone(&key)));
            let sealing = tokio::spawn(seal_reads(app.clone()));
            let asking = tokio::spawn(ask_the_gateway(app.clone()));
            let telling = tokio::spawn(tell(app.clone()));
            raise_the_limit_of_files();
            let halls = Arc::clone(&app.halls);
            // Streams never end by themselves: they are ended first, so that requests under way can be finished.
            let stopping = async move {
                told_to_stop().await;
                halls.close();
            };
            let service = web::router(app).into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).with_graceful_shutdown(stopping).await.context("serving")?;
            beside.abort();
            sealing.abort();
            asking.abort();
            telling.abort();
            sign(&store, clock, key).await;
            Ok::<_, CommandError>(())
        })
    }
}

/// Each connection is an open file, and those who watch a conference keep theirs: many systems allow 1,024 until somebody asks.
fn raise_the_limit_of_files() {
    match rlimit::increase_nofile_limit(FILES) {
        Ok(limit) if limit < FILES => tracing::info!(limit, "the system allows fewer open files than wanted"),
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "the limit of open files was not raised"),
    }
}

fn identity(providers: Providers) -> Result<Identity, CommandError> {
    Identity::new(providers).map_err(|error| CommandError::Refused(error.to_string()))
}

/// Signs checkpoints and forgets what need not be kept, for as long as the server runs.
async fn look_after(app: App, key: Arc<seals::SigningKey>) {
    let App { store, clock, .. } = &app;
    let mut tick = tokio::time::interval(CHECKPOINT_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        sign(store, clock, Arc::clone(&key)).await;
        app.limits.forget_old();
        if let Err(fault) = app.sessions.forget_expired().await {
            tracing::warn!(%fault, "old sessions were not forgotten");
        }
        if let Err(fault) = app.sessions.forget_tries(clock.now()).await {
            tracing::warn!(%fault, "old tries were not forgotten");
        }
        if let Err(fault) = app.files.forget_partial(store, clock.now() - UPLOADS_KEPT).await {
            tracing::warn!(%fault, "files that never came whole were not forgotten");
        }
        forget_reads(store, clock).await;
        let before = clock.now() - ANSWERS_KEPT;
        if let Err(fault) = store.write(move |tx| journal::forget_answers_before(tx, before)).await {
            tracing::warn!(%fault, "old answers were not forgotten");
        }
    }
}

/// Seals the read log for as long as the server runs.
async fn seal_reads(app: App) {
    let mut tick = tokio::time::interval(SEAL_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        seal(&app.store, &app.clock).await;
    }
}

/// Asks the gateway about payments whose notification never came, for as long as the server runs.
async fn ask_the_gateway(app: App) {
    let mut tick = tokio::time::interval(ASK_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        // A full batch: there may be more.
        while matches!(web::payments::ask_due(&app).await, Ok(asked) if asked >= web::payments::BATCH) {}
    }
}

/// Sends what people are to be told, and reminds officers of their deadlines, for as long as the server runs.
async fn tell(app: App) {
    let mut tick = tokio::time::interval(TELL_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut reminded = None;
    loop {
        tick.tick().await;
        let today = day_of(app.clock.now());
        if reminded != Some(today) {
            match web::messages::remind(&app).await {
                // Nothing by night: asked again until the morning.
                Ok(Some(_)) => reminded = Some(today),
                Ok(None) => {}
                Err(failure) => tracing::warn!(?failure, "nobody was reminded"),
            }
        }
        match web::steering::escalate(&app).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "obstacles went to the level above"),
            Err(failure) => tracing::warn!(?failure, "no obstacle went to the level above"),
        }
        while matches!(web::payments::expire_due(&app).await, Ok(done) if done >= web::payments::BATCH) {}
        // A full batch: there may be more.
        while matches!(web::messages::run_due(&app).await, Ok(done) if done >= web::messages::BATCH) {}
    }
}

async fn seal(store: &Store, clock: &Clock) {
    let now = clock.now();
    if let Err(failure) = store.write(move |tx| reads::seal(tx, now)).await {
        tracing::error!(%failure, "the read log was not sealed");
    }
}

async fn forget_reads(store: &Store, clock: &Clock) {
    let now = clock.now();
    let month = day_of(now).first_of_month().saturating_sub(jiff::Span::new().years(READS_KEPT_YEARS));
    let before = instant(month.at(0, 0, 0, 0));
    if let Err(failure) = store.write(move |tx| reads::forget(tx, before, now)).await {
        tracing::warn!(%failure, "old lines of the read log were not forgotten");
    }
}

async fn sign(store: &Store, clock: &Clock, key: Arc<seals::SigningKey>) {
    // First, so that the signature covers what was read until now.
    seal(store, clock).await;
    let now = clock.now();
    if let Err(fault) = store.write(move |tx| journal::checkpoint(tx, &key, now)).await {
        tracing::error!(%fault, "no checkpoint was signed");
    }
}

/// Waits until somebody ends the program: by keyboard, or by a supervisor.
pub(super) async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}
