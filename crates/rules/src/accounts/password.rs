//! What a password must be: long enough and not guessable, whatever it is made of (NIST SP 800-63B-4, OWASP ASVS 5.0 §6.2).
//!
//! No rules about kinds of characters, no expiry. What is guessable is judged by lists of breached passwords, words, names,
//! dates and patterns, and by what is known about the person.

use crate::Problem;
use crate::text::fold;
use unicode_normalization::UnicodeNormalization as _;
use zxcvbn::feedback::Warning;
use zxcvbn::{Entropy, Score, zxcvbn};

/// The fewest characters.
pub const SHORTEST: usize = 12;
/// The most characters: far more than anybody types, few enough to hash.
pub const LONGEST: usize = 256;

/// What everybody here thinks of first and the lists don't have.
const LOCAL: &[&str] = &[
    "motcua",
    "mot cua",
    "mat khau",
    "matkhau",
    "lai chau",
    "laichau",
    "viet nam",
    "vietnam",
    "anh yeu em",
    "anhyeuem",
    "em yeu anh",
    "emyeuanh",
    "cong chuc",
    "congchuc",
    "can bo",
    "canbo",
    "hanh chinh cong",
    "hanhchinhcong",
    "dich vu cong",
    "dichvucong",
    "uy ban nhan dan",
    "uybannhandan",
    "ubnd",
    "quan tri",
    "quantri",
    "ho chi minh",
    "hochiminh",
    "dang nhap",
    "dangnhap",
];

/// The password as it is compared: Unicode NFC, so that every keyboard and input method gives the same.
#[must_use]
pub fn normalised(typed: &str) -> String {
    typed.nfc().collect()
}

/// The new password of somebody about whom this is known (name, login, telephone, agency), fit to be hashed.
///
/// # Errors
/// What is wrong with it, as the problem of the field at this pointer.
pub fn chosen(pointer: &str, typed: &str, about: &[&str]) -> Result<String, Problem> {
    let password = normalised(typed);
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Problem::new(pointer, "password-short").with("least", SHORTEST).with("count", length));
    }
    if length > LONGEST {
        return Err(Problem::new(pointer, "password-long").with("most", LONGEST));
    }
    let known = known(about);
    let words: Vec<&str> = known.iter().map(String::as_str).chain(LOCAL.iter().copied()).collect();
    let folded = fold(&password);
    let weakest = [zxcvbn(&password, &words), zxcvbn(&folded, &words), zxcvbn(&folded.replace(' ', ""), &words)];
    let weakest = weakest.iter().min_by_key(|judged| judged.guesses());
    match weakest {
        Some(judged) if judged.score() < Score::Three => Err(Problem::new(pointer, why(judged, &folded, &known))),
        _ => Ok(password),
    }
}

/// The words that somebody who knows the person would try.
fn known(about: &[&str]) -> Vec<String> {
    let mut known = Vec::new();
    for text in about {
        let folded = fold(text);
        known.extend(folded.split(' ').filter(|word| word.len() > 1).map(str::to_owned));
        known.push(folded.replace(' ', ""));
        known.push(folded);
    }
    known.retain(|word| !word.is_empty());
    known
}

fn why(judged: &Entropy, folded: &str, known: &[String]) -> &'static str {
    if known.iter().any(|word| word.len() > 3 && folded.contains(word.as_str())) {
        return "password-personal";
    }
    match judged.feedback().and_then(zxcvbn::feedback::Feedback::warning) {
        Some(
            Warning::ThisIsATop10Password
            | Warning::ThisIsATop100Password
            | Warning::ThisIsACommonPassword
            | Warning::ThisIsSimilarToACommonlyUsedPassword,
        ) => "password-common",
        Some(
            Warning::StraightRowsOfKeysAreEasyToGuess
            | Warning::ShortKeyboardPatternsAreEasyToGuess
            | Warning::RepeatsLikeAaaAreEasyToGuess
            | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess
            | Warning::SequencesLikeAbcAreEasyToGuess,
        ) => "password-pattern",
        Some(Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess) => "password-date",
        _ => "password-guessable",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: &[&str] = &["Vàng Thị Quầy", "quay.sinho", "0912345678", "Ủy ban nhân dân xã Sìn Hồ"];

    fn refused(typed: &str) -> &'static str {
        chosen("/password", typed, ABOUT).map_or_else(|problem| problem.code, |_| "")
    }

    #[test]
    fn long_passwords_of_any_characters_are_taken() {
        for fine in
            ["rừng xanh núi đỏ mây", "correct horse battery", "🌾🌾 lúa nương vừa gặt", &"tre già măng mọc ".repeat(8)]
        {
            assert_eq!(refused(fine), "", "{fine}");
        }
    }

    #[test]
    fn what_can_be_guessed_is_refused_and_the_reason_named() {
        let cases = [
            ("ngắn quá", "password-short"),
            ("password1234", "password-common"),
            ("aaaaaaaaaaaaaaaa", "password-pattern"),
            ("qwertyuiopasdf", "password-common"),
            ("Vàng Thị Quầy 1", "password-personal"),
            ("0912345678sinho", "password-personal"),
            ("Mật khẩu 123456", "password-guessable"),
        ];
        for (typed, code) in cases {
            assert_eq!(refused(typed), code, "{typed}");
        }
        assert_eq!(refused(&"dài".repeat(200)), "password-long");
    }

    #[test]
    fn both_ways_to_type_a_mark_give_the_same_password() {
        assert_eq!(normalised("mu\u{31b}a \u{111}a\u{300}o"), normalised("m\u{1b0}a \u{111}\u{e0}o"));
    }
}
