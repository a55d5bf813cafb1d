//! Scans: what was scanned any which way becomes one upright PDF.

use documents::scans::{Leaf, bind, pages, preview};
use lopdf::{Document, Object};

/// A picture of so many dots: black at its upper left corner, else white.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut dots = vec![255_u8; (width * height) as usize];
    for row in 0..height / 4 {
        dots[(row * width) as usize..(row * width + width / 4) as usize].fill(0);
    }
    let mut written = Vec::new();
    let mut encoder = png::Encoder::new(&mut written, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&dots)).expect("a picture");
    written
}

fn leaf(file: usize, page: usize, turn: u16) -> Leaf {
    Leaf { file, page, turn }
}

fn at() -> jiff::Timestamp {
    "2025-12-23T02:00:00Z".parse().expect("an instant")
}

/// Width and height of each page, in whole points.
fn sizes(pdf: &[u8]) -> Vec<(i64, i64)> {
    let document = Document::load_mem(pdf).expect("a PDF");
    let number = |object: &Object| object.as_float().map(|float| float.round() as i64).expect("a number");
    let size = |page| {
        let page = document.get_dictionary(page).expect("a page");
        let sides = page.get(b"MediaBox").and_then(Object::as_array).expect("a box");
        (number(&sides[2]), number(&sides[3]))
    };
    document.get_pages().into_values().map(size).collect()
}

/// Where the black is in a drawn page: (left, upper).
fn corner(drawn: &[u8]) -> (bool, bool) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(drawn)).read_info().expect("a picture");
    let mut dots = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut dots).expect("a frame");
    let (width, height) = (info.width as usize, info.height as usize);
    let black = (0..width * height).find(|dot| {
        let (x, y) = (dot % width, dot / width);
        let inner = x > width / 12 && x < width * 11 / 12 && y > height / 12 && y < height * 11 / 12;
        inner && dots[dot * 3] < 100
    });
    let dot = black.expect("something black");
    (dot % width < width / 2, dot / width < height / 2)
}

#[test]
fn pictures_and_pages_are_bound_in_the_chosen_order_as_a4() {
    let (portrait, landscape) = (picture(210, 297), picture(297, 210));
    let bound = bind(&[&portrait, &landscape], &[leaf(1, 1, 0), leaf(0, 1, 0), leaf(1, 1, 90)], "Giấy", at());
    let bound = bound.expect("a PDF");
    assert_eq!(sizes(&bound), [(842, 595), (595, 842), (595, 842)]);
    assert!(bound.windows(11).any(|part| part == b"pdfaid:part"), "pictures make PDF/A");
    // What is bound can be scanned into another: a PDF of three pages, of which two are taken.
    assert_eq!(pages(&bound), Some(3));
    let again =
        bind(&[&bound, &portrait], &[leaf(0, 3, 0), leaf(1, 1, 0), leaf(0, 1, 0)], "Giấy", at()).expect("a PDF");
    assert_eq!(sizes(&again), [(595, 842), (595, 842), (842, 595)]);
}

#[test]
fn a_page_is_shown_the_way_up_that_it_will_have() {
    let portrait = picture(210, 297);
    let shown = |turn| corner(&preview(&portrait, 1, turn).expect("a picture"));
    assert_eq!(shown(0), (true, true));
    assert_eq!(shown(90), (false, true));
    assert_eq!(shown(180), (false, false));
    assert_eq!(shown(270), (true, false));
}

#[test]
fn what_cannot_be_read_is_no_page() {
    assert_eq!(pages(b"GIF89a"), None);
    assert_eq!(pages(b"%PDF-1.7 broken"), None);
    assert!(bind(&[b"\x89PNG broken"], &[leaf(0, 1, 0)], "Giấy", at()).is_err());
    assert!(bind(&[], &[], "Giấy", at()).is_err());
    assert!(preview(&picture(10, 10), 2, 0).is_err());
}

#[test]
fn what_nests_deep_ends_no_thread() {
    let deep = "[".repeat(30_000) + &"]".repeat(30_000);
    let pdf = format!(
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/X{deep}>>\nendobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\ntrailer<</Size 4/Root 1 0 R>>\n%%EOF\n"
    );
    assert_eq!(pages(pdf.as_bytes()), Some(1));
}
