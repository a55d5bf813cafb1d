//! The table "thành phần hồ sơ" of the national catalogue: cases, each with papers, whose names, forms and numbers of copies
//! are glued together.

use super::Notes;
use rules::catalogue::RequiredDocument;

const HEADING: &str = "Tên giấy tờMẫu đơn, tờ khaiSố lượng";
const ORIGINALS: &str = " bản chính";
const COPIES: &str = " bản sao";
/// A longer name is a paragraph of law, or several papers that did not come apart.
const LONG: usize = 1500;

/// Reads the table; what was guessed or left out goes to the notes.
pub(super) fn read(text: &str, notes: &mut Notes) -> Vec<RequiredDocument> {
    let mut documents = Vec::new();
    let mut title = "";
    let mut understood = true;
    for (at, part) in text.split(HEADING).enumerate() {
        if at == 0 {
            title = part;
            continue;
        }
        let (papers, rest) = papers(part);
        understood &= !papers.is_empty();
        for (name, originals, copies) in papers {
            documents.push(document(documents.len() + 1, title, name, originals, copies));
        }
        // What follows the last number is the title of the next case.
        title = rest;
    }
    if documents.is_empty() {
        let bare = text.trim_matches(['-', ' ', '\n']);
        if !bare.is_empty() && !text.contains(HEADING) {
            documents = listed(bare);
        }
        notes.review_value(
            "documents",
            if documents.is_empty() { "documents-none" } else { "documents-without-table" },
            bare,
        );
    } else if !understood {
        notes.review_value("documents", "documents-not-understood", text);
    }
    if documents.iter().any(|document| document.name.chars().count() > LONG) {
        notes.review("documents", "documents-long");
    }
    documents
}

/// Papers written one a line, as in spreadsheets.
fn listed(text: &str) -> Vec<RequiredDocument> {
    let lines = text.split(['\n', ';']).map(clean).filter(|line| !line.is_empty() && line.chars().count() <= LONG);
    lines.enumerate().map(|(at, line)| document(at + 1, "", line, 1, 0)).collect()
}

/// The papers of one case: name, originals, copies; and the text after the last.
fn papers(text: &str) -> (Vec<(&str, u8, u8)>, &str) {
    let mut papers = Vec::new();
    let mut start = 0;
    let mut from = 0;
    while let Some(found) = text[from..].find(ORIGINALS) {
        let at = from + found;
        from = at + ORIGINALS.len();
        let Some(digits) = quantity(&text[start..at]) else { continue };
        let name = &text[start..at - digits];
        let originals = text[at - digits..at].parse().unwrap_or(1);
        let mut end = from;
        let mut copies = 0;
        if let Some(rest) = text[end..].strip_prefix(',') {
            let length = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(0);
            if length > 0 && rest[length..].starts_with(COPIES) {
                copies = rest[..length].parse().unwrap_or(1);
                end += 1 + length + COPIES.len();
            }
        }
        papers.push((name, originals, copies));
        start = end;
        from = end;
    }
    (papers, &text[start..])
}

/// How many digits at the end of this text are the number of originals: those glued to the name. Numbers that stand free
/// ("01 bản chính hoặc…") belong to the name; of a long run of digits (a year, a form's number) only the last counts.
fn quantity(text: &str) -> Option<usize> {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let before = text[..text.len() - digits].chars().next_back()?;
    match digits {
        0 => None,
        _ if matches!(before, ' ' | '(' | '\n' | '\t') => None,
        1 => Some(1),
        2 if text.as_bytes()[text.len() - 2] == b'0' => Some(2),
        _ => Some(1),
    }
}

fn document(number: usize, title: &str, name: &str, originals: u8, copies: u8) -> RequiredDocument {
    let name = clean(without_file(name));
    let title = clean(title);
    let folded = rules::text::fold(name);
    let conditional =
        ["truong hop", "neu ", "luu y", "doi voi", "ngoai ra"].iter().any(|word| folded.starts_with(word))
            || folded.contains("neu co")
            || rules::text::fold(title).starts_with("truong hop");
    RequiredDocument {
        code: format!("{number:02}"),
        name: rules::text::tidy(name),
        required: originals + copies > 0 && !conditional,
        originals,
        copies,
        note: Some(rules::text::tidy(title)).filter(|title| !title.is_empty()),
    }
}

/// Without the bullets before and the punctuation after.
fn clean(text: &str) -> &str {
    text.trim()
        .trim_start_matches(['-', '+', '*', '•', '–', ' ', '\t', '\n'])
        .trim_end_matches([';', '.', ':', ',', '-', ' ', '\n'])
}

/// Without the files of forms that are glued to the end: "Đơn đề nghịMẫu 04.docx". Where the file's name begins is seen
/// from a capital or digit that follows a small letter or a mark without a space.
fn without_file(name: &str) -> &str {
    const ENDINGS: [&str; 8] = [".docx", ".doc", ".pdf", ".xlsx", ".xls", ".rtf", ".jpg", ".png"];
    let mut name = name.trim_end();
    loop {
        let ending = ENDINGS.iter().find(|ending| {
            let start = name.len().checked_sub(ending.len());
            start.and_then(|start| name.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
        });
        let Some(ending) = ending else { return name };
        let stem = &name[..name.len() - ending.len()];
        match file_start(stem) {
            Some(at) if at > 0 => name = name[..at].trim_end(),
            _ => return stem,
        }
    }
}

/// Where the name of a file begins that is glued to a text: at the first seam of the last word, or else at the last seam.
fn file_start(stem: &str) -> Option<usize> {
    let last_word = stem.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let mut last = None;
    let mut before = ' ';
    for (at, letter) in stem.char_indices() {
        let after_word = before.is_lowercase() || matches!(before, ';' | ')' | ']' | ',');
        let seam = (letter.is_uppercase() && (after_word || before == '.')) || (letter.is_ascii_digit() && after_word);
        if seam && at >= last_word {
            return Some(at);
        }
        if seam {
            last = Some(at);
        }
        before = letter;
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(String, u8, u8)> {
        let documents = read(text, &mut Notes::new(1));
        documents.into_iter().map(|document| (document.name, document.originals, document.copies)).collect()
    }

    #[test]
    fn papers_come_apart_at_their_numbers() {
        let text = "--Tên giấy tờMẫu đơn, tờ khaiSố lượngBản sao Giấy phép0 bản chính,1 bản saoGiấy đề nghịMẫu 04TP-TTTM-sđ.docx1 bản chính";
        assert_eq!(names(text), [("Bản sao Giấy phép".to_owned(), 0, 1), ("Giấy đề nghị".to_owned(), 1, 0)]);
    }

    #[test]
    fn the_files_of_forms_are_no_part_of_the_name() {
        assert_eq!(without_file("Giấy đề nghị theo mẫuTK 2.002288.docx"), "Giấy đề nghị theo mẫu");
        assert_eq!(without_file("Bản khai (nếu có)MauBankhaichung.docxMauBankhaihang.docx"), "Bản khai (nếu có)");
    }

    #[test]
    fn numbers_inside_names_stay_there() {
        let text =
            "--Tên giấy tờMẫu đơn, tờ khaiSố lượngPhiếu yêu cầu (01 bản chính) theo Nghị định 99/20221 bản chính";
        assert_eq!(names(text), [("Phiếu yêu cầu (01 bản chính) theo Nghị định 99/2022".to_owned(), 1, 0)]);
    }

    #[test]
    fn the_title_of_a_case_is_kept_with_its_papers() {
        let text = "* Phải nộp:Tên giấy tờMẫu đơn, tờ khaiSố lượng- Tờ khai1 bản chính* Xuất trình:Tên giấy tờMẫu đơn, tờ khaiSố lượng- Hộ chiếu1 bản chính";
        let documents = read(text, &mut Notes::new(1));
        let notes: Vec<_> = documents.iter().filter_map(|document| document.note.as_deref()).collect();
        assert_eq!(notes, ["Phải nộp", "Xuất trình"]);
    }
}
