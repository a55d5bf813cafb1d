//! Cookies are gone, or the session is, while somebody typed: the form comes back with everything and goes out with one click.

use crate::site::{APPLICANT, BIRTH, CASE, COUNTER, LAN, LEADER, PAPERS, REQUEST, Site, with};
use rules::dossiers::{Command, Receive};

#[test]
fn a_step_of_a_filing_survives_cleared_cookies() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    let step = format!("{draft}/request");
    lan.get(&step).is(200);
    lan.clear_cookies();
    let long = "Đăng ký khai sinh cho con trai; \"Páo\" & <em>";
    let page = lan.post(&step, &with(REQUEST, "details", long)).is(403).says("Mọi nội dung đã nhập vẫn được giữ");
    let page = page.says("Đăng nhập ở thẻ mới").says("Lò Văn Páo").hides("<em>");
    assert!(page.hidden().contains(&("details".to_owned(), long.to_owned())), "{:?}", page.hidden());
    lan.sign_in(LAN);
    lan.send_again(&page).leads_to(&format!("{draft}/documents"));
    assert_eq!(lan.get(&format!("{draft}/request")).value("whom_name"), "Lò Văn Páo");
    assert!(lan.get(&format!("{draft}/review")).text.contains("con trai; &#34;Páo&#34; &#38; &#60;em&#62;"));
}

#[test]
fn an_officers_decision_survives_cleared_cookies_and_a_session_that_ended() {
    let site = Site::open();
    let code = site.signed_in(LAN).file();
    let counter = site.signed_in(COUNTER);
    counter.get(&format!("/dossiers/{code}")).is(200);
    let path = format!("/dossiers/{code}/actions/refuse");
    let reason = [("version", "1"), ("refuse-reason", "Hồ sơ thuộc thẩm quyền của tỉnh khác")];
    // The session ended: the browser still knows the visitor.
    site.later(3);
    let page = counter.post(&path, &reason).is(401).says("thuộc thẩm quyền của tỉnh khác");
    // Pressed before signing in: it comes back again.
    let page = counter.send_again(&page).is(401);
    counter.clear_cookies();
    let page = counter.send_again(&page).is(403).says("thuộc thẩm quyền của tỉnh khác");
    counter.sign_in(COUNTER);
    counter.send_again(&page).leads_to(&format!("/dossiers/{code}"));
    site.signed_in(LAN).get(&format!("/dossiers/{code}")).is(200).says("thuộc thẩm quyền của tỉnh khác");
}

#[test]
fn a_form_with_files_keeps_its_text_and_names_the_files_to_choose_again() {
    let site = Site::open();
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    let case = site.signed_in(CASE);
    case.get(&format!("/dossiers/{code}")).is(200);
    case.post(&format!("/dossiers/{code}/actions/assign"), &[("version", "2"), ("assign-officer", CASE)]).leads_to("/");
    let fields = [("version", "3"), ("propose-outcome", "granted"), ("propose-content", "Đủ điều kiện cấp")];
    case.clear_cookies();
    let path = format!("/dossiers/{code}/actions/propose");
    let page = case.upload(&path, &fields, &[("propose-file", "du-thao.pdf", harness::paper!("draft"))]).is(403);
    let page = page.says("Đủ điều kiện cấp").says("Tệp “du-thao.pdf” không giữ lại được").says("name=\"propose-file\"");
    assert!(page.text.contains("enctype=\"multipart/form-data\""));
    case.sign_in(CASE);
    case.send_again(&page).leads_to(&format!("/dossiers/{code}"));
    site.signed_in(LEADER).get(&format!("/dossiers/{code}")).is(200).says("Đủ điều kiện cấp");
}

#[test]
fn what_another_site_sends_is_neither_done_nor_shown() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    let step = format!("{draft}/applicant");
    let theirs = with(APPLICANT, "applicant-phone", "0987654321");
    let (no_cookies, stale) = (site.browser(), site.signed_in(LAN));
    for victim in [&no_cookies, &stale] {
        victim.post_from_elsewhere(&step, &theirs).is(403).hides("0987654321");
    }
    // Even where nothing tells whence it came, being shown changes nothing: somebody must look at it and press the button.
    let page = site.browser().post(&step, &theirs).is(403).says("đừng gửi").says("0987654321");
    assert!(page.text.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert_eq!(lan.get(&step).value("applicant-phone"), "0912345678");
}

#[test]
fn passwords_and_more_than_a_form_can_hold_do_not_come_back() {
    let site = Site::open();
    let somebody = site.browser();
    somebody.post("/sign-in", &[("login", LAN), ("password", "rừng xanh")]).is(403).hides("rừng xanh");
    let step = "/drafts/0123/request";
    somebody.post(step, &[("new_password", "núi đỏ")]).is(403).hides("núi đỏ");
    somebody.post(step, &[("details", &"y".repeat(70_000))]).is(403).hides("yyyy");
    let large = [b"%PDF-1.7 ".as_slice(), &vec![b' '; 3 * 1024 * 1024]].concat();
    let page = somebody.upload("/track", &[("code", "H35")], &[("file", "lon.pdf", &large), PAPERS[0]]).is(403);
    page.says("lon.pdf").says("to-khai.pdf");
}
