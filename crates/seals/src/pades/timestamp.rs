//! Timestamps (RFC 3161): a third party's word that a signature was there at a time.

use super::algorithm::Hash;
use super::certificate::Certificate;
use super::chain::{Anchors, Untrusted};
use super::cms::{Cms, Content, build};
use super::oids;
use super::signer::Signer;
use der::asn1::{Int, ObjectIdentifier, OctetString, Uint};
use der::{Any, Decode as _, Encode as _, Sequence};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use x509_cert::ext::Extensions;
use x509_cert::spki::AlgorithmIdentifierOwned;

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
struct Imprint {
    hash: AlgorithmIdentifierOwned,
    digest: OctetString,
}

#[derive(Sequence)]
struct Request {
    version: u8,
    imprint: Imprint,
    policy: Option<ObjectIdentifier>,
    nonce: Option<Int>,
    #[asn1(default = "Default::default")]
    certificates: bool,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Sequence)]
struct Status {
    status: u8,
    text: Option<Vec<Any>>,
    failure: Option<der::asn1::BitString>,
}

#[derive(Sequence)]
struct Response {
    status: Status,
    token: Option<Any>,
}

#[derive(Sequence)]
struct Accuracy {
    seconds: Option<u64>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    micros: Option<u16>,
}

#[derive(Sequence)]
struct Info {
    version: u8,
    policy: ObjectIdentifier,
    imprint: Imprint,
    serial: Int,
    // With fractions of a second, which DER's own type does not read.
    time: Any,
    accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    ordering: bool,
    nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    authority: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

/// The authority did not stamp.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadTimestamp {
    /// It could not be asked.
    #[error("the timestamp authority can't be reached: {0}")]
    Unreachable(String),
    /// It refused.
    #[error("the timestamp authority refused (status {0})")]
    Refused(u8),
    /// Its answer is none, or one to another question.
    #[error("the timestamp authority's answer does not fit the question")]
    Unfit,
}

/// A question to a timestamp authority.
#[derive(Debug, Clone)]
pub struct TimestampRequest {
    digest: Vec<u8>,
    nonce: [u8; 8],
}

impl TimestampRequest {
    /// Asks for the time of these bytes; the nonce is random.
    #[must_use]
    pub fn new(bytes: &[u8], nonce: [u8; 8]) -> Self {
        Self { digest: Hash::Sha256.digest(&[bytes]), nonce }
    }

    fn imprint(&self) -> der::Result<Imprint> {
        Ok(Imprint { hash: Hash::Sha256.identifier(), digest: OctetString::new(self.digest.clone())? })
    }

    /// The question in DER (`application/timestamp-query`).
    ///
    /// # Errors
    /// Never, for what is made here.
    pub fn to_der(&self) -> Result<Vec<u8>, BadTimestamp> {
        let request = || -> der::Result<Vec<u8>> {
            let nonce = Int::from(Uint::new(&self.nonce)?);
            let imprint = self.imprint()?;
            Request { version: 1, imprint, policy: None, nonce: Some(nonce), certificates: true, extensions: None }
                .to_der()
        };
        request().map_err(|_| BadTimestamp::Unfit)
    }

    /// Reads the answer (`application/timestamp-reply`).
    ///
    /// # Errors
    /// When the authority refused, or answered another question.
    pub fn read_answer(&self, answer: &[u8]) -> Result<TimestampToken, BadTimestamp> {
        let answer = Response::from_der(answer).map_err(|_| BadTimestamp::Unfit)?;
        if answer.status.status > 1 {
            return Err(BadTimestamp::Refused(answer.status.status));
        }
        let token = answer.token.and_then(|token| token.to_der().ok()).ok_or(BadTimestamp::Unfit)?;
        let token = TimestampToken::read(token).ok_or(BadTimestamp::Unfit)?;
        let asked = self.imprint().map_err(|_| BadTimestamp::Unfit)?;
        let nonce = token.nonce.as_ref().map(|nonce| significant(nonce.as_bytes()));
        let fits = token.imprint.digest == asked.digest && token.imprint.hash.oid == asked.hash.oid;
        if fits && nonce == Some(significant(&self.nonce)) { Ok(token) } else { Err(BadTimestamp::Unfit) }
    }
}

fn significant(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    &number[zeros..]
}

/// The authority's word.
pub struct TimestampToken {
    der: Vec<u8>,
    cms: Cms,
    imprint: Imprint,
    nonce: Option<Int>,
    /// The time that it tells.
    pub time: Timestamp,
}

impl TimestampToken {
    pub(super) fn read(der: Vec<u8>) -> Option<Self> {
        let cms = Cms::read(&der).filter(|cms| cms.content_type == oids::TIMESTAMP_INFO)?;
        let info = Info::from_der(cms.content.as_deref()?).ok()?;
        let time = read_time(info.time.value())?;
        Some(Self { der, cms, imprint: info.imprint, nonce: info.nonce, time })
    }

    /// Its bytes.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// Checks that a trusted authority stamped these bytes; gives its name.
    pub(super) fn check(&self, stamped: &[u8], anchors: &Anchors) -> Result<String, Option<Untrusted>> {
        let hash = Hash::of(self.imprint.hash.oid).map_err(|_| None)?;
        let authority: &Certificate = self.cms.signer().ok_or(None)?;
        let content = self.cms.content.as_deref().unwrap_or_default();
        self.cms.check(authority, &[content]).map_err(|_| None)?;
        if self.imprint.digest.as_bytes() != hash.digest(&[stamped]) || !authority.stamps_time() {
            return Err(None);
        }
        anchors.path(authority, &self.cms.certificates, self.time)?;
        Ok(authority.name())
    }
}

/// `20261126053000.25Z`.
fn read_time(text: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole = DateTime::strptime("%Y%m%d%H%M%S", whole).ok()?.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp();
    let nanoseconds: i64 = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    whole.checked_add(jiff::SignedDuration::from_nanos(nanoseconds)).ok()
}

/// Answers a question as a timestamp authority: for simulated ones.
///
/// # Errors
/// When the question can't be read or the key does not sign.
pub fn answer_timestamp(
    question: &[u8],
    signer: &dyn Signer,
    at: Timestamp,
    serial: u64,
) -> Result<Vec<u8>, BadTimestamp> {
    let request = Request::from_der(question).map_err(|_| BadTimestamp::Unfit)?;
    let make = || -> der::Result<Vec<u8>> {
        let time = at.to_zoned_datetime(TimeZone::UTC).strftime("%Y%m%d%H%M%SZ").to_string();
        let info = Info {
            version: 1,
            policy: ObjectIdentifier::new_unwrap("1.2.3.4.1"),
            imprint: request.imprint,
            serial: Int::from(Uint::new(&serial.to_be_bytes())?),
            time: Any::new(der::Tag::GeneralizedTime, time.into_bytes())?,
            accuracy: None,
            ordering: false,
            nonce: request.nonce,
            authority: None,
            extensions: None,
        };
        info.to_der()
    };
    let info = make().map_err(|_| BadTimestamp::Unfit)?;
    let content = Content { kind: oids::TIMESTAMP_INFO, bytes: &[&info], enclosed: true };
    let token = build(signer, &content, |_| None).map_err(|error| BadTimestamp::Unreachable(error.to_string()))?;
    let token = Any::from_der(&token).map_err(|_| BadTimestamp::Unfit)?;
    let status = Status { status: 0, text: None, failure: None };
    Response { status, token: Some(token) }.to_der().map_err(|_| BadTimestamp::Unfit)
}

#[cfg(test)]
mod tests {
    use super::read_time;

    #[test]
    fn times_are_read_with_and_without_fractions() {
        let told = |text: &str| read_time(text.as_bytes()).map(|time| time.to_string());
        assert_eq!(told("20261126053000Z").as_deref(), Some("2026-11-26T05:30:00Z"));
        assert_eq!(told("20261126053000.25Z").as_deref(), Some("2026-11-26T05:30:00.25Z"));
        assert_eq!(told("2026112605Z"), None);
        assert_eq!(told("20261126053000+0700"), None);
    }
}
