//! The counter: any eligible procedure, for any commune, once however often it is sent, and nothing typed is lost.

use crate::site::{BIRTH, Browser, CASE, COUNTER, LAN, PATAN, Page, Site, with};

/// Right answers at the counter, for a child of Pa Tần.
const FORM: &[(&str, &str)] = &[
    ("once", "a-form-of-this-test"),
    ("applicant-kind", "citizen"),
    ("applicant-id_number", "012185001234"),
    ("applicant-name", "Lò Thị Lan"),
    ("applicant-phone", "0912345678"),
    ("applicant-birth_date", "1985"),
    ("applicant-commune", "03485"),
    ("channel", "counter"),
    ("competent_agency", "H35.40"),
    ("shown", "01"),
    ("shown", "02"),
    ("delivery", "counter"),
    ("go", "receive"),
];

fn send(counter: &Browser<'_>, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
    counter.get(&format!("/intake/{BIRTH}")).is(200);
    counter.upload(&format!("/intake/{BIRTH}"), fields, files)
}

#[test]
fn a_counter_takes_in_for_another_commune_and_receives_at_once() {
    let site = Site::open();
    let counter = site.signed_in(COUNTER);
    counter.get("/intake?q=khai+sinh").is(200).says("Đăng ký khai sinh");
    let code = send(&counter, FORM, &[]).leads_to("/intake/done/H35.40-").to;
    let page = counter.get(&code).is(200).says("In giấy tiếp nhận");
    let code = page.text.split("/dossiers/H35.40-").nth(1).and_then(|rest| rest.split(['/', '"']).next());
    let code = format!("H35.40-{}", code.expect("a code"));
    counter.get(&format!("/dossiers/{code}/acknowledgement")).is(200).says("Lò Thị Lan");
    site.signed_in(PATAN).get("/queue").is(200).says(&code);
    site.signed_in(CASE).get(&format!("/dossiers/{code}")).is(404);
}

#[test]
fn the_same_form_sent_twice_makes_one_dossier() {
    let site = Site::open();
    let counter = site.signed_in(COUNTER);
    let first = send(&counter, FORM, &[]).leads_to("/intake/done/").to;
    let second = send(&counter, FORM, &[]).leads_to("/intake/done/").to;
    assert_eq!(first, second);
    let other = with(FORM, "once", "another-form");
    assert_ne!(send(&counter, &other, &[]).leads_to("/intake/done/").to, first);
}

#[test]
fn errors_bring_the_form_back_with_everything_typed_and_uploaded() {
    let site = Site::open();
    let counter = site.signed_in(COUNTER);
    let wrong = with(&with(FORM, "applicant-id_number", "12345"), "applicant-phone", "12");
    let scan: (&str, &str, &[u8]) = ("documents-0", "to-khai.pdf", b"%PDF-1.7 form");
    let page = send(&counter, &wrong, &[scan]).wrong_at("applicant-id_number");
    let page = page.says("to-khai.pdf").says("href=\"#applicant-phone\"");
    assert_eq!(page.value("applicant-name"), "Lò Thị Lan");
    assert_eq!(page.value("applicant-phone"), "12");
    let bad: (&str, &str, &[u8]) = ("documents-1", "a.exe", b"MZ");
    send(&counter, FORM, &[bad]).wrong_at("documents-1");
}

#[test]
fn a_procedure_withdrawn_while_the_counter_types_is_told_and_everything_stays() {
    let site = Site::open();
    let counter = site.signed_in(COUNTER);
    counter.get(&format!("/intake/{BIRTH}")).is(200);
    site.withdraw_procedure(BIRTH);
    let scan: (&str, &str, &[u8]) = ("documents-0", "to-khai.pdf", b"%PDF-1.7 form");
    let page =
        counter.upload(&format!("/intake/{BIRTH}"), FORM, &[scan]).is(422).says("đã bị bãi bỏ").says("to-khai.pdf");
    assert_eq!(page.value("applicant-name"), "Lò Thị Lan");
    assert_eq!(page.value("applicant-phone"), "0912345678");
}

#[test]
fn a_missing_paper_is_named() {
    let site = Site::open();
    let counter = site.signed_in(COUNTER);
    let without: Vec<_> = FORM.iter().copied().filter(|(field, _)| *field != "shown").collect();
    send(&counter, &without, &[]).wrong_at("documents-0").says("Giấy chứng sinh");
}

#[test]
fn what_is_known_of_the_applicant_is_filled_in_and_says_where_it_comes_from() {
    let site = Site::open();
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, rules::dossiers::Command::Receive(rules::dossiers::Receive {}));
    let counter = site.signed_in(COUNTER);
    let asked = [("once", "x"), ("applicant-id_number", "012185001234"), ("go", "lookup"), ("details", "Ghi chú")];
    let page = send(&counter, &asked, &[]).is(200).says(&format!("Theo hồ sơ trước {code}"));
    assert_eq!(page.value("applicant-name"), "Lò Thị Lan");
    assert_eq!(page.value("applicant-phone"), "0912345678");
    assert_eq!(page.value("details"), "Ghi chú");
    // The papers of that dossier are in the applicant's store and can be used again.
    page.says("Dùng lại “Giấy chứng sinh").says(&code);
    // Another commune's counter learns nothing of it.
    let elsewhere = site.signed_in(crate::site::PATAN_COUNTER);
    let page = send(&elsewhere, &asked, &[]).is(200).says("Chưa có hồ sơ nào của số này");
    assert_eq!(page.value("applicant-name"), "");
}

#[test]
fn a_dossier_by_post_can_be_registered_first() {
    let site = Site::open();
    let counter = site.signed_in(COUNTER);
    let form = with(&with(&with(FORM, "channel", "postal"), "go", "file"), "competent_agency", "H35.38");
    let done = send(&counter, &form, &[]).leads_to("/intake/done/H35.38-").to;
    counter.get(&done).is(200).says("chưa tiếp nhận");
    counter.get("/queue").is(200).says("Bưu chính").says("Lò Thị Lan");
}

#[test]
fn what_is_bound_to_a_place_is_taken_in_there_only() {
    let site = Site::open();
    let counter = site.signed_in(COUNTER);
    counter.get("/intake/9.999999").is(404);
    site.signed_in(CASE).get("/intake").is(403);
    let elsewhere = with(FORM, "counter", "H35.40.01");
    let mut fields = elsewhere.clone();
    fields.push(("counter", "H35.40.01"));
    // Somebody else's counter is not theirs to sit at.
    send(&counter, &fields, &[]).is(422).says("Lò Thị Lan");
}
