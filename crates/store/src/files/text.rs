//! The words in a file, for searching: the text layer of a PDF, the paragraphs of a DOCX. A scan has none, and none is made up for it.

use lopdf::{Document, LoadOptions};
use quick_xml::Reader;
use quick_xml::events::Event;
use rules::text::tidy_lines;
use std::io::{Cursor, Read as _};

/// No more text than this is read out of a file, in characters.
const LONGEST: usize = 100_000;
/// Nothing in a file unpacks to more than this, in bytes.
const UNPACKED: usize = 16 * 1024 * 1024;
/// So many pages are read.
const PAGES: usize = 300;

/// The words in a file of this type; nothing where none can be read.
pub(super) fn words(media_type: &str, contents: &[u8]) -> String {
    let text = match media_type {
        "application/pdf" => pdf(contents),
        super::contents::DOCX => docx(contents),
        _ => None,
    };
    let text = tidy_lines(&text.unwrap_or_default());
    // A font without its letters yields signs that stand for none.
    let letters = text.chars().filter(|letter| letter.is_alphanumeric()).count();
    if letters * 3 < text.chars().filter(|letter| !letter.is_whitespace()).count() {
        return String::new();
    }
    text.chars().take(LONGEST).collect()
}

fn pdf(contents: &[u8]) -> Option<String> {
    let options = LoadOptions { max_decompressed_size: Some(UNPACKED), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(contents, options).ok()?;
    let pages: Vec<u32> = document.get_pages().into_keys().take(PAGES).collect();
    let mut text = String::new();
    for page in pages {
        if text.len() > LONGEST * 4 {
            break;
        }
        // A page that can't be read leaves the others readable.
        let read = document.extract_text_with_limit(&[page], UNPACKED).unwrap_or_default();
        text.push_str(&read);
        text.push('\n');
    }
    Some(text)
}

fn docx(contents: &[u8]) -> Option<String> {
    let mut parts = zip::ZipArchive::new(Cursor::new(contents)).ok()?;
    let part = parts.by_name("word/document.xml").ok()?;
    let mut xml = String::new();
    part.take(UNPACKED as u64).read_to_string(&mut xml).ok()?;
    let mut reader = Reader::from_str(&xml);
    let (mut text, mut within) = (String::new(), false);
    while text.len() <= LONGEST * 4 {
        match reader.read_event().ok()? {
            Event::Start(start) if start.local_name().as_ref() == "t" => within = true,
            Event::End(end) => match end.local_name().as_ref() {
                "t" => within = false,
                "p" => text.push('\n'),
                _ => {}
            },
            Event::Empty(empty) if matches!(empty.local_name().as_ref(), "tab" | "br" | "cr") => text.push(' '),
            Event::Text(words) if within => text.push_str(&words.xml10_content()),
            Event::GeneralRef(reference) if within => text.push_str(&super::office::resolved(&reference)),
            Event::DocType(_) => return None,
            Event::Eof => break,
            _ => {}
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::content::{Content, Operation};
    use lopdf::{Object, Stream, dictionary};
    use std::io::Write as _;

    const DOCX: &str = super::super::contents::DOCX;

    fn zipped(xml: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(xml.as_bytes()).expect("written");
        zip.finish().expect("a file").into_inner()
    }

    fn page(text: Option<&str>) -> Vec<u8> {
        let mut pdf = Document::with_version("1.5");
        let pages = pdf.new_object_id();
        let font = pdf.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding" });
        let shown = text.map(|text| {
            vec![
                Operation::new("BT", vec![]),
                Operation::new("Tf", vec!["F1".into(), 12.into()]),
                Operation::new("Tj", vec![Object::string_literal(text)]),
                Operation::new("ET", vec![]),
            ]
        });
        let content = Content { operations: shown.unwrap_or_default() }.encode().expect("encoded");
        let content = pdf.add_object(Stream::new(dictionary! {}, content));
        let one = pdf.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content,
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        });
        pdf.objects.insert(
            pages,
            Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => vec![one.into()], "Count" => 1 }),
        );
        let root = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        pdf.trailer.set("Root", root);
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).expect("saved");
        bytes
    }

    #[test]
    fn the_paragraphs_of_a_docx_are_read_and_its_marks_are_not() {
        let xml = r#"<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>Giao Sở Khoa học</w:t></w:r><w:r><w:t xml:space="preserve"> &amp; Công nghệ</w:t></w:r></w:p>
            <w:p><w:r><w:instrText>PAGE</w:instrText><w:t>Báo cáo trước 25/12</w:t></w:r></w:p></w:body></w:document>"#;
        assert_eq!(words(DOCX, &zipped(xml)), "Giao Sở Khoa học & Công nghệ\nBáo cáo trước 25/12");
        assert_eq!(words(DOCX, &zipped("<!DOCTYPE x [<!ENTITY a \"b\">]><w:t>&a;</w:t>")), "");
        assert_eq!(words(DOCX, b"no zip"), "");
    }

    #[test]
    fn the_text_of_a_pdf_is_read_and_a_scan_has_none() {
        assert_eq!(words("application/pdf", &page(Some("Ke hoach chuyen doi so 2026"))), "Ke hoach chuyen doi so 2026");
        assert_eq!(words("application/pdf", &page(None)), "");
        assert_eq!(words("application/pdf", b"%PDF-1.7 broken"), "");
        assert_eq!(words("image/png", b"words"), "");
    }
}
