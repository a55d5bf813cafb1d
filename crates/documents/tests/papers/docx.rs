//! Notices and reports as files that a word processor opens: whole, on the Decree's page, saying what the PDF says.

use crate::samples;
use std::io::{Cursor, Read as _};

fn part(docx: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn a_notice_for_word_has_the_page_and_the_words_of_the_decree() {
    let docx = samples::notice(4).docx().expect("a document");
    let body = part(&docx, "word/document.xml");
    for said in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 12/TB-BCĐ",
        "Lai Châu, ngày 05 tháng 12 năm 2025",
        "THÔNG BÁO",
        "Kết luận tại Hội nghị tổng kết Ban Chỉ đạo năm 2025",
        "(Chủ trì: Sở Khoa học và Công nghệ; hoàn thành chậm nhất ngày 31/01/2026.)",
        "với sự tham dự của 116 đại biểu tại 57 trên 58 điểm cầu được mời.",
        "Điểm cầu tham dự: 37 trên 38 xã, phường (vắng: Ủy ban nhân dân xã Mù Cả).",
        "Nơi nhận:",
        "TRƯỞNG BAN",
        "Nguyễn Văn A",
    ] {
        assert!(body.contains(said), "{said}");
    }
    assert!(body.contains(r#"w:w="11906" w:h="16838""#), "A4 upright");
    for margin in [r#"w:top="1134""#, r#"w:left="1701""#, r#"w:right="850""#] {
        assert!(body.contains(margin), "{margin}");
    }
    assert!(part(&docx, "word/styles.xml").contains("Times New Roman"));
}

#[test]
fn a_report_for_word_has_its_notes_at_the_foot_of_the_page_and_its_table() {
    let docx = samples::summary().docx().expect("a document");
    let body = part(&docx, "word/document.xml");
    for said in ["BÁO CÁO", "III. Tồn tại, hạn chế", "55/75 dịch vụ công thiết yếu", "+2", "CHỦ TỊCH"]
    {
        assert!(body.contains(said), "{said}");
    }
    for number in 1..=2 {
        assert!(body.contains(&format!(r#"<w:footnoteReference w:id="{number}""#)), "note {number}");
    }
    let notes = part(&docx, "word/footnotes.xml");
    assert!(notes.contains("Hồ sơ kết thúc trong kỳ") && notes.contains("side=numerator&amp;from=2025-01-01"));
    assert_eq!(docx, samples::summary().docx().expect("a document"), "the same values make the same file");
}

#[test]
fn the_same_values_make_the_same_file_and_nothing_typed_is_markup() {
    let mut notice = samples::notice(1);
    notice.items[0].0 = "1. </w:t><w:t>A & \"B\"\u{0}".into();
    let docx = notice.docx().expect("a document");
    assert!(part(&docx, "word/document.xml").contains("&lt;/w:t&gt;&lt;w:t&gt;A &amp; "));
    assert_eq!(docx, notice.docx().expect("a document"));
}
