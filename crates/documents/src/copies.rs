//! Copies of what was issued: the pages of the original as they are seen, each marked as a copy with its number. Signatures of the
//! original do not come along: whoever gives the copy signs that it is one.

use crate::Unmade;
use crate::engine::Sheet;
use crate::scans::pages;
use jiff::Timestamp;

/// A copy of this original, marked with these lines.
///
/// # Errors
/// When the original can't be read as pages.
pub fn copy(original: &[u8], title: &str, lines: &[String], at: Timestamp) -> Result<Vec<u8>, Unmade> {
    let pages = pages(original).ok_or_else(|| Unmade::because("an original without pages"))?;
    let data = serde_json::json!({ "title": title, "lines": lines, "pages": pages });
    let files = [("original".to_owned(), original.to_vec())];
    Sheet::new("copy.typ", data.to_string().into_bytes(), String::new())
        .with_files(files.into_iter())
        .plain_pdf(title, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scans::{Leaf, bind};

    #[test]
    fn every_page_of_a_copy_says_so_and_the_original_does_not() {
        let picture = |grey: u8| {
            let mut drawn = Vec::new();
            let mut encoder = png::Encoder::new(&mut drawn, 20, 30);
            encoder.set_color(png::ColorType::Grayscale);
            let mut writer = encoder.write_header().expect("a header");
            writer.write_image_data(&[grey; 600]).expect("dots");
            drop(writer);
            drawn
        };
        let files = [picture(200), picture(90)];
        let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
        let leaves = [0, 1].map(|file| Leaf { file, page: 1, turn: 0 });
        let original = bind(&files, &leaves, "Kết quả", Timestamp::UNIX_EPOCH).expect("an original");
        let lines = ["Số: H35.A-251215-0001/BS-KQ-1".to_owned()];
        let copy = copy(&original, "Bản sao", &lines, Timestamp::UNIX_EPOCH).expect("a copy");
        let read = |pdf: &[u8]| {
            let document = lopdf::Document::load_mem(pdf).expect("a PDF");
            let numbers: Vec<u32> = document.get_pages().into_keys().collect();
            numbers.iter().map(|number| document.extract_text(&[*number]).unwrap_or_default()).collect::<Vec<_>>()
        };
        assert_eq!(read(&copy).len(), 2);
        assert!(read(&copy).iter().all(|page| page.contains("BS-KQ-1")), "{:?}", read(&copy));
        assert!(read(&original).iter().all(|page| !page.contains("BS-KQ-1")));
    }
}
