//! Codes as others write them.

use rules::codes::ProcedureCode;

/// A procedure's code as it was meant: with the agency's tail (`1.001193.000.00.00.H35`), or with the zeros that a
/// spreadsheet took for a number's (`1.00011`). Says whether it was written otherwise.
pub(super) fn procedure(text: &str) -> Option<(ProcedureCode, bool)> {
    let text = text.trim();
    if let Ok(code) = text.parse() {
        return Some((code, false));
    }
    let mut parts = text.split('.');
    let (head, tail) = (parts.next()?.trim(), parts.next()?.trim());
    let padded = format!("{head}.{tail:0<6}");
    padded.parse().ok().map(|code| (code, true))
}

/// The code of a result at the beginning of a text (`KQ.G15.000031`, `000.00.00.G04-KQ0346`), and what follows it. Codes
/// end with a digit; the letters of the next name are glued to it.
pub(super) fn result(text: &str) -> (&str, &str) {
    let of_code =
        |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || matches!(letter, '.' | '-' | '_');
    let end = text.find(|letter| !of_code(letter)).unwrap_or(text.len());
    let end = text[..end].rfind(|letter: char| letter.is_ascii_digit()).map_or(0, |last| last + 1);
    text.split_at(end)
}
