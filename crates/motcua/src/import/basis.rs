//! The lists of laws and of results of the national catalogue: names and numbers glued together.

use super::Notes;
use super::codes;
use rules::catalogue::{LegalBasis, ProcedureResult};

const HEADING: &str = "Tên văn bản pháp lýMã văn bản";

/// Bodies whose letters end the number of a legal document; of two that fit the longer one is meant.
const BODIES: [&str; 44] = [
    "CP", "TTg", "CTN", "BTC", "BTP", "BCA", "BXD", "BGTVT", "BYT", "BNV", "BLĐTBXH", "BGDĐT", "BTNMT", "BNNPTNT",
    "BNNMT", "BKHCN", "BKHĐT", "BTTTT", "BVHTTDL", "BCT", "BQP", "BNG", "NHNN", "TTCP", "VPCP", "UBND", "HĐND", "BHXH",
    "UBDT", "BDTTG", "TANDTC", "VKSNDTC", "VPQH", "UBTVQH10", "UBTVQH11", "UBTVQH12", "UBTVQH13", "UBTVQH14",
    "UBTVQH15", "TW", "ĐĐ", "BCHTW", "BNN", "KTNN",
];

/// Reads the list of laws; what could not be told apart goes to the notes.
pub(super) fn laws(text: &str, notes: &mut Notes) -> Vec<LegalBasis> {
    let text = text.strip_prefix(HEADING).unwrap_or(text);
    let mut laws = Vec::new();
    let mut from = 0;
    let mut end_of_last = 0;
    while let Some((start, end)) = next_number(text, from) {
        from = end;
        let before = text[..start].chars().next_back();
        // A number inside a name stands free; the one in its own cell is glued to the name.
        let glued = start == end_of_last
            || before.is_some_and(|letter| !letter.is_whitespace() && !matches!(letter, '(' | '/'));
        let own_line = text[end..].starts_with(['\n', ';']) || text[end..].trim().is_empty();
        if glued || own_line {
            laws.push(law(&text[end_of_last..start], &text[start..end]));
            end_of_last = end;
        }
    }
    let rest = text[end_of_last..].trim();
    if rest.chars().any(char::is_alphanumeric) {
        notes.review_value("legal_basis", "basis-without-number", rest);
        laws.push(LegalBasis { number: String::new(), name: rules::text::tidy(rest) });
    } else if laws.is_empty() {
        notes.review("legal_basis", "basis-none");
    }
    laws
}

fn law(name: &str, number: &str) -> LegalBasis {
    let name = rules::text::tidy(name.trim_matches(['\n', ';', ',', '-', ' ', ':']));
    let number = number.replace(' ', "");
    LegalBasis { name: if name.is_empty() { number.clone() } else { name }, number }
}

/// The next number of a legal document from here on, such as `123/2015/NĐ-CP`, `66.7/2025/NQ-CP`, `60/2014/QH13`, `2353/QĐ-BTC`.
fn next_number(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    while let Some(found) = text[at..].find(|letter: char| letter.is_ascii_digit()) {
        let start = at + found;
        let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
        let mut end = start + digits(start);
        if text[end..].starts_with('.') && digits(end + 1) > 0 {
            end += 1 + digits(end + 1);
        }
        if let Some(length) = text[end..].strip_prefix('/').and_then(symbol) {
            return Some((start, end + 1 + length));
        }
        at = end;
    }
    None
}

/// How long the rest of a number is: the year if there is one, the kind, the body.
fn symbol(text: &str) -> Option<usize> {
    let year = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut at = 0;
    if year == 4 && text[year..].starts_with('/') {
        at = year + 1;
    } else if year > 0 {
        return None;
    }
    let rest = &text[at..];
    for assembly in ["UBTVQH", "QH"] {
        if let Some(number) = rest.strip_prefix(assembly) {
            let digits = number.bytes().take(2).take_while(u8::is_ascii_digit).count();
            return (digits > 0).then_some(at + assembly.len() + digits);
        }
    }
    // Kind, dash, body; joint circulars have several bodies.
    let kind = rest.find(|letter: char| !letter.is_uppercase()).filter(|kind| (2..=6).contains(kind))?;
    let mut length = kind;
    while rest[length..].starts_with(['-', '–']) || rest[length..].starts_with(" - ") {
        let dash = rest[length..].find(|letter: char| letter.is_uppercase())?;
        length += dash + body(&rest[length + dash..])?;
    }
    (length > kind).then_some(at + length)
}

/// How long the letters of a body are at the beginning of a text.
fn body(text: &str) -> Option<usize> {
    let known = BODIES.iter().filter(|body| text.starts_with(**body)).map(|body| body.len()).max();
    known.or_else(|| {
        let end = text.find(|letter: char| !letter.is_uppercase() && !letter.is_ascii_digit()).unwrap_or(text.len());
        // The last capital begins the next word where a small letter follows.
        let small = text[end..].chars().next().is_some_and(char::is_lowercase);
        let end = if small { text[..end].char_indices().next_back().map_or(0, |(at, _)| at) } else { end };
        (end > 0).then_some(end)
    })
}

/// What the catalogue says of results: the one that is handed out, and the words that people search for.
pub(super) fn result(text: &str, notes: &mut Notes) -> (Option<ProcedureResult>, Vec<String>) {
    let (list, rest) = text.split_once("Từ khóa").unwrap_or((text, ""));
    let mut results = Vec::new();
    let mut rest_of_list = list;
    while let Some((name, after)) = rest_of_list.split_once("Mã:") {
        let (code, after) = codes::result(after.trim_start());
        results.push((rules::text::tidy(name.trim_start_matches(['-', '+', ' ', '\n'])), code));
        rest_of_list = after;
    }
    if results.is_empty() && !list.trim().is_empty() {
        results.push((rules::text::tidy(list), ""));
        notes.review("result", "result-without-code");
    }
    if results.len() > 1 {
        let names: Vec<_> = results.iter().map(|(name, _)| name.as_str()).collect();
        notes.review_value("result", "result-several", &names.join(" | "));
    }
    let refusal = |name: &str| {
        let folded = rules::text::fold(name);
        folded.contains("tu choi") || folded.starts_with("thong bao") || folded.contains("bo sung")
    };
    let chosen = results.iter().find(|(name, _)| !refusal(name)).or_else(|| results.first());
    let result = chosen.map(|(name, code)| ProcedureResult {
        name: name.clone(),
        code: Some((*code).to_owned()).filter(|code| !code.is_empty()),
        paper: !["cap nhat", "tai khoan", "tin nhan", "co so du lieu"]
            .iter()
            .any(|word| rules::text::fold(name).contains(word)),
        ..ProcedureResult::default()
    });
    let words = rest.split_once("Mô tả").map_or("", |(words, _)| words);
    let words = words.split([',', ';', '\n']).map(rules::text::tidy);
    let words = words.filter(|word| !super::rows::is_nothing(word) && word.chars().count() <= 80);
    (result, words.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<(String, String)> {
        laws(text, &mut Notes::new(1)).into_iter().map(|law| (law.number, law.name)).collect()
    }

    #[test]
    fn laws_come_apart_at_the_number_in_its_own_cell() {
        let text = "Tên văn bản pháp lýMã văn bảnThông tư về phí85/2019/TT-BTCNghị định số 123/2015/NĐ-CP ngày 15/11/2015 của Chính phủ123/2015/NĐ-CPLuật 28/2009/QH1228/2009/QH12";
        let numbers: Vec<_> = numbers(text).into_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers, ["85/2019/TT-BTC", "123/2015/NĐ-CP", "28/2009/QH12"]);
    }

    #[test]
    fn names_in_capitals_do_not_run_into_the_number() {
        let text = "SỬA ĐỔI THÔNG TƯ33/2017/TT-BGTVTTHÔNG TƯ QUY ĐỊNH54/2013/TT-BGTVT";
        let expected = [("33/2017/TT-BGTVT", "SỬA ĐỔI THÔNG TƯ"), ("54/2013/TT-BGTVT", "THÔNG TƯ QUY ĐỊNH")];
        assert_eq!(numbers(text), expected.map(|(number, name)| (number.to_owned(), name.to_owned())));
    }

    #[test]
    fn the_result_is_what_is_handed_out_not_the_refusal() {
        let text = "Thông báo từ chốiMã: KQ.G01.000065Giấy xác nhậnMã: KQ.G01.000062Từ khóatạm trú, kt3\nMô tảKhông có thông tin";
        let mut notes = Notes::new(1);
        let (result, words) = result(text, &mut notes);
        let result = result.expect("a result");
        assert_eq!((result.name.as_str(), result.code.as_deref()), ("Giấy xác nhận", Some("KQ.G01.000062")));
        assert_eq!(words, ["tạm trú", "kt3"]);
        assert_eq!(notes.found[0].code, "result-several");
    }
}
