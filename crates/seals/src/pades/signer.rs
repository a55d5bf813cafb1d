//! Who signs: a key with its certificate, wherever the key is.

use super::algorithm::Scheme;
use super::certificate::{BadCertificate, Certificate};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use ring::rand::SystemRandom;
use ring::signature::{self, EcdsaKeyPair, RsaKeyPair};
use std::fmt;

/// A key that signs, in a file or in a device.
pub trait Signer: Send + Sync + fmt::Debug {
    /// The certificate of the key.
    fn certificate(&self) -> &Certificate;

    /// The certificates of those who issued it, the nearest first.
    fn issuers(&self) -> &[Certificate];

    /// How it signs.
    fn scheme(&self) -> Scheme;

    /// Signs a message: hashes it and signs the hash. ECDSA signatures are in DER.
    ///
    /// # Errors
    /// When the key or its device refuses.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed>;
}

/// The key did not sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the key did not sign: {0}")]
pub struct SigningFailed(pub String);

/// A file of keys can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadKeyStore {
    /// It can't be opened: damaged, or another passphrase.
    #[error("the PKCS#12 file can't be opened (is the passphrase right?): {0}")]
    Closed(String),
    /// There is no key in it.
    #[error("the PKCS#12 file holds no private key with its certificate")]
    Empty,
    /// Its certificate can't be read.
    #[error(transparent)]
    Certificate(#[from] BadCertificate),
    /// Only RSA from 2,048 bits, P-256 and P-384 sign.
    #[error("the key is of a kind that does not sign here (RSA from 2,048 bits, P-256, P-384)")]
    Kind,
    /// Key and certificate are of two.
    #[error("the certificate is not the key's")]
    Mismatch,
}

/// A key in memory, from a PKCS#12 file.
pub struct SoftwareKey {
    certificate: Certificate,
    issuers: Vec<Certificate>,
    scheme: Scheme,
    pair: KeyPair,
}

enum KeyPair {
    Rsa(Box<RsaKeyPair>),
    Ecdsa(EcdsaKeyPair),
}

impl SoftwareKey {
    /// Opens a PKCS#12 file.
    ///
    /// # Errors
    /// When it can't be opened, or holds no key that can sign here.
    pub fn from_pkcs12(file: &[u8], passphrase: &str) -> Result<Self, BadKeyStore> {
        let store = KeyStore::from_pkcs12(file, passphrase, Pkcs12ImportPolicy::Strict)
            .map_err(|error| BadKeyStore::Closed(error.to_string()))?;
        let (_, chain) = store.private_key_chain().ok_or(BadKeyStore::Empty)?;
        let certificates = chain.certs().iter().map(|one| Certificate::from_der(one.as_der()));
        Self::new(chain.key().as_der(), certificates.collect::<Result<_, _>>()?)
    }

    /// The key of a PKCS#8 structure, with its certificate and those above it.
    ///
    /// # Errors
    /// When the key can't sign here or the first certificate is not its own.
    pub fn new(pkcs8: &[u8], mut certificates: Vec<Certificate>) -> Result<Self, BadKeyStore> {
        use ring::signature::KeyPair as _;
        if certificates.is_empty() {
            return Err(BadKeyStore::Empty);
        }
        let certificate = certificates.remove(0);
        let key = certificate.inner.tbs_certificate().subject_public_key_info();
        let scheme = certificate.scheme().ok_or(BadKeyStore::Kind)?;
        let curve = |algorithm| EcdsaKeyPair::from_pkcs8(algorithm, pkcs8, &SystemRandom::new());
        let pair = match scheme {
            Scheme::RsaSha256 => RsaKeyPair::from_pkcs8(pkcs8).map(|pair| KeyPair::Rsa(Box::new(pair))),
            Scheme::EcdsaP256 => curve(&signature::ECDSA_P256_SHA256_ASN1_SIGNING).map(KeyPair::Ecdsa),
            Scheme::EcdsaP384 => curve(&signature::ECDSA_P384_SHA384_ASN1_SIGNING).map(KeyPair::Ecdsa),
        };
        let pair = pair.map_err(|_| BadKeyStore::Kind)?;
        let public = match &pair {
            KeyPair::Rsa(pair) => pair.public_key().as_ref(),
            KeyPair::Ecdsa(pair) => pair.public_key().as_ref(),
        };
        if key.subject_public_key.as_bytes() != Some(public) {
            return Err(BadKeyStore::Mismatch);
        }
        Ok(Self { certificate, issuers: certificates, scheme, pair })
    }
}

impl Signer for SoftwareKey {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn issuers(&self) -> &[Certificate] {
        &self.issuers
    }

    fn scheme(&self) -> Scheme {
        self.scheme
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        let random = SystemRandom::new();
        let failed = |_| SigningFailed("no random numbers".to_owned());
        match &self.pair {
            KeyPair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&signature::RSA_PKCS1_SHA256, &random, message, &mut signature).map_err(failed)?;
                Ok(signature)
            }
            KeyPair::Ecdsa(pair) => Ok(pair.sign(&random, message).map_err(failed)?.as_ref().to_vec()),
        }
    }
}

impl fmt::Debug for SoftwareKey {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SoftwareKey(… of {:?})", self.certificate)
    }
}

/// An ECDSA signature as devices give it, both numbers one after the other, in DER.
///
/// # Errors
/// When these bytes are no such signature.
pub fn ecdsa_in_der(raw: &[u8]) -> Result<Vec<u8>, SigningFailed> {
    use der::Encode as _;
    use der::asn1::UintRef;
    let failed = |_| SigningFailed("the device gave no ECDSA signature".to_owned());
    let (r, s) = raw.split_at(raw.len() / 2);
    let (r, s) = (UintRef::new(r).map_err(failed)?, UintRef::new(s).map_err(failed)?);
    #[derive(der::Sequence)]
    struct Pair<'a> {
        r: UintRef<'a>,
        s: UintRef<'a>,
    }
    Pair { r, s }.to_der().map_err(failed)
}
