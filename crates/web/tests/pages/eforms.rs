//! Declarations filled in on pages: groups that repeat, conditions, wrong values kept, cases, the paper.

use crate::site::{APPLICANT, BIRTH, Browser, LAN, MINH, PAPERS, REQUEST, SIN_HO, Site};
use rules::catalogue::Variant;
use rules::catalogue::forms::Definition;
use rules::people::Capacity;
use store::province::ProvinceCache;

const FORM: &str = include_str!("../../../motcua/data/forms/1.001193.json");

/// A site where a birth is declared by form.
fn open(variants: Vec<Variant>) -> Site {
    open_with(variants, FORM)
}

/// A site where a birth is declared by this form.
fn open_with(variants: Vec<Variant>, form: &'static str) -> Site {
    let site = Site::open();
    let now = site.clock.now();
    site.write(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let code = BIRTH.parse().expect("a code");
        let mut birth = province.procedure(&code).and_then(|state| state.procedure.clone()).expect("a procedure");
        birth.form = Some(Definition::read(form).expect("a right definition"));
        birth.variants.clone_from(&variants);
        let by = Capacity::system("test");
        store::desk::catalogue::publish(tx, &province, birth, jiff::civil::date(2025, 12, 1), &by, now)
    });
    site
}

/// Right answers to what is asked first, with the proof of birth to be told by witnesses.
fn answers() -> Vec<(&'static str, &'static str)> {
    let asked = "relation,newborn_name,newborn_birth,newborn_sex,newborn_ethnic,birth_place_kind,birth_place,hometown,proof,mother,\
        mother_ethnic,mother_home,father_unknown";
    vec![
        ("form-asked", asked),
        ("form-relation", "mother"),
        ("form-newborn_name", "Lò Văn Páo"),
        ("form-newborn_birth", "1/12/2025"),
        ("form-newborn_sex", "male"),
        ("form-newborn_ethnic", "Thái"),
        ("form-birth_place_kind", "home"),
        ("form-birth_place-commune", SIN_HO),
        ("form-hometown-commune", SIN_HO),
        ("form-proof", "witness"),
        ("form-mother-id_number", "012185001234"),
        ("form-mother-name", "Lò Thị Lan"),
        ("form-mother_ethnic", "Thái"),
        ("form-mother_home-commune", SIN_HO),
        ("form-father_unknown", "yes"),
        ("go", "on"),
    ]
}

fn with(
    mut answers: Vec<(&'static str, &'static str)>,
    more: &[(&'static str, &'static str)],
) -> Vec<(&'static str, &'static str)> {
    answers.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    answers.extend_from_slice(more);
    answers
}

/// A draft that has come to its form.
fn at_the_form(lan: &Browser<'_>) -> String {
    let draft = lan.begin(BIRTH);
    lan.post(&format!("{draft}/applicant"), APPLICANT).leads_to(&format!("{draft}/request"));
    lan.post(&format!("{draft}/request"), REQUEST).leads_to(&format!("{draft}/form"));
    draft
}

/// The same answers with two witnesses, as the page sends them that asks for both.
fn witnessed() -> Vec<(&'static str, &'static str)> {
    let asked = "relation,newborn_name,newborn_birth,newborn_sex,newborn_ethnic,newborn_nationality,birth_place_kind,birth_place,\
        hometown,proof,witnesses,mother,mother_ethnic,mother_nationality,mother_home,father_unknown,copies";
    let more = [
        ("form-asked", asked),
        ("form-witnesses-rows", "2"),
        ("form-witnesses-0-witness-id_number", "012085001234"),
        ("form-witnesses-0-witness-name", "Giàng A Páo"),
        ("form-witnesses-1-witness-id_number", "012085001111"),
        ("form-witnesses-1-witness-name", "Sùng A Sử"),
    ];
    with(answers(), &more)
}

#[test]
fn a_form_is_filled_in_without_a_script_and_filed_with_its_answers() {
    let site = open(Vec::new());
    let lan = site.signed_in(LAN);
    let draft = at_the_form(&lan);
    let form = format!("{draft}/form");
    lan.get(&form).is(200).says("Tờ khai đăng ký khai sinh").hides("Người làm chứng việc sinh");
    // A wrong day: everything typed is kept, the error stands beside the field.
    let page = lan.post(&form, &with(answers(), &[("form-newborn_birth", "31/2/2025")])).is(422);
    assert_eq!(
        (page.value("form-newborn_birth"), page.value("form-newborn_name")),
        ("31/2/2025".into(), "Lò Văn Páo".into())
    );
    assert!(page.text.contains("id=\"form-newborn_birth-error\""), "{}", page.text);
    // Right now; what the answers lead to is asked, and nobody is blamed for it.
    let page =
        lan.post(&form, &answers()).is(200).says("Người làm chứng việc sinh").says("Theo những gì ông/bà vừa khai");
    assert!(!page.text.contains("govuk-error-summary"));
    // One more witness, by a button.
    let add = [
        ("form-asked", "witnesses"),
        ("form-witnesses-rows", "1"),
        ("form-witnesses-0-witness-name", "Giàng A Páo"),
        ("go", "add:witnesses"),
    ];
    lan.post(&form, &add).leads_to(&format!("{form}#form-witnesses-1"));
    let page = lan.get(&form).is(200).says("Người làm chứng việc sinh – 2");
    assert_eq!(page.value("form-witnesses-0-witness-name"), "Giàng A Páo");
    lan.post(&form, &witnessed()).leads_to(&format!("{draft}/documents"));
    // The form stands for the paper: only the other papers are asked for.
    lan.get(&format!("{draft}/documents")).is(200).hides("Tờ khai đăng ký khai sinh</label>").says("Giấy chứng sinh");
    lan.upload(
        &format!("{draft}/documents"),
        &[("go", "on")],
        &[("documents-0", "chung-sinh.pdf", harness::paper!("birth"))],
    )
    .leads_to(&format!("{draft}/result"));
    lan.post(&format!("{draft}/result"), &[("delivery", "online")]).leads_to(&format!("{draft}/review"));
    lan.get(&format!("{draft}/review")).is(200).says("Lò Văn Páo").says("01/12/2025").says("Giàng A Páo");
    let preview = lan.get(&format!("{draft}/form.pdf")).is(200);
    assert!(preview.text.starts_with("%PDF-"));
    let filed = lan.post(&format!("{draft}/review"), &[("declare", "yes")]).leads_to("/dossiers/H35.38-");
    let dossier = filed.to.trim_end_matches("?filed=now").to_owned();
    lan.get(&dossier).is(200).says("Lò Văn Páo").says("2. Sùng A Sử").hides("newborn_name");
    assert!(lan.get(&format!("{dossier}/form.pdf")).is(200).text.starts_with("%PDF-"));
    site.signed_in(MINH).get(&format!("{dossier}/form.pdf")).is(404);
}

#[test]
fn a_filed_form_is_read_by_the_version_that_it_was_filed_under() {
    let site = open(Vec::new());
    let lan = site.signed_in(LAN);
    let draft = at_the_form(&lan);
    lan.post(&format!("{draft}/form"), &answers()).is(200);
    lan.post(&format!("{draft}/form"), &witnessed()).leads_to(&format!("{draft}/documents"));
    lan.upload(
        &format!("{draft}/documents"),
        &[("go", "on")],
        &[("documents-0", "chung-sinh.pdf", harness::paper!("birth"))],
    )
    .leads_to(&format!("{draft}/result"));
    lan.post(&format!("{draft}/result"), &[("delivery", "online")]).leads_to(&format!("{draft}/review"));
    let filed = lan.post(&format!("{draft}/review"), &[("declare", "yes")]).leads_to("/dossiers/H35.38-");
    let now = site.clock.now();
    site.write(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let code = BIRTH.parse().expect("a code");
        let mut birth = province.procedure(&code).and_then(|state| state.procedure.clone()).expect("a procedure");
        birth.form = None;
        store::desk::catalogue::publish(
            tx,
            &province,
            birth,
            jiff::civil::date(2025, 12, 2),
            &Capacity::system("test"),
            now,
        )
    });
    lan.get(filed.to.trim_end_matches("?filed=now")).is(200).says("Họ, chữ đệm, tên").hides("newborn_name");
}

#[test]
fn whoever_has_the_paper_hands_it_in_instead() {
    let site = open(Vec::new());
    let lan = site.signed_in(LAN);
    let draft = at_the_form(&lan);
    lan.post(&format!("{draft}/form"), &[("form-asked", "relation"), ("go", "paper")])
        .leads_to(&format!("{draft}/documents"));
    lan.upload(&format!("{draft}/documents"), &[("go", "on")], PAPERS).leads_to(&format!("{draft}/result"));
    lan.post(&format!("{draft}/result"), &[("delivery", "online")]).leads_to(&format!("{draft}/review"));
    lan.get(&format!("{draft}/review")).is(200).says("Nộp tờ khai giấy");
    lan.post(&format!("{draft}/review"), &[("declare", "yes")]).leads_to("/dossiers/H35.38-");
}

#[test]
fn a_case_of_a_procedure_has_its_own_papers() {
    let again = Variant {
        key: "again".into(),
        name: "Khai sinh quá hạn".into(),
        note: None,
        documents: Some(Vec::new()),
        fees: None,
        time_limit: None,
    };
    let usual =
        Variant { key: "usual".into(), name: "Khai sinh đúng hạn".into(), documents: None, ..again.clone() };
    let site = open(vec![usual, again]);
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    lan.post(&format!("{draft}/applicant"), APPLICANT).leads_to(&format!("{draft}/request"));
    lan.get(&format!("{draft}/request")).is(200).says("Khai sinh quá hạn");
    lan.post(&format!("{draft}/request"), REQUEST).is(422).says("Hãy chọn trường hợp");
    let chosen = [REQUEST, &[("variant", "again")]].concat();
    lan.post(&format!("{draft}/request"), &chosen).leads_to(&format!("{draft}/form"));
    lan.get(&format!("{draft}/documents")).is(200).hides("Giấy chứng sinh");
}

#[test]
fn every_form_that_ships_can_be_read() {
    for entry in std::fs::read_dir("../motcua/data/forms").expect("the folder") {
        let path = entry.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("text");
        assert_eq!(Definition::read(&text).map(drop), Ok(()), "{}", path.display());
    }
}

/// A form that asks for land.
const LAND: &str = r#"{"title": "Đơn đăng ký biến động đất đai", "stands_for": "01",
    "schema": {"type": "object", "required": ["parcels"], "properties": {
        "parcels": {"type": "array", "title": "Thửa đất", "minItems": 1, "maxItems": 3, "items": {"type": "object", "required": ["area"],
            "properties": {"area": {"type": "number", "title": "Diện tích (m²)", "minimum": 0.1, "multipleOf": 0.1}}}},
        "total": {"type": "number", "title": "Tổng diện tích (m²)"}}},
    "layout": [{"title": "Đất", "fields": [{"field": "parcels", "fields": ["area"]},
        {"field": "total", "decimals": 1, "compute": {"sum": ["parcels.area"]}}]}]}"#;

#[test]
fn an_area_with_decimals_is_typed_computed_filed_and_shown_exactly() {
    let site = open_with(Vec::new(), LAND);
    let lan = site.signed_in(LAN);
    let draft = at_the_form(&lan);
    let form = format!("{draft}/form");
    lan.get(&form).is(200).says("Phần thập phân sau dấu phẩy");
    let areas = |first: &'static str, second: &'static str| {
        [
            ("form-asked", "parcels,total"),
            ("form-parcels-rows", "2"),
            ("form-parcels-0-area", first),
            ("form-parcels-1-area", second),
            ("go", "on"),
        ]
    };
    // One decimal more than a certificate has: said beside the field, and what was typed stays.
    let page = lan.post(&form, &areas("120,55", "0,2")).is(422).says("nhiều nhất 1 chữ số sau dấu phẩy");
    assert_eq!(page.value("form-parcels-0-area"), "120,55");
    assert!(page.text.contains("id=\"form-parcels-0-area-error\""), "{}", page.text);
    // In English a dot marks decimals too; what may be a thousand or one and a quarter is asked again.
    let english = format!("{form}?lang=en");
    let page = lan.post(&english, &areas("1.250", "0.2")).is(422).says("may be read in two ways");
    assert_eq!(page.value("form-parcels-0-area"), "1.250");
    lan.post(&english, &areas("1,250.1", "0.2")).leads_to(&format!("{draft}/documents"));
    lan.get(&form).is(200).says("1,250.3");
    lan.get(&format!("{form}?lang=vi")).is(200).says("1.250,3");
    lan.upload(
        &format!("{draft}/documents"),
        &[("go", "on")],
        &[("documents-0", "chung-sinh.pdf", harness::paper!("birth"))],
    )
    .leads_to(&format!("{draft}/result"));
    lan.post(&format!("{draft}/result"), &[("delivery", "online")]).leads_to(&format!("{draft}/review"));
    lan.get(&format!("{draft}/review")).is(200).says("1.250,1").says("1.250,3");
    let filed = lan.post(&format!("{draft}/review"), &[("declare", "yes")]).leads_to("/dossiers/H35.38-");
    let address = filed.to.trim_end_matches("?filed=now").to_owned();
    lan.get(&address).is(200).says("1.250,1").says("1.250,3").hides("1250.3");
    let code = address.rsplit('/').next().expect("a code").to_owned();
    let seen = lan.get(&format!("/api/v1/dossiers/{code}")).is(200);
    assert!(seen.text.contains(r#""area":1250.1"#) && seen.text.contains(r#""total":1250.3"#), "{}", seen.text);
}
