//! Codes of authenticator apps (RFC 6238): six digits, thirty seconds, one step of tolerance either way.

use crate::errors::Failure;
use totp_rs::{Builder, Totp};

const STEP: u64 = 30;

/// A secret of 160 bits, as RFC 4226 recommends.
///
/// # Errors
/// When the system has no random bytes.
pub fn new_secret() -> Result<Vec<u8>, Failure> {
    let mut secret = vec![0; 20];
    getrandom::fill(&mut secret).map_err(|error| Failure::fault(&error))?;
    Ok(secret)
}

/// The step whose code this is, around a moment in seconds since 1970.
///
/// # Errors
/// When the secret is damaged.
pub fn step(secret: &[u8], typed: &str, seconds: u64) -> Result<Option<u64>, Failure> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    Ok(of(secret, "motcua")?.check(&digits, seconds))
}

/// What an app reads from the QR code, and the secret as people type it.
///
/// # Errors
/// When the secret is damaged.
pub fn to_enrol(secret: &[u8], login: &str) -> Result<(String, String), Failure> {
    let totp = of(secret, login)?;
    let url = totp.to_url().map_err(|error| Failure::fault(&error))?;
    let text = totp.secret().to_base32();
    let groups: Vec<String> =
        text.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    Ok((url, groups.join(" ")))
}

fn of(secret: &[u8], login: &str) -> Result<Totp, Failure> {
    let built = Builder::new()
        .with_secret(secret.to_vec())
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP)
        // A colon parts issuer and name in the address.
        .with_account_name(login.replace(':', "."))
        .with_issuer(Some("Motcua"))
        .build();
    built.map_err(|error| Failure::fault(&error))
}

/// The code that an app would show: for tests.
///
/// # Errors
/// When the secret is damaged.
pub fn code_at(secret: &[u8], seconds: u64) -> Result<String, Failure> {
    Ok(of(secret, "motcua")?.generate(seconds).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_rfc_6238_is_known_in_its_step_and_one_beside() {
        let secret = b"12345678901234567890";
        // RFC 6238, appendix B: 94287082 at 59 s, of which these are the last six digits.
        assert_eq!(code_at(secret, 59).expect("a code"), "287082");
        for (at, known) in [(29, true), (59, true), (89, true), (90, false), (0, true), (150, false)] {
            assert_eq!(step(secret, "287 082", at).expect("an answer").is_some(), known, "{at}");
        }
        assert_eq!(step(secret, "287082", 60).expect("an answer"), Some(1));
    }

    #[test]
    fn an_app_is_told_whose_code_it_is() {
        let (url, text) = to_enrol(b"12345678901234567890", "thuly.03549").expect("an address");
        assert!(url.starts_with("otpauth://totp/Motcua:thuly.03549?"), "{url}");
        assert_eq!(text, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
