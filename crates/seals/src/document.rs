//! The code on a paper by which anybody finds the entry that it documents. It follows from the entry's hash: who does not know the
//! entry can't guess it, and an entry that was altered no longer has it.

use crate::EventHash;
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::str::FromStr;

/// Letters that nobody takes for another: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// So many letters, five bits each.
const LENGTH: usize = 16;

/// Eighty bits of the hash of an entry and of the kind of document, in sixteen letters: `K7Q2-M9XA-4T7D-8ZJ3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DocumentCode([u8; LENGTH]);

/// It is no code of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code of a document")]
pub struct BadDocumentCode;

impl DocumentCode {
    /// The code of the document of this kind about this entry.
    #[must_use]
    pub fn of(entry: EventHash, kind: u8) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(b"motcua.document.1");
        hasher.update([kind]);
        hasher.update(entry.as_bytes());
        let hash = hasher.finalize();
        let mut letters = [0; LENGTH];
        for (at, letter) in letters.iter_mut().enumerate() {
            let bits = (0..5).fold(0_usize, |bits, bit| {
                let place = at * 5 + bit;
                bits << 1 | usize::from(hash[place / 8] >> (7 - place % 8) & 1)
            });
            *letter = LETTERS[bits];
        }
        Self(letters)
    }
}

impl fmt::Display for DocumentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, letter) in self.0.iter().enumerate() {
            if at > 0 && at % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*letter))?;
        }
        Ok(())
    }
}

impl FromStr for DocumentCode {
    type Err = BadDocumentCode;

    /// Reads a code as people type it: in small letters, with and without strokes, O for 0, I or L for 1.
    fn from_str(text: &str) -> Result<Self, BadDocumentCode> {
        let mut typed =
            text.bytes().filter(|byte| !matches!(byte, b'-' | b' ')).map(|byte| match byte.to_ascii_uppercase() {
                b'O' => b'0',
                b'I' | b'L' => b'1',
                letter => letter,
            });
        let mut letters = [0; LENGTH];
        for letter in &mut letters {
            *letter = typed.next().filter(|typed| LETTERS.contains(typed)).ok_or(BadDocumentCode)?;
        }
        if typed.next().is_some() { Err(BadDocumentCode) } else { Ok(Self(letters)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = DocumentCode::of(EventHash::GENESIS, 1);
        let typed = code.to_string().to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(typed.parse(), Ok(code));
        assert_eq!(code.to_string().len(), 19);
    }

    #[test]
    fn each_kind_of_document_about_an_entry_has_its_own() {
        assert_ne!(DocumentCode::of(EventHash::GENESIS, 1), DocumentCode::of(EventHash::GENESIS, 6));
    }

    #[test]
    fn what_is_too_short_or_too_long_is_none() {
        let code = DocumentCode::of(EventHash::GENESIS, 1).to_string();
        assert_eq!(code[1..].parse::<DocumentCode>(), Err(BadDocumentCode));
        assert_eq!(format!("{code}0").parse::<DocumentCode>(), Err(BadDocumentCode));
        assert_eq!("U".repeat(16).parse::<DocumentCode>(), Err(BadDocumentCode));
    }
}
