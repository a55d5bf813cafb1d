//! The demonstration: a simulated year of the province, lived through the real policy and rules and entered in the journal.
//!
//! Nothing in it is pulled from thin tables: what is decided is decided by [`rules`], what is written is written by the
//! store's desk. Knows the data in `data/demo`; asks no clock. The 38 communes work the whole year; those of before 1 July 2025
//! stand in the directory with what became of them.

mod accounts;
mod after;
mod announcements;
mod chance;
mod data;
mod dues;
mod forms;
mod foundation;
mod hitches;
mod levers;
mod life;
mod pace;
mod persons;
mod petitions;
mod plan;
mod planner;
mod queues;
mod register;
mod reorganisation;
mod samples;
mod simulation;
mod staff;
mod steering;
#[cfg(test)]
mod store_tests;
mod summary;
#[cfg(test)]
mod tests;
mod texts;
mod villages;
mod world;
mod year;

pub use accounts::{SampleSignIn, accounts, sign_ins};
pub use register::people;
pub use summary::Summary;
pub use world::Lacking;

use jiff::Timestamp;
use jiff::civil::{Date, Time, date};
use rules::Refusal;
use rules::calendar::instant;
use simulation::{Entry, Simulation};
use staff::Staff;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use store::province::ProvinceCache;
use store::{Failure, Fault, Store, Tx, desk, journal};
use world::World;

/// The password of every account of a demonstration.
pub const PASSWORD: &str = "motcua-demo";

/// Days before the first filing on which the catalogue is published: 30 December 2024 for a year that begins on 2 January.
const PUBLISHED_DAYS_BEFORE: u8 = 3;
/// Entries written in one transaction: small enough that who decides and who writes keep pace with each other.
const BATCH: usize = 100;
/// The key of the setting that marks a province as simulated.
const SIMULATED: &str = "simulated";
/// The key of the setting that keeps the day as of which a demonstration begins.
pub const AS_OF: &str = "as_of";

/// What is to be simulated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How many dossiers.
    pub dossiers: u64,
    /// The last day: the demonstration begins on its morning at half past eight.
    pub as_of: Date,
    /// The same seed makes the same year.
    pub seed: u64,
    /// How many days before that the first dossier is filed.
    pub days_back: u16,
    /// How many tasks besides those of Resolution 57, over the five years before.
    pub tasks: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { dossiers: 20_000, as_of: date(2025, 12, 23), seed: 57, days_back: 355, tasks: 0 }
    }
}

impl Options {
    /// When the demonstration begins: nothing in it happened later.
    #[must_use]
    pub fn starts_at(&self) -> Timestamp {
        starts_at(self.as_of)
    }
}

/// When a demonstration as of this day begins.
#[must_use]
pub fn starts_at(as_of: Date) -> Timestamp {
    instant(as_of.to_datetime(Time::constant(8, 30, 0, 0)))
}

/// Why there is no demonstration.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database is in use already.
    #[error("this database already holds a province")]
    InUse,
    /// What ships does not fit together.
    #[error(transparent)]
    Data(#[from] Lacking),
    /// The rules refused what was planned, or the store failed.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Failure(fault.into())
    }
}

/// Creates a simulated province in an empty store and tells how far it is: dossiers done, and in all. Blocks the thread.
///
/// Fastest in a store opened with `durable: false`; it is made durable at the end. What fails half way leaves a store that
/// is marked as simulated, of no day, and must be thrown away.
///
/// # Errors
/// When the store is not empty or fails.
pub fn create(store: &Store, options: &Options, mut progress: impl FnMut(u64, u64)) -> Result<Summary, Error> {
    let agencies = store.read_blocking(|tx| store::tables::agencies::entries(tx).map(|agencies| agencies.len()))?;
    if agencies > 0 {
        return Err(Error::InUse);
    }
    store.write_blocking(|tx| store::settings::set(tx, SIMULATED, "true"))?;
    let world = World::new()?;
    let staff = Staff::new(&world);
    let first_day = options.as_of.saturating_sub(jiff::Span::new().days(i32::from(options.days_back)));
    let founded = foundation::lay(store, &world, &staff, first_day, options.as_of)?;
    samples::keep(store, founded)?;
    let petitions = petitions::plan(&world, &staff, first_day, options.starts_at());
    steering::enter(store, &world, &staff, (first_day, options.as_of), options.tasks)?;
    let simulation = Simulation::new(options, world, staff);
    let cache = ProvinceCache::default();
    // One thread decides, this one writes: the order of entries is the simulation's alone.
    let summary = std::thread::scope(|scope| {
        let (sender, batches) = sync_channel(8);
        let deciding = scope.spawn(move || decide(simulation, petitions, &sender));
        let mut done = 0;
        for batch in batches {
            done += filed(&batch);
            write(store, &cache, batch)?;
            progress(done, options.dossiers);
        }
        match deciding.join() {
            Ok(Ok(summary)) => Ok(summary),
            Ok(Err(Stop::Refused(refusal))) => Err(Error::Failure(refusal.into())),
            Ok(Err(Stop::Gone)) | Err(_) => Err(Fault::new("the simulation stopped").into()),
        }
    })?;
    after::enter(store, options.seed, first_day, options.starts_at())?;
    let as_of = options.as_of.to_string();
    store.write_blocking(move |tx| store::settings::set(tx, AS_OF, &as_of))?;
    store.make_durable()?;
    Ok(summary)
}

/// Whether this province is simulated.
///
/// # Errors
/// When the store fails.
pub fn is_simulated(store: &Store) -> Result<bool, Fault> {
    store.read_blocking(|tx| Ok(store::settings::get(tx, SIMULATED)?.as_deref() == Some("true")))
}

/// What time it is in a simulated province: the morning of its day, or when the last thing happened in it; `None` in any
/// other.
///
/// # Errors
/// When the database fails.
pub fn now(store: &Store) -> Result<Option<Timestamp>, Fault> {
    let Some(as_of) = as_of(store)? else { return Ok(None) };
    let (morning, last) = (starts_at(as_of), store.read_blocking(journal::last_recorded)?);
    Ok(Some(last.map_or(morning, |last| last.max(morning))))
}

/// The day as of which a simulated province begins; nothing for a real one.
///
/// # Errors
/// When the store fails.
pub fn as_of(store: &Store) -> Result<Option<Date>, Fault> {
    let kept = store.read_blocking(|tx| store::settings::get(tx, AS_OF))?;
    Ok(kept.and_then(|day| day.parse().ok()))
}

/// Why deciding stopped.
enum Stop {
    Refused(Refusal),
    /// Nobody takes it any more: writing failed, and says why.
    Gone,
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

fn decide(
    simulation: Simulation,
    petitions: Vec<petitions::Step>,
    sender: &SyncSender<Vec<Entry>>,
) -> Result<Summary, Stop> {
    let mut batch = Vec::with_capacity(BATCH);
    let mut petitions = petitions.into_iter().peekable();
    let summary = simulation.run(|entry| {
        let before = |step: &petitions::Step| step.at <= entry.at();
        batch.extend(std::iter::from_fn(|| petitions.next_if(before)).map(|step| Entry::Petition(Box::new(step))));
        batch.push(entry);
        if batch.len() < BATCH {
            return Ok(());
        }
        let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
        sender.send(full).map_err(|_| Stop::Gone)
    })?;
    batch.extend(petitions.map(|step| Entry::Petition(Box::new(step))));
    sender.send(batch).map_err(|_| Stop::Gone)?;
    Ok(summary)
}

fn filed(batch: &[Entry]) -> u64 {
    batch.iter().filter(|entry| matches!(entry, Entry::Dossier(decided) if decided.before.is_none())).count() as u64
}

fn write(store: &Store, cache: &ProvinceCache, batch: Vec<Entry>) -> Result<(), Failure> {
    let (batch, cache) = (Arc::new(batch), cache.clone());
    store.write_blocking(move |tx| batch.iter().try_for_each(|entry| enter(tx, &cache, entry)))
}

fn enter(tx: &mut Tx, cache: &ProvinceCache, entry: &Entry) -> Result<(), Failure> {
    match entry {
        Entry::Dossier(decided) => desk::history::record(tx, decided),
        Entry::Payment(decided) => desk::history::record_payment(tx, decided),
        Entry::Published { procedures, at } => {
            let province = ProvinceCache::default().get(tx)?;
            let day = rules::calendar::day_of(*at);
            for procedure in procedures {
                desk::catalogue::publish(tx, &province, procedure.clone(), day, &foundation::founder(), *at)?;
            }
            Ok(())
        }
        Entry::Reorganised { at } => reorganisation::enter(tx, *at),
        Entry::Petition(step) => petitions::enter(tx, cache, step),
    }
}
