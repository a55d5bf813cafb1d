//! Filing: who is competent, and what is said about bad input.

use super::sample::{at, file_with, filing, procedure};
use crate::catalogue::{Level, OnlineLevel, Subject};
use crate::dossiers::{Channel, Delivery, SubmittedDocument};
use crate::{Refusal, RefusalKind};

fn pointers(refusal: &Refusal) -> Vec<(&str, &str)> {
    refusal.problems.iter().map(|problem| (problem.pointer.as_str(), problem.code)).collect()
}

#[test]
fn the_commune_of_the_address_is_competent_and_its_counter_receives() {
    let dossier = file_with(procedure(), filing(), at(23, 9)).expect("filed");
    assert_eq!(dossier.filed.competent_agency.as_str(), "H35.A");
    assert_eq!(dossier.filed.counter.as_str(), "H35.A.1");
    assert_eq!(dossier.filed.code.as_str(), "H35.A-251223-0001");
}

#[test]
fn any_counter_takes_in_a_location_independent_procedure() {
    let mut filing = filing();
    filing.channel = Some(Channel::Counter);
    filing.counter = Some("H35.B.1".parse().expect("a code"));
    let dossier = file_with(procedure(), filing.clone(), at(23, 9)).expect("filed");
    assert_eq!(dossier.filed.counter.as_str(), "H35.B.1");
    assert_eq!(dossier.filed.competent_agency.as_str(), "H35.A");

    let mut bound = procedure();
    bound.location_independent = false;
    assert_eq!(file_with(bound, filing, at(23, 9)).expect_err("bound").code, "procedure-bound-to-place");
}

#[test]
fn departments_settle_their_procedures_wherever_the_applicant_lives() {
    let mut of_department = procedure();
    of_department.level = Level::Province;
    of_department.agency = Some("H35.1".parse().expect("a code"));
    let dossier = file_with(of_department, filing(), at(23, 9)).expect("filed");
    assert_eq!(dossier.filed.competent_agency.as_str(), "H35.1");
    assert_eq!(dossier.filed.counter.as_str(), "H35.90");
}

#[test]
fn an_address_does_not_tell_which_department_settles_it() {
    let mut of_departments = procedure();
    of_departments.level = Level::Province;
    let open = file_with(of_departments.clone(), filing(), at(23, 9)).expect_err("no commune settles it");
    assert_eq!(pointers(&open), [("/competent_agency", "agency-open")]);
    let mut chosen = filing();
    chosen.competent_agency = Some("H35.1".parse().expect("a code"));
    let dossier = file_with(of_departments, chosen, at(23, 9)).expect("filed");
    assert_eq!(dossier.filed.competent_agency.as_str(), "H35.1");
}

#[test]
fn everything_wrong_is_said_at_once() {
    let mut filing = filing();
    filing.applicant.id_number = "12".into();
    filing.applicant.phone = "1".into();
    filing.applicant.commune = String::new();
    filing.documents.clear();
    let refusal = file_with(procedure(), filing, at(23, 9)).expect_err("wrong");
    assert_eq!(refusal.kind, RefusalKind::Input);
    assert_eq!(
        pointers(&refusal),
        [
            ("/applicant/id_number", "id-length"),
            ("/applicant/phone", "phone"),
            ("/applicant/commune", "commune-missing"),
            ("/documents/0", "document-missing"),
        ]
    );
}

#[test]
fn communes_of_other_provinces_and_unknown_papers_are_named() {
    let mut filing = filing();
    filing.applicant.commune = "00070".into();
    filing.documents[0].code = "99".into();
    let refusal = file_with(procedure(), filing, at(23, 9)).expect_err("wrong");
    assert_eq!(
        pointers(&refusal),
        [
            ("/applicant/commune", "commune-elsewhere"),
            ("/documents/0", "document-missing"),
            ("/documents/0/code", "document-unknown"),
        ]
    );
}

#[test]
fn several_files_make_one_paper_but_the_same_file_only_once() {
    let mut filing = filing();
    let other_side = SubmittedDocument { file_id: Some("f2".into()), ..filing.documents[0].clone() };
    filing.documents.push(other_side);
    assert_eq!(file_with(procedure(), filing.clone(), at(23, 9)).expect("filed").filed.documents.len(), 2);
    filing.documents.push(filing.documents[0].clone());
    let refusal = file_with(procedure(), filing, at(23, 9)).expect_err("the same file again");
    assert_eq!(pointers(&refusal), [("/documents/2", "document-twice")]);
}

#[test]
fn what_is_not_online_or_not_settled_here_is_not_filed_here() {
    let mut offline = procedure();
    offline.online = OnlineLevel::None;
    assert_eq!(file_with(offline, filing(), at(23, 9)).expect_err("offline").code, "procedure-not-online");
    let mut of_ministry = procedure();
    of_ministry.level = Level::Ministry;
    assert_eq!(file_with(of_ministry, filing(), at(23, 9)).expect_err("ministry").code, "procedure-of-a-ministry");
    let mut for_business = procedure();
    for_business.subjects = vec![Subject::Organisation];
    let refusal = file_with(for_business, filing(), at(23, 9)).expect_err("a person");
    assert_eq!(pointers(&refusal), [("/applicant/kind", "applicant-kind")]);
}

#[test]
fn delivery_by_post_needs_an_address() {
    let mut filing = filing();
    filing.delivery.method = Delivery::Postal;
    let refusal = file_with(procedure(), filing.clone(), at(23, 9)).expect_err("no address");
    assert_eq!(pointers(&refusal), [("/result_delivery/address", "missing")]);
    filing.applicant.address = "Bản Thẩm".into();
    let dossier = file_with(procedure(), filing, at(23, 9)).expect("filed");
    assert_eq!(dossier.filed.delivery.address.as_deref(), Some("Bản Thẩm"));
}

#[test]
fn who_settles_it_is_found_from_where_the_matter_is_not_from_where_the_applicant_lives() {
    let form = serde_json::json!({
        "title": "Đơn", "place": "site", "schema": {"type": "object", "required": ["site"], "properties": {
            "site": {"type": "object", "format": "address", "title": "Địa điểm xây dựng"}}},
        "layout": [{"title": "Công trình", "fields": ["site"]}]
    });
    let mut building = procedure();
    building.form = Some(crate::catalogue::forms::Definition::of(form).expect("a right definition"));
    let at_site = |site: serde_json::Value| {
        let mut filing = filing();
        filing.form.insert("site".into(), site);
        file_with(building.clone(), filing, at(23, 9))
    };
    let dossier = at_site(serde_json::json!({"commune": "03388", "detail": "Thửa 1"})).expect("filed");
    assert_eq!((dossier.filed.competent_agency.as_str(), dossier.filed.counter.as_str()), ("H35.B", "H35.B.1"));
    let elsewhere = at_site(serde_json::json!({"detail": "Phường Đống Đa, Hà Nội"})).expect_err("elsewhere");
    assert_eq!(pointers(&elsewhere), [("/competent_agency", "commune-elsewhere")]);
}
