//! The paper of a result as an officer writes it: prefilled from the form, looked over, signed. Head, number, date and signature
//! are added where it is laid out (Nghị định 30/2020/NĐ-CP, Phụ lục I).

use crate::catalogue::ResultLayout;
use crate::codes::DossierCode;
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The longest line of a paper.
const LONGEST_LINE: usize = 500;
/// The longest text of a paper.
const LONGEST_TEXT: usize = 8_000;
/// Lines of grounds, and of particulars.
const MOST_LINES: usize = 60;
/// What stands where the officer has to write.
pub const TO_WRITE: &str = "…";
/// The sign of papers that have none of their own.
const SIGN: &str = "KQ";

/// What stands on the paper of a result.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ResultPaper {
    /// What it is called: "Giấy xác nhận".
    pub kind: String,
    /// The sign in its number: "GXN".
    pub sign: String,
    /// What it is about; empty where its name says it.
    pub subject: String,
    /// What it rests on.
    pub grounds: Vec<String>,
    /// What stands before the particulars.
    pub opening: String,
    /// Names and values; a name without a value is a heading.
    pub particulars: Vec<(String, String)>,
    /// What stands after them.
    pub text: String,
    /// The last day on which it is valid; nothing where its validity does not end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// How it is arranged.
    #[serde(skip_serializing_if = "ResultLayout::is_plain")]
    pub layout: ResultLayout,
}

impl ResultPaper {
    /// The paper, tidied.
    ///
    /// # Errors
    /// When it has no name or says nothing, a line is still to be written, something is too long, it has not the two headings of two
    /// columns, or its validity is over before it begins.
    pub fn checked(self, today: Date) -> Result<Self, Refusal> {
        let mut problems = Vec::new();
        let kind = line(&self.kind, "/kind", &mut problems);
        if kind.is_empty() {
            problems.push(Problem::new("/kind", "missing"));
        }
        let sign = line(&self.sign, "/sign", &mut problems);
        let subject = line(&self.subject, "/subject", &mut problems);
        let opening = text(&self.opening, "/opening", &mut problems);
        let said = text(&self.text, "/text", &mut problems);
        let grounds =
            self.grounds.iter().map(|ground| line(ground.trim_end_matches([';', '.']), "/grounds", &mut problems));
        let grounds: Vec<_> = grounds.filter(|ground| !ground.is_empty()).collect();
        let both = |(label, value): &(String, String)| {
            (line(label, "/particulars", &mut problems), line(value, "/particulars", &mut problems))
        };
        let particulars: Vec<_> =
            self.particulars.iter().map(both).filter(|(label, value)| !label.is_empty() || !value.is_empty()).collect();
        if particulars.is_empty() && said.is_empty() {
            problems.push(Problem::new("/particulars", "missing"));
        }
        if particulars.len() > MOST_LINES || grounds.len() > MOST_LINES {
            problems.push(Problem::new("/particulars", "too-many").with("max", MOST_LINES));
        }
        for (label, _) in particulars.iter().filter(|(_, value)| value == TO_WRITE) {
            problems.push(Problem::new("/particulars", "particular-to-write").with("name", label));
        }
        let headings = particulars.iter().filter(|(_, value)| value.is_empty()).count();
        if self.layout == ResultLayout::Columns && headings != 2 {
            problems.push(Problem::new("/layout", "two-headings"));
        }
        if self.valid_until.is_some_and(|until| until < today) {
            problems.push(Problem::new("/valid_until", "validity-over"));
        }
        let sign = if sign.is_empty() { SIGN.to_owned() } else { sign };
        if problems.is_empty() {
            let Self { valid_until, layout, .. } = self;
            Ok(Self { kind, sign, subject, grounds, opening, particulars, text: said, valid_until, layout })
        } else {
            problems.dedup();
            Err(Refusal::input(problems))
        }
    }

    /// Its number: the dossier's code and its sign, and from the second version on which one it is.
    #[must_use]
    pub fn number(&self, dossier: &DossierCode, version: usize) -> String {
        match version {
            0 | 1 => format!("{dossier}/{}", self.sign),
            later => format!("{dossier}/{}-{later}", self.sign),
        }
    }
}

fn line(typed: &str, pointer: &str, problems: &mut Vec<Problem>) -> String {
    let said = tidy(typed);
    if said.chars().count() > LONGEST_LINE {
        problems.push(Problem::new(pointer, "too-long").with("max", LONGEST_LINE));
    }
    said
}

fn text(typed: &str, pointer: &str, problems: &mut Vec<Problem>) -> String {
    let said = typed.lines().map(tidy).collect::<Vec<_>>().join("\n").trim().to_owned();
    if said.chars().count() > LONGEST_TEXT {
        problems.push(Problem::new(pointer, "too-long").with("max", LONGEST_TEXT));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn paper() -> ResultPaper {
        ResultPaper {
            kind: " Giấy  xác nhận ".into(),
            grounds: vec!["Luật Hộ tịch 60/2014/QH13;".into(), "  ".into()],
            particulars: vec![("Họ và tên".into(), "Lò Thị Lan".into()), (String::new(), String::new())],
            ..ResultPaper::default()
        }
    }

    #[test]
    fn a_paper_is_tidied_and_numbered_by_its_dossier() {
        let paper = paper().checked(date(2025, 12, 23)).unwrap();
        assert_eq!(paper.kind, "Giấy xác nhận");
        assert_eq!(paper.grounds, ["Luật Hộ tịch 60/2014/QH13"]);
        assert_eq!(paper.particulars.len(), 1);
        let code = "H35.38-251223-0001".parse().unwrap();
        assert_eq!(paper.number(&code, 1), "H35.38-251223-0001/KQ");
        assert_eq!(paper.number(&code, 2), "H35.38-251223-0001/KQ-2");
    }

    #[test]
    fn a_paper_that_says_nothing_or_is_over_before_it_begins_is_refused() {
        let problems = |paper: ResultPaper| {
            let refusal = paper.checked(date(2025, 12, 23)).unwrap_err();
            refusal.problems.iter().map(|problem| problem.pointer.clone()).collect::<Vec<_>>()
        };
        assert_eq!(problems(ResultPaper::default()), ["/kind", "/particulars"]);
        assert_eq!(problems(ResultPaper { valid_until: Some(date(2025, 12, 22)), ..paper() }), ["/valid_until"]);
        assert_eq!(problems(ResultPaper { subject: "a".repeat(501), ..paper() }), ["/subject"]);
        let line = |label: &str, value: &str| (label.to_owned(), value.to_owned());
        let unwritten = vec![line("Tình trạng án tích", TO_WRITE)];
        assert_eq!(problems(ResultPaper { particulars: unwritten, ..paper() }), ["/particulars"]);
        let columns = |particulars| ResultPaper { particulars, layout: ResultLayout::Columns, ..paper() };
        assert_eq!(problems(columns(vec![line("Vợ", ""), line("Dân tộc", "Thái")])), ["/layout"]);
        let both = vec![line("Vợ", ""), line("Dân tộc", "Thái"), line("Chồng", ""), line("Dân tộc", "Mông")];
        assert!(columns(both).checked(date(2025, 12, 23)).is_ok());
    }
}
