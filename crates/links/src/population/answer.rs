//! What is asked of the registry, and what it can answer.

use super::Person;
use async_trait::async_trait;
use rules::codes::PersonalId;
use rules::registry::{Birth, LookUpResult, Mismatch, Unavailable, mismatches};

/// A question about one person. The platform wants to know who asks, for what, and under which number.
#[derive(Clone, PartialEq, Eq)]
pub struct Query {
    /// Whose record is wanted.
    pub personal_id: PersonalId,
    /// Their name, as far as it was typed.
    pub name: Option<String>,
    /// Their birth, as far as it was typed.
    pub birth: Option<Birth>,
    /// The dossier, draft or form that it is for.
    pub reference: String,
    /// Who asks: the officer's or citizen's account.
    pub asker: String,
    /// The number of this question, the same in every try.
    pub request: String,
}

/// Says only which question it is: nothing of a person gets into a log by mistake.
impl std::fmt::Debug for Query {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Query").field("request", &self.request).finish_non_exhaustive()
    }
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The person's record.
    Found(Box<Person>),
    /// Nobody has this number.
    NotFound,
    /// Somebody has this number, but not this name or birth: the record stays closed.
    Mismatch(Vec<Mismatch>),
    /// No answer that can be used.
    Unavailable(Unavailable),
}

impl Answer {
    /// Its kind.
    #[must_use]
    pub fn result(&self) -> LookUpResult {
        match self {
            Self::Found(_) => LookUpResult::Found,
            Self::NotFound => LookUpResult::NotFound,
            Self::Mismatch(_) => LookUpResult::Mismatch,
            Self::Unavailable(_) => LookUpResult::Unavailable,
        }
    }

    /// Why there is no answer, where there is none.
    #[must_use]
    pub fn reason(&self) -> Option<Unavailable> {
        if let Self::Unavailable(reason) = self { Some(*reason) } else { None }
    }

    /// What a record that came back means: one of somebody else is nonsense, one that does not fit the question stays closed.
    pub(super) fn of(person: Option<Person>, query: &Query) -> Self {
        let Some(person) = person else { return Self::NotFound };
        if person.personal_id != query.personal_id {
            return Self::Unavailable(Unavailable::Nonsense);
        }
        let wrong = mismatches((query.name.as_deref(), query.birth), (&person.name, person.birth));
        if wrong.is_empty() { Self::Found(Box::new(person)) } else { Self::Mismatch(wrong) }
    }
}

/// The registry, whoever stands behind it. An answer comes in any case, and within the time that it was set up with.
#[async_trait]
pub trait PopulationRegistry: Send + Sync {
    /// Looks one person up. Whoever calls writes it down before using the answer.
    async fn look_up(&self, query: &Query) -> Answer;
}
