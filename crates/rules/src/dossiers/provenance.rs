//! Where a prefilled value came from: kept with the filed dossier and shown to officers.

use crate::codes::DossierCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where one value came from, when, and whether the person changed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Where it was taken from.
    pub origin: Origin,
    /// When.
    pub at: Timestamp,
    /// Whether it was changed after it was filled in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
}

/// The places from which values are filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The national population database, by the number of the look-up.
    Registry(String),
    /// The account that the person signed in with.
    Account,
    /// An earlier dossier of the person.
    Dossier(DossierCode),
}

/// Where prefilled values came from, by the field of the applicant: `name`, `birth_date`, ….
pub type Sources = BTreeMap<String, Provenance>;

/// Whether somebody vouches for the applicant's birth date: it is what the population database said, or what the identity said with
/// which they signed in, of the same person. What was typed, changed, or taken from an earlier dossier is only said.
#[must_use]
pub fn vouched_birth(sources: &Sources) -> bool {
    let untouched = |field: &str| sources.get(field).filter(|source| !source.corrected).map(|source| &source.origin);
    match untouched("birth_date") {
        Some(Origin::Registry(_)) => true,
        Some(Origin::Account) => matches!(untouched("id_number"), Some(Origin::Account | Origin::Registry(_))),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossiers::tests::sample::at;

    fn from(origin: Origin, corrected: bool) -> Provenance {
        Provenance { origin, at: at(1, 9), corrected }
    }

    #[test]
    fn a_birth_date_is_vouched_for_only_where_it_was_told_and_left_alone() {
        let registry = || Origin::Registry("TC-1".into());
        let of = |birth: Provenance| vouched_birth(&Sources::from([("birth_date".to_owned(), birth)]));
        assert!(of(from(registry(), false)));
        assert!(!of(from(registry(), true)), "changed by hand");
        assert!(!of(from(Origin::Account, false)), "of an account, for a number that somebody typed");
        assert!(!vouched_birth(&Sources::new()), "typed");
        let own = [("birth_date", from(Origin::Account, false)), ("id_number", from(Origin::Account, false))];
        assert!(vouched_birth(&own.map(|(field, source)| (field.to_owned(), source)).into()));
    }
}
