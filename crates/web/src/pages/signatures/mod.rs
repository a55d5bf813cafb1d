//! Checking the digital signatures of PDFs: anybody's file, and the files of a dossier.

mod check;
mod file;

use crate::app::App;
use crate::components::Tag;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::signing::{self, Said, Summary, said};
use crate::texts::Arg;
use axum::Router;
use axum::routing::get;
use rules::calendar::day_of;
use rules::dossiers::Dossier;
use rules::personal::Standing;
use seals::pades::{Signature, Unreadable};
use std::collections::HashMap;
use store::tables::personal::documents;

/// The rooms of signatures.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/verify/signatures", get(check::ask).post(check::check))
        .route("/dossiers/{code}/files/{file}/signatures", get(file::show))
}

/// What a page says about the signatures of a file.
struct Report {
    /// What the file is, when there is nothing to say about signatures: no PDF, damaged, not signed.
    nothing: String,
    signatures: Vec<Said>,
}

impl Report {
    fn of(f: &Frame, found: Result<Vec<Signature>, Unreadable>) -> Self {
        let nothing = match &found {
            Err(Unreadable::NoPdf) => f.t("signature-no-pdf"),
            Err(Unreadable::Encrypted) => f.t("signature-encrypted"),
            Err(Unreadable::Damaged) => f.t("signature-damaged"),
            Ok(signatures) if signatures.is_empty() => f.t("signature-none"),
            Ok(_) => String::new(),
        };
        Self { nothing, signatures: found.unwrap_or_default().iter().map(|one| said(f, one)).collect() }
    }
}

/// What a dossier's page says beside a file that is signed.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// Valid, unproven, invalid: in a word.
    pub tag: Tag,
    /// Who signed.
    pub signers: String,
    /// Where it is told in full.
    pub href: String,
}

/// What is known about signed files of a dossier.
#[derive(Debug, Default)]
pub struct SealedFiles {
    code: String,
    found: HashMap<String, Summary>,
    /// Documents that were used again and do not stand any more.
    outdated: HashMap<String, Standing>,
}

impl SealedFiles {
    /// Looks through these files.
    ///
    /// # Errors
    /// A fault of the database or of the files.
    pub async fn of(app: &App, code: &str, files: Vec<String>) -> Result<Self, Failure> {
        Ok(Self { code: code.to_owned(), found: signing::summaries(app, files).await?, outdated: HashMap::new() })
    }

    /// The same, knowing which documents that the dossier used again do not stand any more.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn with_standings(mut self, app: &App, dossier: &Dossier) -> Result<Self, Failure> {
        let again = dossier
            .filed
            .documents
            .iter()
            .filter_map(|paper| Some((paper.reused_from.clone()?, paper.reuse_of.clone()?)));
        let (again, today): (Vec<_>, _) = (again.collect(), day_of(app.clock.now()));
        if !again.is_empty() {
            self.outdated = app
                .read(move |tx| {
                    let mut outdated = HashMap::new();
                    for (from, file) in &again {
                        let document = documents::find(tx, from, file)?;
                        let standing = document.map(|document| document.standing(today));
                        if let Some(standing) = standing.filter(|standing| *standing != Standing::InForce) {
                            outdated.insert(file.clone(), standing);
                        }
                    }
                    Ok(outdated)
                })
                .await?;
        }
        Ok(self)
    }

    /// Why this document, used again, does not stand any more; nothing while it stands.
    #[must_use]
    pub fn standing(&self, file: &str) -> Option<Standing> {
        self.outdated.get(file).copied()
    }

    /// What to say beside this file; nothing when it is not signed.
    #[must_use]
    pub fn beside(&self, f: &Frame, file: Option<&String>) -> Option<Sealed> {
        let (id, summary) = self.found.get_key_value(file?)?;
        let signers = summary.signers.join(", ");
        Some(Sealed {
            tag: signing::tag(f, summary.verdict),
            signers: f.words.with("signature-by", &[("signers", &signers as &dyn Arg)]),
            href: format!("/dossiers/{}/files/{id}/signatures", self.code),
        })
    }
}
