//! Signed requests: HMAC-SHA256 over method, path, time, number of the request and hash of the body.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// How far the clocks of both sides may be apart, in seconds.
const APART: i64 = 300;

/// The key that both sides share.
#[derive(Clone)]
pub struct Signer {
    key_id: String,
    secret: String,
}

/// Never shows the secret.
impl std::fmt::Debug for Signer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Signer").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

/// What is signed, and what of it goes along in headers.
#[derive(Debug, Clone, Copy)]
pub struct Signature<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The path without the query.
    pub path: &'a str,
    /// Seconds since 1970.
    pub time: i64,
    /// The number of the request.
    pub request: &'a str,
    /// The body.
    pub body: &'a [u8],
}

impl Signer {
    /// The header that names the key.
    pub const KEY: &'static str = "x-key-id";
    /// The header with the time, in seconds since 1970.
    pub const TIME: &'static str = "x-time";
    /// The header with the number of the request.
    pub const REQUEST: &'static str = "x-request-id";
    /// The header with the signature, in hexadecimal digits.
    pub const SIGNATURE: &'static str = "x-signature";

    /// A key by its name and its secret.
    #[must_use]
    pub fn new(key_id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { key_id: key_id.into(), secret: secret.into() }
    }

    /// The name of the key.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The signature of a request.
    #[must_use]
    pub fn sign(&self, of: &Signature<'_>) -> String {
        let mut mac = match Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()) {
            Ok(mac) => mac,
            Err(never) => unreachable!("HMAC takes keys of any length: {never}"),
        };
        let body = hex::encode(Sha256::digest(of.body));
        mac.update(format!("{}\n{}\n{}\n{}\n{body}", of.method, of.path, of.time, of.request).as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }

    /// Whether a request was signed with this key, and lately.
    #[must_use]
    pub fn verifies(&self, key_id: &str, of: &Signature<'_>, signature: &str, now: i64) -> bool {
        let same = self.sign(of).as_bytes().ct_eq(signature.as_bytes());
        key_id == self.key_id && now.abs_diff(of.time) <= APART.unsigned_abs() && bool::from(same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: Signature<'_> =
        Signature { method: "POST", path: "/a", time: 1_000_000, request: "7", body: b"{\"a\": 1}" };

    #[test]
    fn a_signature_holds_for_exactly_what_was_signed() {
        let key = Signer::new("h35", "secret");
        let signed = key.sign(&ASKED);
        assert!(key.verifies("h35", &ASKED, &signed, 1_000_100));
        let changed = [
            Signature { method: "PUT", ..ASKED },
            Signature { path: "/b", ..ASKED },
            Signature { time: 1_000_001, ..ASKED },
            Signature { request: "8", ..ASKED },
            Signature { body: b"{\"a\": 2}", ..ASKED },
        ];
        for other in changed {
            assert!(!key.verifies("h35", &other, &signed, 1_000_100), "{other:?}");
        }
        assert!(!key.verifies("h36", &ASKED, &signed, 1_000_100));
        assert!(!Signer::new("h35", "guess").verifies("h35", &ASKED, &signed, 1_000_100));
        assert!(!key.verifies("h35", &ASKED, "", 1_000_100));
    }

    #[test]
    fn an_old_signature_is_worth_nothing() {
        let key = Signer::new("h35", "secret");
        let signed = key.sign(&ASKED);
        assert!(key.verifies("h35", &ASKED, &signed, 1_000_300));
        for late in [1_000_301, 999_699, i64::MIN, i64::MAX] {
            assert!(!key.verifies("h35", &ASKED, &signed, late), "{late}");
        }
    }

    #[test]
    fn the_secret_is_not_shown() {
        assert!(!format!("{:?}", Signer::new("h35", "geheim")).contains("geheim"));
    }
}
