//! What is known of an applicant already: from their earlier dossiers, as far as this officer may see them. Nothing is
//! asked for again, and each value says where it comes from.

use crate::pages::personal::documents;
use crate::pages::registry::{Filled, Fills};
use crate::pages::typed::Typed;
use crate::texts::Words;
use jiff::Timestamp;
use jiff::civil::Date;
use rules::catalogue::{Procedure, RequiredDocument};
use rules::codes::{DossierCode, ProcedureCode};
use rules::dossiers::{Applicant, ApplicantKind, Origin};
use rules::people::Actor;
use rules::people::permissions::scope;
use rules::personal::{Standing, fit};
use store::desk::dossiers::{filed_by_stranger, load_for};
use store::province::Province;
use store::tables::dossier_lists::{self, Filter};
use store::tables::personal::documents::Holder;
use store::{Failure, Tx};

/// How many earlier dossiers are looked through.
const LOOK_BACK: u32 = 8;

/// What is known of an applicant.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// The newest particulars, and the dossier that they stand in.
    pub(super) applicant: Option<(Applicant, String)>,
    /// Documents of the applicant's store that stand and can be used again.
    pub(super) papers: Vec<KnownPaper>,
}

/// A document of the store.
#[derive(Debug, Clone)]
pub(super) struct KnownPaper {
    /// What it is: the name of the required document.
    pub(super) name: String,
    /// Its file.
    pub(super) file: String,
    /// The dossier that it was handed in with.
    pub(super) dossier: String,
    /// The demand that it answered: procedure and code of the required document.
    answered: (ProcedureCode, String),
}

/// The number as it is kept, from what was typed.
pub(super) fn number(typed: &str) -> String {
    typed.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-')).collect()
}

/// Whether this is enough of a number to look somebody up by.
pub(super) fn is_whole(number: &str) -> bool {
    number.len() >= 9
}

/// Looks an applicant up by their number.
///
/// # Errors
/// When the database fails.
pub(super) fn look_up(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    words: Words,
    typed: &str,
    today: Date,
) -> Result<Known, Failure> {
    let number = number(typed);
    let mut known = Known::default();
    if !is_whole(&number) {
        return Ok(known);
    }
    let holder = Holder { login: None, subject: Some(number.clone()) };
    let held = store::tables::personal::documents::of(tx, &holder)?;
    let stands = held.into_iter().filter(|document| document.standing(today) == Standing::InForce);
    known.papers = stands
        .map(|document| KnownPaper {
            name: documents::name(words, province, &document.stored),
            file: document.stored.file,
            dossier: document.stored.dossier.to_string(),
            answered: (document.stored.procedure, document.stored.code),
        })
        .collect();
    let filter = Filter { q: Some(number.clone()), ..Filter::default() };
    for listed in dossier_lists::list(tx, &scope(actor), &filter, None, LOOK_BACK)? {
        // A dossier that left the officer's sight since it was listed tells nothing.
        let filed = match load_for(tx, actor, &listed.code) {
            Ok(loaded) => loaded.dossier.filed,
            Err(Failure::Refused(_)) => continue,
            Err(fault) => return Err(fault),
        };
        // What somebody else typed under this number tells nothing of its owner.
        if filed.applicant.id_number != number || filed_by_stranger(tx, &filed)?.is_some() {
            continue;
        }
        if known.applicant.is_none() {
            known.applicant = Some((filed.applicant, listed.code));
        }
    }
    Ok(known)
}

impl Known {
    /// Fills in what is known where nothing was typed, and notes where it came from.
    pub(super) fn fill(&self, typed: &mut Typed, fills: &mut Fills, now: Timestamp) {
        let Some((applicant, dossier)) = &self.applicant else { return };
        let Ok(dossier) = dossier.parse::<DossierCode>() else { return };
        if typed.get("applicant-kind").is_empty() {
            let kind = if applicant.kind == ApplicantKind::Citizen { "citizen" } else { "organisation" };
            typed.set("applicant-kind", kind);
        }
        let mut values = vec![
            ("applicant-name", Some(applicant.name.clone())),
            ("applicant-phone", Some(applicant.phone.to_string())),
            ("applicant-email", applicant.email.clone()),
            ("applicant-birth_date", applicant.birth_date.clone()),
        ];
        // A village of one place is no address in another: both come from the same source, or neither.
        if typed.get("applicant-commune").is_empty() && typed.get("applicant-address").is_empty() {
            values.push(("applicant-commune", applicant.commune.clone().map(String::from)));
            values.push(("applicant-address", applicant.address.clone()));
        }
        for (field, value) in values {
            let Some(value) = value.filter(|value| !value.is_empty() && typed.get(field).is_empty()) else { continue };
            typed.set(field, value.as_str());
            fills.note(field, Filled { value, origin: Origin::Dossier(dossier.clone()), at: now });
        }
    }

    /// The papers that answer this demand of a procedure, the best first.
    pub(super) fn papers_for(&self, procedure: &Procedure, asked: &RequiredDocument) -> Vec<&KnownPaper> {
        let fits = |paper: &&KnownPaper| {
            let same = paper.answered == (procedure.code.clone(), asked.code.clone());
            fit(asked, &paper.name, same)
        };
        let mut fitting: Vec<_> = self.papers.iter().filter(|paper| fits(paper).is_some()).collect();
        fitting.sort_by_key(fits);
        fitting
    }
}
