//! Passwords: hashed by argon2id on a thread where it may take its time, compared in Unicode NFC.

use crate::errors::Failure;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use rules::accounts::password::normalised;

/// Compared with when there is no password: the hash of a random one that nobody knows, with the usual cost.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZWJvZHkgdW5rbm93bg$6NcRHJ0tqSCLY2Q0V1QqbrXcUV+f5fQ6pPfvTBKAVCY";
/// How hashes of today's cost begin; others are made anew when their person signs in.
const TODAY: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

/// What came of comparing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// Whether it is the password.
    pub fits: bool,
    /// Whether its hash has another cost than today's.
    pub stale: bool,
}

/// Compares what was typed with a hash; where there is none, at the same cost, and it never fits.
///
/// # Errors
/// When the thread breaks.
pub async fn compare(typed: String, hash: Option<String>) -> Result<Compared, Failure> {
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| NOBODYS.to_owned());
    let compared = tokio::task::spawn_blocking(move || {
        let password = normalised(&typed);
        let fits = Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok();
        Compared { fits: fits && known, stale: known && !hash.starts_with(TODAY) }
    });
    compared.await.map_err(|error| Failure::fault(&error))
}

/// The argon2id hash of a password, with the library's recommended cost and a random salt.
///
/// # Errors
/// When the thread breaks or the system has no random bytes.
pub async fn hash(password: String) -> Result<String, Failure> {
    let hash = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(normalised(&password).as_bytes()).map(|hash| hash.to_string())
    });
    let hash = hash.await.map_err(|error| Failure::fault(&error))?;
    hash.map_err(|error| store::Fault::new(format!("a password could not be hashed: {error}")).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_unknown_name_costs_as_much_as_a_wrong_password_and_never_fits() {
        assert!(argon2::PasswordHash::new(NOBODYS).is_ok());
        assert!(NOBODYS.starts_with(TODAY));
        assert!(!compare("motcua-demo".into(), None).await.expect("an answer").fits);
    }

    #[tokio::test]
    async fn a_hash_of_today_is_not_stale_and_marks_may_be_typed_in_two_ways() {
        let kept = hash("m\u{1b0}a \u{111}\u{e0}o".into()).await.expect("a hash");
        let compared = compare("mu\u{31b}a \u{111}a\u{300}o".into(), Some(kept)).await.expect("an answer");
        assert_eq!(compared, Compared { fits: true, stale: false });
    }
}
