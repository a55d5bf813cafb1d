//! Values that try to be more than values.

use crate::pages::drawn;
use crate::samples;
use documents::forms::{Acknowledgement, Form};
use lopdf::Document;

fn named(name: &str) -> Acknowledgement {
    let mut form = samples::acknowledgement();
    form.applicant.name = name.into();
    form
}

/// The words of a document.
pub fn words(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).expect("its text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn markup_in_a_name_is_only_a_name() {
    let attack = r##"#import "@preview/x:1" #read("/etc/passwd") $x^2$ *b* _i_ \ <l> @ref `raw` = H // c "]#panic()["##;
    let page = words(&named(attack).pdf().expect("a document"));
    for piece in ["#import", "#read(\"/etc/passwd\")", "$x^2$", "*b*", "_i_", "<l>", "@ref", "`raw`", "#panic()"] {
        assert!(page.contains(piece), "{piece} in {page}");
    }
}

#[test]
fn letters_that_no_type_draws_do_not_stop_a_document() {
    let name = "李小龍 ຄຳ 🏔 \u{0}\u{7}\u{1b}[31m \u{202e}nal iht ol\u{202c} \u{fdd0}\u{10ffff}";
    let page = words(&named(name).pdf().expect("a document"));
    assert!(page.contains("□□□"), "{page}");
    assert!(!page.contains('\u{202e}') && !page.contains('\u{1b}'));
}

#[test]
fn very_long_words_stay_on_the_page() {
    let mut form = named(&"Nguyễn".repeat(200));
    form.applicant.email = format!("{}@example.vn", "a".repeat(250));
    form.papers[0].name = "W".repeat(400);
    form.letter.agency = "X".repeat(150);
    form.delivery = "/".repeat(300);
    for page in drawn(&form, 1.0) {
        // The right margin has 15 mm: nothing is drawn in the outer 14.
        let margin = 14 * 72 / 25;
        let outside = page.shades.chunks(page.width as usize).flat_map(|row| &row[row.len() - margin..]);
        assert!(outside.into_iter().all(|shade| *shade > 200), "something reaches into the margin");
    }
}

#[test]
fn empty_values_make_a_document_too() {
    let mut form = samples::acknowledgement();
    form.applicant = documents::forms::Applicant::default();
    form.papers.clear();
    form.letter.agency.clear();
    form.letter.superior = Some(String::new());
    form.officer.titles.clear();
    form.pdf().expect("a document");
    let mut apology = samples::apology();
    apology.agency.clear();
    apology.pdf().expect("a document");
}
