//! The numbers by which money finds its dossier: letters and digits only, because banks drop everything else.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Crockford's alphabet: no letter that looks like a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Random letters after the two that say what it is: 70 bits, not to be guessed.
const RANDOM: usize = 14;
/// Random bytes that make them.
const BYTES: usize = 9;

/// What was typed or read is no such number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a payment number")]
pub struct NotACode;

macro_rules! code {
    ($(#[$doc:meta])* $name:ident = $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The number that these random bytes make.
            #[must_use]
            pub fn of_random(bytes: [u8; BYTES]) -> Self {
                Self(made($prefix, bytes))
            }

            /// As text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Every number of this kind that a text may hold, however a bank changed it: in any case, glued to what stands
            /// beside it, with signs in between.
            #[must_use]
            pub fn all_in(text: &str) -> Vec<Self> {
                found($prefix, text).into_iter().map(Self).collect()
            }
        }

        impl FromStr for $name {
            type Err = NotACode;

            fn from_str(text: &str) -> Result<Self, NotACode> {
                let text = text.trim().to_uppercase();
                let rest = text.strip_prefix($prefix).ok_or(NotACode)?;
                let fits = rest.len() == RANDOM && rest.bytes().all(|letter| ALPHABET.contains(&letter));
                if fits { Ok(Self(text)) } else { Err(NotACode) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotACode;

            fn try_from(text: String) -> Result<Self, NotACode> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    };
}

code! {
    /// What somebody owes for a dossier: stands in the QR code and comes back in the bank's statement.
    Reference = "MC"
}
code! {
    /// One try to pay at the gateway (*MaThamChieu*): never used twice.
    AttemptCode = "MT"
}

fn made(prefix: &str, bytes: [u8; BYTES]) -> String {
    let mut bits = bytes.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    let mut text = String::with_capacity(prefix.len() + RANDOM);
    text.push_str(prefix);
    for _ in 0..RANDOM {
        text.push(char::from(ALPHABET[(bits & 31) as usize]));
        bits >>= 5;
    }
    text
}

fn found(prefix: &str, text: &str) -> Vec<String> {
    let letters: String = text.to_uppercase().chars().filter(char::is_ascii_alphanumeric).collect();
    let length = prefix.len() + RANDOM;
    let mut codes = Vec::new();
    for (at, _) in letters.match_indices(prefix) {
        let Some(code) = letters.get(at..at + length) else { break };
        if code.bytes().skip(prefix.len()).all(|letter| ALPHABET.contains(&letter)) && !codes.iter().any(|c| c == code)
        {
            codes.push(code.to_owned());
        }
    }
    codes
}
