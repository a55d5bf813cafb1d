//! What a file is, by its contents, and whether it is harmless: a paper says something and does nothing. What carries programs, opens
//! other files, hides files, is locked, or unpacks to more than a computer holds is refused, and it is said why.

use super::{Upload, office, pdf, pictures};
use rules::{Problem, Refusal};

pub(super) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ODT: &str = "application/vnd.oasis.opendocument.text";
const DOC: &str = "application/msword";
const XLS: &str = "application/vnd.ms-excel";

/// What is taken.
const TAKEN: &[&str] =
    &["application/pdf", "image/jpeg", "image/png", "image/tiff", "image/webp", DOCX, XLSX, DOC, XLS, ODT];

/// An office document may not unpack to more than this, in bytes.
const UNPACKED: u64 = 300 * 1024 * 1024;
/// Nor to so many times its size, once it is larger than [`SMALL`].
const TIMES: u64 = 200;
/// Below this nothing is a bomb, in bytes.
const SMALL: u64 = 16 * 1024 * 1024;
/// A picture may not have more dots than this: a sheet of A3 at 600 dots an inch has 70 million.
const DOTS: usize = 120_000_000;

/// The type of a file that may be kept.
pub(super) fn media_type(upload: &Upload) -> Result<&'static str, Refusal> {
    let refuse = |problem: Problem| Err(Refusal::input(vec![problem]));
    let problem = |code| Problem::new(upload.pointer.as_str(), code);
    if upload.contents.is_empty() {
        return refuse(problem("file-empty"));
    }
    if upload.contents.len() > upload.largest {
        return refuse(problem("file-too-large").with("megabytes", upload.largest / 1024 / 1024));
    }
    let parts = zip_parts(&upload.contents);
    let has = |name: &str| parts.iter().any(|part| part.name == name.as_bytes());
    // Office documents are told by their parts, wherever in the file these stand; everything else by how it begins.
    let found = if has("[Content_Types].xml") {
        let kinds = [("word/document.xml", DOCX), ("xl/workbook.xml", XLSX)];
        kinds.into_iter().find(|(part, _)| has(part)).map(|(_, kind)| kind)
    } else {
        infer::get(&upload.contents).map(|kind| kind.mime_type())
    };
    let Some(taken) = TAKEN.iter().find(|taken| found == Some(**taken)) else { return refuse(problem("file-type")) };
    if has_macros(&upload.contents, &parts) {
        return refuse(problem("file-macros"));
    }
    if is_bomb(&parts, upload.contents.len() as u64) {
        return refuse(problem("file-bomb"));
    }
    let wrong = match *taken {
        "application/pdf" => pdf::danger(&upload.contents),
        DOCX | XLSX | ODT => office::danger(&upload.contents),
        DOC | XLS => old_danger(&upload.contents),
        picture if picture.starts_with("image/") => match imagesize::blob_size(&upload.contents) {
            Ok(size) if size.width.saturating_mul(size.height) > DOTS => Some("file-picture-too-large"),
            Ok(_) if pictures::is_whole(picture, &upload.contents) => None,
            _ => Some("file-damaged"),
        },
        _ => None,
    };
    wrong.map_or(Ok(taken), |code| refuse(problem(code)))
}

/// Whether an office document carries macros.
fn has_macros(contents: &[u8], parts: &[Part<'_>]) -> bool {
    // DOCX and XLSX keep them in a part of this name (or, the oldest kind, in sheets of their own), ODT in folders of its own.
    let zipped = parts.iter().any(|part| {
        let name = part.name.to_ascii_lowercase();
        name.ends_with(b"vbaproject.bin")
            || name.starts_with(b"xl/macrosheets/")
            || name.starts_with(b"basic/")
            || name.starts_with(b"scripts/")
    });
    // DOC and XLS name a stream so.
    zipped || (contents.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) && has(contents, &wide("_VBA_PROJECT")))
}

/// What is wrong with a document in the format before 2007, by what stands in it: objects of other programs, and fields that call one.
fn old_danger(contents: &[u8]) -> Option<&'static str> {
    // A field begins with this character.
    let fields = ["\u{13}DDE", "\u{13} DDE", "\u{13}dde", "\u{13} dde"];
    if fields.iter().any(|field| has(contents, field.as_bytes()) || has(contents, &wide(field))) {
        return Some("file-commands");
    }
    has(contents, &wide("Ole10Native")).then_some("file-objects")
}

fn has(contents: &[u8], part: &[u8]) -> bool {
    contents.windows(part.len()).any(|window| window == part)
}

/// A text as these formats keep it: in UTF-16.
fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Whether a document unpacks to far more than it is, or says that its parts are larger than the whole: parts that overlap.
fn is_bomb(parts: &[Part<'_>], size: u64) -> bool {
    let sum = |of: fn(&Part<'_>) -> u64| parts.iter().map(of).fold(0, u64::saturating_add);
    let (packed, unpacked) = (sum(|part| part.packed), sum(|part| part.unpacked));
    unpacked > UNPACKED || unpacked > SMALL && unpacked / TIMES > size || packed > size
}

/// A part of a ZIP file.
struct Part<'a> {
    name: &'a [u8],
    packed: u64,
    unpacked: u64,
}

/// A ZIP file's parts, from its directory; none when it is no ZIP file.
fn zip_parts(contents: &[u8]) -> Vec<Part<'_>> {
    let number = |at: usize, bytes: usize| -> Option<usize> {
        let raw = contents.get(at..at + bytes)?;
        Some(raw.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
    };
    let mut parts = Vec::new();
    let mut walk = || -> Option<()> {
        // The end of the directory is the last thing in the file, but for a comment of at most 64 KB.
        let tail = contents.len().saturating_sub(66_000);
        let end = tail + contents[tail..].windows(4).rposition(|part| part == b"PK\x05\x06")?;
        let (count, mut at) = (number(end + 10, 2)?, number(end + 16, 4)?);
        for _ in 0..count {
            let lengths = (number(at + 28, 2)?, number(at + 30, 2)?, number(at + 32, 2)?);
            let name = contents.get(at + 46..at + 46 + lengths.0)?;
            parts.push(Part { name, packed: number(at + 20, 4)? as u64, unpacked: number(at + 24, 4)? as u64 });
            at += 46 + lengths.0 + lengths.1 + lengths.2;
        }
        Some(())
    };
    // A directory that breaks off names what it names.
    let _whole = walk();
    parts
}

#[cfg(test)]
mod tests {
    use super::super::{LARGEST, Upload};
    use super::{DOCX, media_type};
    use bytes::Bytes;
    use std::io::Write as _;

    const PAPER: &[u8] = b"%PDF-1.7\n\
        1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>endobj\n\
        xref\n0 4\n0000000000 65535 f \n\
        0000000009 00000 n \n\
        0000000052 00000 n \n\
        0000000101 00000 n \n\
        trailer<</Size 4/Root 1 0 R>>\n%\
        \nstartxref\n178\n%%EOF\n";

    fn upload(contents: &[u8]) -> Upload {
        let (name, owner) = ("a.pdf".to_owned(), "somebody".to_owned());
        let contents = Bytes::copy_from_slice(contents);
        Upload { name, owner, contents, pointer: "/documents/0".to_owned(), largest: LARGEST }
    }

    fn refused(contents: &[u8]) -> &'static str {
        media_type(&upload(contents)).expect_err("refused").problems[0].code
    }

    #[test]
    fn the_contents_decide_and_not_the_name() {
        assert_eq!(media_type(&upload(PAPER)), Ok("application/pdf"));
        let png = [&[0x89, b'P', b'N', b'G', 13, 10, 26, 10][..], &[0; 16]].concat();
        assert_eq!(refused(&png), "file-damaged");
        assert_eq!(refused(b"%PDF-1.7 ..."), "file-damaged");
        assert_eq!(refused(b"MZ an executable called a.pdf"), "file-type");
        assert_eq!(refused(b"#!/bin/sh\n"), "file-type");
        assert_eq!(refused(b"<html><script>"), "file-type");
        assert_eq!(refused(b"just text"), "file-type");
    }

    #[test]
    fn drawings_that_can_carry_scripts_are_not_taken() {
        let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
        assert_eq!(refused(svg), "file-type");
        let declared = [&b"<?xml version=\"1.0\"?>\n"[..], svg].concat();
        assert_eq!(refused(&declared), "file-type");
    }

    #[test]
    fn empty_and_oversize_files_are_refused_with_their_own_words() {
        assert_eq!(refused(b""), "file-empty");
        let small = Upload { largest: 3, ..upload(b"%PDF-1.7") };
        assert_eq!(media_type(&small).expect_err("refused").problems[0].code, "file-too-large");
    }

    #[test]
    fn office_documents_are_taken_unless_they_carry_macros() {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in [("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w:document/>")] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
            zip.write_all(text.as_bytes()).expect("written");
        }
        let plain = zip.finish().expect("a file").into_inner();
        assert_eq!(media_type(&upload(&plain)), Ok(DOCX));
        for macros in ["word/vbaProject.bin", "word/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"] {
            assert_eq!(refused(&docx(macros, 1, 1)), "file-macros", "{macros}");
        }
        let ole = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 504]].concat();
        let stream: Vec<u8> = "_VBA_PROJECT".encode_utf16().flat_map(u16::to_le_bytes).collect();
        // A bare container is no known kind; with macros it is none that is taken either.
        assert!(media_type(&upload(&[ole, stream].concat())).is_err());
    }

    #[test]
    fn what_unpacks_to_more_than_a_computer_holds_is_not_taken() {
        assert_eq!(refused(&docx("word/document2.xml", 100, u32::MAX)), "file-bomb");
        assert_eq!(refused(&docx("word/document2.xml", 100, 64 * 1024 * 1024)), "file-bomb");
        // Parts that lie over each other are more than the file.
        assert_eq!(refused(&docx("word/document2.xml", 50_000, 50_000)), "file-bomb");
    }

    #[test]
    fn a_small_picture_of_very_many_dots_is_not_taken() {
        let mut png = vec![0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13];
        png.extend(b"IHDR");
        png.extend(60_000_u32.to_be_bytes());
        png.extend(60_000_u32.to_be_bytes());
        png.extend([8, 2, 0, 0, 0]);
        assert_eq!(refused(&png), "file-picture-too-large");
    }

    /// A DOCX with one more part that says of itself how large it is: a local header a part, the directory, its end.
    fn docx(part: &str, packed: u32, unpacked: u32) -> Vec<u8> {
        let (mut zip, mut directory) = (Vec::new(), Vec::new());
        let names = ["[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "word/document.xml", part];
        for name in names {
            let length = u16::try_from(name.len()).expect("short").to_le_bytes();
            let offset = u32::try_from(zip.len()).expect("short").to_le_bytes();
            let header = [&[0; 22][..], &length, &[0, 0], name.as_bytes()].concat();
            zip.extend([b"PK\x03\x04", &header[..]].concat());
            let sizes = if name == part { [packed.to_le_bytes(), unpacked.to_le_bytes()] } else { [[0; 4]; 2] };
            directory.extend([b"PK\x01\x02", &[0; 16][..]].concat());
            directory.extend(sizes.concat());
            directory.extend([&length[..], &[0; 12], &offset, name.as_bytes()].concat());
        }
        let (offset, size) = (zip.len(), directory.len());
        zip.extend(directory);
        let four = |number: usize| u32::try_from(number).expect("short").to_le_bytes();
        zip.extend([b"PK\x05\x06", &[0, 0, 0, 0, 5, 0, 5, 0][..], &four(size), &four(offset), &[0, 0]].concat());
        zip
    }
}
