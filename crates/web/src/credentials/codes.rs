//! Codes that are read and typed by people: recovery codes, one-time codes. No letters that look alike.

use super::mac;
use crate::errors::Failure;

/// 32 signs without 0, 1, I and O.
const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// How many recovery codes somebody gets.
pub const RECOVERY_CODES: usize = 10;

/// What a code is for: each kind is hashed for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One of ten, for a sign-in without the second factor: 50 bits.
    Recovery,
    /// Sets a new password: 80 bits.
    OneTime,
}

/// A new code, in groups: `7KQ4X-M2D9T`.
///
/// # Errors
/// When the system has no random bytes.
pub fn new(kind: Kind) -> Result<String, Failure> {
    let (length, group) = match kind {
        Kind::Recovery => (10, 5),
        Kind::OneTime => (16, 4),
    };
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes).map_err(|error| Failure::fault(&error))?;
    let signs: Vec<char> = bytes.iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect();
    Ok(signs.chunks(group).map(|signs| signs.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}

/// What is kept of a code: its HMAC for this login, in hexadecimal. Case, spaces and hyphens don't matter.
#[must_use]
pub fn hash(secret: &[u8; 32], kind: Kind, login: &str, typed: &str) -> String {
    let code: String = typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let purpose = match kind {
        Kind::Recovery => "recovery code",
        Kind::OneTime => "one-time code",
    };
    mac(secret, purpose, &[login, &code]).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The secret of a new token for programs: 32 random bytes in hexadecimal.
///
/// # Errors
/// When the system has no random bytes.
pub fn new_token() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Failure::fault(&error))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_and_typed_by_people() {
        let code = new(Kind::OneTime).expect("a code");
        assert_eq!(code.len(), 19);
        assert_ne!(code, new(Kind::OneTime).expect("a code"));
        let of = |login, typed: &str| hash(&[7; 32], Kind::OneTime, login, typed);
        assert_eq!(of("lan", &code), of("lan", &format!(" {} ", code.to_lowercase().replace('-', " "))));
        assert_ne!(of("lan", &code), of("minh", &code));
        assert_ne!(of("lan", &code), hash(&[7; 32], Kind::Recovery, "lan", &code));
    }
}
