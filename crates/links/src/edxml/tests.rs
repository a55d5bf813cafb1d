//! edXML files: what is written is read back; what is wrong is named with its element, and all of it at once.

use super::{File, LARGEST_FILE, Message, Party, read, write};
use jiff::civil::date;
use proptest::prelude::*;
use std::io::Write as _;

fn message() -> Message {
    let party =
        |code: &str, name: &str| Party {
            code: code.into(), name: name.into(), superior: "UBND tỉnh Lai Châu".into()
        };
    Message {
        document_id: "H35,2025/12/15,27/CĐ-UBND".into(),
        from: party("H35", "Ủy ban nhân dân tỉnh Lai Châu"),
        to: vec![party("000.00.07.H35", "Sở Khoa học & Công nghệ"), party("H35.21", "UBND xã <Bum Nưa>")],
        notation: "27/CĐ-UBND".into(),
        place: "Lai Châu".into(),
        issued_on: date(2025, 12, 15),
        kind: "Công điện".into(),
        subject: "Giải quyết hồ sơ \"quá hạn\" trước 31/12".into(),
        content: "Điều 1.\nĐiều 2.".into(),
        signer: "Lò Văn Phúc".into(),
        signer_position: "Chủ tịch".into(),
        due_on: Some(date(2025, 12, 30)),
        priority: 3,
        sent_at: None,
        files: vec![
            File {
                name: "công điện.pdf".into(),
                media_type: "application/pdf".into(),
                contents: b"%PDF-1.4 x".to_vec(),
            },
            File {
                name: "phụ lục.png".into(),
                media_type: "image/png".into(),
                contents: vec![0x89, b'P', b'N', b'G', 0, 1],
            },
        ],
    }
}

fn written() -> String {
    String::from_utf8(write(&message()).expect("written")).expect("text")
}

/// The code of each problem, with the element or the name that it names.
fn wrong(text: &str) -> Vec<(&'static str, String)> {
    let problems = read(text.as_bytes()).expect_err("refused");
    let named = |args: &[(&str, String)]| args.first().map(|(_, value)| value.clone()).unwrap_or_default();
    problems.into_iter().map(|problem| (problem.code, named(&problem.args))).collect()
}

#[test]
fn what_is_written_is_read_back() {
    assert_eq!(read(written().as_bytes()), Ok(message()));
    let sent = Message { sent_at: "2025-12-15T02:00:00Z".parse().ok(), ..message() };
    let text = String::from_utf8(write(&sent).expect("written")).expect("text");
    assert!(text.contains("<edXML:Timestamp>2025/12/15 09:00:00</edXML:Timestamp>"), "Vietnam's time");
    let bare = Message {
        content: String::new(),
        signer: String::new(),
        signer_position: String::new(),
        due_on: None,
        files: Vec::new(),
        ..message()
    };
    assert_eq!(read(&write(&bare).expect("written")), Ok(bare));
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let empty = "<edXML><edXMLEnvelope><edXMLHeader><MessageHeader/></edXMLHeader></edXMLEnvelope></edXML>";
    let named: Vec<_> = wrong(empty)
        .into_iter()
        .map(|(code, element)| {
            assert_eq!(code, "edxml-missing");
            element.trim_start_matches("MessageHeader/").to_owned()
        })
        .collect();
    let expected =
        ["From", "To", "Code/CodeNumber", "PromulgationInfo/PromulgationDate", "Subject", "DocumentType/TypeName"];
    assert_eq!(named, expected);
    assert_eq!(wrong("<edXML/>"), [("edxml-missing", "MessageHeader".into())]);
    assert_eq!(wrong("<html/>"), [("edxml-root", "html".into())]);
    let nobody = written().replace("<edXML:OrganId>H35.21</edXML:OrganId>", "");
    assert_eq!(wrong(&nobody), [("edxml-missing", "MessageHeader/To/OrganId".into())]);
}

#[test]
fn what_has_no_meaning_is_named_with_its_element() {
    for (good, bad, code, element) in [
        (
            "2025/12/15</edXML:PromulgationDate>",
            "2025/13/15</edXML:PromulgationDate>",
            "edxml-day",
            "MessageHeader/PromulgationInfo/PromulgationDate",
        ),
        ("2025/12/30</edXML:DueDate>", "mai</edXML:DueDate>", "edxml-day", "MessageHeader/DueDate"),
        (">3</edXML:Priority>", ">9</edXML:Priority>", "edxml-priority", "MessageHeader/OtherInfo/Priority"),
        (
            ">0</edXML:BussinessDocType>",
            ">1</edXML:BussinessDocType>",
            "edxml-business",
            "TraceHeaderList/Bussiness/BussinessDocType",
        ),
    ] {
        let text = written();
        assert!(text.contains(good), "{good}");
        assert_eq!(wrong(&text.replace(good, bad)), [(code, element.to_owned())]);
    }
}

#[test]
fn older_and_looser_forms_are_read() {
    let flat = "<EdXML><EdXMLEnvelope><MessageHeader><From><OrganId>000.00.01.G22</OrganId><OrganName>Bộ</OrganName></From>\
        <To><OrganId>H35</OrganId></To><Code><CodeNumber>05</CodeNumber><CodeNotation>BC</CodeNotation></Code>\
        <PromulgationInfo><PromulgationDate>01/12/2025</PromulgationDate></PromulgationInfo>\
        <DocumentType><TypeName>Báo cáo</TypeName></DocumentType><Subject>Kết quả</Subject><Content> Kết  quả </Content>\
        </MessageHeader></EdXMLEnvelope></EdXML>";
    let read = read(flat.as_bytes()).expect("read");
    assert_eq!((read.notation.as_str(), read.issued_on), ("05/BC", date(2025, 12, 1)), "zeros in front stay");
    assert_eq!(read.document_id, "000.00.01.G22,2025/12/01,05/BC", "made as the standard says");
    assert!(read.content.is_empty() && read.files.is_empty(), "an excerpt that is repeated is no text");
}

#[test]
fn a_bomb_is_no_document() {
    let laughs =
        written().replacen("<edXML ", "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;\">]>\n<edXML ", 1);
    assert_eq!(wrong(&laughs), [("edxml-entities", String::new())]);
    let file = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><edXML/>";
    assert_eq!(wrong(file), [("edxml-entities", String::new())]);
    assert_eq!(wrong(&written().replace("Công điện", "&b;"))[0].0, "edxml-entities");
    assert_eq!(wrong(&format!("<edXML>{}{}</edXML>", "<a>".repeat(40), "</a>".repeat(40)))[0].0, "edxml-too-much");
    assert_eq!(wrong("not at all")[0].0, "edxml-not-xml");
}

/// A document with this in place of its first enclosure.
fn enclosing(encoded: &str) -> String {
    let text = written();
    let (before, rest) = text.split_once("<ContentTransferEncoded>").expect("an enclosure");
    let (_, after) = rest.split_once("</ContentTransferEncoded>").expect("its end");
    format!("{before}<ContentTransferEncoded>{encoded}</ContentTransferEncoded>{after}")
}

fn encoded(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, contents) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a file");
        zip.write_all(contents).expect("contents");
    }
    zip.finish().expect("a ZIP").into_inner()
}

#[test]
fn an_enclosure_that_is_not_there_broken_or_too_large_is_named() {
    let name = "công điện.pdf".to_owned();
    assert_eq!(wrong(&enclosing("%%%")), [("edxml-file-not-base64", name.clone())]);
    assert_eq!(wrong(&enclosing("")), [("edxml-file-empty", name.clone())]);
    assert_eq!(wrong(&enclosing(&encoded(b"PK\x03\x04 no ZIP"))), [("edxml-file-broken-zip", name.clone())]);
    assert_eq!(
        wrong(&enclosing(&encoded(&zipped(&[("a", b"a"), ("b", b"b")])))),
        [("edxml-file-zip-of-many", name.clone())]
    );
    let bomb = zipped(&[("bomb.pdf", &vec![0; LARGEST_FILE + 1])]);
    assert!(bomb.len() < LARGEST_FILE / 100, "small on its way");
    assert_eq!(wrong(&enclosing(&encoded(&bomb))), [("edxml-file-too-large", name.clone())]);
    let text = written();
    let (before, rest) = text.split_once("<AttachmentEncoded>").expect("enclosures");
    let (_, after) = rest.split_once("</AttachmentEncoded>").expect("their end");
    let lost = wrong(&format!("{before}{after}"));
    assert_eq!(lost, [("edxml-file-missing", name), ("edxml-file-missing", "phụ lục.png".into())]);
}

#[test]
fn an_enclosure_needs_no_zip_and_an_office_document_is_none() {
    let read_first = |encoded: &str| read(enclosing(encoded).as_bytes()).expect("read").files[0].contents.clone();
    assert_eq!(read_first(&encoded(b"%PDF-1.4")), b"%PDF-1.4");
    let office = zipped(&[("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<b/>")]);
    assert_eq!(read_first(&encoded(&office)), office);
}

proptest! {
    #[test]
    fn nothing_that_is_sent_breaks_the_reader(text in "(<|/|>|edXML|MessageHeader|Code| |&|[a-z]|\\]\\]>){0,60}") {
        let _ = read(text.as_bytes());
    }

    #[test]
    fn any_words_come_back_as_they_went(subject in "[\\PC]{1,80}", signer in "[\\PC]{0,40}") {
        let (subject, signer) = (rules::text::tidy(&subject), rules::text::tidy(&signer));
        prop_assume!(!subject.is_empty());
        let mut sent = message();
        if signer.is_empty() {
            sent.signer_position = String::new();
        }
        sent.subject = subject;
        sent.signer = signer;
        prop_assert_eq!(read(&write(&sent).expect("written")), Ok(sent));
    }
}
