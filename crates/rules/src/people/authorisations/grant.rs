//! Authorising somebody: who may, whom, for what, for how long.

use super::{AuthorisationGranted, Power};
use crate::codes::{PersonalId, ProcedureCode};
use crate::people::Actor;
use crate::people::permissions::{NeedsLevelTwo, needs_level_two};
use crate::{Problem, Refusal};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// The longest name that is taken.
const LONGEST_NAME: usize = 200;
/// How many years an authorisation may last at most: it is to be thought over now and then.
const LONGEST_YEARS: i32 = 5;

/// What was typed.
#[derive(Debug, Clone, Default)]
pub struct TermsDraft {
    /// The identification number of whoever is to be authorised.
    pub agent_id: String,
    /// Their name.
    pub agent_name: String,
    /// What they may do: keys of [`Power`].
    pub powers: Vec<String>,
    /// The procedure that it is limited to; every procedure when empty.
    pub procedure: String,
    /// The first day, as people write it or in ISO 8601; today when empty.
    pub from: String,
    /// The last day.
    pub until: String,
}

/// What was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    agent_id: PersonalId,
    agent_name: String,
    powers: Vec<Power>,
    procedures: Vec<ProcedureCode>,
    from: Date,
    until: Date,
}

impl TermsDraft {
    /// Reads what was typed.
    ///
    /// # Errors
    /// All that is wrong, field by field.
    pub fn read(&self, today: Date) -> Result<Terms, Refusal> {
        let mut problems = Vec::new();
        let agent_id = PersonalId::read(&self.agent_id, "/agent_id").map_err(|problem| problems.push(problem)).ok();
        let agent_name = self.agent_name.trim().to_owned();
        if agent_name.is_empty() || agent_name.chars().count() > LONGEST_NAME {
            problems.push(Problem::new("/agent_name", "agent-name-missing"));
        }
        let mut powers: Vec<_> = self.powers.iter().filter_map(|key| Power::from_key(key)).collect();
        powers.sort();
        powers.dedup();
        if powers.is_empty() {
            problems.push(Problem::new("/powers", "powers-missing"));
        }
        let procedures = match self.procedure.trim() {
            "" => Vec::new(),
            code => match code.parse() {
                Ok(code) => vec![code],
                Err(_) => {
                    problems.push(Problem::new("/procedure", "procedure-unknown"));
                    Vec::new()
                }
            },
        };
        let from = if self.from.trim().is_empty() { Some(today) } else { day(&self.from) };
        match from {
            None => problems.push(Problem::new("/from", "day-unreadable")),
            Some(from) if from < today => problems.push(Problem::new("/from", "day-in-the-past")),
            Some(_) => {}
        }
        let until = day(&self.until);
        match (from, until) {
            (_, None) => problems.push(Problem::new("/until", "last-day-missing")),
            (Some(from), Some(until)) if until < from => {
                problems.push(Problem::new("/until", "last-day-before-first"));
            }
            (_, Some(until)) if today.checked_add(LONGEST_YEARS.years()).is_ok_and(|last| until > last) => {
                problems.push(Problem::new("/until", "authorisation-too-long").with("years", LONGEST_YEARS));
            }
            _ => {}
        }
        match (agent_id, from, until) {
            (Some(agent_id), Some(from), Some(until)) if problems.is_empty() => {
                Ok(Terms { agent_id, agent_name, powers, procedures, from, until })
            }
            _ => Err(Refusal::input(problems)),
        }
    }
}

fn day(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    if let Ok(day) = typed.parse() {
        return Some(day);
    }
    let mut parts = typed.split(['/', '.', '-']);
    let (day, month, year) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then(|| Date::new(year, month, day).ok()).flatten()
}

/// Authorises somebody on these terms; `id` is a new number.
///
/// # Errors
/// When whoever authorises is not identified well enough, is an officer acting as such, or names themselves.
pub fn grant(actor: &Actor, terms: Terms, id: String) -> Result<AuthorisationGranted, Refusal> {
    needs_level_two(actor, NeedsLevelTwo::Authorise)?;
    if actor.personal_id.as_ref() == Some(&terms.agent_id) {
        return Err(Refusal::input(vec![Problem::new("/agent_id", "authorise-oneself")]));
    }
    let Terms { agent_id, agent_name, powers, procedures, from, until } = terms;
    let (principal, principal_name) = (actor.login.clone(), actor.name.clone());
    Ok(AuthorisationGranted { id, principal, principal_name, agent_id, agent_name, powers, procedures, from, until })
}
