//! What is known of an applicant already: from their earlier dossiers, as far as this officer may see them. Nothing is
//! asked for again, and each value says where it comes from.

use crate::pages::typed::Typed;
use rules::dossiers::{Applicant, ApplicantKind};
use rules::people::Actor;
use rules::people::permissions::scope;
use std::collections::BTreeMap;
use store::desk::dossiers::load_for;
use store::province::Province;
use store::tables::dossier_lists::{self, Filter};
use store::{Failure, Tx};

/// How many earlier dossiers are looked through.
const LOOK_BACK: u32 = 8;

/// What is known of an applicant.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// The newest particulars, and the dossier that they stand in.
    pub(super) applicant: Option<(Applicant, String)>,
    /// Papers that were digitised before and can be used again.
    pub(super) papers: Vec<KnownPaper>,
}

/// A paper of an earlier dossier.
#[derive(Debug, Clone)]
pub(super) struct KnownPaper {
    /// What it is: the name of the required document.
    pub(super) name: String,
    /// Its file.
    pub(super) file: String,
    /// The dossier that it was handed in with.
    pub(super) dossier: String,
}

/// Looks an applicant up by their number.
///
/// # Errors
/// When the database fails.
pub(super) fn look_up(tx: &mut Tx, province: &Province, actor: &Actor, typed: &str) -> Result<Known, Failure> {
    let number: String = typed.chars().filter(|letter| !matches!(letter, ' ' | '.')).collect();
    let mut known = Known::default();
    if number.len() < 9 {
        return Ok(known);
    }
    let filter = Filter { q: Some(number.clone()), ..Filter::default() };
    for listed in dossier_lists::list(tx, &scope(actor), &filter, None, LOOK_BACK)? {
        // A dossier that left the officer's sight since it was listed tells nothing.
        let filed = match load_for(tx, actor, &listed.code) {
            Ok(loaded) => loaded.dossier.filed,
            Err(Failure::Refused(_)) => continue,
            Err(fault) => return Err(fault),
        };
        if filed.applicant.id_number != number {
            continue;
        }
        let procedure = province.procedure(&filed.procedure).and_then(|state| state.procedure.as_ref());
        for paper in &filed.documents {
            let asked =
                procedure.and_then(|procedure| procedure.documents.iter().find(|asked| asked.code == paper.code));
            if let (Some(asked), Some(file)) = (asked, &paper.file_id) {
                known.papers.push(KnownPaper {
                    name: asked.name.clone(),
                    file: file.clone(),
                    dossier: listed.code.clone(),
                });
            }
        }
        if known.applicant.is_none() {
            known.applicant = Some((filed.applicant, listed.code));
        }
    }
    Ok(known)
}

impl Known {
    /// Fills in what is known where nothing was typed; answers which fields it filled, and from which dossier.
    pub(super) fn fill(&self, typed: &mut Typed) -> BTreeMap<String, String> {
        let mut sources = BTreeMap::new();
        let Some((applicant, dossier)) = &self.applicant else { return sources };
        let kind = match applicant.kind {
            ApplicantKind::Citizen => "citizen",
            ApplicantKind::Organisation => "organisation",
        };
        let values = [
            ("applicant-kind", Some(kind.to_owned())),
            ("applicant-name", Some(applicant.name.clone())),
            ("applicant-phone", Some(applicant.phone.to_string())),
            ("applicant-email", applicant.email.clone()),
            ("applicant-birth_date", applicant.birth_date.clone()),
            ("applicant-commune", applicant.commune.clone().map(String::from)),
            ("applicant-address", applicant.address.clone()),
        ];
        for (field, value) in values {
            let Some(value) = value.filter(|value| !value.is_empty() && typed.get(field).is_empty()) else { continue };
            typed.set(field, value);
            sources.insert(field.to_owned(), dossier.clone());
        }
        sources
    }

    /// The papers of this name.
    pub(super) fn papers_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a KnownPaper> {
        self.papers.iter().filter(move |paper| paper.name == name)
    }
}
