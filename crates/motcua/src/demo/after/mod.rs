//! After the year: joint filings, dossiers that wait for money, copies and corrections of results, boxes in the archives. All of it
//! is done to what waits or is closed, by those whose work it is, and entered like the year itself.

mod boxes;
mod joint;
mod money;
mod requests;

use super::staff::Staff;
use super::world::World;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use rules::calendar::{Calendar, day_of, instant};
use rules::dossiers::{Dossier, Status};
use rules::people::permissions::Scope;
use store::tables::dossier_lists::{Filter, list};
use store::{Failure, Fault, Store, desk};

/// Everybody who works, and when the demonstration begins.
struct Scene {
    world: World,
    staff: Staff,
    seed: u64,
    first_day: Date,
    end: Timestamp,
}

impl Scene {
    /// A moment of the working day that is so many working days before the demonstration begins.
    fn before(&self, working_days: usize, hour: i8, minute: i8) -> Timestamp {
        let mut day = day_of(self.end);
        for _ in 0..working_days {
            let earlier = day.yesterday().unwrap_or(day);
            day = working_day(self.world.usual_calendar(), earlier);
        }
        instant(day.to_datetime(Time::constant(hour, minute, 0, 0)))
    }

    /// Whether this moment is part of the simulation.
    fn has(&self, at: Timestamp) -> bool {
        at > instant(self.first_day.to_datetime(Time::midnight())) && at < self.end
    }
}

/// The last working day up to this one.
fn working_day(calendar: &Calendar, mut day: Date) -> Date {
    while calendar.next_working_day(day) != day {
        day = day.yesterday().unwrap_or(day);
    }
    day
}

/// Enters what is done after the year.
///
/// # Errors
/// When the rules refuse or the store fails.
pub fn enter(store: &Store, seed: u64, first_day: Date, end: Timestamp) -> Result<(), super::Error> {
    let world = World::new()?;
    let staff = Staff::new(&world);
    let scene = Scene { world, staff, seed, first_day, end };
    joint::enter(store, &scene)?;
    money::enter(store, &scene)?;
    requests::enter(store, &scene)?;
    boxes::enter(store, &scene)?;
    Ok(())
}

/// The dossiers of a status that this scope reaches, the newest first, each with when the last thing happened to it.
fn dossiers(store: &Store, scope: Scope, status: Status, limit: u32) -> Result<Vec<(Dossier, Timestamp)>, Fault> {
    store.read_blocking(move |tx| {
        let filter = Filter { status: Some(status), ..Filter::default() };
        let mut found = Vec::new();
        for listed in list(tx, &scope, &filter, None, limit)? {
            if let Some(loaded) = desk::dossiers::load(tx, &listed.code)? {
                let last = loaded.history.last().map_or(loaded.dossier.filed_at, |recorded| recorded.at);
                found.push((loaded.dossier, last));
            }
        }
        Ok(found)
    })
}

/// The same moment, and so many minutes later: two things never happen at the same second.
fn later(at: Timestamp, minutes: i64) -> Timestamp {
    at + SignedDuration::from_mins(minutes)
}

/// Writes in a transaction of its own.
fn write<T: Send + 'static>(
    store: &Store,
    work: impl FnMut(&mut store::Tx) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    store.write_blocking(work)
}
