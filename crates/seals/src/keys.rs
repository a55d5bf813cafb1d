//! The keys that sign checkpoints: Ed25519, written as hexadecimal text.

use ed25519_dalek::{Signature, Signer};
use std::{fmt, str::FromStr};

/// The secret key of an installation. Keep it apart from the database: who has both can rewrite history.
pub struct SigningKey(ed25519_dalek::SigningKey);

/// The public key that checks its signatures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

/// A key could not be made or read.
#[derive(Debug, thiserror::Error)]
pub enum BadKey {
    /// The system gave no random bytes.
    #[error("no random bytes: {0}")]
    Random(getrandom::Error),
    /// The text is not 64 hexadecimal digits.
    #[error("a key is 64 hexadecimal digits")]
    Text,
    /// The bytes are not a point of the curve.
    #[error("these bytes are no public key")]
    Point,
}

impl SigningKey {
    /// A new key from the system's random numbers.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn generate() -> Result<Self, BadKey> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(BadKey::Random)?;
        Ok(Self::from_bytes(&secret))
    }

    /// The key of these 32 secret bytes.
    #[must_use]
    pub fn from_bytes(secret: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(secret))
    }

    /// The secret as text, to be kept in a file that only the service can read.
    #[must_use]
    pub fn to_secret_text(&self) -> String {
        hex::encode(self.0.to_bytes())
    }

    /// The public half.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl FromStr for SigningKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        parse(text).map(|secret| Self::from_bytes(&secret))
    }
}

impl fmt::Debug for SigningKey {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(… of {})", self.verifying_key())
    }
}

impl VerifyingKey {
    /// The key of these 32 bytes.
    ///
    /// # Errors
    /// When they are not a public key.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, BadKey> {
        ed25519_dalek::VerifyingKey::from_bytes(bytes).map(Self).map_err(|_| BadKey::Point)
    }

    /// The 32 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

impl FromStr for VerifyingKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        Self::from_bytes(&parse(text)?)
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.to_bytes()))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn parse(text: &str) -> Result<[u8; 32], BadKey> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text.trim(), &mut bytes).map_err(|_| BadKey::Text)?;
    Ok(bytes)
}
