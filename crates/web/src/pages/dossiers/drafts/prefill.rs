//! Ask nothing that is known: a new draft begins with what the account and the person's last dossier say.

use super::{Body, Source};
use rules::dossiers::ApplicantKind;
use rules::people::Actor;
use store::desk::dossiers::load;
use store::tables::dossier_lists::{self, Filter};
use store::tables::people;
use store::{Fault, Tx};

/// The beginning of a draft of this person.
///
/// # Errors
/// When the database fails.
pub fn begin(tx: &mut Tx, actor: &Actor) -> Result<Body, Fault> {
    let mut body = Body { whom: "self".to_owned(), ..Body::default() };
    if let Some(person) = people::person(tx, &actor.login)? {
        body.fill("applicant-name", Some(person.name), None);
        body.fill("applicant-id_number", person.personal_id, None);
        body.fill("applicant-phone", person.phone, None);
        body.fill("applicant-address", person.address, None);
        body.fill("applicant-commune", person.commune, None);
    }
    let scope = rules::people::permissions::Scope::Owner(actor.login.clone());
    let last = dossier_lists::list(tx, &scope, &Filter::default(), None, 1)?.into_iter().next();
    let Some(last) = last else { return Ok(body) };
    let Some(loaded) = load(tx, &last.code)? else { return Ok(body) };
    let applicant = loaded.dossier.filed.applicant;
    // What was filed for an organisation or for somebody else says nothing about this person.
    if applicant.kind == ApplicantKind::Citizen && applicant.id_number == body.applicant.id_number {
        let from = Some(last.code);
        body.fill("applicant-phone", Some(applicant.phone.to_string()), from.clone());
        body.fill("applicant-email", applicant.email, from.clone());
        body.fill("applicant-birth_date", applicant.birth_date.map(|day| written(&day)), from.clone());
        body.fill("applicant-commune", applicant.commune.map(String::from), from.clone());
        body.fill("applicant-address", applicant.address, from);
    }
    Ok(body)
}

/// A day as people write it here: 14/02/1985; a year stays a year.
fn written(kept: &str) -> String {
    match kept.split('-').collect::<Vec<_>>()[..] {
        [year, month, day] => format!("{day}/{month}/{year}"),
        _ => kept.to_owned(),
    }
}

impl Body {
    /// Fills in a value where none is yet, and notes where it came from.
    fn fill(&mut self, field: &str, value: Option<String>, dossier: Option<String>) {
        let who = &mut self.applicant;
        let kept = match field {
            "applicant-name" => &mut who.name,
            "applicant-id_number" => &mut who.id_number,
            "applicant-phone" => &mut who.phone,
            "applicant-email" => &mut who.email,
            "applicant-birth_date" => &mut who.birth_date,
            "applicant-commune" => &mut who.commune,
            "applicant-address" => &mut who.address,
            _ => return,
        };
        let Some(value) = value.filter(|value| kept.is_empty() && !value.is_empty()) else { return };
        kept.clone_from(&value);
        self.sources.insert(field.to_owned(), Source { value, dossier });
    }
}
