//! Certificates as papers: each documents the journal's entry that numbered it, and is found again by the code that follows from it.

use super::load_with_history;
use crate::journal::Recorded;
use crate::tables::training::course_of_certificate;
use crate::{Failure, Fault, Tx};
use rules::Refusal;
use rules::codes::CourseCode;
use rules::training::{Course, Event, Learner};
use seals::DocumentCode;
use std::fmt;
use std::str::FromStr;

/// Which paper the code of a certificate is made for; the papers of dossiers have numbers below 100.
const PAPER: u8 = 100;

/// What stands on a certificate and in the address that its QR code opens: the course and the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateId {
    course: CourseCode,
    code: DocumentCode,
}

impl fmt::Display for CertificateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.course, self.code)
    }
}

impl FromStr for CertificateId {
    type Err = Refusal;

    /// Reads what people type or scan.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let unknown = || Refusal::not_found("official-unknown");
        let (course, code) = text.trim().rsplit_once('.').ok_or_else(unknown)?;
        let course = course.to_uppercase().parse().map_err(|_| unknown())?;
        Ok(Self { course, code: code.parse().map_err(|_| unknown())? })
    }
}

/// A certificate with what it documents.
#[derive(Debug, Clone)]
pub struct Issued {
    /// Its code.
    pub id: CertificateId,
    /// Its number in the organiser's register.
    pub number: String,
    /// The course as it stands.
    pub course: Course,
    /// Whose: their login.
    pub login: String,
    /// Whose.
    pub learner: Learner,
    /// The entry that numbered it.
    pub entry: Recorded,
}

/// The certificate of this number.
///
/// # Errors
/// When there is none.
pub fn certificate(tx: &mut Tx, number: &str) -> Result<Issued, Failure> {
    let unknown = || Failure::from(Refusal::not_found("certificate-of-training-unknown").with("number", number));
    let course = course_of_certificate(tx, number)?.ok_or_else(unknown)?;
    issued(tx, &course, |issued| issued.number == number)?.ok_or_else(unknown)
}

/// The certificate that somebody holds in their hands.
///
/// # Errors
/// The same refusal whether there is no such course, no such certificate, or the code is another's.
pub fn find_certificate(tx: &mut Tx, wanted: &CertificateId) -> Result<Issued, Failure> {
    let found = issued(tx, &wanted.course, |issued| issued.id == *wanted)?;
    found.ok_or_else(|| Refusal::not_found("official-unknown").into())
}

/// The first certificate of a course that is wanted.
fn issued(tx: &mut Tx, course: &CourseCode, wanted: impl Fn(&Issued) -> bool) -> Result<Option<Issued>, Fault> {
    let Some((course, history)) = load_with_history(tx, course)? else { return Ok(None) };
    let all = history.into_iter().filter_map(|entry| {
        let rules::Event::Training(Event::Certified(certified)) = &entry.event else { return None };
        let learner = course.learners.get(&certified.login)?.clone();
        let id = CertificateId { course: course.opened.course.clone(), code: DocumentCode::of(entry.hash, PAPER) };
        let (number, login) = (certified.number.clone(), certified.login.clone());
        Some(Issued { id, number, course: course.clone(), login, learner, entry })
    });
    Ok(all.into_iter().find(wanted))
}
