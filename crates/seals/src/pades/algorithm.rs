//! Which algorithms are trusted: RSA from 2,048 bits (PKCS#1 v1.5 and PSS), ECDSA on P-256 and P-384, Ed25519, with SHA-2. What is
//! broken (SHA-1, MD5, short keys) is told apart from what is only unknown here.

use super::oids;
use der::asn1::ObjectIdentifier;
use der::{Decode as _, Encode as _};
use ring::{digest, signature};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

/// A hash function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    pub(super) fn of(oid: ObjectIdentifier) -> Result<Self, Unusable> {
        match oid {
            oids::SHA256 => Ok(Self::Sha256),
            oids::SHA384 => Ok(Self::Sha384),
            oids::SHA512 => Ok(Self::Sha512),
            oids::SHA1 => Err(Unusable::Weak),
            _ => Err(Unusable::Unknown),
        }
    }

    pub(super) fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Sha256 => oids::SHA256,
            Self::Sha384 => oids::SHA384,
            Self::Sha512 => oids::SHA512,
        }
    }

    pub(super) fn identifier(self) -> AlgorithmIdentifierOwned {
        AlgorithmIdentifierOwned { oid: self.oid(), parameters: None }
    }

    /// The hash of these parts, one after the other.
    #[must_use]
    pub fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        let function = match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        };
        digest_with(function, parts)
    }
}

/// SHA-1, only where an old format names a certificate by it.
pub(super) fn sha1(bytes: &[u8]) -> Vec<u8> {
    digest_with(&digest::SHA1_FOR_LEGACY_USE_ONLY, &[bytes])
}

fn digest_with(function: &'static digest::Algorithm, parts: &[&[u8]]) -> Vec<u8> {
    let mut context = digest::Context::new(function);
    parts.iter().for_each(|part| context.update(part));
    context.finish().as_ref().to_vec()
}

/// How a key of ours signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// RSA, PKCS#1 v1.5, SHA-256.
    RsaSha256,
    /// ECDSA on P-256, SHA-256.
    EcdsaP256,
    /// ECDSA on P-384, SHA-384.
    EcdsaP384,
}

impl Scheme {
    /// The scheme of a public key.
    pub(super) fn of(key: &SubjectPublicKeyInfoOwned) -> Option<Self> {
        match key.algorithm.oid {
            oids::RSA => Some(Self::RsaSha256),
            oids::EC => match curve(key)? {
                oids::P256 => Some(Self::EcdsaP256),
                oids::P384 => Some(Self::EcdsaP384),
                _ => None,
            },
            _ => None,
        }
    }

    /// The hash that it signs.
    #[must_use]
    pub fn hash(self) -> Hash {
        match self {
            Self::RsaSha256 | Self::EcdsaP256 => Hash::Sha256,
            Self::EcdsaP384 => Hash::Sha384,
        }
    }

    pub(super) fn identifier(self) -> AlgorithmIdentifierOwned {
        let (oid, parameters) = match self {
            Self::RsaSha256 => (oids::RSA_SHA256, Some(der::Any::null())),
            Self::EcdsaP256 => (oids::ECDSA_SHA256, None),
            Self::EcdsaP384 => (oids::ECDSA_SHA384, None),
        };
        AlgorithmIdentifierOwned { oid, parameters }
    }
}

/// Why a signature can't be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unusable {
    #[error("the algorithm or the key is too weak")]
    Weak,
    #[error("the algorithm is not known here")]
    Unknown,
    #[error("the signature does not match")]
    Wrong,
}

/// Checks a signature over a message.
pub(super) fn check(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    hash: Option<Hash>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Unusable> {
    let bits = key.subject_public_key.as_bytes().ok_or(Unusable::Unknown)?;
    if key.algorithm.oid == oids::RSA && modulus_bits(bits).is_some_and(|bits| bits < 2048) {
        return Err(Unusable::Weak);
    }
    let function = function(key, algorithm, hash)?;
    signature::UnparsedPublicKey::new(function, bits).verify(message, signature).map_err(|_| Unusable::Wrong)
}

fn function(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    hash: Option<Hash>,
) -> Result<&'static dyn signature::VerificationAlgorithm, Unusable> {
    use signature as s;
    let is_rsa = key.algorithm.oid == oids::RSA;
    let rsa = |hash: Hash| -> &'static dyn s::VerificationAlgorithm {
        match hash {
            Hash::Sha256 => &s::RSA_PKCS1_2048_8192_SHA256,
            Hash::Sha384 => &s::RSA_PKCS1_2048_8192_SHA384,
            Hash::Sha512 => &s::RSA_PKCS1_2048_8192_SHA512,
        }
    };
    let ecdsa = |hash: Hash| -> Result<&'static dyn s::VerificationAlgorithm, Unusable> {
        match (curve(key).ok_or(Unusable::Unknown)?, hash) {
            (oids::P256, Hash::Sha256) => Ok(&s::ECDSA_P256_SHA256_ASN1),
            (oids::P256, Hash::Sha384) => Ok(&s::ECDSA_P256_SHA384_ASN1),
            (oids::P384, Hash::Sha256) => Ok(&s::ECDSA_P384_SHA256_ASN1),
            (oids::P384, Hash::Sha384) => Ok(&s::ECDSA_P384_SHA384_ASN1),
            _ => Err(Unusable::Unknown),
        }
    };
    match algorithm.oid {
        oids::RSA_SHA1 | oids::ECDSA_SHA1 => Err(Unusable::Weak),
        oids::RSA if is_rsa => Ok(rsa(hash.ok_or(Unusable::Unknown)?)),
        oids::RSA_SHA256 if is_rsa => Ok(rsa(Hash::Sha256)),
        oids::RSA_SHA384 if is_rsa => Ok(rsa(Hash::Sha384)),
        oids::RSA_SHA512 if is_rsa => Ok(rsa(Hash::Sha512)),
        oids::RSA_PSS if is_rsa => match pss_hash(algorithm)? {
            Hash::Sha256 => Ok(&s::RSA_PSS_2048_8192_SHA256),
            Hash::Sha384 => Ok(&s::RSA_PSS_2048_8192_SHA384),
            Hash::Sha512 => Ok(&s::RSA_PSS_2048_8192_SHA512),
        },
        oids::EC => ecdsa(hash.ok_or(Unusable::Unknown)?),
        oids::ECDSA_SHA256 => ecdsa(Hash::Sha256),
        oids::ECDSA_SHA384 => ecdsa(Hash::Sha384),
        oids::ED25519 if key.algorithm.oid == oids::ED25519 => Ok(&s::ED25519),
        _ => Err(Unusable::Unknown),
    }
}

/// The hash that RSA-PSS parameters name; left out they mean SHA-1. The salt must be as long as the hash, as RFC 8017 advises.
fn pss_hash(algorithm: &AlgorithmIdentifierOwned) -> Result<Hash, Unusable> {
    #[derive(der::Sequence)]
    struct Parameters {
        #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
        hash: Option<AlgorithmIdentifierOwned>,
        #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
        mask: Option<AlgorithmIdentifierOwned>,
        #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
        salt: Option<u32>,
        #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
        trailer: Option<u32>,
    }
    let parameters = algorithm.parameters.as_ref().ok_or(Unusable::Weak)?;
    let parameters =
        parameters.to_der().and_then(|bytes| Parameters::from_der(&bytes)).map_err(|_| Unusable::Unknown)?;
    let hash = Hash::of(parameters.hash.ok_or(Unusable::Weak)?.oid)?;
    let salt = hash.digest(&[]).len();
    if parameters.salt.is_some_and(|told| told as usize == salt) { Ok(hash) } else { Err(Unusable::Unknown) }
}

fn curve(key: &SubjectPublicKeyInfoOwned) -> Option<ObjectIdentifier> {
    key.algorithm.parameters.as_ref()?.decode_as().ok()
}

/// The length of an RSA key; nothing when it is none.
fn modulus_bits(key: &[u8]) -> Option<usize> {
    #[derive(der::Sequence)]
    struct RsaKey {
        modulus: der::asn1::Uint,
        _exponent: der::asn1::Uint,
    }
    let key = RsaKey::from_der(key).ok()?;
    let bytes = key.modulus.as_bytes();
    let first = bytes.first()?;
    Some(bytes.len() * 8 - first.leading_zeros() as usize)
}
