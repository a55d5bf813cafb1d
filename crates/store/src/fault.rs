//! What goes wrong on our side: logged with a short number that the person is shown, never explained to them.
//!
//! Knows nothing of HTTP or of texts. `Failure` joins it with the rules' refusals for whoever may meet both.

use rules::Refusal;
use std::{error::Error, fmt};

/// What kind of fault it is, for the few places that treat one differently from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// A bug, a damaged row, a full disk: nothing that a caller can mend.
    Internal,
    /// The database can't be reached now; nothing was written, trying again later may help.
    Unavailable,
    /// The connection was lost while the commit was under way: it may or may not have been written.
    Unknown,
    /// A unique constraint forbade a row; nothing was written.
    Duplicate,
}

/// Something went wrong that is not the person's fault.
#[derive(Debug, thiserror::Error)]
#[error("fault {number}: {context}")]
pub struct Fault {
    number: FaultNumber,
    kind: FaultKind,
    context: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// The short random number by which a fault is found in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultNumber(u32);

impl fmt::Display for FaultNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl Fault {
    /// A fault of our own making; `context` says what was being done.
    pub fn new(context: impl Into<String>) -> Self {
        // The last bytes of a random UUID are random.
        let [.., a, b, c, d] = *uuid::Uuid::new_v4().as_bytes();
        Self {
            number: FaultNumber(u32::from_be_bytes([a, b, c, d])),
            kind: FaultKind::Internal,
            context: context.into(),
            source: None,
        }
    }

    /// A fault caused by another error.
    pub fn because(context: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..Self::new(context) }
    }

    /// The same fault, of this kind.
    #[must_use]
    pub fn of(mut self, kind: FaultKind) -> Self {
        self.kind = kind;
        self
    }

    /// The number that the person is shown and the log carries.
    #[must_use]
    pub fn number(&self) -> FaultNumber {
        self.number
    }

    /// What kind of fault it is.
    #[must_use]
    pub fn kind(&self) -> FaultKind {
        self.kind
    }
}

/// A command was not carried out: the rules said no, or something broke.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The rules said no: the person is told why.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Something broke: the person is told a number.
    #[error(transparent)]
    Fault(#[from] Fault),
}
