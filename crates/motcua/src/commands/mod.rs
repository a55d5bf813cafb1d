//! The commands of the program, one file each: what each takes, does and prints.

pub mod demo;
pub mod due;
pub mod figures;
pub mod import;
pub mod index;
pub mod journal;
pub mod neighbour;
pub mod people;
pub mod population;
pub mod serve;
pub mod settings;
pub mod simulate;

pub use web::Words as Texts;

use rules::Refusal;
use store::Failure;

/// Why a command did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// Refused, or bad input: one clear line a problem.
    #[error("{0}")]
    Refused(String),
    /// Ours.
    #[error(transparent)]
    Fault(#[from] anyhow::Error),
}

impl CommandError {
    /// The exit status of the program: 1 refused or bad input, 3 fault.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Refused(_) => 1,
            Self::Fault(_) => 3,
        }
    }

    /// A failure of the store in the words of the catalogues.
    #[must_use]
    pub fn of(failure: Failure, texts: Texts) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::Refused(said(&refusal, texts)),
            Failure::Fault(fault) => Self::Fault(fault.into()),
        }
    }
}

impl From<store::Fault> for CommandError {
    fn from(fault: store::Fault) -> Self {
        Self::Fault(fault.into())
    }
}

/// A refusal in words: what is wrong, then each field at fault on a line of its own.
fn said(refusal: &Refusal, texts: Texts) -> String {
    let own =
        texts.maybe(&format!("refusal-{}", refusal.code), &refusal.args).unwrap_or_else(|| refusal.code.to_owned());
    let problems = refusal.problems.iter().map(|problem| {
        let text = texts.maybe(&format!("problem-{}", problem.code), &problem.args);
        format!("{}: {}", problem.pointer, text.unwrap_or_else(|| problem.code.to_owned()))
    });
    let row = refusal.args.iter().find(|(name, _)| *name == "row").map(|(_, row)| row.clone());
    let lines = std::iter::once(own).chain(problems);
    let lines = lines.map(|what| match &row {
        Some(row) => texts.t2("import-entered-refused", "row", row, "what", what),
        None => what,
    });
    lines.collect::<Vec<_>>().join("\n")
}
