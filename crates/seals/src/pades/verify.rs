//! Checking the signatures of a PDF.

use super::certificate::Certificate;
use super::chain::{Anchors, Untrusted};
use super::changes::only_signatures;
use super::cms::{Broken, Cms};
use super::document::{Field, Range, load, signed_fields};
use super::report::{Integrity, Revocation, Signature, TimeSource, Trust};
use super::revocation::Question;
use super::timestamp::TimestampToken;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use lopdf::{Document, Object, decode_text_string};

/// How far a signer's clock may be ahead.
const SKEW: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);

/// The file can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is no PDF.
    #[error("not a PDF")]
    NoPdf,
    /// It is locked with a password.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// It is damaged.
    #[error("the PDF is damaged")]
    Damaged,
}

/// Checks all signatures of a PDF, in the order of its form; empty when it has none. Revocation is not asked yet.
///
/// # Errors
/// When the PDF can't be read.
pub fn verify(pdf: &[u8], anchors: &Anchors, now: Timestamp) -> Result<Vec<Signature>, Unreadable> {
    let document = load(pdf)?;
    let fields = signed_fields(&document);
    Ok(fields.iter().map(|field| one(pdf, &document, field, anchors, now)).collect())
}

fn one(pdf: &[u8], document: &Document, field: &Field, anchors: &Anchors, now: Timestamp) -> Signature {
    let text = |key: &[u8]| field.value.get(key).ok().and_then(|text| decode_text_string(text).ok());
    let mut found = Signature {
        field: field.name.clone(),
        signer: None,
        organisation: None,
        issuer: None,
        serial: None,
        validity: None,
        signed_at: text(b"M").and_then(|text| read_time(&text)),
        time_source: TimeSource::Claimed,
        reason: text(b"Reason").filter(|reason| !reason.trim().is_empty()),
        integrity: Integrity::Malformed,
        covers_all: false,
        trust: Trust::NoCertificate,
        revocation: Revocation::NotAsked,
        questions: Vec::new(),
    };
    let range = Range::of(&field.value, pdf);
    let Some(cms) = field.value.get(b"Contents").and_then(Object::as_str).ok().and_then(Cms::read) else {
        return found;
    };
    found.signed_at = found.signed_at.or(cms.signing_time());
    if found.signed_at.is_none() {
        found.time_source = TimeSource::Unknown;
    }
    let Some(certificate) = cms.signer() else { return found };
    found.signer = Some(certificate.name());
    found.organisation = certificate.organisation();
    found.issuer = Some(certificate.issuer());
    found.serial = Some(certificate.serial());
    found.validity = Some((certificate.not_before(), certificate.not_after()));
    if let Some(range) = range {
        found.covers_all = range.covers_all(pdf);
        found.integrity = integrity(&cms, certificate, &range, pdf, document);
    }
    if let Some(token) = cms.timestamp() {
        let token = TimestampToken::read(token);
        match token.as_ref().map(|token| (token.check(cms.signature(), anchors), token.time)) {
            Some((Ok(authority), time)) => {
                found.time_source = TimeSource::Stamped(authority);
                found.signed_at = Some(time);
            }
            _ => found.time_source = TimeSource::BadStamp,
        }
    }
    (found.trust, found.questions) = trust(&found, certificate, &cms, anchors, now);
    if let Some(first) = found.questions.first() {
        found.revocation = if first.nobody_to_ask() { Revocation::NobodyToAsk } else { Revocation::Unreachable };
    }
    found.questions.retain(|question| !question.nobody_to_ask());
    found
}

fn integrity(cms: &Cms, certificate: &Certificate, range: &Range, pdf: &[u8], document: &Document) -> Integrity {
    match cms.check(certificate, &range.parts(pdf)) {
        Err(Broken::Content) => Integrity::Changed,
        Err(Broken::Signature | Broken::Certificate) => Integrity::Forged,
        Err(Broken::Weak) => Integrity::Weak,
        Err(Broken::Unknown) => Integrity::Unsupported,
        Ok(()) if range.covers_all(pdf) => Integrity::Intact,
        Ok(()) => match load(&pdf[..range.end]) {
            // A later revision, and not only bytes that belong to none.
            Ok(old) if old.xref_start != document.xref_start && only_signatures(&old, document) => Integrity::Intact,
            _ => Integrity::ChangedAfterwards,
        },
    }
}

/// Whether the certificate was trusted when it signed. Without a timestamp nobody attests that time: then it must be so now as well.
fn trust(
    found: &Signature,
    certificate: &Certificate,
    cms: &Cms,
    anchors: &Anchors,
    now: Timestamp,
) -> (Trust, Vec<Question>) {
    let stamped = matches!(found.time_source, TimeSource::Stamped(_));
    let claimed = found.signed_at.filter(|at| *at <= now.saturating_add(SKEW).unwrap_or(now)).unwrap_or(now);
    let path = match anchors.path(certificate, &cms.certificates, claimed) {
        Ok(path) => path,
        Err(untrusted) => return (Trust::Untrusted(untrusted), Vec::new()),
    };
    if !certificate.signs_documents() {
        return (Trust::NotForSigning, Vec::new());
    }
    if !stamped && let Err(untrusted) = anchors.path(certificate, &cms.certificates, now) {
        let trust = match untrusted {
            Untrusted::Expired(_, since) => Trust::ExpiredSince(since),
            other => Trust::Untrusted(other),
        };
        return (trust, Vec::new());
    }
    let anchor = path.last().map(Certificate::name).unwrap_or_default();
    let questions = path.windows(2).map(|pair| Question::about(&pair[0], &pair[1])).collect();
    (Trust::Trusted(anchor), questions)
}

/// `D:20261126123000+07'00'`, with or without what follows the year.
fn read_time(text: &str) -> Option<Timestamp> {
    let text = text.strip_prefix("D:").unwrap_or(text);
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (moment, zone) = text.split_at(digits);
    if moment.len() < 4 {
        return None;
    }
    let padded = format!("{moment}{}", "00000101000000".get(moment.len()..)?);
    let there = DateTime::strptime("%Y%m%d%H%M%S", padded).ok()?;
    let mut zone = zone.chars();
    let sign = match zone.next() {
        Some('+') => 1,
        Some('-') => -1,
        _ => 0,
    };
    let numbers: String = zone.filter(char::is_ascii_digit).collect();
    let hours: i32 = numbers.get(..2).and_then(|hours| hours.parse().ok()).unwrap_or(0);
    let minutes: i32 = numbers.get(2..4).and_then(|minutes| minutes.parse().ok()).unwrap_or(0);
    let offset = Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?;
    Some(there.to_zoned_datetime(TimeZone::fixed(offset)).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::read_time;

    #[test]
    fn the_time_of_signing_is_read_with_its_zone() {
        let told = |text: &str| read_time(text).map(|time| time.to_string());
        assert_eq!(told("D:20261126123000+07'00'").as_deref(), Some("2026-11-26T05:30:00Z"));
        assert_eq!(told("D:20261126123000Z").as_deref(), Some("2026-11-26T12:30:00Z"));
        assert_eq!(told("D:2026").as_deref(), Some("2026-01-01T00:00:00Z"));
        assert_eq!(told("D:20261326"), None);
        assert_eq!(told("hôm qua"), None);
    }
}
