//! One dossier, from its owner's side.

use crate::site::{APPLICANT, BIRTH, CASE, CLERK, COUNTER, LAN, LEADER, MINH, Site, with};
use rules::dossiers::{Assign, Command, Complete, Outcome, Propose, Receive, RequestSupplement, ReturnResult, Sign};

fn receive() -> Command {
    Command::Receive(Receive {})
}

fn assign() -> Command {
    Command::Assign(Assign { officer: CASE.into(), officer_name: "Hoàng Thụ Lý".into(), note: None })
}

fn ask_for_papers() -> Command {
    Command::RequestSupplement(RequestSupplement {
        content: "Thiếu giấy chứng sinh bản rõ".into(),
        documents: vec!["02".into()],
        ..RequestSupplement::default()
    })
}

/// A received dossier of Lan.
fn received(site: &Site) -> String {
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, receive());
    code
}

pub fn settle(site: &Site, code: &str) {
    site.act(CASE, code, assign());
    let content = "Đủ điều kiện".to_owned();
    site.act(
        CASE,
        code,
        Command::Propose(Propose {
            outcome: Outcome::Granted,
            content,
            file: None,
            paper: None,
            without_opinions: None,
        }),
    );
    site.act(LEADER, code, Command::Sign(Sign::default()));
    site.act(CLERK, code, Command::Complete(Complete { number: "125/GKS".into(), ..Complete::default() }));
}

#[test]
fn the_owner_sees_where_it_is_who_has_it_until_when_and_what_comes_next() {
    let site = Site::open();
    let code = received(&site);
    site.act(CASE, &code, assign());
    let lan = site.signed_in(LAN);
    let page = lan.get(&format!("/dossiers/{code}")).is(200).says("Hồ sơ đang ở đâu");
    for words in
        ["Ủy ban nhân dân xã Sìn Hồ", "Hoàng Thụ Lý", "23/12/2025", "Sau bước này là", "Đã tiếp nhận, hẹn trả kết quả"]
    {
        assert!(page.text.contains(words), "{words:?} is missing");
    }
}

#[test]
fn strangers_see_nothing_and_learn_nothing() {
    let site = Site::open();
    let code = received(&site);
    let minh = site.signed_in(MINH);
    for path in ["", "/acknowledgement", "/files/x"] {
        let page = minh.get(&format!("/dossiers/{code}{path}")).is(404).hides("Lò Thị Lan");
        assert!(page.text.contains("Không tìm thấy"));
    }
    minh.post(&format!("/dossiers/{code}/withdraw"), &[("version", "2")]).is(404);
}

#[test]
fn a_supplement_takes_only_what_ones_own_store_offers() {
    let site = Site::open();
    let (held, code) = (received(&site), received(&site));
    // Minh files with a number of his own: what stands under Lan's number is hers, whoever handed it in.
    let minh = site.signed_in(MINH);
    let draft = minh.begin(BIRTH);
    minh.fill_in(&draft);
    let applicant = with(APPLICANT, "applicant-id_number", "012085005678");
    minh.post(&format!("{draft}/applicant"), &applicant).leads_to(&draft);
    let filed = minh.post(&format!("{draft}/review"), &[("declare", "yes")]).leads_to("/dossiers/H35.38-");
    let theirs = filed.to.trim_start_matches("/dossiers/").trim_end_matches("?filed=now").to_owned();
    site.act(COUNTER, &theirs, receive());
    site.act(CASE, &code, assign());
    site.act(CASE, &code, ask_for_papers());
    let lan = site.signed_in(LAN);
    let page = lan.get(&format!("/dossiers/{code}")).is(200);
    let values = |page: &str| {
        let select =
            page.split("name=\"reuse-02\"").nth(1).and_then(|rest| rest.split("</select>").next()).expect("a choice");
        let values = select.split("value=\"").skip(1).filter_map(|rest| rest.split('"').next());
        values.filter(|value| !value.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let offered = values(&page.text);
    let own =
        offered.iter().find(|value| value.starts_with(&format!("{held}/"))).expect("a paper of the other dossier");
    assert!(offered.iter().all(|value| !value.starts_with(&theirs)), "{offered:?}");
    // A document of Minh's store, which he sees himself.
    let minh = minh.get("/my/documents").is(200);
    let stolen = minh.text.split("href=\"/my/documents/").nth(1).and_then(|rest| rest.split('"').next()).expect("one");
    let to = format!("/dossiers/{code}/supplement");
    lan.upload(&to, &[("version", "4"), ("reuse-02", stolen)], &[]).is(422).says("Thiếu giấy chứng sinh");
    lan.upload(&to, &[("version", "4"), ("reuse-02", own)], &[]).leads_to(&format!("/dossiers/{code}"));
    lan.get(&format!("/dossiers/{code}")).is(200).says(&held);
    site.signed_in(CASE).get(&format!("/dossiers/{code}")).is(200).says(&held);
}

#[test]
fn a_supplement_with_a_bad_file_keeps_the_note_and_the_good_file() {
    let site = Site::open();
    let code = received(&site);
    site.act(CASE, &code, assign());
    site.act(CASE, &code, ask_for_papers());
    let lan = site.signed_in(LAN);
    lan.get(&format!("/dossiers/{code}")).is(200).says("Thiếu giấy chứng sinh bản rõ").says("Hoàng Thụ Lý");
    let issued = || lan.get(&format!("/dossiers/{code}/acknowledgement")).is(200).text.matches("<tr").count();
    let at_reception = issued();
    let to = format!("/dossiers/{code}/supplement");
    let fields = [("version", "4"), ("note", "Ảnh chụp lại")];
    let page = lan.upload(&to, &fields, &[("documents-02", "a.exe", b"MZ")]).wrong_at("documents-02");
    assert_eq!(page.value("note"), "Ảnh chụp lại");
    lan.upload(&to, &fields, &[("documents-02", "ro.pdf", harness::paper!("clear"))])
        .leads_to(&format!("/dossiers/{code}"));
    lan.get(&format!("/dossiers/{code}")).is(200).says("Đã gửi bổ sung").says("ro.pdf").says("Ảnh chụp lại");
    assert!(at_reception > 1, "the papers stand in a table");
    assert_eq!(issued(), at_reception, "what was issued does not change");
}

#[test]
fn an_empty_supplement_is_refused_with_words() {
    let site = Site::open();
    let code = received(&site);
    site.act(CASE, &code, assign());
    site.act(CASE, &code, ask_for_papers());
    let lan = site.signed_in(LAN);
    lan.get(&format!("/dossiers/{code}")).is(200);
    lan.upload(&format!("/dossiers/{code}/supplement"), &[("version", "4")], &[]).is(422).says("ít nhất một giấy tờ");
}

#[test]
fn whoever_was_slower_is_shown_what_the_other_did_and_keeps_what_they_typed() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let code = lan.file();
    lan.get(&format!("/dossiers/{code}")).is(200);
    site.act(COUNTER, &code, receive());
    let page = lan.post(&format!("/dossiers/{code}/withdraw"), &[("version", "1"), ("reason", "Nộp nhầm nơi")]).is(409);
    let page =
        page.says("Người khác vừa cập nhật hồ sơ này").says("Đã tiếp nhận, hẹn trả kết quả").says("Vàng Thị Quầy");
    assert_eq!(page.value("reason"), "Nộp nhầm nơi");
    lan.post(&format!("/dossiers/{code}/withdraw"), &[("version", "2"), ("reason", "Nộp nhầm nơi")])
        .leads_to("/dossiers/");
    let page = lan.get(&format!("/dossiers/{code}")).is(200).says("Đã rút hồ sơ");
    page.says("Đã rút, không tính tiếp").hides("Chưa tính hạn");
    lan.get("/my/dossiers").is(200).says("Đã rút, không tính tiếp");
}

#[test]
fn an_action_that_the_state_forbids_is_refused_with_words() {
    let site = Site::open();
    let code = received(&site);
    settle(&site, &code);
    let lan = site.signed_in(LAN);
    lan.get(&format!("/dossiers/{code}")).is(200).hides("Rút hồ sơ này");
    let page = lan.post(&format!("/dossiers/{code}/withdraw"), &[("version", "6")]).is(422);
    page.says("hồ sơ không cho phép thao tác này");
}

#[test]
fn a_result_is_shown_and_can_be_rated_once_it_was_handed_over() {
    let site = Site::open();
    let code = received(&site);
    settle(&site, &code);
    let lan = site.signed_in(LAN);
    lan.get(&format!("/dossiers/{code}")).is(200).says("125/GKS").says("Đã xử lý xong");
    site.act(COUNTER, &code, Command::ReturnResult(ReturnResult::default()));
    let page = lan.get(&format!("/dossiers/{code}")).is(200).says("Ông/bà có hài lòng không?");
    let version =
        page.text.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a version");
    let rate = format!("/dossiers/{code}/rate");
    let page = lan.post(&rate, &[("version", version), ("comment", "Nhanh")]).wrong_at("rating");
    assert_eq!(page.value("comment"), "Nhanh");
    lan.post(&rate, &[("version", version), ("rating", "very_satisfied"), ("comment", "Nhanh")]).leads_to("/dossiers/");
    lan.get(&format!("/dossiers/{code}")).is(200).says("Rất hài lòng").hides("Ông/bà có hài lòng không?");
}

#[test]
fn the_acknowledgement_is_there_from_reception_on() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let code = lan.file();
    lan.get(&format!("/dossiers/{code}/acknowledgement")).is(422).says("chưa được tiếp nhận");
    site.act(COUNTER, &code, receive());
    let page = lan.get(&format!("/dossiers/{code}/acknowledgement")).is(200);
    for words in
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", &code, "Vàng Thị Quầy", "Lò Thị Lan", "<svg class=\"mc-document__qr\""]
    {
        assert!(page.text.contains(words), "{words:?} is missing");
    }
}

#[test]
fn lateness_is_told_honestly() {
    let site = Site::open();
    let code = received(&site);
    site.later(24 * 10);
    let lan = site.signed_in(LAN);
    lan.get(&format!("/dossiers/{code}")).is(200).says("quá hạn trả kết quả").says("quá hạn ");
}
