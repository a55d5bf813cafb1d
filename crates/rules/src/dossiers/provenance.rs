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

/// Whether population data stand behind a filing: a value taken from the national database, or an identity that the account
/// vouches for (766, 4.5).
#[must_use]
pub fn uses_population_data(sources: &Sources) -> bool {
    let vouches = |(field, source): (&String, &Provenance)| match source.origin {
        Origin::Registry(_) => true,
        Origin::Account => field == "id_number" && !source.corrected,
        Origin::Dossier(_) => false,
    };
    sources.iter().any(vouches)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn population_data_are_those_of_the_registry_or_of_a_vouched_number() {
        let source = |origin, corrected| Provenance { origin, at: jiff::Timestamp::UNIX_EPOCH, corrected };
        let of = |field: &str, source| Sources::from([(field.to_owned(), source)]);
        assert!(uses_population_data(&of("name", source(Origin::Registry("1".into()), true))));
        assert!(uses_population_data(&of("id_number", source(Origin::Account, false))));
        assert!(!uses_population_data(&of("id_number", source(Origin::Account, true))));
        assert!(!uses_population_data(&of("phone", source(Origin::Account, false))));
        assert!(!uses_population_data(&Sources::new()));
    }
}
