//! Papers that a request names: only files that the caller uploaded, or may use again, become part of a dossier.

use crate::api::wire::Complaints;
use rules::Problem;
use rules::dossiers::SubmittedDocument;
use rules::people::Actor;
use serde::{Deserialize, Serialize};
use store::{Fault, Tx, files};
use utoipa::ToSchema;

/// A paper that is handed in: a file that was uploaded, or an earlier one that is used again.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DocumentSent {
    /// The code of the required document that it answers.
    #[schema(example = "01")]
    pub code: String,
    /// The uploaded file; nothing only for a paper that was shown where the filing was taken in, never online.
    #[schema(example = "019a7c3e-5f7a-7cc1-b7a0-5b8f0e6f9a11")]
    pub file_id: Option<String>,
    /// An earlier file that is used again instead of asked for.
    pub reuse_of: Option<String>,
    /// What it is called; the file's own name when not said.
    pub name: Option<String>,
}

impl DocumentSent {
    /// The paper as the rules know it, not yet looked up.
    #[must_use]
    pub fn submitted(self) -> SubmittedDocument {
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        SubmittedDocument {
            code: self.code,
            file_id: given(self.file_id),
            name: given(self.name),
            reuse_of: given(self.reuse_of),
            // Found out where it is looked up, never believed.
            ..SubmittedDocument::default()
        }
    }
}

/// Looks up the files of papers, and names them.
///
/// # Errors
/// When the database refuses; what is wrong with a paper goes to the complaints.
pub fn look_up(
    tx: &mut Tx,
    actor: &Actor,
    documents: &mut [SubmittedDocument],
    complaints: &mut Complaints,
) -> Result<(), Fault> {
    for (position, document) in documents.iter_mut().enumerate() {
        let pointer = |field: &str| format!("/documents/{position}/{field}");
        if let Some(id) = document.file_id.as_ref().filter(|_| document.reuse_of.is_none()) {
            match own_file(tx, actor, id)? {
                Some(file) => document.name = document.name.take().or(Some(file.name)),
                None => complaints.add(Problem::new(pointer("file_id"), "file-unknown")),
            }
        }
        // Whether a file may be used again is asked where the dossier is filed, of the applicant's store.
    }
    Ok(())
}

/// The file of this identifier, if the actor uploaded it.
///
/// # Errors
/// When the database refuses.
pub fn own_file(tx: &mut Tx, actor: &Actor, id: &str) -> Result<Option<files::File>, Fault> {
    Ok(files::find(tx, id)?.filter(|file| file.owner == actor.login))
}
