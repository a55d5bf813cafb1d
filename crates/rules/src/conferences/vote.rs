//! Who may vote, and what came of it.

use super::{Conference, Delegate, Vote, VoteKind, Voted, Voter, Voters};
use crate::Refusal;
use crate::people::permissions::{may_assign, may_attend};
use crate::people::{Actor, Capacity};
use std::collections::BTreeSet;

/// What came of a vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// How many chose each answer.
    pub votes: Vec<u64>,
    /// How many voted.
    pub cast: u64,
    /// How many have the right, each person once at however many points they are registered; nothing for a straw poll, where everybody may.
    pub entitled: Option<u64>,
}

impl Vote {
    /// What has come of it so far.
    #[must_use]
    pub fn tally(&self, conference: &Conference) -> Tally {
        let mut votes = vec![0; self.opened.options.len()];
        for option in self.cast.values() {
            if let Some(count) = usize::try_from(*option).ok().and_then(|at| votes.get_mut(at)) {
                *count += 1;
            }
        }
        let entitled = match (self.opened.kind, self.opened.voters) {
            (VoteKind::Straw, _) => None,
            (VoteKind::Formal, Voters::Points) => Some(conference.points.iter().filter(|point| point.votes).count()),
            (VoteKind::Formal, Voters::Delegates) => {
                Some(people(conference.delegates.iter().filter(|delegate| delegate.registered.votes)))
            }
        };
        Tally { votes, cast: self.cast.len() as u64, entitled: entitled.map(|count| count as u64) }
    }
}

/// How many people these are: who has an account is one person at however many points they are registered, others are told apart by
/// their registrations.
fn people<'a>(delegates: impl Iterator<Item = &'a Delegate>) -> usize {
    let person = |delegate: &'a Delegate| match &delegate.registered.login {
        Some(login) => (Some(login), 0),
        None => (None, delegate.registered.seat),
    };
    delegates.map(person).collect::<BTreeSet<_>>().len()
}

impl Conference {
    /// How many people have checked in.
    #[must_use]
    pub fn people_present(&self) -> usize {
        people(self.delegates.iter().filter(|delegate| delegate.present.is_some()))
    }

    /// The votes that the actor may cast in a vote, whether they were cast already or not, and in which capacity.
    ///
    /// # Errors
    /// When they have none: what they lack.
    pub fn voters_for(&self, actor: &Actor, vote: &Vote) -> Result<Vec<(Voter, Capacity)>, Refusal> {
        match (vote.opened.kind, vote.opened.voters) {
            (VoteKind::Straw, _) => {
                let (_, by) = may_attend(actor, self)?;
                Ok(vec![(Voter::Person(actor.login.clone()), by)])
            }
            (VoteKind::Formal, Voters::Points) => self.points_for(actor),
            (VoteKind::Formal, Voters::Delegates) => self.delegates_for(actor),
        }
    }

    /// A bridge point votes by its agency's leaders or secretariat, once somebody of it has checked in.
    fn points_for(&self, actor: &Actor) -> Result<Vec<(Voter, Capacity)>, Refusal> {
        let own = self.points.iter().filter_map(|point| Some((point, may_assign(actor, &point.agency).ok()?)));
        let own: Vec<_> = own.filter(|(point, _)| point.votes).collect();
        if own.is_empty() {
            return Err(Refusal::forbidden("vote-without-right"));
        }
        let present = own.into_iter().filter(|(point, _)| self.has_checked_in(&point.agency));
        let present: Vec<_> = present.map(|(point, by)| (Voter::Point(point.agency.clone()), by)).collect();
        if present.is_empty() { Err(Refusal::rule("vote-not-checked-in")) } else { Ok(present) }
    }

    /// A delegate votes in person, once they have checked in.
    fn delegates_for(&self, actor: &Actor) -> Result<Vec<(Voter, Capacity)>, Refusal> {
        let own = self.delegates.iter().filter(|one| one.registered.login.as_deref() == Some(actor.login.as_str()));
        let own: Vec<_> = own.filter(|delegate| delegate.registered.votes).collect();
        if own.is_empty() {
            return Err(Refusal::forbidden("vote-without-right"));
        }
        let by = |agency| may_attend_at(actor, self, agency);
        let present = own.into_iter().filter(|delegate| delegate.present.is_some());
        let present: Vec<_> = present
            .map(|delegate| Ok((Voter::Delegate(delegate.registered.seat), by(&delegate.registered.point)?)))
            .collect::<Result<_, Refusal>>()?;
        if present.is_empty() { Err(Refusal::rule("vote-not-checked-in")) } else { Ok(present) }
    }

    /// Casts a vote.
    ///
    /// # Errors
    /// When it is not open, the actor has no right, or the vote was cast already.
    pub(super) fn cast(&self, actor: &Actor, number: u32, option: u32) -> Result<(Voted, Capacity), Refusal> {
        let vote = self.vote(number).ok_or_else(|| Refusal::not_found("vote-unknown"))?;
        if vote.closed_at.is_some() {
            return Err(Refusal::rule("vote-closed"));
        }
        let voters = self.voters_for(actor, vote)?;
        if usize::try_from(option).map_or(true, |option| option >= vote.opened.options.len()) {
            return Err(Refusal::input(vec![crate::Problem::new("/option", "vote-without-choice")]));
        }
        let voted = voters.iter().any(|(voter, _)| vote.cast.contains_key(voter));
        // A person has one vote, at however many points they are registered.
        if voted && vote.opened.kind == VoteKind::Formal && vote.opened.voters == Voters::Delegates {
            return Err(Refusal::rule("vote-twice"));
        }
        let free = |voter: &Voter| vote.opened.kind == VoteKind::Straw || !vote.cast.contains_key(voter);
        let (voter, by) =
            voters.into_iter().find(|(voter, _)| free(voter)).ok_or_else(|| Refusal::rule("vote-twice"))?;
        Ok((Voted { conference: self.code().clone(), vote: number, voter, option }, by))
    }
}

fn may_attend_at(
    actor: &Actor,
    conference: &Conference,
    agency: &crate::codes::AgencyCode,
) -> Result<Capacity, Refusal> {
    let held = actor.positions.iter().find(|held| held.agency == *agency);
    held.map_or_else(|| may_attend(actor, conference).map(|(_, by)| by), |held| Ok(actor.as_officer(held)))
}
