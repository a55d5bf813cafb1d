//! `motcua demo`: the simulated province, created where there is none, and served.

use super::neighbour::{SimulatedPayments, SimulatedRegistry};
use super::serve::Serve;
use super::settings::Place;
use super::{CommandError, Texts};
use crate::demo::{self, Options as Simulation};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use jiff::civil::Date;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use store::{DatabaseUrl, Options, Store, journal};
use web::Clock;

/// How to simulate.
#[derive(Debug, Args)]
pub struct Demo {
    #[command(flatten)]
    serve: Serve,
    /// The database: sqlite:PATH or postgres://…[?schema=NAME]; sqlite:DIR/motcua.db when not given
    #[arg(long, value_name = "URL")]
    database: Option<DatabaseUrl>,
    /// The folder of the simulated province
    #[arg(long, value_name = "DIR", default_value = "data/demo")]
    data: PathBuf,
    /// How many dossiers are filed in the year
    #[arg(long, default_value_t = 20_000)]
    dossiers: u64,
    /// How many tasks besides those under Resolution 57, over the five years before
    #[arg(long, default_value_t = 0)]
    tasks: u64,
    /// The day that is today
    #[arg(long, default_value = "2025-12-23")]
    as_of: Date,
    /// The same seed makes the same province
    #[arg(long, default_value_t = 57)]
    seed: u64,
    /// Throw away what is there and create it anew
    #[arg(long)]
    fresh: bool,
    /// Create it and stop
    #[arg(long)]
    create_only: bool,
    /// Start no simulated population registry beside it
    #[arg(long)]
    no_registry: bool,
    /// Start no simulated payment gateway and bank beside it
    #[arg(long)]
    no_payments: bool,
}

impl Demo {
    /// A simulated gateway and bank, unless another one is given or none is wanted.
    fn payments(&self, now: Timestamp) -> Result<Option<SimulatedPayments>, CommandError> {
        let wanted = !self.no_payments && self.serve.payment.payment_url.is_none();
        wanted.then(|| SimulatedPayments::start(now)).transpose()
    }

    /// Creates the province where there is none, says how to sign in, and serves.
    ///
    /// # Errors
    /// When the folder holds a real province, or something fails.
    pub fn run(&self, texts: Texts) -> Result<String, CommandError> {
        let place = Place { database: self.database.clone(), data: self.data.clone() };
        if self.fresh {
            clear(&place, texts)?;
        }
        let now = self.create(&place, texts)?;
        if self.create_only {
            return Ok(String::new());
        }
        let ready = |address| {
            let mut out = std::io::stdout().lock();
            let _ = writeln!(out, "{}", texts.t1("cli-demo-ready", "address", format!("http://{address}")));
            let _ = writeln!(out, "{}", texts.t1("cli-demo-sign-ins", "password", demo::PASSWORD));
            for sign_in in demo::sign_ins() {
                let _ = writeln!(out, "  {:<20} {}", sign_in.login, sign_in.name);
            }
        };
        let (mut serve, _registry) = self.with_registry()?;
        let payments = self.payments(now)?;
        if let Some(payments) = &payments {
            serve.payment = payments.payment.clone();
        }
        serve.run(&place, &Clock::starting_at(now), true, ready).map(|()| String::new())
    }

    /// How to serve: with a simulated population registry beside it, unless another one is given or none is wanted.
    fn with_registry(&self) -> Result<(Serve, Option<SimulatedRegistry>), CommandError> {
        if self.no_registry || self.serve.population.population_url.is_some() {
            return Ok((self.serve.clone(), None));
        }
        let registry = SimulatedRegistry::start(self.seed)?;
        let serve = Serve { population: registry.population.clone(), ..self.serve.clone() };
        Ok((serve, Some(registry)))
    }

    /// Creates the province where there is none; answers what time it is in it: the morning of its day, or when the last
    /// thing happened in it.
    fn create(&self, place: &Place, texts: Texts) -> Result<Timestamp, CommandError> {
        let store = place.open(&Options { durable: false, ..Options::default() })?;
        let last = store.read_blocking(journal::last_recorded)?;
        let as_of = match (demo::as_of(&store)?, last) {
            (Some(as_of), _) => as_of,
            // Its creation was interrupted: nobody has worked in it.
            (None, Some(_)) if demo::is_simulated(&store)? => {
                drop(store);
                clear(place, texts)?;
                return self.create(place, texts);
            }
            (None, Some(_)) => return Err(CommandError::Refused(texts.t("cli-demo-not-simulated"))),
            (None, None) => {
                self.simulate(&store, texts)?;
                self.as_of
            }
        };
        let morning = demo::starts_at(as_of);
        Ok(last.map_or(morning, |last| last.max(morning)))
    }

    fn simulate(&self, store: &Store, texts: Texts) -> Result<(), CommandError> {
        let bar = ProgressBar::new(self.dossiers);
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {human_pos}/{human_len} {eta}") {
            bar.set_style(style);
        }
        bar.set_message(texts.t1("cli-demo-creating", "dossiers", self.dossiers));
        let simulation = Simulation {
            dossiers: self.dossiers,
            as_of: self.as_of,
            seed: self.seed,
            tasks: self.tasks,
            ..Simulation::default()
        };
        let made = demo::create(store, &simulation, |done, _| bar.set_position(done)).map_err(|error| match error {
            demo::Error::InUse => CommandError::Refused(texts.t("cli-demo-not-simulated")),
            demo::Error::Failure(failure) => CommandError::of(failure, texts),
            demo::Error::Data(lacking) => CommandError::Fault(lacking.into()),
        })?;
        bar.finish_and_clear();
        let said = texts.t2("cli-demo-created", "dossiers", made.dossiers, "events", made.events);
        let _ = writeln!(std::io::stderr(), "{said}");
        Ok(())
    }
}

/// Removes a simulated province; never one that is not.
fn clear(place: &Place, texts: Texts) -> Result<(), CommandError> {
    let DatabaseUrl::Sqlite(database) = place.url() else {
        return Err(CommandError::Refused(texts.t("cli-demo-fresh-sqlite")));
    };
    if !database.exists() {
        return Ok(());
    }
    let store = place.open(&Options { readers: 1, ..Options::default() })?;
    let simulated = demo::is_simulated(&store)? || store.read_blocking(journal::last_recorded)?.is_none();
    drop(store);
    if !simulated {
        return Err(CommandError::Refused(texts.t("cli-demo-not-simulated")));
    }
    let beside = |suffix: &str| PathBuf::from(format!("{}{suffix}", database.display()));
    for file in [database.clone(), beside("-wal"), beside("-shm")] {
        remove(&file, |path| std::fs::remove_file(path))?;
    }
    remove(&place.data.join("files"), |path| std::fs::remove_dir_all(path))
}

fn remove(path: &Path, how: impl FnOnce(&Path) -> std::io::Result<()>) -> Result<(), CommandError> {
    match how(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(CommandError::Fault(error.into())),
        _ => Ok(()),
    }
}
