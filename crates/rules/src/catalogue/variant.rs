//! The cases of a procedure (*trường hợp*): the same procedure with other papers, fees or time limit.

use super::{Fee, Procedure, RequiredDocument};
use crate::calendar::TimeLimit;
use crate::{Problem, Refusal};
use serde::{Deserialize, Serialize};

/// One case of a procedure; what it does not name is as in the procedure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// Its name in filings and addresses: `lost`.
    pub key: String,
    /// What people choose: "Cấp lại do bị mất".
    pub name: String,
    /// Whom it is for, where the name does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Its own papers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents: Option<Vec<RequiredDocument>>,
    /// Its own fees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees: Option<Vec<Fee>>,
    /// Its own legal time limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_limit: Option<TimeLimit>,
}

/// The case that was chosen, as a dossier keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenVariant {
    /// Its key.
    pub key: String,
    /// Its name when it was chosen.
    pub name: String,
}

impl Procedure {
    /// The procedure as it is in this case: with the case's papers, fees and time limit. Without cases it is itself.
    ///
    /// # Errors
    /// When it has cases and none of them is named, or one that it has not.
    pub fn in_case(&self, key: &str) -> Result<(Self, Option<ChosenVariant>), Refusal> {
        if key.is_empty() && self.variants.is_empty() {
            return Ok((self.clone(), None));
        }
        let Some(variant) = self.variants.iter().find(|variant| variant.key == key) else {
            let code = if key.is_empty() { "variant-missing" } else { "variant-unknown" };
            return Err(Refusal::input(vec![Problem::new("/variant", code).with("variant", key)]));
        };
        let mut procedure = self.clone();
        if let Some(documents) = &variant.documents {
            procedure.documents.clone_from(documents);
        }
        if let Some(fees) = &variant.fees {
            procedure.fees.clone_from(fees);
        }
        procedure.time_limit = variant.time_limit.or(procedure.time_limit);
        Ok((procedure, Some(ChosenVariant { key: variant.key.clone(), name: variant.name.clone() })))
    }

    /// Every paper that the procedure asks for in any case, each code once.
    pub fn every_document(&self) -> impl Iterator<Item = &RequiredDocument> {
        self.documents.iter().chain(self.variants.iter().flat_map(|variant| variant.documents.iter().flatten()))
    }
}
