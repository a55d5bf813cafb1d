//! Directives on the pages: registered with their file, assigned, opened once, found by words, unseen by others.

use crate::site::*;
use std::io::{Cursor, Write as _};

const PDF: &[u8] = harness::paper!("directive");
const ENTRY: [(&str, &str); 7] = [
    ("agency", "H35"),
    ("direction", "in"),
    ("kind", "notice"),
    ("notation", "624/TB-VPCP"),
    ("issued_on", "2025-11-16"),
    ("issuer", "Văn phòng Chính phủ"),
    ("subject", "Kết luận về phát triển khoa học, công nghệ"),
];

#[test]
fn a_directive_is_registered_assigned_and_opened_by_whom_it_was_assigned_to() {
    let site = Site::open();
    site.raise_to_province(CLERK);
    let clerk = site.signed_in(CLERK);
    let bare = clerk.upload("/directives/new", &ENTRY[..4], &[("file", "tb.pdf", PDF)]);
    bare.is(422).wrong_at("subject").says("624/TB-VPCP").says("tb.pdf");
    let sent = clerk.upload("/directives/new", &ENTRY, &[("file", "tb.pdf", PDF)]);
    assert_eq!(sent.status.as_u16(), 303, "{}", sent.text);
    let directive = sent.to;
    clerk.upload("/directives/new", &ENTRY, &[]).is(422).says("đã có trong sổ");
    let (pa_tan, officer) = (site.signed_in(PATAN_LEADER), site.signed_in(PATAN));
    // Not assigned yet: it does not exist for others, nor is it found or counted.
    officer.get(&directive).is(404);
    let searched = officer.get("/directives?q=624").is(200);
    assert!(!searched.main().contains("VPCP"));
    pa_tan.post(&format!("{directive}/assign"), &[("to", "H35.40")]).is(404);
    clerk.post(&format!("{directive}/assign"), &[("note", "Làm ngay")]).is(422).says("Làm ngay");
    clerk.post(&format!("{directive}/assign"), &[("to", "H35.40"), ("note", "Làm ngay")]).is(303);
    clerk.get(&directive).is(200).says("Chưa ai mở");
    officer.get("/directives").is(200).says("Kết luận về phát triển");
    let shown = officer.get(&directive).is(200).says("Làm ngay").says("tb.pdf");
    let file = shown.text.split(&format!("{directive}/files/")).nth(1).and_then(|rest| rest.split('"').next());
    officer.get(&format!("{directive}/files/{}", file.expect("a file"))).is(200);
    clerk.get(&directive).is(200).says("Sùng Pa Tần");
    let unread = officer.get("/directives").is(200);
    assert!(!unread.main().contains("Kết luận về phát triển"), "opened");
    officer.get("/directives?q=khoa+hoc+cong+nghe").is(200).says("Kết luận về phát triển");
    pa_tan.get(&directive).is(200).says("/tasks/new?authority=");
}

/// A text document with one paragraph.
fn docx(text: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let body =
        format!(r#"<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"#);
    for (name, part) in [("[Content_Types].xml", types), ("_rels/.rels", "<a/>"), ("word/document.xml", &body)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(part.as_bytes()).expect("written");
    }
    zip.finish().expect("a file").into_inner()
}

#[test]
fn a_directive_is_found_by_the_words_of_its_file_and_says_so_where_there_are_none() {
    let site = Site::open();
    site.raise_to_province(CLERK);
    let clerk = site.signed_in(CLERK);
    let file = docx("Phủ sóng các thôn, bản lõm sóng");
    let sent = clerk.upload("/directives/new", &ENTRY, &[("file", "phu-luc.docx", &file)]);
    assert_eq!(sent.status.as_u16(), 303, "{}", sent.text);
    let found = clerk.get("/directives?side=all&q=lom+song").is(200);
    assert!(found.main().contains("624/TB-VPCP"));
    clerk.get(&sent.to).is(200).says("theo cả nội dung tệp");
    let scan = clerk.upload("/directives/new", &with(&ENTRY, "notation", "625/TB-VPCP"), &[("file", "tb.pdf", PDF)]);
    clerk.get(&scan.to).is(200).says("Không đọc được chữ trong tệp");
}

/// Gives agencies their official identification codes, as the administrators enter them.
fn give_codes(site: &Site, codes: &'static [(&'static str, &'static str)]) {
    site.write(move |tx| {
        let province = store::province::ProvinceCache::default().get(tx)?;
        for (code, eid) in codes {
            let mut agency = province.directory.get(&code.parse().expect("a code")).expect("an agency").clone();
            agency.eid = Some(eid.parse().expect("a code"));
            let event = rules::people::Event::AgencyRegistered(rules::people::AgencyRegistered::of(agency));
            let now = "2025-12-23T01:00:00Z".parse().expect("an instant");
            store::desk::people::record(tx, event, &rules::people::Capacity::system("test"), now)?;
        }
        Ok(())
    });
}

const GOES: [(&str, &str); 11] = [
    ("agency", "H35"),
    ("direction", "out"),
    ("kind", "telegram"),
    ("notation", "27/CĐ-UBND"),
    ("issued_on", "2025-12-15"),
    ("issuer", ""),
    ("subject", "Giải quyết hồ sơ \"quá hạn\" & báo cáo"),
    ("signer", "Lò Văn Phúc"),
    ("signer_position", "Chủ tịch"),
    ("urgency", "express"),
    ("content", "Điều 1. Kiểm điểm.\nĐiều 2. Báo cáo."),
];

/// What two entries of the same document have in common: everything but whose register it is in.
fn document(site: &Site, address: &str) -> (rules::directives::Registered, String) {
    let code: rules::codes::DirectiveCode = address.rsplit('/').next().expect("a code").parse().expect("a code");
    let directive = site.read(move |tx| store::desk::directives::load(tx, &code)).expect("a directive");
    let mut one = directive.registered;
    let received_as = std::mem::take(&mut one.received_as);
    one.directive = rules::codes::DirectiveCode::new(0, 0);
    one.agency = "H35".parse().expect("a code");
    one.direction = rules::directives::Direction::Out;
    one.number = 0;
    for file in &mut one.files {
        file.file = String::new();
    }
    (one, received_as)
}

#[test]
fn a_directive_that_goes_as_edxml_comes_in_as_the_same_and_once() {
    let site = Site::open();
    site.raise_to_province(CLERK);
    let clerk = site.signed_in(CLERK);
    let sent = clerk.upload("/directives/new", &GOES, &[("file", "công điện.pdf", PDF)]);
    assert_eq!(sent.status.as_u16(), 303, "{}", sent.text);
    let goes = sent.to;
    clerk.get(&format!("{goes}/edxml")).is(422).says("chưa giao cho cơ quan nào");
    clerk.post(&format!("{goes}/assign"), &[("to", "H35.40")]).is(303);
    clerk.get(&format!("{goes}/edxml")).is(422).says("Chưa có mã định danh điện tử");
    give_codes(&site, &[("H35", "H35"), ("H35.40", "000.00.40.H35")]);
    let file = clerk.get(&format!("{goes}/edxml")).is(200).text;
    assert!(file.contains("<edXML:OrganId>000.00.40.H35</edXML:OrganId>"), "{file}");
    let pa_tan = site.signed_in(PATAN_LEADER);
    // Whoever has it does not send it in the name of who issued it, and others do not know of it.
    pa_tan.get(&format!("{goes}/edxml")).is(403);
    let take = |browser: &Browser<'_>, text: &str| {
        browser.upload("/directives/import", &[], &[("edxml", "vb.edxml", text.as_bytes())])
    };
    take(&clerk, &file).is(422).says("không giữ sổ văn bản");
    let first = take(&pa_tan, &file);
    assert_eq!(first.status.as_u16(), 303, "{}", first.text);
    let (sent, _) = document(&site, &goes);
    let (came, received_as) = document(&site, &first.to);
    assert_eq!((came, received_as.as_str()), (sent, "H35,2025/12/15,27/CĐ-UBND"));
    let again = take(&pa_tan, &file);
    assert_eq!(again.to, first.to, "it is known again");
    pa_tan.get(&again.to).is(200).says("không nhập lại").says("H35,2025/12/15,27/CĐ-UBND").says("công điện.pdf");
    pa_tan.get(&format!("{}/edxml", first.to)).is(422).says("Chỉ văn bản đi");
}

#[test]
fn an_edxml_file_with_faults_is_refused_by_element_and_leaves_nothing() {
    let site = Site::open();
    site.raise_to_province(CLERK);
    let clerk = site.signed_in(CLERK);
    let sent = clerk.upload("/directives/new", &GOES, &[("file", "công điện.pdf", PDF)]);
    clerk.post(&format!("{}/assign", sent.to), &[("to", "H35.40")]).is(303);
    give_codes(&site, &[("H35", "H35"), ("H35.40", "H35.40")]);
    let good = clerk.get(&format!("{}/edxml", sent.to)).is(200).text;
    let pa_tan = site.signed_in(PATAN_LEADER);
    let kept = || {
        site.read(|tx| {
            tx.query_one("SELECT (SELECT COUNT(*) FROM files) + (SELECT COUNT(*) FROM directives)", Vec::new())?.int(0)
        })
    };
    let before = kept();
    let packed = good.split("<ContentTransferEncoded>").nth(1).and_then(|rest| rest.split('<').next()).expect("a file");
    for (text, said) in [
        (good.replace(">H35.40<", ">G09.99<"), "không có cơ quan nào của tỉnh mang mã định danh G09.99"),
        (good.replace("2025/12/15<", "hôm qua<"), "PromulgationDate: “hôm qua” không phải là ngày"),
        (good.replace("2025/12/15<", "2026/02/01<"), "không sau hôm nay"),
        (good.replace(packed, "TVqQAAMAAAAEAAAA//8AALgAAAA="), "không nhận tệp “công điện.pdf”"),
        (
            good.replace("<edXML:Subject>", "<edXML:Tieude>").replace("</edXML:Subject>", "</edXML:Tieude>"),
            "MessageHeader/Subject: thiếu",
        ),
        (good.replacen("?>", "?><!DOCTYPE edXML [<!ENTITY a \"ha\">]>", 1), "DOCTYPE"),
        (good[..good.len() / 2].to_owned(), "bị cắt cụt"),
        (String::new(), "edxml"),
    ] {
        pa_tan.upload("/directives/import", &[], &[("edxml", "vb.edxml", text.as_bytes())]).is(422).says(said);
        assert_eq!(kept(), before, "{said}");
    }
    let citizen = site.signed_in(LAN);
    citizen.upload("/directives/import", &[], &[("edxml", "vb.edxml", good.as_bytes())]).is(403);
    assert_eq!(kept(), before);
}

#[test]
fn a_task_that_is_there_is_linked_to_a_directive_by_those_whose_task_it_is() {
    let site = Site::open();
    site.raise_to_province(CLERK);
    let (clerk, stranger) = (site.signed_in(CLERK), site.signed_in(PATAN_LEADER));
    let entry = with(&ENTRY, "agency", SIN_HO_AGENCY);
    let directive = clerk.upload("/directives/new", &entry, &[]).to;
    let task = [
        ("assigner", SIN_HO_AGENCY),
        ("lead", SIN_HO_AGENCY),
        ("responsible", CASE),
        ("name", "Kích hoạt định danh điện tử"),
        ("due_on", "2025-12-31"),
        ("deliverable", "Báo cáo"),
        ("authority", "Công văn"),
    ];
    let task = clerk.post("/tasks/new", &task).is(303).to;
    let task = task.rsplit('/').next().expect("a code");
    let link = format!("{directive}/tasks");
    stranger.post(&link, &[("task", task)]).is(404);
    clerk.post(&link, &[("task", "NV-1")]).is(422).wrong_at("task").says("NV-1");
    clerk.post(&link, &[("task", "NV-2025-99999")]).is(404);
    clerk.get(&directive).is(200).says("Chưa có nhiệm vụ nào");
    clerk.post(&link, &[("task", task)]).is(303);
    clerk.get(&directive).is(200).says("Kích hoạt định danh điện tử").says(task);
    clerk.post(&link, &[("task", task)]).is(422).wrong_at("task");
}
