//! What of a record goes into a form.

use links::population::Person;
use rules::people::Directory;

/// The fields of the applicant that a record fills, with their values. The commune is filled where it is one of the province's, an
/// older one by the one that took its place; one of another province stays in the words of the address.
pub(crate) fn values(person: &Person, directory: &Directory) -> Vec<(&'static str, String)> {
    let mut values = vec![("applicant-name", person.name.clone()), ("applicant-birth_date", person.birth.written())];
    if let Some(address) = person.permanent.as_ref().or(person.present.as_ref()) {
        let commune = address.commune.as_ref().and_then(|commune| directory.commune_today(commune));
        match commune {
            Some(commune) => {
                values.push(("applicant-commune", commune.to_string()));
                values.push(("applicant-address", address.detail.clone().unwrap_or_default()));
            }
            None => values.push(("applicant-address", address.whole.clone())),
        }
    }
    values.retain(|(_, value)| !value.is_empty());
    values
}
