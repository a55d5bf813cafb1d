//! How the simulated province steers: committees at departments and communes, working groups in villages, the tasks under Resolution
//! 57-NQ/TW and the directives that order them, obstacles, the year-end conference. All of it goes through the desk, in order of time.

mod budget;
mod citizens;
mod committees;
mod conferences;
mod coverage;
mod digital_work;
mod directives;
mod groups;
mod indicators;
mod inspections;
mod many;
mod obstacles;
mod official;
mod reports;
mod scores;
mod services;
mod tasks;
mod training;

use super::staff::Staff;
use super::starts_at;
use super::world::World;
use jiff::Timestamp;
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::people::AgencyLevel;
use store::{Failure, Store};

/// Everybody who steers, and from when to when.
struct Scene<'a> {
    world: &'a World,
    staff: &'a Staff,
    first_day: Date,
    ends_at: Timestamp,
}

impl Scene<'_> {
    /// The authorities of a level, by code.
    fn agencies(&self, level: AgencyLevel) -> Vec<AgencyCode> {
        let all = self.world.directory.iter().filter(|agency| agency.level == level && agency.settles());
        all.map(|agency| agency.code.clone()).collect()
    }

    /// Whether this day is part of the simulation.
    fn has(&self, day: Date) -> bool {
        day >= self.first_day && rules::calendar::instant(day.at(12, 0, 0, 0)) <= self.ends_at
    }
}

/// Enters committees, groups, tasks and conferences from the first day to the morning of the last; besides them so many tasks over five
/// years.
///
/// # Errors
/// When the rules refuse or the store fails.
pub fn enter(
    store: &Store,
    world: &World,
    staff: &Staff,
    (first_day, as_of): (Date, Date),
    more: u64,
) -> Result<(), Failure> {
    let scene = Scene { world, staff, first_day, ends_at: starts_at(as_of) };
    many::enter(store, &scene, more)?;
    committees::enter(store, &scene)?;
    directives::enter(store, &scene)?;
    tasks::enter(store, &scene)?;
    obstacles::enter(store, &scene)?;
    reports::enter(store, &scene)?;
    official::enter(store, &scene)?;
    indicators::enter(store, &scene)?;
    inspections::enter(store, &scene)?;
    services::enter(store, &scene)?;
    scores::enter(store, &scene)?;
    budget::enter(store, &scene)?;
    coverage::enter(store, &scene)?;
    citizens::enter(store, &scene)?;
    conferences::enter(store, &scene)?;
    digital_work::enter(store, &scene)?;
    training::enter(store, &scene)
}
