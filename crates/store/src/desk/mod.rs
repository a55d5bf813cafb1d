//! Where a command meets the journal: load, ask the policy and the rules, append, project, in one transaction.

pub mod accounts;
pub mod agencies;
pub mod archives;
pub mod authorisations;
pub mod budget;
pub mod catalogue;
pub mod committees;
pub mod conferences;
pub mod coverage;
pub mod digital_citizens;
pub mod directives;
pub mod documents;
pub mod dossiers;
pub mod essential_services;
pub mod geography;
pub mod history;
pub mod identities;
pub mod indicators;
pub mod inspections;
mod joint;
pub mod messages;
pub mod obstacles;
pub mod official_reports;
pub mod payments;
pub mod people;
pub mod personal;
pub mod petitions;
pub mod positions;
pub mod procedure_drafts;
pub mod quality;
pub mod registry;
pub mod reminders;
pub mod results;
pub mod task_reports;
pub mod tasks;
pub mod training;
pub mod vacancies;

use crate::{Failure, Fault};
use rules::Refusal;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// The mark of what a form shows. It goes along with the form and comes back, so that nothing is saved over what was changed
/// meanwhile, by whomever.
///
/// # Errors
/// When it can't be written as JSON.
pub fn mark(shown: &impl Serialize) -> Result<String, Fault> {
    let text = serde_json::to_vec(shown).map_err(|error| Fault::because("what a form shows", error))?;
    Ok(hex::encode(&Sha256::digest(text)[..8]))
}

/// Refuses, with this code, to save over what is no longer as the form showed it that carried this mark.
fn unchanged(known: &impl Serialize, seen: &str, code: &'static str) -> Result<(), Failure> {
    if mark(known)? == seen { Ok(()) } else { Err(Refusal::conflict(code).into()) }
}
