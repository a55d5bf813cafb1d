//! At the counter a folder of papers becomes a certified file in the applicant's store, and the next dossier takes it from there.

use crate::signatures::{pdf, site};
use crate::site::{BIRTH, Browser, CASE, COUNTER, LAN, PATAN_COUNTER, Page, Site};

/// A child of Sìn Hồ, whose two papers were shown.
const FORM: &[(&str, &str)] = &[
    ("once", "a-form-of-this-test"),
    ("applicant-kind", "citizen"),
    ("applicant-id_number", "012185001234"),
    ("applicant-name", "Lò Thị Lan"),
    ("applicant-phone", "0912345678"),
    ("applicant-birth_date", "1985"),
    ("applicant-commune", "03478"),
    ("channel", "counter"),
    ("competent_agency", "H35.38"),
    ("shown", "01"),
    ("shown", "02"),
    ("delivery", "counter"),
    ("go", "receive"),
];

/// A picture of one dot.
const DOT: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49,
    0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x60, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01, 0x48, 0xaf, 0xa4, 0x71, 0x00, 0x00,
    0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

fn taken_in(counter: &Browser<'_>) -> String {
    counter.get(&format!("/intake/{BIRTH}")).is(200);
    let done = counter.upload(&format!("/intake/{BIRTH}"), FORM, &[]).leads_to("/intake/done/").to;
    done.trim_start_matches("/intake/done/").to_owned()
}

/// The form as it stands, with these fields typed over.
fn sent(page: &Page, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = page.hidden();
    fields.retain(|(field, _)| !typed.iter().any(|(other, _)| other == field));
    fields.extend(typed.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())));
    fields
}

fn send(browser: &Browser<'_>, code: &str, fields: &[(String, String)], files: &[(&str, &str, &[u8])]) -> Page {
    let fields: Vec<_> = fields.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect();
    browser.upload(&format!("/dossiers/{code}/scan"), &fields, files)
}

#[test]
fn pages_are_put_in_order_counted_certified_and_kept_in_the_store() {
    let (site, _) = site();
    let counter = site.signed_in(COUNTER);
    let code = taken_in(&counter);
    let page = counter.get(&format!("/dossiers/{code}/scan")).is(200).says("Chưa số hóa");
    let files: &[(&str, &str, &[u8])] = &[("scans", "trang-1.pdf", &pdf()), ("scans", "trang-2.png", DOT)];
    let page = send(&counter, &code, &sent(&page, &[("document", "02"), ("do", "show")]), files).is(200);
    let page = page.says("Các trang (2)");
    let shown = page.text.split("src=\"").filter_map(|rest| rest.split('"').next());
    let shown: Vec<_> =
        shown.filter(|link| link.contains("/scan/page")).map(|link| link.replace("&#38;", "&")).collect();
    assert_eq!(shown.len(), 2);
    assert!(counter.get(&shown[1]).is(200).bytes.starts_with(&[0x89, b'P', b'N', b'G']));
    // What one person scanned is nobody else's to look at.
    site.signed_in(CASE).get(&shown[1]).is(404);

    // The paper has two pages: three were not scanned, and one was not compared.
    let turned = [("document", "02"), ("order-0", "2"), ("order-1", "1"), ("turn-1", "90"), ("do", "keep")];
    let wrong = send(&counter, &code, &sent(&page, &[&turned[..], &[("pages", "3")]].concat()), &[]);
    let wrong = wrong.wrong_at("pages").wrong_at("compared").says("Bản giấy có 3 trang nhưng tệp có 2 trang");
    assert_eq!(wrong.value("pages"), "3");
    let right = [&turned[..], &[("pages", "2"), ("compared", "yes"), ("valid_until", "2030-12-31")]].concat();
    send(&counter, &code, &sent(&wrong, &right), &[]).leads_to(&format!("/dossiers/{code}/scan"));
    counter.get(&format!("/dossiers/{code}/scan")).is(200).says("Đã số hóa và ký số bản sao, 2 trang");

    // It is the dossier's file, named by rule, signed, and stands in Lan's store with its validity.
    let dossier = counter.get(&format!("/dossiers/{code}")).is(200).says("Chữ ký hợp lệ");
    dossier.says(&format!("{code}_02_giay-chung-sinh")).says("Số hóa giấy tờ");
    counter.get(&format!("/dossiers/{code}/documents")).is(200).says("31/12/2030");
    site.signed_in(LAN).get("/my/documents").is(200).says("31/12/2030");
}

#[test]
fn what_is_no_scan_is_refused_and_the_good_pages_stay() {
    let site = Site::open();
    let counter = site.signed_in(COUNTER);
    let code = taken_in(&counter);
    let page = counter.get(&format!("/dossiers/{code}/scan")).is(200);
    let files: &[(&str, &str, &[u8])] = &[
        ("scans", "a.png", DOT),
        ("scans", "b.pdf", b"%PDF-1.7 broken"),
        ("scans", "c.png", &DOT[..50]),
        ("scans", "c.exe", b"MZ"),
    ];
    let page = send(&counter, &code, &sent(&page, &[("document", "01"), ("do", "keep")]), files).is(422);
    let page = page.says("Tệp bị hỏng hoặc chưa trọn vẹn").says("Các trang (1)");
    // Without a key it is kept unsigned, and says no more than that.
    let fields = sent(&page, &[("document", "01"), ("pages", "1"), ("compared", "yes"), ("do", "keep")]);
    send(&counter, &code, &fields, &[]).leads_to("/dossiers/");
    counter.get(&format!("/dossiers/{code}/scan")).is(200).says("Đã số hóa, 1 trang").hides("ký số bản sao");
    // A paper that is not in the dossier, and a form of a version that is gone.
    let stale = send(&counter, &code, &fields, &[]).is(422);
    stale.says("Các trang (1)");
    let strange =
        sent(&page, &[("document", "99"), ("version", "3"), ("pages", "1"), ("compared", "yes"), ("do", "keep")]);
    send(&counter, &code, &strange, &[]).is(422).says("không có giấy tờ mang mã");
}

#[test]
fn a_scan_that_nests_too_deep_is_refused_and_the_server_lives_on() {
    let site = Site::open();
    let counter = site.signed_in(COUNTER);
    let code = taken_in(&counter);
    let page = counter.get(&format!("/dossiers/{code}/scan")).is(200);
    let deep = "[".repeat(30_000) + &"]".repeat(30_000);
    let paper = String::from_utf8(harness::paper!("deep").to_vec()).expect("text");
    let paper = paper.replace("/Catalog", &format!("/Catalog/X{deep}"));
    let fields = sent(&page, &[("document", "01"), ("do", "show")]);
    send(&counter, &code, &fields, &[("scans", "a.pdf", paper.as_bytes())]).is(422).says("lồng nhau quá sâu");
    counter.get(&format!("/dossiers/{code}/scan")).is(200);
}

#[test]
fn only_who_received_or_settles_a_dossier_digitises_its_papers() {
    let site = Site::open();
    let code = taken_in(&site.signed_in(COUNTER));
    site.signed_in(CASE).get(&format!("/dossiers/{code}/scan")).is(200);
    site.signed_in(PATAN_COUNTER).get(&format!("/dossiers/{code}/scan")).is(404);
    site.signed_in(LAN).get(&format!("/dossiers/{code}/scan")).is(403);
    // Online papers of a dossier that is not received yet.
    let filed = site.signed_in(LAN).file();
    site.signed_in(COUNTER).get(&format!("/dossiers/{filed}/scan")).is(422);
}
