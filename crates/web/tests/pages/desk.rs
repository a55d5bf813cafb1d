//! The officer's queue, list and dossier page: what is shown to whom, and what happens when two work on one dossier.

use crate::site::{CASE, COUNTER, LAN, LEADER, PATAN, PATAN_COUNTER, Site};
use rules::dossiers::{Assign, Command, Receive, RequestSupplement};

fn receive() -> Command {
    Command::Receive(Receive {})
}

fn assign() -> Command {
    Command::Assign(Assign { officer: CASE.into(), officer_name: "Hoàng Thụ Lý".into(), note: None })
}

/// A received dossier of Lan.
fn received(site: &Site) -> String {
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, receive());
    code
}

#[test]
fn the_queue_shows_what_is_mine_with_its_deadlines_and_the_first_thing_to_do() {
    let site = Site::open();
    let filed = site.signed_in(LAN).file();
    let counter = site.signed_in(COUNTER);
    counter.get("/queue").is(200).says(&filed).says("Lò Thị Lan").says("Tiếp nhận").says("Việc của tôi (1)");
    site.act(COUNTER, &filed, receive());
    counter.get("/queue").is(200).hides(&filed);
    let case = site.signed_in(CASE);
    case.get("/queue").is(200).says(&filed).says("Nhận thụ lý").says("23/12/2025");
    site.signed_in(LEADER).get("/queue?view=unit").is(200).says(&filed);
}

#[test]
fn one_press_takes_charge_and_the_queue_follows() {
    let site = Site::open();
    let code = received(&site);
    let case = site.signed_in(CASE);
    case.get("/queue").is(200);
    let to = format!("/dossiers/{code}/actions/assign");
    case.post(&to, &[("version", "2"), ("assign-officer", CASE), ("back", "queue")]).leads_to("/queue");
    case.get("/queue").is(200).says("Đã phân công hồ sơ").says(&code).says("Đề xuất kết quả");
}

#[test]
fn the_queue_is_narrowed_by_step_words_and_deadline() {
    let site = Site::open();
    let code = received(&site);
    let case = site.signed_in(CASE);
    for (query, shown) in [
        ("q=lo+thi+lan", true),
        ("q=giang", false),
        ("task=process", true),
        ("task=sign", false),
        ("due=overdue", false),
        ("procedure=1.001193", true),
        ("procedure=1.000894", false),
    ] {
        let page = case.get(&format!("/queue?{query}")).is(200);
        assert_eq!(page.text.contains(&code), shown, "{query}");
    }
    case.get(&format!("/queue?q={code}")).is(200).says(&code);
    site.later(24 * 30);
    site.signed_in(CASE).get("/queue?due=overdue").is(200).says(&code).says("quá hạn");
}

#[test]
fn what_waits_for_the_applicant_stands_apart() {
    let site = Site::open();
    let code = received(&site);
    site.act(CASE, &code, assign());
    let content = "Thiếu giấy".to_owned();
    site.act(CASE, &code, Command::RequestSupplement(RequestSupplement { content, ..Default::default() }));
    let case = site.signed_in(CASE);
    case.get("/queue").is(200).hides(&code).says("Chờ người nộp (1)");
    case.get("/queue?view=waiting").is(200).says(&code).says("Tạm dừng tính giờ");
}

#[test]
fn another_communes_dossier_does_not_exist_here() {
    let site = Site::open();
    let code = received(&site);
    for who in [PATAN, PATAN_COUNTER] {
        let stranger = site.signed_in(who);
        for path in ["", "/proof", "/process-control", "/acknowledgement"] {
            stranger.get(&format!("/dossiers/{code}{path}")).is(404).hides("Lò Thị Lan");
        }
        let sent = stranger.post(&format!("/dossiers/{code}/actions/receive"), &[("version", "2")]);
        sent.is(404).hides("Lò Thị Lan");
        for path in
            ["/queue", "/queue?view=unit", "/queue?view=waiting", "/dossiers", "/dossiers?q=lan", "/dossiers.csv"]
        {
            stranger.get(path).is(200).hides(&code).hides("Lò Thị Lan");
        }
        stranger.get("/queue").says("Việc của tôi (0)").says("Cả đơn vị (0)");
        stranger.get(&format!("/dossiers?q={code}")).is(200).hides("Lò Thị Lan");
    }
}

#[test]
fn citizens_have_no_desk() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    for path in ["/queue", "/intake", "/dossiers.csv"] {
        lan.get(path).is(403);
    }
    let nobody = site.browser();
    nobody.get("/queue").leads_to("/sign-in?next=");
}

#[test]
fn the_dossier_shows_three_measures_the_due_date_explained_and_its_proof() {
    let site = Site::open();
    let code = received(&site);
    let case = site.signed_in(CASE);
    let page = case.get(&format!("/dossiers/{code}")).is(200);
    for words in [
        "Hạn theo quy định",
        "Theo bộ chỉ số quốc gia",
        "Hạn của bước hiện tại",
        "Hạn này được tính thế nào",
        "Bắt đầu tính từ",
        "Lò Thị Lan",
        "Mã niêm phong",
        "Sổ H35.38, số",
    ] {
        assert!(page.text.contains(words), "{words:?} is missing");
    }
    case.get(&format!("/dossiers/{code}/proof")).is(200).says("dossiers.received").says("motcua journal verify");
    case.get(&format!("/dossiers/{code}/process-control")).is(200).says("Vàng Thị Quầy").says("Mẫu 06");
}

#[test]
fn the_page_offers_only_what_the_actor_may_do() {
    let site = Site::open();
    let code = received(&site);
    let path = format!("/dossiers/{code}");
    site.signed_in(CASE).get(&path).is(200).says("id=\"act-propose\"").hides("id=\"act-sign\"");
    site.signed_in(LEADER).get(&path).is(200).hides("id=\"act-propose\"").says("id=\"act-apologise\"");
    site.signed_in(COUNTER).get(&path).is(200).hides("id=\"act-receive\"").says("id=\"act-withdraw\"");
}

#[test]
fn the_second_officer_sees_what_the_first_did_and_keeps_what_they_typed() {
    let site = Site::open();
    let code = received(&site);
    let case = site.signed_in(CASE);
    case.get(&format!("/dossiers/{code}")).is(200);
    // Meanwhile the leader takes the dossier out of their hands.
    site.act(
        LEADER,
        &code,
        Command::Suspend(rules::dossiers::Suspend {
            reason: "Người nộp đề nghị dừng".into(),
            request_date: Some(jiff::civil::date(2025, 12, 23)),
            request_file: Some("f9".into()),
        }),
    );
    let fields = [("version", "2"), ("request-supplement-content", "Bổ sung giấy chứng sinh")];
    let page = case.post(&format!("/dossiers/{code}/actions/request-supplement"), &fields).is(409);
    page.says("Hồ sơ đã được người khác cập nhật")
        .says("Người nộp đề nghị dừng")
        .says("Tẩn Chủ Tịch")
        .says("Bổ sung giấy chứng sinh");
}

#[test]
fn a_stale_form_that_is_still_open_comes_back_filled_in() {
    let site = Site::open();
    let code = received(&site);
    let case = site.signed_in(CASE);
    case.get(&format!("/dossiers/{code}")).is(200);
    site.act(CASE, &code, assign());
    let fields = [("version", "2"), ("propose-outcome", "granted"), ("propose-content", "Đủ điều kiện")];
    let page = case.post(&format!("/dossiers/{code}/actions/propose"), &fields).is(409).says("người khác cập nhật");
    assert_eq!(page.value("propose-content"), "Đủ điều kiện");
    let again = [("version", "3"), ("propose-outcome", "granted"), ("propose-content", "Đủ điều kiện")];
    case.post(&format!("/dossiers/{code}/actions/propose"), &again).leads_to(&format!("/dossiers/{code}"));
}

#[test]
fn what_the_state_or_the_policy_forbids_is_said_on_the_page() {
    let site = Site::open();
    let code = received(&site);
    let leader = site.signed_in(LEADER);
    leader.get(&format!("/dossiers/{code}")).is(200);
    let too_early = leader.post(&format!("/dossiers/{code}/actions/sign"), &[("version", "2")]).is(422);
    too_early.says("govuk-error-summary");
    let not_theirs = leader.post(
        &format!("/dossiers/{code}/actions/propose"),
        &[("version", "2"), ("propose-outcome", "granted"), ("propose-content", "Tự đề xuất")],
    );
    not_theirs.is(403).says("Tự đề xuất");
    leader.post(&format!("/dossiers/{code}/actions/fly"), &[("version", "2")]).is(404);
}

#[test]
fn the_list_finds_a_code_and_exports_with_the_same_filters() {
    let site = Site::open();
    let code = received(&site);
    let case = site.signed_in(CASE);
    case.get(&format!("/dossiers?q={code}")).leads_to(&format!("/dossiers/{code}"));
    case.get("/dossiers?status=received").is(200).says(&code);
    case.get("/dossiers?status=filed").is(200).hides(&code);
    let sheet = case.get("/dossiers.csv?status=received").is(200).says(&code).says("Lò Thị Lan").says("Mã hồ sơ");
    assert!(sheet.text.starts_with('\u{feff}'));
    case.get("/dossiers.csv?status=filed").is(200).hides(&code);
}
