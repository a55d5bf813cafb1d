//! The official forms of a dossier: which were issued, under which code, and finding one by it. Nothing is stored: a form follows
//! from the journal's entry that it documents.

use super::dossiers::{Loaded, load};
use crate::Failure;
use crate::engine::Tx;
use crate::journal::Recorded;
use rules::Refusal;
use rules::dossiers::{FormStanding, OfficialForm};
use seals::DocumentCode;
use std::fmt;
use std::str::FromStr;

/// What stands on a form and in the address that its QR code opens: the dossier, the form's number, the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentId {
    dossier: String,
    form: OfficialForm,
    code: DocumentCode,
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}.{}", self.dossier, self.form.number(), self.code)
    }
}

impl FromStr for DocumentId {
    type Err = Refusal;

    /// Reads what people type or scan.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let mut parts = text.trim().rsplitn(3, '.');
        let code = parts.next().and_then(|code| code.parse().ok());
        let form = parts.next().and_then(|form| OfficialForm::from_number(form.parse().ok()?));
        match (parts.next(), form, code) {
            (Some(dossier), Some(form), Some(code)) => Ok(Self { dossier: dossier.to_uppercase(), form, code }),
            _ => Err(unknown()),
        }
    }
}

fn unknown() -> Refusal {
    Refusal::not_found("official-unknown")
}

/// A form that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// Which form.
    pub form: OfficialForm,
    /// Which time, from 1: there may be two requests to supplement.
    pub round: usize,
    /// The place of the entry that it documents, in the dossier's history.
    pub at: usize,
    /// What stands on it.
    pub id: DocumentId,
}

impl Issued {
    /// Its name in addresses: `acknowledgement`, `supplement-request-2`.
    #[must_use]
    pub fn name(&self) -> String {
        match self.round {
            1 => self.form.key().to_owned(),
            round => format!("{}-{round}", self.form.key()),
        }
    }

    /// Its number: "H35.38-251223-0001/YCBS-2".
    #[must_use]
    pub fn number(&self) -> String {
        let sign = self.form.sign();
        match self.round {
            1 => format!("{}/{sign}", self.id.dossier),
            round => format!("{}/{sign}-{round}", self.id.dossier),
        }
    }

    /// Whether what it says still holds.
    #[must_use]
    pub fn standing(&self, loaded: &Loaded) -> FormStanding {
        let entry = &loaded.history[self.at];
        self.form.standing(&loaded.dossier, entry.at, entry.version)
    }
}

fn id(recorded: &Recorded, dossier: &str, form: OfficialForm) -> DocumentId {
    DocumentId { dossier: dossier.to_owned(), form, code: DocumentCode::of(recorded.hash, form.number()) }
}

/// The forms of a dossier as it stands, in the order in which they were issued; the control slip last, as of the last entry.
#[must_use]
pub fn issued(loaded: &Loaded) -> Vec<Issued> {
    let code = loaded.dossier.filed.code.as_str();
    let mut all: Vec<Issued> = Vec::new();
    for (at, recorded) in loaded.history.iter().enumerate() {
        let rules::Event::Dossiers(event) = &recorded.event else { continue };
        if let Some(form) = OfficialForm::of(event) {
            let round = 1 + all.iter().filter(|other| other.form == form).count();
            all.push(Issued { form, round, at, id: id(recorded, code, form) });
        }
    }
    all.extend(slip(loaded, loaded.history.len()));
    all
}

/// The control slip after so many entries.
fn slip(loaded: &Loaded, entries: usize) -> Option<Issued> {
    let at = entries.checked_sub(1)?;
    let form = OfficialForm::ControlSlip;
    let id = id(loaded.history.get(at)?, loaded.dossier.filed.code.as_str(), form);
    Some(Issued { form, round: 1, at, id })
}

/// The document of this name: `acknowledgement`, `supplement-request-2`.
#[must_use]
pub fn named(loaded: &Loaded, name: &str) -> Option<Issued> {
    issued(loaded).into_iter().find(|issued| issued.name() == name)
}

/// The document that somebody holds in their hands.
///
/// # Errors
/// The same refusal whether there is no such dossier, no such form, or the code is another's.
pub fn find(tx: &mut Tx, wanted: &DocumentId) -> Result<(Loaded, Issued), Failure> {
    let loaded = load(tx, &wanted.dossier)?.ok_or_else(unknown)?;
    let found = match wanted.form {
        // An older slip documents an older state.
        OfficialForm::ControlSlip => (1..=loaded.history.len())
            .rev()
            .filter_map(|entries| slip(&loaded, entries))
            .find(|slip| slip.id == *wanted),
        _ => issued(&loaded).into_iter().find(|issued| issued.id == *wanted),
    };
    let found = found.ok_or_else(unknown)?;
    Ok((loaded, found))
}
