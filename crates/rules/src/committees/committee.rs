//! A committee as it stands: the fold of its events.

use super::{
    ActivityReported, CommitteeKind, Decision, Event, Founded, MeetingHeld, MeetingPlanned, Member, RegulationState,
    Reviewed,
};
use jiff::civil::Date;

/// A committee or working group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committee {
    /// As it was founded, the last time where it was founded more than once.
    pub founded: Founded,
    /// The times at which it was there before, oldest first: founded and ended by these decisions.
    pub before: Vec<(Decision, Decision)>,
    /// What it steers or did, and since when: what it was founded for, and what it took over or gave away.
    pub subjects: Vec<Subject>,
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
    /// When somebody looked at how it works, by day.
    pub reviews: Vec<Reviewed>,
    /// By which decision it ended.
    pub dissolved: Option<Decision>,
    /// How many events it has.
    pub version: u64,
}

/// What a committee steers, from a day on and until another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// What.
    pub kind: CommitteeKind,
    /// Since this day.
    pub from: Date,
    /// No more on this day.
    pub until: Option<Date>,
}

/// An operating regulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regulation {
    /// Where it stands.
    pub state: RegulationState,
    /// The decision that issued the one in force.
    pub decision: Option<Decision>,
    /// Whether another is being drafted while that one is in force.
    pub redrafted: bool,
}

impl Committee {
    /// The committee after one more event; nothing before it was founded.
    #[must_use]
    pub fn next(before: Option<Self>, event: &Event) -> Option<Self> {
        let Some(mut committee) = before else {
            let Event::Founded(founded) = event else { return None };
            return Some(Self {
                founded: founded.clone(),
                before: Vec::new(),
                subjects: subjects(founded).collect(),
                members: founded.members.clone(),
                decision: founded.decision.clone(),
                regulation: Regulation { state: RegulationState::Missing, decision: None, redrafted: false },
                planned: Vec::new(),
                held: Vec::new(),
                activities: Vec::new(),
                reviews: Vec::new(),
                dissolved: None,
                version: 1,
            });
        };
        committee.version += 1;
        match event {
            Event::Founded(founded) => {
                if let Some(end) = committee.dissolved.take() {
                    committee.before.push((committee.founded.decision.clone(), end));
                }
                // What it held, reported and found stays: it is its history.
                committee.founded = founded.clone();
                committee.subjects.extend(subjects(founded));
                committee.members.clone_from(&founded.members);
                committee.decision = founded.decision.clone();
                committee.regulation = Regulation { state: RegulationState::Missing, decision: None, redrafted: false };
            }
            Event::Reorganised(reorganised) => {
                committee.members.clone_from(&reorganised.members);
                committee.decision = reorganised.decision.clone();
                if let Some(also) = &reorganised.also {
                    committee.steer(also, reorganised.decision.on);
                }
            }
            Event::RegulationWritten(written) => {
                let before = committee.regulation.decision.take();
                let redrafted = written.decision.is_none() && before.is_some();
                let decision = written.decision.clone().or(before);
                let state = if decision.is_some() { RegulationState::Issued } else { RegulationState::Drafted };
                committee.regulation = Regulation { state, decision, redrafted };
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
            Event::Reviewed(reviewed) => {
                committee.reviews.push(reviewed.clone());
                committee.reviews.sort_by_key(|reviewed| reviewed.on);
            }
            Event::Dissolved(dissolved) => {
                committee.planned.clear();
                for subject in committee.subjects.iter_mut().filter(|subject| subject.until.is_none()) {
                    subject.until = Some(dissolved.decision.on);
                }
                committee.dissolved = Some(dissolved.decision.clone());
            }
        }
        Some(committee)
    }

    /// From this day on it steers what it was founded for, and these.
    fn steer(&mut self, also: &[CommitteeKind], on: Date) {
        let own = self.founded.kind;
        let given_away = |subject: &&mut Subject| subject.kind != own && !also.contains(&subject.kind);
        for subject in self.subjects.iter_mut().filter(|subject| subject.until.is_none()).filter(given_away) {
            subject.until = Some(on);
        }
        for kind in also {
            if !self.steers().any(|known| known == *kind) {
                self.subjects.push(Subject { kind: *kind, from: on, until: None });
            }
        }
    }

    /// What it steers now, first what it was founded for.
    pub fn steers(&self) -> impl Iterator<Item = CommitteeKind> {
        self.subjects.iter().filter(|subject| subject.until.is_none()).map(|subject| subject.kind)
    }

    /// The day of its last meeting; one that was founded again has not met before that.
    #[must_use]
    pub fn last_met(&self) -> Option<Date> {
        self.held.last().map(|held| held.on).filter(|day| self.is_of_this_life(*day))
    }

    /// The day on which somebody looked at how it works last, since it was founded.
    #[must_use]
    pub fn last_reviewed(&self) -> Option<Date> {
        self.reviews.last().map(|reviewed| reviewed.on).filter(|day| self.is_of_this_life(*day))
    }

    fn is_of_this_life(&self, day: Date) -> bool {
        self.before.is_empty() || day >= self.founded.decision.on
    }
}

/// What it steers from its founding on.
fn subjects(founded: &Founded) -> impl Iterator<Item = Subject> {
    let from = founded.decision.on;
    let kinds = std::iter::once(founded.kind).chain(founded.also.iter().copied());
    kinds.map(move |kind| Subject { kind, from, until: None })
}
