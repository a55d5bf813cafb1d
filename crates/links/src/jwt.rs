//! Signed tokens of our own: by the key on the curve P-256 (ES256, RFC 7518).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey as Key};
use p256::pkcs8::DecodePrivateKey as _;
use serde_json::{Value, json};

/// A key to sign tokens with, and the name under which its public half is published.
#[derive(Clone)]
pub struct SigningKey {
    key: Key,
    id: String,
}

impl SigningKey {
    /// A new key of this name.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn generate(id: &str) -> Result<Self, getrandom::Error> {
        loop {
            let mut bytes = [0; 32];
            getrandom::fill(&mut bytes)?;
            // One in 2³² is no key.
            if let Ok(key) = Key::from_slice(&bytes) {
                return Ok(Self { key, id: id.to_owned() });
            }
        }
    }

    /// The key of a PKCS #8 PEM; its name is the thumbprint of its public half.
    ///
    /// # Errors
    /// When it is no private key on P-256.
    pub fn from_pem(pem: &str) -> Result<Self, String> {
        let key = Key::from_pkcs8_pem(pem.trim()).map_err(|_| "no private key on P-256 as PKCS #8 PEM".to_owned())?;
        let unnamed = Self { key, id: String::new() };
        let [x, y] = unnamed.coordinates();
        let members = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let id = URL_SAFE_NO_PAD.encode(<sha2::Sha256 as sha2::Digest>::digest(members));
        Ok(Self { id, ..unnamed })
    }

    /// A token with these claims.
    #[must_use]
    pub fn sign(&self, claims: &Value) -> String {
        let header = json!({ "alg": "ES256", "typ": "JWT", "kid": self.id });
        let [header, claims] = [&header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let signed = format!("{header}.{claims}");
        let signature: Signature = self.key.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }

    /// The public half as a JSON Web Key.
    #[must_use]
    pub fn public(&self) -> Value {
        let [x, y] = self.coordinates();
        json!({ "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": self.id, "x": x, "y": y })
    }

    fn coordinates(&self) -> [String; 2] {
        let point = self.key.verifying_key().to_sec1_point(false);
        // Uncompressed: a byte that says so, then both coordinates.
        let bytes = point.as_bytes();
        [&bytes[1..33], &bytes[33..65]].map(|half| URL_SAFE_NO_PAD.encode(half))
    }
}
