//! Along the route on the pages: asking other agencies, answering, transferring.

use crate::site::{ADMIN, BIRTH, Browser, CASE, COUNTER, LAN, LEADER, PATAN, PATAN_LEADER, Page, Site};
use rules::dossiers::{Assign, Command, Receive, Refuse};

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
    // What was done is said once, on the next page.
    asked.get("/queue").is(200).says(&code);
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
    leader.get("/queue?view=unit").is(200).says("Đã chuyển hồ sơ");
    leader.get("/queue?view=unit").is(200).hides(&code);
}

/// What was chosen of these dossiers, each at its version.
fn chosen(action: &'static str, dossiers: &[(&str, u64)]) -> Vec<(String, String)> {
    let picked = dossiers.iter().map(|(code, version)| ("dossier".to_owned(), format!("{code}@{version}")));
    [("action".to_owned(), action.to_owned())].into_iter().chain(picked).collect()
}

fn send(browser: &Browser<'_>, action: &'static str, dossiers: &[(&str, u64)]) -> Page {
    browser.get("/queue").is(200);
    let fields = chosen(action, dossiers);
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post("/queue/bulk", &fields)
}

#[test]
fn many_dossiers_are_done_at_once_and_each_answers_for_itself() {
    let site = Site::open();
    let filed: Vec<String> = (0..3).map(|_| site.signed_in(LAN).file()).collect();
    let counter = site.signed_in(COUNTER);
    counter.get("/queue").is(200).says("Xử lý nhiều hồ sơ cùng lúc").says(&format!("{}@1", filed[0]));
    // Somebody was faster with the last one.
    site.act(COUNTER, &filed[2], Command::Refuse(Refuse { reason: "Sai mẫu".into() }));
    let all: Vec<_> = filed.iter().map(|code| (code.as_str(), 1)).collect();
    let page = send(&counter, "receive", &all).is(200);
    page.says("Đã thực hiện với 2 hồ sơ").says("Chưa thực hiện được với 1 hồ sơ").says("Người khác vừa cập nhật");
    // Sent again: nothing is done twice, and what was done is not called a failure.
    send(&counter, "receive", &all[..2]).is(200).says("đã thực hiện ở lần gửi trước").hides("Chưa thực hiện được");
    for code in &filed[..2] {
        counter.get(&format!("/dossiers/{code}")).is(200).says("name=\"version\" value=\"2\"");
    }
    // A citizen's account can't, and nothing is guessed.
    send(&counter, "burn", &all).is(422).says("Chưa chọn việc cần làm");
    send(&counter, "receive", &[]).is(422).says("Chưa chọn hồ sơ nào");
    let stranger = site.signed_in(PATAN);
    send(&stranger, "assign", &[(&filed[0], 2)]).is(200).says("Chưa thực hiện được với 1 hồ sơ").hides("Lò Thị Lan");
}

#[test]
fn work_is_shared_among_those_who_have_the_least() {
    let site = Site::open();
    let first = in_hand(&site);
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    let leader = site.signed_in(LEADER);
    leader.get(&format!("/dossiers/{first}")).is(200).says("đang thụ lý 1 hồ sơ");
    let page = send(&leader, "assign", &[(&code, 2)]).is(200);
    page.says("Đã thực hiện với 1 hồ sơ").says("giao cho");
}

#[test]
fn late_steps_are_counted_and_listed() {
    let site = Site::open();
    let code = in_hand(&site);
    let case = site.signed_in(CASE);
    case.get("/late-steps").is(200).says("Không có bước nào quá hạn");
    site.later(24 * 20);
    let case = site.signed_in(CASE);
    for by in ["agency", "officer", "procedure"] {
        case.get(&format!("/late-steps?by={by}")).is(200).says(&code).says("Thẩm định");
    }
    case.get("/late-steps?by=officer").says("Hoàng Thụ Lý");
    case.get("/late-steps?agency=H35.40").is(200).hides(&code);
    site.signed_in(PATAN).get("/late-steps").is(200).hides(&code);
}

#[test]
fn the_head_does_what_nobody_else_can_and_it_is_seen() {
    let site = Site::open();
    let code = in_hand(&site);
    let to = format!("/dossiers/{code}/actions/transfer");
    let leader = site.signed_in(LEADER);
    leader.get(&format!("/dossiers/{code}")).is(200);
    let moved = [("version", "3"), ("transfer-agency", "H35.40"), ("transfer-reason", "Thường trú tại Pa Tần")];
    leader.post(&to, &moved).leads_to(&format!("/dossiers/{code}"));
    site.close_account(PATAN);
    let admin = site.signed_in(ADMIN);
    admin.get("/admin/gaps").is(200).says("Pa Tần").says("Cán bộ");
    let head = site.signed_in(PATAN_LEADER);
    head.get("/queue").is(200).says(&code);
    let take = format!("/dossiers/{code}/actions/assign");
    head.get(&format!("/dossiers/{code}")).is(200);
    head.post(&take, &[("version", "4"), ("assign-officer", PATAN_LEADER)]).leads_to(&format!("/dossiers/{code}"));
}

#[test]
fn the_counter_sees_what_it_took_in_through_to_the_hand_over() {
    let site = Site::open();
    let code = in_hand(&site);
    let counter = site.signed_in(COUNTER);
    counter.get("/intake/elsewhere").is(200).hides(&code).says("Không có hồ sơ nào như vậy");
    let to = format!("/dossiers/{code}/actions/transfer");
    let leader = site.signed_in(LEADER);
    leader.get(&format!("/dossiers/{code}")).is(200);
    let moved = [("version", "3"), ("transfer-agency", "H35.40"), ("transfer-reason", "Thường trú tại Pa Tần")];
    leader.post(&to, &moved).leads_to(&format!("/dossiers/{code}"));
    counter.get("/intake/elsewhere").is(200).says(&code).says("Ủy ban nhân dân xã Pa Tần");
}

#[test]
fn a_route_is_written_and_what_can_not_be_walked_is_refused() {
    let site = Site::open();
    let admin = site.signed_in(ADMIN);
    admin.get("/admin/routes").is(200).says("Đăng ký khai sinh");
    let path = format!("/admin/routes/{BIRTH}");
    let page = admin.get(&path).is(200).says("Thẩm định").says("Vào sổ").says("chưa có ai giữ vị trí này");
    let mut fields = page.hidden();
    let count = (0..20).take_while(|at| page.text.contains(&format!("name=\"name-{at}\""))).count();
    for at in 0..count {
        for (name, place) in [("name", ""), ("share", "")] {
            fields.push((format!("{name}-{at}"), page.value(&format!("{name}-{at}")) + place));
        }
    }
    let steps = [("process", "case_officer"), ("sign", "approver"), ("issue", "clerk"), ("return", "counter_officer")];
    assert_eq!(count, steps.len(), "birth is settled on the day");
    for (at, (task, role)) in steps.into_iter().enumerate() {
        fields.push((format!("task-{at}"), task.to_owned()));
        fields.push((format!("role-{at}"), role.to_owned()));
        fields.push((format!("place-{at}"), if task == "return" { "counter" } else { "competent" }.to_owned()));
    }
    let send = |wanted: &str, changed: &[(&str, &str)]| {
        let mut sent = fields.clone();
        sent.push(("do".to_owned(), wanted.to_owned()));
        for (name, value) in changed {
            sent.retain(|(field, _)| field != name);
            sent.push(((*name).to_owned(), (*value).to_owned()));
        }
        let sent: Vec<_> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        admin.post(&path, &sent)
    };
    send("save", &[("share-0", "50")]).is(422).says("phải bằng 100 %");
    send("save", &[("share-0", "many")]).wrong_at("share-0");
    send("save", &[("place-0", "H35.06")]).is(422).says("không có ai làm được");
    let added = send("add-0", &[]).is(200);
    added.says("name=\"name-4\"");
    send("save", &[("name-0", "Thẩm định và xác minh")]).leads_to(&path);
    admin.get(&path).is(200).says("Thẩm định và xác minh");
}
