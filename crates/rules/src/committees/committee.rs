//! A committee as it stands: the fold of its events.

use super::{ActivityReported, Decision, Event, Founded, MeetingHeld, MeetingPlanned, Member, RegulationState};
use jiff::civil::Date;

/// A committee or working group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committee {
    /// As it was founded.
    pub founded: Founded,
    /// Who is in it now.
    pub members: Vec<Member>,
    /// The decision by which they are.
    pub decision: Decision,
    /// Its operating regulation.
    pub regulation: Regulation,
    /// Meetings to come, by day.
    pub planned: Vec<MeetingPlanned>,
    /// Meetings held, by day.
    pub held: Vec<MeetingHeld>,
    /// What it reported of its work, by last day.
    pub activities: Vec<ActivityReported>,
    /// By which decision it ended.
    pub dissolved: Option<Decision>,
    /// How many events it has.
    pub version: u64,
}

/// An operating regulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regulation {
    /// Where it stands.
    pub state: RegulationState,
    /// The decision that issued it.
    pub decision: Option<Decision>,
}

impl Committee {
    /// The committee after one more event; nothing before it was founded.
    #[must_use]
    pub fn next(before: Option<Self>, event: &Event) -> Option<Self> {
        let Some(mut committee) = before else {
            let Event::Founded(founded) = event else { return None };
            return Some(Self {
                founded: founded.clone(),
                members: founded.members.clone(),
                decision: founded.decision.clone(),
                regulation: Regulation { state: RegulationState::Missing, decision: None },
                planned: Vec::new(),
                held: Vec::new(),
                activities: Vec::new(),
                dissolved: None,
                version: 1,
            });
        };
        committee.version += 1;
        match event {
            Event::Founded(_) => {}
            Event::Reorganised(reorganised) => {
                committee.members.clone_from(&reorganised.members);
                committee.decision = reorganised.decision.clone();
            }
            Event::RegulationWritten(written) => {
                let issued = written.decision.is_some();
                let state = if issued { RegulationState::Issued } else { RegulationState::Drafted };
                committee.regulation = Regulation { state, decision: written.decision.clone() };
            }
            Event::MeetingPlanned(planned) => {
                committee.planned.push(planned.clone());
                committee.planned.sort_by_key(|planned| planned.on);
            }
            Event::MeetingHeld(held) => {
                committee.planned.retain(|planned| planned.on != held.on);
                committee.held.push(held.clone());
                committee.held.sort_by_key(|held| held.on);
            }
            Event::ActivityReported(reported) => {
                committee.activities.retain(|known| known.to != reported.to);
                committee.activities.push(reported.clone());
                committee.activities.sort_by_key(|known| known.to);
            }
            Event::Dissolved(dissolved) => committee.dissolved = Some(dissolved.decision.clone()),
        }
        Some(committee)
    }

    /// The day of its last meeting.
    #[must_use]
    pub fn last_met(&self) -> Option<Date> {
        self.held.last().map(|held| held.on)
    }
}
