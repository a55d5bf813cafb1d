//! The province as the simulated year needs it: agencies, communes, calendars, and the procedures as they stand that day.

use super::data::places;
use crate::{catalogue, province};
use rules::calendar::{Calendar, WorkingHours};
use rules::catalogue::{Announcement, Level, Procedure, State};
use rules::codes::{AgencyCode, CommuneCode};
use rules::people::{Agency, AgencyKind, AgencyLevel, Directory};
use std::collections::BTreeMap;

/// The agencies and procedures; procedures change in the course of the year.
#[derive(Debug)]
pub struct World {
    /// The agencies.
    pub directory: Directory,
    /// The communes, in the order of their codes.
    pub places: Vec<Commune>,
    /// The counter of the province.
    pub centre: AgencyCode,
    states: Vec<State>,
    procedures: Vec<Procedure>,
    calendar: Calendar,
    with_saturday: Calendar,
    open_on_saturday: Vec<AgencyCode>,
    counters: BTreeMap<AgencyCode, AgencyCode>,
}

/// A commune.
#[derive(Debug, Clone)]
pub struct Commune {
    /// Its code.
    pub code: CommuneCode,
    /// Its authority.
    pub authority: AgencyCode,
    /// Its counter.
    pub counter: AgencyCode,
    /// How many people live there.
    pub inhabitants: u32,
    /// 0 near, 1 far, 2 very far.
    pub remote: u8,
    /// How many villages it has.
    pub villages: u16,
}

/// What ships does not fit together.
#[derive(Debug, thiserror::Error)]
#[error("the data of the demonstration lack {0}")]
pub struct Lacking(&'static str);

impl World {
    /// Lai Châu as it ships, at the beginning of the year.
    ///
    /// # Errors
    /// When what ships does not fit together; a test proves that it does.
    pub fn new() -> Result<Self, Lacking> {
        let agencies = province::agencies();
        let directory: Directory = agencies.iter().cloned().collect();
        let counter_of = |authority: &AgencyCode| directory.counter_of(authority).map(|counter| counter.code.clone());
        let mut places: Vec<Commune> = places()
            .communes
            .iter()
            .filter_map(|place| {
                let authority = directory.authority_of(&place.code)?.code.clone();
                let counter = counter_of(&authority)?;
                let (inhabitants, remote) = (place.inhabitants, place.remote);
                let villages = place.villages;
                Some(Commune { code: place.code.clone(), authority, counter, inhabitants, remote, villages })
            })
            .collect();
        places.sort_by(|one, other| one.code.cmp(&other.code));
        if places.is_empty() {
            return Err(Lacking("communes"));
        }
        let is_centre = |agency: &&Agency| agency.kind == AgencyKind::Counter && agency.level == AgencyLevel::Province;
        let centre = agencies.iter().find(is_centre).map(|agency| agency.code.clone()).ok_or(Lacking("a centre"))?;
        let counters =
            agencies.iter().filter_map(|agency| Some((agency.code.clone(), counter_of(&agency.code)?))).collect();
        let mut procedures = catalogue::shipped();
        procedures.retain(|procedure| procedure.level != Level::Ministry);
        procedures.sort_by(|one, other| one.code.cmp(&other.code));
        let states = procedures.iter().map(|procedure| State::published(procedure.clone())).collect();
        let days = Calendar::national_days().iter().cloned();
        let with_saturday =
            Calendar::new(WorkingHours::with_saturday_morning(), days).map_err(|_| Lacking("a calendar"))?;
        let open_on_saturday =
            agencies.iter().filter(|agency| agency.saturday_morning).map(|agency| agency.code.clone()).collect();
        let calendar = Calendar::national();
        Ok(Self { directory, places, centre, states, procedures, calendar, with_saturday, open_on_saturday, counters })
    }

    /// The working calendar of an agency.
    pub fn calendar(&self, agency: &AgencyCode) -> &Calendar {
        if self.open_on_saturday.contains(agency) { &self.with_saturday } else { &self.calendar }
    }

    /// The calendar of everybody who does not open on Saturdays.
    pub fn usual_calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The counter of an authority.
    pub fn counter_of(&self, authority: &AgencyCode) -> &AgencyCode {
        self.counters.get(authority).unwrap_or(&self.centre)
    }

    /// Every procedure, in the order of their codes.
    pub fn procedures(&self) -> &[Procedure] {
        &self.procedures
    }

    /// A procedure.
    pub fn procedure(&self, at: usize) -> &Procedure {
        &self.procedures[at]
    }

    /// The state of a procedure as of now.
    pub fn state(&self, at: usize) -> &State {
        &self.states[at]
    }

    /// Who settles this procedure for somebody who lives there.
    pub fn competent(&self, procedure: usize, place: usize) -> &AgencyCode {
        self.procedure(procedure).agency.as_ref().unwrap_or(&self.places[place].authority)
    }

    /// The departments that settle procedures.
    pub fn busy_departments(&self) -> Vec<AgencyCode> {
        let mut busy: Vec<_> = self.procedures.iter().filter_map(|procedure| procedure.agency.clone()).collect();
        busy.sort();
        busy.dedup();
        busy
    }

    /// Publishes a new version of a procedure, with its announcement.
    pub fn announce(&mut self, at: usize, announcement: Announcement) -> Procedure {
        let procedure = &mut self.procedures[at];
        procedure.announcement = Some(announcement);
        self.states[at] = std::mem::take(&mut self.states[at]).succeeded_by(procedure.clone());
        self.procedures[at].clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ships_fits_together() {
        let world = World::new().expect("a world");
        assert_eq!(world.places.len(), 38);
        assert!(world.procedures().len() >= 90);
        for (at, procedure) in world.procedures().iter().enumerate() {
            let competent = world.competent(at, 3);
            assert!(world.directory.get(competent).is_some(), "{} {competent}", procedure.name);
        }
        assert!(world.busy_departments().len() >= 8);
    }
}
