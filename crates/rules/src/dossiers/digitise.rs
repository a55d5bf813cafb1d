//! Digitising a paper of a dossier (*số hóa giấy tờ*): a paper that was handed in becomes a file, compared with its original page by
//! page, so that nobody asks for it again (Thông tư 01/2023/TT-VPCP, Điều 8; Thông tư 03/2025/TT-VPCP, Điều 5).

use super::{Context, Digitised, Dossier, SignedFile};
use crate::calendar::day_of;
use crate::codes::DossierCode;
use crate::text::fold;
use crate::{Problem, Refusal};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The rule that digitising rests on.
pub(super) const BASIS: &str = "Thông tư 01/2023/TT-VPCP, Điều 8; Thông tư 03/2025/TT-VPCP, Điều 5";

/// Words of a paper's name that go into the name of its file.
const NAMED: usize = 60;

/// Keep the scan of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Digitise {
    /// The paper: the code of the required document that it answers.
    pub document: String,
    /// The scan, as an uploaded PDF.
    pub file: Option<String>,
    /// The pages of the paper, as counted by hand.
    pub pages: u32,
    /// Until when the paper is valid, where it says so.
    pub valid_until: Option<Date>,
    /// What the file really is; filled in by whoever can read it, never by who commands.
    pub scan: Option<Scan>,
    /// The scan with the signature that certifies it as a copy; filled in where keys are, never by who commands.
    pub signed: Option<SignedFile>,
}

/// What a scan is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The pages in the file.
    pub pages: u32,
    /// The file's name by rule: see [`scan_name`].
    pub name: String,
}

/// A paper of a dossier that was digitised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigitalCopy {
    /// The paper.
    pub document: String,
    /// Its file.
    pub file: String,
    /// How many pages it has.
    pub pages: u32,
    /// Whose certificate signed it as a certified copy; nothing where it is not signed.
    pub certificate: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl Digitise {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<Digitised, Refusal> {
        let mut problems = Vec::new();
        let mut papers = dossier.filed.documents.iter().filter(|paper| paper.code == self.document.trim());
        match papers.next_back() {
            None => problems.push(Problem::new("/document", "scan-unknown-paper").with("code", &self.document)),
            // It is in the store already, as what it was when it came.
            Some(paper) if paper.reuse_of.is_some() => problems.push(Problem::new("/document", "scan-in-store")),
            Some(_) => {}
        }
        match (&self.file, &self.scan) {
            (Some(_), Some(scan)) if scan.pages != self.pages => {
                problems.push(
                    Problem::new("/pages", "scan-pages-differ").with("paper", self.pages).with("file", scan.pages),
                );
            }
            (Some(_), Some(_)) => {}
            (Some(_), None) => problems.push(Problem::new("/file", "scan-no-pdf")),
            (None, _) => problems.push(Problem::new("/file", "missing")),
        }
        if self.valid_until.is_some_and(|until| until < day_of(context.now)) {
            problems.push(Problem::new("/valid_until", "validity-over"));
        }
        let (Some(file), Some(scan), true) = (&self.file, &self.scan, problems.is_empty()) else {
            return Err(Refusal::input(problems).citing(BASIS));
        };
        Ok(Digitised {
            document: self.document.trim().to_owned(),
            file: self.signed.as_ref().map_or(file, |signed| &signed.file).clone(),
            sha256: self.signed.as_ref().map(|signed| signed.sha256.clone()),
            name: scan.name.clone(),
            pages: scan.pages,
            certificate: self.signed.as_ref().map(|signed| signed.certificate.clone()),
        })
    }
}

/// The name of a scan: the dossier's code, the paper's code, the paper's name without marks, so that every system sorts and finds
/// it alike: `H35.38-251223-0001_KQ.01_giay-chung-sinh.pdf`.
#[must_use]
pub fn scan_name(dossier: &DossierCode, document: &str, name: &str) -> String {
    let mut words = String::new();
    for word in fold(name).split_whitespace() {
        if words.len() + word.len() > NAMED {
            break;
        }
        if !words.is_empty() {
            words.push('-');
        }
        words.push_str(word);
    }
    let parts = [dossier.as_str(), document, &words];
    let named: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}.pdf", named.join("_"))
}
