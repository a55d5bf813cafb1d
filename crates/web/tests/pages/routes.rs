//! Along the route on the pages: asking other agencies, answering, transferring.

use crate::site::{CASE, COUNTER, LAN, LEADER, PATAN, PATAN_LEADER, Site};
use rules::dossiers::{Assign, Command, Receive};

/// A dossier of Lan in the hands of the case officer.
fn in_hand(site: &Site) -> String {
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    let assign = Assign { officer: CASE.into(), officer_name: "Hoàng Thụ Lý".into(), note: None };
    site.act(CASE, &code, Command::Assign(assign));
    code
}

#[test]
fn two_agencies_talk_about_a_dossier() {
    let site = Site::open();
    let code = in_hand(&site);
    let case = site.signed_in(CASE);
    case.get(&format!("/dossiers/{code}")).is(200).says("Lấy ý kiến cơ quan khác").says("Ủy ban nhân dân xã Pa Tần");
    let to = format!("/dossiers/{code}/actions/consult");
    let asked = [("version", "3"), ("consult-agency", "H35.40"), ("consult-question", "Bà có thường trú ở xã không?")];
    let late = [&asked[..], &[("consult-due_on", "2025-12-20")]].concat();
    let page = case.post(&to, &late).wrong_at("consult-due_on");
    page.says("Hạn trả lời đã qua").says("Bà có thường trú ở xã không?");
    let asked = [&asked[..], &[("consult-due_on", "2025-12-23"), ("consult-required", "yes")]].concat();
    case.post(&to, &asked).leads_to(&format!("/dossiers/{code}"));
    case.get("/consultations?view=awaited").is(200).says(&code).says("Pa Tần").says("Hồ sơ phải chờ");
    let propose = format!("/dossiers/{code}/actions/propose");
    let whole = [("version", "4"), ("propose-outcome", "granted"), ("propose-content", "Đủ điều kiện")];
    case.post(&propose, &whole).is(422).says("đang chờ ý kiến của").says("Đủ điều kiện");

    let asked = site.signed_in(PATAN);
    asked.get("/queue").is(200).says("Được lấy ý kiến (1)");
    asked.get("/consultations").is(200).says(&code).says("Bà có thường trú ở xã không?").says("Sìn Hồ");
    asked.get(&format!("/dossiers/{code}")).is(200).says("Trả lời ý kiến");
    let to = format!("/dossiers/{code}/actions/answer-consultation");
    asked.post(&to, &[("version", "4"), ("answer-consultation-content", "")]).wrong_at("answer-consultation-content");
    asked.post(&to, &[("version", "4"), ("answer-consultation-content", "Có, tại bản Pa Tần")]);
    asked.get("/consultations").is(200).hides(&code).says("Không có yêu cầu cho ý kiến nào");
    case.get(&format!("/dossiers/{code}")).is(200).says("Có, tại bản Pa Tần").says("Đã trả lời lúc");
    let whole = [("version", "5"), ("propose-outcome", "granted"), ("propose-content", "Đủ điều kiện")];
    case.post(&propose, &whole).leads_to(&format!("/dossiers/{code}"));
    // The applicant learns that somebody was asked, not what about.
    let page = site.signed_in(LAN).get(&format!("/dossiers/{code}")).is(200);
    page.says("đã cho ý kiến").hides("tại bản Pa Tần");
}

#[test]
fn a_dossier_of_another_commune_is_transferred_without_a_new_filing() {
    let site = Site::open();
    let code = in_hand(&site);
    let leader = site.signed_in(LEADER);
    leader.get(&format!("/dossiers/{code}")).is(200).says("Chuyển đến cơ quan có thẩm quyền");
    let to = format!("/dossiers/{code}/actions/transfer");
    let lacking = [("version", "3"), ("transfer-agency", "H35.40"), ("transfer-reason", "")];
    leader.post(&to, &lacking).wrong_at("transfer-reason");
    let wrong = [("version", "3"), ("transfer-agency", "H35.06"), ("transfer-reason", "Nhầm")];
    leader.post(&to, &wrong).wrong_at("transfer-agency").says("không có thẩm quyền");
    let whole = [("version", "3"), ("transfer-agency", "H35.40"), ("transfer-reason", "Thường trú tại Pa Tần")];
    leader.post(&to, &whole).leads_to(&format!("/dossiers/{code}"));
    for who in [LEADER, COUNTER, PATAN, LAN] {
        let page = site.signed_in(who).get(&format!("/dossiers/{code}")).is(200);
        page.says("Chuyển hồ sơ đến Ủy ban nhân dân xã Pa Tần").says("Thường trú tại Pa Tần");
    }
    site.signed_in(PATAN_LEADER).get("/queue?view=unit").is(200).says(&code);
    leader.get("/queue?view=unit").is(200).hides(&code);
}
