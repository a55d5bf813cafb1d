//! Fields of a word processor (ECMA-376, part 1, 17.16): an instruction in pieces, fields within fields, a result.

use super::is_elsewhere;
use super::xml::Verdict;

/// The fields that are open, the outermost first.
#[derive(Default)]
pub(super) struct Fields(Vec<Field>);

#[derive(Default)]
struct Field {
    /// What stands in it itself.
    instruction: String,
    /// What it does, or part of it, is worked out by fields within.
    is_computed: bool,
    has_inner: bool,
    is_judged: bool,
}

impl Fields {
    /// A mark of the kind `begin`, `separate` or `end`.
    pub(super) fn mark(&mut self, kind: &str) -> Verdict {
        match kind {
            "begin" => {
                if let Some(outer) = self.0.last_mut().filter(|outer| !outer.is_judged) {
                    outer.has_inner = true;
                    let begun = outer.instruction.trim_start();
                    outer.is_computed |= !begun.starts_with('=') && !begun.contains(char::is_whitespace);
                }
                self.0.push(Field::default());
                Ok(())
            }
            "separate" => self.0.last_mut().map_or(Ok(()), Field::judge),
            _ => self.0.pop().map_or(Ok(()), |mut field| field.judge()),
        }
    }

    /// A piece of the instruction of the innermost field.
    pub(super) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.0.last_mut().filter(|field| !field.is_judged) {
            field.instruction.push_str(text);
        }
    }
}

impl Field {
    fn judge(&mut self) -> Verdict {
        if std::mem::replace(&mut self.is_judged, true) {
            return Ok(());
        }
        if self.is_computed { Err("file-commands") } else { instruction(&self.instruction, self.has_inner) }
    }
}

/// Judges an instruction; `is_open` when part of it is worked out by fields within it.
pub(super) fn instruction(text: &str, is_open: bool) -> Verdict {
    let text = text.to_lowercase();
    let mut words = text.split(|letter: char| letter.is_whitespace() || "\"“”".contains(letter));
    // A backslash is doubled by the program that writes the field, and not by who writes it by hand.
    let is_far =
        |word: &str| word.contains(['/', '\\']) && (is_elsewhere(word) || is_elsewhere(&word.replace(r"\\", r"\")));
    match words.find(|word| !word.is_empty()).unwrap_or_default() {
        "dde" | "ddeauto" => Err("file-commands"),
        "database" => Err("file-fetches"),
        "includetext" | "includepicture" | "include" | "import" | "link" | "rd" if is_open || words.any(is_far) => {
            Err("file-fetches")
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A field whose instruction comes in these pieces; `{` and `}` are fields within it.
    fn field(pieces: &[&str]) -> Verdict {
        let mut fields = Fields::default();
        fields.mark("begin")?;
        for piece in pieces {
            match *piece {
                "{" => fields.mark("begin")?,
                "}" => fields.mark("end")?,
                text => fields.instruct(text),
            }
        }
        fields.mark("separate")?;
        fields.mark("end")
    }

    #[test]
    fn a_field_that_calls_a_program_is_known_however_it_is_cut() {
        let calls = r#" DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc" "#;
        assert_eq!(field(&[calls]), Err("file-commands"));
        assert_eq!(field(&["  dD", "eAu", "tO  cmd"]), Err("file-commands"));
        assert_eq!(field(&[" IF 1=1 ", "{", " DDE cmd ", "}", " x"]), Err("file-commands"));
        // What it does is worked out by others.
        assert_eq!(field(&["{", " QUOTE 68 68 69 ", "}", " cmd"]), Err("file-commands"));
        assert_eq!(field(&["DDE", "{", " QUOTE 65 85 84 79 ", "}", " cmd"]), Err("file-commands"));
    }

    #[test]
    fn a_field_may_not_bring_in_what_is_elsewhere() {
        let far = [r"\\\\evil\\share\\a.png", "http://evil.example/a.png", "file://evil/a.docx", r"\\evil\a"];
        for target in far {
            for does in ["INCLUDEPICTURE", "IncludeText", "LINK Excel.Sheet.12", "RD", "IMPORT"] {
                assert_eq!(field(&[&format!(" {does} \"{target}\" \\d ")]), Err("file-fetches"), "{does} {target}");
            }
        }
        assert_eq!(field(&[" INCLUDEPICTURE \"http:", "{", " QUOTE x ", "}", "\" "]), Err("file-fetches"));
        assert_eq!(field(&[r#" DATABASE \c "DSN=a" "#]), Err("file-fetches"));
    }

    #[test]
    fn what_every_letter_has_is_taken() {
        let usual = [
            r#" TOC \o "1-3" \h \z \u "#,
            " PAGE   \\* MERGEFORMAT ",
            r#" HYPERLINK "https://laichau.gov.vn" "#,
            r#" LINK Excel.Sheet.12 "C:\\Users\\lan\\Ke hoach.xlsx" "Sheet1!R1C1:R5C3" \a \f 0 "#,
            r#" MERGEFIELD "Họ và tên" "#,
            "",
        ];
        for instruction in usual {
            assert_eq!(field(&[instruction]), Ok(()), "{instruction}");
        }
        assert_eq!(field(&[" = ", "{", " NUMPAGES ", "}", " - 1 "]), Ok(()));
        assert_eq!(field(&["=", "{", " NUMPAGES ", "}", "-1"]), Ok(()));
        assert_eq!(field(&[" IF ", "{", " PAGE ", "}", " = 1 \"\" \"", "{", " PAGE ", "}", "\""]), Ok(()));
    }
}
