//! Publishing and withdrawing a procedure.

use super::{Author, Event, Procedure, Published, Withdrawn};
use crate::{Problem, Refusal};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A version of a procedure with the day from which it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// The version: the number of the event that published it.
    pub number: u64,
    /// From when dossiers are received under it.
    pub effective_on: Date,
    /// What it says.
    pub procedure: Procedure,
}

/// What is known of one procedure: the fold of its events.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    /// The version in force; nothing while the first one is still to come.
    pub procedure: Option<Procedure>,
    /// The number of the version in force: what a dossier that is filed now keeps.
    pub edition: u64,
    /// Versions that were published and are to come, the next one first.
    pub to_come: Vec<Edition>,
    /// From when it was withdrawn.
    pub withdrawn_on: Option<Date>,
    /// Number of events so far.
    pub version: u64,
}

impl State {
    /// The state of a procedure that was published once, and counts.
    #[must_use]
    pub fn published(procedure: Procedure) -> Self {
        Self { procedure: Some(procedure), edition: 1, version: 1, ..Self::default() }
    }

    /// The state after a version was published that counts at once.
    #[must_use]
    pub fn succeeded_by(self, procedure: Procedure) -> Self {
        let version = self.version + 1;
        Self { procedure: Some(procedure), edition: version, version, ..Self::default() }
    }

    /// Whether it is withdrawn by this day; without a day whatever was announced has taken effect.
    #[must_use]
    pub fn is_withdrawn(&self, day: Option<Date>) -> bool {
        self.withdrawn_on.is_some_and(|from| day.is_none_or(|day| from <= day))
    }

    /// The version that was published last, in force or to come.
    #[must_use]
    pub fn newest(&self) -> Option<&Procedure> {
        self.to_come
            .iter()
            .max_by_key(|edition| edition.number)
            .map(|edition| &edition.procedure)
            .or(self.procedure.as_ref())
    }
}

/// Publishes a version; nothing happens when it equals the newest one.
///
/// # Errors
/// When the definition lacks its name, field or authority, two of its cases or papers have one name, or its form demands a
/// paper that it does not ask for.
pub fn publish(state: &State, procedure: Procedure, effective_on: Date) -> Result<Vec<Event>, Refusal> {
    let problems = problems(&procedure);
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    if state.withdrawn_on.is_none() && state.newest() == Some(&procedure) {
        return Ok(Vec::new());
    }
    Ok(vec![Event::Published(Published { effective_on, procedure, prepared_by: None })])
}

/// What is wrong with a procedure, all at once; nothing when it can be published.
#[must_use]
pub fn problems(procedure: &Procedure) -> Vec<Problem> {
    let mut problems = [("/name", &procedure.name), ("/field", &procedure.field), ("/authority", &procedure.authority)]
        .into_iter()
        .filter(|(_, value)| value.trim().is_empty())
        .map(|(pointer, _)| Problem::new(pointer, "missing"))
        .collect::<Vec<_>>();
    let mut keys = BTreeSet::new();
    for (position, variant) in procedure.variants.iter().enumerate() {
        let pointer = format!("/variants/{position}");
        if variant.key.trim().is_empty() || variant.name.trim().is_empty() {
            problems.push(Problem::new(&pointer, "missing"));
        } else if !keys.insert(&variant.key) {
            problems.push(Problem::new(&pointer, "variant-twice").with("variant", &variant.key));
        }
    }
    if let Some(form) = &procedure.form {
        let papers = form.fields().filter_map(|field| match &field.kind {
            super::forms::Kind::Paper(code) => Some((field.name.as_str(), code.as_str())),
            _ => None,
        });
        for (field, code) in papers.chain(form.stands_for().map(|code| ("stands_for", code))) {
            if !procedure.every_document().any(|asked| asked.code == code) {
                problems.push(Problem::new("/form", "form-missing").with("field", field).with("detail", code));
            }
        }
    }
    problems.extend(uncounted(procedure));
    problems.extend(super::joint::problems(procedure));
    problems
}

/// Fees that are counted by a field that the form does not have: nobody could ever say how often they are owed.
fn uncounted(procedure: &Procedure) -> impl Iterator<Item = Problem> {
    let cases = procedure.variants.iter().enumerate().filter_map(|(at, case)| {
        let fees = case.fees.as_ref()?;
        Some((format!("/variants/{at}/fees"), fees))
    });
    let every = std::iter::once(("/fees".to_owned(), &procedure.fees)).chain(cases);
    every.flat_map(|(pointer, fees)| {
        let counts = fees.iter().enumerate().filter_map(|(at, fee)| Some((at, fee.count.as_ref()?)));
        let missing =
            counts.filter_map(|(at, count)| Some((at, count.missing_in(procedure.form.as_ref())?.to_owned())));
        let problem = |(at, field): (usize, String)| {
            Problem::new(format!("{pointer}/{at}/count"), "fee-count-field").with("field", field)
        };
        missing.map(problem).collect::<Vec<_>>()
    })
}

/// Withdraws a procedure from a day on.
///
/// # Errors
/// When it was never published, or is withdrawn already.
pub fn withdraw(
    state: &State,
    effective_on: Date,
    reason: String,
    prepared_by: Option<Author>,
) -> Result<Vec<Event>, Refusal> {
    match (state.newest(), state.withdrawn_on) {
        (None, _) => Err(Refusal::not_found("procedure-unknown")),
        (Some(procedure), Some(_)) => Err(Refusal::rule("procedure-withdrawn").with("name", &procedure.name)),
        (Some(procedure), None) => {
            let code = procedure.code.clone();
            Ok(vec![Event::Withdrawn(Withdrawn { code, effective_on, reason, prepared_by })])
        }
    }
}
