//! The counter: any eligible procedure, for any commune, once however often it is sent, and nothing typed is lost.

use crate::site::{BIRTH, Browser, CASE, COUNTER, LAN, PATAN, Page, SIN_HO, Site, with};

/// Right answers at the counter, for a child of Pa Tần.
pub const FORM: &[(&str, &str)] = &[
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

pub fn send(counter: &Browser<'_>, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
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
fn who_settles_it_follows_from_where_the_applicant_lives_whatever_counter_takes_it_in() {
    let site = Site::open();
    let counter = site.signed_in(COUNTER);
    let opened = counter.get(&format!("/intake/{BIRTH}")).is(200).says("Tự xác định theo tờ khai và nơi cư trú");
    let field = opened.text.split("id=\"competent_agency\"").nth(1).and_then(|rest| rest.split("</select>").next());
    let field = field.expect("the agencies");
    assert!(field.contains("H35.38") && field.contains("H35.40"), "any commune can be chosen: {field}");
    assert!(!field.contains("selected"), "none is chosen beforehand: {field}");
    // Nothing is chosen: the commune of Pa Tần settles what somebody who lives there asks for at another counter, and this counter
    // keeps it in sight until it hands the result over.
    let unsaid = with(FORM, "competent_agency", "");
    let code = send(&counter, &with(&unsaid, "applicant-commune", "03503"), &[]).leads_to("/intake/done/H35.40-").to;
    counter.get("/intake/elsewhere").is(200).says(code.trim_start_matches("/intake/done/"));
    let here = with(&unsaid, "once", "another-form");
    send(&counter, &with(&here, "applicant-commune", SIN_HO), &[]).leads_to("/intake/done/H35.38-");
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
    let scan: (&str, &str, &[u8]) = ("documents-0", "to-khai.pdf", harness::paper!("form"));
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
    let scan: (&str, &str, &[u8]) = ("documents-0", "to-khai.pdf", harness::paper!("form"));
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

/// A birth is declared by form, and has a case of its own for found children.
fn with_form(site: &Site) {
    let now = site.clock.now();
    site.write(move |tx| {
        let province = store::province::ProvinceCache::default().get(tx)?;
        let code = BIRTH.parse().expect("a code");
        let mut birth = province.procedure(&code).and_then(|state| state.procedure.clone()).expect("a procedure");
        let form = include_str!("../../../motcua/data/forms/1.001193.json");
        birth.form = Some(rules::catalogue::forms::Definition::read(form).expect("the form that ships"));
        let case = |key: &str, name: &str| rules::catalogue::Variant {
            key: key.into(),
            name: name.into(),
            note: None,
            documents: None,
            fees: None,
            time_limit: None,
        };
        let mut found = case("found", "Trẻ bị bỏ rơi");
        found.documents = Some(birth.documents.iter().filter(|asked| asked.code == "02").cloned().collect());
        birth.variants = vec![case("usual", "Khai sinh đúng hạn"), found];
        let by = rules::people::Capacity::system("test");
        store::desk::catalogue::publish(tx, &province, birth, jiff::civil::date(2025, 12, 1), &by, now)
    });
}

/// What the officer enters of the declaration.
const ENTERED: &[(&str, &str)] = &[
    (
        "form-asked",
        "relation,newborn_name,newborn_birth,newborn_sex,newborn_ethnic,birth_place_kind,birth_facility,birth_place,hometown,proof,\
         mother,mother_ethnic,mother_home,father_unknown",
    ),
    ("declaration", "entered"),
    ("variant", "usual"),
    ("form-relation", "mother"),
    ("form-newborn_name", "Lò Văn Páo"),
    ("form-newborn_birth", "1/12/2025"),
    ("form-newborn_sex", "male"),
    ("form-newborn_ethnic", "Thái"),
    ("form-birth_place_kind", "facility"),
    ("form-birth_facility", "Trạm y tế"),
    ("form-birth_place-commune", "03478"),
    ("form-hometown-commune", "03478"),
    ("form-proof", "certificate"),
    ("form-mother-id_number", "012185001234"),
    ("form-mother-name", "Lò Thị Lan"),
    ("form-mother_ethnic", "Thái"),
    ("form-mother_home-commune", "03478"),
    ("form-father_unknown", "yes"),
];

#[test]
fn an_officer_enters_the_declaration_of_whoever_stands_there() {
    let site = Site::open();
    with_form(&site);
    let counter = site.signed_in(COUNTER);
    let paper = counter.get(&format!("/intake/{BIRTH}")).is(200).says("Người nộp đã có tờ khai giấy");
    assert!(!paper.text.contains("form-newborn_name"), "the form is shown when it is entered here");
    // Opened, it begins with what is known of the applicant, and the paper that it stands for is asked no more.
    let without: Vec<_> = FORM.iter().copied().filter(|(field, _)| *field != "shown").collect();
    let opened = with(&[&without[..], &[("declaration", "entered"), ("variant", "usual")]].concat(), "go", "refresh");
    let page = send(&counter, &opened, &[]).is(200).says("form-newborn_name").hides("Tờ khai đăng ký khai sinh (mẫu");
    assert!(!page.text.contains("value=\"01\" id=\"shown\""), "{}", page.text);
    assert_eq!(page.value("applicant-name"), "Lò Thị Lan");
    // A wrong day and a paper that is missing: everything typed is kept, each error beside its field.
    let entered = [&without[..], ENTERED].concat();
    let wrong = with(&entered, "form-newborn_birth", "31/2/2025");
    let page = send(&counter, &wrong, &[]).wrong_at("form-newborn_birth").wrong_at("documents-1");
    assert_eq!(page.value("form-newborn_birth"), "31/2/2025");
    // Right: a dossier with its answers and its printed declaration.
    let right = [&entered[..], &[("shown", "02")]].concat();
    let done = send(&counter, &right, &[]).leads_to("/intake/done/H35.40-").to;
    let code = done.trim_start_matches("/intake/done/").to_owned();
    site.signed_in(PATAN).get(&format!("/dossiers/{code}")).is(200).says("Lò Văn Páo");
    site.signed_in(PATAN).get(&format!("/dossiers/{code}/form.pdf")).is(200);
}

#[test]
fn a_case_changes_which_papers_the_counter_asks_for() {
    let site = Site::open();
    with_form(&site);
    let counter = site.signed_in(COUNTER);
    let none = with(FORM, "variant", "");
    send(&counter, &none, &[]).wrong_at("variant");
    // The scan of paper 02 stood second; in this case it is the only one, and is still there.
    let scan: (&str, &str, &[u8]) = ("documents-1", "chung-sinh.pdf", harness::paper!("form"));
    let places = [("paper-0", "01"), ("paper-1", "02"), ("variant", "found"), ("declaration", "entered")];
    let chosen = with(&[FORM, &places].concat(), "go", "refresh");
    let page = send(&counter, &chosen, &[scan]).is(200).says("chung-sinh.pdf");
    assert!(page.text.contains("name=\"documents-0-kept\""), "{}", page.text);
}

#[test]
fn what_an_officer_has_begun_is_found_again_and_gone_when_filed() {
    let site = Site::open();
    with_form(&site);
    let counter = site.signed_in(COUNTER);
    let without: Vec<_> = FORM.iter().copied().filter(|(field, _)| *field != "shown").collect();
    let begun = with(&[&without[..], ENTERED].concat(), "go", "later");
    send(&counter, &begun, &[]).leads_to("/intake");
    counter
        .get("/intake")
        .is(200)
        .says("Đang nhập dở")
        .says("Lò Thị Lan")
        .says("draft=a-form-of-this-test\">Đăng ký khai sinh");
    let again = format!("/intake/{BIRTH}?draft=a-form-of-this-test");
    let page = counter.get(&again).is(200);
    assert_eq!(page.value("form-newborn_name"), "Lò Văn Páo");
    // Nobody else's.
    site.signed_in(crate::site::PATAN_COUNTER).get(&again).is(404);
    let right = [&without[..], ENTERED, &[("shown", "02")]].concat();
    send(&counter, &right, &[]).leads_to("/intake/done/");
    counter.get("/intake").is(200).hides("Đang nhập dở");
    counter.get(&again).is(404);
    send(&counter, &with(&begun, "once", "another"), &[]).leads_to("/intake");
    counter.post(&format!("/intake/{BIRTH}/discard"), &[("draft", "another")]).leads_to("/intake");
    counter.get("/intake").is(200).hides("Đang nhập dở");
}
