//! The structure that a signature is kept in (CMS, RFC 5652), with the attributes that PAdES asks for.

use super::algorithm::{Hash, Unusable, sha1};
use super::certificate::{Certificate, extent, moment};
use super::oids;
use super::signer::{Signer, SigningFailed};
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{ObjectIdentifier, OctetString, SetOfVec};
use der::{Any, Decode as _, Encode as _, Sequence};
use jiff::Timestamp;
use x509_cert::attr::Attribute;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

#[derive(Sequence)]
struct CertificateId2 {
    hash: Option<AlgorithmIdentifierOwned>,
    digest: OctetString,
    issuer: Option<Any>,
}

#[derive(Sequence)]
struct CertificateId1 {
    digest: OctetString,
    issuer: Option<Any>,
}

#[derive(Sequence)]
struct SigningCertificate2 {
    certificates: Vec<CertificateId2>,
    policies: Option<Any>,
}

#[derive(Sequence)]
struct SigningCertificate1 {
    certificates: Vec<CertificateId1>,
    policies: Option<Any>,
}

/// Why a signature does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// What was signed is not what is there.
    Content,
    /// The signature is not the key's.
    Signature,
    /// It is of another certificate than the one beside it.
    Certificate,
    /// Too weak to rely on.
    Weak,
    /// Made in a way not known here.
    Unknown,
}

impl From<Unusable> for Broken {
    fn from(unusable: Unusable) -> Self {
        match unusable {
            Unusable::Weak => Self::Weak,
            Unusable::Unknown => Self::Unknown,
            Unusable::Wrong => Self::Signature,
        }
    }
}

/// A signature with its certificates.
pub(super) struct Cms {
    info: SignerInfo,
    pub(super) certificates: Vec<Certificate>,
    pub(super) content_type: ObjectIdentifier,
    pub(super) content: Option<Vec<u8>>,
}

impl Cms {
    /// Reads one from the beginning of these bytes; nothing when there is none with exactly one signer.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (header, content) = extent(bytes)?;
        let info = ContentInfo::from_der(bytes.get(..header + content)?).ok()?;
        if info.content_type != oids::SIGNED_DATA {
            return None;
        }
        let data: SignedData = info.content.decode_as().ok()?;
        let mut signers = data.signer_infos.0.into_vec();
        let info = signers.pop().filter(|_| signers.is_empty())?;
        let certificates = data.certificates.map(|set| set.0.into_vec()).unwrap_or_default();
        let certificates = certificates.iter().filter_map(|one| match one {
            CertificateChoices::Certificate(one) => Certificate::from_der(&one.to_der().ok()?).ok(),
            CertificateChoices::Other(_) => None,
        });
        let content = match data.encap_content_info.econtent {
            Some(content) => Some(content.decode_as::<OctetString>().ok()?.as_bytes().to_vec()),
            None => None,
        };
        let content_type = data.encap_content_info.econtent_type;
        Some(Self { info, certificates: certificates.collect(), content_type, content })
    }

    /// The certificate of whoever signed.
    pub(super) fn signer(&self) -> Option<&Certificate> {
        self.certificates.iter().find(|one| {
            let facts = one.inner.tbs_certificate();
            match &self.info.sid {
                SignerIdentifier::IssuerAndSerialNumber(id) => {
                    id.issuer == *facts.issuer() && id.serial_number == *facts.serial_number()
                }
                SignerIdentifier::SubjectKeyIdentifier(id) => {
                    facts.get_extension::<SubjectKeyIdentifier>().ok().flatten().is_some_and(|(_, own)| own == *id)
                }
            }
        })
    }

    /// The bytes of the signature.
    pub(super) fn signature(&self) -> &[u8] {
        self.info.signature.as_bytes()
    }

    /// When the signer says that they signed.
    pub(super) fn signing_time(&self) -> Option<Timestamp> {
        let time: Time = self.signed(oids::SIGNING_TIME)?.decode_as().ok()?;
        Some(moment(time))
    }

    /// The timestamp over the signature.
    pub(super) fn timestamp(&self) -> Option<Vec<u8>> {
        let attribute = self.info.unsigned_attrs.as_ref()?.iter().find(|one| one.oid == oids::TIMESTAMP_TOKEN)?;
        attribute.values.get(0)?.to_der().ok()
    }

    /// The name of the algorithm.
    pub(super) fn hash(&self) -> Result<Hash, Broken> {
        Ok(Hash::of(self.info.digest_alg.oid)?)
    }

    /// Checks that this certificate's key signed this content.
    pub(super) fn check(&self, certificate: &Certificate, content: &[&[u8]]) -> Result<(), Broken> {
        let hash = self.hash()?;
        let algorithm = &self.info.signature_algorithm;
        let Some(attributes) = &self.info.signed_attrs else {
            return Ok(certificate.check(algorithm, Some(hash), &content.concat(), self.signature())?);
        };
        let digest: OctetString =
            self.signed(oids::MESSAGE_DIGEST).and_then(|any| any.decode_as().ok()).ok_or(Broken::Unknown)?;
        let message = attributes.to_der().map_err(|_| Broken::Unknown)?;
        certificate.check(algorithm, Some(hash), &message, self.signature())?;
        let told: Option<ObjectIdentifier> = self.signed(oids::CONTENT_TYPE).and_then(|any| any.decode_as().ok());
        if digest.as_bytes() != hash.digest(content) || told != Some(self.content_type) {
            return Err(Broken::Content);
        }
        if self.names_other(certificate)? { Err(Broken::Certificate) } else { Ok(()) }
    }

    /// Whether the signer named another certificate than this.
    fn names_other(&self, certificate: &Certificate) -> Result<bool, Broken> {
        if let Some(named) = self.signed(oids::SIGNING_CERTIFICATE_2) {
            let named: SigningCertificate2 = named.decode_as().map_err(|_| Broken::Unknown)?;
            let first = named.certificates.first().ok_or(Broken::Unknown)?;
            let hash = first.hash.as_ref().map_or(Ok(Hash::Sha256), |hash| Hash::of(hash.oid))?;
            return Ok(first.digest.as_bytes() != hash.digest(&[certificate.as_der()]));
        }
        if let Some(named) = self.signed(oids::SIGNING_CERTIFICATE) {
            let named: SigningCertificate1 = named.decode_as().map_err(|_| Broken::Unknown)?;
            let first = named.certificates.first().ok_or(Broken::Unknown)?;
            return Ok(first.digest.as_bytes() != sha1(certificate.as_der()));
        }
        Ok(false)
    }

    /// The value of a signed attribute that must stand once.
    fn signed(&self, oid: ObjectIdentifier) -> Option<&Any> {
        let mut all = self.info.signed_attrs.as_ref()?.iter().filter(|one| one.oid == oid);
        let attribute = all.next().filter(|one| one.values.len() == 1)?;
        if all.next().is_some() { None } else { attribute.values.get(0) }
    }
}

/// What is signed.
pub(super) struct Content<'a> {
    pub(super) kind: ObjectIdentifier,
    pub(super) bytes: &'a [&'a [u8]],
    /// Whether it stands within the structure.
    pub(super) enclosed: bool,
}

/// Signs a content; `stamp` is asked for a timestamp over the signature.
pub(super) fn build(
    signer: &dyn Signer,
    content: &Content<'_>,
    stamp: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
) -> Result<Vec<u8>, SigningFailed> {
    let failed = |error: der::Error| SigningFailed(error.to_string());
    let hash = signer.scheme().hash();
    let certificate = signer.certificate();
    let own = CertificateId2 {
        hash: (hash != Hash::Sha256).then(|| hash.identifier()),
        digest: OctetString::new(hash.digest(&[certificate.as_der()])).map_err(failed)?,
        issuer: None,
    };
    let own = SigningCertificate2 { certificates: vec![own], policies: None };
    let digest = OctetString::new(hash.digest(content.bytes)).map_err(failed)?;
    let attributes = vec![
        attribute(oids::CONTENT_TYPE, &content.kind).map_err(failed)?,
        attribute(oids::MESSAGE_DIGEST, &digest).map_err(failed)?,
        attribute(oids::SIGNING_CERTIFICATE_2, &own).map_err(failed)?,
    ];
    let attributes = SetOfVec::try_from(attributes).map_err(failed)?;
    let signature = signer.sign(&attributes.to_der().map_err(failed)?)?;
    let unsigned = match stamp(&signature) {
        Some(token) => {
            let token = Any::from_der(&token).map_err(failed)?;
            let values = SetOfVec::try_from(vec![token]).map_err(failed)?;
            let attribute = Attribute { oid: oids::TIMESTAMP_TOKEN, values };
            Some(SetOfVec::try_from(vec![attribute]).map_err(failed)?)
        }
        None => None,
    };
    let facts = certificate.inner.tbs_certificate();
    let info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: facts.issuer().clone(),
            serial_number: facts.serial_number().clone(),
        }),
        digest_alg: hash.identifier(),
        signed_attrs: Some(attributes),
        signature_algorithm: signer.scheme().identifier(),
        signature: OctetString::new(signature).map_err(failed)?,
        unsigned_attrs: unsigned,
    };
    let mut certificates: Vec<CertificateChoices> = Vec::new();
    for one in std::iter::once(certificate).chain(signer.issuers()) {
        let one = CertificateChoices::Certificate(one.inner.clone());
        if !certificates.contains(&one) {
            certificates.push(one);
        }
    }
    let econtent = match content.enclosed {
        true => Some(Any::encode_from(&OctetString::new(content.bytes.concat()).map_err(failed)?).map_err(failed)?),
        false => None,
    };
    let data = SignedData {
        version: if content.kind == oids::DATA { CmsVersion::V1 } else { CmsVersion::V3 },
        digest_algorithms: SetOfVec::try_from(vec![hash.identifier()]).map_err(failed)?,
        encap_content_info: EncapsulatedContentInfo { econtent_type: content.kind, econtent },
        certificates: Some(CertificateSet(SetOfVec::try_from(certificates).map_err(failed)?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![info]).map_err(failed)?),
    };
    let content = Any::encode_from(&data).map_err(failed)?;
    ContentInfo { content_type: oids::SIGNED_DATA, content }.to_der().map_err(failed)
}

fn attribute(oid: ObjectIdentifier, value: &(impl der::EncodeValue + der::Tagged)) -> der::Result<Attribute> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![Any::encode_from(value)?])? })
}
