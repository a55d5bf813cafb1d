//! The personal data store (*kho dữ liệu cá nhân*): which documents of a dossier are in it, which of them stand, and who may
//! hand one in again (Nghị định 61/2018/NĐ-CP as amended by 107/2021/NĐ-CP and 118/2025/NĐ-CP: what the state holds is not asked for again).

use super::{DocumentVerified, DocumentWithdrawn, access};
use crate::catalogue::RequiredDocument;
use crate::codes::{AgencyCode, DossierCode, ProcedureCode};
use crate::dossiers::{ApplicantKind, Dossier, Outcome, Status};
use crate::people::{Actor, Capacity};
use crate::text::{fold, tidy};
use crate::{Problem, Refusal};
use jiff::Timestamp;
use jiff::civil::Date;

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// A paper that was handed in.
    Paper,
    /// The electronic result of a dossier.
    Result,
}

impl DocumentKind {
    /// Its name in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Result => "result",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Paper, Self::Result].into_iter().find(|kind| kind.key() == key)
    }
}

/// A document as a dossier puts it into the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The dossier that it came with.
    pub dossier: DossierCode,
    /// Its file.
    pub file: String,
    /// Paper or result.
    pub kind: DocumentKind,
    /// The code of the required document that it answered; empty for a result.
    pub code: String,
    /// The procedure of that dossier.
    pub procedure: ProcedureCode,
    /// Who issued it, or checked it at reception.
    pub agency: AgencyCode,
    /// Whose it is: personal number or tax code. In the store nothing where somebody only typed it.
    pub subject: String,
    /// Whether that is a person.
    pub of_person: bool,
    /// The account that filed the dossier.
    pub login: Option<String>,
    /// The file's name, or the number of the result.
    pub name: String,
    /// The hash of the file, where the dossier says it.
    pub sha256: Option<String>,
    /// When it was received or issued.
    pub at: Timestamp,
    /// Whether another paper took its place in the same dossier.
    pub superseded: bool,
    /// The last day of its validity, where the paper itself says one.
    pub ends_on: Option<Date>,
}

/// The documents that a dossier has put into its applicant's store: papers once they were received, the electronic result
/// once it was issued. Papers that were used again are there already.
#[must_use]
pub fn stored(dossier: &Dossier) -> Vec<Stored> {
    let filed = &dossier.filed;
    let Some(received_at) = dossier.received_at else { return Vec::new() };
    let document = |file: &str, kind, code: &str, name: &str, sha256: &Option<String>, at| Stored {
        dossier: filed.code.clone(),
        file: file.to_owned(),
        kind,
        code: code.to_owned(),
        procedure: filed.procedure.clone(),
        agency: if kind == DocumentKind::Result { filed.competent_agency.clone() } else { filed.counter.clone() },
        subject: filed.applicant.id_number.clone(),
        of_person: filed.applicant.kind == ApplicantKind::Citizen,
        login: filed.owner.clone(),
        name: name.to_owned(),
        sha256: sha256.clone(),
        at,
        superseded: dossier.replaced.iter().any(|replaced| replaced == file),
        ends_on: None,
    };
    let mut all: Vec<Stored> = Vec::new();
    for paper in filed.documents.iter().filter(|paper| paper.reuse_of.is_none()) {
        let Some(file) = &paper.file_id else { continue };
        // One file may answer two demands; it is one document.
        if all.iter().any(|known| known.file == *file) {
            continue;
        }
        let name = paper.name.as_deref().unwrap_or_default();
        all.push(document(file, DocumentKind::Paper, &paper.code, name, &paper.sha256, received_at));
    }
    let issued = matches!(dossier.status, Status::Processed | Status::Returned);
    if issued && dossier.outcome == Some(Outcome::Granted) {
        // Every version: those that were corrected stay, and say so.
        for result in &dossier.results {
            let Some(file) = &result.file else { continue };
            all.retain(|known| known.file != *file);
            let stored = document(file, DocumentKind::Result, "", &result.number, &result.sha256, result.at);
            let ends_on = result.paper.as_ref().and_then(|paper| paper.valid_until);
            all.push(Stored { ends_on, ..stored });
        }
    }
    all
}

/// A document of the store, with what happened to it since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// As its dossier put it there; the hash always known.
    pub stored: Stored,
    /// Its hash when it was put there.
    pub sha256: String,
    /// When an officer compared it with its original.
    pub verified_at: Option<Timestamp>,
    /// Until when it is valid: as an officer said, or as it says itself.
    pub valid_until: Option<Date>,
    /// When and why it was withdrawn.
    pub withdrawn: Option<(Timestamp, String)>,
}

/// Whether a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It stands.
    InForce,
    /// Another took its place.
    Superseded,
    /// It was taken back.
    Withdrawn,
    /// Its time is over.
    Expired,
}

impl Standing {
    /// Its name in texts and in exports.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }
}

impl Document {
    /// Whether it stands on this day.
    #[must_use]
    pub fn standing(&self, today: Date) -> Standing {
        if self.withdrawn.is_some() {
            Standing::Withdrawn
        } else if self.stored.superseded {
            Standing::Superseded
        } else if self.valid_until.is_some_and(|until| until < today) {
            Standing::Expired
        } else {
            Standing::InForce
        }
    }
}

/// Who wants to hand in a document again, and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claimant<'a> {
    /// The number of the dossier's applicant.
    pub applicant: &'a str,
    /// The personal number of whoever files, when they file for themselves; an officer at a counter has none here.
    pub person: Option<&'a str>,
    /// Their account, likewise.
    pub login: Option<&'a str>,
}

impl Claimant<'_> {
    /// Whether this document is theirs to use. At a counter: the applicant's. Online: one's own, whoever the dossier is for;
    /// the number of another applicant, which anybody can type, opens nothing.
    #[must_use]
    pub fn owns(&self, stored: &Stored) -> bool {
        match self.login {
            None => !self.applicant.is_empty() && stored.subject == self.applicant,
            Some(login) => {
                stored.login.as_deref() == Some(login) || self.person.is_some_and(|person| stored.subject == person)
            }
        }
    }
}

/// Whether a document may be handed in again.
///
/// # Errors
/// The code of the problem: it is not theirs, does not stand any more, or its file is no longer what was stored. `kept` is the
/// hash of the file as it is now.
pub fn may_reuse(
    document: Option<&Document>,
    claimant: &Claimant<'_>,
    kept: Option<&str>,
    today: Date,
) -> Result<(), Problem> {
    // The same answer for a document that is not there and for somebody else's.
    let unknown = || Problem::new("", "reuse-unknown");
    let document = document.filter(|document| claimant.owns(&document.stored)).ok_or_else(unknown)?;
    match document.standing(today) {
        Standing::InForce => {}
        Standing::Withdrawn => return Err(Problem::new("", "reuse-withdrawn")),
        Standing::Superseded => return Err(Problem::new("", "reuse-superseded")),
        Standing::Expired => return Err(Problem::new("", "reuse-expired")),
    }
    if kept != Some(document.sha256.as_str()) {
        return Err(Problem::new("", "reuse-changed"));
    }
    Ok(())
}

/// How well a document of the store answers a demand: the better first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It answered the same demand of the same procedure, or has the same name.
    Same,
    /// The demand names it: "Bản sao Giấy khai sinh" and a result "Giấy khai sinh".
    Named,
}

/// Whether a document of this name answers a demand; `same` when it answered this very demand before.
#[must_use]
pub fn fit(asked: &RequiredDocument, name: &str, same: bool) -> Option<Fit> {
    let (asked, name) = (fold(&asked.name), fold(name));
    let holds = |whole: &str, part: &str| format!(" {whole} ").contains(&format!(" {part} "));
    match () {
        () if same || asked == name => Some(Fit::Same),
        // One word says nothing.
        () if name.contains(' ') && holds(&asked, &name) || asked.contains(' ') && holds(&name, &asked) => {
            Some(Fit::Named)
        }
        () => None,
    }
}

/// An officer says that a document was compared with its original, and until when it is valid.
///
/// # Errors
/// When the policy does not let them, the document does not stand, or its validity is over already.
pub fn verify(
    actor: &Actor,
    dossier: &Dossier,
    document: &Document,
    valid_until: Option<Date>,
    today: Date,
) -> Result<(DocumentVerified, Capacity), Refusal> {
    let by = access::may_verify(actor, dossier).ok_or_else(|| Refusal::forbidden("document-not-yours"))?;
    standing(document, today)?;
    if valid_until.is_some_and(|until| until < today) {
        return Err(Refusal::input(vec![Problem::new("/valid_until", "validity-over")]));
    }
    let stored = &document.stored;
    let sha256 = document.sha256.clone();
    Ok((DocumentVerified { dossier: stored.dossier.clone(), file: stored.file.clone(), sha256, valid_until }, by))
}

/// The agency that issued a result takes it back.
///
/// # Errors
/// When the policy does not let them, the document does not stand, or no reason is given.
pub fn withdraw(
    actor: &Actor,
    dossier: &Dossier,
    document: &Document,
    reason: &str,
    today: Date,
) -> Result<(DocumentWithdrawn, Capacity), Refusal> {
    let by = access::may_withdraw(actor, dossier).ok_or_else(|| Refusal::forbidden("document-not-yours"))?;
    if document.withdrawn.is_some() {
        standing(document, today)?;
    }
    let reason = tidy(reason);
    if reason.is_empty() {
        return Err(Refusal::input(vec![Problem::new("/reason", "missing")]));
    }
    let stored = &document.stored;
    Ok((DocumentWithdrawn { dossier: stored.dossier.clone(), file: stored.file.clone(), reason }, by))
}

fn standing(document: &Document, today: Date) -> Result<(), Refusal> {
    match document.standing(today) {
        Standing::InForce => Ok(()),
        other => Err(Refusal::rule("document-not-in-force").with("standing", other.key())),
    }
}
