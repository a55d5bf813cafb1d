use super::*;
use crate::texts::Lang;
use documents::forms::Form as _;
use jiff::Timestamp;
use jiff::civil::date;
use rules::quality::{Figure, Period, Points, Share, figure_definitions};

/// Figures as of a day; of some nothing is known.
fn report(as_of: Date, figure: impl Fn(&str) -> Option<Figure>) -> FiguresReport {
    FiguresReport::new(Period { from: as_of.first_of_year(), to: as_of }, as_of, Timestamp::UNIX_EPOCH, figure)
}

fn whole(summary: &Summary) -> String {
    let paragraphs = summary.chapters.iter().flat_map(|chapter| &chapter.paragraphs);
    let said = paragraphs.map(|pieces| pieces.iter().map(|piece| piece.text.as_str()).collect::<String>());
    said.collect::<Vec<_>>().join("\n")
}

fn sample(lang: Lang) -> Summary {
    let now = report(date(2025, 12, 23), |key| match key {
        "dossiers_on_time" => Some(Figure::percent(Share::new(99, 100))),
        "service_index" => Some(Figure::plain(Some(Points::from_millionths(90_400_000)))),
        "service_index_rank" => Some(Figure::plain(Some(Points::count(10)))),
        "budget_allocated" => Some(Figure::plain(Some(Points::from_millionths(160_712_000)))),
        "essential_services" => Some(Figure::count(Share::new(55, 75))),
        "villages_without_broadband" => Some(Figure::count(Share::new(9, 956))),
        "location_independent" => Some(Figure::percent(Share::new(80, 80))),
        _ => None,
    });
    let last = report(date(2025, 6, 30), |key| match key {
        "dossiers_on_time" => Some(Figure::percent(Share::new(97, 100))),
        "service_index_rank" => Some(Figure::plain(Some(Points::count(12)))),
        "villages_without_broadband" => Some(Figure::count(Share::new(14, 956))),
        "location_independent" => Some(Figure::percent(Share::new(80, 80))),
        _ => None,
    });
    compose(Words::new(lang), Kind::Conference, &now, &last, "https://mot-cua.test")
}

#[test]
fn figures_become_sentences_with_their_change_and_a_note_each() {
    let summary = sample(Lang::Vi);
    let said = whole(&summary);
    for words in [
        "99% hồ sơ",
        "tăng 2 điểm phần trăm so với ngày 30/06/2025",
        "90,4/100 điểm",
        "xếp thứ 10 trong 34 tỉnh, thành phố",
        "tăng 2 bậc",
        "160,7 tỷ đồng",
        "55/75 dịch vụ công thiết yếu",
        "còn 9 thôn, bản",
        "giảm 5 thôn, bản",
        "100% thủ tục",
        "không đổi",
        "Chưa có dữ liệu",
    ] {
        assert!(said.contains(words), "{words:?} is missing in {said}");
    }
    assert_eq!(summary.notes.len(), 7, "a note a figure that is known");
    let cited: Vec<_> = summary.chapters.iter().flat_map(|chapter| chapter.paragraphs.concat()).collect();
    let cited: Vec<_> = cited.into_iter().filter_map(|piece| piece.note).collect();
    assert_eq!(cited, (0..7).collect::<Vec<_>>(), "each once, in their order");
    assert!(summary.notes.iter().all(|note| note.url.starts_with("https://mot-cua.test/")));
    assert!(!said.contains("  ") && !said.contains(" .") && !said.contains(" ,"), "{said}");
}

#[test]
fn a_difference_is_what_a_reader_gets_who_subtracts_what_is_written() {
    let value = |millionths: i64| Some(Figure::plain(Some(Points::from_millionths(millionths))));
    let at = |day, millionths| report(day, move |key| (key == "service_index").then(|| value(millionths)).flatten());
    let written = |now, then| {
        let (now, then) = (at(date(2025, 12, 23), now), at(date(2025, 6, 30), then));
        let summary = compose(Words::new(Lang::Vi), Kind::Conference, &now, &then, "");
        let table = summary.chapters.iter().find_map(|chapter| chapter.comparison.clone()).expect("a table");
        (table.rows[0][1..].to_vec(), whole(&summary))
    };
    let (row, said) = written(90_360_000, 90_340_000);
    assert_eq!(row, ["90,4", "90,3", "+0,1"]);
    assert!(said.contains("tăng 0,1 điểm"), "{said}");
    let (row, said) = written(90_440_000, 90_360_000);
    assert_eq!(row, ["90,4", "90,4", "0"]);
    assert!(said.contains("không đổi"), "{said}");
}

#[test]
fn what_falls_short_is_named_with_who_answers_for_it() {
    let said = whole(&sample(Lang::Vi));
    assert!(
        said.contains(
            "Dịch vụ công thiết yếu được tái cấu trúc và đưa lên Cổng Dịch vụ công quốc gia: 55, chỉ tiêu 75"
        )
    );
    assert!(said.contains("Văn phòng Ủy ban nhân dân tỉnh chủ trì"));
    assert!(!said.contains("Thủ tục đủ điều kiện được thực hiện không phụ thuộc địa giới hành chính: 100%, chỉ tiêu"));
}

#[test]
fn every_figure_has_words_of_its_own_in_both_languages_with_its_note() {
    for lang in [Lang::Vi, Lang::En] {
        let words = Words::new(lang);
        for row in figure_definitions() {
            let args = ["name", "value", "of", "note", "change"].map(|name| (name, format!("[{name}]")));
            let said = words.maybe(&format!("summary-said-{}", row.key), &args);
            let said = said.unwrap_or_else(|| panic!("{} has no sentence", row.key));
            assert!(said.contains("[note]") && said.contains("[value]") && said.contains("[change]"), "{said}");
            assert!(!words.t1(&format!("summary-by-{}", row.unit), "number", "1").is_empty());
            assert!(!words.t1(&format!("summary-target-{}", row.unit), "number", "1").is_empty());
        }
    }
}

#[test]
fn both_kinds_become_files() {
    let empty = report(date(2025, 12, 31), |_| None);
    let words = Words::new(Lang::Vi);
    let annual = compose(words, Kind::Annual, &empty, &report(date(2024, 12, 31), |_| None), "https://mot-cua.test");
    assert!(annual.notes.is_empty() && annual.subject.contains("2025"));
    for summary in [annual, sample(Lang::Vi)] {
        assert!(summary.pdf().expect("a document").starts_with(b"%PDF-"));
        let docx = summary.docx().expect("a document");
        assert!(docx.starts_with(b"PK") && docx == summary.docx().expect("again"));
    }
}
