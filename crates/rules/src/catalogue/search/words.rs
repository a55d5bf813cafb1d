//! Words as the search compares them: folded letters on one side, marks on the other; abbreviations; words typed in one.
//!
//! Knows how Vietnamese is typed in a hurry. Must not know procedures.

use crate::text;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A word in two parts: its bare letters, and its marks with their letters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Word {
    /// Lower case, no marks, đ as d, y after a consonant as i (*kỹ* and *kĩ* are one word).
    pub letters: String,
    /// The marks, the tone last wherever it stood (*hoà* and *hòa* are one word); empty for a word typed without any.
    pub marks: String,
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    text.split(|letter: char| !letter.is_alphanumeric() && !is_combining_mark(letter))
        .filter(|word| !word.is_empty())
        .map(word)
        .collect()
}

fn word(text: &str) -> Word {
    let mut marks = String::new();
    let mut tone = None;
    for letter in text.nfd().flat_map(char::to_lowercase) {
        match letter {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(letter),
            mark if is_combining_mark(mark) || mark == 'đ' => marks.push(mark),
            _ => {}
        }
    }
    marks.extend(tone);
    Word { letters: one_spelling(text::fold(text)), marks }
}

/// *ky* and *ki*, *ly* and *li* are the same word; *quy* and *tay* are not touched.
fn one_spelling(mut folded: String) -> String {
    if let Some(stem) = folded.strip_suffix('y')
        && stem.chars().next_back().is_none_or(|before| !matches!(before, 'a' | 'e' | 'i' | 'o' | 'u' | 'y'))
    {
        let length = stem.len();
        folded.replace_range(length.., "i");
    }
    folded
}

/// What people shorten, and what it stands for; both without marks.
const ABBREVIATIONS: [(&str, &str); 46] = [
    ("antt", "an ninh trat tu"),
    ("bhtn", "bao hiem that nghiep"),
    ("bhxh", "bao hiem xa hoi"),
    ("bhyt", "bao hiem y te"),
    ("bds", "bat dong san"),
    ("btxh", "bao tro xa hoi"),
    ("cc", "can cuoc"),
    ("ccb", "cuu chien binh"),
    ("cccd", "can cuoc"),
    ("cchn", "chung chi hanh nghe"),
    ("cmnd", "chung minh nhan dan"),
    ("cmt", "chung minh nhan dan"),
    ("ct", "chung thuc"),
    ("dk", "dang ky"),
    ("dkkd", "dang ky kinh doanh"),
    ("dkkh", "dang ky ket hon"),
    ("dkks", "dang ky khai sinh"),
    ("dkkt", "dang ky khai tu"),
    ("dkx", "dang ky xe"),
    ("dn", "doanh nghiep"),
    ("gcn", "giay chung nhan"),
    ("gcnqsdd", "giay chung nhan quyen su dung dat"),
    ("gks", "giay khai sinh"),
    ("gp", "giay phep"),
    ("gplx", "giay phep lai xe"),
    ("gpxd", "giay phep xay dung"),
    ("hdv", "huong dan vien"),
    ("hk", "ho khau"),
    ("hkd", "ho kinh doanh"),
    ("kd", "kinh doanh"),
    ("kh", "ket hon"),
    ("ks", "khai sinh"),
    ("kt", "khai tu"),
    ("lltp", "ly lich tu phap"),
    ("ncc", "nguoi co cong"),
    ("nnn", "nguoi nuoc ngoai"),
    ("pccc", "phong chay chua chay"),
    ("ptdtnt", "pho thong dan toc noi tru"),
    ("qsdd", "quyen su dung dat"),
    ("tctn", "tro cap that nghiep"),
    ("tgpl", "tro giup phap ly"),
    ("thcs", "trung hoc co so"),
    ("thpt", "trung hoc pho thong"),
    ("tnxp", "thanh nien xung phong"),
    ("tthn", "tinh trang hon nhan"),
    ("xnc", "xuat nhap canh"),
];

/// What this abbreviation stands for, as words without marks.
pub(super) fn expand(letters: &str) -> Option<Vec<Word>> {
    let (_, long) = ABBREVIATIONS.iter().find(|(short, _)| *short == letters)?;
    Some(words(long))
}

/// Words that only carry a question: they say nothing of what is looked for.
const FILLERS: [&str; 26] = [
    "toi", "em", "muon", "xin", "lam", "thi", "la", "gi", "nao", "nhu", "cho", "hoi", "voi", "va", "cua", "de", "duoc",
    "thu", "tuc", "o", "bi", "can", "dau", "ai", "nhe", "giup",
];

/// Whether this word only carries the question: *cần*, *đâu*; not *căn*, *đầu*, nor *can* without marks.
pub(super) fn filler(word: &Word) -> bool {
    FILLERS.contains(&word.letters.as_str())
        && !matches!(
            (word.letters.as_str(), word.marks.chars().next_back()),
            ("can", None | Some('\u{306}')) | ("dau", Some('\u{300}'))
        )
}

/// A word that stands in no name may be several typed without a space: "khaisinh". The fewest known words that make it, the
/// more frequent ones where there is a choice (*kết hôn*, not *kê thôn*). `frequency` is zero for an unknown word.
pub(super) fn split(letters: &str, frequency: impl Fn(&str) -> usize) -> Option<Vec<Word>> {
    const ONE_MORE_WORD: f32 = 12.0;
    if letters.len() < 5 || letters.len() > 80 || !letters.is_ascii() {
        return None;
    }
    // best[end] is where the last word of the best split of the first `end` letters starts, and what that split costs.
    let mut best: Vec<Option<(usize, f32)>> = vec![None; letters.len() + 1];
    best[0] = Some((0, 0.0));
    for end in 2..=letters.len() {
        for start in end.saturating_sub(7)..=end - 2 {
            let Some((_, cost)) = best[start] else { continue };
            let found = frequency(&one_spelling(letters[start..end].to_owned()));
            let cost = cost + ONE_MORE_WORD - (found.max(1) as f32).ln();
            if found > 0 && best[end].is_none_or(|(_, least)| cost < least) {
                best[end] = Some((start, cost));
            }
        }
    }
    let mut parts = Vec::new();
    let mut end = letters.len();
    while end > 0 {
        let (start, _) = best[end]?;
        parts.push(Word { letters: one_spelling(letters[start..end].to_owned()), marks: String::new() });
        end = start;
    }
    parts.reverse();
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_has_one_form_however_it_is_spelt() {
        assert_eq!(words("hoà kĩ Đăng"), words("hòa kỹ đăng"));
        assert_ne!(words("mã"), words("má"));
        assert_eq!(words("tẩy")[0].letters, "tay");
        assert_eq!(words("quy")[0].letters, "quy");
    }

    #[test]
    fn words_typed_in_one_are_taken_apart() {
        let known = |word: &str| usize::from(["dang", "ki", "khai", "sinh", "kh"].contains(&word));
        let parts =
            |typed| split(typed, known).map(|parts| parts.into_iter().map(|part| part.letters).collect::<Vec<_>>());
        assert_eq!(parts("dangkykhaisinh").expect("known"), ["dang", "ki", "khai", "sinh"]);
        assert_eq!(parts("kethonx"), None);
    }
}
