//! The values that were filled into a form, each with where it came from: carried along, compared with what comes back, kept
//! with the dossier that the form becomes.
//!
//! A form at a counter is kept nowhere between two requests, so its fills travel in it, sealed: nobody can claim that the
//! registry said what somebody typed.

use crate::pages::typed::Typed;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use rules::dossiers::{ApplicantDraft, ApplicantKind, Origin, Provenance, Sources};
use rules::registry::Birth;
use rules::text::tidy;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::collections::BTreeMap;
use subtle::ConstantTimeEq as _;

/// What a field of the applicant is called in forms begins so.
const FIELD: &str = "applicant-";

/// A value that was filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Filled {
    /// The value.
    pub(crate) value: String,
    /// Where it was taken from.
    pub(crate) origin: Origin,
    /// When.
    pub(crate) at: Timestamp,
}

/// The values that were filled in, by the field of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Fills {
    /// Whom they are about: the number of the person. Empty when it was not known yet.
    pub(crate) subject: String,
    fields: BTreeMap<String, Filled>,
}

/// A number as it is compared: its digits.
fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// Whether two values of a field mean the same, however they are written.
fn same(field: &str, one: &str, other: &str) -> bool {
    match field {
        "applicant-birth_date" => Birth::read(one) == Birth::read(other) && Birth::read(one).is_some(),
        "applicant-id_number" | "applicant-phone" => digits(one) == digits(other),
        _ => tidy(one) == tidy(other),
    }
}

impl Fills {
    /// Notes that this value was filled into this field.
    pub(crate) fn note(&mut self, field: &str, filled: Filled) {
        self.fields.insert(field.to_owned(), filled);
    }

    /// The value that was filled in, and whether what stands there now is another one. Nothing for an emptied field.
    pub(crate) fn of(&self, field: &str, now: &str) -> Option<(&Filled, bool)> {
        let filled = self.fields.get(field).filter(|_| !now.trim().is_empty())?;
        Some((filled, !same(field, &filled.value, now)))
    }

    /// Whether a value may be filled in where this one stands: nothing was typed, or it was filled in before and not touched.
    pub(crate) fn may_fill(&self, field: &str, now: &str) -> bool {
        now.trim().is_empty() || self.of(field, now).is_some_and(|(_, corrected)| !corrected)
    }

    /// Whether these are about the person of this number.
    pub(crate) fn are_about(&self, number: &str) -> bool {
        self.subject.is_empty() || digits(&self.subject) == digits(number)
    }

    /// Forgets what was filled in for somebody else, and takes it out of the form where nobody touched it.
    pub(crate) fn turn_to(&mut self, number: &str, typed: &mut Typed) {
        if self.are_about(number) {
            return;
        }
        for (field, filled) in std::mem::take(&mut self.fields) {
            if same(&field, &filled.value, typed.get(&field)) {
                typed.set(field, "");
            }
        }
        self.subject.clear();
    }

    /// Where the values of a filing came from. Nothing when it is about somebody else by now, or about an organisation.
    pub(crate) fn sources(&self, who: &ApplicantDraft) -> Sources {
        if who.kind != ApplicantKind::Citizen || !self.are_about(&who.id_number) {
            return Sources::new();
        }
        let values = [
            ("name", &who.name),
            ("id_number", &who.id_number),
            ("birth_date", &who.birth_date),
            ("phone", &who.phone),
            ("email", &who.email),
            ("commune", &who.commune),
            ("address", &who.address),
        ];
        let source = |(name, value): (&str, &String)| {
            let (filled, corrected) = self.of(&format!("{FIELD}{name}"), value)?;
            Some((name.to_owned(), Provenance { origin: filled.origin.clone(), at: filled.at, corrected }))
        };
        values.into_iter().filter_map(source).collect()
    }

    /// The fills as a field of the form: readable, but sealed for this officer and this form.
    pub(crate) fn seal(&self, secret: &[u8; 32], login: &str, form: &str) -> String {
        if self.fields.is_empty() {
            return String::new();
        }
        let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac(secret, login, form, &text)))
    }

    /// The fills that a form brought back; none when the seal is not ours, or another officer's, or another form's.
    pub(crate) fn open(sealed: &str, secret: &[u8; 32], login: &str, form: &str) -> Self {
        let opened = || {
            let (text, seal) = sealed.split_once('.')?;
            let seal = URL_SAFE_NO_PAD.decode(seal).ok()?;
            if !bool::from(seal.ct_eq(mac(secret, login, form, text).as_slice())) {
                return None;
            }
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
        };
        opened().unwrap_or_default()
    }
}

fn mac(secret: &[u8; 32], login: &str, form: &str, text: &str) -> Vec<u8> {
    let mut mac = match Hmac::<Sha256>::new_from_slice(secret) {
        Ok(mac) => mac,
        Err(never) => unreachable!("HMAC takes keys of any length: {never}"),
    };
    for part in ["fills", login, form, text] {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8; 32] = &[7; 32];

    fn fills() -> Fills {
        let mut fills = Fills { subject: "012185001234".into(), ..Fills::default() };
        let filled = |value: &str| Filled {
            value: value.into(),
            origin: Origin::Registry("r".into()),
            at: Timestamp::UNIX_EPOCH,
        };
        fills.note("applicant-name", filled("Lò Thị Mai"));
        fills.note("applicant-address", filled("Bản Nậm Lúc"));
        fills
    }

    fn who(name: &str) -> ApplicantDraft {
        ApplicantDraft { id_number: "012 185 001234".into(), name: name.into(), ..ApplicantDraft::default() }
    }

    #[test]
    fn what_was_changed_says_so_and_what_was_emptied_or_typed_has_no_source() {
        let sources = fills().sources(&who(" Lò  Thị Mai"));
        assert_eq!(sources.keys().collect::<Vec<_>>(), ["name"]);
        assert!(!sources["name"].corrected);
        assert!(fills().sources(&who("Lò Thị Lan"))["name"].corrected);
    }

    #[test]
    fn what_was_said_of_somebody_else_is_no_source() {
        let other = ApplicantDraft { id_number: "012085005678".into(), ..who("Lò Thị Mai") };
        assert!(fills().sources(&other).is_empty());
        let company = ApplicantDraft { kind: ApplicantKind::Organisation, ..who("Lò Thị Mai") };
        assert!(fills().sources(&company).is_empty());
    }

    #[test]
    fn another_number_takes_out_what_nobody_touched() {
        let (mut fills, mut typed) = (fills(), Typed::default());
        typed.set("applicant-name", "Lò Thị Mai");
        typed.set("applicant-address", "Bản Chang");
        fills.turn_to("012185001234", &mut typed);
        assert_eq!(typed.get("applicant-name"), "Lò Thị Mai");
        fills.turn_to("012085005678", &mut typed);
        assert_eq!((typed.get("applicant-name"), typed.get("applicant-address")), ("", "Bản Chang"));
        assert_eq!(fills, Fills::default());
    }

    #[test]
    fn a_seal_is_good_for_one_officer_and_one_form_and_what_it_seals() {
        let sealed = fills().seal(SECRET, "quay", "form-1");
        assert_eq!(Fills::open(&sealed, SECRET, "quay", "form-1"), fills());
        let none = Fills::default();
        assert_eq!(Fills::open(&sealed, SECRET, "quay2", "form-1"), none);
        assert_eq!(Fills::open(&sealed, SECRET, "quay", "form-2"), none);
        assert_eq!(Fills::open(&sealed, &[8; 32], "quay", "form-1"), none);
        let (text, seal) = sealed.split_once('.').expect("two parts");
        let forged =
            String::from_utf8(URL_SAFE_NO_PAD.decode(text).expect("text")).expect("JSON").replace("Mai", "Lan");
        let forged = format!("{}.{seal}", URL_SAFE_NO_PAD.encode(forged));
        for wrong in [forged.as_str(), "", ".", "x", "x.y", text] {
            assert_eq!(Fills::open(wrong, SECRET, "quay", "form-1"), none, "{wrong}");
        }
    }
}
