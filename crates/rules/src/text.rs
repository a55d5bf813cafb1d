//! Vietnamese text without its marks, for searching.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without diacritics, đ as d, every run of anything but letters and digits as one space:
/// "Đăng ký KHAI SINH" becomes "dang ky khai sinh".
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
        match letter {
            'đ' => folded.push('d'),
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ if folded.is_empty() || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The text in Unicode NFC with white space trimmed and single: how every typed value is kept. Signs that nobody sees, and
/// those that turn the direction of writing around to make a text look like another, are left out.
#[must_use]
pub fn tidy(text: &str) -> String {
    let words = text.split_whitespace().map(|word| word.chars().filter(|sign| !is_hidden(*sign)).collect::<String>());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").nfc().collect()
}

/// The same line by line: breaks between lines stay, empty lines at both ends go.
#[must_use]
pub fn tidy_lines(text: &str) -> String {
    text.lines().map(tidy).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Control characters, embeddings and overrides of direction (Unicode Standard Annex 9), and marks without width.
fn is_hidden(sign: char) -> bool {
    let directions = matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    directions || matches!(sign, '\u{200b}' | '\u{2060}' | '\u{feff}') || sign.is_control()
}

/// A whole number as people type it in Vietnamese: `1.250`, `1 250`, `80 %`. Nothing for what is none, fractions (`95,5`) and
/// numbers below nought among them: no point is taken for one between thousands where it is not.
#[must_use]
pub fn whole_number(typed: &str) -> Option<i64> {
    let plain: String = typed.trim().trim_end_matches('%').chars().filter(|letter| !letter.is_whitespace()).collect();
    let mut groups = plain.split('.');
    let first = groups.next().filter(|first| !first.is_empty())?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_as_they_are_typed_and_nothing_is_made_of_fractions() {
        for (typed, number) in [("80", 80), (" 80 %", 80), ("1.250", 1250), ("1 250", 1250), ("12.000.000", 12_000_000)]
        {
            assert_eq!(whole_number(typed), Some(number), "{typed}");
        }
        for typed in ["", "95.5", "95,5", "-5", "1.25", "1250.000", "tám mươi", "."] {
            assert_eq!(whole_number(typed), None, "{typed}");
        }
    }

    #[test]
    fn folding_drops_marks_case_and_punctuation() {
        assert_eq!(fold("  Đăng ký  KHAI SINH (lại)"), "dang ky khai sinh lai");
        assert_eq!(fold("Nguyễn Thị Ước"), "nguyen thi uoc");
        assert_eq!(fold("H35.12-251223-0001"), "h35 12 251223 0001");
    }

    #[test]
    fn tidying_composes_letters() {
        assert_eq!(tidy(" Nguye\u{302}\u{303}n   Va\u{306}n "), "Nguyễn Văn");
    }

    #[test]
    fn tidying_leaves_out_what_nobody_sees() {
        assert_eq!(tidy("an\0n\u{202e}oc\u{200b} \u{feff} b\u{1}"), "annoc b");
    }
}
