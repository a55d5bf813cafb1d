//! What is done under the installation's secret: hashing short codes, and sealing what is kept. Whoever has only the
//! database can neither try codes nor read secrets.

use crate::errors::Failure;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// The length of the random part in front of a sealed secret.
const NONCE: usize = 24;

/// The HMAC of these parts for one purpose: parts can't be shifted into each other, purposes don't meet.
#[must_use]
pub fn mac(secret: &[u8; 32], purpose: &str, parts: &[&str]) -> [u8; 32] {
    let mut mac = match <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(secret) {
        Ok(mac) => mac,
        Err(never) => unreachable!("HMAC takes keys of any length: {never}"),
    };
    for part in std::iter::once(&purpose).chain(parts) {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

/// Seals a secret for whom it belongs to: moved to another login it does not open.
///
/// # Errors
/// When the system has no random bytes.
pub fn seal(secret: &[u8; 32], login: &str, plain: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut sealed = vec![0; NONCE];
    getrandom::fill(&mut sealed).map_err(|error| Failure::fault(&error))?;
    let payload = Payload { msg: plain, aad: login.as_bytes() };
    let nonce = nonce(&sealed).ok_or_else(|| damaged("a nonce has the wrong length"))?;
    let hidden = cipher(secret).encrypt(&nonce, payload).map_err(|_| damaged("a secret could not be sealed"))?;
    sealed.extend(hidden);
    Ok(sealed)
}

/// Opens a sealed secret; nothing when it was altered, belongs to somebody else, or was sealed by an installation with
/// another secret.
#[must_use]
pub fn open(secret: &[u8; 32], login: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let (start, hidden) = sealed.split_at_checked(NONCE)?;
    let payload = Payload { msg: hidden, aad: login.as_bytes() };
    cipher(secret).decrypt(&nonce(start)?, payload).ok()
}

fn nonce(bytes: &[u8]) -> Option<XNonce> {
    <[u8; NONCE]>::try_from(bytes).ok().map(XNonce::from)
}

fn cipher(secret: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(mac(secret, "secrets at rest", &[])))
}

fn damaged(what: &str) -> Failure {
    store::Fault::new(what).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_only_for_its_person_and_its_installation() {
        let sealed = seal(&[7; 32], "lan", b"secret").expect("sealed");
        assert!(!sealed.windows(6).any(|bytes| bytes == b"secret"));
        assert_eq!(open(&[7; 32], "lan", &sealed).expect("opened"), b"secret");
        assert!(open(&[7; 32], "minh", &sealed).is_none(), "moved to another login");
        assert!(open(&[8; 32], "lan", &sealed).is_none(), "another installation");
        let mut altered = sealed;
        *altered.last_mut().expect("bytes") ^= 1;
        assert!(open(&[7; 32], "lan", &altered).is_none(), "altered");
    }

    #[test]
    fn parts_are_not_shifted_into_each_other() {
        assert_ne!(mac(&[7; 32], "code", &["ab", "c"]), mac(&[7; 32], "code", &["a", "bc"]));
    }
}
