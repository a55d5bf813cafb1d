//! Every action through its form: what it needs, what it says when that is missing, and that nothing typed is lost.

use crate::site::{Browser, CASE, CLERK, COUNTER, LAN, LEADER, Page, Site};

/// Sends the form of an action at this version.
fn act(browser: &Browser<'_>, code: &str, version: u64, action: &str, fields: &[(&str, &str)]) -> Page {
    let version = version.to_string();
    let mut all = vec![("version", version.as_str())];
    all.extend(fields);
    browser.get(&format!("/dossiers/{code}")).is(200);
    browser.post(&format!("/dossiers/{code}/actions/{action}"), &all)
}

#[track_caller]
fn done(page: Page, code: &str) {
    page.leads_to(&format!("/dossiers/{code}"));
}

#[test]
fn a_dossier_walks_from_reception_to_the_hand_over_through_the_forms() {
    let site = Site::open();
    let code = site.signed_in(LAN).file();
    let [counter, case, leader, clerk] = [COUNTER, CASE, LEADER, CLERK].map(|who| site.signed_in(who));
    done(act(&counter, &code, 1, "receive", &[]), &code);
    done(act(&case, &code, 2, "assign", &[("assign-officer", CASE)]), &code);
    // A proposal without grounds keeps its file and its outcome.
    let to = format!("/dossiers/{code}/actions/propose");
    let draft: (&str, &str, &[u8]) = ("propose-file", "du-thao.pdf", harness::paper!("draft"));
    let lacking = [("version", "3"), ("propose-outcome", "granted"), ("propose-content", "")];
    let page = case.upload(&to, &lacking, &[draft]).wrong_at("propose-content").says("du-thao.pdf");
    let kept = page.text.split("name=\"propose-file-kept\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let kept = kept.expect("the file is kept").to_owned();
    let whole = [
        ("version", "3"),
        ("propose-outcome", "granted"),
        ("propose-content", "Đủ điều kiện đăng ký"),
        ("propose-file-kept", kept.as_str()),
    ];
    case.upload(&to, &whole, &[]).leads_to(&format!("/dossiers/{code}"));
    leader.get(&format!("/dossiers/{code}")).is(200).says("Đủ điều kiện đăng ký").says("Mở dự thảo kết quả");
    done(act(&leader, &code, 4, "sign", &[]), &code);
    act(&clerk, &code, 5, "complete", &[("complete-number", "")]).wrong_at("complete-number");
    done(act(&clerk, &code, 5, "complete", &[("complete-number", "125/GKS")]), &code);
    done(act(&counter, &code, 6, "return-result", &[("return-result-received_by", "Lò Văn Páo")]), &code);
    let page = counter.get(&format!("/dossiers/{code}")).is(200).says("125/GKS").says("Đã trả kết quả");
    page.says("id=\"act-rate\"");
    act(&counter, &code, 7, "rate", &[]).wrong_at("rate-rating");
    done(act(&counter, &code, 7, "rate", &[("rate-rating", "satisfied")]), &code);
}

#[test]
fn every_reason_that_is_asked_for_must_be_given() {
    let site = Site::open();
    let code = site.signed_in(LAN).file();
    let [counter, case, leader] = [COUNTER, CASE, LEADER].map(|who| site.signed_in(who));
    act(&counter, &code, 1, "refuse", &[("refuse-reason", " ")]).wrong_at("refuse-reason");
    act(&counter, &code, 1, "request-supplement", &[]).wrong_at("request-supplement-content");
    done(act(&counter, &code, 1, "receive", &[]), &code);
    act(&leader, &code, 2, "suspend", &[]).wrong_at("suspend-reason").wrong_at("suspend-request_file");
    act(&leader, &code, 2, "apologise", &[("apologise-reason", "Máy hỏng")]).wrong_at("apologise-new_due_at");
    act(&leader, &code, 2, "assign", &[("assign-officer", "nobody")]).wrong_at("assign-officer");
    act(&case, &code, 2, "propose", &[("propose-content", "x")]).wrong_at("propose-outcome");
}

#[test]
fn a_supplement_is_asked_for_by_paper_and_taken_in_at_the_counter() {
    let site = Site::open();
    let code = site.signed_in(LAN).file();
    let [counter, case] = [COUNTER, CASE].map(|who| site.signed_in(who));
    done(act(&counter, &code, 1, "receive", &[]), &code);
    done(act(&case, &code, 2, "assign", &[("assign-officer", CASE)]), &code);
    let asked = [("request-supplement-content", "Thiếu giấy chứng sinh rõ"), ("request-supplement-documents", "02")];
    done(act(&case, &code, 3, "request-supplement", &asked), &code);
    let page = counter.get(&format!("/dossiers/{code}")).is(200).says("Thiếu giấy chứng sinh rõ");
    page.says("id=\"act-supplement\"").says("supplement-documents-02").hides("supplement-documents-01");
    let to = format!("/dossiers/{code}/actions/supplement");
    counter.upload(&to, &[("version", "4")], &[]).wrong_at("supplement-shown");
    counter
        .upload(&to, &[("version", "4")], &[("supplement-documents-02", "a.exe", b"MZ")])
        .wrong_at("supplement-documents-02");
    let papers: (&str, &str, &[u8]) = ("supplement-documents-02", "ro.pdf", harness::paper!("clear"));
    counter.upload(&to, &[("version", "4"), ("supplement-note", "Bản gốc")], &[papers]).leads_to("/dossiers/");
    counter.get(&format!("/dossiers/{code}")).is(200).says("ro.pdf").says("Bản gốc");
}

#[test]
fn a_leader_sends_back_rejects_apologises_stops_and_goes_on() {
    let site = Site::open();
    let code = site.signed_in(LAN).file();
    let [counter, case, leader] = [COUNTER, CASE, LEADER].map(|who| site.signed_in(who));
    done(act(&counter, &code, 1, "receive", &[]), &code);
    done(act(&case, &code, 2, "assign", &[("assign-officer", CASE)]), &code);
    let proposal = [("propose-outcome", "rejected"), ("propose-content", "Thiếu căn cứ")];
    done(act(&case, &code, 3, "propose", &proposal), &code);
    done(act(&leader, &code, 4, "send-back", &[("send-back-reason", "Nêu rõ căn cứ")]), &code);
    // Being busy is no reason to stop the clock: the applicant must have asked for it in writing.
    let busy = act(&leader, &code, 5, "suspend", &[("suspend-reason", "vì bận")]);
    busy.wrong_at("suspend-request_date").wrong_at("suspend-request_file").says("Chỉ được dừng khi người nộp đề nghị");
    let request: (&str, &str, &[u8]) = ("suspend-request_file", "don-de-nghi.pdf", harness::paper!("request"));
    let asked = [("version", "5"), ("suspend-reason", "Theo đề nghị"), ("suspend-request_date", "2025-12-23")];
    leader.upload(&format!("/dossiers/{code}/actions/suspend"), &asked, &[request]).leads_to("/dossiers/");
    let owner = site.signed_in(LAN);
    let page = owner.get(&format!("/dossiers/{code}")).is(200);
    page.says("theo đơn đề nghị ngày 23/12/2025 của người nộp").says("Xem đơn đề nghị dừng").says("Rút hồ sơ");
    done(act(&leader, &code, 6, "resume", &[("resume-reason", "Người nộp đề nghị tiếp tục")]), &code);
    let sorry =
        [("apologise-reason", "Máy chủ hỏng"), ("apologise-new_due_at", "2025-12-28"), ("apologise-hour", "16:00")];
    // A Sunday.
    act(&leader, &code, 7, "apologise", &sorry).wrong_at("apologise-new_due_at");
    let sorry =
        [("apologise-reason", "Máy chủ hỏng"), ("apologise-new_due_at", "2025-12-29"), ("apologise-hour", "16:00")];
    let at_night = [sorry[0], sorry[1], ("apologise-hour", "03:00")];
    act(&leader, &code, 7, "apologise", &at_night).wrong_at("apologise-new_due_at").says("giờ làm việc của cơ quan");
    done(act(&leader, &code, 7, "apologise", &sorry), &code);
    let page = owner.get(&format!("/dossiers/{code}")).is(200);
    page.says("hẹn lại đến").says("Hạn theo quy định").says("ngày hẹn lại chậm");
    leader.get(&format!("/dossiers/{code}")).is(200).says("Máy chủ hỏng").says("29/12/2025");
    done(act(&case, &code, 8, "propose", &proposal), &code);
    done(act(&leader, &code, 9, "reject", &[("reject-reason", "Không đủ căn cứ theo Điều 16")]), &code);
    case.get(&format!("/dossiers/{code}")).is(200).says("Không đủ căn cứ theo Điều 16");
}

#[test]
fn a_file_of_somebody_else_can_not_be_slipped_in() {
    let site = Site::open();
    let code = site.signed_in(LAN).file();
    let [counter, case] = [COUNTER, CASE].map(|who| site.signed_in(who));
    done(act(&counter, &code, 1, "receive", &[]), &code);
    let page = case.get(&format!("/dossiers/{code}")).is(200);
    let theirs = page.text.split(&format!("/dossiers/{code}/files/")).nth(1).and_then(|rest| rest.split('"').next());
    let theirs = theirs.expect("a paper of Lan").to_owned();
    let fields = [("propose-outcome", "granted"), ("propose-content", "Đủ"), ("propose-file-kept", theirs.as_str())];
    act(&case, &code, 2, "propose", &fields).wrong_at("propose-file");
}

#[test]
fn withdrawing_and_refusing_end_a_dossier() {
    let site = Site::open();
    let counter = site.signed_in(COUNTER);
    let code = site.signed_in(LAN).file();
    done(act(&counter, &code, 1, "refuse", &[("refuse-reason", "Không thuộc thẩm quyền")]), &code);
    counter.get(&format!("/dossiers/{code}")).is(200).says("Không thuộc thẩm quyền").says("không còn thao tác nào");
    let code = site.signed_in(LAN).file();
    done(act(&counter, &code, 1, "withdraw", &[]), &code);
}
