//! Directives on the pages: registered with their file, assigned, opened once, found by words, unseen by others.

use crate::site::*;

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n";
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
