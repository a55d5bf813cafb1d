//! Publishing and withdrawing a procedure.

use super::{Event, Procedure, Published, Withdrawn};
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// What is known of one procedure: the fold of its events.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    /// The newest version.
    pub procedure: Option<Procedure>,
    /// From when it was withdrawn.
    pub withdrawn_on: Option<Date>,
    /// Number of events so far.
    pub version: u64,
}

impl State {
    /// The state after one more event.
    #[must_use]
    pub fn apply(mut self, event: &Event) -> Self {
        match event {
            Event::Published(published) => {
                self.procedure = Some(published.procedure.clone());
                self.withdrawn_on = None;
            }
            Event::Withdrawn(withdrawn) => self.withdrawn_on = Some(withdrawn.effective_on),
            Event::DaysAnnounced(_) | Event::DaysWithdrawn(_) => {}
        }
        self.version += 1;
        self
    }
}

/// Publishes a version; nothing happens when it equals the newest one.
///
/// # Errors
/// When the definition lacks its name, field or authority.
pub fn publish(state: &State, procedure: Procedure, effective_on: Date) -> Result<Vec<Event>, Refusal> {
    let missing = [("/name", &procedure.name), ("/field", &procedure.field), ("/authority", &procedure.authority)]
        .into_iter()
        .filter(|(_, value)| value.trim().is_empty())
        .map(|(pointer, _)| Problem::new(pointer, "missing"))
        .collect::<Vec<_>>();
    if !missing.is_empty() {
        return Err(Refusal::input(missing));
    }
    if state.withdrawn_on.is_none() && state.procedure.as_ref() == Some(&procedure) {
        return Ok(Vec::new());
    }
    Ok(vec![Event::Published(Published { effective_on, procedure })])
}

/// Withdraws a procedure from a day on.
///
/// # Errors
/// When it was never published, or is withdrawn already.
pub fn withdraw(state: &State, effective_on: Date, reason: String) -> Result<Vec<Event>, Refusal> {
    match (&state.procedure, state.withdrawn_on) {
        (None, _) => Err(Refusal::not_found("procedure-unknown")),
        (Some(procedure), Some(_)) => Err(Refusal::rule("procedure-withdrawn").with("name", &procedure.name)),
        (Some(procedure), None) => {
            Ok(vec![Event::Withdrawn(Withdrawn { code: procedure.code.clone(), effective_on, reason })])
        }
    }
}
