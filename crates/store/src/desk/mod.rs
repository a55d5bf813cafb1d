//! Where a command meets the journal: load, ask the policy and the rules, append, project, in one transaction.

pub mod catalogue;
pub mod dossiers;
pub mod people;

use crate::Fault;
use crate::journal::AppendError;
use rules::Refusal;

/// Why something was not done: a rule or a person said no, or we failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The rules or the policy refuse.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The system failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<AppendError> for Failure {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Conflict { current } => Refusal::conflict("stale-version").with("version", current).into(),
            AppendError::Fault(fault) => fault.into(),
        }
    }
}
