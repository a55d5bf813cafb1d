//! What an archive asks of every file (ISO 19005-2, level B, as far as its structure tells), and what a reader needs.

use crate::hostile::words;
use crate::samples;
use documents::forms::Form;
use lopdf::{Document, Object};

fn all() -> Vec<(&'static str, Vec<u8>)> {
    fn made(form: &impl Form) -> Vec<u8> {
        form.pdf().expect("a document")
    }
    vec![
        ("01", made(&samples::acknowledgement())),
        ("02", made(&samples::supplement_request())),
        ("03", made(&samples::long_refusal())),
        ("04", made(&samples::apology())),
        ("05", made(&samples::stop_notice())),
        ("06", made(&samples::control_slip(40))),
        ("07", made(&samples::tracking_book(40))),
        ("06a", made(&samples::report_table(60))),
        ("result", made(&samples::result())),
        ("receipt", made(&samples::receipt())),
        ("certificate", made(&samples::certificate())),
        ("notice", made(&samples::notice(3))),
        ("summary", made(&samples::summary())),
    ]
}

#[test]
fn every_form_is_an_archive_file() {
    for (form, pdf) in all() {
        let document = Document::load_mem(&pdf).expect("a PDF");
        let catalog = document.catalog().expect("a catalogue");
        let metadata = catalog.get(b"Metadata").and_then(|found| document.dereference(found)).expect("metadata").1;
        let stream = metadata.as_stream().expect("a stream");
        let xmp = String::from_utf8_lossy(&stream.content).into_owned();
        assert!(stream.dict.get(b"Filter").is_err(), "{form}: metadata is not compressed");
        assert!(xmp.contains("<pdfaid:part>2</pdfaid:part>"), "{form}: {xmp}");
        assert!(xmp.contains("<pdfaid:conformance>B</pdfaid:conformance>"), "{form}");
        let intents = catalog.get(b"OutputIntents").and_then(|found| document.dereference(found)).expect("an intent").1;
        let intent = document.dereference(&intents.as_array().expect("a list")[0]).expect("an intent").1;
        let intent = intent.as_dict().expect("a dictionary");
        assert_eq!(intent.get(b"S").and_then(Object::as_name).expect("a kind"), b"GTS_PDFA1", "{form}");
        assert!(intent.get(b"DestOutputProfile").is_ok(), "{form}: a colour profile");
        assert!(document.trailer.get(b"Encrypt").is_err(), "{form}: not encrypted");
        assert!(document.trailer.get(b"ID").is_ok(), "{form}: has an identifier");
        let mut fonts = 0;
        for object in document.objects.values() {
            let Ok(found) = object.as_dict() else { continue };
            if found.get(b"Type").and_then(Object::as_name).is_ok_and(|kind| kind == b"FontDescriptor") {
                fonts += 1;
                let embedded = [b"FontFile2".as_slice(), b"FontFile3"].iter().any(|key| found.get(key).is_ok());
                assert!(embedded, "{form}: a font is not embedded");
            }
            for forbidden in [b"JavaScript".as_slice(), b"JS", b"Launch", b"EmbeddedFile"] {
                assert!(found.get(forbidden).is_err(), "{form}");
            }
        }
        assert!(fonts >= 2, "{form}: {fonts} fonts");
    }
}

#[test]
fn every_form_can_be_read_aloud() {
    for (form, pdf) in all() {
        let document = Document::load_mem(&pdf).expect("a PDF");
        let catalog = document.catalog().expect("a catalogue");
        let lang = catalog.get(b"Lang").and_then(Object::as_str).expect("a language");
        assert!(lang.starts_with(b"vi"), "{form}");
        let marked = catalog.get(b"MarkInfo").and_then(|found| document.dereference(found)).expect("marks").1;
        assert!(marked.as_dict().and_then(|marks| marks.get(b"Marked")).is_ok(), "{form}: tagged");
        assert!(catalog.get(b"StructTreeRoot").is_ok(), "{form}: a tree of tags");
        let preferences = catalog.get(b"ViewerPreferences").and_then(|found| document.dereference(found));
        assert!(preferences.is_ok(), "{form}: shows its title");
    }
}

#[test]
fn the_words_can_be_found_again() {
    let page = words(&samples::acknowledgement().pdf().expect("a document"));
    for piece in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Lò Thị Lan",
        "Phong Thổ, ngày 05 tháng 12 năm 2025",
        "17 giờ 00 phút, ngày 05 tháng 12 năm 2025",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    ] {
        assert!(page.contains(piece), "{piece} in {page}");
    }
}

#[test]
fn the_same_values_make_the_same_bytes() {
    let first = samples::long_acknowledgement().pdf().expect("a document");
    let other = samples::apology().pdf().expect("a document");
    let second = samples::long_acknowledgement().pdf().expect("a document");
    assert!(first == second);
    assert!(first != other);
}
