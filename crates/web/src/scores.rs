//! Tables of scores as files: rows of texts out of a workbook, of CSV or of JSON, for the page and for `motcua import scores`.

use crate::plans;
use rules::{Problem, Refusal};

/// The largest file, in bytes: 34 rows have a hundredth of it.
pub const LARGEST: usize = 1_000_000;

/// The rows of a file, headings among them.
///
/// # Errors
/// When it is empty, too large, or none of the three.
pub fn rows(contents: &[u8]) -> Result<Vec<Vec<String>>, Refusal> {
    let wrong = |code| Refusal::input(vec![Problem::new("/scores", code)]);
    if contents.is_empty() {
        return Err(wrong("missing"));
    }
    if contents.len() > LARGEST {
        return Err(wrong("scores-too-large"));
    }
    if contents.starts_with(b"PK\x03\x04") {
        return plans::sheet(contents).map(|sheet| sheet.rows).map_err(|_| wrong("scores-unreadable"));
    }
    let text = std::str::from_utf8(contents).map_err(|_| wrong("scores-unreadable"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('[') {
        return from_json(text).ok_or_else(|| wrong("scores-unreadable"));
    }
    Ok(from_csv(text))
}

fn from_json(text: &str) -> Option<Vec<Vec<String>>> {
    let values: Vec<serde_json::Value> = serde_json::from_str(text).ok()?;
    let mut rows = vec![vec!["province".to_owned(), "score".to_owned()]];
    for value in values {
        let text = |key: &str| match value.get(key) {
            Some(serde_json::Value::String(text)) => Some(text.clone()),
            Some(serde_json::Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        rows.push(vec![text("province")?, text("score")?]);
    }
    Some(rows)
}

/// Scores have a comma of their own, so that semicolons and tabs come first.
fn from_csv(text: &str) -> Vec<Vec<String>> {
    let delimiter = [';', '\t'].into_iter().find(|delimiter| text.contains(*delimiter)).unwrap_or(',');
    let cell = |cell: &str| cell.trim().trim_matches('"').trim().to_owned();
    text.lines().map(|line| line.split(delimiter).map(cell).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_come_as_csv_and_json_alike() {
        let expected = vec![vec!["province".to_owned(), "score".into()], vec!["Lai Châu".into(), "90.4".into()]];
        assert_eq!(rows("province,score\nLai Châu,90.4\n".as_bytes()), Ok(expected.clone()));
        assert_eq!(rows("\u{feff}province;score\n\"Lai Châu\";90.4".as_bytes()), Ok(expected.clone()));
        assert_eq!(rows(r#"[{"province": "Lai Châu", "score": 90.4}]"#.as_bytes()), Ok(expected));
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let code = |contents: &[u8]| rows(contents).expect_err("a refusal").problems[0].code;
        assert_eq!(code(b""), "missing");
        assert_eq!(code(&vec![b'a'; LARGEST + 1]), "scores-too-large");
        assert_eq!(code(b"PK\x03\x04 and nothing else"), "scores-unreadable");
        assert_eq!(code(&[0xFF, 0xFE]), "scores-unreadable");
        assert_eq!(code(b"[1, 2]"), "scores-unreadable");
    }
}
