//! What people typed, made fit for paper: composed letters, nothing invisible, nothing that the type can't draw, no word so long that it
//! leaves the page.

use crate::fonts::draw;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

/// A letter that is not there: in an archive every letter must be drawn.
const UNKNOWN: char = '□';
/// A place where a line may break.
const BREAK: char = '\u{200b}';
/// Words longer than this may break anywhere; the longest Vietnamese syllable has seven letters.
const LONGEST: usize = 28;

/// Cleans every text in the value, but the address and the code by which the document is checked: these are ours, and are copied.
pub fn value(value: &mut Value) {
    match value {
        Value::String(text) => *text = self::text(text),
        Value::Array(items) => items.iter_mut().for_each(self::value),
        Value::Object(fields) => {
            let typed = fields.iter_mut().filter(|(name, _)| *name != "check");
            typed.for_each(|(_, value)| self::value(value));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Cleans a text. Line breaks stay.
pub fn text(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut word = 0;
    for letter in text.nfc() {
        let letter = match letter {
            '\n' => '\n',
            letter if letter.is_whitespace() && letter != '\u{a0}' => ' ',
            letter if invisible(letter) => continue,
            letter if draw(letter) => letter,
            _ => UNKNOWN,
        };
        word = if letter.is_whitespace() && letter != '\u{a0}' { 0 } else { word + 1 };
        if word > LONGEST {
            clean.push(BREAK);
            word = 1;
        }
        clean.push(letter);
    }
    clean
}

/// Controls, and marks that turn the direction of writing or join letters: on paper nobody would see what they did.
fn invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_composed_and_what_is_not_seen_goes() {
        assert_eq!(text("Lo\u{300} Thi\u{323}\u{202e} Lan\u{0}\t!"), "Lò Thị Lan !");
    }

    #[test]
    fn what_can_not_be_drawn_is_shown_as_missing() {
        assert_eq!(text("李 Páo"), "□ Páo");
    }

    #[test]
    fn only_very_long_words_may_break() {
        assert!(!text("Nghiêng nghiêng nghiêng nghiêng nghiêng").contains(BREAK));
        assert_eq!(text(&"x".repeat(60)).matches(BREAK).count(), 2);
    }
}
