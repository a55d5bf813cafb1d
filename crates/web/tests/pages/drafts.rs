//! Filing in steps.

use crate::site::{APPLICANT, BIRTH, LAN, MARRIAGE, MINH, PAPERS, REQUEST, Site};

#[test]
fn a_citizen_files_in_five_steps_and_is_told_the_code_and_what_comes_next() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    lan.fill_in(&draft);
    let review = lan.get(&format!("{draft}/review")).is(200);
    for answer in ["Lò Thị Lan", "012185001234", "Lò Văn Páo", "to-khai.pdf", "chung-sinh.pdf", "Xã Sìn Hồ"] {
        assert!(review.text.contains(answer), "{answer} is not on the review page");
    }
    let filed = lan.post(&format!("{draft}/review"), &[("declare", "yes")]).leads_to("/dossiers/H35.38-251223-0001");
    let shown = lan.get(&filed.to).is(200).says("Đã nộp hồ sơ").says("H35.38-251223-0001").says("xã Sìn Hồ");
    assert!(shown.text.contains("Hãy ghi lại mã hồ sơ"));
    lan.get("/my/dossiers").is(200).says("H35.38-251223-0001").hides("Bản nháp</h2>");
}

#[test]
fn what_is_known_is_filled_in_and_says_where_it_came_from() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    let page = lan.get(&format!("{draft}/applicant")).is(200).says("Theo thông tin tài khoản, 23/12/2025");
    assert_eq!(page.value("applicant-name"), "Lò Thị Lan");
    assert_eq!(page.value("applicant-phone"), "0912345678");
    lan.fill_in(&draft);
    lan.post(&format!("{draft}/review"), &[("declare", "yes")]).leads_to("/dossiers/");
    let second = lan.begin(BIRTH);
    let page = lan.get(&format!("{second}/applicant")).is(200).says("Theo hồ sơ trước H35.38-251223-0001");
    assert_eq!(page.value("applicant-birth_date"), "14/02/1985");
}

#[test]
fn a_draft_waits_and_goes_on_where_it_stopped() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    lan.post(&format!("{draft}/applicant"), APPLICANT).leads_to(&format!("{draft}/request"));
    let later = [("whom", "family"), ("details", "Nửa chừng"), ("go", "later")];
    lan.post(&format!("{draft}/request"), &later).leads_to("/my/dossiers");
    lan.get("/my/dossiers").is(200).says("Đã lưu bản nháp").says("Đăng ký khai sinh");
    lan.get(&draft).leads_to(&format!("{draft}/request"));
    assert_eq!(lan.get(&format!("{draft}/request")).value("details"), "Nửa chừng");
    lan.post(&format!("{draft}/discard"), &[]).leads_to("/my/dossiers");
    lan.get(&draft).is(404);
}

#[test]
fn typing_is_kept_without_being_judged() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    lan.post(&format!("{draft}/applicant/save"), &[("applicant-phone", "091")]).is(204);
    assert_eq!(lan.get(&format!("{draft}/applicant")).value("applicant-phone"), "091");
}

#[test]
fn a_draft_is_its_writers_alone() {
    let site = Site::open();
    let draft = site.signed_in(LAN).begin(BIRTH);
    let minh = site.signed_in(MINH);
    minh.get(&format!("{draft}/applicant")).is(404);
    minh.post(&format!("{draft}/applicant"), APPLICANT).is(404);
    minh.post(&format!("{draft}/review"), &[("declare", "yes")]).is(404);
}

#[test]
fn pressing_the_button_twice_files_one_dossier() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    lan.fill_in(&draft);
    let review = format!("{draft}/review");
    for page in lan.post_at_once(&review, &[("declare", "yes")], 4) {
        page.leads_to("/dossiers/H35.38-251223-0001");
    }
    lan.post(&review, &[("declare", "yes")]).leads_to("/dossiers/H35.38-251223-0001");
    lan.get(&review).leads_to("/dossiers/H35.38-251223-0001");
    lan.get("/my/dossiers").is(200).hides("251223-0002");
}

#[test]
fn a_paper_of_an_earlier_dossier_can_be_used_again() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let code = lan.file();
    site.act(crate::site::COUNTER, &code, rules::dossiers::Command::Receive(rules::dossiers::Receive {}));
    let draft = lan.begin(BIRTH);
    let page = lan.get(&format!("{draft}/documents")).is(200).says("chung-sinh.pdf (hồ sơ H35.38-251223-0001)");
    let select = page.text.split("name=\"reuse-1\"").nth(1).expect("a choice of earlier papers");
    let file = select.split("value=\"").nth(2).and_then(|rest| rest.split('"').next()).expect("a file");
    lan.upload(&format!("{draft}/documents"), &[("reuse-1", file), ("go", "stay")], &PAPERS[..1]).leads_to(&draft);
    lan.get(&format!("{draft}/documents")).is(200).says("Lấy từ hồ sơ H35.38-251223-0001");
    lan.post(&format!("{draft}/applicant"), APPLICANT).leads_to(&draft);
    lan.post(&format!("{draft}/request"), REQUEST).leads_to(&draft);
    lan.post(&format!("{draft}/result"), &[("delivery", "online")]).leads_to(&draft);
    let filed = lan.post(&format!("{draft}/review"), &[("declare", "yes")]).leads_to("/dossiers/");
    lan.get(&filed.to).is(200).says("Dùng lại từ hồ sơ H35.38-251223-0001");
}

#[test]
fn a_partly_online_procedure_takes_papers_at_the_counter() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    lan.get(&format!("/file/{MARRIAGE}")).is(200).says("trực tuyến một phần");
    let draft = lan.begin(MARRIAGE);
    lan.get(&format!("{draft}/documents")).is(200).says("Tôi sẽ mang bản giấy đến quầy");
}

#[test]
fn the_review_page_names_steps_that_are_not_finished() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    lan.get(&format!("{draft}/review")).is(200).says("Còn bước chưa xong");
    lan.post(&format!("{draft}/review"), &[("declare", "yes")]).wrong_at("details");
}

#[test]
fn whoever_is_not_signed_in_is_sent_to_do_so_and_back() {
    let site = Site::open();
    let somebody = site.browser();
    somebody.get(&format!("/procedures/{BIRTH}")).is(200).says("Nộp hồ sơ trực tuyến");
    somebody.get(&format!("/file/{BIRTH}")).leads_to("/sign-in?next=/file/1.001193");
}
