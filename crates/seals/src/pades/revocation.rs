//! Whether a certificate was revoked: questions and answers of OCSP (RFC 6960) and lists of revoked certificates (RFC 5280 §5).
//! Answers count only when the issuer, or whom it named for this, signed them and they are current.

use super::algorithm::sha1;
use super::certificate::{Certificate, first_within, moment};
use super::oids;
use der::asn1::{Any, BitString, GeneralizedTime, Int, ObjectIdentifier, OctetString};
use der::{Choice, Decode as _, Encode as _, Sequence, ValueOrd};
use jiff::{SignedDuration, Timestamp};
use x509_cert::crl::CertificateList;
use x509_cert::ext::Extensions;
use x509_cert::spki::AlgorithmIdentifierOwned;

/// How far clocks may differ.
const SKEW: SignedDuration = SignedDuration::from_mins(5);
/// For how long an answer without an end counts.
const CURRENT: SignedDuration = SignedDuration::from_hours(24 * 7);

/// What the issuer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevocationAnswer {
    /// It was not revoked.
    Good,
    /// It was revoked then.
    Revoked(Timestamp),
}

/// A certificate to be asked about.
#[derive(Debug, Clone)]
pub struct Question {
    certificate: Certificate,
    issuer: Certificate,
    /// Who answers (OCSP).
    pub responders: Vec<String>,
    /// Where lists are (CRL).
    pub lists: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence, ValueOrd)]
struct CertificateId {
    hash: AlgorithmIdentifierOwned,
    issuer_name: OctetString,
    issuer_key: OctetString,
    serial: Int,
}

#[derive(Sequence)]
struct Asked {
    id: CertificateId,
}

#[derive(Sequence)]
struct Questions {
    list: Vec<Asked>,
}

#[derive(Sequence)]
struct OcspRequest {
    questions: Questions,
}

#[derive(Sequence)]
struct OcspResponse {
    status: Any,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    bytes: Option<ResponseBytes>,
}

#[derive(Sequence)]
struct ResponseBytes {
    kind: ObjectIdentifier,
    response: OctetString,
}

#[derive(Sequence)]
struct BasicResponse {
    data: ResponseData,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    certificates: Option<Vec<Any>>,
}

#[derive(Sequence)]
struct ResponseData {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    version: Option<u8>,
    responder: Any,
    produced_at: GeneralizedTime,
    responses: Vec<SingleResponse>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Sequence)]
struct SingleResponse {
    id: CertificateId,
    status: Standing,
    this_update: GeneralizedTime,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    next_update: Option<GeneralizedTime>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Sequence)]
struct Revoked {
    at: GeneralizedTime,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    reason: Option<Any>,
}

#[derive(Choice)]
enum Standing {
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    Good(der::asn1::Null),
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true")]
    Revoked(Revoked),
    #[asn1(context_specific = "2", tag_mode = "IMPLICIT")]
    Unknown(der::asn1::Null),
}

impl Question {
    /// About the first of a path, which the second issued.
    pub(super) fn about(certificate: &Certificate, issuer: &Certificate) -> Self {
        let (responders, lists) = certificate.revocation_urls();
        Self { certificate: certificate.clone(), issuer: issuer.clone(), responders, lists }
    }

    /// Whether the certificate names nobody to ask.
    #[must_use]
    pub fn nobody_to_ask(&self) -> bool {
        self.responders.is_empty() && self.lists.is_empty()
    }

    fn id(&self) -> der::Result<CertificateId> {
        let issuer = self.issuer.inner.tbs_certificate();
        let key = issuer.subject_public_key_info().subject_public_key.raw_bytes();
        Ok(CertificateId {
            hash: AlgorithmIdentifierOwned { oid: oids::SHA1, parameters: Some(Any::null()) },
            issuer_name: OctetString::new(sha1(&issuer.subject().to_der()?))?,
            issuer_key: OctetString::new(sha1(key))?,
            serial: Int::new(self.certificate.inner.tbs_certificate().serial_number().as_bytes())?,
        })
    }

    /// The question for a responder (`application/ocsp-request`); nothing when it can't be written.
    #[must_use]
    pub fn ocsp_request(&self) -> Option<Vec<u8>> {
        let id = self.id().ok()?;
        OcspRequest { questions: Questions { list: vec![Asked { id }] } }.to_der().ok()
    }

    /// Reads a responder's answer; nothing when it says nothing that counts.
    #[must_use]
    pub fn read_ocsp(&self, answer: &[u8], now: Timestamp) -> Option<RevocationAnswer> {
        let bytes = OcspResponse::from_der(answer).ok()?.bytes.filter(|bytes| bytes.kind == oids::OCSP_BASIC)?;
        let response = BasicResponse::from_der(bytes.response.as_bytes()).ok()?;
        let message = first_within(bytes.response.as_bytes())?;
        let named = response.certificates.unwrap_or_default();
        let named = named.iter().filter_map(|one| Certificate::from_der(&one.to_der().ok()?).ok());
        let appointed: Vec<_> = named
            .filter(|one| one.has_purpose(oids::OCSP_SIGNING) && one.issued_by(&self.issuer))
            .filter(|one| one.signed_by(&self.issuer).is_ok() && one.not_before() <= now && now <= one.not_after())
            .collect();
        let signature = response.signature.as_bytes()?;
        let mut answerers = std::iter::once(&self.issuer).chain(&appointed);
        if !answerers.any(|one| one.check(&response.algorithm, None, message, signature).is_ok()) {
            return None;
        }
        let asked = self.id().ok()?;
        let same = |id: &CertificateId| {
            id.serial == asked.serial && id.issuer_key == asked.issuer_key && id.issuer_name == asked.issuer_name
        };
        let told = response.data.responses.into_iter().find(|one| same(&one.id))?;
        if !current(general(told.this_update), told.next_update.map(general), now) {
            return None;
        }
        match told.status {
            Standing::Good(_) => Some(RevocationAnswer::Good),
            Standing::Revoked(revoked) => Some(RevocationAnswer::Revoked(general(revoked.at))),
            Standing::Unknown(_) => None,
        }
    }

    /// Looks the certificate up in a list, in DER; nothing when the list says nothing that counts.
    #[must_use]
    pub fn read_list(&self, list: &[u8], now: Timestamp) -> Option<RevocationAnswer> {
        let parsed = CertificateList::<x509_cert::certificate::Rfc5280>::from_der(list).ok()?;
        let facts = parsed.tbs_cert_list;
        if facts.issuer != *self.issuer.inner.tbs_certificate().subject() {
            return None;
        }
        let (message, signature) = (first_within(list)?, parsed.signature.as_bytes()?);
        self.issuer.check(&parsed.signature_algorithm, None, message, signature).ok()?;
        // A list for a part only tells nothing of the rest.
        let is_partial = |extensions: &Extensions| extensions.iter().any(|one| one.critical);
        if facts.crl_extensions.as_ref().is_some_and(is_partial)
            || !current(moment(facts.this_update), facts.next_update.map(moment), now)
        {
            return None;
        }
        let serial = self.certificate.inner.tbs_certificate().serial_number();
        let revoked = facts.revoked_certificates.unwrap_or_default();
        let found = revoked.iter().find(|one| one.serial_number == *serial);
        Some(found.map_or(RevocationAnswer::Good, |one| RevocationAnswer::Revoked(moment(one.revocation_date))))
    }
}

fn general(time: GeneralizedTime) -> Timestamp {
    moment(x509_cert::time::Time::GeneralTime(time))
}

fn current(from: Timestamp, until: Option<Timestamp>, now: Timestamp) -> bool {
    let until = until.unwrap_or_else(|| from.saturating_add(CURRENT).unwrap_or(Timestamp::MAX));
    from <= now.saturating_add(SKEW).unwrap_or(now) && now <= until.saturating_add(SKEW).unwrap_or(until)
}
