//! One filing that opens several dossiers, on the pages: filed once, seen together, each with its own way.

use crate::site::{APPLICANT, Browser, COUNTER, LAN, MINH, REQUEST, SIN_HO, Site};
use rules::catalogue::Procedure;
use rules::people::Capacity;
use store::province::ProvinceCache;

const JOINT: &str = "2.000986";

/// A site where a child under six is registered, housed and insured by one filing.
fn open() -> Site {
    let site = Site::open();
    let now = site.clock.now();
    site.write(move |tx| {
        let by = Capacity::system("test");
        let of = |text: &str, code: &str| -> Procedure {
            let all: Vec<Procedure> = serde_json::from_str(text).expect("procedures");
            all.into_iter().find(|procedure| procedure.code.as_str() == code).expect("a procedure")
        };
        let residence = of(include_str!("../../../motcua/data/catalogue/cu-tru.json"), "1.004222");
        let insurance = of(include_str!("../../../motcua/data/catalogue/bao-hiem-xa-hoi.json"), "1.002759");
        let mut joint = of(include_str!("../../../motcua/data/catalogue/ho-tich.json"), JOINT);
        let form = include_str!("../../../motcua/data/forms/2.000986.json");
        joint.form = Some(rules::catalogue::forms::Definition::read(form).expect("the form that ships"));
        let parts = include_str!("../../../motcua/data/joint/2.000986.json");
        joint.joint = Some(serde_json::from_str(parts).expect("what it joins"));
        for procedure in [residence, insurance, joint] {
            let province = ProvinceCache::default().get(tx)?;
            store::desk::catalogue::publish(tx, &province, procedure, jiff::civil::date(2025, 12, 1), &by, now)?;
        }
        Ok(())
    });
    site
}

/// Right answers; the child will live in Pa Tần.
const ANSWERS: &[(&str, &str)] = &[
    (
        "form-asked",
        "relation,newborn_name,newborn_birth,newborn_sex,newborn_ethnic,newborn_nationality,birth_place_kind,birth_facility,\
         birth_place,hometown,proof,mother,mother_ethnic,mother_nationality,mother_home,father_unknown,new_home,head_is_parent,\
         head,head_relation,clinic,copies",
    ),
    ("form-relation", "mother"),
    ("form-newborn_name", "Lò Văn Páo"),
    ("form-newborn_birth", "1/12/2025"),
    ("form-newborn_sex", "male"),
    ("form-newborn_ethnic", "Thái"),
    ("form-birth_place_kind", "facility"),
    ("form-birth_facility", "Trạm Y tế xã Sìn Hồ"),
    ("form-birth_place-commune", SIN_HO),
    ("form-hometown-commune", SIN_HO),
    ("form-proof", "certificate"),
    ("form-mother-id_number", "012185001234"),
    ("form-mother-name", "Lò Thị Lan"),
    ("form-mother_ethnic", "Thái"),
    ("form-mother_home-commune", SIN_HO),
    ("form-father_unknown", "yes"),
    ("form-new_home-commune", "03503"),
    ("form-head_is_parent", "yes"),
    ("form-head-id_number", "012185001234"),
    ("form-head-name", "Lò Thị Lan"),
    ("form-head_relation", "con"),
    ("form-clinic", "Trạm Y tế xã Pa Tần"),
    ("go", "on"),
];

/// Files it once and answers the codes of what it opened, as the page says them.
fn file(lan: &Browser<'_>) -> Vec<String> {
    let draft = lan.begin(JOINT);
    lan.post(&format!("{draft}/applicant"), APPLICANT).leads_to(&format!("{draft}/request"));
    lan.post(&format!("{draft}/request"), REQUEST).leads_to(&format!("{draft}/form"));
    lan.post(&format!("{draft}/form"), ANSWERS).leads_to(&format!("{draft}/documents"));
    let paper: (&str, &str, &[u8]) = ("documents-0", "chung-sinh.pdf", harness::paper!("birth"));
    lan.upload(&format!("{draft}/documents"), &[("go", "on")], &[paper]).leads_to(&format!("{draft}/result"));
    lan.post(&format!("{draft}/result"), &[("delivery", "counter")]).leads_to(&format!("{draft}/review"));
    let filed = lan.post(&format!("{draft}/review"), &[("declare", "yes")]).leads_to("/dossiers/H35.38-").to;
    let page = lan.get(&filed).is(200).says("Các hồ sơ liên thông");
    let lead = filed.trim_start_matches("/dossiers/").trim_end_matches("?filed=now").to_owned();
    let links = page.text.split("href=\"/dossiers/H35.").skip(1).filter_map(|rest| rest.split('"').next());
    let mut codes: Vec<String> =
        links.filter(|rest| !rest.contains(['/', '?', '#', '&'])).map(|rest| format!("H35.{rest}")).collect();
    codes.retain(|code| *code != lead);
    codes.dedup();
    codes.insert(0, lead);
    codes
}

#[test]
fn one_filing_opens_three_dossiers_and_each_page_shows_all() {
    let site = open();
    site.browser()
        .get(&format!("/procedures/{JOINT}"))
        .is(200)
        .says("Nộp một lần, mở các hồ sơ")
        .says("Đăng ký thường trú");
    let lan = site.signed_in(LAN);
    let codes = file(&lan);
    let agencies: Vec<_> = codes.iter().filter_map(|code| code.rsplit_once('-')?.0.rsplit_once('-')).collect();
    assert_eq!(agencies.iter().map(|(agency, _)| *agency).collect::<Vec<_>>(), ["H35.38", "H35.40", "H35.17"]);
    // Each agency is told what it needs: the insurance fund the clinic, not who bore witness of the birth.
    let insurance =
        lan.get(&format!("/dossiers/{}", codes[2])).is(200).says("Trạm Y tế xã Pa Tần").says("Chờ kết quả của");
    assert!(!insurance.text.contains("Trạm Y tế xã Sìn Hồ"), "{}", insurance.text);
    lan.get(&format!("/dossiers/{}/form.pdf", codes[2])).is(200);
    lan.get(&format!("/dossiers/{}", codes[0])).is(200).says(&codes[1]).says(&codes[2]).says("Trạm Y tế xã Sìn Hồ");
    // Nobody else reads them.
    site.give_password(MINH);
    site.signed_in(MINH).get(&format!("/dossiers/{}", codes[1])).is(404);
}

#[test]
fn the_counter_sees_all_through_and_does_not_receive_too_early() {
    let site = open();
    let codes = file(&site.signed_in(LAN));
    let counter = site.signed_in(COUNTER);
    counter.get(&format!("/dossiers/{}", codes[0])).is(200).says("Các hồ sơ liên thông").says(&codes[2]);
    // The insurance fund sees what it rests on, and the applicant who looked.
    let insurance = counter.get(&format!("/dossiers/{}", codes[2])).is(200).says("Từ hồ sơ liên thông trước");
    insurance.says("Giấy chứng sinh").says("Chưa có kết quả").says("SHA-256");
    counter.get(&format!("/dossiers/{}/needed-result", codes[2])).is(404);
    let early = [("version", "1")];
    let page = counter.post(&format!("/dossiers/{}/actions/receive", codes[1]), &early).is(422);
    page.says("chưa giải quyết xong").says(&codes[0]);
    counter.post(&format!("/dossiers/{}/actions/receive", codes[0]), &early).leads_to("/dossiers/");
}
