//! A certificate (X.509, RFC 5280) with what is asked of it.

use super::algorithm::{self, Hash, Scheme, Unusable};
use super::oids;
use der::asn1::ObjectIdentifier;
use der::{Decode as _, Encode as _};
use jiff::Timestamp;
use std::fmt;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, BasicConstraints, CrlDistributionPoints, ExtendedKeyUsage, KeyUsage,
};
use x509_cert::time::Time;

/// A certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    pub(super) inner: x509_cert::Certificate,
}

/// It is no certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a certificate: {0}")]
pub struct BadCertificate(String);

impl Certificate {
    /// Reads a certificate in DER.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_der(der: &[u8]) -> Result<Self, BadCertificate> {
        let inner = x509_cert::Certificate::from_der(der).map_err(|error| BadCertificate(error.to_string()))?;
        Ok(Self { der: der.to_vec(), inner })
    }

    /// Reads all certificates of a PEM text.
    ///
    /// # Errors
    /// When one can't be read.
    pub fn all_from_pem(text: &[u8]) -> Result<Vec<Self>, BadCertificate> {
        let bad = |error: der::Error| BadCertificate(error.to_string());
        x509_cert::Certificate::load_pem_chain(text)
            .map_err(bad)?
            .into_iter()
            .map(|inner| Ok(Self { der: inner.to_der().map_err(bad)?, inner }))
            .collect()
    }

    /// Its bytes.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// Whose it is: the common name, or the whole name where there is none.
    #[must_use]
    pub fn name(&self) -> String {
        named(self.inner.tbs_certificate().subject())
    }

    /// The organisation that they belong to, where it says so.
    #[must_use]
    pub fn organisation(&self) -> Option<String> {
        let organisation = self.inner.tbs_certificate().subject().organization().ok()??;
        Some(organisation.value().into_owned())
    }

    /// Who issued it.
    #[must_use]
    pub fn issuer(&self) -> String {
        named(self.inner.tbs_certificate().issuer())
    }

    /// Its number with its issuer, in hexadecimal.
    #[must_use]
    pub fn serial(&self) -> String {
        hex::encode(self.inner.tbs_certificate().serial_number().as_bytes())
    }

    /// From when it is valid.
    #[must_use]
    pub fn not_before(&self) -> Timestamp {
        moment(self.inner.tbs_certificate().validity().not_before)
    }

    /// Until when it is valid.
    #[must_use]
    pub fn not_after(&self) -> Timestamp {
        moment(self.inner.tbs_certificate().validity().not_after)
    }

    /// How its key signs here; nothing for a key of another kind.
    #[must_use]
    pub fn scheme(&self) -> Option<Scheme> {
        Scheme::of(self.inner.tbs_certificate().subject_public_key_info())
    }

    pub(super) fn is_self_issued(&self) -> bool {
        self.inner.tbs_certificate().subject() == self.inner.tbs_certificate().issuer()
    }

    pub(super) fn issued_by(&self, issuer: &Self) -> bool {
        self.inner.tbs_certificate().issuer() == issuer.inner.tbs_certificate().subject()
    }

    pub(super) fn signed_by(&self, issuer: &Self) -> Result<(), Unusable> {
        let message = first_within(&self.der).ok_or(Unusable::Unknown)?;
        let signature = self.inner.signature().as_bytes().ok_or(Unusable::Unknown)?;
        issuer.check(self.inner.signature_algorithm(), None, message, signature)
    }

    /// Checks a signature that the holder made.
    pub(super) fn check(
        &self,
        algorithm: &x509_cert::spki::AlgorithmIdentifierOwned,
        hash: Option<Hash>,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), Unusable> {
        algorithm::check(self.inner.tbs_certificate().subject_public_key_info(), algorithm, hash, message, signature)
    }

    /// Whether it may issue others, and how many authorities may follow below it.
    pub(super) fn authority(&self) -> Option<Option<u8>> {
        let (_, constraints) = self.extension::<BasicConstraints>()?;
        let signs = self.extension::<KeyUsage>().is_none_or(|(_, usage)| usage.key_cert_sign());
        (constraints.ca && signs).then_some(constraints.path_len_constraint)
    }

    /// Whether it may sign documents.
    pub(super) fn signs_documents(&self) -> bool {
        self.extension::<KeyUsage>().is_none_or(|(_, usage)| usage.digital_signature() || usage.non_repudiation())
    }

    pub(super) fn has_purpose(&self, purpose: ObjectIdentifier) -> bool {
        self.extension::<ExtendedKeyUsage>().is_some_and(|(_, usage)| usage.0.contains(&purpose))
    }

    /// Whether it is a timestamp authority's.
    pub(super) fn stamps_time(&self) -> bool {
        self.has_purpose(oids::TIME_STAMPING)
    }

    /// An extension that must be understood and is not.
    pub(super) fn unknown_critical(&self) -> bool {
        const KNOWN: [ObjectIdentifier; 5] = [
            oids::BASIC_CONSTRAINTS,
            oids::KEY_USAGE,
            oids::EXTENDED_KEY_USAGE,
            oids::CERTIFICATE_POLICIES,
            oids::SUBJECT_ALT_NAME,
        ];
        let extensions = self.inner.tbs_certificate().extensions();
        extensions.is_some_and(|all| all.iter().any(|one| one.critical && !KNOWN.contains(&one.extn_id)))
    }

    /// Where lists of revoked certificates are, and who answers about this one.
    pub(super) fn revocation_urls(&self) -> (Vec<String>, Vec<String>) {
        let access = self.extension::<AuthorityInfoAccessSyntax>().map(|(_, access)| access.0).unwrap_or_default();
        let responders = access.iter().filter(|one| one.access_method == oids::OCSP);
        let responders = responders.filter_map(|one| url(&one.access_location)).collect();
        let points = self.extension::<CrlDistributionPoints>().map(|(_, points)| points.0).unwrap_or_default();
        let names = points.iter().filter_map(|point| match &point.distribution_point {
            Some(DistributionPointName::FullName(names)) => Some(names),
            _ => None,
        });
        (responders, names.flatten().filter_map(url).collect())
    }

    fn extension<'a, T: der::Decode<'a, Error = der::Error> + der::oid::AssociatedOid>(&'a self) -> Option<(bool, T)> {
        self.inner.tbs_certificate().get_extension::<T>().ok()?
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({}, {})", self.name(), self.serial())
    }
}

fn named(name: &x509_cert::name::Name) -> String {
    match name.common_name() {
        Ok(Some(common)) => common.value().into_owned(),
        _ => name.to_string(),
    }
}

fn url(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::UniformResourceIdentifier(url) => Some(url.to_string()),
        _ => None,
    }
}

pub(super) fn moment(time: Time) -> Timestamp {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
}

/// The bytes of the first element within a sequence, as they stand: what was signed must not be written anew.
pub(super) fn first_within(sequence: &[u8]) -> Option<&[u8]> {
    let (header, _) = extent(sequence)?;
    let inner = sequence.get(header..)?;
    let (header, content) = extent(inner)?;
    inner.get(..header + content)
}

/// The lengths of an element's header and of its content.
pub(super) fn extent(bytes: &[u8]) -> Option<(usize, usize)> {
    let first = usize::from(*bytes.get(1)?);
    if first < 0x80 {
        return Some((2, first));
    }
    let count = first & 0x7f;
    if !(1..=4).contains(&count) {
        return None;
    }
    let length = bytes.get(2..2 + count)?.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
    Some((2 + count, length))
}
