//! What is found about a signature, in plain values that can be kept and shown.

use super::chain::Untrusted;
use super::revocation::{Question, RevocationAnswer};
use jiff::Timestamp;

/// Whether the bytes are those that were signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integrity {
    /// They are, to the end of the file, or with nothing after them but further signatures.
    Intact,
    /// What was signed was changed.
    Changed,
    /// Something was added or changed after signing.
    ChangedAfterwards,
    /// The signature covers less than it should, or is not a signature that can be read.
    Malformed,
    /// The signature is not of the certificate beside it.
    Forged,
    /// It is made with an algorithm or key that is too weak (SHA-1, RSA below 2,048 bits).
    Weak,
    /// It is made with an algorithm that is not known here.
    Unsupported,
}

/// Whether the signer's certificate leads to an authority that is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trust {
    /// To this one.
    Trusted(String),
    /// It does not.
    Untrusted(Untrusted),
    /// The certificate is over and no timestamp proves that it was not when it signed; since when.
    ExpiredSince(Timestamp),
    /// The certificate is not for signing documents.
    NotForSigning,
    /// No certificate is beside the signature.
    NoCertificate,
}

/// From where the time of signing is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeSource {
    /// From a timestamp of this authority.
    Stamped(String),
    /// A timestamp is there, but does not count.
    BadStamp,
    /// The signer says so.
    Claimed,
    /// Nobody says.
    Unknown,
}

/// Whether the certificate was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// Nobody was asked: the certificate is not trusted anyway, or is an anchor itself.
    NotAsked,
    /// The certificate names nobody to ask.
    NobodyToAsk,
    /// Who would know did not answer.
    Unreachable,
    /// It was not, as of this time.
    Good(Timestamp),
    /// It was, at this time.
    Revoked(Timestamp),
}

/// The sum of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It holds.
    Valid,
    /// It can't be said: nothing speaks against it, and not everything for it.
    Unproven,
    /// It does not hold.
    Invalid,
}

/// One signature.
#[derive(Debug, Clone)]
pub struct Signature {
    /// The field that it stands in.
    pub field: String,
    /// Who signed, by their certificate.
    pub signer: Option<String>,
    /// Their organisation.
    pub organisation: Option<String>,
    /// Who issued their certificate.
    pub issuer: Option<String>,
    /// The certificate's number.
    pub serial: Option<String>,
    /// From when until when the certificate is valid.
    pub validity: Option<(Timestamp, Timestamp)>,
    /// When.
    pub signed_at: Option<Timestamp>,
    /// From where that is known.
    pub time_source: TimeSource,
    /// What for, as the signer says.
    pub reason: Option<String>,
    /// Whether the bytes are those that were signed.
    pub integrity: Integrity,
    /// Whether it covers the file to its end; else it is followed by others.
    pub covers_all: bool,
    /// Whether the certificate is trusted.
    pub trust: Trust,
    /// Whether it was revoked.
    pub revocation: Revocation,
    pub(super) questions: Vec<Question>,
}

impl Signature {
    /// What is to be asked about revocation: the signer's certificate and those between it and the anchor.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// Takes the answers, one for each question; nothing where nobody answered.
    pub fn answered(&mut self, answers: &[Option<RevocationAnswer>], now: Timestamp) {
        // Revoked after a time that a third party attests: it was good when it signed.
        let proven = matches!(self.time_source, TimeSource::Stamped(_)).then_some(self.signed_at).flatten();
        let revoked = answers.iter().flatten().find_map(|answer| match answer {
            RevocationAnswer::Revoked(at) if proven.is_none_or(|signed| *at <= signed) => Some(*at),
            _ => None,
        });
        self.revocation = match revoked {
            Some(at) => Revocation::Revoked(at),
            None if self.questions.is_empty() => self.revocation,
            None if answers.iter().any(Option::is_none) => Revocation::Unreachable,
            None => Revocation::Good(now),
        };
    }

    /// The sum of it.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match (&self.integrity, &self.trust, &self.revocation) {
            (Integrity::Weak | Integrity::Unsupported, ..) => Verdict::Unproven,
            (integrity, ..) if *integrity != Integrity::Intact => Verdict::Invalid,
            (_, _, Revocation::Revoked(_)) => Verdict::Invalid,
            (_, Trust::Untrusted(Untrusted::Expired(..) | Untrusted::NotYetValid(..) | Untrusted::Forged(_)), _) => {
                Verdict::Invalid
            }
            (_, Trust::ExpiredSince(_) | Trust::NotForSigning, _) => Verdict::Invalid,
            (_, Trust::Untrusted(_) | Trust::NoCertificate, _) | (.., Revocation::Unreachable) => Verdict::Unproven,
            (_, Trust::Trusted(_), _) => Verdict::Valid,
        }
    }
}
