//! What is found about the signatures of PDFs.

use super::Seals;
use crate::app::App;
use crate::errors::Failure;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use seals::pades::{Signature, Unreadable, Verdict, verify};
use std::collections::HashMap;
use std::sync::PoisonError;
use store::files::{self, File};
use tokio::task::spawn_blocking;

/// For how long a finding counts: certificates run out and are revoked.
const COUNTS: SignedDuration = SignedDuration::from_hours(1);
/// So many findings are kept.
const KEPT: usize = 4096;
/// Larger files are checked only when somebody asks.
const QUICK: u64 = 4 * 1024 * 1024;

/// The sum of a file's signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The worst verdict.
    pub verdict: Verdict,
    /// Who signed, one after the other.
    pub signers: Vec<String>,
}

impl Summary {
    fn of(signatures: &[Signature]) -> Option<Self> {
        let verdict = signatures.iter().map(Signature::verdict).max()?;
        let signers = signatures.iter().map(|one| one.signer.clone().unwrap_or_default());
        Some(Self { verdict, signers: signers.filter(|name| !name.is_empty()).collect() })
    }
}

impl Seals {
    fn known(&self, sha256: &str, now: Timestamp) -> Option<Option<Summary>> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, summary) = found.get(sha256)?;
        (now.duration_since(*at).abs() < COUNTS).then(|| summary.clone())
    }

    fn note(&self, sha256: String, now: Timestamp, summary: Option<Summary>) {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if found.len() >= KEPT {
            found.clear();
        }
        found.insert(sha256, (now, summary));
    }
}

/// Checks the signatures of a PDF, and asks about revocation where that can be asked.
///
/// # Errors
/// A fault of ours; what is wrong with the file is the inner result.
pub async fn check(app: &App, pdf: Bytes) -> Result<Result<Vec<Signature>, Unreadable>, Failure> {
    let now = app.clock.now();
    let mut found = judged(app, pdf).await?;
    if let (Ok(signatures), Some(revocations)) = (&mut found, &app.seals.tools.revocations) {
        revocations.settle(signatures, now).await;
    }
    Ok(found)
}

async fn judged(app: &App, pdf: Bytes) -> Result<Result<Vec<Signature>, Unreadable>, Failure> {
    let (anchors, now) = (app.seals.tools.anchors.clone(), app.clock.now());
    spawn_blocking(move || verify(&pdf, &anchors, now)).await.map_err(|error| Failure::fault(&error))
}

/// What is known about the signatures of these files, by their identifiers: only of PDFs that are signed. What is asked about
/// revocation meanwhile shows the next time.
///
/// # Errors
/// A fault of the database or of the files.
pub async fn summaries(app: &App, ids: Vec<String>) -> Result<HashMap<String, Summary>, Failure> {
    let files: Vec<File> = app
        .read(move |tx| {
            let found: Result<Vec<_>, _> = ids.iter().map(|id| files::find(tx, id)).collect();
            Ok(found?.into_iter().flatten().collect())
        })
        .await?;
    let now = app.clock.now();
    let mut all = HashMap::new();
    for file in files.into_iter().filter(|file| file.media_type == "application/pdf" && file.size <= QUICK) {
        let summary = match app.seals.known(&file.sha256, now) {
            Some(known) => known,
            // A file that is not there any more is no reason to withhold the page.
            None => match app.files.contents(&file).await {
                Ok(contents) => look(app, &file, contents).await?,
                Err(_) => None,
            },
        };
        if let Some(summary) = summary {
            all.insert(file.id, summary);
        }
    }
    Ok(all)
}

async fn look(app: &App, file: &File, contents: Bytes) -> Result<Option<Summary>, Failure> {
    let now = app.clock.now();
    let mut found = judged(app, contents).await?.unwrap_or_default();
    let summary = Summary::of(&found);
    app.seals.note(file.sha256.clone(), now, summary.clone());
    if let Some(revocations) = app.seals.tools.revocations.clone()
        && found.iter().any(|one| !one.questions().is_empty())
    {
        let (app, sha256) = (app.clone(), file.sha256.clone());
        tokio::spawn(async move {
            revocations.settle(&mut found, now).await;
            app.seals.note(sha256, now, Summary::of(&found));
        });
    }
    Ok(summary)
}
